// Sharing by link: what one page makes, another opens, to the same weights.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { inflateRawSync } from 'node:zlib';
import {
  assertClean, click, digits, drawOnPad, engine, find, newPage, open, press, ready, savedBy, setUp, siteAddress, state, tearDown, until, untilState, untilWidget,
  visit, withoutGraph,
} from './support.mjs';
import { programs, runProgram } from '../cli/support.mjs';

before(setUp, { timeout: 60_000 });
after(tearDown, { timeout: 30_000 });
const timeout = 180_000;

async function openLink(t, fragment, options) {
  const opened = await newPage(t, options);
  await visit(opened.page, siteAddress() + fragment);
  await ready(opened.page);
  return opened;
}

// Trains a small network to a step, with a change of the learning rate on the way, and pauses there.
async function trainedTo(t, recipe, { changeAt, steps }) {
  const opened = await withoutGraph(await open(t));
  const { page } = opened;
  await page.evaluate(async ([text, first, last]) => {
    await inkling.load(text);
    await inkling.pause();
    await inkling.reset();
    await inkling.step(first);
    while ((await inkling.state()).step !== first) await new Promise((resume) => setTimeout(resume, 50));
    await inkling.set('learning-rate', '0.0003');
    await inkling.step(last - first);
  }, [recipe, changeAt, steps]);
  await untilState(page, 'the last step', ({ step, running }) => step === steps && !running);
  return opened;
}

