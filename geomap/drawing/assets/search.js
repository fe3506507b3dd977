// Search over places, sides and quotes, without regard to accents and case.

const SEARCHED = { events: ['place', 'actors', 'recipients'], figures: ['place', 'actor'], movements: ['origin', 'destination', 'actors'] };
const MOST_PLACES = 6;
const MOST_REPORTS = 60;
const TYPING = 60; // milliseconds without a key for which a search waits, if the last one took as long
const MOST_EXACT = 20000; // rows; beyond, a paragraph that holds the words counts as their quote
const SLICE = 30; // milliseconds of searching between which the page can answer
const BLOCK = 4096; // rows that are looked through at once
const search = { counts: null, lists: new Map(), box: null, list: null, status: null, results: [], at: -1, waiting: 0, turn: 0, busy: false, entered: false, took: 0 };

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
  search.box.addEventListener('input', () => {
    clearTimeout(search.waiting);
    Object.assign(search, { busy: true, entered: false });
    search.waiting = setTimeout(() => whenWhole(runSearch), search.box.value.trim() ? Math.min(TYPING, search.took) : 0);
  });
  search.box.addEventListener('keydown', searchKey);
  search.box.addEventListener('blur', () => setTimeout(() => document.activeElement === search.box || closeResults(), 150));
  return make('div', { class: 'gm-search', role: 'search' }, search.box, search.status, search.list);
}

/** What a search needs besides the texts, made ready a list at each step. */
function* readySearch() {
  for (const table in SEARCHED) for (const name of searchedNames(table)) yield searchedList(table, name);
  yield reportsBySpot();
  yield day('2000-01-01', { dateStyle: 'medium' });
}

/** How many marks of reports each spot carries; kept, since it never changes. */
function reportsBySpot() {
  if (search.counts) return search.counts;
  search.counts = new Int32Array(data.spots.lon.length);
  for (const layer of data.layers) {
    if (!layer.spot || !SEARCHED[layer.records]) continue;
    for (let i = 0; i < layer.spot.length; i++) search.counts[layer.spot[i]]++;
  }
  return search.counts;
}

/** Whether a table is so short that the quote is told from the paragraph around it. */
const isExact = (table) => data.tables[table].length <= MOST_EXACT;

/** The columns of a table that are searched. */
function searchedNames(table) {
  const { columns } = data.tables[table];
  const names = [...SEARCHED[table], 'quote', ...(isExact(table) ? [] : ['paragraph'])];
  return names.filter((name) => columns[name] && columns[name].t === 's');
}

/** The texts' numbers of a column by row, -1 for none: all in one kind of list, which loops read quickest. */
function searchedList(table, name) {
  const key = `${table}:${name}`;
  if (!search.lists.has(key)) {
    const { v } = data.tables[table].columns[name];
    search.lists.set(key, ArrayBuffer.isView(v) ? new Int32Array(v) : Int32Array.from(v, (at) => (at === null ? -1 : at)));
  }
  return search.lists.get(key);
}

/** Notes with 1 in `found` which rows of a list, counted on from a first one, hold one of the texts that were hit. */
function noteRows(list, hits, found, from) {
  const length = Math.min(found.length, list.length - from);
  for (let i = 0; i < length; i++) {
    const at = list[from + i];
    if (at >= 0 && hits[at] === 1) found[i] = 1;
  }
}

/** Places and reports with the words in them; null if the reader has typed on meanwhile. */
async function find(query) {
  const begun = performance.now();
  const turn = ++search.turn;
  const breathe = breather(SLICE);
  const wanted = folded(query.trim());
  const hits = new Uint8Array(data.texts.length);
  for (let number = 0; number < stretchCount(); number++) {
    noteHits(number, wanted, hits);
    await breathe();
    if (turn !== search.turn) return null;
  }
  const reports = [];
  let n = 0;
  for (const table in SEARCHED) {
    const { length, columns } = data.tables[table];
    const lists = searchedNames(table).map((name) => searchedList(table, name));
    const around = isExact(table) && columns.paragraph && columns.paragraph.v;
    const inside = (row) => around && hits[around[row]] === 1 && folded(passage(table, row).quote).includes(wanted);
    const found = new Uint8Array(BLOCK);
    for (let from = 0; from < length; from += BLOCK) {
      await breathe();
      if (turn !== search.turn) return null;
      const to = Math.min(length, from + BLOCK);
      found.fill(0);
      for (const list of lists) noteRows(list, hits, found, from);
      for (let row = from; row < to; row++) {
        if (!found[row - from] && !inside(row)) continue;
        n++;
        if (reports.length < MOST_REPORTS) reports.push({ table, row });
      }
    }
  }
  const places = placesWith(wanted, hits);
  search.took = performance.now() - begun;
  return { places, reports, n };
}

/** Spots with the words in their names, those first that begin with them, then those with more reports. */
function placesWith(wanted, hits) {
  const found = [];
  reportsBySpot().forEach((count, spot) => {
    const at = data.spots.name[spot];
    if (!count || !hits[at]) return;
    const name = folded(text(at));
    found.push({ spot, count, rank: name === wanted ? 0 : name.startsWith(wanted) ? 1 : 2 });
  });
  return found.sort((a, b) => a.rank - b.rank || b.count - a.count);
}

async function runSearch() {
  const query = search.box.value;
  const found = query.trim() ? await find(query) : { places: [], reports: [], n: 0 };
  if (found) showResults(query, found);
}

function showResults(query, { places, reports, n }) {
  const { entered } = search;
  Object.assign(search, { results: [], at: -1, busy: false, entered: false });
  search.list.replaceChildren();
  search.box.removeAttribute('aria-activedescendant');
  if (!query.trim()) {
    closeResults();
    search.status.textContent = '';
    return;
  }
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
  if (entered && search.results.length) take(search.results[0].choose);
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
  search.turn++;
  clearTimeout(search.waiting);
  Object.assign(search, { results: [], at: -1, busy: false, entered: false });
  search.list.replaceChildren();
  search.box.setAttribute('aria-expanded', 'false');
  search.box.removeAttribute('aria-activedescendant');
}

function searchKey(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    event.preventDefault();
    if (search.results.length) select(search.at + step);
    else whenWhole(runSearch);
  } else if (event.key === 'Enter' && search.busy) {
    // the list is still that of an older search, or empty
    event.preventDefault();
    search.entered = true;
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
  whenWhole(() => [foldAll(), readySearch()].forEach(whileResting));
  document.addEventListener('keydown', (event) => {
    const field = event.target instanceof Element && event.target.closest('input:not([type=checkbox]), textarea, select, [contenteditable]');
    if (event.key !== '/' || field || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    unfold(true);
    search.box.focus();
    search.box.select();
  });
}
