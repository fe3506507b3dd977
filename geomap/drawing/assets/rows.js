// From rows of the tables to their marks, and from ids to rows: worked out when first asked for.

const known = { ids: {}, marks: new Map(), movements: null };

/** The row of a table with an id, or -1. */
function rowOf(table, id) {
  if (!known.ids[table]) {
    known.ids[table] = new Map();
    const { length } = data.tables[table];
    for (let row = length - 1; row >= 0; row--) known.ids[table].set(value(table, 'id', row), row);
  }
  const found = known.ids[table].get(id);
  return found === undefined ? -1 : found;
}

/** The first mark of a row as [layer, index], of the topmost layer that draws it; null if none does. */
function markOf(table, row) {
  for (let at = data.layers.length - 1; at >= 0; at--) {
    const layer = data.layers[at];
    if (layer.records !== table || !layer.row.length) continue;
    if (!known.marks.has(layer)) known.marks.set(layer, firstMarks(layer));
    const index = known.marks.get(layer)[row];
    if (index >= 0) return [layer, index];
  }
  return table === 'events' ? movementOf(row) : null;
}

/** All reports' marks on a spot, topmost layer first, whether shown or not. */
function marksAt(spot) {
  const { start, layerAt, markAt, layers } = crowds.index;
  const found = [];
  for (let at = start[spot]; at < start[spot + 1]; at++) found.push([layers[layerAt[at]], markAt[at]]);
  return found;
}

function firstMarks(layer) {
  const found = new Int32Array(data.tables[layer.records].length).fill(-1);
  for (let index = layer.row.length - 1; index >= 0; index--) found[layer.row[index]] = index;
  return found;
}

/** An event may be drawn as an arrow alone. */
function movementOf(event) {
  if (!known.movements) {
    known.movements = new Map();
    for (let row = 0; row < data.tables.movements.length; row++) known.movements.set(value('movements', 'event', row), row);
  }
  const row = known.movements.get(value('events', 'id', event));
  return row === undefined ? null : markOf('movements', row);
}

/** Why a row has no mark, in words; '' if it has one. */
function whyNotDrawn(table, row) {
  if (markOf(table, row)) return '';
  const standing = table === 'figures' && value(table, 'standing', row);
  if (standing) return word(`reason.${standing}`);
  if (table !== 'events') return word('reason.no_place');
  if (!known.omitted) known.omitted = new Map(Array.from(data.omitted[0], (each, i) => [each, data.omitted[1][i]]));
  return word(`reason.${text(known.omitted.get(row)) || 'no_layer'}`);
}

/** Figures that are tied to this one: those it conflicts with, corrects or is corrected by. */
function relatives(row) {
  const listed = (column) => (value('figures', column, row) || '').split('; ').map((id) => rowOf('figures', id)).filter((each) => each >= 0);
  if (!known.corrections) {
    known.corrections = new Map();
    for (let each = 0; each < data.tables.figures.length; each++) {
      const earlier = value('figures', 'supersedes', each);
      if (earlier) known.corrections.set(earlier, each);
    }
  }
  const later = known.corrections.get(value('figures', 'id', row));
  return { conflicting: listed('conflicts_with'), corrects: listed('supersedes'), corrected: later === undefined ? [] : [later] };
}
