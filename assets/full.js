/* One panel over the whole desk, and back: by f, by its button, by the address (panel=NAME). The panel under the focus is
   taken, else the one under the pointer, else the map. */
(function () {
  'use strict';
  const yiping = window.yiping = window.yiping || {};
  const state = yiping.state = yiping.state || {};
  const NOT = ['breadcrumb', 'alarm', 'case'];

  const slots = () => [...document.querySelectorAll('.stage.desk .slot')].filter((slot) => slot.querySelector('[data-panel]'));
  const nameOf = (slot) => slot.querySelector('[data-panel]').dataset.panel;
  const slotOf = (name) => slots().find((slot) => nameOf(slot) === name && !NOT.includes(name));
  const boxOf = (slot) => slot.closest('.map-frame') || slot;
  const has = (name) => Boolean(slotOf(name));

  function under(node) {
    if (!node || !node.closest) { return ''; }
    if (node.closest('.map-frame')) { return 'map'; }
    const panel = node.closest('.stage.desk [data-panel]');
    return panel && has(panel.dataset.panel) ? panel.dataset.panel : '';
  }

  /* The panel meant by a key: what has the focus, else what the pointer is over. */
  function meant() {
    const hovered = [...document.querySelectorAll(':hover')].pop();
    return under(document.activeElement) || under(hovered) || 'map';
  }

  function resized() {
    window.dispatchEvent(new Event('resize'));
    if (yiping.map.leaflet) { yiping.map.leaflet.invalidateSize({ animate: false }); }
  }

  function strip() {
    document.querySelectorAll('.is-full').forEach((box) => box.classList.remove('is-full'));
    document.querySelectorAll('.full-close').forEach((button) => button.remove());
  }

  function open(name, options) {
    const slot = slotOf(name);
    if (!slot) { return false; }
    const page = slot.closest('[data-page]'), button = document.createElement('button');
    strip();
    if (page) { yiping.showTab(page.dataset.page); }
    state.full = name;
    boxOf(slot).classList.add('is-full');
    button.type = 'button';
    button.className = 'full-close';
    button.textContent = yiping.t('keys.full_close') + ' · Esc';
    button.addEventListener('click', () => close());
    document.querySelector('.stage.desk').append(button);
    resized();
    yiping.address.write(!(options && options.quiet));
    return true;
  }

  function close(options) {
    if (!state.full) { return false; }
    strip();
    state.full = '';
    resized();
    yiping.address.write(!(options && options.quiet));
    return true;
  }

  yiping.full = {
    has, close, open,
    toggle: () => (state.full ? close() : open(meant())),
    /* What the address says now, after Back or Forward. */
    follow: (name) => { if (name && has(name)) { if (state.full !== name) { open(name, { quiet: true }); } } else { close({ quiet: true }); } },
  };
})();
