// What is shown: one state, and one pass over typed columns when a part of it changes.
//
//   filter.get()          the state, as plain values that can be written into an address
//   filter.set(patch)     changes parts of the state; unknown parts are left alone
//   filter.on(listener)   listener({ marks }) runs once a frame after changes; marks is false if only the view moved
//   filter.counts(facet)  Map of value to the number of rows in view that every other condition lets through
//   filter.values(facet)  every value of a facet, as an array in the order of first use
//   shown(layer, index)   whether a mark is shown
//
// State: hidden    keys of layers and legend entries that are switched off: 'events', 'events:2'
//        modality  the modalities shown, or null for all          sides    names of actors, or null for all
//        sources   publishers (titles of documents without     from, to days as '2024-11-01', or null
//                  one), or null for all
//        undated   whether rows without a date are shown          found    rows that a search found, as
//                  { events: Uint8Array by row, … }, or null; tables that it lacks are not searched
// Facets: 'entry' (keys as in hidden), 'modality', 'sides', 'sources'.
// A row passes where its table lacks the column; an area passes if a row that stands on it does.

const LEGEND = 1;
const MODALITY = 2;
const SIDE = 4;
const SOURCE = 8;
const DATE = 16;
const FOUND = 32;
const VIEW = 64;
const FACET_BIT = { entry: LEGEND, modality: MODALITY, sides: SIDE, sources: SOURCE, date: DATE };

const filter = {
  _state: { hidden: [], modality: null, sides: null, sources: null, from: null, to: null, undated: true, found: null },
  _listeners: [],
  _waiting: null,
  _tables: {},
  _publishers: { of: new Int32Array(0), names: [] },

  /** Reads the columns; layers that are off at first are hidden. */
  start() {
    placeSpots(data.spots);
    this._publishers = publishers();
    for (const name in data.tables) this._tables[name] = filterColumns(name);
    for (const layer of data.layers) {
      layer.visible = new Uint8Array(layer.row.length);
      layer.fails = new Uint8Array(layer.row.length);
      layer.inView = new Uint8Array(layer.row.length).fill(1);
    }
    this._state.hidden = data.layers.filter((layer) => !layer.show).map((layer) => layer.id);
    this._pass();
  },

  get() {
    return { ...this._state };
  },

  set(patch) {
    for (const name in patch) if (name in this._state) this._state[name] = patch[name];
    this._pass();
    this._notify(true);
  },

  on(listener) {
    this._listeners.push(listener);
  },

  /** The part of the earth in view: west, east, north and south in Web Mercator's unit square. */
  look(view) {
    const seenSpots = spotsSeen(view);
    for (const layer of data.layers) {
      const plain = layer.mark !== 'area' && layer.mark !== 'arrow';
      const { spot, inView: on } = layer;
      for (let i = 0; i < on.length; i++) on[i] = plain ? seenSpots[spot[i]] : Number(shapeInView(layer, i, view, seenSpots));
    }
    this._notify(false);
  },

  values(facet) {
    if (facet === 'modality') return valuesOf((table) => table.modalities);
    if (facet === 'sides') return valuesOf((table) => table.sides);
    if (facet === 'sources') return this._publishers.names;
    return data.layers.flatMap((layer) => [layer.id, ...layer.legend.map((_, entry) => `${layer.id}:${entry}`)]);
  },

  counts(facet) {
    const found = new Map();
    const add = (key, n = 1) => found.set(key, (found.get(key) || 0) + n);
    if (facet === 'entry') {
      for (const layer of data.layers) {
        const counts = entryCounts(layer);
        counts.forEach((n, entry) => add(`${layer.id}:${entry}`, n));
        add(layer.id, counts.reduce((sum, n) => sum + n, 0));
      }
      return found;
    }
    for (const name in this._tables) {
      const table = this._tables[name];
      if (!table.rowsCounted) continue;
      const open = this.open(facet, name);
      if (facet === 'modality') tallyCodes(open, table.modality, table.modalities, add);
      if (facet === 'sources') tallyCodes(open, table.source, this._publishers.names, add);
      if (facet === 'sides') {
        const groups = new Int32Array(table.groups.length);
        for (let row = 0; row < open.length; row++) groups[table.group[row]] += open[row];
        table.groups.forEach((sides, group) => sides.forEach((side) => groups[group] && add(side, groups[group])));
      }
    }
    return found;
  },

  /** For each row of a table 1 if it is drawn, in view, and let through by everything but a facet. */
  open(facet, name) {
    const open = new Uint8Array(data.tables[name].length);
    const mask = 255 ^ FACET_BIT[facet];
    for (const layer of data.layers) {
      if (layer.records !== name) continue;
      const { row, fails, inView: seenHere } = layer;
      for (let i = 0; i < fails.length; i++) if (seenHere[i] && !(fails[i] & mask)) open[row[i]] = 1;
    }
    return open;
  },

  /** First and last day of a table's rows as days since 1970; NO_DAY where there is none. */
  days(name) {
    return this._tables[name];
  },

  _pass() {
    const state = this._state;
    for (const name in this._tables) rowPass(this._tables[name], state, name);
    const hidden = new Set(state.hidden);
    const standing = new Uint8Array(data.spots.lon.length);
    for (const layer of data.layers) {
      if (layer.records === 'areas') continue;
      markPass(layer, hidden, this._tables[layer.records].fails);
      if (layer.spot && this._tables[layer.records].rowsCounted) {
        for (let i = 0; i < layer.fails.length; i++) if (!(layer.fails[i] & ~LEGEND)) standing[layer.spot[i]] = 1;
      }
    }
    for (const layer of data.layers) {
      if (layer.records !== 'areas') continue;
      markPass(layer, hidden, null);
      for (let i = 0; i < layer.fails.length; i++) {
        if (standing[layer.spot[i]]) continue;
        layer.fails[i] |= FOUND;
        layer.visible[i] = 0;
      }
    }
  },

  _notify(marks) {
    if (this._waiting) {
      this._waiting.marks = this._waiting.marks || marks;
      return;
    }
    this._waiting = { marks };
    requestAnimationFrame(() => {
      const changed = this._waiting;
      this._waiting = null;
      this._listeners.forEach((listener) => listener(changed));
    });
  },
};

