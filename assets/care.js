/* What keeps a wall well for years: dimmed in quiet hours, never the same pixel lit for long, a fresh page each night.
   All of it goes by the city's clock, so that walls beside each other keep step. */
(function () {
  'use strict';
  const yiping = window.yiping = window.yiping || {};
  const state = yiping.state = yiping.state || {};

  const LOOK_EVERY = 10000;
  const STEP_EVERY = 180000, STEP_PX = 2, STEPS_A_SIDE = 8;   // once around 16 pixels in a good hour and a half
  const SWAP_EVERY = 6 * 3600000;
  const RESTS_MINUTES = 10;     // of the night: the page is fetched anew within, and the points rest
  const YOUNG = 3600000;        // a page of less than an hour is fresh
  const LARGEST_HEAP = 1.2e9, MOST_NODES = 20000;
  const begunAt = Date.now(), late = Math.random() * RESTS_MINUTES;
  let isDue = false;

  const minutesOf = (text) => { const [hours, minutes] = text.split(':').map(Number); return hours * 60 + minutes; };

  /* Minutes since the city's midnight. */
  function minutesNow() {
    const parts = new Intl.DateTimeFormat('en-GB', { timeZone: state.zone, hour: '2-digit', minute: '2-digit', hour12: false });
    return minutesOf(parts.format(new Date(yiping.clock.now()))) % 1440;
  }

  function isWithin(minutes, begin, end) { return begin <= end ? minutes >= begin && minutes < end : minutes >= begin || minutes < end; }

  function isQuiet(minutes, hours) { return hours.some((one) => isWithin(minutes, ...one.split('-').map(minutesOf))); }

  /* Where the stage stands: along a square around its place, by the clock. */
  function orbit(now) {
    const step = Math.floor(now / STEP_EVERY) % (4 * STEPS_A_SIDE), side = Math.floor(step / STEPS_A_SIDE), along = step % STEPS_A_SIDE;
    const half = STEPS_A_SIDE / 2;
    const [x, y] = [[along - half, -half], [half, along - half], [half - along, half], [-half, half - along]][side];
    return [x * STEP_PX, y * STEP_PX];
  }

  /* May the wall be covered or fetched anew? Never while somebody is waited for. */
  const isCalm = () => !document.querySelector('.wall .alarm-line.p1, .wall .alarm-line.p2');

  function isWorn() {
    const heap = performance.memory ? performance.memory.usedJSHeapSize : 0;
    return heap > LARGEST_HEAP || document.getElementsByTagName('*').length > MOST_NODES;
  }

  /* Is it time for a fresh page? Once it is, it stays so until there is a calm moment. */
  function isTired(minutes, at, age) {
    if (age < YOUNG) { return false; }
    return isWithin(minutes, (at + Math.floor(late)) % 1440, (at + RESTS_MINUTES) % 1440) || isWorn();
  }

  function veil(id) {
    let node = document.getElementById(id);
    if (!node) {
      node = document.createElement('div');
      node.id = id;
      node.setAttribute('aria-hidden', 'true');
      document.body.append(node);
    }
    return node;
  }

  function look() {
    const wall = state.wall;
    if (state.surface !== 'wall' || !wall) { return; }
    const minutes = minutesNow(), profile = wall.profile, at = minutesOf(profile.reload_at), now = yiping.clock.now();
    const quiet = isQuiet(minutes, profile.quiet_hours);
    document.body.dataset.quiet = String(quiet);
    veil('dim-veil').style.opacity = quiet ? String(1 - profile.dim) : '0';
    const [x, y] = profile.safe_margin_px >= STEP_PX * STEPS_A_SIDE ? orbit(now) : [0, 0];
    Object.assign(document.querySelector('.stage.wall').style, { left: x + 'px', top: y + 'px' });
    yiping.stage.swap(Math.floor(now / SWAP_EVERY) % 2 === 1);
    veil('rest-veil').hidden = !(isWithin(minutes, at, (at + RESTS_MINUTES) % 1440) && isCalm());
    isDue = isDue || isTired(minutes, at, Date.now() - begunAt);
    if (isDue && isCalm() && yiping.conn === 'LIVE') { location.reload(); }
  }

  document.addEventListener('yiping:stage', look);
  setInterval(look, LOOK_EVERY);
  yiping.care = { isQuiet, orbit, isTired, isCalm, look };
  look();
})();
