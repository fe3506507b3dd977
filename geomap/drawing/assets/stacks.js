// Circles of numbers on their spot, and beside it a callout: the place, its events by kind, its numbers.

const MOST_LINES = 4;
const weights = new Map();
const laid = new Map(); // spot to its stack, until what is shown changes

/** Circles and callout for every spot that stands alone and has numbers or is an area; weightiest first. */
function layStacks(group, fresh) {
  if (fresh) {
    group.clearLayers();
    laid.clear();
  }
  const wanted = new Set(crowds.stacks);
  for (const [spot, { markers }] of laid) {
    if (wanted.has(spot)) continue;
    markers.forEach((marker) => group.removeLayer(marker));
    laid.delete(spot);
  }
  const weight = (spot) => {
    if (!weights.has(spot)) weights.set(spot, Math.max(0, ...shownAt(spot, ['circle']).map(([layer, i]) => layer.size[i])));
    return weights.get(spot);
  };
  const spots = [...crowds.stacks].sort((a, b) => weight(b) - weight(a) || a - b);
  return spots.map((spot) => {
    if (laid.has(spot)) return laid.get(spot);
    const stack = stackOf(spot, shownAt(spot, ['circle']), shownAt(spot, ['glyph']));
    const put = (html, pane) => {
      const icon = L.divIcon({ className: 'gm-anchor', html, iconSize: [0, 0] });
      const marker = L.marker([data.spots.lat[spot], data.spots.lon[spot]], { icon, pane, interactive: false, keyboard: false });
      stack.markers.push(marker.addTo(group));
      L.DomEvent.disableClickPropagation(html);
    };
    // circles lie under the glyphs of their place, callouts over everything
    if (stack.row.firstChild) put(stack.row, 'gm-circles');
    put(stack.element, 'markerPane');
    laid.set(spot, stack);
    return stack;
  });
}

function stackOf(spot, circles, glyphs) {
  const place = text(data.spots.name[spot]);
  const isArea = Boolean(data.spots.area[spot]);
  const sorted = [...circles].sort((a, b) => b[0].size[b[1]] - a[0].size[a[1]]);
  const all = (event) => geomap.open([...sorted, ...glyphs], event, spot);
  const row = make('div', { class: 'gm-circles' });
  const radii = ringRadii(sorted);
  sorted.forEach(([layer, index], i) => row.append(circle(layer, index, radii[i], all)));
  const kinds = isArea ? tallied(glyphs).map(([layer, entry, count, dashed]) =>
    make('span', { class: 'gm-kind' }, glyphPicture(layer.legend[entry], 14, dashed), count > 1 ? String(count) : ''),
  ) : [];
  const said = ([layer, index]) => text(layer.label ? layer.label[index] : -1);
  const rest = sorted.length > 1 ? make('span', { class: 'gm-rest' }, `+${number(sorted.length - 1)}`) : null;
  // what is told of several places stands at each of them, and says so: once, if all of it is
  const shared = new Set((isArea ? [...sorted, ...glyphs] : sorted).map(alsoWords));
  const alike = shared.size === 1 ? [...shared][0] : '';
  const notes = alike ? [alike] : isArea ? [...new Set(glyphs.map(alsoWords))].filter(Boolean) : [];
  const lines = sorted.slice(0, MOST_LINES).map(([layer, index], i) =>
    make('span', { class: 'gm-number' }, key(layer, layer.legend[layer.entry[index]], isDashed(layer, index)),
      make('span', null, quoted(said([layer, index])), alike ? null : alsoAt([layer, index])), i ? null : rest),
  );
  const spoken = [
    place,
    ...sorted.map((mark) => `${said(mark)} ${alsoWords(mark)}`.trim()),
    glyphs.length ? [counted('events_here', glyphs.length), ...new Set(glyphs.map(alsoWords))].join(' ').trim() : '',
  ];
  const callout = make(
    'button',
    { type: 'button', class: 'gm-callout', tabindex: -1, dir: data.direction, 'aria-label': spoken.filter(Boolean).join(', '), on: { click: all } },
    make('span', { class: 'gm-name' }, quoted(place, 'b'), ...kinds),
    ...notes.map((words) => quoted(words, 'span', 'gm-also')),
    ...lines,
  );
  // a new one is not seen before it has a seat
  callout.classList.add('gm-crowded');
  const ring = radii.length ? 2 * radii[0] + RING_EDGE : 0;
  return { spot, element: make('div', { class: 'gm-stack' }, callout), row, callout, ring, markers: [], sizes: {}, leader: null, named: true };
}

