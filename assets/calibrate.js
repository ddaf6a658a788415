/* Measures the window against the wall's profile and draws what a fitter looks for: points, edges, seams, type, greys,
   chips, a second's dot and a sound. */
(function () {
  'use strict';
  const page = document.querySelector('main[data-calibrate]');
  if (!page) { return; }
  const words = JSON.parse(page.dataset.words);
  const say = (key, values) => words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const px = (n) => n + 'px';

  function part(tag, className, text) {
    const node = document.createElement(tag);
    node.className = className;
    node.textContent = text || '';
    return node;
  }

  /* Black and white points one beside the other: grey from afar, and a pattern where anything is scaled. */
  function points(ratio) {
    const canvas = document.createElement('canvas'), side = 160;
    canvas.width = canvas.height = side;
    canvas.className = 'points';
    Object.assign(canvas.style, { width: px(side / ratio), height: px(side / ratio) });
    const pen = canvas.getContext('2d');
    pen.fillStyle = '#FFFFFF';
    for (let y = 0; y < side; y += 1) { for (let x = y % 2; x < side; x += 2) { pen.fillRect(x, y, 1, 1); } }
    return canvas;
  }

  function verdict(stage, width, height, ratio) {
    const [wide, high] = stage.profile.stage;
    if (ratio !== 1) { return ['is-wrong', say('scaled', { percent: Math.round(ratio * 100) })]; }
    if (width !== wide || height !== high) { return ['is-wrong', say('differs', {})]; }
    return ['is-right', say('fits', {})];
  }

  function facts(stage, width, height, ratio) {
    const { profile } = stage, [tone, judged] = verdict(stage, width, height, ratio);
    const lines = [
      part('b', 'verdict ' + tone, (tone === 'is-right' ? '✓ ' : '✕ ') + judged), part('p', '', say('window', { width, height, ratio })),
      part('p', '', say('stage', { width: profile.stage[0], height: profile.stage[1], pitch: profile.pitch_mm, metres: profile.distance_far_m })),
      part('p', '', say('layout', { layout: stage.layout, density: stage.density, grown: stage.grown.toFixed(2) })),
      part('p', stage.crossed.length ? 'is-wrong' : '', stage.crossed.length ? say('crossed', { names: stage.crossed.join(', ') }) : say('clean', {})),
    ];
    if (stage.fault) { lines.push(part('p', 'is-wrong', stage.fault)); }
    const box = part('section', 'facts');
    box.append(...lines);
    return box;
  }

  function samples(sizes) {
    const box = part('section', 'samples');
    [['t1', '--t-head', 'T1'], ['t2', '--t-row', 'T2'], ['t3', '--t-small', 'T3']].forEach(([key, size, name]) => {
      const line = part('p', 'sample', name + ' ' + words.sample + ' 0123456789 · ' + words[key] + ' · ' + sizes[size] + ' px');
      line.style.fontSize = px(sizes[size]);
      line.dataset.sample = key;
      box.append(line);
    });
    const chips = part('p', 'chips');
    ['p1', 'p2', 'p3', 'p4'].forEach((key) => chips.append(part('span', 'chip ' + key, words[key])));
    chips.style.fontSize = px(sizes['--t-row']);
    box.append(chips);
    return box;
  }

  function greys() {
    const box = part('section', 'greys');
    for (let step = 0; step <= 16; step += 1) {
      const one = part('i', '');
      one.style.background = 'rgb(' + Array(3).fill(Math.min(255, step * 16)).join(' ') + ')';
      box.append(one);
    }
    return box;
  }

  /* Each screen between the seams with its number and size, over lines a hundred and twenty pixels apart. */
  function screens(stage, width, height) {
    const ends = [...stage.seams_x, width], feet = [...stage.seams_y, height];
    return feet.flatMap((foot, row) => ends.map((end, column) => {
      const left = ends[column - 1] || 0, top = feet[row - 1] || 0, box = part('div', 'screen');
      Object.assign(box.style, { left: px(left), top: px(top), width: px(end - left), height: px(foot - top), fontSize: px(stage.sizes['--t-head']) });
      box.append(part('b', '', String(row * ends.length + column + 1)), part('small', '', (end - left) + ' × ' + (foot - top)));
      return box;
    }));
  }

  /* What is tried by eye and ear: points that are grey from afar, a dot that changes each second, the alarm's tones. */
  function trials(ratio, button, dot) {
    const box = part('section', 'trials');
    box.append(points(ratio), part('p', '', words.points), dot, part('p', '', words.second), button);
    return box;
  }

  function lines(stage, width, height) {
    const margin = stage.profile.safe_margin_px, frame = part('div', 'margin');
    frame.style.inset = px(margin);
    const upright = stage.seams_x.map((x) => { const line = part('i', 'seam is-upright'); line.style.left = px(x); return line; });
    const level = stage.seams_y.map((y) => { const line = part('i', 'seam is-level'); line.style.top = px(y); return line; });
    return [...screens(stage, width, height), frame, ...upright, ...level];
  }

  /* The tones of an alarm, as the wall sounds them: P1, then P2. The first press may only wake the player. */
  function sound(button) {
    const { play, rules } = window.yiping.audio;
    play('p1', 0);
    setTimeout(() => {
      const isHeard = play('p1', 1);
      button.textContent = isHeard ? words.heard : words.blocked;
      if (isHeard) { setTimeout(() => play('p2', 1), (rules.lengthOf('p1') + 0.5) * 1000); }
    }, 300);
  }

  async function draw() {
    const width = window.innerWidth, height = window.innerHeight, ratio = window.devicePixelRatio || 1;
    const answer = await fetch('/walls/' + encodeURIComponent(page.dataset.calibrate) + '/stage?' + new URLSearchParams({ width, height, ratio }));
    if (!answer.ok) { setTimeout(draw, 2000); return; }
    const stage = await answer.json(), button = part('button', 'sound', words.sound), dot = part('i', 'second');
    button.addEventListener('click', () => sound(button));
    const middle = part('div', 'middle');
    middle.append(facts(stage, width, height, ratio), samples(stage.sizes), greys(), trials(ratio, button, dot));
    page.replaceChildren(...lines(stage, width, height), middle);
    page.dataset.verdict = verdict(stage, width, height, ratio)[0];
  }

  setInterval(() => { const dot = page.querySelector('.second'); if (dot) { dot.classList.toggle('is-lit'); } }, 1000);
  window.addEventListener('resize', draw);
  draw();
})();
