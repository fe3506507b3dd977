// What can be taken along: the link to this view, the data, a picture, a print.

function buildShare() {
  const action = (key, run) => make('button', { type: 'button', class: 'gm-action', on: { click: run } }, word(`page.${key}`));
  const done = make('p', { class: 'gm-note', role: 'status' });
  const say = (key) => {
    done.textContent = word(`page.${key}`);
  };
  const writer = fileWriter(done);
  const writeFile = (...file) => whenWhole(() => writer.write(...file));
  const actions = [
    address.writable ? action('copy_link', () => copy(linkHere()).then(() => say('copied'), () => say('not_copied'))) : '',
    action('as_picture', () => savePicture().then(() => say('saved'), () => say('not_saved'))),
    action('as_geojson', () => writeFile('geojson', geojsonLines, 'application/geo+json')),
    action('as_csv', () => writeFile('csv', csvLines, 'text/csv;charset=utf-8')),
    action('print', () => window.print()),
  ];
  return make('div', null, make('p', { class: 'gm-note' }, word('page.share_note')), ...actions, writer.element, done);
}

/** Writes one file at a time, shows how far it is, and can be stopped; `status` says aloud what begins and ends. */
function fileWriter(status) {
  const bar = make('progress', { class: 'gm-progress', max: 1, value: 0, 'aria-label': word('page.file_progress') });
  const stop = make('button', { type: 'button', class: 'gm-show' }, word('page.cancel'));
  const element = make('div', { class: 'gm-writing', hidden: true }, bar, stop);
  let turn = 0;
  stop.addEventListener('click', () => {
    turn++;
    element.hidden = true;
    status.textContent = word('page.file_stopped');
  });
  const write = async (suffix, lines, type) => {
    const mine = ++turn;
    const shownIn = shownTables();
    const n = shownIn.reduce((sum, rows) => sum + rows.length, 0);
    bar.value = 0;
    element.hidden = n < MANY_ROWS;
    status.textContent = element.hidden ? '' : word('page.file_started', { n: number(n) });
    const show = (written) => {
      bar.value = written / n;
    };
    const blob = await blobOf(lines(shownIn), type, show, () => turn !== mine);
    if (!blob || turn !== mine) return;
    save(fileName(suffix), blob, type);
    element.hidden = true;
    status.textContent = word('page.file_saved', { rows: counted('rows', n) });
  };
  return { element, write };
}

const MANY_ROWS = 2000; // from so many on a file takes long enough to be watched

/** Puts a text on the clipboard, the old way where the new one is not allowed. */
async function copy(words) {
  try {
    await navigator.clipboard.writeText(words);
  } catch {
    const field = make('textarea', { class: 'gm-hidden', 'aria-hidden': 'true' });
    field.value = words;
    document.body.append(field);
    field.select();
    const copied = document.execCommand('copy');
    field.remove();
    if (!copied) throw new Error('no clipboard');
  }
}

const MOST_PRINTED = 200;

/** On paper the list of sources stands below the map, and the map keeps the shape it has on the screen. */
function connectPrint(map) {
  const list = make('section', { class: 'gm-print' });
  document.body.append(list);
  window.addEventListener('beforeprint', () => {
    const size = map.getSize();
    document.documentElement.style.setProperty('--gm-map-width', `${size.x}px`);
    document.documentElement.style.setProperty('--gm-map-height', `${size.y}px`);
    document.documentElement.style.setProperty('--gm-map-zoom', Math.min(1, 700 / size.x, 640 / size.y).toFixed(3));
    const { title = [] } = data.sources;
    const sources = Array.from(title.slice(0, MOST_PRINTED), (_, source) => {
      const url = text(data.sources.url[source]);
      return make('li', null, quoted(text(title[source]) || word('page.untitled'), 'b'), ' ', ...sourceParts(source), url ? quoted(` ${url}`) : '');
    });
    if (title.length > MOST_PRINTED) sources.push(make('li', null, word('page.more', { n: number(title.length - MOST_PRINTED) })));
    list.replaceChildren(make('h2', null, word('page.sources')), make('ol', null, ...sources));
  });
  window.addEventListener('afterprint', () => list.replaceChildren());
}
