/* A scene on a wall: panels, layers, figure, cases and words change on the page that stands; nothing is loaded anew and
   the address stays as it is. */
(function () {
  'use strict';
  const yiping = window.yiping = window.yiping || {};
  const state = yiping.state = yiping.state || {};
  const CASE_LEVEL = 3;         // a case is shown in its street
  let usual = null;             // what the address asked for, before any scene
  let turn = 0;

  const switches = () => [...document.querySelectorAll('[data-layer]')];
  const isOn = (one) => one.getAttribute('aria-pressed') === 'true';

  function setLayers(names) {
    switches().filter((one) => isOn(one) !== names.includes(one.dataset.layer)).forEach((one) => {
      const name = one.dataset.layer, on = names.includes(name);
      one.setAttribute('aria-pressed', String(on));
      (yiping.overlays.has(name) ? yiping.overlays : yiping.marks).toggle(name, on);
    });
  }

  function areaOf(scene) {
    if (!scene.case) { return scene.area || usual.area; }
    const level = state.levels[Math.min(CASE_LEVEL, state.levels.length) - 1];
    return scene.case.area.slice(0, Math.max(level.width, usual.area.length));
  }

  /* Rows that did not fit in the place a panel had may fit in the one it has now. */
  function refit() {
    document.querySelectorAll('.stage.wall > .slot').forEach((slot) => {
      slot.querySelectorAll('.panel-body > [hidden]').forEach((row) => { row.hidden = false; });
      slot.querySelectorAll('.panel-body > .more').forEach((more) => {
        if (more.dataset.hidden) { more.textContent = yiping.t('app.more', { n: more.dataset.hidden }); } else { more.remove(); }
      });
      yiping.stage.fit(slot);
    });
    document.querySelectorAll('.stage.wall .js-plotly-plot').forEach((graph) => { if (graph.offsetParent) { window.Plotly.Plots.resize(graph); } });
  }

  function box(id, className, parent) {
    let node = document.getElementById(id);
    if (!node) {
      node = document.createElement('div');
      node.id = id;
      node.className = className;
      parent.append(node);
    }
    return node;
  }

  const line = yiping.labelled;

  /* What to look at, under the map's own caption. */
  function caption(scene) {
    const over = document.getElementById('map-panel'), head = document.getElementById('map-caption');
    if (!over || !head) { return; }
    const node = box('scene-caption', 'map-overlay scene-caption', over);
    const said = [scene.caption, scene.is_whole ? yiping.t('tour.is_whole') : ''].filter(Boolean);
    node.hidden = !said.length;
    node.replaceChildren(...said.map((text) => line('span', '', text)));
    node.style.top = head.offsetTop + head.offsetHeight + 8 + 'px';
  }

  /* One case in words: what it is, where, since when, and where it stands. */
  function card(one) {
    const frame = document.querySelector('.wall .map-frame');
    if (!frame) { return; }
    const node = box('case-card', 'case-card', frame);
    node.hidden = !one;
    if (!one) { return; }
    node.dataset.case = one.no;
    node.className = 'case-card p' + one.priority;
    const head = document.createElement('div');
    head.className = 'case-head';
    head.append(line('i', 'mark p' + one.priority, ''), line('b', '', yiping.t('priorities.p' + one.priority)),
      line('span', '', (state.classes || {})[one.class] || ''), line('span', 'no', one.no));
    const foot = document.createElement('div');
    foot.className = 'case-foot';
    const age = line('time', '', yiping.clock.ageText(one.at * 1000));
    age.dataset.age = one.at;
    foot.append(line('span', 'where', one.where), age, line('b', '', yiping.t('states.' + one.state)));
    node.replaceChildren(head, line('p', '', one.text), foot);
  }

  /* Show a scene: what the server resolved, or {area} or {case} alone; nothing puts back what the address asked for.
     Returns false where another was asked for meanwhile. */
  async function show(scene) {
    const wanted = scene || {}, mine = ++turn;
    usual = usual || { area: state.area, norm: state.norm, filters: yiping.filters.now(), layers: switches().filter(isOn).map((one) => one.dataset.layer) };
    const before = yiping.filters.asked().cat, cat = wanted.classes && wanted.classes.length ? wanted.classes : usual.filters.cat;
    Object.assign(state, { scene: wanted.name || '', filters: { ...usual.filters, cat },
      watch: scene ? usual.area : '', spot: wanted.case ? wanted.case.no : null, norm: wanted.norm || usual.norm });
    document.body.dataset.scene = state.scene;
    await yiping.stage.apply();
    if (mine !== turn) { return false; }
    setLayers(wanted.layers || usual.layers);
    const area = areaOf(wanted);
    if (area !== state.area && yiping.levelOf(area)) { yiping.select(area, { quiet: true }); } else { yiping.map.restyleAll(); }
    if (yiping.filters.asked().cat !== before) { yiping.filters.apply(); }
    await yiping.refresh();
    if (mine !== turn) { return false; }
    yiping.feed.draw();
    yiping.marks.redraw();
    caption(wanted);
    card(wanted.case);
    refit();
    return true;
  }

  yiping.scenes = { show };
})();
