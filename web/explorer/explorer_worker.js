// The explorer behind a port, which is a Worker's global scope, or one in the page where no Worker can be made. One
// message asks: {kind: "ask", id, snapshot, image, question, datasets} or, of a sweep, {kind: "lab", id, question, snapshot};
// one answers: {kind: "answer", id, text}, or {kind: "need", id, dataset} where a data set has to come first.
'use strict';

globalThis.inklingExplorer = (port) => {
  let explorer = null;
  const early = [];
  const decoder = new TextDecoder(), encoder = new TextEncoder();

  function put(bytes) {
    const at = explorer._explorer_buffer(bytes.length);  // which may grow the memory: its view is looked up afterwards
    explorer.HEAPU8.set(bytes, at);
  }

  function answer(id, at) {
    port.postMessage({ kind: 'answer', id, text: decoder.decode(explorer.HEAPU8.slice(at, at + explorer._explorer_length())) });
  }

  // Of a sweep, and not of the session: there snapshots are those of its sessions.
  function takeOfLab({ id, question, snapshot }) {
    const words = encoder.encode(question), bytes = new Uint8Array(words.length + snapshot.length);
    bytes.set(words);
    bytes.set(snapshot, words.length);
    put(bytes);
    answer(id, explorer._explorer_lab(words.length));
  }

  function take(message) {
    if (message.kind === 'lab') return takeOfLab(message);
    const { id, snapshot, image, question, dataset } = message;
    if (dataset) {
      put(dataset.bytes);
      explorer._explorer_dataset(dataset.id);
    }
    put(snapshot);
    const needed = explorer._explorer_snapshot();
    if (needed >= 0) return port.postMessage({ kind: 'need', id, dataset: needed });
    put(image);
    explorer._explorer_image();
    put(encoder.encode(question));
    answer(id, explorer._explorer_ask());
  }

  function fail(error) {
    port.postMessage({ kind: 'error', text: String(error?.message ?? error) });
  }

  function guard(action) {
    try {
      action();
    } catch (error) {
      fail(error);
    }
  }

  port.addEventListener('message', ({ data }) => {
    if (data.kind === 'start') {
      createInklingExplorer({
        noExitRuntime: true,
        instantiateWasm(imports, done) {
          WebAssembly.instantiate(data.module, imports).then((instance) => done(instance, data.module), fail);
          return {};
        },
        onAbort: fail,
      }).then((made) => {
        explorer = made;
        early.splice(0).forEach((message) => guard(() => take(message)));
      }, fail);
    } else if (explorer) guard(() => take(data));
    else early.push(data);
  });
  port.start?.();
};
