// A problem in the plane, as a reader meets it: chosen by its picture, learnt, looked at, probed.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertClean, choose, click, find, frames, open, picture, press, setUp, tearDown, until, untilState, untilWidget } from './support.mjs';

before(setUp);
after(tearDown);

const timeout = 180_000;

test('the spiral is chosen, learnt and read at a place', { timeout }, async (t) => {
  const opened = await open(t);
  const { page } = opened;
  await choose(opened, 'recipe.dataset', 3);  // Circle, the first of its group
  await untilState(page, 'the circle', ({ dataset }) => dataset === 'circle');
  await click(opened, 'data.problem.spiral');
  await untilState(page, 'the spiral', ({ dataset }) => dataset === 'spiral');
  // What suits it, through the API in one go.
  await page.evaluate(() => inkling.load('dataset=spiral&features=x1,x2,sin-x1,sin-x2&hidden=8,8&activation=tanh' +
    '&scaling=none&learning-rate=0.02&batch=10'));
  await page.evaluate(() => inkling.set('speed', 0));
  await page.evaluate(() => inkling.play());
  const early = await untilState(page, 'some training', ({ epoch }) => epoch > 0);
  assert.equal(early.dataset, 'spiral');
  await untilState(page, 'the spiral to be learnt', ({ testAccuracy }) => testAccuracy > 0.93, 60_000);
  await page.evaluate(() => inkling.pause());
  await untilState(page, 'a pause', ({ phase }) => phase === 'paused');

  // The mirror has the new controls.
  for (const id of ['recipe.noise', 'recipe.samples', 'recipe.test-share', 'features.x1', 'features.sin-x2', 'plane.train',
    'plane.test', 'plane.surface.0', 'plane.surface.1', 'plane']) await untilWidget(page, id);
  assert.equal(await find(page, 'pad'), null);
  assert.ok((await find(page, 'features.x1')).selected);
  assert.ok(!(await find(page, 'features.x1-squared')).selected);

  // A click sends a place through the network: at an arm of the spiral it says that arm's colour.
  const { bounds: [x, y, w, h] } = await untilWidget(page, 'plane');
  const at = async (x1, x2) => {
    await press(opened, x + w * (0.5 + x1 / 12), y + h * (0.5 - x2 / 12));
    return until('a reading', async () => {
      const node = await find(page, 'plane.reading');  // which has no value before the first place is read
      return node?.value?.startsWith(x1 < 0 ? 'x₁ −1.' : 'x₁ 1.') && node.value;
    });
  };
  // A quarter of the way out (i / n = 0.5): radius 2.5, 1.75 half-turns from the second axis.
  const angle = 1.75 * Math.PI;
  assert.match(await at(2.5 * Math.sin(angle), 2.5 * Math.cos(angle)), /blue/);
  assert.match(await at(-2.5 * Math.sin(angle), -2.5 * Math.cos(angle)), /orange/);

  // The surface is there: blue and orange in the plane's square, and stepped it has fewer colours.
  const coloursOf = async () => {
    await frames(page, 3);
    return (await picture(page, { x, y, width: w, height: h })).colours;
  };
  const smooth = await coloursOf();
  await click(opened, 'plane.train');
  await click(opened, 'plane.surface.1');
  const stepped = await coloursOf();
  assert.ok(smooth > 200, `${smooth} colours`);
  assert.ok(stepped < smooth, `${stepped} colours when stepped, ${smooth} when smooth`);
  assertClean(opened);
});

test('a regression shows R² instead of an accuracy', { timeout }, async (t) => {
  const opened = await open(t);
  const { page } = opened;
  await choose(opened, 'recipe.dataset', 8);  // Plane
  await untilState(page, 'the plane', ({ dataset }) => dataset === 'plane');
  await page.evaluate(() => inkling.set('speed', 0));
  await untilState(page, 'the plane to be learnt', ({ testAccuracy, epoch }) => epoch > 5 && testAccuracy > 0.9, 60_000);
  await untilWidget(page, 'report.r2');
  await untilWidget(page, 'scatter');
  assert.match((await find(page, 'status.accuracy')).name, /R²/);
  assertClean(opened);
});
