// Carries out the steps of a task through the API, as its reader would, and knows what a
// condition can ask for: the state of the program, its settings, the report, the drawing, and the figure.
(() => {
  'use strict';
  const Inkling = globalThis.Inkling;
  const patience = 120_000;   // ms for any one step
  const pause = (milliseconds) => new Promise((resume) => setTimeout(resume, milliseconds));

  class Stopped extends Error {}

  const settingsOf = (recipe) => Object.fromEntries(recipe.split('&').filter(Boolean).map((part) => {
    const at = part.indexOf('=');
    return [part.slice(0, at), part.slice(at + 1)];
  }));
  const numeric = (text) => (/^-?\d+(\.\d+)?(e[+-]?\d+)?$/.test(text) ? Number(text) : text);

  // --- The figure: one neuron, and what it computes --------------------------------------------------------

  const activations = {
    sigmoid: (z) => 1 / (1 + Math.exp(-z)),
    tanh: Math.tanh,
    relu: (z) => Math.max(z, 0),
    linear: (z) => z,
  };

  class Neuron {
    constructor({ x1 = 0, x2, w1 = 0, w2, b = 0, activation, target, rate = 1 }) {
      Object.assign(this, { x1, w1, b, activation, target, rate });
      if (x2 !== undefined) Object.assign(this, { x2, w2: w2 ?? 0 });
    }
    get inputs() { return this.x2 === undefined ? 1 : 2; }
    get z() { return this.x1 * this.w1 + (this.inputs === 2 ? this.x2 * this.w2 : 0) + this.b; }
    get a() { return activations[this.activation](this.z); }
    curve(z) { return activations[this.activation](z); }
    // Cross-entropy of the sigmoid's answer, whose slope by z is simply a − target.
    get loss() { return -(this.target * Math.log(this.a) + (1 - this.target) * Math.log(1 - this.a)); }
    get slopes() {
      const dz = this.a - this.target;
      return { w1: dz * this.x1, ...(this.inputs === 2 && { w2: dz * this.x2 }), b: dz };
    }
    update(slopes) {
      for (const [name, slope] of Object.entries(slopes)) this[name] -= this.rate * slope;
    }
    get parameters() { return `${this.w1} ${this.w2} ${this.b}`; }
    scope() {
      const { x1, x2, w1, w2, b, z, a, target } = this;
      return { x1, x2, w1, w2, b, z, a, target, ...(target !== undefined && { neuronLoss: this.loss }) };
    }
  }

  // --- A run ------------------------------------------------------------------------------------------------------

  class TaskRun {
    // `tell`: called with what is going on; `figure`: {neuron, show} or nothing; `failed`: the numbers of the first control with which
    // attempts fell short, which grow.
    constructor(task, { figure = null, failed = [], tell = () => {} } = {}) {
      Object.assign(this, { task, figure, failed, tell, values: {}, controls: {}, isStopped: false });
    }

    stop() { this.isStopped = true; }

    async until(test) {
      const end = performance.now() + patience;
      for (;;) {
        if (this.isStopped) throw new Stopped('stopped');
        const state = await inkling.state();
        if (test(state)) return state;
        if (performance.now() > end) throw new Error(Inkling.choose('The program did not get there in two minutes.', '程序两分钟内没有做到。'));
        await pause(25);
      }
    }

    // Everything that a condition may name.
    async scope() {
      const out = { failed: this.failed, ...this.controls, ...(this.figure && this.figure.neuron.scope()) };
      if (Inkling.isStarted) {
        const state = await inkling.state();
        for (const [name, text] of Object.entries(settingsOf(state.recipe))) out[name] = numeric(text);
        for (const [name, value] of Object.entries(state)) if (!Array.isArray(value)) out[name] = value ?? NaN;
      }
      return Object.assign(out, this.values);
    }

    async load(text) {
      const before = (await inkling.state()).run;
      await Inkling.byReader.pause();
      const answer = await Inkling.byReader.load(text);
      if (answer.warnings?.length) throw new Error(answer.warnings.join(' '));
      await Inkling.byReader.reset();
      await Inkling.byReader.pause();
      await Inkling.byReader.set('speed', 0);
      await this.until((state) => state.run !== before && state.step === 0 && state.phase === 'paused' && state.digest && state.testLoss !== null);
    }

    async carryOut(steps) {
      for (const step of steps) {
        if (this.isStopped) throw new Stopped('stopped');
        await this[`do_${step.kind}`](step);
      }
    }

    async do_load({ text }) { await this.load(text(await this.scope())); }

    async do_reset() {
      const before = (await inkling.state()).run;
      await Inkling.byReader.pause();
      await Inkling.byReader.reset();
      await this.until((state) => state.run !== before && state.step === 0 && state.phase !== 'loading' && state.testLoss !== null);
      await Inkling.byReader.pause();
    }

    async do_epochs({ count }) {
      const { epoch } = await inkling.state();
      const goal = Math.floor(epoch + 1e-9) + count(await this.scope());
      for (let at = Math.floor(epoch + 1e-9); at < goal; at++) await Inkling.byReader.epoch();
      await this.until(({ epoch: now, phase }) => {
        this.tell(now);
        return ['diverged', 'finished', 'stopped'].includes(phase) || (now >= goal - 1e-9 && phase === 'paused');
      });
    }

    async do_steps({ count }) {
      const { step } = await inkling.state();
      const goal = step + count(await this.scope());
      await Inkling.byReader.step(goal - step);
      await this.until(({ step: now, phase }) => now >= goal || phase === 'diverged');
    }

    async do_set({ values }) {
      const scope = await this.scope();
      for (const [name, value] of values) await Inkling.byReader.set(name, value(scope));
    }

    // By hand, and then the figures of what came of it.
    async do_edit({ text }) {
      const { revision } = await inkling.state();
      await Inkling.byReader.edit(text(await this.scope()));
      await this.until((state) => state.revision > revision && !state.evaluating);
    }

    // One drawing by the name of its shape, or several one after the other.
    async do_draw({ value }) {
      const names = Array.isArray(value) ? value : [value];
      for (const name of names) {
        const shape = this.task.shapes[name === 'answer' ? this.controls.answer : name];
        if (!shape) throw new Error(`there is no shape “${name}”`);
        await Inkling.byReader.draw(shape);
        await pause(120);   // long enough to be seen
        const { probabilities, prediction, doubt } = await inkling.predict();
        const confidence = Math.max(...probabilities);
        Object.assign(this.values, { confidence, prediction, doubt, drawings: (this.values.drawings ?? 0) + 1 });
      }
    }

    async do_keep({ values }) {
      for (const [name, value] of values) this.values[name] = value(await this.scope());
    }

    async do_each({ name, of, do: steps, collect }) {
      for (const [list] of collect) this.values[list] = [];
      for (const value of of) {
        this.values[name] = value;
        await this.carryOut(steps);
        const scope = await this.scope();
        for (const [list, make] of collect) this.values[list].push(make(scope));
        this.tell(null, value);
      }
      this.values[`${name}s`] = of;
    }

    // precision5, recall5, support5 of each class; precision, recall and support of the one that was answered.
    async do_report() {
      for (const line of (await inkling.report()).split('\n')) {
        const found = /^\s*(\S+)\s+([\d.]+)\s+([\d.]+)\s+([\d.]+)\s+(\d+)\s*$/.exec(line);
        if (!found) continue;
        const [, name, precision, recall, , support] = found;
        const row = { precision: Number(precision), recall: Number(recall), support: Number(support) };
        for (const [key, value] of Object.entries(row)) this.values[key + name] = value;
        if (name === String(this.controls.answer)) Object.assign(this.values, row);
      }
    }

    // One of the tools: fold gives difference and agreement, mistakes gives images, wrong and carry, sealed sealedAccuracy and sealedCount, reliability
    // calibrationError and calibrationLoss at the control `temperature`, or 1, and bestTemperature; slice stepFrom, stepTo and bestRate, and a picture;
    // forget pictures and wiped, how many of their pixels had ink, and withoutThem, the accuracy after that; diagnose gives findings (how
    // many), finding (the first) and the numbers that speak for each, those of the first before others.
    async do_explore({ value }) {
      await Inkling.script('explorer_client.js');
      const answer = await Inkling.explore(value);
      if (answer.error) throw new Error(`${value}: ${answer.error}`);
      if (value === 'fold') Object.assign(this.values, { difference: answer.difference, agreement: answer.agreement });
      if (value === 'diagnose') {
        const { findings } = answer;
        for (const { facts: { first, last, ...others } } of [...findings].reverse()) Object.assign(this.values, others, first >= 0 && { reaches: first / last });
        Object.assign(this.values, { findings: findings.length, finding: findings[0]?.kind ?? 'none' });
      }
      if (value === 'sealed') {
        const [right, count] = answer.sealed;
        Object.assign(this.values, { sealedAccuracy: right / count, sealedCount: count });
      }
      if (value === 'slice') {
        this.picture = () => Inkling.toolKit.sliceChart(answer, answer.lands[0]);
        Object.assign(this.values, { stepFrom: answer.points[0][1], stepTo: answer.lands[1], bestRate: answer.best[0] });
      }
      if (value === 'forget') Object.assign(this.values, { wiped: answer.wiped, pictures: answer.pictures, withoutThem: answer.right / answer.count });
      if (value === 'mistakes') Object.assign(this.values, { images: answer.count, wrong: answer.wrong, carry: answer.carry });
      if (value === 'reliability') {
        const wanted = Math.log(Number(this.controls.temperature ?? 1));
        const near = ({ temperature }) => Math.abs(Math.log(temperature) - wanted);
        const at = answer.at.reduce((best, one) => (near(one) < near(best) ? one : best));
        Object.assign(this.values, { calibrationError: at.error, calibrationLoss: at.loss, bestTemperature: answer.best });
      }
    }

    // The first layer's weights as images, kept beside those of before.
    async do_tiles({ label }) {
      const { make, signCanvas, figure } = Inkling.toolKit;
      const { width, height } = Inkling.apiCall('pixels');
      const { units, weights } = await inkling.layer(1);
      const scope = await this.scope();
      const most = Math.max(...weights.map(Math.abs));
      const rows = (this.rows ??= []);
      rows.push({ words: label, scope, tiles: Array.from({ length: units }, (_, unit) => weights.filter((_, i) => i % units === unit)) });
      this.picture = () => make('div', { className: 'tiles' }, ...rows.map(({ words, scope: then, tiles }) => {
        const name = words[Inkling.language === 'zh' ? 'zh' : 'en'](then);
        return figure(make('div', { role: 'img', 'aria-label': name }, ...tiles.map((values) => signCanvas(values, width, height, '', most))), name);
      }));
    }

    async do_figure({ values }) {
      const scope = await this.scope();
      for (const [name, value] of values) this.figure.neuron[name] = value(scope);
      this.figure.show();
    }

    async do_scenes() {
      const { neuron } = this.figure;
      const moved = [];
      this.values.lossBefore = neuron.loss;
      for (const scene of ['forward', 'loss', 'gradients', 'update']) {
        const before = neuron.parameters;
        this.figure.play(scene);
        if (neuron.parameters !== before) moved.push(scene);
        if (!matchMedia('(prefers-reduced-motion: reduce)').matches) await pause(500);
      }
      this.values.movedBy = moved.join(' ');
      this.values.lossAfter = neuron.loss;
    }

    // The reader's settings, as far as they are the program's: `answer` is only looked at.
    async applyControls() {
      for (const [name, value] of Object.entries(this.controls)) {
        if (name === 'answer' || name === 'temperature' || this.figure) continue;
        await Inkling.byReader.set(name, value);
      }
    }

    // One attempt with these values of the controls: true where the goal is reached.
    async attempt(controls) {
      this.controls = controls;
      if (this.figure) Object.assign(this.figure.neuron, controls);
      else await this.applyControls();
      if (this.task.run) await this.carryOut(this.task.run);
      const isReached = Boolean(this.task.goal.done(await this.scope()));
      const value = Number(Object.values(controls)[0]);
      if (!isReached && Number.isFinite(value)) this.failed.push(value);
      return isReached;
    }
  }

  Object.assign(globalThis.InklingLessons, { TaskRun, Neuron, Stopped, settingsOf });
})();
