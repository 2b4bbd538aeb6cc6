// The explorer behind a port, which is a Worker's global scope, or one in the page where no Worker can be made. One
// message asks: {kind: "ask", id, snapshot, image, question, datasets}; one answers: {kind: "answer", id, text}, or
// {kind: "need", id, dataset} where a data set has to come first.
'use strict';

globalThis.inklingExplorer = (port) => {
  let explorer = null;
  const early = [];
  const decoder = new TextDecoder(), encoder = new TextEncoder();

  function put(bytes) {
    const at = explorer._explorer_buffer(bytes.length);  // which may grow the memory: its view is looked up afterwards
    explorer.HEAPU8.set(bytes, at);
  }

  function take({ id, snapshot, image, question, dataset }) {
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
    const at = explorer._explorer_ask();
    port.postMessage({ kind: 'answer', id, text: decoder.decode(explorer.HEAPU8.slice(at, at + explorer._explorer_length())) });
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
