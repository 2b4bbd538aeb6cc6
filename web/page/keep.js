// Nothing lost: the session is kept in the browser as it goes, under the link that it began with, from the first thing that
// the reader does. A reload goes on from it; a visit without a link does too; a link itself always opens as it is, and what was kept of
// it is offered beside. Also the small offers at the lower edge, of which this is one. Loaded after the start.
(() => {
  'use strict';
  const Inkling = globalThis.Inkling;
  const t = (english, chinese) => Inkling.choose(english, chinese);
  const interval = 4000;      // ms between writings
  const most = 40;            // sessions; the oldest go
  const longReplay = 20;      // seconds from which on the weights are kept too

  // --- Offers -----------------------------------------------------------------------------------------

  const style = new CSSStyleSheet();
  style.replaceSync(`
.offer {
  position: fixed; z-index: 3; left: 50%; bottom: calc(24px + env(safe-area-inset-bottom)); transform: translateX(-50%); box-sizing: border-box;
  max-width: calc(100% - 32px); padding: 8px 8px 8px 16px; border-radius: 8px; display: flex; align-items: center; gap: 12px;
  background: var(--raised); color: var(--text); box-shadow: var(--shadow), 0 0 0 1px var(--line); font-size: 14px;
}
.offer + .offer { bottom: calc(88px + env(safe-area-inset-bottom)); }
.offer .close { min-width: 32px; min-height: 32px; border: 0; border-radius: 6px; background: none; color: var(--quiet); font: inherit; font-size: 20px; cursor: pointer; }
.offer .close:focus-visible { outline: 2px solid var(--accent); }
@media (max-width: 699px) { .offer { bottom: calc(136px + env(safe-area-inset-bottom)); width: calc(100% - 32px); justify-content: space-between; } }
@media (pointer: coarse) { .offer .close { min-width: 44px; min-height: 44px; } }
@media (forced-colors: active) { .offer { border: 1px solid CanvasText; } }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, style];

  Inkling.offer = (name, text, label, accept) => {
    document.querySelector(`.offer[data-name="${name}"]`)?.remove();
    const box = document.createElement('section');
    box.className = 'offer';
    box.dataset.name = name;
    box.setAttribute('aria-label', text);
    const words = document.createElement('span');
    words.textContent = text;
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'plain';
    button.textContent = label;
    button.addEventListener('click', () => {
      box.remove();
      accept();
    });
    const close = document.createElement('button');
    close.type = 'button';
    close.className = 'close';
    close.textContent = '×';
    close.setAttribute('aria-label', t('Close', '关闭'));
    close.addEventListener('click', () => box.remove());
    box.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') box.remove();
    });
    box.append(words, button, close);
    document.body.append(box);
    Inkling.announce(text);
  };

  // --- Storage ------------------------------------------------------------------------------------------

  const asPromise = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

  let database = null;
  async function store(mode) {
    database ??= (async () => {
      const request = indexedDB.open('inkling', 1);
      request.onupgradeneeded = () => request.result.createObjectStore('sessions', { keyPath: 'key' }).createIndex('savedAt', 'savedAt');
      return asPromise(request);
    })();
    return (await database).transaction('sessions', mode).objectStore('sessions');
  }

  async function write(record) {
    const sessions = await store('readwrite');
    await asPromise(sessions.put(record));
    let excess = await asPromise(sessions.count()) - most;
    if (excess <= 0) return;
    sessions.index('savedAt').openKeyCursor().onsuccess = ({ target: { result: cursor } }) => {
      if (!cursor || excess-- <= 0) return;
      sessions.delete(cursor.primaryKey);
      cursor.continue();
    };
  }

  let isFailureTold = false;
  function tellFailure(error) {
    if (isFailureTold) return;
    isFailureTold = true;
    Inkling.tell(error?.name === 'QuotaExceededError'
      ? t('This browser has no room left, so the session is not kept. Save it as a file: Share, File.', '浏览器没有剩余空间，会话没有保存。请用“分享 → 文件”存成文件。')
      : t('This browser does not let the page keep the session. Save it as a file: Share, File.', '浏览器不允许页面保存会话。请用“分享 → 文件”存成文件。'));
  }

  // --- Keeping ---------------------------------------------------------------------------------------------

  const isFresh = /[#&]fresh=/.test(Inkling.cameFrom());
  const keyOf = (link) => link.replace(/^#1?&?/, '').replace(/&?(?:fresh|chapter)=[^&]*/g, '');
  let hasActed = false, isDue = false, isWriting = false, writtenAt = 0, lastLink = '';

  async function keep() {
    isDue = false;
    if (!Inkling.isRunning || isWriting) return;
    const state = Inkling.apiCall('state');
    if (state.past || state.phase === 'loading' || state.replay === 'under-way') return;  // what is looked back at is not what was done
    isWriting = true;
    writtenAt = performance.now();
    try {
      const { seconds, canReplay } = Inkling.apiCall('link', '');
      const hasWeights = seconds > longReplay || !canReplay;
      let { link } = Inkling.apiCall('link', hasWeights ? 'ink,changes,weights' : 'ink,changes');
      if (link !== lastLink) {
        const { steps } = Inkling.apiCall('link', '');
        const bare = link;
        if (hasWeights) link += `&weights=${await Inkling.deflated(Inkling.apiCall('packed').bytes)}`;
        await write({ key: keyOf(Inkling.cameFrom()), link, steps, savedAt: Date.now() });
        lastLink = bare;
      }
    } catch (error) {
      tellFailure(error);
    } finally {
      isWriting = false;
    }
  }

  function keepSoon() {
    if (!hasActed || isDue) return;
    isDue = true;
    setTimeout(keep, Math.max(writtenAt + interval - performance.now(), 300));
  }

  // Opening a link is the reader's doing as well, but nothing to be kept.
  let hasTouched = false;
  for (const type of ['pointerdown', 'keydown', 'click', 'input']) {
    addEventListener(type, () => { hasTouched = true; }, { capture: true, passive: true, once: true });
  }

  globalThis.inkling.on('state', ({ by }) => {
    if (by === 'reader' && hasTouched) hasActed = true;
    keepSoon();
  });
  // A drawing changes no state of the trainer, by hand or by keys.
  for (const type of ['pointerup', 'keyup']) {
    addEventListener(type, () => {
      if (/&ink=/.test(Inkling.apiCall('link', 'ink').link)) {
        hasActed = true;
        keepSoon();
      }
    }, { passive: true });
  }
  document.addEventListener('visibilitychange', () => {
    if (document.hidden && hasActed) keep();
  });
  addEventListener('pagehide', () => { if (hasActed) keep(); });

  // --- Giving back -------------------------------------------------------------------------------------------

  const when = (time) => {
    const language = Inkling.language === 'zh' ? 'zh-CN' : 'en-GB';
    const isRecent = Date.now() - time < 6 * 86_400_000;
    return new Intl.DateTimeFormat(language, isRecent ? { weekday: 'long', hour: '2-digit', minute: '2-digit' } : { day: 'numeric', month: 'long', year: 'numeric' }).format(time);
  };

  async function giveBack() {
    const cameFrom = Inkling.cameFrom();
    let kept;
    try {
      kept = await asPromise((await store('readonly')).get(keyOf(cameFrom)));
    } catch {
      return;  // told when there is something to keep
    }
    if (isFresh || typeof kept?.link !== 'string' || hasActed || kept.link === location.hash) return;
    if (Inkling.isReload && kept.savedAt < Inkling.addressWritten) {
      // The address is newer, and has all but the drawing.
      hasActed = true;
      const ink = /&ink=([^&]*)/.exec(kept.link)?.[1];
      if (ink) Inkling.apiCall('ink', ink);
      return;
    }
    const open = () => {
      hasActed = true;
      return Inkling.openLink(kept.link);
    };
    if (Inkling.isReload || keyOf(cameFrom) === '') {
      await open();
      if (!Inkling.isReload) Inkling.tell(t(`Your session from ${when(kept.savedAt)} is back.`, `已恢复你${when(kept.savedAt)}的会话。`));
      return;
    }
    Inkling.offer('kept', t(`Yours from ${when(kept.savedAt)}, ${kept.steps.toLocaleString('en-US')} steps`, `你${when(kept.savedAt)}的会话，${kept.steps.toLocaleString('en-US')} 步`),
      t('Open it', '打开'), open);
  }
  Inkling.keeping = giveBack();
})();
