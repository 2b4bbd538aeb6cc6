// The trainer behind a port, which is the Worker's global scope, or one in the page where no Worker can be made:
// advances in slices short enough that pause is heard at once (seconds), with a rest in between (milliseconds) where
// it shares the page's thread, and sends one snapshot at a time, at a rate that the page can draw.
'use strict';

globalThis.inklingTrainer = (port, slice = 0.012, rest = 0) => {
  const interval = 33, intervalOfLarge = 100;  // ms between snapshots
  const large = 1_000_000;           // bytes

  let trainer = null;
  const early = [];                  // messages that came before the program was ready
  let isAwaited = false;             // a snapshot is on its way or being looked at
  let run = 0, history = 0;          // what the page knows
  let earliest = 0;                  // when the next snapshot may be sent
  let isDue = false, timer = 0, newsTimer = 0;
  let hasFailed = false;

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
    port.postMessage({ kind: 'error', text: String(error?.message ?? error) });
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
    const wait = trainer._trainer_advance(slice);
    sendNews();
    if (wait === 0) soon();
    else if (wait > 0) timer = setTimeout(() => guard(work), wait * 1000);
  }

  function sendNews() {
    if (isAwaited || !trainer._trainer_has_news()) return;
    const now = performance.now();
    if (now < earliest) {
      if (!newsTimer) {
        newsTimer = setTimeout(() => {
          newsTimer = 0;
          guard(sendNews);
        }, earliest - now);
      }
      return;
    }
    const length = trainer._trainer_snapshot(run, history);
    const start = trainer._trainer_snapshot_pointer();
    const { buffer } = trainer.HEAPU8.slice(start, start + length);
    isAwaited = true;
    earliest = now + (length > large ? intervalOfLarge : interval);
    port.postMessage({ kind: 'snapshot', buffer }, [buffer]);
  }

  function fill(buffer) {
    const pointer = trainer._trainer_buffer(buffer.byteLength);
    trainer.HEAPU8.set(new Uint8Array(buffer), pointer);
    return buffer.byteLength;
  }

  function take(message) {
    if (message.kind === 'ack') {
      isAwaited = false;
      run = message.run;
      history = message.history;
      sendNews();
    } else if (message.kind === 'command') {
      trainer._trainer_command(fill(message.buffer));
      soon();
    } else if (message.kind === 'dataset') {
      trainer._trainer_dataset(message.id, message.revision, fill(message.buffer));
      soon();
    }
  }

  async function start({ module }) {
    trainer = await createInklingTrainer({
      noExitRuntime: true,
      instantiateWasm(imports, done) {
        WebAssembly.instantiate(module, imports).then((instance) => done(instance, module), fail);
        return {};
      },
      onAbort: fail,
    });
    port.postMessage({ kind: 'ready' });
    early.splice(0).forEach((message) => guard(() => take(message)));
    soon();
  }

  port.addEventListener('message', ({ data }) => {
    if (data.kind === 'start') start(data).catch(fail);
    else if (trainer) guard(() => take(data));
    else early.push(data);
  });
  port.start?.();
};
