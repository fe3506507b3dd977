// Reads the data that geomap/drawing/packing.py writes: plain JSON, or compressed JSON followed by the bytes of lists.

const WIDTHS = { u1: Uint8Array, i1: Int8Array, u2: Uint16Array, i2: Int16Array, i4: Int32Array, f8: Float64Array };
const AT_ONCE = 1 << 17; // bytes that are inflated at once: some five times as many come out

const isPacked = () => document.getElementById('gm-data').type !== 'application/json';

/**
 * The tree that a script element holds; its text is given back to the browser. Lists are read when first asked for.
 * Between its steps `breathe` may let the page answer.
 */
async function unpack(id, breathe = async () => {}) {
  const element = document.getElementById(id);
  const packed = bytesOf(element.textContent);
  element.textContent = '';
  await breathe();
  const bytes = await inflated(packed, breathe);
  const end = 4 + new DataView(bytes.buffer).getUint32(0, true);
  const rest = bytes.subarray(end);
  return withPieces(withLists(parsed(bytes.subarray(4, end)), rest), rest, breathe);
}

const parsed = (bytes) => JSON.parse(new TextDecoder().decode(bytes));

/** The same tree with the long lists in it, whose pieces are parsed one by one: between them the page answers. */
async function withPieces(tree, bytes, breathe) {
  for (const key in tree) {
    const { pieces } = tree[key] || {};
    if (!pieces) continue;
    tree[key] = [];
    for (const [at, length] of pieces) {
      for (const each of withLists(parsed(bytes.subarray(at, at + length)), bytes)) tree[key].push(each);
      await breathe();
    }
  }
  return tree;
}

/** Inflates without the detour of a blob, whose bytes would travel through another process. */
async function inflated(packed, breathe) {
  const { readable, writable } = new DecompressionStream('deflate');
  const writer = writable.getWriter();
  const reading = readParts(readable.getReader());
  for (let at = 0; at < packed.length; at += AT_ONCE) {
    await writer.write(packed.subarray(at, at + AT_ONCE));
    await breathe();
  }
  await writer.close();
  const parts = await reading;
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
    await breathe();
  }
  return bytes;
}

async function readParts(reader) {
  const parts = [];
  for (let each = await reader.read(); !each.done; each = await reader.read()) parts.push(each.value);
  return parts;
}

function bytesOf(base64) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(base64);
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

/** The same tree with every description of a list replaced by the list, when it is first asked for. */
function withLists(tree, bytes) {
  if (Array.isArray(tree) && (typeof tree[0] === 'string' || typeof tree[0] === 'number')) return tree;
  for (const key in tree) {
    const found = tree[key];
    if (found === null || typeof found !== 'object') continue;
    if (found.at !== undefined && found.type in WIDTHS) lazily(tree, key, () => listOfNumbers(found, bytes));
    else withLists(found, bytes);
  }
  return tree;
}

/** A property that is worked out when it is first read, of this object or of one that took it over. */
function lazily(object, key, work) {
  const settled = { writable: true, enumerable: true, configurable: true };
  Object.defineProperty(object, key, {
    get() {
      return Object.defineProperty(this, key, { ...settled, value: work() })[key];
    },
    set(found) {
      Object.defineProperty(this, key, { ...settled, value: found });
    },
    enumerable: true,
    configurable: true,
  });
}

function listOfNumbers({ at, n, type, step, scale }, bytes) {
  const narrow = narrowList(at, n, type, bytes);
  if (!step && !scale) return narrow;
  const wide = scale ? new Float64Array(n) : new Int32Array(n);
  const by = scale || 1;
  let sum = 0;
  for (let i = 0; i < n; i++) {
    sum = step ? sum + narrow[i] : narrow[i];
    wide[i] = sum / by;
  }
  return wide;
}

/** Numbers whose bytes stand apart by significance; those of one byte are not even copied. */
function narrowList(at, n, type, bytes) {
  const width = Number(type[1]);
  const plane = (number) => bytes.subarray(at + number * n, at + (number + 1) * n);
  if (width === 1) return new WIDTHS[type](bytes.buffer, bytes.byteOffset + at, n);
  const narrow = new WIDTHS[type](n);
  if (width === 2) {
    const [low, high] = [plane(0), plane(1)];
    for (let i = 0; i < n; i++) narrow[i] = low[i] | (high[i] << 8);
  } else if (width === 4) {
    const [a, b, c, d] = [plane(0), plane(1), plane(2), plane(3)];
    for (let i = 0; i < n; i++) narrow[i] = a[i] | (b[i] << 8) | (c[i] << 16) | (d[i] << 24);
  } else {
    const into = new Uint8Array(narrow.buffer);
    for (let number = 0; number < width; number++) {
      const from = plane(number);
      for (let i = 0; i < n; i++) into[i * width + number] = from[i];
    }
  }
  return narrow;
}

/** Adds a tree to another: lists of texts behind those that are there, the rest beside it. */
function merge(tree, more) {
  for (const key in more) {
    if (!(key in tree)) Object.defineProperty(tree, key, Object.getOwnPropertyDescriptor(more, key));
    else if (Array.isArray(tree[key])) for (const each of more[key]) tree[key].push(each);
    else merge(tree[key], more[key]);
  }
}
