// Land, water and boundaries: the whole earth coarse, finer tiles around what is drawn.

const WORLD_GRID = 200;
const TILE_GRID = 1000;
const TILE = 10;
const NEAR_ZOOM = 4.75;
/** Zooms from which lines fade, since the data are not fine enough to say where they run, and what is left of them. */
const FADES = { river: [7.25, 8.5, 0], admin1: [9, 11, 0.4], border: [10, 12, 0.5], coast: [10, 12, 0.5] };
/** The zoom from which the page says how fine the basemap is: a line's error is then more than a few pixels. */
const COARSE_ZOOM = 8.75;

const PARTS = ['land', 'lakes', 'rivers', 'admin1', 'solid', 'dashed'];

function readBasemap() {
  const raw = read('gm-basemap');
  const tiles = raw.tiles.map((tile) => piece(tile, TILE_GRID, {
    labels: tile.labels,
    frame: [
      mercatorX(tile.west),
      mercatorY(tile.south + TILE),
      mercatorX(tile.west + TILE),
      mercatorY(tile.south),
    ],
    box: [tile.west, tile.south, tile.west + TILE, tile.south + TILE],
  }));
  return { world: piece(raw.world, WORLD_GRID, {}), labels: raw.labels, tiles };
}

/** Paths by kind, read when they are first drawn: a reader comes near to few tiles. */
function piece(part, grid, found) {
  for (const name of PARTS) {
    lazily(found, name, () => {
      [found.land, found.lakes, found.rivers] = decode(part.land, grid);
      [found.admin1, found.solid, found.dashed] = decode(part.lines, grid);
      return found[name];
    });
  }
  return found;
}

/** How opaque a kind of line is at a zoom. */
function opacity(kind, zoom) {
  const [from, to, least] = FADES[kind];
  return Math.max(least, Math.min(1, 1 - ((zoom - from) / (to - from)) * (1 - least)));
}

function paintBasemap(basemap, context, view) {
  const colour = {};
  for (const name of ['sea', 'land', 'coast', 'border', 'admin1', 'river', 'disputed']) colour[name] = theme(name);
  context.fillStyle = colour.sea;
  context.fillRect(0, 0, view.width, view.height);
  context.lineJoin = 'round';
  for (const turn of turns(view)) {
    const here = { ...view, left: view.left - turn * view.scale, west: view.west - turn, east: view.east - turn };
    const tiles = view.zoom >= NEAR_ZOOM ? basemap.tiles.filter((tile) => seen(tile.frame, here)) : [];
    paintPieces([basemap.world], context, here, colour);
    if (!tiles.length) continue;
    context.fillStyle = colour.sea;
    for (const { frame } of tiles) {
      const x = frame[0] * here.scale - here.left;
      const y = frame[1] * here.scale - here.top;
      context.fillRect(x, y, (frame[2] - frame[0]) * here.scale, (frame[3] - frame[1]) * here.scale);
    }
    paintPieces(tiles, context, here, colour);
    if (opacity('river', here.zoom)) {
      context.globalAlpha = opacity('river', here.zoom);
      lines(context, [basemap.world.rivers], here, colour.river, 0.8);
      context.globalAlpha = 1;
    }
  }
}

function paintPieces(pieces, context, view, colour) {
  const all = (name) => pieces.map((piece) => piece[name]);
  surfaces(context, all('land'), view, colour.land);
  coasts(context, pieces, view, colour.land, true);
  const faded = (kind, draw) => {
    context.globalAlpha = opacity(kind, view.zoom);
    draw();
    context.globalAlpha = 1;
  };
  faded('coast', () => coasts(context, pieces, view, colour.coast, false));
  surfaces(context, all('lakes'), view, colour.sea);
  lines(context, all('rivers'), view, colour.river, 0.8);
  faded('admin1', () => lines(context, all('admin1'), view, colour.admin1, 0.7));
  const width = view.zoom < 4 ? 0.8 : 1.2;
  faded('border', () => {
    lines(context, all('solid'), view, colour.border, width);
    context.setLineDash(view.zoom < 8 ? [5, 4] : [8, 6]);
    lines(context, all('dashed'), view, colour.disputed, width);
    context.setLineDash([]);
  });
}

const seen = (box, view) => box[0] <= view.east && box[2] >= view.west && box[1] <= view.south && box[3] >= view.north;

/** Adds a path to the context, leaving out points nearer than 0.8 px to the one before. */
function trace(context, { points }, view, closed) {
  const { scale, left, top } = view;
  let x = points[0] * scale - left;
  let y = points[1] * scale - top;
  context.moveTo(x, y);
  const last = points.length - 2;
  for (let i = 2; i <= last; i += 2) {
    const nextX = points[i] * scale - left;
    const nextY = points[i + 1] * scale - top;
    if (i < last && Math.abs(nextX - x) < 0.8 && Math.abs(nextY - y) < 0.8) continue;
    context.lineTo(nextX, nextY);
    x = nextX;
    y = nextY;
  }
  if (closed) context.closePath();
}

function surfaces(context, groups, view, colour) {
  context.beginPath();
  for (const paths of groups) for (const path of paths) if (seen(path.box, view)) trace(context, path, view, true);
  context.fillStyle = colour;
  context.fill('evenodd');
}

function lines(context, groups, view, colour, width) {
  context.beginPath();
  for (const paths of groups) for (const path of paths) if (seen(path.box, view)) trace(context, path, view, false);
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.stroke();
}

/** The outline of land without the edges along which tiles were cut; or these `seams`, so that no gap is seen. */
function coasts(context, pieces, view, colour, seams) {
  const { scale, left, top } = view;
  context.beginPath();
  for (const { land, frame } of pieces) {
    for (const { points, box } of land) {
      if (!seen(box, view)) continue;
      let x = points[points.length - 2];
      let y = points[points.length - 1];
      context.moveTo(x * scale - left, y * scale - top);
      for (let i = 0; i < points.length; i += 2) {
        const nextX = points[i];
        const nextY = points[i + 1];
        const cut =
          frame &&
          ((x === nextX && (x === frame[0] || x === frame[2])) || (y === nextY && (y === frame[1] || y === frame[3])));
        context[Boolean(cut) === seams ? 'lineTo' : 'moveTo'](nextX * scale - left, nextY * scale - top);
        x = nextX;
        y = nextY;
      }
    }
  }
  context.strokeStyle = colour;
  context.lineWidth = seams ? 1.6 : 0.8;
  context.stroke();
}

/** Says how fine the basemap is where a reader looks closer than that. */
function addPrecision(map) {
  if (data.tiles) return;
  const control = L.control({ position: 'bottomleft' });
  control.onAdd = () => make('p', { class: 'gm-precision' }, word('page.precision'));
  const follow = () => {
    const shown = map.getZoom() >= COARSE_ZOOM;
    if (shown === Boolean(control._map)) return;
    if (shown) control.addTo(map);
    else control.remove();
  };
  map.on('zoomend', follow);
  follow();
}

/** Online tiles over the land, if the map was made with some; their own labels take the place of ours. */
function addTiles(map, pane) {
  const { tiles } = data;
  if (!tiles) return;
  L.tileLayer(tiles.url, {
    pane,
    subdomains: tiles.subdomains,
    attribution: tiles.attribution,
    minZoom: tiles.least,
    maxNativeZoom: tiles.most,
    crossOrigin: false,
  }).addTo(map);
}
