/* Where the map's classes begin: fixed and named as a rule; quantiles or natural breaks where somebody asks for them.
   Those two move with the data, so that two such maps may not be compared, and the legend says so. */
(function () {
  'use strict';
  const yiping = window.yiping = window.yiping || {};
  const state = yiping.state = yiping.state || {};
  const METHODS = ['fixed', 'quantile', 'jenks'], CLASSES = 5, MOST = 1000, STANDS_MS = 60000;
  let kept = { key: '', at: 0, breaks: null };

  const method = () => yiping.filters.now().cls || 'fixed';

  /* Four values at which a fifth of the areas ends. */
  const quantiles = (sorted) => [1, 2, 3, 4].map((part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part / CLASSES))]);

  /* Many areas may have the same value: each class begins above the one before, or there are no five. */
  function rising(breaks, sorted) {
    let before = sorted[0];
    const found = breaks.map((limit) => { before = limit > before ? limit : sorted.find((value) => value > before); return before; });
    return found.includes(undefined) ? null : found;
  }

  /* Fisher's exact optimisation (Jenks): the least sum of squares within classes, by dynamic programming. */
  function natural(sorted) {
    const n = sorted.length, sums = [0], squares = [0];
    sorted.forEach((value, index) => { sums.push(sums[index] + value); squares.push(squares[index] + value * value); });
    const within = (from, to) => { const sum = sums[to] - sums[from]; return squares[to] - squares[from] - sum * sum / (to - from); };
    let costs = Array.from({ length: n + 1 }, (_, to) => (to ? within(0, to) : 0));
    const starts = [];
    for (let k = 2; k <= CLASSES; k++) {
      const next = new Array(n + 1).fill(Infinity), begins = new Array(n + 1).fill(k - 1);
      for (let to = k; to <= n; to++) {
        for (let from = k - 1; from < to; from++) {
          const cost = costs[from] + within(from, to);
          if (cost < next[to]) { next[to] = cost; begins[to] = from; }
        }
      }
      starts.push(begins);
      costs = next;
    }
    const breaks = [];
    for (let k = CLASSES - 2, to = n; k >= 0; k--) { to = starts[k][to]; breaks.unshift(sorted[to]); }
    return breaks;
  }

  /* Values alone may be too few or too alike to make five classes of; then the fixed ones stay. */
  function find(values, how) {
    const sorted = values.filter((value) => value !== null).sort((a, b) => a - b);
    if (new Set(sorted).size < CLASSES) { return null; }
    if (how === 'quantile') { return rising(quantiles(sorted), sorted); }
    const step = Math.max(1, sorted.length / MOST);
    return rising(natural(Array.from({ length: Math.min(MOST, sorted.length) }, (_, index) => sorted[Math.floor(index * step)])), sorted);
  }

  /* The breaks in force: of the fixed ones given, or of the values on the map, which stand for a minute. */
  function breaks(fixed) {
    const how = method();
    if (how === 'fixed') { return fixed; }
    const key = JSON.stringify([state.area, state.detail, state.norm, yiping.filters.asked(), yiping.map.drawnLevel()]);
    if (kept.key !== key || performance.now() - kept.at > STANDS_MS || !kept.breaks) {
      kept = { key, at: performance.now(), breaks: find(yiping.map.visible().map(yiping.map.value), how) };
    }
    return kept.breaks || fixed;
  }

  /* What the classes are of and how they were found; at a desk a press asks for the next way. */
  function title() {
    const how = method(), unit = document.createElement('div');
    const had = document.activeElement && document.activeElement.dataset.classing;
    unit.className = 'legend-title';
    unit.append(yiping.t('norms.' + state.norm + '_unit') + ' · ');
    const way = document.createElement(state.surface === 'desk' ? 'button' : 'span');
    const inForce = how === 'fixed' || kept.breaks ? how : 'fixed';   // too few values make no five classes
    way.textContent = yiping.t('classings.' + inForce);
    way.dataset.classing = how;
    way.title = yiping.t('classings.' + inForce + '_about');
    unit.append(way, ' · ' + yiping.t('classings.areas'));
    if (had) { queueMicrotask(() => way.focus({ preventScroll: true })); }
    return unit;
  }

  /* Few people make a rate of a handful of cases meaningless: that is another thing than no data. */
  const missing = () => yiping.t(state.norm === 'pop' ? 'classings.small' : 'screen.no_data');

  document.addEventListener('click', (event) => {
    const way = event.target.closest('button[data-classing]');
    if (!way) { return; }
    yiping.filters.change({ cls: METHODS[(METHODS.indexOf(method()) + 1) % METHODS.length] });
    yiping.map.restyleAll();
  });
  document.addEventListener('yiping:snapshot', () => { kept.breaks = null; }, true);

  yiping.classing = { breaks, title, missing, find };
})();
