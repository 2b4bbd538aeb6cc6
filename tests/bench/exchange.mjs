// What it costs two Workers to train one network together without shared memory: each has half of a batch, sends its
// gradient to the other and adds what it gets. Prints milliseconds an exchange beside those of a whole step on one
// Worker, whose half is the most that could be gained. Under Node, whose Workers and channels are V8's.
//   node tests/bench/exchange.mjs [--seconds S]
import { execFileSync } from 'node:child_process';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MessageChannel, Worker } from 'node:worker_threads';
import { workloads } from './workloads.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const at = process.argv.indexOf('--seconds');
const seconds = at < 0 ? 3 : Number(process.argv[at + 1]);

// Both Workers run this. A buffer that was received is the next to be sent: nothing is allocated on the way.
function partner() {
  const { parentPort, workerData: { port, count, isFirst, milliseconds } } = require('node:worker_threads');
  const own = new Float32Array(count).fill(1e-3), sum = new Float32Array(count);
  let buffer = new Float32Array(count), steps = 0;
  const start = performance.now();
  const send = () => {
    buffer.set(own);
    port.postMessage(buffer, [buffer.buffer]);
  };
  port.on('message', (data) => {
    for (let i = 0; i < count; i++) sum[i] = own[i] + data[i];
    buffer = data;
    steps++;
    if (!isFirst || performance.now() - start < milliseconds) send();
    else parentPort.postMessage((performance.now() - start) / steps);
  });
  send();
}

const exchange = (count) => new Promise((accept) => {
  const { port1, port2 } = new MessageChannel();
  const workers = [port1, port2].map((port, i) => new Worker(`(${partner.toString()})()`, {
    eval: true, workerData: { port, count, isFirst: i === 0, milliseconds: 1000 * seconds }, transferList: [port],
  }));
  workers[0].on('message', (cost) => {
    workers.forEach((worker) => worker.terminate());
    accept(cost);
  });
});

console.log('| workload | parameters | a step of one Worker | an exchange | a step of two, at best |\n| --- | --- | --- | --- | --- |');
for (const { name, sizes, batch } of workloads) {
  const count = sizes.slice(1).reduce((sum, units, l) => sum + (sizes[l] + 1) * units, 0);
  const bench = JSON.parse(execFileSync('node', [join(root, 'build/node/inkling.mjs'), 'bench', '--json', '--workload', name, '--seconds', String(seconds),
    '--data', join(root, 'build/data')]));
  const step = 1000 * batch / bench.workloads[0].samples_per_second, cost = await exchange(count);
  console.log(`| ${name} | ${count} | ${step.toFixed(3)} ms | ${cost.toFixed(3)} ms | ${(step / 2 + cost).toFixed(3)} ms |`);
}
