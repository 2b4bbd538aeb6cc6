// window.inkling: what a page around, the console and the tests can say to Inkling. Every command is a promise
// that is rejected with a sentence when it cannot be carried out.
(() => {
  'use strict';
  const Inkling = globalThis.Inkling;
  const pointsLimit = 20_000;      // of a drawing
  const stateInterval = 250;       // ms between "state" events

  let markReady;
  const ready = new Promise((resolve) => { markReady = resolve; });
  const listeners = new Map();     // event → set of functions

  function emit(event, detail) {
    for (const listener of listeners.get(event) ?? []) {
      try {
        listener(detail);
      } catch (error) {
        console.error(error);
      }
    }
  }

  function callNow(verb, argument) {
    const pointer = Inkling.call('_inkling_api', verb, argument);
    if (!pointer) throw new Error('Inkling is not running');
    const answer = JSON.parse(Inkling.module.UTF8ToString(pointer));
    if (answer.ok === false) throw new Error(answer.error);
    return answer;
  }

  Inkling.emit = emit;

  async function call(verb, argument = '') {
    await ready;
    return callNow(verb, String(argument));
  }

  // Who asked for what the program sends the trainer: of what it sends while it carries out a command, who gave that; of what it
  // does by itself at the start, nobody; else the reader.
  const authors = new Map();       // revision → "host" or "reader", until its change was told
  let author = 'trainer', usualAuthor = 'trainer';
  Inkling.author = () => author;
  Inkling.noteAuthor = (revision, by) => {
    if (by === 'trainer') return;
    authors.set(revision, by);
    if (authors.size > 100) authors.delete(authors.keys().next().value);
  };

  Inkling.apiCall = (verb, argument = '', by = author) => {
    const before = author;
    author = by;
    try {
      return callNow(verb, String(argument));
    } finally {
      author = before;
    }
  };

  // What waits for data is the doing of who wanted them, when they come.
  const wanted = new Map();        // asset → by whom
  const { requestAsset, takeAsset } = Inkling;
  Inkling.requestAsset = (name) => {
    wanted.set(name, author);
    requestAsset(name);
  };
  Inkling.takeAsset = (name) => {
    author = wanted.get(name) ?? author;
    setTimeout(() => { author = usualAuthor; });  // several may come in one turn
    return takeAsset(name);
  };

  function inkText(strokes) {
    if (!Array.isArray(strokes)) throw new TypeError('draw takes a list of strokes, each a list of points [x, y] from 0 to 1');
    let count = 0;
    return strokes.map((stroke) => stroke.map((point) => {
      const [x, y] = point.map(Number);
      if (!Number.isFinite(x) || !Number.isFinite(y) || ++count > pointsLimit) {
        throw new TypeError(`draw takes at most ${pointsLimit} points, each [x, y] from 0 to 1`);
      }
      return `${x},${y}`;
    }).join(' ')).join(';');
  }

  function facade(by) {
    const command = async (verb, argument) => {
      await ready;
      return Inkling.apiCall(verb, argument, by);
    };
    return Object.freeze({
      ready,
      // A recipe ("hidden=32,16&seed=5"), or a link ("#1&…", also as a whole address); resolves to its warnings.
      load: async (text) => {
        if (!String(text).includes('#')) return command('load', text);
        await ready;
        return { ok: true, warnings: await Inkling.openLink(String(text), by) };
      },
      // The link to the session; `parts` are those that go in beside the recipe: "ink", "changes", "view".
      link: async (parts = 'changes') => (await call('link', parts)).link,
      play: () => command('play'),
      pause: () => command('pause'),
      step: (count = 1) => command('step', count),  // negative: so many back
      // The page as it was at an earlier epoch; without a number, as it is now. state() tells which are kept.
      look: (epoch = '') => command('look', epoch),
      branch: () => command('branch'),  // training continues from the epoch looked at
      epoch: () => command('epoch'),
      reset: () => command('reset'),
      set: (name, value) => command('set', `${name}=${value}`),
      // An option of what is shown, which links carry on: view('theme', 'dark').
      view: (name, value) => command('view', `${name}=${value}`),
      // By hand: "weight=1,18,40,0.25;swap=1,3,7" sets the weight of unit 18 of layer 1 from its input 40, and lets units
      // 3 and 7 change places; "bias=2,0,-1" and "silence=1,5" likewise. Layers count from 1, units and inputs from 0.
      edit: (edits) => command('edit', edits),
      // {inputs, units, activation, weights, biases} of a layer; the weights input by input.
      layer: (number) => call('parameters', number),
      // A neuron of the network's picture: select(1, 12); select() takes the choice back. state().selected tells it.
      select: (layer, unit) => command('select', layer === undefined ? '' : `${layer},${unit}`),
      // A neuron's arithmetic for what is on the pad: {terms, b, z, a, dz, gradient, outgoing, …}; see docs/embedding.md.
      explain: async (layer, unit) => {
        await ready;
        await Inkling.script('explorer_client.js');
        const answer = await Inkling.explore(`neuron ${Number(layer) - 1} ${Number(unit)} -1 -1`);
        if (answer.error) throw new Error(`it cannot be explained: ${answer.error}`);
        return answer;
      },
      draw: async (strokes) => command('draw', inkText(strokes)),
      // A sample of the data set, by its number, onto the pad, once the data are there.
      sample: (number) => command('sample', number),
      predict: () => call('predict'),
      state: () => call('state'),
      report: async () => (await call('report')).text,

      // Events: "ready"; "state" with the state and `by`: "host" or "reader" after a command of one of them,
      // "trainer" where only training went on. Returns a function that ends it.
      on(event, listener) {
        if (!listeners.has(event)) listeners.set(event, new Set());
        listeners.get(event).add(listener);
        if (event === 'ready' && Inkling.isStarted) ready.then(() => listener());
        return () => listeners.get(event).delete(listener);
      },

      // Every widget on the screen with its place in CSS pixels: {id, role, name, value, bounds, …}.
      widgets: () => Inkling.mirrorNodes(),
      // Main-thread milliseconds of the frames drawn last, with the time at which each was done.
      frames: () => [...Inkling.frames],
    });
  }

  globalThis.inkling = facade('host');
  // For the page's own scripts, which do what the reader asked of them.
  Inkling.byReader = facade('reader');

  // --- Change events, told by looking after a frame -------------------------------------------------

  let lookedAt = 0, isLookDue = false, known = '';

  // Whose commands were carried out since it was asked last: one, or both in turn; nobody's where only training went on.
  function authorsUntil(revision) {
    const found = new Set();
    for (const [number, by] of authors) {
      if (number > revision) continue;
      found.delete(by);
      found.add(by);
      authors.delete(number);
    }
    return found.size ? [...found] : ['trainer'];
  }

  function look() {
    isLookDue = false;
    lookedAt = performance.now();
    if (!Inkling.isRunning) return;
    const state = callNow('state', '');
    const key = `${state.run} ${state.revision} ${state.step} ${state.phase}`;
    if (key === known) return;
    known = key;
    for (const by of authorsUntil(state.revision)) emit('state', { ...state, by });
  }

  // Put off, never left out: the frame that shows a change may be the last one for long.
  Inkling.afterFrame = () => {
    Inkling.followSession();
    if (!listeners.get('state')?.size || !Inkling.isStarted || isLookDue) return;
    isLookDue = true;
    setTimeout(look, Math.max(lookedAt + stateInterval - performance.now(), 0));
  };

  // --- The first frame -------------------------------------------------------------------------------

  // What a link says is taken up when its data are there, or known not to come; a command before that would be lost.
  async function dataToCome() {
    const dataset = /[#&]dataset=([a-z-]+)/.exec(location.hash)?.[1] ?? 'digits';
    const failed = 3, end = performance.now() + 60_000;
    while (callNow('state', '').phase === 'loading' && Inkling.assetProgress(dataset).state !== failed && performance.now() < end) {
      await new Promise((resume) => setTimeout(resume, 30));
    }
  }

  Inkling.started = () => {
    if (Inkling.isStarted) return;
    Inkling.isStarted = true;
    const boot = document.getElementById('boot');
    boot.classList.add('leaving');
    setTimeout(() => {
      if (!boot.dataset.error) boot.hidden = true;
    }, 200);
    // Only now: the frame that called this is still being drawn. One of several that show a session waits until it knows it.
    setTimeout(async () => {
      await Inkling.sessionKnown?.();
      Inkling.openFirst();
      await Inkling.trainerSettled();
      await dataToCome();
      Inkling.trainerOpened();
      author = usualAuthor = 'reader';
      markReady();
      emit('ready');
      document.getElementById('mirror').setAttribute('role', 'main');  // as the boot text was
      Inkling.script('access.js').catch(() => {});
      // Alone in its tab it also keeps what the reader does, and itself.
      if (!Inkling.isFramed) Inkling.script('keep.js').then(() => Inkling.script('offline.js')).catch(() => {});
    });
  };
})();
