// The panel of the tools, which look further into the session as it stands; what each of them shows is in tools_inside.js,
// tools_whole.js, diagnosis.js, proof.js, sealed.js, sweep.js, sound.js and take_out.js. Loaded when first opened.
(() => {
  'use strict';
  const Inkling = globalThis.Inkling;
  const t = Inkling.choose;
  const root = document.documentElement;

  // By their names; each file adds its own: title, heading, about, question, show, and where needed followsPad, isSlow, script, begin (it is
  // chosen anew), shown (its answer stands there), hidden (another takes its place), takesPick (a neuron was pressed in the picture), move, isOwn (asks the
  // program nothing, and shows what does not grow old).
  Inkling.tools = {
    diagnose: {
      title: () => t('Diagnosis', '诊断'), heading: () => t('What is wrong?', '哪里出了问题？'), script: 'diagnosis.js',
      about: () => t('Looks at the network, its curve and its data; where little was learnt, it also tries other learning rates on the side, 100 updates each.',
        '查看网络、曲线和数据；如果没学到多少，还会在一旁试几个别的学习率，各更新 100 次。'),
      show: (answer) => Inkling.diagnosisPanel(answer, Inkling.toolKit),
    },
    proof: {
      title: () => t('Proof', '验证'), heading: () => t('Are the gradients right?', '梯度算对了吗？'), script: 'proof.js', followsPad: true,
      about: () => t('Whoever doubts backpropagation can move a weight a little either way and look at the loss. This does it with weights drawn by lot.',
        '不信反向传播的人，可以把一个权重向两边各挪一点，看损失怎么变。这里就用抽签抽出的权重来做。'),
      question: () => `proof ${Inkling.apiCall('pixels').label} -1 ${Inkling.proofSeed ?? 0}`,
      show: (answer) => Inkling.proofPanel(answer, Inkling.toolKit),
    },
    sealed: {
      title: () => t('Seal', '封存'), heading: () => t('Samples that judge once', '只裁判一次的样本'), script: 'sealed.js',
      about: () => t('Whoever picks the best of many runs by the test part picks its luck as well. A sealed part is there to tell how much.',
        '拿测试部分从许多次训练里挑最好的，也就挑中了它的运气。封存的部分能说出运气占多少。'),
      show: (answer) => Inkling.sealedPanel(answer, Inkling.toolKit),
    },
    sweep: {
      title: () => t('Sweep', '扫描'), heading: () => t('Which settings are best?', '哪组设置最好？'), script: ['explorer_client.js', 'laboratory.js', 'sweep.js'], isOwn: true,
      about: () => t('Two settings as a grid: every cell is trained afresh with several seeds, beside this session, which stays as it is.',
        '两个设置组成一张网格：每个格子用几个种子从头训练，在当前会话之外进行，当前会话不受影响。'),
      show: () => Inkling.sweepPanel(),
    },
    compare: {
      title: () => t('Compare', '对比'), heading: () => t('What made the difference?', '差别从哪里来？'), script: ['explorer_client.js', 'laboratory.js', 'compare.js'], isOwn: true,
      about: () => t('Pin a run, change something, pin the next: their curves over one another, and only what differs.', '钉住一次训练，改点什么，再钉下一次：曲线叠在一起，只列出不同之处。'),
      show: () => Inkling.comparePanel(),
    },
    race: {
      title: () => t('Race', '赛跑'), heading: () => t('Who learns fastest?', '谁学得最快？'), script: ['explorer_client.js', 'laboratory.js', 'race.js'], isOwn: true,
      about: () => t('Several values of one setting from the same start: the same seed, the same split, the same batches. This session stays as it is.',
        '一个设置的几个取值，从同一个起点出发：种子相同，划分相同，批也相同。当前会话不受影响。'),
      show: () => Inkling.racePanel(),
    },
    sound: {
      title: () => t('Sound', '声音'), heading: () => t('Hear the curves', '听曲线'), script: 'sound.js', isOwn: true,
      about: () => t('A curve as a tone that rises and falls. Nothing sounds before you ask for it.', '把曲线变成起伏的音调。你不点，就没有声音。'),
      show: () => Inkling.soundPanel(Inkling.toolKit),
    },
    takeout: {
      title: () => t('Take out', '带走'), heading: () => t('Take the network with you', '把网络带走'), script: 'take_out.js', isOwn: true,
      about: () => t('As a file that runs without Inkling: in a page, in a program, in other libraries.', '存成不依赖 Inkling 的文件：网页里、程序里、别的库里都能用。'),
      show: () => Inkling.takeOutPanel(Inkling.toolKit),
    },
  };
  const order = ['step', 'neuron', 'mistakes', 'saliency', 'nudge', 'map', 'rates', 'slice', 'landscape', 'reliability', 'diagnose', 'proof', 'sealed', 'fold', 'compare', 'race', 'sweep', 'sound', 'takeout'];

  // --- The panel --------------------------------------------------------------------------------------------

  let panel = null, body = null, stale = null, chosen = 'mistakes', shown = '', hasFailed = false, runs = 0, ends = [];

  async function run() {
    const { make, sessionKey, padKey } = Inkling.toolKit;
    const tool = Inkling.tools[chosen], own = ++runs;
    const isWanted = () => own === runs && panel !== null;
    const result = body.querySelector('.result');
    body.setAttribute('aria-busy', 'true');
    const hadFocus = result.contains(document.activeElement);
    const held = hadFocus && document.activeElement.getAttribute('aria-label');  // a choice made by keyboard goes on there
    result.replaceChildren(make('p', { className: 'quiet' }, t('Computing…', '正在计算…')));
    if (hadFocus) body.focus({ preventScroll: true });  // else Escape would go nowhere
    const key = sessionKey(Inkling.apiCall('state')) + (tool.followsPad ? padKey() : '');
    try {
      for (const file of [tool.script ?? []].flat()) await Inkling.script(file);
      const answer = tool.isOwn ? {} : await Inkling.explore(tool.question?.() ?? chosen);
      if (!isWanted()) return;
      result.replaceChildren(...tool.show(answer).filter(Boolean));
      Inkling.markTerms(body);
      if (answer.error) tool.hidden?.();
      else await tool.shown?.(answer, isWanted);
      if (held && document.activeElement === body) result.querySelector(`[aria-label=${JSON.stringify(held)}]`)?.focus({ preventScroll: true });
      hasFailed = false;
    } catch (error) {
      hasFailed = true;
      if (isWanted()) result.replaceChildren(make('p', { className: 'wrong', role: 'alert' }, t(`It did not work: ${error.message}`, `没有成功：${error.message}`)));
    }
    if (!isWanted()) return;
    shown = key;
    stale.hidden = true;
    body.removeAttribute('aria-busy');
  }

  // `keeps`: the way goes on from a number to what it comes from, or back.
  function choose(name, { isByKey = false, keeps = false } = {}) {
    const { make } = Inkling.toolKit;
    if (name !== chosen) Inkling.tools[chosen].hidden?.();
    chosen = name;
    const tool = Inkling.tools[name];
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
    const { sessionKey, padKey } = Inkling.toolKit;
    const tool = Inkling.tools[chosen], state = Inkling.apiCall('state');
    if (tool.isOwn) return undefined;
    if (tool.takesPick?.()) return run();
    if (sessionKey(state) + (tool.followsPad ? padKey() : '') === shown) return;
    // What failed is tried again with what comes next: at first there may be no network yet.
    if ((tool.followsPad || hasFailed || !(tool.isSlow || state.running)) && performance.now() - followed > 400) {
      followed = performance.now();
      run();
    } else {
      stale.hidden = false;
    }
  }

  function build() {
    const { make } = Inkling.toolKit;
    const closing = make('button', { type: 'button', className: 'icon', 'aria-label': t('Close the tools', '关闭工具') }, '×');
    closing.addEventListener('click', close);
    const nav = make('nav', { role: 'tablist', 'aria-label': t('Tools', '工具') }, ...order.map((name) => {
      const button = make('button', { type: 'button', role: 'tab', 'data-tool': name }, Inkling.tools[name].title());
      button.addEventListener('click', () => choose(name));
      return button;
    }));
    nav.addEventListener('keydown', (event) => {
      const by = { ArrowRight: 1, ArrowLeft: order.length - 1 }[event.key];
      if (by) choose(order[(order.indexOf(chosen) + by) % order.length], { isByKey: true });
    });
    body = make('div', { className: 'body', role: 'tabpanel', tabIndex: 0 });
    body.addEventListener('keydown', (event) => {
      const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (by && !event.target.matches('select, input')) Inkling.tools[chosen].move?.(by);
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
    Inkling.tools[chosen].hidden?.();
    root.classList.remove('tools');
    ends.forEach((end) => end());
    dispatchEvent(new Event('resize'));
    Inkling.canvas.focus({ preventScroll: true });
  }

  // For the files of the tools.
  Inkling.toolPanel = {
    run, choose, close,
    chosen: () => chosen,
    isOpen: () => panel !== null,
    scrollToTop() { body.scrollTop = 0; },
    add: (element) => body.querySelector('.result').append(element),
  };

  Inkling.openTools = async (name) => {
    for (const file of ['explorer_client.js', 'tools_kit.js', 'tools_inside.js', 'tools_whole.js', 'terms.js']) await Inkling.script(file);
    const { make } = Inkling.toolKit;
    const { selected } = Inkling.apiCall('state');
    if (order.includes(name)) chosen = name;
    else if (selected && chosen !== 'step') {  // what the reader has pressed in the picture
      chosen = 'neuron';
      Inkling.tools.neuron.adopt();
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

