// A race in the tools' panel: several values of one setting from the same start, as a reader starts and reads it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertClean, axe, newPage, ready, setUp, siteAddress, state, tearDown, until, untilState, violations, visit, write } from './support.mjs';
import { programs, runProgram } from '../cli/support.mjs';

before(setUp, { timeout: 60_000 });
after(tearDown, { timeout: 30_000 });
const timeout = 120_000;

async function race(t, { values, epochs = 8, ...options }) {
  const opened = await newPage(t, options);
  const { page } = opened;
  await visit(page, `${siteAddress()}#1&hidden=16&steps=40&fresh=on`);
  await ready(page);
  const before = await untilState(page, 'step 40', ({ step, phase, evaluating }) => step === 40 && phase === 'paused' && !evaluating);
  await page.evaluate(() => Inkling.showTools('race'));
  const field = page.getByRole('textbox', { name: /values|的取值/ });
  await field.waitFor({ timeout: 60_000 });
  await write(field, values);
  await write(page.getByRole('spinbutton', { name: 'Epochs' }), String(epochs));
  await write(page.getByRole('spinbutton', { name: 'Goal, %' }), '80');
  await page.locator('#tools button.main').click();
  return { opened, page, before };
}
const lines = (page) => page.locator('#tools [data-racer]').evaluateAll((rows) => rows.map((row) => [...row.cells].map((cell) => cell.innerText.trim())));

test('optimisers race from the same start, and come to what the command line comes to', { timeout }, async (t) => {
  const { opened, page, before } = await race(t, { values: 'sgd, adam, rmsprop' });
  await until('the end', async () => /is first at 80 %|None came/.test(await page.locator('#tools [data-result=status]').innerText().catch(() => '')), 60_000);
  const found = await lines(page);
  assert.deepEqual(found.map(([name]) => name).sort(), ['adam', 'rmsprop', 'sgd']);
  for (const [name, score, loss, epochs] of found) {
    const theirs = JSON.parse(runProgram(programs[0], ['train', '--json', '--hidden', '16', '--optimizer', name, '--epochs', '8']).stdout);
    assert.equal(score, (100 * theirs.accuracy).toFixed(1), name);
    assert.ok(Number(loss) > 0);
    assert.ok(epochs === 'never' ? theirs.accuracy < 0.8 : Number(epochs) <= 8, `${name}: ${epochs}`);
  }
  // Who came there first stands first.
  const reached = found.map(([, , , epochs]) => (epochs === 'never' ? Infinity : Number(epochs)));
  assert.deepEqual(reached, [...reached].sort((a, b) => a - b));
  assert.ok((await page.locator('#tools [data-result=status]').innerText()).startsWith(found[0][0]));
  // The session beside it has not moved.
  const now = await state(page);
  assert.deepEqual([now.step, now.digest], [before.step, before.digest]);

  // Values of an epoch, by keyboard; all three begin with the same ones.
  await page.getByRole('slider', { name: /Epoch whose values/ }).focus();
  await page.keyboard.press('Home');
  await until('the start', async () => new Set((await lines(page)).map(([, score]) => score)).size === 1);
  await page.evaluate(axe);
  assert.deepEqual(await violations(page), []);
  // A racer opens as a session.
  await page.locator('#tools [data-racer=adam] a').click();
  await untilState(page, 'the session of adam', ({ recipe, step, replay }) => /max-epochs=8/.test(recipe) && step > 0 && replay === 'exact', 60_000);
  assertClean(opened);
});

test('what cannot race is told, and a race can be stopped', { timeout }, async (t) => {
  const { opened, page } = await race(t, { values: 'sgd, nobody' });
  await until('why', async () => /cannot be planned: .*nobody/.test(await page.locator('#tools [role=alert]').innerText()));
  await write(page.getByRole('textbox', { name: /values/ }), 'sgd, momentum, nesterov, adam, rmsprop, adagrad');
  await write(page.getByRole('spinbutton', { name: 'Epochs' }), '1000');
  await page.locator('#tools button.main').click();
  await page.getByRole('button', { name: 'Stop' }).click();
  await until('that it may start again', () => page.locator('#tools button.main').isVisible());
  assertClean(opened);
});
