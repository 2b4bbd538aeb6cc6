// jax-js, its wasm back end, in a page: the whole step as one jitted function. Arrays are used up where they are
// used; `.ref` keeps one for another use.
export async function trainerOf(jax, { sizes, batch }, { X, labels, count }) {
  const { numpy: np, nn, tree, grad, jit, init, defaultDevice, blockUntilReady } = jax;
  await init('wasm');
  defaultDevice('wasm');
  const layers = sizes.slice(1).map((units, l) => {
    const limit = Math.sqrt(6 / sizes[l]);
    const W = Float32Array.from({ length: sizes[l] * units }, () => limit * (2 * Math.random() - 1));
    return { W: np.array(W).reshape([sizes[l], units]), b: np.zeros([units]) };
  });
  const zeros = () => tree.map((p) => np.zeros(p.shape), layers);
  const loss = (network, x, targets) => {
    let a = x;
    network.forEach(({ W, b }, l) => {
      a = np.dot(a, W).add(b);
      if (l < network.length - 1) a = nn.relu(a);
    });
    return nn.logSoftmax(a).mul(targets).sum().mul(-1 / batch);
  };
  const step = jit((network, first, second, rate, x, targets) => {
    const slope = grad(loss)(tree.ref(network), x, targets);
    const m = tree.map((old, g) => old.mul(0.9).add(g.mul(0.1)), first, tree.ref(slope));
    const v = tree.map((old, g) => old.mul(0.999).add(g.ref.mul(g).mul(0.001)), second, slope);
    const moved = tree.map((p, a, b) => p.sub(a.mul(rate.ref).div(np.sqrt(b).add(1e-8))), network, tree.ref(m), tree.ref(v));
    rate.dispose();
    return [moved, m, v];
  });
  let state = [layers, zeros(), zeros()], t = 0;
  const batches = [];
  for (let at = 0; at + batch <= count; at += batch) {
    const targets = new Float32Array(batch * 10);
    for (let i = 0; i < batch; i++) targets[i * 10 + labels[at + i]] = 1;
    batches.push([np.array(X.slice(at * sizes[0], (at + batch) * sizes[0])).reshape([batch, sizes[0]]),
      np.array(targets).reshape([batch, 10])]);
  }
  return async (at) => {
    t++;
    const rate = 0.001 * Math.sqrt(1 - 0.999 ** t) / (1 - 0.9 ** t);
    const [x, targets] = batches[at / batch];
    state = step(...state, np.array(rate), x.ref, targets.ref);
    await blockUntilReady(state[0]);
  };
}
