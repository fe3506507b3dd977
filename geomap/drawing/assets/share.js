// What can be taken along: the link to this view, the data, a picture, a print.

function buildShare() {
  const action = (key, run) => make('button', { type: 'button', class: 'gm-action', on: { click: run } }, word(`page.${key}`));
  const done = make('p', { class: 'gm-note', role: 'status' });
  const say = (key) => {
    done.textContent = word(`page.${key}`);
  };
  const actions = [
    action('as_picture', () => savePicture().then(() => say('saved'), () => say('not_saved'))),
    action('as_geojson', () => save(fileName('geojson'), asGeojson(), 'application/geo+json')),
    action('as_csv', () => save(fileName('csv'), asCsv(), 'text/csv;charset=utf-8')),
    action('print', () => window.print()),
  ];
  return make('div', null, make('p', { class: 'gm-note' }, word('page.share_note')), ...actions, done);
}
