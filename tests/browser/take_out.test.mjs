// The network taken out of the page: each file gives the answers, or the report, that the page gives.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { assertClean, digits, frames, newPage, pause, predict, ready, savedBy, setUp, siteAddress, tearDown, until, untilState, visit } from './support.mjs';

before(setUp, { timeout: 60_000 });
after(tearDown, { timeout: 30_000 });
const timeout = 180_000;

const python = '/usr/bin/python3';
const hasModule = (name) => spawnSync(python, ['-c', `import ${name}`]).status === 0;

// A session of the page with the tool open, and a folder for what it saves.
async function takeOut(t, recipe, steps) {
  const folder = mkdtempSync(join(tmpdir(), 'inkling-take-out-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const opened = await newPage(t);
  const { page } = opened;
  await visit(page, `${siteAddress()}#1&${recipe}&steps=${steps}&fresh=on`);
  await ready(page);
  await untilState(page, `step ${steps}`, ({ step, phase, evaluating }) => step === steps && phase === 'paused' && !evaluating, 90_000);
  await page.evaluate(() => Inkling.showTools('takeout'));
  const save = async (format, name) => {
    const button = page.locator(`#tools [data-format=${format}]`);
    await button.waitFor({ timeout: 60_000 });
    const bytes = await savedBy(page, button, 60_000);  // the data set comes first
    await until('that it is told', async () => /saved/.test(await page.locator(`#tools [data-result=${format}]`).innerText()));
    const path = join(folder, name);
    writeFileSync(path, bytes);
    return path;
  };
  return { opened, page, save };
}

test('files for other programs give the answers and the report of the page', { timeout }, async (t) => {
  const { opened, page, save } = await takeOut(t, 'hidden=24,12&activation=tanh', 400);
  const { predict: theirs } = await import(pathToFileURL(await save('javascript', 'network.mjs')));
  for (const sample of [3, 5, 700, 1500]) {
    await page.evaluate((index) => inkling.sample(index), sample);
    await frames(page, 2);
    const { probabilities, prediction } = await predict(page);
    const { label, answers } = theirs(await page.evaluate(() => Inkling.apiCall('pixels').pixels));
    assert.equal(label, prediction);
    answers.forEach((share, k) => assert.ok(Math.abs(share - probabilities[k]) < 1e-5, `sample ${sample}, class ${k}`));
  }
  if (!hasModule('sklearn')) return t.diagnostic('SKIPPED: scikit-learn is not installed (Debian: python3-sklearn)');
  const report = await page.evaluate(() => inkling.report());
  for (const format of ['numpy', 'sklearn']) {
    const { stdout, stderr } = spawnSync(python, [await save(format, `network_${format}.py`)], { encoding: 'utf8', timeout: 60_000 });
    assert.equal(stderr, '');
    assert.equal(stdout.trimEnd(), report.trimEnd(), format);
  }
  // Their content is checked by tests/cli/export.test.mjs: ONNX names what goes in, PyTorch compiles.
  for (const [format, name] of [['pytorch', 'network_torch.py'], ['onnx', 'network.onnx']]) await save(format, name);
  return assertClean(opened);
});

for (const [recipe, steps] of [['hidden=32', 600], ['dataset=mnist&hidden=16', 200]]) {
  test(`the page that is taken out reads drawings as Inkling does (${recipe})`, { timeout }, async (t) => {
    const { page, save } = await takeOut(t, recipe, steps);
    const alone = await page.context().newPage();
    const problems = [];
    alone.on('pageerror', ({ message }) => problems.push(message));
    alone.on('console', (message) => { if (message.type() === 'error') problems.push(message.text()); });
    alone.on('request', (request) => { if (!request.url().startsWith('file:')) problems.push(request.url()); });
    await alone.goto(pathToFileURL(await save('html', 'network.html')).href);
    const box = await alone.locator('#pad').boundingBox();
    for (const [name, strokes] of Object.entries(digits)) {
      await alone.locator('#clear').click();
      assert.equal(await alone.locator('#verdict').innerText(), '–');
      for (const [[x, y], ...others] of strokes) {
        await alone.mouse.move(box.x + x * box.width, box.y + y * box.height);
        await alone.mouse.down();
        for (const [toX, toY] of others) await alone.mouse.move(box.x + toX * box.width, box.y + toY * box.height);
        await alone.mouse.up();
      }
      await page.evaluate((drawn) => inkling.draw(drawn), strokes);
      await frames(page, 2);
      await pause(100);
      const { prediction, probabilities } = await predict(page);
      assert.equal(await alone.locator('#verdict').innerText(), String(prediction), `the drawing of a ${name}`);
      const shares = (await alone.locator('.number').allInnerTexts()).map((text) => parseFloat(text) / 100);
      shares.forEach((share, k) => assert.ok(Math.abs(share - probabilities[k]) < 0.02, `a ${name}: ${share}, not ${probabilities[k]}, of ${k}`));
    }
    await alone.locator('#undo').click();
    assert.deepEqual(problems, []);
  });
}

test('of points there is no page with a pad, and the rest is offered', { timeout }, async (t) => {
  const { opened, page, save } = await takeOut(t, 'dataset=moons', 100);
  const { predict: theirs } = await import(pathToFileURL(await save('javascript', 'moons.mjs')));
  assert.equal(theirs([0, 0]).answers.length, 2);
  assert.equal(await page.locator('#tools [data-format=html]').count(), 0);
  assertClean(opened);
});

test('what a library cannot hold is told, and nothing is saved', { timeout }, async (t) => {
  const { opened, page } = await takeOut(t, 'hidden=16,8&activation=gelu', 40);
  await page.locator('#tools [data-format=sklearn]').click();
  await until('why', async () => /Not saved: .*no GELU activation/.test(await page.locator('#tools [data-result=sklearn]').innerText()));
  assertClean(opened);
});
