/* Layers that are fetched when they are switched on: places, block grids, items of campaigns. Each says by shape and
   word what it says by colour; what a switch could not show it says in the key. */
(function () {
  'use strict';
  const yiping = window.yiping = window.yiping || {};
  const state = yiping.state = yiping.state || {};
  const drawn = new Map();      // name of a layer that is on -> its group on the map, null until it has come
  const AGAIN_MS = 60000;

  const word = (facts, name) => (state.language === 'en' && facts[name + '_en']) || facts[name];

  const clock = (moment) => new Intl.DateTimeFormat('zh-CN', { timeZone: state.zone, hour12: false, hour: '2-digit', minute: '2-digit' }).format(new Date(moment));

  function dot(at, radius, stroke, fill, weight) {
    return window.L.circleMarker(at, { radius, weight, color: yiping.theme(stroke), fillColor: yiping.theme(fill), fillOpacity: 1, pane: 'marks' });
  }

  const METRES_PER_DEGREE = 111320, ARC_STEPS = 24;
  /* What a camera sees: a wedge from where it stands, in metres on the ground. */
  function wedge(facts, at) {
    const corners = facts.angle >= 360 ? [] : [[at.lat, at.lng]];
    for (let n = 0; n <= ARC_STEPS; n += 1) {
      const turn = (facts.bearing - facts.angle / 2 + facts.angle * n / ARC_STEPS) * Math.PI / 180;
      corners.push([at.lat + facts.range_m * Math.cos(turn) / METRES_PER_DEGREE,
        at.lng + facts.range_m * Math.sin(turn) / METRES_PER_DEGREE / Math.cos(at.lat * Math.PI / 180)]);
    }
    return window.L.polygon(corners, { pane: 'marks', color: yiping.theme('--replay'), weight: 1, fillColor: yiping.theme('--replay'), fillOpacity: 0.22 });
  }

  const STATES = {
    done: { key: 'overlays.done', draw: (at) => dot(at, 4, '--done', '--done', 1) },
    open: { key: 'overlays.open', draw: (at) => dot(at, 6, '--p4', '--surface-1', 2.5) },
    late: { key: 'overlays.late', draw: (at) => dot(at, 8, '--p1', '--surface-1', 4) },
  };
  const stateOf = (facts) => (facts.late ? 'late' : facts.done ? 'done' : 'open');

  const LAYERS = {
    places: {
      point: (feature, at) => dot(at, 4, '--place', '--surface-1', 1.5),
      says: (facts) => word(facts, 'name'),
    },
    cameras: {
      point: (feature, at) => window.L.featureGroup([wedge(feature.properties, at), dot(at, 5, '--surface-1', '--replay', 2)])
        .on('click', () => yiping.openCamera(feature.properties.id, '', word(feature.properties, 'name'))),
      says: (facts) => word(facts, 'name') + ' · ' + facts.owner,
    },
    facilities: {
      point: (feature, at) => window.L.marker(at, { pane: 'marks', keyboard: false,
        icon: window.L.divIcon({ className: 'mark-holder', iconSize: [18, 18], html: capacityMark(feature.properties.state) }) }),
      says: (facts) => [word(facts, 'name'), yiping.t('facility_kinds.' + facts.kind), yiping.t('facility_states.' + facts.state),
        facts.state === 'stale' ? '' : facts.free + ' / ' + facts.total, clock(facts.as_of)].filter(Boolean).join(' · '),
      key: capacityKey,
    },
    depots: {
      point: (feature, at) => window.L.marker(at, { pane: 'marks', keyboard: false,
        icon: window.L.divIcon({ className: 'mark-holder', iconSize: [18, 18], html: stockMark(feature.properties.state) }) }),
      says: (facts) => [word(facts, 'name'), yiping.t('stock_states.' + facts.state), word(facts, 'stock'), clock(facts.as_of)].join(' · '),
      key: (features) => countedKey(features, 'stock', ['enough', 'low', 'none'], stockMark),
    },
    reach: {
      style: (feature) => yiping.reach.style(feature), says: (facts) => yiping.reach.says(facts),
      key: (features) => yiping.reach.key(features, () => draw('reach')), asks: () => yiping.reach.asks(),
    },
    blocks: {
      style: () => ({ color: yiping.theme('--accent'), weight: 2, dashArray: '6 4', fill: true, fillOpacity: 0.04, pane: 'backdrop', interactive: true }),
      says: (facts) => word(facts, 'name') + ' · ' + yiping.t('overlays.grids', { n: facts.grids }),
    },
    campaign_items: {
      point: (feature, at) => STATES[stateOf(feature.properties)].draw(at),
      says: (facts) => facts.campaign + ' · ' + facts.name + ' · ' + yiping.t(STATES[stateOf(facts)].key),
      key: campaignKey,
    },
  };

  function capacityMark(name) {
    const mark = document.createElement('i');
    mark.className = 'capacity-mark is-' + name;
    return mark;
  }

  const LIKE = { enough: 'free', low: 'tight', none: 'full' };
  const stockMark = (name) => capacityMark(LIKE[name]);
  function capacityKey(features) {
    return countedKey(features, 'capacity', ['free', 'tight', 'full', 'stale', 'closed'], capacityMark, 'facility_states.');
  }

  /* How many stand how, each by its shape and its word. */
  function countedKey(features, what, names, mark, words = 'stock_states.') {
    return names.map((name) => {
      const row = document.createElement('span');
      const n = features.filter((one) => one.properties.state === name).length;
      row.append(mark(name), yiping.t(words + name) + ' ' + yiping.number(n));
      row.dataset[what + 'State'] = name;
      row.dataset.count = n;
      row.hidden = !n;
      return row;
    });
  }

  /* How far running campaigns have come here, counted from what is drawn. */
  function campaignKey(features) {
    const counts = { done: 0, open: 0, late: 0 };
    features.forEach((one) => { counts[stateOf(one.properties)] += 1; });
    return Object.keys(STATES).map((name) => {
      const row = document.createElement('span');
      const swatch = document.createElement('i');
      swatch.className = 'is-' + name;
      row.append(swatch, yiping.t(STATES[name].key) + ' ' + yiping.number(counts[name]));
      row.dataset.campaignState = name;
      row.dataset.count = counts[name];
      return row;
    });
  }

  async function draw(name) {
    const area = state.area, layer = LAYERS[name], asked = JSON.stringify(layer.asks ? layer.asks() : {});
    const shapes = await yiping.map.fetchLayer(name, { area, ...JSON.parse(asked) });
    if (!shapes || !drawn.has(name) || area !== state.area || (layer.asks && JSON.stringify(layer.asks()) !== asked)) { return; }
    const fresh = window.L.geoJSON(shapes, {
      pointToLayer: layer.point, style: layer.style,
      onEachFeature: (feature, one) => {
        const text = document.createElement('span');
        text.textContent = layer.says(feature.properties);
        one.bindTooltip(text, { sticky: true });
        if (layer.press) { one.on('click', () => layer.press(feature.properties)); }
      },
    });
    const before = drawn.get(name);
    if (before) { before.group.remove(); }
    fresh.addTo(yiping.map.leaflet);
    drawn.set(name, { group: fresh, features: shapes.features });
    writeKey();
  }

  function writeKey() {
    const box = document.getElementById('map-key');
    if (!box) { return; }
    const rows = [];
    drawn.forEach((one, name) => {
      if (!one) { return; }
      if (!one.features.length) {
        const row = document.createElement('span');
        row.textContent = yiping.t('overlays.' + name) + ' · ' + yiping.t('overlays.empty');
        rows.push(row);
      } else if (LAYERS[name].key) { rows.push(...LAYERS[name].key(one.features)); }
    });
    box.replaceChildren(...rows);
  }

  document.addEventListener('yiping:snapshot', (event) => {
    if (event.detail.area === state.area) { [...drawn.keys()].forEach(draw); }
  });
  /* What a key counts goes on by itself; places and blocks stay where they are. */
  setInterval(() => { if (!document.hidden) { [...drawn.keys()].filter((name) => LAYERS[name].key).forEach(draw); } }, AGAIN_MS);

  yiping.overlays = {
    has: (name) => name in LAYERS,
    add: (name, layer) => { LAYERS[name] = layer; },   // for layers whose drawing stands in a file of its own
    toggle: (name, isOn) => {
      if (isOn) { drawn.set(name, null); draw(name); return; }
      const one = drawn.get(name);
      drawn.delete(name);
      if (one) { one.group.remove(); }
      writeKey();
    },
  };
})();
