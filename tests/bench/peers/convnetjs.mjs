import { createRequire } from 'node:module';
import { contestant } from '../workloads.mjs';

const convnet = createRequire(`${process.env.INKLING_PEERS}/`)('convnetjs');

await contestant(({ sizes, batch }, { X, labels }) => {
  const net = new convnet.Net();
  net.makeLayers([{ type: 'input', out_sx: 1, out_sy: 1, out_depth: sizes[0] },
    ...sizes.slice(1, -1).map((units) => ({ type: 'fc', num_neurons: units, activation: 'relu' })),
    { type: 'softmax', num_classes: 10 }]);
  const trainer = new convnet.SGDTrainer(net, { method: 'adam', learning_rate: 0.001, batch_size: batch });
  const volume = new convnet.Vol(1, 1, sizes[0]);
  return (first) => {
    for (let i = first; i < first + batch; i++) {
      for (let j = 0; j < sizes[0]; j++) volume.w[j] = X[i * sizes[0] + j];
      trainer.train(volume, labels[i]);
    }
  };
});
