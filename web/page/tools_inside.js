// The tools that follow one input through the network: a training step in four scenes, and one neuron with its numbers.
(() => {
  'use strict';
  const Inkling = globalThis.Inkling;
  const t = Inkling.choose;
  const { explore: ask, toolPanel } = Inkling;
  const { bytesOfBase64url, make, percent, short, signed, fine, imageCanvas, signCanvas, figure, chart, className, classChoice, cells, signCell,
    rows, needsDrawing, sessionKey, padKey } = Inkling.toolKit;
  const { run, choose } = toolPanel;

  // `unit` and `input` are of the weight that the slow step follows: -1, the loudest.
  const options = { layer: 0, neuron: 0, label: -1, unit: -1, input: -1 };

  // a = f(z), as it is written.
  const formulas = {
    relu: 'max(0, z)', 'leaky-relu': 'max(0.01 z, z)', elu: t('z, e^z − 1 below 0', 'z，小于 0 时为 e^z − 1'), gelu: 'z/2 · (1 + tanh(0.798 z + 0.0357 z³))', softplus: 'ln(1 + e^z)', tanh: 'tanh z',
    sigmoid: '1 / (1 + e^−z)', linear: 'z',
  };

  // The same with the number in its place.
  const bracketed = (value) => (value < 0 ? `(${signed(value)})` : signed(value).replace('+', ''));
  const formulaWith = (activation, z) => formulas[activation].replace(/(?<![a-z])z(?![a-z])/g, bracketed(z));
  // A name that unfolds to the arithmetic behind its number.
  const unfold = (title, ...lines) => make('details', { className: 'unfold' }, make('summary', {}, title), make('p', { className: 'sums' }, lines.join('\n')));

  // What a term of a sum comes from: a pixel, a coordinate or a neuron of the layer before, counted as the picture counts them.
  function sourceName(layer, input) {
    if (layer > 0) return t(`neuron ${input}`, `神经元 ${input}`);
    const { width, height, pixels } = Inkling.apiCall('pixels');
    if (pixels.length === 0 || width * height !== pixels.length) return t(`input ${input + 1}`, `输入 ${input + 1}`);
    return t(`row ${Math.floor(input / width) + 1}, column ${(input % width) + 1}`, `第 ${Math.floor(input / width) + 1} 行第 ${(input % width) + 1} 列`);
  }

  // The truth that a loss goes by: what the reader says of the present image, or what the data set says. -1: what the
  // network answers.
  let labelled = '';
  function label() {
    const now = padKey();
    if (now !== labelled) options.label = -1;
    labelled = now;
    return options.label < 0 ? Inkling.apiCall('pixels').label : options.label;
  }

  // A number opens what it comes from: the neuron with its terms. `trail` leads back, the newest place last.
  const trail = [];
  function opener(layer, neuron, text) {
    const button = make('button', { type: 'button', className: 'open', 'data-opens': `${layer},${neuron}` }, text);
    button.addEventListener('click', () => {
      trail.push({ tool: toolPanel.chosen(), layer: options.layer, neuron: options.neuron });
      Object.assign(options, { layer, neuron });
      choose('neuron', { keeps: true });
    });
    return button;
  }
  function backButton() {
    const back = make('button', { type: 'button', className: 'plain', 'data-back': '' }, t('‹ Back', '‹ 返回'));
    back.addEventListener('click', () => {
      const { tool, layer, neuron } = trail.pop();
      Object.assign(options, { layer, neuron });
      choose(tool, { keeps: true });
    });
    return make('div', { className: 'row' }, back);
  }

  // The neuron is marked in the network's picture, and one that is pressed there is taken over.
  let marked = '';
  function mark(layer, neuron) {
    marked = `${layer + 1},${neuron}`;
    if (Inkling.apiCall('state').selected !== marked) Inkling.apiCall('select', marked);
  }
  // [layer, neuron], layers from 1, where the reader has pressed another since; else nothing.
  function picked() {
    const { selected } = Inkling.apiCall('state');
    if (selected === marked) return null;
    marked = selected;
    return selected ? selected.split(',').map(Number) : null;
  }

  // Gradients stand on the network's edges while the slow step goes backward.
  // The way that the chain rule is followed along stands there too, with its numbers: "PLACES;WORDS;…".
  function pathWords({ path, input, gradient: [x] }, units, gradients) {
    const places = [input, ...path.filter(({ kind }) => kind === 'slope').map(({ neuron }) => neuron), path.at(-1).neuron];
    // ∂L/∂z of a unit is the gradient of its bias, which stands behind the weights of its layer.
    let at = 0;
    const slopes = places.slice(1).map((place, l) => {
      at += (units[l] + 1) * units[l + 1];
      return gradients[at - units[l + 1] + place];
    });
    const words = [`x = ${signed(x).replace('+', '')}`, ...slopes.map((slope, l) => `${l + 1 < slopes.length ? '∂L/∂z' : 'p − y'} = ${fine(slope)}`)];
    return [places.join(), ...words].join(';');
  }
  let hasGradients = false;
  async function showGradients(answer, isWanted) {
    const { gradients, units, error } = await ask(`gradients ${label()} -1`);
    if (error || !isWanted()) return;
    const bytes = bytesOfBase64url(gradients);
    Inkling.giveAsset('gradients', bytes);
    Inkling.apiCall('gradients', pathWords(answer, units, new Float32Array(bytes.buffer)));
    Inkling.requestFrame();
    hasGradients = true;
  }
  function hideGradients() {
    if (hasGradients) Inkling.apiCall('gradients');
    hasGradients = false;
  }

  // The trainer's next update of a weight, in a place of its own that fills when it is worked out. It is asked for once.
  const reasons = {
    untraceable: () => t('This session began with a link’s weights, or has had more changes than are kept: what the optimiser remembers cannot be worked out again.', '这次训练从链接里的权重开始，或改动多得记不下：优化器记住的数没法再算出来。'),
    'too-long': () => t('The way to here is too long to be trained again for this.', '走到这里的路太长，不便为此重新训练一遍。'),
    ended: () => t('Training has ended: there is no next step.', '训练已经结束，没有下一步了。'),
  };
  let update = { key: '', made: null };
  async function nextUpdate(layer, neuron, input) {
    const key = `${sessionKey(Inkling.apiCall('state'))} ${layer} ${neuron} ${input}`;
    if (update.key !== key) update = { key, made: ask(`update ${layer} ${neuron} ${input}`) };
    return update.made;
  }
  function updateTable(made) {
    const change = ([before, after]) => [fine(before), fine(after)];
    const line = (name, pair) => [make('td', {}, name), ...cells('td', pair)];
    const [first, second] = { adam: ['m', 'v'], adamw: ['m', 'v'], momentum: [t('velocity', '速度'), ''], nesterov: [t('velocity', '速度'), ''], rmsprop: ['', 'v'], adagrad: ['', t('Σ g²', 'Σ g²')] }[made.optimizer] ?? ['', ''];
    const formula = { adam: '−η′ · m / (√v + ε)', adamw: '−η′ · m / (√v + ε)', rmsprop: '−η · g / (√v + ε)', adagrad: '−η · g / (√v + ε)', momentum: 'v', nesterov: 'μ · v − η · g' }[made.optimizer] ?? '−η · g';
    return [
      make('table', { 'data-result': 'own' }, make('thead', {}, make('tr', {}, ...cells('th', ['', t('before', '之前'), t('after', '之后')]))),
        make('tbody', {}, ...[
          [make('td', {}, t('g, the mean ∂L/∂w of its batch', 'g，这一批 ∂L/∂w 的平均')), make('td', {}, ''), make('td', {}, fine(made.gradient))],
          ...(first ? [line(t(`${first}, remembered`, `${first}，记住的`), change(made.first))] : []),
          ...(second ? [line(t(`${second}, remembered`, `${second}，记住的`), change(made.second))] : []),
          [make('td', {}, formula), make('td', {}, ''), make('td', {}, fine(made.step))],
          line('w', [signed(made.before, 6), signed(made.after, 6)]),
        ].map((row) => make('tr', {}, ...row)))),
      make('p', { className: 'quiet' }, t(`The trainer’s step ${made.steps}, worked out by training the session again from its start${made.rate ? `; η${made.optimizer.startsWith('adam') ? '′' : ''} = ${short(made.rate)}` : ''}.`,
        `训练器的第 ${made.steps} 步，由这次训练从头重走一遍算出${made.rate ? `；η${made.optimizer.startsWith('adam') ? '′' : ''} = ${short(made.rate)}` : ''}。`)),
    ];
  }
  // What the optimiser remembers and what it does with it, with the numbers in place: the arithmetic behind the table.
  function updateArithmetic({ optimizer, gradient, first: [m0, m], second: [v0, v], rate, epsilon, kept, before, step, after, beta1, beta2, momentum, smoothing }) {
    const plain = (value) => fine(value).replace('+', '');
    const inside = (value) => (value < 0 ? `(${plain(value)})` : plain(value));
    const rest = (share) => Number((1 - share).toPrecision(6));
    const g = inside(gradient), isAdam = optimizer === 'adam' || optimizer === 'adamw';
    const lines = [];
    if (isAdam) {
      lines.push(`m = ${beta1} · ${inside(m0)} + ${rest(beta1)} · ${g} = ${plain(m)}`);
      lines.push(`v = ${beta2} · ${inside(v0)} + ${rest(beta2)} · ${g}² = ${plain(v)}`);
      lines.push(`η′ = η · √(1 − ${beta2}^t) / (1 − ${beta1}^t) = ${plain(rate)}`);
      lines.push(`−${inside(rate)} · ${inside(m)} / (√${inside(v)} + ${short(epsilon)}) = ${plain(step)}`);
    } else if (optimizer === 'momentum' || optimizer === 'nesterov') {
      lines.push(`v = ${momentum} · ${inside(m0)} − ${inside(rate)} · ${g} = ${plain(m)}`);
      if (optimizer === 'nesterov') lines.push(`${momentum} · ${inside(m)} − ${inside(rate)} · ${g} = ${plain(step)}`);
    } else if (optimizer === 'rmsprop' || optimizer === 'adagrad') {
      lines.push(optimizer === 'rmsprop' ? `v = ${smoothing} · ${inside(v0)} + ${rest(smoothing)} · ${g}² = ${plain(v)}` : `Σ g² = ${inside(v0)} + ${g}² = ${plain(v)}`);
      lines.push(`−${inside(rate)} · ${g} / (√${inside(v)} + ${short(epsilon)}) = ${plain(step)}`);
    } else lines.push(`−${inside(rate)} · ${g} = ${plain(step)}`);
    if (kept !== before) lines.push(t(`decay leaves ${signed(kept, 6)} of ${signed(before, 6)}`, `衰减后 ${signed(before, 6)} 剩 ${signed(kept, 6)}`));
    lines.push(`w = ${signed(kept, 6)} ${step < 0 ? '−' : '+'} ${plain(Math.abs(step))} = ${signed(after, 6)}`);
    return make('p', { className: 'sums', 'data-result': 'arithmetic' }, lines.join('\n'));
  }
  // What the signs of the slow step mean, each with its number where it has one.
  function signs(answer) {
    const [w, z, a, , dz] = answer.at, total = answer.gradient[4];
    const entries = [
      ['x, w, b', t('what comes in; the weight that it is multiplied by; the bias that is added', '输入；它要乘的权重；再加上的偏置')],
      ['z', t(`the sum of all x · w, plus b: ${signed(z)} here`, `所有 x · w 之和再加 b：这里是 ${signed(z)}`)],
      ['a = f(z)', t(`the activation, what goes on: ${signed(a)}`, `激活值，往下传的数：${signed(a)}`)],
      ['p', {
        'cross-entropy': t(`the share that softmax gives a class: ${percent(answer.answers[answer.label])} to ${className(answer.label)}`, `softmax 给一个类别的份额：给 ${className(answer.label)} 的是 ${percent(answer.answers[answer.label])}`),
        'binary-cross-entropy': t(`the sigmoid of an output: ${percent(answer.answers[answer.label])} for ${className(answer.label)}`, `一个输出的 sigmoid：${className(answer.label)} 的是 ${percent(answer.answers[answer.label])}`),
      }[answer.kind] ?? t(`an output as it is: ${signed(answer.answers[answer.label])} for ${className(answer.label)}`, `输出本身：${className(answer.label)} 的是 ${signed(answer.answers[answer.label])}`)],
      ['y', t('1 for the right class, 0 for the others', '正确的类别是 1，其余是 0')],
      ['L', t(`the loss, one number for how wrong the answer is: ${short(answer.loss)}`, `损失，一个数，说明答得多错：${short(answer.loss)}`)],
      ['∂L/∂z', t(`by how much the loss grows when z does, for each unit of it: ${fine(dz)}`, `z 每大 1，损失大多少：${fine(dz)}`)],
      ['∂L/∂w', t(`the same for a weight, its gradient: ${fine(total)} for w = ${signed(w)}`, `权重的同一件事，即梯度：w = ${signed(w)} 的是 ${fine(total)}`)],
      ['η', t(`the learning rate: how far a step goes along the gradient, ${short(answer.rate)}`, `学习率：沿梯度走多远，${short(answer.rate)}`)],
      [t('penalty', '惩罚'), t('what L1 and L2 add to the loss so that weights stay small; a training step shares it among its batch', 'L1、L2 加在损失上的部分，让权重别太大；训练的一步里由一批样本分摊')],
      ['m, v', t('what an optimiser remembers: running means of g and of g²', '优化器记住的：g 与 g² 的滑动平均')],
      [t('digest', '摘要'), t('a fingerprint of all weights: it changes with the last bit of any of them', '全部权重的指纹：任何一个的最后一位变了，它就变')],
    ];
    return make('details', { className: 'signs' }, make('summary', {}, t('What the signs mean', '符号是什么意思')),
      make('dl', {}, ...entries.flatMap(([name, words]) => [make('dt', {}, name), make('dd', {}, words)])));
  }
  function updatePlace(layer, neuron, input, isAsked) {
    const place = make('div', {});
    const fill = async () => {
      place.replaceChildren(make('p', { className: 'quiet' }, t('Computing…', '正在计算…')));
      try {
        const made = await nextUpdate(layer, neuron, input);
        place.replaceChildren(...(made.error ? [make('p', { className: 'quiet', 'data-result': 'own' }, (reasons[made.error] ?? reasons.untraceable)())] : [...updateTable(made), updateArithmetic(made)]));
      } catch (error) {
        place.replaceChildren(make('p', { className: 'wrong', role: 'alert' }, error.message));
      }
    };
    if (isAsked) {
      const button = make('button', { type: 'button', className: 'plain', 'data-own': '' }, t('The trainer’s own next update', '训练器自己的下一次更新'));
      button.addEventListener('click', fill);
      place.append(make('div', { className: 'row' }, button));
    } else fill();
    return place;
  }


  function choices(answer) {
    const layer = make('select', { 'aria-label': t('Layer', '层') }, ...Array.from({ length: answer.layers }, (_, i) => make('option', { value: String(i), selected: i === options.layer },
      i + 1 === answer.layers ? t('output', '输出层') : t(`hidden layer ${i + 1}`, `隐藏层 ${i + 1}`))));
    const unit = make('input', { type: 'number', min: '0', max: String(answer.units - 1), value: String(options.neuron), 'aria-label': t('Neuron', '神经元') });
    const go = (where) => {
      trail.length = 0;
      Object.assign(options, where);
      run();
    };
    const step = (by, name, sign) => {
      const button = make('button', { type: 'button', className: 'icon', 'aria-label': name }, sign);
      button.addEventListener('click', () => go({ neuron: (options.neuron + by + answer.units) % answer.units }));
      return button;
    };
    layer.addEventListener('change', () => go({ layer: Number(layer.value), neuron: 0 }));
    unit.addEventListener('change', () => go({ neuron: Math.min(Math.max(Math.round(Number(unit.value)) || 0, 0), answer.units - 1) }));
    return make('div', { className: 'row choices' }, layer, make('span', { className: 'quiet' }, t('neuron', '神经元')), unit,
      step(-1, t('The neuron before', '上一个神经元'), '‹'), step(1, t('The next neuron', '下一个神经元'), '›'));
  }

  const lossWords = {
    'cross-entropy': () => t('−ln of its probability', '给它的概率取对数再变号'),
    'binary-cross-entropy': () => t('−ln of each right yes or no', '每个“是”“否”答对的概率取对数再变号，相加'),
    'squared-error': () => t('half the squared distance', '距离平方的一半'),
  };

  function sumTable(answer) {
    return make('table', { 'data-result': 'terms' },
      make('thead', {}, make('tr', {}, ...cells('th', [t('term', '项'), 'x', 'w', 'x · w']))),
      make('tbody', {},
        ...answer.terms.map(([input, x, w, product]) => make('tr', {}, make('td', {}, options.layer > 0 ? opener(options.layer - 1, input, sourceName(options.layer, input)) : sourceName(0, input)), make('td', {}, signed(x).replace('+', '')), signCell(w, signed(w)), signCell(product, signed(product)))),
        answer.smaller ? make('tr', {}, ...cells('td', [t(`${answer.smaller} smaller`, `较小的 ${answer.smaller} 项`), '', '']), signCell(answer.others, signed(answer.others))) : '',
        make('tr', {}, ...cells('td', [t('bias b', '偏置 b'), '', '']), signCell(answer.b, signed(answer.b))),
        make('tr', { className: 'sum' }, ...cells('td', ['z = Σ x · w + b', '', '']), make('td', { 'data-result': 'z' }, signed(answer.z)))));
  }

  function softmaxTable({ sum, terms }) {
    return make('table', { 'data-result': 'softmax' },
      make('thead', {}, make('tr', {}, ...cells('th', [t('class', '类别'), 'z', 'e^(z − max)', 'p']))),
      make('tbody', {}, ...terms.map(([z, exponential, share], k) => make('tr', k === options.neuron ? { className: 'sum' } : {}, ...cells('td', [className(k), signed(z), exponential.toFixed(4), percent(share)]))),
        make('tr', {}, ...cells('td', [t('sum', '合计'), '', sum.toFixed(4), '100 %']))));
  }

  // a over z, with the point where this neuron stands.
  function activationChart(answer) {
    const zs = answer.curve.map(([z]) => z), as = answer.curve.map(([, a]) => a);
    const low = Math.min(0, ...as), span = Math.max(...as) - low || 1, reach = zs.at(-1);
    const X = (z) => (z + reach) / (2 * reach), Y = (a) => (a - low) / span;
    return chart({
      height: 150, name: t(`Activation: at z = ${signed(answer.z)} it is a = ${signed(answer.a)}`, `激活函数：z = ${signed(answer.z)} 时 a = ${signed(answer.a)}`),
      lines: [{ points: answer.curve.map(([z, a]) => [X(z), Y(a)]) }, { points: [[X(answer.z), Y(low)], [X(answer.z), Y(answer.a)]], width: 1, dash: '3 3', color: 'var(--accent)' }],
      dots: [{ x: X(answer.z), y: Y(answer.a), radius: 5, color: 'var(--accent)' }],
      xTicks: [[0, short(-reach)], [0.5, '0'], [1, short(reach)]], yTicks: [[Y(0), '0'], [1, short(low + span)]],
    });
  }

  // --- One step, slowly: four scenes ---------------------------------------------------------------------

  const scenes = [
    { title: () => t('Forward', '前向'), show: forwardScene },
    { title: () => t('Loss', '损失'), show: lossScene },
    { title: () => t('Backward', '反向'), show: backwardScene },
    { title: () => t('Update', '更新'), show: updateScene },
  ];
  // Which scene; the digest when the step began; what the update did to the weight that is followed.
  const slow = { scene: 0, digest: '', step: 0, done: null };

  const moveTo = (scene) => {
    slow.scene = Math.min(Math.max(scene, 0), scenes.length - 1);
    if (scene === 0) Object.assign(slow, { digest: '', done: null });
    toolPanel.scrollToTop();
    run();
  };
  const weightName = (answer) => t(`${sourceName(0, answer.input)} → neuron ${answer.neuron}`, `${sourceName(0, answer.input)} → 神经元 ${answer.neuron}`);
  const product = (factors, value) => make('div', { className: 'product', 'data-result': 'path' },
    ...factors.flatMap(({ number, above, below }, i) => [i ? make('b', {}, '×') : '', make('div', {}, make('span', { className: 'quiet' }, above), make('strong', { className: number < 0 ? 'minus' : number > 0 ? 'plus' : '' }, fine(number)), make('span', { className: 'quiet' }, below))]),
    make('b', {}, '='), make('div', {}, make('span', { className: 'quiet' }, t('product', '乘积')), make('strong', {}, fine(value)), make('span', { className: 'quiet' }, '')));

  // The weight that is followed may be another: by numbers, or by a press on a neuron of the first layer in the picture.
  function followChoice(answer) {
    const field = (name, value, most, key) => {
      const input = make('input', { type: 'number', min: '0', max: String(most - 1), value: String(value), 'aria-label': name });
      input.addEventListener('change', () => {
        options[key] = Math.min(Math.max(Math.round(Number(input.value)) || 0, 0), most - 1);
        slow.done = null;
        run();
      });
      return input;
    };
    const { inputs } = Inkling.apiCall('parameters', 1);
    const loudest = make('button', { type: 'button', className: 'plain' }, t('The loudest', '最响的'));
    loudest.addEventListener('click', () => {
      Object.assign(options, { unit: -1, input: -1 });
      slow.done = null;
      run();
    });
    return make('div', { className: 'row follow' }, make('span', { className: 'quiet' }, t('follow input', '跟着输入')), field(t('Input that is followed', '跟着的输入'), answer.input, inputs, 'input'),
      make('span', { className: 'quiet' }, t('to neuron', '到神经元')), field(t('Neuron that is followed', '跟着的神经元'), answer.neuron, answer.units, 'unit'), loudest);
  }

  // An answer as its loss reads it: a share of all, a yes or no, a bare number.
  const answerText = ({ kind }, value) => (kind === 'squared-error' ? signed(value) : percent(value));
  const endings = {
    'cross-entropy': () => t('In the end softmax shares 100 % out among the classes.', '最后 softmax 把 100 % 分给各类。'),
    'binary-cross-entropy': () => t('In the end a sigmoid turns each output into a yes or no of its own.', '最后 sigmoid 让每个输出各自回答是或否。'),
    'squared-error': () => t('The outputs are taken as they are.', '输出就按原样用。'),
  };

  function forwardScene(answer) {
    const [w, z, a] = answer.at, [x] = answer.gradient;
    const ofInput = t('x, what comes in there', 'x，那里的输入'), [pixel, offset, factor] = answer.scaled ?? [];
    return [
      make('p', {}, t(`The numbers flow from left to right. Each of the ${answer.units} neurons of the first layer adds up its terms; ${answer.active} of them are not zero afterwards. ${endings[answer.kind]()}`,
        `数从左流到右。第一层的 ${answer.units} 个神经元各自把项加起来，之后有 ${answer.active} 个不为零。${endings[answer.kind]()}`)),
      make('h3', {}, t(`Neuron ${answer.neuron}, which we follow`, `我们跟着神经元 ${answer.neuron} 看`)),
      rows('forward', [t(`w, ${weightName(answer)}`, `w，${weightName(answer)}`), signed(w)],
        [answer.scaled ? unfold(ofInput, t(`x = (pixel − offset) · factor = (${short(pixel)} − ${short(offset)}) · ${short(factor)} = ${short(x)}`, `x =（像素 − 偏移）· 系数 = (${short(pixel)} − ${short(offset)}) · ${short(factor)} = ${short(x)}`)) : ofInput, signed(x)],
        [opener(0, answer.neuron, 'z = Σ x · w + b'), signed(z)],
        [unfold('a = f(z)', `f(z) = ${formulas[answer.activation]}`, `a = ${formulaWith(answer.activation, z)} = ${signed(a).replace('+', '')}`), signed(a)]),
      followChoice(answer),
      make('h3', {}, t('The answer', '回答')),
      rows('answers', ...answer.answers.map((share, k) => [make('td', {}, opener(answer.layers - 1, k, className(k)), k === answer.prediction ? t(' · its answer', ' · 它的回答') : ''), answerText(answer, share)])),
    ];
  }

  // Of losses that ask every class something: what each costs.
  function costRows(answer) {
    const cost = (p, isTruth) => (answer.kind === 'squared-error' ? `(${signed(p)} − ${isTruth ? 1 : 0})² / 2` : isTruth ? `−ln ${p.toPrecision(3)}` : `−ln (1 − ${p.toPrecision(3)})`);
    return rows('loss', ...answer.costs.map((own, k) => [make('td', {}, opener(answer.layers - 1, k, className(k)), k === answer.label ? t(' · the truth', ' · 正确答案') : ''), cost(answer.answers[k], k === answer.label), short(own / answer.weight)]),
      ...(answer.weight === 1 ? [] : [[t('weight of the class', '类别权重'), '', `× ${short(answer.weight)}`]]), [make('td', {}, make('b', {}, 'L')), t('sum', '合计'), short(answer.loss)]);
  }

  function lossScene(answer) {
    const share = answer.answers[answer.label];
    const choice = classChoice(t('The truth', '正确答案'), answer.label, answer.answers.length, (value) => { options.label = value; run(); });
    if (answer.kind !== 'cross-entropy') {
      return [
        make('p', {}, answer.kind === 'squared-error' ? t(`The truth is ${className(answer.label)}: its output should be 1, the others 0. Half the squared distance is the loss.`, `正确答案是 ${className(answer.label)}：它的输出该是 1，其余是 0。距离平方的一半就是损失。`)
          : t(`The truth is ${className(answer.label)}: yes for it, no for the others. Each output pays for its own answer.`, `正确答案是 ${className(answer.label)}：它该答“是”，其余答“否”。每个输出为自己的回答付账。`)),
        choice, costRows(answer),
      ];
    }
    return [
      make('p', {}, t(`The truth is ${className(answer.label)}. The loss asks one thing: how much of the 100 % went to it?`, `正确答案是 ${className(answer.label)}。损失只问一件事：100 % 里有多少给了它？`)),
      choice,
      rows('loss', [opener(answer.layers - 1, answer.label, t(`p of ${className(answer.label)}`, `${className(answer.label)} 的 p`)), share.toPrecision(4)], ['L = −ln p', `−ln ${share.toPrecision(4)} = ${short(answer.loss / answer.weight)}`], ...(answer.weight === 1 ? [] : [[t('weight of the class', '类别权重'), `× ${short(answer.weight)}`]]), [make('td', {}, make('b', {}, 'L')), short(answer.loss)]),
      make('p', { className: 'quiet' }, t('p = 1 would cost nothing; p = 0.5 costs 0.69, p = 0.1 costs 2.3, and a confident error costs most.', 'p = 1 不花钱；p = 0.5 要 0.69，p = 0.1 要 2.3，自信的错误最贵。')),
    ];
  }

  function backwardScene(answer) {
    const [w, z, , da, dz] = answer.at;
    const [x, , ofLoss, ofPenalty, total] = answer.gradient;
    const isHidden = answer.layers > 1;
    const heard = [...answer.hears].sort((one, other) => Math.abs(other[3]) - Math.abs(one[3]));
    // All the ways from the weight to the outputs, by the neuron that they pass next; their sum is ∂L/∂w.
    const ways = heard.map(([k, delta, weight, back]) => ({ k, sum: `${short(x)} · ${short(answer.slope)} · ${signed(weight)} · ${signed(delta, 4)}`, value: x * answer.slope * back }));
    const few = (table, lines, total) => {
      const shownRest = lines.slice(4);
      if (shownRest.length === 0) return lines;
      const more = make('button', { type: 'button', className: 'open', 'aria-expanded': 'false', 'data-more': table }, t(`${shownRest.length} others`, `其余 ${shownRest.length} 份`));
      const line = [make('td', {}, more), '', signCell(total, table === 'ways' ? fine(total) : signed(total, 4))];
      more.addEventListener('click', () => {
        const isOpen = more.getAttribute('aria-expanded') === 'true';
        more.setAttribute('aria-expanded', String(!isOpen));
        let row = more.closest('tr').nextElementSibling;
        for (const _ of shownRest) {
          row.hidden = isOpen;
          row = row.nextElementSibling;
        }
      });
      return [...lines.slice(0, 4), line, ...shownRest];
    };
    const folded = (made) => {  // what stands behind "others" waits there
      const more = made.querySelector('[data-more]');
      for (let row = more?.closest('tr').nextElementSibling, left = heard.length - 4; row && left > 0; row = row.nextElementSibling, left--) row.hidden = true;
      return made;
    };
    const sumOf = (values) => values.slice(4).reduce((sum, value) => sum + value, 0);
    const output = (k) => (answer.layers === 2 ? className(k) : t(`neuron ${k}`, `神经元 ${k}`));
    const words = {
      input: [() => 'x', () => t('what came in', '输入')], slope: [() => 'f′(z)', ({ layer, neuron: n }) => t(`layer ${layer + 1}, neuron ${n}`, `第 ${layer + 1} 层神经元 ${n}`)],
      weight: [() => 'w', ({ neuron: n, layer }) => t(`on to ${layer + 1 === answer.layers ? className(n) : `neuron ${n}`}`, `去 ${layer + 1 === answer.layers ? className(n) : `神经元 ${n}`}`)],
      loss: [() => 'p − y', ({ neuron: n }) => className(n)],
    };
    return [
      make('p', {}, t(`Each output sends back how far it was off, p − y${answer.weight === 1 ? '' : ', times the weight of the class'}. Minus says “I should have been larger”, plus says “smaller”. A hidden neuron adds up what it hears, each times the weight between them; where its activation is flat, nothing passes.`,
        `每个输出送回自己偏了多少：p − y${answer.weight === 1 ? '' : '，再乘类别的权重'}。负号说“我该更大”，正号说“我该更小”。隐藏神经元把听到的加起来，每一份乘上中间的权重；激活函数平的地方，什么也过不去。`)),
      rows('errors', ...answer.errors.map((error, k) => [make('td', {}, opener(answer.layers - 1, k, className(k)), k === answer.label ? t(' · the truth', ' · 正确答案') : ''), answer.weight === 1 ? `${answer.answers[k].toFixed(4)} − ${k === answer.label ? 1 : 0}` : `(${answer.answers[k].toFixed(4)} − ${k === answer.label ? 1 : 0}) × ${short(answer.weight)}`, signCell(error, signed(error, 4))])),
      make('p', { className: 'quiet' }, t('In the network, edges and images show ∂L/∂w meanwhile: orange should grow, blue shrink.', '这时网络里的连线和图像显示 ∂L/∂w：橙色的该变大，蓝色的该变小。')),
      isHidden && answer.layers === 2 ? make('p', { className: 'quiet' }, t(`${answer.silent} of the ${answer.units} neurons of the first layer hear nothing that counts: ∂L/∂z = 0.`, `第一层 ${answer.units} 个神经元里，有 ${answer.silent} 个什么也没听进去：∂L/∂z = 0。`)) : null,
      isHidden ? make('h3', {}, t(`What neuron ${answer.neuron} hears, ∂L/∂z · w`, `神经元 ${answer.neuron} 听到的，∂L/∂z · w`)) : null,
      isHidden ? folded(rows('hears', ...few('hears', heard.map(([k, delta, weight, back]) => [opener(1, k, t(`from ${output(k)}`, `来自 ${output(k)}`)), `${signed(delta, 4)} × ${signed(weight)}`, signCell(back, signed(back, 4))]), sumOf(heard.map(([, , , back]) => back))),
        [t('sum, ∂L/∂a', '合计，∂L/∂a'), '', signCell(da, signed(da, 4))],
        ['∂L/∂z = ∂L/∂a · f′(z)', t(`slope at z = ${signed(z)}: ${short(answer.slope)}`, `z = ${signed(z)} 处的斜率：${short(answer.slope)}`), signCell(dz, signed(dz, 4))])) : null,
      make('h3', {}, t('The weight that is followed', '我们跟着的那个权重')),
      rows('weight', [weightName(answer), `w = ${signed(w)}`], ['∂L/∂w = ∂L/∂z · x', `${fine(dz)} · ${short(x)} = ${fine(ofLoss)}`], ...(ofPenalty ? [[t('and of the penalty on weights', '再加权重惩罚的'), fine(ofPenalty)]] : []), [t('together', '合计'), fine(total)]),
      make('h3', {}, t('The chain rule along the strongest path', '沿最强一条路的链式法则')),
      product(answer.path.map((factor) => {
        const above = words[factor.kind][0](factor);
        const opens = { slope: factor.layer, loss: answer.layers - 1 }[factor.kind];
        return { number: factor.value, above: opens === undefined ? above : opener(opens, factor.neuron, above), below: words[factor.kind][1](factor) };
      }), answer.product),
      isHidden ? make('h3', {}, t('All ways together', '所有的路加起来')) : null,
      isHidden ? folded(rows('ways', ...few('ways', ways.map(({ k, sum, value }) => [t(`by ${output(k)}`, `经 ${output(k)}`), sum, signCell(value, fine(value))]), sumOf(ways.map(({ value }) => value))),
        ['∂L/∂w', 'x · f′(z) · w · ∂L/∂z', signCell(ofLoss, fine(ofLoss))])) : null,
    ];
  }

  function updateScene(answer) {
    const total = answer.gradient[4];
    const { done } = slow;
    if (done) {
      const { own } = done;
      return [
        make('p', {}, t('Every weight has moved a little, each against its own gradient.', '每个权重都动了一点，各自逆着自己的梯度。')),
        rows('update', [weightName(done), ''], [t('before', '之前'), signed(done.before, 6)], [t('after', '之后'), signed(done.after, 6)], [t('change', '变化'), fine(done.after - done.before)],
          ...(own ? [[t('worked out before', '之前算出的'), make('td', { 'data-result': 'promised', 'data-same': String(Math.fround(own.after) === Math.fround(done.after)) }, signed(own.after, 6))]] : []),
          [t('this one alone, by a plain step', '只按这一张、走一小步'), fine(done.plain)]),
        make('p', { className: 'quiet' }, t(`The last line is what this one image would have asked for. The trainer has not learnt from it: its step goes by the training images of its next batch (up to ${done.batch}), and in the optimiser’s own measure.`,
          `最后一行是只按这一张图会走的一步。训练器并没有学这一张：它的这一步按下一批训练图（至多 ${done.batch} 张）走，并按优化器自己的尺度。`)),
      ];
    }
    const take = make('button', { type: 'button', className: 'main' }, t('Take the step', '走这一步'));
    take.addEventListener('click', () => takeStep(answer));
    return [
      make('p', {}, t(`Now every weight goes a little against its gradient: w ← w − η · ∂L/∂w, with the learning rate η = ${short(answer.rate)}. The trainer takes its next step for real: by the training images of its next batch (up to ${answer.batch}), not by this one, and in the optimiser’s own measure.`,
        `现在每个权重都逆着自己的梯度走一点：w ← w − η · ∂L/∂w，学习率 η = ${short(answer.rate)}。训练器真的走下一步：按下一批训练图（至多 ${answer.batch} 张）的平均，而不是这一张，再按优化器的尺度。`)),
      rows('plain', [weightName(answer), `w = ${signed(answer.at[0], 6)}`], [t('−η · ∂L/∂w of this one', '只按这一张：−η · ∂L/∂w'), fine(-answer.rate * total)]),
      make('h3', {}, t('What the trainer will do', '训练器会怎么做')),
      updatePlace(0, answer.neuron, answer.input, false),
      make('div', { className: 'row' }, take),
    ];
  }

  async function takeStep(answer) {
    const before = Inkling.apiCall('state');
    const weight = () => {
      const { weights, units } = Inkling.apiCall('parameters', 1);
      return weights[answer.input * units + answer.neuron];
    };
    const done = { before: weight(), plain: -answer.rate * answer.gradient[4], batch: answer.batch, input: answer.input, neuron: answer.neuron };
    const promised = await nextUpdate(0, answer.neuron, answer.input).catch(() => null);
    if (promised && !promised.error) done.own = promised;
    Inkling.apiCall('step', 1);
    Inkling.requestFrame();
    for (let tries = 0; tries < 200; tries++) {
      await new Promise((resume) => setTimeout(resume, 50));
      const now = Inkling.apiCall('state');
      if (now.step > before.step && !now.running && now.digest !== before.digest) {
        slow.done = { ...done, after: weight() };
        break;
      }
    }
    if (!toolPanel.isOpen()) return;
    if (slow.done) run();
    else toolPanel.add(make('p', { className: 'wrong', role: 'alert' }, t('The trainer took no step: the run may have ended. Start it over, or see what it says.', '训练器没有走这一步：训练可能已经结束。请重新开始，或看看它的提示。')));
  }

  function stepPanel(answer) {
    if (answer.error === 'regression') return [make('p', {}, t('This works for classes, not for numbers.', '只适用于分类，不适用于回归。'))];
    if (answer.error) return [needsDrawing()];
    const { digest, step } = Inkling.apiCall('state');
    if (!slow.digest) Object.assign(slow, { digest, step });
    const go = (by, text, style) => {
      const button = make('button', { type: 'button', className: style, 'data-go': String(by) }, text);
      button.addEventListener('click', () => moveTo(by > 0 && slow.scene === 3 ? 0 : slow.scene + by));
      return button;
    };
    const many = make('button', { type: 'button', className: 'plain' }, t('Do it 1,000 times', '来 1,000 次'));
    many.addEventListener('click', () => {
      Inkling.apiCall('step', 1000);
      Inkling.requestFrame();
      toolPanel.close();
    });
    const isLast = slow.scene === 3;
    return [
      make('ol', { className: 'scenes' }, ...scenes.map(({ title }, i) => {
        const button = make('button', { type: 'button', 'data-scene': String(i), 'aria-current': i === slow.scene ? 'step' : 'false' }, `${i + 1} ${title()}`);
        button.addEventListener('click', () => moveTo(i));
        return make('li', {}, button);
      })),
      make('h3', {}, t(`Scene ${slow.scene + 1} of 4: ${scenes[slow.scene].title()}`, `第 ${slow.scene + 1} 幕，共 4 幕：${scenes[slow.scene].title()}`)),
      ...scenes[slow.scene].show(answer),
      signs(answer),
      make('p', { className: 'quiet', 'data-result': 'digest', 'data-same': String(digest === slow.digest) }, digest === slow.digest
        ? t(`Step ${step}. Digest of all weights: ${digest}. Nothing has changed them.`, `第 ${step} 步。全部权重的摘要：${digest}。什么都没有改动它们。`)
        : step === slow.step ? t(`Step ${step}. Digest of all weights: ${digest}; it was ${slow.digest} before an edit by hand.`, `第 ${step} 步。全部权重的摘要：${digest}；手工改动之前是 ${slow.digest}。`)
          : t(`Step ${step}. Digest of all weights: ${digest}; it was ${slow.digest}. The update has changed them.`, `第 ${step} 步。全部权重的摘要：${digest}；原来是 ${slow.digest}。是更新改动了它们。`)),
      make('div', { className: 'row' }, slow.scene > 0 ? go(-1, `‹ ${scenes[slow.scene - 1].title()}`, 'plain') : null,
        isLast && !slow.done ? null : go(1, isLast ? t('The next step ›', '下一步 ›') : `${scenes[slow.scene + 1].title()} ›`, 'main'), isLast && slow.done ? many : null),
    ];
  }

  Object.assign(Inkling.tools, {
    step: {
      title: () => t('One step', '一步'), heading: () => t('One step, slowly', '慢慢走一步'), followsPad: true,
      about: () => t('What happens in each training step, at your pace, with the numbers of this network and this drawing.', '训练的每一步里发生了什么：按你的节奏，用这个网络和这张图的数。'),
      begin() {
        trail.length = 0;
        Object.assign(slow, { scene: 0, digest: '', done: null });
        if (Inkling.apiCall('state').running) Inkling.apiCall('pause');
      },
      question: () => `step ${label()} -1 ${options.unit} ${options.input}`,
      show: stepPanel,
      async shown(answer, isWanted) {
        mark(0, answer.neuron);
        if (slow.scene === 2) await showGradients(answer, isWanted);
        else hideGradients();
      },
      hidden: hideGradients,
      takesPick() {
        const place = picked();
        if (place?.[0] !== 1) return false;
        options.unit = place[1];
        slow.done = null;
        return true;
      },
      move: (by) => moveTo(slow.scene + by),
    },
    neuron: {
      title: () => t('Neuron', '神经元'), heading: () => t('One neuron, with its numbers', '一个神经元，连同它的数'), followsPad: true,
      about: () => t('It multiplies each input by its weight, adds the products and its bias, and bends the sum. These are the numbers of this moment.',
        '它把每个输入乘上权重，加起来，再加偏置，然后把和弯一下。下面就是此刻的数。'),
      begin() { trail.length = 0; },
      question: () => `neuron ${options.layer} ${options.neuron} ${label()} -1`,
      shown: () => mark(options.layer, options.neuron),
      takesPick() {
        const place = picked();
        if (!place) return false;
        trail.length = 0;
        Object.assign(options, { layer: place[0] - 1, neuron: place[1] });
        return true;
      },
      // The reader comes from a neuron in the picture.
      adopt() {
        marked = '';
        this.takesPick();
      },
      show(answer) {
        if (answer.error === 'layer' || answer.error === 'neuron') {  // of a network that was larger
          Object.assign(options, { layer: 0, neuron: 0 });
          run();
          return [];
        }
        if (answer.error === 'regression') return [make('p', {}, t('This works for classes, not for numbers.', '只适用于分类，不适用于回归。'))];
        if (answer.error) return [needsDrawing()];
        const shape = Inkling.apiCall('pixels');
        const isOutput = Boolean(answer.softmax);
        const loudest = [...answer.outgoing].sort((a, b) => Math.abs(b[2]) - Math.abs(a[2])).slice(0, 5);
        const isLastHidden = options.layer + 2 === answer.layers;
        const [x, dz, ofLoss, ofPenalty, total] = answer.gradient;
        const first = answer.terms[0]?.[0];
        return [
          trail.length ? backButton() : null,
          choices(answer),
          answer.weights ? make('div', { className: 'images three' },
            figure(signCanvas(answer.weights, shape.width, shape.height, t('Its weights', '它的权重')), t('weights w', '权重 w')),
            figure(imageCanvas(answer.pixels, shape, t('What it sees', '它看到的')), t('× what it sees, x', '× 它看到的 x')),
            figure(signCanvas(answer.products, shape.width, shape.height, t('The terms', '各项')), t('= terms x · w', '= 各项 x · w'))) : null,
          make('h3', {}, t('Sum of terms', '各项之和')), sumTable(answer),
          make('h3', {}, isOutput ? t('Softmax shares 100 % out', 'softmax 分配 100 %') : `a = ${formulas[answer.activation]}`),
          isOutput ? softmaxTable(answer.softmax) : activationChart(answer),
          isOutput ? null : make('p', { 'data-result': 'a' }, t(`z = ${signed(answer.z)} gives a = ${signed(answer.a)}.`, `z = ${signed(answer.z)}，于是 a = ${signed(answer.a)}。`)),
          loudest.length ? make('h3', {}, t('Where it goes, a · w', '去往何处，a · w')) : null,
          loudest.length ? make('table', { 'data-result': 'outgoing' }, make('tbody', {}, ...loudest.map(([to, w, carries]) => make('tr', {},
            make('td', {}, t('to ', '到 '), opener(options.layer + 1, to, isLastHidden ? className(to) : t(`neuron ${to}`, `神经元 ${to}`))), make('td', {}, `${signed(answer.a).replace('+', '')} × ${signed(w)}`), signCell(carries, signed(carries)))))) : null,
          make('h3', {}, t('What a training step would say', '训练一步会怎么说')),
          classChoice(answer.sample < 0 ? t('If this is a', '如果这是') : t('Its class', '类别'), answer.label, Inkling.apiCall('classes').names.length, (value) => { options.label = value; run(); }),
          make('table', { 'data-result': 'gradient' }, make('tbody', {},
            make('tr', {}, ...cells('td', [t('loss L', '损失 L'), (lossWords[answer.kind] ?? lossWords['cross-entropy'])(), short(answer.loss)])),
            make('tr', {}, ...cells('td', ['∂L/∂z', dz < 0 ? t('raising z lowers the loss', 'z 变大，损失变小') : dz > 0 ? t('lowering z lowers the loss', 'z 变小，损失变小') : t('nothing to say', '无话可说'), fine(dz)])),
            first === undefined ? '' : make('tr', {}, ...cells('td', [`∂L/∂w, ${sourceName(options.layer, first)}`, `∂L/∂z · x${ofPenalty ? ` ${fine(ofPenalty)} ${t('of the penalty', '来自惩罚')}` : ''}`, fine(total)])),
            first === undefined ? '' : make('tr', {}, ...cells('td', [t('a plain step of that w', '这个 w 的一小步'), `−η · ∂L/∂w, η = ${short(answer.rate)}`, fine(-answer.rate * total)])),
            make('tr', {}, ...cells('td', [t('a plain step of b', 'b 的一小步'), '−η · ∂L/∂z', fine(-answer.rate * dz)])))),
          make('p', { className: 'quiet' }, t(`Of this one alone: ∂L/∂z · x = ${fine(dz)} · ${short(x)} = ${fine(ofLoss)}. Training takes the mean over a batch, and its optimiser may stretch or shorten the step.`,
            `只看这一张：∂L/∂z · x = ${fine(dz)} · ${short(x)} = ${fine(ofLoss)}。训练时取一批的平均，优化器还会拉长或缩短这一步。`)),
          first === undefined ? null : updatePlace(options.layer, options.neuron, first, true),
        ];
      },
    },
  });
})();
