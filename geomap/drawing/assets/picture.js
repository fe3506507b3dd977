// A picture of the map: what the page shows, with title, legend, scale and credits drawn in.

const RATIO = 2;
const FRAME = 20;
const COLUMN = 290; // pixels of a legend column
const SERIF = "Georgia, 'Times New Roman', 'Noto Serif', serif";
const SANS = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif";

async function savePicture() {
  const canvas = await picture();
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
  save(fileName('png'), blob, 'image/png');
}

/** The finished canvas, RATIO times as fine as the screen. */
async function picture() {
  const box = geomap.map.getContainer();
  const frame = box.getBoundingClientRect();
  const measure = make('canvas').getContext('2d');
  const width = Math.max(frame.width, 480) + 2 * FRAME;
  const title = wrapLines(measure, text(data.title), `700 22px ${SERIF}`, width - 2 * FRAME);
  const keys = legendKeys();
  const columns = Math.max(1, Math.floor((width - 2 * FRAME) / COLUMN));
  const rows = Math.ceil(keys.length / columns);
  const credits = wrapLines(measure, [word('page.credits_short'), ...data.credits].join(' · '), `11px ${SANS}`, width - 2 * FRAME);
  const top = FRAME + title.length * 28 + 8;
  const under = top + frame.height + 16;
  const height = under + rows * 22 + 10 + credits.length * 16 + FRAME;
  const canvas = make('canvas', { width: width * RATIO, height: height * RATIO });
  const context = canvas.getContext('2d');
  context.scale(RATIO, RATIO);
  context.fillStyle = theme('paper');
  context.fillRect(0, 0, width, height);
  context.textBaseline = 'top';
  const rtl = data.direction === 'rtl';
  const write = (words, font, colour, x, y) => {
    context.font = font;
    context.fillStyle = theme(colour);
    context.textAlign = rtl ? 'right' : 'left';
    context.fillText(words, rtl ? width - x : x, y);
  };
  title.forEach((line, i) => write(line, `700 22px ${SERIF}`, 'text', FRAME, FRAME + i * 28));
  context.save();
  context.translate((width - frame.width) / 2, top);
  await paintMap(context, box, frame);
  context.restore();
  for (const [i, { glyph, label }] of keys.entries()) {
    const x = FRAME + (i % columns) * COLUMN;
    const y = under + Math.floor(i / columns) * 22;
    await paintSvg(context, glyph, rtl ? width - x - 20 : x, y, 20, 14);
    const fitting = wrapLines(context, label, `12px ${SANS}`, COLUMN - 45);
    write(fitting.length > 1 ? `${fitting[0]} …` : label, `12px ${SANS}`, 'text', x + 28, y);
  }
  credits.forEach((line, i) => write(line, `11px ${SANS}`, 'soft', FRAME, under + rows * 22 + 10 + i * 16));
  return canvas;
}

/** What the map's container shows, layer by layer, cut to its frame. */
async function paintMap(context, box, frame) {
  context.beginPath();
  context.rect(0, 0, frame.width, frame.height);
  context.clip();
  context.fillStyle = theme('sea');
  context.fillRect(0, 0, frame.width, frame.height);
  const layers = [...box.querySelectorAll('canvas.gm-canvas, svg.gm-svg, .gm-circles, .gm-stack, .leaflet-control-scale-line')];
  const depth = (element) => Number(getComputedStyle(element.closest('.leaflet-pane') || element).zIndex) || 900;
  layers.sort((a, b) => depth(a) - depth(b));
  for (const element of layers) {
    const at = element.getBoundingClientRect();
    const [x, y] = [at.left - frame.left, at.top - frame.top];
    if (element.localName === 'canvas') context.drawImage(element, x, y, at.width, at.height);
    else if (element.localName === 'svg') await paintSvg(context, element, x, y, at.width, at.height);
    else await paintElement(context, element, frame);
  }
}

const DRAWN = ['fill', 'fill-opacity', 'fill-rule', 'stroke', 'stroke-width', 'stroke-dasharray', 'stroke-opacity', 'stroke-linejoin', 'opacity'];

