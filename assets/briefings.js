/* Making a briefing: a sheet that asks for kind and moment, says how long it takes, and leads to what was made. Files are
   fetched by script, so that whoever waits for one sees that it is being made, and why where it is not. */
(function () {
  'use strict';
  const yiping = window.yiping;
  const { state } = yiping;
  const t = (key, values) => yiping.t('briefs.' + key, values);
  const make = yiping.element;
  const TRIES = 4, SECOND = 1000;
  const DRAWN = ['pdf', 'png', 'card'];        // by a browser, one at a time: they may wait, and can be cancelled
  const isActive = (job) => job.state === 'waiting' || job.state === 'drawing';
  const post = (path, said) => fetch(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(said) });

  /* Say every second how long something has taken; return what ends that. */
  function ticking(say) {
    const began = performance.now(), tell = () => say(Math.round((performance.now() - began) / SECOND));
    tell();
    const clock = setInterval(tell, SECOND);
    return () => clearInterval(clock);
  }

  const wait = (seconds) => new Promise((done) => { setTimeout(done, seconds * SECOND); });

  /* The server says that others wait too: ask again when it says so. */
  async function patiently(ask) {
    for (let tries = 1; ; tries += 1) {
      const answer = await ask();
      if (answer.ok) { return answer; }
      const said = (await answer.json().catch(() => ({}))).error || {};
      if (said.code !== 'briefings_wait' || tries === TRIES) { throw new Error(said.message || t('failed')); }
      await wait(Number(answer.headers.get('Retry-After')) || 2);
    }
  }

  /* Where a piece of work stands, in words (parts/brief_jobs.py says the same). */
  function standing(job) {
    if (job.state === 'waiting') { return job.before ? t('job_waiting', { n: job.before }) : t('job_next'); }
    if (!job.kind) { return t('job_' + job.state); }
    return t('job_' + ({ drawing: 'going', cancelled: 'stopped' }[job.state] || job.state), { done: job.done, of: job.of });
  }

  /* Have a file drawn: say where it stands, with a button that cancels it beside; return once it is there. */
  async function drawn(link, say) {
    const [, , id, format] = link.getAttribute('href').split('/');
    let job = await (await patiently(() => post('/brief-jobs', { brief: id, format }))).json();
    const button = make('button', { type: 'button', class: 'brief-file brief-cancel', 'data-brief-cancel': job.id }, t('cancel'));
    const began = performance.now();
    while (isActive(job)) {
      const s = Math.round((performance.now() - began) / SECOND);
      say(job.state === 'drawing' ? t('job_drawing_s', { form: t(format), s }) : standing(job));
      if (s >= 1 && !button.isConnected) { link.after(button); }
      await wait(s < 2 ? 0.3 : 1);
      job = await (await patiently(() => fetch('/brief-jobs/' + job.id, { cache: 'no-store' }))).json();
    }
    button.remove();
    if (job.state !== 'done') { throw new Error(job.state === 'failed' && job.failed.length ? job.failed[0].why : standing(job)); }
  }

  async function cancel(button) {
    button.disabled = true;
    await post('/brief-jobs/' + button.dataset.briefCancel + '/cancel', {}).catch(() => {});
    document.dispatchEvent(new CustomEvent('yiping:briefing'));
  }

  /* Have a briefing made of each area inside the page's. */
  async function each(button) {
    button.disabled = true;
    try { await patiently(() => post('/brief-jobs', { kind: button.dataset.briefEach, area: state.area || '' })); }
    catch (error) { yiping.say(error.message || t('failed'), 'refused', 9 * SECOND); }
    button.disabled = false;
    document.dispatchEvent(new CustomEvent('yiping:briefing'));
  }

  /* While something is being made, its rows on the page say how far it is; once one ends, the page is fetched anew. */
  async function follow() {
    const rows = [...document.querySelectorAll('[data-brief-job]')].filter((row) => isActive(row.dataset));
    if (!rows.length || document.hidden) { return; }
    const { jobs } = await (await fetch('/brief-jobs', { cache: 'no-store' })).json();
    rows.forEach((row) => {
      const job = (jobs || []).find((one) => one.id === row.dataset.briefJob), bar = row.querySelector('progress');
      if (!job || !isActive(job) || (job.kind && job.failed.length !== row.querySelectorAll('p').length)) { document.dispatchEvent(new CustomEvent('yiping:briefing')); return; }
      row.dataset.state = job.state;
      row.querySelector('.brief-job-said').textContent = standing(job);
      if (bar) { Object.assign(bar, { max: job.of, value: job.done }); }
    });
  }
  setInterval(() => { follow().catch(() => {}); }, SECOND);

  /* Fetch the file a link leads to and hand it to the browser. */
  async function take(link) {
    if (link.getAttribute('aria-busy') === 'true') { return; }
    const form = t(link.dataset.briefFile), text = link.textContent;
    const place = document.querySelector('.brief-do [role=status]');
    link.setAttribute('aria-busy', 'true');
    const say = (words) => { (place || link).textContent = words; };
    let end = () => {};
    try {
      if (DRAWN.includes(link.dataset.briefFile) && !link.search) { await drawn(link, say); }
      end = ticking((s) => { say(place ? t('fetching', { form, s }) : text + ' ' + s + ' s'); });
      const answer = await patiently(() => fetch(link.getAttribute('href'), { cache: 'no-store' }));
      const name = (answer.headers.get('Content-Disposition') || '').match(/filename="([^"]+)"/);
      const given = make('a', { href: URL.createObjectURL(await answer.blob()), download: name ? name[1] : '' });
      given.click();
      setTimeout(() => URL.revokeObjectURL(given.href), 10 * SECOND);
      end();
      told(place, t('fetched', { form }), 'done');
    } catch (error) {
      end();
      told(place, error.message || t('failed'), 'refused');
    }
    link.removeAttribute('aria-busy');
    link.textContent = text;
  }

  function told(place, text, tone) {
    if (place) { place.textContent = text; place.dataset.tone = tone; } else { yiping.say(text, tone, 9 * SECOND); }
  }

  function choice(name, options, chosen) {
    const field = make('select', { name, id: 'brief-' + name }, ...options.map(([value, label]) => make('option', { value }, label)));
    if (chosen) { field.value = chosen; }
    return make('label', { for: 'brief-' + name }, make('span', {}, t(name)), field);
  }

  /* The area of the screen by the name it has there. */
  function areaName() {
    const crumb = document.querySelector('.slot-breadcrumb [data-area="' + CSS.escape(state.area) + '"]');
    const named = crumb && crumb.textContent.trim();
    return named || (state.area === state.home && state.homeName) || state.area;
  }

  /* What a briefing with a topic is about: the one class that the screen is narrowed to; the case that is open. */
  function topic(sort) {
    if (sort === 'emergency') { return { code: state.case || '', name: state.case || t('topic_urgent'), about: t('topic_urgent_about') }; }
    if (sort === 'shape') { return { code: state.shape || '', name: t(state.shape ? 'topic_drawn' : 'topic_undrawn'), about: t('topic_drawn_about') }; }
    const chosen = yiping.filters ? yiping.filters.now().cat : [];
    const chip = chosen.length === 1 && document.querySelector('[data-chip="cat"]');
    return { code: chosen.length === 1 ? chosen[0] : '', name: chip && chip.firstChild ? chip.firstChild.textContent : t('topic_own'), about: t('topic_about') };
  }

  function links(one) {
    const files = one.formats.map((form) => make('a', { href: one.address + '/' + form, 'data-brief-file': form, class: 'brief-file' }, t(form)));
    return make('div', { class: 'brief-made', 'data-brief-made': one.id }, make('b', {}, one.title),
      make('a', { href: one.address, target: '_blank', rel: 'noopener', class: 'brief-file primary' }, t('open')), ...files);
  }

  async function produce(sheet) {
    const status = sheet.querySelector('[role=status]'), button = sheet.querySelector('[data-brief-make]');
    const at = sheet.querySelector('[name=at]').value;
    const about = sheet.querySelector('[data-brief-topic]');
    const asked = { kind: sheet.querySelector('[name=kind]').value, area: state.area || '', t: at, topic: about.hidden ? '' : about.dataset.briefTopic };
    sheet.querySelector('.brief-result').replaceChildren();
    button.disabled = true;
    const end = ticking((s) => told(status, t('making', { s }), 'plain'));
    try {
      const answer = await patiently(() => fetch('/briefings', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(asked) }));
      const one = await answer.json();
      end();
      told(status, t(one.state === 'draft' ? 'draft' : 'made'), one.state === 'draft' ? 'refused' : 'done');
      sheet.querySelector('.brief-result').replaceChildren(links(one));
      sheet.querySelector('.brief-result a').focus();
      document.dispatchEvent(new CustomEvent('yiping:briefing'));
    } catch (error) {
      end();
      told(status, error.message || t('failed'), 'refused');
    }
    button.disabled = false;
  }

  function open(given) {
    if (document.querySelector('.brief-body')) { return; }
    const kinds = JSON.parse(yiping.brief.button().dataset.brief);
    const moments = [...(state.t ? [[state.t, t('replayed', { time: yiping.past.say(Date.parse(state.t)) })]] : []), ['', t('now')]];
    const button = make('button', { type: 'button', class: 'primary', 'data-brief-make': '1' }, t('make'));
    const body = make('div', { class: 'brief-body' },
      choice('kind', kinds, given.kind), make('p', { 'data-brief-topic': '' }, make('span', {}, t('topic')), make('b', {})), make('p', {}, make('span', {}, t('area')), make('b', { 'data-brief-area': state.area }, areaName())),
      choice('at', moments), make('div', { class: 'brief-do' }, button, make('span', { role: 'status' })), make('div', { class: 'brief-result' }));
    const archive = make('a', { href: '/desk/briefings?' + new URLSearchParams(state.area ? { area: state.area } : {}) }, t('archive'));
    const sheet = yiping.dialog('brief-sheet', t('title'), [archive], body);
    button.addEventListener('click', () => produce(sheet));
    const kind = sheet.querySelector('[name=kind]'), about = sheet.querySelector('[data-brief-topic]');
    const fit = () => {
      const sort = kinds.find(([name]) => name === kind.value)[2], found = topic(sort);
      Object.assign(about, { hidden: !sort, title: found.about });
      about.dataset.briefTopic = found.code;
      about.querySelector('b').textContent = found.name;
    };
    kind.addEventListener('change', fit);
    fit();
    kind.focus();
  }

  yiping.briefings = { open, take, cancel, each };
})();
