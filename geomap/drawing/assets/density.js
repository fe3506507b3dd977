// Density: rows counted in hexagons that all cover the same ground, smaller with each step of the zoom.
//
// The hexagons are regular on Lambert's cylindrical equal-area projection with a latitude amid the data held true: near
// there they look regular on the map as well, nearer to the pole stretched, to the equator flat, of one area everywhere.

const HEX = 20; // pixels from a hexagon's middle to its corners, at whole zooms and the true latitude
const SHADES = [0.2, 0.36, 0.52, 0.68, 0.84];
const EARTH_KM = 6371;
const density = { grids: new Map(), counted: new Map(), hexagons: [], level: 0, keys: [] };

const densityLayers = () => data.layers.filter((layer) => layer.mark === 'density' && layer.row.length);

/** The grid of a whole zoom: its measures on a sphere of radius 1. */
function hexGrid(level) {
  if (!density.grids.has(level)) {
    const [, south, , north] = data.view;
    const cosine = (lat) => Math.cos((Math.min(70, Math.abs(lat)) * Math.PI) / 180);
    const flattest = south * north < 0 ? 1 : Math.max(cosine(south), cosine(north));
    // as much too flat at one end of the data as too tall at the other
    const held = Math.sqrt(flattest * Math.min(cosine(south), cosine(north)));
    const around = 2 * Math.PI * held;
    const columns = Math.max(3, Math.round((256 * Math.pow(2, level)) / (Math.sqrt(3) * HEX)));
    const width = around / columns;
    const radius = width / Math.sqrt(3);
    const area = 1.5 * Math.sqrt(3) * radius * radius * EARTH_KM * EARTH_KM;
    density.grids.set(level, { held, around, columns, width, radius, area });
  }
  return density.grids.get(level);
}

/** Column and row of the hexagon that holds a spot. */
function hexAt(grid, x, lat) {
  const { held, around, columns, width, radius } = grid;
  const across = x * around;
  const up = Math.sin((lat * Math.PI) / 180) / held;
  const below = Math.floor(up / (1.5 * radius));
  let best = null;
  for (const row of [below, below + 1]) {
    const shift = row & 1 ? width / 2 : 0;
    const column = Math.round((across - shift) / width);
    const apart = Math.hypot(column * width + shift - across, row * 1.5 * radius - up);
    if (!best || apart < best.apart) best = { apart, column: ((column % columns) + columns) % columns, row };
  }
  return best;
}

/** The corners of a hexagon in Web Mercator's unit square, and its middle first. */
function hexCorners({ held, around, width, radius }, column, row) {
  const across = column * width + (row & 1 ? width / 2 : 0);
  const up = row * 1.5 * radius;
  const point = (east, north) => {
    const sine = Math.max(-0.9962, Math.min(0.9962, (up + north) * held));
    return [(across + east) / around, mercatorY((Math.asin(sine) * 180) / Math.PI)];
  };
  const ring = [[0, 1], [0.5, 0.5], [0.5, -0.5], [0, -1], [-0.5, -0.5], [-0.5, 0.5]];
  return [point(0, 0), ...ring.map(([east, north]) => point(east * width, north * radius))];
}

/** The hexagons of a layer at a whole zoom, by column and row; kept until the filter changes. */
function countHexagons(layer, level) {
  const key = `${layer.id}:${level}`;
  if (density.counted.has(key)) return density.counted.get(key);
  const grid = hexGrid(level);
  const found = new Map();
  const of = new Map(); // spot to its hexagon
  const { x } = data.spots;
  for (let index = 0; index < layer.row.length; index++) {
    const spot = layer.spot[index];
    if (!layer.visible[index] || data.spots.area[spot]) continue;
    let hexagon = of.get(spot);
    if (!hexagon) {
      const { column, row } = hexAt(grid, x[spot], data.spots.lat[spot]);
      const at = `${column}:${row}`;
      if (!found.has(at)) found.set(at, { layer, at, grid, column, row, counts: new Int32Array(layer.legend.length), whole: 0, spots: [], box: [9, 9, -9, -9], marks: [] });
      hexagon = found.get(at);
      of.set(spot, hexagon);
      widen(hexagon, spot);
    }
    hexagon.counts[layer.entry[index]]++;
    hexagon.whole++;
    if (hexagon.marks.length < MOST_LISTED_MARKS) hexagon.marks.push([layer, index]);
  }
  const hexagons = [...found.values()];
  for (const hexagon of hexagons) {
    [[hexagon.x, hexagon.y], ...hexagon.corners] = hexCorners(grid, hexagon.column, hexagon.row);
  }
  const steps = densitySteps(Math.max(1, ...hexagons.map(({ whole }) => whole)));
  const made = { hexagons, steps };
  density.counted.set(key, made);
  return made;
}

