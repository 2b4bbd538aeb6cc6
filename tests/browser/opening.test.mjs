// The first minute: the page opens, trains by itself, and does as it is told, wherever it stands.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { listen } from '../../cmake/serve.mjs';
import {
  assertClean, click, newPage, open, pause, picture, ready, setUp, siteAddress, state, tearDown, until, untilState, untilWidget, visit,
} from './support.mjs';

before(setUp, { timeout: 60_000 });
after(tearDown, { timeout: 30_000 });
const timeout = 150_000;

test('it opens without an error, asks no other host, and passes 0.95 within 20 s', { timeout }, async (t) => {
  const opened = await newPage(t);
  const begin = Date.now();
  await visit(opened.page);
  await ready(opened.page);
  const seconds = () => (Date.now() - begin) / 1000;
  const good = await untilState(opened.page, 'test accuracy of 0.95', ({ testAccuracy }) => testAccuracy > 0.95, 60_000);
  console.log(`  ready and past 0.95 after ${seconds().toFixed(1)} s, in epoch ${good.epoch.toFixed(1)}, ${good.transport}`);
  assert.ok(seconds() < 20, `it took ${seconds().toFixed(1)} s`);
  assert.equal(good.dataset, 'digits');
  assert.equal(good.transport, 'worker');
  assert.ok((await picture(opened.page)).colours > 100, 'something is drawn');
  assertClean(opened);
});

test('pause stops the step count, and training goes on when asked', { timeout }, async (t) => {
  const opened = await open(t);
  const { page } = opened;
  await untilState(page, 'training to run', ({ running, step }) => running && step > 0);
  await click(opened, 'run.play');
  await untilState(page, 'training to pause', ({ phase }) => phase === 'paused');
  await pause(300);  // whatever was on its way has arrived
  const { step } = await state(page);
  await pause(1000);
  assert.equal((await state(page)).step, step);
  await click(opened, 'run.step');
  await untilState(page, 'one step', (now) => now.step === step + 1);
  await click(opened, 'run.play');
  await untilState(page, 'more steps', (now) => now.running && now.step > step + 1);
  assertClean(opened);
});

test('the boot text goes away, the title stands, and the canvas has the size of the window', { timeout }, async (t) => {
  const opened = await open(t, { width: 1200, height: 800, ratio: 2 });
  const { page } = opened;
  await until('the boot text to go', () => page.evaluate(() => document.getElementById('boot').hidden));
  assert.match(await page.title(), /Inkling/);
  const size = () => page.evaluate(() => [document.getElementById('canvas').width, document.getElementById('canvas').height]);
  await until('two device pixels each way', async () => String(await size()) === '2400,1600');
  await page.setViewportSize({ width: 900, height: 700 });
  await until('the new size', async () => String(await size()) === '1800,1400');
  assertClean(opened);
});

test('it works in a sandboxed frame of another origin', { timeout }, async (t) => {
  const host = createServer((request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html' });
    response.end(`<title>A tutorial</title><iframe sandbox="allow-scripts" width="1200" height="800" src="${siteAddress()}"></iframe>`);
  });
  t.after(() => {
    host.closeAllConnections?.();
    host.close();
  });
  const port = await listen(host, 19500 + process.pid % 400);
  const opened = await newPage(t, { width: 1300, height: 900 });
  const address = `http://localhost:${port}/`;
  await visit(opened.page, address);
  const frame = await until('the frame', () => opened.page.frames().find((other) => other.url().startsWith(siteAddress())));
  await ready(frame);
  assert.equal(await frame.evaluate(() => origin), 'null');
  const now = await untilState(frame, 'training', ({ step, testAccuracy }) => step > 0 && testAccuracy > 0.5, 30_000);
  assert.equal(now.transport, 'worker');
  await untilWidget(frame, 'run.play');
  assert.deepEqual(opened.problems.filter((problem) => !problem.includes(`localhost:${port}`)), []);
});

test('without a Worker it trains in the page, and says so', { timeout }, async (t) => {
  const opened = await newPage(t);
  await opened.page.addInitScript(() => {
    globalThis.Worker = class {
      constructor() { throw new Error('not here'); }
    };
  });
  await visit(opened.page);
  await ready(opened.page);
  const now = await untilState(opened.page, 'training inline', ({ transport, step }) => transport === 'inline' && step > 0, 20_000);
  assert.equal(now.transport, 'inline');
  assertClean(opened);
});