test('a link leads another page to the same weights, changes on the way and drawing included', { timeout }, async (t) => {
  const sender = await trainedTo(t, 'hidden=16,8&seed=5', { changeAt: 60, steps: 150 });
  await sender.page.evaluate((strokes) => inkling.draw(strokes), digits[7]);
  const link = await until('a digest', async () => {
    const text = await sender.page.evaluate(() => inkling.link('ink,changes'));
    return text.includes('&digest=') && text;
  });
  assert.match(link, /^#1&/);
  assert.match(link, /&at=60:learning-rate=0\.0003(&|$)/);
  const sent = await state(sender.page);

  const receiver = await openLink(t, link);
  const { replay, digest, step, running } = await untilState(receiver.page, 'the end of the replay', (now) => now.replay && now.replay !== 'under-way');
  assert.deepEqual({ replay, digest, step, running }, { replay: 'exact', digest: sent.digest, step: 150, running: false });
  await untilWidget(receiver.page, 'link.outcome', ({ name }) => name === 'Reproduced exactly');
  assert.equal((await receiver.page.evaluate(() => inkling.predict())).prediction, (await sender.page.evaluate(() => inkling.predict())).prediction);

  // It stays until the reader goes on.
  await click(receiver, 'link.continue');
  await untilState(receiver.page, 'training again', (now) => now.step > 150 && now.replay === '');
  assertClean(sender);
  assertClean(receiver);
});

test('a digest that is not the one of this training is told', { timeout }, async (t) => {
  const opened = await openLink(t, '#1&hidden=8&steps=40&digest=0123456789abcdef');
  await untilState(opened.page, 'the end', ({ replay }) => replay === 'different');
  await untilWidget(opened.page, 'link.outcome', ({ name }) => name === 'Not the same weights');
  assertClean(opened);
});

test('the address follows the session, and Back leads to the link before', { timeout }, async (t) => {
  const opened = await openLink(t, '#1&hidden=8&steps=30');
  const { page } = opened;
  await untilState(page, 'the first link', ({ replay, step }) => replay === 'unchecked' && step === 30);
  const length = await page.evaluate(() => history.length);
  await page.evaluate(() => { location.hash = '#1&hidden=9&steps=20'; });
  await untilState(page, 'the second link', ({ replay, step, recipe }) => replay === 'unchecked' && step === 20 && recipe.includes('hidden=9'));
  await page.evaluate(() => inkling.step(5));
  await page.waitForFunction(() => /hidden=9&.*steps=25/.test(location.hash) || /hidden=9&steps=25/.test(location.hash));
  assert.equal(await page.evaluate(() => history.length), length + 1, 'following adds nothing to the history');
  await page.goBack();
  await untilState(page, 'the first link again', ({ replay, step, recipe }) => replay === 'unchecked' && step === 30 && recipe.includes('hidden=8'));
  assertClean(opened);
});

test('whatever stands in the address, the page opens and says what it left out', { timeout }, async (t) => {
  for (const [fragment, warning] of [
    ['#1&hidden=99999&__proto__=1&constructor=x&toString', /hidden/],
    ['#2&whatever', /version/],
    ['#<img src=x onerror=alert(1)>%00%ff&&&=', /link/],
    ['#1&weights=AAAA&steps=5', /weights/],
  ]) {
    const opened = await openLink(t, fragment);
    const { warnings, dataset } = await untilState(opened.page, 'a session', (now) => now.digest && now.warnings.length > 0);
    assert.match(warnings.join(' '), warning, fragment);
    assert.equal(dataset, 'digits');
    assert.equal(await opened.page.evaluate(() => document.querySelectorAll('img').length), 0);
    assertClean(opened);
  }
});

test('a link fetches nothing from elsewhere, brings in no markup, and can be paused', { timeout }, async (t) => {
  const opened = await newPage(t);
  const { page } = opened;
  const asked = [];
  page.on('request', (request) => asked.push(request.url()));
  const evil = 'https://evil.example/x.js';
  const address = siteAddress();
  await visit(page, `${address}#1&view=${evil}&chapter=${evil}&theme=${evil}&lang=<script src=${evil}></script>&hide="><img src=${evil}>`
    + `&dataset=${evil}&hidden=1024,1024,1024,1024,1024,1024&ink=${evil}&weights=${evil}&${evil}=${evil}`
    + '&__proto__=1&constructor=2&toString=3&hasOwnProperty=4&at=5:__proto__=1&steps=1000000000');
  await ready(page);
  // It trains towards a billion steps of the largest network, and stays usable: Stop is there, and stops it.
  await untilWidget(page, 'link.stop', ({ name }) => name === 'Stop');
  await untilState(page, 'training', ({ replay, step }) => replay === 'under-way' && step > 0);
  await click(opened, 'link.stop');
  const paused = await untilState(page, 'a pause', ({ running }) => !running);
  assert.equal((await state(page)).step, paused.step);
  assert.ok(paused.warnings.length >= 8 && paused.warnings.length <= 16, `${paused.warnings.length} warnings`);
  const strip = await find(page, 'link.outcome');
  assert.ok(strip.bounds[3] < 400, `the strip is ${strip.bounds[3]} px high`);

  assert.equal(await page.evaluate(() => document.querySelectorAll('img, iframe, script[src^="https"], [onerror], [src*=evil], [href*=evil]').length), 0);
  assert.deepEqual(await page.evaluate(() => [({}).view, Object.prototype.hasOwnProperty.call(Object.prototype, 'at'), typeof ({}).toString]),
    [undefined, false, 'function']);
  const origin = new URL(address).origin;
  assert.deepEqual(asked.filter((url) => !url.startsWith(origin) && !url.startsWith('blob:') && !url.startsWith('data:')), []);

  // The same through the share panel, which writes the link into the page as text.
  await page.evaluate(() => inkling.load('#1&hidden=8&steps=20&chapter=script&hide=a,b'));
  await untilState(page, 'the harmless rest', ({ replay }) => replay === 'unchecked');
  await click(opened, 'share.open');
  const panel = page.getByRole('dialog', { name: 'Share this session' });
  await panel.waitFor();
  await panel.getByRole('tab', { name: 'Embed' }).click();
  await panel.getByRole('textbox', { name: 'Embed code' }).waitFor();
  assert.equal(await page.evaluate(() => document.querySelectorAll('#share iframe').length), 0);
  assertClean(opened);
});

test('a file whose members have inherited names is read by its own alone', { timeout }, async (t) => {
  const opened = await withoutGraph(await open(t));
  const { page } = opened;
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.items.add(new File(['{"__proto__":{"inkling":1},"constructor":5,"toString":"x","hasOwnProperty":1,"inkling":1,"session":"#1&hidden=8&steps=10&toString=1"}'],
      'names.inkling.json'));
    dispatchEvent(new DragEvent('drop', { dataTransfer: data, cancelable: true }));
  });
  const { warnings } = await untilState(page, 'the session', ({ replay, step }) => replay === 'unchecked' && step === 10);
  assert.match(warnings.join(' '), /"toString" is nothing that a link can say/);
  assertClean(opened);
});

