// The time machine: earlier epochs looked at, taken up again and stepped back to, as a reader does it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertClean, click, digits, find, open, predict, setUp, still, tearDown, until, untilState, untilWidget, withoutGraph } from './support.mjs';

before(setUp, { timeout: 60_000 });
after(tearDown, { timeout: 30_000 });
const timeout = 180_000;

// Trained, from the fourth epoch on at another learning rate, paused, and a drawing on the pad.
async function trained(opened, { epochs = 12, rate = 0.01 } = {}) {
  const { page } = opened;
  await page.evaluate((strokes) => inkling.draw(strokes), digits[7]);
  await untilState(page, 'four epochs', ({ epoch }) => epoch >= 4);
  if (rate) await page.evaluate((value) => inkling.set('learning-rate', value), rate);
  await untilState(page, `${epochs} epochs`, ({ epoch }) => epoch >= epochs);
  await page.evaluate(() => inkling.pause());
  return untilState(page, 'a pause', ({ phase, evaluating }) => phase === 'paused' && !evaluating);
}

// Takes the knob from where it is to an epoch.
async function dragTo({ page }, epoch) {
  const { number, min, max, bounds: [x, y, w, h] } = await still(page, 'past.epoch');
  const at = (value) => x + 6 + (w - 12) * (value - min) / (max - min);
  await page.mouse.move(at(number), y + h / 2);
  await page.mouse.down();
  await page.mouse.move(at(epoch), y + h / 2, { steps: 10 });
  await untilState(page, `epoch ${epoch} under the pointer`, (now) => now.past && now.epoch === epoch);
  await page.mouse.up();
  return untilState(page, `epoch ${epoch}`, (now) => now.past && now.epoch === epoch);
}

test('an earlier epoch is looked at as it was then, and left again', { timeout }, async (t) => {
  const opened = await withoutGraph(await open(t));
  const { page } = opened;
  const now = await trained(opened);
  const [answer, report, curves] = [await predict(page), await page.evaluate(() => inkling.report()), (await find(page, 'curves')).value];
  const then = await dragTo(opened, 1);
  assert.equal(then.presentStep, now.step);
  assert.notEqual(then.digest, now.digest);
  assert.ok(then.testAccuracy < now.testAccuracy);
  await untilWidget(page, 'past.status', ({ name }) => name === `Looking at epoch 1 of ${Math.floor(now.epoch)}`);
  assert.notDeepEqual((await predict(page)).probabilities, answer.probabilities);
  assert.notEqual(await page.evaluate(() => inkling.report()), report);
  await untilWidget(page, 'curves', ({ value }) => value !== curves);
  const weights = await page.evaluate(() => inkling.layer(1));

  // The settings, too, are those of then; they are there to be read.
  assert.ok(now.recipe.includes('learning-rate=0.01') && !then.recipe.includes('learning-rate'), `${now.recipe}; ${then.recipe}`);
  const rate = await untilWidget(page, 'recipe.learning-rate', ({ disabled }) => disabled);
  assert.match(rate.value, /^0\.\d+ · now 0\.01$/);
  const refused = await page.evaluate(() => inkling.set('batch', 64).catch(({ message }) => message));
  assert.match(refused, /continue from there first/);

  // By the keyboard an epoch at a time, from where the pointer left it.
  await page.evaluate(() => document.querySelector('#mirror [data-id="past.epoch"]').focus());
  await page.keyboard.press('ArrowRight');
  await untilState(page, 'epoch 2', ({ past, epoch }) => past && epoch === 2);
  await page.keyboard.press('ArrowLeft');
  await untilState(page, 'epoch 1 again', ({ digest }) => digest === then.digest);
  assert.equal(await page.evaluate(() => document.querySelector('#mirror [data-id="past.epoch"]').getAttribute('aria-label')), 'Epoch shown');
  await until('the value in words', () => page.evaluate((text) => document.querySelector('#mirror [data-id="past.epoch"]').getAttribute('aria-valuetext') === text,
    `1 of ${Math.floor(now.epoch)}`));
  const [answerThen, reportThen] = [await predict(page), await page.evaluate(() => inkling.report())];

  // What it is: a session of one epoch, which another page trains to the same digest.
  const link = await page.evaluate(() => inkling.link());
  await click(opened, 'past.now');
  const back = await untilState(page, 'the present', ({ past }) => !past);
  assert.equal(back.digest, now.digest);
  assert.deepEqual((await predict(page)).probabilities, answer.probabilities);
  const other = await open(t);
  await other.page.evaluate((text) => inkling.load(text), link);
  const again = await untilState(other.page, 'the link', ({ replay }) => replay && replay !== 'under-way');
  assert.equal(again.replay, 'exact');
  assert.equal(again.digest, then.digest);
  await other.page.evaluate((strokes) => inkling.draw(strokes), digits[7]);
  assert.deepEqual(await other.page.evaluate(() => inkling.layer(1)), weights);
  assert.equal(await other.page.evaluate(() => inkling.report()), reportThen);
  assert.deepEqual((await predict(other.page)).probabilities, answerThen.probabilities);
  assertClean(opened);
});

