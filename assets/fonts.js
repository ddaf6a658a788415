/* Can this device draw Chinese at all? A sign that no font has and one that a Chinese font has look alike where it
   cannot. Said once, in Latin letters first, and kept on the page of health. */
(function () {
  'use strict';
  const yiping = window.yiping = window.yiping || {};
  const state = yiping.state = yiping.state || {};
  const SIGN = '\u7763', NOBODY_HAS = '\u{10FFFD}', SIDE = 40, ASKS_EVERY = 500, SAID_FOR = 20000;

  function drawn(sign) {
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = SIDE;
    const pen = canvas.getContext('2d', { willReadFrequently: true });
    pen.font = '30px ' + getComputedStyle(document.body).fontFamily;
    pen.fillText(sign, 4, 32);
    return pen.getImageData(0, 0, SIDE, SIDE).data.join();
  }

  const waiting = setInterval(() => {
    if (!state.words || document.body.dataset.ready !== 'true') { return; }
    clearInterval(waiting);
    const isMissing = drawn(SIGN) === drawn(NOBODY_HAS);
    document.body.dataset.fonts = isMissing ? 'missing' : 'fine';
    if (isMissing) { yiping.say(yiping.t('health.fonts_missing'), 'refused', SAID_FOR); }
  }, ASKS_EVERY);
})();
