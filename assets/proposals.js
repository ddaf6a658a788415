/* Proposals of dispatch: the sheet beside the map. One row for each pick, with its reasons, a tick and what another unit
   would cost; one for each case that nobody can be sent to, with why. A person decides: nothing is sent but by a press. */
(function () {
  'use strict';
  const yiping = window.yiping;
  const { state } = yiping;
  const make = yiping.element;
  const t = (key, values) => yiping.t('advice.' + key, values);
  const AT_ONCE = 25, SENT_AT_ONCE = 6, RENEW_MS = 1500;
  const SEEN = new Set(['arrives', 'urgent']);   // reasons that the row says already: its minutes, its mark
  let plan = null, asked = {}, mode = '', failed = '';
  let choice = new Map();       // case number -> { on, other: the answer of /price, or null }
  let told = new Map();         // case number -> what came of it
  let sentNow = [], undoUntil = 0, changing = '', renewing = 0, isThen = false;

  const sheet = () => document.getElementById('plan');
  const part = (name) => sheet() && sheet().querySelector(name);
  const rowOf = (caseNo) => part('[data-plan-case="' + CSS.escape(caseNo) + '"]');
  const digit = (n) => (Math.round(n * 10) / 10).toLocaleString(state.language);
  const minutes = (n) => t('minutes', { n: digit(n) });
  const metres = (m) => (m >= 1000 ? (m / 1000).toFixed(1) + '\u00a0km' : Math.round(m) + '\u00a0m');

  const ask = (path, body) => yiping.ask('/proposals' + path, body, t('failed'));

  function knob(name, text, look, work, given) {
    const made = make('button', { type: 'button', class: look, 'data-plan-do': name, ...given }, text);
    made.addEventListener('click', work);
    return made;
  }

  /* The sheet, empty; where it stands already, the same one. */
  function stand() {
    if (sheet()) { return; }
    const out = knob('close', '×', 'close', close, { 'aria-label': yiping.t('keys.close') });
    document.querySelector('.stage.desk').append(make('aside', { id: 'plan', role: 'region', 'aria-labelledby': 'plan-title' },
      make('header', {}, make('h2', { id: 'plan-title' }, t('name')), make('small', { class: 'plan-where' }), knob('again', '↻', 'again', compute, { 'aria-label': t('again'), title: t('again') }), out),
      make('div', { class: 'plan-facts' }), make('div', { class: 'plan-body' }), make('footer', {}, make('span', { role: 'status' }))));
  }

  function open(given) {
    asked = given;
    if (state.case) { yiping.open(null); }
    stand();
    compute();
    part('[data-plan-do=again]').focus({ preventScroll: true });
  }

  function close() {
    yiping.arrows.clear();
    if (sheet()) { sheet().remove(); }
    plan = null;
    const button = document.querySelector('[data-advise]');
    if (button) { button.focus({ preventScroll: true }); }
  }

  /* Have a plan made. Seconds are counted while somebody waits. */
  async function compute() {
    if (state.t) { recall(); return; }
    if (mode) { return; }
    const began = performance.now(), tick = () => say(t('computing', { s: Math.round((performance.now() - began) / 1000) }));
    mode = 'computing'; failed = ''; plan = null; isThen = false; told = new Map(); sentNow = []; changing = '';
    draw();
    tick();
    const clock = setInterval(tick, 1000);
    try {
      plan = await ask('', { area: state.area, ...(asked.cases ? { cases: asked.cases } : state.shape ? { shape: state.shape } : {}) });
      choice = new Map(plan.picks.map((one) => [one.case, { on: true, other: null }]));
    } catch (error) { failed = error.message || t('failed'); }
    clearInterval(clock);
    mode = '';
    if (sheet()) { draw(); }
  }

  /* Looking back: the newest plan by then, as it stood; nothing can be chosen or sent. */
  async function recall() {
    const at = state.t;
    try {
      const said = await ask('?' + new URLSearchParams({ area: state.area, t: at }));
      if (state.t !== at || !sheet()) { return; }
      plan = said.plan; failed = plan ? '' : said.text;
    } catch (error) { plan = null; failed = error.message || t('failed'); }
    isThen = true; mode = ''; told = new Map(); sentNow = []; changing = '';
    choice = new Map((plan ? plan.picks : []).map((one) => [one.case, { on: true, other: null }]));
    draw();
  }
  document.addEventListener('yiping:then', () => { if (sheet()) { if (state.t) { recall(); } else { close(); } } });

  function say(text, tone) {
    const place = part('footer [role=status]');
    if (place) { place.textContent = text; place.dataset.tone = tone || 'plain'; }
  }

  const isProposed = (one) => one.state === 'proposed';
  const chosen = () => plan.picks.filter((one) => isProposed(one) && choice.get(one.case).on);

  /* ---- What the plan is worth ---- */
  function cover(one) {
    const isShort = one.relaxed || one.after_percent < one.asked_percent;
    return make('li', { class: isShort ? 'is-short' : '', title: one.text }, (isShort ? '▼ ' : '✓ ') + t(isShort ? 'cover' : 'cover_kept', { name: one.name || t('any_kind'), minutes: one.minutes,
      before: Math.round(one.before_percent), after: Math.round(one.after_percent), asked: Math.round(one.asked_percent) }));
  }

  function lines(word, list) {
    return list.length ? [make('dt', {}, t(word)), make('dd', {}, ...list.map((text) => make('p', {}, text)))] : [];
  }

  function facts() {
    const solved = t('solved', { gap: digit(plan.gap * 100), seconds: plan.seconds.toFixed(2), solver: plan.solver });
    const more = make('dl', {}, ...lines('delay', [plan.delay_text]), ...lines('coverage', plan.coverage.map((one) => one.text)), ...lines('fairness', plan.fairness.map((one) => one.text)),
      ...lines('optimum', [solved, t('made', { time: plan.made_at_text, cases: plan.cases, units: plan.units })]), ...lines('travel', [plan.travel.text]), ...lines('unknown', plan.unknown.map((one) => one.text)));
    const head = make('b', {}, plan.text);
    const wished = [make('p', { class: 'plan-delay' }, plan.delay_text), plan.coverage.length ? make('ul', { class: 'plan-cover' }, ...plan.coverage.map(cover)) : null];
    return [head, ...(plan.cases ? [...wished, make('details', {}, make('summary', {}, t('basis') + ' · ' + t('gap', { gap: digit(plan.gap * 100) })), more)] : [])];
  }

  /* ---- Rows ---- */
  const unitOf = (one) => (choice.get(one.case).other || one).unit;
  const priority = (one) => make('i', { class: 'mark p' + one.priority, role: 'img', 'aria-label': yiping.t('priorities.p' + one.priority) });

  function tickOf(one) {
    if (isThen) { return make('span', {}); }
    const isOn = choice.get(one.case).on;
    const made = make('button', { type: 'button', class: 'tick', role: 'checkbox', 'aria-checked': String(isOn && isProposed(one)), 'aria-label': t('tick', { case: one.case_text, unit: unitOf(one).name }) });
    made.disabled = !isProposed(one);
    made.addEventListener('click', () => { choice.get(one.case).on = !choice.get(one.case).on; draw(one.case); });
    return made;
  }

  function wayLine(one) {
    const other = choice.get(one.case).other, now = other || one;
    return make('span', { class: 'plan-unit' }, '→ ', make('b', {}, now.unit.name), ' · ' + metres(now.distance_m),
      other ? make('em', { class: 'plan-price' }, t('price', { n: (other.price >= 0 ? '+' : '\u2212') + digit(Math.abs(other.price)) })) : null);
  }

  function why(one) {
    const other = choice.get(one.case).other;
    const reasons = ((other || one).reasons || []).filter((reason) => !SEEN.has(reason.key));
    return make('span', { class: 'plan-why' }, ...reasons.map((reason) => make('span', {}, reason.text)), other && other.displaces ? make('span', { class: 'is-warning' }, t('displaces', { case: other.displaces })) : null);
  }

  function outcome(one) {
    const came = told.get(one.case);
    if (came) { return make('span', { class: 'plan-came', 'data-done': String(came.done) }, (came.done ? '✓ ' : '✕ ') + came.text); }
    if (isProposed(one) || one.state === 'unknown') { return isThen ? make('span', { class: 'plan-came' }, '○ ' + one.state_text) : null; }
    return make('span', { class: 'plan-came', 'data-done': String(one.state === 'accepted') }, (one.state === 'accepted' ? '✓ ' : '✕ ') + one.state_text);
  }

  function pickRow(one, n) {
    const changer = isProposed(one) && !isThen ? knob('change', t('change'), 'change', () => { changing = changing === one.case ? '' : one.case; draw(one.case, '[data-plan-do=change]'); }, { 'aria-expanded': String(changing === one.case) }) : null;
    const row = make('li', { class: 'plan-row', 'data-plan-case': one.case, 'data-state': one.state, 'data-unit-of': unitOf(one).id },
      tickOf(one), make('span', { class: 'plan-n' }, String(n)), priority(one), make('button', { type: 'button', class: 'plan-case', 'data-case': one.case, title: t('open_case', { case: one.case }) }, one.case_text),
      make('span', { class: 'plan-min' }, minutes((choice.get(one.case).other || one).minutes)), wayLine(one), changer, why(one), outcome(one));
    if (changing === one.case && isProposed(one)) { row.append(others(one)); }
    return row;
  }

  /* What else could go, the cheapest first, each with its price; a unit pressed on the map is asked for as well. */
  function others(one) {
    const now = choice.get(one.case).other, own = make('button', { type: 'button', 'data-other': '', 'aria-pressed': String(!now) }, t('proposed', { unit: one.unit.name, minutes: minutes(one.minutes) }));
    own.addEventListener('click', () => { take(one.case, null); draw(one.case, '[data-other]'); });
    const list = one.alternatives.map((other) => {
      const made = make('button', { type: 'button', 'data-other': other.unit.id, 'aria-pressed': String(Boolean(now) && now.unit.id === other.unit.id) },
        make('b', {}, other.text), make('small', {}, [other.unit.kind_name, minutes(other.minutes), metres(other.distance_m), other.displaces ? t('displaces', { case: other.displaces }) : ''].filter(Boolean).join(' · ')));
      made.addEventListener('click', () => price(one, other.unit.id));
      return made;
    });
    return make('div', { class: 'plan-others', role: 'group', 'aria-label': t('others') }, own, ...list, make('small', {}, t(list.length ? 'others_map' : 'no_others')));
  }

  /* Another unit for a case, or again the proposed one; a case that loses its unit by that is no longer ticked. */
  function take(caseNo, other) {
    const before = choice.get(caseNo).other, given_back = before && choice.get(before.displaces), lost = other && choice.get(other.displaces);
    if (given_back) { given_back.on = true; }
    if (lost) { lost.on = false; }
    choice.set(caseNo, { on: true, other });
  }

  async function price(one, unit) {
    if (mode) { return; }
    say(t('pricing'));
    try {
      const other = await ask('/' + plan.id + '/price', { case: one.case, unit });
      take(one.case, other);
      draw(one.case, '[data-other="' + CSS.escape(unit) + '"]');
      say(other.text);
    } catch (error) { say(error.message || t('failed'), 'refused'); }
  }

  function shortRow(one) {
    return make('li', { class: 'plan-row is-short', 'data-short-case': one.case, 'data-reason': one.reason }, priority(one),
      make('button', { type: 'button', class: 'plan-case', 'data-case': one.case }, one.case_text), make('span', { class: 'plan-why' }, one.text));
  }

  function rows() {
    const picks = plan.picks.length ? [make('h3', {}, t('picks', { n: plan.picks.length })), make('ol', { class: 'plan-rows' }, ...plan.picks.map((one, n) => pickRow(one, n + 1)))] : [];
    const short = plan.shortfalls.length ? [make('h3', { class: 'is-short' }, t('shortfalls', { n: plan.shortfalls.length })), make('ol', { class: 'plan-rows' }, ...plan.shortfalls.map(shortRow))] : [];
    const none = picks.length || short.length ? [] : [make('p', { class: 'panel-empty' }, t('nothing'))];
    return [...picks, ...short, ...none];
  }

  /* ---- Foot ---- */
  function foot() {
    const status = make('span', { role: 'status' }, isThen ? t('then') : '');
    if (isThen) { return [status]; }
    if (failed) { return [status, knob('retry', t('again'), 'primary', compute)]; }
    if (!plan) { return [status]; }
    const wanted = chosen(), left = plan.picks.filter(isProposed);
    const accept = left.length && !plan.is_old ? knob('accept', t('accept', { n: wanted.length }), 'primary', send) : null;
    if (accept) { accept.disabled = !wanted.length; }
    const all = left.length > 1 ? knob('all', t(wanted.length === left.length ? 'none' : 'all'), '', () => { left.forEach((one) => { choice.get(one.case).on = wanted.length !== left.length; }); draw(); }) : null;
    const again = plan.is_old || (!left.length && plan.picks.length) ? knob('once_more', t('again'), plan.is_old ? 'primary' : '', compute) : null;
    return [status, accept, all, again, undoKnob()].filter(Boolean);
  }

  function undoKnob() {
    if (!sentNow.length) { return null; }
    const seconds = Math.ceil((undoUntil - performance.now()) / 1000);
    if (seconds <= 0) { return null; }
    const made = knob('undo', t('undo', { n: sentNow.length, seconds }), 'is-undo', undo);
    Object.assign(made.dataset, { left: seconds, leftWords: yiping.t('advice.undo', { n: sentNow.length, seconds: '{seconds}' }) });
    return made;
  }

  /* Draw what there is; the focus stays in the row it stood in. */
  function draw(caseNo, inside) {
    if (!sheet()) { return; }
    sheet().dataset.state = isThen ? (plan ? 'then' : 'none') : failed ? 'error' : mode || (plan.is_old ? 'old' : plan.picks.length ? 'ready' : 'empty');
    part('.plan-where').textContent = plan ? [plan.area_name, plan.made_at_text, asked.cases ? t('of_chosen', { n: asked.cases.length }) : state.shape ? t('of_drawn') : ''].filter(Boolean).join(' · ') : '';
    const body = part('.plan-body'), at = body.scrollTop;
    const focus = caseNo ? inside || '.tick' : '';
    part('.plan-facts').replaceChildren(...(plan ? facts() : []));
    body.replaceChildren(...(failed ? [make('p', { class: 'panel-empty', role: 'alert' }, failed)] : plan ? rows() : [make('p', { class: 'panel-empty' }, t('computing_about'))]));
    body.scrollTop = at;
    part('footer').replaceChildren(...foot());
    if (plan && plan.is_old && !isThen) { say(t('old'), 'refused'); }
    const target = focus && rowOf(caseNo) && rowOf(caseNo).querySelector(focus);
    if (target) { target.focus({ preventScroll: true }); }
    arrows();
  }

  function arrows() {
    yiping.arrows.show(!plan ? [] : plan.picks.map((one, index) => ({ one, n: index + 1 })).filter(({ one }) => one.state === 'accepted' || (isProposed(one) && choice.get(one.case).on)).map(({ one, n }) => {
      const now = choice.get(one.case).other || one;
      return { case: one.case, n, priority: one.priority, way: now.way, says: t('arrow', { n, unit: now.unit.name, case: one.case_text, minutes: minutes(now.minutes) }) };
    }));
  }

  /* ---- Sending, and calling back ---- */
  /* In pieces, so that whoever waits sees how far it is; what was sent stands, whatever becomes of the rest. */
  async function send() {
    if (mode) { return; }
    const wanted = chosen().map((one) => ({ case: one.case, ...(choice.get(one.case).other ? { unit: unitOf(one).id } : {}) }));
    mode = 'sending';
    sentNow = [];
    part('footer').classList.add('is-sending');
    let now = plan, fault = '', refused = 0, seconds = 0;
    try {
      for (let at = 0; at < wanted.length; at += SENT_AT_ONCE) {
        say(t('sending', { done: at, n: wanted.length }));
        const answer = await ask('/' + plan.id + '/accept', { picks: wanted.slice(at, at + SENT_AT_ONCE) });
        answer.items.forEach((one) => told.set(one.case, one));
        sentNow.push(...answer.items.filter((one) => one.done));
        refused += answer.refused;
        seconds = answer.undo_seconds;
        now = answer.plan;
      }
    } catch (error) { fault = error.message || t('failed'); }
    undoUntil = performance.now() + seconds * 1000;
    plan = now;
    changing = '';
    after([t(refused ? 'sent_some' : 'sent', { n: sentNow.length, not: refused }), fault].filter(Boolean).join(' · '), fault || refused ? 'refused' : 'done');
    document.dispatchEvent(new CustomEvent('yiping:sent', { detail: { units: sentNow.map((one) => one.unit) } }));
  }

  function after(text, tone) {
    mode = '';
    if (sheet()) { part('footer').classList.remove('is-sending'); draw(); say(text, tone); }
    yiping.say(text, tone);
  }

  async function undo() {
    if (mode) { return; }
    mode = 'sending';
    const items = sentNow.map((one) => ({ case: one.case, version: one.version })), key = Date.now() + '.' + Math.random().toString(36).slice(2);
    let back = 0;
    try {
      for (let at = 0; at < items.length; at += AT_ONCE) {
        const said = await yiping.ask('/bulk/run', { verb: 'withdraw', given: {}, key, items: items.slice(at, at + AT_ONCE) }, t('failed'));
        said.items.forEach((one) => { told.set(one.case, { done: one.done, text: one.said }); back += one.done ? 1 : 0; });
      }
      sentNow = [];
      after(t('undone', { n: back, not: items.length - back }), back === items.length ? 'done' : 'refused');
    } catch (error) { after(error.message || t('failed'), 'refused'); }
  }

  /* What is pressed elsewhere may change a pick: the plan is looked at once more. */
  function renew() {
    clearTimeout(renewing);
    renewing = setTimeout(async () => {
      if (!plan || mode || isThen || sentNow.length) { return; }
      const seen = plan;
      try {
        const now = await ask('/' + plan.id);
        if (plan === seen && !mode && JSON.stringify(now.picks.map((one) => one.state)) !== JSON.stringify(plan.picks.map((one) => one.state))) { plan = now; draw(); }
      } catch (error) { /* the watchdog says that the server is away */ }
    }, RENEW_MS);
  }
  document.addEventListener('yiping:changes', (event) => {
    if (plan && event.detail.items.some((item) => plan.picks.some((one) => isProposed(one) && (one.case === item.no || one.unit.id === item.id)))) { renew(); }
  });

  /* ---- Row and arrow ---- */
  function lightRow(caseNo, isBrought) {
    if (!sheet()) { return; }
    sheet().querySelectorAll('.is-lit').forEach((row) => row.classList.remove('is-lit'));
    const row = caseNo && rowOf(caseNo);
    if (row) { row.classList.add('is-lit'); row.scrollIntoView({ block: 'nearest' }); if (isBrought) { row.querySelector('.plan-case').focus({ preventScroll: true }); } }
  }
  document.addEventListener('yiping:arrow', (event) => lightRow(event.detail.case, event.detail.isChosen));
  const caseAt = (target) => { const row = target.closest && target.closest('#plan [data-plan-case]'); return row ? row.dataset.planCase : null; };
  document.addEventListener('pointerover', (event) => { if (sheet() && sheet().contains(event.target)) { yiping.arrows.light(caseAt(event.target)); } });
  document.addEventListener('pointerout', (event) => { if (event.target === sheet()) { yiping.arrows.light(null); } });
  document.addEventListener('focusin', (event) => {
    const caseNo = caseAt(event.target);
    if (caseNo) { yiping.arrows.light(caseNo, true); lightRow(caseNo); }
  });
  /* A unit pressed on the map while a row is being changed: what would it cost? */
  document.addEventListener('click', (event) => {
    const mark = changing && plan && event.target.closest('[data-unit-mark]');
    if (mark) { price(plan.picks.find((one) => one.case === changing), mark.dataset.unitMark); }
  }, true);
  document.addEventListener('keydown', (event) => {
    const caseNo = /^Arrow(Up|Down)$/.test(event.key) && caseAt(event.target);
    if (!caseNo) { return; }
    const all = [...sheet().querySelectorAll('[data-plan-case]')], next = all[all.indexOf(rowOf(caseNo)) + (event.key === 'ArrowUp' ? -1 : 1)];
    event.preventDefault();
    if (next) { (next.querySelector('.tick:enabled') || next.querySelector('.plan-case')).focus(); next.scrollIntoView({ block: 'nearest' }); }
  });
  new MutationObserver(arrows).observe(document.body, { attributes: true, attributeFilter: ['data-theme'] });
  yiping.keys.add({ Escape: { word: 'keys.back', group: 'screen', on: ['desk'], turn: 1, isOffered: () => Boolean(sheet()) && !state.case, work: close } });

  yiping.proposals = { open, close, plan: () => plan };
})();
