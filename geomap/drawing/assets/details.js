// What a mark says: the sentence with its quote, who said it, when, where from.

const dayWriters = new Map();

/** A day in words; what writes them is kept, since a browser takes long to make one. */
function day(iso, options) {
  const key = JSON.stringify(options);
  if (!dayWriters.has(key)) dayWriters.set(key, new Intl.DateTimeFormat(data.language, { timeZone: 'UTC', ...options }));
  return dayWriters.get(key).format(new Date(iso));
}

/** A row's date with its precision, in words. */
function dateWords(table, row, style = 'long') {
  const start = value(table, 'date_start', row);
  const end = value(table, 'date_end', row);
  const precision = value(table, 'date_precision', row) || 'unknown';
  const any = start || end;
  if (!any) return word('date.unknown');
  const whole = { dateStyle: style };
  const fields = {
    start: day(any, whole),
    end: day(end || any, whole),
    month: day(any, { year: 'numeric', month: style === 'long' ? 'long' : 'short' }),
  };
  if (precision === 'ongoing') return word(start ? 'date.ongoing_since' : 'date.ongoing', fields);
  if (precision === 'range' && start === end) return word('date.day', fields);
  return word(`date.${precision}`, fields);
}

function typeWords(table, row) {
  const type = value(table, 'type', row);
  if (!type) return '';
  const mode = value(table, 'mode', row);
  return word(mode && hasWord(`type.${type}.${mode}`) ? `type.${type}.${mode}` : `type.${type}`);
}

const A_DAY = ' a day';
const NO_NUMBER = 'number not given';

/** A number with its sign in words of the page, and what is counted between it and "a day": "≤ 8,000 killed". */
function numberWords(row, what = '') {
  const label = value('figures', 'label', row) || '';
  const daily = label.endsWith(A_DAY);
  const plain = daily ? label.slice(0, -A_DAY.length) : label;
  const parts = [plain === NO_NUMBER ? word('page.no_number') : plain, what, daily ? word('page.a_day') : ''];
  return parts.filter(Boolean).join(' ');
}

const figureWords = (row) => numberWords(row, word(`category.${value('figures', 'category', row)}`));

/** The heading of one row: what it is. */
function headline(table, row) {
  const given = value(table, 'headline', row);
  if (given) return given;
  if (table === 'figures') return figureWords(row);
  if (table === 'areas') return value(table, 'place', row) || '';
  if (table === 'places') return value(table, 'name', row) || '';
  return typeWords(table, row);
}

/** A column's value in words. */
function fieldWords(table, column, row) {
  if (column === 'date') return dateWords(table, row);
  if (column === 'type') return typeWords(table, row);
  const found = value(table, column, row);
  if (found === null) return '';
  if (column === 'subset_of') return figureBy(rowOf('figures', found));
  if (['category', 'modality', 'precision', 'role'].includes(column)) return word(`${column}.${found}`);
  return typeof found === 'number' ? number(found) : found;
}

function figureBy(row) {
  if (row < 0) return '';
  const speaker = value('figures', 'speaker', row);
  return numberWords(row) + (speaker ? ` (${speaker})` : '');
}

/** A row's quote, its sentence and its paragraph as pieces: all '' where the page holds no such text. */
function passage(table, row) {
  const paragraph = value(table, 'paragraph', row);
  if (paragraph === null) return { before: '', lead: '', quote: value(table, 'quote', row) || '', tail: '', after: '' };
  const [a, b, c, d] = ['sentence_from', 'quote_from', 'quote_to', 'sentence_to'].map((end) => value(table, end, row));
  const cut = (from, to) => paragraph.slice(from, to);
  return { before: cut(0, a), lead: cut(a, b), quote: cut(b, c), tail: cut(c, d), after: cut(d) };
}

const AROUND = 220;

/** The sentence of a row with its quote marked, inside as much of its paragraph as there is room for. */
function quoteBlock(table, row) {
  const { before, lead, quote, tail, after } = passage(table, row);
  if (!quote) return null;
  const early = before.length > AROUND ? `… ${before.slice(-AROUND).replace(/^\S*\s/, '')}` : before;
  const late = after.length > AROUND ? `${after.slice(0, AROUND).replace(/\s\S*$/, '')} …` : after;
  const block = make('blockquote', { class: 'gm-quote', dir: 'auto' });
  const around = (piece) => (piece ? make('span', { class: 'gm-around' }, piece) : '');
  block.append(around(early), lead, make('mark', null, quote), tail, around(late));
  return block;
}

function speakerLine(table, row) {
  const speaker = value(table, 'speaker', row);
  if (!speaker) return null;
  const role = value(table, 'speaker_role', row);
  return make('p', { class: 'gm-speaker' }, '— ', quoted(speaker, 'b'), role ? ', ' : '', role ? quoted(role) : '');
}

const sourceOf = (table, row) => {
  const source = value(table, 'document', row);
  return typeof source === 'number' && source >= 0 ? source : -1;
};

function sourceLine(table, row) {
  const source = sourceOf(table, row);
  if (source < 0) return null;
  const line = make('p', { class: 'gm-source' }, ...sourceParts(source));
  if (value(table, 'paragraph', row) === null) return line;
  const read = make('button', { type: 'button', class: 'gm-show' }, word('page.in_context'));
  read.addEventListener('click', () => showSource(source, table, row));
  return make('div', null, line, read);
}

