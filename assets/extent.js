/* The map's extent drives the figures: once the person has moved the map, the strip counts what it shows.
   What the map shows is asked with every refresh; a switch turns it off, and the address says so (ext=0). */
(function () {
  'use strict';
  const yiping = window.yiping = window.yiping || {};
  const state = yiping.state = yiping.state || {};
  const button = () => document.querySelector('[data-extent]');
  const isOn = () => state.ext !== '0' && state.surface === 'desk' && !state.snap;

  /* Return the box that the figures are counted in: none until the map was moved. */
  function box() {
    const map = yiping.map.leaflet;
    if (!isOn() || !state.view || !map) { return ''; }
    const bounds = map.getBounds();
    const within = (n, most) => Math.max(-most, Math.min(most, n)).toFixed(5);
    return [within(bounds.getWest(), 180), within(bounds.getSouth(), 90), within(bounds.getEast(), 180), within(bounds.getNorth(), 90)].join(',');
  }

  function show() {
    if (button()) { button().setAttribute('aria-pressed', String(isOn())); }
  }

  document.addEventListener('click', (event) => {
    if (!event.target.closest('[data-extent]')) { return; }
    state.ext = isOn() ? '0' : '';
    show();
    yiping.address.write(true);
    yiping.refresh();
  });
  document.addEventListener('yiping:view', () => { if (isOn()) { yiping.refresh(); } });

  yiping.extent = { box, show };
})();
