/* Who is reached within fifteen minutes, drawn over the grids: each class of minutes by a pattern and a word, what is
   not reached among them. The key holds what is shown and how many people each class has. */
(function () {
  'use strict';
  const yiping = window.yiping = window.yiping || {};
  const state = yiping.state = yiping.state || {};
  const SERVICES = ['medical', 'medical.road', 'education', 'education.road', 'elderly', 'elderly.road'];
  const KINDS = ['fire', 'medical', 'police', 'repair', 'sanitation', 'enforcement', 'grid_officer'];
  const PATTERNS = { 5: 'M0 4H8M4 0V8', 10: 'M-2 2L2 -2M0 8L8 0M6 10L10 6', 15: 'M3 4H5', none: 'M0 0L8 8M8 0L0 8' };
  const SVG = 'http://www.w3.org/2000/svg';
  let what = SERVICES[0], renderer = null, chooser = null;

  const t = (key, values) => yiping.t('reach.' + key, values);
  const classOf = (facts) => (facts.to_min === null || facts.to_min === undefined ? 'none' : String(facts.to_min));
  const mayUnits = () => (state.may || []).includes('units.view');

  function nameOf(one) {
    const [first, kind, way] = one.split('.');
    if (first !== 'unit') { return t(first) + ' · ' + t(kind || 'foot'); }
    return yiping.t('kinds.' + kind) + ' · ' + t(way || 'base');
  }

  function svg(tag, facts) {
    const node = document.createElementNS(SVG, tag);
    Object.entries(facts).forEach(([name, value]) => node.setAttribute(name, value));
    return node;
  }

  /* One pattern for each class; its colours are the style sheet's, so that they follow the theme. */
  function patterns() {
    const defs = svg('defs', {});
    Object.entries(PATTERNS).forEach(([name, line]) => {
      const pattern = svg('pattern', { id: 'reach-' + name, patternUnits: 'userSpaceOnUse', width: 8, height: 8 });
      pattern.append(svg('rect', { width: 8, height: 8, class: 'reach-ground is-' + name }), svg('path', { d: line, class: 'reach-line is-' + name }));
      defs.append(pattern);
    });
    return defs;
  }

  function style(feature) {
    const map = yiping.map.leaflet, name = classOf(feature.properties);
    if (!map.getPane('reach')) {
      map.createPane('reach').style.zIndex = 405;
      map.getPane('reach').style.pointerEvents = 'none';
      renderer = window.L.svg({ pane: 'reach', padding: 0.5 });
    }
    return { renderer, pane: 'reach', interactive: false, className: 'reach-shape is-' + name, weight: name === 'none' ? 2 : 1,
      color: yiping.theme(name === 'none' ? '--text-1' : '--done-text'), fill: true, fillColor: 'url(#reach-' + name + ')', fillOpacity: 1 };
  }

  function laid() {
    const box = renderer && renderer._container;
    if (box && !box.querySelector('#reach-none')) { box.prepend(patterns()); }
  }

  /* What can be shown: services, and units for whoever may see them. */
  function choose(again) {
    if (!chooser) {
      chooser = document.createElement('select');
      chooser.id = 'reach-what';
      const units = mayUnits() ? KINDS.flatMap((kind) => ['unit.' + kind, 'unit.' + kind + '.now']) : [];
      [['services', SERVICES], ['units', units]].forEach(([group, listed]) => {
        if (!listed.length) { return; }
        const holder = document.createElement('optgroup');
        holder.label = t(group);
        listed.forEach((one) => holder.append(new Option(nameOf(one), one)));
        chooser.append(holder);
      });
    }
    chooser.setAttribute('aria-label', t('what'));
    chooser.value = what;
    chooser.onchange = () => { what = chooser.value; again(); };
    return chooser;
  }

  function row(facts) {
    const line = document.createElement('span'), swatch = svg('svg', { class: 'reach-swatch', viewBox: '0 0 24 16', 'aria-hidden': 'true' });
    const name = classOf(facts), isNone = name === 'none';
    swatch.append(svg('rect', { width: 24, height: 16, class: 'reach-ground is-' + name }),
      svg('path', { d: [0, 8, 16].map((x) => [0, 8].map((y) => 'M' + x + ' ' + y + PATTERNS[name].replace(/([ML])(-?\d+) (-?\d+)/g, (_, a, u, v) => a + (x + Number(u)) + ' ' + (y + Number(v))).replace(/H(\d+)/g, (_, u) => 'H' + (x + Number(u))).replace(/V(\d+)/g, (_, v) => 'V' + (y + Number(v)))).join('')).join(''), class: 'reach-line is-' + name }));
    line.dataset.reachClass = name;
    line.dataset.people = facts.people === null || facts.people === undefined ? '' : facts.people;
    const who = line.dataset.people === '' ? t('grids', { n: yiping.number(facts.grids) }) : t('people', { n: yiping.number(facts.people) });
    line.append(swatch, (isNone ? t('none') : t('within', { n: facts.to_min })) + ' ' + who);
    return line;
  }

  /* The key: what is shown, its classes with their people, how it was reckoned and what could not be known. */
  function key(features, again) {
    laid();
    const facts = features[0].properties, small = document.createElement('small');
    const unknown = (facts.unknown || '').split(',').filter(Boolean).map((one) => t('unknown_' + one));
    const time = yiping.clock.text(facts.as_of, state.zone, { hour: '2-digit', minute: '2-digit' });
    small.textContent = [t('sites', { n: yiping.number(facts.sites) }), t('as_of', { time }), ...unknown].join(' · ');
    small.title = t('about');
    small.id = 'reach-note';
    return [choose(again), ...features.map((one) => row(one.properties)), small];
  }

  yiping.reach = { style, key, asks: () => ({ what }), says: (facts) => row(facts).textContent };
})();
