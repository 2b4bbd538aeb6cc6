// What is missing or fails is said in plain words, with what to do.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newPage, setUp, startLimit, tearDown, visit } from './support.mjs';

before(setUp, { timeout: 60_000 });
after(tearDown, { timeout: 30_000 });
const timeout = 60_000;

// The error screen's text after something was taken away.
async function errorText(t, prepare, options) {
  const opened = await newPage(t, options);
  await prepare(opened.page);
  await visit(opened.page);
  await opened.page.waitForSelector('#boot[data-error]', { timeout: startLimit });
  return opened.page.locator('#boot').innerText();
}

test('without WebAssembly it names it', { timeout }, async (t) => {
  const text = await errorText(t, (page) => page.addInitScript(() => { delete globalThis.WebAssembly; }));
  assert.match(text, /WebAssembly/);
});

test('without DecompressionStream it says which versions have it', { timeout }, async (t) => {
  const text = await errorText(t, (page) => page.addInitScript(() => { delete globalThis.DecompressionStream; }));
  assert.match(text, /DecompressionStream/);
});

for (const name of ['mirror.js', 'page.js', 'page-wasm.js', 'fonts.js', 'manifest.js']) {
  test(`when ${name} cannot be loaded it says so`, { timeout }, async (t) => {
    const text = await errorText(t, (page) => page.route((url) => url.pathname.endsWith(`/${name}`), (route) => route.abort()));
    assert.match(text, /could not be loaded/);
    assert.match(text, /reload/i);
  });
}

test('a program that breaks before it has started is not told as a failed download', { timeout }, async (t) => {
  const text = await errorText(t, (page) => page.addInitScript(() => {
    addEventListener('load', () => setTimeout(() => { throw new WebAssembly.RuntimeError('memory access out of bounds'); }));
  }));
  assert.match(text, /cannot go on from/);
  assert.doesNotMatch(text, /connection/);
});

test('a host that answers with a page of its own instead of a script is told apart', { timeout }, async (t) => {
  const text = await errorText(t, (page) => page.route((url) => url.pathname.endsWith('/page-wasm.js'),
    (route) => route.fulfill({ contentType: 'text/html', body: '<!DOCTYPE html><p>Please sign in</p>' })));
  assert.match(text, /could not be loaded/);
});

test('in Chinese the words are Chinese', { timeout }, async (t) => {
  const text = await errorText(t, (page) => page.addInitScript(() => { delete globalThis.WebAssembly; }), { locale: 'zh-CN' });
  assert.match(text, /浏览器/);
});