function widen({ spots, box }, spot) {
  const [x, y] = [data.spots.x[spot], data.spots.y[spot]];
  spots.push(spot);
  box[0] = Math.min(box[0], x);
  box[1] = Math.min(box[1], y);
  box[2] = Math.max(box[2], x);
  box[3] = Math.max(box[3], y);
}

/** The least number of each shade, up to `most`: each number its own, or in equal proportions. */
function densitySteps(most) {
  const steps = SHADES.map((_, i) => (most <= SHADES.length ? i + 1 : Math.max(i + 1, Math.round(Math.pow(most, i / SHADES.length)))));
  return { least: steps.filter((step, i) => step <= most && step !== steps[i - 1]), most };
}

const shadeOf = ({ least }, n) => SHADES[least.filter((step) => step <= n).length - 1];

/** Fills the hexagons in view, under names and marks; what they count is written by `paintNumbers`. */
function paintHexagons(context, view) {
  context.clearRect(0, 0, view.width, view.height);
  density.hexagons = [];
  density.level = Math.floor(view.zoom + 1e-6);
  for (const layer of densityLayers()) {
    const { hexagons, steps } = countHexagons(layer, density.level);
    for (const turn of turns(view)) {
      const place = ([x, y]) => [(x + turn) * view.scale - view.left, y * view.scale - view.top];
      for (const hexagon of hexagons) {
        const corners = hexagon.corners.map(place);
        const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
        const box = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
        if (box[0] > view.width || box[2] < 0 || box[1] > view.height || box[3] < 0) continue;
        context.beginPath();
        corners.forEach(([x, y], i) => context[i ? 'lineTo' : 'moveTo'](x, y));
        context.closePath();
        context.globalAlpha = shadeOf(steps, hexagon.whole);
        context.fillStyle = visible(mostOf(hexagon).colour);
        context.fill();
        context.globalAlpha = 1;
        context.strokeStyle = theme('halo');
        context.lineWidth = 1;
        context.stroke();
        const [x, y] = place([hexagon.x, hexagon.y]);
        density.hexagons.push({ crowd: hexagon, x, y, half: 0.85 * Math.min(box[2] - box[0], box[3] - box[1]) / 2, box, under: true });
      }
    }
  }
}

const mostOf = ({ layer, counts }) => layer.legend[counts.indexOf(Math.max(...counts))];

/** Writes each hexagon's number where nothing else is drawn, and leaves it in `drawn` for clicks. */
function paintNumbers(drawn, context) {
  if (!density.hexagons.length) return;
  const others = drawn.all.map(({ box }) => box);
  context.font = '600 12px system-ui, sans-serif';
  context.textAlign = 'center';
  context.lineJoin = 'round';
  for (const each of density.hexagons) {
    const box = boxAround(each.x, each.y, 26, 14);
    drawn.add({ ...each, named: box });
    if (others.some((other) => overlaps(box, other))) continue;
    context.strokeStyle = theme('halo');
    context.lineWidth = 3;
    context.strokeText(compact(each.crowd.whole), each.x, each.y + 0.5);
    context.fillStyle = theme('ink');
    context.fillText(compact(each.crowd.whole), each.x, each.y + 0.5);
  }
}

/** What a hexagon holds, in words. */
function hexagonWords({ layer, counts, whole, grid }) {
  const kinds = layer.legend.map((entry, at) => [counts[at], text(entry.label)]).filter(([n]) => n).sort((a, b) => b[0] - a[0]);
  const parts = kinds.slice(0, 4).map(([n, label]) => `${label}: ${number(n)}`);
  return [counted('reports_here', whole), ...parts, word('page.hexagon', { area: roughly(grid.area) })].join(', ');
}

/** A number to two digits. */
const roughly = (value) => number(Number(value.toPrecision(2)));

/** The key to the shades of a layer, which follows zoom and filter. */
function densityKey(layer) {
  const box = make('div', { class: 'gm-density' });
  density.keys.push({ layer, box });
  return box;
}

function refreshDensityKeys() {
  for (const { layer, box } of density.keys) {
    const { steps } = countHexagons(layer, density.level);
    const shades = steps.least.map((from, i) => {
      const to = i + 1 < steps.least.length ? steps.least[i + 1] - 1 : steps.most;
      const words = to > from ? word('page.from_to', { from: number(from), to: number(to) }) : number(from);
      const shade = make('span', { class: 'gm-shade', style: `background:${visible(layer.legend[0].colour)};opacity:${SHADES[i]}` });
      return make('span', { class: 'gm-shade-key' }, shade, words);
    });
    const area = word('page.hexagon', { area: roughly(hexGrid(density.level).area) });
    box.replaceChildren(make('div', { class: 'gm-shades' }, ...shades), make('p', { class: 'gm-note' }, area));
  }
}
