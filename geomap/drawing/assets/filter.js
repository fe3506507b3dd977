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
const NO_DAY = -2147483648;
const ENDLESS = 2147483647;

const filter = {
  _state: { hidden: [], modality: null, sides: null, sources: null, from: null, to: null, undated: true, found: null },
  _listeners: [],
  _waiting: null,
  _tables: {},
  _publishers: { of: new Int32Array(0), names: [] },

  /** Reads the columns; layers that are off at first are hidden. */
  start() {
    const turn = (x) => x - Math.floor(x);
    data.spots.x = Float64Array.from(data.spots.lon, (lon) => turn(mercatorX(lon)));
    data.spots.y = Float64Array.from(data.spots.lat, mercatorY);
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

/** Days since 1970 of an ISO date; NO_DAY for none. */
const dayNumber = (iso) => (iso ? Math.round(Date.parse(iso) / 86400000) : NO_DAY);

/** An ISO date of a number of days since 1970. */
const isoDay = (number) => new Date(number * 86400000).toISOString().slice(0, 10);

/** A table's columns as the filter reads them. */
function filterColumns(name) {
  const length = data.tables[name].length;
  const columns = data.tables[name].columns;
  const codes = (column) => {
    const names = [];
    const known = new Map();
    const code = new Int32Array(length).fill(-1);
    for (let row = 0; column && row < length; row++) {
      const at = column.v[row];
      if (at < 0 || at === null) continue;
      if (!known.has(at)) known.set(at, names.push(text(at)) - 1);
      code[row] = known.get(at);
    }
    return { code, names };
  };
  const modality = codes(columns.modality);
  const [first, last] = dayColumns(name, codes);
  const source = new Int32Array(length).fill(-1);
  if (columns.document && columns.document.t === 'n') {
    for (let row = 0; row < length; row++) if (columns.document.v[row] >= 0) source[row] = filter._publishers.of[columns.document.v[row]];
  }
  return {
    fails: new Uint8Array(length),
    rowsCounted: ['events', 'figures', 'movements'].includes(name),
    dated: Boolean(columns.date_start),
    modality: modality.code,
    modalities: modality.names,
    source,
    first,
    last,
    ...sideColumns(length, ['actors', 'recipients', 'actor'].map((column) => codes(columns[column]))),
  };
}

/** Who published each source, or its title where nobody is named: number by source, and the names. */
function publishers() {
  const called = data.sources.name;
  const names = [];
  const known = new Map();
  const of = new Int32Array(called.length);
  for (let source = 0; source < of.length; source++) {
    const name = text(called[source]) || word('page.untitled');
    if (!known.has(name)) known.set(name, names.push(name) - 1);
    of[source] = known.get(name);
  }
  return { of, names };
}

/** While a row lasts: from its start, or its end where that alone is known, to its end; without one if it goes on. */
function dayColumns(name, codes) {
  const columns = data.tables[name].columns;
  const [start, end, precision] = ['date_start', 'date_end', 'date_precision'].map((column) => codes(columns[column]));
  const [starts, ends] = [start, end].map(({ names }) => Int32Array.from(names, dayNumber));
  const first = new Int32Array(start.code.length).fill(NO_DAY);
  const last = new Int32Array(start.code.length).fill(NO_DAY);
  for (let row = 0; row < first.length; row++) {
    const from = start.code[row] < 0 ? NO_DAY : starts[start.code[row]];
    const to = end.code[row] < 0 ? NO_DAY : ends[end.code[row]];
    if (from === NO_DAY && to === NO_DAY) continue;
    const kind = precision.code[row] < 0 ? '' : precision.names[precision.code[row]];
    first[row] = from === NO_DAY ? to : from;
    last[row] = to === NO_DAY ? lastDay(from, kind) : to;
  }
  return [first, last];
}

/** The last day of a row that names only its first. */
function lastDay(from, precision) {
  if (precision === 'ongoing') return ENDLESS;
  if (precision === 'week') return from + 6;
  if (precision !== 'month') return from;
  const date = new Date(from * 86400000);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0) / 86400000;
}

/** The actors of each row: rows with the same ones share a group, which lists their names. */
function sideColumns(length, columns) {
  const group = new Int32Array(length);
  const groups = [[]];
  const known = new Map([['-1,-1,-1', 0]]);
  for (let row = 0; row < length; row++) {
    const key = `${columns[0].code[row]},${columns[1].code[row]},${columns[2].code[row]}`;
    if (!known.has(key)) {
      const names = columns.flatMap(({ code, names: all }) => (code[row] < 0 ? [] : all[code[row]].split('; ')));
      known.set(key, groups.push([...new Set(names)]) - 1);
    }
    group[row] = known.get(key);
  }
  return { group, groups, sides: [...new Set(groups.flat())] };
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

/** Rows of each legend entry that are in view and pass everything but the legend. */
function entryCounts(layer) {
  const counts = new Array(layer.legend.length).fill(0);
  let counted = -1;
  for (let i = 0; i < layer.fails.length; i++) {
    // marks of one row stand next to each other
    if (layer.fails[i] & ~LEGEND || !layer.inView[i] || layer.row[i] === counted) continue;
    counted = layer.row[i];
    counts[layer.entry[i]]++;
  }
  return counts;
}

function tallyCodes(open, codes, names, add) {
  const counts = new Map();
  for (let row = 0; row < open.length; row++) {
    if (open[row] && codes[row] >= 0) counts.set(codes[row], (counts.get(codes[row]) || 0) + 1);
  }
  for (const [code, n] of counts) add(names[code], n);
}

function valuesOf(pick) {
  const all = Object.entries(filter._tables).filter(([, table]) => table.rowsCounted);
  return [...new Set(all.flatMap(([, table]) => pick(table)))];
}

/** Marks that stand on spots, by spot: [layer, index] pairs that are shown, topmost layer first. */
function marksBySpot(kinds) {
  const found = new Map();
  for (const layer of [...data.layers].reverse()) {
    if (!kinds.includes(layer.mark)) continue;
    for (let index = 0; index < layer.row.length; index++) {
      if (!shown(layer, index)) continue;
      const spot = layer.spot[index];
      if (!found.has(spot)) found.set(spot, []);
      found.get(spot).push([layer, index]);
    }
  }
  return found;
}

/** Marks of one spot counted by legend entry, in drawing order: [layer, entry, count, all of them dashed]. */
function tallied(marks) {
  const found = new Map();
  for (const [layer, index] of marks) {
    const key = `${layer.id}:${layer.entry[index]}`;
    if (!found.has(key)) found.set(key, [layer, layer.entry[index], 0, true]);
    const kind = found.get(key);
    kind[2]++;
    kind[3] = kind[3] && isDashed(layer, index);
  }
  return [...found.values()];
}
