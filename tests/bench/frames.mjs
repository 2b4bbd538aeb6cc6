// What a frame of the network costs the processor while the network trains at full speed: the main thread's own time, without its
// waits for the software rasteriser, which a graphics card would not have. Part of ./check bench, writes build/bench/frames.md.
//   node tests/bench/frames.mjs [--seconds S]
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { listen, staticServer } from '../../cmake/serve.mjs';
import { buildFolder, site } from '../browser/support.mjs';

const at = process.argv.indexOf('--seconds');
const seconds = at < 0 ? 15 : Number(process.argv[at + 1]);
const pause = (milliseconds) => new Promise((resume) => setTimeout(resume, milliseconds));
const share = (values, part) => [...values].sort((a, b) => a - b)[Math.min(Math.floor(part * values.length), values.length - 1)];

const server = staticServer(site);
const address = `http://127.0.0.1:${await listen(server, 18960)}/`;
const browser = await chromium.launch({
  executablePath: process.env.INKLING_CHROMIUM ?? '/usr/bin/chromium', timeout: 30_000,
  args: ['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist'],
});

// [time on the clock, time of the processor] of each animation frame, in milliseconds.
async function frames(page) {
  await browser.startTracing(page, { categories: ['devtools.timeline', 'disabled-by-default-devtools.timeline'] });
  await pause(1000 * seconds);
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString('utf8'));
  return traceEvents.filter(({ name, ph, tdur }) => name === 'FireAnimationFrame' && ph === 'X' && tdur !== undefined).map(({ dur, tdur }) => [dur / 1000, tdur / 1000]);
}

const rows = [];
for (const [shape, recipe] of [['784-256-128-10, batches of 64', 'dataset=mnist'], ['784-512-256-10, batches of 128', 'dataset=mnist&hidden=512,256&batch=128']]) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(`${address}#1&${recipe}&fresh=on`);
  await page.waitForFunction(() => globalThis.inkling?.ready.then(() => true), undefined, { timeout: 60_000 });
  await page.evaluate(async () => { await inkling.set('speed', '0'); await inkling.play(); });
  await page.waitForFunction(async () => { const { running, step } = await inkling.state(); return running && step > 50; }, undefined, { timeout: 120_000 });
  for (const [view, prepare] of [['the weights', () => {}], ['the signals of a sample', () => inkling.sample(60_001)]]) {
    await page.evaluate(prepare);
    await pause(2000);
    const measured = await frames(page);
    const [clock, processor] = [0, 1].map((i) => measured.map((pair) => pair[i]));
    rows.push(`| ${shape}: ${view} | ${measured.length} | ${share(processor, 0.5).toFixed(1)} ms | ${share(processor, 0.95).toFixed(1)} ms | ${(100 * processor.filter((time) => time < 20).length / measured.length).toFixed(0)} % | ${share(clock, 0.5).toFixed(1)} ms | ${share(clock, 0.95).toFixed(1)} ms |`);
  }
  await page.close();
}
await browser.close();
server.close();

const text = ['| network, what its edges show | frames | processor, median | 95 % below | below 20 ms | clock, median | 95 % below |', '| --- | --- | --- | --- | --- | --- | --- |', ...rows, ''].join('\n');
mkdirSync(join(buildFolder, 'bench'), { recursive: true });
writeFileSync(join(buildFolder, 'bench/frames.md'), text);
console.log(text);
