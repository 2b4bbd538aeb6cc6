// Every panel, tab and place is operated once, with a mouse at 1440×900 and with a finger at 360×740.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  assertClean, centre, choose, click, find, frames, inChromium, open, press, setUp, still, tearDown, until, untilState, untilWidget, widgets,
} from './support.mjs';

before(setUp, { timeout: 60_000 });
after(tearDown, { timeout: 30_000 });
const timeout = 240_000;

const has = (nodes, id) => nodes.some((node) => node.id === id);

// Widgets with these beginnings, one beginning after the other, as far as they are there.
async function clickAll(opened, ...beginnings) {
  const all = (await widgets(opened.page)).map(({ id }) => id);
  const ids = beginnings.flatMap((start) => all.filter((id) => id.startsWith(start)));
  for (const id of ids) if (await find(opened.page, id)) await click(opened, id);
  return ids;
}

// Opens and leaves without a choice.
async function peek(opened, id) {
  await click(opened, id);
  await untilWidget(opened.page, `${id}.0`);
  await opened.page.keyboard.press('Escape');
  await until(`${id} to close`, async () => !(await find(opened.page, `${id}.0`)));
}

const overlaps = ([ax, ay, aw, ah], [bx, by, bw, bh]) => ax + aw > bx + 1 && bx + bw > ax + 1 && ay + ah > by + 1 && by + bh > ay + 1;

// Buttons that lie over each other could not both be meant. (Open lists lie over what is below them.)
function assertApart(nodes) {
  const buttons = nodes.filter(({ role, offscreen, disabled }) => role === 'button' && !offscreen && !disabled);
  for (const [index, first] of buttons.entries()) {
    for (const second of buttons.slice(index + 1)) {
      assert.ok(!overlaps(first.bounds, second.bounds), `${first.id} and ${second.id} lie over each other`);
    }
  }
}

test('every panel at 1440×900 with a mouse', { timeout }, async (t) => {
  const opened = await open(t);
  const { page } = opened;
  await untilState(page, 'the first evaluation', ({ testAccuracy }) => testAccuracy > 0.5, 30_000);
  assertApart(await widgets(page));

  await clickAll(opened, 'stage.tabs.');
  await click(opened, 'stage.tabs.0');
  await clickAll(opened, 'stage.edges.', 'curves.scale.', 'curves.tabs.');
  await click(opened, 'curves.tabs.0');
  await peek(opened, 'run.speed');
  await peek(opened, 'recipe.optimizer');
  await choose(opened, 'run.speed', 1);
  for (const id of ['run.play', 'run.step', 'run.epoch', 'run.reset']) await click(opened, id);

  // The menu of the curves, and the help: anything open closes by Escape.
  for (const id of ['curves.menu', 'view.help']) {
    await click(opened, id);
    await frames(page, 3);
    await page.keyboard.press('Escape');
  }
  for (const id of ['data', 'network', 'training']) {
    const count = (await widgets(page)).length;
    await click(opened, `section.${id}`);
    await until(`${id} to fold`, async () => (await widgets(page)).length < count);
    await click(opened, `section.${id}`);
    await until(`${id} to unfold`, async () => (await widgets(page)).length >= count);
  }
  await click(opened, 'training.more');
  await untilWidget(page, 'recipe.seed');
  await click(opened, 'training.more');

  // A sample goes to the pad; a wrong cell shows its images.
  const sample = (await widgets(page)).find(({ id }) => id.startsWith('data.gallery.') && /\.\d+$/.test(id));
  await click(opened, sample.id);
  await until('the sample to be chosen', async () => (await find(page, sample.id)).selected);
  await untilState(page, 'an evaluation', ({ testAccuracy }) => testAccuracy !== null, 20_000);
  const cell = (await widgets(page)).find(({ role }) => role === 'cell');
  if (cell) {
    await press(opened, ...centre(cell));
    await frames(page, 3);
    await page.keyboard.press('Escape');
  }

  const theme = () => page.evaluate(() => document.documentElement.dataset.theme);
  assert.equal(await theme(), 'dark');
  await click(opened, 'view.theme');
  await until('the light theme', async () => await theme() === 'light');
  await click(opened, 'view.language');
  await until('Chinese', () => page.evaluate(() => document.documentElement.lang.startsWith('zh')));
  await until('Chinese words', async () => /[\u4e00-\u9fff]/.test((await find(page, 'run.step')).name));
  assertApart(await widgets(page));
  await click(opened, 'view.language');
  await click(opened, 'view.theme');
  assertClean(opened);
});

