/* The list of tasks as the server wrote it, and what the phone adds: distance, what waits, where a case will stand. */
(function () {
  'use strict';
  const phone = window.phone = window.phone || {};
  const tasks = phone.tasks = {};
  const FRESH_MS = 60000;
  let isAsking = false, isAskedAgain = false, askedAt = 0;

  const cards = () => [...document.querySelectorAll('#task .card')];
  tasks.card = (caseNo) => cards().find((card) => card.dataset.case === caseNo);

  function showWay(card) {
    const line = card.querySelector('.way'), here = phone.place.last;
    if (!here) { line.textContent = ''; return; }
    const there = { lon: Number(card.dataset.lon), lat: Number(card.dataset.lat) };
    const metres = phone.place.metres(here, there), turn = phone.place.bearing(here, there);
    const arrow = document.createElement('i');
    arrow.textContent = '↑';
    arrow.style.transform = 'rotate(' + Math.round(turn) + 'deg)';
    line.replaceChildren(arrow, ' ' + phone.t('way', {
      direction: phone.t(phone.place.direction(turn)), distance: phone.distance(metres) }));
  }

  function showAhead(card) {
    const waiting = phone.outbox.of(card.dataset.case), held = waiting.find((item) => item.held);
    const ahead = phone.outbox.ahead(card.dataset.case, card.dataset.state, Number(card.dataset.version));
    const badge = card.querySelector('.badge');
    badge.hidden = !waiting.length;
    badge.textContent = phone.t(held ? held.held.why : 'waiting') + (waiting.length > 1 ? ' ' + waiting.length : '');
    badge.classList.toggle('is-held', Boolean(held));
    card.querySelector('.state').textContent = phone.config.tables.states[ahead.state];
    let isFirst = true;
    card.querySelectorAll('[data-action]').forEach((button) => {
      button.hidden = Boolean(held) || !button.dataset.from.split(' ').includes(ahead.state);
      button.classList.toggle('primary', !button.hidden && isFirst);
      isFirst = isFirst && button.hidden;
    });
    const box = card.querySelector('.held');
    box.hidden = !held;
    box.replaceChildren(...(held ? phone.heldBlock(held) : []));
  }

  /* A step went through: the case stands where the server says, until the list is fetched anew. */
  tasks.advance = function (caseNo, facts) {
    const card = tasks.card(caseNo);
    if (card) { card.dataset.state = facts.status; card.dataset.version = facts.version; }
  };

  tasks.decorate = function () { cards().forEach((card) => { showAhead(card); showWay(card); }); tasks.open(); };

  /* The address says which task is open. */
  tasks.open = function () {
    const wanted = decodeURIComponent(location.hash.slice(1));
    cards().forEach((card) => { card.classList.toggle('is-open', card.dataset.case === wanted); });
    document.body.classList.toggle('is-reading', Boolean(tasks.card(wanted)));
  };

  function put(next) {
    const open = document.querySelector('.card.is-open'), at = open ? open.scrollTop : window.scrollY;
    document.getElementById('task').replaceChildren(...next.getElementById('task').childNodes);
    tasks.decorate();
    const again = document.querySelector('.card.is-open');
    if (again) { again.scrollTop = at; } else { window.scrollTo(0, at); }
  }

  /* Fetch the page again and put its list in place of this one; what is being typed elsewhere stays. A list that was
     asked for before the last step went through would take that step back: it is dropped for a newer one. */
  tasks.refresh = async function () {
    if (phone.outbox.isSignedOut) { return; }
    if (isAsking) { isAskedAgain = true; return; }
    isAsking = true;
    do { isAskedAgain = false; await fetchList(); } while (isAskedAgain);
    isAsking = false;
  };

  async function fetchList() {
    try {
      const answer = await phone.ask('/m/task'), text = await answer.text();
      if (answer.ok && !isAskedAgain && !phone.outbox.isSignedOut) {
        const next = new DOMParser().parseFromString(text, 'text/html');
        const config = JSON.parse(next.getElementById('config').textContent);
        if (config.person !== phone.config.person) { location.reload(); return; }
        phone.config = config;
        askedAt = Date.now();
        await phone.store.keep('page', text);
        put(next);
        phone.showNet();
        phone.gaps.ask();
      }
    } catch (error) { /* without a network the list stays as it was, and says of when it is */ }
  }

  tasks.refreshIfOld = function () { if (Date.now() - askedAt > FRESH_MS) { return tasks.refresh(); } };
})();
