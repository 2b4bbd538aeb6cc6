// The tools: a training step in four scenes, one neuron's numbers, what the network gets wrong, which pixels spoke, the smallest change that fools it, which rates it bears,
// the loss around it, where digits lie in it, whether its per cents are honest, what is left of it when it is
// folded, and what is wrong with it. Loaded when first opened. They look at the session as it stands; a Worker of their own computes.
(() => {
  'use strict';
  const Inkling = globalThis.Inkling;
  const t = Inkling.choose;
  const root = document.documentElement;
  const patience = 120_000;  // ms for an answer
  const keys = ['digits', 'mnist', 'fashion'];  // of packed data sets, by their numbers
  const ramps = {
    dark: ['151c24', '1f3a54', '2f6377', '6e9a86', 'c6c88a', 'fbf0b4'],
    light: ['f1f4f7', 'c9dddf', '8db9bf', '4e8aa3', '24578a', '10295c'],
  };
  // Ten classes are told apart by their names, drawn where the sample lies; hues only help.
  const hues = ['4f9bff', 'ff8238', '5bc8af', 'e58bc4', 'e3c34f', 'c79a78', '9aa7b4', 'a594ff', 'ff7d92', '7ac74f'];

  const style = new CSSStyleSheet();
  style.replaceSync(`
#tools {
  --plus: #1f66d6; --minus: #d4570f; --plus-text: #1f5fc8; --minus-text: #b0460a; --surface: #f5f7f9; --hover: #e9edf1; --tint: #e9e5fc;
  position: fixed; z-index: 1; right: 0; top: 0; bottom: 0; width: 420px; box-sizing: border-box; display: flex; flex-direction: column;
  background: var(--surface); color: var(--text); border-left: 1px solid var(--line);
  font: 14px/1.45 "Inkling Inter", Inter, system-ui, "Noto Sans CJK SC", "PingFang SC", sans-serif; font-variant-numeric: tabular-nums; user-select: text;
}
:root[data-theme="dark"] #tools { --plus: #4f9bff; --minus: #ff8238; --plus-text: #6fb0ff; --minus-text: #ff9a5c; --surface: #12181f; --hover: #232d38; --tint: #272245; }
:root.tools #canvas { width: calc(100% - 420px) !important; }
:root.tools #mirror { right: 420px; }
#tools:focus, #tools h2:focus { outline: none; }
#tools > header { flex: none; display: flex; align-items: center; height: 48px; padding: 0 8px 0 20px; border-bottom: 1px solid var(--line); }
#tools h1 { margin: 0 auto 0 0; font-size: 16px; font-weight: 600; }
#tools h2 { margin: 0 0 4px; font-size: 16px; font-weight: 600; }
#tools h3 { margin: 20px 0 8px; font-size: 14px; font-weight: 600; }
#tools p { margin: 0 0 12px; }
#tools .quiet { color: var(--quiet); font-size: 12px; }
#tools button, #tools select { font: inherit; color: inherit; border: 0; border-radius: 6px; cursor: pointer; background: none; min-height: 32px; padding: 0 12px; }
#tools select { background: var(--raised); box-shadow: inset 0 0 0 1px var(--control); }
#tools button:hover { background: var(--hover); }
#tools button.main { background: var(--accent); color: var(--on-accent); font-weight: 600; padding: 0 16px; }
#tools button.plain { background: var(--raised); color: var(--text); font-weight: 400; box-shadow: inset 0 0 0 1px var(--control); }
#tools .icon { width: 32px; padding: 0; font-size: 20px; line-height: 1; color: var(--quiet); }
#tools :is(button, select, input, .body):focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
#tools nav { flex: none; display: flex; flex-wrap: wrap; gap: 2px; padding: 8px 12px; border-bottom: 1px solid var(--line); }
#tools nav button { padding: 0 8px; min-height: 28px; font-size: 12px; color: var(--quiet); }
#tools nav [aria-selected=true] { background: var(--tint); color: var(--text); }
#tools .body { flex: 1; overflow: auto; overscroll-behavior: contain; padding: 20px; scrollbar-width: thin; }
#tools .row { display: flex; align-items: center; gap: 12px; flex-wrap: wrap; margin: 0 0 12px; }
#tools .follow { margin-top: 12px; }
#tools .choices { flex-wrap: nowrap; gap: 8px; }
#tools .scenes { display: flex; gap: 4px; list-style: none; margin: 0 0 12px; padding: 0; }
#tools .scenes button { padding: 0 8px; font-size: 12px; color: var(--quiet); }
#tools .scenes [aria-current=step] { background: var(--tint); color: var(--text); }
#tools button.open { display: inline; min-height: 0; padding: 0; text-align: left; text-decoration: underline dotted var(--quiet); text-underline-offset: 3px; border-radius: 2px; }
#tools .product { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 10px; margin: 0 0 12px; }
#tools .product div { display: flex; flex-direction: column; }
#tools .product strong { font-size: 16px; font-weight: 600; }
#tools strong.plus { color: var(--plus-text); }
#tools strong.minus { color: var(--minus-text); }
#tools .grid { display: grid; grid-template-columns: repeat(auto-fill, minmax(84px, 1fr)); gap: 12px 8px; }
#tools .grid button { display: block; padding: 4px; text-align: center; font-size: 12px; line-height: 1.35; }
#tools canvas { display: block; image-rendering: pixelated; border-radius: 3px; }
#tools .grid canvas { width: 56px; height: 56px; margin: 0 auto 4px; }
#tools .images { display: grid; grid-template-columns: 1fr 1fr; gap: 12px; }
#tools .three { grid-template-columns: 1fr 1fr 1fr; }
#tools .images canvas, #tools figure canvas { width: 100%; height: auto; }
#tools figure { margin: 0 0 12px; position: relative; }
#tools figcaption { font-size: 12px; color: var(--quiet); margin-top: 6px; }
#tools svg { display: block; width: 100%; height: auto; overflow: visible; }
#tools svg text { font-size: 12px; fill: var(--quiet); }
#tools svg .strong { fill: var(--text); }
#tools svg .small { font-size: 10px; }
${hues.map((hue, i) => `#tools svg .class${i} { fill: #${hue}; }`).join('\n')}
#tools table { width: 100%; border-collapse: collapse; }
#tools td { padding: 5px 0; border-bottom: 1px solid var(--line); }
#tools td:last-child { text-align: right; }
#tools th { padding: 0 0 4px; font-weight: 400; font-size: 12px; color: var(--quiet); text-align: left; }
#tools :is([data-result=terms], [data-result=softmax]) :is(td, th):not(:first-child) { text-align: right; }
#tools td:nth-child(2):not(:last-child) { color: var(--quiet); }
#tools [data-result=gradient] td:nth-child(2) { font-size: 12px; padding: 0 8px; }
#tools td.plus { color: var(--plus-text); }
#tools td.minus { color: var(--minus-text); }
#tools table + p { margin-top: 8px; }
#tools .sum td { background: var(--hover); color: var(--text); font-weight: 600; }
#tools input[type=number] { font: inherit; color: inherit; width: 60px; min-height: 32px; box-sizing: border-box; padding: 0 8px; border: 0; border-radius: 6px; background: var(--raised); box-shadow: inset 0 0 0 1px var(--control); }
#tools .wrong { color: var(--wrong); }
#tools .finding { margin: 0 0 16px; padding: 0 0 4px 16px; border-left: 3px solid var(--control); }
#tools .finding.prevents { border-color: var(--wrong); }
#tools .finding h3 { margin: 0 0 4px; }
#tools .finding table { margin: 0 0 12px; }
#tools .breakages { display: grid; grid-template-columns: 1fr 1fr; gap: 8px; margin: 0 0 12px; }
#tools .breakages button { text-align: left; line-height: 1.3; padding: 6px 12px; }
#tools .stale { margin: 0 0 12px; display: flex; align-items: center; justify-content: space-between; gap: 8px; }
#tools .stale[hidden] { display: none; }
#tools .meter { width: 140px; height: 6px; border-radius: 3px; background: var(--line); }
#tools .meter span { display: block; height: 100%; border-radius: 3px; background: var(--text); }
#tools .smooth { image-rendering: auto; aspect-ratio: 1; border-radius: 6px; }
#tools .here { position: absolute; left: calc(50% - 6px); width: 12px; height: 12px; border-radius: 6px; box-sizing: border-box; border: 2px solid #fff; box-shadow: 0 0 0 1.5px #0b0f14; }
#tools input[type=range] { flex: 1; min-width: 120px; accent-color: var(--accent); }
@media (pointer: coarse) { #tools button, #tools select, #tools nav button { min-height: 44px; } #tools button.open { min-height: 28px; } #tools .icon { width: 44px; } }
@media (max-width: 719px) {
  #tools { left: 0; width: auto; border: 0; z-index: 2; }
  :root.tools #canvas { width: 100% !important; }
  :root.tools #mirror { visibility: hidden; }
  #tools nav { flex-wrap: nowrap; overflow-x: auto; scrollbar-width: none; }
  #tools nav button { flex: none; }
}`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, style];

  function make(tag, properties = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(properties)) {
      if (name in element && name !== 'role' && name !== 'list') element[name] = value;
      else element.setAttribute(name, value);
    }
    element.append(...children.filter((child) => child !== null));
    return element;
  }
  const svg = (tag, attributes = {}, ...children) => {
    const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };
  const percent = (share, digits = 1) => `${(100 * share).toFixed(digits)} %`;
  const short = (value) => String(Number(value.toPrecision(3))).replace('-', '−');
  const bytesOf = (hex) => [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16));

  // --- The Worker ----------------------------------------------------------------------------------------

  let port = null, asked = 0;
  const waiting = new Map();  // id → {resolve, reject, message}

  function failAll(text) {
    port = null;
    for (const { reject } of waiting.values()) reject(new Error(text));
    waiting.clear();
  }

  // Two questions may want the same data at once.
  const onTheWay = new Map();  // by dataset: a promise of its bytes
  function bytesOfDataset(dataset) {
    if (!onTheWay.has(dataset)) {
      onTheWay.set(dataset, Inkling.loadAsset(keys[dataset]).then(() => Inkling.takeAsset(keys[dataset])).finally(() => onTheWay.delete(dataset)));
    }
    return onTheWay.get(dataset);
  }

  async function take({ kind, id, text, dataset }) {
    if (kind === 'error') return failAll(text);
    const one = waiting.get(id);
    if (!one) return;
    if (kind === 'need') {
      try {
        port.postMessage({ ...one.message, dataset: { id: dataset, bytes: await bytesOfDataset(dataset) } });
      } catch (error) {
        waiting.delete(id);
        one.reject(error);
      }
      return;
    }
    waiting.delete(id);
    one.resolve(JSON.parse(text));
  }

  // Where no Worker can be made, it works in the page, which stands still meanwhile.
  async function makeInline() {
    await Inkling.script('explorer.js');
    await Inkling.script('explorer_worker.js');
    const { port1, port2 } = new MessageChannel();
    globalThis.inklingExplorer(port2);
    port1.start();
    return port1;
  }

  let starting = null;
  function start() {
    starting ??= (async () => {
      await Inkling.loadAsset('explorer.wasm');
      const module = await WebAssembly.compile(Inkling.takeAsset('explorer.wasm'));
      let made;
      try {
        made = Inkling.worker(['explorer.js', 'explorer_worker.js'], 'inklingExplorer');
        made.addEventListener('error', (event) => failAll(event.message || 'the explorer did not load'));
      } catch {
        made = await makeInline();
      }
      made.addEventListener('message', ({ data }) => take(data));
      made.postMessage({ kind: 'start', module });
      port = made;
    })().catch((error) => {
      starting = null;
      throw error;
    });
    return starting;
  }

  // The answer to a question about the session as it stands.
  async function ask(question) {
    await start();
    const snapshot = Inkling.newestSnapshot();
    if (!snapshot) throw new Error(t('There is no network yet.', '还没有网络。'));
    const id = ++asked;
    // A snapshot has only the end of the curve.
    if (question === 'diagnose') question += ` ${Inkling.apiCall('csv').text}`;
    const message = { kind: 'ask', id, question, snapshot, image: new Uint8Array(Inkling.apiCall('pixels').pixels) };
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject, message });
      setTimeout(() => {
        if (waiting.delete(id)) reject(new Error(t('It took too long.', '耗时过长。')));
      }, patience);
      port.postMessage(message);
    });
  }

  Inkling.explore = ask;

  // --- Pictures ------------------------------------------------------------------------------------------

  const isDark = () => root.dataset.theme === 'dark';
  const token = (name) => getComputedStyle(document.getElementById('tools')).getPropertyValue(name).trim();

  function imageCanvas(pixels, { width, height, maxValue }, name) {
    const canvas = make('canvas', { width, height, role: 'img', 'aria-label': name });
    const [paper, ink] = (isDark() ? ['070a0e', 'f4f7fa'] : ['ffffff', '15202b']).map(bytesOf);
    const image = new ImageData(width, height);
    pixels.forEach((value, i) => {
      for (let c = 0; c < 3; c++) image.data[4 * i + c] = paper[c] + (value / maxValue) * (ink[c] - paper[c]);
      image.data[4 * i + 3] = 255;
    });
    canvas.getContext('2d').putImageData(image, 0, 0);
    return canvas;
  }

  // Signed numbers: blue for, orange against, the ground for nothing.
  function signCanvas(values, width, height, name, most = Math.max(...values.map(Math.abs)) || 1) {
    const canvas = make('canvas', { width, height, role: 'img', 'aria-label': name });
    const zero = bytesOf(isDark() ? '161d25' : 'eff2f5');
    const ends = [bytesOf(token('--minus').slice(1)), bytesOf(token('--plus').slice(1))];
    const image = new ImageData(width, height);
    values.forEach((value, i) => {
      const share = Math.min(Math.abs(value) / most, 1) ** 0.85, end = ends[value > 0 ? 1 : 0];
      for (let c = 0; c < 3; c++) image.data[4 * i + c] = zero[c] + share * (end[c] - zero[c]);
      image.data[4 * i + 3] = 255;
    });
    canvas.getContext('2d').putImageData(image, 0, 0);
    return canvas;
  }

  const figure = (picture, caption) => make('figure', {}, picture, make('figcaption', {}, caption));

  // Lines over axes; `x` and `y` map numbers to 0…1.
  function chart({ height = 180, lines = [], dots = [], xTicks = [], yTicks = [], marks = [], name }) {
    const left = 40, right = 372, top = 10, bottom = height - 24;
    const X = (share) => left + share * (right - left), Y = (share) => bottom - share * (bottom - top);
    const picture = svg('svg', { viewBox: `0 0 380 ${height}`, role: 'img', 'aria-label': name });
    for (const [share, text] of yTicks) {
      picture.append(svg('line', { x1: left, x2: right, y1: Y(share), y2: Y(share), stroke: 'var(--line)' }),
        Object.assign(svg('text', { x: left - 6, y: Y(share) + 4, 'text-anchor': 'end' }), { textContent: text }));
    }
    for (const [share, text] of xTicks) {
      picture.append(Object.assign(svg('text', { x: X(share), y: bottom + 18, 'text-anchor': 'middle' }), { textContent: text }));
    }
    for (const [i, { share, text, dash = '4 3' }] of marks.entries()) {
      picture.append(svg('line', { x1: X(share), x2: X(share), y1: top, y2: bottom, stroke: 'var(--control)', 'stroke-dasharray': dash }),
        Object.assign(svg('text', { x: X(share) + (share > 0.6 ? -5 : 5), y: top + 10 + 14 * i, class: 'strong', 'text-anchor': share > 0.6 ? 'end' : 'start' }), { textContent: text }));
    }
    for (const { points, color = 'var(--text)', width = 2, dash = '', opacity = 1 } of lines) {
      picture.append(svg('path', { d: points.map(([x, y], i) => `${i ? 'L' : 'M'}${X(x).toFixed(1)} ${Y(y).toFixed(1)}`).join(''), fill: 'none', stroke: color, 'stroke-width': width, 'stroke-dasharray': dash, opacity, 'stroke-linejoin': 'round' }));
    }
    for (const { x, y, radius = 3, color = 'var(--text)' } of dots) picture.append(svg('circle', { cx: X(x), cy: Y(y), r: radius, fill: color }));
    return picture;
  }

  const className = (index) => classNames()[index] ?? String(index);
  const classNames = () => Inkling.apiCall('classes').names;

  function classChoice(label, selected, count, change) {
    const select = make('select', { 'aria-label': label }, ...Array.from({ length: count }, (_, i) => make('option', { value: String(i), selected: i === selected }, className(i))));
    select.addEventListener('change', () => change(Number(select.value)));
    return make('label', { className: 'row' }, make('span', { className: 'quiet' }, label), select);
  }

  const needsDrawing = () => make('p', {}, t('Draw a digit on the pad, or put a sample there, and it appears here.', '在画板上写一个数字，或放上一个样本，结果就会出现在这里。'));

  // --- The tools -------------------------------------------------------------------------------------------

  const toPad = (sample) => {
    Inkling.apiCall('sample', sample);
    Inkling.requestFrame();
  };

  // `unit` and `input` are of the weight that the slow step follows: -1, the loudest.
  const options = { output: -1, target: 3, seed: 1, temperature: 0, layer: 0, neuron: 0, label: -1, unit: -1, input: -1 };

  // a = f(z), as it is written.
  const formulas = {
    relu: 'max(0, z)', 'leaky-relu': 'max(0.01 z, z)', elu: t('z, e^z − 1 below 0', 'z，小于 0 时为 e^z − 1'), gelu: 'z · Φ(z)', softplus: 'ln(1 + e^z)', tanh: 'tanh z',
    sigmoid: '1 / (1 + e^−z)', linear: 'z',
  };
  const signed = (value, digits = 3) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(digits)}`;
  const fine = (value) => {
    const size = Math.abs(value);
    return size === 0 || size >= 1e-4 ? signed(value, size < 0.1 ? 6 : 4) : `${value < 0 ? '−' : '+'}${size.toExponential(1).replace('-', '−')}`;
  };

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
      trail.push({ tool: chosen, layer: options.layer, neuron: options.neuron });
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
  function chosenInPicture() {
    const { selected } = Inkling.apiCall('state');
    if (selected === marked) return false;
    marked = selected;
    if (!selected) return false;
    const [layer, neuron] = selected.split(',').map(Number);
    if (chosen === 'neuron') {
      trail.length = 0;
      Object.assign(options, { layer: layer - 1, neuron });
      return true;
    }
    if (chosen !== 'step' || layer !== 1) return false;
    Object.assign(options, { unit: neuron });
    Object.assign(slow, { done: null });
    return true;
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
  async function showGradients(own, answer) {
    const { gradients, units, error } = await ask(`gradients ${label()} -1`);
    if (error || own !== runs || !panel) return;
    const text = atob(gradients.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(text, (byte) => byte.charCodeAt(0));
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
  function updatePlace(layer, neuron, input, isAsked) {
    const place = make('div', {});
    const fill = async () => {
      place.replaceChildren(make('p', { className: 'quiet' }, t('Computing…', '正在计算…')));
      try {
        const made = await nextUpdate(layer, neuron, input);
        place.replaceChildren(...(made.error ? [make('p', { className: 'quiet', 'data-result': 'own' }, (reasons[made.error] ?? reasons.untraceable)())] : updateTable(made)));
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

  const cells = (tag, texts) => texts.map((text) => make(tag, {}, text));
  const signCell = (value, text) => make('td', { className: value < 0 ? 'minus' : value > 0 ? 'plus' : '' }, text);

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
    body.scrollTop = 0;
    run();
  };
  const weightName = (answer) => t(`${sourceName(0, answer.input)} → neuron ${answer.neuron}`, `${sourceName(0, answer.input)} → 神经元 ${answer.neuron}`);
  const rows = (name, ...lines) => make('table', { 'data-result': name }, make('tbody', {}, ...lines.map((line) => make('tr', {}, ...line.map((cell) => (cell instanceof HTMLTableCellElement ? cell : make('td', {}, cell)))))));
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

  function forwardScene(answer) {
    const [w, z, a] = answer.at;
    return [
      make('p', {}, t(`The numbers flow from left to right. Each of the ${answer.units} neurons of the first layer adds up its terms; ${answer.active} of them are not zero afterwards. In the end softmax shares 100 % out among the classes.`,
        `数从左流到右。第一层的 ${answer.units} 个神经元各自把项加起来，之后有 ${answer.active} 个不为零。最后 softmax 把 100 % 分给各类。`)),
      make('h3', {}, t(`Neuron ${answer.neuron}, which we follow`, `我们跟着神经元 ${answer.neuron} 看`)),
      rows('forward', [t(`w, ${weightName(answer)}`, `w，${weightName(answer)}`), signed(w)], [t('x, what comes in there', 'x，那里的输入'), signed(answer.gradient[0])], [opener(0, answer.neuron, 'z = Σ x · w + b'), signed(z)], ['a = f(z)', signed(a)]),
      followChoice(answer),
      make('h3', {}, t('The answer', '回答')),
      rows('answers', ...answer.answers.map((share, k) => [make('td', {}, opener(answer.layers - 1, k, className(k)), k === answer.prediction ? t(' · its answer', ' · 它的回答') : ''), percent(share)])),
    ];
  }

  function lossScene(answer) {
    const share = answer.answers[answer.label];
    return [
      make('p', {}, t(`The truth is ${className(answer.label)}. The loss asks one thing: how much of the 100 % went to it?`, `正确答案是 ${className(answer.label)}。损失只问一件事：100 % 里有多少给了它？`)),
      classChoice(t('The truth', '正确答案'), answer.label, answer.answers.length, (value) => { options.label = value; run(); }),
      rows('loss', [opener(answer.layers - 1, answer.label, t(`p of ${className(answer.label)}`, `${className(answer.label)} 的 p`)), share.toPrecision(4)], ['L = −ln p', `−ln ${share.toPrecision(4)}`], [make('td', {}, make('b', {}, 'L')), short(answer.loss)]),
      make('p', { className: 'quiet' }, t('p = 1 would cost nothing; p = 0.5 costs 0.69, p = 0.1 costs 2.3, and a confident error costs most.', 'p = 1 不花钱；p = 0.5 要 0.69，p = 0.1 要 2.3，自信的错误最贵。')),
    ];
  }

  function backwardScene(answer) {
    const [w, z, , da, dz] = answer.at;
    const [x, , ofLoss, ofPenalty, total] = answer.gradient;
    const isHidden = answer.layers > 1;
    const heard = [...answer.hears].sort((one, other) => Math.abs(other[3]) - Math.abs(one[3]));
    const rest = heard.slice(4).reduce((sum, [, , , back]) => sum + back, 0);
    const output = (k) => (answer.layers === 2 ? className(k) : t(`neuron ${k}`, `神经元 ${k}`));
    const words = {
      input: [() => 'x', () => t('what came in', '输入')], slope: [() => 'f′(z)', ({ layer, neuron: n }) => t(`layer ${layer + 1}, neuron ${n}`, `第 ${layer + 1} 层神经元 ${n}`)],
      weight: [() => 'w', ({ neuron: n, layer }) => t(`on to ${layer + 1 === answer.layers ? className(n) : `neuron ${n}`}`, `去 ${layer + 1 === answer.layers ? className(n) : `神经元 ${n}`}`)],
      loss: [() => 'p − y', ({ neuron: n }) => className(n)],
    };
    return [
      make('p', {}, t('Each output sends back how far it was off, p − y. Minus says “I should have been larger”, plus says “smaller”. A hidden neuron adds up what it hears, each times the weight between them; where its activation is flat, nothing passes.',
        '每个输出送回自己偏了多少：p − y。负号说“我该更大”，正号说“我该更小”。隐藏神经元把听到的加起来，每一份乘上中间的权重；激活函数平的地方，什么也过不去。')),
      rows('errors', ...answer.errors.map((error, k) => [make('td', {}, opener(answer.layers - 1, k, className(k)), k === answer.label ? t(' · the truth', ' · 正确答案') : ''), `${answer.answers[k].toFixed(4)} − ${k === answer.label ? 1 : 0}`, signCell(error, signed(error, 4))])),
      make('p', { className: 'quiet' }, t('In the network, edges and images show ∂L/∂w meanwhile: orange should grow, blue shrink.', '这时网络里的连线和图像显示 ∂L/∂w：橙色的该变大，蓝色的该变小。')),
      isHidden && answer.layers === 2 ? make('p', { className: 'quiet' }, t(`${answer.silent} of the ${answer.units} neurons of the first layer hear nothing that counts: ∂L/∂z = 0.`, `第一层 ${answer.units} 个神经元里，有 ${answer.silent} 个什么也没听进去：∂L/∂z = 0。`)) : null,
      isHidden ? make('h3', {}, t(`What neuron ${answer.neuron} hears, ∂L/∂z · w`, `神经元 ${answer.neuron} 听到的，∂L/∂z · w`)) : null,
      isHidden ? rows('hears', ...heard.slice(0, 4).map(([k, delta, weight, back]) => [opener(1, k, t(`from ${output(k)}`, `来自 ${output(k)}`)), `${signed(delta, 4)} × ${signed(weight)}`, signCell(back, signed(back, 4))]),
        ...(heard.length > 4 ? [[t(`${heard.length - 4} others`, `其余 ${heard.length - 4} 份`), '', signCell(rest, signed(rest, 4))]] : []),
        [t('sum, ∂L/∂a', '合计，∂L/∂a'), '', signCell(da, signed(da, 4))],
        ['∂L/∂z = ∂L/∂a · f′(z)', t(`slope at z = ${signed(z)}: ${short(answer.slope)}`, `z = ${signed(z)} 处的斜率：${short(answer.slope)}`), signCell(dz, signed(dz, 4))]) : null,
      make('h3', {}, t('The weight that is followed', '我们跟着的那个权重')),
      rows('weight', [weightName(answer), `w = ${signed(w)}`], ['∂L/∂w = ∂L/∂z · x', `${fine(dz)} · ${short(x)} = ${fine(ofLoss)}`], ...(ofPenalty ? [[t('and of the penalty on weights', '再加权重惩罚的'), fine(ofPenalty)]] : []), [t('together', '合计'), fine(total)]),
      make('h3', {}, t('The chain rule along the strongest path', '沿最强一条路的链式法则')),
      product(answer.path.map((factor) => ({ number: factor.value, above: words[factor.kind][0](factor), below: words[factor.kind][1](factor) })), answer.product),
      isHidden ? make('p', { className: 'quiet' }, t('All paths from this weight to the outputs together make ∂L/∂w.', '从这个权重到各输出的所有路径，加起来就是 ∂L/∂w。')) : null,
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
    if (!panel) return;
    if (slow.done) run();
    else body.querySelector('.result').append(make('p', { className: 'wrong', role: 'alert' }, t('The trainer took no step: the run may have ended. Start it over, or see what it says.', '训练器没有走这一步：训练可能已经结束。请重新开始，或看看它的提示。')));
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
      close();
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
      make('p', { className: 'quiet', 'data-result': 'digest', 'data-same': String(digest === slow.digest) }, digest === slow.digest
        ? t(`Step ${step}. Digest of all weights: ${digest}. Nothing has changed them.`, `第 ${step} 步。全部权重的校验值：${digest}。什么都没有改动它们。`)
        : step === slow.step ? t(`Step ${step}. Digest of all weights: ${digest}; it was ${slow.digest} before an edit by hand.`, `第 ${step} 步。全部权重的校验值：${digest}；手工改动之前是 ${slow.digest}。`)
          : t(`Step ${step}. Digest of all weights: ${digest}; it was ${slow.digest}. The update has changed them.`, `第 ${step} 步。全部权重的校验值：${digest}；原来是 ${slow.digest}。是更新改动了它们。`)),
      make('div', { className: 'row' }, slow.scene > 0 ? go(-1, `‹ ${scenes[slow.scene - 1].title()}`, 'plain') : null,
        isLast && !slow.done ? null : go(1, isLast ? t('The next step ›', '下一步 ›') : `${scenes[slow.scene + 1].title()} ›`, 'main'), isLast && slow.done ? many : null),
    ];
  }

  const tools = {
    step: {
      title: () => t('One step', '一步'), heading: () => t('One step, slowly', '慢慢走一步'), followsPad: true,
      about: () => t('What happens in each training step, at your pace, with the numbers of this network and this drawing.', '训练的每一步里发生了什么：按你的节奏，用这个网络和这张图的数。'),
      begin() {
        Object.assign(slow, { scene: 0, digest: '', done: null });
        if (Inkling.apiCall('state').running) Inkling.apiCall('pause');
      },
      question: () => `step ${label()} -1 ${options.unit} ${options.input}`,
      show: stepPanel,
    },
    neuron: {
      title: () => t('Neuron', '神经元'), heading: () => t('One neuron, with its numbers', '一个神经元，连同它的数'), followsPad: true,
      about: () => t('It multiplies each input by its weight, adds the products and its bias, and bends the sum. These are the numbers of this moment.',
        '它把每个输入乘上权重，加起来，再加偏置，然后把和弯一下。下面就是此刻的数。'),
      question: () => `neuron ${options.layer} ${options.neuron} ${label()} -1`,
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
            make('tr', {}, ...cells('td', [t('loss L', '损失 L'), t('−ln of its probability', '给它的概率取对数再变号'), short(answer.loss)])),
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
    mistakes: {
      title: () => t('Errors', '错误'), heading: () => t('What it gets wrong', '它错在哪里'),
      about: () => t('Every test image costs a loss: −ln of the probability given to the truth. A few confident errors carry most of the sum.',
        '每张测试图都有一个损失：给正确答案的概率取对数再变号。少数自信的错误占去了总和的大半。'),
      show(answer) {
        if (answer.error) return [make('p', {}, t('This works for classes, not for numbers.', '只适用于分类，不适用于回归。'))];
        const most = Math.max(answer.losses[0], 1e-9), count = answer.losses.length;
        const scale = (loss) => Math.max(0, Math.log10(Math.max(loss, 1e-6) / 1e-6) / Math.log10(most / 1e-6));
        const shape = Inkling.apiCall('pixels');
        return [
          make('p', { 'data-result': 'carry' }, t(`${answer.carry} of ${answer.count} images carry half of the loss; ${answer.wrong} are misread.`,
            `${answer.count} 张图中，${answer.carry} 张就占了一半损失；读错的有 ${answer.wrong} 张。`)),
          figure(chart({
            height: 150, name: t('Loss of each test image, the largest first', '每张测试图的损失，从大到小'),
            lines: [{ points: answer.losses.map((loss, i) => [count > 1 ? i / (count - 1) : 0, scale(loss)]) }],
            yTicks: [[scale(most), short(most)], [scale(1e-3), '0.001'], [0, '1e−6']], xTicks: [[0, '1'], [1, String(answer.count)]],
            marks: [{ share: answer.carry / answer.count, text: t('half of the loss', '一半损失') }],
          }), t(`Loss of each test image, the largest first; mean ${short(answer.loss)}`, `每张测试图的损失，从大到小；平均 ${short(answer.loss)}`)),
          make('h3', {}, t('Most confused pairs', '最常混淆的两类')),
          answer.pairs.length ? make('table', { 'data-result': 'pairs' }, make('tbody', {}, ...answer.pairs.slice(0, 5).map(([truth, read, times]) => make('tr', {},
            make('td', {}, t(`${className(truth)} read as ${className(read)}`, `${className(truth)} 被读成 ${className(read)}`)), make('td', {}, `${times}×`)))))
            : make('p', { className: 'quiet' }, t('None: every test image is read rightly.', '没有：每张测试图都读对了。')),
          make('h3', {}, t('Hardest images', '最难的图')),
          make('div', { className: 'grid' }, ...answer.hardest.map((one) => {
            const isWrong = one.truth !== one.prediction;
            const text = isWrong ? t(`${className(one.truth)} read ${className(one.prediction)}`, `${className(one.truth)} 读成 ${className(one.prediction)}`) : className(one.truth);
            const button = make('button', { type: 'button', 'data-sample': String(one.sample), 'aria-label': t(`Image ${one.sample}: ${text}, loss ${short(one.loss)}. To the pad`, `图 ${one.sample}：${text}，损失 ${short(one.loss)}。放到画板`) },
              one.pixels ? imageCanvas(one.pixels, shape, '') : '', make('div', isWrong ? { className: 'wrong' } : {}, text), make('div', { className: 'quiet' }, short(one.loss)));
            button.addEventListener('click', () => toPad(one.sample));
            return button;
          })),
        ];
      },
    },
    saliency: {
      title: () => t('Saliency', '显著性'), heading: () => t('Which pixels spoke', '哪些像素说了话'), followsPad: true,
      about: () => t('Gradient times input: how much of a class’s sum each pixel’s ink adds. Blue speaks for it, orange against.',
        '梯度乘以输入：每个像素的墨给这一类的加权和添了多少。蓝色支持，橙色反对。'),
      question: () => `saliency ${options.output}`,
      show(answer) {
        if (answer.error) return [needsDrawing()];
        const shape = Inkling.apiCall('pixels');
        const plus = answer.contribution.reduce((sum, value) => sum + Math.max(value, 0), 0), minus = answer.contribution.reduce((sum, value) => sum + Math.min(value, 0), 0);
        return [
          classChoice(t('Class', '类别'), answer.output, answer.answers.length, (value) => { options.output = value; run(); }),
          make('div', { className: 'images' },
            figure(imageCanvas(answer.pixels, shape, t('What the network sees', '网络看到的')), t('what the network sees', '网络看到的')),
            figure(signCanvas(answer.contribution, shape.width, shape.height, t('What each pixel adds', '每个像素的贡献')), t(`what speaks for ${className(answer.output)}`, `支持 ${className(answer.output)} 的像素`))),
          make('p', { 'data-result': 'saliency' }, t(`Pixels add +${short(plus)} and −${short(-minus)}; with the biases the sum for ${className(answer.output)} is z = ${short(answer.sum)}, its probability ${percent(answer.answers[answer.output])}.`,
            `像素共加 +${short(plus)}、减 ${short(-minus)}；加上偏置，${className(answer.output)} 的加权和 z = ${short(answer.sum)}，概率 ${percent(answer.answers[answer.output])}。`)),
        ];
      },
    },
    nudge: {
      title: () => t('Nudge', '微扰'), heading: () => t('The smallest change that makes it another', '最小的改动，让它认错'), followsPad: true,
      about: () => t('Step by step along the gradient, then back as far as it goes. People hardly see such a change; the network does.',
        '沿梯度一步步走，再尽量退回来。这样的改动人几乎看不出，网络却会改口。'),
      question: () => `nudge ${options.target}`,
      show(answer) {
        const shape = Inkling.apiCall('pixels');
        if (answer.error) return [needsDrawing()];
        const best = (values) => values.indexOf(Math.max(...values));
        const from = best(answer.before);
        const change = answer.pixels.map((value, i) => value - answer.original[i]);
        return [
          classChoice(t('Make it a', '改成'), options.target, answer.before.length, (value) => { options.target = value; run(); }),
          answer.reached ? null : make('p', { className: 'wrong' }, t('It did not get there in 60 steps.', '走了 60 步也没到。')),
          make('div', { className: 'images three' },
            figure(imageCanvas(answer.original, shape, t('Before', '之前')), t(`before: ${className(from)} ${percent(answer.before[from])}`, `之前：${className(from)} ${percent(answer.before[from])}`)),
            figure(imageCanvas(answer.pixels, shape, t('After', '之后')), t(`after: ${className(best(answer.after))} ${percent(Math.max(...answer.after))}`, `之后：${className(best(answer.after))} ${percent(Math.max(...answer.after))}`)),
            figure(signCanvas(change, shape.width, shape.height, t('The change', '改动')), t('the change: blue adds ink, orange takes it', '改动：蓝色加墨，橙色减墨'))),
          make('p', { 'data-result': 'nudge' }, t(`Length ${short(answer.length)} of pixel values, ${percent(answer.ink ? answer.length / answer.ink : 0, 0)} of the drawing’s own; ${answer.changed} of ${change.length} pixels move by more than half a value.`,
            `改动的长度为 ${short(answer.length)}（像素值），是图画自身的 ${percent(answer.ink ? answer.length / answer.ink : 0, 0)}；${change.length} 个像素里有 ${answer.changed} 个变动超过半级。`)),
        ];
      },
    },
    map: {
      title: () => t('Map', '分布图'), heading: () => t('Where digits lie in the last hidden layer', '数字在最后一个隐藏层里的位置'), followsPad: true,
      about: () => t('The layer’s outputs seen along the two directions in which they differ most (principal components). Alike things lie together.',
        '沿差别最大的两个方向（主成分）看这一层的输出。相像的东西落在一起。'),
      show(answer) {
        const xs = answer.points.map(([x]) => x), ys = answer.points.map(([, y]) => y);
        const low = [Math.min(...xs), Math.min(...ys)], span = Math.max(Math.max(...xs) - low[0], Math.max(...ys) - low[1]) || 1;
        const picture = svg('svg', { viewBox: '0 0 380 380', role: 'img', 'aria-label': t('Samples by their place', '样本的位置') });
        const X = (x) => 12 + (356 * (x - low[0])) / span, Y = (y) => 368 - (356 * (y - low[1])) / span;
        const hasNumbers = classNames().length > 2;
        for (const [x, y, label] of answer.points) {
          const mark = svg('text', { x: X(x).toFixed(1), y: (Y(y) + 3.5).toFixed(1), 'text-anchor': 'middle', class: `small class${label % 10}` });
          mark.textContent = hasNumbers ? String(label) : '●';
          picture.append(mark);
        }
        if (answer.pad) {
          const cx = Math.min(Math.max(X(answer.pad[0]), 8), 372), cy = Math.min(Math.max(Y(answer.pad[1]), 8), 372);
          picture.append(svg('circle', { cx, cy, r: 8, fill: 'none', stroke: 'var(--accent)', 'stroke-width': 2.5, 'data-result': 'pad' }), svg('circle', { cx, cy, r: 2, fill: 'var(--accent)' }));
        }
        return [
          figure(picture, answer.pad ? t('numbers are labels of test images; the ring is what is on the pad', '数字是测试图的标签；圆环是画板上的图') : t('numbers are labels of test images', '数字是测试图的标签')),
          make('p', { 'data-result': 'map' }, t(`These two of ${answer.units} directions hold ${percent(answer.share[0] + answer.share[1], 0)} of all variance.`, `${answer.units} 个方向中，这两个占全部方差的 ${percent(answer.share[0] + answer.share[1], 0)}。`)),
        ];
      },
    },
    rates: {
      title: () => t('Rates', '学习率'), heading: () => t('Learning-rate finder', '学习率探测'), isSlow: true,
      about: () => t('A fresh network of this shape takes up to 160 updates with a rate that grows from 0.00001 to 10. Where the loss falls fastest is a good rate; where it turns up is the limit.',
        '一个同样形状的新网络，最多更新 160 次，学习率从 0.00001 涨到 10。损失降得最快处是好的学习率；开始回升处是极限。'),
      show(answer) {
        const first = Math.log10(1e-5), last = Math.log10(10), x = (rate) => (Math.log10(rate) - first) / (last - first);
        const losses = answer.points.map(([, loss]) => loss), start = Math.max(...answer.points.slice(0, 8).map(([, , loss]) => loss));
        const high = start * 1.6, low = Math.min(...losses) * 0.9, y = (loss) => Math.min(Math.max((loss - low) / (high - low), 0), 1.02);
        const use = make('button', { type: 'button', className: 'plain' }, t(`Use ${short(answer.steepest)}`, `采用 ${short(answer.steepest)}`));
        use.addEventListener('click', () => inkling.set('learning-rate', String(Number(answer.steepest.toPrecision(1)))));
        return [
          figure(chart({
            height: 220, name: t('Loss by learning rate', '损失随学习率的变化'),
            lines: [{ points: answer.points.map(([rate, loss]) => [x(rate), y(loss)]), width: 1, opacity: 0.4 }, { points: answer.points.map(([rate, , loss]) => [x(rate), y(loss)]) }],
            xTicks: [-5, -4, -3, -2, -1, 0, 1].map((power) => [(power - first) / (last - first), power < -3 ? `1e−${-power}` : String(10 ** power)]),
            yTicks: [[y(low / 0.9), short(low / 0.9)], [y(start), short(start)]],
            marks: [{ share: x(answer.steepest), text: t('steepest', '最陡') }, { share: x(answer.largest), text: t('turns up', '回升') }, { share: x(answer.present), text: t('now', '现在'), dash: '1 3' }],
          }), t('loss of each update’s batch, thin, and smoothed; learning rate, logarithmic', '每次更新的批损失（细线）与平滑后的损失；学习率为对数刻度')),
          make('p', { 'data-result': 'rates' }, t(`Falls fastest at ${short(answer.steepest)}, turns up at ${short(answer.largest)}; the session uses ${short(answer.present)}.`,
            `在 ${short(answer.steepest)} 处降得最快，在 ${short(answer.largest)} 处回升；当前会话用 ${short(answer.present)}。`)),
          make('div', { className: 'row' }, use),
        ];
      },
    },
    landscape: {
      title: () => t('Landscape', '损失地形'), heading: () => t('The loss around the weights', '权重周围的损失'), isSlow: true,
      about: () => t('A plane through the present weights along two random directions, each unit moved by up to its own length. The ring is where the network stands.',
        '过当前权重的一个平面，沿两个随机方向，每个神经元最多移动自身的长度。圆环是网络所在。'),
      question: () => `landscape ${options.seed}`,
      show(answer) {
        const { side, loss } = answer;
        const logs = loss.map((value) => Math.log(Math.max(value, 1e-6))), low = Math.min(...logs), high = Math.max(...logs);
        const canvas = make('canvas', { width: 760, height: 760, className: 'smooth', role: 'img', 'aria-label': t('The loss as a relief', '损失地形图') });
        drawRelief(canvas, side, logs.map((value) => (value - low) / (high - low || 1)));
        const other = make('button', { type: 'button', className: 'plain' }, t('Other directions', '换一组方向'));
        other.addEventListener('click', () => { options.seed++; run(); });
        const middle = loss[(side * side - 1) / 2];
        const here = make('div', { className: 'here' });
        here.style.top = 'calc((100% - 24px) / 2 - 6px)';
        return [
          make('figure', {}, make('div', {}, canvas), here, make('figcaption', {}, t(`${isDark() ? 'brighter' : 'darker'} is higher; a line at each tenth of the way, logarithmic`, `越${isDark() ? '亮' : '深'}越高；每十分之一（对数）一条线`))),
          make('p', { 'data-result': 'landscape' }, t(`Here ${short(middle)}, lowest ${short(Math.min(...loss))}, highest ${short(Math.max(...loss))}, over ${answer.samples} training images.`,
            `此处 ${short(middle)}，最低 ${short(Math.min(...loss))}，最高 ${short(Math.max(...loss))}，取自 ${answer.samples} 张训练图。`)),
          make('div', { className: 'row' }, other),
        ];
      },
    },
    reliability: {
      title: () => t('Reliability', '可靠度'), heading: () => t('Is 90 % nine times in ten?', '说 90 %，就是十次对九次吗？'),
      about: () => t('Answers sorted by how sure they were, against how often they were right. A temperature divides the sums before softmax: the answer stays, the per cents change.',
        '按把握大小分组，看各组实际对了多少。温度去除 softmax 之前的加权和：答案不变，百分比会变。'),
      show(answer) {
        if (answer.error) return [make('p', {}, t('This needs softmax: choose cross-entropy as the loss.', '需要 softmax：请把损失选为交叉熵。'))];
        const holder = make('div', {});
        const sorted = [...answer.at].sort((a, b) => a.temperature - b.temperature);
        const slider = make('input', { type: 'range', min: '0', max: String(sorted.length - 1), step: '1', value: String(sorted.findIndex(({ temperature }) => temperature === 1)), 'aria-label': t('Temperature', '温度') });
        const draw = () => {
          const at = sorted[Number(slider.value)];
          holder.replaceChildren(
            figure(chart({
              height: 260, name: t('Reliability', '可靠度'),
              lines: [{ points: [[0, 0], [1, 1]], width: 1, color: 'var(--control)', dash: '4 3' }],
              dots: at.bins.filter(([count]) => count).map(([count, confidence, accuracy]) => ({ x: confidence, y: accuracy, radius: 3 + 7 * Math.sqrt(count / answer.count) })),
              xTicks: [[0, '0'], [0.5, '50 %'], [1, '100 %']], yTicks: [[0, '0'], [0.5, '50 %'], [1, '100 %']],
            }), t('across: how sure; up: how often right; larger dots hold more images', '横轴：把握；纵轴：正确率；点越大，图越多')),
            make('p', { 'data-result': 'reliability', 'data-error': String(at.error) }, t(`T = ${short(at.temperature)}: calibration error ${percent(at.error)}, loss ${short(at.loss)}, over ${answer.count} images.`,
              `T = ${short(at.temperature)}：校准误差 ${percent(at.error)}，损失 ${short(at.loss)}，共 ${answer.count} 张图。`)));
        };
        slider.addEventListener('input', draw);
        const best = make('button', { type: 'button', className: 'plain' }, t(`Best: ${short(answer.best)}`, `最佳：${short(answer.best)}`));
        best.addEventListener('click', () => {
          slider.value = String(sorted.findIndex(({ temperature }) => temperature === answer.best));
          draw();
        });
        draw();
        return [make('div', { className: 'row' }, make('span', { className: 'quiet' }, t('Temperature', '温度')), slider, best), holder,
          make('p', { className: 'quiet' }, t('The best temperature was chosen by the other half of the test part.', '最佳温度由测试部分的另一半选出。'))];
      },
    },
    diagnose: {
      title: () => t('Diagnosis', '诊断'), heading: () => t('What is wrong?', '哪里出了问题？'), script: 'diagnosis.js',
      about: () => t('Looks at the network, its curve and its data; where little was learnt, it also tries other learning rates on the side, 100 updates each.',
        '查看网络、曲线和数据；如果没学到多少，还会在一旁试几个别的学习率，各更新 100 次。'),
      show: (answer) => Inkling.diagnosisPanel(answer, { make, rows, short, percent, className, run }),
    },
    sealed: {
      title: () => t('Seal', '封存'), heading: () => t('Samples that judge once', '只裁判一次的样本'), script: 'sealed.js',
      about: () => t('Whoever picks the best of many runs by the test part picks its luck as well. A sealed part is there to tell how much.',
        '拿测试部分从许多次训练里挑最好的，也就挑中了它的运气。封存的部分能说出运气占多少。'),
      show: (answer) => Inkling.sealedPanel(answer, { make, rows, percent, run }),
    },
    fold: {
      title: () => t('Folding', '折叠'), heading: () => t('Fold the layers into one matrix', '把各层折成一个矩阵'),
      about: () => t('Without activations, layer after layer is one multiplication: W₁ · W₂ · … = W. With them, nothing of the kind.',
        '没有激活函数，一层接一层只是一次乘法：W₁ · W₂ · … = W。有了它，就不再是这样。'),
      show(answer) {
        const shape = Inkling.apiCall('pixels');
        const isImage = shape.width * shape.height === answer.inputs;
        const column = (output) => Array.from({ length: answer.inputs }, (_, i) => answer.weights[i * answer.outputs + output]);
        const most = Math.max(...answer.weights.map(Math.abs)) || 1;
        return [
          make('p', { 'data-result': 'fold', 'data-difference': String(answer.difference) }, answer.linear
            ? t(`${answer.layers} layers with ${answer.parameters} numbers are one matrix of ${answer.inputs} × ${answer.outputs}: over the test images the sums differ by at most ${answer.difference.toExponential(1)}.`,
              `${answer.layers} 层、${answer.parameters} 个数，就是一个 ${answer.inputs} × ${answer.outputs} 的矩阵：在测试图上，加权和最多相差 ${answer.difference.toExponential(1)}。`)
            : t(`This network bends: the folded matrix differs by up to ${short(answer.difference)} and agrees on ${percent(answer.agreement, 0)} of the test images. Choose the activation “linear” to see it fold.`,
              `这个网络会弯：折叠后的矩阵最多相差 ${short(answer.difference)}，只在 ${percent(answer.agreement, 0)} 的测试图上答案一致。把激活函数选为“线性”，就能看到它折起来。`)),
          isImage ? make('div', { className: 'grid' }, ...Array.from({ length: answer.outputs }, (_, k) => make('div', {}, signCanvas(column(k), shape.width, shape.height, className(k), most), make('div', { className: 'quiet' }, className(k)))))
            : null,
        ];
      },
    },
  };

  // The relief, by a shader of its own where there is WebGL 2; else plain squares.
  function drawRelief(canvas, side, heights) {
    const ramp = ramps[isDark() ? 'dark' : 'light'].map(bytesOf);
    const gl = canvas.getContext('webgl2', { preserveDrawingBuffer: true });
    if (!gl) {
      const draw = canvas.getContext('2d'), cell = canvas.width / side;
      heights.forEach((height, i) => {
        draw.fillStyle = `rgb(${ramp[Math.round(height * 5)].join()})`;
        draw.fillRect((i % side) * cell, Math.floor(i / side) * cell, cell + 1, cell + 1);
      });
      return;
    }
    const head = '#version 300 es\nprecision highp float;\nprecision highp sampler2D;\n';
    const program = gl.createProgram();
    for (const [type, source] of [
      [gl.VERTEX_SHADER, 'out vec2 v_place; void main() { vec2 p = vec2(gl_VertexID & 1, gl_VertexID >> 1) * 2.0; v_place = vec2(p.x, 1.0 - p.y); gl_Position = vec4(p * 2.0 - 1.0, 0.0, 1.0); }'],
      [gl.FRAGMENT_SHADER, '{{landscape.frag.glsl}}']]) {
      const shader = gl.createShader(type);
      gl.shaderSource(shader, head + source);
      gl.compileShader(shader);
      gl.attachShader(program, shader);
    }
    gl.linkProgram(program);
    if (!gl.getProgramParameter(program, gl.LINK_STATUS)) throw new Error(gl.getProgramInfoLog(program));
    gl.useProgram(program);
    gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.R32F, side, side, 0, gl.RED, gl.FLOAT, new Float32Array(heights));
    for (const name of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) gl.texParameteri(gl.TEXTURE_2D, name, gl.NEAREST);
    gl.uniform3fv(gl.getUniformLocation(program, 'u_ramp'), ramp.flat().map((value) => value / 255));
    gl.uniform1f(gl.getUniformLocation(program, 'u_relief'), isDark() ? 1 : -1);
    gl.viewport(0, 0, canvas.width, canvas.height);
    gl.drawArrays(gl.TRIANGLES, 0, 3);
  }

  // --- The panel --------------------------------------------------------------------------------------------

  let panel = null, body = null, stale = null, chosen = 'mistakes', shown = '', runs = 0, ends = [];

  const sessionKey = (state) => `${state.run} ${state.step} ${state.digest}`;
  const padKey = () => JSON.stringify(Inkling.apiCall('pixels').pixels);

  async function run() {
    const tool = tools[chosen], own = ++runs;
    const result = body.querySelector('.result');
    body.setAttribute('aria-busy', 'true');
    const hadFocus = result.contains(document.activeElement);
    const held = hadFocus && document.activeElement.getAttribute('aria-label');  // a choice made by keyboard goes on there
    result.replaceChildren(make('p', { className: 'quiet' }, t('Computing…', '正在计算…')));
    if (hadFocus) body.focus({ preventScroll: true });  // else Escape would go nowhere
    const key = sessionKey(Inkling.apiCall('state')) + (tool.followsPad ? padKey() : '');
    try {
      if (tool.script) await Inkling.script(tool.script);
      const answer = await ask(tool.question?.() ?? chosen);
      if (own !== runs || !panel) return;
      result.replaceChildren(...tool.show(answer).filter(Boolean));
      if (!answer.error && chosen === 'neuron') mark(options.layer, options.neuron);
      if (!answer.error && chosen === 'step') mark(0, answer.neuron);
      if (!answer.error && chosen === 'step' && slow.scene === 2) await showGradients(own, answer);
      else hideGradients();
      if (held && document.activeElement === body) result.querySelector(`[aria-label=${JSON.stringify(held)}]`)?.focus({ preventScroll: true });
      shown = key;
      stale.hidden = true;
    } catch (error) {
      if (own === runs && panel) result.replaceChildren(make('p', { className: 'wrong', role: 'alert' }, t(`It did not work: ${error.message}`, `没有成功：${error.message}`)));
    }
    if (own === runs && panel) body.removeAttribute('aria-busy');
  }

  // `keeps`: the way goes on from a number to what it comes from, or back.
  function choose(name, { isByKey = false, keeps = false } = {}) {
    chosen = name;
    if (!keeps) trail.length = 0;
    const tool = tools[name];
    for (const button of panel.querySelectorAll('nav button')) {
      const isChosen = button.dataset.tool === name;
      button.setAttribute('aria-selected', String(isChosen));
      button.tabIndex = isChosen ? 0 : -1;
      if (isChosen && isByKey) button.focus();
      if (isChosen) button.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    }
    const again = make('button', { type: 'button', className: 'plain' }, t('Update', '更新'));
    again.addEventListener('click', run);
    if (!keeps) tool.begin?.();
    stale = make('div', { className: 'stale quiet', hidden: true }, t('The network has changed since.', '网络已经变了。'), again);
    const result = make('div', { className: 'result' });
    body.replaceChildren(make('h2', {}, tool.heading()), make('p', { className: 'quiet' }, tool.about()), stale, result);
    body.scrollTop = 0;
    runs++;
    body.removeAttribute('aria-busy');
    shown = '';
    if (!tool.isSlow) return run();
    const go = make('button', { type: 'button', className: 'main' }, t('Compute', '计算'));
    go.addEventListener('click', run);
    result.append(make('div', { className: 'row' }, go));
  }

  // What is quick follows the pad, and the network once it rests; else the reader is told that there is something newer.
  let followed = 0;
  function follow() {
    if (!panel || !shown || body.hasAttribute('aria-busy')) return;
    const tool = tools[chosen], state = Inkling.apiCall('state');
    if (chosenInPicture()) return run();
    if (sessionKey(state) + (tool.followsPad ? padKey() : '') === shown) return;
    if ((tool.followsPad || !(tool.isSlow || state.running)) && performance.now() - followed > 400) {
      followed = performance.now();
      run();
    } else {
      stale.hidden = false;
    }
  }

  function build() {
    const names = Object.keys(tools);
    const closing = make('button', { type: 'button', className: 'icon', 'aria-label': t('Close the tools', '关闭工具') }, '×');
    closing.addEventListener('click', close);
    const nav = make('nav', { role: 'tablist', 'aria-label': t('Tools', '工具') }, ...names.map((name) => {
      const button = make('button', { type: 'button', role: 'tab', 'data-tool': name }, tools[name].title());
      button.addEventListener('click', () => choose(name));
      return button;
    }));
    nav.addEventListener('keydown', (event) => {
      const by = { ArrowRight: 1, ArrowLeft: names.length - 1 }[event.key];
      if (by) choose(names[(names.indexOf(chosen) + by) % names.length], { isByKey: true });
    });
    body = make('div', { className: 'body', role: 'tabpanel', tabIndex: 0 });
    body.addEventListener('keydown', (event) => {
      const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (by && chosen === 'step' && !event.target.matches('select, input')) moveTo(slow.scene + by);
    });
    panel.setAttribute('aria-label', t('Tools', '工具'));
    panel.lang = Inkling.language === 'zh' ? 'zh-Hans' : 'en';
    panel.replaceChildren(make('header', {}, make('h1', {}, t('Tools', '工具')), closing), nav, body);
    choose(chosen);
  }

  function close() {
    if (!panel) return;
    panel.remove();
    panel = null;
    hideGradients();
    root.classList.remove('tools');
    ends.forEach((end) => end());
    dispatchEvent(new Event('resize'));
    Inkling.canvas.focus({ preventScroll: true });
  }

  Inkling.openTools = (name) => {
    const { selected } = Inkling.apiCall('state');
    if (Object.hasOwn(tools, name)) chosen = name;
    else if (selected && chosen !== 'step') {  // what the reader has pressed in the picture
      chosen = 'neuron';
      marked = '';
      chosenInPicture();
    }
    if (panel) return build();
    Inkling.closeCourse?.();
    panel = make('aside', { id: 'tools', tabIndex: -1 });
    panel.addEventListener('keydown', (event) => {
      event.stopPropagation();
      if (event.key === 'Escape') close();
    });
    document.body.append(panel);
    root.classList.add('tools');
    dispatchEvent(new Event('resize'));
    build();
    panel.focus({ preventScroll: true });
    const observer = new MutationObserver(build);
    observer.observe(root, { attributes: true, attributeFilter: ['lang', 'data-theme'] });
    const timer = setInterval(follow, 300);
    ends = [() => observer.disconnect(), () => clearInterval(timer)];
  };
  Inkling.closeTools = close;
})();
