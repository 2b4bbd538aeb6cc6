// Without a network, across releases, and after what ends a page: nothing is lost, nothing is mixed, and what fails says so.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { listen, staticServer } from '../../cmake/serve.mjs';
import { assertClean, inChromium, newPage, pause, ready, setUp, site, siteAddress, state, tearDown, until, untilState, visit } from './support.mjs';

const timeout = 180_000;
before(setUp);
after(tearDown);

const installed = (page) => until('the service worker', () => page.evaluate(async () => Boolean((await navigator.serviceWorker?.getRegistration())?.active && navigator.serviceWorker.controller)), 60_000);
const toast = (page, text) => until(`“${text}”`, () => page.evaluate((wanted) => inkling.widgets().some(({ name }) => name?.includes(wanted)) || document.getElementById('live').textContent.includes(wanted), text));

test('after the first visit everything is there without a network, the course and the share panel too', { timeout }, async (t) => {
  const opened = await newPage(t, { offline: true });
  const { page } = opened;
  const context = page.context();
  await visit(page);
  await ready(page);
  await installed(page);
  await context.setOffline(true);
  const second = await context.newPage();
  await visit(second, `${siteAddress()}#1&hidden=12&fresh=on`);
  await ready(second);
  await untilState(second, 'training', ({ step, recipe }) => step > 0 && recipe.includes('hidden=12'));
  await second.evaluate(() => Inkling.showCourse('neuron'));
  await second.waitForSelector('#course h1');
  await second.evaluate(() => Inkling.showShare(100, 100, 600));
  await second.waitForSelector('#share');
  await visit(second, `${siteAddress()}tutorial.html`);
  await second.waitForSelector('inkling-playground iframe', { state: 'attached' });
});

test('data that came before there was a service worker are kept as well', { timeout }, async (t) => {
  const { page } = await newPage(t, { offline: true });
  const context = page.context();
  await visit(page, `${siteAddress()}#1&dataset=fashion&hidden=12&speed=0`);
  await ready(page);
  await untilState(page, 'training', ({ dataset, step }) => dataset === 'fashion' && step > 0, 60_000);
  await installed(page);
  const wanted = readFileSync(join(site, 'sw.js'), 'utf8').match(/data-fashion[^"]*\.js/g).length;
  await until('all of it to be kept', () => page.evaluate(async (count) => {
    const names = (await (await caches.open('inkling-data')).keys()).map(({ url }) => url);
    return names.filter((name) => name.includes('data-fashion')).length === count;
  }, wanted), 60_000);
  await context.setOffline(true);
  const second = await context.newPage();
  await visit(second, `${siteAddress()}#1&dataset=fashion&hidden=12&fresh=on`);
  await ready(second);
  await untilState(second, 'training', ({ dataset, step }) => dataset === 'fashion' && step > 0, 60_000);
});

test('a new release replaces the old one whole, when the reader says so', { timeout }, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'inkling-site-'));
  const heavy = /data-(mnist|fashion)/;
  cpSync(site, folder, { recursive: true, filter: (name) => !heavy.test(name) });
  const server = staticServer(folder);
  t.after(() => {
    server.closeAllConnections?.();
    server.close();
    rmSync(folder, { recursive: true });
  });
  const port = await listen(server, 22000 + process.pid % 400);
  const address = `http://127.0.0.1:${port}/`;
  const { page } = await newPage(t, { offline: true });
  await visit(page, address);
  await ready(page);
  await installed(page);
  const old = await page.evaluate(() => Inkling.version);

  // A broken release, of which one file is another's: it does not come in at all.
  const release = (version, edit) => {
    for (const name of ['index.html', 'sw.js', 'share.js']) {
      let text = readFileSync(join(site, name), 'utf8').replaceAll(old, version);
      if (name === 'sw.js') text = edit(text);
      if (name === 'share.js') text += '// changed\n';
      writeFileSync(join(folder, name), text);
    }
  };
  const hash = async (name) => page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
    return Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)), (byte) => byte.toString(16).padStart(2, '0')).join('');
  }, readFileSync(join(folder, name)).toString('base64'));
  const shareHash = await hash('share.js'), indexHash = await hash('index.html');
  release('111111111111', (text) => text);
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update().catch(() => {}));
  await pause(2500);
  assert.equal(await page.locator('.offer[data-name=update]').count(), 0);
  assert.deepEqual(await page.evaluate(() => caches.keys().then((names) => names.filter((name) => name.includes('111111')))), []);
  assert.equal(await page.evaluate(() => fetch('./').then((answer) => answer.text())).then((text) => text.includes(old)), true);

  // A whole one is offered, and a part of the old one that had not been loaded is still the old one's.
  release('222222222222', (text) => text);
  const newShare = await hash('share.js'), newIndex = await hash('index.html');
  release('222222222222', (text) => text.replace(shareHash, newShare).replace(indexHash, newIndex));
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update());
  await page.locator('.offer[data-name=update]').waitFor({ timeout: 30_000 });
  assert.equal(await page.evaluate(() => fetch(Inkling.url('share.js')).then((answer) => answer.text())).then((text) => text.includes('// changed')), false);
  assert.equal(await page.evaluate(() => fetch('share.js?v=000000000000').then((answer) => answer.status)), 410);
  await page.locator('.offer[data-name=update] button.plain').click();
  await until('the new release', () => page.evaluate(() => Inkling.version === '222222222222').catch(() => false));
  await ready(page);
});

