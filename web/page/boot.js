// The start: asks what the browser can do, fetches the program and what it needs, and runs it. Whatever goes
// wrong ends in the error screen.
(() => {
  'use strict';
  const Inkling = globalThis.Inkling;

  // A module with one function that uses a vector instruction: valid only where SIMD is.
  const simdModule = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11]);

  function hasWebGL() {
    try {
      const context = document.createElement('canvas').getContext('webgl2');
      context?.getExtension('WEBGL_lose_context')?.loseContext();
      return Boolean(context);
    } catch {
      return false;
    }
  }

  function canInflate() {
    try {
      return Boolean(new DecompressionStream('deflate-raw'));
    } catch {
      return false;
    }
  }

  function missingFeature() {
    if (typeof WebAssembly !== 'object' || typeof WebAssembly.instantiate !== 'function') return 'wasm';
    if (!canInflate()) return 'inflate';
    return '';
  }

  // --- The quiet line of the boot text ---------------------------------------------------------------

  const needed = ['page.wasm', 'fonts'];
  const bar = document.querySelector('#boot .track > div');
  const note = document.querySelector('#boot .note');

  Inkling.showBootProgress = () => {
    if (Inkling.isStarted || !bar.isConnected) return;
    let loaded = 0, total = 0;
    for (const name of needed) {
      const progress = Inkling.assetProgress(name);
      loaded += progress.state === 2 ? progress.total : progress.loaded;
      total += progress.total;
    }
    const share = total > 0 ? loaded / total : 0;
    bar.style.transform = `scaleX(${share})`;
    note.textContent = share < 1 ? Inkling.choose(`Loading, ${Math.round(loaded / 1000)} of ${Math.round(total / 1000)} kB`,
      `正在载入，${Math.round(loaded / 1000)} / ${Math.round(total / 1000)} kB`) : Inkling.choose('Starting…', '正在启动…');
  };

  // --- Running ------------------------------------------------------------------------------------------

  // Text entry and the course are HTML, and want the same letters.
  function shareFont() {
    try {
      const files = Inkling.fontFiles(Inkling.peekAsset('fonts'));
      for (const [name, family, weight] of [['inter400', 'Inkling Inter', '400'], ['inter600', 'Inkling Inter', '600'], ['mono', 'Inkling Mono', '400']]) {
        const face = new FontFace(family, files[name].slice().buffer, { weight });
        document.fonts.add(face);
        face.load().catch(() => {});
      }
    } catch { /* the system's letters do */ }
  }

  async function run() {
    const missing = missingFeature();
    if (missing) return Inkling.showError(missing);
    // Inside somebody's page, and where the reader is to be asked first.
    if (Inkling.isFramed || /[#&]autoplay=click(&|$)/.test(location.hash)) {
      try {
        await Inkling.script('embed.js');
        await Inkling.beforeStart();
      } catch (error) {
        return Inkling.showError('script', error.message);
      }
    }
    try {
      // The same programs without vectors: slower, to the same bits.
      if (!WebAssembly.validate(simdModule)) await Inkling.script('scalar.js');
      if (!hasWebGL()) await Inkling.script('plain.js');
      const loading = needed.map((name) => Inkling.loadAsset(name));
      // Wanted as soon as the program runs; on the way meanwhile.
      Inkling.requestAsset('digits');
      Inkling.trainerPrepare();
      Inkling.showBootProgress();
      await Promise.all(loading);
    } catch (error) {
      return Inkling.showError('asset', error.message);
    }
    Inkling.showBootProgress();
    shareFont();

    const bytes = Inkling.takeAsset('page.wasm');
    const fail = (error) => {
      Inkling.isRunning = false;
      Inkling.showError('start', error?.stack ?? error?.message ?? String(error));
    };
    Inkling.module = {
      canvas: Inkling.canvas,
      noExitRuntime: true,
      // `done` runs the program's main function too: what that throws arrives here and nowhere else.
      instantiateWasm(imports, done) {
        WebAssembly.instantiate(bytes, imports).then(({ instance, module }) => {
          Inkling.isRunning = true;
          done(instance, module);
        }).catch(fail);
        return {};
      },
      onAbort: (reason) => {
        Inkling.isRunning = false;
        Inkling.showError('abort', reason);
      },
      printErr: (text) => console.warn(text),
    };
    createInklingPage(Inkling.module).catch(fail);
    return undefined;
  }

  // An error that escapes from the program after its start ends it too: its state can no longer be trusted.
  addEventListener('error', (event) => {
    if (event.error instanceof WebAssembly.RuntimeError) {
      Inkling.isRunning = false;
      Inkling.showError('abort', event.message);
    }
  });

  run();
})();
