/* Looking through a camera: why it is looked through is asked first where no case says it; then its picture or stream,
   beside it whose it is, what for, how old the picture is. Fetched when somebody looks for the first time. */
(function () {
  'use strict';
  const yiping = window.yiping = window.yiping || {};
  const RETRY_MS = 5000, M3U8 = 'application/vnd.apple.mpegurl', OLD_AFTER = 3;
  let box = null, ends = [], shownUrl = '';

  const el = yiping.labelled;
  const part = (name) => box.querySelector('[data-camera-part=' + name + ']');
  const say = (text, isOld) => { const line = part('state'); line.textContent = text; line.classList.toggle('is-old', Boolean(isOld)); };
  const clock = (moment) => new Date(moment).toLocaleTimeString('zh-CN', { timeZone: yiping.state.zone, hour12: false });

  function make() {
    box = el('dialog', 'dialog camera-box');
    box.id = 'camera-box';
    const head = el('header', ''), close = el('button', 'close', '×');
    close.setAttribute('aria-label', yiping.t('camera.close'));
    close.addEventListener('click', () => box.close());
    const named = el('b', '');
    named.dataset.cameraPart = 'name';
    head.append(named, close);
    const view = el('div', 'camera-view'), state = el('p', 'camera-state'), about = el('p', 'camera-about');
    view.dataset.cameraPart = 'view';
    state.dataset.cameraPart = 'state';
    state.setAttribute('role', 'status');
    about.dataset.cameraPart = 'about';
    box.append(head, view, state, about);
    box.addEventListener('close', stop);
    document.body.append(box);
  }

  function stop() {
    ends.forEach((end) => end());
    ends = [];
    part('view').replaceChildren();
    if (shownUrl) { URL.revokeObjectURL(shownUrl); shownUrl = ''; }
  }

  const every = (work, ms) => { const timer = setInterval(work, ms); ends.push(() => clearInterval(timer)); };

  function askWhy(id) {
    const form = el('form', 'form'), field = el('input'), button = el('button', 'primary', yiping.t('camera.look'));
    const label = el('label', 'field');
    field.type = 'text';
    field.required = true;
    field.minLength = 4;
    field.maxLength = 120;
    button.type = 'submit';
    label.append(el('span', 'field-label', yiping.t('camera.why')), field);
    form.append(label, button);
    form.addEventListener('submit', (event) => { event.preventDefault(); enter(id, { reason: field.value }); });
    part('view').replaceChildren(form);
    field.focus();
  }

  async function enter(id, why) {
    say(yiping.t('camera.waits'));
    try {
      const answer = await fetch('/cameras/' + encodeURIComponent(id) + '/leave', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(why) });
      const body = await answer.json();
      if (!answer.ok) { say(body.error.message, true); return; }
      if (box.open) { show(body); }
    } catch (error) { say(yiping.t('camera.unavailable'), true); }
  }

  function show(leave) {
    stop();
    part('name').textContent = leave.name;
    part('about').textContent = [yiping.t('camera.owner', { owner: leave.owner }), yiping.t('camera.purpose', { purpose: leave.purpose }), leave.retention,
      yiping.t('camera.kept')].join(' · ');
    const over = setTimeout(() => { stop(); say(yiping.t('camera.over'), true); }, leave.seconds * 1000);
    ends.push(() => clearTimeout(over));
    (leave.kind === 'hls' ? showStream : showPicture)(leave);
  }

  /* One picture after the other; the last one stays, marked, when no new one comes. */
  function showPicture(leave) {
    const picture = el('img');
    picture.alt = leave.name;
    let takenAt = 0;
    const mark = () => {
      if (!takenAt) { return; }
      const isOld = Date.now() - takenAt > OLD_AFTER * leave.refresh_seconds * 1000;
      picture.classList.toggle('is-old', isOld);
      say(yiping.t(isOld ? 'camera.old' : 'camera.taken', { time: clock(takenAt) }), isOld);
    };
    const next = async () => {
      try {
        const answer = await fetch(leave.source, { cache: 'no-store' });
        if (!answer.ok) { throw new Error(); }
        const body = await answer.blob();
        if (!picture.isConnected) { return; }
        if (shownUrl) { URL.revokeObjectURL(shownUrl); }
        shownUrl = picture.src = URL.createObjectURL(body);
        takenAt = Date.parse(answer.headers.get('X-Taken-At')) || Date.now();
      } catch (error) { if (!takenAt && picture.isConnected) { say(yiping.t('camera.unavailable'), true); } }
      if (picture.isConnected) { mark(); }
    };
    part('view').replaceChildren(picture);
    next();
    every(next, leave.refresh_seconds * 1000);
    every(mark, 1000);
  }

  /* The browser's own player; one that knows no HLS says so. */
  function showStream(leave) {
    const video = el('video');
    if (!video.canPlayType(M3U8)) { say(yiping.t('camera.no_player'), true); return; }
    Object.assign(video, { muted: true, autoplay: true, playsInline: true, controls: false, disablePictureInPicture: true });
    let movedAt = Date.now();
    video.addEventListener('timeupdate', () => { movedAt = Date.now(); });
    video.addEventListener('contextmenu', (event) => event.preventDefault());
    const load = () => { video.src = leave.source; video.play().catch(() => {}); };
    video.addEventListener('error', () => { setTimeout(() => { if (video.isConnected) { load(); } }, RETRY_MS); });
    ends.push(() => { video.removeAttribute('src'); video.load(); });
    part('view').replaceChildren(video);
    load();
    every(() => {
      const isStill = Date.now() - movedAt > RETRY_MS;
      video.classList.toggle('is-old', isStill);
      say(isStill ? yiping.t('camera.still', { time: clock(movedAt) }) : yiping.t('camera.taken', { time: clock(movedAt) }), isStill);
    }, 1000);
  }

  yiping.camera = function (id, caseNo, name) {
    if (yiping.state.surface === 'wall') { return; }
    if (!box) { make(); }
    stop();
    part('name').textContent = name || id;
    part('about').textContent = '';
    say('');
    if (!box.open) { box.showModal(); }
    if (caseNo) { enter(id, { case: caseNo }); } else { askWhy(id); }
  };
})();
