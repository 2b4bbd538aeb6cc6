// Inkling inside somebody's page: commands and events by postMessage, the parts of the page that a link shows alone,
// a start that waits for a click, rest while off the screen, and frames that show one session. Loaded only there.
(() => {
  'use strict';
  const Inkling = globalThis.Inkling;
  const t = (english, chinese) => Inkling.choose(english, chinese);
  const host = window.parent;

  const option = (name) => new RegExp(`[#&]${name}=([a-z0-9,-]{1,160})(?:&|$)`).exec(location.hash)?.[1] ?? '';

  // --- Messages -----------------------------------------------------------------------------------------

  const burst = 200, perSecond = 50;  // messages; more are dropped, and told once a second
  const waitingLimit = 100;           // commands that wait for the start
  const textLimit = 9_000_000;        // characters: the longest link that is read

  const isText = (value, limit) => typeof value === 'string' && value.length <= limit;
  const refuse = (text) => { throw new TypeError(text); };
  const text = (value, limit, name) => (isText(value, limit) ? value : refuse(`${name} must be a text of at most ${limit} characters`));
  const word = (value, name) => (isText(value, 64) && /^[a-z][a-z0-9-]*$/.test(value) ? value : refuse(`${name} must be a word`));
  const plain = (value) => (typeof value === 'number' && Number.isFinite(value) ? String(value) : typeof value === 'boolean' ? (value ? 'on' : 'off') : text(value, 160, 'value'));
  const events = ['state', 'done', 'size'];

  // By type: what of the message is used, once it was found to be right, and what it comes to.
  const count = (value, name) => (Number.isInteger(value) && value >= 0 && value < 1e6 ? value : refuse(`${name} must be a whole number`));
  const commands = {
    load: ({ recipe, link }) => globalThis.inkling.load(text(link ?? recipe, textLimit, 'recipe or link')),
    play: () => globalThis.inkling.play(),
    pause: () => globalThis.inkling.pause(),
    epoch: () => globalThis.inkling.epoch(),
    reset: () => globalThis.inkling.reset(),
    step: ({ count = 1 }) => globalThis.inkling.step(
      Number.isInteger(count) && count !== 0 && Math.abs(count) <= 1_000_000 ? count : refuse('count must be a whole number from 1 to 1000000, or of steps back from -1 to -1000000')),
    look: ({ epoch }) => (epoch === undefined ? globalThis.inkling.look() : globalThis.inkling.look(count(epoch, 'epoch'))),
    branch: () => globalThis.inkling.branch(),
    set: ({ name, value }) => globalThis.inkling.set(word(name, 'name'), plain(value)),
    view: ({ name, value }) => globalThis.inkling.view(word(name, 'name'), plain(value)),
    draw: ({ strokes }) => globalThis.inkling.draw(Array.isArray(strokes) && strokes.every((stroke) => Array.isArray(stroke) && stroke.every(Array.isArray))
      ? strokes : refuse('strokes must be a list of strokes, each a list of points [x, y] from 0 to 1')),
    edit: ({ edits }) => globalThis.inkling.edit(text(edits, 4000, 'edits')),
    layer: ({ number }) => globalThis.inkling.layer(Number.isInteger(number) && number >= 1 && number <= 100 ? number : refuse('number must be that of a layer, from 1')),
    select: ({ layer, unit }) => (layer === undefined ? globalThis.inkling.select() : globalThis.inkling.select(count(layer, 'layer'), count(unit, 'unit'))),
    explain: ({ layer, unit }) => globalThis.inkling.explain(count(layer, 'layer'), count(unit, 'unit')),
    sample: ({ number }) => globalThis.inkling.sample(Number.isInteger(number) && number >= 0 && number < 1e6 ? number : refuse('number must be that of a sample, from 0')),
    predict: () => globalThis.inkling.predict(),
    state: () => globalThis.inkling.state(),
    report: () => globalThis.inkling.report(),
    link: ({ parts = 'changes' }) => globalThis.inkling.link(/^[a-z,]{0,40}$/.test(text(parts, 40, 'parts')) ? parts : refuse('parts are "ink" and "changes"')),
    on: ({ event }, origin) => {
      if (!events.includes(event)) refuse(`event must be one of ${events.join(', ')}`);
      if (!listening.has(event) && event !== 'size') globalThis.inkling.on(event, (detail) => say({ type: event, ...detail }, origin));
      listening.add(event);
      if (event === 'size') tellSize(true);
      return {};
    },
  };
  // What the host asks for is done although nobody sees it: by those that train until it is done, by the others at once.
  const training = ['load', 'play', 'step', 'look', 'branch', 'epoch'];
  const asking = ['layer', 'explain', 'predict', 'state', 'report', 'link', 'on'];

  const listening = new Set();
  let credit = burst, creditAt = performance.now(), toldAt = -Infinity, waiting = 0;

  const say = (message, origin) => {
    if (Inkling.isFramed) host.postMessage({ inkling: 1, ...message }, origin === 'null' ? '*' : origin);
  };

  // Messages of a page that answer to nothing: ready, size, done.
  const sayToAll = (message) => say(message, '*');

  async function answer(data, origin) {
    const isId = isText(data.id, 64) || Number.isFinite(data.id);
    const reply = (content) => {
      if (isId) say({ type: 'answer', id: data.id, ...content }, origin);
    };
    const now = performance.now();
    credit = Math.min(burst, credit + (now - creditAt) / 1000 * perSecond);
    creditAt = now;
    if (credit < 1 || waiting >= waitingLimit) {
      if (now - toldAt < 1000) return;
      toldAt = now;
      return reply({ ok: false, error: 'too many messages: this one was not read' });
    }
    credit--;
    waiting++;
    try {
      const result = await commands[data.type](data, origin);
      if (!asking.includes(data.type)) rouse(training.includes(data.type));
      reply({ ok: true, result });
    } catch (error) {
      reply({ ok: false, error: String(error?.message ?? error) });
    } finally {
      waiting--;
    }
  }

  const isOwn = (event) => event.origin === 'null' || event.origin === new URL(Inkling.base).origin;

  addEventListener('message', (event) => {
    const { data, source } = event;
    if (!data || typeof data !== 'object' || Array.isArray(data) || data.inkling !== 1 || typeof data.type !== 'string') return;
    if (Inkling.isFramed && source === host && Object.hasOwn(commands, data.type)) answer(data, event.origin);
    else if (session && source && source !== window && siblings().includes(source) && isOwn(event)) meet(data, source, event.ports[0]);
  });

  globalThis.inkling.on('done', (detail) => sayToAll({ type: 'done', ...detail }));
  globalThis.inkling.on('ready', () => {
    sayToAll({ type: 'ready' });
    tellSize(true);
  });

  // --- Parts --------------------------------------------------------------------------------------------------

  const foot = 36;  // px

  const style = new CSSStyleSheet();
  style.replaceSync(`
html, body, :root #course .scroll { overscroll-behavior: auto; }  /* the host scrolls on */
#canvas { touch-action: pan-y; }
@media (hover: hover) and (pointer: fine) {
  :root:not(.busy) #course .scroll { overflow: hidden; scrollbar-gutter: stable; mask-image: linear-gradient(#000 calc(100% - 32px), transparent); }
}
:root.part #canvas { height: calc(100% - ${foot}px) !important; }
:root.part #mirror, :root.part #boot { bottom: ${foot}px; }
#foot {
  position: fixed; left: 0; right: 0; bottom: 0; height: ${foot}px; box-sizing: border-box; padding: 0 16px; display: flex; align-items: center;
  gap: 8px; background: var(--ground); color: var(--quiet); font-size: 12px; font-variant-numeric: tabular-nums;
}
#foot span { margin-right: auto; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
#foot a { display: flex; align-items: center; gap: 6px; min-height: ${foot}px; color: inherit; text-decoration: none; border-radius: 6px; }
#foot a:hover { color: var(--text); text-decoration: underline; }
#foot a:focus-visible { outline: 2px solid var(--accent); outline-offset: -4px; }
#foot svg { width: 14px; height: 14px; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
#boot .start { margin-top: 8px; }
`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, style];

  const figures = {  // beside each other, under one another
    pad: [276, 300], network: [368, 404], curves: [236, 268], matrix: [304, 300], report: [304, 320],
  };
  const shown = () => option('show').split(',').filter(Boolean);

  // The height at which everything is there, for a page that would give it.
  function naturalHeight(width) {
    if (Inkling.chapterOfAddress()) return 640;
    const names = shown();
    const parts = names.filter((name) => Object.hasOwn(figures, name));
    const controls = names.filter((name) => !Object.hasOwn(figures, name) && name !== 'run').length;
    if (!names.length) return width < 700 ? 640 : 720;
    const bar = parts.includes('curves') || controls || names.includes('run') ? 44 : 0;
    if (width >= 480) return foot + bar + Math.max(controls * 56 + 24, ...parts.map((name) => figures[name][0]));
    return foot + bar + controls * 56 + parts.reduce((sum, name) => sum + (name === 'pad' ? Math.min(width, 420) : 0) + figures[name][1], 0);
  }

  let toldHeight = 0;
  function tellSize(isAgain) {
    const height = naturalHeight(innerWidth);
    if (height === toldHeight && !isAgain) return;
    toldHeight = height;
    sayToAll({ type: 'size', height });
  }
  addEventListener('resize', () => tellSize());

  const svg = (path) => {
    const element = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    element.setAttribute('viewBox', '0 0 24 24');
    element.setAttribute('aria-hidden', 'true');
    const line = document.createElementNS(element.namespaceURI, 'path');
    line.setAttribute('d', path);
    element.append(line);
    return element;
  };

  // The whole page with this session: what a part alone leaves out.
  const ours = /&(?:show|session|hide|lock|autoplay|fresh)=[^&]*/g;
  const wholeAddress = (hash) => `${Inkling.base}${hash.replace(ours, '')}`;

  let footElement = null;
  function followShow() {
    const isPart = shown().length > 0;
    document.documentElement.classList.toggle('part', isPart);
    if (!isPart || footElement) return;
    footElement = document.createElement('footer');
    footElement.id = 'foot';
    const hint = document.createElement('span');
    hint.textContent = shown().includes('pad') ? t('Draw a digit in the square', '在方框里写一个数字') : '';
    const link = document.createElement('a');
    link.href = wholeAddress(location.hash);
    link.target = '_blank';
    link.rel = 'noopener';
    link.title = t('Open this session in a page of its own', '在单独的页面打开这个会话');
    link.append('Inkling', svg('M15 3h6v6M10 14 21 3M18 13v6a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V8a2 2 0 0 1 2-2h6'));
    link.setAttribute('aria-label', `Inkling: ${link.title}`);
    link.addEventListener('pointerdown', renew);
    link.addEventListener('keydown', renew);
    function renew() {
      try {
        link.href = wholeAddress(Inkling.apiCall('link', 'ink,changes').link);
      } catch { /* it has not started: the link that it came with */ }
    }
    footElement.append(hint, link);
    document.body.append(footElement);
  }
  addEventListener('hashchange', followShow);

  // --- Fingers and wheel ---------------------------------------------------------------------------------
  // The program holds every touch; here it holds only those that it has a use for, and the others scroll the page around.

  const slack = 3;  // px until a finger moves
  let swipe = null;  // { x, y, isOurs }: of one finger; isOurs once it is known

  const isOnPad = (x, y) => Inkling.mirrorNodes().some(({ id, bounds: [left, top, width, height] }) => (
    id === 'pad' && x >= left && x < left + width && y >= top && y < top + height));
  const place = ({ clientX, clientY }) => {
    const { left, top } = Inkling.canvas.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  };
  const letGo = (event) => { event.preventDefault = () => {}; };

  Inkling.canvas.addEventListener('touchstart', (event) => {
    if (event.touches.length !== 1) {
      swipe = null;
      return;
    }
    const { x, y } = place(event.touches[0]);
    swipe = { x, y, isOurs: isOnPad(x, y) || undefined };
    if (!swipe.isOurs) letGo(event);
  }, { capture: true, passive: false });

  Inkling.canvas.addEventListener('touchmove', (event) => {
    if (!swipe) return;
    if (swipe.isOurs === undefined) {
      const { x, y } = place(event.touches[0]), dx = x - swipe.x, dy = y - swipe.y;
      if (Math.hypot(dx, dy) < slack) return;
      swipe.isOurs = Math.abs(dx) > Math.abs(dy) || Boolean(Inkling.call('_inkling_takes_swipe', swipe.x, swipe.y, dy));
      if (!swipe.isOurs) Inkling.call('_inkling_drop_finger');
    }
    if (!swipe.isOurs) event.stopImmediatePropagation();
    else if (event.cancelable) event.preventDefault();
  }, { capture: true, passive: false });

  // A mouse wheel over a text scrolls it once the reader has turned to it, and the page around until then.
  const followFocus = () => document.documentElement.classList.toggle('busy', document.hasFocus());
  for (const type of ['focus', 'blur']) addEventListener(type, followFocus);
  followFocus();

  // --- A start that waits ------------------------------------------------------------------------------

  const clicked = () => new Promise((resolve) => {
    const box = document.querySelector('#boot > div');
    const hidden = box.querySelectorAll('.track, .note');
    hidden.forEach((element) => { element.hidden = true; });
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'plain start';
    button.textContent = t('Start', '启动');
    button.addEventListener('click', () => {
      button.remove();
      hidden.forEach((element) => { element.hidden = false; });
      resolve();
    });
    box.append(button);
  });

  // --- Rest off the screen ---------------------------------------------------------------------------------

  // The trainer rests unless another frame shows the same session, and the page gets no animation frames but a few, by a timer, for
  // what happens all the same: a command of its host or of another frame, or a session that others wait for. Browsers give what
  // nobody sees none at all, in pages of another origin.

  const unseenInterval = 200, stirredTime = 1500, restAfter = 1000;  // ms

  let isSeen = true;
  let isRoused = false, isAsked = false;  // by the host; to train
  let stirredUntil = 0, serving = 0, resting = 0;
  const held = new Set();
  const nextFrame = requestAnimationFrame.bind(globalThis);

  function serveSoon() {
    if (isSeen || serving || !held.size || performance.now() > stirredUntil) return;
    serving = setTimeout(() => {
      serving = 0;
      if (isSeen) return;
      for (const frame of [...held]) frame(performance.now());
      if (isRoused) Inkling.trainerSeen(true);  // only now: the command is on its way
      serveSoon();
    }, unseenInterval);
  }

  function stir() {
    stirredUntil = performance.now() + stirredTime;
    serveSoon();
  }

  globalThis.requestAnimationFrame = (action) => {
    const frame = (time) => { if (held.delete(frame)) action(time); };
    held.add(frame);
    serveSoon();
    return isSeen || !Inkling.isStarted ? nextFrame(frame) : 0;
  };

  // Until the session that others wait for is theirs to see.
  function startUnseen() {
    if (Inkling.isStarted) return;
    stir();
    setTimeout(startUnseen, stirredTime);
  }

  // What comes from the trainer or the network asks for a frame.
  const { requestFrame } = Inkling;
  Inkling.requestFrame = () => {
    if (!isSeen) stir();
    requestFrame();
  };

  function rouse(isToTrain) {
    if (isSeen) return;
    isRoused = true;
    isAsked ||= isToTrain;
    stir();
    clearTimeout(resting);
    resting = setTimeout(restWhenDone, restAfter);
  }

  function restWhenDone() {
    if (isSeen) return;
    const { running, evaluating, phase } = Inkling.apiCall('state');
    if (evaluating || phase === 'loading' || (running && isAsked)) {
      resting = setTimeout(restWhenDone, restAfter);
      return;
    }
    isRoused = isAsked = false;
    Inkling.trainerSeen(false);
  }

  // The whole document: without WebGL 2 there is no canvas to see.
  new IntersectionObserver((entries) => {
    isSeen = entries.at(-1).isIntersecting;
    isRoused = isAsked = false;
    Inkling.trainerSeen(isSeen);
    if (isSeen) held.forEach((frame) => nextFrame(frame));
    else stir();
  }).observe(document.documentElement);

  // --- One session in several frames --------------------------------------------------------------------
  // Frames whose links name the same session find one another among the frames of their page. The first that starts
  // has the trainer; the others ask for a port to it. Of two that start together, or that took each other for absent
  // because one was too busy to answer, the earlier in the page has it.

  const session = Inkling.isFramed ? option('session') : '';
  const patience = 300, patienceAmongOthers = 1500, patienceBehindAnother = 15_000;  // ms until nobody is expected to answer
  const inkInterval = 120;  // ms

  const siblings = () => {
    try {
      return Array.from({ length: Math.min(host.length, 64) }, (_, i) => host[i]);
    } catch {
      return [];
    }
  };
  const callOut = (type) => {
    for (const other of siblings()) if (other !== window) other.postMessage({ inkling: 1, type, session }, '*');
  };

  let role = '';        // '', 'seeking', 'first', 'guest'
  let seeking = null;   // { settle, timer }

  const settle = (newRole, port) => {
    const { resolve, timer } = seeking;
    clearTimeout(timer);
    seeking = null;
    role = newRole;
    if (newRole === 'first') callOut('session-first');
    resolve(port);
  };
  const wait = (time) => {
    clearTimeout(seeking.timer);
    seeking.timer = setTimeout(() => settle('first', null), time);
  };

  function meet({ type, session: name }, other, port) {
    if (name !== session) return;
    const all = siblings(), isEarlier = all.indexOf(other) < all.indexOf(window);
    if (type === 'session-seek' && role === 'seeking') {
      if (isEarlier) wait(patienceBehindAnother);
      else settle('first', null);
    }
    if (type === 'session-seek' && role === 'first') {
      const channel = new MessageChannel();
      Inkling.trainerShare(channel.port1);
      startUnseen();
      other.postMessage({ inkling: 1, type: 'session-port', session }, '*', [channel.port2]);
      lastInk = '';
    } else if (type === 'session-first' && role === 'seeking') {
      wait(patienceBehindAnother);
      other.postMessage({ inkling: 1, type: 'session-seek', session }, '*');
    } else if (type === 'session-first' && role === 'first') {
      if (isEarlier) {
        role = '';
        Inkling.trainerRestart();
      }
      else other.postMessage({ inkling: 1, type: 'session-first', session }, '*');
    } else if (type === 'session-port' && role === 'seeking' && port) {
      settle('guest', port);
    }
  }

  if (session) {
    Inkling.sessionPort = () => new Promise((resolve) => {
      if (role === 'first') return resolve(null);
      role = 'seeking';
      seeking = { resolve, timer: 0 };
      wait(siblings().indexOf(window) > 0 ? patienceAmongOthers : patience);
      callOut('session-seek');
      return undefined;
    });
  }

  // Commands work once it has the trainer or has seen what the other's does; one that never answers is told as any that died.
  if (session) {
    Inkling.sessionKnown = () => new Promise((resolve) => {
      const end = performance.now() + 20_000;
      const look = () => {
        if (role === 'first' || Inkling.trainerIsKnown() || performance.now() > end) resolve();
        else setTimeout(look, 50);
      };
      look();
    });
  }

  // A guest takes of its link only how it is shown: what is trained is known.
  Inkling.showAsAsked = () => {
    for (const name of ['view', 'hide', 'lock', 'lang', 'theme', 'show', 'session']) {
      const value = option(name);
      if (value) Inkling.apiCall('view', `${name}=${value}`);
    }
  };

  let lastInk = '', inkTimer = 0;
  Inkling.takeInk = (ink) => {
    if (!isText(ink, 100_000) || !Inkling.isStarted) return;
    lastInk = ink;
    Inkling.apiCall('ink', ink);
  };
  if (session) {
    const follow = Inkling.followSession;
    Inkling.followSession = () => {
      follow();
      if (inkTimer || !Inkling.isStarted || !Inkling.trainerIsShared()) return;
      inkTimer = setTimeout(() => {
        inkTimer = 0;
        const ink = /&ink=([^&]*)/.exec(Inkling.apiCall('link', 'ink').link)?.[1] ?? '';
        if (ink !== lastInk) Inkling.trainerSendInk(lastInk = ink);
      }, inkInterval);
    };
  }

  // --- The start -------------------------------------------------------------------------------------------

  Inkling.beforeStart = async () => {
    const language = option('lang');
    if (language === 'en' || language === 'zh') {
      Inkling.setLanguage(language);
      document.querySelector('#boot .what').textContent = t('A neural network that learns to read handwritten digits in this tab, while you watch.',
        '一个神经网络，在这个标签页里学习识别手写数字，你可以看着它学。');
    }
    followShow();
    tellSize();
    if (option('autoplay') === 'click') await clicked();
  };
})();
