// Reads the data that geomap/drawing/packing.py writes: plain JSON, or compressed JSON followed by the bytes of lists.

const WIDTHS = { u1: Uint8Array, i1: Int8Array, u2: Uint16Array, i2: Int16Array, i4: Int32Array, f8: Float64Array };

const isPacked = () => document.getElementById('gm-data').type !== 'application/json';

/** The tree that a script element holds; its text is given back to the browser. */
async function unpack(id) {
  const element = document.getElementById(id);
  const packed = bytesOf(element.textContent);
  element.textContent = '';
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate'));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  const end = 4 + new DataView(bytes.buffer).getUint32(0, true);
  return withLists(JSON.parse(new TextDecoder().decode(bytes.subarray(4, end))), bytes.subarray(end));
}

function bytesOf(base64) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(base64);
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

/** The same tree with every description of a list replaced by the list. */
function withLists(tree, bytes) {
  if (tree === null || typeof tree !== 'object') return tree;
  if (tree.at !== undefined && tree.type in WIDTHS) return listOfNumbers(tree, bytes);
  if (Array.isArray(tree) && typeof tree[0] === 'string') return tree;
  for (const key in tree) tree[key] = withLists(tree[key], bytes);
  return tree;
}

function listOfNumbers({ at, n, type, step, scale }, bytes) {
  const width = Number(type[1]);
  const narrow = new WIDTHS[type](n);
  const into = new Uint8Array(narrow.buffer);
  for (let plane = 0; plane < width; plane++) {
    for (let i = 0, from = at + plane * n; i < n; i++) into[i * width + plane] = bytes[from + i];
  }
  if (!step && !scale) return narrow;
  const wide = scale ? new Float64Array(n) : new Int32Array(n);
  let sum = 0;
  for (let i = 0; i < n; i++) {
    sum = step ? sum + narrow[i] : narrow[i];
    wide[i] = sum / (scale || 1);
  }
  return wide;
}

/** Adds a tree to another: lists of texts behind those that are there, the rest beside it. */
function merge(tree, more) {
  for (const key in more) {
    if (!(key in tree)) tree[key] = more[key];
    else if (Array.isArray(tree[key])) for (const each of more[key]) tree[key].push(each);
    else merge(tree[key], more[key]);
  }
}
