/* A press that is offered for some seconds only: [data-left] counts down in its own words and leaves with its line. */
(function () {
  'use strict';
  const ends = new WeakMap();   // element -> when it ends, on the browser's steady clock

  function tell(button) {
    const left = Math.max(0, Math.ceil((ends.get(button) - performance.now()) / 1000));
    if (!left) { (button.closest('.undo') || button).remove(); return; }
    const words = button.dataset.leftWords.replace('{seconds}', left);
    if (button.textContent !== words) { button.textContent = words; }
  }

  setInterval(() => {
    document.querySelectorAll('[data-left]').forEach((button) => {
      if (!ends.has(button)) { ends.set(button, performance.now() + Number(button.dataset.left) * 1000); }
      tell(button);
    });
  }, 250);
})();
