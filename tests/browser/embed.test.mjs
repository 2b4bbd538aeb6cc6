// Inkling inside somebody's page: another origin, sandboxed, by the custom element and by bare frames and messages.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { listen } from '../../cmake/serve.mjs';
import { buildFolder, centre, find, inChromium, newPage, pause, ready, rendererMemory, setUp, site, siteAddress, still, tearDown, until, untilState, untilWidget, visit, widgets } from './support.mjs';
import { writeFileSync } from 'node:fs';

const timeout = 180_000;
before(setUp);
after(tearDown);

// A page of another origin, with the embed module beside it as an author would have it from npm.
async function host(t, body, options = {}) {
  const server = createServer((request, response) => {
    if (request.url === '/inkling-playground.js') {
      response.writeHead(200, { 'Content-Type': 'text/javascript' });
      return response.end(readFileSync(join(site, 'inkling-playground.js')));
    }
    if (request.url !== '/') return response.writeHead(204).end();  // its icon
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' });
    return response.end(`<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>A tutorial</title><script type="module" src="/inkling-playground.js"></script>${body}`);
  });
  t.after(() => {
    server.closeAllConnections?.();
    server.close();
  });
  const port = await listen(server, 21000 + process.pid % 400);
  const opened = await newPage(t, { width: 900, height: 800, scheme: 'light', ...options });
  opened.problems.splice(0);
  opened.address = `http://localhost:${port}/`;
  await visit(opened.page, opened.address);
  await opened.page.waitForLoadState('domcontentloaded');
  return opened;
}

const frameOf = (opened, part = '') => until(`a frame with ${part}`, () => opened.page.frames().find((frame) => frame.url().startsWith(siteAddress()) && frame.url().includes(part)));
const clean = (opened) => assert.deepEqual(opened.problems.filter((problem) => !problem.startsWith(`request: ${opened.address}`)), []);

