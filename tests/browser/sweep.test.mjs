// A sweep in the page, by real clicks and keys; what it comes to is what the command line comes to from the same plan, bit by bit.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { assertClean, buildFolder, open, setUp, state, tearDown, untilState } from './support.mjs';

before(setUp, { timeout: 60_000 });
after(tearDown, { timeout: 30_000 });

const timeout = 120_000;
const program = process.env.INKLING_BIN ?? join(buildFolder, 'native/inkling');

async function withTool(t, options = {}) {
  const opened = await open(t, options);
  await opened.page.evaluate(async () => {
    await inkling.pause();
    await Inkling.script('tools.js');
    await Inkling.openTools('sweep');
  });
  await opened.page.locator('#tools .axis').first().waitFor();
  await untilState(opened.page, 'rest', ({ phase, evaluating }) => phase === 'paused' && !evaluating);
  return opened;
}

// The fields from above: columns, rows, seeds, epochs.
async function fillIn(page, { x, y, seeds, epochs }) {
  for (const [place, [name, values]] of [x, y].entries()) {
    await page.locator('#tools .axis select').nth(place).selectOption(name);
    if (name) await page.locator('#tools .axis input').nth(place).fill(values);
  }
  await page.locator('#tools .fields input').nth(0).fill(String(seeds));
  await page.locator('#tools .fields input').nth(1).fill(String(epochs));
}

const start = (page) => page.locator('#tools .body button.main').click();
const untilDone = (page) => page.waitForFunction(() => document.querySelector('#tools table.heat') && !document.querySelector('#tools progress'), undefined, { timeout: 60_000 });
const small = { x: ['learning-rate', '0.01, 0.1'], y: ['hidden', '8 / 8,4'], seeds: 2, epochs: 2 };

async function saved(page, label) {
  const coming = page.waitForEvent('download');
  await page.locator('#tools [data-result="files"] button', { hasText: label }).click();
  return readFile(await (await coming).path(), 'utf8');
}

// Rows of a CSV file by the names of its columns; a value in quotes may have commas.
function rowsOf(csv) {
  const [names, ...rows] = csv.trim().split('\r\n').map((line) => [...line.matchAll(/(?:^|,)(?:"([^"]*)"|([^",]*))/g)].map(([, quoted, plain]) => quoted ?? plain));
  return rows.map((row) => Object.fromEntries(row.map((value, i) => [names[i], value])));
}

test('a sweep comes to what the command line comes to, cell by cell', { timeout }, async (t) => {
  const opened = await withTool(t);
  const { page } = opened;
  const before = await state(page);
  await fillIn(page, small);
  assert.match(await page.locator('#tools [data-result="sum"]').innerText(), /^4 cells × 2 seeds = 8 sessions of 2 epochs/);
  await start(page);
  await untilDone(page);
  assert.match(await page.locator('#tools [data-result="status"]').innerText(), /^8 of 8 /);
  assert.equal((await state(page)).digest, before.digest, 'the session of the page is as it was');

  const folder = await mkdtemp(join(tmpdir(), 'inkling-sweep-'));
  t.after(() => rm(folder, { recursive: true }));
  const run = async (...args) => (await promisify(execFile)(program, ['sweep', ...args], { cwd: folder })).stdout;
  await writeFile(join(folder, 'plan.txt'), await saved(page, 'Plan'));
  await run('plan.txt', '--cell', '1-8', '--results', 'results');
  const json = await run('plan.txt', '--collect', 'results', '--csv', 'theirs.csv', '--json');
  const told = JSON.parse(json);
  const ours = await saved(page, 'CSV'), theirs = await readFile(join(folder, 'theirs.csv'), 'utf8');
  assert.equal(ours.split('\r\n')[0], theirs.split('\r\n')[0]);
  const withoutTime = (rows) => rows.map(({ seconds, ...others }) => others);
  assert.equal(rowsOf(ours).length, 8);
  assert.equal(new Set(rowsOf(ours).map(({ digest }) => digest)).size, 8);
  assert.deepEqual(withoutTime(rowsOf(ours)), withoutTime(rowsOf(theirs)));
  // The picture differs in nothing, since no time is in it; and the table shows the means.
  await run('plan.txt', '--collect', 'results', '--map', 'map.svg');
  assert.equal(await saved(page, 'Picture'), await readFile(join(folder, 'map.svg'), 'utf8'));
  const shown = await page.locator('#tools table.heat strong').allInnerTexts();
  assert.deepEqual(shown, told.cells.map(({ accuracy }) => (100 * accuracy.mean).toFixed(1)));

  // A session of a cell opens, trains to where it was, and is the same.
  await page.locator('#tools [data-cell="2"]').click();
  const link = page.locator('#tools [data-result="runs"] a').nth(1);
  const digest = await link.getAttribute('data-session');
  assert.equal(digest, told.runs.find(({ row, column, seed }) => row === 1 && column === 0 && seed === 1).digest);
  await link.click();
  await untilState(page, 'the session of the cell', (now) => now.digest === digest && now.replay === 'exact', 60_000);

  // Its result opens in the page, and so does its plan.
  const other = await withTool(t);
  const choose = (name, text) => other.page.locator('#tools input[type=file]').setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) });
  await choose('result.json', json);
  await other.page.locator('#tools table.heat').waitFor();
  assert.deepEqual(await other.page.locator('#tools table.heat strong').allInnerTexts(), shown);
  await choose('plan.txt', await readFile(join(folder, 'plan.txt'), 'utf8'));
  await other.page.locator('#tools button', { hasText: 'Go on' }).click();
  await untilDone(other.page);
  assert.deepEqual(await other.page.locator('#tools table.heat strong').allInnerTexts(), shown);
  for (const wrong of ['{"inkling_sweep":1}', JSON.stringify({ ...told, columns: 3 }), JSON.stringify({ ...told, rows: [['<b>']] }), 'no plan\n']) {
    await choose('wrong.json', wrong);
    await other.page.waitForFunction(() => document.querySelector('#tools .wrong').textContent.startsWith('wrong.json: '));
    assert.deepEqual(await other.page.locator('#tools table.heat strong').allInnerTexts(), shown);
    await choose('result.json', json);
    await other.page.waitForFunction(() => document.querySelector('#tools .wrong').textContent === '');
  }
  assertClean(opened);
  assertClean(other);
});

