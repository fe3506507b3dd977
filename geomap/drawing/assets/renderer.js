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

/** Whole turns round the earth that are in view: [0] as a rule, more when zoomed far out. */
function turns(view) {
  const found = [];
  for (let turn = Math.floor(view.west); turn <= Math.floor(view.east); turn++) found.push(turn);
  return found;
}

const Painted = L.Renderer.extend({
  options: { padding: 0.3 },
  initialize(paint, options) {
    L.Renderer.prototype.initialize.call(this, options);
    this._paint = paint;
  },
  _destroyContainer() {
    this._container.remove();
    delete this._container;
  },
  repaint() {
    if (this._map) this._update();
  },
  _updatePaths() {},
  _onZoomEnd() {},
});

const CanvasLayer = Painted.extend({
  _initContainer() {
    this._container = make('canvas', { class: 'gm-canvas', 'aria-hidden': 'true' });
  },
  _update() {
    if (this._map._animatingZoom && this._bounds) return;
    L.Renderer.prototype._update.call(this);
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
    if (this._map._animatingZoom && this._bounds) return;
    L.Renderer.prototype._update.call(this);
    const size = this._bounds.getSize();
    L.DomUtil.setPosition(this._container, this._bounds.min);
    this._container.setAttribute('width', size.x);
    this._container.setAttribute('height', size.y);
    this._paint(this._container, viewOf(this._map, this._bounds.min, size));
  },
});
