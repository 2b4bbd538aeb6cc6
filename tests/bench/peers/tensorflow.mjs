// TensorFlow.js under Node, its back end named in the second argument: cpu or wasm.
import { createRequire } from 'node:module';
import { contestant } from '../workloads.mjs';
import { trainerOf } from './tensorflow_model.mjs';

const require = createRequire(`${process.env.INKLING_PEERS}/`);
const tf = require('@tensorflow/tfjs');
const backend = process.argv[3];
if (backend === 'wasm') {
  const wasm = require('@tensorflow/tfjs-backend-wasm');
  wasm.setWasmPaths(`${process.env.INKLING_PEERS}/node_modules/@tensorflow/tfjs-backend-wasm/dist/`);
}

await contestant(async (workload, data) => {
  await tf.setBackend(backend);
  await tf.ready();
  return trainerOf(tf, workload, data);
});
