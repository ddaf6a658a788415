/* The mark of a first priority that nobody acknowledged blinks once a second, for half a minute from when it is first
   seen; then it stands still. Text never blinks, and what is past does not. */
(function () {
  'use strict';
  const yiping = window.yiping = window.yiping || {};
  const state = yiping.state = yiping.state || {};
  const BLINKS_MS = 30000, LOOKS_EVERY = 500, KEPT = 50;
  const seen = new Map();       // case number -> when it was first seen in the alarm line

  function look() {
    const line = document.querySelector('.alarm-line.p1[data-case]'), no = line ? line.dataset.case : '';
    if (no && !seen.has(no)) {
      if (seen.size > KEPT) { seen.delete(seen.keys().next().value); }
      seen.set(no, Date.now());
    }
    document.body.classList.toggle('is-blinking', Boolean(no) && !state.t && Date.now() - seen.get(no) < BLINKS_MS);
  }

  setInterval(look, LOOKS_EVERY);
})();
