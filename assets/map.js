/* The map: geometry fetched once, values by the live feed, only what changed is painted again.
   yiping.map.select(code), .visible(), .value(code) are for tests and other scripts. */
(function () {
  'use strict';
  const yiping = window.yiping = window.yiping || {};
  const state = yiping.state = yiping.state || {};
  const figures = new Map();    // area code -> [open, overdue, urgent, today]
  const names = new Map();      // area code -> name
  const dirty = new Set();
  let leaflet = null;           // the L.Map
  let drawn = { area: null, level: 0, codes: [] };
  let mesh = null;              // shapes and facts of the areas drawn, see mesh.js
  let classes = new Int8Array(0);   // class of each of them: 0 to 4, NO_BASE or OUTSIDE
  let turn = 0;
  let ink = null;
  let sheet = null, outlines = null, chosen = null, context = null, labels = null;
  let wanted = null;
  let moved = false;            // has the person moved the map since the area was chosen?

  const NO_BASE = -1, OUTSIDE = -2;
  const COARSE_PIXELS = 1;      // where a mesh's own step is wider on the screen, a finer one is asked for

  const M = yiping.map = {};

  /* Leaflet comes with the map component, after this file; no map is made before all scripts have run. */
  document.addEventListener('DOMContentLoaded', () => window.L.Map.addInitHook(function () { attach(this); }));

  function attach(map) {
    leaflet = M.leaflet = map;
    Object.entries({ context: 401, areas: 402, outlines: 410, 'unit-marks': 610, marks: 620, labels: 640 }).forEach(([name, height]) => {
      const pane = map.createPane(name);
      pane.style.zIndex = height;
      if (['context', 'outlines', 'labels'].includes(name)) { pane.style.pointerEvents = 'none'; }
    });
    map.on('moveend zoomend', () => { placeLabels(); yiping.marks.redraw(); });
    map.on('mouseout', () => tip(null));
    map.on('resize', () => { if (drawn.area && !moved) { fit(state.area); } });
    map.on('moveend', () => { if (moved) { yiping.address.keepView(map); } });
    map.getContainer().addEventListener('pointerdown', () => { moved = true; });
    map.getContainer().addEventListener('wheel', () => { moved = true; }, { passive: true });
    if (wanted) { M.show(wanted); }
  }

  function readInk() {
    const get = yiping.theme;
    return {
      classes: [1, 2, 3, 4, 5].map((n) => get('--map-' + n)), outside: get('--map-outside'), edge: get('--map-edge'),
      outline: get('--map-outline'), accent: get('--accent'), nodata: get('--map-nodata'), hatch: get('--map-hatch'),
      river: get('--map-water'), road: get('--map-road'), park: get('--map-park'),
    };
  }
  const colours = () => (ink = ink || readInk());

  const factsOf = (code) => (mesh && mesh.index.has(code) ? mesh.facts(mesh.index.get(code)) : null);

  /* Value of an area by the norm in force; null where it has no base, which is not zero. */
  function valueOf(code) {
    const [open, overdue] = figures.get(code) || [0, 0];
    const area = mesh ? mesh.index.get(code) : undefined;
    const fact = (name) => (area === undefined ? undefined : mesh.columns[name][area]);
    if (state.norm === 'pop') { return fact('population') >= 100 ? open / fact('population') * 10000 : null; }
    if (state.norm === 'area') { return fact('km2') > 0 ? open / fact('km2') : null; }
    if (state.norm === 'late') { return open ? 100 * overdue / open : null; }
    return open;
  }

  const breaksNow = () => yiping.classing.breaks(((state.breaks || {})[String(drawn.level)] || {})[state.norm] || [1, 2, 3, 5]);

  function classOf(code, breaks) {
    if (!code.startsWith(state.area)) { return OUTSIDE; }
    const value = valueOf(code);
    return value === null ? NO_BASE : breaks.filter((limit) => value >= limit).length;
  }

  function looks() {
    const c = colours();
    return {
      edge: c.edge,
      colour: (index) => (index === OUTSIDE ? c.outside : index === NO_BASE ? c.nodata : c.classes[index]),
      isInside: (index) => index !== OUTSIDE,
      width: (inside) => (inside ? 1 : 0.6),
    };
  }

  function heard(event, code) {
    if (event.type === 'click') { if (code) { descend(code); } } else { tip(code, event); yiping.pointing.at(code); }
  }

  M.backdropStyle = function (feature) {
    const c = colours();
    const { kind, rank } = feature.properties;
    if (kind === 'road') { return { color: c.road, weight: [0, 2.6, 1.4, 0.8][rank] || 0.8, opacity: 0.75, fill: false }; }
    if (kind === 'rail') { return { color: c.road, weight: 1.2, dashArray: '6 5', opacity: 0.7, fill: false }; }
    if (kind === 'park') { return { stroke: false, fillColor: c.park, fillOpacity: 0.5 }; }
    return { color: c.river, weight: 1, fillColor: c.river, fillOpacity: 1, fill: !/Line/.test(feature.geometry.type), opacity: 1 };
  };

  /* One press goes one level down; a press on a neighbour goes to it on the same level. */
  function descend(code) {
    const level = yiping.levelOf(state.area);
    if (!code.startsWith(state.area)) {
      const neighbour = code.slice(0, state.area.length);
      if (neighbour.startsWith(state.home)) { yiping.select(neighbour); }
      return;
    }
    const next = state.levels[level];
    if (next && code.length >= next.width) { yiping.select(code.slice(0, next.width)); }
  }

  /* Fetch with patience: a layer that failed once is asked for again, not frozen. */
  const layerUrl = (name, query, form) => '/layers/' + name + '.' + (form || 'geojson') + '?' + new URLSearchParams({ ...query, v: state.mapVersion });
  const NOTHING = { type: 'FeatureCollection', features: [], corner: [0, 0], quantum: 1, lengths: [], steps: [], turns: [], edges: [], shapes: [], columns: {} };

  async function fetchLayer(name, query, mine, form) {
    for (let wait = 500; ; wait = Math.min(wait * 2, 15000)) {
      try {
        const answer = await fetch(layerUrl(name, query, form));
        if (answer.ok) { return await answer.json(); }
        if (answer.status === 401 || answer.status === 403 || answer.status === 404) { return NOTHING; }
      } catch (error) { /* the link watchdog says that the server is gone; here we only try again */ }
      await new Promise((done) => setTimeout(done, wait));
      if (mine !== turn) { return null; }
    }
  }

  const leafLevel = () => state.levels.length;
  const detail = () => (state.detail ? { detail: state.detail } : {});
  const fetchMesh = (code, mine) => fetchLayer('areas', { area: code, ...detail() }, mine, 'mesh');

  /* Draw an area: its polygons (reused where they are on screen already), its children's outlines, its labels. */
  M.show = async function (code) {
    wanted = code;
    if (!leaflet || !state.levels) { return; }
    const mine = ++turn;
    const reuse = drawn.area !== null && code.startsWith(drawn.area) && drawn.level === leafLevel();
    if (!reuse) {
      const body = await fetchMesh(code, mine);
      if (!body || mine !== turn) { return; }
      M.load(body, code);
    } else {
      M.restyleAll();
    }
    fit(code);
    if (state.view && state.surface === 'desk') { moved = true; leaflet.setView(state.view.slice(0, 2), state.view[2], { animate: false }); }
    if (!context) { drawContext(mine); }
    const level = yiping.levelOf(code);
    drawOutlines(code, level, mine);
    caption();
    if (reuse && mesh.quantum * leaflet.getZoomScale(leaflet.getZoom(), yiping.meshZoom) > COARSE_PIXELS) { refine(code, mine); }
  };

  /* What was drawn for the whole city is coarse from near: its place is taken by what was made for this area. */
  async function refine(code, mine) {
    const body = await fetchMesh(code, mine);
    if (body && mine === turn) { M.load(body, code); }
  }

  /* Put areas on the map, as the mesh of the areas layer. They are ours, not a Dash layer's: Dash would compare
     every coordinate with the one before. */
  M.load = function (body, code) {
    mesh = yiping.mesh(body);
    classes = new Int8Array(mesh.codes.length);
    drawn = { area: code, level: mesh.codes.length ? mesh.columns.level[0] : 0, codes: mesh.codes };
    const said = state.language === 'en' ? mesh.columns.name_en : mesh.columns.name;
    mesh.codes.forEach((one, area) => names.set(one, said[area] || mesh.columns.name[area]));
    if (!sheet) { sheet = yiping.choropleth({ pane: 'areas', padding: state.surface === 'wall' ? 0 : 0.25, heard }).addTo(leaflet); }
    M.restyleAll();
    if (figures.size || M.hasValues) { yiping.painted('map'); }
  };

  const nameOf = (facts) => (state.language === 'en' && facts.name_en) || facts.name;

  async function drawContext(mine) {
    const shapes = await fetchLayer('areas', { area: state.home, level: Math.max(2, yiping.levelOf(state.home)) }, mine);
    const ground = await fetchLayer('backdrop', {}, mine);
    if (!shapes || context) { return; }
    names.set(state.home, state.homeName).set(state.city, state.cityName);
    caption();
    shapes.features.forEach((f) => names.set(f.properties.code, nameOf(f.properties)));
    context = window.L.geoJSON(shapes, { pane: 'context', interactive: false, style: () => (
      { fillColor: colours().outside, fillOpacity: 1, color: colours().outline, weight: 1, opacity: 0.35 }) }).addTo(leaflet);
    if (ground) { M.ground = true; yiping.setProps('backdrop-layer', { url: layerUrl('backdrop', {}) }); }
  }

  async function drawOutlines(code, level, mine) {
    const children = level < drawn.level - 1 || (level < leafLevel() && level + 1 <= drawn.level)
      ? await fetchLayer('areas', { area: code, level: level + 1 }, mine) : { features: [] };
    const self = level > 1 ? await fetchLayer('areas', { area: code, level }, mine) : { features: [] };
    if (mine !== turn || !children || !self) { return; }
    [outlines, chosen].forEach((layer) => layer && layer.remove());
    children.features.forEach((f) => names.set(f.properties.code, nameOf(f.properties)));
    const wide = state.surface === 'wall' ? 1.5 : 1;
    const bare = level + 1 >= drawn.level;
    outlines = window.L.geoJSON(children, { pane: 'outlines', interactive: false, style: {
      fill: false, color: colours().outline, weight: bare ? 0 : 1.4 * wide, opacity: 0.9 } }).addTo(leaflet);
    chosen = window.L.geoJSON(self, { pane: 'outlines', interactive: false, style: {
      fill: false, color: colours().accent, weight: 2.4 * wide, opacity: 1 } }).addTo(leaflet);
    drawLabels(children.features);
    yiping.feed.rename();
  }

  function drawLabels(features) {
    if (labels) { labels.remove(); }
    labels = window.L.layerGroup();
    features.forEach((feature) => {
      const text = document.createElement('span');
      text.textContent = nameOf(feature.properties).replace((state.area === state.home && state.homeName) || names.get(state.area) || '', '').trim();
      const icon = window.L.divIcon({ className: 'area-label', html: text, iconSize: [0, 0] });
      window.L.marker([feature.properties.lat, feature.properties.lon], { icon, pane: 'labels', interactive: false, keyboard: false }).addTo(labels);
    });
    labels.addTo(leaflet);
    placeLabels();
  }

  /* Labels that would lie over another are left out; the first ones stay. */
  function placeLabels() {
    if (!labels) { return; }
    const kept = [];
    const elements = labels.getLayers().map((marker) => marker.getElement() && marker.getElement().firstChild).filter(Boolean);
    elements.forEach((element) => { element.hidden = false; });
    elements.map((element) => [element, element.getBoundingClientRect()]).forEach(([element, box]) => {
      const clash = kept.some((o) => box.left < o.right + 4 && box.right + 4 > o.left && box.top < o.bottom + 2 && box.bottom + 2 > o.top);
      element.hidden = clash;
      if (!clash) { kept.push(box); }
    });
  }

  function fit(code) {
    moved = false;
    const inside = mesh ? mesh.codes.flatMap((one, area) => (one.startsWith(code) ? [area] : [])) : [];
    const [west, south, east, north] = (mesh && mesh.boundsOf(inside)) || state.bounds;
    const target = window.L.latLngBounds([[south, west], [north, east]]);
    const wall = state.surface === 'wall';
    leaflet.invalidateSize({ animate: false });
    leaflet.fitBounds(target, { animate: false, paddingTopLeft: wall ? [24, 56] : [16, leaflet.getSize().x < 1000 ? 90 : 56], paddingBottomRight: wall ? [24, state.density === 'reduced' ? 5 * state.type : 24] : [16, 16] });
  }

  /* Values of areas: all of them with a snapshot, a few with a change. Only areas whose class changed are painted. */
  M.setValues = function (values, isSnapshot) {
    if (isSnapshot) { figures.clear(); M.hasValues = true; }
    Object.entries(values).forEach(([code, row]) => { figures.set(code, row); dirty.add(code); });
    if (isSnapshot) { M.restyleAll(); if (drawn.codes.length) { yiping.painted('map'); } return; }
    requestAnimationFrame(paintDirty);
  };

  /* Polygons do not overlap and are opaque: one that changed is painted over itself, nothing is cleared. */
  function paintDirty() {
    const breaks = breaksNow(), changed = [];
    dirty.forEach((code) => {
      const area = mesh ? mesh.index.get(code) : undefined;
      if (area === undefined) { return; }
      const now = classOf(code, breaks);
      if (now !== classes[area]) { classes[area] = now; changed.push(area); }
    });
    dirty.clear();
    if (changed.length) { sheet.touch(changed); legend(); }
  }
  M.paintWaiting = paintDirty;

  M.restyleAll = function (newTheme) {
    if (newTheme) { ink = null; rethemeAll(); }
    dirty.clear();
    const breaks = breaksNow();
    drawn.codes.forEach((code, area) => { classes[area] = classOf(code, breaks); });
    if (sheet) { sheet.show(mesh, classes, looks()); }
    legend();
    caption();
    document.querySelectorAll('[data-norm]').forEach((b) => b.setAttribute('aria-pressed', String(b.dataset.norm === state.norm)));
    document.querySelectorAll('[data-detail]').forEach((b) => {
      b.setAttribute('aria-pressed', String(b.dataset.detail === state.detail));
      b.hidden = !state.detail && drawn.level >= leafLevel();
    });
  };

  function rethemeAll() {
    if (context) { context.setStyle({ fillColor: colours().outside, color: colours().outline }); }
    if (outlines) { outlines.setStyle({ color: colours().outline }); }
    if (chosen) { chosen.setStyle({ color: colours().accent }); }
    if (M.ground) { yiping.setProps('backdrop-layer', { hideout: { n: Date.now() } }); }
  }

  function box(id) { return document.getElementById(id); }

  function line(tag, text, className) {
    const node = document.createElement(tag);
    node.textContent = text;
    if (className) { node.className = className; }
    return node;
  }

  function legend() {
    const holder = box('map-legend');
    if (!holder) { return; }
    const counts = [0, 0, 0, 0, 0];
    let missing = 0;
    classes.forEach((index) => { if (index === NO_BASE) { missing += 1; } else if (index >= 0) { counts[index] += 1; } });
    const limits = breaksNow();
    const show = (n) => (n >= 1 ? yiping.number(Math.round(n * 10) / 10) : String(n));
    const steps = document.createElement('div');
    steps.className = 'steps';
    counts.forEach((count, index) => {
      const step = document.createElement('span');
      const swatch = document.createElement('i');
      swatch.style.background = colours().classes[index];
      const range = index === 0 ? '<' + show(limits[0]) : index === 4 ? '≥' + show(limits[3]) : show(limits[index - 1]) + '–' + show(limits[index]);
      step.append(swatch, line('b', range), line('small', yiping.number(count)));
      steps.append(step);
    });
    if (missing) {
      const step = document.createElement('span');
      step.append(line('i', '', 'hatched'), line('b', yiping.classing.missing()), line('small', yiping.number(missing)));
      steps.append(step);
    }
    holder.replaceChildren(yiping.classing.title(), steps);
  }

  function caption() {
    const holder = box('map-caption');
    if (!holder || !state.levels) { return; }
    const inside = drawn.codes.filter((code) => code.startsWith(state.area)).length;
    const level = state.levels[Math.max(0, drawn.level - 1)];
    const can = yiping.levelOf(state.area) < leafLevel() ? ' · ' + yiping.t('screen.children') : '';
    holder.replaceChildren(
      line('b', [names.get(state.area), yiping.t('screen.open_cases'), yiping.t('norms.' + state.norm), yiping.scope.words()].filter(Boolean).join(' · ')),
      line('small', level.name + ' ' + yiping.number(inside) + (state.surface === 'desk' ? can : '')));
  }

  function tip(code, event) {
    const holder = box('map-tip');
    if (!holder || state.surface === 'wall') { return; }
    if (!code || !event) { holder.classList.remove('is-shown'); return; }
    const facts = factsOf(code);
    const [open, overdue, , today] = figures.get(code) || [0, 0, 0, 0];
    const value = valueOf(code);
    const rows = [yiping.t('screen.open', { n: open }), yiping.t('screen.overdue', { n: overdue }), yiping.t('screen.today', { n: today })];
    if (facts.population) { rows.push(yiping.t('screen.population', { n: yiping.number(facts.population) })); }
    if (state.norm !== 'abs') {
      rows.push(value === null ? yiping.classing.missing() : value.toFixed(1) + ' ' + yiping.t('norms.' + state.norm + '_unit'));
    }
    holder.replaceChildren(line('b', nameOf(facts)), ...rows.map((text) => line('span', text)));
    const frame = holder.parentElement.getBoundingClientRect();
    const left = Math.min(event.clientX - frame.left + 16, frame.width - 190);
    const top = Math.min(event.clientY - frame.top + 16, frame.height - 130);
    holder.style.left = left + 'px';
    holder.style.top = top + 'px';
    holder.classList.add('is-shown');
  }

  M.zoom = function (word) {
    if (word === 'home') { fit(state.area); yiping.address.keepView(null); return; }
    moved = true; leaflet[word === 'zoom_in' ? 'zoomIn' : 'zoomOut']();
  };

  M.pressed = function (target) {
    const zoom = target.closest('[data-zoom]');
    const layer = target.closest('[data-layer]');
    const fine = target.closest('[data-detail]');
    if (fine) { yiping.setDetail(fine.dataset.detail === state.detail ? '' : fine.dataset.detail); return true; }
    if (zoom) { M.zoom(zoom.dataset.zoom); return true; }
    if (layer) {
      const on = layer.getAttribute('aria-pressed') !== 'true';
      layer.setAttribute('aria-pressed', String(on));
      const holder = yiping.overlays.has(layer.dataset.layer) ? yiping.overlays : yiping.marks;
      holder.toggle(layer.dataset.layer, on);
      yiping.address.write(false);
      return true;
    }
    return false;
  };

  /* The same area with more or fewer polygons; figures of the old ones do not fit the new. */
  M.redraw = function () {
    drawn = { area: null, level: 0, codes: [] };
    figures.clear();
    M.hasValues = false;
    return M.show(state.area);
  };

  M.nameOf = (code) => names.get(code) || '';
  M.fetchLayer = (name, query) => fetchLayer(name, query, turn);
  M.select = (code) => yiping.select(code);
  M.visible = () => drawn.codes.filter((code) => code.startsWith(state.area));
  M.value = (code) => valueOf(code);
  M.facts = factsOf;
  M.canvas = () => sheet._container; M.isCity = (at) => Boolean(mesh) && mesh.find(at.lat, at.lng) >= 0;
  M.drawnLevel = () => drawn.level;

  document.addEventListener('yiping:snapshot', (event) => {
    if (event.detail.area === state.area) { M.setValues(event.detail.values, true); }
  });
  document.addEventListener('yiping:changes', (event) => { if (event.detail.values) { M.setValues(event.detail.values, false); } });
  document.addEventListener('yiping:map', (event) => {
    if (event.detail.map_version === state.mapVersion) { return; }
    state.mapVersion = event.detail.map_version;
    drawn = { area: null, level: 0, codes: [] };
    if (context) { context.remove(); context = null; }
    M.show(state.area);
  });
})();
