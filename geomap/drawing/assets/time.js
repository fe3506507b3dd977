// Time: a bar under the map with a histogram of what is reported, and two handles that choose the days shown.

const TICK = 700;
const STEPS = ['day', 'week', 'month', 'year'];
const SPEEDS = [1, 2, 4];
const DOTS = 'M0.500 5.500h3v3h-3zM5.500 5.500h3v3h-3zM10.500 5.500h3v3h-3z';
const time = { from: 0, to: 0, first: 0, last: 0, step: 'day', speed: 1, playing: 0, handles: [], bars: null };

/** Adds the bar, if what is drawn has more than one day. */
function addTimeBar(map) {
  const span = drawnDays();
  if (!span) return;
  Object.assign(time, { first: span.first, last: span.last, from: span.first, to: span.last, step: stepFor(span.last - span.first) });
  time.play = make('button', { type: 'button', class: 'gm-play', on: { click: () => (time.playing ? stopPlaying() : startPlaying()) } });
  time.bars = make('canvas', { class: 'gm-bars', 'aria-hidden': 'true' });
  time.span = make('div', { class: 'gm-span', on: { pointerdown: (event) => drag(event, 'both') } });
  time.handles = ['from', 'to'].map(handle);
  time.track = make('div', { class: 'gm-track', dir: 'ltr' }, time.bars, time.span, ...time.handles);
  time.words = make('span', { class: 'gm-days' });
  time.undated = undatedSwitch();
  const arrow = (d) => iconPicture({ d, fill: 'none', stroke: 'currentColor', 'stroke-width': 2 }, 14);
  const jump = (label, d, n) => make('button', { type: 'button', class: 'gm-jump', 'aria-label': word(label), title: word(label), on: { click: () => moveWindow(n) } }, arrow(d));
  const more = make('button', { type: 'button', class: 'gm-jump gm-more', 'aria-expanded': 'false', 'aria-label': word('time.options'), title: word('time.options') }, iconPicture({ d: DOTS, fill: 'currentColor' }, 14));
  more.addEventListener('click', () => {
    // the map gives way: the bar never lies over it
    const open = document.documentElement.classList.toggle('gm-time-open');
    more.setAttribute('aria-expanded', String(open));
    map.invalidateSize({ animate: false, pan: false });
  });
  const bar = make(
    'section',
    { class: 'gm-time', 'aria-label': word('time.heading') },
    make('div', { class: 'gm-time-row' }, make('span', { class: 'gm-buttons', dir: 'ltr' }, jump('time.back', 'M9 2.500L4.500 7L9 11.500', -1), time.play, jump('time.forward', 'M5 2.500L9.500 7L5 11.500', 1)), time.words, more,
      make('span', { class: 'gm-time-options' }, choice('time.step', STEPS, time.step, (step) => word(`time.${step}`), (step) => { time.step = step; }),
        choice('time.speed', SPEEDS, 1, (speed) => `${speed}×`, (speed) => { time.speed = Number(speed); }), time.undated)),
    time.track,
  );
  map.getContainer().parentElement.append(bar);
  document.documentElement.classList.add('gm-timed');
  map.invalidateSize({ animate: false, pan: false });
  showPlaying();
  // the histogram follows in the first frame, when the map tells what is in view
  filter.on(showTime);
  map.on('resize', showTime);
  showWindow();
}

/** The first and last day of all that layers can draw; null if there are not two days. */
function drawnDays() {
  let first = ENDLESS;
  let last = NO_DAY;
  time.hasUndated = false;
  for (const layer of data.layers) {
    const days = filter.days(layer.records);
    if (!days.dated) continue;
    for (const row of layer.row) {
      if (days.first[row] === NO_DAY) {
        time.hasUndated = true;
        continue;
      }
      first = Math.min(first, days.first[row]);
      last = Math.max(last, days.first[row], days.last[row] === ENDLESS ? NO_DAY : days.last[row]);
    }
  }
  return last > first ? { first, last } : null;
}

const stepFor = (days) => (days <= 62 ? 'day' : days <= 730 ? 'week' : days <= 3653 ? 'month' : 'year');

