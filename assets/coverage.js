/* Of how many areas the figures are made: the map's own chip, and the list behind every chip of a desk. */
(function () {
  'use strict';
  const yiping = window.yiping = window.yiping || {};
  const GAP = 6;
  let told = null, list = null;

  const node = (...given) => yiping.element(...given);
  const t = (key) => yiping.t('coverage.' + key);

  /* Return the map's chip, null where nothing is missing; a wall has nothing to press. */
  function chip() {
    if (!told) { return null; }
    const isWall = yiping.state.surface === 'wall';
    return node(isWall ? 'span' : 'button', { class: 'coverage-chip', title: told.about, ...(isWall ? {} : { type: 'button', 'data-missing': '1', 'aria-haspopup': 'dialog' }) }, told.chip);
  }

  /* Mark a panel that scripts fill; true where it is partial. */
  function mark(panel) {
    if (told) { panel.dataset.coverage = told.share; } else { delete panel.dataset.coverage; }
    return Boolean(told);
  }

  function rows() {
    return told.missing.map((one) => node('li', {}, node('button', { type: 'button', 'data-area': one.area }, one.name), node('span', {}, one.why)));
  }

  function fill() {
    list.replaceChildren(node('header', {}, node('b', {}, t('list')), node('small', {}, told.chip)), node('ul', {}, ...rows()));
  }

  /* Beside the chip, inside the window. */
  function place(button) {
    const at = button.getBoundingClientRect(), { offsetWidth: wide, offsetHeight: high } = list;
    list.style.left = Math.max(GAP, Math.min(at.left, innerWidth - wide - GAP)) + 'px';
    list.style.top = (at.bottom + GAP + high <= innerHeight ? at.bottom + GAP : Math.max(GAP, at.top - high - GAP)) + 'px';
  }

  function open(button) {
    if (!told) { return; }
    if (!list) {
      list = node('aside', { id: 'coverage-list', popover: 'auto', role: 'dialog', 'aria-label': t('list') });
      document.body.append(list);
    }
    fill();
    list.showPopover();
    place(button);
  }

  const isOpen = () => Boolean(list) && list.matches(':popover-open');

  function take(found) {
    const before = JSON.stringify(told);
    told = found || null;
    if (JSON.stringify(told) === before) { return; }
    if (isOpen()) { if (told) { fill(); } else { list.hidePopover(); } }
    document.dispatchEvent(new CustomEvent('yiping:coverage'));
  }

  document.addEventListener('click', (event) => {
    const button = event.target.closest('[data-missing]');
    if (button) { open(button); } else if (isOpen() && event.target.closest('#coverage-list [data-area]')) { list.hidePopover(); }
  });

  yiping.coverage = { take, chip, mark };
})();
