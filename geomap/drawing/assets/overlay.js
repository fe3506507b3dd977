// Areas, discs of uncertainty and arrows: few, and drawn as SVG so that each can be clicked and focused.

const AREA_GRID = 1000;

/** Rings and open lines of an area; worked out when first asked for. */
function areaPaths(layer, index) {
  if (!layer.paths) layer.paths = [];
  if (!layer.paths[index]) layer.paths[index] = readArea(layer, index);
  return layer.paths[index];
}

const readArea = (layer, index) => (layer.outline[index] ? decode(layer.outline[index], layer.grid || AREA_GRID) : [[discPath(layer, index)], []]);

/** The circle round a spot that holds every point within the area's radius. */
function discPath(layer, index) {
  const [lon, lat] = [data.spots.lon[layer.spot[index]], data.spots.lat[layer.spot[index]]];
  const angle = layer.radius[index] / 6371;
  const phi = (lat * Math.PI) / 180;
  const points = new Float64Array(96);
  const box = [9, 9, -9, -9];
  for (let i = 0; i < 96; i += 2) {
    const bearing = (i * Math.PI) / 48;
    const sine = Math.sin(phi) * Math.cos(angle) + Math.cos(phi) * Math.sin(angle) * Math.cos(bearing);
    const east = Math.atan2(Math.sin(bearing) * Math.sin(angle) * Math.cos(phi), Math.cos(angle) - Math.sin(phi) * sine);
    const x = (points[i] = mercatorX(lon + (east * 180) / Math.PI));
    const y = (points[i + 1] = mercatorY((Math.asin(sine) * 180) / Math.PI));
    box[0] = Math.min(box[0], x);
    box[1] = Math.min(box[1], y);
    box[2] = Math.max(box[2], x);
    box[3] = Math.max(box[3], y);
  }
  return { points, box };
}

function patterns() {
  const definitions = makeSvg('defs');
  const colours = new Set();
  for (const layer of data.layers) for (const entry of layer.legend) if (layer.mark === 'area') colours.add(entry);
  for (const entry of colours) definitions.append(pattern(entry, false), pattern(entry, true));
  return definitions;
}

const patternName = (entry, dashed = false) => `gm-${entry.fill}-${entry.colour.slice(1)}${dashed ? '-dashed' : ''}`;

/** The filling of an area; of what is dashed its lines are broken and its dots are hollow. */
function pattern(entry, dashed) {
  const colour = visible(entry.colour);
  const common = { id: patternName(entry, dashed), patternUnits: 'userSpaceOnUse' };
  if (entry.fill === 'hatch') {
    return makeSvg(
      'pattern',
      { ...common, width: 7, height: 7, patternTransform: 'rotate(45)' },
      makeSvg('rect', { width: 7, height: 7, fill: colour, 'fill-opacity': dashed ? 0.04 : 0.1 }),
      makeSvg('path', { d: dashed ? 'M0 0V3.5' : 'M0 0V7', stroke: colour, 'stroke-width': 2, 'stroke-opacity': 0.5 }),
    );
  }
  return makeSvg(
    'pattern',
    { ...common, width: 8, height: 8 },
    makeSvg('rect', { width: 8, height: 8, fill: colour, 'fill-opacity': dashed ? 0.03 : 0.06 }),
    makeSvg('circle', { cx: 3, cy: 3, r: dashed ? 1.3 : 0.8, ...(dashed ? { fill: 'none', stroke: colour, 'stroke-width': 0.7, 'stroke-opacity': 0.35 } : { fill: colour, 'fill-opacity': 0.4 }) }),
  );
}

function paintOverlay(svg, view) {
  svg.textContent = '';
  svg.append(patterns());
  for (const layer of data.layers) {
    if (layer.mark === 'area' && !layer.crowded) paintAreas(svg, layer, view);
    if (layer.mark === 'arrow') paintArrows(svg, layer, view);
    if (layer.disc) paintDiscs(svg, layer, view);
  }
}

