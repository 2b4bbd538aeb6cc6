// Questions about the session as it stands, answered by a program of their own in a Worker: what the tools show, the course
// checks and inkling.explain gives. Loaded when first asked for.
(() => {
  'use strict';
  const Inkling = globalThis.Inkling;
  const t = Inkling.choose;
  const patience = 120_000;  // ms for an answer
  const keys = ['digits', 'mnist', 'fashion'];  // of packed data sets, by their numbers

  let port = null, asked = 0;
  const waiting = new Map();  // id → {resolve, reject, message}

  function failAll(text) {
    port = null;
    for (const { reject } of waiting.values()) reject(new Error(text));
    waiting.clear();
  }

  // Two questions may want the same data at once.
  const onTheWay = new Map();  // by dataset: a promise of its bytes
  function bytesOfDataset(dataset) {
    if (!onTheWay.has(dataset)) {
      onTheWay.set(dataset, Inkling.loadAsset(keys[dataset]).then(() => Inkling.takeAsset(keys[dataset])).finally(() => onTheWay.delete(dataset)));
    }
    return onTheWay.get(dataset);
  }

  async function take({ kind, id, text, dataset }) {
    if (kind === 'error') return failAll(text);
    const one = waiting.get(id);
    if (!one) return;
    if (kind === 'need') {
      try {
        port.postMessage({ ...one.message, dataset: { id: dataset, bytes: await bytesOfDataset(dataset) } });
      } catch (error) {
        waiting.delete(id);
        one.reject(error);
      }
      return;
    }
    waiting.delete(id);
    one.resolve(JSON.parse(text));
  }

  // Where no Worker can be made, it works in the page, which stands still meanwhile.
  async function makeInline() {
    await Inkling.script('explorer.js');
    await Inkling.script('explorer_worker.js');
    const { port1, port2 } = new MessageChannel();
    globalThis.inklingExplorer(port2);
    port1.start();
    return port1;
  }

  let starting = null;
  function start() {
    starting ??= (async () => {
      await Inkling.loadAsset('explorer.wasm');
      const module = await WebAssembly.compile(Inkling.takeAsset('explorer.wasm'));
      let made;
      try {
        made = Inkling.worker(['explorer.js', 'explorer_worker.js'], 'inklingExplorer');
        made.addEventListener('error', (event) => failAll(event.message || 'the explorer did not load'));
      } catch {
        made = await makeInline();
      }
      made.addEventListener('message', ({ data }) => take(data));
      made.postMessage({ kind: 'start', module });
      port = made;
    })().catch((error) => {
      starting = null;
      throw error;
    });
    return starting;
  }

  // The answer to a question about the session as it stands.
  async function ask(question) {
    await start();
    const snapshot = Inkling.newestSnapshot();
    if (!snapshot) throw new Error(t('There is no network yet.', '还没有网络。'));
    const id = ++asked;
    // A snapshot has only the end of the curve.
    if (question === 'diagnose') question += ` ${Inkling.apiCall('csv').text}`;
    const message = { kind: 'ask', id, question, snapshot, image: new Uint8Array(Inkling.apiCall('pixels').pixels) };
    return send(message);
  }

  function send(message) {
    return new Promise((resolve, reject) => {
      waiting.set(message.id, { resolve, reject, message });
      setTimeout(() => {
        if (waiting.delete(message.id)) reject(new Error(t('It took too long.', '耗时过长。')));
      }, patience);
      port.postMessage(message);
    });
  }

  Inkling.explore = ask;
  Inkling.datasetBytes = bytesOfDataset;
  // A question about sweeps; those of web/explorer/sweep.h.
  Inkling.exploreLab = async (question, snapshot = new Uint8Array()) => {
    await start();
    const answer = await send({ kind: 'lab', id: ++asked, question, snapshot });
    if (answer.error) throw new Error(answer.error);
    return answer;
  };
})();
