// Search over places, sides and quotes, without regard to accents and case.

const SEARCHED = { events: ['place', 'actors', 'recipients'], figures: ['place', 'actor'], movements: ['origin', 'destination', 'actors'] };
const MOST_PLACES = 6;
const MOST_REPORTS = 60;
const search = { index: null, box: null, list: null, status: null, results: [], at: -1, waiting: 0 };

/** A text as it is compared: without accents, case and differences of form. */
const folded = (words) =>
  words
    .normalize('NFKD')
    .replace(/[\p{M}\u0640]/gu, '')
    .toLowerCase();

function buildSearch() {
  search.list = make('div', { class: 'gm-results', id: 'gm-results', role: 'listbox', 'aria-label': word('page.search_results') });
  search.status = make('span', { class: 'gm-hidden', role: 'status' });
  search.box = make('input', {
    type: 'search',
    class: 'gm-query',
    role: 'combobox',
    placeholder: word('page.search'),
    'aria-label': word('page.search'),
    'aria-expanded': 'false',
    'aria-controls': 'gm-results',
    'aria-autocomplete': 'list',
    autocomplete: 'off',
    spellcheck: 'false',
    dir: 'auto',
  });
  search.box.addEventListener('focus', () => setTimeout(searchIndex, 0));
  search.box.addEventListener('input', () => {
    clearTimeout(search.waiting);
    search.waiting = setTimeout(runSearch, 80);
  });
  search.box.addEventListener('keydown', searchKey);
  search.box.addEventListener('blur', () => setTimeout(closeResults, 150));
  return make('div', { class: 'gm-search', role: 'search' }, search.box, search.status, search.list);
}

/** What is searched, folded once: places of spots, and for each report the numbers of its texts. */
function searchIndex() {
  if (search.index) return search.index;
  const texts = new Map();
  const textOf = (words) => {
    if (!words) return '';
    if (!texts.has(words)) texts.set(words, folded(words));
    return texts.get(words);
  };
  const reports = [];
  for (const table in SEARCHED) {
    const { length, columns } = data.tables[table];
    const named = SEARCHED[table].filter((column) => columns[column]);
    for (let row = 0; row < length; row++) {
      reports.push({ table, row, names: named.map((column) => textOf(value(table, column, row))), quote: null });
    }
  }
  search.fold = textOf;
  search.index = { reports, spots: spotsByName() };
  return search.index;
}

/** Spots that carry a mark, one for each name and kind. */
function spotsByName() {
  const used = new Map();
  for (const layer of data.layers) {
    if (!layer.spot || !SEARCHED[layer.records]) continue;
    for (const spot of layer.spot) used.set(spot, (used.get(spot) || 0) + 1);
  }
  return [...used].map(([spot, count]) => ({ spot, count, name: folded(text(data.spots.name[spot])) }));
}

/** A report's quote, folded when it is first compared. */
function foldedQuote(report) {
  if (report.quote === null) report.quote = folded(passage(report.table, report.row).quote);
  return report.quote;
}

function find(query) {
  const { reports, spots } = searchIndex();
  const wanted = folded(query.trim());
  const rank = ({ name }) => (name === wanted ? 0 : name.startsWith(wanted) ? 1 : 2);
  const places = spots.filter(({ name }) => name.includes(wanted)).sort((a, b) => rank(a) - rank(b) || b.count - a.count);
  const found = [];
  let n = 0;
  for (const report of reports) {
    if (!report.names.some((name) => name.includes(wanted)) && !foldedQuote(report).includes(wanted)) continue;
    n++;
    if (found.length < MOST_REPORTS) found.push(report);
  }
  return { places, reports: found, n };
}

function runSearch() {
  const query = search.box.value;
  search.results = [];
  search.at = -1;
  search.list.replaceChildren();
  search.box.removeAttribute('aria-activedescendant');
  if (!query.trim()) {
    closeResults();
    search.status.textContent = '';
    return;
  }
  const { places, reports, n } = find(query);
  const option = (choose, ...content) => {
    const item = make('div', { class: 'gm-result', role: 'option', id: `gm-result-${search.results.length}`, 'aria-selected': 'false' }, ...content);
    // the field keeps the focus, so that it does not close the list before the click
    item.addEventListener('pointerdown', (event) => event.preventDefault());
    item.addEventListener('click', () => take(choose));
    search.results.push({ item, choose });
    return item;
  };
  const group = (title, count, items) => {
    if (!items.length) return;
    const heading = make('div', { class: 'gm-group', 'aria-hidden': 'true' }, title, make('span', { class: 'gm-count' }, number(count)));
    search.list.append(make('div', { role: 'group', 'aria-label': title }, heading, ...items));
  };
  group(word('page.found_places'), places.length, places.slice(0, MOST_PLACES).map((place) =>
    option(() => showSpot(place.spot), marked(text(data.spots.name[place.spot]), query), make('span', { class: 'gm-snippet' }, counted('reports_here', place.count)))));
  group(word('page.found_reports'), n, reports.map((report) => option(() => showReport(report), ...reportLines(report, query))));
  if (!search.results.length) search.list.append(make('div', { class: 'gm-empty' }, ...around('page.nothing_found', 'query', query)));
  search.status.textContent = counted('found', places.length + n);
  search.box.setAttribute('aria-expanded', 'true');
}

