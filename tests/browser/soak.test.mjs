// Random but seeded doings of a reader while it trains: no error on the console, memory that does not grow, a page that answers. Forty seconds
// by default; INKLING_SOAK_MINUTES=30 for the long one, INKLING_SOAK_SEED for another. The figures go to build/soak.json.
import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { assertClean, buildFolder, centre, inChromium, newPage, pause, ready, rendererMemory, setUp, state, tearDown, until, untilState, visit, widgets } from './support.mjs';

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

// Keeps the last messages between page and trainer, to be read where training stands still.
function watchMessages() {
  globalThis.messages = [];
  const note = (way, data) => {
    messages.push({ at: Math.round(performance.now()), way, kind: data?.kind });
    if (messages.length > 40) messages.shift();
  };
  globalThis.Worker = class extends Worker {
    constructor(...values) {
      super(...values);
      this.addEventListener('message', ({ data }) => note('from', data));
      this.addEventListener('error', ({ message }) => note(`error ${message}`));
    }
    postMessage(message, ...more) {
      note('to', message);
      super.postMessage(message, ...more);
    }
    terminate() {
      note('terminate');
      super.terminate();
    }
  };
}

const within = (milliseconds, promise) => Promise.race([promise.catch((error) => error.message), pause(milliseconds).then(() => `no answer in ${milliseconds} ms`)]);

// What there is to know of a trainer that takes no step.
async function evidence(page, doings, now) {
  const before = performance.now();
  const ofPage = await within(10_000, page.evaluate(() => ({
    trainer: ['starting', 'ready', 'died'][Inkling.trainerState()], isInline: Inkling.trainerIsInline(), isHidden: document.hidden, now: Math.round(performance.now()), messages,
    lastFrames: inkling.frames().slice(-3), widgets: inkling.widgets().map(({ id, value }) => (value ? `${id}=${value}` : id)).slice(0, 80),
  })));
  const workers = await Promise.all(page.workers().map((worker) => within(5000, worker.evaluate(() => Math.round(performance.now())))));
  return { state: now, page: ofPage, pageAnsweredAfter: Math.round(performance.now() - before), workers, load: loadavg(), doings: doings.slice(-30) };
}

// It takes steps in one run, whichever is the newest by then, within a minute and twenty frames, which bring what the page knows and which a starved machine
// may draw one in ten seconds. A press on Pause that the page has not come to yet may still stop it: then it is asked again, and has to go on from there.
// What has ended by itself, as by steps too large, starts anew, as its button says. The milliseconds until a step was seen.
async function assertTrains(page, when, doings, stalls) {
  let first = null, now = null, isTold = false;
  const start = Date.now(), startOfPage = await page.evaluate(() => performance.now());
  const tell = async () => stalls.push({ when, seconds: (Date.now() - start) / 1000, ...await evidence(page, doings, now) });
  try {
    await until(`a step more ${when}`, async () => {
      if (!isTold && Date.now() - start > 10_000) {
        isTold = true;
        await tell();
      }
      now = await within(5000, state(page));
      if (typeof now === 'string') return false;  // it does not answer
      if (first?.run !== now.run) first = now;
      if (now.running && now.step > first.step) return true;
      if (Date.now() - start > 60_000 && await page.evaluate((since) => inkling.frames().filter(({ at }) => at > since).length, startOfPage) > 20) {
        throw new Error(`no step ${when} in a minute`);
      }
      const hasEnded = ['diverged', 'stopped', 'finished'].includes(now.phase);
      if (!now.running) await within(5000, page.evaluate((isOver) => Promise.all([isOver && inkling.reset(), inkling.play()]), hasEnded));
      return false;
    }, 180_000);
  } catch (error) {
    await tell();
    writeFileSync(join(buildFolder, 'soak-stall.json'), JSON.stringify(stalls, null, 1));
    throw new Error(`${error.message}; build/soak-stall.json has what was seen`);
  }
  return Date.now() - start;
}

test(`${seconds} s of random use leave a live page and flat memory`, { timeout: (seconds + 300) * 1000, ...inChromium('its memory figures') }, async (t) => {
  let seed = firstSeed;
  const random = (limit) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Math.floor((seed / 2 ** 32) * limit);
  };
  rmSync(join(buildFolder, 'soak-stall.json'), { force: true });
  const opened = await newPage(t, { width: 1200, height: 800 });
  const { page } = opened;
  await page.addInitScript(watchMessages);
  await visit(page);
  await ready(page);
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
  const stalls = [], done = [];
  let count = 0, trained = 0, longest = 0, warm = null;
  const start = Date.now(), end = start + seconds * 1000;
  while (Date.now() < end) {
    const nodes = (await widgets(page)).filter(isSafe);
    const kind = random(20);
    const doing = kind < 11 ? 0 : kind < 15 ? 1 : kind < 17 ? 2 : kind < 19 ? 3 : 4;
    const node = nodes.length ? nodes[random(nodes.length)] : null;
    if (node) await doings[doing](node);
    done.push(`${['click', 'drag', 'wheel', 'key', 'resize'][doing]} ${node?.id}`);
    count++;
    if (count % 10 === 0) await page.evaluate(() => inkling.play());
    if (count % 40 === 0) {
      await page.evaluate(() => inkling.load('hidden=32'));
      longest = Math.max(longest, await assertTrains(page, `after ${count} doings`, done, stalls));
      trained++;
    }
    // Grown to what it needs after a quarter of the time.
    if (!warm && Date.now() > start + seconds * 250) warm = await memory(page, session);
  }
  await page.setViewportSize({ width: 1200, height: 800 });
  await page.evaluate(() => inkling.load('hidden=16').then(() => inkling.reset()));
  longest = Math.max(longest, await assertTrains(page, 'at the end', done, stalls));
  // And it learns: what was done before has broken nothing that lasts.
  await page.evaluate(() => inkling.load('hidden=16&learning-rate=0.01').then(() => inkling.epoch()));
  await untilState(page, 'an epoch', ({ epoch, phase, testAccuracy }) => epoch >= 1 && phase !== 'running' && testAccuracy > 0.5, 60_000);
  const cold = await memory(page, session);
  writeFileSync(join(buildFolder, 'soak.json'), JSON.stringify({ seconds, seed: firstSeed, doings: count, trained, longestWaitForAStep: longest, problems: opened.problems.length, before: warm, after: cold }));
  if (stalls.length) writeFileSync(join(buildFolder, 'soak-stall.json'), JSON.stringify(stalls, null, 1));
  assert.ok(cold.script < warm.script * 1.5 + 10, `script heap from ${warm.script} to ${cold.script} MB`);
  assert.ok(cold.program <= warm.program * 1.5 + 16, `program from ${warm.program} to ${cold.program} MB`);
  if (cold.renderers) assert.ok(cold.renderers <= warm.renderers * 1.25 + 32, `renderers from ${warm.renderers} to ${cold.renderers} MB`);
  assert.ok(trained > 0, 'it was seen to train');
  assertClean(opened);
});
