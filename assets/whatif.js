/* The small map of a scenario: grids as dots (crosses where nobody comes in time), who stands there as squares. A press
   on a grid, or a square dragged onto one, fills the form in; nothing is sent by the map. */
(function () {
  'use strict';
  const yiping = window.yiping = window.yiping || {};
  const SVG = 'http://www.w3.org/2000/svg', WIDE = 1000, EDGE = 14, SIDE = 13, LEAST_PX = 5, MOST_NAMED = 24;
  let drawn = '';

  function svg(tag, facts, text) {
    const node = document.createElementNS(SVG, tag);
    Object.entries(facts).forEach(([name, value]) => node.setAttribute(name, value));
    if (text) { const title = document.createElementNS(SVG, 'title'); title.textContent = text; node.append(title); }
    return node;
  }

  function label(name, x, y) {
    const isLeft = x > WIDE * 0.9;
    const node = svg('text', { x: x + (isLeft ? -SIDE : SIDE), y: y + 4, class: 'whatif-name', 'text-anchor': isLeft ? 'end' : 'start' });
    node.textContent = name;
    return node;
  }

  const field = (name) => document.querySelector('#whatif-form [name=' + name + ']');
  function fill(name, value) {
    const one = field(name);
    if (one) { one.value = value; one.dispatchEvent(new Event('input', { bubbles: true })); }
  }

  function scale(grids) {
    const lons = grids.map((one) => one[1]), lats = grids.map((one) => one[2]);
    const west = Math.min(...lons), south = Math.min(...lats), north = Math.max(...lats);
    const squeeze = Math.cos((south + north) / 2 * Math.PI / 180);
    const unit = (WIDE - 2 * EDGE) / Math.max((Math.max(...lons) - west) * squeeze, (north - south) * 1.6, 1e-6);
    return { at: (lon, lat) => [EDGE + (lon - west) * squeeze * unit, EDGE + (north - lat) * unit], high: 2 * EDGE + (north - south) * unit };
  }

  function nearest(spots, x, y) {
    let best = null, least = Infinity;
    spots.forEach((one) => { const far = (one.x - x) ** 2 + (one.y - y) ** 2; if (far < least) { least = far; best = one; } });
    return best;
  }

  function draggable(node, board, spots, target) {
    const start = { x: 0, y: 0 };
    const place = (event) => { const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(board.getScreenCTM().inverse()); return [at.x, at.y]; };
    node.addEventListener('pointerdown', (event) => {
      event.preventDefault();
      node.setPointerCapture(event.pointerId);
      Object.assign(start, { x: event.clientX, y: event.clientY });
      node.classList.add('is-held');
      fill('target', target);
    });
    node.addEventListener('pointermove', (event) => {
      if (!node.classList.contains('is-held')) { return; }
      const [x, y] = place(event);
      node.setAttribute('x', x - SIDE / 2); node.setAttribute('y', y - SIDE / 2);
    });
    node.addEventListener('pointerup', (event) => {
      node.classList.remove('is-held');
      if (Math.hypot(event.clientX - start.x, event.clientY - start.y) < LEAST_PX) { return; }
      const found = nearest(spots, ...place(event));
      fill('do', 'move'); fill('target', target); fill('grid', found.code);
    });
  }

  function draw(host) {
    const { grids, sites } = JSON.parse(host.dataset.drawn), { at, high } = scale(grids);
    const board = svg('svg', { viewBox: '0 0 ' + WIDE + ' ' + Math.ceil(high), class: 'whatif-board', role: 'img' });
    const spots = grids.map(([code, lon, lat, isIn]) => {
      const [x, y] = at(lon, lat);
      const mark = isIn ? svg('circle', { cx: x, cy: y, r: 4, class: 'whatif-grid is-in' }, code)
        : svg('path', { d: 'M' + (x - 4) + ' ' + (y - 4) + 'l8 8m0-8l-8 8', class: 'whatif-grid' }, code);
      mark.dataset.grid = code;
      board.append(mark);
      return { code, x, y };
    });
    board.addEventListener('click', (event) => {
      if (event.target.closest('[data-grid]')) { fill('grid', event.target.closest('[data-grid]').dataset.grid); }
    });
    sites.forEach(([target, name, lon, lat]) => {
      const [x, y] = at(lon, lat);
      const node = svg('rect', { x: x - SIDE / 2, y: y - SIDE / 2, width: SIDE, height: SIDE, class: 'whatif-site' }, name);
      node.dataset.target = target;
      board.append(node);
      if (sites.length <= MOST_NAMED) { board.append(label(name, x, y)); }
      draggable(node, board, spots, target);
    });
    host.replaceChildren(board);
  }

  /* The page is painted anew when the city changes; what is drawn is drawn again only where it differs. */
  function look() {
    const host = document.querySelector('[data-drawn]');
    if (!host || (host.firstChild && drawn === host.dataset.drawn)) { return; }
    drawn = host.dataset.drawn;
    draw(host);
  }
  new MutationObserver(look).observe(document.getElementById('office'), { childList: true, subtree: true, attributes: true, attributeFilter: ['data-drawn'] });
  look();
  yiping.whatif = { look };
})();
