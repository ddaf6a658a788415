/* What the phone keeps: one database per person, so that nothing of one ever crosses to another.
   `queue` holds what waits to be sent, `kept` the last page seen. */
(function () {
  'use strict';
  const phone = window.phone = window.phone || {};
  const store = phone.store = {};
  const PREFIX = 'yiping-phone-', LAST = 'yiping.phone.person', WAITING = 'yiping.phone.waiting.';
  let base = null;

  function open(person) {
    return new Promise((resolve, reject) => {
      const asked = indexedDB.open(PREFIX + person, 1);
      asked.onupgradeneeded = () => {
        asked.result.createObjectStore('queue', { keyPath: 'id', autoIncrement: true });
        asked.result.createObjectStore('kept');
      };
      asked.onsuccess = () => { asked.result.onversionchange = () => asked.result.close(); resolve(asked.result); };
      asked.onerror = () => reject(asked.error);
    });
  }

  /* One transaction; its result counts only once it is on the disk. */
  function within(where, name, mode, work) {
    return new Promise((resolve, reject) => {
      const act = where.transaction(name, mode, { durability: 'strict' });
      const asked = work(act.objectStore(name));
      act.oncomplete = () => resolve(asked && asked.result);
      act.onabort = act.onerror = () => reject(act.error);
    });
  }

  store.last = () => localStorage.getItem(LAST);

  /* Open this person's store. What another saw on this phone is forgotten; what another still has to send stays theirs. */
  store.begin = async function (person) {
    const before = store.last();
    if (before && before !== person) {
      const theirs = await open(before);
      await within(theirs, 'kept', 'readwrite', (rows) => rows.clear());
      theirs.close();
    }
    localStorage.setItem(LAST, person);
    base = await open(person);
  };

  store.add = (item) => within(base, 'queue', 'readwrite', (rows) => rows.add(item));
  store.put = (item) => within(base, 'queue', 'readwrite', (rows) => rows.put(item));
  store.remove = (id) => within(base, 'queue', 'readwrite', (rows) => rows.delete(id));
  store.all = () => within(base, 'queue', 'readonly', (rows) => rows.getAll());
  store.keep = (key, value) => within(base, 'kept', 'readwrite', (rows) => rows.put(value, key));
  store.recall = (key) => within(base, 'kept', 'readonly', (rows) => rows.get(key));

  /* The desk reads this number too, before it lets somebody sign out. */
  store.count = function (n) {
    const key = WAITING + phone.config.person;
    if (n) { localStorage.setItem(key, String(n)); } else { localStorage.removeItem(key); }
  };

  /* Somebody signs out: nothing of theirs stays on the phone. */
  store.wipe = async function () {
    const person = store.last();
    if (base) { base.close(); base = null; }
    localStorage.removeItem(LAST);
    if (person) {
      localStorage.removeItem(WAITING + person);
      await new Promise((resolve) => {
        const asked = indexedDB.deleteDatabase(PREFIX + person);
        asked.onsuccess = asked.onerror = asked.onblocked = resolve;
      });
    }
    if (!window.caches || !navigator.serviceWorker) { return; }
    await Promise.all((await caches.keys()).filter((name) => name.startsWith('phone-')).map((name) => caches.delete(name)));
    const worker = await navigator.serviceWorker.getRegistration('/m/');
    if (worker) { await worker.unregister(); }
  };
})();
