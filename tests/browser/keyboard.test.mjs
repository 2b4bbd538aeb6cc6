// Without a mouse: Tab goes through the mirror in drawing order, and the keys that real controls have work.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  assertClean, find, open, setUp, state, tearDown, until, untilState, untilWidget, withoutGraph,
} from './support.mjs';

before(setUp, { timeout: 60_000 });
after(tearDown, { timeout: 30_000 });
const timeout = 150_000;

const focused = (page) => page.evaluate(() => document.activeElement?.dataset?.id ?? document.activeElement?.id ?? '');

async function tabTo(page, id, most = 150) {
  for (let i = 0; i < most; i++) {
    await page.keyboard.press('Tab');
    if (await focused(page) === id) return;
  }
  throw new Error(`Tab did not reach ${id}`);
}

const focusOn = (page, id) => until(`${id} in the mirror`, () => page.evaluate((wanted) => {
  const element = document.querySelector(`#mirror [data-id="${wanted}"]`);
  element?.focus();
  return document.activeElement === element && Boolean(element);
}, id));

test('Tab reaches Pause, and Enter pauses', { timeout }, async (t) => {
  const opened = await withoutGraph(await open(t));
  const { page } = opened;
  await untilState(page, 'training', ({ running }) => running);
  await page.evaluate(() => inkling.set('speed', 1));  // so that it is not over meanwhile
  await untilWidget(page, 'run.play');
  await tabTo(page, 'run.play');
  await page.keyboard.press('Enter');
  await untilState(page, 'a pause', ({ phase }) => phase === 'paused');
  await page.keyboard.press('Space');
  await untilState(page, 'training again', ({ running }) => running);
  assert.equal(await focused(page), 'run.play');
  assertClean(opened);
});

test('arrows move a slider, Enter opens exact entry, Escape leaves it', { timeout }, async (t) => {
  const opened = await withoutGraph(await open(t));
  const { page } = opened;
  await untilState(page, 'training', ({ running }) => running);
  await focusOn(page, 'recipe.learning-rate');
  const before = await find(page, 'recipe.learning-rate');
  await page.keyboard.press('ArrowRight');
  const after = await until('a higher rate', async () => {
    const now = await find(page, 'recipe.learning-rate');
    return now.number > before.number && now;
  });
  assert.match((await state(page)).recipe, /learning-rate=/);
  await page.keyboard.press('Enter');
  await page.waitForSelector('#entry');
  await until('the field to have the focus', async () => await focused(page) === 'entry');
  await page.keyboard.type('0.5');
  await page.keyboard.press('Escape');
  await page.waitForSelector('#entry', { state: 'detached' });
  assert.equal((await find(page, 'recipe.learning-rate')).value, after.value);
  await until('the focus to come back', async () => await focused(page) === 'recipe.learning-rate');
  await page.keyboard.press('Enter');
  await page.waitForSelector('#entry');
  await until('the field to have the focus', async () => await focused(page) === 'entry');
  await page.keyboard.type('0.02');
  await page.keyboard.press('Enter');
  await until('the rate', async () => (await find(page, 'recipe.learning-rate')).value === '0.02');
  assert.match((await state(page)).recipe, /learning-rate=0\.02/);
  await page.keyboard.press('Control+z');
  await until('undo', async () => (await find(page, 'recipe.learning-rate')).value !== '0.02');
  assertClean(opened);
});

test('a list opens with Enter, is walked with arrows, and gives the focus back', { timeout }, async (t) => {
  const opened = await withoutGraph(await open(t));
  const { page } = opened;
  await untilState(page, 'training', ({ running }) => running);
  await focusOn(page, 'recipe.optimizer');
  const { value } = await find(page, 'recipe.optimizer');
  await page.keyboard.press('Enter');
  await until('an option to have the focus', async () => (await focused(page)).startsWith('recipe.optimizer.'));
  const first = await focused(page);
  await page.keyboard.press('ArrowUp');
  assert.notEqual(await focused(page), first);
  await page.keyboard.press('Enter');
  await until('another optimiser', async () => (await find(page, 'recipe.optimizer')).value !== value);
  await until('the focus to come back', async () => await focused(page) === 'recipe.optimizer');
  await page.keyboard.press('Enter');
  await until('an option to have the focus', async () => (await focused(page)).startsWith('recipe.optimizer.'));
  await page.keyboard.press('Escape');
  await until('the list to close', async () => !(await find(page, 'recipe.optimizer.0')));
  assert.equal(await focused(page), 'recipe.optimizer');
  assertClean(opened);
});

test('every control of the mirror has a name, a role and a place, and no id twice', { timeout }, async (t) => {
  const opened = await withoutGraph(await open(t));
  const { page } = opened;
  await untilState(page, 'an evaluation', ({ testAccuracy }) => testAccuracy > 0.5, 30_000);
  const { nodes, undescribed } = await page.evaluate(() => ({
    nodes: inkling.widgets(), undescribed: globalThis.Inkling.module._inkling_undescribed?.() ?? 0,
  }));
  assert.equal(undescribed, 0, 'clickable items that the mirror does not know');
  assert.equal(new Set(nodes.map(({ id }) => id)).size, nodes.length, 'ids are unique');
  for (const node of nodes) {
    assert.ok(node.name, `${node.id} has a name`);
    assert.ok(node.bounds[2] > 0 && node.bounds[3] > 0, `${node.id} has a place`);
  }
  const elements = await page.evaluate(() => [...document.querySelectorAll('#mirror .at')].map((element) => element.dataset.id));
  await until('an element for each', async () => elements.length > 0.9 * nodes.length);
  // Keys outside of the canvas are the page's: nothing is swallowed.
  const typed = await page.evaluate(() => {
    const field = document.createElement('input');
    document.body.append(field);
    field.focus();
    return document.activeElement === field;
  });
  assert.ok(typed);
  await page.keyboard.type('hello');
  assert.equal(await page.evaluate(() => document.activeElement.value), 'hello');
  assertClean(opened);
});
