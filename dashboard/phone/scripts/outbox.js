/* What waits to be sent: kept on the disk before anybody is told so, sent in order, each under its own key.
   Pictures go first. A step that somebody else got ahead of is held, and with it what comes after it on the same case. */
(function () {
  'use strict';
  const phone = window.phone = window.phone || {};
  const outbox = phone.outbox = { items: [], isOnline: navigator.onLine, isSignedOut: false };
  const AGAIN_MS = 15000, PATIENCE_MS = 30000;
  let isSending = false, timer = null, turn = Promise.resolve();

  const told = () => { phone.store.count(outbox.items.length); document.dispatchEvent(new CustomEvent('phone:outbox')); };
  const fresh = () => crypto.randomUUID ? crypto.randomUUID() : Date.now() + '-' + Math.random().toString(36).slice(2);

  /* One after the other: what is added while the list is read again is not lost from sight. */
  function inTurn(work) { turn = turn.then(work, work); return turn; }

  outbox.load = () => inTurn(async () => { outbox.items = await phone.store.all(); told(); });
  outbox.newKey = fresh;

  /* Ask the server as the person this page is of; if the session has become another's, it refuses. */
  phone.ask = async function (path, options) {
    const late = new AbortController(), alarm = setTimeout(() => late.abort(), PATIENCE_MS);
    try {
      const answer = await fetch(path, { ...options, cache: 'no-store', signal: late.signal,
        headers: { ...(options || {}).headers, 'X-Person': encodeURIComponent(phone.config.person) } });
      outbox.isOnline = true;
      if (answer.status === 401 || (answer.redirected && new URL(answer.url).pathname === '/signin')) { outbox.isSignedOut = true; }
      return answer;
    } catch (error) { outbox.isOnline = false; throw error; } finally { clearTimeout(alarm); told(); }
  };

  /* Keep one step; it is acknowledged only when this has come back. */
  outbox.add = async function (item) {
    const kept = { ...item, key: fresh(), at: Date.now(), held: null };
    await inTurn(async () => { kept.id = await phone.store.add(kept); outbox.items.push(kept); });
    told();
    outbox.send();
  };

  outbox.of = (caseNo) => outbox.items.filter((item) => item.kind === 'move' && item.caseNo === caseNo);

  /* Where a case will stand once everything that waits has gone through. */
  outbox.ahead = function (caseNo, state, version) {
    return outbox.of(caseNo).reduce((now, item) => ({ state: item.to || now.state, version: item.version + 1 }), { state, version });
  };

  async function take(item) {
    await phone.store.remove(item.id);
    outbox.items = outbox.items.filter((one) => one.id !== item.id);
    told();
  }

  /* Drop a step, and what was to follow it on the same case: it was meant for a case that is no more. */
  outbox.drop = async function (id) {
    const item = outbox.items.find((one) => one.id === id);
    const gone = item.kind === 'move' ? outbox.of(item.caseNo).filter((one) => one.id >= id) : [item];
    for (const one of gone) { await take(one); }
    phone.tasks.refresh();
  };

  /* Send a held step again, on the case as it is now; the steps after it move along. It is a new request: a new key. */
  outbox.again = async function (id) {
    const item = outbox.items.find((one) => one.id === id);
    const first = item.held && item.held.now ? item.held.now.version : item.version;
    const later = item.kind === 'move' ? outbox.of(item.caseNo).filter((one) => one.id >= id) : [item];
    for (const [i, one] of later.entries()) {
      Object.assign(one, { held: null, key: fresh(), version: first + i });
      await phone.store.put(one);
    }
    told();
    outbox.send();
  };

  async function hold(item, why, said, now) {
    item.held = { why, said, now: now || null };
    await phone.store.put(item);
    told();
  }

  async function saidBy(answer) {
    try { return (await answer.json()).error || {}; } catch (error) { return {}; }
  }

  /* Bring the pictures in; true once each has its name. */
  async function bringPictures(item) {
    for (const one of item.pictures) {
      if (one.sha256) { continue; }
      const answer = await phone.ask('/pictures', { method: 'POST', headers: { 'Content-Type': one.type }, body: one.bytes });
      if (!answer.ok) { await refused(item, answer); return false; }
      one.sha256 = (await answer.json()).sha256;
      await phone.store.put(item);
    }
    return true;
  }

  const TARGETS = {
    move: (item) => ['/api/v1/cases/' + encodeURIComponent(item.caseNo) + '/moves', { ...item.body, version: item.version }],
    report: (item) => ['/api/v1/reports', item.body],
    support: (item) => ['/api/v1/cases/' + encodeURIComponent(item.caseNo) + '/support', item.body],
  };

  async function deliver(item) {
    if (!await bringPictures(item)) { return false; }
    const [path, body] = TARGETS[item.kind](item);
    if (item.pictures.length) { body.pictures = item.pictures.map((one) => one.sha256); }
    const answer = await phone.ask(path, { method: 'POST', body: JSON.stringify(body),
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': item.key } });
    if (!answer.ok) { return refused(item, answer); }
    if (item.kind === 'move') { phone.tasks.advance(item.caseNo, await answer.json()); }
    await take(item);
    return true;
  }

  /* What cannot be taken is held for the person to decide; what may go through later stays as it is. */
  async function refused(item, answer) {
    if (answer.status === 401 || answer.status === 429 || answer.status >= 500) { return false; }
    const error = await saidBy(answer);
    if (error.code === 'picture_not_found' && !item.isSecondTry) {
      item.isSecondTry = true;
      item.pictures.forEach((one) => { one.sha256 = null; });
      await phone.store.put(item);
      return deliver(item);
    }
    const said = phone.config.tables.errors[error.code] || error.message || String(answer.status);
    if (answer.status === 409 && item.caseNo) { await hold(item, 'conflict', said, await asItIs(item.caseNo)); }
    else { await hold(item, 'refused', said); }
    return true;
  }

  async function asItIs(caseNo) {
    const answer = await phone.ask('/api/v1/cases/' + encodeURIComponent(caseNo));
    if (!answer.ok) { return null; }
    const body = await answer.json(), last = body.events[body.events.length - 1];
    return { state: body.status, version: body.version, by: last.by, verb: last.verb, at: last.at };
  }

  const isReady = (item) => !item.held && !outbox.of(item.caseNo).some((one) => one.id < item.id && item.kind === 'move');

  async function sendAll() {
    let sent = 0;
    for (let next = outbox.items.find(isReady); next; next = outbox.items.find(isReady)) {
      if (outbox.isSignedOut || !await deliver(next)) { break; }
      sent += next.held ? 0 : 1;
    }
    return sent;
  }

  /* Send what waits. One tab of the browser does it at a time; what it left is tried again by and by. */
  outbox.send = async function () {
    if (isSending || outbox.isSignedOut || !outbox.items.some(isReady)) { return; }
    isSending = true;
    clearTimeout(timer);
    let sent = 0;
    try {
      const work = async () => { await outbox.load(); sent = await sendAll(); };
      await (navigator.locks ? navigator.locks.request('yiping-phone-outbox', work) : work());
    } catch (error) { if (outbox.isOnline) { console.error(error); } }
    isSending = false;
    told();
    if (sent) { phone.say(phone.t(outbox.items.length ? 'sent' : 'sent_all'), 'done'); phone.tasks.refresh(); }
    if (outbox.items.some(isReady)) { timer = setTimeout(outbox.send, AGAIN_MS); }
  };

  window.addEventListener('online', () => { outbox.isOnline = true; told(); outbox.send(); });
  window.addEventListener('offline', () => { outbox.isOnline = false; told(); });
})();
