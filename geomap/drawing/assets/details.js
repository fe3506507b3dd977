// What a mark says: the sentence with its quote, who said it, when, where from.

const day = (iso, options) => new Intl.DateTimeFormat(data.language, { timeZone: 'UTC', ...options }).format(new Date(iso));

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
    month: day(any, { year: 'numeric', month: 'long' }),
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

/** The heading of one row: what it is. */
function headline(layer, row) {
  const table = layer.records;
  if (table === 'figures') return `${value(table, 'label', row)} ${word(`category.${value(table, 'category', row)}`)}`;
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
  if (column === 'subset_of' || column === 'conflicts_with') return otherFigures(found);
  if (['category', 'modality', 'precision', 'role'].includes(column)) return word(`${column}.${found}`);
  return typeof found === 'number' ? number(found) : found;
}

function otherFigures(ids) {
  const wanted = ids.split('; ');
  const found = [];
  for (let row = 0; row < data.tables.figures.length; row++) {
    if (!wanted.includes(value('figures', 'id', row))) continue;
    const speaker = value('figures', 'speaker', row);
    found.push(value('figures', 'label', row) + (speaker ? ` (${speaker})` : ''));
  }
  return found.join('; ');
}

/** The sentence of a row with its quote marked. */
function quoteBlock(table, row) {
  const quote = value(table, 'quote', row);
  if (!quote) return null;
  const block = make('blockquote', { class: 'gm-quote', dir: 'auto' });
  block.append(value(table, 'before', row) || '', make('mark', null, quote), value(table, 'after', row) || '');
  return block;
}

function speakerLine(table, row) {
  const speaker = value(table, 'speaker', row);
  if (!speaker) return null;
  const role = value(table, 'speaker_role', row);
  return make('p', { class: 'gm-speaker' }, '— ', quoted(speaker, 'b'), role ? ', ' : '', role ? quoted(role) : '');
}

function sourceLine(table, row) {
  const source = value(table, 'document', row);
  if (source === null || source < 0) return null;
  return make('p', { class: 'gm-source' }, ...sourceParts(source));
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

/** Everything about one row. */
function card(layer, row) {
  const table = layer.records;
  const list = make('dl', { class: 'gm-fields' });
  const add = (label, found) => {
    if (found) list.append(make('dt', null, label), quoted(found, 'dd'));
  };
  const heading = headline(layer, row);
  for (const [column, label] of layer.popup) {
    const found = fieldWords(table, column, row);
    if (found !== heading && column !== 'label') add(label >= 0 ? text(label) : word(`field.${column}`), found);
  }
  if (value(table, 'modality', row)) add(word('field.modality'), fieldWords(table, 'modality', row));
  const confidence = value(table, 'confidence', row);
  if (confidence) add(word('field.confidence'), `${Math.round(confidence * 100)} %`);
  const parts = [quoteBlock(table, row), speakerLine(table, row), list, sourceLine(table, row)];
  return make('div', { class: 'gm-card' }, ...parts.filter(Boolean));
}

/** The content of a popup: one card, or a list of headings that open; `grown` is called when one does. */
function details(marks, title, grown) {
  const rows = new Map();
  for (const [layer, index] of marks) rows.set(`${layer.records}:${layer.row[index]}`, [layer, index]);
  const box = make('div', { class: 'gm-popup' });
  if (title) box.append(quoted(title, 'h2'));
  const found = [...rows.values()];
  for (const [layer, index] of found) {
    const row = layer.row[index];
    const entry = layer.legend[layer.entry[index]];
    const picture = layer.mark === 'glyph' ? glyphPicture(entry) : null;
    const name = quoted(headline(layer, row), 'span', 'gm-what');
    if (found.length === 1) {
      if (headline(layer, row) !== title) box.append(make('h3', null, picture, name));
      box.append(card(layer, row));
      continue;
    }
    const dated = value(layer.records, 'date_start', row) || value(layer.records, 'date_end', row);
    const date = dated ? make('span', { class: 'gm-when' }, dateWords(layer.records, row, 'medium')) : null;
    const item = make('details', { class: 'gm-item' }, make('summary', null, picture, name, date));
    item.addEventListener('toggle', () => {
      if (item.childElementCount === 1) item.append(card(layer, row));
      grown();
    });
    box.append(item);
  }
  return box;
}
