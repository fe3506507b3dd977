// The panel beside the map: heading, search, and in tabs the legend, the sources, and what can be taken along.

const TABS = [
  ['legend', 'page.legend'],
  ['sources', 'page.sources'],
  ['share', 'page.share'],
];

function buildPanel() {
  const panel = document.getElementById('gm-panel');
  panel.setAttribute('aria-label', word('page.heading_panel'));
  const button = make(
    'button',
    { type: 'button', class: 'gm-toggle', 'aria-expanded': 'false', 'aria-controls': 'gm-body' },
    word('page.open_panel'),
  );
  button.addEventListener('click', () => unfold(!panel.classList.contains('gm-open')));
  const bar = make('div', { class: 'gm-tabs', role: 'tablist', 'aria-label': word('page.heading_panel') });
  const body = make('div', { class: 'gm-body', id: 'gm-body' }, buildSearch(), bar);
  for (const [name, title] of TABS) {
    const tab = make('button', { type: 'button', role: 'tab', id: `gm-tab-${name}`, 'aria-controls': `gm-${name}`, class: 'gm-tab' }, word(title));
    tab.addEventListener('click', () => openTab(name));
    tab.addEventListener('keydown', turnTab);
    bar.append(tab);
    body.append(make('section', { id: `gm-${name}`, role: 'tabpanel', 'aria-labelledby': tab.id, class: 'gm-page', tabindex: -1 }));
  }
  panel.append(make('header', { class: 'gm-head' }, quoted(text(data.title), 'h1'), button), body);
  openTab('legend');
}

/** On a phone the panel is a sheet that is folded at first. */
function unfold(open) {
  const panel = document.getElementById('gm-panel');
  panel.classList.toggle('gm-open', open);
  const button = panel.querySelector('.gm-toggle');
  button.setAttribute('aria-expanded', String(open));
  button.textContent = word(open ? 'page.close_panel' : 'page.open_panel');
}

/** What a tab holds is made when it is first opened. */
function fillTab(name) {
  const page = document.getElementById(`gm-${name}`);
  if (page.childElementCount) return;
  if (name === 'legend') page.append(buildLegendTab());
  else if (name === 'share') page.append(buildShare());
  else whenWhole(() => page.childElementCount || page.append(buildSources()));
}

function openTab(name) {
  fillTab(name);
  for (const [each] of TABS) {
    const tab = document.getElementById(`gm-tab-${each}`);
    tab.setAttribute('aria-selected', String(each === name));
    tab.tabIndex = each === name ? 0 : -1;
    document.getElementById(`gm-${each}`).hidden = each !== name;
  }
  if (name !== address.tab) noteTab(name);
}

function noteTab(name) {
  address.tab = name;
  unfold(true);
  noteAddress();
}

/** Arrow keys go from tab to tab, as in every tab list. */
function turnTab(event) {
  const names = TABS.map(([name]) => name);
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const forward = data.direction === 'rtl' ? -step : step;
  const at = names.indexOf(event.currentTarget.id.slice('gm-tab-'.length));
  const next = names[(at + forward + names.length) % names.length];
  openTab(next);
  document.getElementById(`gm-tab-${next}`).focus();
}

function buildLegendTab() {
  const drawn = data.layers.some((layer) => layer.row.length);
  return make(
    'div',
    null,
    make('p', { class: 'gm-summary' }, quoted(text(data.summary))),
    make('p', { class: 'gm-note' }, word('page.extracted')),
    inViewLine(),
    drawn ? legend() : make('p', { class: 'gm-note' }, word('page.no_data')),
    ...facets(),
    about(),
  );
}

function about() {
  const view = data.worldview === 'un' ? 'page.view_un' : 'page.view_de_facto';
  const notes = [view, 'page.view_limits', 'page.attribution'].map((key) => word(key));
  return section(word('page.about'), null, () => [
    ...notes.map((note) => make('p', { class: 'gm-note' }, note)),
    ...data.credits.map((credit) => quoted(credit, 'p', 'gm-note')),
  ]);
}
