// The canvas as an element: its box in CSS and device pixels, who gets the wheel and the focus, and what
// happens when the browser takes the graphics away.
(() => {
  'use strict';
  const Inkling = globalThis.Inkling;
  const canvas = document.getElementById('canvas');
  const safe = document.getElementById('safe');
  Inkling.canvas = canvas;

  // --- Size ---------------------------------------------------------------------------------------

  const box = { width: 0, height: 0, ratio: 1, deviceWidth: 0, deviceHeight: 0 };
  const area = { top: 0, bottom: 0, left: 0, right: 0 };

  function measure(deviceSize) {
    const { width, height } = canvas.getBoundingClientRect();
    const ratio = window.devicePixelRatio || 1;
    box.width = width;
    box.height = height;
    box.ratio = ratio;
    box.deviceWidth = Math.round(width * ratio);
    box.deviceHeight = Math.round(height * ratio);
    // Exact where the browser tells; a ratio that is only emulated it leaves out.
    if (deviceSize && Math.abs(deviceSize.inlineSize - width * ratio) <= 1.5
        && Math.abs(deviceSize.blockSize - height * ratio) <= 1.5) {
      box.deviceWidth = deviceSize.inlineSize;
      box.deviceHeight = deviceSize.blockSize;
    }
    const padding = getComputedStyle(safe);
    for (const side of ['Top', 'Bottom', 'Left', 'Right']) area[side.toLowerCase()] = parseFloat(padding[`padding${side}`]) || 0;
    Inkling.requestFrame();
  }

  const observer = new ResizeObserver((entries) => measure(entries[entries.length - 1].devicePixelContentBoxSize?.[0]));
  try {
    observer.observe(canvas, { box: 'device-pixel-content-box' });
  } catch {
    observer.observe(canvas);  // WebKit
  }

  // A change of the ratio alone, as when the window moves to another screen, resizes nothing.
  function watchRatio() {
    matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`).addEventListener('change', () => {
      measure();
      watchRatio();
    }, { once: true });
  }
  watchRatio();
  measure();

  Inkling.canvasBox = () => box;
  Inkling.safeArea = () => area;

  // --- Focus and wheel ------------------------------------------------------------------------------

  // Keys go to the canvas once it was pointed at; in the mirror they belong to its elements.
  canvas.addEventListener('pointerdown', () => canvas.focus({ preventScroll: true }));
  // The program cancels every touch, also those that the browser no longer lets it: said once is a console error.
  for (const type of ['touchstart', 'touchmove', 'touchend']) {
    addEventListener(type, (event) => {
      if (!event.cancelable) event.preventDefault = () => {};
    }, { capture: true, passive: true });
  }
  canvas.addEventListener('contextmenu', (event) => event.preventDefault());

  // Inside somebody's page the wheel scrolls that page, unless the reader is busy with this one; with Ctrl
  // it is the browser's zoom everywhere. A listener on the way down keeps it from the program.
  addEventListener('wheel', (event) => {
    const isOurs = !event.ctrlKey && (!Inkling.isFramed || document.hasFocus());
    if (!isOurs) event.stopImmediatePropagation();
  }, { capture: true, passive: true });
  canvas.addEventListener('wheel', (event) => event.preventDefault(), { passive: false });

  // --- Loss of the graphics context --------------------------------------------------------------

  const patience = 10_000;
  let timer = 0;

  canvas.addEventListener('webglcontextlost', (event) => {
    event.preventDefault();  // or it would not be given back
    Inkling.call('_inkling_context_lost');
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (document.hidden) document.addEventListener('visibilitychange', () => { timer = setTimeout(giveUp, patience); }, { once: true });
      else giveUp();
    }, patience);
  });
  canvas.addEventListener('webglcontextrestored', () => {
    clearTimeout(timer);
    Inkling.call('_inkling_context_restored');
    Inkling.requestFrame();
  });

  function giveUp() {
    Inkling.showError('graphics');
  }
})();
