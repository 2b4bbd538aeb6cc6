// What docs/embedding.md tells authors to copy works as it stands there: each piece in a page of another origin, under the policy that it names.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { listen } from '../../cmake/serve.mjs';
import { newPage, ready, setUp, siteAddress, tearDown, until, visit, widgets } from './support.mjs';

before(setUp);
after(tearDown);

const stand = 'https://example.org/inkling/';
const text = readFileSync(new URL('../../docs/embedding.md', import.meta.url), 'utf8');
const policy = /^`(frame-src) \S+` for the frame, and `(script-src) \S+` for the element/m.exec(text);

// The HTML that comes of a piece; null for what other tests or tools are for.
const makers = {
  html: (code) => code.replaceAll('data-src=', 'src='),  // as reveal.js does when the slide comes
  python: (code) => {
    const [, address, width, height] = /^IFrame\("(.+)", width=(\d+), height=(\d+)\)$/m.exec(code);
    return `<iframe width="${width}" height="${height}" src="${address}" frameborder="0" allowfullscreen></iframe>`;
  },
  js: (code) => /^html`(.*)`$/s.exec(code)?.[1] ?? null,
  jsx: () => null,
};
const pieces = [...text.matchAll(/^```(\w+)\n(.*?)\n```$/gms)].map(([, language, code]) => ({ language, html: makers[language](code), line: code.split('\n')[0] }))
  .filter(({ html }) => html);

test('the recipes of docs/embedding.md are there', () => {
  assert.deepEqual(pieces.map(({ language }) => language).sort(), ['html', 'html', 'html', 'html', 'html', 'js', 'python']);
  assert.ok(policy, 'and the policy');
});

for (const [i, { language, html, line }] of pieces.entries()) {
  test(`recipe ${i + 1}, ${language}: ${line.slice(0, 60)}`, { timeout: 120_000 }, async (t) => {
    const address = siteAddress(), { origin } = new URL(address);
    const body = html.replaceAll(stand, address);
    const hasElement = body.includes('<inkling-playground');
    const server = createServer((request, response) => {
      if (request.url !== '/') return response.writeHead(204).end();
      response.writeHead(200, {
        'Content-Type': 'text/html; charset=utf-8',
        'Content-Security-Policy': `${policy[1]} ${origin}; ${policy[2]} ${hasElement ? origin : "'none'"}${hasElement ? "; style-src 'none'" : ''}`,
      });
      return response.end(`<!doctype html><html lang="en"><title>A lesson</title>${body}`);
    });
    t.after(() => {
      server.closeAllConnections?.();
      server.close();
    });
    const host = `http://localhost:${await listen(server, 21500 + process.pid % 400)}/`;
    const opened = await newPage(t, { width: 1040, height: 800 });
    const { page } = opened;
    // With the header of which the page speaks.
    await page.route('**/inkling-playground.js', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, headers: { ...response.headers(), 'access-control-allow-origin': '*' } });
    });
    await visit(page, host);
    const frame = await until('the frame', () => page.frames().find((one) => one.url().startsWith(address)));
    await ready(frame);

    const wanted = new URLSearchParams(new URL(frame.url()).hash.slice(3));
    const [shown] = (wanted.get('show') ?? 'chapter').split(',');
    const sign = { curves: 'run.play', pad: 'pad', chapter: 'view.menu' }[shown];
    await until(`${shown} alone`, async () => {
      const ids = (await widgets(frame)).map(({ id }) => id);
      return ids.includes(sign) && (shown === 'chapter' || ids.includes('pad') === (shown === 'pad')) && (shown !== 'pad' || !ids.includes('run.play'));
    });
    if (shown === 'chapter') await frame.waitForSelector('#course h1');
    const { recipe } = await frame.evaluate(() => inkling.state());
    assert.equal(recipe, wanted.has('hidden') ? `hidden=${wanted.get('hidden')}` : '');
    if (hasElement) assert.match(await page.locator('inkling-playground').textContent(), /The loss falls/);
    assert.deepEqual(opened.problems.filter((problem) => !problem.startsWith(`request: ${host}`)), []);
  });
}
