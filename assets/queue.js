/* The working list: choices that narrow it, a row under the keys, ticks, and the place in the list that Back finds again. */
(function () {
  'use strict';
  const yiping = window.yiping = window.yiping || {};
  const queue = yiping.queue = {};
  const ticked = new Map();     // case number -> the version that was seen
  const places = new Map();     // address -> how far it was scrolled
  let here = '', shownAt = '';

  const host = () => document.getElementById('office');
  const page = () => host() && host().querySelector('.queue-page');
  const list = () => host().querySelector('.queue-list');
  const rows = () => [...host().querySelectorAll('.worklist [data-case]')];
  const rowOf = (number) => host().querySelector('.worklist [data-case="' + CSS.escape(number) + '"]');
  const addressNow = () => { const query = new URLSearchParams(location.search); query.delete('sel'); return query.toString(); };

  /* What the address leaves unsaid the server has filled in: from here on it is said. */
  function resolve() {
    const said = new URLSearchParams(page().dataset.resolved || ''), query = new URLSearchParams(location.search);
    const isSaid = [...said].every(([key, value]) => query.get(key) === value);
    if (isSaid) { return; }
    said.forEach((value, key) => query.set(key, value));
    history.replaceState({ yiping: true }, '', location.pathname + '?' + query);
    yiping.filters.take(yiping.address.read());
  }

  function painted() {
    if (!page()) { return; }
    resolve();
    if (shownAt !== addressNow()) { shownAt = addressNow(); list().scrollTop = places.get(shownAt) || 0; }
    mark();
    age();
    document.dispatchEvent(new CustomEvent('yiping:queue'));
  }

  function mark() {
    rows().forEach((row) => {
      const number = row.dataset.case, tick = row.querySelector('[data-tick]');
      row.classList.toggle('is-open', number === yiping.state.case);
      row.classList.toggle('is-here', number === here);
      tick.setAttribute('aria-checked', String(ticked.has(number)));
      if (ticked.has(number)) { ticked.set(number, Number(row.dataset.version)); }
    });
    const all = host().querySelector('[data-tick-all]');
    if (all) { all.setAttribute('aria-pressed', String(rows().length > 0 && rows().every((row) => ticked.has(row.dataset.case)))); }
  }

  /* The chips of what nobody was sent to go on by themselves. */
  function age() {
    document.querySelectorAll('.ageing').forEach((chip) => {
      const waited = Math.max(0, Math.floor(yiping.clock.now() / 1000 - Number(chip.dataset.since))), minutes = Math.floor(waited / 60);
      const words = minutes < 60 ? yiping.t('worklist.waiting', { n: minutes })
        : minutes < 1440 ? yiping.t('worklist.waiting_long', { h: Math.floor(minutes / 60), m: minutes % 60 })
          : yiping.t('worklist.waiting_days', { d: Math.floor(minutes / 1440) });
      if (chip.textContent !== words) { chip.textContent = words; }
      chip.classList.toggle('is-old', waited > Number(chip.dataset.limit));
    });
  }

  function tick(number, isOn) {
    const row = rowOf(number);
    if (isOn) { ticked.set(number, row ? Number(row.dataset.version) : 0); } else { ticked.delete(number); }
  }

  function tickAll() {
    const isAll = rows().every((row) => ticked.has(row.dataset.case));
    rows().forEach((row) => tick(row.dataset.case, !isAll));
  }

  function changed() {
    mark();
    if (ticked.size) { yiping.part('bulk').then(() => document.dispatchEvent(new CustomEvent('yiping:queue'))); } else { document.dispatchEvent(new CustomEvent('yiping:queue')); }
  }

  function step(by) {
    const all = rows();
    if (!page() || !all.length) { return false; }
    const at = all.findIndex((row) => row.dataset.case === (here || yiping.state.case));
    const row = all[Math.max(0, Math.min(all.length - 1, at + by))];
    here = row.dataset.case;
    row.scrollIntoView({ block: 'nearest' });
    mark();
    if (yiping.state.case) { yiping.open(here); }
    return true;
  }

  function openHere() {
    if (!page() || !here || yiping.state.case === here) { return false; }
    return yiping.open(here);
  }

  function tickHere() {
    if (!page() || !here) { return false; }
    tick(here, !ticked.has(here));
    changed();
    return true;
  }

  const go = (changes) => yiping.office.go({ after: '', ...changes });

  document.addEventListener('change', (event) => {
    const field = event.target.closest('.queue-bar [data-filter]');
    if (field) { go({ [field.dataset.filter]: field.value.trim() }); }
  });

  /* Before the page hears of a press on a row: ticks are no way into the case. */
  document.addEventListener('click', (event) => {
    const one = event.target.closest('[data-tick]'), all = event.target.closest('[data-tick-all]'), column = event.target.closest('[data-column]');
    if (!one && !all && !column) {
      const row = event.target.closest('.worklist [data-case]');
      if (row) { here = row.dataset.case; setTimeout(mark); }
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (column) { choose(column); return; }
    if (one) { here = one.dataset.tick; tick(here, !ticked.has(here)); } else { tickAll(); }
    changed();
  }, true);

  function choose(column) {
    column.setAttribute('aria-checked', String(column.getAttribute('aria-checked') !== 'true'));
    const shown = [...document.querySelectorAll('[data-column][aria-checked=true]')].map((one) => one.dataset.column);
    yiping.office.go({ cols: ['case', ...shown].join(',') }).then(() => { const menu = host().querySelector('.queue-cols'); if (menu) { menu.open = true; } });
  }

  document.addEventListener('scroll', (event) => { if (event.target.classList && event.target.classList.contains('queue-list')) { places.set(addressNow(), event.target.scrollTop); } }, true);
  /* Back out of a case closes it, and the list stands where it stood. */
  window.addEventListener('popstate', () => {
    const wanted = yiping.address.read().case || null;
    if (page() && wanted !== yiping.state.case) { yiping.open(wanted, { quiet: true }); }
  });

  queue.ticked = ticked;
  queue.page = page;
  queue.changed = changed;
  queue.clear = () => { ticked.clear(); changed(); };
  new MutationObserver(painted).observe(host(), { childList: true });
  document.addEventListener('yiping:opened', () => { if (page()) { mark(); } });
  setInterval(() => { if (page()) { age(); } }, 1000);
  yiping.keys.add({
    j: { word: 'keys.next', group: 'case', on: ['office'], turn: -1, isOffered: () => Boolean(page()), work: () => step(1) },
    k: { word: 'keys.previous', group: 'case', on: ['office'], turn: -1, isOffered: () => Boolean(page()), work: () => step(-1) },
    Enter: { word: 'worklist.key_open', group: 'case', on: ['office'], turn: -1, isOffered: () => Boolean(page()), work: openHere },
    x: { word: 'worklist.key_tick', group: 'case', on: ['office'], isOffered: () => Boolean(page()), work: tickHere },
  });
  painted();
})();
