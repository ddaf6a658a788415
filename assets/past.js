/* Looking back: the whole screen at one earlier moment, in the address as t. While it is looked back the live feed
   goes on being heard, and nothing of it is drawn; a live case of the first priority is told in a card of its own.
   The bar that plays, badge and card: assets/past_bar.js, fetched when somebody looks back. */
(function () {
  'use strict';
  const yiping = window.yiping = window.yiping || {};
  const state = yiping.state = yiping.state || {};
  const MINUTE = 60000, HOUR = 60 * MINUTE;
  const RANGES = { '1h': [HOUR, MINUTE], '6h': [6 * HOUR, 5 * MINUTE], '24h': [24 * HOUR, 15 * MINUTE], '7d': [168 * HOUR, HOUR], '30d': [720 * HOUR, 6 * HOUR] };
  const FIRST_STEP = HOUR;      // how far the button goes back at first
  const IDLE_LEAVES = 5 * MINUTE;
  const past = yiping.past = { RANGES, range: '24h' };
  let enteredAt = 0, touchedAt = performance.now(), lastAsked = '';
  const told = new Map();       // live cases that were told of: case number -> body

  /* The moment that a text of the address names, as it is written; undefined where it names none. */
  past.read = function (text) {
    const said = text.replace(' ', '+');   // what a + becomes in an address
    return /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:?\d\d)$/.test(said) && Number.isFinite(Date.parse(said)) ? said : undefined;
  };
  past.isOn = () => Boolean(state.t);
  past.moment = () => Date.parse(state.t);
  past.asked = () => (state.t ? { t: state.t, ...(state.detail ? { detail: state.detail } : {}) } : {});
  const tellBar = (what, given) => yiping.part('past_bar').then(() => yiping.pastBar[what](given), () => {});

  /* "03-07 22:15" on the city's clock, of another year with the year; the hour from 0 to 23, never AM and PM. */
  past.say = function (moment, withSeconds) {
    const day = (at) => new Intl.DateTimeFormat('en-CA', { timeZone: state.zone }).format(new Date(at));
    const said = day(moment), isOfYear = said.slice(0, 4) === day(yiping.clock.now()).slice(0, 4);
    const time = { hour: '2-digit', minute: '2-digit', ...(withSeconds ? { second: '2-digit' } : {}) };
    return (isOfYear ? said.slice(5) : said) + ' ' + yiping.clock.text(moment, '', time);
  };

  /* Only the time of what is of today. */
  past.near = function (moment) {
    const said = past.say(moment), today = past.say(yiping.clock.now());
    return said.slice(0, -5) === today.slice(0, -5) ? said.slice(-5) : said;
  };

  function enter(t) {
    state.t = t;
    enteredAt = yiping.clock.now();
    touchedAt = performance.now();
    told.clear();
    document.body.dataset.past = 'true';
    mark();
    tellBar('show');
  }

  /* The page begins at a moment that its address says. */
  past.begin = (t) => { if (t) { enter(t); } };

  /* Look at another moment; "" is now. Resolves once it stands on the screen. */
  past.go = function (t, options) {
    const isFirst = !state.t;
    if (!t || Date.parse(t) >= yiping.clock.now()) { return past.leave(options); }
    if (isFirst) { enter(t); yiping.changing(); } else { state.t = t; }
    if (!(options && options.quiet)) { yiping.address.write(isFirst); }
    return yiping.refresh();
  };

  /* Back to live: everything is asked anew, nothing of the moment before stays. */
  past.leave = function (options) {
    if (!state.t) { return Promise.resolve(); }
    state.t = '';
    delete document.body.dataset.past;
    mark();
    tellBar('hide');
    yiping.changing();
    if (!(options && options.quiet)) { yiping.address.write(true); }
    yiping.live.setArea(state.area);
    followDrawer();
    document.dispatchEvent(new Event('yiping:then'));
    return yiping.refresh();
  };

  function mark() {
    document.querySelectorAll('[data-past]').forEach((one) => { if (one !== document.body) { one.setAttribute('aria-pressed', String(past.isOn())); } });
  }

  function followDrawer() {
    if (state.case) { yiping.look(Date.now()); }
  }

  /* What the server says of the moment: another one where the one asked for cannot be shown, and why. */
  past.shown = function (data) {
    const { at, fault } = data.past || {};
    if (fault && state.t && state.t !== lastAsked) {
      yiping.say(yiping.t('past.fault_' + fault, { time: at ? past.say(Date.parse(at)) : '' }), 'refused', 10000);
    }
    if (!state.t) { return; }
    if (!at) { past.leave(); return; }
    if (fault) { state.t = at; yiping.address.write(false); }
    lastAsked = state.t;
    if (yiping.filters.isOn()) { yiping.filters.took(data.frame); } else { document.dispatchEvent(new CustomEvent('yiping:snapshot', { detail: data.frame })); }
    yiping.warnings.tookThen(data.warnings);
    document.querySelectorAll('[data-panel][data-age-note]').forEach((panel) => { delete panel.dataset.ageNote; });
    followDrawer();
    document.dispatchEvent(new Event('yiping:then'));
    tellBar('renew', { units: data.units, bounded: data.bounded });
  };

  /* What the live feed says meanwhile: nothing is drawn, but nobody misses a case of the first priority. */
  function heard(name, frame) {
    if (!past.isOn() || (name !== 'snapshot' && name !== 'changes')) { return frame; }
    const cases = name === 'snapshot' ? frame.cases : (frame.items || []).filter((one) => one.kind === 'case');
    cases.filter((one) => told.has(one.no)).forEach((one) => told.set(one.no, { ...one, isNew: true }));
    cases.filter((one) => one.open && one.priority === 1 && !one.ack && one.at * 1000 > enteredAt - MINUTE && !told.has(one.no)).forEach((one) => {
      told.set(one.no, { ...one, isNew: true });
      tellBar('warn', one);
    });
    return null;
  }
  (yiping.sieves = yiping.sieves || []).unshift(heard);   // before any filter: it hears of every case

  /* What may sound: of the present alone. */
  past.alarms = () => [...told.values()];

  past.now = () => (state.t ? past.moment() : yiping.clock.now());
  past.step = (by) => past.go(new Date(past.now() + by * RANGES[past.range][1]).toISOString());
  past.toggle = () => (past.isOn() ? past.leave() : past.go(new Date(yiping.clock.now() - FIRST_STEP).toISOString()));

  /* A wall that nobody touches shows what is. In a test the five minutes may be fewer. */
  ['pointerdown', 'pointermove', 'keydown', 'wheel'].forEach((name) => document.addEventListener(name, () => { touchedAt = performance.now(); }, { passive: true }));
  setInterval(() => {
    const limit = state.test && Number.isFinite(yiping.testIdle) ? yiping.testIdle : IDLE_LEAVES;
    if (state.surface === 'wall' && past.isOn() && performance.now() - touchedAt > limit) { past.leave(); }
  }, 1000);

  document.addEventListener('click', (event) => {
    const knob = event.target.closest('button[data-past]'), pressed = knob || event.target.closest('.past-bar button');
    if (knob) { past.toggle(); }
    if (pressed && event.detail) { pressed.blur(); }   // pressed by a mouse: Space is the screen's again, not the button's
  });

  const MAPS = ['desk', 'wall'];
  const inPast = (word, work, more) => ({ word, group: 'time', on: MAPS, ...more, work: () => (past.isOn() ? work() : false) });
  yiping.keys.add({
    '[': { word: 'past.key_back', group: 'time', on: MAPS, work: () => past.step(-1) },
    ']': inPast('past.key_on', () => past.step(1)),
    ' ': inPast('past.key_play', () => tellBar('play')),
    l: inPast('past.key_live', () => past.leave()),
    Escape: inPast('past.key_leave', () => past.leave(), { turn: 5 }),
  });
})();