test('a branch goes on from an earlier epoch with a true link, and is undone', { timeout }, async (t) => {
  const opened = await withoutGraph(await open(t));
  const { page } = opened;
  const now = await trained(opened);
  const then = await dragTo(opened, 4);
  await click(opened, 'past.continue');
  const branch = await untilState(page, 'the branch', ({ past, run }) => !past && run !== now.run);
  assert.equal(branch.step, then.step);
  assert.equal(branch.digest, then.digest);
  await page.evaluate(async () => { await inkling.set('learning-rate', 0.02); await inkling.epoch(); });
  const on = await untilState(page, 'an epoch more', ({ step, phase, evaluating }) => step > branch.step && phase === 'paused' && !evaluating);
  assert.equal(on.epoch, 5);
  const link = await page.evaluate(() => inkling.link());
  assert.match(link, /at=\d+:learning-rate=0\.02/);
  const other = await open(t);
  await other.page.evaluate((text) => inkling.load(text), link);
  const again = await untilState(other.page, 'the link', ({ replay }) => replay && replay !== 'under-way');
  assert.equal(again.replay, 'exact');
  assert.equal(again.digest, on.digest);

  await click(opened, 'edit.undo');  // the rate
  await untilState(page, 'the rate before', ({ recipe }) => !recipe.includes('learning-rate=0.02'));
  await click(opened, 'edit.undo');  // the branch
  await untilState(page, 'where the branch was left from', ({ step, digest }) => step === now.step && digest === now.digest);
  assertClean(opened);
});

// Without a change on the way: what came after where they lead back to is forgotten.
test('steps back and forward again lead to the same bits', { timeout }, async (t) => {
  const opened = await withoutGraph(await open(t));
  const { page } = opened;
  const now = await trained(opened, { rate: 0 });
  for (let i = 0; i < 3; ++i) await click(opened, 'run.step-back');
  const there = await untilState(page, 'three steps back', ({ step, phase }) => step === now.step - 3 && phase === 'paused');
  assert.notEqual(there.digest, now.digest);
  await page.evaluate(() => inkling.step(-97));
  await untilState(page, 'a hundred steps back', ({ step }) => step === now.step - 100);
  await page.evaluate(() => inkling.step(100));
  const again = await untilState(page, 'where it was', ({ step }) => step === now.step);
  assert.equal(again.digest, now.digest);
  assertClean(opened);
});

// A knob that is drawn along asks for another epoch in every frame: each is on the screen in the next, though the answer before has only
// just been taken in. How long frames take is up to the machine and its software drawing; what the page does in them is measured.
test('a scrub answers within a frame', { timeout }, async (t) => {
  const { page } = await withoutGraph(await open(t));
  await trained({ page }, { epochs: 30 });
  const { shown, work } = await page.evaluate(async () => {
    const frame = () => new Promise(requestAnimationFrame);
    const shown = new Set(), begin = performance.now();
    for (let epoch = 29; epoch > -3; --epoch) {
      if (epoch > 0) inkling.look(epoch);
      await frame();
      shown.add(Inkling.apiCall('state').epoch);
    }
    return { shown: [...shown], work: inkling.frames().filter(({ at }) => at >= begin).map(({ milliseconds }) => milliseconds) };
  });
  const median = work.toSorted((a, b) => a - b)[work.length >> 1];
  console.log(`scrub: ${shown.length} epochs shown of 29 asked for, one a frame; ${median.toFixed(1)} ms of work in a frame`);
  assert.ok(shown.length >= 24, String(shown));
});

test('on a phone, in Chinese, the way on and the way back are on the screen', { timeout }, async (t) => {
  const opened = await open(t, { width: 360, height: 740, touch: true, ratio: 2, locale: 'zh-CN' });
  const { page } = opened;
  await trained(opened);
  await click(opened, 'place.train');
  const track = await still(page, 'past.epoch');
  const [x, y, w, h] = track.bounds;
  assert.ok(h >= 44 && x >= 0 && x + w <= 360 && y + h <= 740);
  await page.touchscreen.tap(x + 0.5 * w, y + h / 2);
  const then = await untilState(page, 'an earlier epoch', ({ past }) => past);
  await untilWidget(page, 'status.epoch', ({ value }) => value === String(then.epoch));
  assert.match((await untilWidget(page, 'past.status')).name, /^正在看第 \d+ 轮，共 \d+ 轮$/);
  for (const id of ['past.continue', 'past.now']) {
    const { bounds: [left, top, width, height], name } = await still(page, id);
    assert.ok(left >= 0 && left + width <= 360 && top + height <= 740 && height >= 44, `${id}: ${left} ${width}`);
    assert.match(name, /[\u4e00-\u9fff]/);
  }
  await click(opened, 'past.now');
  await untilState(page, 'the present', ({ past }) => !past);
  assertClean(opened);
});
