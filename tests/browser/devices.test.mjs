// Phones: on their side, with a notch and a bar at the edges of the screen, and with a keyboard that takes half of it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertClean, click, find, inChromium, newPage, pause, ready, setUp, tearDown, until, untilState, untilWidget, visit, widgets } from './support.mjs';

const timeout = 180_000;
before(setUp);
after(tearDown);

const insets = { top: 24, bottom: 21, left: 47, right: 47 };

// A phone whose system keeps the edges for itself.
async function phone(t, width, height) {
  const opened = await newPage(t, { width, height, touch: true, ratio: 2 });
  const session = await opened.page.context().newCDPSession(opened.page);
  await session.send('Emulation.setSafeAreaInsetsOverride', { insets });
  await visit(opened.page);
  await ready(opened.page);
  assert.deepEqual(await opened.page.evaluate(() => ({ ...Inkling.safeArea() })), insets, 'the browser is told');
  return opened;
}

const isInside = ([x, y, w, h], width, height) => x >= insets.left - 0.5 && x + w <= width - insets.right + 0.5 && y >= insets.top - 0.5 && y + h <= height - insets.bottom + 0.5;

for (const [name, width, height] of [['upright', 360, 740], ['on its side', 780, 360]]) {
  test(`a phone ${name}: every control lies clear of what the system keeps, and works`, { timeout, ...inChromium('insets by its protocol') }, async (t) => {
    const opened = await phone(t, width, height);
    const { page } = opened;
    await untilState(page, 'training', ({ step }) => step > 0);
    await pause(500);
    const shown = (await widgets(page)).filter(({ role, offscreen }) => !offscreen && ['button', 'toggle', 'slider', 'select', 'tab', 'textfield'].includes(role));
    assert.ok(shown.length > 5);
    assert.deepEqual(shown.filter(({ bounds: [x, , w] }) => x < insets.left - 0.5 || x + w > width - insets.right + 0.5).map(({ id }) => id), []);
    assert.deepEqual(shown.filter(({ bounds: [, y] }) => y < insets.top - 0.5).map(({ id }) => id), []);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth && document.documentElement.scrollHeight <= innerHeight), true);
    await click(opened, 'run.play');
    await untilState(page, 'a pause', ({ running }) => !running);

    // What is HTML, too.
    for (const [open, selector] of [[() => Inkling.showShare(100, 60, innerWidth), '#share'], [() => Inkling.showTools(), '#tools']]) {
      await page.evaluate(open);
      await page.waitForSelector(`${selector} button`);
      await pause(300);
      const boxes = await page.evaluate((wanted) => Array.from(document.querySelectorAll(`${wanted} > header :is(button, h1, h2)`), (element) => {
        const { x, y, width: w, height: h } = element.getBoundingClientRect();
        return [x, y, w, h];
      }), selector);
      assert.ok(boxes.length > 0, selector);
      assert.deepEqual(boxes.filter((box) => !isInside(box, width, height)), [], selector);
      await page.evaluate((wanted) => document.querySelector(`${wanted} > header button`).click(), selector);
    }
    assertClean(opened);
  });
}

test('a number is typed on a phone whose keyboard takes half of the screen', { timeout, ...inChromium('fingers by its protocol') }, async (t) => {
  const opened = await newPage(t, { width: 360, height: 740, touch: true, ratio: 2 });
  const { page } = opened;
  await visit(page);
  await ready(page);
  await untilState(page, 'data', ({ phase }) => phase !== 'loading');
  await click(opened, 'place.train');
  await untilWidget(page, 'network.hidden.1.units');
  await click(opened, 'network.hidden.1.units');
  const entry = await page.waitForSelector('#entry');
  assert.match(await entry.getAttribute('inputmode') ?? '', /decimal|numeric/);
  assert.ok(parseFloat(await entry.evaluate((element) => getComputedStyle(element).fontSize)) >= 16, 'smaller, and phones zoom in');
  // The keyboard comes: the page has half of its height.
  await page.setViewportSize({ width: 360, height: 380 });
  await until('the field to be in sight', async () => {
    const box = await page.evaluate(() => {
      const { top, bottom } = document.getElementById('entry')?.getBoundingClientRect() ?? {};
      return { top, bottom };
    });
    return box.top >= 0 && box.bottom <= 380;
  });
  await entry.fill('20');
  await page.keyboard.press('Enter');
  await untilState(page, 'twenty neurons', ({ recipe }) => recipe.includes('hidden=20'));
  await page.setViewportSize({ width: 360, height: 740 });
  await until('the whole page again', async () => (await find(page, 'place.train'))?.bounds[1] > 600);
  assertClean(opened);
});
