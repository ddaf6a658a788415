/* Where proposals of dispatch begin: the map's button, its key, the verb of the command line, and what was ticked in the
   queue. What they do is in assets/proposals.js, fetched when it is first asked for; so is assets/gaps.js, once somebody
   was sent, and on a wall. */
(function () {
  'use strict';
  const yiping = window.yiping = window.yiping || {};
  const state = yiping.state = yiping.state || {};
  const KEPT = 'yiping.advise';

  const button = () => document.querySelector('[data-advise]');
  const mayAsk = () => Boolean(state.may && state.may.includes('cases.dispatch') && state.may.includes('units.view'));

  /* Open the sheet for the area in view, for what is drawn on the map, or for the cases that are given. */
  function open(given) {
    const work = () => yiping.proposals.open(given || {});
    return Promise.all([yiping.part('proposals'), yiping.part('arrows')])
      .then(work, () => yiping.say(yiping.t('advice.no_script'), 'refused'));
  }

  /* From a page without a map: the desk opens with what is asked for, such as the cases that were ticked. */
  function toDesk(given, area) {
    sessionStorage.setItem(KEPT, JSON.stringify(given));
    location.assign('/desk/overview?' + new URLSearchParams({ v: '1', area: area || state.area || state.home }));
  }

  function goOn() {
    const kept = sessionStorage.getItem(KEPT);
    if (!kept || state.surface !== 'desk') { return; }
    sessionStorage.removeItem(KEPT);
    open(JSON.parse(kept));
  }

  const gaps = (work) => yiping.part('gaps').then(work, () => { /* without it nothing is announced; the sending stands */ });

  document.addEventListener('yiping:begun', () => setTimeout(() => {
    goOn();
    if (state.surface === 'wall' && state.may.includes('units.view')) { gaps(() => yiping.unreached.watch()); }
  }));
  /* Units were sent: what do they leave uncovered? */
  document.addEventListener('yiping:sent', (event) => {
    if (event.detail.units.length && state.may.includes('units.view')) { gaps(() => yiping.unreached.look(event.detail.units)); }
  });
  document.addEventListener('click', (event) => { if (event.target.closest('[data-advise]')) { open(); } });
  document.addEventListener('DOMContentLoaded', () => {
    yiping.keys.add({ o: { word: 'advice.key', group: 'case', on: ['desk'], isOffered: () => Boolean(button()), work: () => { open(); } } });
    yiping.effects.advise = (effect) => {
      if (state.surface !== 'desk') { toDesk({}, effect.area); return; }
      if (effect.area) { yiping.select(effect.area); }
      open();
    };
  });

  yiping.advise = { open, mayAsk, chosen: (cases) => toDesk({ cases }) };
})();
