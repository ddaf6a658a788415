/* Keys: one table that binds them, that the help sheet lists and that one switch silences. Any script adds its own:

     yiping.keys.add({
       '[': { word: 'replay.key_back', group: 'time', on: ['desk'], work: () => yiping.replay.step(-1) },
       ' ': { word: 'replay.key_play', group: 'time', isOffered: () => 'replay' in yiping, work: () => yiping.replay.play() },
     });

   The name is the event's key ("a", "?", " ", "ArrowUp", "Escape"), with "Ctrl+" before it where Ctrl or Cmd is held, or
   two keys with a blank between ("g o": one after the other). Of an entry:
     word       key of its sentence, in a table of words that scripts speak (SCRIPT_WORDS in dashboard/shell.py); what
                several entries say in the same words the sheet lists once, as the first of them is offered
     group      go, case, map, time or screen: where the help sheet lists it
     work       what it does; returns false where there was nothing to do now: the next entry of the key is asked
     on         surfaces (desk, office, wall); all of them where it is left out
     isOffered  is there such a thing for this person on this page? Where not, the key is neither bound nor listed
     also       other names of the same key; `turn`: a higher one is asked later (0 where left out)
     whileWriting  heard in fields too; only for keys with Ctrl
   Files whose name sorts before keys.js add on DOMContentLoaded. Keys of one character, and two in a row, are silent in
   fields, during composition, under a dialog, and while the switch is off (WCAG 2.1.4). */
(function () {
  'use strict';
  const yiping = window.yiping = window.yiping || {};
  const entries = new Map();    // name of a key -> its entries, in the order they are asked
  const order = [];             // the same entries as the help sheet lists them
  const SETTING = 'yiping.keys', SEQUENCE_MS = 1500;
  let begun = '', begunAt = -Infinity;

  function add(table) {
    Object.entries(table).forEach(([name, entry]) => {
      const known = order.find((one) => one.word === entry.word), names = [name, ...(entry.also || [])];
      if (known) { known.names.push(...names.filter((one) => !known.names.includes(one))); } else { order.push({ ...entry, names }); }
      names.forEach((one) => {
        entries.set(one, [...(entries.get(one) || []), entry].sort((a, b) => (a.turn || 0) - (b.turn || 0)));
      });
    });
  }

  const isHere = (entry) => (!entry.on || entry.on.includes(yiping.state.surface)) && (!entry.isOffered || entry.isOffered());
  const isOn = () => localStorage.getItem(SETTING) !== 'off';
  const isCharacter = (name) => name.length === 1 || /^\S \S$/.test(name);
  const isDialogOpen = () => Boolean(document.querySelector('dialog[open]'));

  function isWriting(target) {
    return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
  }

  /* What the browser itself presses: those two keys are the control's own. */
  const isTheirs = (name, target) => (name === 'Enter' || name === ' ') && target.closest && target.closest('button, a[href], summary, audio, video');

  /* Every button with data-keys-switch turns the keys on and off and says how they stand. */
  function draw() {
    document.querySelectorAll('[data-keys-switch]').forEach((button) => {
      button.textContent = yiping.t(isOn() ? 'keys.switch_on' : 'keys.switch_off');
      button.setAttribute('aria-pressed', String(isOn()));
    });
  }
  document.addEventListener('click', (event) => { if (event.target.closest('[data-keys-switch]')) { turn(!isOn()); } });

  function turn(isWanted) {
    localStorage.setItem(SETTING, isWanted ? 'on' : 'off');
    draw();
    yiping.say(yiping.t(isWanted ? 'keys.now_on' : 'keys.now_off'), 'plain');
  }

  /* The name a press goes by: with capitals locked a letter is the same key. */
  function nameOf(event) {
    const key = event.key.length === 1 && !event.shiftKey ? event.key.toLowerCase() : event.key;
    return (event.ctrlKey || event.metaKey ? 'Ctrl+' : '') + key;
  }

  const begins = (name) => [...entries.keys()].some((one) => one.length === 3 && one.startsWith(name + ' '));

  function work(name) {
    if (isCharacter(name) && !isOn()) { return false; }
    return (entries.get(name) || []).some((entry) => isHere(entry) && entry.work() !== false);
  }

  /* One key, or the second of two; the first of two waits a moment for the other. */
  function played(name, now) {
    const both = begun && now - begunAt < SEQUENCE_MS ? begun + ' ' + name : '';
    begun = '';
    if (both && work(both)) { return true; }
    if (work(name)) { return true; }
    if (isOn() && begins(name)) { begun = name; begunAt = now; return true; }
    return false;
  }

  document.addEventListener('keydown', (event) => {
    if (event.isComposing || event.keyCode === 229 || event.defaultPrevented || event.altKey || isDialogOpen()) { return; }
    const name = nameOf(event);
    if (isTheirs(name, event.target)) { return; }
    if (isWriting(event.target) && !(name.startsWith('Ctrl+') && (entries.get(name) || []).some((entry) => entry.whileWriting))) { return; }
    if (played(name, event.timeStamp)) { event.preventDefault(); }
  });

  yiping.keys = {
    add, isOn, turn, draw,
    /* What can be pressed here, for the help sheet: [{names, word, group}]. */
    list: () => order.filter(isHere).map(({ names, word, group }) => ({ names, word, group })),
  };
})();
