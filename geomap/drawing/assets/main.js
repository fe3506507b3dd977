// Starts everything on the map that folium made.

geomap.start = function start(map) {
  if (!isPacked()) {
    begin(map, read('gm-data'));
    for (const part of FURNITURE) part(map);
    complete();
    return;
  }
  if (!window.DecompressionStream) {
    map.getContainer().append(make('p', { class: 'gm-noscript', role: 'alert' }, 'This map needs a newer browser.'));
    return;
  }
  startPacked(map);
};

/** The map is seen first, as soon as can be; then its filters work; what popups, lists and search say is read after that. */
async function startPacked(map) {
  begin(map, await unpack('gm-data'));
  await nextFrame();
  for (const part of FURNITURE) {
    part(map);
    await nextFrame();
  }
  // it stands at the end of the page
  if (document.readyState === 'loading') await new Promise((done) => document.addEventListener('DOMContentLoaded', done));
  merge(data, await unpack('gm-details', breather(UNPACKING)));
  complete();
}

const UNPACKING = 12; // milliseconds of reading between which the page can answer
const DEEPEST = 16;

const nextFrame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));

const whole = { here: false, waiting: [] };

/** Runs what needs all of the data: now, or as soon as it is here. */
function whenWhole(run) {
  if (whole.here) run();
  else whole.waiting.push(run);
}

function complete() {
  whole.here = true;
  whole.waiting.splice(0).forEach((run) => run());
  document.documentElement.classList.add('gm-ready');
}

/** Draws the map. */
function begin(map, found) {
  data = found;
  words = data.words;
  addOwn();
  const basemap = readBasemap();
  filter.start();
  const container = map.getContainer();
  container.setAttribute('role', 'region');
  container.setAttribute('dir', 'ltr');
  container.setAttribute('aria-label', word('page.map_label'));
  calm(map);
  // folium keeps these for tiles; without an end, a ring whose marks share a place would be zoomed into for ever
  Object.assign(map.options, { minZoom: 1, maxZoom: Math.max(DEEPEST, data.tiles ? data.tiles.most : 0) });
  addControls(map);
  addTimeBar(map);
  fit(map);
  const pane = (name, above) => {
    map.createPane(name).style.zIndex = above;
    return name;
  };
  const drawn = new Drawn();
  let stacks = [];
  const ground = new CanvasLayer((context, view) => paintBasemap(basemap, context, view), { pane: pane('gm-ground', 150) });
  const overlay = new SvgLayer(paintOverlay, { pane: pane('gm-overlay', 350) });
  const glyphs = new CanvasLayer((context, view) => paintPoints(drawn, context, view), {
    pane: pane('gm-glyphs', 450),
  });
  const group = L.layerGroup();
  pane('gm-circles', 430);
  const labels = new CanvasLayer(
    (context, view) => {
      const shift = labels._bounds.min.subtract(map.containerPointToLayerPoint([0, 0]));
      const moved = (by) => ([w, n, e, s]) => [w + by * shift.x, n + by * shift.y, e + by * shift.x, s + by * shift.y];
      const glyphBoxes = drawn.all.map(({ box, named }) => named || box);
      const arrowBoxes = data.layers.flatMap((layer) => layer.body || []);
      const obstacles = [...glyphBoxes, ...arrowBoxes];
      const boxes = [...placeStacks(stacks, map, obstacles.map(moved(1))).map(moved(-1)), ...obstacles];
      const size = map.getSize();
      const frame = [-shift.x, -shift.y, size.x - shift.x, size.y - shift.y];
      paintLabels(context, { ...view, frame }, boxes, markLabels(drawn, stacks, view), basemap);
      paintLeaders(context, stacks, shift);
    },
    { pane: pane('gm-labels', 440) },
  );
  indexSpots();
  countSpots();
  let arranged = '';
  const arrange = (fresh) => {
    const view = viewOfMap(map);
    const key = [view.left, view.top, view.scale, view.width, view.height].join();
    if (!fresh && key === arranged) return;
    if (key !== arranged) filter.look(view);
    arranged = key;
    gatherCrowds(padded(view));
    if (fresh || crowds.many) stacks = layStacks(group, fresh);
  };
  // before the layers, which then draw what was arranged
  map.on('viewreset moveend resize', () => arrange(false));
  arrange(true);
  const painted = densityLayers().length ? [new CanvasLayer(paintHexagons, { pane: pane('gm-hexagons', 340) })] : [];
  painted.push(overlay, glyphs, labels);
  for (const layer of [ground, group, ...painted]) layer.addTo(map);
  addTiles(map, pane('gm-tiles', 160));
  let look = isDark();
  const refresh = () => {
    places.clear();
    weights.clear();
    density.counted.clear();
    if (look !== isDark()) sprites.clear();
    look = isDark();
    countSpots();
    arrange(true);
    for (const layer of painted) layer.repaint();
  };
  filter.on((changed) => changed.marks && refresh());
  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
    ground.repaint();
    refresh();
    repaintPictures();
  });
  Object.assign(geomap, { map, data, filter, value, crowds, density });
  performance.mark('gm-drawn');
  connect(map, glyphs, drawn);
}

