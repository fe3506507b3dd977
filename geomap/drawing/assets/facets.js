// Filters beside the legend: status, sides and publishers, each with how many reports in view it would leave.

const PER_FACET = 8;
const panelState = { facets: [], initial: null, line: null, reset: null };

/** What a facet offers, most frequent first: values of the filter and how they are called. */
function facetOptions(facet) {
  const counts = filter.counts(facet);
  return filter
    .values(facet)
    .filter((each) => counts.get(each))
    .sort((a, b) => counts.get(b) - counts.get(a))
    .map((each) => ({ value: each, label: facet === 'modality' ? word(`modality.${each}`) : each }));
}

/** The facets that have something to choose from. */
function facets() {
  const made = [
    ['modality', 'page.status'],
    ['sides', 'page.sides'],
    ['sources', 'page.publishers'],
  ].map(([facet, title]) => facetSection(facet, word(title)));
  const found = made.filter(Boolean);
  return found.length ? [make('h2', null, word('page.show_only')), ...found] : [];
}

function facetSection(facet, title) {
  const state = { facet, options: facetOptions(facet), buttons: [], open: false };
  if (state.options.length < 2) return null;
  panelState.facets.push(state);
  const box = section(title, state.options.length, () => [
    paged(state.options, PER_FACET, (option) => facetButton(state, option), () => refreshFacet(state)),
  ]);
  box.addEventListener('toggle', () => {
    state.open = box.open;
    refreshFacet(state);
  });
  return box;
}

function facetButton(state, option) {
  const count = make('span', { class: 'gm-count' });
  const button = make('button', { type: 'button', class: 'gm-choice', 'aria-pressed': 'false' }, quoted(option.label), count);
  button.addEventListener('click', () => {
    const chosen = filter.get()[state.facet] || [];
    const next = chosen.includes(option.value) ? chosen.filter((each) => each !== option.value) : [...chosen, option.value];
    filter.set({ [state.facet]: next.length ? next : null });
  });
  state.buttons.push({ button, count, option });
  return button;
}

function refreshFacet(state) {
  if (!state.open) return;
  const counts = filter.counts(state.facet);
  const chosen = new Set(filter.get()[state.facet] || []);
  state.buttons = state.buttons.filter(({ button }) => button.isConnected);
  for (const { button, count, option } of state.buttons) {
    const n = counts.get(option.value) || 0;
    count.textContent = number(n);
    button.setAttribute('aria-pressed', String(chosen.has(option.value)));
    button.classList.toggle('gm-none', n === 0);
  }
}

/** How much of the map's reports is shown in view, spoken politely, and the way back to everything. */
function inViewLine() {
  panelState.line = make('p', { class: 'gm-live', role: 'status', 'aria-live': 'polite' });
  panelState.reset = make('button', { type: 'button', class: 'gm-show gm-reset', hidden: true }, word('page.reset'));
  panelState.reset.addEventListener('click', () => filter.set({ ...panelState.initial }));
  return make('div', { class: 'gm-shown' }, panelState.line, panelState.reset);
}

const REPORTED = ['events', 'figures', 'movements'];

/** How many rows have marks, and how many of them are shown in view; what several layers draw counts once. */
function countShown() {
  let [here, all] = [0, 0];
  const seenRows = new Map();
  for (const layer of data.layers) {
    if (!REPORTED.includes(layer.records)) continue;
    if (!seenRows.has(layer.records)) seenRows.set(layer.records, new Uint8Array(data.tables[layer.records].length));
    const of = seenRows.get(layer.records);
    for (let i = 0; i < layer.row.length; i++) {
      const row = layer.row[i];
      if (!of[row]) all++;
      of[row] |= 1;
      if (of[row] & 2 || !layer.visible[i] || !layer.inView[i]) continue;
      of[row] |= 2;
      here++;
    }
  }
  return [here, all];
}

function refreshPanel() {
  const [here, all] = countShown();
  const lines = [word('page.in_view', { n: number(here), all: number(all) })];
  if (crowds.areasOff) lines.push(word('page.areas_off', { n: number(crowds.areasOff) }));
  panelState.line.textContent = lines.join('. ');
  panelState.reset.hidden = isUnfiltered();
  refreshLegend();
  panelState.facets.forEach(refreshFacet);
}

function isUnfiltered() {
  const state = filter.get();
  return Object.keys(panelState.initial).every((name) => String(state[name]) === String(panelState.initial[name]));
}

/** Lifts the filters if they hide a mark. */
function reveal(layer, index) {
  if (shown(layer, index)) return;
  const keys = [layer.id, `${layer.id}:${layer.entry[index]}`];
  filter.set({ ...panelState.initial, hidden: filter.get().hidden.filter((each) => !keys.includes(each)) });
}

/** Counts follow the filter and the view a moment after they rest. */
function connectPanel() {
  panelState.initial = filter.get();
  let waiting = 0;
  filter.on(() => {
    clearTimeout(waiting);
    waiting = setTimeout(refreshPanel, 60);
  });
  refreshPanel();
}
