// Names on the map, drawn where there is room: first those of drawn places, then countries, seas, regions, towns.

const STYLES = {
  arrow: { font: '600 12px system-ui, sans-serif', colour: 'ink' },
  mark: { font: '600 12px system-ui, sans-serif', colour: 'ink' },
  named: { font: 'italic 12px system-ui, sans-serif', colour: 'ink', dot: 2.2 },
  own: { font: '600 12px system-ui, sans-serif', colour: 'ink' },
  country: { font: '600 12px system-ui, sans-serif', colour: 'country', spaced: true },
  land: { font: '600 12px system-ui, sans-serif', colour: 'country', spaced: true },
  sea: { font: 'italic 12px Georgia, serif', colour: 'water' },
  admin1: { font: '11px system-ui, sans-serif', colour: 'region', spaced: true },
  capital: { font: '600 11px system-ui, sans-serif', colour: 'town', dot: 2.4 },
  city: { font: '11px system-ui, sans-serif', colour: 'town', dot: 1.7 },
};

const MOST_TOWNS = 70;

/** The least zoom from which a basemap label of a rank is drawn. */
function fromZoom(kind, rank) {
  if (kind === 'country') return rank <= 2 ? 1.5 : rank <= 3 ? 2.75 : rank <= 4 ? 3.5 : 4.25 + (rank - 5) * 0.5;
  if (kind === 'land') return 5.25;
  if (kind === 'sea') return rank <= 0 ? 1.5 : 2.25 + rank * 0.75;
  if (kind === 'admin1') return Math.max(6, rank - 0.5);
  if (kind === 'capital') return 3.75 + rank * 0.3;
  return 4.25 + rank * 0.75;
}

/** Labels of the basemap that may be drawn at this zoom, most prominent first. */
function basemapLabels(basemap, view) {
  if (data.tiles) return []; // they bring their own
  const near = view.zoom >= NEAR_ZOOM ? basemap.tiles : [];
  const covered = ([, lon, lat, , kind]) =>
    (kind === 'city' || kind === 'capital') &&
    near.some(({ box }) => lon >= box[0] && lon < box[2] && lat >= box[1] && lat < box[3]);
  const order = { country: 0, land: 1, sea: 2, capital: 3, admin1: 4, city: 5 };
  return [...basemap.labels.filter((label) => !covered(label)), ...near.flatMap((tile) => tile.labels)]
    .filter(([, , , rank, kind]) => view.zoom >= fromZoom(kind, rank))
    .sort((a, b) => order[a[4]] - order[b[4]] || a[3] - b[3]);
}

/** Draws every label that has room; `boxes` are already taken, in canvas pixels. */
function paintLabels(context, view, boxes, marks, basemap) {
  context.clearRect(0, 0, view.width, view.height);
  context.textBaseline = 'middle';
  context.lineJoin = 'round';
  const taken = [...boxes];
  const names = new Map();
  const put = (label, kind, x, y, offset, pinned, seats) => {
    const style = STYLES[kind];
    context.font = style.font;
    context.letterSpacing = style.spaced ? '1px' : '0px';
    const width = context.measureText(label).width;
    const gap = offset + 4;
    const spots = seats
      ? seats.map(([middle, y2]) => [middle - width / 2, y2])
      : pinned
      ? [[x + gap, y], [x - gap - width, y], [x - width / 2, y - 10 - offset], [x - width / 2, y + 10 + offset]]
      : [[x - width / 2, y]];
    for (const [left, middle] of spots) {
      const box = [left - 3, middle - 8, left + width + 3, middle + 8];
      if (overlaps(box, view.frame) && !within(box, view.frame)) continue;
      if (taken.some((other) => overlaps(box, other))) continue;
      taken.push(box);
      halo(context, label, left, middle, style);
      if (style.dot) dot(context, x, y, style);
      return true;
    }
    return false;
  };
  const far = (label, x, y, least) => (names.get(label) || []).every(([ox, oy]) => Math.hypot(ox - x, oy - y) > least);
  const noted = (label, x, y) => names.set(label, [...(names.get(label) || []), [x, y]]);
  for (const mark of marks) {
    if (!mark.label) continue;
    if (mark.kind === 'stack') noted(mark.label, mark.x, mark.y);
    else if (mark.kind === 'arrow') put(mark.label, mark.kind, 0, 0, 0, false, mark.seats);
    else if (put(mark.label, mark.kind, mark.x, mark.y, mark.offset || 0, mark.kind !== 'own')) {
      noted(mark.label, mark.x, mark.y);
    }
  }
  let towns = 0;
  for (const [label, lon, lat, , kind] of basemapLabels(basemap, view)) {
    if (kind === 'city' && towns >= MOST_TOWNS) continue;
    for (const turn of turns(view)) {
      const x = (mercatorX(lon) + turn) * view.scale - view.left;
      const y = mercatorY(lat) * view.scale - view.top;
      if (x < -80 || y < -20 || x > view.width + 80 || y > view.height + 20) continue;
      const pinned = Boolean(STYLES[kind].dot);
      const shownAs = kind === 'country' || kind === 'land' ? label.toUpperCase() : label;
      if (far(label, x, y, kind === 'land' ? 420 : 60) && put(shownAs, kind, x, y, 2, pinned)) {
        noted(label, x, y);
        if (kind === 'city') towns++;
      }
    }
  }
}

const within = (box, frame) => box[0] >= frame[0] && box[1] >= frame[1] && box[2] <= frame[2] && box[3] <= frame[3];

function halo(context, label, left, middle, style) {
  context.strokeStyle = theme('halo');
  context.lineWidth = 3.2;
  context.strokeText(label, left, middle);
  context.fillStyle = theme(style.colour);
  context.fillText(label, left, middle);
}

function dot(context, x, y, style) {
  context.beginPath();
  context.arc(x, y, style.dot, 0, 7);
  context.fillStyle = theme(style.colour);
  context.fill();
  context.strokeStyle = theme('halo');
  context.lineWidth = 1;
  context.stroke();
}

/** Thin lines from spots to callouts that had to stand off. */
function paintLeaders(context, stacks, shift) {
  context.beginPath();
  for (const { leader } of stacks) {
    if (!leader) continue;
    context.moveTo(leader[0] - shift.x, leader[1] - shift.y);
    context.lineTo(leader[2] - shift.x, leader[3] - shift.y);
  }
  context.strokeStyle = theme('ink');
  context.lineWidth = 1;
  context.stroke();
  context.beginPath();
  for (const { leader, size } of stacks) {
    if (!leader || size.width) continue; // of an area: where the line comes from
    context.moveTo(leader[0] - shift.x, leader[1] - shift.y);
    context.arc(leader[0] - shift.x, leader[1] - shift.y, 2.4, 0, 7);
  }
  context.fillStyle = theme('ink');
  context.fill();
}
