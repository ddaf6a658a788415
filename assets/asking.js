/* Asking the server: a value out, a value in; what it refuses is thrown with the server's own sentence. */
(function () {
  'use strict';
  const yiping = window.yiping = window.yiping || {};

  /* Return what a path answers, asked for with GET, or with POST where there is a body; `otherwise` is said where a refusal says nothing.
     What is thrown for a refusal `isTold`, which what the server could not do, or never heard, is not. */
  yiping.ask = async function (path, body, otherwise) {
    const answer = await fetch(path, body === undefined ? { cache: 'no-store' }
      : { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
    const said = await answer.json().catch(() => ({}));
    if (!answer.ok) { throw Object.assign(new Error((said.error || {}).message || otherwise), { isTold: answer.status < 500 }); }
    return said;
  };
})();
