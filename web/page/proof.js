// The tool for the doubtful: backpropagation beside what happens to the loss when a weight is really moved. Loaded when first
// opened, by tools.js.
(() => {
  'use strict';
  const Inkling = globalThis.Inkling;
  const t = Inkling.choose;

  // Every digit that may tell the two apart, with a real minus.
  const exact = (value) => (value !== 0 && Math.abs(value) < 1e-3 ? value.toExponential(5) : value.toPrecision(7)).replaceAll('-', '−');
  const rough = (value) => Number(value.toPrecision(2)).toString().replaceAll('-', '−');

  Inkling.proofPanel = (answer, { make, needsDrawing, className }) => {
    if (answer.error === 'regression') return [make('p', {}, t('This works for classes, not for numbers.', '只适用于分类，不适用于回归。'))];
    if (answer.error) return [needsDrawing()];
    const place = ([layer, input, unit]) => {
      const to = layer + 1 === answer.layers ? className(unit) : unit;
      const where = answer.layers > 1 ? t(`layer ${layer + 1}, `, `第 ${layer + 1} 层 `) : '';
      return where + (input < 0 ? t(`bias of ${to}`, `${to} 的偏置`) : `${input} → ${to}`);
    };
    const again = make('button', { type: 'button', className: 'plain' }, t('Draw other lots', '另抽一批'));
    again.addEventListener('click', () => {
      Inkling.proofSeed = (Inkling.proofSeed ?? 0) + 1;
      Inkling.toolPanel.run();
    });
    const isRight = answer.largest <= answer.bound;
    return [
      make('p', { 'data-result': 'proof', 'data-largest': String(answer.largest), className: isRight ? '' : 'wrong' }, isRight
        ? t(`${answer.checked} of ${answer.parameters.toLocaleString('en')} parameters, drawn by lot: nowhere are backpropagation and the moved weight further apart than ${rough(answer.apart)}. The largest of these gradients is ${rough(answer.most)}.`,
          `从 ${answer.parameters.toLocaleString('en')} 个参数里抽了 ${answer.checked} 个：反向传播与真的挪动权重，相差处处不超过 ${rough(answer.apart)}。这些梯度里最大的是 ${rough(answer.most)}。`)
        : t(`They differ by up to ${(100 * answer.largest).toPrecision(2)} %. Where a ReLU stands at its kink both can be right.`, `最多相差 ${(100 * answer.largest).toPrecision(2)} %。ReLU 恰在拐点时，两者都可能是对的。`)),
      make('p', { className: 'quiet' }, t(`By hand: (L(w + h) − L(w − h)) / 2h, h = ${answer.step}, of this one as a ${className(answer.label)}, in 64 bits.`, `手工：(L(w + h) − L(w − h)) / 2h，h = ${answer.step}，把这一张当作 ${className(answer.label)}，用 64 位计算。`)),
      make('h3', {}, t('Where they differ most', '相差最多的几个')),
      make('table', { 'data-result': 'checks' }, make('thead', {}, make('tr', {}, ...['∂L/∂w', t('backward', '反向传播'), t('moved', '挪动权重')].map((text) => make('th', {}, text)))),
        make('tbody', {}, ...answer.worst.map(([layer, input, unit, backward, difference]) => make('tr', {}, make('td', {}, place([layer, input, unit])), make('td', {}, exact(backward)), make('td', {}, exact(difference)))))),
      make('div', { className: 'row' }, again),
    ];
  };
})();
