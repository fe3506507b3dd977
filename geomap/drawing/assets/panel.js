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

function section(title, count, ...content) {
  const label = count === null ? '' : make('span', { class: 'gm-count' }, number(count));
  return make('details', { class: 'gm-section' }, make('summary', null, title, label), ...content);
}

/** Events that were found and are not on the map, by reason, each with its quote. */
function omitted() {
  const [rows, reasons] = data.omitted;
  const groups = new Map();
  rows.forEach((row, i) => groups.set(reasons[i], [...(groups.get(reasons[i]) || []), row]));
  const box = section(word('page.not_drawn'), rows.length);
  for (const [reason, found] of groups) {
    const list = make('ul', { class: 'gm-list' });
    for (const row of found) list.append(make('li', null, eventItem(row)));
    box.append(make('h3', null, word(`reason_long.${text(reason)}`)), list);
  }
  return box;
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
  const box = section(word('page.sources'), data.sources.title.length);
  const quotes = drawnRows();
  const list = make('ol', { class: 'gm-list gm-sources' });
  data.sources.title.slice(0, 500).forEach((title, source) => {
    const item = make('li', null, quoted(text(title) || word('page.untitled'), 'b'), make('br'), ...sourceParts(source));
    const found = quotes.get(source) || [];
    if (found.length) {
      const inner = make('ul', { class: 'gm-list' });
      for (const [layer, index] of found.slice(0, 100)) inner.append(make('li', null, quoteItem(layer, index)));
      item.append(section(word('page.quotes'), found.length, inner));
    }
    list.append(item);
  });
  box.append(list);
  return box;
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
      found.set(source, [...(found.get(source) || []), [layer, index]]);
    }
  }
  return found;
}

function about() {
  const view = data.worldview === 'un' ? 'page.view_un' : 'page.view_de_facto';
  return section(
    word('page.about'),
    null,
    make('p', { class: 'gm-note' }, word(view)),
    make('p', { class: 'gm-note' }, word('page.view_limits')),
    make('p', { class: 'gm-note' }, word('page.attribution')),
  );
}