test('the element works across origins: ready, methods, events that say who, and its height', { timeout }, async (t) => {
  const opened = await host(t, `<inkling-playground id="p" src="${siteAddress()}" recipe="hidden=8&seed=3" autoplay="off" show="curves,learning-rate"></inkling-playground>
    <script>window.heard = []; p.addEventListener('state', ({ detail }) => heard.push([detail.by, detail.recipe]));</script>`);
  const { page } = opened;
  const result = await page.evaluate(async () => {
    await p.ready;
    await p.step(30);
    await p.set('learning-rate', 0.01);
    const wrong = await p.set('learning-rate', 'a lot').catch((error) => error.message);
    return { state: await p.state(), wrong, link: await p.sessionLink(), height: p.style.height };
  });
  assert.match(result.state.recipe, /hidden=8/);
  assert.match(result.wrong, /learning-rate|Learning rate/);
  assert.match(result.link, /^#1&.*show=curves,learning-rate/);
  assert.equal(result.height, '316px');
  await until('a change of the host', () => page.evaluate(() => heard.some(([by, recipe]) => by === 'host' && recipe.includes('learning-rate=0.01'))));
  const frame = await frameOf(opened);
  // Beside those that it took by itself until the command came.
  await untilState(frame, 'thirty steps', ({ step, phase }) => step >= 30 && step < 60 && phase === 'paused');
  // By a press on it first: no frame may take the focus by itself.
  const { x, y } = await page.locator('#p iframe').boundingBox();
  const [left, top] = centre(await untilWidget(frame, 'recipe.learning-rate'));
  await page.mouse.click(x + left, y + top);
  await frame.evaluate(() => document.querySelector('#mirror [data-id="recipe.learning-rate"]').focus());
  await page.keyboard.press('ArrowRight');
  await until('a change of the reader', () => page.evaluate(() => heard.at(-1)?.[0] === 'reader'));

  // A drawing changes nothing of the session, and a command that is refused nothing at all: the reader's next change is the reader's.
  await page.evaluate(async () => {
    await p.draw([[[0.5, 0.2], [0.5, 0.8]]]);
    await p.set('batch', 'many').catch(() => {});
    heard.length = 0;
  });
  await page.keyboard.press('ArrowRight');
  await until('a change of the reader again', () => page.evaluate(() => heard.some(([by]) => by === 'reader')));
  assert.equal(await page.evaluate(() => heard.some(([by]) => by === 'host')), false);
  // What waits for data is the doing of who asked for them.
  await page.evaluate(() => { heard.length = 0; return p.set('dataset', 'fashion'); });
  await until('the data', () => page.evaluate(() => heard.some(([, recipe]) => recipe.includes('dataset=fashion'))), 60_000);
  await until('the host', () => page.evaluate(() => heard.some(([by]) => by === 'host')));
  assert.equal(await page.evaluate(() => heard.some(([by]) => by === 'reader')), false);
  clean(opened);
});

test('frames of one session tell of each other who changed it', { timeout }, async (t) => {
  const part = (id, show) => `<inkling-playground id="${id}" src="${siteAddress()}" recipe="hidden=8&autoplay=off" session="one" show="${show}"></inkling-playground>`;
  const opened = await host(t, `${part('a', 'pad')}${part('b', 'curves,learning-rate')}
    <script>window.heard = []; a.addEventListener('state', ({ detail }) => heard.push([detail.by, detail.recipe]));</script>`, { height: 1000 });
  const { page } = opened;
  const heard = (by, recipe) => until(`${by} in the other frame`, () => page.evaluate(([who, what]) => heard.some(([one, text]) => one === who && text.includes(what)), [by, recipe]));
  await page.evaluate(() => Promise.all([a.ready, b.ready]));
  await page.evaluate(() => { heard.length = 0; return b.set('batch', 16); });
  await heard('host', 'batch=16');
  assert.equal(await page.evaluate(() => heard.some(([by]) => by === 'reader')), false);
  const frame = await frameOf(opened, 'show=curves');
  const { x, y } = await page.locator('#b iframe').boundingBox();
  const [left, top] = centre(await untilWidget(frame, 'recipe.learning-rate'));
  await page.evaluate(() => { heard.length = 0; });
  await page.mouse.click(x + left, y + top);
  await until('the reader in the other frame', () => page.evaluate(() => heard.some(([by]) => by === 'reader')));
  assert.equal(await page.evaluate(() => heard.some(([by]) => by === 'host')), false);
  clean(opened);
});

test('an earlier epoch of an embed is looked at and continued from, by its host and by its reader', { timeout }, async (t) => {
  const opened = await host(t, `<inkling-playground id="p" src="${siteAddress()}" recipe="hidden=8&seed=3" autoplay="off" show="curves,learning-rate" style="width: 600px"></inkling-playground>`);
  const { page } = opened;
  await page.evaluate(() => p.ready);
  const frame = await frameOf(opened);
  for (let epoch = 1; epoch <= 3; ++epoch) {
    await page.evaluate(() => p.epoch());
    await untilState(frame, `epoch ${epoch}`, (now) => now.epoch === epoch && now.phase === 'paused' && !now.evaluating && now.keptEvery === 1);
  }
  const now = await page.evaluate(() => p.state());
  await page.evaluate(() => p.look(1));
  const then = await untilState(frame, 'epoch 1', ({ past, epoch }) => past && epoch === 1);
  assert.equal(then.presentEpoch, 3);
  assert.match(await page.evaluate(() => p.set('learning-rate', 0.01).catch(({ message }) => message)), /continue from there first/);
  for (const wrong of [-1, 1.5, 'one', null]) assert.match(await page.evaluate((epoch) => p.look(epoch).catch(({ message }) => message), wrong), /whole number/);
  for (const wrong of [0, 0.5, -2e9]) assert.match(await page.evaluate((count) => p.step(count).catch(({ message }) => message), wrong), /whole number/);
  await page.evaluate(() => p.look());
  assert.equal((await untilState(frame, 'the present', ({ past }) => !past)).digest, now.digest);

  // The reader finds the ways on in the place of the bar.
  await page.evaluate(() => p.look(2));
  const status = await untilWidget(frame, 'past.status');
  assert.equal(status.name, 'Looking at epoch 2 of 3');
  const { x, y } = await page.locator('#p iframe').boundingBox();
  const [left, top] = centre(await still(frame, 'past.continue'));
  await page.mouse.click(x + left, y + top);
  const branch = await untilState(frame, 'the branch', ({ past, epoch, run }) => !past && epoch === 2 && run !== now.run);
  await page.evaluate(() => p.step(-5));
  await untilState(frame, 'five steps back', ({ step, phase }) => step === branch.step - 5 && phase === 'paused');
  await page.evaluate(() => p.step(5));
  await untilState(frame, 'the same again', ({ step, digest }) => step === branch.step && digest === branch.digest);
  clean(opened);
});

test('a link shows parts alone, leaves out controls and locks them, and never a figure', { timeout }, async (t) => {
  const opened = await newPage(t, { width: 1440, height: 900 });
  const { page } = opened;
  const has = async (id) => Boolean(await find(page, id));
  await visit(page, `${siteAddress()}#1&hide=learning-rate,data,run&lock=batch`);
  await ready(page);
  await untilWidget(page, 'recipe.batch', (node) => node.disabled);
  assert.equal(await has('recipe.learning-rate'), false);
  assert.equal(await has('run.play'), false);
  assert.equal(await has('recipe.dataset'), false);
  for (const figure of ['status.epoch', 'status.accuracy', 'status.step']) assert.equal(await has(figure), true, figure);
  await page.evaluate(() => document.querySelector('#mirror [data-id="recipe.batch"]').focus());
  await page.keyboard.press('ArrowRight');
  assert.equal((await page.evaluate(() => inkling.state())).recipe.includes('batch'), false);

  for (const [show, there, gone] of [
    ['pad', ['pad', 'answer.0'], ['run.play', 'curves.axes', 'stage.tabs.0']],
    ['curves,hidden', ['run.play', 'network.hidden.1', 'status.epoch'], ['pad', 'share.open']],
    ['network', ['stage.image'], ['pad', 'run.play']],
    ['report', [], ['pad', 'stage.image']]]) {
    await page.evaluate((value) => inkling.view('show', value), show);
    await page.evaluate(() => inkling.view('hide', ''));
    for (const id of there) await untilWidget(page, id);
    for (const id of gone) await until(`no ${id} with show=${show}`, async () => !(await has(id)));
  }
});

test('frames that show one session train it once, whoever comes first', { timeout }, async (t) => {
  const frame = (show) => `<iframe sandbox="allow-scripts" style="width:640px;height:360px" src="${siteAddress()}#1&hidden=16&show=${show}&session=lesson"></iframe>`;
  const opened = await host(t, frame('pad') + frame('curves,learning-rate'), { height: 1000 });
  const pad = await frameOf(opened, 'show=pad'), curves = await frameOf(opened, 'show=curves');
  await ready(pad);
  await ready(curves);
  await until('one trainer', async () => (await Promise.all([pad, curves].map((one) => one.evaluate(() => Inkling.trainerIsGuest())))).join() === 'false,true');
  // What is changed in one frame is what the other trains, too.
  await curves.evaluate(() => inkling.pause());
  await untilState(pad, 'paused', ({ phase }) => phase === 'paused');
  await curves.evaluate(() => inkling.set('learning-rate', 0.02));
  await untilState(pad, 'the new rate', ({ recipe }) => recipe.includes('learning-rate=0.02'));
  await pad.evaluate(() => inkling.set('hidden', '24'));
  await untilState(curves, 'the new layer', ({ recipe }) => recipe.includes('hidden=24'));
  await curves.evaluate(() => inkling.step(5));
  await until('the same weights in both', async () => {
    const [a, b] = await Promise.all([pad, curves].map((one) => one.evaluate(() => inkling.state())));
    return a.step === 5 && a.digest === b.digest && a.digest !== '';
  });
  // And what is drawn in one is seen in the other.
  await pad.evaluate(() => inkling.draw([[[0.5, 0.15], [0.5, 0.85]]]));
  await until('the drawing', async () => (await curves.evaluate(() => inkling.predict())).prediction >= 0);
  clean(opened);
});

test('a frame that still waits for its session keeps the address that says what it shows', { timeout }, async (t) => {
  const frame = (show) => `<iframe style="width:640px;height:360px" src="${siteAddress()}#1&hidden=8&show=${show}&session=slow"></iframe>`;
  const opened = await host(t, '<div id="here"></div>', { height: 1000 });
  const { page } = opened;
  // Longer than the address takes to be written once training goes on.
  await page.addInitScript(() => {
    const timer = setInterval(() => {
      const known = globalThis.Inkling?.sessionKnown;
      if (!known) return;
      clearInterval(timer);
      Inkling.sessionKnown = () => known().then(() => new Promise((resume) => setTimeout(resume, 3000)));
    });
  });
  await page.evaluate((html) => { here.innerHTML = html; }, frame('pad') + frame('curves'));
  for (const part of ['pad', 'curves']) {
    const one = await frameOf(opened, `show=${part}`);
    await ready(one);
    await untilState(one, 'training', ({ step }) => step > 0);
    assert.match(await one.evaluate(() => location.hash), new RegExp(`show=${part}`));
    assert.equal(await one.evaluate(() => document.documentElement.classList.contains('part')), true);
  }
  clean(opened);
});

test('nothing is loaded before the reader starts it, and a text stands there', { timeout }, async (t) => {
  const opened = await newPage(t);
  const asked = [];
  opened.page.on('request', (request) => asked.push(request.url()));
  await visit(opened.page, `${siteAddress()}#1&autoplay=click&show=pad`);
  const start = opened.page.getByRole('button', { name: 'Start' });
  await start.waitFor();
  assert.equal(asked.some((url) => /wasm|fonts|data-/.test(url)), false, asked.join('\n'));
  assert.match(await opened.page.locator('#boot').innerText(), /neural network/);
  await start.click();
  await ready(opened.page);
  await untilWidget(opened.page, 'pad');
});

test('what stands between the tags is shown until the frame has come', { timeout }, async (t) => {
  const opened = await host(t, `<div style="height:9000px"></div><inkling-playground id="p" src="${siteAddress()}" recipe="hidden=8"><p>The loss falls.</p></inkling-playground>`);
  const isShown = () => opened.page.evaluate(() => document.querySelector('#p p').checkVisibility());
  await until('the element', () => opened.page.evaluate(() => Boolean(customElements.get('inkling-playground'))));
  assert.equal(await isShown(), true);
  await opened.page.evaluate(() => p.scrollIntoView());
  await ready(await frameOf(opened));
  assert.equal(await isShown(), false);
});

// Where it stands twice within a second, once it rests.
async function stepAtRest(frame) {
  let before = -1;
  await until('rest', async () => {
    const { step } = await frame.evaluate(() => inkling.state());
    const isStill = step === before;
    before = step;
    await pause(1000);
    return isStill;
  });
  return before;
}

test('a command waits until the frame has come, however long that takes', { timeout }, async (t) => {
  const opened = await host(t, '<div style="height:9000px"></div>');
  const { page } = opened;
  const answer = await page.evaluate(async (site) => {
    // The element's minute passes in no time.
    const later = globalThis.setTimeout;
    globalThis.setTimeout = (action, delay, ...more) => later(action, delay === 60_000 ? 100 : delay, ...more);
    await customElements.whenDefined('inkling-playground');
    document.body.insertAdjacentHTML('beforeend', `<inkling-playground id="p" src="${site}" recipe="hidden=8" autoplay="off"></inkling-playground>`);
    globalThis.asked = p.step(3).then(() => 'done', ({ message }) => message);
    const early = await Promise.race([asked, new Promise((resolve) => later(resolve, 1000, 'waiting'))]);
    globalThis.setTimeout = later;
    return early;
  }, siteAddress());
  assert.equal(answer, 'waiting');
  await page.evaluate(() => p.scrollIntoView());
  assert.equal(await page.evaluate(() => asked), 'done');
  await untilState(await frameOf(opened), 'the steps', ({ step }) => step === 3);
  clean(opened);
});

test('off the screen it rests, and what its host asks for is done and told all the same', { timeout }, async (t) => {
  const opened = await host(t, `<inkling-playground id="p" src="${siteAddress()}" recipe="hidden=8" show="curves"></inkling-playground><div style="height:3000px"></div>
    <script>window.heard = []; p.addEventListener('state', ({ detail }) => heard.push(detail));</script>`);
  const { page } = opened;
  await page.evaluate(() => p.ready);
  const frame = await frameOf(opened);
  await untilState(frame, 'training', ({ step }) => step > 0);
  await page.evaluate(() => scrollTo(0, 3000));
  const step = await stepAtRest(frame);
  // Training that nobody asked for now still rests after a change.
  await page.evaluate(() => p.set('learning-rate', 0.02));
  await until('the change told', () => page.evaluate(() => heard.some(({ by, recipe }) => by === 'host' && recipe.includes('learning-rate=0.02'))));
  const changed = await stepAtRest(frame);
  assert.ok(changed >= step);
  await page.evaluate(() => p.pause());
  const paused = await untilState(frame, 'a pause', ({ phase }) => phase === 'paused');
  assert.equal(paused.step, changed, 'a pause does not train first');
  await page.evaluate(() => p.step(40));
  await untilState(frame, 'the steps', (now) => now.step === changed + 40 && now.phase === 'paused');
  await until('the steps told', () => page.evaluate((wanted) => heard.at(-1).step === wanted, changed + 40));
  await page.evaluate(() => p.play());
  await untilState(frame, 'training', (now) => now.step > changed + 200 && now.running);
  // Seen and left again: it rests as before.
  await page.evaluate(() => scrollTo(0, 0));
  await pause(1000);
  await page.evaluate(() => scrollTo(0, 3000));
  await stepAtRest(frame);
  clean(opened);
});

test('a frame off the screen hears of the changes of its session, and not of its training', { timeout }, async (t) => {
  // In a page of the site's own origin, where browsers let it draw also what nobody sees.
  const opened = await newPage(t, { width: 900, height: 800 });
  const { page } = opened;
  await visit(page, `${siteAddress()}NOTICE.txt`);
  await page.evaluate((site) => {
    document.body.innerHTML = ['pad', 'curves'].map((show) => `<iframe style="width:640px;height:360px;display:block;margin-bottom:${show === 'pad' ? 3000 : 0}px" src="${site}#1&hidden=16&session=far&show=${show}"></iframe>`).join('');
  }, siteAddress());
  const pad = await frameOf(opened, 'show=pad'), curves = await frameOf(opened, 'show=curves');
  await ready(pad);
  await page.evaluate(() => scrollTo(0, 1e6));
  await ready(curves);
  for (const [seen, unseen, hidden] of [[curves, pad, '24'], [pad, curves, '32']]) {
    await page.evaluate((y) => scrollTo(0, y), seen === pad ? 0 : 1e6);
    const { step } = await seen.evaluate(() => inkling.state());
    await stepAtRest(unseen);
    const before = await seen.evaluate(() => inkling.state());
    assert.ok(before.running && before.step > step, 'the other goes on');
    const received = await unseen.evaluate(() => new Promise((resolve) => {
      const first = Inkling.newestSnapshot(), frames = inkling.frames().length;
      setTimeout(() => resolve([Inkling.newestSnapshot() !== first, inkling.frames().length - frames]), 3000);
    }));
    assert.deepEqual(received, [false, 0], 'a snapshot, and frames');
    await seen.evaluate((value) => inkling.set('hidden', value), hidden);
    await untilState(unseen, 'the change', ({ recipe }) => recipe.includes(`hidden=${hidden}`));
    await seen.evaluate(() => inkling.play());
  }
  // What the other came to meanwhile is there when it is seen again.
  const { step } = await pad.evaluate(() => inkling.state());
  await page.evaluate(() => scrollTo(0, 1e6));
  await untilState(curves, 'where it stands', (now) => now.recipe.includes('hidden=32') && now.step > step);
});

test('a reader who comes first to the later frame of a session finds it at work', { timeout }, async (t) => {
  const frame = (show) => `<iframe style="width:640px;height:360px;display:block;margin-top:2500px" src="${siteAddress()}#1&hidden=16&show=${show}&session=below"></iframe>`;
  const opened = await host(t, '<div id="here"></div>');
  const { page } = opened;
  await page.evaluate((html) => {
    here.innerHTML = html;
    here.lastElementChild.scrollIntoView();
  }, frame('pad') + frame('curves'));
  const curves = await frameOf(opened, 'show=curves');
  await ready(curves);
  await untilState(curves, 'training', ({ recipe, step }) => recipe.includes('hidden=16') && step > 0);
  assert.equal(await curves.evaluate(() => Inkling.trainerIsGuest()), true);
  assert.equal(await page.evaluate(() => here.firstElementChild.getBoundingClientRect().bottom < 0), true);
  clean(opened);
});

test('an embed without WebGL 2 trains too, where it is seen', { timeout }, async (t) => {
  const opened = await host(t, '<iframe id="f" style="width:640px;height:400px"></iframe>');
  const { page } = opened;
  await page.addInitScript(() => {
    const { getContext } = HTMLCanvasElement.prototype;
    HTMLCanvasElement.prototype.getContext = function (kind, ...more) { return kind === 'webgl2' ? null : getContext.call(this, kind, ...more); };
  });
  await page.evaluate((address) => { f.src = address; }, `${siteAddress()}#1&hidden=8&show=curves`);
  const frame = await frameOf(opened);
  await ready(frame);
  await untilState(frame, 'training', ({ step }) => step > 100);
  assert.equal(await frame.evaluate(() => document.documentElement.classList.contains('plain-page')), true);
  clean(opened);
});

test('an embed neither scrolls its host nor takes the focus, and leaves it wheel and keys', { timeout }, async (t) => {
  const opened = await host(t, `<input id="field"><p style="height:600px">text</p>
    <iframe id="f" style="width:640px;height:400px" src="${siteAddress()}#1&chapter=neuron"></iframe>
    <iframe id="g" style="width:640px;height:300px" src="${siteAddress()}#1&show=network"></iframe><p style="height:3000px">text</p>
    <script>field.focus({ preventScroll: true }); scrollTo(0, 300);</script>`);
  const { page } = opened;
  const frame = await frameOf(opened, 'chapter=neuron');
  await ready(frame);
  await ready(await frameOf(opened, 'show=network'));
  await frame.waitForSelector('#course h1');
  await pause(500);
  assert.equal(await page.evaluate(() => document.activeElement.id), 'field');
  assert.equal(await page.evaluate(() => scrollY), 300);
  await page.keyboard.type('abc');
  assert.equal(await page.evaluate(() => field.value), 'abc');
  await page.evaluate(() => scrollTo(0, 700));
  const { x, y } = await page.locator('#g').boundingBox();
  await page.mouse.move(x + 300, y + 150);
  await page.mouse.wheel(0, 200);
  await until('the host to scroll', () => page.evaluate(() => scrollY > 700));
});

test('a wheel over the text of a chapter is the host\'s until its reader turned to it', { timeout }, async (t) => {
  const opened = await host(t, `<p style="height:300px">text</p><iframe id="f" style="width:800px;height:400px" src="${siteAddress()}#1&chapter=neuron"></iframe><p style="height:3000px">text</p>`);
  const { page } = opened;
  const frame = await frameOf(opened, 'chapter=neuron');
  await ready(frame);
  await frame.waitForSelector('#course h1');
  await pause(500);
  const { x, y } = await page.locator('#f').boundingBox();
  const text = await frame.locator('#course .scroll').boundingBox();
  const top = () => frame.evaluate(() => document.querySelector('#course .scroll').scrollTop);
  await page.mouse.move(text.x + 60, Math.max(text.y, y) + 60);
  await page.mouse.wheel(0, 100);
  await until('the host to scroll', () => page.evaluate(() => scrollY >= 100));
  assert.equal(await top(), 0);
  await page.mouse.click(text.x + 4, Math.max(text.y, y) + 4 - 100);
  await until('its turn', () => frame.evaluate(() => document.hasFocus() && document.documentElement.classList.contains('busy')));
  await pause(200);  // until the browser scrolls by the new style
  await page.mouse.wheel(0, 100);
  await until('the text to scroll', async () => await top() > 0);
  clean(opened);
});

test('a finger on an embed scrolls the page around, but draws on the pad and moves what it can move', { timeout, ...inChromium('fingers by its protocol') }, async (t) => {
  const opened = await host(t, `<style>body { margin: 0 } iframe { display: block; border: 0 }</style><p style="height:200px;margin:0">text</p>
    <iframe id="f" style="width:360px;height:700px" src="${siteAddress()}#1&hidden=8&autoplay=off&show=pad,network,curves,learning-rate"></iframe><p style="height:3000px">text</p>`, { width: 360, height: 740, touch: true, ratio: 2 });
  const { page } = opened;
  const frame = await frameOf(opened, 'show=pad');
  await ready(frame);
  await untilState(frame, 'data', ({ phase }) => phase === 'paused');
  const touch = await page.context().newCDPSession(page);
  const scrolled = () => page.evaluate(() => Math.round(scrollY));
  // From a point, down or up by DY, slowly enough that each frame sees it.
  const swipe = async (x, y, dx, dy) => {
    await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x, y }] });
    for (let i = 1; i <= 12; i++) {
      await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: [{ x: x + (dx * i) / 12, y: y + (dy * i) / 12 }] });
      await pause(20);
    }
    await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    await pause(400);
  };
  const middle = async (id) => {
    const { y } = await page.locator('#f').boundingBox();
    const [left, top] = centre(await untilWidget(frame, id));
    return [left, y + top];
  };
  // On the pad it draws, and nothing scrolls.
  await swipe(...await middle('pad'), 10, 90);
  assert.equal(await scrolled(), 0);
  assert.match((await frame.evaluate(() => inkling.link('ink'))), /&ink=[^&]+/);
  // Over a figure the page goes along, and what was under the finger is not meant.
  const ink = await frame.evaluate(() => inkling.link('ink'));
  const play = await middle('run.play');
  await swipe(...play, 0, -120);
  assert.ok(await scrolled() > 60, `scrolled by ${await scrolled()}`);
  assert.equal((await frame.evaluate(() => inkling.state())).running, false, 'a swipe over a button presses nothing');
  assert.equal(await frame.evaluate(() => inkling.link('ink')), ink);
  // A tap still presses, and a knob follows.
  await page.evaluate(() => scrollTo(0, 0));
  await page.touchscreen.tap(...await middle('run.play'));
  await untilState(frame, 'training', ({ running }) => running);
  clean(opened);
});

