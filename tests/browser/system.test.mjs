// What the system asks for is followed: forced colours, still pictures, large letters. A file of its own, since Firefox is told of the
// first two as it starts.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { measured, newPage, ready, setUpWith, tearDown, untilState, violations, visit } from './support.mjs';

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
  // The drawing has the system's ground and its words the system's text.
  const wanted = await page.evaluate(() => ['Canvas', 'CanvasText'].map((name) => {
    const probe = document.body.appendChild(document.createElement('i'));
    probe.style.color = name;
    const [red, green, blue] = getComputedStyle(probe).color.match(/\d+/g);
    probe.remove();
    return (red << 16) | (green << 8) | blue;
  }));
  const shares = await measured(page, undefined, ({ data }) => {
    const counts = {};
    for (let at = 0; at < data.length; at += 4) {
      const colour = (data[at] << 16) | (data[at + 1] << 8) | data[at + 2];
      counts[colour] = (counts[colour] ?? 0) + 1;
    }
    return Object.fromEntries(Object.entries(counts).map(([colour, count]) => [colour, count / (data.length / 4)]));
  });
  assert.ok(shares[wanted[0]] > 0.3, `the system's ground is on ${shares[wanted[0]]} of the picture`);
  assert.ok(shares[wanted[1]] > 0.005, `the system's text is on ${shares[wanted[1]]} of the picture`);
});
