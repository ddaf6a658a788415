/* Pointing at one thing shows it everywhere: a row and its pin, a row and its area. Nothing is asked or changed. */
(function () {
  'use strict';
  const yiping = window.yiping = window.yiping || {};
  const state = yiping.state = yiping.state || {};
  const outlines = new Map();   // area code -> its outline, or what will be it
  const ROWS = '.feed-row', AREAS = '.bar-row';
  let pointed = '', outline = null;

  function mark(rows, isThis) { document.querySelectorAll(rows).forEach((row) => row.classList.toggle('is-pointed', isThis(row))); }

  /* The map says over which area the pointer is; null over none. */
  function at(code) { mark(AREAS + '[data-area]', (row) => Boolean(code) && code.startsWith(row.dataset.area)); }

  async function shape(code) {
    if (!outlines.has(code)) { outlines.set(code, yiping.map.fetchLayer('areas', { area: code, level: yiping.levelOf(code) })); }
    return outlines.get(code);
  }

  /* Draw an area's outline while its row is pointed at. */
  async function show(code) {
    pointed = code;
    if (outline) { outline.remove(); outline = null; }
    const body = code && yiping.map.leaflet ? await shape(code) : null;
    if (!body || pointed !== code || outline) { return; }
    outline = window.L.geoJSON(body, { pane: 'outlines', interactive: false, style: { fill: false, color: yiping.theme('--accent'), weight: 4, opacity: 1 } }).addTo(yiping.map.leaflet);
  }

  function over(target) {
    if (state.surface !== 'desk' || !target.closest) { return; }
    const row = target.closest(AREAS + '[data-area]'), one = target.closest('[data-case]');
    const area = row ? row.dataset.area : '', no = one ? one.dataset.case : '';
    if (area !== pointed) { show(area); }
    if (one && one.matches(ROWS)) { yiping.marks.highlight(no); } else if (!no || !one.matches('.mark-box')) { yiping.marks.highlight(state.case); }
    mark(ROWS, (each) => Boolean(no) && Boolean(one) && one.matches('.mark-box') && each.dataset.case === no);
  }

  let last = null;
  function heard(event) {
    const target = event.target.closest ? event.target.closest(AREAS + ',[data-case]') : null;
    if (target === last) { return; }
    last = target;
    over(event.target);
  }
  document.addEventListener('mouseover', heard);
  document.addEventListener('focusin', heard);
  document.addEventListener('yiping:map', () => outlines.clear());

  yiping.pointing = { at, outlined: () => (outline ? pointed : '') };
})();
