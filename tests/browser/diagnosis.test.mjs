// What is wrong?, by real clicks: sessions broken on purpose are diagnosed, mended and brought back.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertClean, click, open, setUp, state, tearDown, until, untilState } from './support.mjs';

before(setUp, { timeout: 60_000 });
after(tearDown, { timeout: 30_000 });

const timeout = 180_000;
const kinds = (page) => page.locator('#tools [data-finding]').evaluateAll((found) => found.map((one) => one.dataset.finding));
const summary = (page) => page.locator('#tools [data-result=diagnosis]').innerText();

// The panel follows the session, once it rests at this step.
async function untilFound(page, step, expected) {
  await untilState(page, `step ${step}`, (now) => now.step === step && !now.running && !now.evaluating, 60_000);
  await until(`${expected.join() || 'nothing'} found at step ${step}`, async () => (await page.locator('#tools .body[aria-busy]').count()) === 0 &&
    new RegExp(`\\b${step}\\b`).test(await summary(page)) && (await kinds(page)).join() === expected.join(), 60_000);
}

async function openDiagnosis(opened) {
  await click(opened, 'tools.open');
  await opened.page.locator('#tools nav [data-tool=diagnose]').click();
  await opened.page.locator('#tools [data-result=diagnosis]').waitFor({ timeout: 60_000 });
}

test('the default session has nothing wrong, before it learns and after', { timeout }, async (t) => {
  const opened = await open(t);
  const { page } = opened;
  await untilState(page, 'a step', ({ step }) => step > 0);
  await page.evaluate(() => inkling.pause().then(inkling.reset));
  await openDiagnosis(opened);
  await untilFound(page, 0, []);
  assert.match(await page.locator('#tools .result').innerText(), /nothing is wrong.*\n+.*Train for a while/);
  await page.evaluate(() => inkling.step(200));
  await untilFound(page, 200, []);
  assert.doesNotMatch(await page.locator('#tools .result').innerText(), /Train for a while/);
  assertClean(opened);
});

test('what is broken on purpose is named, mended by a button, and brought back to the bit', { timeout }, async (t) => {
  const opened = await open(t);
  const { page } = opened;
  await page.evaluate(() => inkling.load('#1&dataset=circle&seed=3&steps=70'));
  await openDiagnosis(opened);
  await untilFound(page, 70, []);
  const first = await state(page);

  await page.locator('#tools [data-break=rate-too-high]').click();
  await untilFound(page, 120, ['rate-too-high']);
  const broken = await state(page);
  assert.match(broken.recipe, /learning-rate=3\b/);
  const evidence = await page.locator('#tools [data-result=evidence]').innerText();
  assert.match(evidence, /100 updates from the start at 3\s+[\d.]+/);
  // The same as `inkling diagnose --activation leaky-relu --learning-rate 3 --steps 120 --json`.
  const { findings } = await page.evaluate(() => Inkling.explore('diagnose'));
  assert.deepEqual(findings[0].fix, [['learning-rate', '0.3']]);
  assert.equal(findings[0].facts.rate, 3);

  await page.locator('#tools [data-fix=rate-too-high]').click();
  await untilState(page, 'the mended rate', ({ recipe }) => recipe.includes('learning-rate=0.3'));
  await untilFound(page, 120, []);
  assert.ok((await state(page)).trainLoss < broken.trainLoss / 2);

  await page.locator('#tools [data-undo]').click();
  await untilState(page, 'the broken session again', ({ recipe, digest, running }) => /learning-rate=3\b/.test(recipe) && digest === broken.digest && !running, 60_000);
  await untilFound(page, 120, ['rate-too-high']);
  await page.locator('#tools [data-undo]').click();
  await untilState(page, 'the first session again', ({ digest, running }) => digest === first.digest && !running, 60_000);
  await untilFound(page, 70, []);
  assert.equal(await page.locator('#tools [data-undo]').count(), 0);
  await page.keyboard.press('Escape');
  await page.waitForSelector('#tools', { state: 'detached' });
  assert.equal((await state(page)).recipe, first.recipe);
  assertClean(opened);
});

test('the curve counts: a plateau and overfitting, in Chinese', { timeout }, async (t) => {
  const opened = await open(t, { locale: 'zh-CN' });
  const { page } = opened;
  await openDiagnosis(opened);
  for (const [kind, step, words] of [['plateau', 1050, '损失停住了'], ['overfitting', 1600, '网络过拟合了']]) {
    await page.locator(`#tools [data-break=${kind}]`).click();
    await untilFound(page, step, [kind]);
    assert.ok((await page.locator('#tools [data-finding]').innerText()).startsWith(words));
  }
  assertClean(opened);
});

test('every kind that can be made is found', { timeout }, async (t) => {
  const opened = await open(t);
  const { page } = opened;
  await openDiagnosis(opened);
  const { breakages } = await page.evaluate(() => Inkling.explore('diagnose'));
  assert.equal(breakages.length, 11);
  for (const { kind, steps } of breakages) {
    await page.locator(`#tools [data-break=${kind}]`).click();
    await until(`${kind} named`, async () => (await kinds(page)).includes(kind), 60_000);
    const { step, phase } = await state(page);
    assert.ok(step === steps || phase === 'diverged', `${kind}: step ${step}, ${phase}`);
  }
  assertClean(opened);
});
