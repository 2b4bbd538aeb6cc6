// What is wrong?, as a panel of the tools: each finding with its evidence and a change that may mend it, and sessions
// to break on purpose. Whatever it changes can be undone: the link to how it was leads there again, to the bit.
(() => {
  'use strict';
  const Inkling = globalThis.Inkling;
  const inkling = Inkling.byReader;  // what it does, its reader asked for
  const t = Inkling.choose;
  const leastSteps = 100;   // of a session that was mended: enough to see it

  const kinds = {
    'symmetric-start': {
      title: () => t('All neurons of a layer are the same', '一层的神经元全都一样'),
      why: () => t('With the same weights they compute the same and learn the same, so the layer is worth a single neuron. First weights have to differ by chance.',
        '权重相同，算出的就相同，学到的也相同，整层只顶一个神经元。初始权重必须随机、各不相同。'),
      evidence: (f) => [[t('hidden layer', '隐藏层'), f.layer], [t('neurons with the same weights', '权重相同的神经元'), f.units]],
    },
    'unscaled-inputs': {
      title: () => t('Inputs are not scaled', '输入没有缩放'),
      why: () => t('The first weights are made for inputs of about 1. Larger ones make every sum and every step larger, so only a tiny learning rate is safe.',
        '初始权重是按 1 左右的输入设计的。输入太大，每个和、每一步都跟着变大，只有很小的学习率才安全。'),
      evidence: (f, { short }) => [[t('size of the inputs (root mean square)', '输入的大小（均方根）'), short(f.size)], [t('too large from', '从多大起算太大'), short(f.limit)]],
    },
    'exploding-gradients': {
      title: () => t('Gradients explode', '梯度爆炸'),
      why: () => t('Each layer passes the error back larger than it came. One step is thrown so far that the loss is no number any more. Cutting long gradients short helps at the same learning rate.',
        '误差每往回过一层就变大，一步就被甩出太远，损失不再是一个数。学习率不变，把过长的梯度截短就行。'),
      evidence: (f, { short }) => [[t('length of the first gradient', '最初梯度的长度'), short(f.gradient)], [t(`loss after ${f.updates} updates`, `更新 ${f.updates} 次后的损失`), '∞'], [t(`the same, cut to length ${short(f.clip)}`, `同上，截短到 ${short(f.clip)}`), short(f.clipped)]],
    },
    'rate-too-high': {
      title: () => t('The learning rate is too high', '学习率太高'),
      why: () => t('The steps overshoot: they jump across the valley of the loss instead of going down into it.', '步子迈过了头：不是走进损失的谷底，而是从上面跳了过去。'),
      evidence: (f, { short, loss }) => [[t(`loss after ${f.updates} updates from the start at ${short(f.rate)}`, `从头以 ${short(f.rate)} 更新 ${f.updates} 次后的损失`), loss(f.loss)], [t(`the same at ${short(f.lower)}`, `换成 ${short(f.lower)}`), loss(f.better)]],
    },
    'rate-too-low': {
      title: () => t('The learning rate is too low', '学习率太低'),
      why: () => t('Every step goes the right way but is far too short: ten times the rate goes about ten times as far.', '每一步方向都对，但实在太短：学习率乘以十，走的路也差不多是十倍。'),
      evidence: (f, { short, loss }) => [[t('loss at the start', '开始时的损失'), loss(f.start)], [t(`after ${f.updates} updates at ${short(f.rate)}`, `以 ${short(f.rate)} 更新 ${f.updates} 次后`), loss(f.loss)], [t(`the same at ${short(f.higher)}`, `换成 ${short(f.higher)}`), loss(f.better)]],
    },
    'dead-relus': {
      title: () => t('ReLUs are dead', '有些 ReLU 死了'),
      why: () => t('They answer 0 to every training sample. Where a ReLU is 0 no gradient passes, so they cannot learn their way back. Steps that were too large do this.',
        '它们对每个训练样本都输出 0。ReLU 为 0 的地方梯度过不去，所以它们再也学不回来。步子太大就会这样。'),
      evidence: (f) => [[t('hidden layer', '隐藏层'), f.layer], [t('neurons that always answer 0', '总是输出 0 的神经元'), t(`${f.dead} of ${f.units}`, `${f.units} 个中的 ${f.dead} 个`)], [t('training samples looked at', '看过的训练样本'), f.samples]],
    },
    'saturated-units': {
      title: () => t('Neurons are saturated', '神经元饱和了'),
      why: () => t('Their sums are so large that the activation is flat there. Hardly any gradient passes a flat place.', '它们的加权和太大，落在激活函数平坦的地方。平坦处几乎没有梯度通过。'),
      evidence: (f, { percent }) => [[t('hidden layer', '隐藏层'), f.layer], [t('answers on the flat ends', '落在平坦处的输出'), percent(f.share)]],
    },
    'vanishing-gradients': {
      title: () => t('Gradients vanish', '梯度消失'),
      why: () => t('Each layer passes only a part of the error back to the one before. Over so many layers next to nothing reaches the first ones, and they stay as they were.',
        '误差每往回过一层就只剩一部分。层数一多，传到最前面几层时几乎什么也不剩，它们就停在原样。'),
      evidence: (f, { short }) => [[t('error that the last layer hears', '最后一层听到的误差'), short(f.last)], [t('what is left of it at the first', '传到第一层还剩'), short(f.first)], [t('layers', '层数'), f.layers]],
    },
    'label-imbalance': {
      title: () => t('Some classes are rare', '有的类别太少'),
      why: () => t('Who never names the rare class is still right most of the time. With balanced weights each class counts the same in the loss.',
        '从不回答少见的类别，大多数时候照样答对。把类别权重设为均衡，每一类在损失里就同样重要。'),
      evidence: (f, { className }) => [[t(`training samples of ${className(f.class)}`, `${className(f.class)} 的训练样本`), f.count], [t(`of ${className(f.common)}`, `${className(f.common)} 的`), f.most]],
    },
    'too-little-data': {
      title: () => t('There is too little data', '数据太少'),
      why: () => t('It knows its few training samples far better than new ones. More of them help most.', '它对那几个训练样本熟得很，对新样本却差得多。最有用的是更多数据。'),
      evidence: (f, kit) => [...gap(f, kit), [t('training samples', '训练样本'), f.count], ...(kit.isRegression ? [] : [[t('a class, about', '平均每类'), kit.short(f.each)]])],
    },
    overfitting: {
      title: () => t('The network overfits', '网络过拟合了'),
      why: () => t('It has begun to learn its training samples by heart, noise and all: on others it gets worse while it still improves on these.',
        '它开始死记训练样本，连噪声也背了下来：在训练样本上还在变好，在别的样本上却变差了。'),
      evidence: (f, kit) => [...gap(f, kit), [t(`test loss at epoch ${kit.short(f.epoch)}, its least`, `第 ${kit.short(f.epoch)} 轮的测试损失（最低）`), kit.short(f.least)], [t('test loss now', '现在的测试损失'), kit.short(f['test-loss'])]],
    },
    plateau: {
      title: () => t('The loss stands still', '损失停住了'),
      why: () => t('It is still high and no longer falls. Either such a network cannot do better (without a hidden layer it can only cut with a straight line), or the data does not allow it.',
        '损失还很高，却不再下降。要么这样的网络只能做到这里（没有隐藏层，就只能用一条直线来分），要么数据本身只允许这样。'),
      evidence: (f, { loss }) => [[t(`training loss, mean of the last ${f.epochs} epochs`, `最近 ${f.epochs} 轮训练损失的平均`), loss(f.loss)], [t(`of the ${f.epochs} before`, `再往前 ${f.epochs} 轮`), loss(f.before)], [t('of the same answer to everything', '对一切都给同一个回答'), loss(f.chance)]],
    },
  };

  const gap = (f, { percent, short, isRegression }) => {
    const figure = (value) => (isRegression ? short(value) : percent(value));
    return [[isRegression ? t('R² of the training samples', '训练样本的 R²') : t('training samples read rightly', '训练样本答对'), figure(f.train)],
      [isRegression ? t('R² of the test samples', '测试样本的 R²') : t('test samples read rightly', '测试样本答对'), figure(f.test)]];
  };

  const settings = {
    'learning-rate': () => t('learning rate', '学习率'), scaling: () => t('scaling', '缩放'), activation: () => t('activation', '激活函数'), hidden: () => t('hidden layers', '隐藏层'),
    init: () => t('first weights', '初始权重'), 'clip-norm': () => t('longest gradient', '梯度最长'), 'class-weights': () => t('class weights', '类别权重'), 'test-share': () => t('share held back for the test', '留作测试的比例'),
    'validation-share': () => t('share for validation', '验证比例'), samples: () => t('samples', '样本数'), dropout: () => 'dropout', l1: () => 'L1', l2: () => 'L2',
  };
  const fixText = (fix) => fix.map(([name, value]) => `${settings[name]?.() ?? name} = ${value}`).join(t(', ', '，'));

  // A recipe with other values for some of its settings.
  function changed(recipe, fix) {
    const parts = recipe.split('&').filter((part) => part && !fix.some(([name]) => part.startsWith(`${name}=`)));
    return [...parts, ...fix.map(([name, value]) => `${name}=${value}`)].join('&');
  }

  // Where the reader was before each change, the newest last.
  const before = [];

  async function begin(recipe, steps, what) {
    const { recipe: present, step } = Inkling.apiCall('state');
    const entry = { what, link: step > 0 ? Inkling.apiCall('link', 'changes').link : '', recipe: present };
    await inkling.pause();
    await inkling.load(recipe);
    await inkling.reset();  // some settings apply to a run under way
    before.push(entry);
    await inkling.step(steps);
  }

  async function undo() {
    const { link, recipe } = before.pop();
    await inkling.pause();
    await inkling.load(link || recipe || 'dataset=digits');
    if (!link) await inkling.reset();
  }

  Inkling.diagnosisPanel = (answer, { make, rows, short, percent, className }) => {
    if (answer.error) return [make('p', {}, t('There is nothing to look at yet.', '现在还没有可看的。'))];
    const kit = { short, percent, className, isRegression: answer.regression, loss: (value) => (value === null ? '∞' : short(value)) };
    const button = (text, name, style, action) => {
      const made = make('button', { type: 'button', className: style, ...name }, text);
      made.addEventListener('click', async () => {
        if (made.getAttribute('aria-disabled')) return;
        made.setAttribute('aria-disabled', 'true');  // a disabled button would lose the focus, and Escape with it
        try {
          await action();
        } catch (error) {
          made.after(make('p', { className: 'wrong', role: 'alert' }, t(`It did not work: ${error.message}`, `没有成功：${error.message}`)));
        }
        Inkling.requestFrame();
      });
      return made;
    };
    const finding = ({ kind, severity, facts, fix }, i) => make('section', { className: `finding ${severity}`, 'data-finding': kind },
      make('h3', {}, kinds[kind].title()),
      make('p', { className: 'quiet' }, severity === 'prevents' ? t('As it stands it does not learn.', '这样下去学不会。') : t('It could learn better.', '本可以学得更好。')),
      make('p', {}, kinds[kind].why()),
      rows('evidence', ...kinds[kind].evidence(facts, kit).map(([name, value]) => [name, String(value)])),
      button(t(`Start over with ${fixText(fix)}`, `改为${fixText(fix)}，从头开始`), { 'data-fix': kind }, i === 0 ? 'main' : 'plain',
        () => begin(changed(Inkling.apiCall('state').recipe, fix), Math.max(Inkling.apiCall('state').step, leastSteps), kinds[kind].title)));
    const last = before.at(-1);
    return [
      last ? make('div', { className: 'row' }, button(t('Undo: back to how it was', '撤销：回到原来的样子'), { 'data-undo': '' }, 'plain', undo)) : null,
      make('p', { 'data-result': 'diagnosis', role: 'status' }, answer.findings.length
        ? t(`Step ${answer.step}, training loss ${kit.loss(answer.loss)}: ${answer.findings.length === 1 ? 'one finding' : `${answer.findings.length} findings, likely causes first`}.`,
          `第 ${answer.step} 步，训练损失 ${kit.loss(answer.loss)}：发现 ${answer.findings.length} 处${answer.findings.length > 1 ? '，可能的原因在前' : ''}。`)
        : t(`Step ${answer.step}, training loss ${kit.loss(answer.loss)}: nothing is wrong that this knows of.`, `第 ${answer.step} 步，训练损失 ${kit.loss(answer.loss)}：没有发现问题。`)),
      answer.findings.length || answer.learnt ? null : make('p', { className: 'quiet' }, t('It has not learnt much yet. Train for a while and look again: most troubles show only then.', '它还没学到多少。再训练一会儿来看：多数问题那时才显出来。')),
      ...answer.findings.map(finding),
      make('h3', {}, t('Break it on purpose', '故意弄坏它')),
      make('p', { className: 'quiet' }, t('Each starts a session that goes wrong in its own way, and trains it far enough to show. Guess from the curve first, then read on.', '每个按钮都会开始一次以自己的方式出错的训练，并训练到看得出来为止。先看曲线猜一猜，再往下读。')),
      make('div', { className: 'breakages' }, ...answer.breakages.map(({ kind, recipe, steps }) => button(kinds[kind].title(), { 'data-break': kind }, 'plain', () => begin(recipe, steps, kinds[kind].title)))),
      make('p', { className: 'quiet' }, t('Rare classes cannot be made here: all data sets have about as many samples of each class.', '类别太少这一种这里造不出来：所有数据集里每一类的样本都差不多多。')),
    ];
  };
})();
