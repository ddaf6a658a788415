/* The place of a report: a point on a pad of rings around where the phone is; it is dragged, or moved by arrow keys.
   No map is needed, so it works anywhere. */
(function () {
  'use strict';
  const phone = window.phone = window.phone || {};
  const pad = phone.pad = {};
  const SPANS_M = [50, 100, 250, 500, 1000, 2500, 5000], STEP_M = 5, HOME_SPAN = 4, MINE_SPAN = 1;
  const KEYS = { ArrowLeft: [-STEP_M, 0], ArrowRight: [STEP_M, 0], ArrowUp: [0, STEP_M], ArrowDown: [0, -STEP_M] };
  let centre = null, shift = { east: 0, north: 0 }, span = HOME_SPAN, isMine = false, isDragging = false;

  const host = () => document.getElementById('pad');

  pad.begin = function () {
    if (!host() || centre) { return; }
    const [lon, lat] = phone.config.home;
    centre = { lon, lat };
    if (phone.place.isFresh()) { pad.mine(); } else { paint(); }
  };

  /* Put the point where the phone is. */
  pad.mine = function () {
    if (!phone.place.isFresh()) {
      phone.place.follow();
      says(phone.t(phone.place.isDenied() ? 'home_place' : 'reading'));
      return;
    }
    centre = { lon: phone.place.last.lon, lat: phone.place.last.lat };
    shift = { east: 0, north: 0 };
    if (!isMine) { span = MINE_SPAN; }
    isMine = true;
    phone.place.stop();
    paint();
  };
  document.addEventListener('phone:place', () => { if (host() && host().offsetParent && centre && !moved()) { pad.mine(); } });

  const moved = () => Math.round(Math.hypot(shift.east, shift.north));

  pad.scale = function (by) { span = Math.max(0, Math.min(SPANS_M.length - 1, span + by)); paint(); };

  /* Where the report is; null while nothing says so but the middle of the area. */
  pad.given = function () {
    if (!isMine && !moved()) { return null; }
    const point = phone.place.shifted(centre, shift.east, shift.north);
    const sure = isMine && !moved() && phone.place.last ? { accuracy_m: Math.round(phone.place.last.accuracy) } : {};
    return { lon: Number(point.lon.toFixed(6)), lat: Number(point.lat.toFixed(6)), ...sure };
  };

  pad.clear = function () { shift = { east: 0, north: 0 }; paint(); };

  function says(text) { document.getElementById('pad-says').textContent = text; }

  function paint() {
    const half = SPANS_M[span], pin = host().querySelector('.pin');
    const clamp = (metres) => Math.max(-1, Math.min(1, metres / half));
    pin.style.left = 50 + 50 * clamp(shift.east) + '%';
    pin.style.top = 50 - 50 * clamp(shift.north) + '%';
    host().querySelector('.scale').textContent = phone.distance(half / 2);
    if (moved()) { says(phone.t('moved', { n: moved() })); }
    else { says(isMine ? phone.t('my_place_is', { n: Math.round(phone.place.last.accuracy) }) : phone.t('home_place')); }
  }

  function drag(event) {
    const area = host().getBoundingClientRect(), half = SPANS_M[span];
    shift = { east: ((event.clientX - area.left) / area.width - 0.5) * 2 * half,
      north: (0.5 - (event.clientY - area.top) / area.height) * 2 * half };
    paint();
  }

  document.addEventListener('pointerdown', (event) => {
    if (!host() || !host().contains(event.target)) { return; }
    isDragging = true;
    host().setPointerCapture(event.pointerId);
    drag(event);
  });
  document.addEventListener('pointermove', (event) => { if (isDragging) { drag(event); } });
  document.addEventListener('pointerup', () => { isDragging = false; });
  document.addEventListener('keydown', (event) => {
    if (event.target !== host() || !KEYS[event.key]) { return; }
    event.preventDefault();
    shift = { east: shift.east + KEYS[event.key][0], north: shift.north + KEYS[event.key][1] };
    paint();
  });
})();
