/* A screen that was kept (dashboard/doors/snapshots.py): state.snap names it, the address says it, and as long as the
   person looks at what was kept - that area, that figure, that filter, that moment - the kept answer is shown. Whoever
   looks at anything else leaves it, and is told. Sharing and the list of one's own: assets/share.js, fetched on demand. */
(function () {
  'use strict';
  const yiping = window.yiping = window.yiping || {};
  const state = yiping.state = yiping.state || {};
  let kept = '';                // what the screen asked for when the snapshot was opened

  const isOn = () => Boolean(state.snap);

  /* Return where the answer to a question comes from while a snapshot is open; "" for the live screen. */
  function url(asked) {
    if (!isOn()) { return ''; }
    const now = JSON.stringify(asked);
    kept = kept || now;
    if (kept === now) { return '/snapshots/' + encodeURIComponent(state.snap); }
    leave('snapshots.left');
    return '';
  }

  function leave(why) {
    state.snap = kept = '';
    delete document.body.dataset.snap;
    const chip = document.getElementById('snap-badge');
    if (chip) { chip.remove(); }
    yiping.address.write(false);
    yiping.say(yiping.t(why), 'refused', 10000);
  }

  /* What was kept came: say of when it is, who kept it, and until when it can be opened. */
  function shown(one) {
    if (!one || !isOn()) { return; }
    document.body.dataset.snap = 'true';
    const before = document.getElementById('link-state');
    let chip = document.getElementById('snap-badge');
    if (!chip) {
      chip = document.createElement('b');
      chip.id = 'snap-badge';
      before.before(chip);
    }
    const day = (text) => yiping.past.say(Date.parse(text)).slice(0, -6);
    chip.textContent = yiping.t('snapshots.badge', { time: yiping.past.say(Date.parse(one.at)) });
    chip.title = yiping.t('snapshots.badge_about', { by: one.by, made: yiping.past.say(Date.parse(one.made_at)), until: day(one.until) });
  }

  document.addEventListener('click', (event) => {
    if (event.target.closest('[data-share]')) { yiping.part('share').then(() => yiping.share.open(), () => yiping.say(yiping.t('snapshots.failed'), 'refused')); }
  });

  yiping.snap = { isOn, url, shown, gone: () => leave('snapshots.gone'), read: (text) => (/^[\w-]{8,24}$/.test(text) ? text : undefined) };
})();
