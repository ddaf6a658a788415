/* The page begins: words, views, what is pressed, the worker; without a network the page that was kept is put in place. */
(function () {
  'use strict';
  const phone = window.phone = window.phone || {};
  const SECOND_PRESS_MS = 6000, SAID_MS = 4000;
  let quiet = null, leaving = 0;

  phone.t = function (key, values) {
    return phone.config.words[key].replace(/\{(\w+)\}/g, (_all, name) => (values || {})[name]);
  };
  phone.distance = (metres) => metres < 995 ? Math.round(metres / 10) * 10 + ' m' : (metres / 1000).toFixed(1) + ' km';
  phone.clock = (moment) => new Intl.DateTimeFormat('zh-CN', { timeZone: phone.config.zone, hour: '2-digit', minute: '2-digit',
    hour12: false }).format(new Date(moment));

  phone.say = function (text, tone) {
    const line = document.getElementById('say');
    line.textContent = text; line.className = tone || ''; line.hidden = false;
    clearTimeout(quiet);
    quiet = setTimeout(() => { line.hidden = true; }, SAID_MS);
  };

  function display(view) {
    document.querySelectorAll('main > section').forEach((one) => { one.hidden = one.id !== view; });
    document.querySelectorAll('nav [data-view]').forEach((one) => {
      if (one.dataset.view === view) { one.setAttribute('aria-current', 'page'); } else { one.removeAttribute('aria-current'); }
    });
    phone.tasks.open();
    if (view === 'report') { phone.pad.begin(); }
    window.scrollTo(0, 0);
  }

  const viewHere = () => location.pathname === '/m/report' && document.getElementById('report') ? 'report' : 'task';

  phone.show = function (view) {
    const path = view === 'report' ? '/m/report' : '/m/task';
    if (location.pathname !== path || location.hash) { history.pushState(null, '', path); }
    display(view);
  };

  phone.showNet = function () {
    const net = document.getElementById('net'), time = phone.clock(phone.config.at);
    if (!net) { return; }
    net.className = phone.outbox.isOnline && !phone.outbox.isSignedOut ? 'is-online' : 'is-offline';
    net.textContent = (phone.outbox.isOnline ? '● ' : '○ ') + phone.t(phone.outbox.isOnline ? 'online' : 'offline') + ' · '
      + phone.t('as_of', { time });
    document.body.dataset.net = phone.outbox.isOnline ? 'online' : 'offline';
    if (phone.outbox.isSignedOut) { askToSignIn(net); }
  };

  function askToSignIn(net) {
    const link = document.createElement('a');
    link.href = '/signin?next=' + encodeURIComponent('/m/task'); link.textContent = phone.t('sign_in');
    net.replaceChildren(phone.t('signed_out') + ' ', link);
  }

  function element(name, text, look) {
    const made = document.createElement(name);
    made.textContent = text;
    if (look) { made.className = look; }
    return made;
  }

  /* What the person must decide: what was held, why, what the case is now; drop it, or send it on the newest. */
  phone.heldBlock = function (item) {
    const held = item.held, now = held.now;
    const said = !now ? held.said : [phone.t('conflict_now', { state: phone.config.tables.states[now.state] }),
      phone.t('conflict_last', { by: now.by, time: phone.clock(now.at), verb: phone.config.tables.verbs[now.verb] })].join(' · ');
    const buttons = [['drop', phone.outbox.drop], ['again', phone.outbox.again]].map(([name, work]) => {
      const button = element('button', phone.t(name));
      button.type = 'button'; button.dataset.held = name;
      button.addEventListener('click', (event) => { event.stopPropagation(); work(item.id); });
      return button;
    });
    return [element('b', item.label + ' · ' + phone.t(held.why)), element('small', said), ...buttons];
  };

  function showOutbox() {
    const list = document.getElementById('outbox'), items = phone.outbox.items;
    if (!list) { return; }
    if (!list.empty) { list.empty = list.firstElementChild; }
    list.replaceChildren(...(items.length ? items.map(row) : [list.empty]));
    const count = document.querySelector('[data-view=outbox] .count');
    count.hidden = !items.length;
    count.textContent = items.length;
    phone.showNet();
    phone.tasks.decorate();
  }

  function row(item) {
    const made = element('div', '', 'item' + (item.held ? ' is-held' : ''));
    made.dataset.item = item.kind;
    const isBehind = phone.outbox.of(item.caseNo).some((one) => one.held && one.id < item.id);
    if (!item.held) { made.append(element('b', item.label + ' · ' + phone.t(isBehind ? 'after_other' : 'waiting'))); }
    made.append(element('span', item.about), element('small', phone.clock(item.at) + (item.pictures.length ? ' · ' + phone.t('pictures_n', { n: item.pictures.length }) : '')));
    if (item.held) { made.append(...phone.heldBlock(item)); }
    return made;
  }

  const DO = {
    refresh: () => phone.tasks.refresh(),
    language: async (button) => {
      const answer = await phone.ask('/language', { method: 'POST', headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ language: button.dataset.language }) });
      if (answer.ok) { location.reload(); }
    },
  };

  /* Signing out ends the session first, then wipes the phone; what would be lost is said before. */
  async function leave() {
    const waiting = phone.outbox.items.length;
    if (waiting && Date.now() - leaving > SECOND_PRESS_MS) {
      leaving = Date.now();
      phone.say(phone.t('unsent_leave', { n: waiting }), 'refused');
      return;
    }
    try { await phone.ask('/signout', { method: 'POST' }); } catch (error) { phone.say(phone.t('offline'), 'refused'); return; }
    await phone.store.wipe();
    location.href = '/signin?next=' + encodeURIComponent('/m/task');
  }

  function pressed(event) {
    const target = event.target, act = target.closest('.card [data-action]'), view = target.closest('nav [data-view]');
    const work = target.closest('[data-do]'), pad = target.closest('[data-pad]'), inSheet = target.closest('#sheet [data-action]');
    if (act) { phone.sheet.open(act); }
    else if (view) { event.preventDefault(); phone.show(view.dataset.view); }
    else if (inSheet && inSheet.dataset.action === 'cancel') { phone.sheet.close(); }
    else if (pad) { if (pad.dataset.pad === 'mine') { phone.pad.mine(); } else { phone.pad.scale(pad.dataset.pad === 'closer' ? -1 : 1); } }
    else if (work) { work.closest('details').open = false; DO[work.dataset.do](work); }
  }

  function submitted(event) {
    event.preventDefault();
    if (event.target.id === 'report-form') { phone.report.submit(); }
    else if (event.target.id === 'leave') { leave(); }
    else { phone.sheet.confirm(); }
  }

  function listen() {
    document.addEventListener('click', pressed);
    document.addEventListener('submit', submitted);
    document.addEventListener('change', (event) => { if (event.target.matches('.camera')) { phone.pictures.add(event.target); } });
    document.addEventListener('cancel', (event) => { if (event.target.id === 'sheet') { phone.sheet.close(); } }, true);
    document.addEventListener('phone:outbox', showOutbox);
    document.addEventListener('phone:place', phone.tasks.decorate);
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden) { phone.outbox.send(); phone.tasks.refreshIfOld(); }
    });
    window.addEventListener('hashchange', phone.tasks.open);
    window.addEventListener('popstate', () => { display(viewHere()); });
    setInterval(() => { if (!document.hidden) { phone.tasks.refreshIfOld(); } }, 20000);
  }

  const configOf = (page) => JSON.parse(page.getElementById('config').textContent);

  /* The page came without data: put the one in place that this person saw last. */
  async function recall() {
    const person = phone.store.last();
    if (!person) { return false; }
    await phone.store.begin(person);
    const kept = await phone.store.recall('page');
    if (!kept) { return false; }
    const page = new DOMParser().parseFromString(kept, 'text/html');
    phone.config = configOf(page);
    document.documentElement.lang = phone.config.language;
    document.body.replaceChildren(...page.body.childNodes);
    phone.outbox.isOnline = false;
    return true;
  }

  async function begin() {
    const text = '<!DOCTYPE html>' + document.documentElement.outerHTML;
    phone.config = configOf(document);
    if (phone.config.person) {
      await phone.store.begin(phone.config.person);
      await phone.store.keep('page', text);
    } else if (!await recall()) { document.body.dataset.ready = 'true'; return; }
    listen();
    await phone.outbox.load();
    display(viewHere());
    phone.place.quietly();
    phone.gaps.ask();
    document.body.dataset.ready = 'true';
    if (navigator.serviceWorker) { navigator.serviceWorker.register('/m/worker.js').catch(() => {}); }
    if (navigator.storage && navigator.storage.persist) { navigator.storage.persist(); }
    phone.outbox.send();
  }

  begin();
})();
