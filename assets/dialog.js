/* A sheet over the page: a title, whatever stands beside it, the way out, and what it is about. Modal: the browser keeps
   the focus inside and gives it back; a press beside it closes it, and closed it is gone. Its look: assets/dialog.css. */
(function () {
  'use strict';
  const yiping = window.yiping = window.yiping || {};

  /* Show a sheet and return it; `beside` are elements that stand between its title and the way out. */
  yiping.dialog = function (id, title, beside, ...body) {
    const make = yiping.element, close = make('button', { type: 'button', class: 'close', 'aria-label': yiping.t('keys.close') }, '×');
    const sheet = make('dialog', { class: 'dialog', id, 'aria-labelledby': id + '-title' },
      make('header', {}, make('h2', { id: id + '-title' }, title), ...beside, close), ...body);
    close.addEventListener('click', () => sheet.close());
    sheet.addEventListener('close', () => sheet.remove());
    sheet.addEventListener('click', (event) => { if (event.target === sheet) { sheet.close(); } });
    document.body.append(sheet);
    sheet.showModal();
    return sheet;
  };
})();
