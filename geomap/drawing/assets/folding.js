// Texts as they are compared: folded, without regard to accents and case, and looked through many at once.

const PLAIN = /^[\x00-\x7f]*$/;

/** A text as it is compared: without accents, case and differences of form. */
const folded = (words) =>
  PLAIN.test(words) ? words.toLowerCase() : words
    .normalize('NFKD')
    .replace(/[\p{M}\u0640]/gu, '')
    .toLowerCase();

const STRETCH = 512; // texts that are folded and looked through as one
const BETWEEN = '\n'; // stands between texts: a search field has one line, so that no query holds it
const stretches = [];

/** Texts of the page from `number * STRETCH` on as one folded text, and where each of them starts in it. */
function stretchOf(number) {
  if (!stretches[number]) {
    const texts = data.texts.slice(number * STRETCH, (number + 1) * STRETCH);
    const joined = texts.join(BETWEEN);
    // most are plain, and then one call folds them all
    const plain = PLAIN.test(joined);
    const parts = plain ? texts : texts.map(folded);
    const start = new Uint32Array(parts.length + 1);
    for (let i = 0; i < parts.length; i++) start[i + 1] = start[i] + parts[i].length + BETWEEN.length;
    stretches[number] = { words: plain ? joined.toLowerCase() : parts.join(BETWEEN), start };
  }
  return stretches[number];
}

const stretchCount = () => Math.ceil(data.texts.length / STRETCH);

/** Folds all texts, a stretch at each step. */
function* foldAll() {
  for (let number = 0; number < stretchCount(); number++) yield stretchOf(number);
  performance.mark('gm-folded');
}

/** Notes with 1 in `found`, by the texts' numbers, which texts of a stretch hold the folded words. */
function noteHits(number, wanted, found) {
  const { words, start } = stretchOf(number);
  let i = 0;
  for (let at = words.indexOf(wanted); at >= 0; at = words.indexOf(wanted, start[i])) {
    while (start[i + 1] <= at) i++;
    found[number * STRETCH + i] = 1;
    i++;
    if (i + 1 >= start.length) break;
  }
}

const SNIPPET = 120;

/** The part of a text around what was looked for. */
function snippet(words, query) {
  if (words.length <= SNIPPET) return words;
  const at = Math.max(0, folded(words).indexOf(folded(query.trim())) - SNIPPET / 3);
  return `${at > 0 ? '… ' : ''}${words.slice(at, at + SNIPPET)}${at + SNIPPET < words.length ? ' …' : ''}`;
}

/** A text with what was looked for marked in it. */
function marked(words, query) {
  const wanted = folded(query.trim());
  const box = make('span', { dir: 'auto' });
  const [start, end] = placeIn(words, wanted);
  if (start < 0) box.append(words);
  else box.append(words.slice(0, start), make('mark', null, words.slice(start, end)), words.slice(end));
  return box;
}

/** From where to where a text holds folded words; -1 where it does not. */
function placeIn(words, wanted) {
  if (PLAIN.test(words)) {
    const start = words.toLowerCase().indexOf(wanted);
    return [start, start + wanted.length];
  }
  // folding may change lengths: each character remembers where it came from
  let flat = '';
  const from = [];
  let at = 0;
  for (const character of words) {
    const plain = folded(character);
    for (let i = 0; i < plain.length; i++) from.push(at);
    flat += plain;
    at += character.length;
  }
  const begin = flat.indexOf(wanted);
  if (begin < 0) return [-1, -1];
  return [from[begin], begin + wanted.length < from.length ? from[begin + wanted.length] : words.length];
}
