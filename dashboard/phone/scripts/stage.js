/* The city stage over the page: as the page brought it, asked for anew while somebody looks. */
(function () {
  'use strict';
  const ASK_EVERY = 15000, LAST = 5;

  function show(body) {
    const bar = document.getElementById('city-stage');
    if (!bar) { return; }
    bar.dataset.stage = String(body.stage);
    bar.querySelector('i').textContent = '■'.repeat(body.stage) + '□'.repeat(LAST - body.stage);
    bar.querySelector('span').textContent = body.said;
  }

  async function ask() {
    if (document.hidden || !navigator.onLine) { return; }
    try {
      const answer = await fetch('/city-stage', { cache: 'no-store' });
      if (answer.ok) { show(await answer.json()); }
    } catch (error) { /* what was said last stays */ }
  }

  setInterval(ask, ASK_EVERY);
  document.addEventListener('visibilitychange', ask);
})();
