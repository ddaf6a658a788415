/* Pressing for action: pick units, dispatch, confirm; keys; search. Nothing is sent without a confirming press. */
(function () {
  'use strict';
  const yiping = window.yiping = window.yiping || {};
  let asking = null;

  const drawer = () => document.getElementById('drawer');
  const actions = () => document.querySelector('.drawer-actions');

  function picked() {
    return [...document.querySelectorAll('#drawer [data-pick][aria-checked=true]')].map((row) => row.dataset.pick);
  }

  function toggle(row) {
    row.setAttribute('aria-checked', String(row.getAttribute('aria-checked') !== 'true'));
    if (asking) { ask(asking.button); }
  }

  function order(verb, note) {
    const box = actions();
    yiping.say(yiping.t('screen.sending'), 'plain');
    yiping.setProps('order', { data: {
      verb, case: box.dataset.caseNo, version: Number(box.dataset.version), note: note || '',
      units: verb === 'dispatch' ? picked() : [], id: box.dataset.caseNo + '.' + Date.now(),
    } });
    endAsking();
  }

  /* Replace the footer's buttons by one that confirms, what it will do in its words, and one that goes back. */
  function ask(button) {
    const needs = (button.dataset.needs || '').split(' ');
    if (needs.includes('units') && picked().length === 0) { yiping.say(yiping.t('screen.pick_unit'), 'refused'); return; }
    endAsking();
    const box = actions();
    asking = { button };
    box.classList.add('is-asking');
    const strip = document.createElement('div');
    strip.className = 'confirm-strip';
    if (needs.includes('note')) {
      const note = document.createElement('textarea');
      note.id = 'order-note'; note.maxLength = 2000; note.rows = 2; note.placeholder = box.dataset.note;
      strip.append(note);
    }
    const names = needs.includes('units')
      ? ' · ' + [...document.querySelectorAll('#drawer [data-pick][aria-checked=true] b')].map((b) => b.textContent).join(' + ') : '';
    strip.append(knob(button.dataset.confirm + names, 'primary', 'confirm'), knob(box.dataset.cancel, '', 'cancel'));
    box.append(strip);
    (strip.querySelector('textarea') || strip.querySelector('[data-action=confirm]')).focus();
  }

  function knob(text, look, action) {
    const button = document.createElement('button');
    button.type = 'button'; button.textContent = text; button.className = look; button.dataset.action = action;
    return button;
  }

  function endAsking() {
    asking = null;
    document.querySelectorAll('.confirm-strip').forEach((strip) => strip.remove());
    document.querySelectorAll('.is-asking').forEach((box) => box.classList.remove('is-asking'));
  }

  function confirm() {
    if (!asking) { return; }
    const note = document.getElementById('order-note');
    if (note && !note.value.trim()) { yiping.say(actions().dataset.note, 'refused'); note.focus(); return; }
    order(asking.button.dataset.action, note && note.value);
  }

  document.addEventListener('click', (event) => {
    const pick = event.target.closest('[data-pick]');
    if (pick) { toggle(pick); return; }
    const button = event.target.closest('[data-action]');
    if (!button || !drawer() || !drawer().contains(button)) { return; }
    if (button.dataset.action === 'confirm') { confirm(); } else if (button.dataset.action === 'cancel') { endAsking(); }
    else if (button.dataset.action === 'acknowledge') { order('acknowledge'); } else { ask(button); }
  });

  /* The drawer was drawn anew: what was being asked belongs to an older version. */
  yiping.drawerChanged = endAsking;

  function find(words) {
    const text = words.trim();
    if (!text) { return; }
    if (yiping.levelOf(text) && text.startsWith(yiping.state.city)) { yiping.select(text); return; }
    const named = yiping.map.codeNamed(text);
    if (named) { yiping.select(named); return; }
    yiping.open(text);
  }
  document.addEventListener('submit', (event) => {
    if (event.target.id !== 'search-form') { return; }
    event.preventDefault();
    find(document.getElementById('search-words').value);
  });

  /* A box of our own: the component library's controlled one puts the caret back late, amid what is being typed. */
  yiping.makeSearch = function () {
    const holder = document.querySelector('[data-search]');
    if (!holder || document.getElementById('search-words')) { return; }
    const box = document.createElement('input');
    box.id = 'search-words'; box.type = 'search'; box.maxLength = 64; box.autocomplete = 'off';
    box.placeholder = holder.dataset.search;
    holder.append(box);
  };

  function isWriting(target) {
    return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
  }

  function step(by) {
    const rows = [...document.querySelectorAll('.feed-rows [data-case]')];
    if (!rows.length) { return; }
    const here = rows.findIndex((row) => row.dataset.case === yiping.state.case);
    yiping.open(rows[Math.max(0, Math.min(rows.length - 1, here + by))].dataset.case);
  }

  function press(action) {
    const button = document.querySelector('#drawer [data-action=' + action + ']');
    if (button) { button.click(); }
  }

  function goBack() {
    if (asking) { endAsking(); return; }
    if (yiping.state.case) { yiping.open(null); return; }
    const level = yiping.levelOf(yiping.state.area);
    const up = level > 1 ? yiping.state.area.slice(0, yiping.state.levels[level - 2].width) : '';
    if (up && up.length >= yiping.state.home.length) { yiping.select(up); }
  }

  const KEYS = {
    '/': () => { const box = document.getElementById('search-words'); if (box) { box.focus(); box.select(); } },
    Escape: goBack, j: () => step(1), k: () => step(-1), d: () => press('dispatch'), a: () => press('acknowledge'),
    '?': () => { const help = document.querySelector('[data-help]'); if (help) { help.click(); } },
    t: () => { if (yiping.state.surface === 'desk') { yiping.switchTheme(); } },
    1: () => yiping.showTab('live'), 2: () => yiping.showTab('analysis'), 3: () => yiping.showTab('forces'),
    '+': () => yiping.map.zoom('zoom_in'), '=': () => yiping.map.zoom('zoom_in'), '-': () => yiping.map.zoom('zoom_out'),
    0: () => yiping.map.zoom('home'),
  };

  document.addEventListener('keydown', (event) => {
    if (event.isComposing || event.keyCode === 229) { return; }
    if ((event.ctrlKey || event.metaKey) && event.key === 'Enter') { confirm(); return; }
    if ((event.ctrlKey || event.metaKey) && event.key === 'k') { event.preventDefault(); KEYS['/'](); return; }
    if (event.key === 'Escape' && isWriting(event.target)) { event.target.blur(); return; }
    if (isWriting(event.target) || event.ctrlKey || event.metaKey || event.altKey) { return; }
    const pressable = event.target.closest && event.target.closest('[role=button],[role=checkbox]');
    if (pressable && (event.key === 'Enter' || event.key === ' ')) { event.preventDefault(); pressable.click(); return; }
    const work = KEYS[event.key];
    if (work) { event.preventDefault(); work(); }
  });
})();
