// Runs pinned beside one another in the tools' panel, as a reader pins and reads them.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertClean, axe, newPage, ready, setUp, siteAddress, tearDown, until, untilState, violations, visit } from './support.mjs';

before(setUp, { timeout: 60_000 });
after(tearDown, { timeout: 30_000 });
const timeout = 120_000;

const texts = (page, name) => page.locator(`#tools [data-result=${name}] tr`).evaluateAll((rows) => rows.map((row) => [...row.cells].map((cell) => cell.innerText.trim())));

test('two runs are pinned: curves, what differs, reports against the first, and each opens', { timeout }, async (t) => {
  const opened = await newPage(t);
  const { page } = opened;
  const trained = async (recipe, steps) => {
    await page.evaluate((link) => inkling.load(link), `#1&${recipe}&steps=${steps}`);
    return untilState(page, recipe, ({ step, phase, evaluating, recipe: now }) => step === steps && phase === 'paused' && !evaluating && now.includes(recipe.split('&')[0]), 60_000);
  };
  await visit(page, `${siteAddress()}#1&hidden=16&steps=400&fresh=on`);
  await ready(page);
  const first = await untilState(page, 'the first', ({ step, phase, evaluating }) => step === 400 && phase === 'paused' && !evaluating);
  const report = await page.evaluate(() => inkling.report());
  await page.evaluate(() => Inkling.showTools('compare'));
  const pinning = page.getByRole('button', { name: 'Pin this run' });
  await pinning.waitFor({ timeout: 60_000 });
  await pinning.click();
  await pinning.click();
  await until('that it is pinned', async () => /pinned already/.test(await page.locator('#tools [data-result=said]').innerText()));
  const second = await trained('hidden=8&learning-rate=0.02', 210);
  const values = await page.evaluate(() => inkling.report()), parameters = 64 * 8 + 8 + 8 * 10 + 10;
  await pinning.click();

  // Only what differs; and what is usual in one.
  await until('two columns', async () => (await texts(page, 'settings'))[0]?.length === 3);
  assert.deepEqual((await texts(page, 'settings')).slice(1), [['Hidden layers', '16', '8'], ['Learning rate', 'usual', '0.02']]);
  const outcome = Object.fromEntries((await texts(page, 'outcome')).map(([name, ...rest]) => [name, rest]));
  assert.deepEqual(outcome['test accuracy, %'], [first, second].map(({ testAccuracy }) => (100 * testAccuracy).toFixed(1)));
  assert.deepEqual(outcome.parameters, ['1,210', String(parameters)]);
  // The report's own figures, and their differences.
  const f1 = (text, label) => Number(text.split('\n').find((line) => line.trim().startsWith(`${label} `)).trim().split(/\s{2,}/)[3]);
  for (const [label, one, other] of (await texts(page, 'report')).slice(1, 11)) {
    assert.equal(Number(one), f1(report, label), label);
    const [value, sign] = other.split(/\s+/);
    assert.equal(Number(value), f1(values, label), label);
    const difference = f1(values, label) - f1(report, label);
    assert.equal(sign, Math.abs(difference) < 0.005 ? undefined : difference > 0 ? '▲' : '▼', label);
  }
  // Values of an epoch, which both have.
  await page.getByRole('slider', { name: /Epoch whose values/ }).focus();
  await page.keyboard.press('Home');
  await until('epoch 0', async () => (await texts(page, 'outcome'))[0][0] === 'at epoch 0');
  const lines = (await page.evaluate(() => Inkling.apiCall('csv').text)).trim().split('\n').map((line) => line.split(','));
  const column = lines[0].indexOf('test_accuracy');
  assert.equal((await texts(page, 'outcome'))[1][2], (100 * Number(lines[1][column])).toFixed(1));
  await page.evaluate(axe);
  assert.deepEqual(await violations(page), []);

  await page.locator('#tools [data-pin=A]').click();
  await untilState(page, 'the first again', ({ digest, replay }) => digest === first.digest && replay === 'exact', 60_000);
  await page.getByRole('button', { name: 'Unpin A' }).click();
  await until('one column', async () => (await texts(page, 'outcome'))[0].length === 2);
  assertClean(opened);
});