/** Publisher, date and links of a document. */
function sourceParts(source) {
  const column = (name) => text(data.sources[name][source]);
  const parts = [];
  if (column('publisher')) parts.push(quoted(column('publisher')));
  if (column('published')) parts.push(day(column('published'), { dateStyle: 'medium' }));
  if (column('url')) parts.push(link(column('url'), word('page.source_link')));
  if (column('archived')) parts.push(link(column('archived'), word('page.archived_link')));
  if (!parts.length) parts.push(quoted(column('title') || word('page.untitled')));
  return parts.flatMap((part, i) => (i ? [' · ', part] : [part]));
}

/** Who says a number: its speaker, or else its publisher. */
function voice(row) {
  const source = sourceOf('figures', row);
  const publisher = source < 0 ? '' : text(data.sources.publisher[source]) || text(data.sources.title[source]);
  return value('figures', 'speaker', row) || publisher || word('page.untitled');
}

/** Numbers that contradict each other side by side, "Kyiv: 40 killed · Moscow: 12"; each leads to its mark. */
function versus(rows) {
  const sides = rows.map((row) => {
    const mark = markOf('figures', row);
    const inside = [quoted(voice(row), 'span', 'gm-voice'), quoted(figureWords(row), 'b')];
    if (!mark) return make('span', { class: 'gm-side' }, ...inside);
    return make('button', { type: 'button', class: 'gm-side', on: { click: () => geomap.show(...mark) } }, ...inside);
  });
  return make('div', { class: 'gm-versus' }, ...sides);
}

/** What else is known of a figure: who says otherwise, and what was corrected. */
function figureNotes(row) {
  const { conflicting, corrects, corrected } = relatives(row);
  const notes = [];
  if (conflicting.length) notes.push(make('h4', null, word('page.differ')), versus([row, ...conflicting]));
  for (const other of corrected) notes.push(quoted(word('page.corrected', { label: figureBy(other) }), 'p', 'gm-correction'));
  for (const other of corrects) notes.push(quoted(word('page.corrects', { label: figureBy(other) }), 'p', 'gm-correction'));
  return notes;
}

/** Everything about one row. */
function card(layer, row) {
  const table = layer.records;
  const list = make('dl', { class: 'gm-fields' });
  const add = (label, found) => {
    if (found) list.append(make('dt', null, label), quoted(found, 'dd'));
  };
  const heading = headline(table, row);
  for (const [column, label] of layer.popup) {
    if (column === 'label' || column === 'conflicts_with') continue;
    const found = fieldWords(table, column, row);
    if (found !== heading) add(text(label) || word(`field.${column}`), found);
  }
  if (value(table, 'modality', row)) add(word('field.modality'), fieldWords(table, 'modality', row));
  const confidence = value(table, 'confidence', row);
  if (confidence) add(word('field.confidence'), confidence.toLocaleString(data.language, { style: 'percent' }));
  const notes = table === 'figures' ? figureNotes(row) : [];
  const parts = [quoteBlock(table, row), speakerLine(table, row), ...notes, list, sourceLine(table, row)];
  if (layer.source) parts.push(quoted(layer.source, 'p', 'gm-source'));
  return make('div', { class: 'gm-card' }, ...parts.filter(Boolean));
}

const PER_POPUP = 40;

/** The content of a popup: one card, or a list of headings that open; `grown` is called when one does. */
function details(marks, title, grown) {
  const rows = new Map();
  for (const [layer, index] of marks) rows.set(`${layer.records}:${layer.row[index]}`, [layer, index]);
  // the map itself is laid out from left to right in every language
  const box = make('div', { class: 'gm-popup', dir: data.direction });
  if (title) box.append(quoted(title, 'h2'));
  const found = [...rows.values()];
  if (found.length === 1) {
    const [[layer, index]] = found;
    const row = layer.row[index];
    if (headline(layer.records, row) !== title) box.append(make('h3', null, ...markHeading(layer, index)));
    box.append(card(layer, row));
    return box;
  }
  if (found.length > PER_POPUP) box.append(make('p', { class: 'gm-note' }, counted('reports_here', found.length)));
  box.append(paged(found, PER_POPUP, (each) => listedMark(...each, grown), grown));
  return box;
}

function markHeading(layer, index) {
  const entry = layer.legend[layer.entry[index]];
  const pictured = { glyph: () => glyphPicture(entry, 16, isDashed(layer, index)), arrow: () => key(layer, entry, isDashed(layer, index)) };
  const picture = pictured[layer.mark] ? repainted(pictured[layer.mark]) : null;
  return [picture, quoted(headline(layer.records, layer.row[index]) + doubt(layer, index), 'span', 'gm-what')];
}

/** Of an arrow that is drawn in dashes, how sure it is, as its label on the map says it: " (claimed)". */
function doubt(layer, index) {
  const modality = value(layer.records, 'modality', layer.row[index]);
  const unsure = layer.mark === 'arrow' && isDashed(layer, index) && modality && modality !== 'occurred';
  return unsure ? ` (${word(`modality.${modality}`)})` : '';
}

function listedMark(layer, index, grown) {
  const row = layer.row[index];
  const dated = value(layer.records, 'date_start', row) || value(layer.records, 'date_end', row);
  const date = dated ? make('span', { class: 'gm-when' }, dateWords(layer.records, row, 'medium')) : null;
  const item = make('details', { class: 'gm-item' }, make('summary', null, ...markHeading(layer, index), date));
  item.addEventListener('toggle', () => {
    if (item.childElementCount === 1) item.append(card(layer, row));
    grown();
  });
  return item;
}
