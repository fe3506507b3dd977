// Counts of what is shown and in view, and the marks of a spot.

/** Rows of each legend entry that are in view and pass everything but the legend. */
function entryCounts(layer) {
  const counts = new Array(layer.legend.length).fill(0);
  let counted = -1;
  for (let i = 0; i < layer.fails.length; i++) {
    // marks of one row stand next to each other
    if (layer.fails[i] & ~LEGEND || !layer.inView[i] || layer.row[i] === counted) continue;
    counted = layer.row[i];
    counts[layer.entry[i]]++;
  }
  return counts;
}

function tallyCodes(open, codes, names, add) {
  const counts = new Map();
  for (let row = 0; row < open.length; row++) {
    if (open[row] && codes[row] >= 0) counts.set(codes[row], (counts.get(codes[row]) || 0) + 1);
  }
  for (const [code, n] of counts) add(names[code], n);
}

function valuesOf(pick) {
  const all = Object.entries(filter._tables).filter(([, table]) => table.rowsCounted);
  return [...new Set(all.flatMap(([, table]) => pick(table)))];
}

/** Marks that stand on spots, by spot: [layer, index] pairs that are shown, topmost layer first. */
function marksBySpot(kinds) {
  const found = new Map();
  for (const layer of [...data.layers].reverse()) {
    if (!kinds.includes(layer.mark)) continue;
    for (let index = 0; index < layer.row.length; index++) {
      if (!shown(layer, index)) continue;
      const spot = layer.spot[index];
      if (!found.has(spot)) found.set(spot, []);
      found.get(spot).push([layer, index]);
    }
  }
  return found;
}

/** Marks of one spot counted by legend entry, in drawing order: [layer, entry, count, all of them dashed]. */
function tallied(marks) {
  const found = new Map();
  for (const [layer, index] of marks) {
    const key = `${layer.id}:${layer.entry[index]}`;
    if (!found.has(key)) found.set(key, [layer, layer.entry[index], 0, true]);
    const kind = found.get(key);
    kind[2]++;
    kind[3] = kind[3] && isDashed(layer, index);
  }
  return [...found.values()];
}
