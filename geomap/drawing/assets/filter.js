// What is shown: one test for every mark, and a list of those who redraw when it changes.

const filter = { hidden: new Set(), listeners: [] };

/** Whether mark `index` of a layer is shown. Layers and legend entries are switched off by key. */
function shown(layer, index) {
  return !filter.hidden.has(layer.id) && !filter.hidden.has(`${layer.id}:${layer.entry[index]}`);
}

function setShown(key, on) {
  if (on) filter.hidden.delete(key);
  else filter.hidden.add(key);
  filter.listeners.forEach((listener) => listener());
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

/** Marks of one spot counted by legend entry, in drawing order: [layer, entry, count]. */
function tallied(marks) {
  const found = new Map();
  for (const [layer, index] of marks) {
    const key = `${layer.id}:${layer.entry[index]}`;
    if (!found.has(key)) found.set(key, [layer, layer.entry[index], 0]);
    found.get(key)[2]++;
  }
  return [...found.values()];
}
