// Where rows are, as GeoJSON wants it.

const wrapped = (lon) => Math.round((((((lon + 180) % 360) + 360) % 360) - 180) * 1e5) / 1e5;

function pointOf([layer, index]) {
  const spot = layer.spot[index];
  return [wrapped(data.spots.lon[spot]), data.spots.lat[spot]];
}

/** Where a row's marks stand, as GeoJSON. */
function geometryText(marks, outlines) {
  const [layer, index] = marks[0];
  if (layer.ends) return JSON.stringify(lineGeometry(layer.ends[index]));
  const spots = [...new Set(marks.filter(([each]) => each.spot).map(([each, i]) => each.spot[i]))];
  const areas = spots.every((spot) => data.spots.area[spot]) ? spots.map((spot) => outlines.of(spot)).filter(Boolean) : [];
  if (areas.length === 1) return areas[0];
  if (areas.length) return JSON.stringify(together(areas.map((area) => JSON.parse(area))));
  const places = pointsOf(marks);
  return places.length > 1 ? `{"type":"MultiPoint","coordinates":[${places.join()}]}` : `{"type":"Point","coordinates":${places[0]}}`;
}

/** Several areas as one. */
const together = (areas) => ({
  type: 'MultiPolygon',
  coordinates: areas.filter(({ type }) => type === 'MultiPolygon').flatMap(({ coordinates }) => coordinates),
});

/** The places of marks, each once, as text. */
function pointsOf(marks) {
  const texts = marks.filter(([layer]) => layer.spot).map((mark) => `[${pointOf(mark)}]`);
  return texts.length > 1 ? [...new Set(texts)] : texts;
}

/** The one point that a table gives for a row, or nulls for a line. */
function cellsOfPoint(marks) {
  return marks[0][0].spot ? pointOf(marks[0]) : [null, null];
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

/** The outlines of areas as the page draws them (simplified), as text by spot; kept while a file is written. */
class Outlines {
  constructor() {
    this.layers = data.layers
      .filter((layer) => layer.mark === 'area' && layer.records === 'areas' && layer.spot)
      .map((layer) => {
        const of = new Map();
        for (let index = layer.spot.length - 1; index >= 0; index--) of.set(layer.spot[index], index);
        return [layer, of];
      });
    this.texts = new Map();
  }

  /** '' where no layer draws the spot as an area. */
  of(spot) {
    if (!this.texts.has(spot)) this.texts.set(spot, this.drawn(spot));
    return this.texts.get(spot);
  }

  drawn(spot) {
    for (const [layer, of] of this.layers) {
      const index = of.get(spot);
      if (index === undefined) continue;
      const [rings, open] = readArea(layer, index);
      if (rings.length) return JSON.stringify(polygons(rings.map(degrees)));
      if (open.length) return JSON.stringify({ type: 'MultiLineString', coordinates: open.map(degrees) });
    }
    return '';
  }
}

/** A path's points as [lon, lat]. */
function degrees({ points }) {
  const found = [];
  for (let i = 0; i < points.length; i += 2) found.push([(points[i] - 0.5) * 360, Math.round(latitude(points[i + 1]) * 1e5) / 1e5]);
  const shift = Math.floor((Math.min(...found.map(([lon]) => lon)) + 180) / 360) * 360;
  return found.map(([lon, lat]) => [Math.round((lon - shift) * 1e5) / 1e5, lat]);
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
