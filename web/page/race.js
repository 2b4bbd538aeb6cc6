// A race: several values of one setting from the same start, their curves over one another while they train, and who came
// to a chosen accuracy first. Loaded when first opened, by tools.js.
(() => {
  'use strict';
  const Inkling = globalThis.Inkling;
  const t = Inkling.choose;
  const { make, cells } = Inkling.toolKit;
  const { Crew, processors, settings, titleOf, axisText, countOf, axisFields, numberField, action, sessionLink, curves, measureChoice, pointAt, scoreText, swatch, whole } = Inkling.laboratory;
  const lab = 'race';
  const mostRacers = 10, mostEpochs = 1000;
  const redrawn = 100;  // ms between two drawings

  const chosen = { setting: { name: 'optimizer', values: settings.optimizer[1] }, epochs: 30, goal: 95, measure: 'score' };
  let racers = [];        // {name, points: [[epoch, step, loss, score], …], seconds, reached: {epoch, step, seconds} or null, isDone, link}
  let isRatio = false, title = '', crew = null, epoch = -1;  // that is looked at; -1: the last
  let view = null, timer = 0;

  const goal = () => chosen.goal / 100;

  // --- What is seen -----------------------------------------------------------------------------------------

  const picture = () => curves({ runs: racers, last: chosen.epochs, measure: chosen.measure, goal: goal(), at: epoch, isRatio, lookAt })
    ?? make('p', { className: 'quiet' }, t('They are at the start.', '各就各位。'));

  // The first to the goal stands first; those that never came there by how far they came.
  const ranked = () => racers.map((_, i) => i).sort((a, b) => (racers[a].reached?.epoch ?? mostEpochs + 1) - (racers[b].reached?.epoch ?? mostEpochs + 1)
    || (pointAt(racers[b], -1)?.[3] ?? -1) - (pointAt(racers[a], -1)?.[3] ?? -1));

  function table() {
    return make('table', { className: 'figures runs', 'data-result': 'race' },
      make('thead', {}, make('tr', {}, ...cells('th', [title, `${t('score', '成绩')}${isRatio ? '' : ' %'}`, t('loss', '损失'), t(`epochs to ${chosen.goal} %`, `到 ${chosen.goal} % 轮次`), t('updates', '更新次数'), t('seconds', '秒')]))),
      make('tbody', {}, ...ranked().map((i) => {
        const { name, reached, link, isDone } = racers[i], point = pointAt(racers[i], epoch);
        return make('tr', { 'data-racer': name }, make('td', {}, swatch(i), ' ', link ? sessionLink(name, link) : name),
          ...cells('td', [point ? scoreText(point[3], isRatio) : '–', point && Number.isFinite(point[2]) ? whole(point[2]) : '–',
            ...(reached ? [whole(reached.epoch), reached.step.toLocaleString('en-GB'), reached.seconds.toFixed(2)] : [isDone ? t('never', '未到') : '…', '', ''])]));
      })));
  }

  function paint() {
    timer = 0;
    if (!view?.holder.isConnected) return;
    view.picture.replaceChildren(picture());
    // Not under the reader's finger.
    if (!view.table.contains(document.activeElement)) view.table.replaceChildren(table());
    view.slider.max = String(chosen.epochs);
    view.slider.value = String(epoch < 0 ? chosen.epochs : epoch);
    const best = racers[ranked()[0]], first = best.reached ? best : null;
    view.at.textContent = t(`epoch ${epoch < 0 ? chosen.epochs : epoch}`, `第 ${epoch < 0 ? chosen.epochs : epoch} 轮`);
    view.status.textContent = crew ? t(`${racers.filter(({ isDone }) => isDone).length} of ${racers.length} have finished`, `${racers.length} 个中已有 ${racers.filter(({ isDone }) => isDone).length} 个跑完`)
      : first ? t(`${first.name} is first at ${chosen.goal} %, after ${whole(first.reached.epoch)} epochs.`, `${first.name} 最先到 ${chosen.goal} %，用了 ${whole(first.reached.epoch)} 轮。`)
        : t(`None came to ${chosen.goal} % in ${chosen.epochs} epochs.`, `${chosen.epochs} 轮里没有一个到 ${chosen.goal} %。`);
  }
  const paintSoon = () => { timer ||= setTimeout(paint, redrawn); };

  function lookAt(at) {
    epoch = at >= chosen.epochs ? -1 : at;
    paint();
  }

  function fill() {
    if (!view?.holder.isConnected) return;
    view.start.hidden = Boolean(crew);
    if (!racers.length) return view.holder.replaceChildren();
    const measure = measureChoice(chosen, paint);
    view.slider = make('input', { type: 'range', min: '0', step: '1', max: String(chosen.epochs), 'aria-label': t('Epoch whose values are shown', '显示哪一轮的值') });
    view.slider.addEventListener('input', () => lookAt(Number(view.slider.value)));
    Object.assign(view, { at: make('span', { className: 'quiet' }), picture: make('div', {}), table: make('div', {}), status: make('p', { 'data-result': 'status', role: 'status' }) });
    view.holder.replaceChildren(make('div', { className: 'row' }, measure, crew ? action(t('Stop', '停止'), 'plain', () => crew?.stop()) : null), view.picture, make('div', { className: 'row' }, view.slider, view.at), view.status, view.table);
    paint();
  }

  // --- Training ------------------------------------------------------------------------------------------------

  async function start() {
    view.said.textContent = '';
    try {
      const { recipe } = Inkling.apiCall('state');
      const { name, values } = chosen.setting;
      if (countOf(values) > mostRacers) throw new Error(t(`at most ${mostRacers} race`, `最多 ${mostRacers} 个`));
      await Inkling.exploreLab(`plan ${lab} #1&${recipe} ${chosen.epochs} 1 ${axisText(name, values)}`);
      const { axes, score } = await Inkling.exploreLab(`report ${lab}`);
      isRatio = score !== 'accuracy';
      title = titleOf(name, axes[0].title);
      racers = axes[0].values.map((value) => ({ name: value, points: [], reached: null, isDone: false, link: '' }));
      epoch = -1;
      crew = new Crew(lab, racers.keys(), {
        hasCurves: true,
        news(index, { curve, seconds, done }) {
          const racer = racers[index];
          racer.points = curve;
          racer.isDone = done;
          const there = curve.find(([, , , reached]) => reached >= goal());
          if (there && !racer.reached) racer.reached = { epoch: there[0], step: there[1], seconds };
          paintSoon();
        },
        async ended(error) {
          crew = null;
          const { runs } = await Inkling.exploreLab(`report ${lab}`);
          for (const { line, session } of runs) racers[line - 1].link = session;
          if (error && view) view.said.textContent = t(`It did not work: ${error.message}`, `没有成功：${error.message}`);
          fill();
          if (view?.status) Inkling.announce(view.status.textContent);
        },
      });
      fill();
    } catch (error) {
      view.said.textContent = t(`It cannot be planned: ${error.message}`, `无法安排：${error.message}`);
    }
  }

  Inkling.racePanel = () => {
    const sum = make('p', { className: 'quiet', 'data-result': 'sum' });
    const changed = () => {
      const count = countOf(chosen.setting.values), size = Math.min(processors(), count);
      sum.textContent = t(`${count} sessions of ${chosen.epochs} epochs, ${size} at a time`, `${count} 个会话，每个 ${chosen.epochs} 轮，同时训练 ${size} 个`);
    };
    const begin = action(t('Start the race', '开跑'), 'main', start);
    view = { holder: make('div', {}), said: make('p', { className: 'wrong', role: 'alert' }), start: begin };
    changed();
    queueMicrotask(fill);
    return [
      axisFields(t('Racers', '选手'), chosen.setting, { changed }),
      make('div', { className: 'row fields' }, numberField(t('Epochs', '轮数'), chosen, 'epochs', mostEpochs, changed), numberField(t('Goal, %', '目标（%）'), chosen, 'goal', 100, changed)),
      sum, make('div', { className: 'row' }, begin), view.said, view.holder,
    ];
  };
})();
