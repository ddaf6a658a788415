/* The bar by which one looks back: where in time something happened, speed, steps, range; the badge; and the card by
   which a live case of the first priority breaks through. The next moment is asked for after the last one stands. */
(function () {
  'use strict';
  const yiping = window.yiping = window.yiping || {};
  const { state, past } = yiping;
  const SPEEDS = { 1: 5000, 10: 2000, 60: 1000, 300: 1000 };  // and how often a moment is asked for at most
  const PARTS = 96, SCRUB_EVERY = 300, DENSITY_EVERY = 60000;
  let bar = null, isPlaying = false, speed = 60, timer = 0, playedAt = 0, span = null, densityAt = -Infinity, units = 'known', bounded = false;
  let scrubbed = null, isScrubbing = false;
  const t = (key, values) => yiping.t('past.' + key, values);
  const iso = (moment) => new Date(moment).toISOString();

  const make = yiping.element;
  const button = (key, sign, work, more) => {
    const node = make('button', { type: 'button', title: t(key), 'aria-label': t(key), 'data-past-do': key, ...more }, sign);
    node.addEventListener('click', work);
    return node;
  };
  const part = (name) => bar.querySelector('[data-past-part=' + name + ']');

  /* ---- what stands there ---- */

  function build() {
    const speeds = Object.keys(SPEEDS).map((one) => make('button', { type: 'button', 'data-speed': one, 'aria-pressed': 'false' }, one + '×'));
    speeds.forEach((one) => one.addEventListener('click', () => { speed = Number(one.dataset.speed); draw(); }));
    const range = make('select', { 'aria-label': t('range'), 'data-past-part': 'range' }, ...Object.keys(past.RANGES).map((one) => make('option', { value: one }, t('range_' + one))));
    range.value = past.range;
    range.addEventListener('change', () => { past.range = range.value; span = null; range.blur(); renew({}); });
    const axis = make('input', { type: 'range', 'aria-label': t('axis'), 'data-past-part': 'axis', step: '1000' });
    axis.addEventListener('input', () => scrub(Number(axis.value)));
    axis.addEventListener('pointerup', () => axis.blur());   // keys are the screen's again
    return make('section', { class: 'past-bar', 'aria-label': t('name') },
      make('div', { class: 'past-row' },
        button('event_back', '|‹', () => toEvent(-1)), button('step_back', '‹', () => past.step(-1)),
        button('play', '▶', toggle, { 'data-past-part': 'play' }),
        button('step_on', '›', () => past.step(1)), button('event_on', '›|', () => toEvent(1)),
        make('b', { class: 'past-moment', 'data-past-part': 'moment' }),
        make('span', { class: 'past-speeds', role: 'group', 'aria-label': t('speed') }, ...speeds), range,
        make('span', { class: 'past-note', 'data-past-part': 'note' }),
        button('live', t('live'), () => past.leave(), { class: 'past-live' }),
        button('collapse', '▾', fold, { 'data-past-part': 'fold', 'aria-expanded': 'true' })),
      make('div', { class: 'past-axis' },
        make('div', { class: 'past-density', 'data-past-part': 'density', 'aria-hidden': 'true' }), axis,
        make('div', { class: 'past-ends' }, make('span', { 'data-past-part': 'from' }), make('small', { 'data-past-part': 'said' }), make('span', { 'data-past-part': 'to' }))));
  }

  function fold() {
    const isFolded = bar.classList.toggle('is-folded');
    const knob = part('fold'), key = isFolded ? 'expand' : 'collapse';
    knob.textContent = isFolded ? '▴' : '▾';
    Object.entries({ title: t(key), 'aria-label': t(key), 'aria-expanded': String(!isFolded) }).forEach(([name, value]) => knob.setAttribute(name, value));
    document.body.dataset.pastFolded = String(isFolded);
    fitMap();
  }

  /* The map stands above the bar: what lies at its foot can be seen. */
  function fitMap() {
    if (yiping.map.leaflet) { yiping.map.leaflet.invalidateSize({ animate: false }); }
  }

  function badge() {
    const chip = document.getElementById('link-state');
    let node = document.getElementById('past-badge');
    if (!node && chip) {
      node = make('b', { id: 'past-badge' });
      chip.before(node);
    }
    return node;
  }

  function draw() {
    if (!bar || !past.isOn()) { return; }
    const moment = past.moment(), said = past.say(moment, true), axis = part('axis');
    badge().textContent = t('badge', { time: past.say(moment) });
    part('moment').textContent = said;
    part('note').textContent = [units === 'told' ? t('units_told') : '', bounded ? t('bounded') : ''].filter(Boolean).join(' · ');
    const play = part('play'), key = isPlaying ? 'pause' : 'play';
    play.textContent = isPlaying ? '❚❚' : '▶';
    [['title', t(key)], ['aria-label', t(key)], ['aria-pressed', String(isPlaying)]].forEach(([name, value]) => play.setAttribute(name, value));
    bar.querySelectorAll('[data-speed]').forEach((one) => one.setAttribute('aria-pressed', String(Number(one.dataset.speed) === speed)));
    if (!span) { return; }
    axis.min = span[0]; axis.max = span[1];
    if (!isScrubbing) { axis.value = moment; }
    axis.setAttribute('aria-valuetext', said);
    part('from').textContent = past.say(span[0]);
    part('to').textContent = past.say(span[1]);
  }

  /* The time that the axis spans: until now where the moment lies within, else around it. */
  function frame() {
    const [long] = past.RANGES[past.range], now = yiping.clock.now(), moment = past.moment();
    if (span && span[1] - span[0] === long && moment >= span[0] && moment <= span[1]) { return false; }
    const end = moment >= now - long ? now : moment + long / 2;
    span = [Math.round(end - long), Math.round(end)];
    return true;
  }

  async function density() {
    const asked = span, area = state.area;
    densityAt = performance.now();
    const answer = await fetch('/past/density?' + new URLSearchParams({ area, from: iso(asked[0]), to: iso(asked[1]), parts: PARTS }), { cache: 'no-store' }).catch(() => null);
    if (!answer || !answer.ok || asked !== span || !bar) { return; }
    const found = await answer.json(), most = Math.max(1, ...found.counts), width = (asked[1] - asked[0]) / PARTS;
    const known = Math.max(Date.parse(found.first || found.now), Date.parse(found.archived_until || 0) || 0);
    part('density').replaceChildren(...found.counts.map((count, index) => {
      const column = make('i', { 'data-count': count });
      column.style.height = count ? Math.max(6, 100 * count / most) + '%' : '0';
      column.classList.toggle('is-unknown', asked[0] + (index + 1) * width <= known);
      return column;
    }));
    part('density').dataset.area = area;
    const minutes = Math.round(width / 60000);
    part('said').textContent = t('density', { n: yiping.number(most), width: minutes < 60 ? t('minutes', { n: minutes }) : t('hours', { n: +(minutes / 60).toFixed(1) }) });
  }

  /* ---- moving ---- */

  function renew(given) {
    if (!past.isOn()) { return; }
    if (given.units) { units = given.units; bounded = Boolean(given.bounded); }
    const isNew = frame(), isOther = part('density').dataset.area !== state.area;
    if (isNew || (isOther && performance.now() - densityAt > 1000) || performance.now() - densityAt > DENSITY_EVERY) { density(); }
    draw();
  }

  /* While the knob is dragged: the latest place, once the one before stands, and at most every 300 ms. */
  async function scrub(moment) {
    scrubbed = moment;
    part('moment').textContent = past.say(moment, true);
    if (isScrubbing) { return; }
    isScrubbing = true;
    while (scrubbed !== null) {
      const next = scrubbed;
      scrubbed = null;
      await Promise.all([past.go(iso(next)), new Promise((done) => { setTimeout(done, SCRUB_EVERY); })]);
    }
    isScrubbing = false;
    draw();
  }

  async function toEvent(step) {
    const answer = await fetch('/past/next?' + new URLSearchParams({ area: state.area, t: state.t, step }), { cache: 'no-store' }).catch(() => null);
    const found = answer && answer.ok ? (await answer.json()).at : null;
    if (found) { await past.go(found); } else { yiping.say(t('no_event'), 'plain'); }
  }

  function toggle() {
    isPlaying = !isPlaying;
    clearTimeout(timer);
    playedAt = performance.now();
    if (isPlaying) { later(); }
    draw();
  }

  function later() { timer = setTimeout(advance, SPEEDS[speed]); }

  /* The city's time goes on by as much as ours did, times the speed; a slow answer makes fewer moments, not a slower city. */
  async function advance() {
    if (!isPlaying || !past.isOn()) { return; }
    const elapsed = performance.now() - playedAt;
    playedAt = performance.now();
    await past.go(iso(past.moment() + elapsed * speed));
    yiping.pastBar.frames.push(Math.round(performance.now() - playedAt));
    yiping.pastBar.frames.splice(0, yiping.pastBar.frames.length - 100);
    if (isPlaying && past.isOn()) { later(); }
  }

  function stop() {
    isPlaying = false;
    clearTimeout(timer);
  }

  /* ---- live ---- */

  /* A live case of the first priority: what and where, and the way back. */
  function warn(one) {
    let card = document.getElementById('past-warning');
    if (!card) {
      card = make('aside', { id: 'past-warning', role: 'alert' });
      document.body.append(card);
    }
    card.dataset.warns = one.no;
    const back = make('button', { type: 'button', class: 'primary' }, t('live'));
    back.addEventListener('click', () => { past.leave(); if (state.surface !== 'wall') { yiping.open(one.no); } });
    const close = make('button', { type: 'button', class: 'close', 'aria-label': t('close'), title: t('close') }, '×');
    close.addEventListener('click', () => card.remove());
    const where = yiping.map.nameOf(one.area.slice(0, state.levels[Math.min(2, state.levels.length - 1)].width));
    card.replaceChildren(make('header', {}, make('i', { class: 'mark p1' }), make('b', {}, t('p1')), make('small', {}, past.say(one.at * 1000)), close),
      make('p', {}, [where, one.text].filter(Boolean).join(' · ')), back);
  }

  function show() {
    if (bar) { return; }
    bar = build();
    document.querySelector('.map-frame').append(bar);
    renew({});
    fitMap();
  }

  function hide() {
    stop();
    [bar, document.getElementById('past-badge'), document.getElementById('past-warning')].forEach((node) => node && node.remove());
    bar = null;
    span = null;
    delete document.body.dataset.pastFolded;
    fitMap();
  }

  yiping.pastBar = { show, hide, renew, warn, play: toggle, frames: [], isPlaying: () => isPlaying, setSpeed: (one) => { speed = one; draw(); } };
})();