/** What stands around the map: it is made once that is drawn, one part at a time. */
const FURNITURE = [buildPanel, connectPanel, connectSearch, connectKeyboard, connectAddress, connectPrint];

function fit(map) {
  const [west, south, east, north] = data.view;
  const small = map.getSize().x < 500;
  const padding = small ? [24, 40] : [56, 56];
  map.fitBounds([[south, west], [north, east]], { padding, maxZoom: 7.5, animate: false });
}

function addControls(map) {
  L.control.scale({ imperial: true, maxWidth: 140 }).addTo(map);
  addPrecision(map);
  L.control.attribution({ prefix: false }).addAttribution([word('page.credits_short'), ...ownSources()].join(' · ')).addTo(map);
  L.control.zoom({ zoomInTitle: word('page.zoom_in'), zoomOutTitle: word('page.zoom_out') }).addTo(map);
  const whole = L.control({ position: 'topleft' });
  whole.onAdd = () => {
    const label = word('page.fit');
    const button = make('a', { href: '#', role: 'button', title: label, 'aria-label': label, class: 'gm-fit' }, fitPicture());
    button.addEventListener('click', (event) => {
      event.preventDefault();
      fit(map);
    });
    const box = make('div', { class: 'leaflet-bar' }, button);
    L.DomEvent.disableClickPropagation(box);
    return box;
  };
  whole.addTo(map);
}

/** Corners that part: drawn, since many fonts lack such a sign. */
function fitPicture() {
  const corners = 'M2 6V2H6M10 2H14V6M14 10V14H10M6 14H2V10';
  return iconPicture({ d: corners, fill: 'none', stroke: 'currentColor', 'stroke-width': 1.8 }, 16);
}

/** Labels of what is drawn: arrows, named places, and the names that callouts already show. */
function markLabels(drawn, stacks, view) {
  const found = [];
  for (const layer of data.layers) {
    if (layer.mark === 'arrow') {
      for (const { index, seats } of layer.middles || []) found.push({ label: text(layer.label[index]), kind: 'arrow', seats });
    }
  }
  const at = (spot) => [
    mercatorX(data.spots.lon[spot]) * view.scale - view.left,
    mercatorY(data.spots.lat[spot]) * view.scale - view.top,
  ];
  for (const layer of data.layers) {
    if (layer.mark !== 'area' || !layer.label) continue;
    layer.label.forEach((label, index) => {
      if (!label || !shown(layer, index)) return;
      const [x, y] = at(layer.spot[index]);
      found.push({ label: text(label), kind: 'own', x, y });
    });
  }
  const called = new Set();
  for (const { spot, named, size } of stacks) {
    const [x, y] = at(spot);
    called.add(spot);
    const label = text(data.spots.name[spot]);
    found.push(named ? { label, kind: 'stack', x, y } : { label, kind: 'mark', x, y, offset: (size ? size.width / 2 : 0) + 8 });
  }
  const most = [...drawn.all.filter(({ place }) => place)].sort((a, b) => b.place.more - a.place.more).slice(0, MOST_NAMES);
  for (const { place, x, y, half } of most) {
    if (!called.has(place.spot)) found.push({ label: text(data.spots.name[place.spot]), kind: 'mark', x, y, offset: half });
  }
  for (const [spot, marks] of marksBySpot(['label'])) {
    const [x, y] = at(spot);
    const [layer, index] = marks[0];
    found.push({ label: text(layer.label ? layer.label[index] : data.spots.name[spot]), kind: 'named', x, y, offset: 2 });
  }
  return found;
}