/** A day some steps later; months and years keep the day of the month where there is one. */
function stepped(day, n, step = time.step) {
  if (step === 'day' || step === 'week') return day + n * (step === 'week' ? 7 : 1);
  const date = new Date(day * 86400000);
  const months = date.getUTCMonth() + n * (step === 'year' ? 12 : 1);
  const most = new Date(Date.UTC(date.getUTCFullYear(), months + 1, 0)).getUTCDate();
  return Date.UTC(date.getUTCFullYear(), months, Math.min(date.getUTCDate(), most)) / 86400000;
}

function handle(which) {
  const element = make('div', {
    class: `gm-handle gm-${which}`,
    role: 'slider',
    tabindex: 0,
    'aria-label': word(`time.${which}`),
    'aria-valuemin': time.first,
    'aria-valuemax': time.last,
  });
  element.addEventListener('pointerdown', (event) => drag(event, which));
  element.addEventListener('keydown', (event) => {
    const n = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10 }[event.key];
    const end = { Home: time.first, End: time.last }[event.key];
    if (n === undefined && end === undefined) return;
    event.preventDefault();
    stopPlaying();
    place(which, end === undefined ? stepped(time[which], n) : end);
  });
  return element;
}

/** Puts one end of the window on a day, and no farther than the other end. */
function place(which, day) {
  if (which === 'from') choose(Math.min(day, time.to), time.to);
  else choose(time.from, Math.max(day, time.from));
}

/** Shows the days from one to another; the whole time is no condition at all. */
function choose(from, to) {
  time.from = Math.max(time.first, Math.min(time.last, from));
  time.to = Math.max(time.from, Math.min(time.last, to));
  filter.set({
    from: time.from > time.first ? isoDay(time.from) : null,
    to: time.to < time.last ? isoDay(time.to) : null,
  });
}

/** Moves the window by steps; one that spans all time becomes one step long first. */
function moveWindow(n) {
  const whole = time.from === time.first && time.to === time.last;
  if (whole) {
    if (n > 0) choose(time.first, stepped(time.first, 1) - 1);
    else choose(stepped(time.last, -1) + 1, time.last);
    return;
  }
  const length = time.to - time.from;
  const from = Math.max(time.first, Math.min(time.last - length, stepped(time.from, n)));
  choose(from, from + length);
}

function startPlaying() {
  const atEnd = time.to === time.last;
  const length = time.to - time.from;
  if (time.from === time.first && atEnd) choose(time.first, stepped(time.first, 1) - 1);
  else if (atEnd) choose(time.first, time.first + length);
  time.playing = setTimeout(tick, TICK / time.speed);
  showPlaying();
}

function tick() {
  if (time.to >= time.last) {
    stopPlaying();
    return;
  }
  moveWindow(1);
  time.playing = setTimeout(tick, TICK / time.speed);
}

function stopPlaying() {
  clearTimeout(time.playing);
  time.playing = 0;
  showPlaying();
}

function showPlaying() {
  const label = word(time.playing ? 'time.pause' : 'time.play');
  const d = time.playing ? 'M3 2H6V12H3zM8 2H11V12H8z' : 'M3.500 1.500L12 7L3.500 12.500z';
  time.play.replaceChildren(iconPicture({ d, fill: 'currentColor' }, 14));
  time.play.setAttribute('aria-label', label);
  time.play.setAttribute('title', label);
}

/** Drags a handle or the whole window with mouse, pen or finger. */
function drag(event, which) {
  event.preventDefault();
  stopPlaying();
  const { left, width } = time.track.getBoundingClientRect();
  const days = (x) => Math.round(((x - left) / width) * (time.last - time.first));
  const start = { x: days(event.clientX), from: time.from, to: time.to };
  const target = event.currentTarget;
  target.setPointerCapture(event.pointerId);
  const move = (moved) => {
    const day = days(moved.clientX);
    if (which !== 'both') {
      place(which, time.first + day);
      return;
    }
    const by = Math.max(time.first - start.from, Math.min(time.last - start.to, day - start.x));
    choose(start.from + by, start.to + by);
  };
  const stop = () => {
    target.removeEventListener('pointermove', move);
    target.removeEventListener('pointerup', stop);
    target.removeEventListener('pointercancel', stop);
  };
  target.addEventListener('pointermove', move);
  target.addEventListener('pointerup', stop);
  target.addEventListener('pointercancel', stop);
  if (which !== 'both') target.focus();
}

