// Ink: what is drawn with a real mouse is what the network answers to, while it trains.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  assertClean, click, digits, drawOnPad, find, frames, inChromium, open, picture, predict, setUp, tearDown, until, untilState, untilWidget,
} from './support.mjs';

before(setUp, { timeout: 60_000 });
after(tearDown, { timeout: 30_000 });
const timeout = 180_000;

test('strokes change the probabilities, and a well-drawn 1, 0 and 7 are recognised', { timeout }, async (t) => {
  const opened = await open(t);
  const { page } = opened;
  await untilState(page, 'a trained network', ({ testAccuracy }) => testAccuracy > 0.96, 40_000);
  let before = JSON.stringify(await predict(page));
  for (const [digit, strokes] of Object.entries(digits)) {
    await click(opened, 'pad.clear');
    await until('an empty pad', async () => (await predict(page)).prediction === -1);
    await drawOnPad(opened, strokes);
    const { prediction, probabilities } = await until('an answer', async () => {
      const now = await predict(page);
      return now.prediction >= 0 && now;
    });
    assert.notEqual(JSON.stringify({ prediction, probabilities }), before);
    before = JSON.stringify({ prediction, probabilities });
    console.log(`  a drawn ${digit} is read as ${prediction} with ${(100 * Math.max(...probabilities)).toFixed(1)} %`);
    assert.equal(prediction, Number(digit));
    assert.ok(Math.abs(probabilities.reduce((sum, p) => sum + p, 0) - 1) < 1e-3);
    // The widgets say the same.
    const shown = (await untilWidget(page, `answer.${digit}`)).value;
    assert.match(shown, /\d/);
  }
  assertClean(opened);
});

test('undo takes the last stroke back, the API draws too, and the brush changes the ink', { timeout }, async (t) => {
  const opened = await open(t);
  const { page } = opened;
  await untilState(page, 'training', ({ testAccuracy }) => testAccuracy > 0.5, 30_000);
  await click(opened, 'run.play');
  await untilState(page, 'a pause', ({ phase }) => phase === 'paused');
  await drawOnPad(opened, [digits[7][0]]);
  const one = await until('an answer', async () => (await predict(page)).prediction >= 0 && predict(page));
  await drawOnPad(opened, [digits[7][1]]);
  await until('another answer', async () => JSON.stringify(await predict(page)) !== JSON.stringify(one));
  await click(opened, 'pad.undo');
  await until('the answer before', async () => JSON.stringify(await predict(page)) === JSON.stringify(one));

  const brush = await find(page, 'pad.brush');
  const [x, y, w, h] = brush.bounds;
  await page.mouse.move(x + w / 2, y + h / 2);
  await frames(page, 2);
  await page.mouse.down();
  await page.mouse.move(x + w - 2, y + h / 2, { steps: 6 });
  await page.mouse.up();
  await until('a thicker brush', async () => (await find(page, 'pad.brush')).number !== brush.number);

  await page.evaluate((strokes) => inkling.draw(strokes), digits[0]);
  await until('what the API drew', async () => JSON.stringify(await predict(page)) !== JSON.stringify(one));
  assert.ok((await picture(page)).colours > 100);
  await assert.rejects(page.evaluate(() => inkling.draw([[['a', 1]]])), /points/);
  assertClean(opened);
});

test('two digits side by side are a number, and a zigzag is no digit', { timeout }, async (t) => {
  const opened = await open(t);
  const { page } = opened;
  await untilState(page, 'a trained network', ({ testAccuracy }) => testAccuracy > 0.96, 40_000);
  const beside = (strokes, left) => strokes.map((stroke) => stroke.map(([x, y]) => [left + 0.5 * x, 0.25 + 0.5 * y]));
  await drawOnPad(opened, [...beside(digits[7], 0), ...beside(digits[0], 0.5)]);
  await until('the number 70', async () => (await predict(page)).number === '70');
  assert.equal((await untilWidget(page, 'pad.number')).value, '70');
  assert.match((await find(page, 'pad')).value, /the number 70/);
  assert.equal((await predict(page)).prediction, 0);
  await click(opened, 'pad.part.previous');
  await until('the 7', async () => (await predict(page)).prediction === 7);
  await click(opened, 'pad.clear');
  await drawOnPad(opened, [Array.from({ length: 10 }, (_, i) => [0.1 + 0.09 * i, i % 2 ? 0.8 : 0.2])]);
  await until('a doubt', async () => (await predict(page)).doubt === 'far');
  assert.match((await find(page, 'pad')).value, /unsure/);
  assertClean(opened);
});

test('the answer moves while it trains', { timeout }, async (t) => {
  const opened = await open(t);
  const { page } = opened;
  await page.evaluate((strokes) => inkling.draw(strokes), digits[7]);
  const first = await until('an answer', async () => (await predict(page)).prediction >= 0 && predict(page));
  await until('another', async () => JSON.stringify((await predict(page)).probabilities) !== JSON.stringify(first.probabilities));
});

test('a pen pressed harder draws a broader stroke, and links keep it', { timeout, ...inChromium('a pen, by its protocol') }, async (t) => {
  const opened = await open(t);
  const { page } = opened;
  const session = await page.context().newCDPSession(page);
  const { bounds: [x, y, w, h] } = await untilWidget(page, 'pad');
  // Widths as the link has them, in thousandths of the pad: "~" and two digits to the base of 64 before a stroke of another width than the one before.
  const ink = async () => (await page.evaluate(() => inkling.link('ink'))).match(/&ink=([^&]*)/)?.[1] ?? '';
  const draw = async (forces, pointerType = 'pen') => {
    await page.evaluate(() => inkling.draw([]));
    await until('an empty pad', async () => (await ink()) === '');
    for (const [i, force] of forces.entries()) {
      const type = i === 0 ? 'mousePressed' : 'mouseMoved';
      await session.send('Input.dispatchMouseEvent', { type, x: x + 0.5 * w, y: y + (0.2 + 0.1 * i) * h, button: 'left', buttons: 1, clickCount: 1, pointerType, force });
      await frames(page, 3);
    }
    await session.send('Input.dispatchMouseEvent', { type: 'mouseReleased', x: x + 0.5 * w, y: y + 0.8 * h, button: 'left', buttons: 0, clickCount: 1, pointerType, force: 0 });
    await frames(page, 3);
    const text = await until('the stroke', ink);
    const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    return text.startsWith('~') ? 64 * digits.indexOf(text[1]) + digits.indexOf(text[2]) : 90;
  };
  assert.equal(await draw([0, 0, 0, 0], 'mouse'), 90);
  assert.equal(await draw([0.5, 0.5, 0.5, 0.5]), 90);
  assert.equal(await draw([1, 1, 1, 1]), 135);
  assert.equal(await draw([0.1, 0.1, 0.1, 0.1]), 54);
  assert.equal(await draw([0.1, 0.3, 0.8, 0.2]), 117, 'the hardest press counts');
  assertClean(opened);
});