test('the grid is a table whose cells the arrow keys reach', { timeout }, async (t) => {
  const opened = await withTool(t, { locale: 'zh-CN' });
  const { page } = opened;
  await fillIn(page, { ...small, seeds: 1, epochs: 1 });
  await start(page);
  await untilDone(page);
  const table = page.getByRole('table', { name: /测试准确率/ });
  assert.deepEqual(await table.getByRole('columnheader').allInnerTexts(), ['学习率', '隐藏层', '0.01', '0.1']);
  assert.deepEqual(await table.getByRole('rowheader').allInnerTexts(), ['8', '8,4']);
  await page.locator('#tools [data-cell="0"]').focus();
  for (const [key, cell] of [['ArrowRight', 1], ['ArrowRight', 1], ['ArrowDown', 3], ['ArrowLeft', 2], ['ArrowUp', 0], ['ArrowLeft', 0], ['ArrowDown', 2]]) {
    await page.keyboard.press(key);
    assert.equal(await page.evaluate(() => document.activeElement.dataset.cell), String(cell), key);
  }
  await page.keyboard.press('Enter');
  assert.equal(await page.locator('#tools [data-cell="2"]').getAttribute('aria-pressed'), 'true');
  assert.match(await page.locator('#tools [data-cell="2"]').getAttribute('aria-label'), /^学习率 0\.01，隐藏层 8,4：[\d.]+，完成 1 \/ 1$/);
  assert.equal(await page.locator('#tools [data-result="runs"] a').count(), 1);
  assertClean(opened);
});

test('it stops when asked, goes on with what is missing, and says what cannot be', { timeout }, async (t) => {
  const opened = await withTool(t);
  const { page } = opened;
  await fillIn(page, { x: ['learning-rate', '0.01, 0.02, 0.03'], y: ['', ''], seeds: 4, epochs: 400 });
  await start(page);
  await page.waitForFunction(() => /^[1-9]\d* of 12/.test(document.querySelector('#tools [data-result="status"]')?.textContent ?? ''), undefined, { timeout: 60_000 });
  await page.locator('#tools button', { hasText: 'Stop' }).click();
  const goOn = page.locator('#tools button', { hasText: 'Go on' });
  await goOn.waitFor();
  const done = Number((await page.locator('#tools [data-result="status"]').innerText()).match(/^\d+/)[0]);
  assert.ok(done > 0 && done < 12, `${done} done`);
  await goOn.click();
  await untilDone(page);
  assert.match(await page.locator('#tools [data-result="status"]').innerText(), /^12 of 12 /);

  await fillIn(page, { x: ['learning-rate', '0.01, 7000'], y: ['', ''], seeds: 1, epochs: 1 });
  await start(page);
  await page.waitForFunction(() => document.querySelector('#tools .wrong').textContent.includes('7000'));
  assertClean(opened);
});
