/* The search box: asks as one types, lists what was found in groups, chooses by arrows, Enter or mouse. A command is read
   by the server and stands first. Old answers never overwrite newer ones. What choosing does: assets/effects.js. */
(function () {
  'use strict';
  const yiping = window.yiping = window.yiping || {};
  const REST_MS = 120, SEARCHING_MS = 300, GIVEN_UP_MS = 10000;
  let box = null, panel = null, said = null, list = null;
  let rows = [], at = -1, turn = 0, asking = null, resting = 0, answered = null, isEnterWaiting = false;

  const make = yiping.element;

  const isOpen = () => Boolean(panel) && !panel.hidden;
  const typed = () => box.value.trim();

  /* A box of our own: the component library's controlled one puts the caret back late, amid what is being typed. */
  yiping.makeSearch = function () {
    const holder = document.querySelector('[data-search]');
    if (!holder || document.getElementById('search-words')) { return; }
    box = make('input', { id: 'search-words', type: 'search', maxlength: '64', autocomplete: 'off', spellcheck: 'false', role: 'combobox',
      placeholder: yiping.t('find.placeholder'), 'aria-label': yiping.t('find.label'), 'aria-autocomplete': 'list', 'aria-expanded': 'false',
      'aria-controls': 'search-list' });
    said = make('p', { class: 'search-said', role: 'status' });
    list = make('div', { id: 'search-list', role: 'listbox', 'aria-label': yiping.t('find.results') });
    panel = make('div', { class: 'search-panel', id: 'search-panel', tabindex: '0' }, list, said);
    panel.hidden = true;
    holder.append(box, panel);
    listen();
  };

  function listen() {
    box.addEventListener('input', (event) => { if (!event.isComposing) { rest(); } });
    box.addEventListener('compositionend', rest);
    box.addEventListener('focus', () => ask());
    box.addEventListener('blur', close);
    box.addEventListener('keydown', heard);
    panel.addEventListener('mousedown', (event) => event.preventDefault());
    panel.addEventListener('click', (event) => {
      const row = event.target.closest('[role=option]');
      event.stopPropagation();
      if (row) { choose(Number(row.dataset.row)); }
    });
  }

  function rest() {
    clearTimeout(resting);
    isEnterWaiting = false;
    resting = setTimeout(ask, REST_MS);
  }

  function open(isWanted) {
    panel.hidden = !isWanted;
    box.setAttribute('aria-expanded', String(isWanted && rows.length > 0));
  }

  function close() {
    clearTimeout(resting);
    if (asking) { asking.abort(); asking = null; }
    turn += 1;
    answered = null;
    isEnterWaiting = false;
    open(false);
  }

  function say(text) { said.textContent = text; said.hidden = !text; }

  /* Only the last question counts: an older answer that comes late is dropped. */
  async function ask() {
    const words = typed(), mine = ++turn;
    clearTimeout(resting);
    if (asking) { asking.abort(); }
    asking = new AbortController();
    answered = null;
    const stop = asking, tooLong = setTimeout(() => stop.abort(), GIVEN_UP_MS);
    const slow = setTimeout(() => { if (mine === turn) { list.replaceChildren(); rows = []; point(-1); say(yiping.t('find.searching')); open(true); } }, SEARCHING_MS);
    let body = null, fault = yiping.t('find.failed');
    try {
      const answer = await fetch('/search?' + new URLSearchParams({ q: words }), { signal: stop.signal, cache: 'no-store' });
      const came = await answer.json();
      if (answer.ok) { body = came; } else { fault = yiping.t('find.refused', { why: (came.error || {}).message || answer.status }); }
    } catch (error) { /* gone, or taking too long: what to do then is said below */ }
    clearTimeout(slow);
    clearTimeout(tooLong);
    if (mine !== turn) { return; }
    asking = null;
    show(words, body, fault);
  }

  function groupsOf(body) {
    if (body.verbs) { return body.verbs.length ? [{ name: 'verbs', title: yiping.t('find.commands'), rows: body.verbs }] : []; }
    const command = body.command && body.command.rows.length ? [{ name: 'command', ...body.command }] : [];
    return [...command, ...body.groups].map((group) => ({ ...group, rows: group.rows.filter((row) => row.effect.do === 'type' || row.effect.do in yiping.effects) }));
  }

  function show(words, body, fault) {
    rows = [];
    const groups = body ? groupsOf(body) : [];
    list.replaceChildren(...groups.filter((group) => group.rows.length).map(groupNode));
    const isNothing = body && !rows.length;
    say(!body ? fault : (body.command && body.command.fault) || (isNothing && words ? yiping.t('find.nothing', { words }) : ''));
    answered = body ? words : null;
    point(body && words && rows.length ? 0 : -1);
    open(document.activeElement === box && Boolean(rows.length || said.textContent));
    if (isEnterWaiting) { isEnterWaiting = false; enter(!body); }
  }

  function groupNode(group) {
    const title = make('div', { class: 'search-title', id: 'search-group-' + group.name }, group.title);
    const more = group.more ? [make('div', { class: 'search-more' }, yiping.t('find.more'))] : [];
    return make('div', { role: 'group', 'aria-labelledby': title.id, 'data-group': group.name }, title, ...group.rows.map(rowNode), ...more);
  }

  function rowNode(row) {
    const index = rows.push(row) - 1;
    const mark = row.priority ? [make('i', { class: 'mark p' + row.priority, title: yiping.t('priorities.p' + row.priority + '_long') })] : [];
    const node = make('div', { role: 'option', id: 'search-row-' + index, 'data-row': index, 'aria-selected': 'false', class: 'search-row' },
      ...mark, make('span', { class: 'search-label' }, row.label), make('small', {}, row.note || ''));
    node.title = row.label + (row.note ? ' · ' + row.note : '');
    return node;
  }

  function point(index) {
    at = index;
    list.querySelectorAll('[role=option]').forEach((node) => node.setAttribute('aria-selected', String(Number(node.dataset.row) === at)));
    const node = document.getElementById('search-row-' + at);
    if (node) { box.setAttribute('aria-activedescendant', node.id); node.scrollIntoView({ block: 'nearest' }); } else { box.removeAttribute('aria-activedescendant'); }
  }

  function move(by) {
    if (!rows.length) { return; }
    open(true);
    point(at < 0 ? (by > 0 ? 0 : rows.length - 1) : (at + by + rows.length) % rows.length);
  }

  function choose(index) {
    const { effect } = rows[index];
    if (effect.do === 'type') { box.value = effect.text; ask(); return; }
    box.blur();
    yiping.effects[effect.do](effect);
  }

  /* What can be nothing but an area's code or a whole case number needs no answer. */
  function plain(words) {
    const { city } = yiping.state;
    if (yiping.levelOf(words) && words.startsWith(city)) { return { do: 'area', code: words }; }
    return /^(?=.*\d)[0-9A-Za-z-]{8,24}$/.test(words) ? { do: 'case', case: words } : null;
  }

  /* Enter before the answer is there waits for it, unless what is typed says by itself what is meant. */
  function enter(isLost) {
    const effect = answered === typed() ? null : plain(typed());
    if (effect) { box.blur(); yiping.effects[effect.do](effect); return; }
    if (isLost) { return; }
    if (answered !== typed()) { isEnterWaiting = true; if (!asking) { ask(); } return; }
    if (at >= 0) { choose(at); }
  }

  function heard(event) {
    if (event.isComposing || event.keyCode === 229 || event.altKey) { return; }
    const keys = { ArrowDown: () => move(1), ArrowUp: () => move(-1), Enter: () => enter(false), Escape: () => box.blur() };
    const isSending = event.key === 'Enter' && (event.ctrlKey || event.metaKey);
    if (!keys[event.key] || isSending) { return; }
    event.preventDefault();
    event.stopPropagation();
    keys[event.key]();
  }

  document.addEventListener('submit', (event) => { if (event.target.id === 'search-form') { event.preventDefault(); } });
  yiping.find = { isOpen, answered: () => answered };
})();
