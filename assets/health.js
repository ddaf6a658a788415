/* The page of health: what only this browser knows, the link, its clock, and whether a sound comes out. */
(function () {
  'use strict';
  const yiping = window.yiping = window.yiping || {};
  const SKEW_SAID = 30;         // seconds, as the watchdog says it

  const put = (mark, text, isWorse) => document.querySelectorAll('[data-health="' + mark + '"]').forEach((node) => {
    if (node.textContent !== text) { node.textContent = text; }
    node.classList.toggle('is-worse', isWorse);
  });

  function look() {
    if (yiping.state.page !== 'health') { return; }
    const seconds = Math.round(Math.abs(yiping.clockSkew || 0) / 1000), isWrong = seconds > SKEW_SAID;
    put('link', yiping.t('health.' + yiping.conn), yiping.conn !== 'LIVE');
    const fonts = document.body.dataset.fonts;
    if (fonts) { put('fonts', yiping.t('health.fonts_' + fonts), fonts === 'missing'); }
    put('skew', yiping.t(isWrong ? 'health.skew_wrong' : 'health.skew_fine', { n: seconds }), isWrong);
  }

  document.addEventListener('click', (event) => {
    if (event.target.closest('[data-sound-test]')) { yiping.audio.test(event.target.closest('[data-sound-test]').dataset.soundTest); }
  });
  setInterval(look, 1000);
})();
