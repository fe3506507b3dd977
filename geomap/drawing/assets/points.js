// Events at points: glyphs on one canvas, several kinds at one place side by side.

const GLYPHS = {
  cross: { d: 'M-4-4L4 4M4-4L-4 4', line: 2.6 },
  'triangle-up': { d: 'M0-5L4.8 3.8L-4.8 3.8z' },
  'triangle-up-open': { d: 'M0-4.6L4.4 3.4L-4.4 3.4z', open: 1.8 },
  'triangle-down': { d: 'M0 5L4.8-3.8L-4.8-3.8z' },
  circle: { d: 'M4 0A4 4 0 1 1-4 0A4 4 0 1 1 4 0z' },
  ring: { d: 'M3.8 0A3.8 3.8 0 1 1-3.8 0A3.8 3.8 0 1 1 3.8 0z', open: 2 },
  square: { d: 'M-3.8-3.8h7.6v7.6h-7.6z' },
  'square-open': { d: 'M-3.5-3.5h7v7h-7z', open: 1.8 },
  diamond: { d: 'M0-5L5 0L0 5L-5 0z' },
  plus: { d: 'M-1.6-4.6h3.2v3h3v3.2h-3v3h-3.2v-3h-3v-3.2h3z' },
  pentagon: { d: 'M0-5L4.8-1.5L2.9 4L-2.9 4L-4.8-1.5z' },
  dot: { d: 'M2.8 0A2.8 2.8 0 1 1-2.8 0A2.8 2.8 0 1 1 2.8 0z' },
};
const SPACING = 12;
/** Glyphs of what is only claimed are hollow, their outline in dashes. */
const DASH = [2.2, 1.5];
const MOST = 5;
const sprites = new Map();

/** How a glyph is drawn, from below: strokes and a filling, as the theme has them. */
function glyphParts(entry, dashed) {
  const shape = GLYPHS[entry.glyph] || GLYPHS.dot;
  const colour = visible(entry.colour);
  const paper = theme('glyph-paper');
  const casing = (width) => ({ stroke: theme('glyph-halo'), width });
  const dash = dashed ? DASH : [];
  if (shape.line) return { d: shape.d, parts: [casing(shape.line + 2.4), { stroke: colour, width: shape.line, dash }] };
  if (dashed || shape.open) {
    const width = dashed ? 1.8 : shape.open;
    return { d: shape.d, parts: [casing(width + 1.6), { fill: paper }, { stroke: colour, width, dash }] };
  }
  return { d: shape.d, parts: [casing(2.3), { fill: colour }, { stroke: theme('glyph-edge'), width: 0.7 }] };
}

/** A legend entry's glyph as an SVG picture. */
function glyphPicture(entry, size = 16, dashed = false) {
  const { d, parts } = glyphParts(entry, dashed);
  const paths = parts.map(({ fill: inner, stroke, width, dash }) =>
    makeSvg('path', { d, fill: inner || 'none', stroke, 'stroke-width': width, 'stroke-dasharray': dash && dash.length ? dash.join(' ') : null }),
  );
  return makeSvg('svg', { viewBox: '-7 -7 14 14', width: size, height: size, 'aria-hidden': 'true', class: 'gm-glyph' }, ...paths);
}

function sprite(layer, number, dashed) {
  const key = `${layer.id}:${number}:${dashed}`;
  if (sprites.has(key)) return sprites.get(key);
  const { d, parts } = glyphParts(layer.legend[number], dashed);
  const ratio = Math.min(3, window.devicePixelRatio || 1);
  const canvas = make('canvas', { width: 20 * ratio, height: 20 * ratio });
  const context = canvas.getContext('2d');
  context.scale(1.15 * ratio, 1.15 * ratio);
  context.translate(10 / 1.15, 10 / 1.15);
  context.lineJoin = 'round';
  const path = new Path2D(d);
  for (const { fill: inner, stroke, width, dash } of parts) {
    context.setLineDash(dash || []);
    if (inner) {
      context.fillStyle = inner;
      context.fill(path);
    } else {
      context.strokeStyle = stroke;
      context.lineWidth = width;
      context.stroke(path);
    }
  }
  sprites.set(key, canvas);
  return canvas;
}

const places = new Map();

/** A spot that holds glyphs, with its kinds; kept until the filter changes. */
function placeOf(spot) {
  if (!places.has(spot)) {
    const marks = shownAt(spot, ['glyph']);
    places.set(spot, { spot, marks, kinds: tallied(marks).slice(0, MOST), more: marks.length });
  }
  return places.get(spot);
}