const draw = (page) => page.evaluate(() => inkling.draw([[[0.5, 0.15], [0.5, 0.85]]]));
// As the reader would: through a control of the mirror.
const act = async (page) => {
  await until('a slider', () => page.evaluate(() => {
    const slider = document.querySelector('#mirror [data-id="recipe.learning-rate"]');
    slider?.focus();
    return Boolean(slider);
  }));
  await page.evaluate(() => { globalThis.told = new Promise((resolve) => inkling.on('state', ({ by }) => by === 'reader' && resolve())); });
  await page.keyboard.press('ArrowRight');
  await page.evaluate(() => told);
};
const kept = (page) => page.evaluate(() => new Promise((resolve) => {
  const request = indexedDB.open('inkling', 1);
  request.onsuccess = () => {
    if (!request.result.objectStoreNames.contains('sessions')) return resolve([]);
    const all = request.result.transaction('sessions').objectStore('sessions').getAll();
    all.onsuccess = () => resolve(all.result);
    return undefined;
  };
}));

test('a session is kept from what its reader does first, and is back after a crash; a link opens as it is', { timeout, ...inChromium('a crash by its protocol') }, async (t) => {
  const { page } = await newPage(t);
  const context = page.context();
  await visit(page, `${siteAddress()}#1&hidden=8&seed=4`);
  await ready(page);
  await page.evaluate(() => Inkling.keeping);
  await pause(5000);
  assert.deepEqual(await kept(page), []);  // watched only
  await act(page);
  await draw(page);
  const rate = await until('the reader\'s change', async () => /learning-rate=([0-9.]+)/.exec((await state(page)).recipe)?.[1]);
  await page.evaluate(() => inkling.pause());
  const before = await untilState(page, 'pause', ({ phase }) => phase === 'paused');
  await until('it is kept', async () => (await kept(page)).some(({ key, link }) => key === 'hidden=8&seed=4' && link.includes(before.digest) && link.includes('ink=')));

  // The tab crashes.
  const session = await context.newCDPSession(page);
  session.send('Page.crash').catch(() => {});
  await pause(500);
  const again = await context.newPage();
  await visit(again, `${siteAddress()}#1&hidden=8&seed=4`);
  await ready(again);
  await again.locator('.offer[data-name=kept]').waitFor();
  assert.match(await again.locator('.offer[data-name=kept]').innerText(), /Yours from \S+/);
  assert.equal((await state(again)).recipe.includes('learning-rate'), false);  // the link as it is
  await again.locator('.offer[data-name=kept] button.plain').click();
  const after = await untilState(again, 'the same weights', ({ digest, replay }) => digest === before.digest && replay === 'exact', 60_000);
  assert.ok(after.recipe.includes(`learning-rate=${rate}`));
  await until('the drawing', async () => (await again.evaluate(() => inkling.predict())).prediction >= 0);

  const fresh = await context.newPage();
  await visit(fresh, `${siteAddress()}#1&hidden=8&seed=4&fresh=on`);
  await ready(fresh);
  await fresh.evaluate(() => Inkling.keeping ?? new Promise((resume) => setTimeout(resume, 3000)));
  await pause(1000);
  assert.equal(await fresh.locator('.offer').count(), 0);
});

