// Reads the geometry that geomap/drawing/codec.py writes, as paths in Web Mercator's unit square.

const mercatorX = (lon) => lon / 360 + 0.5;

function mercatorY(lat) {
  const sine = Math.sin((Math.max(-85.0511, Math.min(85.0511, lat)) * Math.PI) / 180);
  return 0.5 - (0.25 * Math.log((1 + sine) / (1 - sine))) / Math.PI;
}

function latitude(y) {
  return (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI;
}

/** Sections of paths; a path has its points as x, y, x, y … and the box around them. */
function decode(base64, grid) {
  const bytes = bytesOf(base64);
  let at = 0;
  function varint() {
    let byte = bytes[at++];
    let result = byte & 127;
    for (let factor = 128; byte > 127; factor *= 128) {
      byte = bytes[at++];
      result += (byte & 127) * factor;
    }
    return result;
  }
  const step = () => {
    const n = varint();
    return n % 2 ? -(n + 1) / 2 : n / 2;
  };
  const sections = [];
  while (at < bytes.length) {
    const paths = [];
    let lon = 0;
    let lat = 0;
    for (let left = varint(); left > 0; left--) {
      const count = varint();
      const points = new Float64Array(2 * count);
      const box = [9, 9, -9, -9];
      for (let i = 0; i < 2 * count; i += 2) {
        lon += step();
        lat += step();
        const x = (points[i] = mercatorX(lon / grid));
        const y = (points[i + 1] = mercatorY(lat / grid));
        if (x < box[0]) box[0] = x;
        if (y < box[1]) box[1] = y;
        if (x > box[2]) box[2] = x;
        if (y > box[3]) box[3] = y;
      }
      paths.push({ points, box });
    }
    sections.push(paths);
  }
  return sections;
}
