// The words of the field in course and tools: each opens to its meaning and to its formula, with the numbers of the moment.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertClean, axe, newPage, open, ready, setUp, siteAddress, state, tearDown, until, untilState, violations, visit } from './support.mjs';

before(setUp, { timeout: 60_000 });
after(tearDown, { timeout: 30_000 });
const timeout = 120_000;

const help = (page) => page.locator('#term');
const word = (page, text) => page.locator('dfn.help', { hasText: new RegExp(`^${text}$`, 'i') }).first();

for (const [language, locale, words] of [
  ['en', 'en-GB', { loss: 'loss', rate: 'learning rate', batch: 'batch', weight: 'weight', epoch: 'epoch', test: 'test part' }],
  ['zh', 'zh-CN', { loss: '损失', rate: '学习率', batch: '批', weight: '权重', epoch: '轮', test: '测试部分' }],
]) {
  test(`a word of a chapter opens to its formula with the numbers of the moment (${language})`, { timeout }, async (t) => {
    const opened = await newPage(t, { locale });
    const { page } = opened;
    await visit(page, `${siteAddress()}#1&hidden=16&steps=80&learning-rate=0.01&batch=50&fresh=on`);
    await ready(page);
    const now = await untilState(page, 'step 80', ({ step, phase, evaluating }) => step === 80 && phase === 'paused' && !evaluating);
    await page.evaluate(() => Inkling.showCourse('workflow'));
    const told = async (name) => {
      await word(page, words[name]).hover({ timeout: 20_000 });
      await help(page).waitFor();
      return (await help(page).innerText()).replaceAll('−', '-');
    };
    const number = (value) => String(Number(value.toPrecision(3)));
    const loss = await told('loss');
    assert.match(loss, /L = -ln p/);
    assert.ok(loss.includes(number(now.testLoss)) && loss.includes(number(now.trainLoss)), loss);
    assert.match(await told('rate'), /η = 0\.01$/);
    assert.match(await told('batch'), /50/);
    assert.match(await told('epoch'), /1,257 .*\/ 50 = 26 /);
    // 64 · 16 + 16 · 10 weights, from the least to the greatest.
    const weights = await page.evaluate(() => [1, 2].flatMap((layer) => Inkling.apiCall('parameters', layer).weights));
    const range = await told('weight');
    assert.ok(range.includes('1,184') && range.includes(number(Math.min(...weights))) && range.includes(number(Math.max(...weights))), range);
    // The same word is marked once, and what is pressed is no text.
    const marked = await page.locator('#course dfn.help').allInnerTexts();
    assert.equal(new Set(marked.map((text) => text.toLowerCase())).size, marked.length);
    assert.equal(await page.locator(':is(button, a, label, summary, code, h1, h2) dfn').count(), 0);

    // Numbers follow the session.
    await page.evaluate(() => inkling.set('learning-rate', '0.05'));
    await until('the new rate', async () => (await state(page)).learningRate === 0.05);
    await page.mouse.move(700, 300);
    await help(page).waitFor({ state: 'hidden' });
    assert.match(await told('rate'), /η = 0\.05$/);
    assertClean(opened);
  });
}

test('by keyboard a word is opened and closed, and the panel stays', { timeout }, async (t) => {
  const opened = await open(t);
  const { page } = opened;
  await untilState(page, 'an epoch', ({ epoch }) => epoch >= 1);
  await page.evaluate(() => inkling.pause());
  await page.evaluate(() => Inkling.showTools('reliability'));
  const temperature = word(page, 'temperature');
  await temperature.waitFor({ timeout: 60_000 });
  await until('the tool', async () => (await page.locator('#tools .body').getAttribute('aria-busy')) === null);
  await temperature.focus();
  await help(page).waitFor();
  assert.equal(await temperature.getAttribute('aria-describedby'), 'term');
  assert.match(await help(page).innerText(), /e\^\(z\/T\)/);
  await page.evaluate(axe);
  assert.deepEqual(await violations(page), []);
  await page.keyboard.press('Escape');
  await help(page).waitFor({ state: 'hidden' });
  assert.equal(await page.locator('#tools').count(), 1);
  await page.keyboard.press('Escape');
  await page.waitForSelector('#tools', { state: 'detached' });
  assertClean(opened);
});

test('on a phone a tap opens a word within the screen, and a tap elsewhere closes it', { timeout }, async (t) => {
  const opened = await newPage(t, { width: 360, height: 740, touch: true });
  const { page } = opened;
  await visit(page, `${siteAddress()}#1&chapter=neuron`);
  await ready(page);
  const bias = word(page, 'bias');
  await bias.waitFor({ timeout: 20_000 });
  await bias.scrollIntoViewIfNeeded();
  await bias.tap();
  await help(page).waitFor();
  const box = await help(page).boundingBox();
  assert.ok(box.x >= 8 && box.x + box.width <= 352 && box.y >= 0 && box.y + box.height <= 740, JSON.stringify(box));
  await page.locator('#course h1').tap();
  await help(page).waitFor({ state: 'hidden' });
  assertClean(opened);
});
