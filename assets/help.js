/* The help sheet: every key that is bound here, from the table that binds it, and the switch that silences them.
   Fetched when it is first asked for. */
(function () {
  'use strict';
  const yiping = window.yiping = window.yiping || {};
  const GROUPS = ['go', 'case', 'map', 'time', 'screen'];
  const SPOKEN = { ' ': 'Space', Escape: 'Esc', ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→', '-': '−' };

  const make = (tag, className, ...children) => yiping.element(tag, { class: className || undefined }, ...children);

  const spoken = (key) => SPOKEN[key] || (key.startsWith('Ctrl+') && key.length === 6 ? key.toUpperCase().replace('CTRL', 'Ctrl') : key);

  /* "g o" is two caps, one after the other; "+" and "=" are two caps of one key. */
  function caps(names) {
    return names.flatMap((name) => (name.length === 3 && name[1] === ' ' ? name.split(' ') : [name]).map((key) => make('kbd', '', spoken(key))));
  }

  function section(group) {
    const rows = yiping.keys.list().filter((one) => one.group === group);
    if (!rows.length) { return []; }
    const list = make('dl', '', ...rows.map((one) => make('div', 'key-row', make('dt', '', ...caps(one.names)), make('dd', '', yiping.t(one.word)))));
    rows.forEach((one, index) => { list.children[index].dataset.key = one.names.join(' | '); });
    return [make('section', '', make('h3', '', yiping.t('keys.group_' + group)), list)];
  }

  function switchButton() {
    return yiping.element('button', { type: 'button', class: 'keys-switch', 'data-keys-switch': '1' });
  }

  /* The commands come from the verbs themselves, as far as this person may speak them. */
  async function commands(sheet) {
    let verbs = [];
    try { verbs = (await (await fetch('/search', { cache: 'no-store' })).json()).verbs || []; } catch (error) { return; }
    if (!verbs.length) { return; }
    const rows = verbs.map((one) => {
      const row = make('div', 'key-row is-command', make('dt', '', make('kbd', '', one.label)), make('dd', '', one.note));
      row.dataset.verb = one.name;
      return row;
    });
    sheet.querySelector('.help-groups').append(make('section', '', make('h3', '', yiping.t('find.commands')), make('dl', '', ...rows)));
  }

  function open() {
    const sheet = yiping.dialog('help-sheet', yiping.t('keys.title'), [switchButton()],
      make('div', 'help-groups', ...GROUPS.flatMap(section)), make('p', 'help-about', yiping.t('keys.about')));
    sheet.querySelector('.help-groups').tabIndex = 0;   // it scrolls: by keys too
    yiping.keys.draw();
    commands(sheet);
  }

  yiping.help = { open };
})();
