/* The live feed: one websocket that never gives up. Frames become events on the document:
   yiping:hello, yiping:snapshot, yiping:changes, yiping:map, yiping:ping, yiping:refused, each with
   the frame as detail; yiping:closed with the close code, yiping:signedout when nobody is signed in. */
(function () {
  'use strict';
  const yiping = window.yiping = window.yiping || {};
  const state = yiping.state = yiping.state || {};

  const FIRST_WAIT = 500, LONGEST_WAIT = 15000, SPREAD = 0.3;
  const SILENCE = 12000;        // the server says something every 5 s; after this the connection is dead
  const TICK_EVERY = 1000;      // server-made panels are renewed at most this often
  const TICK_QUIET = 20000;     // and at least this often while the feed is alive
  const TICK_LOST = 10000;      // an answer that has not come by then is not waited for
  const PROBE_EVERY = 10000;
  const SIGNED_OUT = 4401, AREA_GONE = 4404;
  const NOT_OURS = new Set([403, 404, 422]);

  let socket = null;
  let wanted = false;           // connect() was called
  let area = '';                // what the page looks at
  let held = null;              // the area of the last snapshot: only for it may we resume
  let looked = null;            // the area of the last snapshot, whatever database it came from
  let epoch = '', wait = FIRST_WAIT, timer = 0, probedAt = 0;
  let turnedAway = 0;           // handshakes that failed while the area itself was refused
  let frameAt = 0;              // when the last frame came, on the monotonic clock
  let aliveAt = 0;              // the same, or when the present connection was begun
  let tickTimer = 0, tickedAt = -Infinity, tickDue = false, answered = null;

  yiping.seq = 0;
  yiping.dataAt = 0;            // epoch seconds up to which the city is known

  const OF_THE_MAP = new Set(['snapshot', 'changes', 'map']);
  /* What a frame passes before the page hears of it: each answers with the frame, another one, or null for none. */
  yiping.sieves = yiping.sieves || [];
  /* A page without a map only needs to know that something happened. */
  function tell(name, detail) {
    if (state.surface === 'office' && OF_THE_MAP.has(name)) { return; }
    let passed = detail;
    for (const sieve of yiping.sieves) {
      passed = sieve(name, passed);
      if (passed === null) { return; }
    }
    document.dispatchEvent(new CustomEvent('yiping:' + name, { detail: passed }));
  }

  function address() {
    const query = new URLSearchParams();
    if (area) { query.set('area', area); }
    if (state.detail) { query.set('detail', state.detail); }
    if (held !== null && held === area && epoch) { query.set('after', String(yiping.seq)); query.set('epoch', epoch); }
    const scheme = location.protocol === 'https:' ? 'wss://' : 'ws://';
    return scheme + location.host + '/live?' + query.toString();
  }

  function open() {
    clearTimeout(timer);
    timer = 0;
    if (!wanted) { return; }
    drop();
    let mine;
    try { mine = new WebSocket(address()); } catch (error) { later(); return; }
    let greeted = false;
    socket = mine;
    aliveAt = performance.now();
    mine.onmessage = (message) => {
      if (mine !== socket) { return; }
      greeted = true;
      hear(message.data);
    };
    mine.onclose = (event) => { if (mine === socket) { socket = null; lost(event.code, greeted); } };
  }

  /* Leave the present connection behind; its events no longer count. */
  function drop() {
    const old = socket;
    socket = null;
    if (old) { old.onmessage = old.onclose = null; old.close(); }
  }

  function later() {
    const spread = 1 + SPREAD * (2 * Math.random() - 1);
    clearTimeout(timer);
    timer = setTimeout(open, wait * spread);
    wait = Math.min(wait * 2, LONGEST_WAIT);
  }

  function lost(code, greeted) {
    tell('closed', { code });
    if (code === SIGNED_OUT) { signedOut(); return; }
    if (code === AREA_GONE) { goHome(); }
    if (!greeted) { refused(); }
    later();
  }

  /* A handshake that fails does not say why: signed out, a full house, or an area that is not there for us any more.
     The area's own address tells which; where it is there, we wait for our turn. */
  function refused() {
    if (performance.now() - probedAt < PROBE_EVERY && probedAt) { return; }
    probedAt = performance.now();
    const where = area ? '/api/v1/areas/' + encodeURIComponent(area) : location.pathname;
    fetch(where, { redirect: 'manual', cache: 'no-store', credentials: 'same-origin' }).then((answer) => {
      if (answer.status === 401 || answer.type === 'opaqueredirect') { signedOut(); return; }
      turnedAway = NOT_OURS.has(answer.status) ? turnedAway + 1 : 0;
      // Once may be a server that came back between the handshake and this question.
      if (turnedAway > 1) { goHome(); }
    }).catch(() => { turnedAway = 0; });
  }

  /* The area does not exist any more, or is no longer ours to see. */
  function goHome() {
    turnedAway = 0;
    if (yiping.select && state.home && state.home !== area) { yiping.select(state.home); } else { area = ''; }
  }

  function signedOut() {
    clearTimeout(timer);
    drop();
    tell('signedout', {});
    timer = setTimeout(again, LONGEST_WAIT);
  }

  /* Somebody may have signed in from another tab. */
  function again() {
    fetch(location.pathname, { redirect: 'manual', cache: 'no-store', credentials: 'same-origin' })
      .then((answer) => { if (answer.ok) { open(); } else { timer = setTimeout(again, LONGEST_WAIT); } })
      .catch(() => { timer = setTimeout(again, LONGEST_WAIT); });
  }

  function hear(text) {
    let frame;
    try { frame = JSON.parse(text); } catch (error) { return; }
    frameAt = aliveAt = performance.now();
    wait = FIRST_WAIT;
    turnedAway = 0;
    if (frame.type === 'hello') { greet(frame); }
    // Whoever chose another area asked for its panels in the same moment; asking again would do that work twice.
    const chosen = frame.type === 'snapshot' && frame.area !== looked;
    if (frame.type === 'snapshot') { held = looked = frame.area; }
    if (typeof frame.seq === 'number' && frame.type !== 'hello') { yiping.seq = frame.seq; }
    if (typeof frame.at === 'number') { yiping.dataAt = frame.at; }
    if (frame.type === 'ping') { say({ type: 'pong' }); }
    tell(frame.type, frame);
    const newest = (kind) => frame[kind] || (frame.items || []).findLast((one) => one.kind === kind);
    [['city-stage', newest('city_stage')], ['mute', newest('mute')]].forEach(([name, body]) => { if (body) { tell(name, body); } });
    if (frame.type === 'changes' || (frame.type === 'snapshot' && !chosen)) { tick(); }
    if (frame.type === 'ping' && performance.now() - tickedAt > TICK_QUIET) { tick(); }
  }

  function greet(frame) {
    if (epoch && epoch !== frame.epoch) { held = null; }
    epoch = frame.epoch;
    if (!area) { area = frame.area; } else if (area !== frame.area) { say(ourArea()); }
  }

  const ourArea = () => ({ type: 'area', code: area, ...(state.detail ? { detail: state.detail } : {}) });

  function say(words) {
    if (socket && socket.readyState === WebSocket.OPEN) { socket.send(JSON.stringify(words)); }
  }

  /* Ask the server for its panels: at once, then at most once a second, never while an answer is under way. */
  function tick() {
    if (state.t) { return; }   // what is looked back at does not change
    tickDue = true;
    if (tickTimer || document.hidden) { return; }
    const since = performance.now() - tickedAt;
    // A new area is being filled already; a second question would only make the first answer void.
    if (document.body.classList.contains('is-changing')) { tickTimer = setTimeout(retick, TICK_EVERY); return; }
    if (since < TICK_EVERY) { tickTimer = setTimeout(retick, TICK_EVERY - since); return; }
    if (answered && answered() === false && since < TICK_LOST) { tickTimer = setTimeout(retick, TICK_EVERY / 4); return; }
    tickDue = false;
    tickedAt = performance.now();
    sendTick();
  }

  function retick() { tickTimer = 0; tick(); }

  function sendTick() {
    if (!yiping.refresh) { return; }
    let done = false;
    answered = () => done;
    yiping.refresh().finally(() => { done = true; });
  }

  /* The machine woke up, the network or the page came back: find out now, not when a timer says so. */
  function wake() {
    if (document.hidden || !wanted) { return; }
    if (tickDue) { tick(); }
    if (socket && performance.now() - aliveAt < SILENCE) { return; }
    wait = FIRST_WAIT;
    open();
  }

  setInterval(() => {
    if (socket && performance.now() - aliveAt > SILENCE) {
      drop();
      tell('closed', { code: 0 });
      later();
    }
  }, 1000);
  window.addEventListener('online', wake);
  window.addEventListener('pageshow', wake);
  document.addEventListener('visibilitychange', wake);
  window.addEventListener('pagehide', drop);

  yiping.live = {
    connect: function () {
      area = area || state.area || '';
      if (wanted || !isOurs()) { return; }
      wanted = true;
      frameAt = performance.now();
      open();
    },
    setArea: function (code) {
      area = code;
      say(ourArea());
    },
    reconnect: function () { wait = FIRST_WAIT; if (wanted && !isOpen()) { open(); } },
    renew: function () { tick(); },
    isOpen,
    isOurs,
    silence: () => (wanted ? performance.now() - frameAt : 0),
  };

  /* Who may not see cases has no feed; whether the server is there, the beat tells. */
  function isOurs() { return !state.may || state.may.includes('cases.view'); }
  function isOpen() { return Boolean(socket) && socket.readyState === WebSocket.OPEN; }
})();
