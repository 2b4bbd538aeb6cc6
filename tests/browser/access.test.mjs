// For everyone: no violation that axe-core knows, a whole session through the browser's accessibility tree alone, tables that are
// tables, words for curves.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axe, inChromium, newPage, open, pause, ready, setUp, siteAddress, state, tearDown, until, untilState, untilWidget, violations, visit } from './support.mjs';

const timeout = 180_000;
before(setUp);
after(tearDown);

for (const [what, options, prepare] of [
  ['the page', {}, async () => {}],
  ['a phone', { width: 360, height: 740, touch: true, ratio: 2 }, async () => {}],
  ['a chapter', {}, (page) => page.evaluate(() => Inkling.showCourse('neuron')).then(() => page.waitForSelector('#course h1'))],
  ['an open list', {}, (page) => page.locator('#mirror [data-id="recipe.optimizer"]').focus().then(() => page.keyboard.press('Enter'))
    .then(() => page.waitForSelector('#mirror [role=listbox]', { state: 'attached' }))],
  ['the hardest images', {}, (page) => page.evaluate(() => Inkling.showTools('mistakes')).then(() => page.waitForSelector('#tools .grid button'))],
  ['the share panel', {}, (page) => page.evaluate(() => Inkling.showShare(200, 40, 700)).then(() => page.waitForSelector('#share .text'))],
]) {
  test(`axe-core finds nothing wrong with ${what}`, { timeout }, async (t) => {
    const { page } = await open(t, options);
    await untilState(page, 'training', ({ step }) => step > 0);
    await page.evaluate(() => inkling.pause());
    await prepare(page);
    await pause(600);
    assert.deepEqual(await violations(page), []);
  });
}

