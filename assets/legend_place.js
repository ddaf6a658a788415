/* Where a wall's legend stands: in the lower left corner, or in the upper right one where that hides less of the city. */
(function () {
  'use strict';
  const yiping = window.yiping;
  const ACROSS = 8, DOWN = 5;    // how finely the place beneath is looked at
  const TRY_AGAIN = 500;

  /* How much of the city lies beneath a box of the map, in points of a grid. */
  function hidden(left, top, width, height) {
    let found = 0;
    for (let x = 0; x <= ACROSS; x++) {
      for (let y = 0; y <= DOWN; y++) {
        const at = yiping.map.leaflet.containerPointToLatLng([left + (width * x) / ACROSS, top + (height * y) / DOWN]);
        if (yiping.map.isCity(at)) { found += 1; }
      }
    }
    return found;
  }

  function place() {
    const legend = document.getElementById('map-legend');
    if (!legend || !legend.offsetWidth) { return; }
    const size = yiping.map.leaflet.getSize(), width = legend.offsetWidth, height = legend.offsetHeight;
    const keys = document.getElementById('map-switches').offsetHeight;      // keys of layers stand in that corner already
    legend.style.setProperty('--keys', keys + 'px');
    legend.classList.toggle('is-above', hidden(size.x - width, keys, width, height) < hidden(0, size.y - height, width, height));
  }

  function watch() {
    if (!yiping.map.leaflet) { setTimeout(watch, TRY_AGAIN); return; }
    yiping.map.leaflet.on('moveend', place);
    place();
  }

  document.addEventListener('yiping:snapshot', () => { if (yiping.map.leaflet) { setTimeout(place); } });
  watch();
})();
