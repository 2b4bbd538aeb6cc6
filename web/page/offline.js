// The site without a network, and new releases: registers the service worker once everything else is there, and offers
// the reader a release that has come meanwhile. Loaded last.
(() => {
  'use strict';
  const Inkling = globalThis.Inkling;
  const lookAgain = 3_600_000;  // ms

  function offer(worker) {
    Inkling.offer?.('update', Inkling.choose('A new version of Inkling is here.', 'Inkling 有新版本了。'), Inkling.choose('Reload', '重新载入'), () => {
      navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
      worker.postMessage('take over');
    });
  }

  function watch(registration) {
    if (!registration) return;
    // Without a controller this is the first visit: nothing is replaced.
    const follow = (worker) => worker?.addEventListener('statechange', () => {
      if (worker.state === 'installed' && navigator.serviceWorker.controller) offer(worker);
    });
    if (registration.waiting && navigator.serviceWorker.controller) offer(registration.waiting);
    follow(registration.installing);
    registration.addEventListener('updatefound', () => follow(registration.installing));
    let lookedAt = Date.now();
    document.addEventListener('visibilitychange', () => {
      if (document.hidden || Date.now() - lookedAt < lookAgain) return;
      lookedAt = Date.now();
      registration.update().catch(() => {});
    });
  }

  // What came before there was a service worker it has not seen.
  async function keepData() {
    const { active } = await navigator.serviceWorker.ready;
    Inkling.keepChunks = () => active.postMessage({ keep: Inkling.loadedChunks.splice(0) });
    Inkling.keepChunks();
  }

  try {
    navigator.serviceWorker?.register(Inkling.trusted(`${Inkling.base}sw.js`)).then(watch, () => {});
    if (navigator.serviceWorker) keepData();
  } catch { /* not over https, or denied: online only */ }
})();
