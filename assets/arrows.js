/* Arrows from units to cases: along the way that is known. Colour, width and dashes say the priority; the number is that
   of the row in the list, which an arrow and its row light up together. */
(function () {
  'use strict';
  const yiping = window.yiping;
  const LOOK = { 1: { weight: 5 }, 2: { weight: 4 }, 3: { weight: 3.5, dashArray: '9 5' }, 4: { weight: 3, dashArray: '2 6' } };
  const BACK_PX = 14, MOST_NUMBERED = 60;
  let group = null, drawn = new Map(), lit = null;

  const map = () => yiping.map.leaflet;
  const latlng = ([lon, lat]) => [lat, lon];

  function pane() {
    if (!map().getPane('arrows')) { map().createPane('arrows').style.zIndex = 605; map().createPane('arrow-heads').style.zIndex = 630; }
  }

  /* Degrees, clockwise from the east, in which the last piece of the way points. */
  function heading(points) {
    const zoom = map().getMaxZoom(), end = map().project(points[points.length - 1], zoom);
    const before = [...points].reverse().map((one) => map().project(one, zoom)).find((one) => one.distanceTo(end) > BACK_PX);
    return before ? Math.atan2(end.y - before.y, end.x - before.x) * 180 / Math.PI : 0;
  }

  /* The middle of a way, by its length. */
  function middle(points) {
    const flat = points.map((one) => map().project(one, map().getMaxZoom()));
    const steps = flat.slice(1).map((one, n) => one.distanceTo(flat[n]));
    let left = steps.reduce((sum, one) => sum + one, 0) / 2, n = 0;
    while (n < steps.length - 1 && left > steps[n]) { left -= steps[n]; n += 1; }
    const share = steps[n] ? left / steps[n] : 0;
    return map().unproject(flat[n].add(flat[n + 1].subtract(flat[n]).multiplyBy(share)), map().getMaxZoom());
  }

  function headOf(one, points) {
    const mark = yiping.labelled('i', 'arrow-head p' + one.priority);
    mark.style.rotate = heading(points) + 'deg';
    const icon = window.L.divIcon({ className: 'arrow-holder', html: mark, iconSize: [15, 15] });
    return window.L.marker(points[points.length - 1], { icon, pane: 'arrow-heads', interactive: false, keyboard: false });
  }

  function numberOf(one, points) {
    const knob = yiping.element('button', { type: 'button', class: 'arrow-number p' + one.priority, 'data-arrow': one.case, 'aria-label': one.says, title: one.says }, String(one.n));
    const icon = window.L.divIcon({ className: 'arrow-holder', html: knob, iconSize: [24, 24] });
    return window.L.marker(middle(points), { icon, pane: 'arrow-heads', keyboard: false });
  }

  function arrow(one) {
    const L = window.L, points = one.way.map(latlng), look = LOOK[one.priority] || LOOK[4];
    const colour = yiping.theme('--p' + one.priority + '-text') || yiping.theme('--accent');
    const rim = L.polyline(points, { pane: 'arrows', color: yiping.theme('--halo'), weight: look.weight + 4, opacity: 0.9, interactive: false });
    const line = L.polyline(points, { ...look, pane: 'arrows', color: colour, opacity: 1, interactive: false });
    const reach = L.polyline(points, { pane: 'arrows', weight: 18, opacity: 0 });
    reach.on('mouseover', () => tell(one.case)).on('mouseout', () => tell(null)).on('click', () => tell(one.case, true));
    const parts = [rim, line, reach, headOf(one, points), ...(drawn.size < MOST_NUMBERED ? [numberOf(one, points)] : [])];
    drawn.set(one.case, { line, rim, look, parts, points });
    return parts;
  }

  function tell(caseNo, isChosen) {
    light(caseNo);
    document.dispatchEvent(new CustomEvent('yiping:arrow', { detail: { case: caseNo, isChosen: Boolean(isChosen) } }));
  }

  /* Draw these arrows and no others: [{case, n, priority, way, says}]. Those of more urgent cases lie on top. */
  function show(list) {
    clear();
    if (!map() || !list.length) { return; }
    pane();
    group = window.L.layerGroup([...list].reverse().flatMap(arrow)).addTo(map());
  }

  function clear() {
    if (group) { group.remove(); }
    group = null; lit = null;
    drawn = new Map();
  }

  /* Light one arrow up and dim the others; null puts all back. */
  function light(caseNo, isBrought) {
    lit = drawn.has(caseNo) ? caseNo : null;
    drawn.forEach((one, number) => {
      const isLit = number === lit, level = lit && !isLit ? 0.28 : 1;
      one.line.setStyle({ opacity: level, weight: one.look.weight + (isLit ? 3 : 0) });
      one.rim.setStyle({ opacity: level * 0.9, weight: one.look.weight + (isLit ? 8 : 4) });
      one.parts.slice(3).forEach((mark) => { mark.setOpacity(level); mark.setZIndexOffset(isLit ? 9000 : 0); });
    });
    const found = lit && drawn.get(lit);
    if (found && isBrought && !map().getBounds().contains(window.L.latLngBounds(found.points))) {
      map().fitBounds(window.L.latLngBounds(found.points).pad(0.4), { animate: false });
    }
  }

  document.addEventListener('focusin', (event) => { if (event.target.matches('[data-arrow]')) { tell(event.target.dataset.arrow); } });
  ['pointerover', 'pointerout'].forEach((name) => document.addEventListener(name, (event) => {
    const knob = event.target.closest && event.target.closest('[data-arrow]');
    if (knob) { tell(name === 'pointerover' ? knob.dataset.arrow : null); }
  }));
  document.addEventListener('click', (event) => {
    const knob = event.target.closest('[data-arrow]');
    if (knob) { event.stopPropagation(); tell(knob.dataset.arrow, true); }
  });

  yiping.arrows = { show, clear, light, count: () => drawn.size, lit: () => lit };
})();
