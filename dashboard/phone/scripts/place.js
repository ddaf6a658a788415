/* Where the phone is, and how far and in which direction something lies. WGS84 degrees, metres. */
(function () {
  'use strict';
  const phone = window.phone = window.phone || {};
  const place = phone.place = { last: null };
  const EARTH_M = 6371008.8, DEGREE = Math.PI / 180, OLDEST_MS = 120000;
  const DIRECTIONS = ['n', 'ne', 'e', 'se', 's', 'sw', 'w', 'nw'];
  let watching = null, failed = !navigator.geolocation;

  /* Does nobody know where the phone is? */
  place.isDenied = () => failed;

  place.metres = function (a, b) {
    const lat = (b.lat - a.lat) * DEGREE / 2, lon = (b.lon - a.lon) * DEGREE / 2;
    const chord = Math.sin(lat) ** 2 + Math.cos(a.lat * DEGREE) * Math.cos(b.lat * DEGREE) * Math.sin(lon) ** 2;
    return 2 * EARTH_M * Math.asin(Math.min(1, Math.sqrt(chord)));
  };

  /* Degrees clockwise from north. */
  place.bearing = function (a, b) {
    const east = Math.sin((b.lon - a.lon) * DEGREE) * Math.cos(b.lat * DEGREE);
    const north = Math.cos(a.lat * DEGREE) * Math.sin(b.lat * DEGREE)
      - Math.sin(a.lat * DEGREE) * Math.cos(b.lat * DEGREE) * Math.cos((b.lon - a.lon) * DEGREE);
    return (Math.atan2(east, north) / DEGREE + 360) % 360;
  };

  place.direction = (degrees) => DIRECTIONS[Math.round(degrees / 45) % 8];

  /* The point so many metres east and north of another. */
  place.shifted = (from, east, north) => ({
    lon: from.lon + east / (EARTH_M * DEGREE * Math.cos(from.lat * DEGREE)), lat: from.lat + north / (EARTH_M * DEGREE) });

  place.isFresh = () => Boolean(place.last) && Date.now() - place.last.at < OLDEST_MS;

  /* What travels with an action; null where nothing fresh is known. */
  place.given = () => place.isFresh()
    ? { lon: place.last.lon, lat: place.last.lat, accuracy_m: Math.min(100000, Math.round(place.last.accuracy)) } : null;

  function heard(found) {
    failed = false;
    place.last = { lon: found.coords.longitude, lat: found.coords.latitude, accuracy: found.coords.accuracy, at: Date.now() };
    document.dispatchEvent(new CustomEvent('phone:place'));
  }

  /* Follow the position until `stop`; the last one known stays. */
  place.follow = function () {
    if (watching !== null || !navigator.geolocation) { return; }
    watching = navigator.geolocation.watchPosition(heard, () => {
      failed = true;
      document.dispatchEvent(new CustomEvent('phone:place'));
    }, { enableHighAccuracy: true, maximumAge: 10000, timeout: 20000 });
  };

  place.stop = function () {
    if (watching !== null) { navigator.geolocation.clearWatch(watching); watching = null; }
  };

  /* Ask without a question to the person: only where they have allowed it before. */
  place.quietly = async function () {
    if (!navigator.permissions || !navigator.geolocation) { return; }
    const allowed = await navigator.permissions.query({ name: 'geolocation' });
    if (allowed.state === 'granted') {
      navigator.geolocation.getCurrentPosition(heard, () => {}, { maximumAge: 60000, timeout: 20000 });
    }
  };
})();
