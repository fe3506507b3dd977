// Every mark by keyboard: one stop of the Tab key on the map, from which arrow keys go from mark to mark as one reads.

const BAND = 36;
const cursor = { button: null, marks: null, at: 0, map: null };

function connectKeyboard(map) {
  cursor.map = map;
  cursor.button = make('button', { type: 'button', class: 'gm-cursor', 'aria-label': word('page.marks'), 'aria-describedby': 'gm-keys' });
  const keys = make('span', { id: 'gm-keys', class: 'gm-hidden' }, word('page.marks_keys'));
  const pane = map.getPane('mapPane');
  pane.after(cursor.button, keys);
  cursor.button.addEventListener('focus', () => whenWhole(() => cursor.marks || gather()));
  cursor.button.addEventListener('keydown', moveCursor);
  cursor.button.addEventListener('click', openCursor);
  L.DomEvent.disableClickPropagation(cursor.button);
  const stale = () => {
    cursor.marks = null;
    if (document.activeElement === cursor.button) whenWhole(gather);
  };
  filter.on(stale);
  map.on('moveend', stale);
}

/** The marks in view, in bands from top to bottom and within a band as the page's language reads. */
function gather() {
  const { map } = cursor;
  const size = map.getSize();
  const found = [];
  const add = (key, where, mark) => {
    const { x, y } = map.latLngToContainerPoint(where);
    if (x >= 0 && y >= 0 && x <= size.x && y <= size.y) found.push({ key, x, y, where, ...mark });
  };
  const { lat, lon } = data.spots;
  for (let spot = 0; spot < lat.length; spot++) {
    if (isCrowded(spot) || !(crowds.glyphs[spot] || crowds.circles[spot])) continue;
    add(`s${spot}`, [lat[spot], lon[spot]], { spot });
  }
  for (const crowd of crowds.list) add(`c${crowd.middle}`, [latitude(crowd.y), (crowd.x - 0.5) * 360], { crowd });
  for (const { crowd } of density.hexagons) add(`h${crowd.layer.id}${crowd.at}`, [latitude(crowd.y), (crowd.x - 0.5) * 360], { crowd });
  // an area or a name has an entry of its own only where nothing else stands for it
  for (const [spot, marks] of marksBySpot(['label', 'area'])) {
    const drawn = marks.filter(([layer]) => !layer.crowded);
    if (drawn.length && !crowds.glyphs[spot] && !crowds.circles[spot]) add(`s${spot}`, [lat[spot], lon[spot]], { spot, marks: drawn });
  }
  for (const layer of data.layers) {
    if (!layer.ends) continue;
    for (let index = 0; index < layer.row.length; index++) {
      if (shown(layer, index)) add(`${layer.id}${index}`, middleOf(layer, index), { name: arrowName(layer, index), marks: [[layer, index]] });
    }
  }
  const forward = data.direction === 'rtl' ? -1 : 1;
  found.sort((a, b) => Math.floor(a.y / BAND) - Math.floor(b.y / BAND) || forward * (a.x - b.x));
  const last = cursor.key;
  cursor.marks = found;
  const same = found.findIndex(({ key }) => key === last);
  goTo(same < 0 ? nearest(found) : same);
}

/** Which of some marks stands nearest to where the cursor was: a ring falls apart when it is opened. */
function nearest(found) {
  if (!cursor.where) return 0;
  const { x, y } = cursor.map.latLngToContainerPoint(cursor.where);
  let best = 0;
  found.forEach((mark, at) => {
    if (Math.hypot(mark.x - x, mark.y - y) < Math.hypot(found[best].x - x, found[best].y - y)) best = at;
  });
  return best;
}

function goTo(at) {
  const { button, marks } = cursor;
  button.classList.toggle('gm-nothing', !marks.length);
  if (!marks.length) {
    button.setAttribute('aria-label', word('page.no_marks'));
    return;
  }
  cursor.at = Math.max(0, Math.min(marks.length - 1, at));
  const mark = marks[cursor.at];
  cursor.key = mark.key;
  cursor.where = mark.where;
  button.style.left = `${mark.x}px`;
  button.style.top = `${mark.y}px`;
  const place = word('page.mark_place', { at: number(cursor.at + 1), n: number(marks.length) });
  button.setAttribute('aria-label', [...markWords(mark), place].filter(Boolean).join(', '));
}

const marksOf = (mark) => mark.marks || shownAt(mark.spot, ['circle', 'glyph']);

function markWords(mark) {
  if (mark.crowd) return [crowdWords(mark.crowd)];
  const here = marksOf(mark);
  const what = here.slice(0, 4).map(([layer, index]) => `${headline(layer.records, layer.row[index])} ${alsoWords([layer, index])}`.trim());
  const name = mark.name || text(data.spots.name[mark.spot]);
  return [name, ...new Set(what), here.length > 4 ? counted('reports_here', here.length) : ''];
}

function moveCursor(event) {
  const forward = data.direction === 'rtl' ? -1 : 1;
  const step = { ArrowRight: forward, ArrowLeft: -forward, ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -Infinity, End: Infinity }[event.key];
  if (step === undefined) return;
  // the map would move
  event.preventDefault();
  event.stopPropagation();
  whenWhole(() => {
    if (!cursor.marks) gather();
    goTo(cursor.at + step);
  });
}

function openCursor() {
  whenWhole(() => {
    if (!cursor.marks) gather();
    const mark = cursor.marks[cursor.at];
    if (mark && mark.crowd) openCrowd(cursor.map, mark.crowd, cursor.button);
    else if (mark) geomap.open(marksOf(mark), null, mark.spot, cursor.button);
  });
}

/** No movement that the reader has not asked for, where the system says so. */
function calm(map) {
  if (!window.matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  map._zoomAnimated = false;
  Object.assign(map.options, { zoomAnimation: false, fadeAnimation: false, markerZoomAnimation: false, inertia: false });
  const { panBy } = map;
  map.panBy = (offset, options) => panBy.call(map, offset, { ...options, animate: false });
}
