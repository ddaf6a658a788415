/* What the screen looks at: one state, the address bar, and every press on the page. */
(function () {
  'use strict';
  const yiping = window.yiping = window.yiping || {};
  const state = yiping.state = Object.assign(yiping.state || {}, { area: '', norm: 'abs', detail: '', case: null });
  const painted = { map: false, panels: false, feed: false };
  let warnedAt = -Infinity;

  /* Words by key, filled with values; text only, never markup. */
  yiping.t = function (key, values) {
    const found = (state.words || {})[key] || key;
    return found.replace(/\{(\w+)\}/g, (_, name) => (values && name in values ? values[name] : ''));
  };
  yiping.number = (n) => Number(n).toLocaleString('en-US');
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
    const wanted = state.surface === 'wall' ? 'dark' : (localStorage.getItem('yiping.theme') || 'light');
    document.body.dataset.theme = wanted;
    document.body.dataset.zone = state.zone;
  }

  /* The server shows another area than was asked for: that one cannot be seen. */
  yiping.seenInstead = (area) => yiping.select(area);

  function address() {
    const query = new URLSearchParams(location.search);
    query.set('v', '1');
    query.set('area', state.area);
    query.set('norm', state.norm);
    if (state.detail) { query.set('detail', state.detail); } else { query.delete('detail'); }
    if (state.case) { query.set('sel', 'case:' + state.case); } else { query.delete('sel'); }
    return location.pathname + '?' + query.toString().replace(/%3A/g, ':');
  }

  function remember(push) {
    const url = address();
    if (url === location.pathname + location.search) { return; }
    history[push ? 'pushState' : 'replaceState']({ yiping: true }, '', url);
  }

  /* Narrow everything to an area. Old figures vanish at once: they belong to another area. */
  yiping.select = function (code, options) {
    if (!code || code === state.area || !yiping.levelOf(code)) { return; }
    state.area = code;
    document.body.classList.add('is-changing');
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
  };

  /* Open a case beside the map; null closes the drawer. */
  yiping.open = function (caseNo, options) {
    if (state.surface === 'wall') { return; }
    state.case = caseNo || null;
    if (!(options && options.quiet)) { remember(true); }
    yiping.setProps('focus', { data: { case: state.case, again: Date.now() } });
    if (state.surface === 'desk') { yiping.marks.highlight(state.case); }
  };

  function fromAddress() {
    const query = new URLSearchParams(location.search);
    const sel = query.get('sel') || '';
    const detail = query.get('detail') === 'grids' ? 'grids' : '';
    return { area: query.get('area'), norm: query.get('norm'), detail, case: sel.startsWith('case:') ? sel.slice(5) : null };
  }

  window.addEventListener('popstate', () => {
    if (state.surface === 'office') { return; }
    const wanted = fromAddress();
    if (wanted.detail !== state.detail) { state.detail = wanted.detail; yiping.live.setArea(state.area); yiping.map.redraw(); }
    yiping.select(wanted.area || state.home, { quiet: true });
    if (wanted.norm && wanted.norm !== state.norm) { state.norm = wanted.norm; yiping.map.restyleAll(); yiping.refresh(); }
    if (wanted.case !== state.case) { yiping.open(wanted.case, { quiet: true }); }
  });

  function pressed(target) {
    const area = target.closest('[data-area]');
    const one = target.closest('[data-case]');
    const norm = target.closest('[data-norm]');
    const tab = target.closest('[data-tab]');
    if (one) { yiping.open(one.dataset.case); return true; }
    if (area && state.surface === 'office') { yiping.office.go({ area: area.dataset.area }); return true; }
    if (area) { yiping.select(area.dataset.area); return true; }
    if (norm) { yiping.setNorm(norm.dataset.norm); return true; }
    if (tab) { yiping.showTab(tab.dataset.tab); return true; }
    if (target.closest('[data-close=drawer]')) { yiping.open(null); return true; }
    if (target.closest('[data-theme-switch]')) { yiping.switchTheme(); return true; }
    if (target.closest('[data-help]')) { yiping.say(target.closest('[data-help]').dataset.help, 'plain', 12000); return true; }
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

  yiping.showTab = function (name) {
    document.querySelectorAll('[data-tab]').forEach((tab) => tab.setAttribute('aria-selected', String(tab.dataset.tab === name)));
    document.querySelectorAll('[data-page]').forEach((page) => page.classList.toggle('is-hidden', page.dataset.page !== name));
    window.dispatchEvent(new Event('resize'));
  };

  yiping.switchTheme = function () {
    const next = document.body.dataset.theme === 'dark' ? 'light' : 'dark';
    localStorage.setItem('yiping.theme', next);
    document.body.dataset.theme = next;
    yiping.map.restyleAll(true);
  };

  /* A sentence for the person: what came of a press, or why it was refused. */
  let hush = 0;
  yiping.say = function (text, tone, milliseconds) {
    let box = document.getElementById('notice-box');
    if (!box) {
      box = document.createElement('div');
      box.id = 'notice-box';
      box.setAttribute('role', 'status');
      document.body.append(box);
    }
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

  function showCity() {
    remember(false);
    yiping.refresh();
    yiping.map.show(state.area);
  }

  async function begin(config) {
    Object.assign(state, JSON.parse(config.dataset.config));
    const wanted = fromAddress();
    if (wanted.norm) { state.norm = wanted.norm; }
    state.detail = wanted.detail;
    yiping.build = yiping.build || state.build;
    applySurface();
    if (state.surface === 'wall') { await yiping.stage.apply(); }
    yiping.makeSearch();
    if (state.surface === 'office') { yiping.office.begin(state.page); } else { showCity(); }
    yiping.live.connect();
    if (wanted.case) { yiping.open(wanted.case, { quiet: true }); }
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
