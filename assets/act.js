/* Pressing for action: pick units, choose what to do, confirm. What an action is given: assets/give.js. */
(function () {
  'use strict';
  const yiping = window.yiping = window.yiping || {};
  const drawer = () => document.getElementById('drawer');
  const menu = () => document.querySelector('#drawer .more-actions');
  const DRAWN_MS = 6000, LOOK_MS = 40;
  let isMenuOpen = false, shownCase = '', then = null;

  function toggle(row) {
    row.setAttribute('aria-checked', String(row.getAttribute('aria-checked') !== 'true'));
    yiping.give.renew();
  }

  function closeMenu() {
    isMenuOpen = false;
    if (menu()) { menu().open = false; }
  }

  function act(button) {
    const action = button.dataset.action;
    if (action === 'confirm') { yiping.give.confirm(); return; }
    if (action === 'cancel') { yiping.give.close(); return; }
    closeMenu();
    if (button.dataset.atOnce) { yiping.give.send(action, {}); } else { yiping.give.open(button); }
  }

  document.addEventListener('click', (event) => {
    const target = event.target;
    if (menu() && menu().open && !menu().contains(target)) { closeMenu(); }
    const pick = target.closest('[data-pick]');
    if (pick) { toggle(pick); return; }
    if (!drawer() || !drawer().contains(target) || yiping.give.pressed(target)) { return; }
    const button = target.closest('[data-action]'), press = target.closest('[data-press]');
    if (button) { act(button); } else if (press) { yiping.give.send(press.dataset.press, JSON.parse(press.dataset.given)); }
  });

  document.addEventListener('toggle', (event) => { if (event.target === menu()) { isMenuOpen = event.target.open; } }, true);

  /* The drawer was drawn anew: an open menu stays open, what is being asked goes on with what was typed. */
  yiping.drawerChanged = function (kept) {
    const head = document.querySelector('#drawer [data-drawer-case]'), shown = head ? head.dataset.drawerCase : '';
    if (shown !== shownCase) {
      shownCase = shown;
      isMenuOpen = false;
      document.querySelectorAll('.drawer-body').forEach((body) => { body.scrollTop = 0; });
    }
    if (isMenuOpen && menu()) { menu().open = true; }
    yiping.give.restore(kept);
    if (then && shown === then.case) { const { action } = then; then = null; press(action); }
  };

  /* A press that opens a case and what is to be done with it: the form stands as soon as the case does. */
  document.addEventListener('click', (event) => {
    const quick = event.target.closest('[data-then]');
    then = quick ? { case: quick.dataset.case, action: quick.dataset.then } : null;
  }, true);

  /* The next row of the list that is shown: the feed's, or a page's. */
  function step(by) {
    const rows = [...document.querySelectorAll('.feed-rows [data-case], #office [data-case]')];
    if (!rows.length) { return false; }
    const here = rows.findIndex((row) => row.dataset.case === yiping.state.case);
    const row = rows[Math.max(0, Math.min(rows.length - 1, here + by))];
    row.scrollIntoView({ block: 'nearest' });
    return yiping.open(row.dataset.case);
  }

  const isDrawn = (caseNo) => Boolean(document.querySelector('#drawer [data-drawer-case="' + CSS.escape(caseNo) + '"]'));

  /* Once the drawer shows the case, and whatever else is waited for stands in it; false where it does not come. */
  async function drawn(caseNo, isComplete) {
    for (let waited = 0; waited < DRAWN_MS && yiping.state.case === caseNo; waited += LOOK_MS) {
      if (isDrawn(caseNo) && (!isComplete || isComplete())) { return true; }
      await new Promise((done) => { setTimeout(done, LOOK_MS); });
    }
    return yiping.state.case === caseNo && isDrawn(caseNo);
  }

  /* Press what the drawer offers; of a case that is just being opened, once it is there. */
  function press(action) {
    const caseNo = yiping.state.case, button = document.querySelector('#drawer [data-action=' + action + ']');
    if (caseNo && !isDrawn(caseNo)) { drawn(caseNo).then((came) => came && press(action)); return true; }
    if (!caseNo || !button) { return false; }
    return button.click();
  }

  function goBack() {
    if (menu() && menu().open) { closeMenu(); menu().querySelector('summary').focus(); return true; }
    if (yiping.give.isOpen()) { yiping.give.close(); return true; }
    if (yiping.state.case) { yiping.open(null); return true; }
    if (yiping.state.shape) { yiping.draw.take(''); return true; }
    return false;
  }

  function goUp() {
    const level = yiping.levelOf(yiping.state.area);
    const up = level > 1 ? yiping.state.area.slice(0, yiping.state.levels[level - 2].width) : '';
    if (!up || up.length < yiping.state.home.length) { return false; }
    return yiping.select(up);
  }
  yiping.act = { step, press, isDrawn, drawn, goBack, goUp };

  /* Up and down go through the menu, which opens upward. */
  function walkMenu(event) {
    const stops = [...menu().querySelectorAll('.menu button'), menu().querySelector('summary')];
    const next = stops.indexOf(document.activeElement) + (event.key === 'ArrowUp' ? -1 : 1);
    event.preventDefault();
    menu().open = true;
    stops[(next + stops.length) % stops.length].focus();
  }

  /* What a key means where the caret or the focus stands; all others are in assets/shortcuts.js. */
  function heardHere(event) {
    const target = event.target;
    if (event.key === 'Escape' && yiping.give.isOpen() && target.closest('[data-give]')) { yiping.give.close(); return true; }
    if (event.key === 'Escape' && /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) { target.blur(); return true; }
    if (/^Arrow(Up|Down)$/.test(event.key) && menu() && menu().contains(target)) { walkMenu(event); return true; }
    if (event.ctrlKey || event.metaKey || event.altKey || !(event.key === 'Enter' || event.key === ' ')) { return false; }
    const pressable = target.closest('[role=button],[role=checkbox]');
    if (pressable) { pressable.click(); }
    return Boolean(pressable);
  }
  document.addEventListener('keydown', (event) => {
    if (event.isComposing || event.keyCode === 229 || event.defaultPrevented || !event.target.closest) { return; }
    if (heardHere(event)) { event.preventDefault(); }
  });
})();
