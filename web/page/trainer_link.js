// The way to the trainer: a Worker made from a blob, which works in a sandboxed frame too, with the trainer's program
// handed in compiled. Where no Worker can be made the same program trains in this thread, behind a port like a
// Worker's. One snapshot is on its way at a time; taking the next is its receipt.
(() => {
  'use strict';
  const Inkling = globalThis.Inkling;
  const states = { starting: 0, ready: 1, died: 2 };
  const patience = 20;      // seconds for a Worker to say that it is ready, and later that it is still there
  const askAgain = 5;       // seconds after which one that said nothing is asked whether it is there
  const inlineSlice = 0.006, inlineRest = 8;  // s of training, then ms for everything else

  let state = states.starting;
  let worker = null;       // or the port to the trainer in this thread
  let isInline = false;
  let program = null;      // a promise of the compiled module; kept for a restart
  let queue = [];          // what is sent before it is ready
  let snapshot = null;     // arrived, not yet taken
  let newest = null;       // taken last
  let isReceiptDue = false;
  let attempt = 0;
  let hasSeen = false;     // a snapshot of it
  let isOpened = false;    // it trains what the link of this page, or of the one that it came from, asks for
  let isGuest = false;     // of the trainer of another frame, which has its data and its settings
  let isShared = false;
  let isOnScreen = true;
  let watching = 0;        // a timer while it owes an answer
  let silence = 0;         // seconds that it has owed one

  // Once the first can be spoken to, or is known to be dead.
  let settle;
  const settled = new Promise((resolve) => { settle = resolve; });
  Inkling.trainerSettled = () => settled;

  const compile = async () => {
    await Inkling.loadAsset('trainer.wasm');
    return WebAssembly.compile(Inkling.takeAsset('trainer.wasm'));
  };

  function leave() {
    worker?.terminate?.();
    worker?.close?.();
    worker = null;
  }

  function die(reason) {
    state = states.died;
    leave();
    queue = [];
    snapshot = null;
    console.warn(`Inkling: the trainer stopped: ${reason}`);
    settle();
    Inkling.requestFrame();
  }

  function post(message, transfer = []) {
    if (state === states.ready) tell(message, transfer);
    else if (state === states.starting) queue.push([message, transfer]);
  }

  function receive({ kind, buffer, text, revision, by }) {
    heard();
    if (kind === 'ink') {
      Inkling.takeInk?.(text);
    } else if (kind === 'opened') {
      isOpened = true;
    } else if (kind === 'author') {
      Inkling.noteAuthor(revision, by);
    } else if (kind === 'snapshot') {
      snapshot = new Uint8Array(buffer);
      Inkling.requestFrame();
    } else if (kind === 'ready') {
      state = states.ready;
      Inkling.requestFrame();
      queue.splice(0).forEach(([message, transfer]) => tell(message, transfer));
      settle();
    } else if (kind === 'error') {
      if (state === states.starting && !isInline) startInline(text);
      else die(text);
    }
  }

  // What the Worker, or what stands in for it, says; not what one given up still says.
  function listen(made) {
    worker = made;
    const isPresent = () => worker === made;
    made.addEventListener('message', (event) => { if (isPresent()) receive(event.data); });
    made.addEventListener('messageerror', () => { if (isPresent()) receive({ kind: 'error', text: 'a message could not be read' }); });
    made.addEventListener('error', (event) => {
      event.preventDefault();
      if (isPresent()) receive({ kind: 'error', text: event.message || 'its script could not be loaded' });
    });
    made.addEventListener('close', () => { if (isPresent()) die('the frame that it runs in is gone'); });
    watch(made);
  }

  // A browser that ends a Worker to save memory tells nobody: one that owes an answer for long is asked whether it is there.
  // Second by second: what is slept through, by a page or a whole computer, counts as one.
  function watch(made) {
    clearTimeout(watching);
    watching = setTimeout(() => {
      if (worker !== made) return;
      if (++silence > patience) return receive({ kind: 'error', text: 'it does not answer' });
      if (silence % askAgain === 0 && state === states.ready) made.postMessage({ kind: 'ask' });
      watch(made);
    }, 1000);
  }

  function heard() {
    silence = 0;
    if (state !== states.ready) return;
    clearTimeout(watching);
    watching = 0;
  }

  function tell(message, transfer = []) {
    worker.postMessage(message, transfer);
    if (!watching) watch(worker);
  }

  async function startInline(reason) {
    const own = attempt;
    leave();
    isInline = true;
    console.warn(`Inkling: no Worker, training inline: ${reason}`);
    try {
      const module = await program;
      await Inkling.script('trainer.js');
      await Inkling.script('worker.js');
      if (own !== attempt) return;
      const { port1, port2 } = new MessageChannel();
      globalThis.inklingTrainer(port2, inlineSlice, inlineRest);
      listen(port1);
      port1.start();
      port1.postMessage({ kind: 'start', module });
    } catch (error) {
      if (own === attempt) die(error.message);
    }
  }

  async function start() {
    const own = ++attempt;
    leave();
    state = states.starting;
    queue = [];
    snapshot = null;
    isReceiptDue = false;
    isGuest = false;
    try {
      const port = await Inkling.sessionPort?.();
      if (own !== attempt) return;
      if (port) {
        isGuest = isShared = true;
        hasSeen = false;
        listen(port);
        port.start();
        if (!isOnScreen) post({ kind: 'seen', isSeen: false });
        return;
      }
      program ??= compile();
      const module = await program;
      if (own !== attempt) return;
      if (isInline) return startInline('as before');
      try {
        listen(Inkling.worker(['trainer.js', 'worker.js'], 'inklingTrainer'));
      } catch (error) {
        return startInline(error.message);
      }
      worker.postMessage({ kind: 'start', module });
      if (isOpened) post({ kind: 'opened' });
      if (!isOnScreen) post({ kind: 'seen', isSeen: false });
    } catch (error) {
      if (own !== attempt) return;
      program = null;
      die(error.message);
    }
  }

  // Started beside the program that will ask for it, which then finds it ready.
  let isPrepared = false;
  Inkling.trainerPrepare = () => {
    isPrepared = true;
    start();
  };
  Inkling.trainerStart = () => {
    if (!isPrepared) start();
    isPrepared = false;
  };
  Inkling.trainerRestart = start;
  Inkling.trainerState = () => state;
  Inkling.trainerIsInline = () => isInline;
  Inkling.trainerIsShared = () => isShared;
  Inkling.trainerIsKnown = () => hasSeen && isOpened;
  Inkling.trainerOpened = () => {
    isOpened = true;
    if (!isGuest) post({ kind: 'opened' });
  };
  Inkling.trainerIsGuest = () => isGuest;
  // What a guest says before it has seen anything is how every page begins: not what its reader wants.
  Inkling.trainerSend = (revision, bytes) => {
    if (isGuest && !hasSeen) return false;
    const by = Inkling.author();
    Inkling.noteAuthor(revision, by);
    post({ kind: 'command', revision, by, buffer: bytes.buffer }, [bytes.buffer]);
    return true;
  };
  Inkling.trainerSendDataset = (id, revision, bytes) => {
    if (!isGuest) post({ kind: 'dataset', id, revision, buffer: bytes.buffer }, [bytes.buffer]);
  };
  // Another frame shows the same session, through this port.
  Inkling.trainerShare = (port) => {
    isShared = true;
    post({ kind: 'join', port }, [port]);
  };
  Inkling.trainerSendInk = (text) => post({ kind: 'ink', text });
  Inkling.trainerSeen = (isSeen) => {
    if (isOnScreen === isSeen) return;
    isOnScreen = isSeen;
    post({ kind: 'seen', isSeen });
  };

  // For who trains other sessions beside it.
  Inkling.trainerProgram = () => (program ??= compile());

  // For who looks further into the session as it stands.
  Inkling.newestSnapshot = () => newest;

  // The newest snapshot, once. `run` and `history` say what this side knows after the one taken before,
  // for which they are the receipt.
  Inkling.trainerPoll = (run, history) => {
    if (isReceiptDue && worker) {
      isReceiptDue = false;
      tell({ kind: 'ack', run, history });
    }
    const taken = snapshot;
    snapshot = null;
    if (taken) {
      hasSeen = true;
      newest = taken;
    }
    if (taken) isReceiptDue = true;  // the next poll, an animation frame later, brings it
    return taken;
  };
})();
