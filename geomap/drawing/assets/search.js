// Search over places, sides and quotes, without regard to accents and case.

const SEARCHED = { events: ['place', 'actors', 'recipients'], figures: ['place', 'actor'], movements: ['origin', 'destination', 'actors'] };
const MOST_PLACES = 6;
const MOST_REPORTS = 60;
const TYPING = 60; // milliseconds without a key for which a search waits, if the last one took as long
const MOST_EXACT = 20000; // rows; beyond, a paragraph that holds the words counts as their quote
const search = { index: null, box: null, list: null, status: null, results: [], at: -1, waiting: 0, turn: 0, busy: false, entered: false, took: 0, last: null };

const PLAIN = /^[\x00-\x7f]*$/;

/** A text as it is compared: without accents, case and differences of form. */
const folded = (words) =>
  PLAIN.test(words) ? words.toLowerCase() : words
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
  search.box.addEventListener('focus', () => setTimeout(() => whenWhole(prepareSearch), 0));
  search.box.addEventListener('input', () => {
    clearTimeout(search.waiting);
    Object.assign(search, { busy: true, entered: false });
    search.waiting = setTimeout(() => whenWhole(runSearch), search.box.value.trim() ? Math.min(TYPING, search.took) : 0);
  });
  search.box.addEventListener('keydown', searchKey);
  search.box.addEventListener('blur', () => setTimeout(() => document.activeElement === search.box || closeResults(), 150));
  return make('div', { class: 'gm-search', role: 'search' }, search.box, search.status, search.list);
}

/** Folded texts by number, and the spots that carry reports' marks; kept, since they never change. */
function searchIndex() {
  if (search.index) return search.index;
  const counts = new Int32Array(data.spots.lon.length);
  for (const layer of data.layers) {
    if (!layer.spot || !SEARCHED[layer.records]) continue;
    for (let i = 0; i < layer.spot.length; i++) counts[layer.spot[i]]++;
  }
  search.index = { counts, folds: [] };
  return search.index;
}

function prepareSearch() {
  if (search.index) return;
  searchIndex();
  foldAhead();
}

function foldedText(at) {
  const { folds } = searchIndex();
  if (folds[at] === undefined) folds[at] = folded(data.texts[at]);
  return folds[at];
}

/** Folds all texts while the page rests, so that the first search finds them ready. */
function foldAhead(from = 0) {
  const until = performance.now() + FOLDING;
  let at = from;
  while (at < data.texts.length && (at % 64 || performance.now() < until)) foldedText(at++);
  if (at < data.texts.length) setTimeout(() => foldAhead(at), FOLDING);
}

const FOLDING = 8; // milliseconds
const SLICE = 30; // milliseconds of searching between which the page can answer
const BLOCK = 4096; // rows that are looked through at once
const [YES, NO] = [1, -1];

/** Which texts hold the words, as far as it is known: what lacks "ku" lacks "kursk" too. */
function knownTexts(wanted) {
  const { last } = search;
  const of = last && wanted.includes(last.wanted) ? last.of.map((each) => (each === NO ? NO : 0)) : new Int8Array(data.texts.length);
  search.last = { wanted, of };
  return of;
}

/** Places and reports with the words in them; null if the reader has typed on meanwhile. */
async function find(query) {
  const turn = ++search.turn;
  const begun = performance.now();
  const wanted = folded(query.trim());
  const of = knownTexts(wanted);
  const has = (at) => {
    if (at === null || !(at >= 0)) return false;
    if (!of[at]) of[at] = foldedText(at).includes(wanted) ? YES : NO;
    return of[at] === YES;
  };
  const places = placesWith(wanted, has);
  const reports = [];
  let n = 0;
  let started = performance.now();
  for (const table in SEARCHED) {
    const { length, columns } = data.tables[table];
    const exact = length <= MOST_EXACT;
    const names = [...SEARCHED[table], 'quote', ...(exact ? [] : ['paragraph'])];
    const lists = names.map((name) => columns[name]).filter((column) => column && column.t === 's').map(({ v }) => v);
    const around = exact && columns.paragraph && columns.paragraph.v;
    const inside = (row) => around && has(around[row]) && folded(passage(table, row).quote).includes(wanted);
    const hits = new Uint8Array(BLOCK);
    for (let from = 0; from < length; from += BLOCK) {
      if (performance.now() - started > SLICE) {
        await new Promise((resolve) => setTimeout(resolve));
        if (turn !== search.turn) return null;
        started = performance.now();
      }
      const to = Math.min(length, from + BLOCK);
      hits.fill(0);
      for (const list of lists) for (let row = from; row < to; row++) if (has(list[row])) hits[row - from] = 1;
      for (let row = from; row < to; row++) {
        if (!hits[row - from] && !inside(row)) continue;
        n++;
        if (reports.length < MOST_REPORTS) reports.push({ table, row });
      }
    }
  }
  search.took = performance.now() - begun;
  return { places, reports, n };
}

/** Spots with the words in their names, those first that begin with them, then those with more reports. */
function placesWith(wanted, has) {
  const found = [];
  searchIndex().counts.forEach((count, spot) => {
    const at = data.spots.name[spot];
    if (!count || !has(at)) return;
    const name = foldedText(at);
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
  if (PLAIN.test(words)) {
    const start = words.toLowerCase().indexOf(wanted);
    if (start < 0) box.append(words);
    else box.append(words.slice(0, start), make('mark', null, words.slice(start, start + wanted.length)), words.slice(start + wanted.length));
    return box;
  }
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
  document.addEventListener('keydown', (event) => {
    const field = event.target instanceof Element && event.target.closest('input:not([type=checkbox]), textarea, select, [contenteditable]');
    if (event.key !== '/' || field || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    unfold(true);
    search.box.focus();
    search.box.select();
  });
}
