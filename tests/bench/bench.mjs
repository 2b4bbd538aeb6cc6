// ./check bench: trains the same workloads with Inkling and with its peers, in interleaved rounds, and writes
// build/bench/table.md and results.json. Figures are medians over the rounds; ratios are taken within a round,
// and it is their median that is shown.
//   node tests/bench/bench.mjs [--rounds N] [--seconds S] [--only WORD]   (contestants whose name has the word)
import { execFile } from 'node:child_process';
import { cpus } from 'node:os';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { listen, staticServer } from '../../cmake/serve.mjs';
import { samples, workloads } from './workloads.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const { peers, openblas } = JSON.parse(readFileSync(join(root, 'build/bench/peers.json')));
const option = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : process.argv[at + 1];
};
const rounds = Number(option('rounds', 3)), seconds = Number(option('seconds', 1.5)), only = option('only', '');
const folder = join(root, 'build/data');
const taskLimit = 180_000;  // ms

// --- Running one task of one contestant: resolves to its answer, or to { skipped: why } ----------------

const lastLine = (text) => text.trim().split('\n').at(-1) ?? '';

function run(command, args, environment = {}) {
  return new Promise((accept) => {
    const options = { cwd: root, timeout: taskLimit, maxBuffer: 1 << 26, env: { ...process.env, ...environment } };
    execFile(command, args, options, (error, out, messages) => {
      if (error) return accept({ skipped: error.killed ? 'took too long' : lastLine(messages) || error.message });
      try {
        accept(JSON.parse(lastLine(out)));
      } catch {
        accept({ skipped: `unexpected answer ${lastLine(out).slice(0, 80)}` });
      }
    });
  });
}

