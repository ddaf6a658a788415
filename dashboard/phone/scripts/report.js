/* Reporting: what is near and alike is offered first; then the report is in the outbox, also without a network. */
(function () {
  'use strict';
  const phone = window.phone = window.phone || {};
  const report = phone.report = {};
  let isSaving = false, reportId = null;

  const form = () => document.getElementById('report-form');
  const near = () => document.getElementById('near');
  const box = () => form().querySelector('.pictures');

  /* What the form says; the id stays the same until the report is kept, so that pressing twice is one report. */
  function read() {
    const fields = form().elements, text = fields.text.value.trim(), spot = phone.pad.given();
    if (!text) { fields.text.focus(); throw new Error('text_needed'); }
    if (!spot) { throw new Error('place_needed'); }
    reportId = reportId || phone.outbox.newKey();
    const body = { report_id: reportId, text, ...spot };
    if (fields.address.value.trim()) { body.address = fields.address.value.trim(); }
    if (fields.category.value) { body.category = fields.category.value; }
    if (fields.urgent.checked) { body.urgent = true; }
    return body;
  }

  /* Open cases nearby of the same kind; none where there is no network to ask, or nobody who knows. */
  async function alike(body) {
    const asked = new URLSearchParams({ lon: body.lon, lat: body.lat, text: body.text.slice(0, 200) });
    if (body.category) { asked.set('class', body.category); }
    try {
      const answer = await phone.ask('/api/v1/reports/nearby?' + asked);
      return answer.ok ? (await answer.json()).items : [];
    } catch (error) { return []; }
  }

  function line(text, name) {
    const made = document.createElement(name || 'span');
    made.textContent = text;
    return made;
  }

  function knob(text, work, look) {
    const made = line(text, 'button');
    made.type = 'button'; made.className = look || '';
    made.addEventListener('click', work);
    return made;
  }

  function offer(items, body) {
    const rows = items.map((one) => {
      const row = document.createElement('div');
      row.className = 'near-row'; row.dataset.case = one.case_no;
      const about = [phone.t('meters', { n: Math.round(one.distance_m) }), phone.t('minutes', { n: Math.round(one.minutes_ago) }),
        one.supporters ? phone.t('supporters', { n: one.supporters }) : ''];
      const press = knob(phone.t('support'), () => support(one, body));
      press.dataset.action = 'support';
      row.append(line(one.text, 'b'), line(about.filter(Boolean).join(' · '), 'small'), press);
      return row;
    });
    const press = knob(phone.t('still_new'), () => keep(body), 'wide');
    press.dataset.action = 'report';
    near().replaceChildren(line(phone.t('near'), 'p'), ...rows, press);
    near().hidden = false;
    near().scrollIntoView({ block: 'center' });
  }

  const support = (one, body) => put({ kind: 'support', caseNo: one.case_no, label: phone.t('item_support', { no: one.case_no }),
    about: one.text, body: { report_id: body.report_id, text: body.text }, pictures: [] }, 'supported');

  const keep = (body) => put({ kind: 'report', label: phone.t('item_report'), about: body.text, body,
    pictures: [...phone.pictures.taken(box())] }, 'reported');

  async function put(item, words) {
    if (isSaving) { return; }
    isSaving = true;
    try {
      await phone.outbox.add(item);
      reportId = null;
      form().reset();
      phone.pictures.clear(box());
      phone.pad.clear();
      near().hidden = true;
      phone.say(phone.t(phone.outbox.isOnline ? words : 'kept'), 'done');
      phone.show('outbox');
    } catch (error) { phone.say(phone.t('not_stored'), 'refused'); }
    isSaving = false;
  }

  report.submit = async function () {
    await box().busy;
    let body;
    try { body = read(); } catch (error) { phone.say(phone.t(error.message), 'refused'); return; }
    const found = near().hidden && phone.outbox.isOnline ? await alike(body) : [];
    if (found.length) { offer(found, body); } else { await keep(body); }
  };

  /* What is offered belongs to what was written; it goes when that changes. */
  document.addEventListener('input', (event) => {
    if (form() && form().contains(event.target) && near()) { near().hidden = true; }
  });
})();