test('a visit without a link goes on where the last one was, and so does a reload', { timeout }, async (t) => {
  const { page } = await newPage(t);
  const context = page.context();
  await visit(page);
  await ready(page);
  await page.evaluate(() => Inkling.keeping);
  await act(page);
  await page.evaluate(() => inkling.pause());
  const before = await untilState(page, 'the change', ({ recipe, phase }) => recipe.includes('learning-rate') && phase === 'paused');
  await until('it is kept', async () => (await kept(page)).some(({ key, link }) => key === '' && link.includes('learning-rate') && link.includes(`steps=${before.step}`)));
  await page.reload();
  await ready(page);
  await untilState(page, 'after a reload', ({ recipe, step }) => recipe === before.recipe && step === before.step, 60_000);
  const next = await context.newPage();
  await visit(next);
  await ready(next);
  await toast(next, 'is back');
  await untilState(next, 'after a new visit', ({ recipe, step }) => recipe === before.recipe && step === before.step, 60_000);
});

test('what is drawn by keys is kept as what is drawn by hand', { timeout }, async (t) => {
  const { page } = await newPage(t);
  await visit(page);
  await ready(page);
  await page.evaluate(() => Inkling.keeping);
  await until('the pad in the mirror', () => page.evaluate(() => {
    document.querySelector('#mirror [data-id="pad"]')?.focus();
    return document.activeElement.dataset?.id === 'pad';
  }));
  await page.keyboard.press('Space');
  for (let i = 0; i < 8; i++) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await until('it is kept', async () => (await kept(page)).some(({ link }) => /&ink=/.test(link)));
});

for (const [what, script, words] of [
  ['is denied', () => { IDBFactory.prototype.open = () => { throw new DOMException('no', 'SecurityError'); }; }, 'does not let the page keep'],
  ['is full', () => { IDBObjectStore.prototype.put = () => { throw new DOMException('no', 'QuotaExceededError'); }; }, 'no room left'],
]) {
  test(`where storage ${what} it says so once and what to do, and goes on`, { timeout }, async (t) => {
    const opened = await newPage(t);
    const { page } = opened;
    await page.addInitScript(script);
    await visit(page);
    await ready(page);
    await page.evaluate(() => Inkling.keeping);
    await act(page);
    await toast(page, words);
    const { step } = await state(page);
    await untilState(page, 'training', (now) => now.step > step);
    assertClean(opened);
  });
}

test('the security policy allows neither inline nor evaluated code, and no script of elsewhere', { timeout }, async (t) => {
  const opened = await newPage(t);
  const { page } = opened;
  await visit(page);
  await ready(page);
  const policy = await page.evaluate(() => document.querySelector('meta[http-equiv]').content);
  assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'/);
  assert.match(policy, /require-trusted-types-for 'script'/);
  // Outside of what the test's own protocol evaluates, which may do more.
  const facts = await page.evaluate(() => new Promise((resolve) => setTimeout(() => resolve((() => {
    const refused = (action) => {
      try {
        action();
        return false;
      } catch {
        return true;
      }
    };
    return [refused(() => { document.createElement('script').src = 'https://example.org/x.js'; }), refused(() => { document.body.innerHTML = '<b>x</b>'; }),
      refused(() => new Function('return 1')), refused(() => Inkling.trusted('https://example.org/x.js'))];
  })()))));
  assert.deepEqual(facts, [true, true, true, true]);
});
