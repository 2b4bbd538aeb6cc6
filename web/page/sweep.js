// A sweep: two settings varied along the sides of a grid, each cell trained with several seeds beside the session of the page. A
// table with the mean and spread of each cell grows meanwhile. What it shows is what `inkling sweep --collect --json` prints, which it
// opens as well.
(() => {
  'use strict';
  const Inkling = globalThis.Inkling;
  const t = Inkling.choose;
  const { make, ramps, isDark, bytesOf, cells, save } = Inkling.toolKit;
  const { Crew, processors, settings, titleOf, axisText, countOf, axisFields, numberField, action, sessionLink, whole } = Inkling.laboratory;
  const lab = 'sweep';
  const mostSeeds = 20, mostEpochs = 1000;
  const mostFile = 64_000_000;   // bytes; those of a plan, and more than a result of 100,000 sessions has
  const mostCells = 2_500;       // of the table; beyond that nobody reads them
  const redrawn = 250;           // ms between two looks at what has come

  const chosen = {
    x: { name: 'learning-rate', values: settings['learning-rate'][1] }, y: { name: 'hidden', values: settings.hidden[1] }, seeds: 3, epochs: 20,
  };
  let plan = '';          // its text; empty: what is shown was opened
  let report = null;      // as the command line prints it
  let crew = null, begun = 0, took = 0, said = '';
  let cell = -1;          // that is looked at
  const under = new Map();  // session → share done, of those under way
  let view = null;        // the elements that follow; null while nobody looks
  let timer = 0;

  // --- Numbers as text ------------------------------------------------------------------------------------

  const isRatio = () => report.score !== 'accuracy';
  const scoreText = (value) => (isRatio() ? value.toFixed(3) : (100 * value).toFixed(1));
  const scoreName = () => ({ accuracy: t('Test accuracy in %', '测试准确率（%）'), r2: t('R² of the test part', '测试部分的 R²') }[report.score] ?? t('Score', '得分'));
  const minus = (text) => text.replace('-', '−');
  const valuesOf = (index) => {
    const column = index % report.columns, row = Math.floor(index / report.columns);
    return report.axes.map(({ name, title, values }, i) => [titleOf(name, title), i ? report.rows[row][i - 1] : values[column]]);
  };
  const placeText = (index) => valuesOf(index).map((pair) => pair.join(' ')).join(t(', ', '，'));

  // --- Colours: by the means, from the least to the greatest --------------------------------------------

  // Without the first colour, which is that of the ground.
  const ramp = () => ramps[isDark() ? 'dark' : 'light'].slice(1).map(bytesOf);
  function colourAt(share) {
    const stops = ramp(), at = Math.min(Math.max(share, 0), 1) * (stops.length - 1), low = Math.min(Math.floor(at), stops.length - 2);
    return stops[low].map((value, i) => Math.round(value + (at - low) * (stops[low + 1][i] - value)));
  }
  const luminance = (colour) => colour.map((value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4))
    .reduce((sum, value, i) => sum + value * [0.2126, 0.7152, 0.0722][i], 0);
  // Black or white, whichever is farther from it: at least 4.5 to 1 on any colour.
  const inkOn = (colour) => (luminance(colour) > 0.179 ? '#000' : '#fff');

  function range() {
    const means = report.cells.map((one) => one[report.score]?.mean).filter(Number.isFinite);
    return means.length ? [Math.min(...means), Math.max(...means)] : [0, 0];
  }

  // --- The table -------------------------------------------------------------------------------------------

  const statusText = () => {
    const seconds = crew ? (performance.now() - begun) / 1000 : took;
    const time = seconds >= 1 ? t(`, ${seconds.toFixed(0)} s`, `，${seconds.toFixed(0)} 秒`) : '';
    return t(`${report.done} of ${report.planned} sessions done${time}`, `已完成 ${report.done} / ${report.planned} 个会话${time}`);
  };

  function paintCell(button, index, [least, greatest]) {
    const one = report.cells[index], score = one[report.score];
    button.setAttribute('aria-pressed', String(index === cell));
    const isKnown = score?.count > 0;
    const isWhole = one.done === one.planned;
    const texts = isKnown ? [minus(scoreText(score.mean)), isWhole ? (score.count > 1 ? `±${scoreText(score.spread)}` : '') : `${one.done} / ${one.planned}`] : ['·', one.planned ? `0 / ${one.planned}` : ''];
    button.replaceChildren(make('strong', {}, texts[0]), texts[1] ? make('small', {}, texts[1]) : '');
    const colour = isKnown ? colourAt(greatest > least ? (score.mean - least) / (greatest - least) : 0.5) : null;
    button.style.background = colour ? `rgb(${colour.join(' ')})` : '';
    button.style.color = colour ? inkOn(colour) : '';
    const spread = isKnown && score.count > 1
      ? t(`, standard deviation ${scoreText(score.spread)}, from ${scoreText(score.least)} to ${scoreText(score.greatest)}`, `，标准差 ${scoreText(score.spread)}，从 ${scoreText(score.least)} 到 ${scoreText(score.greatest)}`) : '';
    button.setAttribute('aria-label', `${placeText(index)}${t(': ', '：')}${isKnown ? `${scoreText(score.mean)}${spread}` : t('nothing yet', '还没有结果')}${t(`, ${one.done} of ${one.planned} done`, `，完成 ${one.done} / ${one.planned}`)}`);
  }

  // Rows and columns of buttons; the arrow keys go from one to the next.
  function table() {
    const { axes, columns } = report;
    const heads = axes[0]?.values ?? [''];
    const rowTitle = axes.slice(1).map(({ name, title }) => titleOf(name, title)).join(t(', ', '，'));
    const buttons = report.cells.map((_, index) => {
      const button = make('button', { type: 'button', 'data-cell': String(index), tabIndex: index === Math.max(cell, 0) ? 0 : -1 });
      button.addEventListener('click', () => look(index));
      return button;
    });
    const body = make('tbody', {}, ...report.rows.map((row, r) => make('tr', {},
      axes.length > 1 ? make('th', { scope: 'row' }, row.join(' · ')) : null,
      ...heads.map((_, c) => make('td', {}, buttons[r * columns + c])))));
    const element = make('table', { className: 'heat', 'data-result': 'heat' }, make('caption', {}, `${scoreName()}${t(', mean ± standard deviation of the seeds', '，各种子的均值 ± 标准差')}`),
      make('thead', {},
        axes.length ? make('tr', {}, axes.length > 1 ? make('td', {}) : null, make('th', { colSpan: columns, scope: 'colgroup' }, titleOf(axes[0].name, axes[0].title))) : null,
        make('tr', {}, axes.length > 1 ? make('th', { className: 'corner', scope: 'col' }, rowTitle) : null, ...heads.map((value) => make('th', { scope: 'col' }, value)))),
      body);
    element.addEventListener('keydown', (event) => {
      const at = buttons.indexOf(document.activeElement);
      const by = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }[event.key];
      if (at < 0 || !by) return;
      event.preventDefault();
      event.stopPropagation();
      const isWithinRow = Math.abs(by) !== 1 || Math.floor((at + by) / columns) === Math.floor(at / columns);
      const next = isWithinRow ? buttons[at + by] : null;
      if (!next) return;
      buttons[at].tabIndex = -1;
      next.tabIndex = 0;
      next.focus();
    });
    return { element, buttons };
  }

  function scale() {
    const strip = make('i', { 'aria-hidden': 'true' });
    strip.style.background = `linear-gradient(90deg, ${ramp().map((colour) => `rgb(${colour.join(' ')})`).join(', ')})`;
    const least = make('span', {}), greatest = make('span', {});
    return { element: make('div', { className: 'scale', 'aria-hidden': 'true' }, least, strip, greatest), least, greatest };
  }

  // Its sessions, seed by seed; each opens.
  function details() {
    if (cell < 0) return [make('p', { className: 'quiet' }, t('A cell shows its sessions, each of which opens.', '点一个格子，就能看到并打开其中的会话。'))];
    const runs = report.runs.filter(({ row, column }) => row * report.columns + column === cell);
    const one = report.cells[cell], score = one[report.score];
    return [
      make('h3', { id: 'sweep-cell' }, valuesOf(cell).map((pair) => pair.join(' ')).join(' · ') || t('All sessions', '全部会话')),
      score?.count > 1 ? make('p', { className: 'quiet' }, t(`From ${scoreText(score.least)} to ${scoreText(score.greatest)}, mean ${scoreText(score.mean)}`, `从 ${scoreText(score.least)} 到 ${scoreText(score.greatest)}，平均 ${scoreText(score.mean)}`)
        + (one.diverged ? t(`; ${one.diverged} diverged`, `；${one.diverged} 个发散`) : '')) : null,
      runs.length ? make('table', { className: 'figures', 'data-result': 'runs', 'aria-labelledby': 'sweep-cell' },
        make('thead', {}, make('tr', {}, ...cells('th', [t('Session', '会话'), isRatio() ? 'R²' : t('Accuracy', '准确率'), t('Test loss', '测试损失'), t('Epochs', '轮数'), t('Seconds', '秒')]))),
        make('tbody', {}, ...runs.map((run) => make('tr', {},
          make('td', {}, sessionLink(t(`Seed ${run.seed}`, `种子 ${run.seed}`), run.session, { 'data-session': run.digest })),
          ...cells('td', [minus(scoreText(run[report.score])), Number.isFinite(run.test_loss) ? whole(run.test_loss) : '–', whole(run.epochs), whole(run.seconds)])))))
        : make('p', { className: 'quiet' }, t('None of its sessions is done yet.', '这里还没有完成的会话。')),
    ].filter(Boolean);
  }

  function look(index) {
    const before = cell;
    cell = index;
    if (!view?.buttons) return;
    view.buttons.forEach((button, i) => { button.tabIndex = i === index ? 0 : -1; });
    for (const i of [before, index]) if (i >= 0) view.buttons[i].setAttribute('aria-pressed', String(i === index));
    view.details.replaceChildren(...details());
  }

  function paint() {
    if (!view?.holder.isConnected || !report) return;
    const between = range();
    view.buttons?.forEach((button, index) => paintCell(button, index, between));
    if (view.scale) [view.scale.least.textContent, view.scale.greatest.textContent] = between.map((value) => minus(scoreText(value)));
    view.status.textContent = statusText();
    if (view.progress) view.progress.value = report.done + [...under.values()].reduce((sum, share) => sum + share, 0);
    // Not under the reader's finger: only where something came to this cell.
    const known = String(report.runs.filter(({ row, column }) => row * report.columns + column === cell).length);
    if (view.details.dataset.known !== known && !view.details.contains(document.activeElement)) {
      view.details.dataset.known = known;
      view.details.replaceChildren(...details());
    }
  }

  // What stands below the form: nothing, the table, or that there is none.
  function fill() {
    if (!view) return;
    const { holder } = view;
    view.buttons = view.scale = view.progress = null;
    view.details = make('div', {});
    view.status = make('span', { className: 'quiet', 'data-result': 'status' });
    if (!report) return holder.replaceChildren();
    const made = report.cells.length <= mostCells ? table() : null;
    view.buttons = made?.buttons;
    view.scale = made && scale();
    const top = make('div', { className: 'row follow' });
    if (crew) {
      view.progress = make('progress', { max: report.planned, value: 0, 'aria-label': t('Sessions done', '已完成的会话') });
      top.append(view.progress, action(t('Stop', '停止'), 'plain', () => crew?.stop()));
    } else if (plan && report.done < report.planned) {
      top.append(action(t('Go on', '继续'), 'plain', () => go()));
    }
    const files = [
      plan ? action('CSV', 'plain', async () => save('sweep.csv', 'text/csv', (await Inkling.exploreLab(`csv ${lab}`)).text)) : null,
      plan ? action(t('Plan', '计划'), 'plain', () => save('plan.txt', 'text/plain', plan)) : null,
      plan ? action(t('Picture', '图片'), 'plain', async () => save('sweep.svg', 'image/svg+xml', (await Inkling.exploreLab(`map ${lab}`)).text)) : null,
      plan ? action('JSON', 'plain', () => save('sweep.json', 'application/json', `${JSON.stringify(report)}\n`)) : null,
    ].filter(Boolean);
    holder.replaceChildren(top, view.status, ...(made ? [made.element, view.scale.element] : [make('p', {}, t('There are too many cells for a table here; the files have them all.', '格子太多，这里放不下；文件里都有。'))]),
      view.details, ...(files.length ? [make('h3', {}, t('Take it along', '带走')), make('div', { className: 'row', 'data-result': 'files' }, ...files)] : []));
    delete view.details.dataset.known;
    paint();
  }

  // --- Training ----------------------------------------------------------------------------------------------

  async function refresh() {
    timer = 0;
    if (!plan) return;
    report = await Inkling.exploreLab(`report ${lab}`);
    paint();
  }
  const refreshSoon = () => { timer ||= setTimeout(() => refresh().catch(() => {}), redrawn); };

  // The sessions that have no result yet.
  function go() {
    const done = new Set(report.runs.map(({ line }) => line - 1));
    const waiting = Array.from({ length: report.planned }, (_, i) => i).filter((i) => !done.has(i));
    if (!waiting.length) return fill();
    begun = performance.now() - took * 1000;
    under.clear();
    crew = new Crew(lab, waiting, {
      news(session, { done: isDone, epoch, epochs }) {
        if (isDone) under.delete(session);
        else under.set(session, epochs ? Math.min(epoch / epochs, 1) : 0);
        if (isDone) refreshSoon();
        else if (view?.progress) paint();
      },
      async ended(error) {
        took = (performance.now() - begun) / 1000;
        crew = null;
        under.clear();
        clearTimeout(timer);
        await refresh();
        tell(error ? t(`It did not work: ${error.message}`, `没有成功：${error.message}`) : '');
        Inkling.announce(statusText());
        show();
      },
    });
    tell('');
    show();
  }

  function tell(text) {
    said = text;
    if (view) view.said.textContent = text;
  }

  // The button that begins is the one that is not there meanwhile.
  function show() {
    if (!view?.holder.isConnected) return;
    view.changed();
    view.start.hidden = Boolean(crew);
    fill();
  }

  async function take(question) {
    const made = await Inkling.exploreLab(question);
    plan = made.plan;
    report = await Inkling.exploreLab(`report ${lab}`);
    cell = -1;
    took = 0;
  }

  async function start() {
    tell('');
    try {
      const { recipe } = Inkling.apiCall('state');
      const axes = [chosen.x, chosen.y].filter(({ name }) => name).map(({ name, values }) => axisText(name, values));
      await take(`plan ${lab} #1&${recipe} ${chosen.epochs} ${chosen.seeds} ${axes.join(' ')}`);
      go();
    } catch (error) {
      tell(t(`It cannot be planned: ${error.message}`, `无法安排：${error.message}`));
    }
  }

  // A report of the command line, from anybody: only what is drawn is looked at, and it must be what it should be.
  function checked(made) {
    const isCount = (value) => Number.isInteger(value) && value >= 0;
    const isText = (value) => typeof value === 'string' && value.length < 10_000;
    const isFigures = (one) => one === undefined || (one && isCount(one.count) && (one.count === 0 || ['mean', 'least', 'greatest'].every((key) => Number.isFinite(one[key])))
      && (one.count < 2 || Number.isFinite(one.spread)));
    const isSound = made?.inkling_sweep === 1 && ['accuracy', 'r2', 'score'].includes(made.score) && isCount(made.planned) && isCount(made.done) && isCount(made.columns)
      && Array.isArray(made.axes) && made.axes.every((axis) => isText(axis?.name) && isText(axis.title) && Array.isArray(axis.values) && axis.values.every(isText))
      && made.columns === (made.axes[0]?.values.length ?? 1)
      && Array.isArray(made.rows) && made.rows.every((row) => Array.isArray(row) && row.length === Math.max(made.axes.length - 1, 0) && row.every(isText))
      && Array.isArray(made.cells) && made.cells.length === made.rows.length * made.columns
      && made.cells.every((one) => isCount(one?.planned) && isCount(one.done) && isCount(one.diverged) && isFigures(one[made.score]))
      && Array.isArray(made.runs) && made.runs.every((run) => isCount(run?.column) && isCount(run.row) && isCount(run.seed) && isText(run.session) && run.session.startsWith('#1')
        && isText(run.digest) && [run[made.score], run.epochs, run.seconds].every(Number.isFinite));
    if (!isSound) throw new Error(t('this is neither a plan nor a result of a sweep', '这既不是计划，也不是扫描的结果'));
    return made;
  }

  async function openFile(file) {
    tell('');
    try {
      if (file.size > mostFile) throw new Error(t('it is too large', '文件太大'));
      const text = await file.text();
      crew?.stop();
      if (text.trimStart().startsWith('{')) {
        let made;
        try {
          made = JSON.parse(text);
        } catch { /* told by what follows */ }
        report = checked(made);
        plan = '';
        cell = -1;
        took = 0;
      } else {
        await take(`open ${lab}\n${text}`);
      }
      show();
    } catch (error) {
      tell(`${file.name}${t(': ', '：')}${error.message}`);
    }
  }

  // --- The panel -------------------------------------------------------------------------------------------

  Inkling.sweepPanel = () => {
    const sum = make('p', { className: 'quiet', 'data-result': 'sum' });
    const changed = () => {
      const count = [chosen.x, chosen.y].reduce((product, { name, values }) => product * (name ? countOf(values) : 1), 1);
      const sessions = count * chosen.seeds, crewSize = Math.min(processors(), sessions);
      sum.textContent = t(`${count} cells × ${chosen.seeds} seeds = ${sessions} sessions of ${chosen.epochs} epochs, ${crewSize} at a time`,
        `${count} 个格子 × ${chosen.seeds} 个种子 = ${sessions} 个会话，每个 ${chosen.epochs} 轮，同时训练 ${crewSize} 个`);
    };
    const input = make('input', { type: 'file', accept: '.json,.txt,application/json,text/plain', hidden: true, 'aria-label': t('Plan or result', '计划或结果') });
    input.addEventListener('change', () => {
      if (input.files.length) openFile(input.files[0]);
      input.value = '';
    });
    const begin = action(t('Train all', '全部训练'), 'main', start);
    view = { holder: make('div', {}), said: make('p', { className: 'wrong', role: 'alert' }, said), start: begin, changed };
    begin.hidden = Boolean(crew);
    queueMicrotask(show);
    return [
      axisFields(t('Columns', '列'), chosen.x, { changed }),
      axisFields(t('Rows', '行'), chosen.y, { none: t('none', '无'), changed }),
      make('div', { className: 'row fields' }, numberField(t('Seeds', '种子数'), chosen, 'seeds', mostSeeds, changed), numberField(t('Epochs', '轮数'), chosen, 'epochs', mostEpochs, changed)),
      sum,
      make('div', { className: 'row' }, begin, action(t('Open a file…', '打开文件…'), 'plain', () => input.click()), input),
      view.said, view.holder,
    ];
  };
})();
