/* Pictures on their way in: made small on the phone already, shown as thumbnails, kept as bytes until they are sent. */
(function () {
  'use strict';
  const phone = window.phone = window.phone || {};
  const pictures = phone.pictures = {};
  const LONGEST = 1600, QUALITY = 0.85;

  /* The browser turns the picture upright; one it cannot read goes as it is, and the server says what it thinks of it. */
  async function small(file) {
    try {
      const seen = await createImageBitmap(file, { imageOrientation: 'from-image' });
      const scale = Math.min(1, LONGEST / Math.max(seen.width, seen.height));
      const canvas = document.createElement('canvas');
      canvas.width = Math.max(1, Math.round(seen.width * scale));
      canvas.height = Math.max(1, Math.round(seen.height * scale));
      canvas.getContext('2d').drawImage(seen, 0, 0, canvas.width, canvas.height);
      seen.close();
      const packed = await new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', QUALITY));
      return { type: 'image/jpeg', bytes: await (packed || file).arrayBuffer() };
    } catch (error) { return { type: file.type || 'image/jpeg', bytes: await file.arrayBuffer() }; }
  }

  function thumbnail(box, one) {
    const figure = document.createElement('figure');
    const image = document.createElement('img');
    image.src = URL.createObjectURL(new Blob([one.bytes], { type: one.type }));
    image.alt = '';
    const away = document.createElement('button');
    away.type = 'button'; away.textContent = '×'; away.ariaLabel = phone.t('remove');
    away.addEventListener('click', () => {
      box.taken.splice(box.taken.indexOf(one), 1);
      URL.revokeObjectURL(image.src);
      figure.remove();
    });
    figure.append(image, away);
    box.querySelector('.shots').append(figure);
  }

  pictures.taken = (box) => box.taken || [];
  pictures.clear = function (box) {
    box.taken = [];
    box.querySelectorAll('.shots img').forEach((image) => URL.revokeObjectURL(image.src));
    box.querySelector('.shots').replaceChildren();
  };

  /* The camera came back: each picture is made small and shown; the work is known, so that nobody sends too early. */
  pictures.add = function (input) {
    const box = input.closest('.pictures'), most = phone.config.mostPictures;
    box.taken = box.taken || [];
    const files = [...input.files];
    input.value = '';
    box.busy = Promise.resolve(box.busy).then(async () => {
      for (const file of files) {
        if (box.taken.length >= most) { phone.say(phone.t('most_pictures', { n: most }), 'refused'); break; }
        const one = await small(file);
        box.taken.push(one);
        thumbnail(box, one);
      }
    });
    return box.busy;
  };
})();
