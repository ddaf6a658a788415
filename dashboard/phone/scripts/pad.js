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

  /* Metres of one pixel, the same both ways: the span lies between the middle and the upper edge. */
  const metresEach = (area) => SPANS_M[span] / (area.height / 2);

  function says(text) { document.getElementById('pad-says').textContent = text; }

  function paint() {
    const area = host().getBoundingClientRect(), pin = host().querySelector('.pin');
    const inside = (pixels, size) => Math.max(-size / 2, Math.min(size / 2, pixels));
    pin.style.left = 'calc(50% + ' + inside(shift.east / metresEach(area), area.width) + 'px)';
    pin.style.top = 'calc(50% - ' + inside(shift.north / metresEach(area), area.height) + 'px)';
    host().querySelector('.scale').textContent = phone.distance(SPANS_M[span] / 2);
    if (moved()) { says(phone.t('moved', { n: moved() })); }
    else { says(isMine ? phone.t('my_place_is', { n: Math.round(phone.place.last.accuracy) }) : phone.t('home_place')); }
  }

  function drag(event) {
    const area = host().getBoundingClientRect(), each = metresEach(area);
    shift = { east: (event.clientX - area.left - area.width / 2) * each, north: (area.top + area.height / 2 - event.clientY) * each };
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
