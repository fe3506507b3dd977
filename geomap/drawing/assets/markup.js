// Text that the user's own Folium objects hand to Leaflet as markup: harmless formatting is kept, all else is shown
// as it was written. Leaflet's four ways to innerHTML lead through here.

const FORMATS = new Set(
  ('a abbr b blockquote br caption center cite code dd del details div dl dt em figcaption figure font h1 h2 h3 h4 h5 h6 hr i ' +
    'img ins kbd li mark ol p pre q s small span strong sub summary sup table tbody td tfoot th thead tr u ul wbr').split(' '),
);
const FORMATTING = new Set(
  'align bgcolor border cellpadding cellspacing class color colspan dir face height href lang rowspan size src style target title valign width'.split(' '),
);

/** The nodes of a text of markup, or one node that shows the text literally if it would do more than format. */
function markup(written) {
  const literal = () => document.createTextNode(String(written));
  // a handler is told even of inert markup that it may not run: such text is not parsed at all
  const rest = String(written).replace(/<\/?([a-z][a-z0-9]*)(\s[^<>]*)?\/?>/gi, (tag, name) =>
    FORMATS.has(name.toLowerCase()) && !/[\s"'/]on[a-z]*\s*=/i.test(tag) ? '' : tag,
  );
  if (rest.includes('<')) return literal();
  const holder = document.createElement('template');
  holder.innerHTML = String(written); // inert: nothing in a template is loaded or run
  if ([...holder.content.querySelectorAll('*')].some(unwanted)) return literal();
  for (const each of holder.content.querySelectorAll('a')) {
    each.setAttribute('rel', 'noopener noreferrer');
    each.setAttribute('target', '_blank');
  }
  return document.importNode(holder.content, true);
}

function unwanted(element) {
  if (element.namespaceURI !== 'http://www.w3.org/1999/xhtml' || !FORMATS.has(element.localName)) return true;
  return [...element.attributes].some(({ name, value }) => {
    if (!FORMATTING.has(name) && !/^(aria|data)-[a-z-]+$/.test(name)) return true;
    if (name === 'href') return !/^(https?:|mailto:|#)/i.test(value);
    if (name === 'src') return !imageAllowed(value);
    return name === 'style' && /url|image|position|expression|@|\\|z-index/i.test(value);
  });
}

/** Pictures are those in the page, and those of hosts that the page's policy admits. */
function imageAllowed(address) {
  if (/^data:image\/(png|jpeg|gif|webp|svg\+xml)[;,]/i.test(address)) return true;
  const policy = document.querySelector('meta[http-equiv="Content-Security-Policy"]').content;
  const admitted = (/img-src ([^;]*)/.exec(policy) || ['', ''])[1].split(' ');
  return /^https?:\/\//i.test(address) && admitted.includes(new URL(address).origin);
}

function contentOf(element, written) {
  element.textContent = '';
  element.append(typeof written === 'string' ? markup(written) : written);
  return element;
}

L.DivOverlay.include({
  _updateContent() {
    if (!this._content) return;
    contentOf(this._contentNode, typeof this._content === 'function' ? this._content(this._source || this) : this._content);
    this.fire('contentupdate');
  },
});

const createDivIcon = L.DivIcon.prototype.createIcon;
L.DivIcon.include({
  createIcon(old) {
    const { html } = this.options;
    if (typeof html === 'string') this.options.html = contentOf(make('div'), html);
    const icon = createDivIcon.call(this, old);
    this.options.html = html;
    return icon;
  },
});

L.Control.Attribution.include({
  _update() {
    if (!this._map) return;
    const named = Object.keys(this._attributions).filter((each) => this._attributions[each]);
    this._container.textContent = '';
    named.forEach((each, at) => this._container.append(at ? ' · ' : '', markup(each)));
  },
});

const addToControl = L.Control.Layers.prototype._addItem;
L.Control.Layers.include({
  _addItem(listed) {
    const item = addToControl.call(this, { ...listed, name: '' });
    item.lastChild.lastChild.append(markup(listed.name));
    return item;
  },
});

/** What a user's folium.Popup or Tooltip says; `style` is the user's CSS. */
geomap.markup = (written, style) => contentOf(make('div', { style: style || null, dir: 'auto' }), written);
geomap.plain = (written) => make('div', { dir: 'auto' }, String(written));

/** Chosen properties of a feature of the user's GeoJson as a table. */
geomap.properties = function properties(feature, fields, names, localise) {
  const said = (found) => {
    if (found === null || found === undefined) return '';
    if (typeof found === 'object') return JSON.stringify(found);
    return localise ? found.toLocaleString() : String(found);
  };
  const rows = fields.map((field, at) => {
    const cell = contentOf(make('td', { dir: 'auto' }), said(feature.properties[field]));
    return make('tr', null, names ? contentOf(make('th'), said(names[at])) : null, cell);
  });
  return make('div', null, make('table', null, rows));
};

const PINS = {
  red: '#c8322b', darkred: '#8f2a2b', lightred: '#ef7f6f', orange: '#e88b1f', beige: '#e3bd86', green: '#5d9b26',
  darkgreen: '#4f6b1f', lightgreen: '#a9d468', blue: '#2e8fc4', darkblue: '#155f96', lightblue: '#7cc4e6',
  cadetblue: '#3f6a76', purple: '#b34fa5', darkpurple: '#573a6b', pink: '#ee87b8', white: '#f4f4f4', gray: '#575757',
  lightgray: '#a3a3a3', black: '#2f2f2f',
};

/** folium.Icon without its icon font: a pin of the same colour. */
const Pin = L.Icon.extend({
  options: { iconSize: [27, 40], iconAnchor: [13.5, 39], popupAnchor: [0, -34], tooltipAnchor: [12, -26] },
  createIcon(old) {
    const picture = makeSvg(
      'svg',
      { width: 27, height: 40, viewBox: '0 0 27 40', 'aria-hidden': 'true' },
      makeSvg('path', {
        d: 'M13.5 39C12 31 1.5 24 1.5 13.2a12 12 0 0 1 24 0C25.500 24 15 31 13.500 39Z',
        fill: PINS[this.options.markerColor] || PINS.blue,
        stroke: '#fff',
        'stroke-width': 1.5,
      }),
      makeSvg('circle', { cx: 13.5, cy: 13.2, r: 4.2, fill: this.options.iconColor || '#fff' }),
    );
    const holder = old && old.tagName === 'DIV' ? old : document.createElement('div');
    holder.replaceChildren(picture);
    this._setIconStyles(holder, 'icon');
    return holder;
  },
  createShadow: () => null,
});
L.AwesomeMarkers = { Icon: Pin, icon: (options) => new Pin(options) };

/** The key of a branca colour map: what folium.Choropleth shows beside its areas. */
geomap.colourBar = function colourBar(caption, colours, ticks, least, most) {
  const bar = L.control({ position: 'topright' });
  bar.onAdd = () =>
    make(
      'div',
      { class: 'gm-bar', role: 'img', 'aria-label': `${caption} ${ticks.join(' ')}` },
      make('div', null, caption),
      make('div', { class: 'gm-bar-colours', style: `background:linear-gradient(to right,${colours.join(',')})` }),
      make(
        'div',
        { class: 'gm-bar-ticks' },
        ticks
          .filter((tick) => typeof tick === 'number')
          .map((tick) => make('span', { style: `left:${(100 * (tick - least)) / (most - least || 1)}%` }, number(tick))),
      ),
    );
  bar.addTo(geomap.map);
};