test('the share panel shows, copies and saves what leads back to the session', { timeout }, async (t) => {
  const opened = await trainedTo(t, 'hidden=16', { changeAt: 20, steps: 80 });
  const { page } = opened;
  if (engine === 'chromium') await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await drawOnPad(await withGraph(opened), digits[1]);
  await click(opened, 'share.open');
  const panel = page.getByRole('dialog', { name: 'Share this session' });
  await panel.waitFor();
  const shown = () => panel.getByRole('textbox', { name: 'The link' }).textContent();
  assert.match(await shown(), /#1&hidden=16&.*steps=80&at=20:learning-rate=0\.0003&digest=[0-9a-f]{16}&ink=/);

  // The code is drawn: as many dark modules as light ones, more or less, within a quiet margin.
  const dark = await until('the code', () => panel.locator('canvas.qr').evaluate((canvas) => {
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    let count = 0;
    for (let i = 0; i < data.length; i += 4) count += data[i] === 0 && data[i + 3] === 255;
    return canvas.width < 300 && count / (canvas.width * canvas.height);
  }));
  assert.ok(dark > 0.3 && dark < 0.6, `${dark} of the code is dark`);

  await panel.getByRole('button', { name: 'Copy link' }).click();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), await shown());
  // What the page shows goes along: the brush here, and what the reader switched.
  await page.keyboard.press('Escape');
  await click(opened, 'stage.edges.1');
  await click(opened, 'share.open');
  await until('a link with the view', async () => /&view=weights$/.test(await shown()));
  await panel.getByRole('checkbox', { name: 'What the page shows' }).uncheck();
  await until('a link without the view', async () => !(await shown()).includes('view='));
  await panel.getByRole('checkbox', { name: 'What the page shows' }).check();
  await panel.getByRole('checkbox', { name: 'My drawing' }).uncheck();
  await until('a link without the drawing', async () => !(await shown()).includes('ink='));
  await panel.getByRole('checkbox', { name: 'The weights themselves' }).check();
  const withWeights = await until('a link with weights', async () => (await shown()).includes('&weights=') && shown());

  await panel.getByRole('tab', { name: 'File' }).click();
  const saved = (name) => savedBy(page, panel.getByRole('button', { name }));
  const rows = (await saved('CSV')).toString().trim().split('\n');
  assert.match(rows[0], /^step,epoch,train_loss,test_loss/);
  assert.equal(Number(rows.at(-1).split(',')[0]) <= 80, true);
  const image = await saved('PNG');
  assert.deepEqual([...image.subarray(0, 4)], [0x89, 0x50, 0x4e, 0x47]);
  assert.ok(image.readUInt32BE(16) === 1920 && image.length > 10_000, `${image.length} bytes`);
  const file = await saved('Save file');
  assert.deepEqual(Object.keys(JSON.parse(file)), ['inkling', 'session']);
  await page.keyboard.press('Escape');
  await panel.waitFor({ state: 'detached' });

  // The link with weights, and the file, give the network at once: as it was, but for rounding.
  const before = await state(page);
  const receiver = await openLink(t, new URL(withWeights).hash);
  const restored = await untilState(receiver.page, 'the weights', ({ replay }) => replay === 'restored');
  assert.equal(restored.step, 80);
  assert.equal((await find(receiver.page, 'stage.edges.1')).value, (await find(page, 'stage.edges.1')).value);
  const accuracy = await untilState(receiver.page, 'an evaluation', ({ testAccuracy }) => testAccuracy !== null);
  assert.ok(Math.abs(accuracy.testAccuracy - before.testAccuracy) < 0.02, `${accuracy.testAccuracy} and ${before.testAccuracy}`);

  await page.evaluate((text) => {
    const data = new DataTransfer();
    data.items.add(new File([text], 'session.inkling.json', { type: 'application/json' }));
    dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
  }, file.toString());
  await untilState(page, 'the file', ({ replay, step }) => replay === 'restored' && step === 80);
  assertClean(opened);
  assertClean(receiver);
});

