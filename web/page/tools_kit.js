// What the tools' panel is made of: its style, elements, numbers as text, pictures and charts.
(() => {
  'use strict';
  const Inkling = globalThis.Inkling;
  const t = Inkling.choose;
  const root = document.documentElement;
  const ramps = {
    dark: ['151c24', '1f3a54', '2f6377', '6e9a86', 'c6c88a', 'fbf0b4'],
    light: ['f1f4f7', 'c9dddf', '8db9bf', '4e8aa3', '24578a', '10295c'],
  };
  // Ten classes are told apart by their names, drawn where the sample lies; hues only help.
  const hues = {
    dark: ['4f9bff', 'ff8238', '5bc8af', 'e58bc4', 'e3c34f', 'c79a78', '9aa7b4', 'a594ff', 'ff7d92', '7ac74f'],
    light: ['1f66d6', 'b84a0c', '0c7a63', 'b0308a', '7a6200', '8a5a33', '56636f', '6a4bd6', 'c02649', '3a7a17'],
  };

  const style = new CSSStyleSheet();
  style.replaceSync(`
#tools {
  --plus: #1f66d6; --minus: #d4570f; --plus-text: #1f5fc8; --minus-text: #b0460a; --surface: #f5f7f9; --hover: #e9edf1; --tint: #e9e5fc;
  position: fixed; z-index: 1; right: 0; top: 0; bottom: 0; width: 420px; box-sizing: border-box; display: flex; flex-direction: column;
  padding: env(safe-area-inset-top) env(safe-area-inset-right) env(safe-area-inset-bottom) 0;
  background: var(--surface); color: var(--text); border-left: 1px solid var(--line);
  font: 14px/1.45 "Inkling Inter", Inter, system-ui, "Noto Sans CJK SC", "PingFang SC", sans-serif; font-variant-numeric: tabular-nums; user-select: text;
}
:root[data-theme="dark"] #tools { --plus: #4f9bff; --minus: #ff8238; --plus-text: #6fb0ff; --minus-text: #ff9a5c; --surface: #12181f; --hover: #232d38; --tint: #272245; }
:root.tools #canvas { width: calc(100% - 420px) !important; }
:root.tools #mirror { right: 420px; }
#tools:focus, #tools h2:focus { outline: none; }
#tools > header { flex: none; display: flex; align-items: center; height: 48px; padding: 0 8px 0 20px; border-bottom: 1px solid var(--line); }
#tools h1 { margin: 0 auto 0 0; font-size: 16px; font-weight: 600; }
#tools h2 { margin: 0 0 4px; font-size: 16px; font-weight: 600; }
#tools h3 { margin: 20px 0 8px; font-size: 14px; font-weight: 600; }
#tools p { margin: 0 0 12px; }
#tools .quiet { color: var(--quiet); font-size: 12px; }
#tools button, #tools select { font: inherit; color: inherit; border: 0; border-radius: 6px; cursor: pointer; background: none; min-height: 32px; padding: 0 12px; }
#tools select { background: var(--raised); box-shadow: inset 0 0 0 1px var(--control); }
#tools button:hover { background: var(--hover); }
#tools button.main { background: var(--accent); color: var(--on-accent); font-weight: 600; padding: 0 16px; }
#tools button.plain { background: var(--raised); color: var(--text); font-weight: 400; box-shadow: inset 0 0 0 1px var(--control); }
#tools .icon { width: 32px; padding: 0; font-size: 20px; line-height: 1; color: var(--quiet); }
#tools :is(button, select, input, .body):focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
#tools nav { flex: none; display: flex; flex-wrap: wrap; gap: 2px; padding: 8px 12px; border-bottom: 1px solid var(--line); }
#tools nav button { padding: 0 8px; min-height: 28px; font-size: 12px; color: var(--quiet); }
#tools nav [aria-selected=true] { background: var(--tint); color: var(--text); }
#tools .body { flex: 1; overflow: auto; overscroll-behavior: contain; padding: 20px; scrollbar-width: thin; }
#tools .row { display: flex; align-items: center; gap: 12px; flex-wrap: wrap; margin: 0 0 12px; }
#tools .follow { margin-top: 12px; }
#tools .choices { flex-wrap: nowrap; gap: 8px; }
#tools .scenes { display: flex; gap: 4px; list-style: none; margin: 0 0 12px; padding: 0; }
#tools .scenes button { padding: 0 8px; font-size: 12px; color: var(--quiet); }
#tools .scenes [aria-current=step] { background: var(--tint); color: var(--text); }
#tools button.open { display: inline; min-height: 0; padding: 0; text-align: left; text-decoration: underline dotted var(--quiet); text-underline-offset: 3px; border-radius: 2px; }
#tools .product { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 10px; margin: 0 0 12px; }
#tools .product div { display: flex; flex-direction: column; }
#tools .product strong { font-size: 16px; font-weight: 600; }
#tools strong.plus { color: var(--plus-text); }
#tools strong.minus { color: var(--minus-text); }
#tools .grid { display: grid; grid-template-columns: repeat(auto-fill, minmax(84px, 1fr)); gap: 12px 8px; }
#tools .grid button { display: block; padding: 4px; text-align: center; font-size: 12px; line-height: 1.35; }
#tools canvas { display: block; image-rendering: pixelated; border-radius: 3px; }
#tools .grid canvas { width: 56px; height: 56px; margin: 0 auto 4px; }
#tools .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
#tools .images { display: grid; grid-template-columns: 1fr 1fr; gap: 12px; }
#tools .three { grid-template-columns: 1fr 1fr 1fr; }
#tools .images canvas, #tools figure canvas { width: 100%; height: auto; }
#tools figure { margin: 0 0 12px; position: relative; }
#tools figcaption { font-size: 12px; color: var(--quiet); margin-top: 6px; }
#tools svg { display: block; width: 100%; height: auto; overflow: visible; }
#tools svg text { font-size: 12px; fill: var(--quiet); }
#tools svg .strong { fill: var(--text); }
#tools svg .small { font-size: 10px; }
${Object.entries(hues).flatMap(([theme, own]) => own.map((hue, i) => `${theme === 'dark' ? ':root[data-theme="dark"] ' : ''}#tools svg .class${i} { fill: #${hue}; }`)).join('\n')}
#tools table { width: 100%; border-collapse: collapse; }
#tools td { padding: 5px 0; border-bottom: 1px solid var(--line); }
#tools td:last-child { text-align: right; }
#tools th { padding: 0 0 4px; font-weight: 400; font-size: 12px; color: var(--quiet); text-align: left; }
#tools :is([data-result=terms], [data-result=softmax], [data-result=checks]) :is(td, th):not(:first-child) { text-align: right; }
#tools td:nth-child(2):not(:last-child) { color: var(--quiet); }
#tools [data-result=gradient] td:nth-child(2) { font-size: 12px; padding: 0 8px; }
#tools td.plus { color: var(--plus-text); }
#tools td.minus { color: var(--minus-text); }
#tools table + p { margin-top: 8px; }
#tools .sums { white-space: pre-wrap; font-family: "Inkling Mono", ui-monospace, monospace; font-size: 12px; line-height: 1.7; color: var(--quiet); }
#tools .signs { margin: 12px 0; }
#tools .unfold summary { min-height: 0; text-decoration: underline dotted var(--quiet); text-underline-offset: 3px; list-style: none; }
#tools .unfold summary::-webkit-details-marker { display: none; }
#tools .unfold p { margin: 4px 0 0; }
#tools summary { cursor: pointer; min-height: 28px; }
#tools .signs dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 12px; margin: 4px 0 0; font-size: 12px; }
#tools .signs dt { font-family: "Inkling Mono", ui-monospace, monospace; }
#tools .signs dd { margin: 0; color: var(--quiet); }
#tools .sum td { background: var(--hover); color: var(--text); font-weight: 600; }
#tools input[type=number] { font: inherit; color: inherit; width: 60px; min-height: 32px; box-sizing: border-box; padding: 0 8px; border: 0; border-radius: 6px; background: var(--raised); box-shadow: inset 0 0 0 1px var(--control); }
#tools .wrong { color: var(--wrong); }
#tools .takeout { display: flex; align-items: center; justify-content: space-between; gap: 16px; padding: 10px 0; border-bottom: 1px solid var(--line); }
#tools .takeout h3 { margin: 0; } #tools .takeout p { margin: 2px 0 0; } #tools .takeout + p { margin-top: 16px; }
#tools .finding { margin: 0 0 16px; padding: 0 0 4px 16px; border-left: 3px solid var(--control); }
#tools .finding.prevents { border-color: var(--wrong); }
#tools .finding h3 { margin: 0 0 4px; }
#tools .finding table { margin: 0 0 12px; }
#tools .breakages { display: grid; grid-template-columns: 1fr 1fr; gap: 8px; margin: 0 0 12px; }
#tools .breakages button { text-align: left; line-height: 1.3; padding: 6px 12px; }
#tools .stale { margin: 0 0 12px; display: flex; align-items: center; justify-content: space-between; gap: 8px; }
#tools .stale[hidden] { display: none; }
#tools .meter { width: 140px; height: 6px; border-radius: 3px; background: var(--line); }
#tools .meter span { display: block; height: 100%; border-radius: 3px; background: var(--text); }
#tools .smooth { image-rendering: auto; aspect-ratio: 1; border-radius: 6px; }
#tools .here { position: absolute; left: calc(50% - 6px); width: 12px; height: 12px; border-radius: 6px; box-sizing: border-box; border: 2px solid #fff; box-shadow: 0 0 0 1.5px #0b0f14; }
#tools input[type=range] { flex: 1; min-width: 120px; accent-color: var(--accent); }
@media (pointer: coarse) { #tools button, #tools select, #tools nav button { min-height: 44px; } #tools button.open { min-height: 28px; } #tools .icon { width: 44px; } }
@media (max-width: 719px) {
  #tools { left: 0; width: auto; border: 0; z-index: 2; padding-left: env(safe-area-inset-left); }
  :root.tools #canvas { width: 100% !important; }
  :root.tools #mirror { visibility: hidden; }
  #tools nav { flex-wrap: nowrap; overflow-x: auto; scrollbar-width: none; }
  #tools nav button { flex: none; }
}`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, style];

  function make(tag, properties = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(properties)) {
      if (name in element && name !== 'role' && name !== 'list') element[name] = value;
      else element.setAttribute(name, value);
    }
    element.append(...children.filter((child) => child !== null));
    return element;
  }
  const svg = (tag, attributes = {}, ...children) => {
    const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };
  const percent = (share, digits = 1) => `${(100 * share).toFixed(digits)} %`;
  const short = (value) => String(Number(value.toPrecision(3))).replace('-', '−');
  const bytesOf = (hex) => [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16));
  const signed = (value, digits = 3) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(digits)}`;
  const fine = (value) => {
    const size = Math.abs(value);
    return size === 0 || size >= 1e-4 ? signed(value, size < 0.1 ? 6 : 4) : `${value < 0 ? '−' : '+'}${size.toExponential(1).replace('-', '−')}`;
  };

  // --- Pictures ------------------------------------------------------------------------------------------

  const isDark = () => root.dataset.theme === 'dark';

  // Without a name it is beside words that say the same.
  const named = (name) => (name ? { role: 'img', 'aria-label': name } : { 'aria-hidden': 'true' });

  function imageCanvas(pixels, { width, height, maxValue }, name) {
    const canvas = make('canvas', { width, height, ...named(name) });
    const [paper, ink] = (isDark() ? ['070a0e', 'f4f7fa'] : ['ffffff', '15202b']).map(bytesOf);
    const image = new ImageData(width, height);
    pixels.forEach((value, i) => {
      for (let c = 0; c < 3; c++) image.data[4 * i + c] = paper[c] + (value / maxValue) * (ink[c] - paper[c]);
      image.data[4 * i + 3] = 255;
    });
    canvas.getContext('2d').putImageData(image, 0, 0);
    return canvas;
  }

  // Signed numbers: blue for, orange against, the ground for nothing.
  function signCanvas(values, width, height, name, most = Math.max(...values.map(Math.abs)) || 1) {
    const canvas = make('canvas', { width, height, ...named(name) });
    const zero = bytesOf(isDark() ? '161d25' : 'eff2f5');
    const ends = (isDark() ? ['ff8238', '4f9bff'] : ['d4570f', '1f66d6']).map(bytesOf);
    const image = new ImageData(width, height);
    values.forEach((value, i) => {
      const share = Math.min(Math.abs(value) / most, 1) ** 0.85, end = ends[value > 0 ? 1 : 0];
      for (let c = 0; c < 3; c++) image.data[4 * i + c] = zero[c] + share * (end[c] - zero[c]);
      image.data[4 * i + 3] = 255;
    });
    canvas.getContext('2d').putImageData(image, 0, 0);
    return canvas;
  }

  const figure = (picture, caption) => make('figure', {}, picture, make('figcaption', {}, caption));

  // Lines over axes; `x` and `y` map numbers to 0…1.
  function chart({ height = 180, lines = [], dots = [], xTicks = [], yTicks = [], marks = [], name }) {
    const left = 40, right = 372, top = 10, bottom = height - 24;
    const X = (share) => left + share * (right - left), Y = (share) => bottom - share * (bottom - top);
    const picture = svg('svg', { viewBox: `0 0 380 ${height}`, role: 'img', 'aria-label': name });
    for (const [share, text] of yTicks) {
      picture.append(svg('line', { x1: left, x2: right, y1: Y(share), y2: Y(share), stroke: 'var(--line)' }),
        Object.assign(svg('text', { x: left - 6, y: Y(share) + 4, 'text-anchor': 'end' }), { textContent: text }));
    }
    for (const [share, text] of xTicks) {
      picture.append(Object.assign(svg('text', { x: X(share), y: bottom + 18, 'text-anchor': 'middle' }), { textContent: text }));
    }
    for (const [i, { share, text, dash = '4 3' }] of marks.entries()) {
      picture.append(svg('line', { x1: X(share), x2: X(share), y1: top, y2: bottom, stroke: 'var(--control)', 'stroke-dasharray': dash }),
        Object.assign(svg('text', { x: X(share) + (share > 0.6 ? -5 : 5), y: top + 10 + 14 * i, class: 'strong', 'text-anchor': share > 0.6 ? 'end' : 'start' }), { textContent: text }));
    }
    for (const { points, color = 'var(--text)', width = 2, dash = '', opacity = 1 } of lines) {
      picture.append(svg('path', { d: points.map(([x, y], i) => `${i ? 'L' : 'M'}${X(x).toFixed(1)} ${Y(y).toFixed(1)}`).join(''), fill: 'none', stroke: color, 'stroke-width': width, 'stroke-dasharray': dash, opacity, 'stroke-linejoin': 'round' }));
    }
    for (const { x, y, radius = 3, color = 'var(--text)' } of dots) picture.append(svg('circle', { cx: X(x), cy: Y(y), r: radius, fill: color }));
    return picture;
  }

  // The loss along a step, for a rate within its points: where the network stands, where the straight step leads, and the loss between.
  const lossAt = ({ points, lands }, rate) => {
    if (rate === lands[0]) return lands[1];
    const at = Math.min(rate / points.at(-1)[0], 1) * (points.length - 1), low = Math.min(Math.floor(at), points.length - 2);
    return points[low][1] + (at - low) * (points[low + 1][1] - points[low][1]);
  };
  function sliceChart(answer, rate) {
    const { points, best } = answer;
    const reach = points.at(-1)[0], here = points[0][1], lands = lossAt(answer, rate);
    const high = Math.min(Math.max(here, lands) * 1.15, here * 3), low = best[1] * 0.85;
    const y = (loss) => Math.min(Math.max((loss - low) / (high - low), 0), 1.02);
    const end = { x: rate / reach, y: y(lands) };
    return chart({
      height: 190, name: t(`The loss along the step: ${short(here)} here, ${short(lands)} after a step with rate ${short(rate)}`, `沿这一步的损失：此处 ${short(here)}，以学习率 ${short(rate)} 走一步后 ${short(lands)}`),
      lines: [{ points: points.filter(([, loss]) => loss <= high).map(([x, loss]) => [x / reach, y(loss)]) }, { points: [[0, y(here)], [end.x, end.y]], color: 'var(--accent)', width: 1.5, dash: '5 4' }],
      dots: [{ x: 0, y: y(here), radius: 4.5 }, { ...end, radius: 5.5, color: 'var(--accent)' }],
      xTicks: [[0, t('here', '此处')], [1, short(reach)]], yTicks: [[y(here), short(here)], [y(best[1]), short(best[1])]],
      marks: [{ share: best[0] / reach, text: t('lowest', '最低') }],
    });
  }

  // A curve of the session, by its column: [[epoch, value], …].
  function historyOf(column) {
    const [names, ...lines] = Inkling.apiCall('csv').text.trim().split('\n').map((line) => line.split(','));
    return lines.map((line) => [Number(line[names.indexOf('epoch')]), Number(line[names.indexOf(column)])]).filter(([, value]) => Number.isFinite(value));
  }
  // Its values at `count` epochs evenly from `first` to `last`, whatever the distance of its two or more points; beyond them as the nearest.
  function evenly(points, first, last, count) {
    return Array.from({ length: count }, (_, i) => {
      const epoch = first + ((last - first) * i) / (count - 1), found = points.findIndex(([at]) => at >= epoch);
      const after = found < 0 ? points.length - 1 : Math.max(found, 1);
      const [[a, from], [b, to]] = [points[after - 1], points[after]];
      return from + Math.min(Math.max((epoch - a) / (b - a), 0), 1) * (to - from);
    });
  }

  const className = (index) => classNames()[index] ?? String(index);
  const classNames = () => Inkling.apiCall('classes').names;

  function classChoice(label, selected, count, change) {
    const select = make('select', { 'aria-label': label }, ...Array.from({ length: count }, (_, i) => make('option', { value: String(i), selected: i === selected }, className(i))));
    select.addEventListener('change', () => change(Number(select.value)));
    return make('label', { className: 'row' }, make('span', { className: 'quiet' }, label), select);
  }

  const needsDrawing = () => make('p', {}, t('Draw a digit on the pad, or put a sample there, and it appears here.', '在画板上写一个数字，或放上一个样本，结果就会出现在这里。'));

  const cells = (tag, texts) => texts.map((text) => make(tag, {}, text));
  const signCell = (value, text) => make('td', { className: value < 0 ? 'minus' : value > 0 ? 'plus' : '' }, text);
  const rows = (name, ...lines) => make('table', { 'data-result': name }, make('tbody', {}, ...lines.map((line) => make('tr', {}, ...line.map((cell) => (cell instanceof HTMLTableCellElement ? cell : make('td', {}, cell)))))));

  const toPad = (sample) => {
    Inkling.apiCall('sample', sample);
    Inkling.requestFrame();
  };

  // What an answer belongs to.
  const sessionKey = (state) => `${state.run} ${state.step} ${state.digest}`;
  const padKey = () => JSON.stringify(Inkling.apiCall('pixels').pixels);

  const hueOf = (index) => `#${hues[isDark() ? 'dark' : 'light'][index % 10]}`;

  const bytesOfBase64url = (text) => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));

  // Gives the reader a file.
  function save(name, type, content) {
    const link = make('a', { href: URL.createObjectURL(new Blob([content], { type })), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }

  // [inputs, units] of each layer; none before there is a network.
  function layerSizes() {
    const all = [];
    try {
      for (let layer = 1; ; layer++) {
        const { inputs, units } = Inkling.apiCall('parameters', layer);
        all.push([inputs, units]);
      }
    } catch {  // beyond the last
      return all;
    }
  }

  Inkling.toolKit = {
    bytesOfBase64url, layerSizes, save, hueOf, make, svg, percent, short, signed, fine, bytesOf, ramps, isDark, imageCanvas, signCanvas, figure, chart, lossAt, sliceChart, historyOf, evenly, className, classNames, classChoice, cells, signCell, rows, needsDrawing, toPad, sessionKey, padKey,
  };
})();