function paintAreas(svg, layer, view) {
  for (let index = 0; index < layer.row.length; index++) {
    if (!shown(layer, index)) continue;
    const entry = layer.legend[layer.entry[index]];
    const [rings, open] = areaPaths(layer, index);
    const dashed = isDashed(layer, index);
    const shape = { stroke: visible(entry.colour), 'stroke-dasharray': dashed ? '6 4' : null, fill: 'none' };
    const d = turns(view).map((turn) => outlineD(rings, view, turn, 'fill')).join('');
    const line = turns(view).map((turn) => outlineD(open, view, turn, 'line')).join('');
    const parts = [];
    if (d) {
      // the basemap draws the borders of countries
      const bordered = !isOwn(layer) && !dashed && value(layer.records, 'precision', layer.row[index]) === 'country';
      const edge = bordered ? '' : turns(view).map((turn) => outlineD(rings, view, turn, 'edge')).join('');
      parts.push(makeSvg('path', { class: 'gm-area', d, 'fill-rule': 'evenodd', ...fillOf(entry, dashed) }));
      parts.push(makeSvg('path', { ...shape, class: `gm-edge${dashed ? ' gm-unsure' : ''}`, d: edge }));
    }
    if (line) {
      const width = layer.size ? layer.size[index] : null;
      parts.push(makeSvg('path', { class: 'gm-casing', d: line, 'stroke-width': (width || 4) + 2.5 }));
      parts.push(makeSvg('path', { ...shape, class: `gm-area gm-front${isOwn(layer) ? ' gm-own' : ''}`, d: line, 'stroke-width': width }));
    }
    const clicked = (event) => geomap.open([[layer, index]], event);
    if (parts.length) svg.append(makeSvg('g', { class: 'gm-shape', on: { click: clicked } }, ...parts));
  }
}

function fillOf(entry, dashed) {
  if (entry.fill === 'none') return { fill: 'none' };
  if (entry.fill === 'plain') return { class: 'gm-area gm-plain', fill: visible(entry.colour) };
  return { fill: `url(#${patternName(entry, dashed)})` };
}

/** Path data of rings to `fill`, of their `edge` without the cut along the antimeridian, or of open `line`s. */
function outlineD(paths, view, turn, kind) {
  const parts = [];
  for (const { points, box } of paths) {
    const here = { west: view.west - turn, east: view.east - turn, north: view.north, south: view.south };
    if (!seen(box, here)) continue;
    const cut = (i, before) => kind === 'edge' && points[i] === points[before] && points[i] % 1 === 0;
    for (let i = 0; i < points.length; i += 2) {
      const x = (points[i] + turn) * view.scale - view.left;
      const y = points[i + 1] * view.scale - view.top;
      parts.push(i && !cut(i, i - 2) ? 'L' : 'M', x.toFixed(1), ' ', y.toFixed(1));
    }
    if (kind === 'fill') parts.push('Z');
    if (kind === 'edge' && !cut(0, points.length - 2)) {
      const x = (points[0] + turn) * view.scale - view.left;
      parts.push('L', x.toFixed(1), ' ', (points[1] * view.scale - view.top).toFixed(1));
    }
  }
  return parts.join('');
}

/** Circles of true radius: Web Mercator enlarges by the secant of the latitude, here of the middle. */
function paintDiscs(svg, layer, view) {
  const done = new Set();
  for (let index = 0; index < layer.row.length; index++) {
    const spot = layer.spot[index];
    const km = data.spots.disc[spot];
    if (!km || done.has(spot) || !shown(layer, index) || isCrowded(spot)) continue;
    done.add(spot);
    const lat = data.spots.lat[spot];
    const r = (km / 40030 / Math.cos((lat * Math.PI) / 180)) * view.scale;
    const cy = mercatorY(lat) * view.scale - view.top;
    if (r < 9) continue;
    for (const turn of turns(view)) {
      const cx = (mercatorX(data.spots.lon[spot]) + turn) * view.scale - view.left;
      if (cx + r < 0 || cx - r > view.width || cy + r < 0 || cy - r > view.height) continue;
      svg.append(makeSvg('circle', { class: 'gm-disc', cx: cx.toFixed(1), cy: cy.toFixed(1), r: r.toFixed(1) }));
    }
  }
}

/** Arrows bend to their right, stop short of what stands at their ends and carry a label in the middle. */
function paintArrows(svg, layer, view) {
  layer.middles = [];
  layer.body = [];
  for (let index = 0; index < layer.row.length; index++) {
    if (!shown(layer, index)) continue;
    for (const turn of turns(view)) paintArrow(svg, layer, index, arrowCurve(layer.ends[index], view, turn));
  }
}

