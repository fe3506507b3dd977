// Where marks stand too close to be told apart they are drawn as one ring that counts them by kind.
//
// Cells of a grid that is fixed to the earth hold the spots in view; a cell with more than a few becomes a crowd.
// With few marks on the map only glyphs gather; with many also circles of numbers and what stands on areas.

const CELL = 64;
const APART = 3;
const MOST_STACKS = 120;
const MANY_STACKS = 150;
const MOST_AREAS = 60;
const crowds = { list: [], of: null, many: false, areasOff: 0, kinds: [], counts: null, index: null };

/** What is worked out once: where spots are, and which marks stand on each, topmost layer first. */
function indexSpots() {
  const n = data.spots.lon.length;
  const layers = [...data.layers].reverse().filter((layer) => layer.spot && (layer.mark === 'glyph' || layer.mark === 'circle'));
  const start = new Int32Array(n + 1);
  for (const { spot } of layers) for (let i = 0; i < spot.length; i++) start[spot[i] + 1]++;
  for (let spot = 0; spot < n; spot++) start[spot + 1] += start[spot];
  const next = start.slice(0, n);
  const layerAt = new Uint8Array(start[n]);
  const markAt = new Int32Array(start[n]);
  layers.forEach(({ spot }, number) => {
    for (let i = 0; i < spot.length; i++) {
      const at = next[spot[i]]++;
      layerAt[at] = number;
      markAt[at] = i;
    }
  });
  crowds.index = {
    n,
    layers,
    start,
    layerAt,
    markAt,
    x: data.spots.x,
    y: data.spots.y,
    first: [],
  };
  crowds.kinds = layers.flatMap((layer, number) => {
    crowds.index.first[number] = layers.slice(0, number).reduce((sum, each) => sum + each.legend.length, 0);
    return layer.legend.map((entry, at) => ({ layer, entry, at, glyph: layer.mark === 'glyph' }));
  });
  crowds.glyphs = new Int32Array(n);
  crowds.circles = new Int32Array(n);
  crowds.of = new Int32Array(n);
}

/** Counts the shown marks of each spot; to be called when what is shown has changed. */
function countSpots() {
  const { glyphs, circles, index } = crowds;
  glyphs.fill(0);
  circles.fill(0);
  for (const layer of index.layers) {
    const counts = layer.mark === 'glyph' ? glyphs : circles;
    const { spot, visible: on } = layer;
    for (let i = 0; i < spot.length; i++) counts[spot[i]] += on[i];
  }
  crowds.stacks = [];
  for (let spot = 0; spot < index.n; spot++) if (isStack(spot)) crowds.stacks.push(spot);
  crowds.many = crowds.stacks.length > MANY_STACKS;
}

/** Whether a spot is drawn with circles or a callout of its own. */
const isStack = (spot) => crowds.circles[spot] > 0 || (data.spots.area[spot] && crowds.glyphs[spot] > 0);

/** Whether a spot's marks can be part of a crowd. */
const gathers = (spot) => (crowds.many ? crowds.glyphs[spot] + crowds.circles[spot] > 0 : crowds.glyphs[spot] > 0 && !isStack(spot));

const isCrowded = (spot) => crowds.of[spot] >= 0;

/** Sorts the spots in view into cells and makes crowds of the full ones. */
function gatherCrowds(view) {
  const inView = spotsInView(view);
  let found = cellsOf(inView, view, APART);
  for (let most = APART - 1; found.stacks > MOST_STACKS && most >= 0; most--) found = cellsOf(inView, view, most);
  crowds.list = found.list;
  crowds.areasOff = 0;
  if (crowds.many) crowds.stacks = found.single;
  for (const layer of data.layers) {
    if (layer.mark !== 'area') continue;
    let areas = 0;
    for (let i = 0; i < layer.visible.length; i++) areas += layer.visible[i] & layer.inView[i];
    layer.crowded = crowds.many && areas > MOST_AREAS;
    if (layer.crowded) crowds.areasOff += areas;
  }
}

function spotsInView(view) {
  crowds.of.fill(-1);
  const here = spotsSeen(view);
  const found = [];
  for (let spot = 0; spot < here.length; spot++) if (here[spot] && (gathers(spot) || isStack(spot))) found.push(spot);
  return found;
}

/** Crowds of more than `most` spots a cell, and how many spots with a callout are left to stand alone. */
function cellsOf(spots, view, most) {
  const { x, y } = crowds.index;
  const scale = view.scale / CELL;
  const rows = Math.ceil(scale);
  const sizes = new Map();
  const cellOf = new Float64Array(spots.length);
  for (let i = 0; i < spots.length; i++) {
    const spot = spots[i];
    cellOf[i] = gathers(spot) ? Math.floor(x[spot] * scale) * rows + Math.floor(y[spot] * scale) : -1;
    if (cellOf[i] >= 0) sizes.set(cellOf[i], (sizes.get(cellOf[i]) || 0) + 1);
  }
  const list = [];
  const numbers = new Map();
  const single = [];
  for (let i = 0; i < spots.length; i++) {
    const spot = spots[i];
    const full = cellOf[i] >= 0 && sizes.get(cellOf[i]) > most;
    crowds.of[spot] = -1;
    if (!full) {
      if (isStack(spot)) single.push(spot);
      continue;
    }
    let number = numbers.get(cellOf[i]);
    if (number === undefined) {
      number = list.push(newCrowd(cellOf[i], rows, scale)) - 1;
      numbers.set(cellOf[i], number);
    }
    crowds.of[spot] = number;
    addToCrowd(list[number], spot);
  }
  list.forEach(settleCrowd);
  return { list, single, stacks: crowds.many ? single.length : 0 };
}

