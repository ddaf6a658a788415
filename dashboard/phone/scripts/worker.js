/* Keeps the program of the phone's pages, so that they open without a network; never anybody's data. */
'use strict';
const BUILD = 'BUILD_OF_THIS_SERVER', CACHE = 'phone-' + BUILD, SHELL = '/m/shell', PATIENCE_MS = 8000;
const KEPT = [SHELL, '/m/phone.js?v=' + BUILD, '/m/phone.css?v=' + BUILD, '/m/icon.svg', '/m/app.webmanifest'];
const PAGES = ['/m/task', '/m/report'];

self.addEventListener('install', (event) => {
  self.skipWaiting();
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(KEPT)));
});

self.addEventListener('activate', (event) => {
  const old = (name) => name.startsWith('phone-') && name !== CACHE;
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name))))
    .then(() => self.clients.claim()));
});

/* A page comes from the server where that answers in time; else the document without data stands in for it. */
async function page(request) {
  try {
    const answer = await Promise.race([fetch(request), new Promise((_go, stop) => { setTimeout(stop, PATIENCE_MS); })]);
    if (answer.status < 500) { return answer; }
  } catch (error) { /* no network, or none worth the name */ }
  return (await caches.match(SHELL)) || Response.error();
}

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== 'GET' || url.origin !== location.origin) { return; }
  if (event.request.mode === 'navigate' && PAGES.includes(url.pathname)) { event.respondWith(page(event.request)); }
  else if (KEPT.includes(url.pathname + url.search)) {
    event.respondWith(caches.match(event.request).then((found) => found || fetch(event.request)));
  }
});
