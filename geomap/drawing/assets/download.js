// What is shown as a file: GeoJSON as RFC 7946 wants it, or a table that no spreadsheet runs as a formula.
//
// Files are written a slice at a time, between which the page answers; a text that many rows share is quoted once.

const LAYER_OF = { events: 'event', figures: 'figure', movements: 'movement', places: 'place' };
const INSIDE = new Set(['document', 'paragraph', 'sentence_from', 'quote_from', 'quote_to', 'sentence_to']);
const SOURCE_COLUMNS = ['title', 'publisher', 'published', 'url'];
const WRITING = 25; // milliseconds of work between which the page can answer
const PART = 1 << 20; // bytes that are handed to the browser at once

/** Rows of a table with a mark that the filters leave, in order, and the marks of each. */
class ShownRows {
  constructor(table) {
    this.table = table;
    this.layers = data.layers.filter((layer) => layer.records === table);
    const { length } = data.tables[table];
    this.start = new Uint32Array(length + 1);
    for (const { row, visible: on } of this.layers) for (let i = 0; i < on.length; i++) this.start[row[i] + 1] += on[i];
    this.length = 0;
    for (let row = 0; row < length; row++) {
      if (this.start[row + 1]) this.length++;
      this.start[row + 1] += this.start[row];
    }
    const next = this.start.slice(0, length);
    this.layerAt = new Uint8Array(this.start[length]);
    this.markAt = new Uint32Array(this.start[length]);
    this.layers.forEach(({ row, visible: on }, number) => {
      for (let i = 0; i < on.length; i++) {
        if (!on[i]) continue;
        const at = next[row[i]]++;
        this.layerAt[at] = number;
        this.markAt[at] = i;
      }
    });
  }

  * [Symbol.iterator]() {
    for (let row = 0; row + 1 < this.start.length; row++) if (this.start[row + 1] > this.start[row]) yield row;
  }

  marks(row) {
    const found = [];
    for (let at = this.start[row]; at < this.start[row + 1]; at++) found.push([this.layers[this.layerAt[at]], this.markAt[at]]);
    return found;
  }
}

/** How the values of a table are written: names by row, and cells made by `write`, which each text passes once. */
class Cells {
  constructor(table, write, texts) {
    const { columns } = data.tables[table];
    this.table = table;
    const written = (at) => {
      if (!(at >= 0)) return write(null);
      if (texts[at] === undefined) texts[at] = write(data.texts[at]);
      return texts[at];
    };
    const layer = write(LAYER_OF[table]);
    this.columns = new Map([['layer', () => layer]]);
    for (const name in columns) {
      if (INSIDE.has(name)) continue;
      const { t, v } = columns[name];
      const coded = t === 's' && ArrayBuffer.isView(v);
      this.columns.set(name, coded ? (row) => written(v[row]) : (row) => write(value(table, name, row)));
    }
    this.quote = (row) => write(quoteOf(table, row));
    this.sources = SOURCE_COLUMNS.map((name) => {
      const list = data.sources[name];
      return (source) => (text(list[source]) ? (ArrayBuffer.isView(list) ? written(list[source]) : write(text(list[source]))) : write(null));
    });
    this.sets = [];
  }

  /** The names and writers of a row's values: rows differ in whether they have a quote and a source. */
  of(row) {
    const quote = quoteOf(this.table, row) ? 1 : 0;
    const sourced = sourceOf(this.table, row) >= 0 ? 2 : 0;
    const number = quote + sourced;
    if (!this.sets[number]) {
      const found = new Map(this.columns);
      if (quote) found.set('quote', this.quote);
      if (sourced) SOURCE_COLUMNS.forEach((name, at) => found.set(name, (each) => this.sources[at](sourceOf(this.table, each))));
      const names = [...found.keys()];
      const heads = names.map((name, i) => `${i ? ',' : ''}${JSON.stringify(name)}:`);
      this.sets[number] = { names, heads, writers: [...found.values()], number };
    }
    return this.sets[number];
  }
}

/** The quote of a row without the text around it. */
function quoteOf(table, row) {
  const paragraph = value(table, 'paragraph', row);
  if (paragraph === null) return value(table, 'quote', row) || '';
  return paragraph.slice(value(table, 'quote_from', row), value(table, 'quote_to', row));
}

