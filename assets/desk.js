/* The desk's views: which tab stands in front, the list's own column on a wide screen, and what an address asks for in vain. */
(function () {
  'use strict';
  const yiping = window.yiping = window.yiping || {};
  const state = yiping.state = yiping.state || {};
  const wide = window.matchMedia('(min-width: 1600px)');

  const tabs = () => [...document.querySelectorAll('[data-tab]')].map((one) => one.dataset.tab);
  /* What an address may bring to the front: a tab of the desk, a panel of a wall. */
  const fronts = () => (state.surface === 'wall' ? [...document.querySelectorAll('[data-box]')].map((one) => one.dataset.box) : tabs());

  /* On a wide screen the first tab is a column of its own; what stands beside it is the next. */
  function beside(name) {
    const all = tabs();
    return wide.matches && name === all[0] ? all[1] : name;
  }

  yiping.showTab = function (name) {
    const shown = beside(name);
    document.querySelectorAll('[data-tab]').forEach((tab) => tab.setAttribute('aria-selected', String(tab.dataset.tab === shown)));
    document.querySelectorAll('[data-page]').forEach((page) => page.classList.toggle('is-hidden', page.dataset.page !== shown));
    window.dispatchEvent(new Event('resize'));
    state.tab = name;
    if (state.surface === 'desk') { yiping.address.write(false); }
  };
  wide.addEventListener('change', () => { if (state.surface === 'desk') { yiping.showTab(state.tab); } });

  /* Whoever leads is told what is new since they were last here; being here is what they do, not an open page. */
  const HERE_MS = 5 * 60000;
  let noted = -Infinity, since = '';
  async function note() {
    if (!state.may || !state.may.includes('cases.instruct') || performance.now() - noted < HERE_MS) { return; }
    noted = performance.now();
    try {
      const answer = await fetch('/presence', { method: 'POST', cache: 'no-store' });
      const body = await answer.json();
      if (answer.ok && body.since !== since) { since = body.since; yiping.live.renew(); }
    } catch (error) { noted = -Infinity; }
  }
  ['pointerdown', 'keydown'].forEach((name) => document.addEventListener(name, note, { passive: true, capture: true }));

  /* Called once the map's desk stands. */
  function begin(wanted) {
    if (state.strange) {
      history.replaceState({ yiping: true }, '', '/desk/overview' + location.search);
      yiping.say(yiping.t('desk.no_view'), 'refused', 10000);
    }
    if (!wanted.tab) { yiping.showTab(state.front); }
    note();
    if (state.page === 'case' && !wanted.case) { yiping.say(yiping.t('desk.no_case'), 'plain', 10000); }
  }
  yiping.desk = { begin, fronts };
})();
