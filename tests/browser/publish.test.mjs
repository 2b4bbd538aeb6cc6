// The site as it goes to a host, and the embed module pinned by its integrity.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { listen } from '../../cmake/serve.mjs';
import { newPage, setUp, site, siteAddress, tearDown, visit } from './support.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const timeout = 240_000;
before(setUp);
after(tearDown);

test('the site for a host has copies that unpack to it, hashes that are its own, and pins the embed module', { timeout }, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'inkling-dist-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const dist = (target) => spawnSync(process.execPath, [join(root, 'cmake/pack/dist.mjs'), site, target], { encoding: 'utf8' });
  const made = dist(folder);
  assert.equal(made.status, 0, made.stderr);
  const { version, files } = JSON.parse(readFileSync(join(folder, 'hashes.json'), 'utf8'));
  assert.match(version, /^[0-9a-f]{12}$/);
  for (const name of readdirSync(site)) {
    const bytes = readFileSync(join(site, name));
    assert.equal(files[name].sha256, createHash('sha256').update(bytes).digest('hex'), name);
    if (!/\.(html|js)$/.test(name) || bytes.length > 100_000) continue;
    assert.ok(gunzipSync(readFileSync(join(folder, `${name}.gz`))).equals(bytes), name);
    assert.ok(brotliDecompressSync(readFileSync(join(folder, `${name}.br`))).equals(bytes), name);
  }
  // A folder that holds anything else is left alone.
  rmSync(join(folder, 'hashes.json'));
  writeFileSync(join(folder, 'mine.txt'), 'mine');
  assert.equal(dist(folder).status, 1);
  assert.equal(readFileSync(join(folder, 'mine.txt'), 'utf8'), 'mine');

  const { integrity } = files['inkling-playground.js'];
  const module = readFileSync(join(site, 'inkling-playground.js'));
  const cdn = createServer((request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/javascript', 'Access-Control-Allow-Origin': '*' });
    response.end(request.url === '/changed.js' ? `${module}\n` : module);
  });
  t.after(() => {
    cdn.closeAllConnections();
    cdn.close();
  });
  const port = await listen(cdn, 23000 + process.pid % 400);
  const { page } = await newPage(t);
  await visit(page, `${siteAddress()}NOTICE.txt`);
  const load = (name) => page.evaluate(([url, hash]) => new Promise((resolve) => {
    const script = Object.assign(document.createElement('script'), { type: 'module', crossOrigin: 'anonymous', integrity: hash, src: url });
    script.onload = () => resolve(Boolean(customElements.get('inkling-playground')));
    script.onerror = () => resolve('refused');
    document.head.append(script);
  }), [`http://localhost:${port}/${name}`, integrity]);
  assert.equal(await load('changed.js'), 'refused');
  assert.equal(await load('module.js'), true);
});

test('the package of the element packs what its types and entry name', { timeout }, () => {
  const packed = spawnSync('npm', ['pack', '--dry-run', '--json', '--offline', join(root, 'web/embed')], { encoding: 'utf8', cwd: tmpdir() });
  assert.equal(packed.status, 0, packed.stderr);
  const names = JSON.parse(packed.stdout)[0].files.map(({ path }) => path);
  const description = JSON.parse(readFileSync(join(root, 'web/embed/package.json'), 'utf8'));
  for (const name of [description.main, description.types, 'README.md']) assert.ok(names.includes(name), name);
});
