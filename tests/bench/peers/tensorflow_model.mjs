// TensorFlow.js on whichever back end it has been set to, under Node or in a page.
export async function trainerOf(tf, { sizes, batch }, { X, labels, count }) {
  const model = tf.sequential();
  sizes.slice(1).forEach((units, i) => model.add(tf.layers.dense({
    units, inputShape: i === 0 ? [sizes[0]] : undefined, activation: i === sizes.length - 2 ? 'softmax' : 'relu',
  })));
  model.compile({ optimizer: tf.train.adam(0.001), loss: 'categoricalCrossentropy' });
  const batches = [];
  for (let at = 0; at + batch <= count; at += batch) {
    batches.push([tf.tensor2d(X.subarray(at * sizes[0], (at + batch) * sizes[0]), [batch, sizes[0]]),
      tf.oneHot(tf.tensor1d([...labels.subarray(at, at + batch)], 'int32'), 10).toFloat()]);
  }
  return async (at) => model.trainOnBatch(...batches[at / batch]);
}