test('thousands of hostile messages leave it as it was', { timeout }, async (t) => {
  const opened = await host(t, `<iframe id="f" style="width:640px;height:360px" src="${siteAddress()}#1&hidden=8&autoplay=off"></iframe><iframe id="other" srcdoc="x"></iframe>`);
  const { page } = opened;
  const frame = await frameOf(opened);
  await ready(frame);
  await untilState(frame, 'data', ({ phase }) => phase === 'paused');
  const before = await frame.evaluate(() => inkling.state());
  const counts = { fast: 3000, read: 9000 };
  // Half of them as fast as they come, which is faster than they are read; for the other half the frame's clock is put forward by
  // what one message costs, so that each is read.
  const hurry = () => {
    const now = performance.now.bind(performance);
    let ahead = 0;
    performance.now = () => now() + (ahead += 20);
    return true;
  };
  const attack = (half) => page.evaluate(async ([total, seedOfHalf]) => {
    let seed = seedOfHalf;
    const random = (limit) => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      return Math.floor((seed / 4294967296) * limit);
    };
    const loop = {};
    loop.self = loop;
    const values = [undefined, null, NaN, Infinity, -1, 0, 1e308, '', 'x', '__proto__', 'constructor', 'toString', '<img src=x onerror=alert(1)>', '%s%n',
      'a'.repeat(100000), '\u0000\ud800', [], {}, [[]], [[[0]]], [[['x', {}]]], [[[NaN, 1]]], loop, new Date(), new Map([[1, 2]]), new Uint8Array(8), true, 10n, /x/];
    const pick = (list) => list[random(list.length)];
    // Types that are none, and such that are, with what they cannot take; play, step, reset, epoch and load, which may be asked for by anybody around,
    // are asked for only with wrong ids and from a frame that has nothing to say.
    const types = ['set', 'view', 'draw', 'on', 'link', 'step', 'load', 'edit', 'layer', 'select', 'explain', 'sample', 'predict', 'report', 'state', 'answer', 'ready', 'session-seek', 'session-port', 'session-first', '__proto__', 'hasOwnProperty', 'eval', ''];
    let answers = 0, refused = 0;
    addEventListener('message', ({ source, data }) => {
      if (source !== f.contentWindow || data?.type !== 'answer') return;
      answers++;
      if (!data.ok) refused++;
    });
    for (let i = 0; i < total; i++) {
      const fields = { inkling: pick([1, 1, 1, 1, '1', true, 2]), type: pick([...types, pick(values)]), id: pick([i, 'x', pick(values)]) };
      for (const name of ['name', 'value', 'count', 'recipe', 'link', 'strokes', 'event', 'parts', 'session', 'edits', 'number', 'layer', 'unit', '__proto__']) if (random(2)) Object.defineProperty(fields, name, { value: pick(values), enumerable: true, writable: true });
      if (fields.type === 'load' || fields.type === 'step') fields.recipe = fields.link = fields.count = pick([NaN, -2e9, 1.5, {}, [], null, 'x'.repeat(random(2) ? 1 : 70) + '\u0001', 2e9]);
      if (fields.type === 'load') fields.recipe = fields.link = pick([{}, [], 5, NaN, new Map()]);
      if (fields.type === 'draw') fields.strokes = pick([null, 5, 'x', {}, [5], [[5]], [['x']], [[[NaN, 1]]], [[[{}, []]]]]);
      if (fields.type === 'explain') fields.layer = pick([0, -1, 1.5, 9, '1', NaN]);
      const message = random(20) ? fields : pick(values);
      f.contentWindow.postMessage(message, '*');
      if (i % 40 === 0) await new Promise((resume) => setTimeout(resume, 15));
    }
    await new Promise((resume) => setTimeout(resume, 1500));
    return { answers, refused };
  }, [counts[half], half === 'fast' ? 20261128 : 20261129]);
  const fast = await attack('fast');
  await frame.evaluate(hurry);
  const facts = await attack('read');
  // A frame beside it has nothing to say at all.
  await page.evaluate(() => {
    const script = other.contentDocument.createElement('script');
    script.textContent = `for (let i = 0; i < 500; i++) parent.f.contentWindow.postMessage({ inkling: 1, type: i % 2 ? 'play' : 'reset', id: i }, '*')`;
    other.contentDocument.body.append(script);
  });
  await pause(500);
  const now = await frame.evaluate(() => inkling.state());
  assert.equal(now.recipe, before.recipe);
  assert.equal(now.step, before.step);
  assert.equal(now.run, before.run);
  assert.ok(fast.answers > 100 && facts.answers > 1500 && facts.refused > 1000, JSON.stringify([fast, facts]));
  // It still hears its host.
  const reply = await page.evaluate(() => new Promise((resolve) => {
    addEventListener('message', ({ data }) => data?.id === 'last' && resolve(data));
    setTimeout(() => f.contentWindow.postMessage({ inkling: 1, type: 'set', id: 'last', name: 'batch', value: 16 }, '*'), 2000);
  }));
  assert.equal(reply.ok, true);
  assert.match((await frame.evaluate(() => inkling.state())).recipe, /batch=16/);
  writeFileSync(join(buildFolder, 'embed-messages.json'), JSON.stringify({ seed: 20261128, messages: counts.fast + counts.read + 500, answers: fast.answers + facts.answers, refused: fast.refused + facts.refused }));
  clean(opened);
});