/** Clicks on the canvas, and the popup that every mark opens. */
function connect(map, glyphs, drawn) {
  const under = (event) => {
    const point = event.layerPoint.subtract(glyphs._bounds.min);
    return drawn.hit(point.x, point.y);
  };
  geomap.open = (marks, event, spot, opener = event && event.currentTarget) => {
    if (event) L.DomEvent.stop(event);
    whenWhole(() => openMarks(marks, event, spot, opener));
  };
  const openMarks = (marks, event, spot, opener) => {
    let where = null;
    if (spot !== undefined) where = [data.spots.lat[spot], data.spots.lon[spot]];
    else if (event && event.clientX) where = map.mouseEventToLatLng(event);
    else where = middleOf(...marks[0]);
    const title = spot !== undefined ? text(data.spots.name[spot]) : '';
    noteSelected(marks, spot);
    if (map.getSize().x < NARROW) openSheet(map, marks, title, where, opener);
    else openPopup(map, marks, title, where, opener);
  };
  // flies to a mark and opens it, or all of `marks` that stand with it; what hides it is switched on
  geomap.show = (layer, index, marks) => {
    const spot = layer.spot && layer.spot[index];
    const where = spot === undefined ? middleOf(layer, index) : [data.spots.lat[spot], data.spots.lon[spot]];
    unfold(false);
    reveal(layer, index);
    map.setView(where, Math.max(map.getZoom(), 5), { animate: false });
    geomap.open(marks || [[layer, index]], null, spot);
  };
  map.on('click', (event) => {
    const found = under(event);
    if (found && found.crowd) openCrowd(map, found.crowd);
    else if (found) geomap.open(found.place.marks, null, found.place.spot);
    else closeSheet();
  });
  map.on('mousemove', (event) => {
    map.getContainer().classList.toggle('gm-over', Boolean(under(event)));
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    map.closePopup();
    closeSheet();
  });
}

function middleOf(layer, index) {
  if (layer.ends) return [(layer.ends[index][1] + layer.ends[index][3]) / 2, (layer.ends[index][0] + layer.ends[index][2]) / 2];
  const [rings, open] = areaPaths(layer, index);
  const { box } = [...rings, ...open][0];
  return [latitude((box[1] + box[3]) / 2), ((box[0] + box[2]) / 2 - 0.5) * 360];
}

const NARROW = 640;
const MOST_NAMES = 400;

function openPopup(map, marks, title, where, opener) {
  const size = map.getSize();
  const popup = L.popup({
    maxWidth: 360,
    minWidth: 260,
    maxHeight: Math.max(200, size.y * 0.62),
    autoPanPaddingTopLeft: [60, 16],
    autoPanPaddingBottomRight: [16, 40],
  });
  const content = details(marks, title, () => popup.update());
  popup.setLatLng(where).setContent(content).openOn(map);
  const box = popup.getElement();
  box.setAttribute('role', 'dialog');
  box.setAttribute('aria-label', title || word('page.details'));
  box.setAttribute('tabindex', '-1');
  const close = box.querySelector('.leaflet-popup-close-button');
  close.setAttribute('aria-label', word('page.close_popup'));
  box.focus({ preventScroll: true });
  popup.on('remove', () => opener && opener.focus && opener.focus({ preventScroll: true }));
}

/** On a narrow page details come up from below instead of covering the map. */
function openSheet(map, marks, title, where, opener) {
  closeSheet();
  const close = make('button', { type: 'button', class: 'gm-sheet-close', 'aria-label': word('page.close_popup') }, '×');
  const sheet = make(
    'div',
    { class: 'gm-sheet', role: 'dialog', tabindex: -1, 'aria-label': title || word('page.details') },
    close,
    details(marks, title, () => {}),
  );
  sheet.opener = opener;
  close.addEventListener('click', closeSheet);
  map.getContainer().parentElement.append(sheet);
  sheet.focus({ preventScroll: true });
  const size = map.getSize();
  const { x, y } = map.latLngToContainerPoint(where);
  const free = size.y - sheet.offsetHeight;
  if (x < 24 || x > size.x - 24 || y < 24 || y > free - 24) map.panBy([x - size.x / 2, y - free / 2]);
}

function closeSheet() {
  document.querySelectorAll('.gm-sheet').forEach((sheet) => {
    const { opener } = sheet;
    const held = sheet.contains(document.activeElement);
    sheet.remove();
    noteSelected(null);
    if (held && opener && opener.focus) opener.focus({ preventScroll: true });
  });
}
