/* The watchdog: says within 8 s that the link is lost, never blanks a value, and recovers by itself.
   LIVE --2 misses, or a miss without the feed--> DOWN --2 hits--> RECOVERING --feed and panels back--> LIVE;
   any 401 --> PAIR. */
(function () {
  'use strict';
  const yiping = window.yiping = window.yiping || {};
  const state = yiping.state = yiping.state || {};

  const { now, text: clockText, words } = yiping.clock;

  const BEAT_EVERY = 3000, BEAT_TIMEOUT = 2000, BEAT_SOON = 700;
  const FEED_SILENCE = 8500;    // the feed says something every 5 s
  const WATERMARK_AFTER = 60000, BACK_SHOWN = 10000, PANELS_WAIT = 3000;
  const SKEW_SAID = 30000;
  const RELOAD_SOONEST = 5000, RELOAD_SPREAD = 55000;

  let misses = 0, hits = 0, beatTimer = 0, beating = false;
  let lostAt = 0, lostBefore = 0, backAt = 0, shownSince = performance.now();
  let feedBackAt = 0, panelsBefore = '';
  let stopAsking = null;        // while the wall shows a code
  let newBuild = '', reloadTimer = 0;

  yiping.conn = 'RECOVERING';
  yiping.beatAt = 0;
  yiping.gaps = [];             // times without a link, so that charts can shade them

  /* ---- beats ---- */

  function beat() {
    clearTimeout(beatTimer);
    if (beating) { return; }
    beating = true;
    const began = Date.now();
    const stop = new AbortController();
    const limit = setTimeout(() => stop.abort(), BEAT_TIMEOUT);
    fetch('/healthz', { cache: 'no-store', signal: stop.signal }).then((answer) => {
      if (answer.status === 401) { pair(); return null; }
      return answer.ok ? answer.json() : Promise.reject(new Error(String(answer.status)));
    }).then((data) => { if (data) { hit(data, began); } }).catch(miss).finally(() => {
      clearTimeout(limit);
      beating = false;
      const isReturning = yiping.conn === 'DOWN' && misses === 0;
      beatTimer = setTimeout(beat, isReturning ? BEAT_SOON : Math.max(0, BEAT_EVERY - (Date.now() - began)));
    });
  }

  function hit(data, began) {
    if (data.ok === false) { miss(); return; }
    misses = 0;
    hits += 1;
    yiping.beatAt = Date.now();
    measureSkew(data.server_time, began);
    watchBuild(data.build);
    if (yiping.conn === 'DOWN' && hits >= 2) { recover(); }
    look();
  }

  function miss() {
    hits = 0;
    misses += 1;
    if (misses >= 2 || (yiping.live && yiping.live.isOurs() && !yiping.live.isOpen())) { down(); }
  }

  function measureSkew(serverTime, began) {
    const server = typeof serverTime === 'number' ? serverTime * 1000 : Date.parse(serverTime);
    if (!Number.isFinite(server)) { return; }
    const skew = server - (began + Date.now()) / 2;
    // Whole seconds of the server's stamp are no reason to shift ours.
    yiping.clockSkew = Math.abs(skew) < 1500 ? 0 : Math.round(skew);
  }

  /* ---- states ---- */

  function become(conn) {
    if (yiping.conn === conn) { return; }
    yiping.conn = conn;
    document.dispatchEvent(new CustomEvent('yiping:conn', { detail: { conn } }));
    show();
  }

  /* The link was lost when we last heard of the server, not when we noticed. */
  function lastHeard() {
    const frameAt = yiping.live && yiping.dataAt ? Date.now() - yiping.live.silence() : 0;
    const heardAt = Math.max(yiping.beatAt, frameAt);
    return heardAt ? heardAt + yiping.clockSkew : now();
  }

  function down() {
    if (yiping.conn === 'PAIR') { return; }
    if (!lostAt) { lostAt = lastHeard(); }
    hits = 0;
    backAt = 0;
    become('DOWN');
  }

  function recover() {
    feedBackAt = 0;
    panelsBefore = panelsMark();
    become('RECOVERING');
    if (yiping.live) { yiping.live.reconnect(); }
  }

  function pair() {
    if (!lostAt) { lostAt = now(); }
    become('PAIR');
  }

  function live() {
    if (lostAt) {
      backAt = now();
      yiping.gaps.push({ from: lostAt, to: backAt });
      yiping.gaps.splice(0, yiping.gaps.length - 50);
      document.dispatchEvent(new CustomEvent('yiping:gap', { detail: { from: lostAt, to: backAt } }));
    }
    become('LIVE');
    lostBefore = lostAt;
    lostAt = 0;
    show();
  }

  function feedIsWell() { return !yiping.live || !yiping.live.isOurs() || (yiping.live.isOpen() && yiping.live.silence() < FEED_SILENCE); }

  function panelsMark() {
    const mark = document.getElementById(state.surface + '-refreshed');
    return mark ? mark.textContent : '';
  }

  /* Once a second, and after each beat: does what we say still hold? */
  function look() {
    if (document.hidden) { return; }
    const well = feedIsWell();
    // A page that was just shown, or woke up, has not had the time to hear anything.
    const isSettled = performance.now() - shownSince > FEED_SILENCE;
    if (yiping.conn === 'LIVE' && !well && isSettled) { down(); }
    if (yiping.conn === 'RECOVERING' && well && hits) { settle(); }
    if (yiping.conn === 'RECOVERING' && !well && lostAt && isSettled && feedBackAt) { down(); }
  }

  function settle() {
    if (!lostAt) { live(); return; }
    if (!feedBackAt) {
      feedBackAt = performance.now();
      if (yiping.live) { yiping.live.renew(); }
    }
    if (panelsMark() !== panelsBefore || performance.now() - feedBackAt > PANELS_WAIT) { live(); }
  }

  /* A new build: fetch the page again, some time soon, and only from a server that is well. */
  function watchBuild(build) {
    if (!build) { return; }
    yiping.build = state.build || yiping.build || build;
    newBuild = build === yiping.build ? '' : build;
    if (!newBuild || reloadTimer) { return; }
    const inTest = state.test && Number.isFinite(yiping.testReload);
    reloadTimer = setTimeout(() => {
      reloadTimer = 0;
      if (newBuild && misses === 0 && yiping.conn === 'LIVE') { location.reload(); }
    }, inTest ? yiping.testReload : RELOAD_SOONEST + Math.random() * RELOAD_SPREAD);
  }

  /* ---- what is seen ---- */

  function piece(id, tag) {
    let node = document.getElementById(id);
    if (!node) {
      node = document.createElement(tag || 'div');
      node.id = id;
      node.hidden = true;
      document.body.append(node);
    }
    return node;
  }

  function put(node, text) { if (node && node.textContent !== text) { node.textContent = text; } }

  function show() {
    document.body.dataset.conn = yiping.conn;
    showBanner();
    showWatermark();
    showOverlay();
    showChip();
  }

  function showBanner() {
    const banner = piece('link-banner');
    const isLost = yiping.conn === 'DOWN' || (yiping.conn === 'RECOVERING' && lostAt > 0);
    const isBack = yiping.conn === 'LIVE' && backAt > 0 && now() - backAt < BACK_SHOWN;
    banner.hidden = !isLost && !isBack;
    banner.className = isBack ? 'is-back' : 'is-lost';
    banner.setAttribute('role', isBack ? 'status' : 'alert');
    if (isLost) {
      const asOf = yiping.dataAt ? clockText(yiping.dataAt * 1000) : '—';
      put(banner, words('link.lost', { lost: clockText(lostAt), asof: asOf }));
    } else if (isBack) {
      put(banner, words('link.back', { at: clockText(backAt), gap: gapText(backAt - lostBefore) }));
    }
  }

  function gapText(milliseconds) {
    const seconds = Math.max(1, Math.round(milliseconds / 1000));
    if (seconds < 60) { return words('link.gap_short', { s: seconds }); }
    return words('link.gap_long', { m: Math.floor(seconds / 60), s: seconds % 60 });
  }

  function showWatermark() {
    const mark = piece('link-watermark');
    mark.setAttribute('aria-hidden', 'true');
    mark.hidden = !(lostAt && now() - lostAt >= WATERMARK_AFTER);
    if (!mark.hidden && mark.dataset.words !== words('link.not_live')) {
      mark.dataset.words = words('link.not_live');
      mark.replaceChildren(...Array.from({ length: 24 }, () => {
        const one = document.createElement('b');
        one.textContent = mark.dataset.words;
        return one;
      }));
    }
  }

  function showOverlay() {
    const overlay = piece('link-pair');
    overlay.hidden = yiping.conn !== 'PAIR';
    if (overlay.hidden) { takeCodeAway(overlay); return; }
    overlay.setAttribute('role', 'alertdialog');
    if (yiping.pair) { showCode(overlay); return; }
    let link = overlay.querySelector('a');
    if (!link) {
      link = document.createElement('a');
      overlay.append(link);
    }
    put(link, words('link.pair'));
    link.href = '/signin?next=' + encodeURIComponent(location.pathname + location.search);
  }

  /* A wall has no keyboard: it shows a code, and stays where it is once it was let in again. */
  function showCode(overlay) {
    if (stopAsking) { return; }
    const box = document.createElement('div');
    box.className = 'pair-box';
    overlay.append(box);
    const said = Object.fromEntries(['title', 'how', 'wait', 'left', 'lost'].map((key) => [key, words('link.pair_' + key, { minutes: '{minutes}' })]));
    stopAsking = yiping.pair(box, said, recover);
  }

  /* Let in, or signed in by another way. */
  function takeCodeAway(overlay) {
    if (!stopAsking) { return; }
    stopAsking();
    stopAsking = null;
    overlay.replaceChildren();
  }

  function showChip() {
    const chip = document.getElementById('link-state');
    if (!chip) { return; }
    const skew = Math.abs(yiping.clockSkew) > SKEW_SAID ? ' · ' + words('link.skew', { n: Math.round(yiping.clockSkew / 1000) }) : '';
    chip.dataset.conn = yiping.conn;
    chip.classList.toggle('is-down', yiping.conn === 'DOWN' || yiping.conn === 'PAIR');
    chip.classList.toggle('is-recovering', yiping.conn === 'RECOVERING');
    put(document.getElementById('link-words'), words('link.' + yiping.conn.toLowerCase()) + skew);
  }

  function second() {
    look();
    show();
  }

  document.addEventListener('yiping:signedout', pair);
  document.addEventListener('yiping:closed', () => { if (yiping.conn === 'LIVE') { beat(); } });
  document.addEventListener('yiping:hello', () => {
    if (yiping.conn === 'PAIR') { recover(); }
    if (yiping.conn === 'DOWN') { beat(); }
  });
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) { return; }
    shownSince = performance.now();
    beat();
  });
  window.addEventListener('online', beat);
  window.addEventListener('offline', beat);

  function begin() {
    beat();
    second();
    setInterval(second, 1000);
  }
  if (document.body) { begin(); } else { document.addEventListener('DOMContentLoaded', begin); }
})();
