// Trains every session of digests.json as `inkling digest` does, and posts the digests.
const bytesOf = async (url) => new Uint8Array(await (await fetch(url)).arrayBuffer());

try {
  const { default: program } = await import('/build/web/bench/inkling_worker.mjs');
  const sessions = await (await fetch('/tests/golden/digests.json')).json();
  const files = new Map();
  const digests = [];
  for (const { recipe, steps } of sessions) {
    const lines = [];
    // A program anew for each, as on the command line.
    const module = await program({ print: (line) => lines.push(line), printErr: (line) => lines.push(line) });
    const points = /dataset=(?!digits|mnist|fashion)/.test(recipe);
    const name = /dataset=(mnist|fashion)/.exec(recipe)?.[1] ?? 'digits';
    module.FS.mkdir('/data');
    if (!points) {
      if (!files.has(name)) files.set(name, await bytesOf(`/build/data/${name}.inkd`));
      module.FS.writeFile(`/data/${name}.inkd`, files.get(name));
    }
    module.callMain(['digest', '--recipe', recipe, '--steps', String(steps), '--data', '/data']);
    digests.push(lines.join(' '));
  }
  postMessage({ agent: navigator.userAgent, digests });
} catch (error) {
  postMessage({ problem: String(error?.stack ?? error) });
}
