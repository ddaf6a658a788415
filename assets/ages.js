/* The city's clock on the screen, the age of what is shown, and the words for both.
   A panel with data-asof and data-period (seconds) turns late and stale by itself; nothing is blanked. What lacks areas
   (data-coverage) is partial again once it is fresh: dashboard/parts/coverage.py says what goes before what. */
(function () {
  'use strict';
  const yiping = window.yiping = window.yiping || {};
  const state = yiping.state = yiping.state || {};

  const FED_BY_LIVE = ['map', 'feed'];
  const AGING = ['fresh', 'late', 'stale', 'zero', 'partial'];
  const ENGLISH = {             // for a page that lost its server before it learnt its words
    'link.lost': 'Connection lost {lost} · figures as of {asof} · reconnecting', 'link.back': 'Back since {at}, lost for {gap}',
    'link.not_live': 'NOT LIVE', 'link.live': 'Live', 'link.down': 'Offline', 'link.recovering': 'Recovering',
    'link.pair': 'Sign in again', 'link.late': 'Late by {n} min', 'link.stale': 'As of {asof}, {n} min out of date',
    'link.skew': 'Clock off by {n} s', 'link.gap_short': '{s} s', 'link.gap_long': '{m} min {s} s',
    'link.seconds_ago': '{n} s ago', 'screen.minutes_ago': '{n} min ago',
  };
  const SHORT = { hour: '2-digit', minute: '2-digit' };

  yiping.clockSkew = 0;         // server clock minus ours, milliseconds

  const now = () => Date.now() + yiping.clockSkew;
  const shown = () => (state.t ? Date.parse(state.t) : now());   // the moment the screen is of

  function words(key, values) {
    const known = (state.words || {})[key] || ENGLISH[key] || key;
    return known.replace(/\{(\w+)\}/g, (_, name) => (values && name in values ? values[name] : ''));
  }

  function zoneOf(node) { return (node && node.dataset.zone) || document.body.dataset.zone || state.zone || undefined; }

  /* Time of day on the city's clock; seconds too unless asked otherwise. */
  function text(moment, zone, parts) {
    const shown = parts || { ...SHORT, second: '2-digit' };
    return new Intl.DateTimeFormat('en-GB', { timeZone: zone || zoneOf(), hourCycle: 'h23', ...shown }).format(new Date(moment));
  }

  function put(node, words) { if (node.textContent !== words) { node.textContent = words; } }

  function showClocks() {
    document.querySelectorAll('[data-clock]').forEach((node) => put(node, text(now(), zoneOf(node))));
    document.querySelectorAll('[data-date]').forEach((node) => {
      const date = new Intl.DateTimeFormat('en-CA', { timeZone: zoneOf(node) }).format(new Date(now()));
      const day = new Intl.DateTimeFormat(document.documentElement.lang || 'en', { timeZone: zoneOf(node), weekday: 'short' });
      put(node, date + ' ' + day.format(new Date(now())));
    });
    document.querySelectorAll('[data-age]').forEach((node) => put(node, ageText(momentOf(node.dataset.age), zoneOf(node))));
  }

  function momentOf(stamp) { return /^\d+(\.\d+)?$/.test(stamp) ? Number(stamp) * 1000 : Date.parse(stamp); }

  function ageText(moment, zone) {
    if (!Number.isFinite(moment)) { return '\u2014'; }
    const seconds = Math.max(0, Math.floor((shown() - moment) / 1000));
    if (seconds < 60) { return words('link.seconds_ago', { n: seconds }); }
    if (seconds < 3600) { return words('screen.minutes_ago', { n: Math.floor(seconds / 60) }); }
    return text(moment, zone, SHORT);
  }

  /* Fresh up to 1.5 periods, late up to 3, then stale. What has no data, or an error, stays as it is. */
  function agePanel(panel) {
    const asOf = Date.parse(panel.dataset.asof), period = Number(panel.dataset.period) * 1000;
    if (!Number.isFinite(asOf) || !(period > 0) || !AGING.includes(panel.dataset.state)) { return; }
    const age = now() - asOf, minutes = Math.floor(age / 60000);
    if (age > 3 * period) {
      setAge(panel, 'stale', words('link.stale', { asof: text(asOf, '', SHORT), n: minutes }));
    } else if (age > 1.5 * period) {
      setAge(panel, 'late', words('link.late', { n: Math.max(1, minutes) }));
    } else {
      setAge(panel, ['late', 'stale'].includes(panel.dataset.state) ? (panel.dataset.coverage ? 'partial' : 'fresh') : panel.dataset.state, '');
    }
  }

  function setAge(panel, name, note) {
    if (panel.dataset.state !== name) { panel.dataset.state = name; }
    if ((panel.dataset.ageNote || '') === note) { return; }
    if (note) { panel.dataset.ageNote = note; } else { delete panel.dataset.ageNote; }
  }

  /* Map and feed are made from the live feed: whatever it says last, they are of that moment. */
  function stampFed(event) {
    if (state.t && event.type === 'yiping:ping') { return; }
    const stamp = new Date(event.detail.at * 1000).toISOString();
    FED_BY_LIVE.forEach((name) => document.querySelectorAll('[data-panel=' + name + '][data-asof]').forEach((panel) => {
      if (panel.dataset.state !== 'loading') { panel.dataset.asof = stamp; }
    }));
  }

  function second() {
    showClocks();
    document.querySelectorAll('[data-panel]').forEach(agePanel);
  }

  ['yiping:ping', 'yiping:changes', 'yiping:snapshot'].forEach((name) => document.addEventListener(name, stampFed));
  yiping.clock = { now, shown, text, words, ageText };
  setInterval(second, 1000);
})();
