// assets.mjs FOLDER NAME=FILE [PREFIX]: carries a file in classic scripts, the one kind of file that a page
// can load from any static host, from disk and in a sandboxed frame alike. The file is compressed
// (deflate-raw) and cut into chunks, one script a chunk, each a single statement:
//   inklingAsset("digits",0,"base64…");
// With PREFIX the scripts are PREFIX-0.js, PREFIX-1.js, …; without, one script NAME.js, dots made dashes.
// What is small enough to be loaded on opening is compressed by zopfli, which finds a twentieth more than zlib,
// where it is installed. FOLDER/NAME.json tells what a page must know before it loads them.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';

const [folder, asset, prefix] = process.argv.slice(2);
const [name, file] = asset.split('=');
const chunkSize = prefix ? 384 * 1024 : Infinity;  // compressed; 512 kB as base64
const zopfliLimit = 2 * 1024 * 1024;  // a megabyte takes it five seconds

function byZopfli() {
  const run = spawnSync('zopfli', ['--deflate', '--i5', '-c', file], { maxBuffer: zopfliLimit });
  return run.status === 0 ? run.stdout : null;
}

const raw = readFileSync(file);
const packed = (raw.length < zopfliLimit && byZopfli()) || deflateRawSync(raw, { level: 9, memLevel: 9 });
mkdirSync(folder, { recursive: true });
const chunks = [];
for (let index = 0, at = 0; at < packed.length; index++, at += chunkSize) {
  const chunk = packed.subarray(at, Math.min(packed.length, at + chunkSize)).toString('base64');
  chunks.push(prefix ? `${prefix}-${index}.js` : `${name.replaceAll('.', '-')}.js`);
  writeFileSync(join(folder, chunks[index]), `inklingAsset(${JSON.stringify(name)},${index},"${chunk}");\n`);
}
const sha256 = createHash('sha256').update(raw).digest('hex');
writeFileSync(join(folder, `${name}.json`),
  JSON.stringify({ bytes: packed.length, rawBytes: raw.length, chunks, sha256 }) + '\n');
