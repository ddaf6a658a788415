/* A page of the desk beside the map: fetched as a tree, painted, refreshed when the city changes; forms travel as JSON.
   What somebody is typing is never painted over. */
(function () {
  'use strict';
  const yiping = window.yiping = window.yiping || {};
  const office = yiping.office = {};
  const REFRESH_MS = 5000;
  const PARTS = { queue: 'queue', briefings: 'briefings', brief_edit: 'briefings', whatif: 'whatif' };      // pages with a script and a look of their own
  let name = '', asking = null, isTyping = false, freshAt = 0;

  const host = () => document.getElementById('office');

  /* The page's own parameters; the address holds others that belong to the screen. */
  function parameters() {
    const query = new URLSearchParams(location.search);
    ['v', 'norm', 'sel', 'detail', 'theme', 'c', 'layer', 'panel', 'cmp', 'cls', 't', 'ext', 'shape'].forEach((one) => query.delete(one));
    return query;
  }

  office.reload = () => load();
  document.addEventListener('yiping:briefing', () => { if (name === 'briefings') { load(); } });

  office.begin = function (page) {
    name = page;
    yiping.refresh = refresh;
    if (PARTS[page]) { yiping.part(PARTS[page]); }
    const here = document.querySelector('.rail-pages .is-here');
    if (here) { here.scrollIntoView({ block: 'nearest' }); }
    return load();
  };

  async function load() {
    if (asking) { asking.abort(); }
    const mine = asking = new AbortController();
    try {
      const answer = await fetch('/pages/' + name + '?' + parameters(), { signal: mine.signal, cache: 'no-store' });
      const body = await answer.json();
      if (asking !== mine) { return; }
      if (answer.ok) { show(body); } else { fault(body); }
    } catch (error) { if (asking === mine) { setTimeout(refresh, REFRESH_MS); } }
    if (asking === mine) { asking = null; }
  }

  function show(body) {
    yiping.state.area = body.area;
    document.getElementById('office-title').textContent = body.title;
    document.getElementById('office-at').textContent = yiping.t('app.as_of', { time: clock(body.at) });
    yiping.paint(host(), body.tree);
    document.getElementById('office-refreshed').textContent = body.area + '||' + body.at;
    freshAt = performance.now();
    ['map', 'panels', 'feed'].forEach(yiping.painted);
  }

  function clock(moment) {
    return new Intl.DateTimeFormat('zh-CN', { timeZone: yiping.state.zone, hour: '2-digit', minute: '2-digit', second: '2-digit',
      hour12: false }).format(new Date(moment));
  }

  function fault(body) {
    const said = (body.error || {}).message || '';
    yiping.paint(host(), ['section', {}, [['p', { class: 'panel-empty', role: 'alert' }, [said]],
      ['a', { href: '/desk/overview' }, [yiping.t('app.overview')]]]]);
    ['map', 'panels', 'feed'].forEach(yiping.painted);
  }

  /* The city changed: look again, unless somebody is typing here or has just looked. */
  async function refresh() {
    if (isTyping || !name || performance.now() - freshAt < REFRESH_MS) { return; }
    await load();
    if (yiping.state.case) { yiping.open(yiping.state.case, { quiet: true }); }
  }

  office.go = function (changes) {
    const query = new URLSearchParams(location.search);
    Object.entries(changes).forEach(([key, value]) => { if (value === '') { query.delete(key); } else { query.set(key, value); } });
    history.pushState({ yiping: true }, '', location.pathname + '?' + query);
    yiping.filters.take(yiping.address.read());
    isTyping = false;
    return lookAt(load());
  };

  /* What was opened stands first on its page, which may have been scrolled away from there. */
  async function lookAt(loading) {
    const opened = () => { const one = host().querySelector('[data-opened]'); return one ? one.dataset.opened : ''; };
    const before = opened();
    await loading;
    if (opened() && opened() !== before) { host().scrollTop = 0; }
  }
  window.addEventListener('popstate', () => { if (name) { isTyping = false; yiping.filters.take(yiping.address.read()); load(); } });

  function valueOf(box, fields) {
    const kind = box.dataset.type;
    if (kind === 'flag') { return box.checked; }
    if (kind === 'list') { return [...fields].filter((one) => one.name === box.name && one.checked).map((one) => one.value); }
    if (kind === 'number') { return box.value === '' ? null : Number(box.value); }
    return box.value;
  }

  /* What a form holds; of its buttons with a name only the one that was pressed says anything. */
  office.collect = function (form, pressed) {
    const fields = form.querySelectorAll('[name]:not(button)');
    const given = {};
    fields.forEach((box) => { given[box.name] = valueOf(box, fields); });
    if (pressed && pressed.name) { given[pressed.name] = pressed.value; }
    return given;
  };

  /* Ask once more beside the button itself: the same press again sends, anything else takes it back. */
  function isConfirmed(form) {
    const button = form.querySelector('[type=submit]');
    if (!form.dataset.confirm || form.dataset.asked) { return true; }
    form.dataset.asked = button.textContent;
    button.textContent = form.dataset.confirm;
    setTimeout(() => takeBack(form), 6000);
    return false;
  }

  function takeBack(form) {
    if (form.dataset.asked && form.isConnected) { form.querySelector('[type=submit]').textContent = form.dataset.asked; }
    delete form.dataset.asked;
  }

  /* A form has one button, or several of which each may name an act of its own. */
  async function send(form, pressed) {
    if (!isConfirmed(form)) { return; }
    const button = pressed || form.querySelector('[type=submit]');
    button.disabled = true;
    try {
      const answer = await fetch('/pages/' + name + '/' + (button.dataset.act || form.dataset.act), {
        method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(office.collect(form, button)) });
      const body = await answer.json();
      if (answer.ok && body.beside) { beside(form, body); } else if (answer.ok) { await came(body); } else { yiping.say((body.error || {}).message || '', 'refused', 9000); }
    } catch (error) { yiping.say(yiping.t('screen.not_sent'), 'refused'); }
    button.disabled = false;
    takeBack(form);
  }

  /* What was asked for before anything is done stands in the form itself; what was typed stays. */
  function beside(form, body) {
    const place = form.querySelector('[data-beside]');
    isTyping = true;
    yiping.paint(place, body.beside);
    place.scrollIntoView({ block: 'nearest' });
  }

  async function came(body) {
    isTyping = false;
    yiping.say(body.secret ? body.text + ' ' + body.secret : body.text, 'done', body.secret ? 120000 : 6000);
    if (body.case) { yiping.open(body.case); }
    if (Object.keys(body.go).length) { await office.go(body.go); } else { await load(); }
  }

  document.addEventListener('submit', (event) => {
    const form = event.target.closest('form[data-act]');
    if (!form || !host() || !host().contains(form)) { return; }
    event.preventDefault();
    send(form, event.submitter);
  });
  document.addEventListener('input', (event) => { if (host() && host().contains(event.target)) { isTyping = true; } });
  document.addEventListener('click', (event) => {
    const link = event.target.closest('[data-go]');
    if (!link || !host() || !host().contains(link)) { return; }
    office.go(Object.fromEntries(new URLSearchParams(link.dataset.go)));
  });
})();
