// What is shown as a file: GeoJSON as RFC 7946 wants it, or a table that no spreadsheet runs as a formula.

const LAYER_OF = { events: 'event', figures: 'figure', movements: 'movement', places: 'place' };
const INSIDE = new Set(['document', 'paragraph', 'sentence_from', 'quote_from', 'quote_to', 'sentence_to']);
const SOURCE_COLUMNS = ['title', 'publisher', 'published', 'url'];

/** Rows with a mark that the filters leave: [table, row, marks], each once, in order of table and row. */
function shownRows() {
  const found = new Map();
  for (const layer of data.layers) {
    if (!LAYER_OF[layer.records]) continue;
    for (let index = 0; index < layer.row.length; index++) {
      if (!shown(layer, index)) continue;
      const key = `${layer.records}:${layer.row[index]}`;
      if (!found.has(key)) found.set(key, [layer.records, layer.row[index], []]);
      found.get(key)[2].push([layer, index]);
    }
  }
  const order = Object.keys(LAYER_OF);
  return [...found.values()].sort((a, b) => order.indexOf(a[0]) - order.indexOf(b[0]) || a[1] - b[1]);
}

/** A row's columns by the names that geomap's own files give them, as far as the page holds them. */
function properties(table, row) {
  const found = { layer: LAYER_OF[table] };
  for (const name in data.tables[table].columns) if (!INSIDE.has(name)) found[name] = value(table, name, row);
  const { quote } = passage(table, row);
  if (quote) found.quote = quote;
  const source = sourceOf(table, row);
  if (source >= 0) for (const name of SOURCE_COLUMNS) found[name] = text(data.sources[name][source]) || null;
  return found;
}

const wrapped = (lon) => Math.round((((((lon + 180) % 360) + 360) % 360) - 180) * 1e5) / 1e5;

function pointOf([layer, index]) {
  const spot = layer.spot[index];
  return [wrapped(data.spots.lon[spot]), data.spots.lat[spot]];
}

function geometryOf(marks) {
  const [layer, index] = marks[0];
  if (layer.ends) return lineGeometry(layer.ends[index]);
  const spots = [...new Set(marks.filter(([each]) => each.spot).map(([each, i]) => each.spot[i]))];
  const areas = spots.every((spot) => data.spots.area[spot]) ? spots.map(outlineOf).filter(Boolean) : [];
  if (areas.length === 1) return areas[0];
  if (areas.length) return { type: 'MultiPolygon', coordinates: areas.filter(({ type }) => type === 'MultiPolygon').flatMap(({ coordinates }) => coordinates) };
  const places = [...new Map(marks.filter(([each]) => each.spot).map((mark) => [String(pointOf(mark)), pointOf(mark)])).values()];
  return places.length > 1 ? { type: 'MultiPoint', coordinates: places } : { type: 'Point', coordinates: places[0] };
}

/** A line that is cut where it crosses the antimeridian. */
function lineGeometry([west, south, east, north]) {
  const turn = (lon) => Math.floor((lon + 180) / 360);
  if (turn(west) === turn(east)) return { type: 'LineString', coordinates: [[wrapped(west), south], [wrapped(east), north]] };
  const edge = 360 * Math.max(turn(west), turn(east)) - 180;
  const lat = Math.round((south + ((north - south) * (edge - west)) / (east - west)) * 1e5) / 1e5;
  const side = west < edge ? 180 : -180;
  return { type: 'MultiLineString', coordinates: [[[wrapped(west), south], [side, lat]], [[-side, lat], [wrapped(east), north]]] };
}

const outlines = new Map();

/** The outline of an area as the page draws it (simplified), if some layer does; many rows share one. */
function outlineOf(spot) {
  if (!outlines.has(spot)) outlines.set(spot, drawnOutline(spot));
  return outlines.get(spot);
}

function drawnOutline(spot) {
  for (const layer of data.layers) {
    if (layer.mark !== 'area' || layer.records !== 'areas') continue;
    const index = layer.spot.indexOf(spot);
    if (index < 0) continue;
    const [rings, open] = areaPaths(layer, index);
    const back = ({ points }) => {
      const found = [];
      for (let i = 0; i < points.length; i += 2) found.push([(points[i] - 0.5) * 360, Math.round(latitude(points[i + 1]) * 1e5) / 1e5]);
      const shift = Math.floor((Math.min(...found.map(([lon]) => lon)) + 180) / 360) * 360;
      return found.map(([lon, lat]) => [Math.round((lon - shift) * 1e5) / 1e5, lat]);
    };
    if (rings.length) return polygons(rings.map(back));
    if (open.length) return { type: 'MultiLineString', coordinates: open.map(back) };
  }
  return null;
}

/** Rings as polygons with their holes: outer rings run anticlockwise, holes clockwise. */
function polygons(rings) {
  const area = (ring) => ring.reduce((sum, [x, y], i) => {
    const [nextX, nextY] = ring[(i + 1) % ring.length];
    return sum + (x * nextY - nextX * y) / 2;
  }, 0);
  const closed = (ring) => (String(ring[0]) === String(ring[ring.length - 1]) ? ring : [...ring, ring[0]]);
  const turned = (ring, left) => closed(area(ring) > 0 === left ? ring : [...ring].reverse());
  const within = ([x, y], ring) => {
    let inside = false;
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [[ax, ay], [bx, by]] = [ring[i], ring[j]];
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
    }
    return inside;
  };
  const found = [];
  for (const ring of [...rings].sort((a, b) => Math.abs(area(b)) - Math.abs(area(a)))) {
    if (ring.length < 3 || area(ring) === 0) continue;
    const outer = found.filter(([each]) => within(ring[0], each)).pop();
    if (outer && !outer.slice(1).some((hole) => within(ring[0], hole))) outer.push(turned(ring, false));
    else found.push([turned(ring, true)]);
  }
  return { type: 'MultiPolygon', coordinates: found };
}

function asGeojson() {
  const features = shownRows().map(([table, row, marks], at) => {
    const found = properties(table, row);
    return { type: 'Feature', id: `${found.layer}/${found.id === undefined ? at : found.id}`, geometry: geometryOf(marks), properties: found };
  });
  const lines = features.map((feature) => JSON.stringify(feature)).join(',\n');
  return `{"type":"FeatureCollection","features":[\n${lines}\n]}\n`;
}

/** Comma-separated values; text that a spreadsheet would run as a formula gets an apostrophe before it. */
function asCsv() {
  const rows = shownRows().map(([table, row, marks]) => {
    const { type, coordinates } = geometryOf(marks);
    const [lon, lat] = type === 'Point' ? coordinates : marks[0][0].spot ? pointOf(marks[0]) : [null, null];
    return { ...properties(table, row), lon, lat };
  });
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cell = (found) => {
    if (found === null || found === undefined) return '';
    if (typeof found === 'number') return String(found);
    const safe = /^[\s]*[=+\-@\t\r]/.test(found) ? `'${found}` : found;
    return /[",\r\n]/.test(safe) ? `"${safe.split('"').join('""')}"` : safe;
  };
  return `\ufeff${[names, ...rows.map((row) => names.map((name) => row[name]))].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}

/** Hands a file to the reader; nothing leaves the page. */
function save(name, content, type) {
  const blob = content instanceof Blob ? content : new Blob([content], { type });
  const address = URL.createObjectURL(blob);
  const anchor = make('a', { href: address, download: name });
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

/** A file name made of the map's title. */
function fileName(suffix) {
  const plain = text(data.title).normalize('NFKD').replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-+|-+$/g, '').slice(0, 60);
  return `${plain || 'map'}.${suffix}`;
}
