/* Layers from outside in the map's switch and on the map: tiles and shapes, each with its state in words. One that is
   broken says so in its row and leaves the others and the page alone. Time-valued layers share one slider. */
(function () {
  'use strict';
  const yiping = window.yiping = window.yiping || {};
  const state = yiping.state = yiping.state || {};
  const known = new Map();      // name -> what the server says of it
  const drawn = new Map();      // name of a layer that is on -> { group, features, askedAt }
  const LOOK_MS = 20000, SOON_MS = 1500, STEPS = 48;
  const TROUBLE = new Set(['late', 'stale', 'error']);
  let steps = [], chosen = null, looking = 0, told = null;

  const el = yiping.labelled;
  const clock = (moment, withDay) => (withDay ? yiping.past.say(moment) : yiping.clock.text(moment, state.zone, { hour: '2-digit', minute: '2-digit' }));
  /* Layers of our own that stand in the same panel, with the permission each needs. */
  const OWN = [['reach', 'areas.view'], ['facilities', 'areas.view'], ['depots', 'areas.view'], ['cameras', 'cameras.view'],
    ...['patrol', 'risk', 'hot_grids', 'blind_spots', 'clusters'].map((name) => [name, 'cases.view'])];
  const isPicture = (one) => one.kind === 'wms' || one.kind === 'xyz';

  /* The switches, before the address asks which of them are on. */
  function lay() {
    const box = document.getElementById('map-switches');
    (state.sources || []).forEach((one) => known.set(one.name, one));
    const own = OWN.filter(([, permission]) => state.may.includes(permission)).map(([name]) => name);
    if (!box || !(known.size + own.length) || document.getElementById('source-panel')) { return; }
    const opener = el('button', 'toggle', yiping.t('sources.more') + ' · ' + (known.size + own.length));
    opener.dataset.moreLayers = '1';
    opener.setAttribute('aria-expanded', 'false');
    opener.setAttribute('aria-controls', 'source-panel');
    const panel = el('div', 'source-panel');
    panel.id = 'source-panel';
    panel.hidden = true;
    const rows = el('div', 'source-rows');
    own.forEach((name) => rows.append(row({ name, title: yiping.t('overlays.' + name), owner: yiping.t('overlays.' + name + '_about') })));
    known.forEach((one) => rows.append(row(one)));
    const foot = el('a', 'source-foot', yiping.t('sources.catalogue'));
    foot.href = '/desk/layers';
    panel.append(rows, foot);
    const key = el('div', 'source-key');
    key.id = 'source-key';
    document.getElementById('map-key').before(opener, panel, key);
    opener.addEventListener('click', () => {
      panel.hidden = !panel.hidden;
      opener.setAttribute('aria-expanded', String(!panel.hidden));
      if (!panel.hidden) { look(); }
    });
    known.forEach(say);
    setInterval(() => { if (!document.hidden && (drawn.size || !panel.hidden)) { look(); } }, LOOK_MS);
  }

  function row(one) {
    const holder = el('div', 'source-row');
    holder.dataset.source = one.name;
    const button = el('button', 'toggle', one.title);
    button.dataset.layer = one.name;
    button.setAttribute('aria-pressed', 'false');
    if (one.about) { button.title = one.about; }
    holder.append(button, el('span', 'source-state'), el('small', '', [one.owner, one.limits].filter(Boolean).join(' · ')));
    return holder;
  }

  /* What a layer's row says: its state, when it was good, why it is not, what is not shown. */
  function say(one) {
    const holder = document.querySelector('[data-source="' + CSS.escape(one.name) + '"]');
    if (!holder) { return; }
    holder.dataset.state = one.state;
    const parts = [yiping.t('sources.' + one.state)];
    if (one.fault) { parts.push(yiping.t('source_faults.' + one.fault) + (one.detail ? ' ' + one.detail : '')); }
    if (one.good_at) { parts.push(yiping.t('sources.as_of', { time: clock(one.good_at) })); }
    const hidden = Object.entries(one.left_out || {}).filter(([why]) => why !== 'points_thinned').reduce((sum, [, n]) => sum + n, 0);
    if (hidden) { parts.push(yiping.t('sources.left_out', { n: hidden })); }
    holder.querySelector('.source-state').textContent = parts.join(' · ');
  }

  /* Ask how it stands; a server that does not answer is the watchdog's affair. */
  async function look() {
    clearTimeout(looking);
    looking = 0;
    try {
      const answer = await fetch('/sources', { cache: 'no-store' });
      if (!answer.ok) { return; }
      (await answer.json()).layers.forEach((one) => {
        const before = known.get(one.name);
        known.set(one.name, one);
        say(one);
        if (before && drawn.has(one.name)) { follow(one, before); }
      });
      writeKey();
      layTime();
    } catch (error) { /* asked again by the clock */ }
  }
  const lookSoon = () => { if (!looking) { looking = setTimeout(look, SOON_MS); } };

  /* A source that works again is drawn again; shapes are fetched anew in their own rhythm. */
  function follow(one, before) {
    const mine = drawn.get(one.name);
    const isDue = performance.now() - mine.askedAt > Math.max(15, one.refresh_seconds) * 1000;
    if (isPicture(one)) {
      if (mine.group && TROUBLE.has(before.state) && !TROUBLE.has(one.state)) { mine.group.redraw(); }
    } else if (isDue || TROUBLE.has(one.state) || before.good_at !== one.good_at) { drawShapes(one.name); }
    if (mine.group && mine.group.getContainer) { mine.group.getContainer().classList.toggle('is-old', TROUBLE.has(one.state)); }
  }

  function tileUrl(one) {
    const at = momentOf(one);
    return '/sources/' + one.name + '/tiles/{z}/{x}/{y}' + (at ? '?at=' + encodeURIComponent(at) : '');
  }

  function drawTiles(one) {
    const group = window.L.tileLayer(tileUrl(one), { pane: 'sources', opacity: one.opacity, minZoom: one.min_zoom, maxZoom: 22,
      maxNativeZoom: one.max_zoom, updateWhenIdle: true, keepBuffer: 1 });
    group.on('tileerror', lookSoon);
    group.once('tileload', lookSoon);
    drawn.set(one.name, { group: group.addTo(yiping.map.leaflet), features: [], askedAt: performance.now() });
  }

  const looksOf = (name) => {
    const order = [...known.keys()].indexOf(name);
    const colour = yiping.theme(['--accent', '--replay', '--place', '--p2-text'][order % 4]);
    return { color: colour, fillColor: colour, weight: 2, fillOpacity: 0.18, opacity: 0.95, dashArray: ['', '7 4', '2 4', '10 3 2 3'][order % 4], radius: 6, pane: 'source-shapes' };
  };

  async function drawShapes(name) {
    const mine = drawn.get(name);
    mine.askedAt = performance.now();
    try {
      const answer = await fetch('/sources/' + name + '/shapes', { cache: 'no-store' });
      if (!answer.ok) { lookSoon(); return; }
      const body = await answer.json();
      if (!drawn.has(name)) { return; }
      drawn.get(name).features = body.features;
      layTime();
      showShapes(name);
      lookSoon();
    } catch (error) { lookSoon(); }
  }

  function showShapes(name) {
    const one = known.get(name), mine = drawn.get(name), looks = looksOf(name);
    const at = one.timed && steps.length ? steps[chosen] : null;
    const holds = ({ _since: since, _until: until }) => at === null || ((since === null || since <= at) && (until === null || at < until));
    if (mine.group) { mine.group.remove(); }
    mine.group = window.L.geoJSON({ type: 'FeatureCollection', features: mine.features.filter((f) => holds(f.properties)) }, {
      style: () => looks, pointToLayer: (feature, spot) => window.L.circleMarker(spot, looks), pane: 'source-shapes',
      onEachFeature: (feature, shape) => {
        const text = el('span', '', [feature.properties._label || one.title,
          ...one.properties.filter((key) => feature.properties[key] !== null).map((key) => key + ': ' + feature.properties[key])].join(' · '));
        shape.bindTooltip(text, { sticky: true });
      },
    }).addTo(yiping.map.leaflet);
    mine.shown = mine.group.getLayers().length;
  }

  /* The slider's moments: those that pictures can be asked for, and even steps over the time that shapes span. */
  function layTime() {
    const on = [...drawn.keys()].map((name) => known.get(name)).filter((one) => one.timed);
    const found = new Set(on.flatMap((one) => one.moments.map((text) => Date.parse(text))));
    on.filter((one) => !isPicture(one)).forEach((one) => {
      const ends = drawn.get(one.name).features.flatMap(({ properties: p }) => [p._since, p._until]).filter((n) => n !== null);
      if (!ends.length) { return; }
      const first = Math.min(...ends), last = Math.max(...ends);
      for (let n = 0; n <= STEPS; n += 1) { found.add(Math.round(first + (last - first) * n / STEPS)); }
    });
    const wasAt = steps.length ? steps[chosen] : Date.now(), isNewest = chosen !== null && chosen === steps.length - 1;
    steps = [...found].sort((a, b) => a - b);
    const before = steps.filter((one) => one <= (isNewest ? Infinity : wasAt)).length;
    chosen = steps.length ? Math.max(0, before - 1) : null;
    showTime();
  }

  function showTime() {
    let box = document.getElementById('source-time');
    if (!steps.length) { if (box) { box.remove(); } return; }
    if (!box) {
      box = el('label', 'source-time');
      box.id = 'source-time';
      const slider = el('input');
      slider.type = 'range';
      slider.min = '0';
      box.append(el('span', '', yiping.t('sources.time')), slider, el('output'));
      document.getElementById('source-key').after(box);
      slider.addEventListener('input', () => { chosen = Number(slider.value); showTime(); clearTimeout(told); told = setTimeout(moved, 150); });
    }
    const slider = box.querySelector('input');
    slider.max = String(steps.length - 1);
    slider.value = String(chosen);
    const words = clock(steps[chosen], true);
    slider.setAttribute('aria-valuetext', words);
    box.querySelector('output').textContent = words;
    box.dataset.at = new Date(steps[chosen]).toISOString();
  }

  function moved() {
    drawn.forEach((mine, name) => {
      const one = known.get(name);
      if (!one.timed || !mine.group) { return; }
      if (isPicture(one)) { mine.group.setUrl(tileUrl(one)); } else { showShapes(name); }
    });
  }

  /* Of a layer's own moments the last one that is not after the chosen one. */
  function momentOf(one) {
    if (!one.timed) { return ''; }
    const at = steps.length ? steps[chosen] : Date.now();
    return one.moments.filter((text) => Date.parse(text) <= at).pop() || one.moments[0] || '';
  }

  /* Whose layers are on, under which approval, and which of them are not as they should be. */
  function writeKey() {
    const box = document.getElementById('source-key');
    if (!box) { return; }
    box.replaceChildren(...[...drawn.keys()].map((name) => {
      const one = known.get(name), line = el('span', TROUBLE.has(one.state) ? 'is-trouble' : '');
      line.dataset.on = name;
      line.dataset.state = one.state;
      line.textContent = [one.title, TROUBLE.has(one.state) ? yiping.t('sources.' + one.state) : '', one.attribution || one.owner,
        one.approval ? yiping.t('sources.approval', { number: one.approval }) : ''].filter(Boolean).join(' · ');
      return line;
    }));
  }

  function toggle(name, isOn) {
    const one = known.get(name);
    if (!isOn) {
      const mine = drawn.get(name);
      drawn.delete(name);
      if (mine && mine.group) { mine.group.remove(); }
    } else if (one.kind) {
      if (isPicture(one)) { drawn.set(name, { group: null, features: [] }); layTime(); drawTiles(one); } else {
        drawn.set(name, { group: null, features: [], askedAt: 0 });
        drawShapes(name);
      }
    }
    layTime();
    writeKey();
    if (isOn) { lookSoon(); }
  }

  document.addEventListener('DOMContentLoaded', () => window.L.Map.addInitHook(function () {
    this.createPane('sources').style.zIndex = 406;
    this.createPane('source-shapes').style.zIndex = 412;
  }));

  const inner = yiping.overlays;
  yiping.overlays = {
    ...inner,
    has: (name) => known.has(name) || inner.has(name),
    toggle: (name, isOn) => (known.has(name) ? toggle : inner.toggle)(name, isOn),
  };
  /* The viewer of cameras is fetched when somebody looks for the first time. */
  let viewer = null;
  yiping.openCamera = function (id, caseNo, name) {
    viewer = viewer || new Promise((done, failed) => {
      const script = document.createElement('script');
      script.src = '/assets/camera.js?m=' + state.build;
      script.onload = done;
      script.onerror = () => { viewer = null; failed(); };
      document.head.append(script);
    });
    viewer.then(() => yiping.camera(id, caseNo, name), () => yiping.say(yiping.t('camera.unavailable'), 'refused'));
  };
  document.addEventListener('click', (event) => {
    const pressed = event.target.closest('[data-camera]');
    if (pressed) { yiping.openCamera(pressed.dataset.camera, pressed.dataset.cameraCase); }
  }, true);

  yiping.sources = { lay, look, shown: (name) => (drawn.get(name) || {}).shown, stateOf: (name) => known.get(name).state };
})();
