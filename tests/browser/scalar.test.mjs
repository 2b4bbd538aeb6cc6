// A processor without vector instructions: the browser compiles no program that has them, and Inkling brings others.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { assertClean, inChromium, newPage, ready, setUpWith, siteAddress, tearDown, untilState, visit } from './support.mjs';

const timeout = 180_000;
// Of x86: V8 makes vectors with SSE 4.1, or not at all.
before(() => setUpWith(['--js-flags=--no-enable-sse4-1']));
after(tearDown);

const golden = JSON.parse(readFileSync(new URL('../golden/digests.json', import.meta.url), 'utf8'));
const recipes = ['', 'hidden=9,8,7&activation=tanh,relu,sigmoid', 'hidden=16&activation=relu&precision=float64'];

for (const { recipe, steps, digest } of golden.filter((session) => recipes.includes(session.recipe))) {
  test(`without vector instructions “${recipe || 'the default session'}” comes to the same digest`, { timeout, ...inChromium('its switch for processors without them') }, async (t) => {
    const opened = await newPage(t);
    const { page } = opened;
    const asked = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname.split('/').pop()));
    await visit(page, `${siteAddress()}#1&${recipe ? `${recipe}&` : ''}steps=${steps}`);
    await ready(page);
    // A constant vector of zeros is dropped.
    const vectors = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 23, 1, 21, 0, 253, 12, ...Array(16).fill(0), 26, 11];
    if (await page.evaluate((bytes) => WebAssembly.validate(new Uint8Array(bytes)), vectors)) {
      t.skip('this machine\'s Chromium always has vector instructions');
      return;
    }
    const state = await untilState(page, 'the last step', (now) => now.step === steps && !now.running && now.digest, 60_000);
    assert.equal(state.digest, digest);
    assert.equal(state.transport, 'worker');
    for (const program of ['page', 'trainer']) {
      assert.ok(asked.includes(`scalar-${program}-0.js`), program);
      assert.ok(!asked.includes(`${program}-wasm.js`), program);
    }
    // The tools that look further are there too.
    assert.ok(await page.evaluate(async () => {
      await Inkling.loadAsset('explorer.wasm');
      return WebAssembly.validate(Inkling.takeAsset('explorer.wasm'));
    }));
    assertClean(opened);
  });
}
