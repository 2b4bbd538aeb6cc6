// What the system asks for is followed: forced colours, still pictures, large letters. A file of its own, since Firefox is told of the
// first two as it starts.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newPage, ready, setUpWith, tearDown, untilState, violations, visit } from './support.mjs';

before(() => setUpWith([], { 'ui.prefersReducedMotion': 1, 'browser.display.document_color_use': 2 }));
after(tearDown);

test('forced colours, still pictures and large letters are followed', { timeout: 120_000 }, async (t) => {
  const { page } = await newPage(t, { width: 720, height: 450 });  // 1440 × 900 at 200 %
  await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
  await visit(page);
  await ready(page);
  assert.equal(await page.evaluate(() => matchMedia('(forced-colors: active)').matches && matchMedia('(prefers-reduced-motion: reduce)').matches), true, 'the browser is asked');
  await untilState(page, 'training', ({ step }) => step > 0);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
  assert.equal(await page.evaluate(() => getComputedStyle(document.getElementById('boot')).transitionDuration), '0s');
  assert.equal(await page.evaluate(() => Inkling.media() & 2), 2);
  assert.deepEqual(await violations(page), []);
});
