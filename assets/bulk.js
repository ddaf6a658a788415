/* Many cases at once: what is to be done, a preview of each, then one move after the other, which can be stopped and
   gone on with; what came of each stands in a list. The server moves every case by itself; what was sent twice is done once. */
(function () {
  'use strict';
  const yiping = window.yiping = window.yiping || {};
  const TRIED_AT_ONCE = 25, MOVED_AT_ONCE = 5;
  const UNDONE_BY = { dispatch: 'withdraw', supervise: 'withdraw_supervision', instruct: 'withdraw_instruction' };
  let batch = null;             // {verb, label, given, key, items, told, isStopped}

  const t = (key, values) => yiping.t('worklist.' + key, values);
  const panel = () => document.getElementById('bulk');
  const part = (name) => panel().querySelector(name);

  const node = yiping.labelled;

  function knob(name, text, look, work) {
    const made = node('button', look, text);
    made.type = 'button'; made.dataset.bulk = name;
    made.addEventListener('click', work);
    return made;
  }

  /* How many are ticked, and what can be done with them: beside the count of the list. */
  function tell() {
    const place = document.querySelector('[data-ticked]'), chosen = yiping.queue.ticked.size;
    if (!place) { return; }
    place.replaceChildren();
    if (!chosen || !document.querySelector('[data-bulk-form]')) { return; }
    const total = Number(document.querySelector('[data-found]').dataset.found);
    place.append(node('b', '', t('chosen', { n: chosen })), knob('open', t('open'), 'primary', open), knob('unchoose', t('unchoose'), '', yiping.queue.clear));
    if (yiping.advise.mayAsk()) { place.append(knob('advise', yiping.t('advice.name'), '', () => yiping.advise.chosen([...yiping.queue.ticked.keys()]))); }
    if (total > chosen) { place.append(knob('all', t('all', { n: total }), '', chooseAll)); }
  }

  const post = (step, body) => yiping.ask('/bulk/' + step, body, '');

  async function chooseAll() {
    try {
      const found = await post('cases', Object.fromEntries(new URLSearchParams(yiping.queue.page().dataset.resolved)));
      found.items.forEach((one) => yiping.queue.ticked.set(one.case, one.version));
      yiping.queue.changed();
      if (found.total > found.limit) { yiping.say(t('all_some', { limit: found.limit, n: found.total }), 'plain'); }
    } catch (error) { yiping.say(error.message || yiping.t('screen.not_sent'), 'refused'); }
  }

  function open() {
    if (yiping.state.case) { yiping.open(null); }
    close();
    const box = node('aside'), head = node('header');
    box.id = 'bulk';
    box.setAttribute('role', 'dialog');
    box.setAttribute('aria-label', t('open'));
    head.append(node('h2', '', t('title', { n: yiping.queue.ticked.size })), knob('close', '×', '', close));
    head.lastChild.setAttribute('aria-label', t('close'));
    box.append(head, node('div', 'bulk-form'), node('div', 'bulk-count'), node('ol'), node('footer'));
    document.querySelector('.stage').append(box);
    part('.bulk-form').append(...[...document.querySelector('[data-bulk-form]').children].map((one) => one.cloneNode(true)));
    part('[name=verb]').addEventListener('change', ask);
    ask();
    part('[name=verb]').focus();
  }

  function close() {
    if (batch) { batch.isStopped = true; }
    batch = null;
    if (panel()) { panel().remove(); }
  }

  /* The form: only the fields that the verb takes. */
  function ask() {
    const chosen = part('[name=verb]').selectedOptions[0], takes = chosen.dataset.takes.split(' ');
    part('.bulk-form').hidden = false;
    panel().querySelectorAll('[data-bulk-field]').forEach((field) => { field.hidden = field.dataset.bulkField !== 'verb' && !takes.includes(field.dataset.bulkField); });
    part('.bulk-count').replaceChildren();
    part('.bulk-count').hidden = true;
    part('ol').replaceChildren();
    part('footer').replaceChildren(knob('preview', t('preview'), 'primary', () => begin(chosen)));
  }

  function begin(chosen) {
    const given = {}, needs = chosen.dataset.needs.split(' ').filter(Boolean);
    panel().querySelectorAll('[data-bulk-field]:not([hidden]) [name]:not([name=verb])').forEach((field) => { if (field.value.trim()) { given[field.name] = field.value.trim(); } });
    const lacking = needs.find((name) => !given[name]);
    if (lacking) {
      const field = part('[data-bulk-field=' + lacking + ']');
      yiping.say(t('field_needed', { field: field.querySelector('.field-label').textContent }), 'refused');
      field.querySelector('[name]').focus();
      return;
    }
    preview({ verb: chosen.value, label: chosen.textContent, given, items: [...yiping.queue.ticked].map(([number, version]) => ({ case: number, version })) });
  }

  function count(text, done, all) {
    const place = part('.bulk-count');
    place.hidden = false;
    place.textContent = text;
    if (all) {
      const bar = node('progress');
      bar.max = all; bar.value = done;
      place.append(bar);
    }
  }

  function line(one) {
    const row = node('li', one.done ? 'is-yes' : 'is-no');
    row.dataset.bulkCase = one.case; row.dataset.done = String(one.done);
    row.append(node('i', '', one.done ? '✓' : '✕'), node('b', '', one.case + ' ' + (one.text || '')), node('small', '', one.said));
    return row;
  }

  /* Ask in pieces; returns false where it was stopped, or where a newer batch took its place. */
  async function inPieces(mine, step, items, size, word) {
    for (let at = 0; at < items.length; at += size) {
      if (mine.isStopped || batch !== mine) { return false; }
      count(t(word, { done: at, n: items.length }), at, items.length);
      const told = await post(step, { verb: mine.verb, given: mine.given, key: mine.key, items: items.slice(at, at + size) });
      if (batch !== mine) { return false; }
      told.items.forEach((one) => { mine.told.set(one.case, one); part('ol').append(line(one)); });
    }
    return !mine.isStopped;
  }

  async function preview(wanted) {
    const mine = batch = { ...wanted, key: Date.now() + '.' + Math.random().toString(36).slice(2), told: new Map(), isStopped: false };
    part('.bulk-form').hidden = true;
    part('ol').replaceChildren();
    part('footer').replaceChildren(knob('back', t('back'), '', ask));
    try {
      if (!await inPieces(mine, 'preview', mine.items, TRIED_AT_ONCE, 'previewing')) { return; }
    } catch (error) {
      ask();
      yiping.say(error.message || yiping.t('screen.not_sent'), 'refused', 9000);
      return;
    }
    const will = mine.items.filter((one) => mine.told.get(one.case).done);
    count(t('will', { will: will.length, not: mine.items.length - will.length }));
    if (will.length) { part('footer').prepend(knob('confirm', t('confirm', { verb: mine.label, n: will.length }), 'primary', () => run(Object.assign(mine, { told: new Map(), all: will })))); }
  }

  /* Move those of the batch of which nothing was heard yet. */
  async function run(mine) {
    batch = mine;
    mine.isStopped = false;
    part('ol').replaceChildren(...[...mine.told.values()].map(line));
    part('footer').replaceChildren(knob('stop', t('stop'), '', () => { mine.isStopped = true; }));
    let isLost = false;
    try { await inPieces(mine, 'run', mine.all.filter((one) => !mine.told.has(one.case)), MOVED_AT_ONCE, 'running'); } catch (error) {
      isLost = true;
      if (error.isTold) { yiping.say(error.message, 'refused', 9000); }
    }
    if (batch === mine) { ended(mine, isLost); }
    yiping.office.reload();
  }

  function ended(mine, isLost) {
    const told = [...mine.told.values()], done = told.filter((one) => one.done), failed = told.filter((one) => !one.done);
    const left = mine.all.filter((one) => !mine.told.has(one.case)), foot = part('footer');
    const words = [t('done', { done: done.length, failed: failed.length })];
    if (left.length) { words.push(t(isLost ? 'lost' : 'stopped', { left: left.length })); }
    count(words.join(' · '));
    part('ol').prepend(...[...part('ol').children].filter((row) => row.dataset.done === 'false'));
    foot.replaceChildren();
    if (left.length) { foot.append(knob('go_on', t('go_on', { n: left.length }), 'primary', () => run(mine))); }
    if (UNDONE_BY[mine.verb] && done.length) { foot.append(undo(mine, done)); }
    if (failed.length) { foot.append(knob('again', t('again', { n: failed.length }), '', () => preview({ ...mine, items: failed.map((one) => ({ case: one.case, version: one.version })) }))); }
    foot.append(knob('finish', t('close'), '', close));
    done.forEach((one) => yiping.queue.ticked.delete(one.case));
    yiping.queue.changed();
  }

  /* What was just sent to many is called back from many. */
  function undo(mine, done) {
    const seconds = document.querySelector('[data-bulk-form]').dataset.undoSeconds, all = done.map((one) => ({ case: one.case, version: one.version }));
    const button = knob('undo', t('undo_left', { seconds }), 'is-undo', () => run({ verb: UNDONE_BY[mine.verb], label: '', given: {}, key: mine.key + '.undo', told: new Map(), all }));
    button.dataset.left = seconds;
    button.dataset.leftWords = yiping.t('worklist.undo_left', { seconds: '{seconds}' });
    return button;
  }

  document.addEventListener('yiping:queue', tell);
  document.addEventListener('yiping:opened', () => { if (yiping.state.case) { close(); } });
  yiping.keys.add({
    m: { word: 'worklist.key_bulk', group: 'case', on: ['office'], isOffered: () => Boolean(document.querySelector('[data-bulk=open]')), work: open },
    Escape: { word: 'keys.back', group: 'screen', on: ['office'], turn: -1, isOffered: () => Boolean(panel()), work: close },
  });
  tell();
})();
