/* Coverage gaps that the rule calls short, for who sends or leads: asked for while somebody looks, told as text with
   the moves that are offered; ordered at a desk. What cannot be asked anew is taken away: a gap is of now. */
(function () {
  'use strict';
  const phone = window.phone = window.phone || {};
  const ASK_EVERY = 60000;

  function line(name, text) {
    const made = document.createElement(name);
    made.textContent = text;
    return made;
  }

  function item(gap, box) {
    const made = document.createElement('li');
    made.className = 'is-short';
    made.dataset.gap = gap.kind;
    made.append(line('b', '▼ ' + box.dataset.title + ' '), line('span', gap.text));
    if (!gap.moves.length) { made.append(line('p', box.dataset.none)); }
    gap.moves.forEach((one) => made.append(line('p', one.text + ' · ' + one.gains)));
    return made;
  }

  function show(gaps, box) {
    const short = gaps.filter((one) => one.is_short).map((one) => item(one, box));
    if (short.length) { short.push(line('small', phone.t('as_of', { time: phone.clock(Date.now()) }))); }
    box.replaceChildren(...short);
    box.hidden = !short.length;
  }

  async function ask() {
    const box = document.getElementById('gaps');
    if (!box || document.hidden) { return; }
    let gaps = [];
    try {
      const answer = await fetch('/coverage-gaps', { cache: 'no-store', headers: { 'X-Person': encodeURIComponent(phone.config.person) } });
      if (answer.ok) { gaps = (await answer.json()).gaps; }
    } catch (error) { /* no network: nothing is known of now */ }
    show(gaps, box);
  }

  phone.gaps = { ask };
  setInterval(ask, ASK_EVERY);
  document.addEventListener('visibilitychange', ask);
})();
