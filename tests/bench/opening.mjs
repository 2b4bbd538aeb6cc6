// How long the page takes to open and to learn, what it costs when idle, and whether its memory grows: part of
// ./check bench, writes build/bench/opening.md.
//   node tests/bench/opening.mjs [--rounds N] [--minutes M]     (M: of MNIST at full speed, for the memory)
// A cold opening has an empty cache; a warm one is the same page opened again by the same browser. Training starts by
// itself, at the speed that a reader meets.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { listen, staticServer } from '../../cmake/serve.mjs';
import { buildFolder, site } from '../browser/support.mjs';

const option = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};
const rounds = option('rounds', 5), minutes = option('minutes', 2);
const pause = (milliseconds) => new Promise((resume) => setTimeout(resume, milliseconds));
const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

const server = staticServer(site);
const address = `http://127.0.0.1:${await listen(server, 18950)}/`;

const launch = () => chromium.launch({
  executablePath: process.env.INKLING_CHROMIUM ?? '/usr/bin/chromium', timeout: 30_000,
  args: ['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist', '--enable-precise-memory-info'],
});

// Milliseconds from the navigation on.
async function opening(context) {
  const page = await context.newPage();
  await page.goto(address, { waitUntil: 'commit' });
  const times = await page.evaluate(async () => {
    const reach = async (test) => {
      for (;;) {
        if (test(await inkling.state())) return performance.now();
        await new Promise((resume) => setTimeout(resume, 5));
      }
    };
    while (!globalThis.inkling) await new Promise((resume) => setTimeout(resume, 5));
    await inkling.ready;
    const ready = performance.now();
    const epoch = await reach((state) => state.epoch >= 1);
    const learnt = await reach((state) => state.testAccuracy >= 0.95);
    const paint = performance.getEntriesByType('paint').find(({ name }) => name === 'first-contentful-paint')?.startTime;
    return { paint, ready, epoch, learnt };
  });
  await page.close();
  return times;
}

// Milliseconds of main-thread work in a second, by the browser's own account.
async function busy(page, seconds) {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const taken = async () => (await session.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration').value;
  const before = await taken();
  await pause(1000 * seconds);
  return 1000 * (await taken() - before) / seconds;
}

const memory = (page) => page.evaluate(() => performance.memory.usedJSHeapSize / 1e6);

const columns = { paint: 'first contentful paint', ready: 'every command works', epoch: 'first epoch trained, as the page shows it', learnt: '95 % of the digits held out' };
const cold = [], warm = [];
for (let round = 0; round < rounds; round++) {
  const browser = await launch();
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  cold.push(await opening(context));
  warm.push(await opening(context));
  console.log(`round ${round + 1}: cold ${JSON.stringify(cold.at(-1))}, warm ${JSON.stringify(warm.at(-1))}`);
  await browser.close();
}

const browser = await launch();
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
await page.goto(address);
await page.evaluate(() => inkling.ready);
await page.evaluate(() => inkling.pause());
await pause(5000);
const idle = await busy(page, 10);
console.log(`idle: ${idle.toFixed(2)} ms a second`);

const heap = [];
if (minutes > 0) {
  await page.evaluate(async () => {
    await inkling.load('dataset=mnist&max-epochs=0');
    await inkling.play();
  });
  for (let minute = 0; minute <= minutes; minute++) {
    await pause(minute === 0 ? 20_000 : 60_000);
    heap.push({ minute, heap: await memory(page), epoch: (await page.evaluate(() => inkling.state())).epoch });
    console.log(JSON.stringify(heap.at(-1)));
  }
}
await browser.close();
server.closeAllConnections();
server.close();

const row = (cells) => `| ${cells.join(' | ')} |`;
const seconds = (rows, key) => `${(median(rows.map((times) => times[key])) / 1000).toFixed(2)} s`;
const table = [
  row(['after the navigation', 'cold', 'warm']), row(['---', '---', '---']),
  ...Object.entries(columns).map(([key, title]) => row([title, seconds(cold, key), seconds(warm, key)])), '',
  `Paused: ${idle.toFixed(1)} ms of main-thread work a second.`,
  ...(heap.length > 0 ? [`JavaScript heap while MNIST trains: ${heap.map(({ minute, heap: size }) => `${size.toFixed(1)} MB after minute ${minute}`).join(', ')}.`] : []),
].join('\n');
mkdirSync(join(buildFolder, 'bench'), { recursive: true });
writeFileSync(join(buildFolder, 'bench/opening.md'), table + '\n');
console.log(`\n${table}`);
