/* To the page that sends to walls, with the area and the case that are looked at. */
(function () {
  'use strict';
  const yiping = window.yiping = window.yiping || {};
  const state = yiping.state = yiping.state || {};
  const link = () => document.querySelector('[data-to-wall]');

  const address = () => '/desk/walls?' + new URLSearchParams({ ...(state.area ? { area: state.area } : {}), ...(state.case ? { case: state.case } : {}) });

  document.addEventListener('click', (event) => {
    const pressed = event.target.closest('[data-to-wall]');
    if (pressed) { pressed.href = address(); }
  }, true);
  yiping.keys.add({ 'g w': { word: 'tour.key_send', group: 'go', on: ['desk', 'office'], isOffered: () => Boolean(link()), work: () => { location.assign(address()); } } });
})();
