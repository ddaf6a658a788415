/* The live feed: rows as they come in; on a wall the urgent ones stay on top, so that none scrolls away. */
(function () {
  'use strict';
  const yiping = window.yiping = window.yiping || {};
  const state = yiping.state = yiping.state || {};
  const known = new Map();      // case number -> body
  const arrived = new Set();    // case numbers that came since the last snapshot
  const KEPT = 120, MOST_IN_FLOOD = 6;
  const FLOOD_SECONDS = 600, FLOOD_FROM = 10, FLOOD_BELOW = 5;  // alarms within ten minutes: EEMUA 191
  let newest = new Set(), isFlooded = false, asOf = 0;

  const isWall = () => state.surface === 'wall';
  const byTime = (a, b) => b.at - a.at || (a.no < b.no ? 1 : -1);
  const isShelved = (one) => one.shelved * 1000 > yiping.clock.shown();   // until then it is kept off walls, and silent
  const isWaiting = (one) => one.open && one.priority <= 2 && !isShelved(one);

  /* Ten alarms in ten minutes are more than one person can follow; it is over when there are fewer than five. */
  function watchFlood(mine) {
    const recent = mine.filter((one) => isWaiting(one) && asOf - one.at < FLOOD_SECONDS).length;
    isFlooded = recent >= (isFlooded ? FLOOD_BELOW : FLOOD_FROM);
    document.body.dataset.flood = String(isFlooded);
  }

  /* In a flood: the first priority one by one, the rest as groups of one place and one class, the fullest first. */
  function grouped(mine) {
    const groups = new Map();
    mine.filter((one) => one.open && one.priority > 1 && one.priority < 4).forEach((one) => {
      const place = where(one.area), key = place + ' ' + one.class;
      const group = groups.get(key) || { ...one, place, members: 0, isGroup: true };
      group.members += 1;
      group.priority = Math.min(group.priority, one.priority);
      group.at = Math.max(group.at, one.at);
      groups.set(key, group);
    });
    return [...groups.values()].sort((a, b) => a.priority - b.priority || b.members - a.members || b.at - a.at);
  }

  function ordered() {
    const here = [...known.values()].filter((one) => one.area.startsWith(state.area)).sort(byTime);
    if (!isWall()) { return here.slice(0, 60); }
    // In a high city stage a wall speaks of what is urgent alone.
    const mine = here.filter((one) => !isShelved(one) && (one.priority <= 2 || !(state.cityStage || {}).urgent));
    watchFlood(mine);
    if (isFlooded) {
      const first = mine.filter((one) => one.open && one.priority === 1).sort((a, b) => a.at - b.at);
      return [...first, ...grouped(mine)].slice(0, Math.min(MOST_IN_FLOOD, rowsThatFit()));
    }
    const urgent = mine.filter(isWaiting).sort((a, b) => a.priority - b.priority || a.at - b.at).slice(0, 3);
    const rest = mine.filter((one) => !urgent.includes(one));
    return [...urgent, ...rest].slice(0, rowsThatFit());
  }

  /* A wall never scrolls: as many rows as stand there whole. */
  function rowsThatFit() {
    const holder = document.getElementById(state.surface + '-feed-rows');
    const first = holder && holder.querySelector('.feed-row');
    if (!first) { return 6; }
    const step = first.offsetHeight + parseFloat(getComputedStyle(holder).rowGap || 0);
    return Math.max(3, Math.floor((holder.clientHeight + 2) / step));
  }

  function age(at) {
    const minutes = Math.max(0, Math.floor((yiping.clock.shown() - at * 1000) / 60000));
    if (minutes < 1) { return yiping.t('screen.just_now'); }
    if (minutes < 60) { return yiping.t('screen.minutes_ago', { n: minutes }); }
    return minutes > 1440 ? yiping.past.say(at * 1000) : yiping.clock.text(at * 1000, state.zone, { hour: '2-digit', minute: '2-digit' });
  }

  /* The part of this area it is in; without the word for its level, which every row would repeat. */
  function where(code) {
    const level = state.levels[Math.min(yiping.levelOf(state.area) + 1, state.levels.length) - 1];
    const name = yiping.map.nameOf(code.slice(0, level.width)), word = ' ' + level.name;
    return name.endsWith(word) ? name.slice(0, -word.length) : name;
  }

  const part = yiping.labelled;

  function groupRow(group) {
    const box = document.createElement('div');
    box.className = 'feed-row p' + group.priority + ' is-group';
    box.dataset.group = group.place + ' ' + group.class;
    box.setAttribute('role', 'listitem');
    box.append(part('i', 'mark p' + group.priority, ''), part('b', 'level', yiping.t('priorities.p' + group.priority)),
      part('span', 'text', (state.classes || {})[group.class] || group.class), part('small', 'where', group.place),
      part('b', 'case-state', yiping.t('screen.members', { n: group.members })), part('time', 'age', age(group.at)));
    return box;
  }

  /* What happened; on a wall its class comes first, as a text begins with the place and is cut after it. */
  function toldOf(one) {
    const named = (state.classes || {})[one.class];
    if (!isWall() || !named || !one.text) { return part('span', 'text', one.text || named || one.no); }
    return yiping.element('span', { class: 'text' }, part('b', 'kind', named), part('span', 'rest', one.text));
  }

  function row(one) {
    if (one.isGroup) { return groupRow(one); }
    const box = document.createElement('div');
    box.className = 'feed-row p' + one.priority + (one.open ? '' : ' is-ended') + (newest.has(one.no) ? ' is-new' : '');
    box.dataset.case = one.no;
    box.dataset.state = one.state;
    box.setAttribute('role', isWall() ? 'listitem' : 'button');
    if (!isWall()) { box.tabIndex = 0; }
    box.append(
      part('i', 'mark p' + one.priority, ''), part('b', 'level', yiping.t('priorities.p' + one.priority)),
      toldOf(one), part('small', 'where', where(one.area)),
      part('span', 'case-state', yiping.t('states.' + one.state)), part('time', 'age', age(one.at)));
    box.title = one.text;
    return box;
  }

  function nothing() {
    const isOn = yiping.filters.isOn(), box = part('div', 'panel-empty', yiping.t(isOn ? 'filters.nothing_left' : 'screen.feed_empty'));
    if (isOn) {
      box.append(part('button', '', yiping.t('filters.clear')));
      box.lastChild.dataset.clearFilters = '1';
    }
    return box;
  }

  function fill(holder) {
    const rows = ordered();
    holder.replaceChildren(...(rows.length ? rows.map(row) : [nothing()]));
    return rows.length;
  }

  function draw() {
    const holder = document.getElementById(state.surface + '-feed-rows');
    const panel = document.getElementById(state.surface + '-feed-panel');
    if (!holder || !panel) { return; }
    const shown = fill(holder);
    if (shown && ordered().length !== shown) { fill(holder); } // how many fit is known once one stands there
    panel.dataset.state = state.t ? 'replay' : shown ? 'fresh' : yiping.filters.isOn() ? 'filtered' : 'zero';
    say(document.getElementById(state.surface + '-feed-note'));
    if (asOf) { panel.dataset.asof = new Date(asOf * 1000).toISOString(); }
    yiping.painted('feed');
  }

  /* What the rows are: the newest first, or how many alarms became how few groups. */
  function say(note) {
    if (!note) { return; }
    note.dataset.usual = note.dataset.usual || note.textContent;
    const waiting = [...known.values()].filter((one) => one.area.startsWith(state.area) && one.open && one.priority < 4);
    note.textContent = isFlooded ? yiping.t('screen.flood', { n: waiting.length, groups: grouped(waiting).length }) : note.dataset.usual;
    note.classList.toggle('is-worse', isFlooded);
  }

  document.addEventListener('yiping:snapshot', (event) => {
    if (event.detail.area !== state.area) { return; }
    known.clear();
    arrived.clear();
    newest = new Set();
    [...event.detail.cases.filter(isWaiting), ...event.detail.feed].forEach((one) => known.set(one.no, one));
    asOf = event.detail.at;
    draw();
  });

  document.addEventListener('yiping:changes', (event) => {
    asOf = event.detail.at;
    let touched = false;
    event.detail.items.forEach((item) => {
      if (item.kind !== 'case') { return; }
      if (!known.has(item.no) && item.at < asOf - 3600 && !isWaiting(item)) { return; }
      if (!known.has(item.no)) { arrived.add(item.no); newest.add(item.no); setTimeout(() => newest.delete(item.no), 4000); }
      known.set(item.no, item);
      touched = true;
    });
    if (known.size > KEPT * 2) { [...known.values()].sort(byTime).slice(KEPT).filter((one) => !isWaiting(one)).forEach((one) => known.delete(one.no)); }
    if (touched) { draw(); }
  });

  setInterval(() => { if (!document.hidden && state.levels) { draw(); } }, 20000);
  /* What may have to sound: of the area that is shown, with whether it came while we looked. */
  const alarms = () => (state.t ? yiping.past.alarms() : [...known.values()].filter((one) => one.area.startsWith(state.area) && isWaiting(one)).map((one) => ({ ...one, isNew: arrived.has(one.no) })));
  yiping.feed = { alarms, rename: () => { if (known.size) { draw(); } }, draw };
})();