function newCrowd(cell, rows, scale) {
  return {
    middle: [(Math.floor(cell / rows) + 0.5) / scale, ((cell % rows) + 0.5) / scale],
    slack: 0.5 / scale,
    box: [9, 9, -9, -9],
    counts: new Int32Array(crowds.kinds.length),
    spots: [],
    x: 0,
    y: 0,
  };
}

function addToCrowd(crowd, spot) {
  const { x, y, start, layerAt, markAt, layers, first } = crowds.index;
  const left = x[spot];
  crowd.spots.push(spot);
  crowd.x += left;
  crowd.y += y[spot];
  crowd.box[0] = Math.min(crowd.box[0], left);
  crowd.box[1] = Math.min(crowd.box[1], y[spot]);
  crowd.box[2] = Math.max(crowd.box[2], left);
  crowd.box[3] = Math.max(crowd.box[3], y[spot]);
  for (let at = start[spot]; at < start[spot + 1]; at++) {
    const layer = layers[layerAt[at]];
    if (layer.visible[markAt[at]]) crowd.counts[first[layerAt[at]] + layer.entry[markAt[at]]]++;
  }
}

/** Counts and place of a crowd: the middle of its spots, as far inside its cell as its ring needs. */
function settleCrowd(crowd) {
  const sum = (glyph) => crowds.kinds.reduce((total, kind, k) => total + (kind.glyph === glyph ? crowd.counts[k] : 0), 0);
  crowd.events = sum(true);
  crowd.numbers = sum(false);
  crowd.radius = Math.min(CELL / 2 - 5, 8.5 + 6 * Math.log10(Math.max(1, crowd.events || crowd.numbers)));
  const room = crowd.slack * (1 - (2 * crowd.radius) / CELL);
  const inside = (mean, middle) => Math.max(middle - room, Math.min(middle + room, mean));
  crowd.x = inside(crowd.x / crowd.spots.length, crowd.middle[0]);
  crowd.y = inside(crowd.y / crowd.spots.length, crowd.middle[1]);
}

/** The shown marks of a spot as [layer, index], topmost layer first. */
function shownAt(spot, kinds = ['glyph', 'circle']) {
  const { start, layerAt, markAt, layers } = crowds.index;
  const found = [];
  for (let at = start[spot]; at < start[spot + 1]; at++) {
    const layer = layers[layerAt[at]];
    if (layer.visible[markAt[at]] && kinds.includes(layer.mark)) found.push([layer, markAt[at]]);
  }
  return found;
}

/** A ring with a part for each kind and the number of events inside. */
function paintCrowd(context, crowd, x, y) {
  const { radius, counts } = crowd;
  const whole = crowd.events || crowd.numbers;
  context.beginPath();
  context.arc(x, y, radius + 1.5, 0, 2 * Math.PI);
  context.fillStyle = theme('paper');
  context.fill();
  context.lineWidth = 4.5;
  let from = -Math.PI / 2;
  crowds.kinds.forEach((kind, k) => {
    if (!counts[k] || kind.glyph !== crowd.events > 0) return;
    const to = from + (counts[k] / whole) * 2 * Math.PI;
    context.beginPath();
    context.arc(x, y, radius - 2.25, from, to);
    context.strokeStyle = visible(kind.entry.colour);
    context.stroke();
    from = to;
  });
  context.fillStyle = theme('text');
  context.fillText(compact(whole), x, y + 0.5);
}

const compacts = new Map();
function compact(n) {
  if (!compacts.has(n)) {
    const style = n < 1000 ? {} : { notation: 'compact', maximumFractionDigits: n < 10000 ? 1 : 0 };
    compacts.set(n, new Intl.NumberFormat(data.language, style).format(n));
  }
  return compacts.get(n);
}

/** What a crowd holds, in words: "1,204 events here, mostly Fighting", then its kinds with their counts. */
function crowdWords(crowd) {
  if (crowd.layer) return hexagonWords(crowd);
  const kinds = crowds.kinds
    .map((kind, k) => [crowd.counts[k], text(kind.entry.label), kind.glyph])
    .filter(([n]) => n)
    .sort((a, b) => b[0] - a[0]);
  const glyphs = kinds.filter(([, , glyph]) => glyph);
  const [most] = glyphs;
  const whole = crowd.events ? counted('events_here', crowd.events) : counted('reports_here', crowd.numbers);
  const mostly = most && glyphs.length > 1 && 2 * most[0] > crowd.events ? word('page.mostly', { label: most[1] }) : '';
  const parts = kinds.slice(0, 4).map(([n, label]) => `${label}: ${number(n)}`);
  return [whole, mostly, ...parts].filter(Boolean).join(', ');
}

const MOST_LISTED_MARKS = 200;

/** Zooms in until a crowd falls apart, or lists it where it cannot. */
function openCrowd(map, crowd, opener) {
  const [west, north, east, south] = crowd.box;
  const here = Math.max(east - west, south - north) * 256 * Math.pow(2, map.getMaxZoom());
  if (here < CELL || map.getZoom() >= map.getMaxZoom()) {
    const marks = crowd.marks || crowd.spots.flatMap((spot) => shownAt(spot)).slice(0, MOST_LISTED_MARKS);
    geomap.open(marks, null, crowd.spots[0], opener);
    return;
  }
  const turn = Math.round(map.getCenter().lng / 360 - (crowd.x - 0.5)) * 360;
  const corner = (x, y) => [latitude(y), (x - 0.5) * 360 + turn];
  const least = Math.min(map.getMaxZoom(), map.getZoom() + 1);
  const bounds = L.latLngBounds(corner(west, north), corner(east, south));
  map.setView(bounds.getCenter(), Math.max(least, Math.min(map.getBoundsZoom(bounds.pad(0.1)), map.getZoom() + 4)));
}
