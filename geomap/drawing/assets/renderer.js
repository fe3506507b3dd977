// Map layers that draw themselves: they move and scale with Leaflet and are asked to paint when the map rests.

/** What a painter needs: scale, offset and size. A point of the unit square is at x * scale - left, y * scale - top. */
function viewOf(map, corner, size) {
  const scale = 256 * Math.pow(2, map.getZoom());
  const origin = map.getPixelOrigin();
  const view = {
    scale,
    left: origin.x + corner.x,
    top: origin.y + corner.y,
    width: size.x,
    height: size.y,
    zoom: map.getZoom(),
  };
  view.west = view.left / scale;
  view.east = (view.left + size.x) / scale;
  view.north = view.top / scale;
  view.south = (view.top + size.y) / scale;
  return view;
}

/** What the reader sees of the map. */
const viewOfMap = (map) => viewOf(map, map.containerPointToLayerPoint([0, 0]), map.getSize());

/** A view with a margin on all sides, as canvases have it. */
function padded(view, by = PADDING) {
  const [wide, high] = [(view.east - view.west) * by, (view.south - view.north) * by];
  return { ...view, west: view.west - wide, east: view.east + wide, north: view.north - high, south: view.south + high };
}

/** Whole turns round the earth that may be in view; what is drawn beyond 180 degrees east is seen from one turn before. */
function turns(view) {
  const found = [];
  for (let turn = Math.floor(view.west) - 1; turn <= Math.floor(view.east); turn++) found.push(turn);
  return found;
}

const PADDING = 0.3;

const Painted = L.Renderer.extend({
  options: { padding: PADDING },
  initialize(paint, options) {
    L.Renderer.prototype.initialize.call(this, options);
    this._paint = paint;
  },
  _destroyContainer() {
    this._container.remove();
    delete this._container;
  },
  repaint() {
    this._painted = '';
    if (this._map) this._update();
  },
  /** Whether the part of the map that this layer covers has not changed since it was painted. */
  _isPainted() {
    if (this._map._animatingZoom && this._bounds) return true;
    L.Renderer.prototype._update.call(this);
    const { min, max } = this._bounds;
    const { x, y } = this._map.getPixelOrigin();
    const now = [min.x, min.y, max.x, max.y, x, y, this._map.getZoom()].join();
    if (now === this._painted) return true;
    this._painted = now;
    return false;
  },
  _updatePaths() {},
  _onZoomEnd() {},
});

const CanvasLayer = Painted.extend({
  _initContainer() {
    this._container = make('canvas', { class: 'gm-canvas', 'aria-hidden': 'true' });
  },
  _update() {
    if (this._isPainted()) return;
    const canvas = this._container;
    const size = this._bounds.getSize();
    const ratio = Math.min(3, window.devicePixelRatio || 1);
    L.DomUtil.setPosition(canvas, this._bounds.min);
    canvas.width = Math.round(size.x * ratio);
    canvas.height = Math.round(size.y * ratio);
    canvas.style.width = `${size.x}px`;
    canvas.style.height = `${size.y}px`;
    const context = canvas.getContext('2d');
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this._paint(context, viewOf(this._map, this._bounds.min, size));
  },
});

const SvgLayer = Painted.extend({
  _initContainer() {
    this._container = makeSvg('svg', { class: 'gm-svg' });
  },
  _update() {
    if (this._isPainted()) return;
    const size = this._bounds.getSize();
    L.DomUtil.setPosition(this._container, this._bounds.min);
    this._container.setAttribute('width', size.x);
    this._container.setAttribute('height', size.y);
    this._paint(this._container, viewOf(this._map, this._bounds.min, size));
  },
});
