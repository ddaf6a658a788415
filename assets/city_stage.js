/* The city stage: a quiet word at peace, above that a bar over the whole screen; pushed by the live feed.
   Who may announce is also told what the criteria propose. */
(function () {
  'use strict';
  const yiping = window.yiping = window.yiping || {};
  const state = yiping.state = yiping.state || {};
  const LAST = 5, ASK_EVERY = 60000;
  let proposed = null;

  const node = () => document.getElementById('city-stage');
  const t = (key, values) => yiping.t('city_stage.' + key, values);

  const moment = (seconds) => yiping.past.near(seconds * 1000);

  function wordsOf(stage) {
    const name = state.language === 'zh-CN' || !stage.name_en ? stage.name : stage.name_en;
    if (stage.stage === 1) { return name; }
    const isPast = stage.until && stage.until * 1000 <= yiping.clock.now();
    return [t('bar', { n: stage.stage, name }), t('colour_' + stage.stage), stage.at ? t('since', { time: moment(stage.at) }) : '',
      isPast ? t('past') : stage.until ? t('until', { time: moment(stage.until) }) : ''].filter(Boolean).join(' · ');
  }

  /* The level as a shape: so many of five squares are full. */
  function pips(level) {
    const row = document.createElement('i');
    row.className = 'pips';
    row.append(...Array.from({ length: LAST }, (_, index) => {
      const pip = document.createElement('b');
      pip.className = index < level ? 'is-on' : '';
      return pip;
    }));
    return row;
  }

  function draw() {
    const place = node(), stage = state.cityStage;
    if (!place || !stage) { return; }
    const text = wordsOf(stage), advice = proposed && proposed.stage > stage.stage ? proposed.said : '';
    if (place.dataset.shown === text + advice) { return; }
    Object.assign(place.dataset, { shown: text + advice, stage: String(stage.stage) });
    const line = document.createElement('span');
    line.textContent = text;
    const aside = document.createElement('em');
    aside.textContent = advice;
    place.replaceChildren(pips(stage.stage), line, ...(advice ? [aside] : []));
    place.setAttribute('role', 'status');
    place.hidden = false;
    const had = document.body.dataset.cityStage, has = String(stage.stage);
    document.body.classList.toggle('has-proposal', Boolean(advice));
    document.body.dataset.cityStage = has;
    if (had !== has) { window.dispatchEvent(new Event('resize')); }
  }

  function take(stage) {
    const had = state.cityStage;
    if (had && stage.number < had.number) { return; }
    state.cityStage = stage;
    draw();
    if (yiping.feed && had && had.urgent !== stage.urgent) { yiping.feed.draw(); }
  }

  /* What the criteria propose is counted when somebody looks, not with every change. */
  async function ask() {
    if (!state.mayAnnounce || state.surface === 'wall' || document.hidden) { return; }
    try {
      const answer = await fetch('/city-stage', { cache: 'no-store' });
      if (!answer.ok) { return; }
      const body = await answer.json();
      proposed = body.proposed;
      take(body);
      draw();
    } catch (error) { /* the watchdog says that the server is away */ }
  }

  document.addEventListener('yiping:city-stage', (event) => take(event.detail));
  document.addEventListener('yiping:begun', () => { draw(); ask(); });
  setInterval(draw, 15000);
  setInterval(ask, ASK_EVERY);
  yiping.cityStage = { take, ask, wordsOf };
})();