function paintArrow(svg, layer, index, curve) {
  if (!curve) return;
  const entry = layer.legend[layer.entry[index]];
  const width = layer.size[index];
  const { d, head } = arrowPath(curve, width);
  const colour = visible(entry.colour);
  const dashes = layer.dashed[index] ? `${2.4 * width} ${1.5 * width}` : null;
  const open = (event) => geomap.open([[layer, index]], event);
  const group = makeSvg('g', {
    class: 'gm-arrow',
    tabindex: -1,
    role: 'button',
    'aria-label': arrowName(layer, index),
    on: { click: open, keydown: (event) => (event.key === 'Enter' || event.key === ' ') && open(event) },
  });
  group.append(
    makeSvg('path', { d, class: 'gm-casing', 'stroke-width': width + 3.5 }),
    makeSvg('path', { d: head, class: 'gm-casing', 'stroke-width': 3.5 }),
    makeSvg('path', { d, class: 'gm-shaft', stroke: colour, 'stroke-width': width, 'stroke-dasharray': dashes }),
    makeSvg('path', { d: head, fill: colour }),
  );
  svg.append(group);
  layer.middles.push({ index, seats: arrowSeats(curve, width) });
  for (let t = curve.from; t <= curve.to; t += 0.02) layer.body.push(boxAround(...curve.at(t), 2 * width, 2 * width));
}

function arrowName(layer, index) {
  const row = layer.row[index];
  const parts = [value(layer.records, 'origin', row), '→', value(layer.records, 'destination', row)];
  return `${parts.join(' ')} ${text(layer.label[index])}`.trim();
}

/** The bend of an arrow on one turn round the earth; null where it is too short or out of view. */
function arrowCurve(ends, view, turn) {
  const [ax, ay, bx, by] = [
    (mercatorX(ends[0]) + turn) * view.scale - view.left,
    mercatorY(ends[1]) * view.scale - view.top,
    (mercatorX(ends[2]) + turn) * view.scale - view.left,
    mercatorY(ends[3]) * view.scale - view.top,
  ];
  const length = Math.hypot(bx - ax, by - ay);
  if (length < 24 || Math.max(ax, bx) < 0 || Math.min(ax, bx) > view.width) return null;
  const bend = 0.16 * (bx < ax ? -1 : 1);
  const cx = (ax + bx) / 2 + (by - ay) * bend;
  const cy = (ay + by) / 2 - (bx - ax) * bend;
  const at = (t) => [
    (1 - t) * (1 - t) * ax + 2 * t * (1 - t) * cx + t * t * bx,
    (1 - t) * (1 - t) * ay + 2 * t * (1 - t) * cy + t * t * by,
  ];
  const gap = Math.min(0.3, 26 / length);
  return { at, from: Math.min(0.12, 10 / length), to: 1 - gap };
}

/** Places beside an arrow where its label may stand, the outer side of the bend first. */
function arrowSeats(curve, width) {
  const seats = [];
  for (const away of [13, 22, 32, 46, 62, 80]) {
    for (const t of [0.5, 0.4, 0.6, 0.3, 0.7]) {
      const [x, y] = curve.at(t);
      const tangent = [curve.at(t + 0.02)[0] - curve.at(t - 0.02)[0], curve.at(t + 0.02)[1] - curve.at(t - 0.02)[1]];
      const reach = Math.hypot(...tangent) || 1;
      const up = tangent[0] < 0 ? 1 : -1;
      for (const side of [1, -1]) {
        const off = (side * up * (away + width)) / reach;
        seats.push([x + tangent[1] * off, y - tangent[0] * off]);
      }
    }
  }
  return seats;
}

function arrowPath(curve, width) {
  const tip = curve.at(curve.to);
  const size = 6 + width * 1.7;
  const step = Math.min(0.005, size / (6 * Math.hypot(curve.at(1)[0] - curve.at(0)[0], curve.at(1)[1] - curve.at(0)[1])));
  let end = curve.to;
  const farEnough = () => Math.hypot(curve.at(end)[0] - tip[0], curve.at(end)[1] - tip[1]) >= size;
  while (end > curve.from + 0.02 && !farEnough()) end -= step;
  const points = [];
  for (let i = 0; i <= 40; i++) points.push(curve.at(curve.from + ((end - curve.from) * i) / 40));
  const base = points[points.length - 1];
  const [dx, dy] = [(tip[0] - base[0]) / size, (tip[1] - base[1]) / size];
  const half = size * 0.5;
  const format = ([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`;
  const corners = [tip, [base[0] - dy * half, base[1] + dx * half], [base[0] + dy * half, base[1] - dx * half]];
  return { d: `M${points.map(format).join('L')}`, head: `M${corners.map(format).join('L')}Z` };
}
