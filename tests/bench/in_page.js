// A Worker of the page that bench.mjs opens in Chromium: runs one contestant and posts its answer.
onmessage = async ({ data: { contestant, workload, seconds, X, labels, args, files } }) => {
  try {
    if (contestant === 'inkling') {
      const { default: program } = await import('/build/bench/inkling_worker.mjs');
      const lines = [];
      const module = await program({ print: (line) => lines.push(line) });
      module.FS.mkdir('/data');
      for (const file of files) {
        module.FS.writeFile(`/data/${file}`, new Uint8Array(await (await fetch(`/build/data/${file}`)).arrayBuffer()));
      }
      module.callMain(args);
      postMessage(JSON.parse(lines.join('\n')));
    } else {
      const [{ trainerOf }, jax, { rate }] = await Promise.all([
        import('/tests/bench/peers/jax.mjs'), import('/peers/@jax-js/jax/dist/index.js'), import('/tests/bench/rate.mjs')]);
      const trainBatch = await trainerOf(jax, workload, { X, labels, count: labels.length });
      postMessage({ samples_per_second: await rate(workload, labels.length, seconds, trainBatch) });
    }
  } catch (error) {
    postMessage({ skipped: String(error?.message ?? error) });
  }
};
