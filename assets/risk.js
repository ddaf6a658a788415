/* Profiles of grids on the map: risk in bands, hot spots, blind spots, the patrol's numbers, clusters. Each says what it
   is by line, number, sign and word besides its colour; the key counts what is drawn and says as of when. */
(function () {
  'use strict';
  const yiping = window.yiping = window.yiping || {};
  const state = yiping.state = yiping.state || {};
  const t = (key, values) => yiping.t('risk_map.' + key, values);
  const name = (facts) => (state.language === 'en' && facts.name_en) || facts.name;
  const MOST_DRAWN = 1500;
  const press = (facts) => yiping.select(facts.code);

  /* Higher bands have a stronger line, a fuller ground and no gaps. */
  const BANDS = {
    extreme: { weight: 3, dashArray: null, fillOpacity: 0.5 },
    high: { weight: 2.5, dashArray: '8 3', fillOpacity: 0.34 },
    raised: { weight: 1.5, dashArray: '4 4', fillOpacity: 0.2 },
    low: { weight: 0.75, dashArray: '1 5', fillOpacity: 0.06 },
  };
  const LINES = {
    hot_grids: { colour: '--p1', weight: 3, dashArray: null, fillOpacity: 0.12 },
    blind_spots: { colour: '--p4', weight: 3, dashArray: '2 6', fillOpacity: 0.3 },
  };

  const line = (colour, one) => ({ color: yiping.theme(colour), fillColor: yiping.theme(colour), pane: 'marks', ...one });

  function sign(at, className, text, below) {
    const node = yiping.labelled('i', 'risk-sign ' + className, text);
    return window.L.marker(at, { pane: 'marks', keyboard: false, zIndexOffset: -10 * (below || 0), icon: window.L.divIcon({ className: 'mark-holder', iconSize: [24, 24], html: node }) });
  }

  function row(className, text, facts) {
    const holder = yiping.labelled('span', 'risk-row', '');
    holder.append(yiping.labelled('i', 'risk-swatch ' + className), text);
    Object.assign(holder.dataset, facts);
    return holder;
  }

  const stamp = (features) => yiping.labelled('small', 'risk-stamp', t('made', { at: yiping.past.say(features[0].properties.made_at) }));

  function bandKey(features) {
    const rows = Object.keys(BANDS).map((band) => {
      const n = features.filter((one) => one.properties.band === band).length;
      const one = row('is-' + band, yiping.t('risk_bands.' + band) + ' ' + yiping.number(n), { riskBand: band, count: n });
      one.hidden = !n;
      return one;
    });
    const rest = features.length >= MOST_DRAWN ? [yiping.labelled('small', '', t('most', { n: MOST_DRAWN }))] : [];
    return [...rows, ...rest, stamp(features)];
  }

  const counted = (layer, key) => (features) => [row('is-' + layer, t(key, { n: yiping.number(features.length) }), { riskLayer: layer, count: features.length }), stamp(features)];

  const className = (facts) => (facts.class ? (state.classes || {})[facts.class] || facts.class : t('all_classes'));

  function cluster(feature, at) {
    const facts = feature.properties;
    const ring = window.L.circle(at, { radius: Math.max(facts.radius_m, 120), ...line('--p2', { weight: 2.5, dashArray: '10 4', fillOpacity: 0.1 }) });
    return window.L.featureGroup([ring, sign(at, 'is-cluster', String(facts.observed))]);
  }

  yiping.overlays.add('risk', {
    style: (feature) => line('--p1', BANDS[feature.properties.band]),
    says: (facts) => [name(facts), t('risk', { n: facts.risk }), yiping.t('risk_bands.' + facts.band), t('main', { factor: yiping.t('risk_factors.' + facts.main) })].join(' · '),
    key: bandKey, press,
  });
  yiping.overlays.add('hot_grids', {
    style: () => line(LINES.hot_grids.colour, LINES.hot_grids),
    says: (facts) => [name(facts), t('hot', { z: facts.z, n: facts.days })].join(' · '),
    key: counted('hot_grids', 'count_hot'), press,
  });
  yiping.overlays.add('blind_spots', {
    style: () => line(LINES.blind_spots.colour, LINES.blind_spots),
    says: (facts) => [name(facts), t('blind', { n: facts.days, expected: facts.expected })].join(' · '),
    key: counted('blind_spots', 'count_blind'), press,
  });
  yiping.overlays.add('patrol', {
    point: (feature, at) => sign(at, 'is-patrol', String(feature.properties.rank), feature.properties.rank),
    says: (facts) => [name(facts), t('rank', { n: facts.rank }), t(facts.method), facts.day].join(' · '),
    key: counted('patrol', 'count_patrol'), press,
  });
  yiping.overlays.add('clusters', {
    point: cluster,
    says: (facts) => t('cluster', { class: className(facts), n: facts.observed, expected: facts.expected, begins: facts.begins, ends: facts.ends, p: facts.p.toFixed(3) }),
    key: counted('clusters', 'count_clusters'), press,
  });
})();
