/* What cases are narrowed by: one state, its part of the address, and what the server is asked with. */
(function () {
  'use strict';
  const yiping = window.yiping = window.yiping || {};
  const state = yiping.state = yiping.state || {};
  const LISTS = ['cat', 'pri', 'st'], TEXTS = ['q', 'range', 'from', 'to', 'cmp', 'cls'], MOST = 40, LONGEST_WORDS = 80;
  const STATES = ['open', 'unassigned', 'in_hand', 'unacknowledged', 'due_soon', 'overdue', 'suspended', 'supervised', 'closed'];
  const SPANS = ['today', '24h', '7d', 'month'];
  const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/;

  const none = () => ({ cat: [], pri: [], st: [], q: '', range: '', from: '', to: '', cmp: '', cls: '' });
  const now = () => (state.filters = state.filters || none());

  const listOf = (isKnown) => (text) => {
    const all = text.split(',');
    return all.length <= MOST && all.every(isKnown) ? all : undefined;
  };
  const oneOf = (list) => (text) => (list.includes(text) ? text : undefined);
  /* What somebody typed, as the server reads it: one width of signs, single blanks. */
  const words = (text) => {
    const said = text.normalize('NFKC').replace(/[\p{C}\s]+/gu, ' ').trim();
    return said.length <= LONGEST_WORDS ? said : undefined;
  };
  const moment = (text) => (MOMENT.test(text.replace(' ', '+')) && !Number.isNaN(Date.parse(text.replace(' ', '+'))) ? text.replace(' ', '+') : undefined);
  /* What each key of the address means; undefined where it means nothing. */
  const FORMS = {
    cat: listOf((one) => one === 'unclassified' || one in (state.classes || {})), pri: listOf((one) => /^[1-4]$/.test(one)),
    st: listOf((one) => STATES.includes(one)), q: words, range: oneOf(SPANS), from: moment, to: moment,
    cmp: oneOf(['mom', 'none', 'yoy']), cls: oneOf(['fixed', 'quantile', 'jenks']),
  };
  const USUAL = { cmp: 'mom', cls: 'fixed' };

  const written = (key) => (LISTS.includes(key) ? now()[key].join(',') : now()[key] === USUAL[key] ? '' : now()[key]);
  const WRITTEN = Object.fromEntries([...LISTS, ...TEXTS].map((key) => [key, () => written(key)]));

  /* Take what an address says; true where that is something else than before. */
  function take(found) {
    const before = JSON.stringify(now());
    const wanted = none();
    Object.keys(wanted).forEach((key) => { if (found[key] !== undefined) { wanted[key] = found[key]; } });
    state.filters = tidy(wanted);
    return JSON.stringify(state.filters) !== before;
  }

  /* A time has a name or a beginning, never both; an end needs a beginning. */
  function tidy(wanted) {
    if (wanted.from) { wanted.range = ''; } else { wanted.to = ''; }
    return wanted;
  }

  /* Does anything hide cases? */
  const isOn = () => LISTS.some((key) => now()[key].length) || Boolean(now().q || now().range || now().from);

  /* Are closed cases all that is asked for? The map draws open ones alone. */
  const isEnded = () => now().st.length > 0 && now().st.every((one) => one === 'closed');

  /* What questions to the server are asked with. */
  const asked = () => Object.fromEntries(Object.entries(WRITTEN).map(([key, say]) => [key, say()]).filter(([, text]) => text));

  /* Narrow by something else, as one step that Back undoes. Numbers of the filter before vanish at once. */
  function change(parts) {
    const before = JSON.stringify(now());
    state.filters = tidy({ ...now(), ...parts });
    if (JSON.stringify(state.filters) === before) { return; }
    yiping.address.write(true);
    apply();
  }

  function apply() {
    yiping.changing();
    yiping.refresh();
    passing = null;
    if (isOn()) { fill(); } else { yiping.live.setArea(state.area); }   // everything comes with a snapshot
    document.dispatchEvent(new CustomEvent('yiping:filters', { detail: null }));
  }

  /* What passes, as the server counts it; at most one question under way, and one waiting. */
  const AGAIN_MS = 2000, TRY_MS = 2000;
  let passing = null, filling = null, due = 0;

  const question = () => JSON.stringify({ area: state.area, ...(state.detail ? { detail: state.detail } : {}), ...asked() });

  async function fill() {
    const wanted = question();
    clearTimeout(due);
    due = 0;
    if (!isOn() || yiping.past.isOn()) { return; }   // of the past everything comes at once
    if (filling && filling.wanted === wanted) { filling.again = true; return; }
    if (filling) { filling.stop.abort(); }
    const mine = filling = { wanted, stop: new AbortController(), again: false };
    let frame = null;
    try {
      const answer = await fetch('/filtered?' + new URLSearchParams(JSON.parse(wanted)), { signal: mine.stop.signal, cache: 'no-store' });
      if (answer.ok) { frame = await answer.json(); }
    } catch (error) { /* gone, or made void by a newer question */ }
    if (filling !== mine) { return; }
    filling = null;
    if (question() !== wanted) { return; }
    if (!frame) { later(TRY_MS); return; }
    if (frame.area === state.area) { show(frame, wanted); }
    if (mine.again) { later(AGAIN_MS); }
  }

  function later(wait) { due = due || setTimeout(fill, wait); }

  function show(frame, wanted) {
    passing = { frame, wanted };
    document.dispatchEvent(new CustomEvent('yiping:snapshot', { detail: frame }));
    document.dispatchEvent(new CustomEvent('yiping:filters', { detail: frame }));
  }

  /* What the live feed says of cases is of all of them: under a filter the server is asked instead. */
  function sift(name, frame) {
    if (!isOn() || (name !== 'snapshot' && name !== 'changes')) { return frame; }
    if (name === 'changes') {
      const items = frame.items.filter((item) => item.kind !== 'case');
      if (items.length !== frame.items.length || frame.values) { later(AGAIN_MS); }
      return { ...frame, items, values: null };
    }
    const known = passing && passing.wanted === question() ? passing.frame : { cases: [], feed: [], values: {}, cases_total: 0, coarse: 0 };
    fill();
    return { ...frame, cases: known.cases, feed: known.feed, values: known.values, cases_total: known.cases_total, coarse: known.coarse };
  }

  /* Add a value of a list, or take it away again. */
  function toggle(key, value) {
    const list = now()[key];
    change({ [key]: list.includes(value) ? list.filter((one) => one !== value) : [...list, value].slice(0, MOST) });
  }

  const clear = () => change({ cat: [], pri: [], st: [], q: '', range: '', from: '', to: '' });

  (yiping.sieves = yiping.sieves || []).push(sift);
  yiping.filters = { took: (frame) => show(frame, question()), hidden: () => (passing && isOn() ? passing.frame : null), FORMS, WRITTEN, STATES, SPANS, LONGEST_WORDS, now, take, isOn, isEnded, asked, change, apply, toggle, clear };
})();
