// Every mark by keyboard: one stop of the Tab key on the map, from which arrow keys go from mark to mark as one reads.

const BAND = 36;
const cursor = { button: null, marks: null, at: 0, map: null };

function connectKeyboard(map) {
  cursor.map = map;
  cursor.button = make('button', { type: 'button', class: 'gm-cursor', 'aria-label': word('page.marks'), 'aria-describedby': 'gm-keys' });
  const keys = make('span', { id: 'gm-keys', class: 'gm-hidden' }, word('page.marks_keys'));
  const pane = map.getPane('mapPane');
  pane.after(cursor.button, keys);
  cursor.button.addEventListener('focus', () => cursor.marks || gather());
  cursor.button.addEventListener('keydown', moveCursor);
  cursor.button.addEventListener('click', openCursor);
  L.DomEvent.disableClickPropagation(cursor.button);
  const stale = () => {
    cursor.marks = null;
    if (document.activeElement === cursor.button) gather();
  };
  filter.on(stale);
  map.on('moveend', stale);
}

/** The marks in view, in bands from top to bottom and within a band as the page's language reads. */
function gather() {
  const { map } = cursor;
  const size = map.getSize();
  const found = [];
  const add = (key, where, name, marks, spot) => {
    const { x, y } = map.latLngToContainerPoint(where);
    if (x >= 0 && y >= 0 && x <= size.x && y <= size.y) found.push({ key, x, y, name, marks, spot });
  };
  // an area has an entry of its own only where nothing else stands for it
  const spots = marksBySpot(['area']);
  for (const [spot, marks] of marksBySpot(['circle', 'glyph', 'label'])) spots.set(spot, marks);
  for (const [spot, marks] of spots) add(`s${spot}`, [data.spots.lat[spot], data.spots.lon[spot]], text(data.spots.name[spot]), marks, spot);
  for (const layer of data.layers) {
    if (!layer.ends) continue;
    for (let index = 0; index < layer.row.length; index++) {
      if (shown(layer, index)) add(`${layer.id}${index}`, middleOf(layer, index), arrowName(layer, index), [[layer, index]]);
    }
  }
  const forward = data.direction === 'rtl' ? -1 : 1;
  found.sort((a, b) => Math.floor(a.y / BAND) - Math.floor(b.y / BAND) || forward * (a.x - b.x));
  const last = cursor.key;
  cursor.marks = found;
  goTo(Math.max(0, found.findIndex(({ key }) => key === last)));
}

function goTo(at) {
  const { button, marks } = cursor;
  button.classList.toggle('gm-nothing', !marks.length);
  if (!marks.length) {
    button.setAttribute('aria-label', word('page.no_marks'));
    return;
  }
  cursor.at = Math.max(0, Math.min(marks.length - 1, at));
  const { x, y, name, marks: here, key: id } = marks[cursor.at];
  cursor.key = id;
  button.style.left = `${x}px`;
  button.style.top = `${y}px`;
  const what = here.slice(0, 4).map(([layer, index]) => headline(layer.records, layer.row[index]));
  const more = here.length > 4 ? counted('reports_here', here.length) : '';
  const place = word('page.mark_place', { at: number(cursor.at + 1), n: number(marks.length) });
  button.setAttribute('aria-label', [name, ...new Set(what), more, place].filter(Boolean).join(', '));
}

function moveCursor(event) {
  const forward = data.direction === 'rtl' ? -1 : 1;
  const step = { ArrowRight: forward, ArrowLeft: -forward, ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -Infinity, End: Infinity }[event.key];
  if (step === undefined) return;
  // the map would move
  event.preventDefault();
  event.stopPropagation();
  if (!cursor.marks) gather();
  goTo(cursor.at + step);
}

function openCursor(event) {
  if (!cursor.marks) gather();
  const mark = cursor.marks[cursor.at];
  if (mark) geomap.open(mark.marks, event, mark.spot);
}

/** No movement that the reader has not asked for, where the system says so. */
function calm(map) {
  if (!window.matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  map._zoomAnimated = false;
  Object.assign(map.options, { zoomAnimation: false, fadeAnimation: false, markerZoomAnimation: false, inertia: false });
  const { panBy } = map;
  map.panBy = (offset, options) => panBy.call(map, offset, { ...options, animate: false });
}
