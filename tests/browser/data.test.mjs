// MNIST comes on demand: with bytes on the progress bar, a way to stop it, and frames that go on while the
// network trains on it at full speed.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import {
  assertClean, buildFolder, choose, click, find, newPage, open, pause, ready, setUp, state, tearDown, until, untilState, untilWidget, visit,
  withoutGraph,
} from './support.mjs';

before(setUp, { timeout: 60_000 });
after(tearDown, { timeout: 30_000 });

const percentile = (values, share) => [...values].sort((a, b) => a - b)[Math.floor(share * (values.length - 1))];

async function measureFrames(page, seconds) {
  const begin = await page.evaluate(() => performance.now());
  await pause(1000 * seconds);
  const times = await page.evaluate((since) => inkling.frames().filter(({ at }) => at > since).map(({ milliseconds }) => milliseconds), begin);
  const rounded = (value) => Math.round(10 * value) / 10;
  return {
    frames: times.length, seconds, median: rounded(percentile(times, 0.5)), p95: rounded(percentile(times, 0.95)),
    longest: rounded(Math.max(...times)), below20ms: Math.round(1000 * times.filter((time) => time < 20).length / times.length) / 1000,
  };
}

test('MNIST shows its progress in bytes, is cancelled, then loads and trains while frames are drawn', { timeout: 240_000 }, async (t) => {
  const opened = await withoutGraph(await open(t));
  const { page } = opened;
  await untilState(page, 'training', ({ running }) => running);

  let delay = 400;
  await page.route((url) => /data-mnist-\d+\.js/.test(url.pathname), async (route) => {
    await pause(delay);
    await route.continue().catch(() => {});
  });
  await choose(opened, 'recipe.dataset', 1);
  const progress = await untilWidget(page, 'data.progress', ({ value }) => /[1-9]/.test(value ?? ''));
  assert.match(progress.value, /\d+(\.\d+)? .*\d+(\.\d+)? MB/);
  await until('more bytes', async () => (await find(page, 'data.progress'))?.value !== progress.value);
  await click(opened, 'data.cancel');
  await until('the bar to go', async () => !(await find(page, 'data.cancel')));
  assert.equal((await state(page)).dataset, 'digits');

  delay = 0;
  await choose(opened, 'recipe.dataset', 1);
  await untilState(page, 'MNIST', ({ dataset }) => dataset === 'mnist', 60_000);
  await page.evaluate(() => inkling.set('speed', 0));
  await page.evaluate(() => inkling.play());
  const { step } = await untilState(page, 'training on MNIST', (now) => now.running && now.step > 0, 30_000);

  // Both what is drawn fast in software, and the network, whose edges are not; the processor's time a frame is ours alone.
  const figures = { samplesPerSecond: 0 };
  for (const [index, view] of [[1, 'samples'], [0, 'network']]) {
    await page.evaluate((tab) => document.querySelector(`#mirror [data-id="stage.tabs.${tab}"]`).click(), index);
    await untilWidget(page, `stage.tabs.${index}`, ({ selected }) => selected);
    figures[view] = await measureFrames(page, 8);
    assert.ok(figures[view].frames >= 2, `${view}: only ${figures[view].frames} frames in 8 s`);
  }
  const now = await untilState(page, 'more steps', (other) => other.step > step);
  figures.samplesPerSecond = Math.round(now.samplesPerSecond);
  console.log(`  while MNIST trains: ${JSON.stringify(figures)}`);
  mkdirSync(buildFolder, { recursive: true });
  writeFileSync(join(buildFolder, 'browser-frames.json'), `${JSON.stringify(figures, null, 2)}\n`);
  assertClean(opened);
});

test('a download that fails says so and can be tried again', { timeout: 120_000 }, async (t) => {
  const opened = await withoutGraph(await open(t));
  const { page } = opened;
  await untilState(page, 'training', ({ running }) => running);
  const pattern = (url) => /data-fashion-\d+\.js/.test(url.pathname);
  await page.route(pattern, (route) => route.abort());
  await choose(opened, 'recipe.dataset', 2);
  await untilWidget(page, 'data.retry', undefined, 20_000);
  assert.equal((await state(page)).dataset, 'digits');
  await page.unroute(pattern);
  await click(opened, 'data.retry');
  await untilWidget(page, 'data.cancel');
  await click(opened, 'data.cancel');
  assert.deepEqual(opened.problems.filter((problem) => !/Failed to load resource/.test(problem)), []);
});

test('a sample asked for before its data set has come goes to the pad once it is there', { timeout: 120_000 }, async (t) => {
  const opened = await newPage(t);
  const { page } = opened;
  const onPad = () => page.evaluate(() => ({ ...Inkling.apiCall('pixels'), prediction: Inkling.apiCall('predict').prediction }));
  let letGo = null;
  const held = (url) => /data-(digits|fashion)-0\.js/.test(url.pathname);
  await page.route(held, async (route) => {
    await new Promise((resolve) => { letGo = resolve; });
    await route.continue().catch(() => {});
  });
  await visit(page);
  // Before it is ready for others, who wait for the data.
  await until('the start', () => page.evaluate(() => Inkling.isStarted === true));
  await page.evaluate(() => Inkling.apiCall('sample', 5));
  assert.equal((await onPad()).pixels.length, 0);
  await until('the digits to be asked for', () => letGo);
  letGo();
  const first = await until('the sample on the pad', async () => {
    const now = await onPad();
    return now.label >= 0 && now;
  });
  // What it is, asked for once more now that the data are there.
  await page.evaluate(() => inkling.draw([]));
  await until('an empty pad', async () => (await onPad()).label < 0);
  await page.evaluate(() => inkling.sample(5));
  assert.deepEqual((await onPad()).pixels, first.pixels);

  // Of the data set that is on its way, not of the one that is there; and of none, if that is called off.
  letGo = null;
  await page.evaluate(() => inkling.draw([]));
  await page.evaluate(() => Promise.all([inkling.load('dataset=fashion'), inkling.sample(7)]));
  await untilWidget(page, 'data.cancel');
  await click(opened, 'data.cancel');
  await until('the bar to go', async () => !(await find(page, 'data.cancel')));
  const { step } = await untilState(page, 'training', ({ running }) => running);
  await untilState(page, 'more steps', (now) => now.step > step);
  assert.deepEqual([(await onPad()).width, (await onPad()).label], [8, -1]);
  letGo?.();

  // One that no data set has is refused once that can be told.
  assert.match(await page.evaluate(() => inkling.sample(1797).catch((error) => error.message)), /0 to 1796/);
  assert.deepEqual(opened.problems, []);
});
