// site.mjs: puts the site together from its parts, all of them plain files with relative names, and prints
// what a first visit transfers. Fails when that is more than the limits below.
//   --output FOLDER --sizes FILE --index FILE --assets FOLDER --programs FOLDER --shaders FOLDER --notice FILE --licences FILE… --files FILE…
//   --service-worker FILE
//   --scalar FOLDER  the programs without vector instructions; their assets are in the folder scalar of the others
//   --apart FILE…    what is in the site, but not part of the playground: pages around it, and what they load
//
// In index.html, {{version}} becomes the site's version (a hash of all its files), and {{script-hashes}} and
// {{style-hashes}} the 'sha256-…' sources of its inline scripts and styles, for its content security policy.
// manifest.js is one call: inklingManifest({"digits":{bytes, rawBytes, chunks, sha256}, …}).
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { minify_sync } from 'terser';

const hasZopfli = !spawnSync('zopfli', ['-h'], { stdio: 'ignore' }).error;  // see assets.mjs
const limitInitial = hasZopfli ? 600_000 : 640_000;  // bytes after gzip
const limitTrainer = 120_000;
const lazyAssets = ['mnist', 'fashion', 'font-zh', 'explorer.wasm'];  // loaded when asked for; all others on opening
const lazyScripts = ['share.js', 'qrcode.js', 'course.js', 'course_run.js', 'lesson_text.js', 'lessons.js', 'explorer_client.js', 'tools.js', 'tools_kit.js', 'tools_inside.js', 'tools_whole.js', 'terms.js', 'diagnosis.js', 'proof.js', 'sealed.js', 'sound.js', 'take_out.js', 'sketch.js', 'laboratory.js', 'sweep.js', 'race.js', 'compare.js',
  'explorer.js', 'explorer_worker.js', 'markdown-it.min.js', 'js-yaml.min.js', 'embed.js', 'keep.js', 'offline.js', 'access.js', 'scalar.js', 'plain.js'];
// Of pages around: they transfer nothing on a visit to the playground.
const isApart = (name) => apart.has(name);
const isLazyScript = (name) => lazyScripts.includes(name) || isLesson(name);
// As they were written: their lines are told when something is wrong with them.
const isLesson = (name) => /^lesson-[a-z0-9-]+\.js$/.test(name);

const options = {};
let option = '';
for (const argument of process.argv.slice(2)) {
  if (argument.startsWith('--')) options[option = argument.slice(2)] = [];
  else options[option].push(argument);
}
const output = options.output[0];
const index = options.index[0], assets = options.assets[0], programs = options.programs[0];

// Without comments and indentation, and with short local names.
// A script that draws names its shader: '{{landscape.frag.glsl}}'.
const withShaders = (script) => script.replace(/'\{\{([a-z_]+\.frag\.glsl)\}\}'/g,
  (whole, name) => JSON.stringify(readFileSync(join(options.shaders[0], name), 'utf8')));
const packed = (script, module = false) => minify_sync(withShaders(script), { ecma: 2020, module, compress: { passes: 2 } }).code + '\n';

const files = new Map();  // name in the site → where it comes from, or its text
for (const file of options.files ?? []) {
  files.set(basename(file), file.endsWith('.js') && !isLesson(basename(file)) ? { text: packed(readFileSync(file, 'utf8')) } : { file });
}
const apart = new Set((options.apart ?? []).map((file) => basename(file)));
for (const file of options.apart ?? []) {
  const isModule = file.endsWith('.js');
  files.set(basename(file), isModule ? { text: packed(readFileSync(file, 'utf8'), true) } : { file });
}
for (const program of ['page.js', 'trainer.js', 'explorer.js']) files.set(program, { text: packed(readFileSync(join(programs, program), 'utf8')) });

const lazyFiles = new Set(), assetOfFile = new Map();
// The assets of a folder by name, each {bytes, rawBytes, chunks, sha256}; their chunks join the site's files.
function assetsOf(folder, isLazy) {
  const manifest = {};
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.json')).sort()) {
    const asset = basename(name, '.json');
    const entry = manifest[asset] = JSON.parse(readFileSync(join(folder, name), 'utf8'));
    for (const chunk of entry.chunks) {
      files.set(chunk, { file: join(folder, chunk) });
      assetOfFile.set(chunk, asset);
      if (isLazy(asset)) lazyFiles.add(chunk);
    }
  }
  return manifest;
}
const manifest = assetsOf(assets, (asset) => lazyAssets.includes(asset));
files.set('manifest.js', { text: `inklingManifest(${JSON.stringify(manifest)});\n` });

// scalar.js puts the programs without vectors in the place of the others, with whose scripts they run.
const scalar = assetsOf(join(assets, 'scalar'), () => true);
const scalarFiles = new Set(Object.values(scalar).flatMap(({ chunks }) => chunks));
files.set('scalar.js', { text: `inklingManifest(${JSON.stringify(scalar)});\n` });
for (const program of ['page.js', 'trainer.js', 'explorer.js']) {
  if (readFileSync(join(programs, program), 'utf8') === readFileSync(join(options.scalar[0], program), 'utf8')) continue;
  console.error(`error: ${program} differs with and without vectors: what it is compiled from must not depend on them.`);
  process.exit(1);
}

