/* Where briefings begin: the button, and the links to their files. What they do is in assets/briefings.js, fetched when
   it is first asked for. */
(function () {
  'use strict';
  const yiping = window.yiping = window.yiping || {};

  function begin(work) {
    return yiping.part('briefings').then(work, () => yiping.say(yiping.t('briefs.failed'), 'refused'));
  }

  document.addEventListener('click', (event) => {
    const file = event.target.closest('[data-brief-file]');
    if (file) {
      event.preventDefault();
      begin(() => yiping.briefings.take(file));
    } else if (event.target.closest('[data-brief-cancel]')) {
      begin(() => yiping.briefings.cancel(event.target.closest('[data-brief-cancel]')));
    } else if (event.target.closest('[data-brief-each]')) {
      begin(() => yiping.briefings.each(event.target.closest('[data-brief-each]')));
    } else if (event.target.closest('[data-brief-kind]')) { yiping.brief.open({ kind: event.target.closest('[data-brief-kind]').dataset.briefKind });
    } else if (event.target.closest('[data-brief]')) { yiping.brief.open({}); }
  });

  yiping.brief = {
    button: () => document.querySelector('.top-bar [data-brief]'),
    open: (given) => begin(() => yiping.briefings.open(given)),
  };
})();
