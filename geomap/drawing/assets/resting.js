// Long work without a page that stands still: in slices, or put off until the page rests.

/** A function to be called often during long work: once `most` milliseconds have gone by it lets the page answer. */
function breather(most) {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < most) return;
    await new Promise((done) => setTimeout(done));
    since = performance.now();
  };
}

const REST = 8; // milliseconds of work at a time while the page rests
const BETWEEN_RESTS = 24; // milliseconds, where the browser does not say when it rests
const resting = { works: [], waiting: false };

/** Does `work`, an iterator each of whose steps takes a few milliseconds, once the page rests and is looked at. */
function whileResting(work) {
  resting.works.push(work);
  rest();
}

function rest() {
  if (resting.waiting || !resting.works.length || document.hidden) return;
  resting.waiting = true;
  if (window.requestIdleCallback) window.requestIdleCallback(workOn);
  else setTimeout(workOn, BETWEEN_RESTS);
}

function workOn() {
  resting.waiting = false;
  const until = performance.now() + REST;
  while (resting.works.length && !document.hidden && performance.now() < until) {
    if (resting.works[0].next().done) resting.works.shift();
  }
  rest();
}

document.addEventListener('visibilitychange', rest);