const licences = (options.licences ?? []).map((file) => readFileSync(file, 'utf8').trim());
const line = '-'.repeat(100);
files.set('NOTICE.txt', {
  text: [readFileSync(options.notice[0], 'utf8').trim(), ...licences].join(`\n\n${line}\n\n`) + '\n',
});

const contents = new Map([...files].map(([name, { file, text }]) => [name, file ? readFileSync(file) : Buffer.from(text)]));
const whole = createHash('sha256');
for (const name of [...contents.keys()].sort()) whole.update(name).update(contents.get(name));
const html = readFileSync(index, 'utf8');
const version = whole.update(html).digest('hex').slice(0, 12);
const hashes = (text, element) => [...text.matchAll(new RegExp(`<${element}(?:\\s[^>]*)?>([^]*?)</${element}>`, 'g'))]
  .filter((match) => match[1] && !/^<script[^>]*\ssrc=/.test(match[0]))
  .map((match) => `'sha256-${createHash('sha256').update(match[1]).digest('base64')}'`).join(' ');
const page = (text) => {
  const whole = text.replaceAll('{{version}}', version);
  return Buffer.from(whole.replaceAll('{{script-hashes}}', hashes(whole, 'script')).replaceAll('{{style-hashes}}', hashes(whole, 'style')));
};
contents.set('index.html', page(html));
for (const name of apart) if (name.endsWith('.html')) contents.set(name, page(contents.get(name).toString()));

// The service worker knows every file by its hash, and apart data sets and what few browsers need: kept only once they were loaded.
const sha256 = (content) => createHash('sha256').update(content).digest('hex');
const release = { version, files: {}, data: {} };
for (const [name, content] of contents) {
  const isData = ['mnist', 'fashion'].includes(assetOfFile.get(name)) || scalarFiles.has(name);
  release[isData ? 'data' : 'files'][name] = sha256(content);
}
const serviceWorker = `const release=${JSON.stringify(release)};\n${readFileSync(options['service-worker'][0], 'utf8')}`;
contents.set('sw.js', Buffer.from(packed(serviceWorker)));

// Only what differs is written, and what no longer belongs is removed: a server may be reading the folder.
mkdirSync(output, { recursive: true });
for (const name of readdirSync(output)) if (!contents.has(name)) rmSync(join(output, name), { recursive: true });
for (const [name, content] of contents) {
  const path = join(output, name);
  let old;
  try { old = readFileSync(path); } catch { /* not there yet */ }
  if (!old?.equals(content)) writeFileSync(path, content);
}

// The report: sizes as a server with gzip sends them.
const gzip = (content) => gzipSync(content, { level: 9 }).length;
const groups = new Map([['HTML', 0], ['JavaScript', 0], ['page wasm', 0], ['trainer wasm', 0], ['fonts', 0], ['digits', 0], ['other', 0]]);
const groupOf = (name) => {
  const asset = assetOfFile.get(name);
  if (asset) return { 'page.wasm': 'page wasm', 'trainer.wasm': 'trainer wasm', fonts: 'fonts', digits: 'digits' }[asset] ?? 'other';
  if (name.endsWith('.html')) return 'HTML';
  if (name.endsWith('.js')) return 'JavaScript';
  return 'other';
};
for (const [name, content] of contents) {
  if (lazyFiles.has(name) || isLazyScript(name) || isApart(name) || ['NOTICE.txt', 'sw.js'].includes(name)) continue;
  groups.set(groupOf(name), groups.get(groupOf(name)) + gzip(content));
}
const trainer = gzip(readFileSync(join(programs, 'trainer.wasm')));
const total = [...groups.values()].reduce((sum, bytes) => sum + bytes, 0);
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`.padStart(10);
const report = [
  'First visit, after gzip:',
  ...[...groups].filter(([, bytes]) => bytes).map(([group, bytes]) => `  ${group.padEnd(14)}${kilobytes(bytes)}`),
  `  ${'total'.padEnd(14)}${kilobytes(total)}   (limit ${kilobytes(limitInitial).trim()})`,
  `  ${'trainer.wasm'.padEnd(14)}${kilobytes(trainer)}   (limit ${kilobytes(limitTrainer).trim()})`,
  'Loaded when asked for, compressed:',
  ...lazyAssets.filter((asset) => manifest[asset])
    .map((asset) => `  ${asset.padEnd(14)}${kilobytes(manifest[asset].bytes)}`),
  ...Object.entries(scalar).map(([asset, { bytes }]) => `  ${`scalar ${asset}`.padEnd(22)} ${kilobytes(bytes)}`),
  ...[...contents.keys()].filter(isLazyScript).map((name) => `  ${name.padEnd(22)} ${kilobytes(gzip(contents.get(name)))}`),
].join('\n');
console.log(report);
writeFileSync(options.sizes[0], report + '\n');
if (total > limitInitial || trainer > limitTrainer) {
  console.error('error: the site is larger than its limits.');
  process.exit(1);
}