const shownTables = () => Object.keys(LAYER_OF).filter((table) => data.tables[table]).map((table) => new ShownRows(table));

/** The lines of a GeoJSON file, one for each row. */
function* geojsonLines(shownIn) {
  const json = (found) => JSON.stringify(found === undefined ? null : found);
  const texts = [];
  const outlines = new Outlines();
  let at = 0;
  yield '{"type":"FeatureCollection","features":[\n';
  for (const rows of shownIn) {
    const cells = new Cells(rows.table, json, texts);
    const hasId = cells.columns.has('id');
    for (const row of rows) {
      const { writers, heads } = cells.of(row);
      const id = json(`${LAYER_OF[rows.table]}/${hasId ? value(rows.table, 'id', row) : at}`);
      // joined at once: adding to a text a hundred times leaves it in pieces that are slow to gather
      const line = [at ? ',\n' : '', '{"type":"Feature","id":', id, ',"geometry":', geometryText(rows.marks(row), outlines), ',"properties":{'];
      for (let i = 0; i < heads.length; i++) line.push(heads[i], writers[i](row));
      line.push('}}');
      yield line.join('');
      at++;
    }
  }
  yield '\n]}\n';
}

/** A cell of comma-separated values; text that a spreadsheet would run as a formula gets an apostrophe before it. */
function csvCell(found) {
  if (found === null || found === undefined) return '';
  if (typeof found === 'number') return String(found);
  const safe = /^[\s]*[=+\-@\t\r]/.test(found) ? `'${found}` : found;
  return /[",\r\n]/.test(safe) ? `"${safe.split('"').join('""')}"` : safe;
}

/** The lines of a table: its columns are those of all rows, in the order in which they first occur. */
function* csvLines(shownIn) {
  const texts = [];
  const tables = shownIn.map((rows) => [rows, new Cells(rows.table, csvCell, texts)]);
  const column = new Map();
  for (const [rows, cells] of tables) {
    const met = new Set();
    for (const row of rows) {
      const { names, number: kind } = cells.of(row);
      if (!met.has(kind)) for (const name of [...names, 'lon', 'lat']) if (!column.has(name)) column.set(name, column.size);
      met.add(kind);
      yield '';
    }
  }
  yield `\ufeff${[...column.keys()].map(csvCell).join(',')}\r\n`;
  for (const [rows, cells] of tables) {
    for (const row of rows) {
      const { names, writers } = cells.of(row);
      const line = new Array(column.size).fill('');
      for (let i = 0; i < names.length; i++) line[column.get(names[i])] = writers[i](row);
      const [lon, lat] = cellsOfPoint(rows.marks(row));
      line[column.get('lon')] = csvCell(lon);
      line[column.get('lat')] = csvCell(lat);
      yield `${line.join(',')}\r\n`;
    }
  }
}

/** Puts lines together as one blob; null if `stopped` says so meanwhile. `progress` hears how many there are so far. */
async function blobOf(lines, type, progress, stopped) {
  const parts = [];
  const encoder = new TextEncoder();
  const buffer = new Uint8Array(PART);
  let filled = 0;
  let n = 0;
  let turn = 0;
  let started = performance.now();
  const flush = () => {
    parts.push(new Blob([buffer.subarray(0, filled)]));
    filled = 0;
  };
  for (const line of lines) {
    if (line) n++;
    if (3 * line.length > PART - filled) flush();
    if (3 * line.length > PART) parts.push(new Blob([line]));
    else filled += encoder.encodeInto(line, buffer.subarray(filled)).written;
    if (++turn % 64 || performance.now() - started < WRITING) continue;
    progress(n);
    await new Promise((done) => setTimeout(done));
    if (stopped()) return null;
    started = performance.now();
  }
  flush();
  return new Blob(parts, { type });
}

/** Hands a file to the reader; nothing leaves the page. */
function save(name, content, type) {
  const blob = content instanceof Blob ? content : new Blob([content], { type });
  const address = URL.createObjectURL(blob);
  const anchor = make('a', { href: address, download: name });
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

/** A file name made of the map's title. */
function fileName(suffix) {
  const plain = text(data.title).normalize('NFKD').replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-+|-+$/g, '').slice(0, 60);
  return `${plain || 'map'}.${suffix}`;
}
