// Without WebGL 2 there are no pictures, and the mirror, styled, is the page: whatever a reader does is done here by ordinary clicks,
// which reach only what is seen and lies on top.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { assertClean, digits, newPage, predict, ready, setUp, siteAddress, state, tearDown, until, untilState, visit, write } from './support.mjs';

const timeout = 180_000;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
before(setUp);
after(tearDown);

const refuse = () => {
  const original = HTMLCanvasElement.prototype.getContext;
  HTMLCanvasElement.prototype.getContext = function get(kind, ...rest) {
    return kind.startsWith('webgl') ? null : original.call(this, kind, ...rest);
  };
};

async function openPlain(t, options, link = '') {
  const opened = await newPage(t, options);
  await opened.page.addInitScript(refuse);
  await visit(opened.page, siteAddress() + link);
  await ready(opened.page);
  return opened;
}

for (const [device, options] of [['a desktop', {}], ['a phone', { width: 360, height: 740, touch: true, ratio: 2 }]]) {
  test(`without WebGL 2 a whole session is worked by clicks on ${device}`, { timeout }, async (t) => {
    const opened = await openPlain(t, options);
    const { page } = opened;
    const at = (id) => page.locator(`#mirror [data-id="${id}"]`);
    const press = (locator) => (opened.touch ? locator.tap() : locator.click());

    // Data.
    await press(at('recipe.dataset'));
    await press(page.locator('#mirror [role=option][aria-label*=Spiral]'));
    await untilState(page, 'the spiral', ({ dataset }) => dataset === 'spiral');
    await press(at('recipe.dataset'));
    await press(page.locator('#mirror [role=option][aria-label*="8 × 8"]'));
    await untilState(page, 'the digits', ({ dataset }) => dataset === 'digits');

    // A layer more, of a size that is typed.
    await press(at('network.add'));
    await press(at('network.hidden.2.units'));
    await write(page.locator('#entry'), '20');
    await page.keyboard.press('Enter');
    await untilState(page, '20 units', ({ recipe }) => /hidden=\d+,20\b/.test(recipe));

    // A slider, by a press on it at nine tenths.
    const { width, height } = await at('recipe.l2').boundingBox();
    await at('recipe.l2').click({ position: { x: 0.9 * width, y: height / 2 } });
    await untilState(page, 'a strong penalty', ({ recipe }) => Number(/l2=([\d.]+)/.exec(recipe)?.[1]) > 0.001);
    await press(at('edit.undo'));
    await untilState(page, 'the penalty as it was', ({ recipe }) => !(Number(/l2=([\d.]+)/.exec(recipe)?.[1]) > 0.001));

    // Training, and a pause.
    if (!(await state(page)).running) await press(at('run.play'));
    await untilState(page, 'it has learnt', ({ testAccuracy }) => testAccuracy > 0.93, 60_000);
    await press(at('run.play'));
    await untilState(page, 'a pause', ({ phase }) => phase === 'paused');

    // A drawing, with the pointer on the pad.
    await at('pad').scrollIntoViewIfNeeded();
    for (const stroke of digits[7]) {
      const box = await at('pad').locator('canvas').boundingBox();
      const place = ([x, y]) => [box.x + x * box.width, box.y + y * box.height];
      await page.mouse.move(...place(stroke[0]));
      await page.mouse.down();
      for (const point of stroke.slice(1)) await page.mouse.move(...place(point), { steps: 6 });
      await page.mouse.up();
    }
    await until('a 7', async () => (await predict(page)).prediction === 7);
    await until('the 7 is marked', async () => /^7: /.test(await page.locator('#mirror .best').innerText()));

    // The report and the curves, as they are seen.
    const three = (await page.evaluate(() => inkling.report())).split('\n').find((line) => /^\s+3\s/.test(line)).trim().split(/\s+/);
    assert.deepEqual(await page.locator('#mirror .results table.report tr', { hasText: /^3/ }).first().locator('th, td').allInnerTexts(), three);
    const painted = await page.locator('#mirror .curves canvas').evaluate((canvas) => {
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      return data.filter((value, i) => i % 4 === 3 && value > 0).length;
    });
    assert.ok(painted > 500, `${painted} pixels of curves`);

    // The other language, and nothing wider than the screen.
    await press(at('view.language'));
    await until('Chinese', async () => (await page.locator('#mirror .settings h2').innerText()) === '设置');
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
    assertClean(opened);
  });
}

test('without WebGL 2 it says what is missing and what to do, and axe-core finds nothing wrong', { timeout }, async (t) => {
  const opened = await openPlain(t, { scheme: 'light' });
  const { page } = opened;
  assert.match(await page.locator('#mirror .intro').innerText(), /WebGL 2.*hardware acceleration/s);
  await untilState(page, 'training', ({ step }) => step > 0);
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => axe.run(document, { resultTypes: ['violations'] }));
  assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).slice(0, 3).join(' ')}`), []);
});
