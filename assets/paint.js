/* Builds panels from the small trees the server sends: [tag, attributes, children], text as text nodes.
   A slot whose tree is the same as before is not touched. */
(function () {
  'use strict';
  const yiping = window.yiping = window.yiping || {};
  const last = new Map();       // host element -> its tree as text
  const drawn = new WeakMap();  // graph element -> its figure as text
  const knownOf = new WeakMap(); // host element -> the question it last had an answer to
  const TAGS = new Set(['a', 'article', 'aside', 'b', 'blockquote', 'button', 'caption', 'dd', 'del', 'details', 'div', 'dl', 'dt', 'em', 'fieldset', 'figure',
    'figcaption', 'footer', 'form', 'h1', 'h2', 'h3', 'header', 'i', 'img', 'input', 'ins', 'label', 'legend', 'li', 'mark', 'nav', 'ol', 'optgroup', 'option', 'p', 'progress',
    'section', 'select', 'small', 'span', 'strong', 'summary', 'table', 'tbody', 'td', 'textarea', 'th', 'thead', 'time', 'tr', 'ul']);
  const PLAIN = new RegExp('^(class|id|title|role|tabindex|hidden|type|name|value|placeholder|min|max|step|rows|maxlength|checked|selected|'
    + 'required|disabled|multiple|open|for|colspan|rowspan|scope|accept|alt|autocomplete|spellcheck|size|label|(data|aria)-[a-z-]+)$');
  const OUR_OWN = { href: /^\/(?!\/)/, src: /^\/pictures\/[0-9a-f]{64}$/ };
  const TRY_AGAIN_MS = 2000;
  let plotly = null;

  function build(tree) {
    if (typeof tree === 'string') { return document.createTextNode(tree); }
    const [tag, attributes, children] = tree;
    if (tag === 'graph') { return graph(attributes, children); }
    if (!TAGS.has(tag)) { throw new Error('paint: unknown tag ' + tag); }
    const node = document.createElement(tag);
    Object.entries(attributes).forEach(([name, value]) => {
      if (name === 'style') { Object.assign(node.style, value); } else if (PLAIN.test(name) || (OUR_OWN[name] && OUR_OWN[name].test(value))) {
        node.setAttribute(name, value === true ? '' : value);
      }
    });
    children.forEach((child) => node.append(build(child)));
    return node;
  }

  /* A graph keeps its element from refresh to refresh, so that Plotly only draws what changed. */
  function graph(attributes, figure) {
    let node = document.getElementById(attributes.id);
    if (!node) {
      node = document.createElement('div');
      node.id = attributes.id;
      node.className = attributes.class;
    }
    redraw(node, JSON.stringify(figure));
    return node;
  }

  /* Colours come as names of the theme's own. */
  const named = (_, value) => (typeof value === 'string' && /^var\(--[a-z0-9-]+\)$/.test(value) ? yiping.theme(value.slice(4, -1)) : value);

  function redraw(node, text, isAnyway) {
    if (isAnyway || drawn.get(node) !== text) {
      drawn.set(node, text);
      const figure = JSON.parse(text, named);
      charts().then((Plotly) => requestAnimationFrame(() => Plotly.react(node, figure.data, figure.layout, figure.config)))
        .then(() => requestAnimationFrame(() => yiping.scope.listen(node)));
    }
  }
  yiping.rethemeGraphs = () => document.querySelectorAll('.js-plotly-plot').forEach((node) => { if (drawn.has(node)) { redraw(node, drawn.get(node), true); } });

  /* The chart library comes after the first screen stands. */
  function charts() {
    plotly = plotly || new Promise((done) => {
      const script = document.createElement('script');
      script.src = yiping.state.charts;
      script.onload = () => done(window.Plotly);
      document.head.append(script);
    });
    return plotly;
  }

  function focusedHook(host) {
    const active = document.activeElement;
    if (!active || !host.contains(active)) { return null; }
    const name = ['narrow', 'area', 'case', 'unit', 'action', 'pick', 'missing'].find((one) => active.dataset[one]);
    return name ? '[data-' + name + '="' + CSS.escape(active.dataset[name]) + '"]' : null;
  }

  /* Put a tree (or a list of trees) into an element; scrolling and focus stay where they were. */
  yiping.paint = function (host, tree) {
    const text = JSON.stringify(tree);
    if (last.get(host) === text) { return false; }
    last.set(host, text);
    const scrolled = [...host.querySelectorAll('.panel-body, .drawer-body')].map((box) => box.scrollTop);
    const hook = focusedHook(host);
    const list = tree === null ? [] : (Array.isArray(tree) && typeof tree[0] !== 'string') ? tree : [tree];
    host.replaceChildren(...list.map(build));
    host.querySelectorAll('.panel-body, .drawer-body').forEach((box, index) => { box.scrollTop = scrolled[index] || 0; });
    if (hook && host.querySelector(hook)) { host.querySelector(hook).focus({ preventScroll: true }); }
    return true;
  };

  window.addEventListener('resize', () => {
    document.querySelectorAll('.js-plotly-plot').forEach((node) => { if (node.offsetParent) { window.Plotly.Plots.resize(node); } });
  });

  /* The read-only panels of the surface, all of one moment. A question about another area makes the one under
     way void; one about the same area waits for it, and is then asked once more. */
  let asking = null;
  yiping.refresh = async function () {
    const { area, norm, surface, type, cards, shape, scene, watch } = yiping.state, box = yiping.extent.box();
    const asked = Object.fromEntries(Object.entries({ area, norm, ...yiping.filters.asked(), ...yiping.past.asked(), box, shape, scene, watch }).filter(([, said]) => said));
    const key = JSON.stringify(asked);
    if (asking && asking.key === key) { asking.again = true; return asking.done; }
    if (asking) { asking.stop.abort(); }
    const mine = asking = { key, stop: new AbortController(), again: false };
    mine.done = ask(mine, yiping.snap.url(asked) || '/panels/' + surface + '?' + new URLSearchParams({ ...asked, ...(type ? { type, cards } : {}) }));
    return mine.done;
  };

  async function ask(mine, url) {
    let came = false;
    try {
      const answer = await fetch(url, { signal: mine.stop.signal, cache: 'no-store' });
      came = answer.ok;
      if (answer.status === 404 && yiping.snap.isOn()) { yiping.snap.gone(); }
      if (came && asking === mine) { show(await answer.json(), mine.key); }
    } catch (error) { /* gone, or made void by a newer question; the link watchdog says which */ }
    if (asking !== mine) { return; }
    asking = null;
    if (!came) { setTimeout(yiping.refresh, TRY_AGAIN_MS); } else if (mine.again) { await yiping.refresh(); }
  }

  /* A panel that fails keeps what it last knew of this area and filter: it grows late and stale by itself, and says why.
     Only one that never knew anything shows the failure in its place. */
  function isFailing(host, tree, key) {
    const panel = host && host.querySelector('[data-panel]'), state = tree && tree[1] && tree[1]['data-state'];
    const fails = state === 'error' && knownOf.get(host) === key;
    if (panel) { panel.classList.toggle('is-failing', fails); }
    if (!fails && state !== 'error') { knownOf.set(host, key); }
    return fails;
  }

  function show(data, key) {
    const area = data.stamp.split('|')[0];
    if (area !== yiping.state.area) { yiping.seenInstead(area); return; }
    yiping.coverage.take(data.coverage);
    Object.entries(data.slots).forEach(([slot, tree]) => {
      const host = document.getElementById(slot);
      if (isFailing(host, tree, key)) { return; }
      if (yiping.paint(host, tree) && yiping.state.surface === 'wall') { yiping.stage.fit(host); }
    });
    yiping.past.shown(data);
    yiping.snap.shown(data.snapshot);
    document.getElementById(yiping.state.surface + '-refreshed').textContent = data.stamp;
    document.body.classList.remove('is-changing', 'is-waiting');
    yiping.painted('panels');
  }

  Object.assign(window.dash_clientside = window.dash_clientside || {}, { yiping: { ...(window.dash_clientside.yiping || {}),
    drawer: (text) => {
      const kept = yiping.give.keep();
      if (yiping.paint(document.getElementById('drawer'), text ? JSON.parse(text) : null)) { yiping.drawerChanged(kept); }
      return '';
    },
  } });
})();
