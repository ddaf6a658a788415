/* Taking what is on the screen along: three kinds of link whose difference is spelled out, the listed cases as a table,
   and one's own snapshots with the way to take them away. A sheet, fetched when it is first asked for. */
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
  const isDesk = () => state.surface === 'desk';
  const linkOf = (search) => location.origin + (isDesk() ? '/desk/overview' : location.pathname) + search;

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
      const said = await yiping.ask('/snapshots', {
        asked, address: address(), lasts: sheet.querySelector('[name=lasts]').value, audience: sheet.querySelector('[name=audience]').value }, t('failed'));
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
      const { snapshots } = await yiping.ask('/snapshots');
      holder.replaceChildren(make('h3', {}, t('own', { n: snapshots.length })),
        snapshots.length ? make('ul', {}, ...snapshots.map((one) => row(sheet, one))) : make('p', { class: 'panel-empty' }, t('none')));
    } catch (error) { holder.replaceChildren(make('p', { class: 'panel-empty' }, t('failed'))); }
  }

  /* The cases on the screen: those of the working list, or what the map's area and filter let through. */
  function listed() {
    const page = document.querySelector('.queue-page');
    if (page) { return Object.fromEntries(new URLSearchParams(page.dataset.resolved)); }
    return isDesk() ? { area: state.area, ...yiping.filters.asked() } : null;
  }

  /* Why there is no table of what is on the screen; "" where there is one. */
  const noTable = () => (yiping.past.isOn() || yiping.snap.isOn() ? t('table_past') : isDesk() && yiping.filters.isEnded() ? t('table_ended') : '');

  async function table(button) {
    button.disabled = true;
    try {
      const answer = await fetch('/export/cases', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(listed()) });
      if (!answer.ok) { throw new Error(((await answer.json()).error || {}).message || t('failed')); }
      const rows = Number(answer.headers.get('X-Rows')), total = Number(answer.headers.get('X-Total'));
      const link = make('a', { href: URL.createObjectURL(await answer.blob()), download: answer.headers.get('Content-Disposition').match(/filename="([^"]+)"/)[1] });
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10000);
      yiping.say(t(rows < total ? 'table_some' : 'table_done', { n: rows, total }), rows < total ? 'plain' : 'done', 9000);
    } catch (error) { yiping.say(error.message || t('failed'), 'refused'); } finally { button.disabled = false; }
  }

  function tableCard() {
    const why = noTable(), made = card('table', table);
    if (why) { made.querySelector('p').textContent = why; made.querySelector('button').disabled = true; }
    return made;
  }

  function open() {
    const ofMap = [card('fixed', () => copied(linkOf(address({ t: moment() })))),
      card('snapshot', (button) => keep(sheet, button), choice('lasts', LASTS), choice('audience', AUDIENCES))];
    const body = make('div', { class: 'share-body' }, card('live', () => copied(linkOf(address()))), ...(isDesk() ? ofMap : []),
      ...(listed() ? [tableCard()] : []), ...(isDesk() ? [make('section', { class: 'share-own' })] : []));
    const sheet = yiping.dialog('share-sheet', t('title'), [], body);
    if (!isDesk()) { return; }
    body.querySelector('[name=lasts]').value = '7d';
    list(sheet);
  }

  yiping.share = { open };
})();
