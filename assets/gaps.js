/* Coverage gaps. On a desk: after a dispatch that leaves grids outside the asked minutes a notice says how many, shows them
   on the map and offers which free unit could stand elsewhere; a page without a map says how many. On a wall: one line over the map while less is covered than
   is asked. */
(function () {
  'use strict';
  const yiping = window.yiping;
  const { state } = yiping;
  const make = yiping.element;
  const t = (key, values) => yiping.t('gaps.' + key, values);
  const WALL_MS = 60000, MOST_GAPS = 3, SAID_MS = 15000;
  let group = null, told = null, last = [], timer = 0;

  const notice = () => document.getElementById('gap-notice');
  const latlng = ([lon, lat]) => [lat, lon];

  const ask = (path, body) => yiping.ask('/coverage-gaps' + path, body, t('failed'));

  function knob(name, text, look, work) {
    const made = make('button', { type: 'button', class: look, 'data-gap-do': name }, text);
    made.addEventListener('click', work);
    return made;
  }

  /* ---- On the map: the grids nobody reaches, and where a unit could stand ---- */
  /* What is less than asked goes before what is only less than it was. */
  const worst = () => [...told.gaps].sort((a, b) => Number(b.is_short) - Number(a.is_short)).slice(0, MOST_GAPS);

  function clear() {
    if (group) { group.remove(); }
    group = null;
  }

  function rings(gap) {
    const look = { pane: 'outlines', interactive: false, radius: 3.5, weight: 1.8, color: yiping.theme('--p2-text'), fillColor: yiping.theme('--surface-1'), fillOpacity: 0.85 };
    return gap.points.map((at) => window.L.circleMarker(latlng(at), look));
  }

  function way(move) {
    const ends = [[move.unit.lat, move.unit.lon], [move.lat, move.lon]];
    const look = { pane: 'outlines', interactive: false };
    return [window.L.polyline(ends, { ...look, color: yiping.theme('--halo'), weight: 7 }), window.L.polyline(ends, { ...look, color: yiping.theme('--accent'), weight: 3.5, dashArray: '10 6' }),
      window.L.circleMarker(ends[1], { ...look, radius: 8, color: yiping.theme('--accent'), weight: 3, fillColor: yiping.theme('--surface-1'), fillOpacity: 1 })];
  }

  function paint() {
    clear();
    if (!told || !yiping.map.leaflet) { return; }
    group = window.L.layerGroup([...worst().flatMap(rings), ...worst().flatMap((gap) => gap.moves.slice(0, gap.is_short ? 2 : 1).flatMap(way))]).addTo(yiping.map.leaflet);
  }

  /* ---- The notice of a desk ---- */
  function close() {
    clear();
    told = null;
    if (notice()) { notice().remove(); }
  }

  /* What moves somebody is pressed twice: the second press says what it does. */
  function twice(button, words, work) {
    if (button.dataset.sure) { button.disabled = true; work(); return; }
    button.dataset.sure = '1';
    button.replaceChildren(t('confirm', { what: words }));
  }

  function moveRow(move) {
    const button = make('button', { type: 'button', class: 'relief', 'data-relief': move.unit.id }, make('b', {}, move.text), make('small', {}, move.gains));
    button.addEventListener('click', () => twice(button, move.text, () => act('/relief', { unit: move.unit.id, lon: move.lon, lat: move.lat, grid: move.grid })));
    return button;
  }

  function standingRow(one) {
    const button = knob('recall', one.recall, '', () => twice(button, one.recall, () => act('/recall', { unit: one.unit })));
    return make('li', { 'data-standing': one.unit }, make('span', {}, one.text), button);
  }

  function gapRows(gap) {
    return [make('p', { class: gap.is_short ? 'is-short' : '', 'data-gap': gap.kind, 'data-grids': gap.grids }, (gap.is_short ? '▼ ' : '△ ') + gap.text),
      ...(gap.moves.length ? gap.moves.slice(0, gap.is_short ? 2 : 1).map(moveRow) : [make('small', {}, t('no_relief'))])];
  }

  function draw(words) {
    if (notice()) { notice().remove(); }
    const shown = make('aside', { id: 'gap-notice', role: 'status', 'aria-label': t('title') }, make('header', {}, make('b', {}, t('title')), knob('close', '×', 'close', close)),
      ...(words ? [make('p', { class: 'is-done' }, words)] : []), ...worst().flatMap(gapRows),
      ...(told.gaps.length ? [] : [make('p', {}, t('none'))]), told.standing.length ? make('ul', {}, ...told.standing.map(standingRow)) : null);
    shown.querySelector('.close').setAttribute('aria-label', t('close'));
    document.querySelector('.desk .map-frame').append(shown);
    paint();
  }

  async function act(path, body) {
    try {
      const said = await ask(path, body);
      yiping.say(said.text, 'done');
      await look(last, said.text);
    } catch (error) { yiping.say(error.message || t('failed'), 'refused'); if (told) { draw(); } }
  }

  /* Look what these units left uncovered (all that are out, where none is named); quiet where there is nothing to say.
     A page without a map says it in words. */
  async function look(units, words) {
    last = units;
    try {
      told = await ask('?' + new URLSearchParams({ area: state.area, ...(units.length ? { sent: units.join() } : {}) }));
    } catch (error) { close(); return; }
    if (state.surface !== 'desk') {
      if (told.gaps.length) { yiping.say([t('title'), ...worst().map((gap) => gap.text)].join(' · '), 'plain', SAID_MS); }
      return;
    }
    if (told.gaps.length || words) { draw(words); } else { close(); }
  }

  /* ---- The line of a wall ---- */
  async function tellWall() {
    const panel = document.getElementById('map-panel');
    let line = document.getElementById('gap-line');
    try {
      const { short } = await ask('?' + new URLSearchParams({ area: state.area }));
      if (!line && short.length && panel) { line = make('div', { id: 'gap-line', class: 'map-overlay', role: 'status' }); panel.append(line); }
      if (line) { line.hidden = !short.length || Boolean(state.t); line.textContent = short.length ? t('wall', { text: short[0] }) + (short.length > 1 ? ' +' + (short.length - 1) : '') : ''; }
    } catch (error) { if (line) { line.hidden = true; } }
  }

  new MutationObserver(() => { if (told) { paint(); } }).observe(document.body, { attributes: true, attributeFilter: ['data-theme'] });

  yiping.unreached = {
    look, close,
    watch: () => { clearInterval(timer); tellWall(); timer = setInterval(tellWall, WALL_MS); },
  };
})();