/** Draws glyphs and crowds and leaves what it drew in `drawn`, for labels and clicks: a few hundred at most. */
function paintPoints(drawn, context, view) {
  const { n, x, y } = crowds.index;
  context.clearRect(0, 0, view.width, view.height);
  drawn.clear();
  const taken = new Set();
  context.textBaseline = 'middle';
  for (const turn of turns(view)) {
    const [left, right] = [(view.left - 20) / view.scale - turn, (view.left + view.width + 20) / view.scale - turn];
    context.font = '600 10px system-ui, sans-serif';
    context.textAlign = 'start';
    for (let spot = 0; spot < n; spot++) {
      if (x[spot] < left || x[spot] > right || y[spot] < view.north || y[spot] > view.south) continue;
      if (!crowds.glyphs[spot] || data.spots.area[spot] || isCrowded(spot)) continue;
      paintPlace(drawn, taken, context, placeOf(spot), (x[spot] + turn) * view.scale - view.left, y[spot] * view.scale - view.top);
    }
    context.font = '600 11px system-ui, sans-serif';
    context.textAlign = 'center';
    for (const crowd of crowds.list) {
      const [at, down] = [(crowd.x + turn) * view.scale - view.left, crowd.y * view.scale - view.top];
      if (at < -30 || at > view.width + 30) continue;
      paintCrowd(context, crowd, at, down);
      const { radius } = crowd;
      drawn.add({ crowd, x: at, y: down, half: radius, box: boxAround(at, down, 2 * radius + 4, 2 * radius + 4) });
    }
  }
  paintNumbers(drawn, context);
}

function paintPlace(drawn, taken, context, place, x, y) {
  const { kinds } = place;
  const half = ((kinds.length - 1) * SPACING) / 2;
  drawn.add({ place, x, y, half: half + 8, box: [x - half - 8, y - 12, x + half + 12, y + 8] });
  const cell = `${Math.round(x / 4)}:${Math.round(y / 4)}:${kinds.map(([layer, entry, , dashed]) => layer.id + entry + dashed)}`;
  if (taken.has(cell)) return;
  taken.add(cell);
  kinds.forEach(([layer, entry, , dashed], i) => {
    context.drawImage(sprite(layer, entry, dashed), x - half + i * SPACING - 10, y - 10, 20, 20);
  });
  if (place.more > 1) badge(context, x + half + 6, y - 8, String(place.more));
}

function badge(context, x, y, label) {
  const width = Math.max(13, context.measureText(label).width + 6);
  context.fillStyle = theme('badge');
  context.beginPath();
  context.roundRect(x - 2, y - 7, width, 13, 6.5);
  context.fill();
  context.fillStyle = '#fff';
  context.fillText(label, x - 2 + (width - context.measureText(label).width) / 2, y);
}

/** What was drawn on the canvas, found again by place: squares of `STEP` pixels hold what reaches into them. */
class Drawn {
  constructor() {
    this.clear();
  }

  clear() {
    this.all = [];
    this.squares = new Map();
  }

  add(each) {
    this.all.push(each);
    const [west, north, east, south] = each.box;
    for (let x = Math.floor((west - REACH) / STEP); x <= Math.floor((east + REACH) / STEP); x++) {
      for (let y = Math.floor((north - REACH) / STEP); y <= Math.floor((south + REACH) / STEP); y++) {
        const key = x * 65536 + y;
        if (!this.squares.has(key)) this.squares.set(key, []);
        this.squares.get(key).push(each);
      }
    }
  }

  /** What is nearest under a place of the canvas, or null. */
  hit(x, y) {
    let best = null;
    let nearest = 14;
    for (const each of this.squares.get(Math.floor(x / STEP) * 65536 + Math.floor(y / STEP)) || []) {
      // what stands in a hexagon is nearer to the reader than the hexagon
      const below = each.under ? REACH - 1 : 0;
      const far = each.crowd
        ? Math.max(below, Math.hypot(each.x - x, each.y - y) - each.half)
        : Math.hypot(Math.max(0, Math.abs(each.x - x) - each.half + 6), each.y - y);
      if (far < nearest) {
        nearest = far;
        best = each;
      }
    }
    return best;
  }
}

const STEP = 32;
const REACH = 14;
