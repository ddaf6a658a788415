/* Shapes that carry meaning beside colour, drawn alike in feed, map and legend. */
(function () {
  'use strict';
  const yiping = window.yiping = window.yiping || {};
  const NS = 'http://www.w3.org/2000/svg';
  const SHAPES = {
    1: 'M7 1H17L23 7V17L17 23H7L1 17V7Z',
    2: 'M12 2L23 22H1Z',
    3: 'M12 1L23 12L12 23L1 12Z',
    4: 'M12 3A9 9 0 1 1 11.99 3Z',
  };

  function svg(tag, attributes) {
    const node = document.createElementNS(NS, tag);
    Object.entries(attributes).forEach(([name, value]) => node.setAttribute(name, value));
    return node;
  }

  /* The pin of one case: fill by priority, dark halo, thin light ring, "!" in the octagon. */
  function casePin(priority, placed) {
    const root = svg('svg', { viewBox: '-3 -3 30 30', class: 'pin p' + priority + (placed === 'area' ? ' by-area' : '') });
    root.append(svg('path', { d: SHAPES[priority] || SHAPES[4], class: 'halo' }));
    root.append(svg('path', { d: SHAPES[priority] || SHAPES[4], class: 'body' }));
    if (priority === 1) {
      root.append(svg('path', { d: 'M12 6V13.5M12 17V18', class: 'bang' }));
    }
    return root;
  }

  /* A cluster `size` pixels wide: its number, and a ring divided by priority. */
  function clusterPin(counts, size) {
    const total = counts.reduce((sum, n) => sum + n, 0);
    const middle = size / 2;
    const root = svg('svg', { viewBox: '0 0 ' + size + ' ' + size, class: 'cluster' });
    root.append(svg('circle', { cx: middle, cy: middle, r: size * 0.42, class: 'disc', 'stroke-width': size * 0.16 }));
    let begin = 0;
    counts.forEach((count, index) => {
      if (!count) { return; }
      const share = count / total;
      root.append(svg('circle', {
        cx: middle, cy: middle, r: size * 0.42, class: 'arc p' + (index + 1), pathLength: 100, 'stroke-width': size * 0.1,
        'stroke-dasharray': (share * 100) + ' ' + (100 - share * 100), 'stroke-dashoffset': 25 - begin * 100,
      }));
      begin += share;
    });
    const label = svg('text', { x: middle, y: middle, class: 'number' });
    label.style.fontSize = size * (total > 999 ? 0.3 : 0.38) + 'px';
    label.textContent = total > 9999 ? Math.round(total / 1000) + 'k' : String(total);
    root.append(label);
    return root;
  }

  /* A unit: rounded square, hollow when free, filled when engaged, arrow when under way. */
  function unitPin(status, kind) {
    const root = svg('svg', { viewBox: '0 0 24 24', class: 'unit ' + status + ' kind-' + kind });
    root.append(svg('rect', { x: 3, y: 3, width: 18, height: 18, rx: 5, class: 'body' }));
    const inner = { dispatched: 'M12 7A5 5 0 0 1 12 17Z', under_way: 'M8 7L17 12L8 17Z', on_scene: 'M8 12A4 4 0 1 1 8 12.01Z' }[status];
    if (inner) { root.append(svg('path', { d: inner, class: 'inner' })); }
    return root;
  }

  yiping.symbols = { casePin, clusterPin, unitPin };
})();
