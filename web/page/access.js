// What only some readers need, beside the mirror: report and confusion matrix as tables, curves in words, training told by and
// by, and a pen for the keyboard. Loaded after the start.
(() => {
  'use strict';
  const Inkling = globalThis.Inkling;
  const t = (english, chinese) => Inkling.choose(english, chinese);
  const container = document.getElementById('mirror');
  const live = document.getElementById('live');
  const every = 6000;       // ms between two words on a training that goes on
  const wordsEvery = 2000;  // ms between two descriptions of the curves

  // --- Tables -------------------------------------------------------------------------------------------

  function fill(table, caption, rows) {
    const text = JSON.stringify([caption, rows]);
    if (table.dataset.text === text) return;
    table.dataset.text = text;
    const head = document.createElement('caption');
    head.textContent = caption;
    table.replaceChildren(head, ...rows.map((row, y) => {
      const line = document.createElement('tr');
      line.append(...row.map((words, x) => {
        const isCorner = x === 0 && y === 0;
        const cell = document.createElement(!isCorner && (x === 0 || y === 0) ? 'th' : 'td');
        if (cell.tagName === 'TH') cell.scope = y === 0 ? 'col' : 'row';
        cell.textContent = words;
        return cell;
      }));
      return line;
    }));
  }

  const tables = {};
  // In reading order before `anchor`, the first widget of its panel.
  function place(name, anchor, box, caption, rows) {
    if (!box || !anchor) {
      tables[name]?.remove();
      delete tables[name];
      return;
    }
    const table = tables[name] ??= document.createElement('table');
    table.className = `at ${name}`;
    fill(table, caption, rows);
    ['left', 'top', 'width', 'height'].forEach((side, i) => { table.style[side] = `${box[i]}px`; });
    if (table.nextElementSibling !== anchor) anchor.before(table);
  }

  function boxOf(nodes) {
    const left = Math.min(...nodes.map(({ bounds }) => bounds[0])), top = Math.min(...nodes.map(({ bounds }) => bounds[1]));
    return [left, top, Math.max(...nodes.map(({ bounds: [x, , w] }) => x + w)) - left, Math.max(...nodes.map(({ bounds: [, y, , h] }) => y + h)) - top];
  }

  // The rows of scikit-learn's text: a name, and two to four numbers at its end.
  const reportRows = (text) => text.split('\n').slice(1).filter((line) => line.trim()).map((line) => {
    const [, name, numbers] = /^\s*(.*?)\s+((?:[\d.]+\s*)+)$/.exec(line) ?? [];
    if (!numbers) return null;
    const values = numbers.trim().split(/\s+/);
    return [name, ...Array(4 - values.length).fill(''), ...values];
  }).filter(Boolean);

  function showTables(nodes) {
    const report = nodes.filter(({ id, role }) => id.startsWith('report.') && role === 'text');
    place('report', container.querySelector('[data-id^="report."]'), report.length ? boxOf(report) : null, t('Classification report of the test part', '测试部分的分类报告'),
      report.length ? [['', t('precision', '精确率'), t('recall', '召回率'), 'F1', t('support', '样本数')], ...reportRows(Inkling.apiCall('report').text)] : []);
    // The same, word by word at its place, is for the pointer.
    for (const element of container.querySelectorAll('[data-id^="report."]:not(button):not([aria-hidden])')) element.setAttribute('aria-hidden', 'true');

    const matrix = nodes.find(({ id }) => id === 'confusion');
    const cells = nodes.filter(({ id }) => /^confusion\.\d+\.\d+$/.test(id));
    const names = report.filter(({ id }) => id.startsWith('report.class.')).map(({ name }) => name);
    const count = Math.max(names.length, ...cells.map(({ id }) => 1 + Math.max(...id.split('.').slice(1).map(Number))), 0);
    const label = (i) => names[i] ?? String(i);
    const rows = Array.from({ length: count }, (_, y) => [label(y), ...Array(count).fill('0')]);
    for (const { id, name } of cells) {
      const [y, x] = id.split('.').slice(1).map(Number);
      rows[y][x + 1] = /(\d[\d,]*)\D*$/.exec(name)?.[1] ?? '';
    }
    place('confusion', container.querySelector('[data-id=confusion]'), matrix && cells.length ? matrix.bounds : null, t('Confusion matrix: a row for each true class, a column for what it was read as', '混淆矩阵：行是真实类别，列是读成的类别'),
      [['', ...Array.from({ length: count }, (_, i) => label(i))], ...rows]);
  }

  // --- Curves in words ------------------------------------------------------------------------------------

  let wordsAt = 0;
  const short = (number) => Number(number.toPrecision(2)).toString();

  function describeCurves() {
    const element = container.querySelector('[data-id="curves"]');
    if (!element || performance.now() - wordsAt < wordsEvery) return;
    wordsAt = performance.now();
    const [names, ...lines] = Inkling.apiCall('csv').text.trim().split('\n').map((line) => line.split(','));
    const column = (name) => lines.map((line) => Number(line[names.indexOf(name)]));
    const test = column('test_loss'), epochs = column('epoch');
    if (test.length < 2) return;
    const lowest = test.indexOf(Math.min(...test)), last = test.length - 1;
    const gap = column('train_loss')[last] > 0 ? test[last] / column('train_loss')[last] : 1;
    const [from, to, low] = [test[0], test[last], test[lowest]].map(short);
    const isRising = test[last] > 1.1 * test[lowest];
    const verb = test[last] < test[0] ? t('fell', '下降') : t('rose', '上升');
    element.setAttribute('aria-description', t(
      `Test loss ${verb} from ${from} to ${to} in ${Math.round(epochs[last])} epochs${isRising ? `; its lowest was ${low} at epoch ${Math.round(epochs[lowest])}, and it has risen since` : ''}; `
        + `it is ${short(gap)} times the training loss.`,
      `测试损失在 ${Math.round(epochs[last])} 轮里从 ${from} ${verb}到 ${to}${isRising ? `；最低是第 ${Math.round(epochs[lowest])} 轮的 ${low}，之后回升` : ''}；是训练损失的 ${short(gap)} 倍。`));
  }

  // --- Training, by and by ----------------------------------------------------------------------------------

  let toldAt = performance.now(), phase = '';
  const percent = (share) => `${(100 * share).toFixed(1)} %`;

  globalThis.inkling.on('state', (state) => {
    const isEnd = phase === 'running' && state.phase !== 'running';
    phase = state.phase;
    if (!isEnd && (state.phase !== 'running' || performance.now() - toldAt < every)) return;
    toldAt = performance.now();
    const how = { paused: t('Paused', '已暂停'), stopped: t('Stopped early', '提前停止'), finished: t('Finished', '已完成'), diverged: t('Diverged', '已发散') }[state.phase] ?? '';
    const accuracy = Number.isFinite(state.testAccuracy) ? t(`, test accuracy ${percent(state.testAccuracy)}`, `，测试准确率 ${percent(state.testAccuracy)}`) : '';
    Inkling.announce(`${how ? t(`${how}: `, `${how}：`) : ''}${t(`epoch ${Math.floor(state.epoch)}`, `第 ${Math.floor(state.epoch)} 轮`)}${accuracy}`);
  });

  // --- A pen for the keyboard -----------------------------------------------------------------------------------

  const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  // The drawing as docs/link-format.md writes it, in the pad's unit square.
  function strokesOf(ink) {
    return ink.split('.').filter(Boolean).map((text) => {
      const codes = [...text].map((char) => digits.indexOf(char));
      const points = [];
      let at = 0, x = 0, y = 0;
      while (at < codes.length) {
        if (!points.length || codes[at] === 0) {
          if (points.length) at++;
          [x, y] = [codes[at] * 64 + codes[at + 1], codes[at + 2] * 64 + codes[at + 3]].map((value) => Math.min(value, 1023));
          at += 4;
        } else {
          [x, y] = [x + codes[at] - 32, y + codes[at + 1] - 32].map((value) => Math.min(Math.max(value, 0), 1023));
          at += 2;
        }
        points.push([x / 1023, y / 1023]);
      }
      return points;
    });
  }

  const drawn = () => strokesOf(/&ink=([^&]*)/.exec(Inkling.apiCall('link', 'ink').link)?.[1] ?? '');
  Inkling.strokes = drawn;

  const style = new CSSStyleSheet();
  style.replaceSync(`
#pen { position: fixed; z-index: 1; width: 16px; height: 16px; margin: -8px 0 0 -8px; box-sizing: border-box; border: 2px solid var(--accent); border-radius: 50%; pointer-events: none; }
#pen.down { background: var(--accent); }
@media (forced-colors: active) { #pen { border-color: Highlight; } #pen.down { background: Highlight; } }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, style];
  const mark = document.createElement('div');
  mark.id = 'pen';
  mark.hidden = true;
  document.body.append(mark);

  const pen = { x: 0.5, y: 0.5, strokes: [], isDown: false };
  const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const draw = () => Inkling.apiCall('draw', pen.strokes.map((stroke) => stroke.map((point) => point.join(',')).join(' ')).join(';'));
  const where = () => t(`${Math.round(100 * pen.x)} % across, ${Math.round(100 * pen.y)} % down`, `横 ${Math.round(100 * pen.x)} %，纵 ${Math.round(100 * pen.y)} %`);

  function showPen() {
    const node = Inkling.mirrorNodes().find(({ id }) => id === 'pad');
    mark.hidden = !node || document.activeElement?.dataset?.id !== 'pad' || !document.activeElement.matches(':focus-visible');
    if (mark.hidden) return;
    const [x, y, w, h] = node.bounds, { left, top } = Inkling.canvas.getBoundingClientRect();
    mark.style.left = `${left + x + pen.x * w}px`;
    mark.style.top = `${top + y + pen.y * h}px`;
    mark.classList.toggle('down', pen.isDown);
  }

  function key(event) {
    if (event.target.dataset?.id !== 'pad' || event.altKey || event.ctrlKey || event.metaKey) return;
    if (Object.hasOwn(moves, event.key)) {
      const step = event.shiftKey ? 1 / 8 : 1 / 32;
      const [dx, dy] = moves[event.key];
      pen.x = Math.min(Math.max(pen.x + dx * step, 0), 1);
      pen.y = Math.min(Math.max(pen.y + dy * step, 0), 1);
      if (pen.isDown) {
        pen.strokes.at(-1).push([pen.x, pen.y]);
        draw();
      } else Inkling.announce(where());
    } else if (event.key === ' ' || event.key === 'Enter') {
      pen.isDown = !pen.isDown;
      if (pen.isDown) {
        // Goes on from what is there, however it came.
        pen.strokes = drawn();
        pen.strokes.push([[pen.x, pen.y]]);
        draw();
      }
      Inkling.announce(`${pen.isDown ? t('Pen down', '落笔') : t('Pen up', '抬笔')}, ${where()}`);
    } else if (event.key === 'Backspace' || event.key === 'Delete') {
      pen.isDown = false;
      pen.strokes = event.key === 'Delete' ? [] : drawn().slice(0, -1);
      draw();
      Inkling.announce(event.key === 'Delete' ? t('Pad cleared', '已清空') : t('Last stroke removed', '已撤销一笔'));
    } else return;
    event.preventDefault();
    showPen();
  }
  container.addEventListener('keydown', key);
  container.addEventListener('focusin', showPen);
  container.addEventListener('focusout', () => {
    pen.isDown = false;
    setTimeout(showPen);
  });

  function preparePad() {
    const element = container.querySelector('[data-id="pad"]');
    if (!element || element.tabIndex === 0) return;
    element.tabIndex = 0;
    element.setAttribute('role', 'application');
    element.setAttribute('aria-roledescription', t('drawing pad', '画板'));
    element.setAttribute('aria-description', t('Arrow keys move the pen, with Shift further; Space puts it down and lifts it; Backspace takes the last stroke back, Delete clears.',
      '方向键移动笔，按住 Shift 走得更远；空格落笔和抬笔；退格撤销一笔，Delete 清空。'));
  }

  // --- After each change of the mirror -------------------------------------------------------------------------

  Inkling.afterMirror = (nodes) => {
    showTables(nodes);
    preparePad();
    describeCurves();
    if (!mark.hidden) showPen();
  };
  live.setAttribute('aria-atomic', 'true');
  Inkling.afterMirror(Inkling.mirrorNodes());
})();
