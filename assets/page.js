/* What the screen looks at: one state, the address bar, and every press on the page. */
(function () {
  'use strict';
  const yiping = window.yiping = window.yiping || {};
  const state = yiping.state = Object.assign(yiping.state || {}, { area: '', norm: 'abs', detail: '', t: '', snap: '', case: null, view: null, tab: '', front: '', theme: '', ext: '', shape: '' });
  const painted = { map: false, panels: false, feed: false };
  const WAITS_MS = 500;         // a shorter wait needs no skeleton
  let warnedAt = -Infinity;

  /* Words by key, filled with values; text only, never markup. */
  yiping.t = function (key, values) {
    const found = (state.words || {})[key] || key;
    const chosen = found.replace(/\{(\w+):([^|{}]*)\|([^|{}]*)\}/g, (_, name, one, other) => (values && String(values[name]) === '1' ? one : other));
    return chosen.replace(/\{(\w+)\}/g, (_, name) => (values && name in values ? values[name] : ''));
  };
  /* As the server writes them (speech.py): where Chinese is read in wan and yi, from ten thousand on. */
  const WAN = 10000, YI = 100000000;
  const three = (n) => n.toFixed(Math.abs(n) >= 100 ? 0 : Math.abs(n) >= 10 ? 1 : 2);
  yiping.number = function (n) {
    const size = Math.abs(n);
    if (state.language !== 'zh-CN' || size < WAN) { return Number(n).toLocaleString('en-US'); }
    return size >= YI - WAN / 2 ? three(n / YI) + ' \u4ebf' : three(n / WAN) + ' \u4e07';
  };
  yiping.levelOf = (code) => state.levels.findIndex((level) => level.width === code.length) + 1;
  yiping.theme = (name) => getComputedStyle(document.body).getPropertyValue(name).trim();

  yiping.setProps = function (id, props) {
    if (window.dash_clientside && window.dash_clientside.set_props) { window.dash_clientside.set_props(id, props); }
  };

  yiping.painted = function (part) {
    painted[part] = true;
    if (yiping.readyAt || !Object.values(painted).every(Boolean)) { return; }
    document.body.dataset.ready = 'true';
    yiping.readyAt = performance.now();
  };

  function applySurface() {
    document.documentElement.lang = state.language;
    document.body.dataset.surface = state.surface;
    if (state.surface !== 'wall') { document.body.dataset.layout = state.layout = 'desk'; }
    const wanted = state.surface === 'wall' ? 'dark' : (state.theme || localStorage.getItem('yiping.theme') || 'light');
    document.body.dataset.theme = wanted;
    document.body.dataset.zone = state.zone;
  }

  /* The server shows another area than was asked for: that one cannot be seen. */
  yiping.seenInstead = (area) => yiping.select(area);

  const remember = (push) => yiping.address.write(push);

  /* What stands on the screen is of another question than the one just asked: it goes at once. */
  yiping.changing = function () {
    document.body.classList.add('is-changing');
    setTimeout(() => { document.body.classList.toggle('is-waiting', document.body.classList.contains('is-changing')); }, WAITS_MS);
  };

  /* Narrow everything to an area. Old figures vanish at once: they belong to another area. */
  yiping.select = function (code, options) {
    if (!code || code === state.area || !yiping.levelOf(code)) { return; }
    state.area = code;
    if (!(options && options.keepsView)) { state.view = null; }
    yiping.changing();
    if (!(options && options.quiet)) { remember(true); }
    yiping.live.setArea(code);
    yiping.map.show(code);
    yiping.refresh();
  };

  yiping.setNorm = function (norm) {
    state.norm = norm;
    remember(true);
    yiping.map.restyleAll();
    yiping.refresh();
  };

  /* Every grid of the area at once, or the finest level that is drawn with ease. */
  yiping.setDetail = function (detail) {
    state.detail = detail;
    remember(true);
    yiping.live.setArea(state.area);
    yiping.map.redraw();
    if (state.t) { yiping.refresh(); }
  };

  /* Open a case beside the map; null closes the drawer. */
  yiping.open = function (caseNo, options) {
    if (state.surface === 'wall') { return; }
    if (caseNo !== state.case || (options && options.units)) { state.units = (options && options.units) || []; }
    state.case = caseNo || null;
    if (!(options && options.quiet)) { remember(true); }
    yiping.look(Date.now());
    if (state.surface === 'desk') { yiping.marks.highlight(state.case); }
    document.dispatchEvent(new CustomEvent('yiping:opened', { detail: state.case }));
  };

  /* Have the drawer show the case once more; units that were named with it stay named. */
  yiping.look = (again) => yiping.setProps('focus', { data: { case: state.case, units: state.units, again, t: state.t } });

  window.addEventListener('popstate', () => {
    if (state.surface === 'office') { return; }
    const { norm = 'abs', detail = '', view = null, shape = '', ext = '', t = '', ...wanted } = yiping.address.read();
    if (t !== state.t) { yiping.past.go(t, { quiet: true }); }
    if (wanted.area && wanted.area !== state.area) { state.view = view; }
    if (yiping.filters.take(wanted)) { yiping.filters.apply(); }
    if (detail !== state.detail) { state.detail = detail; yiping.live.setArea(state.area); yiping.map.redraw(); }
    yiping.select(wanted.area || state.home, { quiet: true, keepsView: true });
    if (norm !== state.norm) { state.norm = norm; yiping.map.restyleAll(); yiping.refresh(); }
    if (ext !== state.ext) { state.ext = ext; yiping.extent.show(); yiping.refresh(); }
    if (shape !== state.shape) { yiping.draw.take(shape, { quiet: true }); }
    yiping.full.follow(wanted.tab);
    if ((wanted.case || null) !== state.case) { yiping.open(wanted.case || null, { quiet: true }); }
  });

  function pressed(target) {
    const area = target.closest('[data-area]');
    const one = target.closest('[data-case]');
    const norm = target.closest('[data-norm]');
    const tab = target.closest('[data-tab]');
    if (yiping.scope.pressed(target)) { return true; }
    if (one) { yiping.open(one.dataset.case); return true; }
    if (area && state.surface === 'office') { yiping.office.go({ area: area.dataset.area }); return true; }
    if (area) { yiping.select(area.dataset.area); return true; }
    if (norm) { yiping.setNorm(norm.dataset.norm); return true; }
    if (tab) { yiping.showTab(tab.dataset.tab); return true; }
    if (target.closest('[data-close=drawer]')) { yiping.open(null); return true; }
    if (target.closest('[data-retry]')) { yiping.refresh(); return true; }
    if (target.closest('[data-theme-switch]')) { yiping.switchTheme(); return true; }
    if (target.closest('[data-help]')) { yiping.showHelp(); return true; }
    if (target.closest('[data-language]')) { send('/language', { language: target.closest('[data-language]').dataset.language }); return true; }
    if (target.closest('[data-sign-out]')) { if (mayLeave()) { send('/signout', {}); } return true; }
    return yiping.map.pressed(target);
  }

  /* Signing out wipes this browser: what the phone's page still has to send would be lost, so a second press is asked for. */
  function mayLeave() {
    const kept = Object.keys(localStorage).filter((key) => key.startsWith('yiping.phone.waiting.'));
    const n = kept.reduce((sum, key) => sum + Number(localStorage.getItem(key)), 0);
    if (!n || Date.now() - warnedAt < 6000) { return true; }
    warnedAt = Date.now();
    yiping.say(yiping.t('screen.phone_waiting', { n }), 'refused', 6000);
    return false;
  }

  function send(path, fields) {
    const form = document.createElement('form');
    form.method = 'post';
    form.action = path;
    Object.entries({ ...fields, next: location.pathname + location.search }).forEach(([name, value]) => {
      const input = document.createElement('input');
      input.type = 'hidden'; input.name = name; input.value = value;
      form.append(input);
    });
    document.body.append(form);
    form.submit();
  }

  yiping.switchTheme = function () {
    const next = document.body.dataset.theme === 'dark' ? 'light' : 'dark';
    localStorage.setItem('yiping.theme', next);
    document.body.dataset.theme = next;
    if (state.theme) { state.theme = next; yiping.address.write(false); }
    yiping.map.restyleAll(true);
    requestAnimationFrame(() => setTimeout(yiping.rethemeGraphs));   // charts after everything else
  };

  /* A script with its look that few need: fetched when it is first asked for. Rejects where it does not come. */
  const parts = new Map();
  yiping.part = function (name) {
    if (!parts.has(name)) {
      const version = '?m=' + encodeURIComponent(state.build);
      const nodes = [Object.assign(document.createElement('link'), { rel: 'stylesheet', href: '/assets/' + name + '.css' + version }),
        Object.assign(document.createElement('script'), { src: '/assets/' + name + '.js' + version })];
      parts.set(name, Promise.all(nodes.map((node) => new Promise((done, failed) => {
        Object.assign(node, { onload: done, onerror: () => { parts.delete(name); node.remove(); failed(new Error(name)); } });
        document.head.append(node);
      }))));
    }
    return parts.get(name);
  };

  /* A sentence for the person: what came of a press, or why it was refused. */
  let hush = 0;
  yiping.say = function (text, tone, milliseconds) {
    let box = document.getElementById('notice-box');
    if (!box) {
      box = document.createElement('div');
      box.id = 'notice-box';
      box.setAttribute('role', 'status');
    }
    // What is modal lies over everything else: there the words stand inside it.
    const holder = document.querySelector('dialog[open]') || document.body;
    if (box.parentNode !== holder) { holder.append(box); }
    box.textContent = text;
    box.className = 'is-shown ' + (tone || 'plain');
    clearTimeout(hush);
    hush = setTimeout(() => { box.className = ''; }, milliseconds || 6000);
  };
  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.yiping = {
    ...(window.dash_clientside.yiping || {}),
    notice: (data) => { if (data && data.text) { yiping.say(data.text, data.tone); yiping.give.came(data); } return ''; },
  };

  document.addEventListener('click', (event) => { if (pressed(event.target)) { event.stopPropagation(); } });
  yiping.pressed = pressed;

  function showCity(wanted) {
    yiping.address.restore(wanted, state.area);
    yiping.extent.show();
    if (state.surface === 'desk') { yiping.desk.begin(wanted); }
    remember(false);
    yiping.refresh();
    yiping.map.show(state.area);
  }

  async function begin(config) {
    Object.assign(state, JSON.parse(config.dataset.config));
    yiping.sources.lay();
    const wanted = yiping.address.read();
    Object.assign(state, { norm: wanted.norm || 'abs', detail: wanted.detail || '', view: wanted.view || null, theme: wanted.theme || '', snap: wanted.snap || '', ext: wanted.ext || '', shape: wanted.shape || '' });
    yiping.filters.take(wanted);
    if (state.surface !== 'office') { yiping.past.begin(wanted.t || ''); }
    yiping.build = yiping.build || state.build;
    applySurface();
    document.dispatchEvent(new CustomEvent('yiping:begun'));
    if (state.surface === 'wall') { await yiping.stage.apply(); }
    yiping.makeSearch();
    yiping.keys.draw();
    yiping.scope.draw();
    if (state.surface === 'office') { yiping.office.begin(state.page); } else { showCity(wanted); }
    yiping.live.connect();
    if (wanted.case) { yiping.open(wanted.case, { quiet: true }); }
    if (wanted.case && state.surface === 'desk') { remember(false); }
  }

  /* A replay began or ended: every screen says so. */
  document.addEventListener('yiping:snapshot', (event) => {
    const chip = document.querySelector('[data-marker]');
    const marker = (event.detail.stamp || {}).marker || '';
    if (!chip || chip.dataset.marker === marker) { return; }
    chip.dataset.marker = marker;
    chip.hidden = !marker;
    chip.textContent = marker ? yiping.t('app.' + marker) : '';
  });

  const waiting = new MutationObserver(() => {
    const config = document.getElementById('config');
    if (!config || !(document.getElementById('map') || document.getElementById('office'))) { return; }
    waiting.disconnect();
    begin(config);
  });
  waiting.observe(document.documentElement, { childList: true, subtree: true });
})();
