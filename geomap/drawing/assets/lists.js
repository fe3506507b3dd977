// Lists of any length: a page of items at a time, so that a hundred thousand cost no more than fifty.

/** A section that opens; its content is made when it first does. */
function section(title, count, content, open = false) {
  const label = count === null ? '' : make('span', { class: 'gm-count' }, number(count));
  const box = make('details', { class: 'gm-section' }, make('summary', null, title, label));
  const filled = () => box.childElementCount === 1 && box.append(...content());
  box.addEventListener('toggle', filled);
  if (open) {
    box.open = true;
    filled();
  }
  return box;
}

/** A list of `items`, `size` at a time, with buttons to turn pages; `turned` is called after each turn. */
function paged(items, size, item, turned = () => {}) {
  const list = make('ul', { class: 'gm-list' });
  const box = make('div', null, list);
  let from = 0;
  const fillList = () => list.replaceChildren(...items.slice(from, from + size).map((each) => make('li', null, item(each))));
  box.reveal = (at) => {
    from = Math.floor(at / size) * size;
    update();
    return list.children[at - from];
  };
  let update = fillList;
  if (items.length > size) {
    const where = make('span', { role: 'status' });
    const turn = (name, by, sign) =>
      make('button', { type: 'button', class: 'gm-turn', 'aria-label': word(name), on: { click: () => box.reveal(from + by) } }, sign);
    const [back, on] = [turn('page.previous', -size, '‹'), turn('page.next', size, '›')];
    update = () => {
      fillList();
      const to = Math.min(items.length, from + size);
      where.textContent = word('page.range', { from: number(from + 1), to: number(to), n: number(items.length) });
      back.disabled = from === 0;
      on.disabled = to === items.length;
      turned();
    };
    box.append(make('div', { class: 'gm-pager' }, back, where, on));
  }
  update();
  return box;
}
