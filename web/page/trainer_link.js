// The trainer's Worker: made from a blob, which works in a sandboxed frame too, with the trainer's program
// handed in compiled. One snapshot is on its way at a time; taking the next is its receipt.
(() => {
  'use strict';
  const Inkling = globalThis.Inkling;
  const states = { starting: 0, ready: 1, impossible: 2, died: 3 };
  const patience = 20_000;  // ms for a Worker to say that it is ready

  let state = states.starting;
  let worker = null;
  let program = null;      // a promise of the compiled module; kept for a restart
  let queue = [];          // what is sent before it is ready
  let snapshot = null;     // arrived, not yet taken
  let isReceiptDue = false;
  let attempt = 0;

  const compile = async () => {
    await Inkling.loadAsset('trainer.wasm');
    return WebAssembly.compile(Inkling.takeAsset('trainer.wasm'));
  };

  function set(next, reason) {
    state = next;
    if (next === states.impossible || next === states.died) {
      worker?.terminate();
      worker = null;
      queue = [];
      snapshot = null;
      console.warn(`Inkling: ${next === states.died ? 'the trainer stopped' : 'no Worker, training inline'}: ${reason}`);
    }
    Inkling.requestFrame();
  }

  function post(message, transfer) {
    if (state === states.ready) worker.postMessage(message, transfer);
    else if (state === states.starting) queue.push([message, transfer]);
  }

  function receive({ kind, buffer, text }) {
    if (kind === 'snapshot') {
      snapshot = new Uint8Array(buffer);
      Inkling.requestFrame();
    } else if (kind === 'ready') {
      set(states.ready);
      queue.splice(0).forEach(([message, transfer]) => worker.postMessage(message, transfer));
    } else if (kind === 'error') {
      set(state === states.ready ? states.died : states.impossible, text);
    }
  }

  function makeWorker() {
    const urls = [Inkling.url('trainer.js'), Inkling.url('worker.js')].map((url) => JSON.stringify(url));
    const blob = URL.createObjectURL(new Blob([`importScripts(${urls.join(',')});`], { type: 'text/javascript' }));
    try {
      return new Worker(blob);
    } finally {
      setTimeout(() => URL.revokeObjectURL(blob), patience);
    }
  }

  Inkling.trainerStart = async () => {
    const own = ++attempt;
    worker?.terminate();
    worker = null;
    state = states.starting;
    queue = [];
    snapshot = null;
    isReceiptDue = false;
    try {
      program ??= compile();
      const module = await program;
      if (own !== attempt) return;
      const made = worker = makeWorker();
      const isPresent = () => worker === made;
      made.addEventListener('message', (event) => { if (isPresent()) receive(event.data); });
      made.addEventListener('messageerror', () => { if (isPresent()) receive({ kind: 'error', text: 'a message could not be read' }); });
      made.addEventListener('error', (event) => {
        event.preventDefault();
        if (isPresent()) receive({ kind: 'error', text: event.message || 'its script could not be loaded' });
      });
      made.postMessage({ kind: 'start', module });
      setTimeout(() => {
        if (isPresent() && state === states.starting) receive({ kind: 'error', text: 'it did not answer' });
      }, patience);
    } catch (error) {
      if (own !== attempt) return;
      program = null;
      set(states.impossible, error.message);
    }
  };

  Inkling.trainerState = () => state;
  Inkling.trainerSend = (bytes) => post({ kind: 'command', buffer: bytes.buffer }, [bytes.buffer]);
  Inkling.trainerSendDataset = (id, revision, bytes) => post({ kind: 'dataset', id, revision, buffer: bytes.buffer }, [bytes.buffer]);

  // The newest snapshot, once. `run` and `history` say what this side knows after the one taken before,
  // for which they are the receipt.
  Inkling.trainerPoll = (run, history) => {
    if (isReceiptDue && worker) {
      isReceiptDue = false;
      worker.postMessage({ kind: 'ack', run, history });
    }
    const taken = snapshot;
    snapshot = null;
    if (taken) isReceiptDue = true;  // the next poll, an animation frame later, brings it
    return taken;
  };
})();
