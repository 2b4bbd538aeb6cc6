// Random but seeded doings of a reader while it trains: no error on the console, memory that does not grow, a page that answers. Forty seconds
// by default; INKLING_SOAK_MINUTES=30 for the long one, INKLING_SOAK_SEED for another. The figures go to build/soak.json.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { assertClean, buildFolder, centre, inChromium, open, rendererMemory, setUp, tearDown, untilState, widgets } from './support.mjs';

const seconds = Number(process.env.INKLING_SOAK_MINUTES ?? 0) * 60 || 40;
const firstSeed = Number(process.env.INKLING_SOAK_SEED ?? 20261128);
before(setUp);
after(tearDown);

// After a collection, in MB: the script heap, the page's program, and all of the browser's renderers, the trainer's Worker with them.
async function memory(page, session) {
  await session.send('HeapProfiler.collectGarbage');
  const { JSHeapUsedSize } = Object.fromEntries((await session.send('Performance.getMetrics')).metrics.map(({ name, value }) => [name, value]));
  const program = await page.evaluate(() => Inkling.module.HEAPU8.length);
  return { script: JSHeapUsedSize / 1e6, program: program / 1e6, renderers: await rendererMemory() };
}

// It takes steps in one run, whichever is the newest by then. A press on Pause that the page has not come to yet may
// still stop it: then it is asked again, and has to go on from there.
async function assertTrains(page, when) {
  let first = null;
  await untilState(page, `a step more ${when}`, (now) => {
    if (first?.run !== now.run) first = now;
    if (!now.running) page.evaluate(() => inkling.play()).catch(() => {});
    return now.running && now.step > first.step;
  }, 60_000);
}

test(`${seconds} s of random use leave a live page and flat memory`, { timeout: (seconds + 120) * 1000, ...inChromium('its memory figures') }, async (t) => {
  let seed = firstSeed;
  const random = (limit) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Math.floor((seed / 2 ** 32) * limit);
  };
  const opened = await open(t, { width: 1200, height: 800 });
  const { page } = opened;
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  // Not what leads away from the page, or downloads tens of megabytes.
  const isSafe = ({ id, role, disabled, offscreen }) => !disabled && !offscreen && role !== 'text' && role !== 'status' && role !== 'group'
    && !/^(course\.open|share\.open|recipe\.dataset|report\.copy|data\.retry)/.test(id);
  const doings = [
    async (node) => page.mouse.click(...centre(node)),
    async (node) => {
      const [x, y] = centre(node);
      await page.mouse.move(x, y);
      await page.mouse.down();
      await page.mouse.move(x + random(160) - 80, y + random(120) - 60, { steps: 4 });
      await page.mouse.up();
    },
    async (node) => {
      await page.mouse.move(...centre(node));
      await page.mouse.wheel(0, random(400) - 200);
    },
    async () => page.keyboard.press(['Tab', 'ArrowRight', 'ArrowLeft', 'Enter', 'Escape', 'Space', 'Home'][random(7)]),
    async () => page.setViewportSize({ width: 340 + random(1000), height: 400 + random(500) }),
  ];
  let count = 0, trained = 0, warm = null;
  const start = Date.now(), end = start + seconds * 1000;
  while (Date.now() < end) {
    const nodes = (await widgets(page)).filter(isSafe);
    const kind = random(20);
    if (nodes.length) await doings[kind < 11 ? 0 : kind < 15 ? 1 : kind < 17 ? 2 : kind < 19 ? 3 : 4](nodes[random(nodes.length)]);
    count++;
    if (count % 10 === 0) await page.evaluate(() => inkling.play());
    if (count % 40 === 0) {
      await page.evaluate(() => inkling.load('hidden=32'));
      await assertTrains(page, `after ${count} doings`);
      trained++;
    }
    // Grown to what it needs after a quarter of the time.
    if (!warm && Date.now() > start + seconds * 250) warm = await memory(page, session);
  }
  await page.setViewportSize({ width: 1200, height: 800 });
  await page.evaluate(() => inkling.load('hidden=16').then(() => inkling.reset()));
  await assertTrains(page, 'at the end');
  // And it learns: what was done before has broken nothing that lasts.
  await page.evaluate(() => inkling.load('hidden=16&learning-rate=0.01').then(() => inkling.epoch()));
  await untilState(page, 'an epoch', ({ epoch, phase, testAccuracy }) => epoch >= 1 && phase !== 'running' && testAccuracy > 0.5, 60_000);
  const cold = await memory(page, session);
  writeFileSync(join(buildFolder, 'soak.json'), JSON.stringify({ seconds, seed: firstSeed, doings: count, trained, problems: opened.problems.length, before: warm, after: cold }));
  assert.ok(cold.script < warm.script * 1.5 + 10, `script heap from ${warm.script} to ${cold.script} MB`);
  assert.ok(cold.program <= warm.program * 1.5 + 16, `program from ${warm.program} to ${cold.program} MB`);
  if (cold.renderers) assert.ok(cold.renderers <= warm.renderers * 1.25 + 32, `renderers from ${warm.renderers} to ${cold.renderers} MB`);
  assert.ok(trained > 0, 'it was seen to train');
  assertClean(opened);
});
