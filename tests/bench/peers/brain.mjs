// brain.js knows neither softmax nor batches: it updates after each sample, on squared error, by its Adam.
import { createRequire } from 'node:module';
import { contestant } from '../workloads.mjs';

const brain = createRequire(`${process.env.INKLING_PEERS}/`)('brain.js');

await contestant(({ sizes, batch }, { X, labels, count }) => {
  const net = new brain.NeuralNetwork({ hiddenLayers: sizes.slice(1, -1), activation: 'relu' });
  const rows = Array.from({ length: count }, (_, i) => ({
    input: Array.from(X.subarray(i * sizes[0], (i + 1) * sizes[0])),
    output: Array.from({ length: 10 }, (__, c) => Number(labels[i] === c)),
  }));
  return (first) => net.train(rows.slice(first, first + batch), { iterations: 1, errorThresh: 1e-9, praxis: 'adam', learningRate: 0.001 });
});
