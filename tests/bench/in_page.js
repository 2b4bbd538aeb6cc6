// A Worker of a page that bench.mjs opens in Chromium: runs one contestant and posts its answer.
async function inkling({ build, args, files }) {
  const { default: program } = await import(`/build/${build}/bench/inkling_worker.mjs`);
  const lines = [];
  const module = await program({ print: (line) => lines.push(line) });
  module.FS.mkdir('/data');
  for (const file of files) {
    module.FS.writeFile(`/data/${file}`, new Uint8Array(await (await fetch(`/build/data/${file}`)).arrayBuffer()));
  }
  module.callMain(args);
  return JSON.parse(lines.join('\n'));
}

// The module and the library of a peer, from which trainerOf makes a function that trains a batch.
const peers = {
  jax: () => [import('/tests/bench/peers/jax.mjs'), import('/peers/@jax-js/jax/dist/index.js')],
  'tensorflow-webgl': () => [import('/tests/bench/peers/tensorflow_model.mjs'),
    import('/peers/@tensorflow/tfjs/dist/tf.fesm.min.js').then(async (tf) => {
      await tf.setBackend('webgl');
      await tf.ready();
      return tf;
    })],
};

async function peer({ contestant, workload, seconds, X, labels }) {
  const { rate } = await import('/tests/bench/rate.mjs');
  const [{ trainerOf }, library] = await Promise.all(peers[contestant]());
  const trainBatch = await trainerOf(library, workload, { X, labels, count: labels.length });
  return { samples_per_second: await rate(workload, labels.length, seconds, trainBatch) };
}

onmessage = async ({ data: task }) => {
  try {
    postMessage(await (task.contestant === 'inkling' ? inkling : peer)(task));
  } catch (error) {
    postMessage({ skipped: String(error?.message ?? error) });
  }
};
