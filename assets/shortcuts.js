/* What the keys of desk and wall do. How an entry is made, and how other scripts add theirs: assets/keys.js. */
(function () {
  'use strict';
  const yiping = window.yiping = window.yiping || {};
  const DESK = ['desk'], DESKS = ['desk', 'office'], MAPS = ['desk', 'wall'];

  const linkTo = (page) => document.querySelector('.rail a[href="/desk/' + page + '"]');
  const isAwaited = () => !yiping.state.case || !yiping.act.isDrawn(yiping.state.case);
  const has = (action) => () => isAwaited() || Boolean(document.querySelector('#drawer [data-action=' + action + ']'));
  const shareButton = () => document.querySelector('[data-share]');
  const isSearch = () => Boolean(document.getElementById('search-words'));

  /* A page of the rail, by two keys; the map is where the desk already stands. */
  function page(name, word) {
    return { word, group: 'go', on: DESKS, isOffered: () => Boolean(linkTo(name)), work: () => linkTo(name).click() };
  }

  function overview() {
    if (yiping.state.surface !== 'desk') { linkTo('overview').click(); return; }
    if (yiping.state.case) { yiping.open(null); }
    yiping.select(yiping.state.home);
    yiping.map.zoom('home');
  }

  function toMap() {
    if (yiping.state.surface !== 'desk') { linkTo('overview').click(); return; }
    document.getElementById('map').focus({ preventScroll: true });
  }

  function search() {
    const box = document.getElementById('search-words');
    box.focus();
    box.select();
  }

  /* Into the open case: to what can be done first. */
  function intoDrawer() {
    const first = document.querySelector('#drawer .drawer-actions button, #drawer button');
    if (!yiping.state.case || !first) { return false; }
    return first.focus();
  }

  /* Up and down in a list of the screen go from row to row; a case's place is ringed on the map. */
  const LISTS = '.feed-rows, .panel-areas .panel-body, .panel-classes .panel-body, .unit-list';
  function along(by) {
    const list = document.activeElement && document.activeElement.closest(LISTS);
    if (!list) { return false; }
    const rows = [...list.querySelectorAll('[role=button], button')].filter((row) => row.tabIndex >= 0);
    const next = rows[rows.indexOf(document.activeElement) + by];
    if (!next) { return true; }
    next.focus();
    if (next.dataset.case && yiping.state.surface === 'desk') { yiping.marks.highlight(next.dataset.case); }
    return true;
  }

  const switches = () => [...document.querySelectorAll('.map-switches [data-layer]')];
  const layer = (n) => ({ word: 'keys.layer', group: 'map', on: DESK, work: () => (switches()[n - 1] ? switches()[n - 1].click() : false) });
  const isTab = (name) => () => Boolean(document.querySelector('[data-tab="' + name + '"]'));
  const tab = (name) => ({ word: 'keys.tab_' + name, group: 'go', on: DESK, isOffered: isTab(name), work: () => yiping.showTab(name) });
  const form = (action, word) => ({ word, group: 'case', on: DESKS, isOffered: has(action), work: () => yiping.act.press(action) });
  const zoom = (word, also) => ({ word: 'keys.' + word, group: 'map', on: MAPS, also, work: () => yiping.map.zoom(word) });

  /* On a page: the form one stands in, else the one that a command has filled in. */
  function sendForm() {
    const here = document.activeElement && document.activeElement.closest('#office form[data-act]');
    const form = here || document.querySelector('#office form[data-act][data-ready]');
    if (!form) { return false; }
    return form.requestSubmit();
  }

  yiping.showHelp = function () {
    yiping.part('help').then(() => yiping.help.open(), () => yiping.say(yiping.t('keys.no_help'), 'refused'));
  };

  yiping.keys.add({
    '/': { word: 'keys.search', group: 'go', on: DESKS, also: ['Ctrl+k'], isOffered: isSearch, whileWriting: true, work: search },
    'g o': { word: 'keys.go_overview', group: 'go', on: DESKS, work: overview },
    'g m': { word: 'keys.go_map', group: 'go', on: DESKS, work: toMap },
    'g q': page('queue', 'keys.go_queue'),
    'g h': page('health', 'keys.go_health'),
    'g l': tab('live'), 'g a': tab('analysis'), 'g f': tab('forces'),
    j: { word: 'keys.next', group: 'case', on: DESKS, work: () => yiping.act.step(1) },
    k: { word: 'keys.previous', group: 'case', on: DESKS, work: () => yiping.act.step(-1) },
    Enter: { word: 'keys.enter', group: 'case', on: DESKS, work: intoDrawer },
    a: form('acknowledge', 'keys.acknowledge'), s: form('shelve', 'keys.shelve'), d: form('dispatch', 'keys.dispatch'),
    b: form('supervise', 'keys.supervise'), p: form('instruct', 'keys.instruct'), n: form('remark', 'keys.note'),
    'Ctrl+Enter': { word: 'keys.send', group: 'case', on: DESKS, whileWriting: true, work: () => (yiping.give.isOpen() ? yiping.give.confirm() : sendForm()) },
    1: layer(1), 2: layer(2), 3: layer(3), 4: layer(4), 5: layer(5), 6: layer(6),
    '+': zoom('zoom_in', ['=']), '-': zoom('zoom_out'),
    ArrowDown: { word: 'keys.along', group: 'map', on: DESK, work: () => along(1) },
    ArrowUp: { word: 'keys.along', group: 'map', on: DESK, work: () => along(-1) },
    f: { word: 'keys.full', group: 'screen', on: DESK, work: () => yiping.full.toggle() },
    e: { word: 'keys.export', group: 'screen', on: DESKS, isOffered: () => Boolean(shareButton()), work: () => shareButton().click() },
    r: { word: 'briefs.key', group: 'screen', on: DESKS, isOffered: () => Boolean(yiping.brief.button()), work: () => yiping.brief.open({}) },
    t: { word: 'keys.theme', group: 'screen', on: DESKS, work: () => yiping.switchTheme() },
    '?': { word: 'keys.help', group: 'screen', on: DESKS, work: () => yiping.showHelp() },
    Escape: { word: 'keys.back', group: 'screen', on: MAPS.concat('office'), work: () => yiping.act.goBack() },
  });
  yiping.keys.add({ Escape: { word: 'keys.full_close', group: 'screen', on: DESK, turn: -1, work: () => yiping.full.close() } });
  /* Up a level comes after all else that there is to leave. */
  yiping.keys.add({ 0: zoom('home'), Escape: { word: 'keys.up', group: 'map', on: MAPS, turn: 9, work: () => yiping.act.goUp() } });
})();
