// Hyper-parameters and layers, changed as a reader changes them.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  assertClean, choose, click, find, frames, open, pause, reveal, setUp, state, still, tearDown, until, untilState, untilWidget, withoutGraph,
} from './support.mjs';

before(setUp, { timeout: 60_000 });
after(tearDown, { timeout: 30_000 });
const timeout = 180_000;

async function dragSlider({ page }, id, share) {
  await reveal(page, id);
  const { number, min, max, bounds: [x, y, w, h] } = await still(page, id);
  await page.mouse.move(x + w * (number - min) / (max - min), y + h / 2);
  await page.mouse.down();
  await page.mouse.move(x + w * share, y + h / 2, { steps: 8 });
  await page.mouse.up();
  await frames(page, 3);
}

async function openEntry({ page }, id) {
  const { bounds: [x, y, w, h] } = await reveal(page, id);
  // Where frames take longer than the time between the two clicks, they are no double-click: once more then.
  await until('the field to open', async () => {
    await page.mouse.dblclick(x + w / 2, y + h / 2);
    return page.waitForSelector('#entry', { timeout: 1500 }).catch(() => null);
  });
}

async function typeIn({ page }, text) {
  await page.waitForSelector('#entry');
  await until('the field to have the focus', () => page.evaluate(() => document.activeElement?.id === 'entry'));
  await page.keyboard.press('Control+a');
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
}

test('a slider moved with the mouse changes the recipe, and training goes on in the same run', { timeout }, async (t) => {
  const opened = await withoutGraph(await open(t));
  const { page } = opened;
  const before = await untilState(page, 'training', ({ running, step }) => running && step > 0);
  await dragSlider(opened, 'recipe.learning-rate', 0.3);
  const after = await untilState(page, 'another recipe', ({ recipe }) => recipe !== before.recipe);
  assert.match(after.recipe, /learning-rate=0\.0/);
  assert.equal(after.run, before.run);
  await untilState(page, 'more steps', ({ step }) => step > after.step);

  await click(opened, 'edit.undo');
  await untilState(page, 'the recipe before', ({ recipe }) => recipe === before.recipe);
  await click(opened, 'edit.redo');
  await untilState(page, 'the recipe after', ({ recipe }) => recipe === after.recipe);
  assertClean(opened);
});

test('a double-click types a number exactly, and what is out of bounds is refused', { timeout }, async (t) => {
  const opened = await withoutGraph(await open(t));
  const { page } = opened;
  await untilState(page, 'training', ({ running }) => running);
  await openEntry(opened, 'recipe.learning-rate');
  await typeIn(opened, '0.0042');
  await untilState(page, 'the rate', ({ recipe }) => /learning-rate=0\.0042\b/.test(recipe));
  await page.waitForSelector('#entry', { state: 'detached' });

  await pause(600);  // not a third click of the same
  await openEntry(opened, 'recipe.learning-rate');
  const { recipe } = await state(page);
  await typeIn(opened, '77');
  await page.waitForSelector('#entry[aria-invalid="true"]');
  assert.equal((await state(page)).recipe, recipe);
  await page.keyboard.press('Escape');
  await page.waitForSelector('#entry', { state: 'detached' });
  assert.equal((await state(page)).recipe, recipe);
  assertClean(opened);
});

test('layers are added, resized and removed; each starts a new run that learns', { timeout }, async (t) => {
  const opened = await withoutGraph(await open(t));
  const { page } = opened;
  const first = await untilState(page, 'training', ({ running, step }) => running && step > 0);
  await click(opened, 'network.add');
  await untilWidget(page, 'network.hidden.2.remove');
  const second = await untilState(page, 'a new run', ({ run, recipe }) => run > first.run && /hidden=\d+,\d+/.test(recipe));
  await choose(opened, 'network.hidden.1.activation', 1);
  await untilState(page, 'another activation', ({ recipe }) => recipe !== second.recipe);

  await click(opened, 'network.hidden.2.units');
  await typeIn(opened, '20');
  await untilState(page, '20 units', ({ recipe }) => /hidden=\d+,20/.test(recipe));

  await click(opened, 'network.hidden.2.remove');
  await until('one layer', async () => !(await find(page, 'network.hidden.2.remove')));
  await click(opened, 'edit.undo');
  await untilWidget(page, 'network.hidden.2.remove');
  await untilState(page, 'the loss to fall', ({ testAccuracy, step }) => step > 0 && testAccuracy > 0.5, 30_000);
  assertClean(opened);
});

test('the API sets properties by name and refuses what is not one', { timeout }, async (t) => {
  const opened = await withoutGraph(await open(t));
  const { page } = opened;
  await page.evaluate(() => inkling.set('batch', 64));
  await untilState(page, 'the batch', ({ recipe }) => /batch=64/.test(recipe));
  await assert.rejects(page.evaluate(() => inkling.set('toString', 1)), /property/);
  await assert.rejects(page.evaluate(() => inkling.set('learning-rate', 'much')));
  await page.evaluate(() => inkling.pause());
  const { step } = await untilState(page, 'a pause', ({ phase }) => phase === 'paused');
  await page.evaluate(() => inkling.step(5));
  await untilState(page, 'five steps', (now) => now.step === step + 5);
  assert.match(await page.evaluate(() => inkling.report()), /precision\s+recall/);
  const change = await page.evaluate(() => new Promise((resolve) => {
    const off = inkling.on('state', (detail) => {
      if (detail.by === 'trainer') return;
      off();
      resolve(detail);
    });
    inkling.set('l2', 0.01);
  }));
  assert.equal(change.by, 'host');
  assert.match(change.recipe, /l2=0\.01/);
  assertClean(opened);
});

test('a change right after another is told too, though nothing is drawn afterwards', { timeout }, async (t) => {
  const opened = await withoutGraph(await open(t));
  const { page } = opened;
  await page.evaluate(() => inkling.pause());
  await untilState(page, 'a pause', ({ phase }) => phase === 'paused');
  const told = await page.evaluate(async () => {
    const values = [];
    let next;
    inkling.on('state', ({ by, recipe }) => {
      if (by !== 'host') return;
      values.push(/l2=([\d.]+)/.exec(recipe)?.[1]);
      next?.();
    });
    for (const value of ['0.01', '0.02', '0.03']) {
      const change = new Promise((resolve, reject) => {
        next = resolve;
        setTimeout(reject, 8000, new Error(`no word of ${value}`));
      });
      await inkling.set('l2', value);
      await change;
    }
    return values;
  });
  assert.deepEqual(told, ['0.01', '0.02', '0.03']);
  assertClean(opened);
});
