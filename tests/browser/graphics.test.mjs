// The graphics context may be taken away at any time; everything is drawn anew when it comes back.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertClean, click, digits, frames, open, pause, picture, setUp, tearDown, until, untilState } from './support.mjs';

before(setUp, { timeout: 60_000 });
after(tearDown, { timeout: 30_000 });

test('a lost WebGL context comes back with the same picture', { timeout: 180_000 }, async (t) => {
  const opened = await open(t);
  const { page } = opened;
  await untilState(page, 'training', ({ testAccuracy }) => testAccuracy > 0.5, 30_000);
  await page.evaluate((strokes) => inkling.draw(strokes), digits[7]);
  await click(opened, 'run.play');
  await untilState(page, 'a pause', ({ phase }) => phase === 'paused');
  await page.mouse.move(700, 100);
  await pause(1000);
  const before = await picture(page);
  assert.ok(before.colours > 100);

  await page.evaluate(() => {
    globalThis.lose = document.getElementById('canvas').getContext('webgl2').getExtension('WEBGL_lose_context');
    globalThis.lose.loseContext();
  });
  await pause(500);
  await page.evaluate(() => globalThis.lose.restoreContext());
  await until('a drawn frame', () => page.evaluate(() => {
    const { at } = inkling.frames().at(-1);
    return performance.now() - at < 3000 && !document.getElementById('canvas').getContext('webgl2').isContextLost();
  }));
  await frames(page, 5);
  const after = await until('the picture', async () => {
    const now = await picture(page);
    return now.colours > 0.8 * before.colours && now;
  });
  assert.ok(Math.abs(after.most - before.most) < 0.05);
  await click(opened, 'run.play');
  await untilState(page, 'training again', ({ running }) => running);
  assertClean(opened);
});

test('a WebGL context that does not come back is said to be gone, with what to do', { timeout: 180_000 }, async (t) => {
  const opened = await open(t);
  const { page } = opened;
  await untilState(page, 'training', ({ step }) => step > 0, 30_000);
  await page.evaluate(() => document.getElementById('canvas').getContext('webgl2').getExtension('WEBGL_lose_context').loseContext());
  await until('the words', () => page.evaluate(() => /taken? the graphics|took the graphics/.test(document.getElementById('boot').innerText) && /Reload the page/.test(document.getElementById('boot').innerText)), 30_000);
  // A reload brings everything back.
  await page.reload();
  await untilState(page, 'training after it', ({ step }) => step > 0, 45_000);
});

test('two themes are two pictures, and neither is one colour', { timeout: 180_000 }, async (t) => {
  const pictures = {};
  for (const scheme of ['dark', 'light']) {
    const opened = await open(t, { scheme });
    await untilState(opened.page, 'training', ({ testAccuracy }) => testAccuracy > 0.5, 30_000);
    pictures[scheme] = await picture(opened.page);
    assert.ok(pictures[scheme].colours > 100 && pictures[scheme].most < 0.9);
    assertClean(opened);
  }
  assert.notDeepEqual(pictures.dark, pictures.light);
});
