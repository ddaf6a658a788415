/* A wall that nobody has let in: shows a code until somebody at a desk has typed it, then goes on where it was.
   The secret that fetches the session stays in this page. */
(function () {
  'use strict';
  const yiping = window.yiping = window.yiping || {};
  const ASK_EVERY = 3000, AGAIN = 5000;
  const SVG = 'http://www.w3.org/2000/svg';

  function part(tag, className, text) {
    const node = document.createElement(tag);
    node.className = className;
    node.textContent = text || '';
    return node;
  }

  /* The code's squares, four of them left free around it. */
  function picture(rows) {
    const image = document.createElementNS(SVG, 'svg'), path = document.createElementNS(SVG, 'path');
    const size = rows.length + 8;
    image.setAttribute('viewBox', '0 0 ' + size + ' ' + size);
    image.setAttribute('class', 'pair-qr');
    path.setAttribute('d', rows.flatMap((row, y) => [...row].map((bit, x) => (bit === '1' ? 'M' + (x + 4) + ' ' + (y + 4) + 'h1v1h-1z' : ''))).join(''));
    image.append(path);
    return image;
  }

  function post(path, body) {
    return fetch(path, { method: 'POST', cache: 'no-store', credentials: 'same-origin',
      headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body || {}) });
  }

  /* `words` as on the page of its own; `done` is called once, when the wall was let in.
     Returns what stops the asking. */
  yiping.pair = function (host, words, done) {
    let mine = null, timer = 0, over = false;
    const digits = part('b', 'pair-code', '······'), note = part('p', 'pair-note', words.wait), qr = part('div', 'pair-picture');
    host.replaceChildren(part('h1', '', words.title), part('p', 'pair-how', words.how), digits, qr, note);

    function wait(milliseconds, work) { clearTimeout(timer); if (!over) { timer = setTimeout(work, milliseconds); } }

    async function ask() {
      try {
        const answer = await post('/pairings');
        if (!answer.ok) { throw new Error(String(answer.status)); }
        mine = await answer.json();
        digits.textContent = mine.code.slice(0, 3) + ' ' + mine.code.slice(3);
        digits.dataset.code = mine.code;
        qr.replaceChildren(picture(mine.qr));
        look();
      } catch (error) { note.textContent = words.lost; wait(AGAIN, ask); }
    }

    async function look() {
      const left = Date.parse(mine.ends_at) - Date.now() - (yiping.clockSkew || 0);
      if (left <= 0) { ask(); return; }
      note.textContent = words.left.replace('{minutes}', Math.ceil(left / 60000));
      try {
        const answer = await post('/pairings/fetch', { secret: mine.secret });
        if (answer.status === 404) { ask(); return; }
        if (answer.ok && (await answer.json()).state === 'paired') { over = true; done(); return; }
      } catch (error) { note.textContent = words.lost; }
      wait(ASK_EVERY, look);
    }

    ask();
    return () => { over = true; clearTimeout(timer); };
  };

  const page = document.querySelector('main[data-pair]');
  if (page) { yiping.pair(page, page.dataset, () => { location.replace(page.dataset.next); }); }
})();
