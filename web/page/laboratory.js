// What a sweep is made with: a crew of trainers beside the one of the page, each in a Worker of its own, that
// carries out a plan (web/explorer/sweep.h); the settings that can be varied; and files in and out. Loaded with it.
(() => {
  'use strict';
  const Inkling = globalThis.Inkling;
  const t = Inkling.choose;

  // --- The crew -----------------------------------------------------------------------------------------------

  // One processor is left to a session that trains in the page.
  const processors = () => Math.max((navigator.hardwareConcurrency || 2) - (Inkling.apiCall('state').running ? 1 : 0), 1);

  // Trains the sessions `waiting` of the plan `lab`. `news(session, what)` hears how far each is, with its curve where `hasCurves`, `ended(error)` when all are done, or
  // what went wrong. A Worker takes the next session when it has done one.
  class Crew {
    constructor(lab, waiting, { news, ended, hasCurves = false }) {
      Object.assign(this, { lab, waiting: [...waiting], news, ended, hasCurves, members: new Set(), data: new Map(), isOver: false });
      this.size = Math.min(processors(), this.waiting.length);
      this.start().catch((error) => this.end(error));
    }

    async start() {
      const module = await Inkling.trainerProgram();
      for (let i = 0; i < this.size && !this.isOver; i++) {
        let port;
        try {
          port = Inkling.worker(['trainer.js', 'worker.js'], 'inklingTrainer');
        } catch {
          // Where no Worker can be made, one trains in the page.
          port = await this.inline();
          this.size = i = 1;
        }
        const member = { port, session: -1, revision: 0, begun: 0, data: new Set(), isAsking: false, latest: null };
        this.members.add(member);
        port.addEventListener('message', ({ data }) => this.hear(member, data).catch((error) => this.end(error)));
        port.addEventListener('error', (event) => {
          event.preventDefault?.();
          this.end(new Error(event.message || t('a Worker did not start', '有个 Worker 没能启动')));
        });
        port.postMessage({ kind: 'start', module });
      }
    }

    async inline() {
      await Inkling.script('trainer.js');
      await Inkling.script('worker.js');
      const { port1, port2 } = new MessageChannel();
      globalThis.inklingTrainer(port2, 0.006, 8);
      port1.start();
      return port1;
    }

    async hear(member, { kind, buffer, text }) {
      if (this.isOver) return;
      if (kind === 'error') throw new Error(text);
      if (kind === 'ready') await this.hand(member);
      if (kind !== 'snapshot') return;
      // As one that knows nothing yet, so that each has the whole curve.
      member.port.postMessage({ kind: 'ack', run: 0, history: 0 });
      member.latest = { bytes: new Uint8Array(buffer), seconds: (performance.now() - member.begun) / 1000 };
      if (!member.isAsking) await this.look(member);
    }

    async look(member) {
      member.isAsking = true;
      while (member.latest && !this.isOver) {
        const { bytes, seconds } = member.latest, { session, revision } = member;
        member.latest = null;
        if (session < 0) break;
        const what = await Inkling.exploreLab(`news ${this.lab} ${session} ${seconds.toFixed(3)}${this.hasCurves ? ' curve' : ''}`, bytes);
        if (this.isOver) return;
        if (what.revision !== revision) continue;
        this.news(session, { ...what, seconds });
        if (what.done) await this.hand(member);
      }
      member.isAsking = false;
    }

    async hand(member) {
      member.latest = null;
      member.session = this.waiting.shift() ?? -1;
      if (member.session < 0) {
        this.dismiss(member);
        if (this.members.size === 0) this.end();
        return;
      }
      const { dataset, command, revision } = await Inkling.exploreLab(`task ${this.lab} ${member.session}`);
      if (dataset >= 0 && !member.data.has(dataset)) {
        member.data.add(dataset);
        if (!this.data.has(dataset)) this.data.set(dataset, Inkling.datasetBytes(dataset));
        const { buffer } = (await this.data.get(dataset)).slice();
        member.port.postMessage({ kind: 'dataset', id: dataset, revision: 1, buffer }, [buffer]);
      }
      if (this.isOver) return;
      const { buffer } = Inkling.toolKit.bytesOfBase64url(command);
      member.revision = revision;
      member.begun = performance.now();
      member.port.postMessage({ kind: 'command', revision, by: 'trainer', buffer }, [buffer]);
    }

    dismiss(member) {
      member.port.terminate?.();
      member.port.close?.();
      this.members.delete(member);
    }

    end(error = null) {
      if (this.isOver) return;
      this.isOver = true;
      for (const member of [...this.members]) this.dismiss(member);
      this.ended(error);
    }

    stop() { this.end(); }
  }

  // --- Settings -----------------------------------------------------------------------------------------------

  // Those that a reader would vary: their names, and values to begin with.
  const settings = {
    'learning-rate': [() => t('Learning rate', '学习率'), '0.001, 0.003, 0.01, 0.03, 0.1'],
    hidden: [() => t('Hidden layers', '隐藏层'), '8 / 16 / 32 / 64 / 32,16'],
    optimizer: [() => t('Optimiser', '优化器'), 'sgd, momentum, nesterov, adam, adamw, rmsprop, adagrad'],
    batch: [() => t('Batch size', '批大小'), '8, 16, 32, 64, 128'],
    activation: [() => t('Activation', '激活函数'), 'relu, leaky-relu, gelu, tanh, sigmoid'],
    init: [() => t('First weights', '初始权重'), 'glorot-uniform, glorot-normal, he-uniform, he-normal, zeros'],
    loss: [() => t('Loss', '损失函数'), 'cross-entropy, binary-cross-entropy, squared-error'],
    schedule: [() => t('Rate schedule', '学习率计划'), 'constant, step, cosine, invscaling, adaptive'],
    momentum: [() => t('Momentum', '动量'), '0, 0.5, 0.9, 0.95, 0.99'],
    l2: [() => 'L2', '0, 0.0001, 0.001, 0.01, 0.1'],
    l1: [() => 'L1', '0, 0.0001, 0.001, 0.01, 0.1'],
    'weight-decay': [() => t('Weight decay', '权重衰减'), '0, 0.0001, 0.001, 0.01, 0.1'],
    dropout: [() => 'Dropout', '0, 0.1, 0.2, 0.3, 0.5'],
    'clip-norm': [() => t('Longest gradient', '梯度最长'), '0, 0.1, 0.5, 1, 5'],
    scaling: [() => t('Scaling', '缩放'), 'none, unit, min-max, standard'],
    'test-share': [() => t('Share held back for the test', '留作测试的比例'), '0.2, 0.3, 0.5, 0.7, 0.9'],
    'label-shift': [() => t('Label shift', '标签平移'), '0, 1, 2'],
    'augment-shift': [() => t('Shifted images', '图像平移'), '0, 1, 2'],
    'augment-rotate': [() => t('Turned images', '图像旋转'), '0, 5, 10, 15, 20'],
    samples: [() => t('Points (plane)', '点数（平面问题）'), '50, 100, 200, 500'],
    noise: [() => t('Noise (plane)', '噪声（平面问题）'), '0, 10, 20, 30, 50'],
  };
  const titleOf = (name, usual = name) => settings[name]?.[0]() ?? usual;
  // "0.1, 0.2" or "64 / 32,16" as the plan has them.
  const axisText = (name, values) => `${name}=${values.replace(/\s+/g, '').replace(/^[,/]+|[,/]+$/g, '')}`;
  const countOf = (values) => axisText('', values).slice(1).split(values.includes('/') ? '/' : ',').filter(Boolean).length;

  // A setting and its values, as the reader has chosen them in `choice`: {name, values}. `none`: there may be no such axis.
  function axisFields(label, choice, { none = '', changed }) {
    const { make } = Inkling.toolKit;
    const names = [...(none ? [''] : []), ...Object.keys(settings)];
    const select = make('select', { 'aria-label': label }, ...names.map((name) => make('option', { value: name, selected: name === choice.name }, name ? titleOf(name) : none)));
    const values = make('input', { type: 'text', value: choice.values, spellcheck: false, autocomplete: 'off', 'aria-label': t(`${label}: values`, `${label}的取值`) });
    values.hidden = !choice.name;
    select.addEventListener('change', () => {
      choice.name = select.value;
      choice.values = values.value = settings[select.value]?.[1] ?? '';
      values.hidden = !choice.name;
      changed();
    });
    values.addEventListener('input', () => {
      choice.values = values.value;
      changed();
    });
    return make('div', { className: 'axis' }, make('span', { className: 'quiet' }, label), select, values);
  }

  function numberField(label, choice, key, most, changed) {
    const { make } = Inkling.toolKit;
    const input = make('input', { type: 'number', min: '1', max: String(most), step: '1', value: String(choice[key]) });
    input.addEventListener('input', () => {
      choice[key] = Math.min(Math.max(Math.round(Number(input.value)) || 1, 1), most);
      changed();
    });
    return make('label', { className: 'field' }, make('span', { className: 'quiet' }, label), input);
  }

  // --- Buttons and links ------------------------------------------------------------------------------------

  function action(label, className, run) {
    const button = Inkling.toolKit.make('button', { type: 'button', className }, label);
    button.addEventListener('click', () => Promise.resolve(run()).catch((error) => Inkling.announce(error.message)));
    return button;
  }

  // Opens here when pressed; and, being a link, elsewhere by the browser's own ways.
  function sessionLink(words, link, attributes = {}) {
    const anchor = Inkling.toolKit.make('a', { href: location.href.replace(/#.*$/, '') + link, ...attributes }, words);
    anchor.addEventListener('click', (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
      event.preventDefault();
      Inkling.openLink(link, 'reader').then(() => Inkling.announce(t('Opened: it trains to where it was.', '已打开：会训练到它原来的位置。')), (error) => Inkling.announce(error.message));
    });
    return anchor;
  }

  // --- Curves over one another ------------------------------------------------------------------------------

  const dashes = ['', '7 3', '2 3', '9 3 2 3'];  // so that lines are told apart without their hues
  const whole = (value) => String(Number(value.toPrecision(3)));
  const scoreText = (value, isRatio) => (isRatio ? value.toFixed(3) : (100 * value).toFixed(1)).replace('-', '−');

  // Of a run {points: [[epoch, step, test loss, test score], …]}: the point at an epoch, or the last before it; -1: the last.
  const pointAt = ({ points }, at) => (at < 0 ? points.at(-1) : points.findLast(([where]) => where <= at + 1e-6));

  // The scores of runs, or their losses, up to the epoch `last`, with a line at the epoch `at`, which the pointer chooses; nothing where there
  // are no points yet.
  function curves({ runs, last, measure, goal, at, isRatio, lookAt }) {
    const { chart, hueOf, make, svg } = Inkling.toolKit;
    const isScore = measure === 'score', of = (point) => point[isScore ? 3 : 2];
    const values = runs.flatMap(({ points }) => points.map(of)).filter(Number.isFinite);
    if (!values.length) return null;
    // An axis of losses ends where one has diverged: far beyond the first nothing is told apart.
    const first = Math.max(...runs.map(({ points }) => (points.length ? of(points[0]) : 0)));
    const low = isScore ? Math.max(Math.min(...values), -1) : 0, high = isScore ? 1 : Math.min(Math.max(...values), 1.5 * first);
    const X = (epoch) => epoch / last, Y = (value) => Math.min(Math.max((value - low) / (high - low || 1), 0), 1);
    const text = isScore ? (value) => (isRatio ? whole(value) : `${whole(100 * value)} %`) : whole;
    const hasGoal = isScore && goal > low + 0.1 * (high - low) && goal < high - 0.04 * (high - low);
    const drawn = chart({
      height: 240, name: t(`${isScore ? 'Score' : 'Loss'} of the test part over the epochs, a line for each`, `测试部分的${isScore ? '成绩' : '损失'}随轮次的变化，每个一条线`),
      lines: runs.map(({ points }, i) => ({ points: points.filter((point) => Number.isFinite(of(point))).map((point) => [X(point[0]), Y(of(point))]), color: hueOf(i), dash: dashes[i % dashes.length] })),
      xTicks: [[0, '0'], [0.5, whole(last / 2)], [1, whole(last)]],
      yTicks: [[0, text(low)], [1, text(high)], ...(hasGoal ? [[Y(goal), text(goal)]] : [])],
    });
    if (at >= 0) {
      const x = 40 + X(at) * 332;
      drawn.append(svg('line', { x1: x, x2: x, y1: 10, y2: 216, stroke: 'var(--text)', 'stroke-width': 1 }));
    }
    drawn.addEventListener('pointermove', ({ clientX }) => {
      const box = drawn.getBoundingClientRect(), epoch = ((clientX - box.left) / box.width * 380 - 40) / 332 * last;
      lookAt(Math.min(Math.max(Math.round(epoch), 0), last));
    });
    return make('figure', {}, drawn, make('figcaption', {}, isScore ? t('test score by epoch', '各轮的测试成绩') : t('test loss by epoch', '各轮的测试损失')));
  }

  function swatch(index) {
    const { hueOf, svg } = Inkling.toolKit;
    return svg('svg', { viewBox: '0 0 28 8', 'aria-hidden': 'true', class: 'swatch' }, svg('line', { x1: 0, x2: 28, y1: 4, y2: 4, stroke: hueOf(index), 'stroke-width': 3, 'stroke-dasharray': dashes[index % dashes.length] }));
  }

  function measureChoice(choice, changed) {
    const { make } = Inkling.toolKit;
    const select = make('select', { 'aria-label': t('What is drawn', '画什么') }, ...[['score', t('score', '成绩')], ['loss', t('loss', '损失')]].map(([value, text]) => make('option', { value, selected: value === choice.measure }, text)));
    select.addEventListener('change', () => {
      choice.measure = select.value;
      changed();
    });
    return select;
  }

  const style = new CSSStyleSheet();
  style.replaceSync(`
#tools .axis { display: grid; grid-template-columns: 72px minmax(0, 1fr); gap: 8px; align-items: center; margin: 0 0 12px; }
#tools .axis input { grid-column: 2; }
#tools input[type=text] { font: inherit; color: inherit; width: 100%; min-width: 0; min-height: 32px; box-sizing: border-box; padding: 0 8px; border: 0; border-radius: 6px; background: var(--raised); box-shadow: inset 0 0 0 1px var(--control); }
#tools .axis select { width: 100%; }
#tools .field { display: flex; align-items: center; gap: 8px; }
#tools .fields { margin-top: 12px; }
#tools a { color: inherit; text-decoration: underline; text-decoration-color: var(--quiet); text-underline-offset: 3px; }
#tools a:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 2px; }
#tools progress { appearance: none; flex: 1; min-width: 80px; height: 6px; border: 0; border-radius: 3px; background: var(--line); overflow: hidden; }
#tools progress::-webkit-progress-bar { background: var(--line); }
#tools progress::-webkit-progress-value { background: var(--accent); }
#tools progress::-moz-progress-bar { background: var(--accent); }
#tools table.heat { table-layout: fixed; border-collapse: separate; border-spacing: 2px; margin: 16px 0 8px; }
#tools .heat :is(td, th) { padding: 0; border: 0; }
#tools .heat td:nth-child(n) { text-align: center; color: inherit; }
#tools .heat th { font-size: 12px; color: var(--quiet); font-weight: 400; overflow-wrap: anywhere; }
#tools .heat thead th { text-align: center; padding-bottom: 4px; }
#tools .heat th[scope=row] { text-align: right; padding-right: 6px; width: 64px; }
#tools .heat thead th.corner { text-align: right; padding-right: 6px; width: 64px; vertical-align: bottom; }
#tools .heat caption { text-align: left; color: var(--quiet); font-size: 12px; padding-bottom: 8px; }
#tools .heat button { display: flex; flex-direction: column; justify-content: center; align-items: center; width: 100%; height: 48px; padding: 0; border-radius: 4px; line-height: 1.25; background: var(--raised); color: var(--quiet); overflow: hidden; }
#tools .heat button strong { font-weight: 600; font-size: 14px; }
#tools .heat button small { font-size: 11px; }
#tools .heat button[aria-pressed=true] { outline: 2px solid var(--text); outline-offset: 1px; }
#tools .heat button:focus-visible { outline: 3px solid var(--accent); outline-offset: 1px; }
#tools .scale { display: flex; align-items: center; gap: 8px; font-size: 12px; color: var(--quiet); margin: 0 0 16px; }
#tools .scale i { flex: 1; max-width: 160px; height: 8px; border-radius: 4px; }
#tools .figures :is(td, th):not(:first-child) { text-align: right; padding-left: 8px; }
#tools .figures td:nth-child(n):nth-child(n) { font-size: 13px; color: inherit; }
#tools .swatch { display: inline-block; width: 28px; height: 8px; vertical-align: middle; }
#tools .runs td { white-space: nowrap; }
#tools .runs :is(td, th):not(:first-child) { padding-left: 6px; }
#tools .runs th { vertical-align: bottom; }
#tools .sideways { overflow-x: auto; }
#tools .runs small { display: block; font-size: 11px; }
#tools .runs .up small { color: var(--plus-text); }
#tools .runs .down small { color: var(--minus-text); }
@media (pointer: coarse) { #tools input[type=text], #tools input[type=number] { min-height: 44px; } #tools .heat button { min-height: 48px; } #tools .figures a { display: inline-block; padding: 10px 0; } }
@media (max-width: 719px) {
  #tools .heat th[scope=row], #tools .heat thead th.corner { width: 48px; }
}
@media (forced-colors: active) { #tools .heat button { border: 1px solid ButtonText; } }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, style];

  Inkling.laboratory = { Crew, processors, settings, titleOf, axisText, countOf, axisFields, numberField, action, sessionLink, curves, measureChoice, pointAt, scoreText, swatch, whole };
})();
