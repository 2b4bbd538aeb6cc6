// Text is as sharp as the browser's own, at every pixel ratio and after every change of the window.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertClean, frames, measured, open, setUp, tearDown, until, untilState, untilWidget } from './support.mjs';

const timeout = 120_000;
before(setUp);
after(tearDown);

// How steep the edges of stems are on a part of the screen: steps of brightness between neighbours in a row, weighed by
// themselves, as a share of the whole contrast. Where every edge is one step from ground to ink it is 1, where it takes two
// equal steps a half.
const sharpness = (page, clip) => measured(page, clip, ({ data, width, height }) => {
  const light = (x, y) => 0.2126 * data[4 * (y * width + x)] + 0.7152 * data[4 * (y * width + x) + 1] + 0.0722 * data[4 * (y * width + x) + 2];
  let low = 255, high = 0, sum = 0, squares = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 1; x < width; x++) {
      const step = Math.abs(light(x, y) - light(x - 1, y));
      low = Math.min(low, light(x, y));
      high = Math.max(high, light(x, y));
      sum += step;
      squares += step * step;
    }
  }
  return { sharpness: squares / sum / (high - low), contrast: high - low };
});

// The same words as HTML in the same font, over the program's at the same place.
async function ownSharpness(page, { name, bounds: [x, y, w, h] }) {
  await page.evaluate(async ([text, left, top, width, height]) => {
    await document.fonts.load('13px "Inkling Inter"');
    const words = document.createElement('div');
    words.id = 'reference';
    words.textContent = text;
    const place = { position: 'fixed', left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px`, zIndex: 9, overflow: 'hidden', whiteSpace: 'nowrap',
      font: '13px/32px "Inkling Inter"', background: 'var(--ground)', color: 'var(--quiet)' };
    Object.assign(words.style, place);
    document.body.append(words);
  }, [name, x, y, w, h]);
  const own = await sharpness(page, { x, y, width: w, height: h });
  await page.evaluate(() => document.getElementById('reference').remove());
  return own;
}

for (const ratio of [1, 1.5, 2, 3]) {
  test(`stems are crisp at ${ratio} device pixels to one, and after the window was resized`, { timeout }, async (t) => {
    const opened = await open(t, { width: 1200, height: 800, ratio, scheme: 'light' });
    const { page } = opened;
    await untilState(page, 'training', ({ step }) => step > 0);
    await page.evaluate(() => inkling.pause());
    for (const [width, height] of [[1200, 800], [1366, 770], [1200, 800]]) {  // whole device pixels, as every real window has
      await page.setViewportSize({ width, height });
      const wanted = [Math.round(width * ratio), Math.round(height * ratio)];
      const sizes = await until(`a canvas of ${wanted} device pixels`, async () => {
        const now = await page.evaluate(() => {
          const { width: w, height: h } = document.getElementById('canvas');
          const box = document.getElementById('canvas').getBoundingClientRect();
          return { backing: [w, h], box: [box.width, box.height] };
        });
        return String(now.backing) === String(wanted) && now;
      });
      assert.deepEqual(sizes.box, [width, height]);
      await frames(page, 5);
      const node = await untilWidget(page, 'network.parameters', ({ offscreen }) => !offscreen);
      const [x, y, w, h] = node.bounds;
      const drawn = await sharpness(page, { x, y, width: w, height: h });
      const own = await ownSharpness(page, node);
      assert.ok(drawn.contrast > 80, `contrast ${drawn.contrast}`);
      const text = `${width}×${height} at ${ratio}: ${drawn.sharpness.toFixed(3)}, the browser's own ${own.sharpness.toFixed(3)}`;
      console.log(`  ${text}`);
      assert.ok(drawn.sharpness > 0.85 * own.sharpness, text);
    }
    assertClean(opened);
  });
}
