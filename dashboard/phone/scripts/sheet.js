/* The sheet of an action: asks for what it takes and for one confirming press; then the step is in the outbox. */
(function () {
  'use strict';
  const phone = window.phone = window.phone || {};
  const sheet = phone.sheet = {};
  const POOR_M = 50, HOUR_MS = 3600000;
  let asking = null;

  const dialog = () => document.getElementById('sheet');
  const part = (name) => dialog().querySelector('[data-field=' + name + ']');
  const box = () => part('pictures').querySelector('.pictures');

  function showPlace() {
    if (!asking) { return; }
    const line = dialog().querySelector('.fix'), here = phone.place.last;
    if (!phone.place.isFresh()) { line.textContent = phone.t(phone.place.isDenied() ? 'no_position' : 'reading'); return; }
    line.textContent = phone.t('accuracy', { n: Math.round(here.accuracy) })
      + (here.accuracy > POOR_M ? ' · ' + phone.t('poor') : '');
  }
  document.addEventListener('phone:place', showPlace);

  sheet.open = function (button) {
    const card = button.closest('.card'), takes = button.dataset.takes.split(' '), needs = button.dataset.needs.split(' ');
    const ahead = phone.outbox.ahead(card.dataset.case, card.dataset.state, Number(card.dataset.version));
    asking = { card, button, takes, needs, version: ahead.version };
    const form = dialog().querySelector('form');
    form.reset();
    phone.pictures.clear(box());
    ['position', 'pictures', 'until', 'note'].forEach((name) => { part(name).hidden = !takes.includes(name); });
    const isNeeded = needs.includes('note') && !takes.includes('camera');
    part('note').querySelector('.field > span').textContent = part('note').dataset[isNeeded ? 'needed' : 'optional'];
    form.querySelector('h2').textContent = button.textContent;
    form.querySelector('.about').textContent = card.querySelector('.text').textContent;
    form.querySelector('[data-action=confirm]').textContent = button.dataset.confirm;
    fault('');
    dialog().showModal();
    form.querySelector('[data-action=confirm]').focus();
    if (takes.includes('position')) { phone.place.follow(); showPlace(); }
    if (takes.includes('camera')) { box().querySelector('input').click(); }
  };

  sheet.close = function () { asking = null; phone.place.stop(); if (dialog().open) { dialog().close(); } };

  function fault(text) {
    const line = dialog().querySelector('.fault');
    line.hidden = !text;
    line.textContent = text;
    return Boolean(text);
  }

  /* What the form says, as the move's body; throws the key of the words that say what is missing. */
  function read() {
    const form = dialog().querySelector('form'), body = { verb: asking.button.dataset.action };
    const taken = asking.takes.includes('pictures') ? [...phone.pictures.taken(box())] : [];
    if (asking.takes.includes('camera') && !taken.length) { throw new Error('picture_needed'); }
    const note = asking.takes.includes('note') ? form.elements.note.value.trim() : '';
    body.note = note || (asking.takes.includes('camera') ? phone.t('picture_note') : '');
    if (asking.needs.includes('note') && !body.note) { throw new Error('note_needed'); }
    if (asking.takes.includes('until')) {
      if (!form.elements.until.value) { throw new Error('until_needed'); }
      const from = Math.max(Date.now(), Date.parse(asking.card.dataset.due) || 0);
      body.until = new Date(from + Number(form.elements.until.value) * HOUR_MS).toISOString();
    }
    if (asking.takes.includes('position') && phone.place.given()) { body.position = phone.place.given(); }
    return { body, taken };
  }

  sheet.confirm = async function () {
    if (!asking || asking.isSaving) { return; }
    await box().busy;
    let given;
    try { given = read(); } catch (error) { fault(phone.t(error.message)); return; }
    const { card, button } = asking, data = card.dataset;
    asking.isSaving = true;
    try {
      await phone.outbox.add({ kind: 'move', caseNo: data.case, version: asking.version, to: button.dataset.to,
        label: button.textContent, about: card.querySelector('.text').textContent, body: given.body, pictures: given.taken });
    } catch (error) { asking.isSaving = false; fault(phone.t('not_stored')); return; }
    sheet.close();
    if (!phone.outbox.isOnline) { phone.say(phone.t('kept'), 'waiting'); }
  };
})();
