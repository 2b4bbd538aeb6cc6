// How long the page's sweep takes: 25 cells of the 8×8 digits, 3 seeds each, as its form offers them, started by a click in Chromium.
// Prints what was trained and the seconds from the click until the last cell stands in the table.
//   node tests/bench/sweep.mjs [ROUNDS]
import { after, before, test } from 'node:test';
import { open, setUp, tearDown } from '../browser/support.mjs';

const rounds = Number(process.argv[2] ?? 3);
before(setUp);
after(tearDown);

test('the sweep that the form offers', { timeout: 600_000 }, async (t) => {
  const { page } = await open(t);
  await page.evaluate(async () => {
    await inkling.pause();
    await Inkling.script('tools.js');
    await Inkling.openTools('sweep');
  });
  await page.locator('#tools .axis').first().waitFor();
  for (let round = 0; round < rounds; round++) {
    const begun = Date.now();
    await page.locator('#tools .body button.main').click();
    await page.locator('#tools progress').waitFor();
    await page.waitForFunction(() => !document.querySelector('#tools progress'), undefined, { timeout: 300_000 });
    const [sum, status] = await Promise.all(['sum', 'status'].map((name) => page.locator(`#tools [data-result="${name}"]`).innerText()));
    console.log(`${((Date.now() - begun) / 1000).toFixed(1)} s: ${sum}; ${status}`);
  }
});
