// Layers from files of the user's own join the others before anything is drawn; their texts stand where they are used.

function addOwn() {
  for (const own of data.own || []) {
    const { at, table, points, ...layer } = own;
    const columns = {};
    for (const name in table.columns) columns[name] = { t: name.startsWith('date_') ? 's' : 'n', v: table.columns[name] };
    data.tables[layer.records] = { length: table.length, columns };
    const area = layer.mark === 'area' ? 1 : 0;
    const first = data.spots.lon.length;
    const more = {
      lon: points.map(([lon]) => lon),
      lat: points.map(([, lat]) => lat),
      name: layer.row.map((row) => columns.headline.v[row]),
      area: points.map(() => area),
      disc: points.map(() => 0),
    };
    for (const name in more) data.spots[name] = [...data.spots[name], ...more[name]];
    layer.spot = points.map((_, index) => first + index);
    if (!layer.size.length) delete layer.size;
    if (!layer.label.some(Boolean)) delete layer.label;
    data.layers.splice(at, 0, layer);
  }
}

/** Whom the user's files credit. */
const ownSources = () => [...new Set((data.own || []).map(({ source }) => source).filter(Boolean))];

const isOwn = (layer) => layer.records.startsWith('own-');
