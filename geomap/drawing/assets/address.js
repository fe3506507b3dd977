// The address of what is shown, after "#": readable, restored on load, and read as plain data whatever it holds.
//
//   map=zoom/lat/lon   off=events:Aid,areas   status=claimed   side=…   source=…   from=… to=… undated=no
//   mark=events/ID (one report) or place=events/ID (all that is reported at its place)   tab=sources

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const LISTS = { status: 'modality', side: 'sides', source: 'sources' };
const address = { initial: '', selected: null, tab: 'legend', writable: /^(file|https?):$/.test(location.protocol), waiting: 0, late: false };

const escaped = (words) => encodeURIComponent(words).replace(/%20/g, '+').replace(/%2F/g, '/').replace(/%3A/g, ':');

function unescaped(words) {
  try {
    return decodeURIComponent(words.replace(/\+/g, ' '));
  } catch {
    return '';
  }
}

/** A key of the filter in words that outlive a change of the layer's other entries, and back. */
function keyName(name) {
  const [id, entry] = name.split(':');
  if (entry === undefined) return id;
  return `${id}:${text(data.layers.find((layer) => layer.id === id).legend[entry].label)}`;
}

const keyNames = () => new Map(filter.values('entry').map((name) => [keyName(name), name]));

/** The state as text. */
function writeAddress(map) {
  const { lat, lng } = map.getCenter();
  const parts = [`map=${map.getZoom().toFixed(2)}/${lat.toFixed(4)}/${lng.toFixed(4)}`];
  const state = filter.get();
  const list = (values) => values.map(escaped).join(',');
  if (String(state.hidden) !== String(panelState.initial.hidden)) parts.push(`off=${list(state.hidden.map(keyName))}`);
  for (const name in LISTS) if (state[LISTS[name]]) parts.push(`${name}=${list(state[LISTS[name]])}`);
  for (const name of ['from', 'to']) if (state[name]) parts.push(`${name}=${state[name]}`);
  if (!state.undated) parts.push('undated=no');
  const { selected, tab } = address;
  if (selected) {
    const id = value(selected.table, 'id', selected.row);
    if (id) parts.push(`${selected.whole ? 'place' : 'mark'}=${selected.table}/${escaped(id)}`);
  }
  if (tab !== 'legend') parts.push(`tab=${tab}`);
  return parts.join('&');
}

/** The parts of an address by name. */
function addressParts(hash) {
  const found = new Map();
  for (const part of hash.replace(/^#/, '').split('&')) {
    const at = part.indexOf('=');
    if (at > 0) found.set(part.slice(0, at), part.slice(at + 1));
  }
  return found;
}

/** The report or place that an address opens, if this page has it. */
function selectedIn(hash) {
  const found = addressParts(hash);
  let selected = null;
  for (const name of ['mark', 'place']) {
    const [, table, id] = /^(events|figures|movements|places|areas)\/(.*)$/.exec(found.get(name) || '') || [];
    const row = table ? rowOf(table, unescaped(id)) : -1;
    if (row >= 0) selected = { table, row, whole: name === 'place' };
  }
  return selected;
}

/** What an address asks to be shown, as far as this page has it; the rest is left alone. */
function readAddress(hash) {
  const found = addressParts(hash);
  const wanted = { patch: { ...panelState.initial } };
  const list = (name) => found.get(name).split(',').map(unescaped);
  if (found.has('map')) {
    const [zoom, lat, lon] = found.get('map').split('/').map(Number);
    if ([zoom, lat, lon].every(Number.isFinite) && Math.abs(lat) <= 85.06 && Math.abs(lon) <= 720) wanted.view = { zoom, lat, lon };
  }
  if (found.has('off')) {
    const names = keyNames();
    wanted.patch.hidden = list('off').filter((name) => names.has(name)).map((name) => names.get(name));
  }
  for (const name in LISTS) {
    if (!found.has(name)) continue;
    const known = new Set(filter.values(LISTS[name]));
    const values = list(name).filter((each) => known.has(each));
    if (values.length) wanted.patch[LISTS[name]] = values;
  }
  for (const name of ['from', 'to']) {
    if (found.has(name) && DAY.test(found.get(name)) && !Number.isNaN(Date.parse(found.get(name)))) wanted.patch[name] = found.get(name);
  }
  if (found.get('undated') === 'no') wanted.patch.undated = false;
  if (TABS.some(([tab]) => tab === found.get('tab'))) wanted.tab = found.get('tab');
  return wanted;
}

function followAddress(map) {
  const { hash } = location;
  const { view, patch, tab } = readAddress(hash);
  const look = () => {
    if (!view) return;
    const zoom = Math.max(map.getMinZoom(), Math.min(map.getMaxZoom(), view.zoom));
    map.setView([view.lat, view.lon], zoom, { animate: false });
  };
  filter.set(patch);
  look();
  whenWhole(() => {
    const selected = selectedIn(hash);
    if (selected) {
      openSelected(selected);
      look();
    } else {
      map.closePopup();
      closeSheet();
    }
    openTab(tab || 'legend');
  });
}

function openSelected({ table, row, whole: all }) {
  const mark = markOf(table, row);
  const spot = mark && mark[0].spot && mark[0].spot[mark[1]];
  if (mark) geomap.show(...mark, all && spot !== undefined ? marksAt(spot) : undefined);
}

/** Keeps the address after every change, and follows it when the reader changes it. */
function connectAddress(map) {
  address.initial = writeAddress(map);
  if (location.hash.length > 1) followAddress(map);
  window.addEventListener('hashchange', () => followAddress(map));
  filter.on(noteAddress);
  map.on('popupclose', () => noteSelected(null));
}

/** Notes what is open; `marks` of a place are one whole. */
function noteSelected(marks, spot) {
  address.selected = marks && { table: marks[0][0].records, row: marks[0][0].row[marks[0][1]], whole: marks.length > 1 && spot !== undefined };
  noteAddress();
}

/** Writes the address soon; while a large page loads, once it is whole. */
function noteAddress() {
  if (!address.writable || address.late) return;
  if (!whole.here) {
    address.late = true;
    whenWhole(() => {
      address.late = false;
      noteAddress();
    });
    return;
  }
  clearTimeout(address.waiting);
  address.waiting = setTimeout(() => {
    const now = writeAddress(geomap.map);
    const plain = location.href.split('#')[0];
    history.replaceState(null, '', now === address.initial ? plain : `${plain}#${now}`);
  }, 250);
}

/** The address of exactly this view, also where nothing was changed yet. */
const linkHere = () => `${location.href.split('#')[0]}#${writeAddress(geomap.map)}`;