// An empty page of a server of its own, with or without the headers that allow shared memory.
async function openPage(browser, isIsolated) {
  const files = staticServer(root), packages = staticServer(join(peers, 'node_modules'));
  const server = createServer((request, response) => {
    if (isIsolated) {
      response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
      response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
    }
    if (request.url === '/') return response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html><title>bench</title>');
    const isPackage = request.url.startsWith('/peers/');
    if (isPackage) request.url = request.url.slice('/peers'.length);
    return (isPackage ? packages : files).emit('request', request, response);
  });
  const port = await listen(server, 18900);
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${port}/`);
  return page;
}

let plainPage, isolatedPage;

const inWorker = (page, message) => page.evaluate(([task, limit]) => new Promise((accept) => {
  const worker = new Worker('/tests/bench/in_page.js', { type: 'module' });
  const end = (answer) => { worker.terminate(); accept(answer); };
  setTimeout(() => end({ skipped: 'took too long' }), limit);
  worker.onmessage = ({ data }) => end(data);
  worker.onerror = (event) => end({ skipped: event.message });
  if (task.X) task.X = Float32Array.from(task.X);
  if (task.labels) task.labels = Uint8Array.from(task.labels);
  worker.postMessage(task);
}), [message, taskLimit]);

// --- Contestants ----------------------------------------------------------------------------------------

const benchArguments = (name, isDense, data) =>
  ['bench', '--json', '--workload', name, '--seconds', String(seconds), '--data', data, ...(isDense ? ['--dense'] : [])];
const firstOf = ({ workloads: list, skipped, ...rest }) => (skipped ? { skipped } : list?.[0] ?? rest);
const filesOf = (name) => [name.startsWith('mnist') ? 'mnist.inkd' : 'digits.inkd'];
const inkling = (command, ...first) => async (name, isDense) => {
  const answer = await run(command, [...first, ...benchArguments(name, isDense, folder)]);
  return name === 'kernels' ? answer : firstOf(answer);
};
const task = (workload, isDense) => JSON.stringify({ workload, seconds, isDense, folder });
const under = (script, ...rest) => (name, isDense, workload) =>
  workload && run('node', [join('tests/bench/peers', script), task(workload, isDense), ...rest], { INKLING_PEERS: peers });
const underPython = (script, ...args) => run('/usr/bin/python3', [join('tests/bench/peers', script), ...args],
  { LD_LIBRARY_PATH: openblas, OPENBLAS_NUM_THREADS: '1', OMP_NUM_THREADS: '1' });
const learn = (kind, isArticle = false) => (name, isDense, workload) => {
  if (name === 'version' || workload || (isArticle && name.startsWith('article'))) {
    return underPython('scikit_learn.py', task(workload, isDense), workload ? kind : name.split('-')[0]);
  }
  return undefined;
};

const inChromium = (build) => async (name, isDense) => {
  const answer = await inWorker(plainPage, { contestant: 'inkling', build, files: filesOf(name), args: benchArguments(name, isDense, '/data') });
  return name === 'kernels' ? answer : firstOf(answer);
};
const peerInChromium = (contestant, page) => (name, isDense, workload) => {
  if (!workload) return undefined;
  const { X, labels } = samples(workload, folder, isDense);
  return inWorker(page(), { contestant, workload, seconds, X: [...X.subarray(0, 3200 * workload.sizes[0])], labels: [...labels.subarray(0, 3200)] });
};
const reference = 'Inkling, Chromium';
const contestants = [
  { name: reference, run: inChromium('web') },
  { name: 'Inkling with relaxed SIMD, Chromium', run: inChromium('web-relaxed') },
  { name: 'Inkling, Node', run: inkling('node', 'build/node/inkling.mjs') },
  { name: 'Inkling, native', run: inkling('build/native/inkling') },
  { name: 'scikit-learn, float64', run: learn('float64', true) },
  { name: 'scikit-learn, float32', run: learn('float32') },
  { name: 'PyTorch', run: (name, isDense, workload) => workload && underPython('pytorch.py', task(workload, isDense)) },
  { name: 'jax-js wasm, Chromium', run: peerInChromium('jax', () => plainPage) },
  { name: 'jax-js wasm with threads, Chromium', run: peerInChromium('jax', () => isolatedPage) },
  { name: 'TensorFlow.js webgl, Chromium', run: peerInChromium('tensorflow-webgl', () => plainPage) },
  { name: 'TensorFlow.js wasm, Node', run: under('tensorflow.mjs', 'wasm') },
  { name: 'TensorFlow.js cpu, Node', run: under('tensorflow.mjs', 'cpu') },
  { name: 'ConvNetJS, Node', run: under('convnetjs.mjs') },
  { name: 'brain.js, Node', run: under('brain.mjs') },
].filter(({ name }) => name === reference || name.toLowerCase().includes(only.toLowerCase()));

// --- Rounds -----------------------------------------------------------------------------------------------

const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.length % 2 ? sorted[sorted.length >> 1] : (sorted[sorted.length / 2 - 1] + sorted[sorted.length / 2]) / 2;
};
const tasks = [
  ...workloads.map((workload) => ({ name: workload.name, title: workload.name, workload, isDense: false })),
  ...workloads.filter(({ dataset }) => dataset === 'mnist').map((workload) => ({ name: workload.name, title: `${workload.name}, dense`, workload, isDense: true })),
  { name: 'article-float32', title: 'article, float32 (s)' }, { name: 'article-float64', title: 'article, float64 (s)' },
];
const results = {};  // results[task][contestant]: the answers of the rounds

const browser = await chromium.launch({
  executablePath: process.env.INKLING_CHROMIUM ?? '/usr/bin/chromium', timeout: 30_000,
  args: ['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist'],
});
try {
  plainPage = await openPage(browser, false);
  isolatedPage = await openPage(browser, true);
  for (let round = 0; round < rounds; round++) {
    for (const { name, title, workload, isDense } of tasks) {
      for (const contestant of contestants) {
        const answer = await contestant.run(name, isDense, workload);
        if (!answer) continue;
        ((results[title] ??= {})[contestant.name] ??= []).push(answer);
        console.log(`round ${round + 1}, ${title}, ${contestant.name}: ${answer.skipped ? `skipped, ${answer.skipped}` : Math.round(answer.samples_per_second ?? answer.seconds * 1e6) + (answer.seconds ? ' µs' : ' samples/s')}`);
      }
    }
  }
  const kernels = {};
  for (const contestant of contestants.filter(({ name }) => name.startsWith('Inkling'))) kernels[contestant.name] = await contestant.run('kernels', false);
  const scikitLearn = await learn('version')('version');
  const packages = JSON.parse(readFileSync(join(root, 'tests/bench/package.json'))).dependencies;
  const versions = [`CPU ${cpus()[0].model}, ${cpus().length} cores`, `Chromium ${browser.version()}`, `Node ${process.versions.node}`,
    `scikit-learn ${scikitLearn.version ?? 'missing'}`, ...Object.entries(packages).map(([name, version]) => `${name} ${version}`)];

  // A number of a table cell: the median, and the median of the ratios to the reference of the same round.
  const cell = (title, name) => {
    const mine = results[title]?.[name] ?? [], other = results[title]?.[reference] ?? [];
    const value = ({ samples_per_second: rate, seconds: time }) => rate ?? time;
    const pairs = mine.map((answer, i) => [value(answer), value(other[i] ?? {})]).filter(([a]) => a !== undefined);
    if (pairs.length === 0) return mine[0]?.skipped ? 'failed' : '–';
    const isTime = mine[0].seconds !== undefined, middle = median(pairs.map(([a]) => a));
    const figure = isTime ? middle.toFixed(3) : middle < 1e4 ? `${(middle / 1e3).toFixed(2)} k` : `${Math.round(middle / 1e3)} k`;
    const ratios = pairs.filter(([, b]) => b !== undefined).map(([a, b]) => (isTime ? a / b : b / a));
    return name === reference || ratios.length === 0 ? figure : `${figure} (${median(ratios).toFixed(median(ratios) < 10 ? 1 : 0)})`;
  };
  const row = (cells) => `| ${cells.join(' | ')} |`;
  const table = [
    row(['', ...contestants.map(({ name }) => name)]), row(['---', ...contestants.map(() => '---')]),
    ...tasks.map(({ title }) => row([title, ...contestants.map(({ name }) => cell(title, name))])), '',
    row(['GFLOP/s (share of the peak)', ...Object.keys(kernels)]), row(['---', ...Object.keys(kernels).map(() => '---')]),
    row(['peak, multiply + add', ...Object.values(kernels).map((answer) => answer.peak_gflops?.toFixed(1) ?? '–')]),
    ...(Object.values(kernels)[0].kernels ?? []).map(({ name }, i) => row([name, ...Object.values(kernels).map(({ kernels: list }) =>
      (list ? `${list[i].gflops.toFixed(1)} (${Math.round(100 * list[i].share_of_peak)} %)` : '–'))])),
    '', versions.join('; ')].join('\n');
  mkdirSync(join(root, 'build/bench'), { recursive: true });
  writeFileSync(join(root, 'build/bench/results.json'), JSON.stringify({ versions, rounds, seconds, results, kernels }, null, 1));
  writeFileSync(join(root, 'build/bench/table.md'), table + '\n');
  console.log(`\n${table}`);
} finally {
  await browser.close();
}
process.exit(0);
