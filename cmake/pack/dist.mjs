// dist.mjs SITE FOLDER: the built site as it goes to a host: each text file also as .gz and .br, for hosts that send those, and
// hashes.json, { version, files: { name: { bytes, sha256, integrity? } } }, with the integrity attribute of what other pages load.
// The folder must be new or an earlier one of these; nothing else is removed.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const [site, folder] = process.argv.slice(2);
const fail = (text) => {
  console.error(`error: ${text}`);
  process.exit(1);
};
if (!site || !folder) fail('dist.mjs SITE FOLDER');
if (existsSync(folder) && readdirSync(folder).length && !existsSync(join(folder, 'hashes.json'))) {
  fail(`${folder} is not empty and not a site of this command. What to do: name another folder.`);
}
mkdirSync(folder, { recursive: true });
for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });

const isText = (name) => /\.(html|js|json|svg|txt|ts|webmanifest)$/.test(name);
const files = {};
let smallest = 0, whole = 0;
for (const name of readdirSync(site).sort()) {
  const bytes = readFileSync(join(site, name));
  writeFileSync(join(folder, name), bytes);
  files[name] = { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  if (name === 'inkling-playground.js') files[name].integrity = `sha384-${createHash('sha384').update(bytes).digest('base64')}`;
  whole += bytes.length;
  if (!isText(name)) continue;
  // Data in scripts is compressed already: more effort finds next to nothing.
  const quality = bytes.length > 400_000 ? 5 : 11;
  const brotli = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } });
  writeFileSync(join(folder, `${name}.gz`), gzipSync(bytes, { level: 9 }));
  writeFileSync(join(folder, `${name}.br`), brotli);
  smallest += brotli.length;
}
const version = /data-version="([0-9a-f]+)"/.exec(readFileSync(join(site, 'index.html'), 'utf8'))?.[1];
writeFileSync(join(folder, 'hashes.json'), `${JSON.stringify({ version, files }, null, 1)}\n`);
console.log(`${Object.keys(files).length} files, ${(whole / 1e6).toFixed(1)} MB (${(smallest / 1e6).toFixed(1)} MB as .br), release ${version}: ${folder}`);
