// What can be taken along: the link to this view, the data, a picture, a print.

function buildShare() {
  const action = (key, run) => make('button', { type: 'button', class: 'gm-action', on: { click: run } }, word(`page.${key}`));
  const done = make('p', { class: 'gm-note', role: 'status' });
  const say = (key) => {
    done.textContent = word(`page.${key}`);
  };
  const actions = [
    address.writable ? action('copy_link', () => copy(linkHere()).then(() => say('copied'), () => say('not_copied'))) : '',
    action('as_picture', () => savePicture().then(() => say('saved'), () => say('not_saved'))),
    action('as_geojson', () => save(fileName('geojson'), asGeojson(), 'application/geo+json')),
    action('as_csv', () => save(fileName('csv'), asCsv(), 'text/csv;charset=utf-8')),
    action('print', () => window.print()),
  ];
  return make('div', null, make('p', { class: 'gm-note' }, word('page.share_note')), ...actions, done);
}

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
