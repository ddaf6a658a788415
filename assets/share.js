/* Sharing a screen: three kinds of link whose difference is spelled out, and one's own snapshots with the way to take
   them away. A modal dialog, fetched when it is first asked for. */
(function () {
  'use strict';
  const yiping = window.yiping;
  const { state } = yiping;
  const LASTS = ['1d', '7d', '30d', '365d'], AUDIENCES = ['area', 'own'];
  const t = (key, values) => yiping.t('snapshots.' + key, values);

  const make = yiping.element;

  /* The address without what belongs to a link of another kind. */
  function address(more) {
    const query = new URLSearchParams(location.search);
    ['t', 'snap'].forEach((name) => query.delete(name));
    Object.entries(more || {}).forEach(([name, value]) => query.set(name, value));
    return '?' + query.toString();
  }
  const moment = () => state.t || new Date(yiping.clock.now()).toISOString();
  const linkOf = (search) => location.origin + '/desk/overview' + search;

  function copied(link) {
    const said = () => yiping.say(t('copied'), 'done');
    navigator.clipboard.writeText(link).then(said, () => yiping.say(link, 'plain', 20000));
  }

  function choice(name, values) {
    return make('select', { name, 'aria-label': t(name) }, ...values.map((one) => make('option', { value: one }, t(name + '_' + one))));
  }

  function card(kind, work, ...more) {
    const button = make('button', { type: 'button', class: 'primary', 'data-share-do': kind }, t(kind + '_do'));
    button.addEventListener('click', () => work(button));
    return make('section', { class: 'share-card' }, make('h3', {}, t(kind)), make('p', {}, t(kind + '_about')), make('div', { class: 'share-do' }, ...more, button));
  }

  async function keep(sheet, button) {
    const asked = { area: state.area, norm: state.norm, ...yiping.filters.asked(), ...yiping.past.asked(), ...(state.shape ? { shape: state.shape } : {}) };
    button.disabled = true;
    try {
      const answer = await fetch('/snapshots', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({
        asked, address: address(), lasts: sheet.querySelector('[name=lasts]').value, audience: sheet.querySelector('[name=audience]').value }) });
      const said = await answer.json();
      if (!answer.ok) { throw new Error((said.error && said.error.message) || said.message || t('failed')); }
      copied(location.origin + said.address);
      await list(sheet);
    } catch (error) { yiping.say(error.message || t('failed'), 'refused'); } finally { button.disabled = false; }
  }

  function row(sheet, one) {
    const copy = make('button', { type: 'button' }, t('copy')), take = make('button', { type: 'button', 'data-withdraw': one.id }, t('withdraw'));
    copy.addEventListener('click', () => copied(location.origin + one.address));
    take.addEventListener('click', async () => {
      const answer = await fetch('/snapshots/' + encodeURIComponent(one.id) + '/withdraw', { method: 'POST' });
      yiping.say(t(answer.ok ? 'withdrawn' : 'failed'), answer.ok ? 'done' : 'refused');
      await list(sheet);
    });
    const said = make('span', {}, make('b', {}, yiping.past.say(Date.parse(one.at))), ' ' + t('until', { time: yiping.past.say(Date.parse(one.until)) }) + ' · ' + t('audience_' + one.audience));
    return make('li', {}, make('a', { href: one.address }, said), copy, take);
  }

  async function list(sheet) {
    const holder = sheet.querySelector('.share-own');
    try {
      const { snapshots } = await (await fetch('/snapshots', { cache: 'no-store' })).json();
      holder.replaceChildren(make('h3', {}, t('own', { n: snapshots.length })),
        snapshots.length ? make('ul', {}, ...snapshots.map((one) => row(sheet, one))) : make('p', { class: 'panel-empty' }, t('none')));
    } catch (error) { holder.replaceChildren(make('p', { class: 'panel-empty' }, t('failed'))); }
  }

  function open() {
    const sheet = make('dialog', { class: 'share-sheet', id: 'share-sheet', 'aria-labelledby': 'share-title' });
    const close = make('button', { type: 'button', class: 'close', 'aria-label': yiping.t('keys.close') }, '×');
    close.addEventListener('click', () => sheet.close());
    const body = make('div', { class: 'share-body' },
      card('live', () => copied(linkOf(address()))),
      card('fixed', () => copied(linkOf(address({ t: moment() })))),
      card('snapshot', (button) => keep(sheet, button), choice('lasts', LASTS), choice('audience', AUDIENCES)),
      make('section', { class: 'share-own' }));
    body.querySelector('[name=lasts]').value = '7d';
    sheet.append(make('header', {}, make('h2', { id: 'share-title' }, t('title')), close), body);
    sheet.addEventListener('close', () => sheet.remove());
    sheet.addEventListener('click', (event) => { if (event.target === sheet) { sheet.close(); } });
    document.body.append(sheet);
    sheet.showModal();
    list(sheet);
  }

  yiping.share = { open };
})();