test('every place at 360×740 with a finger', { timeout, ...inChromium('fingers that move, by its protocol') }, async (t) => {
  const opened = await open(t, { width: 360, height: 740, touch: true, ratio: 2 });
  const { page } = opened;
  await untilState(page, 'the first evaluation', ({ testAccuracy }) => testAccuracy > 0.5, 30_000);
  const places = ['draw', 'train', 'network', 'report', 'data'];
  const marks = { draw: 'pad', train: 'recipe.learning-rate', network: 'stage.edges.0', report: 'report.tabs.0', data: 'recipe.dataset' };
  for (const place of places) {
    await click(opened, `place.${place}`);
    const nodes = await until(`the place ${place}`, async () => {
      const now = await widgets(page);
      return has(now, marks[place]) && now;
    });
    assertApart(nodes);
    // Nothing sticks out at the sides.
    for (const { id, role, bounds: [x, , w] } of nodes) {
      if (role === 'button' || role === 'select') assert.ok(x >= -1 && x + w <= 361, `${id} sticks out in ${place}`);
    }
    await clickAll(opened, 'report.tabs.', 'curves.scale.', 'curves.tabs.', 'stage.edges.');
  }

  // A finger draws; the pad does not scroll the page.
  await click(opened, 'place.draw');
  const pad = await still(page, 'pad');
  const [x, y, w, h] = pad.bounds;
  const touch = await page.context().newCDPSession(page);
  const at = (u, v) => [{ x: x + u * w, y: y + v * h }];
  await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at(0.5, 0.2) });
  for (let v = 0.25; v <= 0.8; v += 0.05) await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: at(0.5, v) });
  await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await until('a prediction', () => page.evaluate(async () => (await inkling.predict()).prediction >= 0));
  assert.deepEqual((await find(page, 'pad')).bounds, pad.bounds);
  assertClean(opened);
});

test('two fingers zoom the curves', { timeout, ...inChromium('fingers that move, by its protocol') }, async (t) => {
  const opened = await open(t, { width: 360, height: 740, touch: true, ratio: 2 });
  const { page } = opened;
  await untilState(page, 'some epochs', ({ epoch }) => epoch > 6, 30_000);
  await click(opened, 'place.train');
  const [x, y, w, h] = (await still(page, 'curves')).bounds;
  const touch = await page.context().newCDPSession(page);
  const fingers = (...offsets) => offsets.map((offset, id) => ({ x: x + 0.4 * w + offset, y: y + 0.5 * h, id }));
  const send = (type, touchPoints) => touch.send('Input.dispatchTouchEvent', { type, touchPoints });
  await send('touchStart', fingers(-20));
  await send('touchStart', fingers(-20, 20));
  for (let apart = 24; apart <= 60; apart += 4) {
    await send('touchMove', fingers(-apart, apart));
    await frames(page, 2);
  }
  await send('touchEnd', []);
  await click(opened, 'curves.menu');
  await untilWidget(page, 'curves.reset-zoom', ({ disabled }) => !disabled);
  await click(opened, 'curves.reset-zoom');
  await untilWidget(page, 'curves.reset-zoom', ({ disabled }) => disabled);
  assertClean(opened);
});

for (const [width, height, scheme] of [[1024, 768, 'light'], [700, 900, 'dark'], [320, 568, 'light'], [2560, 1200, 'dark']]) {
  test(`at ${width}×${height} nothing lies over anything else`, { timeout: 90_000 }, async (t) => {
    const opened = await open(t, { width, height, scheme });
    await untilState(opened.page, 'the first evaluation', ({ testAccuracy }) => testAccuracy > 0.3, 30_000);
    assertApart(await widgets(opened.page));
    assertClean(opened);
  });
}
