// A trainer that ends is told, and a new one takes up the same data and settings.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  assertClean, click, find, newPage, pause, ready, setUp, state, tearDown, until, untilState, untilWidget, visit,
} from './support.mjs';

before(setUp, { timeout: 60_000 });
after(tearDown, { timeout: 30_000 });

const ends = {
  'fails': () => newestWorker.dispatchEvent(new ErrorEvent('error', { message: 'out of memory' })),
  'is ended without a word, as browsers do that are short of memory,': () => newestWorker.terminate(),
};

for (const [how, end] of Object.entries(ends)) {
  test(`a trainer that ${how} is said to be dead, and another is started at the press of a button`, { timeout: 180_000 }, async (t) => {
    const opened = await newPage(t);
    const { page } = opened;
    await page.addInitScript(() => {
      globalThis.Worker = class extends Worker {
        constructor(...given) {
          super(...given);
          globalThis.newestWorker = this;
        }
      };
    });
    await visit(page);
    await ready(page);
    await page.evaluate(() => inkling.set('batch', 64));
    const { recipe } = await untilState(page, 'training', (now) => now.running && now.step > 0 && /batch=64/.test(now.recipe), 30_000);

    await page.evaluate(end);
    await untilWidget(page, 'run.restart-trainer', undefined, 40_000);
    assert.ok((await find(page, 'status.failure')).value, 'says what happened');
    const { step } = await state(page);
    await pause(500);
    assert.equal((await state(page)).step, step);

    await click(opened, 'run.restart-trainer');
    await until('the message to go', async () => !(await find(page, 'run.restart-trainer')), 20_000);
    const now = await untilState(page, 'training anew', (other) => other.running && other.step > 0 && other.testAccuracy > 0.3, 40_000);
    assert.equal(now.recipe, recipe);
    assert.equal(now.transport, 'worker');
    assertClean(opened);
  });
}
