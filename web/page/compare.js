// Runs pinned beside one another: their curves, what differs in their settings and their reports, and how soon each came to a
// chosen accuracy. They are kept as long as the page. Loaded when first opened, by tools.js.
(() => {
  'use strict';
  const Inkling = globalThis.Inkling;
  const t = Inkling.choose;
  const { make, classNames, layerSizes } = Inkling.toolKit;
  const { titleOf, numberField, action, sessionLink, curves, measureChoice, pointAt, scoreText, swatch, whole } = Inkling.laboratory;
  const marked = 0.005;  // of a report's figure, beyond which a difference is told

  const chosen = { goal: 95, measure: 'score', figure: 'F1' };
  const pins = [];  // {name, recipe: {setting: value}, points, report: {class: {precision, recall, F1, support}}, link, digest, trainCount, parameters, isRatio}
  let count = 0, epoch = -1, view = null;

  const nameOf = (index) => (index < 26 ? String.fromCharCode(65 + index) : String(index + 1));

  // The session as it stands, or why it cannot be pinned.
  function pin() {
    const state = Inkling.apiCall('state');
    const [names, ...lines] = Inkling.apiCall('csv').text.trim().split('\n').map((line) => line.split(','));
    const isRatio = !names.includes('test_accuracy');
    const columns = ['epoch', 'step', 'test_loss', isRatio ? 'test_r2' : 'test_accuracy'].map((name) => names.indexOf(name));
    const points = lines.map((line) => columns.map((at) => Number(line[at])));
    // Paused in the midst of an epoch it has been tested, but the curve has no point of that.
    if (!state.running && !state.evaluating && state.step > points.at(-1)[1]) points.push([state.epoch, state.step, state.testLoss, state.testAccuracy]);
    if (points.length < 2) return t('It has not trained for an epoch yet.', '还没有训练满一轮。');
    if (pins.some(({ digest }) => digest === state.digest)) return t('This run is pinned already, at this very step.', '这次训练的这一步已经钉住了。');
    const report = {};
    for (const line of (Inkling.apiCall('report').text ?? '').split('\n')) {
      const [label, precision, recall, f1, support] = line.trim().split(/\s{2,}/);
      if (support !== undefined) report[label] = { precision: Number(precision), recall: Number(recall), F1: Number(f1), support: Number(support) };
    }
    pins.push({
      name: nameOf(count++), points, report, isRatio, digest: state.digest, step: state.step, trainCount: state.trainCount, parameters: layerSizes().reduce((sum, [inputs, units]) => sum + inputs * units + units, 0), link: Inkling.apiCall('link', 'changes').link,
      recipe: Object.fromEntries(state.recipe.split('&').filter(Boolean).map((part) => part.split(/=(.*)/s).slice(0, 2))),
    });
    epoch = -1;
    return '';
  }

  // --- What is seen -----------------------------------------------------------------------------------------

  const isRatio = () => pins.some((run) => run.isRatio);
  const last = () => Math.max(...pins.map(({ points }) => Math.ceil(points.at(-1)[0])), 1);
  const head = (first) => make('thead', {}, make('tr', {}, make('th', {}, first), ...pins.map(({ name }, i) => make('th', { scope: 'col' }, name, ' ', swatch(i)))));
  const line = (name, texts, attributes = {}) => make('tr', attributes, make('td', {}, name), ...texts.map((text) => (text instanceof HTMLElement ? text : make('td', {}, text))));

  function outcome() {
    const reached = pins.map(({ points }) => points.find(([, , , score]) => score >= chosen.goal / 100));
    const at = pins.map((run) => pointAt(run, epoch));
    return make('table', { className: 'figures runs', 'data-result': 'outcome' }, head(epoch < 0 ? t('at the end', '最后') : t(`at epoch ${epoch}`, `第 ${epoch} 轮`)), make('tbody', {},
      line(isRatio() ? 'R²' : t('test accuracy, %', '测试准确率（%）'), at.map((point) => (point ? scoreText(point[3], isRatio()) : '–'))),
      line(t('test loss', '测试损失'), at.map((point) => (point ? whole(point[2]) : '–'))),
      line(t(`epochs to ${chosen.goal} %`, `到 ${chosen.goal} % 的轮次`), reached.map((point) => (point ? whole(point[0]) : t('never', '未到')))),
      line(t('samples to it', '用的样本数'), reached.map((point, i) => (point ? Math.round(point[0] * pins[i].trainCount).toLocaleString('en-GB') : '–'))),
      line(t('parameters', '参数'), pins.map(({ parameters }) => parameters.toLocaleString('en-GB'))),
      line(t('session', '会话'), pins.map(({ name, step, link }) => make('td', {}, sessionLink(t(`step ${step}`, `第 ${step} 步`), link, { 'data-pin': name }))))));
  }

  // Settings that are not the same in all.
  function settingsTable() {
    const names = [...new Set(pins.flatMap(({ recipe }) => Object.keys(recipe)))].filter((name) => new Set(pins.map(({ recipe }) => recipe[name] ?? '')).size > 1);
    if (!names.length) return make('p', { className: 'quiet', 'data-result': 'settings' }, t('Their settings are the same.', '它们的设置相同。'));
    return make('table', { className: 'figures runs', 'data-result': 'settings' }, head(t('setting', '设置')),
      make('tbody', {}, ...names.map((name) => line(titleOf(name), pins.map(({ recipe }) => recipe[name] ?? t('usual', '默认')), { 'data-setting': name }))));
  }

  // Against the first that is pinned: what is better by half a point, and what is worse.
  function reportTable() {
    const labels = Object.keys(pins[0].report).filter((label) => pins.every(({ report }) => report[label]));
    if (!labels.length) return null;
    const { figure } = chosen;
    return make('table', { className: 'figures runs', 'data-result': 'report' }, head(t('class', '类别')), make('tbody', {}, ...labels.map((label) => line(classNames()[Number(label)] ?? label, pins.map(({ report }, i) => {
      const value = report[label][figure], difference = value - pins[0].report[label][figure];
      const isTold = i > 0 && Math.abs(difference) >= marked;
      return make('td', isTold ? { className: difference > 0 ? 'up' : 'down' } : {}, value.toFixed(2), isTold ? make('small', {}, `${difference > 0 ? '▲ +' : '▼ −'}${Math.abs(difference).toFixed(2)}`) : '');
    })))));
  }

  function paint() {
    if (!view?.holder.isConnected) return;
    if (!pins.length) return view.holder.replaceChildren();
    const figures = make('select', { 'aria-label': t('Figure of the report', '报告里的数') }, ...[['precision', t('precision', '精确率')], ['recall', t('recall', '召回率')], ['F1', 'F1']].map(([value, text]) => make('option', { value, selected: value === chosen.figure }, text)));
    figures.addEventListener('change', () => {
      chosen.figure = figures.value;
      paint();
    });
    const slider = make('input', { type: 'range', min: '0', step: '1', max: String(last()), value: String(epoch < 0 ? last() : epoch), 'aria-label': t('Epoch whose values are shown', '显示哪一轮的值') });
    slider.addEventListener('input', () => lookAt(Number(slider.value)));
    Object.assign(view, { picture: make('div', {}), outcome: make('div', { className: 'sideways', tabIndex: -1 }), slider });
    const report = reportTable();
    view.holder.replaceChildren(
      make('div', { className: 'row' }, measureChoice(chosen, follow), numberField(t('Goal, %', '目标（%）'), chosen, 'goal', 100, follow)),
      view.picture, make('div', { className: 'row' }, slider), view.outcome,
      make('h3', {}, t('What differs in their settings', '设置的不同')), make('div', { className: 'sideways' }, settingsTable()),
      ...(report ? [make('h3', {}, t(`Their reports, against ${pins[0].name}`, `它们的报告，与 ${pins[0].name} 相比`)), make('div', { className: 'row' }, figures), make('div', { className: 'sideways' }, report)] : []),
      make('h3', {}, t('Pinned', '钉住的')), make('div', { className: 'row' }, ...pins.map(({ name }, i) => action(t(`Unpin ${name}`, `取下 ${name}`), 'plain', () => {
        pins.splice(i, 1);
        epoch = -1;
        paint();
      }))));
    follow();
  }
  // What goes by the epoch that is looked at, and by the goal.
  function follow() {
    view.picture.replaceChildren(curves({ runs: pins, last: last(), measure: chosen.measure, goal: chosen.goal / 100, at: epoch, isRatio: isRatio(), lookAt }) ?? '');
    view.outcome.replaceChildren(outcome());
    view.slider.value = String(epoch < 0 ? last() : epoch);
  }
  function lookAt(at) {
    epoch = at >= last() ? -1 : at;
    follow();
  }

  Inkling.comparePanel = () => {
    const said = make('p', { className: 'quiet', role: 'status', 'data-result': 'said' });
    view = { holder: make('div', {}) };
    queueMicrotask(paint);
    return [
      make('div', { className: 'row' }, action(t('Pin this run', '钉住这次训练'), 'main', () => {
        said.textContent = pin() || t(`Pinned as ${pins.at(-1).name}.`, `已钉为 ${pins.at(-1).name}。`);
        paint();
      })), said, view.holder,
    ];
  };
})();
