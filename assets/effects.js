/* What choosing a row of the search box does, by the effect's `do`. A new verb adds its own: yiping.effects.replay = (effect) => …
   Nothing here sends anything: forms are opened and filled in. An effect that is not known here is not offered. */
(function () {
  'use strict';
  const yiping = window.yiping = window.yiping || {};
  const state = yiping.state = yiping.state || {};
  const NEAR_ZOOM = 16, POINTED_MS = 20000;
  let pointer = null, fading = 0;

  const isDesk = () => state.surface === 'desk';
  const toDesk = (query) => location.assign('/desk/overview?' + new URLSearchParams({ v: '1', ...query }));

  /* A ring with a name, for a while. */
  function point(effect) {
    if (pointer) { pointer.remove(); }
    const mark = document.createElement('div'), name = document.createElement('b');
    mark.className = 'found-mark';
    name.textContent = effect.name;
    mark.append(name);
    const icon = window.L.divIcon({ className: '', html: mark, iconSize: [0, 0] });
    pointer = window.L.marker([effect.lat, effect.lon], { icon, pane: 'labels', interactive: false, keyboard: false }).addTo(yiping.map.leaflet);
    clearTimeout(fading);
    fading = setTimeout(() => pointer.remove(), POINTED_MS);
  }

  function fly(effect) {
    if (!isDesk()) { toDesk({ area: state.area, c: [effect.lat.toFixed(5), effect.lon.toFixed(5), NEAR_ZOOM].join(',') }); return; }
    const map = yiping.map.leaflet;
    map.setView([effect.lat, effect.lon], Math.max(NEAR_ZOOM, map.getZoom()), { animate: false });
    yiping.address.keepView(map);
    point(effect);
    if (effect.unit) { showUnit(effect.unit); }
  }

  /* A unit's row shows where it stands; one that reports no position yet says so. */
  document.addEventListener('click', (event) => {
    const row = event.target.closest('[data-show-unit]'), unit = row && yiping.marks.unit(row.dataset.showUnit);
    if (!row) { return; }
    if (!unit) { yiping.say(yiping.t('find.not_placed'), 'refused'); return; }
    fly({ lat: unit.lat, lon: unit.lon, name: (state.language === 'en' && unit.name_en) || unit.name });
  });

  function showUnit(id) {
    yiping.showTab('forces');
    const row = document.querySelector('.unit-list [data-unit="' + CSS.escape(id) + '"]');
    if (row) { row.scrollIntoView({ block: 'nearest' }); }
  }

  /* Open the case, then the form; a form that is no longer offered by then is said, not replaced by another. */
  async function form({ case: caseNo, verb, units, given }) {
    yiping.open(caseNo, { units });
    const hasUnits = () => units.every((id) => document.querySelector('#drawer [data-pick="' + CSS.escape(id) + '"]'));
    if (!await yiping.act.drawn(caseNo, hasUnits)) { yiping.say(yiping.t('find.gone'), 'refused'); return; }
    const button = document.querySelector('#drawer [data-action="' + CSS.escape(verb) + '"]');
    if (!button || !hasUnits()) { yiping.say(yiping.t('find.not_offered'), 'refused'); return; }
    button.click();
    yiping.give.fillIn(given, units);
  }

  function layer({ name }) {
    const button = document.querySelector('[data-layer="' + CSS.escape(name) + '"]');
    if (button) { button.click(); } else { yiping.say(yiping.t('find.no_switch'), 'refused'); }
  }

  yiping.effects = {
    fly, form, layer,
    case: (effect) => yiping.open(effect.case),
    area: (effect) => { if (isDesk()) { yiping.select(effect.code); } else { toDesk({ area: effect.code }); } },
    brief: (effect) => yiping.brief.open(effect),
    page: (effect) => location.assign(effect.href),
    replay: (effect) => {
      const t = new Date(effect.at).toISOString();
      if (isDesk()) { yiping.past.go(t); } else { toDesk({ area: state.area, t }); }
    },
  };
})();
