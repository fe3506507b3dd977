// The panel beside the map: heading, what the map shows, legend, what is not drawn, sources, about.

function buildPanel() {
  const panel = document.getElementById('gm-panel');
  panel.setAttribute('aria-label', word('page.heading_panel'));
  const body = make('div', { class: 'gm-body', id: 'gm-body' });
  body.append(make('p', { class: 'gm-summary' }, quoted(text(data.summary))));
  body.append(make('p', { class: 'gm-note' }, word('page.extracted')));
  const drawn = data.layers.some((layer) => layer.row.length);
  body.append(drawn ? legend() : make('p', { class: 'gm-note' }, word('page.no_data')));
  if (data.omitted[0].length) body.append(omitted());
  if (data.sources.title.length) body.append(sources());
  body.append(about());
  const button = make(
    'button',
    { type: 'button', class: 'gm-toggle', 'aria-expanded': 'false', 'aria-controls': 'gm-body' },
    word('page.open_panel'),
  );
  button.addEventListener('click', () => {
    const open = panel.classList.toggle('gm-open');
    button.setAttribute('aria-expanded', String(open));
    button.textContent = word(open ? 'page.close_panel' : 'page.open_panel');
  });
  panel.append(make('header', { class: 'gm-head' }, quoted(text(data.title), 'h1'), button), body);
}

const MOST_LISTED = 300;

/** A section that opens; its content is made when it first does, since lists may be long. */
function section(title, count, content) {
  const label = count === null ? '' : make('span', { class: 'gm-count' }, number(count));
  const box = make('details', { class: 'gm-section' }, make('summary', null, title, label));
  box.addEventListener('toggle', () => box.childElementCount === 1 && box.append(...content()));
  return box;
}

/** A list of at most MOST_LISTED items, which says how many more there are. */
function listOf(tag, name, items, item) {
  const list = make(tag, { class: `gm-list ${name}` });
  for (const each of items.slice(0, MOST_LISTED)) list.append(make('li', null, item(each)));
  if (items.length > MOST_LISTED) {
    list.append(make('li', { class: 'gm-more' }, word('page.more', { n: number(items.length - MOST_LISTED) })));
  }
  return list;
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
      listOf('ul', '', found, eventItem),
    ]),
  );
}

function eventItem(row) {
  const place = value('events', 'place', row);
  return [
    make('b', null, typeWords('events', row)),
    place ? [', ', quoted(place)] : '',
    quoteBlock('events', row),
    speakerLine('events', row),
    sourceLine('events', row),
  ].flat();
}

/** Documents, and under each the quotes that the map shows. */
function sources() {
  const all = data.sources.title.map((_, source) => source);
  return section(word('page.sources'), all.length, () => {
    const quotes = drawnRows();
    return [listOf('ol', 'gm-sources', all, (source) => sourceItem(source, quotes.get(source) || []))];
  });
}

function sourceItem(source, found) {
  const title = text(data.sources.title[source]) || word('page.untitled');
  const quotes = () => [listOf('ul', '', found, ([layer, index]) => quoteItem(layer, index))];
  return [
    quoted(title, 'b'),
    make('br'),
    ...sourceParts(source),
    found.length ? section(word('page.quotes'), found.length, quotes) : '',
  ];
}

function quoteItem(layer, index) {
  const row = layer.row[index];
  const show = make('button', { type: 'button', class: 'gm-show' }, word('page.show_on_map'));
  show.addEventListener('click', () => geomap.show(layer, index));
  return [
    make('b', null, headline(layer, row)),
    quoteBlock(layer.records, row),
    speakerLine(layer.records, row),
    show,
  ];
}

/** Drawn events and figures by source, each row once. */
function drawnRows() {
  const found = new Map();
  const done = new Set();
  for (const layer of data.layers) {
    if (!['events', 'figures'].includes(layer.records)) continue;
    for (let index = 0; index < layer.row.length; index++) {
      const row = layer.row[index];
      const source = value(layer.records, 'document', row);
      const name = `${layer.records}:${row}`;
      if (source === null || source < 0 || done.has(name)) continue;
      done.add(name);
      if (!found.has(source)) found.set(source, []);
      found.get(source).push([layer, index]);
    }
  }
  return found;
}

function about() {
  const view = data.worldview === 'un' ? 'page.view_un' : 'page.view_de_facto';
  const notes = [view, 'page.view_limits', 'page.attribution'].map((key) => word(key)).concat(data.credits);
  return section(word('page.about'), null, () => notes.map((note) => make('p', { class: 'gm-note' }, note)));
}