for (const address of ['tutorial.html', 'tutorial-zh.html', 'reader.html']) {
  test(`axe-core finds nothing wrong with ${address}`, { timeout }, async (t) => {
    const { page } = await newPage(t);
    await visit(page, siteAddress() + address);
    await page.waitForLoadState('domcontentloaded');
    await page.waitForSelector('iframe', { state: 'attached' });
    await page.evaluate(axe);
    const found = await page.evaluate(() => axe.run(document, { iframes: false }));
    assert.deepEqual(found.violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 200)}`), []);
  });
}

// --- The accessibility tree, and nothing else ---------------------------------------------------------------------

async function reader(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('Accessibility.enable');
  const nodes = async () => (await session.send('Accessibility.getFullAXTree')).nodes
    .filter(({ ignored }) => !ignored)
    .map((node) => ({
      id: node.backendDOMNodeId, role: node.role?.value, name: node.name?.value ?? '', description: node.description?.value ?? '', value: node.value?.value,
      properties: Object.fromEntries((node.properties ?? []).map(({ name, value }) => [name, value.value])),
    }));
  const get = (role, name) => until(`${role} “${name}”`, async () => (await nodes()).find((node) => node.role === role && (name instanceof RegExp ? name.test(node.name) : node.name === name)));
  // As assistive technology does it: the focus goes there, and its key is pressed.
  const act = async (role, name, key) => {
    const node = await get(role, name);
    await session.send('DOM.focus', { backendNodeId: node.id });
    await page.keyboard.press(key);
  };
  return { nodes, get, act };
}

test('a whole session is worked through the accessibility tree: data, layer, training, report', { timeout, ...inChromium('its accessibility tree by its protocol') }, async (t) => {
  const { page } = await newPage(t);
  await visit(page);
  await ready(page);
  const { nodes, get, act } = await reader(page);
  // Data.
  await act('combobox', /^Data/, 'Enter');
  await act('option', /Spiral/, 'Enter');
  await untilState(page, 'the spiral', ({ dataset }) => dataset === 'spiral');
  await act('combobox', /^Data/, 'Enter');
  await act('option', /digits 8/i, 'Enter');
  await untilState(page, 'the digits', ({ dataset }) => dataset === 'digits');
  // A layer.
  await act('spinbutton', 'Hidden 1', 'ArrowUp');
  const { recipe } = await untilState(page, 'one neuron more', (now) => /hidden=\d+/.test(now.recipe));
  assert.doesNotMatch(recipe, /hidden=64\b/);
  // Training.
  if ((await state(page)).running === false) await act('button', 'Train', 'Enter');
  await untilState(page, 'accuracy', ({ testAccuracy }) => testAccuracy > 0.9, 60_000);
  await act('button', 'Pause', 'Enter');
  await untilState(page, 'pause, and the figures of the weights at rest', ({ phase, evaluating }) => phase === 'paused' && !evaluating);
  // The report, as the table that it is, and what the curves say in words.
  await get('columnheader', 'precision');
  await get('rowheader', '3');
  const cells = (await nodes()).filter(({ role }) => role === 'cell' || role === 'gridcell');
  assert.ok(cells.length >= 40, `${cells.length} cells`);
  const text = await page.evaluate(() => inkling.report());
  const three = text.split('\n').find((line) => /^\s+3\s/.test(line)).trim().split(/\s+/);
  // Tables follow in batches.
  const rows = () => page.evaluate(() => [...document.querySelectorAll('#mirror table.report tr')].map((row) => [...row.children].map((cell) => cell.textContent)));
  await until(`the row ${three}`, async () => String((await rows()).find(([name]) => name === '3')) === String(three));
  await until('the curves in words', async () => {
    const { description } = await get('image', /^Learning curves/);
    return /fell from [\d.]+ to [\d.]+/.test(description);
  });
});

test('the confusion matrix is a table, with its sums as the report has them', { timeout }, async (t) => {
  const { page } = await open(t);
  await untilState(page, 'training', ({ testAccuracy }) => testAccuracy > 0.8, 60_000);
  await page.evaluate(() => inkling.pause());
  await pause(800);
  const table = await page.evaluate(() => [...document.querySelectorAll('#mirror table.confusion tr')].map((row) => [...row.children].map((cell) => cell.textContent)));
  assert.equal(table.length, 11);
  const support = (await page.evaluate(() => inkling.report())).split('\n').filter((line) => /^\s+\d\s/.test(line)).map((line) => Number(line.trim().split(/\s+/).at(-1)));
  assert.deepEqual(table.slice(1).map((row) => row.slice(1).reduce((sum, cell) => sum + Number(cell || 0), 0)), support);
});

test('each table stands in reading order by its panel, and a change of the page moves no focus', { timeout }, async (t) => {
  const { page } = await open(t);
  await page.waitForSelector('#mirror table.report');
  const before = (name) => page.evaluate((wanted) => document.querySelector(`#mirror table.${wanted}`)?.nextElementSibling?.dataset.id ?? '', name);
  assert.equal(await before('confusion'), 'confusion');
  assert.match(await before('report'), /^report\./);
  // What is drawn after the tables keeps its place, and so the focus, while the page is written anew ten times a second.
  await page.evaluate(() => {
    const element = document.querySelector('#mirror [data-id="view.theme"]');
    globalThis.left = 0;
    element.focus();
    element.addEventListener('focusout', () => { globalThis.left++; });
  });
  const { step } = await state(page);
  await untilState(page, 'more steps', (now) => now.step > step + 200);
  assert.equal(await page.evaluate(() => globalThis.left), 0);
});

test('the pad can be drawn on with keys', { timeout }, async (t) => {
  const { page } = await open(t);
  await untilWidget(page, 'pad');
  await until('the pad in the mirror', () => page.evaluate(() => {
    document.querySelector('#mirror [data-id="pad"]')?.focus();
    return document.activeElement.dataset?.id === 'pad';
  }));
  for (let i = 0; i < 6; i++) await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Space');
  for (let i = 0; i < 12; i++) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await until('a one', async () => (await page.evaluate(() => inkling.predict())).prediction >= 0);
  assert.match(await page.evaluate(() => document.getElementById('live').textContent), /[Pp]en/);
});

test('training is told politely and seldom', { timeout }, async (t) => {
  const { page } = await open(t);
  const said = await page.evaluate(() => new Promise((resolve) => {
    const heard = [];
    new MutationObserver(() => heard.push(document.getElementById('live').textContent)).observe(document.getElementById('live'), { childList: true, characterData: true, subtree: true });
    setTimeout(() => resolve(heard), 14_000);
  }));
  assert.equal(await page.evaluate(() => document.getElementById('live').getAttribute('aria-live')), 'polite');
  const told = said.filter((text) => /epoch/i.test(text));
  assert.ok(told.length >= 1 && told.length <= 4, JSON.stringify(said));
});