test('a frame that joins a session only to break it does not', { timeout }, async (t) => {
  // It knows the session's name, gets the port that any frame of the page would get, and says there and beside it what makes no sense.
  const script = `addEventListener('message', ({ data, ports }) => {
      if (data?.type === 'go') for (let i = 0; i < parent.length; i++) if (parent[i] !== self) parent[i].postMessage({ inkling: 1, type: 'session-seek', session: 's' }, '*');
      const port = ports[0];
      if (!port) return;
      let seed = 7;
      const random = (limit) => (seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0) % limit;
      const values = () => [undefined, null, NaN, -1, 1e308, 'x', 'x'.repeat(200000), {}, [], new ArrayBuffer(0), new ArrayBuffer(40), new Uint8Array(64).fill(random(256)).buffer, new Map(), 10n];
      const kinds = ['start', 'command', 'dataset', 'seen', 'ack', 'ink', 'join', 'ask', 'opened', 'constructor', '__proto__'];
      for (let i = 0; i < 2500; i++) {
        const message = { kind: kinds[random(kinds.length)] };
        for (const name of ['buffer', 'module', 'id', 'revision', 'run', 'history', 'isSeen', 'text', 'port', 'by']) message[name] = values()[random(14)];
        port.postMessage(random(20) ? message : values()[random(14)]);
        if (i % 5 === 0) parent[0].postMessage({ inkling: 1, type: ['session-seek', 'session-first', 'session-port', 'session-x'][random(4)], session: ['s', 5, null, {}][random(4)] }, '*');
      }
      port.start();
      parent.postMessage('done', '*');
    })`;
  const opened = await host(t, `<iframe style="width:640px;height:360px" src="${siteAddress()}#1&hidden=8&session=s"></iframe>
    <iframe id="bad" sandbox="allow-scripts" srcdoc="<script>${script.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}<\/script>"></iframe>
    <script>addEventListener('message', ({ data }) => { if (data === 'done') window.isDone = true; });</script>`);
  const { page } = opened;
  const frame = await frameOf(opened, 'session=s');
  await ready(frame);
  await untilState(frame, 'training', ({ step }) => step > 0);
  await page.evaluate(() => bad.contentWindow.postMessage({ type: 'go' }, '*'));
  await until('all to be said', () => page.evaluate(() => window.isDone === true));
  await pause(1000);
  const { step, recipe } = await frame.evaluate(() => inkling.state());
  assert.match(recipe, /hidden=8/);
  await untilState(frame, 'training on', (now) => now.running && now.step > step);
  clean(opened);
});

