/* Making elements: text is always text, never markup. Files whose name sorts before this one call it later. */
(function () {
  'use strict';
  const yiping = window.yiping = window.yiping || {};
  const isThere = (one) => one !== undefined && one !== null;

  /* Return an element with attributes and children; what is undefined or null is left out. */
  yiping.element = function (tag, given, ...children) {
    const node = document.createElement(tag);
    Object.entries(given || {}).forEach(([name, value]) => { if (isThere(value)) { node.setAttribute(name, value); } });
    node.append(...children.filter(isThere));
    return node;
  };

  /* Return an element with a class and a text; either may be left out. */
  yiping.labelled = function (tag, className, text) {
    return yiping.element(tag, { class: className || undefined }, text);
  };
})();
