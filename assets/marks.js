/* Cases and units on the map: clustered where they are many, urgent ones always by themselves. */
(function () {
  'use strict';
  const yiping = window.yiping = window.yiping || {};
  const state = yiping.state = yiping.state || {};
  const cases = new Map();      // case number -> body
  const units = new Map();      // unit id -> body
  const shown = new Map();      // mark key -> { marker, look }
  const shownUnits = new Map();
  const on = { cases: true, units: true };
  const ENGAGED = new Set(['dispatched', 'under_way', 'on_scene']);
  const AWAY = new Set(['off_duty', 'offline']);
  const MOST_ALONE = 40;
  let total = 0, coarse = 0, asOf = 0, waiting = 0, ring = null;

  const isWall = () => state.surface === 'wall';
  const scale = () => (isWall() ? Math.max(1, parseFloat(yiping.theme("--mark")) / 22) : 1);

  function marker(lat, lon, element, size, pane, layerOn) {
    const icon = window.L.divIcon({ className: 'mark-holder', html: element, iconSize: [size, size], iconAnchor: [size / 2, size / 2] });
    return window.L.marker([lat, lon], { icon, pane, keyboard: false, riseOnHover: true }).addTo(layerOn);
  }

  function holder(child, hooks, title) {
    const box = document.createElement('div');
    box.className = 'mark-box';
    Object.entries(hooks).forEach(([name, value]) => { box.dataset[name] = value; });
    box.title = title;
    box.append(child);
    return box;
  }

  const className = (code) => (state.classes || {})[code] || yiping.t('screen.unclassified');

  function titleOf(one) {
    return yiping.t('priorities.p' + one.priority) + ' · ' + className(one.class) + ' · ' + yiping.t('states.' + one.state) + '\n' + one.text;
  }

  /* Group what would overlap: cells of the screen at this zoom; urgent ones stay single while they can be told apart. */
  function groups(map) {
    const cell = 58 * scale();
    const bounds = map.getBounds().pad(0.1);
    const found = new Map();
    const inView = [...cases.values()].filter((one) => one.area.startsWith(state.area) && bounds.contains([one.lat, one.lon]));
    const alone = inView.filter((one) => one.priority <= 2).length <= MOST_ALONE ? 2 : 0;
    inView.forEach((one) => {
      const point = map.project([one.lat, one.lon]);
      const key = one.priority <= alone ? 'case:' + one.no : map.getZoom() + ':' + Math.floor(point.x / cell) + ':' + Math.floor(point.y / cell);
      if (!found.has(key)) { found.set(key, []); }
      found.get(key).push(one);
    });
    return found;
  }

  function drawCases(map) {
    const wanted = on.cases ? groups(map) : new Map();
    shown.forEach((mark, key) => { if (!wanted.has(key)) { mark.marker.remove(); shown.delete(key); } });
    const pins = [...wanted].filter(([key]) => key.startsWith('case:')).map(([, [one]]) => map.project([one.lat, one.lon]));
    wanted.forEach((members, key) => {
      const at = members.length > 1 ? amid(map, members, pins) : null;
      const look = members.map((one) => one.no + one.version).join() + (at ? '@' + at.round() : '');
      const present = shown.get(key);
      if (present && present.look === look) { return; }
      if (present) { present.marker.remove(); }
      shown.set(key, { look, marker: members.length === 1 ? single(map, members[0]) : cluster(map, members, map.unproject(at)) });
    });
  }

  function single(map, one) {
    const size = (one.priority <= 2 ? 28 : 20) * scale();
    const mark = marker(one.lat, one.lon, holder(yiping.symbols.casePin(one.priority, one.placed), { case: one.no }, titleOf(one)), size, 'marks', map);
    mark.setZIndexOffset((5 - one.priority) * 1000);
    return mark;
  }

  const sizeOf = (members) => Math.round((members.length < 10 ? 34 : members.length < 100 ? 40 : 48) * scale() * (isWall() ? 1.05 : 1));

  /* Where a number stands, in pixels of the map: amid its cases, but beside the pins of the most urgent, which would lie
     over it and hide it. */
  function amid(map, members, pins) {
    const mean = (key) => members.reduce((sum, one) => sum + one[key], 0) / members.length;
    const room = (sizeOf(members) + 26 * scale()) / 2;
    return pins.reduce((at, pin) => {
      const off = at.subtract(pin), far = Math.hypot(off.x, off.y);
      return far >= room ? at : far ? pin.add(off.multiplyBy(room / far)) : at.add([room, 0]);
    }, map.project([mean('lat'), mean('lon')]));
  }

  function cluster(map, members, at) {
    const counts = [1, 2, 3, 4].map((p) => members.filter((one) => one.priority === p).length);
    const size = sizeOf(members);
    const element = holder(yiping.symbols.clusterPin(counts, size), { cluster: members.length }, yiping.t('screen.cases_here', { n: members.length }));
    const mark = marker(at.lat, at.lng, element, size, 'marks', map);
    mark.on('click', () => {
      const box = window.L.latLngBounds(members.map((one) => [one.lat, one.lon]));
      const same = box.getNorthEast().distanceTo(box.getSouthWest()) < 15;
      if (same || map.getZoom() >= map.getMaxZoom()) { yiping.open(members[0].no); } else { map.fitBounds(box.pad(0.4), { animate: false }); }
    });
    return mark;
  }

  function isUnitShown(unit, level) {
    if (AWAY.has(unit.status) || !on.units) { return false; }
    if (ENGAGED.has(unit.status)) { return true; }
    return unit.kind === 'grid_officer' ? level >= 3 : level >= 2;
  }

  function drawUnits(map) {
    const level = yiping.levelOf(state.area);
    const size = (level >= 2 ? 20 : 16) * scale();
    units.forEach((unit, id) => {
      const present = shownUnits.get(id);
      if (!isUnitShown(unit, level)) { if (present) { present.marker.remove(); shownUnits.delete(id); } return; }
      const look = unit.status + size;
      if (present && present.look === look) { present.marker.setLatLng([unit.lat, unit.lon]); return; }
      if (present) { present.marker.remove(); }
      const name = state.language === 'en' && unit.name_en ? unit.name_en : unit.name;
      const element = holder(yiping.symbols.unitPin(unit.status, unit.kind), { unitMark: id, status: unit.status },
                             name + ' · ' + yiping.t('kinds.' + unit.kind) + ' · ' + yiping.t('statuses.' + unit.status));
      shownUnits.set(id, { look, marker: marker(unit.lat, unit.lon, element, size, 'unit-marks', map) });
    });
    shownUnits.forEach((mark, id) => { if (!units.has(id)) { mark.marker.remove(); shownUnits.delete(id); } });
  }

  /* By how much of its own width and height a name may step aside, the nearest first. */
  const ASIDE = [0, -1, 1, -2, 2].flatMap((down) => [0, -0.5, 0.5].map((along) => [along, down]))
    .sort((a, b) => Math.hypot(a[0] * 3, a[1]) - Math.hypot(b[0] * 3, b[1]));
  const common = (a, b, x, y) => Math.max(0, Math.min(a.right + x, b.right) - Math.max(a.left + x, b.left))
    * Math.max(0, Math.min(a.bottom + y, b.bottom) - Math.max(a.top + y, b.top));

  /* Names of areas step aside from the numbers and pins that they would lie over, and from each other: to the nearest
     place that is free, or where there is none to the one that hides least. */
  function stepAside() {
    const names = [...document.querySelectorAll('.area-label span')];
    names.forEach((name) => { name.style.left = name.style.top = ''; });
    const boxes = names.map((name) => name.getBoundingClientRect());
    const taken = [...document.querySelectorAll('.leaflet-marks-pane :is([data-cluster], [data-case]), .map-legend, .map-marks, .map-stamp, .map-caption')]
      .map((one) => one.getBoundingClientRect());
    names.forEach((name, place) => {
      const box = boxes[place];
      let best = null;
      for (const [along, down] of ASIDE) {
        const x = along * box.width, y = down * box.height, hides = taken.reduce((sum, one) => sum + common(box, one, x, y), 0);
        if (!best || hides < best.hides) { best = { x, y, hides }; }
        if (!hides) { break; }
      }
      if (best.x || best.y) { Object.assign(name.style, { left: best.x + 'px', top: best.y + 'px' }); }
      taken.push(new DOMRect(box.x + best.x, box.y + best.y, box.width, box.height));
    });
  }

  function draw() {
    waiting = 0;
    const map = yiping.map.leaflet;
    if (!map || !state.levels) { return; }
    drawCases(map);
    drawUnits(map);
    stepAside();
    stamp();
    highlight(state.case || state.spot);
  }

  /* At most one redraw per quarter second, at once when nothing waits. */
  function redraw() {
    if (waiting) { return; }
    waiting = setTimeout(draw, document.hidden ? 2000 : 60);
  }

  function stamp() {
    const box = document.getElementById('map-stamp');
    const panel = document.getElementById('map-panel');
    if (!box || !asOf) { return; }
    const inArea = [...cases.values()].filter((one) => one.area.startsWith(state.area)).length;
    const at = new Date(asOf * 1000);
    const clock = new Intl.DateTimeFormat('zh-CN', { timeZone: state.zone, hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false }).format(at);
    const lines = [yiping.t('app.as_of', { time: clock }) + ' · ' + yiping.t('screen.shown_of', { shown: yiping.number(inArea), total: yiping.number(Math.max(total, inArea)) })];
    if (yiping.filters.isEnded()) { lines.push(yiping.t('filters.map_of_open')); }
    if (coarse) { lines.push(yiping.t('screen.coarse', { n: yiping.number(coarse) })); }
    box.replaceChildren(...lines.map((text, line) => yiping.element('div', {}, line ? null : yiping.coverage.chip(), text)));
    panel.dataset.asof = at.toISOString();
    const isPartial = yiping.coverage.mark(panel);
    panel.dataset.state = state.t ? 'replay' : isPartial ? 'partial' : 'fresh';
  }

  function highlight(caseNo) {
    if (ring) { ring.remove(); ring = null; }
    const one = caseNo && cases.get(caseNo);
    if (!one || !yiping.map.leaflet) { return; }
    const mark = document.createElement('div');
    mark.className = 'chosen-ring';
    ring = marker(one.lat, one.lon, mark, 52 * scale(), 'unit-marks', yiping.map.leaflet);
  }

  function take(item) {
    if (item.kind === 'unit') { units.set(item.id, { ...item, kind: item.unit_kind }); tellDrawer(item); return; }
    const had = cases.has(item.no);
    if (item.open) { cases.set(item.no, item); if (!had) { total += 1; } } else if (had) { cases.delete(item.no); total -= 1; }
    if (state.case && item.no === state.case) { yiping.look(item.version); }
  }

  /* A unit listed in the open drawer says by itself that it goes, arrives, is free. */
  function tellDrawer(unit) {
    document.querySelectorAll('#drawer .unit-row[data-unit="' + CSS.escape(unit.id) + '"]').forEach((row) => {
      row.dataset.status = unit.status;
      row.querySelector('.unit-mark').className = 'unit-mark ' + unit.status;
      row.querySelector('span').textContent = yiping.t('statuses.' + unit.status);
    });
  }

  document.addEventListener('yiping:coverage', stamp);
  document.addEventListener('yiping:snapshot', (event) => {
    const frame = event.detail;
    if (frame.area !== state.area) { return; }
    cases.clear();
    if (frame.units) { units.clear(); }  // a filter's answer is of cases alone
    frame.cases.forEach((one) => cases.set(one.no, one));
    (frame.units || []).forEach((one) => units.set(one.id, { ...one, kind: one.unit_kind || one.kind }));
    total = frame.cases_total; coarse = frame.coarse; asOf = frame.at;
    redraw();
  });

  document.addEventListener('yiping:changes', (event) => {
    event.detail.items.forEach(take);
    asOf = event.detail.at;
    redraw();
  });

  yiping.marks = {
    redraw, highlight,
    toggle: (name, isOn) => { on[name] = isOn; redraw(); },
    find: (caseNo) => cases.get(caseNo) || null,
    unit: (id) => units.get(id) || null,
  };
})();