/** Draws an SVG element with the style it has on the page. */
async function paintSvg(context, element, x, y, width, height) {
  const copy = element.cloneNode(true);
  const [from, to] = [element.querySelectorAll('*'), copy.querySelectorAll('*')];
  if (element.isConnected) {
    to.forEach((each, i) => {
      const style = getComputedStyle(from[i]);
      for (const name of DRAWN) if (style.getPropertyValue(name)) each.style.setProperty(name, style.getPropertyValue(name));
    });
  }
  copy.removeAttribute('style');
  copy.setAttribute('width', width);
  copy.setAttribute('height', height);
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
  await image.decode();
  context.drawImage(image, x, y, width, height);
}

/** Draws an HTML element: boxes with background and border, pictures, and text where the page has it. */
async function paintElement(context, element, frame) {
  const style = getComputedStyle(element);
  if (style.visibility === 'hidden' || style.display === 'none') return;
  const at = element.getBoundingClientRect();
  const [x, y] = [at.left - frame.left, at.top - frame.top];
  if (element.localName === 'svg') {
    await paintSvg(context, element, x, y, at.width, at.height);
    return;
  }
  if (at.width && style.backgroundColor !== 'rgba(0, 0, 0, 0)') {
    context.beginPath();
    context.roundRect(x, y, at.width, at.height, parseFloat(style.borderRadius) || 0);
    context.fillStyle = style.backgroundColor;
    context.fill();
    if (parseFloat(style.borderBottomWidth) > 0) {
      context.strokeStyle = style.borderBottomColor;
      context.lineWidth = parseFloat(style.borderBottomWidth);
      context.stroke();
    }
  }
  for (const node of element.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) paintText(context, node, style, frame);
    else if (node.nodeType === Node.ELEMENT_NODE) await paintElement(context, node, frame);
  }
}

/** Draws a text as it is broken into lines on the page. */
function paintText(context, node, style, frame) {
  const range = document.createRange();
  const found = [];
  for (let i = 0; i < node.length; i++) {
    range.setStart(node, i);
    range.setEnd(node, i + 1);
    const at = range.getBoundingClientRect();
    const last = found[found.length - 1];
    if (last && Math.abs(last.top - at.top) < 2) {
      last.words += node.data[i];
      last.left = Math.min(last.left, at.left);
    } else found.push({ words: node.data[i], left: at.left, top: at.top, height: at.height });
  }
  context.save();
  if (style.overflow !== 'visible') {
    const at = node.parentElement.getBoundingClientRect();
    context.beginPath();
    context.rect(at.left - frame.left, at.top - frame.top, at.width, at.height);
    context.clip();
  }
  context.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  context.fillStyle = style.color;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  for (const { words, left, top, height } of found) context.fillText(words, left - frame.left, top + height / 2 - frame.top);
  context.restore();
}

/** Glyph and label of every legend entry that is switched on and has marks. */
function legendKeys() {
  const found = [];
  const { hidden } = filter.get();
  for (const layer of [...data.layers].reverse()) {
    layer.legend.forEach((entry, index) => {
      if (!entry.count || hidden.includes(layer.id) || hidden.includes(`${layer.id}:${index}`)) return;
      const several = layer.legend.filter((each) => each.count).length > 1;
      const label = several || layer.mark !== 'arrow' ? text(entry.label) : `${text(layer.title)}: ${text(entry.label)}`;
      found.push({ glyph: key(layer, entry), label });
    });
    const dashed = (layer.dashed || []).some((each, index) => each && shown(layer, index));
    if (layer.dash >= 0 && dashed) found.push({ glyph: dashKey(layer), label: text(layer.dash) });
  }
  return found;
}

/** A text broken into lines of at most `width` pixels. */
function wrapLines(context, words, font, width) {
  context.font = font;
  const found = [''];
  for (const piece of words.split(/(?<=\s)/)) {
    const longer = found[found.length - 1] + piece;
    if (context.measureText(longer).width <= width || !found[found.length - 1]) found[found.length - 1] = longer;
    else found.push(piece);
  }
  return found.map((line) => {
    let cut = line.trim();
    while (cut.length > 1 && context.measureText(cut).width > width) cut = `${cut.slice(0, -2)}…`;
    return cut;
  });
}
