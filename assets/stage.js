/* The wall's stage: asks where everything lies for this window and puts it there. Real pixels, no transform. */
(function () {
  'use strict';
  const yiping = window.yiping = window.yiping || {};
  const state = yiping.state = yiping.state || {};
  const SETTLED = 150;          // a window that is being dragged is asked for once it rests
  const TRY_AGAIN = 2000;
  const OTHER_SIDE = { 'title-left': 'title-right', 'title-right': 'title-left' };
  const NARROW = 17;            // panels of so few characters put a bar under its name
  const MOST_PARTS = 4;          // of the alarm line, each between two seams
  let resting = 0, told = '', isSwapped = false, asked = 0;

  const name = () => decodeURIComponent(location.pathname.split('/')[2] || '');
  const px = (n) => n + 'px';

  /* What only walls need: their care, their scenes, and the code that lets them in. */
  function fetchRest() {
    const head = document.head, version = '?m=' + encodeURIComponent(state.build);
    if (head.querySelector('[data-of-walls]')) { return; }
    [['link', { rel: 'stylesheet', href: '/assets/pair.css' + version }], ['script', { src: '/assets/pair.js' + version }],
      ['script', { src: '/assets/care.js' + version }], ['link', { rel: 'stylesheet', href: '/assets/scenes.css' + version }],
      ['script', { src: '/assets/scenes.js' + version }], ['script', { src: '/assets/tour.js' + version }],
      ['script', { src: '/assets/legend_place.js' + version }]].forEach(([tag, given]) => {
      const node = Object.assign(document.createElement(tag), given);
      node.dataset.ofWalls = '1';
      head.append(node);
    });
  }

  async function ask() {
    const size = { width: Math.round(window.innerWidth), height: Math.round(window.innerHeight), ratio: window.devicePixelRatio || 1,
      ...(state.scene ? { scene: state.scene } : {}) };
    const answer = await fetch('/walls/' + encodeURIComponent(name()) + '/stage?' + new URLSearchParams(size), { cache: 'no-store' });
    if (!answer.ok) { throw new Error(String(answer.status)); }
    return answer.json();
  }

  function place(stage) {
    const { style, dataset } = document.body;
    Object.entries(stage.sizes).forEach(([key, value]) => style.setProperty(key, px(value)));
    style.setProperty('--cards', stage.cards.slice(0, stage.cards.length / stage.card_rows).map(px).join(' '));
    style.setProperty('--card-gap', px(stage.gap_x));
    style.setProperty('--spans', stage.spans.map(px).join(' '));
    document.querySelector('.stage.wall').classList.toggle('has-seams', stage.seams_x.length > 0);
    dataset.spans = String(Math.min(stage.spans.length, MOST_PARTS));
    document.querySelectorAll('[data-box]').forEach((node) => {
      const box = stage.boxes[placeOf(node.dataset.box)];
      node.hidden = !box;
      if (box) { ['left', 'top', 'width', 'height'].forEach((side, index) => { node.style[side] = px(box[index]); }); }
      node.classList.toggle('is-narrow', Boolean(box) && box[2] < NARROW * stage.sizes['--t-row']);
    });
    Object.assign(dataset, { layout: stage.layout, density: stage.density });
    Object.assign(state, { layout: stage.layout, density: stage.density, type: stage.sizes['--t-small'], cards: stage.cards.length, wall: stage });
    if (stage.fault && stage.fault !== told) { told = stage.fault; yiping.say(stage.fault, 'refused', 20000); }
  }

  /* The panel that the address brings to the front stands where the map else does. */
  function placeOf(box) {
    const front = new URLSearchParams(location.search).get('panel');
    if (front && front !== 'map' && document.querySelector('[data-box="' + CSS.escape(front) + '"]')) {
      if (box === front) { return 'map'; }
      if (box === 'map') { return ''; }
    }
    return (isSwapped && OTHER_SIDE[box]) || box;
  }

  /* Resolves once everything stands; a server that does not answer is asked again. */
  async function apply() {
    const mine = ++asked;
    try {
      const stage = await ask();
      if (mine !== asked) { return; }
      place(stage);
      fetchRest();
      document.dispatchEvent(new CustomEvent('yiping:stage', { detail: state.wall }));
    } catch (error) {
      await new Promise((done) => { setTimeout(done, TRY_AGAIN); });
      await apply();
    }
  }

  /* A wall never scrolls: rows that do not stand there whole are left out, and counted. */
  function fit(host) {
    host.querySelectorAll('.panel-body').forEach((body) => {
      const rows = [...body.children].filter((row) => /-row\b/.test(row.className));
      if (!rows.length || body.closest('.panel-feed')) { return; }
      const more = body.querySelector('.more') || document.createElement('small');
      const before = Number(more.dataset.hidden || 0);
      more.className = 'more';
      // Glyphs reach beyond their lines, so that a height of what could be scrolled to says too much.
      const low = (node) => node.getBoundingClientRect().bottom;
      const isSpilt = () => [...body.children].some((one) => !one.hidden && low(one) > low(body) + 1);
      let left = rows.length;
      while (left > 1 && isSpilt()) {
        left -= 1;
        rows[left].hidden = true;
        more.textContent = yiping.t('app.more', { n: before + rows.length - left });
        if (!more.isConnected) { body.append(more); }
      }
    });
  }

  window.addEventListener('resize', () => {
    if (state.surface !== 'wall') { return; }
    clearTimeout(resting);
    resting = setTimeout(() => { apply().then(() => { yiping.refresh(); yiping.map.zoom('home'); }); }, SETTLED);
  });

  /* The groups of the title bar change sides now and then, so that no point is lit for years. */
  function swap(swapped) {
    if (swapped === isSwapped) { return; }
    isSwapped = swapped;
    document.body.dataset.swapped = String(swapped);
    place(state.wall);
  }

  yiping.stage = { apply, fit, swap };
})();