function choice(label, values, chosen, words, take) {
  const list = make('select', { 'aria-label': word(label), title: word(label) });
  for (const each of values) list.append(make('option', { value: each, selected: each === chosen }, words(each)));
  list.addEventListener('change', () => take(list.value));
  return list;
}

/** Rows without a date are shown or not, whatever days are chosen. */
function undatedSwitch() {
  if (!time.hasUndated) return null;
  const input = make('input', { type: 'checkbox', 'aria-label': word('time.undated_label') });
  input.addEventListener('change', () => filter.set({ undated: input.checked }));
  time.undatedInput = input;
  time.undatedCount = make('span', { class: 'gm-count' });
  return make('label', { class: 'gm-undated' }, input, word('time.undated'), time.undatedCount);
}

function showTime() {
  showWindow();
  paintBars();
}

/** Puts handles and words as the filter says. */
function showWindow() {
  const { from, to, undated } = filter.get();
  time.from = from ? Math.max(time.first, dayNumber(from)) : time.first;
  time.to = to ? Math.min(time.last, dayNumber(to)) : time.last;
  const share = (day) => (100 * (day - time.first)) / (time.last - time.first);
  const long = (number) => day(isoDay(number), { dateStyle: 'long' });
  time.handles.forEach((element, i) => {
    const at = i ? time.to : time.from;
    element.style.left = `${share(at)}%`;
    element.setAttribute('aria-valuenow', at);
    element.setAttribute('aria-valuetext', long(at));
  });
  time.span.style.left = `${share(time.from)}%`;
  time.span.style.width = `${share(time.to) - share(time.from)}%`;
  const short = (number) => day(isoDay(number), { dateStyle: 'medium' });
  time.words.textContent = time.from === time.to ? short(time.from) : word('time.range', { from: short(time.from), to: short(time.to) });
  if (time.undatedInput) time.undatedInput.checked = undated;
}

/** Events for each stretch of time that pass the other filters and are in view; long ones count while they last. */
function countBars(bars) {
  const wide = time.last - time.first + 1;
  const at = (number) => Math.max(0, Math.min(bars - 1, Math.floor(((number - time.first) * bars) / wide)));
  const change = new Int32Array(bars + 1);
  let undated = 0;
  for (const table of ['events', 'figures', 'movements']) {
    const days = filter.days(table);
    const open = filter.open('date', table);
    for (let row = 0; row < open.length; row++) {
      if (!open[row]) continue;
      if (days.first[row] === NO_DAY) undated++;
      else if (table === 'events') {
        change[at(days.first[row])]++;
        change[at(Math.min(days.last[row], time.last)) + 1]--;
      }
    }
  }
  const counts = new Int32Array(bars);
  for (let bar = 0, sum = 0; bar < bars; bar++) counts[bar] = sum += change[bar];
  return { counts, undated };
}

function paintBars() {
  const { width, height } = time.bars.getBoundingClientRect();
  const ratio = Math.min(3, window.devicePixelRatio || 1);
  time.bars.width = Math.round(width * ratio);
  time.bars.height = Math.round(height * ratio);
  const bars = Math.max(1, Math.min(Math.floor(width / 5), time.last - time.first + 1));
  const { counts, undated } = countBars(bars);
  if (time.undatedCount) time.undatedCount.textContent = number(undated);
  const most = Math.max(1, ...counts);
  const context = time.bars.getContext('2d');
  context.scale(ratio, ratio);
  const [chosen, rest] = [theme('link'), theme('line')];
  const wide = width / bars;
  const middle = (bar) => time.first + ((bar + 0.5) * (time.last - time.first + 1)) / bars;
  counts.forEach((n, bar) => {
    if (!n) return;
    const high = Math.max(1.5, (n / most) * (height - 2));
    context.fillStyle = middle(bar) >= time.from && middle(bar) <= time.to + 1 ? chosen : rest;
    context.fillRect(bar * wide + 0.5, height - high, Math.max(1, wide - 1), high);
  });
}