/** Whether mark `index` of a layer is shown. */
const shown = (layer, index) => layer.visible[index] === 1;

/** Switches a layer ('events') or legend entry ('events:2') on or off. */
function setShown(key, on) {
  const hidden = filter.get().hidden.filter((each) => each !== key);
  filter.set({ hidden: on ? hidden : [...hidden, key] });
}

/** Which conditions each row of a table fails. */
function rowPass(table, state, name) {
  const { fails, modality, group, source, first, last, dated } = table;
  const wanted = (names, list) => {
    const chosen = list && new Set(list);
    return Uint8Array.from(names, (each) => (!chosen || chosen.has(each) ? 1 : 0));
  };
  const modalities = wanted(table.modalities, state.modality);
  const chosen = state.sides && new Set(state.sides);
  const sides = Uint8Array.from(table.groups, (names) => (!chosen || names.some((each) => chosen.has(each)) ? 1 : 0));
  const sources = wanted(filter._publishers.names, state.sources);
  const from = state.from ? dayNumber(state.from) : NO_DAY;
  const to = state.to ? dayNumber(state.to) : ENDLESS;
  const found = state.found && state.found[name];
  for (let row = 0; row < fails.length; row++) {
    let bits = 0;
    if (modality[row] >= 0 && !modalities[modality[row]]) bits |= MODALITY;
    if (table.rowsCounted && !sides[group[row]]) bits |= SIDE;
    if (source[row] >= 0 && !sources[source[row]]) bits |= SOURCE;
    if (dated && (first[row] === NO_DAY ? !state.undated : first[row] > to || last[row] < from)) bits |= DATE;
    if (found && !found[row]) bits |= FOUND;
    fails[row] = bits;
  }
}

/** Which conditions each mark of a layer fails, and whether it is shown. */
function markPass(layer, hidden, rowFails) {
  const { row, entry, fails, visible: on } = layer;
  const off = Uint8Array.from(layer.legend, (_, n) => (hidden.has(layer.id) || hidden.has(`${layer.id}:${n}`) ? LEGEND : 0));
  for (let i = 0; i < fails.length; i++) {
    fails[i] = off[entry[i]] | (rowFails ? rowFails[row[i]] : 0);
    on[i] = fails[i] ? 0 : 1;
  }
}

/** Where spots are in Web Mercator's unit square. */
function placeSpots(spots) {
  const { lon, lat } = spots;
  const [x, y] = [new Float64Array(lon.length), new Float64Array(lon.length)];
  for (let spot = 0; spot < x.length; spot++) {
    const turned = mercatorX(lon[spot]);
    x[spot] = turned - Math.floor(turned);
    y[spot] = mercatorY(lat[spot]);
  }
  Object.assign(spots, { x, y });
}

/** For each spot 1 if it is in a view. */
function spotsSeen(view) {
  const { x, y } = data.spots;
  const found = new Uint8Array(x.length);
  const wide = view.east - view.west;
  const west = view.west - Math.floor(view.west);
  for (let spot = 0; spot < found.length; spot++) {
    if (y[spot] < view.north || y[spot] > view.south) continue;
    const apart = x[spot] < west ? x[spot] - west + 1 : x[spot] - west;
    if (apart <= wide) found[spot] = 1;
  }
  return found;
}

/** Whether an arrow or area reaches into a view. */
function shapeInView(layer, index, view, seenSpots) {
  if (layer.ends) {
    const [west, south, east, north] = layer.ends[index];
    const [top, bottom] = [mercatorY(Math.max(south, north)), mercatorY(Math.min(south, north))];
    const apart = mercatorX(Math.min(west, east)) - view.west;
    const left = apart - Math.floor(apart);
    const wide = Math.abs(east - west) / 360;
    return bottom >= view.north && top <= view.south && (left <= view.east - view.west || left + wide >= 1);
  }
  if (!layer.outline[index]) return seenSpots[layer.spot[index]];
  const boxes = areaPaths(layer, index).flat().map(({ box }) => box);
  return turns(view).some((turn) => boxes.some((box) => seen(box, { ...view, west: view.west - turn, east: view.east - turn })));
}
