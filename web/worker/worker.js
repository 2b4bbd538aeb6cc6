// The trainer behind ports, of which the first is the Worker's global scope, or one in the page where no Worker can be
// made; others join where several pages show one session. Advances in slices short enough that pause is heard at once
// (seconds), with a rest in between (milliseconds) where it shares the page's thread, and sends each page one snapshot
// at a time, at a rate that it can draw. A page off the screen is told of commands and of data, not of what training comes to; while
// no page is on the screen it rests.
'use strict';

globalThis.inklingTrainer = (firstPort, slice = 0.012, rest = 0) => {
  const interval = 33, intervalOfLarge = 100, intervalOfHidden = 1000;  // ms between snapshots
  const large = 1_000_000;           // bytes
  const largestCommand = 64_000_000;  // bytes; a session's weights may go in one
  const longestInk = 100_000;        // characters
  const mostPages = 64;

  let trainer = null;
  const early = [];                  // messages that came before the program was ready
  const pages = [];
  let isDue = false, timer = 0;
  let hasFailed = false, isOpened = false;
  let ink = null;                    // drawn last on a page of several

  const turn = new MessageChannel();  // to come back after waiting messages, without a timer's delay
  turn.port1.onmessage = () => {
    isDue = false;
    guard(work);
  };

  function soon() {
    clearTimeout(timer);
    timer = 0;
    if (isDue) return;
    isDue = true;
    if (rest > 0) setTimeout(() => turn.port1.onmessage(), rest);
    else turn.port2.postMessage(0);
  }

  function fail(error) {
    if (hasFailed) return;
    hasFailed = true;
    for (const { port } of pages) port.postMessage({ kind: 'error', text: String(error?.message ?? error) });
  }

  function guard(action) {
    if (hasFailed) return;
    try {
      action();
    } catch (error) {
      fail(error);
    }
  }

  function work() {
    if (pages.every(({ isHidden }) => isHidden)) return sendNews();
    const wait = trainer._trainer_advance(slice);
    sendNews();
    if (wait === 0) soon();
    else if (wait > 0) timer = setTimeout(() => guard(work), wait * 1000);
    return undefined;
  }

  function sendNews() {
    if (trainer._trainer_has_news()) for (const page of pages) page.hasNews = true;
    for (const page of pages) if (page.hasNews && !page.isAwaited && (page.isOwed || !page.isHidden)) sendTo(page);
  }

  function sendTo(page) {
    const now = performance.now();
    if (now < page.earliest) {
      page.newsTimer ||= setTimeout(() => {
        page.newsTimer = 0;
        guard(sendNews);
      }, page.earliest - now);
      return;
    }
    const length = trainer._trainer_snapshot(page.run, page.history);
    const start = trainer._trainer_snapshot_pointer();
    const { buffer } = trainer.HEAPU8.slice(start, start + length);
    page.hasNews = page.isOwed = false;
    page.isAwaited = true;
    page.isLarge = length > large;
    page.earliest = now + (page.isHidden ? intervalOfHidden : page.isLarge ? intervalOfLarge : interval);
    page.port.postMessage({ kind: 'snapshot', buffer }, [buffer]);
  }

  function tellOthers(page, message) {
    for (const other of pages) if (other !== page) other.port.postMessage(message);
  }

  // A change that also a page off the screen is to know: another may have asked for what only this one has.
  const oweAll = () => { for (const page of pages) page.isOwed = true; };

  function fill(buffer) {
    const pointer = trainer._trainer_buffer(buffer.byteLength);
    trainer.HEAPU8.set(new Uint8Array(buffer), pointer);
    return buffer.byteLength;
  }

  const actions = {
    ack(page, { run, history }) {
      page.isAwaited = false;
      page.run = Number(run) >>> 0;
      page.history = Number(history) >>> 0;
      sendNews();
    },
    command(page, { buffer, revision, by }) {
      if (!(buffer instanceof ArrayBuffer) || buffer.byteLength > largestCommand) return;
      trainer._trainer_command(fill(buffer));
      oweAll();
      if (by === 'host' || by === 'reader') tellOthers(page, { kind: 'author', revision: Number(revision), by });
      // Whoever asks is answered at once, also while looking at the answer before: a knob that is drawn along asks once a frame.
      if (!page.isLarge) {
        page.earliest = 0;
        page.isAwaited = false;
        sendNews();
      }
      soon();
    },
    dataset(page, { id, revision, buffer }) {
      if (page.isGuest || !(buffer instanceof ArrayBuffer)) return;
      trainer._trainer_dataset(id, revision, fill(buffer));
      oweAll();
      soon();
    },
    // Whether the page is on the screen; one that leaves it is told where it rests.
    seen(page, { isSeen }) {
      page.isHidden = !isSeen;
      page.isOwed = true;
      page.earliest = 0;
      soon();
    },
    // The link of the first page is opened: from here on the session is what the others may change.
    opened(page) {
      if (page.isGuest) return;
      isOpened = true;
      tellOthers(page, { kind: 'opened' });
    },
    ask(page) {
      page.port.postMessage({ kind: 'here' });
    },
    ink(page, { text }) {
      if (typeof text !== 'string' || text.length > longestInk) return;
      ink = text;
      tellOthers(page, { kind: 'ink', text });
    },
    join(page, { port }) {
      if (page.isGuest || !(port instanceof MessagePort) || pages.length >= mostPages) return;
      const joined = add(port, true);
      joined.port.postMessage({ kind: 'ready' });
      if (isOpened) joined.port.postMessage({ kind: 'opened' });
      if (ink !== null) joined.port.postMessage({ kind: 'ink', text: ink });
      sendNews();
    },
  };

  async function start({ module }) {
    trainer = await createInklingTrainer({
      noExitRuntime: true,
      instantiateWasm(imports, done) {
        WebAssembly.instantiate(module, imports).then((instance) => done(instance, module), fail);
        return {};
      },
      onAbort: fail,
    });
    firstPort.postMessage({ kind: 'ready' });
    early.splice(0).forEach(([page, message]) => guard(() => actions[message.kind](page, message)));
    soon();
  }

  // Guests have come by a message from another frame: what they say wrongly is passed over, and only the first says what is trained on.
  function add(port, isGuest = false) {
    // `run` and `history`: what the page knows. A snapshot is awaited while it is on its way or being looked at; one is owed after a command.
    const page = { port, isAwaited: false, run: 0, history: 0, earliest: 0, isLarge: false, newsTimer: 0, hasNews: true, isOwed: true, isHidden: false, isGuest };
    pages.push(page);
    port.addEventListener('message', ({ data }) => {
      if (data?.kind === 'start' && !isGuest && !trainer) start(data).catch(fail);
      else if (!Object.hasOwn(actions, data?.kind)) return;
      else if (trainer) guard(() => actions[data.kind](page, data));
      else early.push([page, data]);
    });
    port.addEventListener('close', () => pages.splice(pages.indexOf(page), 1));
    port.start?.();
    return page;
  }
  add(firstPort);
};
