/* Sound for what must not be missed: walls sound, desks when somebody switched it on. P1 two tones, P2 one; again every
   15 s until acknowledged, a minute at most, then the eye alone. Every sound has something to see beside it. */
(function () {
  'use strict';
  const yiping = window.yiping = window.yiping || {};
  const state = yiping.state = yiping.state || {};

  const REPEAT = 15, LONGEST = 60;                 // seconds
  const FLOOD_SECONDS = 600, FLOOD_FROM = 10;      // as the feed counts a flood
  const LOUD = 0.2, QUIET = 0.25;                  // 12 dB less in quiet hours
  const KEPT_LOG = 200, MUTE_SHOWN = 'yiping.sound.muted', SWITCHED = 'yiping.sound';
  const NOBODY_ANSWERED = ['reported', 'accepted', 'returned', 'reopened'];
  /* [pitch in Hz, begin, length in s]: two seconds at most for P1, one for P2. */
  const TONES = { p1: [[880, 0, 0.4], [660, 0.5, 0.4], [880, 1, 0.4], [660, 1.5, 0.4]], p2: [[660, 0, 0.8]] };

  /* ---- rules: nothing here looks at the page or the clock ---- */

  const isAlarm = (one) => one.open && one.priority <= 2 && !one.ack && NOBODY_ANSWERED.includes(one.state);
  const isFlood = (alarms, now) => alarms.filter((one) => now - one.at < FLOOD_SECONDS).length >= FLOOD_FROM;

  /* What sounds for itself: each alarm; in a flood each P1, and the P2 of one place and class together. */
  function keyOf(one, flooded, width) {
    return flooded && one.priority === 2 ? 'group ' + one.area.slice(0, width) + ' ' + one.class : one.no;
  }

  /* Return which key should sound now and how, or null. `heard`: key -> {from, last}, seconds; it is kept up to date. */
  function next(alarms, heard, now, width) {
    const flooded = isFlood(alarms, now), wanted = new Map();
    alarms.forEach((one) => {
      const key = keyOf(one, flooded, width);
      if (!wanted.has(key) || one.priority === 1) { wanted.set(key, one.priority === 1 ? 'p1' : 'p2'); }
      if (!heard.has(key)) { heard.set(key, { from: one.since, last: -Infinity }); }
    });
    [...heard.keys()].filter((key) => !wanted.has(key)).forEach((key) => heard.delete(key));
    const due = [...wanted].filter(([key]) => isDue(heard.get(key), now));
    due.sort((a, b) => (a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : heard.get(a[0]).last - heard.get(b[0]).last));
    return due.length ? { key: due[0][0], tone: due[0][1] } : null;
  }

  const isDue = (one, now) => now - one.from <= LONGEST && now - one.last >= REPEAT;
  const lengthOf = (tone) => Math.max(...TONES[tone].map(([, begin, length]) => begin + length));

  /* ---- the player ---- */

  const log = [], heard = new Map(), since = new Map();
  let player = null, busyUntil = 0, mute = { until: 0 };

  const now = () => yiping.clock.now() / 1000;
  const isWall = () => state.surface === 'wall';
  const isOn = () => isWall() || localStorage.getItem(SWITCHED) === 'on';
  const mutedUntil = () => (isWall() ? mute.until : Number(localStorage.getItem(MUTE_SHOWN) || 0));
  const isMuted = () => mutedUntil() > now();
  const isBlocked = () => isOn() && (!player || player.state !== 'running');

  function open() {
    if (!player) {
      player = new AudioContext();
      player.addEventListener('statechange', () => { if (yiping.clock) { draw(); } });
    }
    if (player.state !== 'running') { player.resume().catch(() => {}); }
    return player;
  }

  /* Play a tone now; return whether it could be heard. */
  function play(tone, loudness) {
    const { currentTime, state: running } = open();
    if (running !== 'running') { return false; }
    TONES[tone].forEach(([pitch, begin, length]) => {
      const wave = player.createOscillator(), gain = player.createGain(), at = currentTime + begin;
      wave.frequency.value = pitch;
      // A tone that begins or ends at full height clicks.
      gain.gain.setValueAtTime(0, at);
      gain.gain.linearRampToValueAtTime(LOUD * loudness, at + 0.02);
      gain.gain.setValueAtTime(LOUD * loudness, at + length - 0.02);
      gain.gain.linearRampToValueAtTime(0, at + length);
      wave.connect(gain).connect(player.destination);
      wave.start(at);
      wave.stop(at + length);
    });
    return true;
  }

  function sound(tone, key) {
    const loudness = document.body.dataset.quiet === 'true' ? QUIET : 1, at = now();
    const played = isOn() && !isMuted() && play(tone, loudness);
    if (played) { busyUntil = at + lengthOf(tone); }
    log.push({ at, tone, key, played, loudness });
    log.splice(0, log.length - KEPT_LOG);
  }

  /* What was there before the page was counts from when it came in: nobody is woken by what is old. */
  function alarmsNow() {
    const found = yiping.feed.alarms().filter(isAlarm);
    const at = now();
    const known = new Set(found.map((one) => one.no));
    [...since.keys()].filter((no) => !known.has(no)).forEach((no) => since.delete(no));
    return found.map((one) => {
      if (!since.has(one.no)) { since.set(one.no, one.isNew ? at : one.at); }
      return { ...one, since: since.get(one.no) };
    });
  }

  function tick() {
    if (!state.levels || !isOn() || !yiping.feed) { return; }
    const at = now();
    if (at < busyUntil) { return; }
    const wanted = next(alarmsNow(), heard, at, (state.levels[1] || state.levels[0]).width);
    if (!wanted) { return; }
    heard.get(wanted.key).last = at;
    sound(wanted.tone, wanted.key);
  }

  /* ---- what is seen ---- */

  function stateNow() { return !isOn() ? 'off' : isBlocked() ? 'blocked' : isMuted() ? 'muted' : 'on'; }

  function draw() {
    const chip = document.getElementById('sound-state');
    if (!chip) { return; }
    const which = stateNow(), time = yiping.clock.text(mutedUntil() * 1000, '', { hour: '2-digit', minute: '2-digit' });
    const words = (which === 'muted' ? '⊘ ' : which === 'blocked' ? '✕ ' : which === 'on' ? '♪ ' : '') + yiping.t('sound.' + which, { time });
    if (chip.textContent !== words) { chip.textContent = words; }
    chip.dataset.sound = which;
    chip.hidden = isWall() && which === 'on';
    if (!isWall()) { chip.title = yiping.t('sound.about_' + which); chip.setAttribute('aria-pressed', String(which !== 'off')); }
    const button = document.getElementById('sound-mute');
    if (button) { button.hidden = which !== 'on'; }
  }

  async function tell(muted) {
    try {
      const answer = await fetch('/sound', { method: 'POST', headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ where: 'desk', muted }) });
      const body = await answer.json();
      if (!answer.ok) { yiping.say((body.error || {}).message || '', 'refused'); return; }
      localStorage.setItem(MUTE_SHOWN, String(body.until));
    } catch (error) { yiping.say(yiping.t('screen.not_sent'), 'refused'); }
    draw();
  }

  function pressed() {
    const was = stateNow();
    if (was === 'off') { localStorage.setItem(SWITCHED, 'on'); }
    if (was === 'on') { localStorage.setItem(SWITCHED, 'off'); }
    if (was === 'muted') { tell(false); }
    if (isOn()) { open(); }
    draw();
  }

  document.addEventListener('click', (event) => {
    if (event.target.closest('#sound-mute')) { tell(true); } else if (event.target.closest('button#sound-state')) { pressed(); }
  });
  /* Any touch of the screen is the gesture that browsers wait for. */
  ['pointerdown', 'keydown'].forEach((name) => document.addEventListener(name, () => { if (state.surface && isBlocked()) { open(); } }, true));
  document.addEventListener('yiping:begun', () => { if (isOn()) { open(); } draw(); });
  document.addEventListener('yiping:conn', (event) => { if (event.detail.conn === 'DOWN' && state.surface) { sound('p2', 'link'); } });
  document.addEventListener('yiping:mute', (event) => { mute = event.detail; draw(); });
  setInterval(() => { if (state.surface) { tick(); draw(); } }, 1000);
  /* A press to hear a tone; the first press may only wake the player. */
  function test(tone) {
    open();
    setTimeout(() => { if (!play(tone, 1)) { yiping.say(yiping.t('sound.blocked'), 'refused'); } }, 300);
  }

  yiping.audio = { test, rules: { next, isFlood, isAlarm, keyOf, lengthOf, TONES }, log, play, state: stateNow };
  window.__cc = { ...window.__cc, audio: yiping.audio };
})();
