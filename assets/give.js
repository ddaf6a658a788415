/* What an action is given: the form in the drawer's foot, its confirming press, and what was typed, which outlives a
   refusal and a drawer drawn anew. The server decides what is enough; here only what is plainly missing is said. */
(function () {
  'use strict';
  const yiping = window.yiping = window.yiping || {};
  const give = yiping.give = {};
  const PATIENCE_MS = 15000;
  const drafts = new Map();  // verb -> what was typed into its form, for the case in the drawer
  let draftsOf = '', asking = null, sending = null, held = null;

  const foot = () => document.querySelector('#drawer .drawer-actions');
  const buttonOf = (verb) => foot() && foot().querySelector('[data-action="' + verb + '"]');
  const formOf = (verb) => foot() && foot().querySelector('form[data-give="' + verb + '"]');
  const fieldsOf = (form) => (form ? [...form.querySelectorAll('input[name], select[name], textarea[name]')] : []);
  const isBox = (field) => field.type === 'radio' || field.type === 'checkbox';
  const needs = (button) => (button.dataset.needs || '').split(' ');

  give.isOpen = () => Boolean(asking);
  give.picked = () => [...document.querySelectorAll('#drawer [data-pick][aria-checked=true]')];

  function knob(text, look, action) {
    const button = document.createElement('button');
    button.type = 'button'; button.textContent = text; button.className = look; button.dataset.action = action;
    return button;
  }

  /* Replace the buttons by the action's form, one button that confirms in its words, and one that goes back. */
  give.open = function (button) {
    const box = foot(), verb = button.dataset.action, form = formOf(verb);
    if (needs(button).includes('units') && !form && !give.picked().length) { yiping.say(yiping.t('screen.pick_unit'), 'refused'); return; }
    give.close();
    showUnits(button);
    asking = { verb, button };
    box.classList.add('is-asking');
    if (form) { form.hidden = false; fill(form, drafts.get(verb)); }
    const strip = document.createElement('div');
    strip.className = 'confirm-strip';
    strip.append(knob('', 'primary', 'confirm'), knob(box.dataset.cancel, '', 'cancel'));
    box.append(strip);
    give.renew();
    (needs(button).includes('units') ? strip.firstChild : firstField(form) || strip.firstChild).focus();
    if (form) { form.querySelectorAll('select[size] option:checked').forEach((option) => option.scrollIntoView({ block: 'nearest' })); }
  };

  /* Where writing begins: at the first thing that is needed; of boxes, at the one that is chosen. */
  function firstField(form) {
    const first = form && (form.querySelector('[data-needed] :is(input, select, textarea)') || form.querySelector('input, select, textarea'));
    return first && isBox(first) ? fieldsOf(form).find((field) => field.name === first.name && field.checked) || first : first;
  }

  /* Units to pick may be folded away where somebody is out already. */
  function showUnits(button) {
    const folded = needs(button).includes('units') && document.querySelector('#drawer .fits');
    if (folded && !give.picked().length) { folded.open = true; folded.scrollIntoView({ block: 'start' }); }
  }

  /* The confirming button names who goes; picks may change while it stands there. */
  give.renew = function () {
    const confirm = foot() && foot().querySelector('[data-action=confirm]');
    if (!asking || !confirm) { return; }
    const names = needs(asking.button).includes('units')
      ? give.picked().map((row) => row.querySelector('b').textContent).join(' + ') : '';
    confirm.textContent = asking.button.dataset.confirm + (names ? ' · ' + names : '');
  };

  /* Fill in the form that is open; picks are for whoever names units. What the form does not know is left out. */
  give.fillIn = function (given, units) {
    const fields = asking ? fieldsOf(formOf(asking.verb)) : [];
    fields.filter((field) => field.name in given && !isBox(field)).forEach((field) => { field.value = given[field.name]; });
    if (units.length) {
      document.querySelectorAll('#drawer [data-pick]').forEach((row) => row.setAttribute('aria-checked', String(units.includes(row.dataset.pick))));
      give.picked().forEach((row) => row.scrollIntoView({ block: 'nearest' }));
    }
    give.renew();
  };

  give.close = function () {
    if (!asking) { return; }
    const form = formOf(asking.verb);
    if (form) { drafts.set(asking.verb, typed(form)); form.hidden = true; }
    const button = asking.button, active = document.activeElement, isHere = !active || active === document.body || (foot() && foot().contains(active));
    asking = null;
    document.querySelectorAll('.confirm-strip').forEach((strip) => strip.remove());
    document.querySelectorAll('.is-asking').forEach((box) => box.classList.remove('is-asking'));
    if (isHere) { goBackTo(button); }
  };

  /* The focus returns to what was pressed, or to the menu it is folded in; a hidden field would keep it for a frame. */
  function goBackTo(button) {
    const menu = button.closest('details'), shown = [button, menu && menu.querySelector('summary')].find((one) => one && one.checkVisibility());
    document.activeElement.blur();
    if (shown) { shown.focus({ preventScroll: true }); }
  }

  function valueOf(field) {
    if (isBox(field) && !field.checked) { return undefined; }
    if (field.dataset.type === 'answer') { return { yes: true, no: false }[field.value] ?? null; }
    if (field.dataset.type === 'number') { return field.value === '' ? undefined : Number(field.value); }
    return field.value.trim() === '' ? undefined : field.value;
  }

  /* What the form holds: "a.b" is b of the object a, boxes of one name are a list, rows are a list of objects. */
  function collect(form) {
    const given = {};
    fieldsOf(form).filter((field) => !field.closest('[data-row]')).forEach((field) => {
      const path = field.name.split('.'), name = path.pop(), value = valueOf(field);
      if (value === undefined) { return; }
      const place = path.reduce((inside, key) => (inside[key] = inside[key] || {}), given);
      place[name] = field.dataset.type === 'list' ? [...(place[name] || []), value] : value;
    });
    (form ? [...form.querySelectorAll('[data-rows]')] : []).forEach((rows) => { given[rows.dataset.rows] = rowsOf(rows); });
    return given;
  }

  function rowsOf(rows) {
    return [...rows.querySelectorAll('[data-row]')].map((row) => Object.fromEntries(
      fieldsOf(row).map((field) => [field.name, field.value.trim()]))).filter((row) => Object.values(row).some(Boolean));
  }

  const isHalf = (value) => Array.isArray(value) && value.some((one) => typeof one === 'object' && !Object.values(one).every(Boolean));
  const isMissing = (value) => value === undefined || (Array.isArray(value) && !value.length) || isHalf(value);

  function missing(form, given) {
    return form && [...form.querySelectorAll('[data-needed]')].find((field) => isMissing(given[field.dataset.field]));
  }

  give.confirm = function () {
    if (!asking || sending) { return; }
    const form = formOf(asking.verb), given = collect(form), lacking = missing(form, given);
    if (lacking) {
      yiping.say(lacking.dataset.needed, 'refused');
      (fieldsOf(lacking).find((field) => !field.value.trim()) || fieldsOf(lacking)[0]).focus();
      return;
    }
    if (needs(asking.button).includes('units')) { given.units = give.picked().map((row) => row.dataset.pick); }
    if (given.units && !given.units.length && !given.department) { yiping.say(yiping.t('screen.pick_unit'), 'refused'); return; }
    give.send(asking.verb, given);
  };

  give.send = function (verb, given) {
    const box = foot();
    if (!box || sending) { return; }
    if (yiping.state.t) { yiping.say(yiping.t('past.no_acts'), 'refused'); return; }
    yiping.say(yiping.t('screen.sending'), 'plain', PATIENCE_MS);
    const id = box.dataset.caseNo + '.' + Date.now();
    sending = { id, timer: setTimeout(lost, PATIENCE_MS), units: (verb === 'dispatch' && given.units) || [] };
    box.classList.add('is-sending');
    yiping.setProps('order', { data: { verb, case: box.dataset.caseNo, version: Number(box.dataset.version), id, ...given } });
  };

  function settle() {
    clearTimeout(sending.timer);
    sending = null;
    document.querySelectorAll('.is-sending').forEach((box) => box.classList.remove('is-sending'));
  }

  function lost() {
    settle();
    yiping.say(yiping.t('screen.not_sent'), 'refused');
    goOn();
  }

  /* The answer to what was sent: done, or a refusal, after which all that was typed still stands there. */
  give.came = function (notice) {
    if (!sending || (notice.tone === 'done' && notice.id !== sending.id)) { return; }
    const units = sending.units;
    settle();
    if (notice.tone === 'done') { sent(); document.dispatchEvent(new CustomEvent('yiping:sent', { detail: { units } })); return; }
    goOn();
    if (yiping.state.case) { yiping.open(yiping.state.case, { quiet: true }); }
  };

  /* The buttons that stand there belong to the version that is no more; the drawer is drawn anew in a moment. */
  function sent() {
    held = null;
    give.close();
    drafts.clear();
    if (foot()) { foot().classList.add('is-sending'); }
  }

  function goOn() {
    const kept = held;
    held = null;
    if (kept) { again(kept); }
  }

  function keyOf(field, form) {
    const alike = fieldsOf(form).filter((other) => other.name === field.name);
    return field.name + '#' + (isBox(field) ? field.value : alike.indexOf(field));
  }

  function typed(form) {
    const values = Object.fromEntries(fieldsOf(form).map((field) => [keyOf(field, form), isBox(field) ? field.checked : field.value]));
    return { values, rows: [...form.querySelectorAll('[data-rows]')].map((rows) => rows.children.length) };
  }

  function fill(form, draft) {
    if (!draft) { return; }
    [...form.querySelectorAll('[data-rows]')].forEach((rows, index) => { while (rows.children.length < (draft.rows[index] || 0)) { addRow(rows); } });
    fieldsOf(form).forEach((field) => {
      const value = draft.values[keyOf(field, form)];
      if (value === undefined) { return; }
      if (isBox(field)) { field.checked = value; } else { field.value = value; }
    });
  }

  /* Before the drawer is drawn anew: what is being asked, and where the caret stands in it. */
  give.keep = function () {
    if (!asking || !foot()) { return null; }
    const form = formOf(asking.verb), active = document.activeElement, inside = form && form.contains(active) && active.name;
    return { verb: asking.verb, caseNo: foot().dataset.caseNo, version: foot().dataset.version, draft: form && typed(form),
      focus: inside ? keyOf(active, form) : '', caret: inside && active.selectionEnd };
  };

  /* After it was drawn anew. */
  give.restore = function (kept) {
    const box = foot();
    asking = null;
    if (!box || box.dataset.caseNo !== draftsOf) { drafts.clear(); draftsOf = box ? box.dataset.caseNo : ''; }
    if (!kept || !box || box.dataset.caseNo !== kept.caseNo) { held = null; return; }
    if (sending) { held = kept; box.classList.add('is-sending'); return; }
    again(kept);
  };

  function again(kept) {
    const button = buttonOf(kept.verb), form = formOf(kept.verb);
    if (kept.draft) { drafts.set(kept.verb, kept.draft); }
    if (!button || foot().dataset.caseNo !== kept.caseNo) { return; }
    give.open(button);
    const field = kept.focus && form && fieldsOf(form).find((one) => keyOf(one, form) === kept.focus);
    if (field) {
      field.focus({ preventScroll: true });
      if (typeof kept.caret === 'number') { try { field.setSelectionRange(kept.caret, kept.caret); } catch (error) { /* a field without a caret */ } }
    }
    if (kept.version !== foot().dataset.version) { yiping.say(foot().dataset.moved, 'refused'); }
  }

  function addRow(rows) {
    if (rows.children.length >= Number(rows.dataset.most)) { return null; }
    const row = rows.firstElementChild.cloneNode(true);
    fieldsOf(row).forEach((field) => { field.value = ''; });
    rows.append(row);
    return row;
  }

  function narrow(box) {
    const words = box.value.trim().toLowerCase(), list = box.closest('.field').querySelector('select');
    [...list.options].forEach((option) => { option.hidden = !option.textContent.toLowerCase().includes(words); });
    list.querySelectorAll('optgroup').forEach((group) => { group.hidden = [...group.children].every((option) => option.hidden); });
    const chosen = list.selectedOptions[0];
    if (!chosen || chosen.hidden) { list.selectedIndex = [...list.options].findIndex((option) => !option.hidden); }
  }

  /* Presses inside a form that only change the form; returns whether this was one. */
  give.pressed = function (target) {
    const add = target.closest('[data-row-add]'), remove = target.closest('[data-row-remove]'), fills = target.closest('[data-fills]');
    if (add) {
      const row = addRow(add.closest('form').querySelector('[data-rows="' + add.dataset.rowAdd + '"]'));
      if (row) { fieldsOf(row)[0].focus(); }
    }
    if (remove) {
      const row = remove.closest('[data-row]');
      if (row.parentNode.children.length > 1) { row.remove(); } else { fieldsOf(row).forEach((field) => { field.value = ''; }); }
    }
    if (fills) { fills.closest('form').querySelector('[name="' + fills.dataset.fills + '"]').value = fills.dataset.value; }
    return Boolean(add || remove || fills);
  };

  document.addEventListener('input', (event) => { if (event.target.matches && event.target.matches('[data-narrows]')) { narrow(event.target); } });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown' && event.target.matches && event.target.matches('[data-narrows]')) {
      event.preventDefault();
      event.target.closest('.field').querySelector('select').focus();
    }
  });
  document.addEventListener('submit', (event) => {
    if (event.target.matches('form[data-give]')) { event.preventDefault(); give.confirm(); }
  });
})();
