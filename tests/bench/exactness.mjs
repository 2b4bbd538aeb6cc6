// exactness.mjs [--rounds N]: what bits that are the same everywhere cost in speed. Builds the same sources once more with
// -ffast-math (sums in any order, reciprocals for divisions, no care for infinities or signs of zero), without fused
// multiply-add in either, natively and as WebAssembly, and trains the same sessions with both in turn. Processor time counts,
// less that of a single step, so that a busy machine disturbs little. A ratio is taken within a round; the median is shown.
import { execFileSync, spawnSync } from 'node:child_process';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const at = process.argv.indexOf('--rounds');
const rounds = at < 0 ? 7 : Number(process.argv[at + 1]);
const plain = 'augment-shift=0&augment-rotate=0&augment-scale=0&augment-shear=0&augment-elastic=0';
const workloads = [
  ['digits-64-64-10, ReLU, batch 32', `hidden=64,64&batch=32&${plain}`, 12000],
  ['digits-64-64-10, ReLU, batch 200', `hidden=64,64&batch=200&${plain}`, 3000],
  ['digits-64-64-10, tanh, batch 32', `hidden=64,64&activation=tanh&batch=32&${plain}`, 9000],
  ['mnist-784-128-10, ReLU, batch 128', `dataset=mnist&hidden=128&batch=128&${plain}`, 600],
];

const run = (command, args) => execFileSync(command, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });

// The program of a preset, exact or with -ffast-math. A folder two levels deep keeps all that it makes to itself.
function program(preset, isExact) {
  const folder = isExact ? `build/${preset}` : `build/exactness/${preset}`;
  run('cmake', ['--preset', preset, '-B', folder, ...(isExact ? [] : ['-DCMAKE_CXX_FLAGS=-ffast-math -Wno-nan-infinity-disabled'])]);
  run('ninja', ['-C', folder, 'inkling']);
  if (preset === 'native') return [`${folder}/inkling`];
  return ['node', `${isExact ? 'build' : folder}/node/inkling.mjs`];
}

// Processor seconds of so many steps, starting and reading the data included.
function seconds(which, recipe, steps) {
  const { status, stderr } = spawnSync('bash', ['-c', 'TIMEFORMAT=%U; time "$@" >/dev/null', 'bash', ...which,
    'digest', '--recipe', recipe, '--steps', String(steps), '--data', 'build/data'], { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return Number(stderr.trim().split('\n').at(-1));
}

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];
const programs = ['native', 'web'].map((preset) => [preset, program(preset, true), program(preset, false)]);
console.log('| | steps | exact, s | -ffast-math, s | ratio | from … to |\n| --- | --- | --- | --- | --- | --- |');
for (const [preset, exact, fast] of programs) {
  for (const [name, recipe, nativeSteps] of workloads) {
    const pairs = [], steps = preset === 'web' ? 4 * nativeSteps : nativeSteps;  // V8 compiles for a while
    for (let i = 0; i < rounds; i++) {
      // Whichever comes second finds the machine otherwise: each does in turn.
      const times = new Map((i % 2 ? [fast, exact] : [exact, fast])
        .map((which) => [which, seconds(which, recipe, steps) - seconds(which, recipe, 1)]));
      pairs.push([times.get(exact), times.get(fast)]);
    }
    const ratios = pairs.map(([a, b]) => a / b), shown = (side) => median(pairs.map((pair) => pair[side])).toFixed(3);
    console.log(`| ${preset}: ${name} | ${steps} | ${shown(0)} | ${shown(1)} | ${median(ratios).toFixed(3)} | `
      + `${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)} |`);
  }
}
