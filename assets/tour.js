/* What is on a wall: sent from a desk, by the city's stage, or the tour's next scene. Asked for every two seconds; which
   scene of a tour it is says the server's clock, so that walls beside each other keep step. An alarm of the first
   priority breaks into all of them. yiping.tour says what is on and what was left out. */
(function () {
  'use strict';
  const yiping = window.yiping = window.yiping || {};
  const state = yiping.state = yiping.state || {};

  const ASK_EVERY = 2000, PATIENCE = 4000, STEP_EVERY = 200, AGAIN_AFTER = 60;
  const USUAL_P1_HOLD = 120, USUAL_IDLE = 120, MOST_SKIPS = 50, WORST_ROUND_TRIP = 1.5;
  const BAD = ['error', 'stale', 'nodata', 'denied'];
  const query = new URLSearchParams(location.search);
  const tour = yiping.tour = { name: '', source: '', scene: '', title: '', index: 0, loop: 0, left: 0, paused: '', skipped: [] };

  let on = null;                // the server's last word
  let clock = { offset: 0, trip: Infinity };
  let shown = null, busy = '', asking = false;
  let isHeld = false, idleUntil = 0, here = 0, place = '';
  let alarm = null, told = '';
  const seen = new Set();       // alarms that have broken in already
  const gone = new Set();       // scenes left out in this place of the tour
  const broken = new Map();     // scene that could not be fetched -> when it is tried again

  const wall = () => encodeURIComponent(decodeURIComponent(location.pathname.split('/')[2] || ''));
  const speed = () => (state.test && Number(query.get('speed'))) || 1;
  const now = () => Date.now() / 1000 + clock.offset;
  const isTouring = () => Boolean(on && on.source === 'tour' && on.tour && on.tour.stops.length);
  const isRunning = () => Boolean(on && (on.source !== 'scene' || on.scene));

  /* ---- asking ---- */

  async function fetchJson(path, parameters) {
    const stop = new AbortController(), limit = setTimeout(() => stop.abort(), PATIENCE);
    try {
      const answer = await fetch(path + (parameters ? '?' + new URLSearchParams(parameters) : ''), { cache: 'no-store', signal: stop.signal });
      return answer.ok ? await answer.json() : null;
    } catch (error) { return null; } finally { clearTimeout(limit); }
  }

  async function ask() {
    if (state.surface !== 'wall' || asking) { return; }
    asking = true;
    const began = Date.now() / 1000;
    const said = await fetchJson('/walls/' + wall() + '/programme', { tour: query.get('tour') || '', scene: query.get('scene') || '' });
    asking = false;
    if (!said) { return; }
    measure(said.now, began, Date.now() / 1000);
    on = said;
    [...seen].filter((no) => !on.alarms.some((one) => one.no === no)).forEach((no) => seen.delete(no));
    const faults = on.faults.join(' ');
    if (faults && faults !== told) { yiping.say(faults, 'refused', 20000); }
    told = faults;
    step();
  }

  /* The server's clock by the quickest answer so far; a slower one counts again when that has grown old. */
  function measure(said, began, ended) {
    const trip = ended - began;
    clock.trip += 0.001;
    if (trip > clock.trip || trip > WORST_ROUND_TRIP) { return; }
    clock = { offset: said - (began + ended) / 2, trip };
  }

  /* ---- what is wanted ---- */

  function breaking(at) {
    if (alarm && (at >= alarm.until || !on.alarms.some((one) => one.no === alarm.one.no))) { alarm = null; }
    const fresh = on.alarms.find((one) => !seen.has(one.no));
    if (!alarm && fresh) {
      seen.add(fresh.no);
      alarm = { one: fresh, until: at + (on.tour ? on.tour.p1_hold : USUAL_P1_HOLD) / speed() };
    }
    return alarm;
  }

  const named = (kind, name, more) => ({ kind, key: kind + ' ' + name, name, ...more });

  function wanted(at) {
    if (isRunning() && breaking(at)) {
      return { kind: 'alarm', key: 'alarm ' + alarm.one.no, scene: { case: alarm.one }, left: alarm.until - at };
    }
    if (!isRunning()) { alarm = null; }
    if (on.source === 'sent' && (!on.order.until || at < on.order.until)) { return sent(on.order); }
    if (on.scene && on.source !== 'sent') { return named(on.source, on.scene); }
    return isTouring() ? stopAt(at) : { kind: 'usual', key: '', scene: null };
  }

  function sent(order) {
    const key = 'sent ' + order.id;
    if (order.kind === 'scene') { return { kind: 'sent', key, name: order.what }; }
    return { kind: 'sent', key, scene: order.kind === 'area' ? { area: order.what } : { case: order.case } };
  }

  /* Which place of the tour the clock says, and how long that still lasts. Seconds of the tour run faster in a test. */
  function placeAt(at) {
    const stops = on.tour.stops, whole = stops.reduce((sum, one) => sum + one.seconds, 0);
    const run = at * speed(), loop = Math.floor(run / whole);
    let into = run - loop * whole, index = 0;
    while (index < stops.length - 1 && into >= stops[index].seconds) { into -= stops[index].seconds; index += 1; }
    return { index, loop, left: (stops[index].seconds - into) / speed() };
  }

  function stopAt(at) {
    const stops = on.tour.stops, by = placeAt(at);
    if (paused(at)) {
      const index = Math.min(here, stops.length - 1);
      return named('tour', stops[index].scene, { index, loop: by.loop, left: 0 });
    }
    if (place !== by.loop + ':' + by.index) { place = by.loop + ':' + by.index; gone.clear(); }
    let left = by.left;
    for (let ahead = 0; ahead < stops.length; ahead += 1) {
      const index = (by.index + ahead) % stops.length, why = fault(stops[index], at);
      if (ahead) { left += stops[index].seconds / speed(); }
      if (!why) { here = index; return named('tour', stops[index].scene, { index, loop: by.loop, left }); }
      if (!ahead) { note(stops[index].scene, why, by.loop); }
    }
    return named('tour', on.usual, { index: -1, loop: by.loop, left: by.left });
  }

  /* Why a scene is left out: a panel it needs has failed or knows nothing. Once left out it stays so until the next. */
  function fault(stop, at) {
    if (gone.has(stop.scene)) { return 'left out'; }
    const bad = stop.requires.find((name) => {
      const panel = document.querySelector('.stage.wall [data-panel="' + name + '"]');
      return panel && (BAD.includes(panel.dataset.state) || panel.classList.contains('is-failing'));
    });
    const why = bad ? 'panel ' + bad : (broken.get(stop.scene) || 0) > at ? 'cannot be shown' : '';
    if (why) { gone.add(stop.scene); }
    return why;
  }

  function note(scene, why, loop) {
    if (why === 'left out') { return; }
    tour.skipped.push({ scene, why, loop, at: new Date(now() * 1000).toISOString() });
    tour.skipped.splice(0, tour.skipped.length - MOST_SKIPS);
  }

  function paused(at) { return isHeld ? 'space' : at < idleUntil ? 'input' : yiping.conn !== 'LIVE' ? 'link' : ''; }

  /* ---- doing it ---- */

  async function go(next) {
    busy = next.key;
    let scene = next.scene;
    if (next.name) { scene = await fetchJson('/walls/' + wall() + '/scenes/' + encodeURIComponent(next.name)); }
    if (next.name && (!scene || scene.is_empty)) {
      broken.set(next.name, now() + AGAIN_AFTER / speed());
      if (next.kind === 'tour') { gone.add(next.name); note(next.name, scene ? 'no case' : 'cannot be shown', next.loop); }
    } else if (await yiping.scenes.show(scene)) {
      shown = { ...next, title: scene ? scene.title || '' : '' };
    }
    busy = '';
  }

  function step() {
    if (!on || !yiping.scenes || document.body.dataset.ready !== 'true') { return; }
    const at = now(), next = wanted(at);
    const isDue = !shown ? next.key !== '' : next.key !== shown.key;
    if (isDue && !busy && !((broken.get(next.name) || 0) > at)) { go(next); }
    say(next, at);
  }

  function say(next, at) {
    Object.assign(tour, { source: next.kind, name: on.tour ? on.tour.name : '', scene: next.name || '', left: Math.max(0, next.left || 0),
      title: shown && shown.key === next.key ? shown.title : '', paused: isTouring() ? paused(at) : '',
      index: next.index === undefined ? tour.index : next.index, loop: next.loop === undefined ? tour.loop : next.loop });
    bar(next);
  }

  /* ---- what is seen ---- */

  function put(node, text) { if (node.textContent !== text) { node.textContent = text; } }

  function parts() {
    const holder = document.querySelector('.wall .bar-left');
    let node = document.getElementById('tour-bar');
    if (!node && holder) {
      node = document.createElement('div');
      node.id = 'tour-bar';
      node.append(document.createElement('b'), document.createElement('span'), document.createElement('small'), document.createElement('button'));
      node.lastChild.type = 'button';
      node.lastChild.dataset.tourPause = '1';
      holder.append(node);
    }
    return node;
  }

  function dots(holder, index) {
    const stops = isTouring() && tour.source === 'tour' ? on.tour.stops : [];
    if (holder.children.length !== stops.length) { holder.replaceChildren(...stops.map(() => document.createElement('i'))); }
    [...holder.children].forEach((dot, place) => {
      dot.className = place === index ? 'is-here' : gone.has(stops[place].scene) ? 'is-out' : '';
      dot.title = stops[place].title;
    });
  }

  function bar(next) {
    const node = parts();
    if (!node) { return; }
    node.hidden = next.kind === 'usual';
    document.body.dataset.programme = next.kind;
    const [title, row, note, button] = node.children;
    const stop = next.kind === 'tour' && on.tour.stops[next.index];
    put(title, next.kind === 'alarm' ? yiping.t('tour.alarm') : stop ? stop.title : tour.title);
    dots(row, next.index);
    put(note, noteOf(next));
    button.hidden = next.kind !== 'tour';
    put(button, isHeld ? '▶' : '❚❚');
    button.title = yiping.t(isHeld ? 'tour.go_on' : 'tour.pause');
    node.dataset.scene = next.name || '';
    node.dataset.paused = tour.paused;
  }

  function noteOf(next) {
    if (next.kind === 'sent') {
      const until = on.order.until ? yiping.clock.text(on.order.until * 1000, '', { hour: '2-digit', minute: '2-digit' }) : '';
      return yiping.t(until ? 'tour.sent_until' : 'tour.sent', { who: on.order.who, time: until });
    }
    if (next.kind === 'stage') { return yiping.t('tour.stage'); }
    if (tour.paused) { return yiping.t('tour.paused_' + tour.paused); }
    return next.left ? yiping.t('tour.left', { n: Math.ceil(next.left) }) : '';
  }

  /* ---- keys and touch ---- */

  function hold(index) {
    const stops = on.tour.stops;
    here = (index + stops.length) % stops.length;
    idleUntil = now() + (on.tour.idle || USUAL_IDLE);
  }

  function turn(way) {
    hold(here + way);
    step();
  }

  function toggle() {
    isHeld = !isHeld;
    if (!isHeld) { idleUntil = 0; }
    step();
  }

  const OURS = {
    ' ': { word: 'tour.key_pause', group: 'time', on: ['wall'], isOffered: isTouring, work: toggle },
    ArrowLeft: { word: 'tour.key_before', group: 'time', on: ['wall'], isOffered: isTouring, work: () => turn(-1) },
    ArrowRight: { word: 'tour.key_next', group: 'time', on: ['wall'], isOffered: isTouring, work: () => turn(1) },
  };
  yiping.keys.add(OURS);
  document.addEventListener('keydown', (event) => { if (state.surface === 'wall' && isTouring() && !(event.key in OURS)) { hold(here); } });
  document.addEventListener('click', (event) => { if (event.target.closest('[data-tour-pause]')) { idleUntil = 0; toggle(); } });
  ['pointerdown', 'wheel'].forEach((name) => document.addEventListener(name, (event) => {
    if (state.surface === 'wall' && isTouring() && !event.target.closest('[data-tour-pause]')) { hold(here); }
  }, { passive: true }));

  setInterval(ask, ASK_EVERY);
  setInterval(step, STEP_EVERY);
  ask();
})();