/** A sentence of the interface with a text of the reader's inside it. */
function around(key, field, words) {
  const [before, after] = word(key).split(`{${field}}`);
  return [before, quoted(words), after || ''];
}

function reportLines({ table, row }, query) {
  const place = value(table, table === 'movements' ? 'destination' : 'place', row);
  const head = [headline(table, row), place, dateWords(table, row, 'medium')].filter(Boolean).join(', ');
  const sides = [...new Set(SEARCHED[table].slice(1).map((column) => value(table, column, row)))].filter(Boolean).join('; ');
  const { quote } = passage(table, row);
  const line = (words) => make('span', { class: 'gm-snippet', dir: 'auto' }, marked(snippet(words, query), query));
  return [make('b', { dir: 'auto' }, marked(head, query)), sides && folded(sides).includes(folded(query.trim())) ? line(sides) : '', quote ? line(quote) : ''];
}

const SNIPPET = 120;

/** The part of a text around what was looked for. */
function snippet(words, query) {
  if (words.length <= SNIPPET) return words;
  const at = Math.max(0, folded(words).indexOf(folded(query.trim())) - SNIPPET / 3);
  return `${at > 0 ? '… ' : ''}${words.slice(at, at + SNIPPET)}${at + SNIPPET < words.length ? ' …' : ''}`;
}

/** A text with what was looked for marked in it. */
function marked(words, query) {
  const wanted = folded(query.trim());
  const box = make('span', { dir: 'auto' });
  // folding may change lengths: each character remembers where it came from
  let flat = '';
  const from = [];
  let at = 0;
  for (const character of words) {
    const plain = folded(character);
    for (let i = 0; i < plain.length; i++) from.push(at);
    flat += plain;
    at += character.length;
  }
  const begin = flat.indexOf(wanted);
  if (begin < 0) {
    box.append(words);
    return box;
  }
  const start = from[begin];
  const end = begin + wanted.length < from.length ? from[begin + wanted.length] : words.length;
  box.append(words.slice(0, start), make('mark', null, words.slice(start, end)), words.slice(end));
  return box;
}

function showSpot(spot) {
  const marks = marksAt(spot);
  geomap.show(...marks[0], marks);
}

function showReport({ table, row }) {
  const mark = markOf(table, row);
  if (mark) geomap.show(...mark);
  else if (sourceOf(table, row) >= 0) showSource(sourceOf(table, row), table, row);
}

function take(choose) {
  closeResults();
  search.box.blur();
  choose();
}

function closeResults() {
  if (document.activeElement === search.box && search.box.value.trim() && search.results.length && search.at >= 0) return;
  search.list.replaceChildren();
  search.results = [];
  search.at = -1;
  search.box.setAttribute('aria-expanded', 'false');
  search.box.removeAttribute('aria-activedescendant');
}

function searchKey(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    event.preventDefault();
    if (!search.results.length) runSearch();
    select(search.at + step);
  } else if (event.key === 'Enter' && search.results.length) {
    event.preventDefault();
    take(search.results[Math.max(0, search.at)].choose);
  } else if (event.key === 'Escape') {
    event.stopPropagation();
    // the first press closes the list, the next one empties the field
    if (search.list.childElementCount) event.preventDefault();
    search.at = -1;
    closeResults();
  }
}

function select(at) {
  const { results } = search;
  if (!results.length) return;
  if (results[search.at]) results[search.at].item.setAttribute('aria-selected', 'false');
  search.at = (at + results.length) % results.length;
  const { item } = results[search.at];
  item.setAttribute('aria-selected', 'true');
  item.scrollIntoView({ block: 'nearest' });
  search.box.setAttribute('aria-activedescendant', item.id);
}

/** The key "/" leads to the search from everywhere but a field. */
function connectSearch() {
  document.addEventListener('keydown', (event) => {
    const field = event.target instanceof Element && event.target.closest('input:not([type=checkbox]), textarea, select, [contenteditable]');
    if (event.key !== '/' || field || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    unfold(true);
    search.box.focus();
    search.box.select();
  });
}
