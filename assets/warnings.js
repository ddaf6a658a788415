/* Warnings in force: hatched ground on the map in the colour of their level, and a short list over the map, worst first.
   Fetched when the screen begins or looks elsewhere, and whenever the live feed says that one changed; what runs out
   leaves the screen by the clock. A screen that looks back shows what was in force then (it comes with its panels), and
   says where that is not known; nothing of it can be pressed. What is for all that the map shows has its outline alone.
   A low map has one line, which unfolds at a desk; on a wall, where nobody presses, they take turns. */
(function () {
  'use strict';
  const yiping = window.yiping = window.yiping || {};
  const state = yiping.state = yiping.state || {};
  const LEVELS = ['red', 'orange', 'yellow', 'blue'];
  const MOST = { wall: [4, 1], desk: [3, 1], open: 8 };      // on a high map, on a low one
  const LOW_LINES = 44;         // a map of fewer lines of its own text has no corner to spare
  const TURN_MS = 10000, AGAIN_MS = 60000, LATE_MS = 180000;
  let found = [], group = null, renderer = null, freshAt = 0, isAsking = false, isDue = false, isOpen = false, turn = 0;
  let then = '';                // of the past: 'known' or 'unknown'; '' is now

  const t = (key, values) => yiping.t(key, values);
  const titleOf = (facts) => (state.language === 'en' ? facts.title_en : facts.title);
  const levelOf = (facts) => t('warning_levels.' + facts.level) + ' ' + t('warning_grades.' + facts.level);
  const inForce = () => found.filter((one) => one.properties.until * 1000 > yiping.past.now());

  const time = (seconds) => yiping.past.near(seconds * 1000);

  function mark(level) {
    const one = document.createElement('i');
    one.className = 'warn-mark is-' + level;
    return one;
  }

  async function ask() {
    if (!state.area || state.surface === 'office' || !(state.may || []).includes('areas.view')) { return; }
    if (state.t) { return; }
    if (then) { then = ''; found = []; draw(); }
    if (isAsking) { isDue = true; return; }
    isAsking = true;
    const area = state.area;
    try {
      const answer = await fetch('/layers/warnings.geojson?' + new URLSearchParams({ area }), { cache: 'no-store' });
      if (answer.ok && area === state.area && !state.t) {
        found = (await answer.json()).features;
        freshAt = performance.now();
      }
    } catch (error) { /* what was known stays, and the list says as of when */ }
    isAsking = false;
    draw();
    if (isDue || area !== state.area) { isDue = false; ask(); }
  }

  /* What the screen of an earlier moment says was in force then; null: it is not known. */
  function tookThen(ground) {
    then = ground ? 'known' : 'unknown';
    found = ground ? ground.features : [];
    draw();
  }

  /* Stripes of a level, one pattern each in the drawing of the renderer. */
  function hatch(svg) {
    const ns = 'http://www.w3.org/2000/svg', defs = document.createElementNS(ns, 'defs');
    LEVELS.forEach((level, n) => {
      const pattern = document.createElementNS(ns, 'pattern'), line = document.createElementNS(ns, 'path');
      const set = (node, facts) => Object.entries(facts).forEach(([name, value]) => node.setAttribute(name, value));
      set(pattern, { id: 'warn-hatch-' + level, patternUnits: 'userSpaceOnUse', width: 10, height: 10,
        patternTransform: 'rotate(' + [45, -45, 45, 90][n] + ')' });
      set(line, { d: 'M0 0V10', stroke: yiping.theme('--warn-' + level), 'stroke-width': 5 - n, 'stroke-opacity': 0.75 });
      pattern.append(line);
      defs.append(pattern);
    });
    svg.querySelectorAll('defs').forEach((old) => old.remove());
    svg.prepend(defs);
  }

  function drawGround(shown) {
    const map = yiping.map && yiping.map.leaflet;
    if (!map) { return; }
    if (group) { group.remove(); group = null; }
    const grounds = shown.filter((one) => one.geometry && (one.geometry.coordinates || []).length);
    if (!grounds.length) { return; }
    if (!map.getPane('warnings')) {
      map.createPane('warnings').style.zIndex = 420;
      renderer = window.L.svg({ pane: 'warnings', padding: 0.5 });
    }
    group = window.L.geoJSON({ type: 'FeatureCollection', features: grounds }, {
      pane: 'warnings', interactive: false,
      style: (feature) => ({ renderer, color: yiping.theme('--warn-' + feature.properties.level), weight: 3, fill: !feature.properties.is_whole,
        fillColor: 'url(#warn-hatch-' + feature.properties.level + ')', fillOpacity: 0.55, className: 'warn-ground' }),
    }).addTo(map);
    hatch(renderer._container);
  }

  const isPressed = () => state.surface !== 'wall' && !then;

  function row(facts) {
    const line = document.createElement(isPressed() ? 'a' : 'div');
    line.className = 'warn-row is-' + facts.level;
    line.dataset.warning = facts.id;
    line.dataset.level = facts.level;
    if (isPressed()) { line.href = '/desk/warnings?warning=' + facts.id; }
    const part = (tag, text) => { const one = document.createElement(tag); one.textContent = text; line.append(one); };
    line.append(mark(facts.level));
    part('b', levelOf(facts));
    part('span', titleOf(facts));
    part('em', t('warnings.until', { time: time(facts.until) }));
    return line;
  }

  function unfold(left) {
    const button = document.createElement('button');
    button.className = 'warn-more';
    button.setAttribute('aria-expanded', String(isOpen));
    button.textContent = isOpen ? t('warnings.fewer') + ' \u25B4' : t('warnings.more', { n: left }) + ' \u25BE';
    button.addEventListener('click', () => { isOpen = !isOpen; draw(); });
    return button;
  }

  function drawList(shown) {
    const box = document.getElementById('map-warnings');
    if (!box) { return; }
    const worst = [...shown].sort((a, b) => LEVELS.indexOf(a.properties.level) - LEVELS.indexOf(b.properties.level)
      || b.properties.issued - a.properties.issued);
    const isLate = !then && freshAt && performance.now() - freshAt > LATE_MS, isDesk = state.surface !== 'wall';
    const isLow = box.parentNode.clientHeight / parseFloat(getComputedStyle(box).fontSize) < LOW_LINES;
    const few = (MOST[state.surface] || MOST.desk)[Number(isLow)];
    const most = isOpen ? MOST.open : few;
    const first = !isDesk && isLow && worst.length ? turn % worst.length : 0;
    const rows = worst.slice(first, first + most).map((one) => row(one.properties));
    const add = (text, name) => { const one = document.createElement('small'); one.textContent = text; one.className = name; rows.push(one); };
    if (isDesk && worst.length > few) { rows.push(unfold(worst.length - few)); } else if (worst.length > most) { add(t('warnings.more', { n: worst.length - most }), 'warn-more'); }
    if (isLate && worst.length) { add(t('warnings.late', { time: time((yiping.clock.now() - (performance.now() - freshAt)) / 1000) }), 'warn-late'); }
    if (then === 'unknown') { add(t('warnings.not_known'), 'warn-unknown'); }
    box.replaceChildren(...rows);
    box.hidden = !rows.length;
    box.dataset.state = then ? (then === 'known' ? 'replay' : 'nodata') : isLate ? 'late' : worst.length ? 'fresh' : 'zero';
    box.dataset.count = String(worst.length);
    const frame = box.closest('.map-frame');
    if (frame) { frame.style.setProperty('--warnings', (rows.length ? box.offsetHeight + 6 : 0) + 'px'); }
  }

  function draw() {
    const shown = inForce();
    drawGround(shown);
    drawList(shown);
  }

  document.addEventListener('yiping:changes', (event) => {
    if ((event.detail.items || []).some((one) => one.kind === 'warning')) { ask(); }
  });
  document.addEventListener('yiping:snapshot', ask);
  document.addEventListener('yiping:begun', ask);
  document.addEventListener('DOMContentLoaded', () => new MutationObserver(draw).observe(
    document.body, { attributes: true, attributeFilter: ['data-theme'] }));
  window.addEventListener('resize', () => drawList(inForce()));
  setInterval(() => { if (state.surface === 'wall') { turn += 1; drawList(inForce()); } }, TURN_MS);
  setInterval(() => { if (!document.hidden) { ask(); } }, AGAIN_MS);
  yiping.warnings = { ask, inForce, tookThen };
})();