test('a browser that cannot compress shares the weights all the same', { timeout }, async (t) => {
  const opened = await newPage(t);
  await opened.page.addInitScript(() => { delete globalThis.CompressionStream; });
  await visit(opened.page, `${siteAddress()}#1&hidden=200,100&steps=40`);
  await ready(opened.page);
  await untilState(opened.page, 'the weights', ({ replay, step }) => replay === 'unchecked' && step === 40);
  const { packed, weights } = await opened.page.evaluate(async () => {
    const { bytes } = Inkling.apiCall('packed');
    return { packed: bytes, weights: await Inkling.deflated(bytes) };
  });
  assert.deepEqual(inflateRawSync(Buffer.from(weights, 'base64url')), Buffer.from(packed, 'base64url'));
  const large = Buffer.alloc(150_000, 7);   // three blocks
  const stored = await opened.page.evaluate((text) => Inkling.deflated(text), large.toString('base64url'));
  assert.equal(Buffer.from(stored, 'base64url').length, large.length + 3 * 5);
  assert.deepEqual(inflateRawSync(Buffer.from(stored, 'base64url')), large);

  // So long a link is not copied unawares.
  await click(opened, 'share.open');
  const panel = opened.page.getByRole('dialog', { name: 'Share this session' });
  await panel.getByRole('checkbox', { name: 'The weights themselves' }).check();
  await panel.getByText(/^\d\d,\d\d\d characters: many programs cut links this long. Send the file instead.$/).waitFor();

  const receiver = await openLink(t, `#1&hidden=200,100&steps=40&weights=${weights}`);
  const restored = await untilState(receiver.page, 'the weights', ({ replay }) => replay === 'restored');
  assert.equal(restored.step, 40);
  assertClean(opened);
  assertClean(receiver);
});

async function withGraph(opened) {
  await opened.page.evaluate(() => document.querySelector('#mirror [data-id="stage.tabs.0"]').click());
  await untilWidget(opened.page, 'pad');
  return opened;
}

test('a file that is no session is refused in words', { timeout }, async (t) => {
  const opened = await withoutGraph(await open(t));
  const { page } = opened;
  for (const text of ['no json', '[]', 'null', '{"__proto__":{"session":"#1","inkling":1}}', '{"inkling":1,"session":7}']) {
    await page.evaluate((content) => {
      const data = new DataTransfer();
      data.items.add(new File([content], 'broken.json'));
      dispatchEvent(new DragEvent('drop', { dataTransfer: data, cancelable: true }));
    }, text);
    const toast = await untilWidget(page, 'toast', ({ name }) => name.includes('broken.json'));
    assert.match(toast.name, /not a session file/);
  }
  assertClean(opened);
});

test('on a phone the panel opens from the menu and fits the screen', { timeout }, async (t) => {
  const opened = await open(t, { width: 360, height: 740, touch: true, ratio: 2 });
  const { page } = opened;
  await click(opened, 'view.menu');
  await click(opened, 'share.open');
  const panel = page.getByRole('dialog', { name: 'Share this session' });
  await panel.waitFor();
  const box = await panel.boundingBox();
  assert.ok(box.x >= 0 && box.x + box.width <= 360 && box.y >= 0 && box.y + box.height <= 740, JSON.stringify(box));
  assert.equal(await panel.evaluate((element) => element.scrollWidth > element.clientWidth), false);
  const button = await panel.getByRole('button', { name: 'Copy link' }).boundingBox();
  if (opened.touch) assert.ok(button.height >= 44, `${button.height} px high`);
  await press(opened, 10, 2);
  await panel.waitFor({ state: 'detached' });
  assert.ok(await find(page, 'place.draw'));
  assertClean(opened);
});

test("a line of a sweep's plan trains in the page to what the command line came to, and so does its result", { timeout, skip: programs.length === 0 && 'the command line program is not built' }, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'inkling-plan-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const plan = join(folder, 'plan.txt');
  const sweep = (...args) => assert.equal(runProgram(programs[0], ['sweep', ...args]).status, 0);
  sweep('--plan', plan, '--dataset', 'moons', '--x', 'learning-rate=0.02,0.05', '--y', 'hidden=3/4,3', '--epochs', '12');
  sweep(plan, '--cell', '4', '--results', folder);
  const { planned, session, digest } = JSON.parse(readFileSync(join(folder, '4.json'), 'utf8'));
  assert.equal(readFileSync(plan, 'utf8').split('\n')[3], planned);

  const trained = await openLink(t, planned);
  const end = await untilState(trained.page, 'the end of the session', ({ epoch, running, digest: now }) => epoch >= 12 && !running && now);
  assert.deepEqual([end.epoch, end.digest, end.warnings], [12, digest, []]);
  assertClean(trained);

  const again = await openLink(t, session);
  const { replay } = await untilState(again.page, 'the end of the replay', (now) => now.replay && now.replay !== 'under-way');
  assert.equal(replay, 'exact');
  assertClean(again);
});
