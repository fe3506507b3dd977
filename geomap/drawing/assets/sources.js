// The sources: documents with the passages behind the marks, what is not drawn, and numbers that differ.

const PER_PAGE = 50;
const sourcesTab = {};

function buildSources() {
  const box = make('div');
  const groups = conflicts();
  if (groups.length) box.append(section(word('page.differ'), groups.length, () => [paged(groups, PER_PAGE, conflictItem)]));
  if (data.omitted[0].length) box.append(omitted());
  const all = Array.from(data.sources.title, (_, source) => source);
  if (!all.length) return box;
  sourcesTab.section = section(word('page.documents'), all.length, () => {
    sourcesTab.list = paged(all, PER_PAGE, documentItem);
    return [sourcesTab.list];
  });
  box.prepend(sourcesTab.section);
  sourcesTab.section.open = true;
  return box;
}

/** Rows of events and figures by document, in the order in which the text has them. */
function rowsOfSources() {
  if (sourcesTab.rows) return sourcesTab.rows;
  const found = (sourcesTab.rows = new Map());
  for (const table of ['events', 'figures']) {
    for (let row = 0; row < data.tables[table].length; row++) {
      const source = sourceOf(table, row);
      if (source < 0) continue;
      if (!found.has(source)) found.set(source, []);
      found.get(source).push([table, row]);
    }
  }
  return found;
}

function documentItem(source) {
  const rows = rowsOfSources().get(source) || [];
  const title = quoted(text(data.sources.title[source]) || word('page.untitled'), 'b');
  const meta = make('p', { class: 'gm-source' }, ...sourceParts(source));
  if (!rows.length) return make('div', null, title, meta);
  const item = make('details', { class: 'gm-document' }, make('summary', null, title), meta);
  item.addEventListener('toggle', () => item.childElementCount === 2 && item.append(passages(rows)));
  return item;
}

/** The paragraphs of a document that hold quotes, each quote a link to its mark; rows without a text as a list. */
function passages(rows) {
  const paragraphs = new Map();
  const loose = [];
  for (const [table, row] of rows) {
    const column = data.tables[table].columns.paragraph;
    const at = column ? column.v[row] : -1;
    if (at === null || at < 0) loose.push([table, row]);
    else if (paragraphs.has(at)) paragraphs.get(at).push([table, row]);
    else paragraphs.set(at, [[table, row]]);
  }
  const box = make('div', { class: 'gm-passages' });
  if (paragraphs.size) box.append(paged([...paragraphs], PER_PAGE, ([at, found]) => paragraph(text(at), found)));
  if (loose.length) box.append(paged(loose, PER_PAGE, ([table, row]) => reportItem(table, row)));
  return box;
}

/** A paragraph with the quotes in it marked; quotes that overlap are one. */
function paragraph(whole, rows) {
  const spans = rows
    .map(([table, row]) => ({ from: value(table, 'quote_from', row), to: value(table, 'quote_to', row), rows: [[table, row]] }))
    .sort((a, b) => a.from - b.from || b.to - a.to);
  const merged = [];
  for (const span of spans) {
    const last = merged[merged.length - 1];
    if (last && span.from < last.to) {
      last.to = Math.max(last.to, span.to);
      last.rows.push(...span.rows);
    } else merged.push(span);
  }
  const box = make('p', { class: 'gm-paragraph', dir: 'auto' });
  let done = 0;
  for (const span of merged) {
    box.append(whole.slice(done, span.from), said(whole.slice(span.from, span.to), span.rows));
    done = span.to;
  }
  box.append(whole.slice(done));
  return box;
}

/** A quote in a text: leads to its mark, or says why it has none. */
function said(words, rows) {
  const drawn = rows.find(([table, row]) => markOf(table, row));
  const names = rows.map(([table, row]) => `${table}:${row}`).join(' ');
  if (!drawn) return make('span', { class: 'gm-said gm-undrawn', title: whyNotDrawn(...rows[0]), 'data-rows': names }, words);
  const about = rows.map(([table, row]) => headline(table, row)).join('; ');
  const show = (event) => {
    event.preventDefault();
    geomap.show(...markOf(...drawn));
  };
  return make('a', { href: '#', class: 'gm-said', title: about, 'data-rows': names, on: { click: show } }, words);
}

/** One report outside its text: what, where, when, the quote and who said it. */
function reportItem(table, row) {
  const place = value(table, 'place', row);
  const mark = markOf(table, row);
  const show = mark && make('button', { type: 'button', class: 'gm-show', on: { click: () => geomap.show(...mark) } }, word('page.show_on_map'));
  return make(
    'div',
    { class: 'gm-report', 'data-rows': `${table}:${row}` },
    quoted(headline(table, row), 'b'),
    place ? [', ', quoted(place)] : '',
    quoteBlock(table, row),
    speakerLine(table, row),
    show || make('p', { class: 'gm-note' }, whyNotDrawn(table, row)),
  );
}

/** Events that were found and are not on the map, by reason, each with its quote. */
function omitted() {
  const [rows, reasons] = data.omitted;
  const groups = new Map();
  rows.forEach((row, i) => {
    if (!groups.has(reasons[i])) groups.set(reasons[i], []);
    groups.get(reasons[i]).push(row);
  });
  return section(word('page.not_drawn'), rows.length, () =>
    [...groups].flatMap(([reason, found]) => [
      make('h3', null, word(`reason_long.${text(reason)}`)),
      paged(found, PER_PAGE, omittedItem),
    ]),
  );
}

function omittedItem(row) {
  const place = value('events', 'place', row);
  return make(
    'div',
    { class: 'gm-report', 'data-rows': `events:${row}` },
    quoted(typeWords('events', row), 'b'),
    place ? [', ', quoted(place)] : '',
    quoteBlock('events', row),
    speakerLine('events', row),
    sourceLine('events', row),
  );
}

/** Figures that contradict each other, in groups. */
function conflicts() {
  const groups = [];
  const done = new Set();
  for (let row = 0; row < data.tables.figures.length; row++) {
    if (done.has(row) || !value('figures', 'conflicts_with', row)) continue;
    const group = [];
    const waiting = [row];
    while (waiting.length) {
      const next = waiting.pop();
      if (done.has(next)) continue;
      done.add(next);
      group.push(next);
      waiting.push(...relatives(next).conflicting);
    }
    if (group.length > 1) groups.push(group.sort((a, b) => a - b));
  }
  return groups;
}

function conflictItem(rows) {
  const place = rows.map((row) => value('figures', 'place', row)).find(Boolean);
  return make('div', { class: 'gm-report' }, place ? quoted(place, 'b') : '', versus(rows));
}

/** Opens the sources at a document and shows the passage of a row in it. */
function showSource(source, table, row) {
  openTab('sources');
  sourcesTab.section.open = true;
  if (!sourcesTab.list) sourcesTab.section.dispatchEvent(new Event('toggle'));
  const item = sourcesTab.list.reveal(source).firstElementChild;
  if (item.localName === 'details') {
    item.open = true;
    if (item.childElementCount === 2) item.append(passages(rowsOfSources().get(source)));
  }
  const name = `${table}:${row}`;
  const found = [...item.querySelectorAll('[data-rows]')].find((each) => each.dataset.rows.split(' ').includes(name)) || item;
  document.querySelectorAll('.gm-here').forEach((each) => each.classList.remove('gm-here'));
  found.classList.add('gm-here');
  found.scrollIntoView({ block: 'center' });
  if (!found.hasAttribute('tabindex') && found.localName !== 'a') found.setAttribute('tabindex', '-1');
  found.focus({ preventScroll: true });
}
