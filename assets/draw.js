/* Drawing on the map: a circle, a rectangle, a polygon, a way with a reach. What is drawn becomes state.shape, in the
   words of data/within/shape.py; the panel "dossier" says what lies inside. Every shape is made by single presses, so that
   no dragging is needed; Enter ends a polygon or a way, Backspace takes the last corner back, Escape gives up. */
(function () {
  'use strict';
  const yiping = window.yiping = window.yiping || {};
  const state = yiping.state = yiping.state || {};
  const NEEDS = { circle: 2, box: 2, poly: 3, line: 2 };
  const ENDS_ITSELF = new Set(['circle', 'box']);
  const LEAST_M = 10, MOST_M = 20000, MOST_CORNERS = 100;
  const FORM = /^(circle|box|poly|line):[-\d.,;]{3,3900}$/;
  const METRES_PER_DEGREE = Math.PI * 6371008.8 / 180;
  let drawing = null;           // { form, points, glass, preview }
  let shown = null;             // the drawn shape on the map
  let shownAs = '';

  const map = () => yiping.map.leaflet;
  const said = (at) => at.lat.toFixed(6) + ',' + at.lng.toFixed(6);
  const radius = () => Number(document.getElementById('draw-radius').value);
  const within = (metres) => Math.round(Math.max(LEAST_M, Math.min(MOST_M, metres)));

  /* The shape that these corners make, in words. */
  function wordsOf(form, points) {
    if (form === 'circle') { return 'circle:' + said(points[0]) + ',' + within(points[0].distanceTo(points[1])); }
    if (form === 'box') { return 'box:' + said(points[0]) + ',' + said(points[1]); }
    const corners = points.map(said).join(';');
    return form === 'poly' ? 'poly:' + corners : 'line:' + corners + ',' + radius();
  }

  /* Return layers that show a shape written in words. */
  function layersOf(words) {
    const [form, rest] = [words.slice(0, words.indexOf(':')), words.slice(words.indexOf(':') + 1)];
    const accent = yiping.theme('--accent'), look = { pane: 'outlines', interactive: false, color: accent, weight: 3, fillColor: accent, fillOpacity: 0.12 };
    const rim = { ...look, color: yiping.theme('--surface-1'), weight: 8, fill: false }, L = window.L;
    const rimmed = (make) => [make(rim), make(look)];  // over areas of its own colour a line needs a rim
    if (form === 'circle') {
      const [lat, lng, metres] = rest.split(',').map(Number);
      return [...rimmed((as) => L.circle([lat, lng], { ...as, radius: metres })), L.circleMarker([lat, lng], { ...look, radius: 3, fillOpacity: 1 })];
    }
    if (form === 'box') { const [s, w, n, e] = rest.split(',').map(Number); return rimmed((as) => L.rectangle([[s, w], [n, e]], as)); }
    const pairs = rest.split(';').map((pair) => pair.split(',').map(Number));
    const corners = pairs.map((pair) => pair.slice(0, 2));
    if (form === 'poly') { return rimmed((as) => L.polygon(corners, as)); }
    return [corridor(corners, pairs[pairs.length - 1][2]), ...rimmed((as) => L.polyline(corners, { ...as, fill: false }))];
  }

  /* A way's reach is drawn as one broad stroke: its width on the screen is renewed with every zoom. */
  function corridor(corners, metres) {
    const broad = window.L.polyline(corners, { pane: 'outlines', interactive: false, color: yiping.theme('--accent'), opacity: 0.22, lineCap: 'round', lineJoin: 'round' });
    const fit = () => {
      const here = map().project(corners[0]), lat = corners[0][0] + metres / METRES_PER_DEGREE;
      broad.setStyle({ weight: 2 * here.distanceTo(map().project([lat, corners[0][1]])) });
    };
    broad.on('add', () => { fit(); map().on('zoomend', fit); });
    broad.on('remove', () => map().off('zoomend', fit));
    return broad;
  }

  function put(words) {
    if (shown) { shown.remove(); shown = null; }
    shownAs = words;
    if (!words || !map()) { return; }
    shown = window.L.layerGroup(layersOf(words)).addTo(map());
  }

  /* Take a shape, or none: the map shows it, the address says it, the panels are asked anew. */
  function take(words, options) {
    state.shape = words;
    put(words);
    if (!(options && options.quiet)) { yiping.address.write(true); }
    yiping.refresh();
  }

  function begin(form) {
    stop();
    if (form === 'here') { take(wordsOfCircle(map().getCenter(), radius())); return; }
    const glass = document.createElement('div');
    glass.className = 'draw-glass';
    glass.tabIndex = 0;
    glass.setAttribute('role', 'application');
    const hint = document.createElement('p');
    hint.textContent = yiping.t('drawing.' + form);
    hint.setAttribute('role', 'status');
    glass.append(hint);
    map().getContainer().append(glass);
    drawing = { form, points: [], glass, preview: null };
    glass.addEventListener('pointerdown', (event) => event.stopPropagation());
    glass.addEventListener('click', pressed);
    glass.addEventListener('dblclick', (event) => { event.stopPropagation(); finish(); });
    glass.addEventListener('mousemove', (event) => preview(map().mouseEventToLatLng(event)));
    glass.focus();
  }

  const wordsOfCircle = (at, metres) => 'circle:' + said(at) + ',' + within(metres);

  function pressed(event) {
    event.stopPropagation();
    if (!drawing || drawing.points.length >= MOST_CORNERS) { return; }
    const at = map().mouseEventToLatLng(event), last = drawing.points[drawing.points.length - 1];
    if (last && map().latLngToContainerPoint(last).distanceTo(map().latLngToContainerPoint(at)) < 4) { return; }
    drawing.points.push(at);
    if (ENDS_ITSELF.has(drawing.form) && drawing.points.length === NEEDS[drawing.form]) { finish(); } else { preview(at); }
  }

  function preview(at) {
    if (!drawing || !drawing.points.length) { return; }
    const points = [...drawing.points, at].slice(0, ENDS_ITSELF.has(drawing.form) ? 2 : MOST_CORNERS);
    if (drawing.preview) { drawing.preview.remove(); }
    const enough = drawing.form === 'poly' && points.length < 3 ? 'line' : drawing.form;
    drawing.preview = window.L.layerGroup(enough === 'line' && drawing.form === 'poly'
      ? [window.L.polyline(points, { pane: 'outlines', interactive: false, color: yiping.theme('--accent'), weight: 2, dashArray: '6 4' })]
      : layersOf(wordsOf(drawing.form, points))).addTo(map());
  }

  function finish() {
    if (!drawing || drawing.points.length < NEEDS[drawing.form]) { return; }
    const words = wordsOf(drawing.form, drawing.points);
    stop();
    take(words);
  }

  function stop() {
    if (!drawing) { return; }
    drawing.glass.remove();
    if (drawing.preview) { drawing.preview.remove(); }
    drawing = null;
  }

  const KEYS = {
    Enter: finish,
    Escape: stop,
    Backspace: () => { drawing.points.pop(); if (drawing.preview) { drawing.preview.remove(); drawing.preview = null; } },
  };
  document.addEventListener('keydown', (event) => {
    if (drawing && KEYS[event.key]) { event.preventDefault(); event.stopImmediatePropagation(); KEYS[event.key](); }
  }, true);

  function copy(button) {
    navigator.clipboard.writeText(location.href).then(
      () => yiping.say(button.dataset.copyAddress, 'done'), () => yiping.say(location.href, 'plain', 20000));
  }

  document.addEventListener('click', (event) => {
    const form = event.target.closest('[data-draw]'), reach = event.target.closest('[data-reach]');
    const about = event.target.closest('[data-around]'), link = event.target.closest('[data-copy-address]');
    if (form) { document.getElementById('draw-tools').open = false; begin(form.dataset.draw); }
    if (reach) { take(state.shape.replace(/,\d+(?:\.\d+)?$/, ',' + reach.dataset.reach)); }
    if (about) { yiping.open(null); take('circle:' + about.dataset.around); }
    if (link) { copy(link); }
    if (event.target.closest('[data-undraw]')) { take(''); }
  });

  /* The area went away under the shape, or the address was gone back to: draw what state says. */
  function show() { if (shownAs !== (state.shape || '')) { put(state.shape || ''); } }
  document.addEventListener('yiping:snapshot', show);
  document.addEventListener('DOMContentLoaded', () => new MutationObserver(() => put(shownAs)).observe(
    document.body, { attributes: true, attributeFilter: ['data-theme'] }));

  yiping.draw = { begin, take, show, isForm: (text) => FORM.test(text), isDrawing: () => Boolean(drawing) };
})();