/** At which other places the same is reported: a number that stands on two areas is one number. */
const alsoWords = ([layer, index]) => text(layer.also ? layer.also[index] : -1);

function alsoAt(mark) {
  const words = alsoWords(mark);
  return words ? quoted(words, 'span', 'gm-also') : null;
}

const isDashed = (layer, index) => Boolean(layer.dashed && layer.dashed[index]);

/** Radii of circles round one spot, largest first, told apart where the numbers are nearly equal. */
function ringRadii(sorted) {
  const radii = sorted.map(([layer, index]) => layer.size[index]);
  for (let i = radii.length - 2; i >= 0; i--) radii[i] = Math.max(radii[i], radii[i + 1] + 3.5);
  return radii;
}

const RING_EDGE = 4; // pixels of a circle's picture beyond twice its radius

/** One number's circle; a pointer's target only, since the callout beside it says the same to the keyboard. */
function circle(layer, index, r, open) {
  const entry = layer.legend[layer.entry[index]];
  const none = entry.fill === 'none';
  const ring = makeSvg(
    'svg',
    { width: 2 * r + RING_EDGE, height: 2 * r + RING_EDGE, viewBox: `${-r - 2} ${-r - 2} ${2 * r + RING_EDGE} ${2 * r + RING_EDGE}`, class: 'gm-circle', 'aria-hidden': 'true' },
    makeSvg('circle', { r, class: 'gm-ring-casing' }),
    makeSvg('circle', {
      r,
      class: none ? 'gm-ring' : 'gm-disk',
      stroke: visible(entry.colour),
      fill: none ? '#fff' : visible(entry.colour),
      'stroke-dasharray': isDashed(layer, index) ? '5 3' : null,
    }),
  );
  ring.addEventListener('click', open);
  return ring;
}

const GAPS = [3, 22, 48];
const NEAR_GAPS = [3, 22]; // among many marks a longer line to a callout would not be followed
const WORLD_ZOOM = 3.5; // below it places of one war are close together, and long lines would cross
const SMALL = 500; // pixels of a map's width below which callouts say less

/** Where a callout may stand around its spot, nearest first: below, above, beside, then farther off. */
function seats(row, callout, gaps) {
  const found = [];
  for (const gap of gaps) {
    const down = row.height / 2 + callout.height / 2 + gap;
    const side = row.width / 2 + callout.width / 2 + gap + 3;
    const slant = 0.75 * callout.width;
    found.push([0, down], [0, -down], [side, 0], [-side, 0], [slant, down], [-slant, down], [slant, -down], [-slant, -down]);
    found.push([side, down], [-side, down], [side, -down], [-side, -down]);
  }
  return found;
}

/** Seats all callouts off each other and off what is drawn; gives the boxes taken, in container pixels. */
function placeStacks(stacks, map, obstacles) {
  const frame = map.getSize();
  const shrink = Math.max(0.6, Math.min(1, map.getZoom() / 5)).toFixed(2);
  map.getContainer().style.setProperty('--gm-shrink', shrink);
  const inside = (stack, by) => {
    const { x, y } = stack.point;
    return x >= -by && y >= -by && x <= frame.x + by && y <= frame.y + by;
  };
  for (const stack of stacks) {
    stack.point = map.latLngToContainerPoint([data.spots.lat[stack.spot], data.spots.lon[stack.spot]]);
    stack.size = { width: stack.ring * shrink, height: stack.ring * shrink };
  }
  const near = stacks.filter((stack) => inside(stack, 50));
  const sizes = new CalloutSizes(near, frame.x);
  sizes.read(near, '');
  const taken = controlBoxes(map);
  for (const stack of stacks) {
    if (stack.size.width) taken.push(boxAround(stack.point.x, stack.point.y, stack.size.width, stack.size.height));
  }
  const small = frame.x < SMALL;
  // the first seat that is free: said in full, then in brief where the map is full, then without a name
  const brief = ['gm-brief', small || map.getZoom() < WORLD_ZOOM ? NEAR_GAPS : GAPS];
  const full = ['', NEAR_GAPS, obstacles];
  const ways = crowds.many ? [full] : small ? [[...brief, obstacles]] : [full, [...brief, obstacles], [...brief, []]];
  for (const stack of stacks) {
    const { x, y } = stack.point;
    stack.leader = null;
    stack.named = true;
    if (!inside(stack, 50)) {
      look(stack, 'gm-crowded');
      continue;
    }
    let box = null;
    for (const [name, gaps, off] of ways) box = box || seated(stack, name, sizes, gaps, frame, [taken, off]);
    if (box) {
      taken.push(box);
      continue;
    }
    // circles stand alone until the reader zooms in; an area has nothing else, so that its signs stay
    stack.named = false;
    if (stack.size.width || !inside(stack, 0)) {
      look(stack, 'gm-crowded');
      continue;
    }
    box = seated(stack, 'gm-sign', sizes, NEAR_GAPS, frame, [taken]);
    if (!box) look(stack, 'gm-sign');
    if (!box) seat(stack, [0, 0], { width: 0, height: 0 });
    taken.push(box || boxAround(x, y, 24, 24));
  }
  return taken;
}