test('three embeds stay alive on a page at a phone\'s size, within a phone\'s memory', { timeout, ...inChromium('the memory of its processes') }, async (t) => {
  const opened = await host(t, '<div id="here"></div>', { width: 360, height: 740, touch: true, ratio: 2 });
  const { page } = opened;
  const before = await rendererMemory();
  const parts = ['pad', 'network', 'curves'];
  await page.evaluate(([site, shown]) => {
    for (const part of shown) {
      const frame = document.createElement('iframe');
      frame.src = `${site}#1&seed=${part.length}&show=${part}`;
      frame.sandbox = 'allow-scripts';
      frame.title = part;
      Object.assign(frame.style, { display: 'block', border: 0, width: '100%', height: '420px', marginBottom: '500px' });
      document.getElementById('here').append(frame);
    }
  }, [siteAddress(), parts]);
  const steps = async (part) => (await (await frameOf(opened, `show=${part}`)).evaluate(() => inkling.state())).step;
  for (const part of [...parts, ...parts]) {  // there and once more: none has been given up meanwhile
    await page.locator(`iframe[title=${part}]`).scrollIntoViewIfNeeded();
    const frame = await frameOf(opened, `show=${part}`);
    await ready(frame);
    const first = await steps(part);
    await until(`${part} to train`, async () => await steps(part) > first);
  }
  const three = await rendererMemory();
  if (before === null) return;  // not on Linux
  const figures = { page: Math.round(before), withThree: Math.round(three), each: Math.round((three - before) / 3) };
  console.log(`  MB of the renderers: ${JSON.stringify(figures)}`);
  writeFileSync(join(buildFolder, 'embed-memory.json'), JSON.stringify(figures));
  assert.ok(figures.each < 120, JSON.stringify(figures));
  clean(opened);
});

for (const [name, address] of [['English', 'tutorial.html'], ['Chinese', 'tutorial-zh.html']]) {
  test(`the ${name} tutorial has four live figures of one network`, { timeout }, async (t) => {
    const opened = await newPage(t, { width: 1000, height: 900 });
    const { page } = opened;
    await visit(page, siteAddress() + address);
    for (const part of ['pad', 'network', 'curves', 'report']) {
      const element = page.locator(`inkling-playground[show^=${part}]`);
      await element.scrollIntoViewIfNeeded();
      await element.evaluate((one) => one.start());
      const frame = await frameOf(opened, `show=${part}`);
      await ready(frame);
      await until(`something of ${part}`, async () => (await widgets(frame)).length > 0);
    }
    const guests = () => Promise.all(page.frames().slice(1).map((frame) => frame.evaluate(() => Inkling.trainerIsGuest())));
    await until('one trainer', async () => (await guests()).filter((isGuest) => !isGuest).length === 1);
    assert.deepEqual(opened.problems, []);
  });
}
