// The page's data, its words, and the only ways in which it makes elements: text is always textContent.

const geomap = (window.geomap = {});
const SVG = 'http://www.w3.org/2000/svg';
const read = (id) => JSON.parse(document.getElementById(id).textContent);
let data = null;
let words = {};

/** A string of the page's table by its number, '' for -1; what is a string already is itself. */
const text = (number) => (typeof number === 'string' ? number : number >= 0 ? data.texts[number] : '');

/** A word of the interface with {fields} filled in. */
function word(key, fields) {
  let found = words[key] === undefined ? key.split('.').pop() : words[key];
  for (const name in fields || {}) found = found.split(`{${name}}`).join(String(fields[name]));
  return found;
}

const hasWord = (key) => words[key] !== undefined;
const number = (value) => value.toLocaleString(data.language);
const counted = (key, n) => word(`count.${key}.${n === 1 ? 0 : 1}`, { n: number(n) });

/** An element with a class, attributes and children; strings become text, never markup. */
function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  return fill(element, attributes, children);
}

function makeSvg(tag, attributes, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

/** A sign on a button: drawn, since fonts differ in such signs or lack them. */
function iconPicture(path, size) {
  return makeSvg('svg', { viewBox: `0 0 ${size} ${size}`, width: size, height: size, 'aria-hidden': 'true', class: 'gm-icon' }, makeSvg('path', path));
}

function fill(element, attributes, children) {
  for (const name in attributes || {}) {
    const value = attributes[name];
    if (value === null || value === undefined || value === false) continue;
    if (name === 'on') for (const kind in value) element.addEventListener(kind, value[kind]);
    else element.setAttribute(name, value === true ? '' : value);
  }
  for (const child of children.flat()) if (child !== null && child !== undefined && child !== '') element.append(child);
  return element;
}

/** Text from a document: its own direction, kept apart from the words around it. */
const quoted = (value, tag = 'span', name = null) => make(tag, { dir: 'auto', class: name }, value);

/** A link that leads out of the page, or plain text if the address is not a web page. */
function link(address, label) {
  if (!/^https?:\/\//i.test(address)) return quoted(label);
  return make('a', { href: address, rel: 'noopener noreferrer', target: '_blank', dir: 'auto' }, label);
}

/** The value of a column: text or number, null where empty. */
function value(table, name, row) {
  const column = data.tables[table].columns[name];
  if (!column) return null;
  const found = column.v[row];
  if (column.t === 's') return found === null || found < 0 ? null : text(found);
  if (column.t === 'i') return text(column.head[row]) + (found < 0 ? '' : found) + text(column.tail[row]) || null;
  return found === null || Number.isNaN(found) ? null : found;
}

const darkScheme = window.matchMedia('(prefers-color-scheme: dark)');
const isDark = () => darkScheme.matches;

const LEAST_CONTRAST = 4;
const lightened = new Map();

/** A layer's colour; on a dark page with as much white in it as it takes to stand out (WCAG's contrast). */
function visible(colour) {
  if (!isDark()) return colour;
  if (!lightened.has(colour)) {
    const parts = partsOf(colour);
    // what is nearly black is ink, and stays so
    if (Math.max(...parts) < 0x50) return theme('ink');
    const ground = luminance(partsOf(theme('land')));
    let mixed = parts;
    for (let white = 0; white < 1 && (luminance(mixed) + 0.05) / (ground + 0.05) < LEAST_CONTRAST; white += 0.05) {
      mixed = parts.map((part) => Math.round(part + (255 - part) * white));
    }
    lightened.set(colour, `#${mixed.map((part) => part.toString(16).padStart(2, '0')).join('')}`);
  }
  return lightened.get(colour);
}

const partsOf = (colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));

function luminance(parts) {
  const [r, g, b] = parts.map((part) => (part <= 10 ? part / 3294.6 : ((part / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

const onScreen = window.matchMedia('screen');
const themes = new Map();

/** A colour of the theme, from the style sheet; kept, since to ask for it while marks change lays the page out anew. */
function theme(name) {
  const key = `${name} ${isDark()} ${onScreen.matches}`;
  if (!themes.has(key)) themes.set(key, getComputedStyle(document.documentElement).getPropertyValue(`--gm-${name}`).trim());
  return themes.get(key);
}
