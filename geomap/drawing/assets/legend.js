// The legend: every layer and every kind with its count in view, and a box that shows or hides it.

const legendRows = [];
const drawings = new WeakMap();

/** A picture that is drawn anew when the colours change, for as long as it stands on the page. */
function repainted(draw) {
  const picture = draw();
  picture.classList.add('gm-repainted');
  drawings.set(picture, draw);
  return picture;
}

/** All pictures of legend and popups in the colours of the light or dark page. */
function repaintPictures() {
  for (const picture of document.querySelectorAll('.gm-repainted')) picture.replaceWith(repainted(drawings.get(picture)));
  refreshDensityKeys();
}

function legend() {
  const box = make('section', { class: 'gm-legend', 'aria-labelledby': 'gm-legend-title' });
  box.append(make('h2', { id: 'gm-legend-title' }, word('page.legend')));
  for (const layer of [...data.layers].reverse()) {
    if (layer.row.length) box.append(layerGroup(layer));
  }
  const notes = [];
  if (data.layers.some((layer) => layer.mark === 'circle' && layer.row.length)) notes.push('circle_note');
  if (data.layers.some((layer) => layer.records === 'areas' && layer.row.length)) notes.push('area_note');
  if (data.spots.disc.some((km) => km > 0)) notes.push('disc_note');
  for (const note of notes) box.append(make('p', { class: 'gm-note' }, word(`page.${note}`)));
  return box;
}

function layerGroup(layer) {
  const group = make('fieldset', { class: 'gm-layer' });
  const used = layer.legend.map((entry, index) => [entry, index]).filter(([entry]) => entry.count > 0);
  const total = used.reduce((sum, [entry]) => sum + entry.count, 0);
  const title = text(layer.title);
  const items = make('div', { class: 'gm-entries' });
  const only = used.length === 1 ? used[0][0] : null;
  const head = [quoted(title, 'b')];
  if (only) head.push(quoted(text(only.label), 'span', 'gm-only'));
  const name = only ? [repainted(() => key(layer, only)), make('span', { class: 'gm-label' }, ...head)] : head;
  const label = word('page.toggle_layer', { title });
  group.append(make('legend', { class: 'gm-hidden' }, title), toggle(layer.id, layer.show, label, name, total), items);
  for (const [entry, index] of only ? [] : used) {
    const called = word('page.toggle_entry', { label: text(entry.label) });
    const shape = [repainted(() => key(layer, entry)), quoted(text(entry.label), 'span', 'gm-label')];
    items.append(toggle(`${layer.id}:${index}`, true, called, shape, entry.count));
  }
  if (layer.mark === 'density') items.append(densityKey(layer));
  if (text(layer.dash) && (layer.dashed || []).some(Boolean)) {
    items.append(make('p', { class: 'gm-dash' }, repainted(() => dashKey(layer)), text(layer.dash)));
  }
  return group;
}

function toggle(name, on, label, content, total) {
  const input = make('input', { type: 'checkbox', 'aria-label': label });
  input.checked = on;
  input.addEventListener('change', () => setShown(name, input.checked));
  const count = make('span', { class: 'gm-count' }, number(total));
  legendRows.push({ name, input, count });
  return make('label', { class: 'gm-row' }, input, content, count);
}

/** Boxes and counts as the filter has them. */
function refreshLegend() {
  const { hidden } = filter.get();
  const counts = filter.counts('entry');
  refreshDensityKeys();
  for (const { name, input, count } of legendRows) {
    input.checked = !hidden.includes(name);
    count.textContent = number(counts.get(name) || 0);
  }
}

/** The small picture beside a legend entry. */
function key(layer, entry, dashed = false) {
  if (layer.mark === 'glyph') return glyphPicture(entry);
  const picture = makeSvg('svg', { viewBox: '0 0 20 14', width: 20, height: 14, 'aria-hidden': 'true', class: 'gm-glyph' });
  if (layer.mark === 'circle') {
    const none = entry.fill === 'none';
    picture.append(
      makeSvg('circle', {
        cx: 10,
        cy: 7,
        r: 5.5,
        fill: none ? 'none' : visible(entry.colour),
        'fill-opacity': 0.3,
        stroke: visible(entry.colour),
        'stroke-width': none ? 2 : 1.5,
        'stroke-dasharray': dashed ? '3 2' : null,
      }),
    );
  } else if (layer.mark === 'density') {
    picture.append(makeSvg('path', { d: 'M10 0L16 3.500V10.500L10 14L4 10.500V3.500Z', fill: visible(entry.colour), 'fill-opacity': SHADES[2] }));
  } else if (layer.mark === 'arrow') {
    picture.append(makeSvg('path', { d: 'M0 7H12', stroke: visible(entry.colour), 'stroke-width': 3, 'stroke-dasharray': dashed ? '4 2.5' : null }));
    picture.append(makeSvg('path', { d: 'M11 2L20 7L11 12z', fill: visible(entry.colour) }));
  } else if (layer.mark === 'area') {
    const fillWith = entry.fill === 'plain' ? visible(entry.colour) : `url(#${patternName(entry)}-key)`;
    const tile = pattern(entry, false);
    tile.id = `${patternName(entry)}-key`;
    picture.append(makeSvg('defs', null, tile));
    picture.append(makeSvg('rect', { x: 1, y: 1, width: 18, height: 12, fill: fillWith, stroke: visible(entry.colour) }));
  } else {
    picture.append(makeSvg('circle', { cx: 10, cy: 7, r: 2.5, fill: visible(entry.colour) }));
  }
  return picture;
}

const DASH_KEYS = {
  arrow: { d: 'M0 7H20', dash: '6 4', width: 3 },
  area: { d: 'M1 1H19V13H1z', dash: '4.5 3', width: 1.6 },
  circle: { d: 'M15.5 7A5.5 5.5 0 1 1 4.5 7A5.5 5.5 0 1 1 15.5 7z', dash: '3 2.4', width: 1.5 },
};

function dashKey(layer) {
  const picture = makeSvg('svg', { viewBox: '0 0 20 14', width: 20, height: 14, 'aria-hidden': 'true', class: 'gm-glyph' });
  const shape = DASH_KEYS[layer.mark] || DASH_KEYS.circle;
  const stroke = { d: shape.d, 'stroke-dasharray': shape.dash, 'stroke-width': shape.width };
  picture.append(makeSvg('path', { ...stroke, fill: 'none', stroke: theme('soft') }));
  return picture;
}
