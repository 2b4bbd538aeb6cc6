// The tool of the sealed part: how often the test part has been looked at, what luck that buys, and samples that
// nobody has chosen by, which judge once. Loaded when first opened, by tools.js.
(() => {
  'use strict';
  const Inkling = globalThis.Inkling;
  const inkling = Inkling.byReader;  // what it does, its reader asked for
  const t = Inkling.choose;

  // What was opened, by the samples that judged: remembered in this browser, or, where it keeps nothing, as long as the page.
  const place = 'inkling-sealed';
  let opened = {};
  try {
    opened = JSON.parse(localStorage.getItem(place)) ?? {};
  } catch { /* no storage, or not ours */ }
  const remember = (key, what) => {
    opened[key] = what;
    try {
      localStorage.setItem(place, JSON.stringify(opened));
    } catch { /* it stays in this page */ }
  };

  // Settings that decide which samples judge.
  const deciding = ['dataset', 'samples', 'noise', 'data-seed', 'test-share', 'split-seed', 'sealed-share'];
  const keyOf = (recipe) => recipe.split('&').filter((part) => deciding.includes(part.split('=')[0])).sort().join('&');

  // By how much the best of `looks` runs that are equally good lies above the others, by luck alone, at most: a normal
  // variable's standard deviation times √(2 ln looks) bounds the mean of the largest.
  const luck = (accuracy, count, looks) => Math.sqrt((accuracy * (1 - accuracy)) / count) * Math.sqrt(2 * Math.log(Math.max(looks, 1)));

  Inkling.sealedPanel = (answer, { make, rows, percent }) => {
    if (answer.error) return [make('p', {}, t('This works for classes, not for numbers.', '只适用于分类，不适用于回归。'))];
    const { recipe, looks, step } = Inkling.apiCall('state');
    const button = (text, name, style, action) => {
      const made = make('button', { type: 'button', className: style, ...name }, text);
      made.addEventListener('click', action);
      return made;
    };
    const [testRight, tests] = answer.test, [sealedRight, sealed] = answer.sealed;
    if (sealed === 0) {
      return [
        make('p', {}, t('Nothing is sealed. Lay a part of the test samples aside, and no figure of this page will be of them until you open them.',
          '现在没有封存的样本。可以从测试样本里留出一部分：打开之前，页面上没有一个数字来自它们。')),
        make('div', { className: 'row' }, button(t('Seal half of the test part', '封存一半测试样本'), { 'data-seal': '' }, 'main', async () => {
          await inkling.set('sealed-share', '0.5');
          setTimeout(Inkling.toolPanel.run, 200);
        })),
      ];
    }
    const test = testRight / tests, key = keyOf(recipe), past = opened[key];
    const lift = luck(test, tests, looks);
    const meter = make('div', { className: 'meter', role: 'meter', 'aria-valuemin': '0', 'aria-valuemax': '30', 'aria-valuenow': String(Math.min(looks, 30)), 'aria-label': t('Looks at the test part', '看测试部分的次数') }, make('span', {}));
    meter.firstChild.style.width = `${Math.min(looks / 30, 1) * 100}%`;
    const score = (right, count) => `${right} / ${count} = ${percent(right / count)}`;
    const looking = [
      make('div', { className: 'row' }, meter, make('span', { 'data-result': 'looks' }, t(`${looks} ${looks === 1 ? 'run' : 'runs'} looked at`, `看过 ${looks} 次训练的成绩`))),
      rows('peeks',
        [t('test part, this run', '测试部分，这次训练'), score(testRight, tests)],
        [t('one look may be off by, √(p (1 − p) / n)', '看一次的误差，√(p (1 − p) / n)'), `± ${percent(Math.sqrt((test * (1 - test)) / tests))}`],
        [t(`luck of the best: up to × √(2 ln ${Math.max(looks, 1)})`, `最好一次的运气：至多 × √(2 ln ${Math.max(looks, 1)})`), `+ ${percent(lift)}`],
        [t('sealed', '封存'), past ? score(past.right, past.count) : t(`${sealed} samples, unopened`, `${sealed} 个样本，未打开`)]),
    ];
    if (!past) {
      return [
        ...looking,
        make('p', {}, t('Choose your network first: by training loss, by the test part, as you like. Then open the seal, once. What you see then is what it is worth.',
          '先把网络选好：看训练损失、看测试成绩，随你。然后打开封存的部分，只开一次。那时看到的，就是它真正的水平。')),
        make('div', { className: 'row' }, button(t('Open the seal, once', '打开封条（只此一次）'), { 'data-open': '' }, 'main', () => {
          remember(key, { right: sealedRight, count: sealed, test, looks, step });
          Inkling.announce(t(`Sealed part: ${percent(sealedRight / sealed)}`, `封存部分：${percent(sealedRight / sealed)}`));
          Inkling.toolPanel.run();
        })),
      ];
    }
    const gap = past.test - past.right / past.count;
    return [
      ...looking,
      make('p', { 'data-result': 'sealed' }, t(
        `Opened at step ${past.step}, after ${past.looks} ${past.looks === 1 ? 'look' : 'looks'}: ${percent(past.right / past.count)}; the test part had said ${percent(past.test)}. ${gap > 0 ? `${percent(gap)} of that was luck, or chance of the draw.` : 'Luck was not on its side.'}`,
        `在第 ${past.step} 步、看过 ${past.looks} 次之后打开：${percent(past.right / past.count)}；测试部分当时说 ${percent(past.test)}。${gap > 0 ? `其中 ${percent(gap)} 是运气，或抽签的偶然。` : '这次运气没有帮忙。'}`)),
      make('p', { className: 'quiet' }, t('It opens once: whoever chooses by it has no judge left. Another split draws other samples.', '只开一次：要是再拿它来挑，就没有裁判了。换一次划分，会抽到别的样本。')),
      make('div', { className: 'row' }, button(t('Another split', '换一次划分'), { 'data-split': '' }, 'plain', async () => {
        const now = /(?:^|&)split-seed=(\d+)/.exec(recipe);
        await inkling.set('split-seed', String((Number(now?.[1] ?? 42) + 1) % 2 ** 32));
        setTimeout(Inkling.toolPanel.run, 200);
      })),
    ];
  };
})();
