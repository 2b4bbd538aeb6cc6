// What the program asks of the browser: settings, clipboard, language, title, announcements, and what the
// reader prefers. Creates the object that the program and the other scripts share.
(() => {
  'use strict';
  const Inkling = globalThis.Inkling = globalThis.Inkling || {};

  Inkling.module = null;       // the page's program, as soon as it is being started
  Inkling.isStarted = false;   // it has drawn its first frame
  Inkling.version = document.documentElement.dataset.version;
  Inkling.base = new URL('.', document.baseURI).href;
  Inkling.url = (name) => `${Inkling.base}${name}?v=${Inkling.version}`;
  Inkling.isFramed = window.parent !== window;
  Inkling.choose = (english, chinese) => (Inkling.language === 'zh' ? chinese : english);

  // Scripts that are fetched when they are first wanted; one that failed is tried again.
  const scripts = new Map();
  Inkling.script = (name) => {
    if (!scripts.has(name)) {
      scripts.set(name, new Promise((resolve, reject) => {
        const script = document.createElement('script');
        script.src = Inkling.trusted(Inkling.url(name));
        script.onload = resolve;
        script.onerror = () => {
          scripts.delete(name);
          reject(new Error(`${name} did not load`));
        };
        document.head.append(script);
      }));
    }
    return scripts.get(name);
  };

  // A Worker of our scripts, which then calls START(self). It has the page's security policy, and a policy of its own for
  // what it imports.
  Inkling.worker = (names, start) => {
    const script = `const policy=self.trustedTypes?.createPolicy('inkling',{createScriptURL:(url)=>url});
importScripts(...${JSON.stringify(names.map(Inkling.url))}.map((url)=>policy?policy.createScriptURL(url):url));${start}(self);`;
    const blob = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
    try {
      return new Worker(Inkling.trusted(blob));
    } finally {
      setTimeout(() => URL.revokeObjectURL(blob), 20_000);
    }
  };

  // --- Calls into the program -------------------------------------------------------------------

  Inkling.requestFrame = () => Inkling.isRunning && Inkling.module._inkling_request_frame();

  // The program sleeps when there is nothing to do. SDL takes down what the reader does, but calls nobody.
  const wake = () => Inkling.isRunning && Inkling.module._inkling_wake();
  for (const type of ['pointerdown', 'pointermove', 'pointerup', 'pointercancel', 'mousedown', 'mousemove', 'mouseup', 'wheel',
    'touchstart', 'touchmove', 'touchend', 'touchcancel', 'keydown', 'keyup', 'focus', 'blur', 'resize', 'visibilitychange']) {
    addEventListener(type, wake, { capture: true, passive: true });
  }

  // Calls an exported function with its strings as pointers to UTF-8 text; nothing before the start.
  Inkling.call = (name, ...values) => {
    const module = Inkling.module;
    if (!Inkling.isRunning || !module[name]) return undefined;
    const pointers = [];
    const given = values.map((value) => {
      if (typeof value !== 'string') return value;
      const size = module.lengthBytesUTF8(value) + 1;
      const pointer = module._malloc(size);
      module.stringToUTF8(value, pointer, size);
      pointers.push(pointer);
      return pointer;
    });
    try {
      return module[name](...given);
    } finally {
      pointers.forEach((pointer) => module._free(pointer));
    }
  };

  // --- Settings: local storage, which throws where it is denied --------------------------------

  const memory = new Map();
  Inkling.readSetting = (key) => {
    try {
      return localStorage.getItem(`inkling.${key}`) ?? memory.get(key) ?? '';
    } catch {
      return memory.get(key) ?? '';
    }
  };
  Inkling.writeSetting = (key, value) => {
    memory.set(key, value);
    try {
      localStorage.setItem(`inkling.${key}`, value);
    } catch { /* kept for this visit only */ }
    if (key === 'theme') showTheme();
  };

  // --- Light and dark, motion, touch -------------------------------------------------------------

  const prefersDark = matchMedia('(prefers-color-scheme: dark)');
  const prefersStill = matchMedia('(prefers-reduced-motion: reduce)');
  Inkling.media = () => (prefersDark.matches ? 1 : 0) | (prefersStill.matches ? 2 : 0);

  // Ground, text, what is chosen and the text on it, as 0xRRGGBB, where the system forces its colours on pages; else null. The drawing
  // follows it like everything that is HTML.
  const forces = matchMedia('(forced-colors: active)');
  let forced = null;
  function readForced() {
    const probe = document.createElement('i');
    document.body.append(probe);
    forced = forces.matches ? ['Canvas', 'CanvasText', 'Highlight', 'HighlightText'].map((name) => {
      probe.style.color = name;
      const [red, green, blue] = getComputedStyle(probe).color.match(/\d+/g);
      return (red << 16) | (green << 8) | blue;
    }) : null;
    probe.remove();
  }
  readForced();
  Inkling.forcedColors = () => forced;

  // The theme of what is HTML: as chosen in the program, as the link says, else as the system has it.
  function showTheme() {
    const linked = /[#&]theme=(dark|light)(?:&|$)/.exec(location.hash)?.[1];
    const chosen = memory.get('theme') || linked || Inkling.readSetting('theme');
    const theme = chosen === 'dark' || chosen === 'light' ? chosen : prefersDark.matches ? 'dark' : 'light';
    document.documentElement.dataset.theme = theme;
  }
  showTheme();
  for (const query of [prefersDark, prefersStill, forces]) {
    query.addEventListener('change', () => {
      showTheme();
      readForced();
      Inkling.requestFrame();
    });
  }

  let isTouch = matchMedia('(pointer: coarse)').matches;
  Inkling.isTouch = () => isTouch;
  let pressure = 0.5;  // of a pen, 0 to 1; of anything else, in the middle
  Inkling.pressure = () => pressure;
  const notePointer = (event) => {
    isTouch = event.pointerType === 'touch';
    pressure = event.pointerType === 'pen' ? event.pressure : 0.5;
  };
  addEventListener('pointerdown', notePointer, { capture: true, passive: true });
  addEventListener('pointermove', notePointer, { capture: true, passive: true });

  // --- Words -----------------------------------------------------------------------------------------

  Inkling.preferredLanguage = () => (/^zh/i.test(navigator.language || '') ? 'zh' : 'en');
  Inkling.language = Inkling.preferredLanguage();
  Inkling.setLanguage = (language) => {
    Inkling.language = language;
    document.documentElement.lang = language === 'zh' ? 'zh-Hans' : language;
    if (language === 'zh') fetchChineseFont();
  };

  // Once: the program takes it as soon as it is there.
  let isFontAsked = false;
  function fetchChineseFont() {
    if (isFontAsked) return;
    isFontAsked = true;
    Inkling.loadAsset('font-zh').catch(() => { isFontAsked = false; });
  }

  Inkling.setTitle = (text) => {
    if (document.title !== text) document.title = text;
  };

  // The same words said again are a change too: a screen reader hears only changes.
  const live = document.getElementById('live');
  Inkling.announce = (text) => {
    live.textContent = live.textContent === text ? `${text}\u00a0` : text;
  };

  // --- Clipboard ---------------------------------------------------------------------------------------

  function copyBySelection(text) {
    const area = document.createElement('textarea');
    area.value = text;
    area.style.position = 'fixed';
    area.style.opacity = '0';
    const focused = document.activeElement;
    document.body.append(area);
    area.select();
    let isCopied = false;
    try {
      isCopied = document.execCommand('copy');
    } catch { /* denied */ }
    area.remove();
    focused?.focus?.({ preventScroll: true });
    return isCopied;
  }

  // Where nothing may write to the clipboard: the text, selected, for the reader to copy.
  function showText(text) {
    document.getElementById('copy')?.remove();
    const box = document.createElement('div');
    box.id = 'copy';
    box.setAttribute('role', 'dialog');
    const label = document.createElement('p');
    label.textContent = Inkling.choose('The browser does not let this page copy. The text is selected: copy it with Ctrl+C or ⌘C.',
      '浏览器不允许此页面复制。文本已选中，请按 Ctrl+C 或 ⌘C。');
    box.setAttribute('aria-label', label.textContent);
    const area = document.createElement('textarea');
    area.readOnly = true;
    area.value = text;
    const close = document.createElement('button');
    close.type = 'button';
    close.className = 'plain';
    close.textContent = Inkling.choose('Close', '关闭');
    close.addEventListener('click', () => box.remove());
    box.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') box.remove();
    });
    box.append(label, area, close);
    document.body.append(box);
    area.focus();
    area.select();
  }

  Inkling.copyText = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      if (!copyBySelection(text)) showText(text);
    }
  };

  // --- Frames drawn -------------------------------------------------------------------------------------

  const frames = [];
  Inkling.frames = frames;
  Inkling.frameDone = (milliseconds) => {
    frames.push({ at: performance.now(), milliseconds });
    if (frames.length > 1200) frames.splice(0, 600);
    Inkling.afterFrame?.();
  };
})();
