/* Runs in the head, before anything else: which surface and theme this will be, so that the first thing painted is the
   stage's own shape (dashboard/curtain.py) in its own colours. The page's other scripts come much later. */
(function () {
  'use strict';
  const path = location.pathname;
  const surface = path.startsWith('/wall/') ? 'wall' : /^\/desk\/(?!overview|area|case)/.test(path) ? 'office' : 'desk';
  const asked = new URLSearchParams(location.search).get('theme');
  let kept = '';
  try { kept = localStorage.getItem('yiping.theme') || ''; } catch (error) { /* a browser that keeps nothing */ }
  const theme = surface === 'wall' ? 'dark' : ['dark', 'light'].includes(asked) ? asked : kept || 'light';
  document.documentElement.dataset.curtain = surface + ' ' + theme;
})();
