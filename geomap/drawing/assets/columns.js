// The columns that the filter compares, read once from the tables: what rows have, as small whole numbers.

const NO_DAY = -2147483648;
const ENDLESS = 2147483647;

/** Days since 1970 of an ISO date; NO_DAY for none. */
function dayNumber(iso) {
  if (!iso) return NO_DAY;
  const time = iso.length === 10 ? Date.UTC(iso.slice(0, 4), iso.slice(5, 7) - 1, iso.slice(8, 10)) : Date.parse(iso);
  return Math.round(time / 86400000);
}

/** An ISO date of a number of days since 1970. */
const isoDay = (number) => new Date(number * 86400000).toISOString().slice(0, 10);

/** A column of texts as numbers by row, -1 where there is none, and the names that they stand for. */
function codesOf(column, length) {
  const names = [];
  const code = new Int32Array(length).fill(-1);
  if (!column) return { code, names };
  const { v } = column;
  const numbered = ArrayBuffer.isView(v);
  const known = numbered ? new Int32Array(data.texts.length) : new Map();
  for (let row = 0; row < length; row++) {
    const at = v[row];
    if (at === null || at < 0 || Number.isNaN(at)) continue;
    let name = numbered ? known[at] : known.get(at) || 0; // one more than its number
    if (!name) {
      name = names.push(text(at));
      if (numbered) known[at] = name;
      else known.set(at, name);
    }
    code[row] = name - 1;
  }
  return { code, names };
}

/** A table's columns as the filter reads them. */
function filterColumns(name) {
  const length = data.tables[name].length;
  const columns = data.tables[name].columns;
  const codes = (column) => codesOf(column, length);
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
  const known = new Map([[0, 0]]);
  const [a, b, c] = columns.map(({ code }) => code);
  const [wide, wider] = [columns[2].names.length + 1, (columns[1].names.length + 1) * (columns[2].names.length + 1)];
  for (let row = 0; row < length; row++) {
    const key = (a[row] + 1) * wider + (b[row] + 1) * wide + c[row] + 1;
    let found = known.get(key);
    if (found === undefined) {
      const names = columns.flatMap(({ code, names: all }) => (code[row] < 0 ? [] : all[code[row]].split('; ')));
      found = groups.push([...new Set(names)]) - 1;
      known.set(key, found);
    }
    group[row] = found;
  }
  return { group, groups, sides: [...new Set(groups.flat())] };
}