/** Puts a callout on its nearest seat that is inside the frame and free; gives the box it takes, or null. */
function seated(stack, name, sizes, gaps, frame, obstacles) {
  const { x, y } = stack.point;
  const callout = sizes.of(stack, name);
  const places = stack.size.width ? seats(stack.size, callout, gaps) : [[0, 0], ...seats({ width: 6, height: 6 }, callout, gaps)];
  for (const [dx, dy] of places) {
    const box = boxAround(x + dx, y + dy, callout.width + 4, callout.height + 4);
    const inside = box[0] >= 0 && box[1] >= 0 && box[2] <= frame.x && box[3] <= frame.y;
    if (!inside || obstacles.some((boxes) => boxes.some((other) => overlaps(box, other)))) continue;
    look(stack, name);
    seat(stack, [dx, dy], callout);
    return box;
  }
  return null;
}

const LOOKS = ['gm-brief', 'gm-sign', 'gm-crowded'];

/** How much a callout says. */
function look(stack, name) {
  for (const each of LOOKS) stack.callout.classList.toggle(each, each === name);
}

/** What the map's own buttons, scale and credits cover. */
function controlBoxes(map) {
  const frame = map.getContainer().getBoundingClientRect();
  return [...map.getContainer().querySelectorAll('.leaflet-control')].map((control) => {
    const { left, top, right, bottom } = control.getBoundingClientRect();
    return [left - frame.left, top - frame.top, right - frame.left, bottom - frame.top];
  });
}

/** Puts the callout where it was given a seat; `leader` is a line from its spot, in container pixels, if it is far. */
function seat(stack, [dx, dy], callout) {
  stack.callout.style.left = `${dx}px`;
  stack.callout.style.top = `${dy}px`;
  const gapX = Math.abs(dx) - (stack.size.width + callout.width) / 2;
  const gapY = Math.abs(dy) - (stack.size.height + callout.height) / 2;
  const reach = Math.hypot(dx, dy) || 1;
  const radius = stack.size.width / 2;
  const { x, y } = stack.point;
  const far = Math.max(gapX, gapY) > 14;
  stack.leader = far ? [x + (dx / reach) * radius, y + (dy / reach) * radius, x + dx, y + dy] : null;
}

/** Sizes of callouts by how much they say: read from the page for many at once, and kept as long as the map is as wide. */
class CalloutSizes {
  constructor(stacks, wide) {
    this.stacks = stacks;
    this.wide = wide;
  }

  of(stack, name) {
    const key = `${name} ${this.wide}`;
    // those before it have their look already
    if (!stack.sizes[key]) this.read(this.stacks.slice(this.stacks.indexOf(stack)), name);
    return stack.sizes[key];
  }

  read(stacks, name) {
    const key = `${name} ${this.wide}`;
    const unread = stacks.filter(({ sizes }) => !sizes[key]);
    unread.forEach((stack) => look(stack, name));
    for (const { callout, sizes } of unread) {
      const { width, height } = callout.getBoundingClientRect();
      sizes[key] = { width, height };
    }
  }
}

const boxAround = (x, y, width, height) => [x - width / 2, y - height / 2, x + width / 2, y + height / 2];
const overlaps = (a, b) => a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1];
