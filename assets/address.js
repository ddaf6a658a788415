/* The address is the screen's state: read once, each part judged by itself, written as it changes. Parts that are not
   ours are kept as they stand; one that cannot be read falls back to the usual and is named in one notice. */
(function () {
  'use strict';
  const yiping = window.yiping = window.yiping || {};
  const state = yiping.state = yiping.state || {};

  const NORMS = ['abs', 'pop', 'area', 'late'], THEMES = ['dark', 'light'];
  const VIEW = /^(-?\d{1,2}(?:\.\d+)?),(-?\d{1,3}(?:\.\d+)?),(\d{1,2}(?:\.\d+)?)$/;
  const REST_MS = 300;          // the map is written once it rests
  const oneOf = (list) => (text) => (list.includes(text) ? text : undefined);

  /* Each part: what it means, undefined where it means nothing. */
  const FORMS = {
    snap: (text) => yiping.snap.read(text),
    t: (text) => (text === 'live' ? '' : yiping.past.read(text)),
    area: (text) => (/^[0-9A-Za-z._-]{1,32}$/.test(text) && yiping.levelOf(text) ? text : undefined),
    norm: oneOf(NORMS), detail: oneOf(['grids']), panel: (text) => (yiping.desk.fronts().includes(text) || yiping.full.has(text) ? text : undefined), theme: oneOf(THEMES), ext: oneOf(['0']),
    draw: (text) => (yiping.draw.isForm(text) ? text : undefined),
    sel: (text) => (/^case:[0-9A-Za-z-]{1,40}$/.test(text) ? text.slice(5) : undefined),
    c: (text) => {
      const found = VIEW.exec(text);
      return found && Math.abs(found[1]) <= 90 && Math.abs(found[2]) <= 180 ? found.slice(1).map(Number) : undefined;
    },
    layer: (text) => (text.split(',').every((name) => name === 'none' || switchOf(name)) ? text.split(',').filter(switchOf) : undefined),
  };
  const NAMES = { sel: 'case', c: 'view', layer: 'layers', panel: 'tab', draw: 'shape' };
  const WRITTEN = { theme: () => state.theme, area: () => state.area, t: () => state.t, snap: () => state.snap, norm: () => state.norm, detail: () => state.detail, sel: () => state.case && 'case:' + state.case,
    ext: () => state.ext, draw: () => state.shape,
    c: () => state.view && state.view.join(','), layer: () => layersNow(), panel: () => (state.surface === 'wall' ? new URLSearchParams(location.search).get('panel') : state.full || (state.tab === state.front ? '' : state.tab)) };
  let usual = null, resting = 0;

  const switches = () => [...document.querySelectorAll('[data-layer]')];
  const switchOf = (name) => document.querySelector('[data-layer="' + CSS.escape(name) + '"]');
  const layersOn = () => switches().filter((one) => one.getAttribute('aria-pressed') === 'true').map((one) => one.dataset.layer).join(',') || 'none';
  const layersNow = () => { const on = layersOn(); return usual === null || on === usual ? '' : on; };

  /* Return {area, norm, detail, case, view, layers, tab, theme, ext, shape} and what filters.js knows as far as the address says them, and `wrong`: the parts nobody can read. */
  function read() {
    const found = { wrong: [] };
    new URLSearchParams(location.search).forEach((text, key) => {
      const form = { ...FORMS, ...yiping.filters.FORMS }[key];
      if (!form || !text) { return; }
      const meant = form(text);
      if (meant === undefined) { found.wrong.push(key); } else { found[NAMES[key] || key] = meant; }
    });
    return found;
  }

  function url() {
    const query = new URLSearchParams(location.search);
    query.set('v', '1');
    Object.entries({ ...WRITTEN, ...yiping.filters.WRITTEN }).forEach(([key, say]) => { const text = say(); if (text) { query.set(key, text); } else { query.delete(key); } });
    return location.pathname + '?' + query.toString().replace(/%3A/g, ':').replace(/%2C/g, ',').replace(/%3B/g, ';');
  }

  /* A choice is a step that Back undoes; where the map stands is not. */
  function write(isStep) {
    const wanted = url();
    if (wanted !== location.pathname + location.search) { history[isStep ? 'pushState' : 'replaceState']({ yiping: true }, '', wanted); }
  }

  /* The person moved the map, or put it back with null. */
  function keepView(map) {
    if (state.surface !== 'desk') { return; }
    const at = map && map.getCenter();
    state.view = at ? [at.lat.toFixed(5), at.lng.toFixed(5), map.getZoom().toFixed(2)] : null;
    clearTimeout(resting);
    resting = setTimeout(() => { write(false); document.dispatchEvent(new CustomEvent('yiping:view')); }, REST_MS);
  }

  /* Press what the address wants pressed; say once what it said in vain. */
  function restore(wanted, shownArea) {
    usual = layersOn();
    if (wanted.layers) { switches().filter((one) => (one.getAttribute('aria-pressed') === 'true') !== wanted.layers.includes(one.dataset.layer)).forEach((one) => one.click()); }
    if (wanted.tab && state.surface === 'desk') { if (yiping.desk.fronts().includes(wanted.tab)) { yiping.showTab(wanted.tab); } else { yiping.full.open(wanted.tab, { quiet: true }); } }
    const wrong = wanted.area && wanted.area !== shownArea ? [...wanted.wrong, 'area'] : wanted.wrong;
    if (wrong.length) { yiping.say(yiping.t('screen.bad_address', { keys: wrong.join(', ') }), 'refused', 10000); }
  }

  yiping.address = { read, write, keepView, restore };
})();
