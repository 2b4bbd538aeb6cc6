// A page that nobody sees: a hidden tab, a computer that sleeps. Training and drawing go on where they were, nothing piles up.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertClean, inChromium, newPage, open, pause, ready, setUp, sleep, state, tearDown, until, untilState, visit } from './support.mjs';

const timeout = 120_000;
before(setUp);
after(tearDown);

const newest = (page) => page.evaluate(() => inkling.frames().at(-1)?.at ?? 0);

test('a hidden tab draws nothing and trains on, and shows where it stands when it is back', { timeout }, async (t) => {
  const opened = await open(t);
  const { page } = opened;
  await untilState(page, 'training', ({ running, step }) => running && step > 0);
  // A browser without a window hides no tab: the page is told as if it were, and gets no animation frames.
  await page.evaluate(() => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => globalThis.isAway });
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => (globalThis.isAway ? 'hidden' : 'visible') });
    const real = globalThis.requestAnimationFrame.bind(globalThis);
    const held = [];
    globalThis.requestAnimationFrame = (action) => (globalThis.isAway ? held.push(action) : real(action));
    globalThis.setAway = (isAway) => {
      globalThis.isAway = isAway;
      document.dispatchEvent(new Event('visibilitychange'));
      if (!isAway) held.splice(0).forEach((action) => real(action));
    };
    globalThis.setAway(true);
  });
  // The frame that was under way is done; a busy machine takes its time.
  let drawn = -1;
  await until('drawing to end', async () => {
    const before = drawn;
    await pause(1000);
    drawn = await newest(page);
    return drawn === before;
  });
  const before = await state(page);
  await pause(3000);
  assert.equal(await newest(page), drawn, 'no frame is drawn');
  await page.evaluate(() => globalThis.setAway(false));
  await until('a frame', async () => await newest(page) > drawn);
  // At most one snapshot was on its way meanwhile: the next is the newest, and not a queue of old ones.
  const after = await untilState(page, 'where it stands', (now) => now.step > before.step, 5000);
  assert.equal(after.run, before.run);
  assert.equal(after.running, true);
  assertClean(opened);
});

test('after a sleep in the middle of training it goes on in the same run', { timeout, ...inChromium('which processes to stop') }, async (t) => {
  const opened = await open(t);
  const { page } = opened;
  const first = await untilState(page, 'training', ({ running, step }) => running && step > 0);
  await sleep(8000);
  const after = await untilState(page, 'training goes on', (now) => now.step > first.step && now.running, 10_000);
  assert.equal(after.run, first.run);
  assert.equal(after.transport, 'worker');
  // Not the time that was slept through, made up for in one go: 16 epochs a second is the speed.
  assert.ok(after.epoch < first.epoch + 80, `${after.epoch} epochs after ${first.epoch}`);
  await page.evaluate(() => inkling.pause());
  await untilState(page, 'it obeys', ({ phase }) => phase === 'paused');
  assertClean(opened);
});

test('a sleep while the trainer starts does not make it one that never answered', { timeout, ...inChromium('which processes to stop') }, async (t) => {
  const opened = await newPage(t);
  const { page } = opened;
  await page.addInitScript(() => {
    globalThis.Worker = class extends Worker {
      postMessage(message, transfer) {
        globalThis.isStarting = true;
        // Slow enough to fall asleep in.
        if (message.kind === 'start') setTimeout(() => super.postMessage(message), 2000);
        else super.postMessage(message, transfer);
      }
    };
  });
  await visit(page);
  await page.waitForFunction(() => globalThis.isStarting);
  await sleep(21_000);
  await ready(page);
  const { transport } = await untilState(page, 'training', ({ running, step }) => running && step > 0);
  assert.equal(transport, 'worker');
  assertClean(opened);
});
