// The field's words in the course and the tools: where one first stands in a text it opens to what it means and to its
// formula, with the numbers of the session in their places. Loaded with either of them.
(() => {
  'use strict';
  const Inkling = globalThis.Inkling;
  const t = Inkling.choose;
  const { layerSizes, percent, short } = Inkling.toolKit;

  // --- Numbers of the moment -------------------------------------------------------------------------------

  // Before there is a network, and beyond its last layer, formulas have no numbers.
  function call(...what) {
    try {
      return Inkling.isStarted ? Inkling.apiCall(...what) : {};
    } catch {
      return {};
    }
  }
  const known = (value) => typeof value === 'number' && Number.isFinite(value);
  const thousands = (value) => value.toLocaleString('en-GB');

  // The lines of the report: class, precision, recall, F1, support.
  const reportOf = () => (call('report').text ?? '').split('\n').map((line) => line.trim().split(/\s{2,}/)).filter((line) => line.length === 5);
  // The class that is read worst, whose numbers say most.
  function worst() {
    const classes = reportOf().filter(([name]) => !/avg/.test(name));
    return classes.reduce((least, line) => (!least || Number(line[3]) < Number(least[3]) ? line : least), null);
  }
  const ofWorst = (place, formula, sign) => {
    const line = worst();
    return line ? t(`${formula[0]}\n${sign} of class ${line[0]} now: ${line[place]}`, `${formula[1]}\n类别 ${line[0]} 现在的${sign}：${line[place]}`) : formula[Inkling.language === 'zh' ? 1 : 0];
  };
  // How many of them there are, and between which they lie.
  function rangeOf(name, formula) {
    let count = 0, low = Infinity, high = -Infinity;
    layerSizes().forEach((_, i) => {
      for (const value of call('parameters', i + 1)[name]) {
        count++;
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    });
    return formula + (count ? t(`\n${thousands(count)} of them, ${short(low)} to ${short(high)} now`, `\n共 ${thousands(count)} 个，现在从 ${short(low)} 到 ${short(high)}`) : '');
  }
  const lossFormula = ({ recipe = '' }) => ({ 'squared-error': 'L = Σ (p − y)² / 2', 'binary-cross-entropy': 'L = −Σ ln p (y = 1), −Σ ln (1 − p) (y = 0)' }[/(?:^|&)loss=([a-z-]+)/.exec(recipe)?.[1]] ?? 'L = −ln p');
  const isRegression = () => (call('classes').names ?? []).length === 1;
  const answer = () => {
    const { prediction, probabilities } = call('predict');
    return prediction < 0 || !probabilities?.length ? null : { name: call('classes').names[prediction], share: probabilities[prediction] };
  };

  // --- The words -------------------------------------------------------------------------------------------

  // [pattern in English, in Chinese, meaning, formula of the state]. The longer of two that begin alike stands first.
  const words = [
    ['learning rates?', '学习率', () => t('How far a training step goes along the gradient.', '训练的一步沿梯度走多远。'),
      ({ learningRate }) => `w ← w − η · ∂L/∂w${known(learningRate) ? `\nη = ${short(learningRate)}` : ''}`],
    ['training loss|test loss|loss(?:es)?', '训练损失|测试损失|损失', () => t('One number for how wrong the answers are: the mean over the samples of what each costs.', '一个数，说明答得多错：每个样本的代价取平均。'),
      ({ testLoss, trainLoss, recipe }) => `${isRegression() ? 'L = (p − y)² / 2' : lossFormula({ recipe })}${known(testLoss) ? t(`\ntest ${short(testLoss)}, training ${short(trainLoss)}`, `\n测试 ${short(testLoss)}，训练 ${short(trainLoss)}`) : ''}`],
    ['test accuracy|training accuracy|accuracy', '测试准确率|训练准确率|准确率', () => t('The share of samples that are read rightly.', '读对的样本所占的份额。'),
      ({ testAccuracy, testCount }) => t('right / all', '读对的 / 全部') + (known(testAccuracy) && testCount && !isRegression() ? ` = ${Math.round(testAccuracy * testCount)} / ${testCount} = ${percent(testAccuracy)}` : '')],
    ['precision', '精确率', () => t('Of what was read as this class: the share that is it.', '被读成这一类的里面，真是这一类的份额。'),
      () => ofWorst(1, ['right / read as it', '读对的 / 被读成它的'], t('precision', '精确率'))],
    ['recall', '召回率', () => t('Of this class: the share that was read as it.', '这一类里面，被读成它的份额。'),
      () => ofWorst(2, ['right / those that are it', '读对的 / 真是它的'], t('recall', '召回率'))],
    ['F1', 'F1', () => t('Precision and recall in one number, near the smaller of both.', '把精确率和召回率合成一个数，靠近较小的那个。'),
      () => ofWorst(3, ['2 · precision · recall / (precision + recall)', '2 · 精确率 · 召回率 /（精确率 + 召回率）'], 'F1')],
    ['confusion matrix', '混淆矩阵', () => t('A row for what an image is, a column for what it was read as, a count in each cell.', '行是真实类别，列是读成的类别，格里是张数。'), null],
    ['softmax', 'softmax', () => t('Shares 100 % out among the classes, most of it to the largest z.', '把 100 % 分给各类，z 最大的分得最多。'),
      () => `p = e^z / Σ e^z${answer() ? t(`\n${answer().name} has ${percent(answer().share)} now`, `\n现在 ${answer().name} 得 ${percent(answer().share)}`) : ''}`],
    ['sigmoid', 'sigmoid', () => t('Bends any number to one between 0 and 1.', '把任何数弯到 0 与 1 之间。'), () => 'σ(z) = 1 / (1 + e^−z)\nσ(0) = 0.5, σ(2) = 0.881'],
    ['ReLU', 'ReLU', () => t('Lets what is above zero through, and nothing else.', '大于零的原样通过，其余为零。'), () => 'max(0, z)'],
    ['activation functions?|activations?', '激活函数|激活值|激活', () => t('What a neuron makes of its sum: without a bend, layers on layers would be one.', '神经元对和做的弯折：没有它，多少层都等于一层。'), () => 'a = f(z)'],
    ['hidden layers?', '隐藏层', () => t('A row of neurons between input and answer.', '输入与回答之间的一排神经元。'),
      () => layerSizes().slice(0, -1).map(([inputs, units]) => t(`${units} neurons, ${inputs} inputs each`, `${units} 个神经元，各有 ${inputs} 个输入`)).join('\n')],
    ['parameters', '参数', () => t('All weights and biases: what training changes.', '全部权重和偏置，训练改动的就是它们。'),
      () => {
        const all = layerSizes();
        return all.length ? `${all.map(([inputs, units]) => `${inputs} · ${units} + ${units}`).join(' + ')} = ${thousands(all.reduce((sum, [inputs, units]) => sum + inputs * units + units, 0))}` : '';
      }],
    ['weights?', '权重', () => t('The number that an input is multiplied by: how much it counts, and for or against.', '输入要乘的数：它算多少，是赞成还是反对。'), () => rangeOf('weights', 'z = Σ x · w + b')],
    ['bias(?:es)?', '偏置', () => t('A number added to the sum: how easily the neuron speaks at all.', '加在和上的数：神经元有多容易开口。'), () => rangeOf('biases', 'z = Σ x · w + b')],
    ['neurons?', '神经元', () => t('Multiplies each input by a weight, adds them up with a bias, and bends the sum.', '每个输入乘权重，加起来再加偏置，然后弯一下。'), () => 'a = f(Σ x · w + b)'],
    ['logits?', 'logits?', () => t('The sum of an output neuron, before it becomes a probability.', '输出神经元的和，还没变成概率。'), () => 'z = Σ a · w + b'],
    ['probabilit(?:y|ies)', '概率', () => t('A share between 0 and 1 that the network gives a class. It is no proof of certainty.', '网络给一个类别的份额，在 0 与 1 之间。它并不证明有把握。'),
      () => (answer() ? `p = ${percent(answer().share)} · ${answer().name}` : '')],
    ['backpropagation', '反向传播', () => t('Works out all gradients from the answer back to the input, layer by layer.', '从回答往回，一层层算出所有梯度。'), () => '∂L/∂z = (∂L/∂z′ · w) · f′(z)'],
    ['chain rule', '链式法则', () => t('A slope along a chain is the product of the slopes of its links.', '一条链的斜率，是各环斜率的乘积。'), () => '∂L/∂w = ∂L/∂a · ∂a/∂z · ∂z/∂w'],
    ['gradients?', '梯度', () => t('By how much the loss grows when a weight does: the slope at which training goes down.', '权重变大一点，损失大多少：训练就沿这个坡往下走。'), () => '∂L/∂w = ∂L/∂z · x'],
    ['derivatives?', '导数', () => t('How steep a curve is at a point.', '曲线在一点有多陡。'), () => 'f′(z) = df / dz'],
    ['epochs?', '轮次|轮(?![廓流])', () => t('Once through all training samples.', '把全部训练样本过一遍。'),
      ({ epoch, batch, trainCount }) => (trainCount && batch ? t(`${thousands(trainCount)} samples / ${batch} = ${Math.ceil(trainCount / batch)} steps\nnow: ${Math.floor(epoch)}`, `${thousands(trainCount)} 个样本 / ${batch} = ${Math.ceil(trainCount / batch)} 步\n现在：${Math.floor(epoch)}`) : '')],
    ['batch(?:es)?', '批', () => t('The samples whose mean gradient one training step goes by.', '一步训练取平均梯度用的那些样本。'), ({ batch }) => (batch ? t(`${batch} samples`, `${batch} 个样本`) : '')],
    ['optimisers?', '优化器', () => t('The rule that makes a step out of a gradient.', '把梯度变成一步的规则。'), () => 'SGD: w ← w − η · g'],
    ['Adam', 'Adam', () => t('An optimiser that keeps running means of g and g², and measures each weight’s step by its own.', '一种优化器：记住 g 与 g² 的滑动平均，每个权重按自己的尺度迈步。'), () => 'w ← w − η · m / (√v + ε)'],
    ['momentum', '动量', () => t('A step keeps part of the direction of the steps before.', '一步里保留着之前各步的方向。'), () => 'v ← μ · v − η · g'],
    ['overfitting|overfits?', '过拟合', () => t('Learning the training samples by heart, of which others know nothing: the two curves part.', '把训练样本背了下来，换别的就不会了：两条曲线分开。'),
      ({ trainAccuracy, testAccuracy }) => (known(testAccuracy) && !isRegression() ? t(`training ${percent(trainAccuracy)} − test ${percent(testAccuracy)}`, `训练 ${percent(trainAccuracy)} − 测试 ${percent(testAccuracy)}`) : '')],
    ['test part|test set|test images', '测试部分|测试集|测试图', () => t('Samples that training never sees; the figures come from them.', '训练从没见过的样本，成绩由它们来定。'),
      ({ testCount, trainCount }) => (testCount ? t(`${thousands(testCount)} of ${thousands(testCount + trainCount)}`, `${thousands(testCount + trainCount)} 个里的 ${thousands(testCount)} 个`) : '')],
    ['digest', '摘要', () => t('A fingerprint of all weights: it changes with the last bit of any of them.', '全部权重的指纹：任何一个的最后一位变了，它就变。'), ({ digest }) => digest],
    ['principal components', '主成分', () => t('The directions in which numbers differ most.', '数据差别最大的那些方向。'), null],
    ['variance', '方差', () => t('How far numbers lie from their mean, squared and averaged.', '数离平均值多远：平方之后取平均。'), () => 'Σ (x − x̄)² / n'],
    ['calibration error', '校准误差', () => t('How far the shares that a network gives are from how often it is right.', '网络给的份额，与它真正答对的比例，差多远。'), () => 'Σ n/N · |p̄ − right|'],
    ['temperature', '温度', () => t('Divides every z before softmax: above 1 the shares come closer together.', 'softmax 之前每个 z 都除以它：大于 1，份额就更接近。'), () => 'p = e^(z/T) / Σ e^(z/T)'],
    ['seeds?', '种子', () => t('Where the random numbers begin: the same seed, the same weights to the last bit.', '随机数从哪里开始：种子相同，权重到最后一位都相同。'), null],
    ['dropout', 'dropout', () => t('Silences a share of the neurons at random in each step, so that none relies on another.', '每一步随机让一部分神经元静音，谁也别太依赖谁。'), null],
    ['scaling|scaled', '缩放', () => t('Brings the inputs to a like size before they come in.', '输入进来之前，先变到相近的大小。'), () => 'x = (p − offset) · factor'],
    ['regression', '回归', () => t('To answer with a number instead of a class.', '回答一个数，而不是一个类别。'), null],
  ];
  const pattern = () => {
    const isChinese = Inkling.language === 'zh';
    const all = words.map((entry) => `(${entry[isChinese ? 1 : 0]})`).join('|');
    return isChinese ? new RegExp(all, 'g') : new RegExp(`(?<![\\w-])(?:${all})(?![\\w-])`, 'gi');
  };

  // --- Where they stand --------------------------------------------------------------------------------------

  const style = new CSSStyleSheet();
  style.replaceSync(`
dfn.help { font-style: normal; cursor: help; text-decoration: underline dotted var(--quiet); text-decoration-thickness: 1px; text-underline-offset: 3px; border-radius: 2px; }
dfn.help:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
#term {
  position: fixed; z-index: 4; max-width: min(300px, calc(100vw - 24px)); box-sizing: border-box; padding: 10px 12px; border-radius: 8px; background: var(--raised); color: var(--text);
  box-shadow: 0 0 0 1px var(--control), 0 6px 24px rgb(0 0 0 / .18); font: 14px/1.45 "Inkling Inter", Inter, system-ui, "Noto Sans CJK SC", "PingFang SC", sans-serif; pointer-events: none;
}
#term[hidden] { display: none; }
#term p { margin: 0; }
#term .formula { margin-top: 6px; font: 12px/1.6 "Inkling Mono", ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; color: var(--quiet); font-variant-numeric: tabular-nums; }
#term .formula:empty { display: none; }
@media (forced-colors: active) { #term { border: 1px solid; } }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, style];

  // Text that is no text: controls, what is typed, code, names of figures.
  const left = 'button, a, label, summary, select, option, input, code, pre, svg, canvas, dfn, h1, h2, h3, th, .sums, .formula, [aria-hidden=true], .unseen, .only';

  // Marks the first of each word in what stands in `place`, which is drawn anew with each change and then marked again.
  Inkling.markTerms = (place) => {
    const regular = pattern(), seen = new Set();
    for (const marked of place.querySelectorAll('dfn.help')) seen.add(Number(marked.dataset.term));
    const texts = [], walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) if (!walker.currentNode.parentElement.closest(left)) texts.push(walker.currentNode);
    for (const node of texts) {
      const text = node.data;
      let at = 0, parts = null;
      for (const found of text.matchAll(regular)) {
        const term = found.slice(1).findIndex((group) => group !== undefined);
        if (seen.has(term)) continue;
        seen.add(term);
        const dfn = document.createElement('dfn');
        dfn.className = 'help';
        dfn.tabIndex = 0;
        dfn.dataset.term = term;
        dfn.textContent = found[0];
        parts ??= document.createDocumentFragment();
        parts.append(text.slice(at, found.index), dfn);
        at = found.index + found[0].length;
      }
      if (!parts) continue;
      parts.append(text.slice(at));
      node.replaceWith(parts);
    }
  };

  // --- The help ------------------------------------------------------------------------------------------------

  const help = document.createElement('div');
  Object.assign(help, { id: 'term', hidden: true });
  help.setAttribute('role', 'tooltip');
  let shown = null;

  function show(dfn) {
    if (shown === dfn) return;
    hide();
    const [, , meaning, formula] = words[dfn.dataset.term];
    const text = formula?.(call('state')) ?? '';
    const line = (className, content) => Object.assign(document.createElement('p'), { className, textContent: content });
    help.lang = Inkling.language === 'zh' ? 'zh-Hans' : 'en';
    help.replaceChildren(line('', meaning()), line('formula', text));
    help.hidden = false;
    dfn.closest('#course, #tools').append(help);  // part of the region that it explains
    dfn.setAttribute('aria-describedby', 'term');
    shown = dfn;
    place();
  }
  function place() {
    const box = shown?.getClientRects()[0];
    const view = shown?.closest('.scroll, .body').getBoundingClientRect();
    if (!box || box.bottom < view.top || box.top > view.bottom) return hide();
    const own = help.getBoundingClientRect(), edge = 12, below = box.bottom + 6, hasRoom = below + own.height + edge <= innerHeight;
    help.style.left = `${Math.max(edge, Math.min(box.left, innerWidth - own.width - edge))}px`;
    help.style.top = `${hasRoom ? below : Math.max(edge, box.top - 6 - own.height)}px`;
    return undefined;
  }
  function hide() {
    shown?.removeAttribute('aria-describedby');
    shown = null;
    help.hidden = true;
  }
  const termOf = (event) => event.target.closest?.('dfn.help');
  // By a pointer that moves: what comes to lie under one that rests was not asked about.
  addEventListener('pointermove', (event) => {
    const dfn = termOf(event);
    if (dfn) show(dfn);
    else if (shown && shown !== document.activeElement) hide();
  });
  addEventListener('focusin', (event) => (termOf(event) ? show(termOf(event)) : hide()));
  addEventListener('focusout', hide);
  addEventListener('pointerdown', (event) => { if (!termOf(event)) hide(); });  // a tap elsewhere
  addEventListener('scroll', place, true);
  addEventListener('resize', place);
  addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !shown) return;
    hide();
    event.stopPropagation();  // the panel stays
  }, true);
})();
