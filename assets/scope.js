/* The desk's bar of filters: time, class, priority, state, comparison; what is chosen as chips that go by a press. */
(function () {
  'use strict';
  const yiping = window.yiping = window.yiping || {};
  const state = yiping.state = yiping.state || {};
  const F = () => yiping.filters;
  const t = (key, values) => yiping.t(key, values);

  const node = yiping.element;

  const option = (value, text, given) => node('option', { value, ...given }, text);
  const className = (code) => (state.classes || {})[code] || t('screen.unclassified');

  /* Minutes that the city's clock is ahead of UTC at a moment. */
  function ahead(at) {
    const parts = Object.fromEntries(new Intl.DateTimeFormat('en-US', { timeZone: state.zone, hourCycle: 'h23', year: 'numeric', month: '2-digit',
      day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' }).formatToParts(at).map((one) => [one.type, one.value]));
    return Math.round((Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute, parts.second) - Math.floor(at / 1000) * 1000) / 60000);
  }

  /* From what the city's clock says to a moment, and back. */
  function momentOf(text) {
    const asUtc = Date.parse(text + 'Z'), minutes = ahead(new Date(asUtc - ahead(new Date(asUtc)) * 60000));
    return new Date(asUtc - minutes * 60000).toISOString().replace(/\.000Z$/, 'Z');
  }
  function onClock(moment) {
    const at = new Date(moment);
    return new Date(at.getTime() + ahead(at) * 60000).toISOString().slice(0, 16);
  }
  const said = (moment) => onClock(moment).slice(5).replace('T', ' ');

  function spans() {
    const buttons = F().SPANS.map((name) => node('button', { type: 'button', 'data-narrow': 'range:' + name }, t('spans.' + name)));
    const own = node('button', { type: 'button', 'data-own-span': '1', 'aria-expanded': 'false' }, t('filters.custom'));
    return node('div', { class: 'segments', role: 'group', 'aria-label': t('filters.range') }, ...buttons, own);
  }

  function priorities() {
    const buttons = [1, 2, 3, 4].map((n) => node('button', { type: 'button', class: 'toggle', 'data-narrow': 'pri:' + n, title: t('priorities.p' + n + '_long') },
      node('i', { class: 'mark p' + n }), t('priorities.p' + n)));
    return node('div', { class: 'scope-priorities', role: 'group', 'aria-label': t('filters.pri') }, ...buttons);
  }

  /* A list from which one more is chosen; what is chosen already is marked. */
  function adder(key, groups) {
    return node('select', { 'data-add': key, 'aria-label': t('filters.' + key) }, option('', t('filters.' + key)), ...groups);
  }

  function classes() {
    const majors = state.majors || {}, codes = Object.keys(majors);
    const groups = codes.filter((code) => !majors[code]).map((major) => node('optgroup', { label: className(major) }, option(major, className(major)),
      ...codes.filter((code) => majors[code] === major).map((code) => option(code, '\u2003' + className(code)))));
    return adder('cat', [...groups, option('unclassified', t('screen.unclassified'))]);
  }

  function comparison() {
    return node('select', { 'data-compare': '1', 'aria-label': t('filters.cmp') }, ...['mom', 'yoy', 'none'].map((name) => option(name, t('comparisons.' + name))));
  }

  /* Words of one's own: each must stand in a case's number, text or address. */
  function typed() {
    return node('form', { class: 'scope-words', role: 'search' }, node('input', { type: 'search', name: 'q', maxlength: F().LONGEST_WORDS, autocomplete: 'off', spellcheck: 'false',
      placeholder: t('filters.q_field'), 'aria-label': t('filters.q'), title: t('filters.q_about') }));
  }

  function ownSpan() {
    const field = (name) => node('label', {}, t('filters.custom_' + name), node('input', { type: 'datetime-local', name, required: '' }));
    return node('form', { class: 'own-span', hidden: '' }, field('from'), field('to'), node('button', { type: 'submit' }, t('filters.apply')));
  }

  function build(bar) {
    bar.replaceChildren(spans(), classes(), priorities(), adder('st', F().STATES.map((name) => option(name, t('field_states.' + name)))), typed(), comparison(),
      node('button', { type: 'button', class: 'toggle', 'data-side-by-side': '1', title: t('filters.side_by_side_about') }, t('filters.side_by_side')),
      node('div', { class: 'chips', role: 'group', 'aria-label': t('filters.bar') }), node('span', { class: 'hidden-count', role: 'status' }),
      node('button', { type: 'button', 'data-clear-filters': '1', hidden: '' }, t('filters.clear_all')), ownSpan());
  }

  /* What is chosen, as [key, value, words]. */
  function chosen() {
    const now = F().now();
    return [...(now.range ? [['range', now.range, t('spans.' + now.range)]] : []),
      ...(now.from ? [['from', '', t('filters.from_to', { from: said(now.from), to: said(now.to || new Date().toISOString()) })]] : []),
      ...now.cat.map((code) => ['cat', code, className(code)]), ...now.pri.map((n) => ['pri', n, t('priorities.p' + n)]),
      ...now.st.map((name) => ['st', name, t('field_states.' + name)]), ...(now.q ? [['q', '', t('filters.q_chip', { words: now.q })]] : [])];
  }
  /* A wall has no bar: its map says what is left out. */
  const words = () => state.surface !== 'wall' ? '' : chosen().map(([, , text]) => text).join(' · ');

  function chip([key, value, text]) {
    const made = node('button', { type: 'button', class: 'filter-chip', 'data-narrow': key + ':' + value, 'data-chip': key, 'aria-label': t('filters.remove', { what: text }),
      title: t('filters.remove', { what: text }) }, text, node('b', { 'aria-hidden': 'true' }, '×'));
    return made;
  }

  const holds = (key, value) => { const now = F().now(); return Array.isArray(now[key]) ? now[key].includes(value) : now[key] === value; };

  function draw() {
    const bar = document.getElementById('scope-bar');
    if (!bar || !state.words) { return; }
    if (!bar.firstChild) { build(bar); }
    const now = F().now(), focused = document.activeElement && bar.contains(document.activeElement) && document.activeElement.dataset.chip;
    bar.querySelectorAll('.segments [data-narrow], .scope-priorities [data-narrow]').forEach((button) => {
      const [key, value] = button.dataset.narrow.split(':');
      button.setAttribute('aria-pressed', String(holds(key, value)));
    });
    bar.querySelector('[data-own-span]').setAttribute('aria-pressed', String(Boolean(now.from)));
    bar.querySelectorAll('[data-add]').forEach((select) => {
      [...select.options].forEach((one) => { one.disabled = Boolean(one.value) && holds(select.dataset.add, one.value); });
      select.value = '';
      select.classList.toggle('is-on', now[select.dataset.add].length > 0);
    });
    const words = bar.querySelector('.scope-words input');
    if (document.activeElement !== words) { words.value = now.q; }
    words.classList.toggle('is-on', Boolean(now.q));
    const compare = bar.querySelector('[data-compare]');
    compare.value = now.st.length ? 'none' : now.cmp || 'mom';
    compare.disabled = now.st.length > 0;
    compare.title = now.st.length ? t('filters.not_compared') : '';
    const chips = bar.querySelector('.chips');
    chips.replaceChildren(...chosen().map(chip));
    if (focused && chips.lastChild) { chips.lastChild.focus(); }
    const clear = bar.querySelector('[data-clear-filters]');
    clear.hidden = !F().isOn();
    clear.textContent = t('filters.clear_all') + ' ' + chosen().length;
    count(F().hidden());
  }

  /* Whoever filters sees how much is not seen. */
  function count(frame) {
    const box = document.querySelector('#scope-bar .hidden-count');
    if (!box) { return; }
    box.textContent = frame ? t('filters.hidden', { n: yiping.number(frame.hidden) }) : '';
    box.dataset.hidden = frame ? frame.hidden : '';
    box.title = frame ? t('filters.hidden_about', { total: yiping.number(frame.hidden + frame.cases_total), shown: yiping.number(frame.cases_total) }) : '';
  }

  function openOwn(isOpen) {
    const form = document.querySelector('#scope-bar .own-span'), button = document.querySelector('[data-own-span]');
    form.hidden = !isOpen;
    button.setAttribute('aria-expanded', String(isOpen));
    if (!isOpen) { return; }
    const now = F().now(), until = now.to || new Date().toISOString();
    form.elements.from.value = onClock(now.from || new Date(Date.parse(until) - 86400000));
    form.elements.to.value = onClock(until);
    form.elements.from.focus();
  }

  /* This area over this time, beside the time before; the page offers the other areas. */
  function sideBySide() {
    const { range, from, to, cmp } = F().now();
    const query = new URLSearchParams({ area: state.area, with: 'period:' + (cmp === 'yoy' ? 'yoy' : 'mom'), ...(range ? { range } : {}), ...(from ? { from, ...(to ? { to } : {}) } : {}) });
    location.assign('/desk/compare?' + query.toString().replace(/%3A/g, ':'));
  }

  /* A class inside one that is chosen takes its place: that is narrower. */
  function narrow(key, value) {
    const list = F().now()[key], major = key === 'cat' ? (state.majors || {})[value] : '';
    if (major && list.includes(major)) { F().change({ cat: [...list.filter((one) => one !== major), value] }); } else { F().toggle(key, value); }
  }

  /* A press that filters; false where it was none. */
  function pressed(target) {
    const filter = target.closest('[data-narrow]');
    if (target.closest('[data-clear-filters]')) { F().clear(); return true; }
    if (target.closest('[data-own-span]')) { openOwn(document.querySelector('#scope-bar .own-span').hidden); return true; }
    if (target.closest('[data-side-by-side]')) { sideBySide(); return true; }
    if (!filter) { return false; }
    const [key, ...rest] = filter.dataset.narrow.split(':'), value = rest.join(':');
    if (key === 'tab') { yiping.showTab(value); } else if (key === 'from') { F().change({ from: '', to: '' }); } else if (key === 'q') { F().change({ q: '' }); } else if (key === 'range') {
      F().change({ range: F().now().range === value ? '' : value, from: '', to: '' });
    } else { narrow(key, value); }
    return true;
  }

  /* A point of a curve: its hour or its day; the one that is chosen already lets go. */
  function listen(graph) {
    if (state.surface !== 'desk' || graph.dataset.heard || !graph.on) { return; }
    graph.dataset.heard = '1';
    graph.on('plotly_click', (event) => {
      const point = event.points.find((one) => one.customdata);
      if (!point) { return; }
      const bins = point.data.customdata, begin = Date.parse(point.customdata);
      const length = bins.length > 1 ? Date.parse(bins[1]) - Date.parse(bins[0]) : 3600000;
      const from = new Date(begin).toISOString().replace(/\.000Z$/, 'Z'), to = new Date(begin + length).toISOString().replace(/\.000Z$/, 'Z');
      F().change(F().now().from === from && F().now().to === to ? { from: '', to: '' } : { from, to, range: '' });
    });
  }

  document.addEventListener('change', (event) => {
    const { add, compare } = event.target.dataset || {};
    if (add && event.target.value) { narrow(add, event.target.value); }
    if (compare) { F().change({ cmp: event.target.value === 'mom' ? '' : event.target.value }); }
  });
  document.addEventListener('submit', (event) => {
    if (!event.target.matches('.own-span, .scope-words')) { return; }
    event.preventDefault();
    if (event.target.matches('.scope-words')) { F().change({ q: F().FORMS.q(event.target.elements.q.value) || '' }); return; }
    const from = momentOf(event.target.elements.from.value), to = momentOf(event.target.elements.to.value);
    if (!(Date.parse(to) > Date.parse(from)) || Date.parse(to) - Date.parse(from) > 366 * 86400000) { yiping.say(t('filters.bad_span'), 'refused'); return; }
    openOwn(false);
    F().change({ from, to, range: '' });
  });
  document.addEventListener('search', (event) => {   // the field's own cross
    if (event.target.matches('.scope-words input') && !event.target.value) { F().change({ q: '' }); }
  });
  document.addEventListener('yiping:filters', (event) => { if (event.detail) { count(event.detail); } else { draw(); } });
  document.addEventListener('keydown', (event) => {
    const form = document.querySelector('#scope-bar .own-span');
    if (event.key === 'Escape' && form && !form.hidden && form.contains(event.target)) { event.stopPropagation(); openOwn(false); document.querySelector('[data-own-span]').focus(); }
  }, true);

  yiping.scope = { draw, pressed, listen, words };
})();
