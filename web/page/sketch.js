// A prediction that is drawn: a curve over epochs, by pointer or by five numbers, and later the one that was observed over it.
// Loaded with the course.
(() => {
  'use strict';
  const Inkling = globalThis.Inkling;
  const t = Inkling.choose;
  const count = 41;               // points of a curve, evenly from epoch 0 to the last
  const knots = [0, 10, 20, 30, 40];
  const left = 44, right = 372, top = 10, bottom = 156;
  const columns = { test_accuracy: true, train_accuracy: true, test_loss: false, train_loss: false };  // those that are shares

  const { svg } = Inkling.toolKit;
  const text = (words, attributes) => Object.assign(svg('text', attributes), { textContent: words });
  const words = ({ of }, value) => (columns[of] ? `${Math.round(100 * value)} %` : String(Number(value.toPrecision(2))));
  const X = (i) => left + ((right - left) * i) / (count - 1);
  const Y = ({ min, max }, value) => bottom - ((bottom - top) * (Math.min(Math.max(value, min), max) - min)) / (max - min);
  const path = (curve, values) => values.map((value, i) => (value === undefined ? '' : `${i && values[i - 1] !== undefined ? 'L' : 'M'}${X(i).toFixed(1)} ${Y(curve, value).toFixed(1)}`)).join('');
  const line = (color, dash = '') => svg('path', { fill: 'none', stroke: color, 'stroke-width': 2, 'stroke-dasharray': dash, 'stroke-linejoin': 'round' });

  function axes(curve, name) {
    const picture = svg('svg', { viewBox: '0 0 380 180', role: 'img', 'aria-label': name });
    for (const share of [0, 0.5, 1]) {
      const value = curve.min + share * (curve.max - curve.min), y = Y(curve, value);
      picture.append(svg('line', { x1: left, x2: right, y1: y, y2: y, stroke: 'var(--control)', 'stroke-opacity': 0.35 }), text(words(curve, value), { x: left - 6, y: y + 4, 'text-anchor': 'end' }));
      picture.append(text(share === 1 ? t(`epoch ${curve.epochs}`, `第 ${curve.epochs} 轮`) : String(Math.round(share * curve.epochs)), { x: X(share * (count - 1)), y: bottom + 18, 'text-anchor': share === 1 ? 'end' : 'middle' }));
    }
    return picture;
  }

  // Between what is set evenly, before and after as the nearest.
  function filled(values) {
    const set = values.flatMap((value, i) => (value === undefined ? [] : [i]));
    return values.map((value, i) => {
      if (value !== undefined) return value;
      const before = set.findLast((at) => at < i) ?? set[0], after = set.find((at) => at > i) ?? set.at(-1);
      return before >= after ? values[after] : values[before] + ((i - before) / (after - before)) * (values[after] - values[before]);
    });
  }

  // The axes to draw on; `change` is told each whole curve.
  function pad(curve, drawn, change) {
    let values = drawn ?? Array(count).fill(undefined), last = -1;
    const picture = axes(curve, t('Your curve: draw it here, or set it by numbers below', '你的曲线：画在这里，或在下面用数字设定'));
    picture.classList.add('sketch');
    const mine = line('var(--accent)');
    const hint = text(t('draw your curve here', '在这里画出你的曲线'), { x: (left + right) / 2, y: (top + bottom) / 2 - 8, 'text-anchor': 'middle' });
    picture.append(mine, hint);
    const inputs = knots.map((i) => {
      const input = Object.assign(document.createElement('input'), { type: 'range', min: String(curve.min), max: String(curve.max), step: String((curve.max - curve.min) / 100) });
      input.setAttribute('aria-label', t(`at epoch ${Math.round((curve.epochs * i) / (count - 1))}`, `第 ${Math.round((curve.epochs * i) / (count - 1))} 轮`));
      input.value = String(values[i] ?? (curve.min + curve.max) / 2);
      return input;
    });
    const show = () => {
      mine.setAttribute('d', path(curve, values));
      hint.style.display = values.some((value) => value !== undefined) ? 'none' : '';
      for (const [n, i] of knots.entries()) {
        if (values[i] !== undefined) inputs[n].value = String(values[i]);
        inputs[n].setAttribute('aria-valuetext', words(curve, Number(inputs[n].value)));
      }
    };
    for (const input of inputs) {
      input.addEventListener('input', () => {
        values = Array(count).fill(undefined);
        for (const [n, i] of knots.entries()) values[i] = Number(inputs[n].value);
        values = filled(values);
        show();
        change(values);
      });
    }
    const put = ({ clientX, clientY }) => {
      const box = picture.getBoundingClientRect();
      const x = ((clientX - box.left) / box.width) * 380, y = ((clientY - box.top) / box.height) * 180;
      const i = Math.min(Math.max(Math.round(((x - left) / (right - left)) * (count - 1)), 0), count - 1);
      const value = curve.min + Math.min(Math.max((bottom - y) / (bottom - top), 0), 1) * (curve.max - curve.min);
      const from = last < 0 ? i : last, before = values[from] ?? value;
      for (let at = from; at !== i; at += Math.sign(i - from)) values[at] = before + ((at - from) / (i - from)) * (value - before);
      values[i] = value;
      last = i;
      show();
    };
    picture.addEventListener('pointerdown', (event) => {
      picture.setPointerCapture(event.pointerId);
      last = -1;
      put(event);
    });
    picture.addEventListener('pointermove', (event) => { if (last >= 0) put(event); });
    for (const type of ['pointerup', 'pointercancel']) {
      picture.addEventListener(type, () => {
        if (last < 0) return;
        last = -1;
        values = filled(values);
        show();
        change(values);
      });
    }
    const numbers = document.createElement('details');
    const summary = document.createElement('summary');
    summary.textContent = t('By numbers', '用数字设定');
    numbers.append(summary, ...inputs.map((input) => {
      const label = document.createElement('label');
      label.className = 'row';
      label.append(Object.assign(document.createElement('span'), { className: 'quiet', textContent: input.getAttribute('aria-label') }), input);
      return label;
    }));
    const element = document.createElement('div');
    element.className = 'chart';
    element.append(picture, numbers);
    show();
    return element;
  }

  // What the program's history says, at the points of a curve.
  const observed = ({ of, epochs }) => Inkling.toolKit.evenly(Inkling.toolKit.historyOf(of), 0, epochs, count);

  // How far the two lie apart on the whole.
  const distance = (one, other) => one.reduce((sum, value, i) => sum + Math.abs(value - other[i]), 0) / one.length;

  function compared(curve, predicted, seen) {
    const picture = axes(curve, t(`Your curve and what was observed; they lie ${words(curve, distance(predicted, seen))} apart on the whole`, `你的曲线和实际的曲线；平均相差 ${words(curve, distance(predicted, seen))}`));
    const yours = line('var(--accent)', '5 4'), it = line('var(--text)');
    yours.setAttribute('d', path(curve, predicted));
    it.setAttribute('d', path(curve, seen));
    picture.append(yours, it);
    const element = document.createElement('div');
    element.className = 'chart';
    element.append(picture);
    return element;
  }

  Inkling.sketch = { count, columns, words, pad, observed, distance, compared };
})();
