// What every contestant trains: ReLU, softmax with cross-entropy, Adam at a rate of 0.001. Contestants are
// told one workload and the seconds they have, as JSON in their first argument, and answer on their last
// line of output with { samples_per_second } or { skipped: why }.
import { readFileSync } from 'node:fs';
import { rate } from './rate.mjs';

export const workloads = [
  { name: 'digits-64-64-10-b32', dataset: 'digits', sizes: [64, 64, 10], batch: 32 },
  { name: 'digits-64-64-10-b200', dataset: 'digits', sizes: [64, 64, 10], batch: 200 },
  { name: 'mnist-784-128-10-b64', dataset: 'mnist', sizes: [784, 128, 10], batch: 64 },
  { name: 'mnist-784-128-10-b128', dataset: 'mnist', sizes: [784, 128, 10], batch: 128 },
  { name: 'mnist-784-512-256-10-b128', dataset: 'mnist', sizes: [784, 512, 256, 10], batch: 128 },
];

const mostSamples = 12_800;

// The first samples of a packed data set, or random numbers in its shape: { X, labels, count }, X by rows.
export function samples({ dataset, sizes: [features] }, folder, isDense) {
  const bytes = readFileSync(`${folder}/${dataset}.inkd`);
  const total = bytes.readUInt32LE(24), maxValue = bytes.readUInt32LE(20);
  const count = Math.min(total, mostSamples);
  const X = new Float32Array(count * features);
  let state = 1;
  for (let i = 0; i < X.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    X[i] = isDense ? 0.05 + 0.9 * state / 2 ** 32 : bytes[32 + i] / maxValue;
  }
  const labels = new Uint8Array(bytes.subarray(32 + total * features, 32 + total * features + count));
  return { X, labels, count };
}

// The frame of a contestant that runs under Node.
export async function contestant(makeTrainer) {
  const { workload, seconds, isDense, folder } = JSON.parse(process.argv[2]);
  const data = samples(workload, folder, isDense);
  const trainBatch = await makeTrainer(workload, data);
  console.log(JSON.stringify({ samples_per_second: await rate(workload, data.count, seconds, trainBatch) }));
  process.exit(0);
}
