// Where there is no WebGL 2 the mirror itself, styled, is the page. The program runs as ever, with a context that draws nothing, in a
// window so large that every panel is open; its widgets' real controls stand here in sections, with what a drawing would have
// shown of them: names, values, the pad and the curves. Loaded before the program, only where it is needed.
(() => {
  'use strict';
  const Inkling = globalThis.Inkling;
  const t = (english, chinese) => Inkling.choose(english, chinese);
  const container = document.getElementById('mirror');

  // --- A context that draws nothing -------------------------------------------------------------------

  const parameters = {
    7936: 'none', 7937: 'none', 7938: 'WebGL 2.0', 35724: 'WebGL GLSL ES 3.00',  // vendor, renderer, versions
    2978: new Int32Array(4), 3088: new Int32Array(4),  // viewport, scissor box
  };
  const linkStatus = 35714, framebufferComplete = 36053;
  const answers = {
    getParameter: (name) => parameters[name] ?? 0,
    getShaderParameter: () => true,
    getProgramParameter: (program, name) => (name === linkStatus ? true : 0),  // else counts, of nothing
    getShaderInfoLog: () => '',
    getProgramInfoLog: () => '',
    getSupportedExtensions: () => [],
    getExtension: () => null,
    getContextAttributes: () => ({}),
    getAttribLocation: () => 0,
    getUniformLocation: () => null,
    checkFramebufferStatus: () => framebufferComplete,
    getError: () => 0,
    isContextLost: () => false,
  };
  const context = new Proxy(answers, {
    get(known, name) {
      if (typeof name !== 'string') return undefined;
      return known[name] ??= name.startsWith('create') ? () => ({}) : () => undefined;
    },
  });
  globalThis.WebGLRenderingContext ??= class {};  // which Emscripten compares it with
  Inkling.canvas.getContext = () => context;

  // Of a desktop, whatever the window: nothing is left out for lack of room.
  const box = { width: 1440, height: 2400, ratio: 1, deviceWidth: 1440, deviceHeight: 2400 };
  Inkling.canvasBox = () => box;

  // --- Looks ----------------------------------------------------------------------------------------------

  document.documentElement.classList.add('plain-page');
  const style = new CSSStyleSheet();
  style.replaceSync(`
.plain-page, .plain-page body { height: auto; overflow: auto; }
.plain-page #canvas { display: none !important; }
#mirror {
  position: relative; z-index: 0; overflow: visible; opacity: 1; pointer-events: auto; box-sizing: border-box; max-width: 1240px; margin: 0 auto;
  padding: 16px max(16px, env(safe-area-inset-right)) 80px max(16px, env(safe-area-inset-left));
  display: grid; grid-template-columns: minmax(0, 5fr) minmax(0, 7fr); gap: 16px; align-items: start; font-size: 14px; line-height: 20px;
}
#mirror[hidden] { display: none; }
#mirror > .intro, #mirror > .run, #mirror > .page { grid-column: 1 / -1; }
#mirror > .intro p { margin: 0; max-width: 80ch; color: var(--quiet); }
#mirror > section { border: 1px solid var(--line); border-radius: 8px; padding: 16px; min-width: 0; }
#mirror > .run { position: sticky; top: 0; z-index: 2; background: var(--ground); }
#mirror > .settings { grid-column: 1; grid-row: 3 / span 4; }
#mirror > .drawing, #mirror > .network, #mirror > .curves, #mirror > .results { grid-column: 2; }
#mirror h1 { margin: 0 0 4px; font-size: 20px; line-height: 28px; font-weight: 600; }
#mirror h2 { flex: 1 0 100%; margin: 0; font-size: 16px; line-height: 24px; font-weight: 600; }
#mirror section { display: flex; flex-wrap: wrap; gap: 12px 8px; align-items: center; }
#mirror > .run h2, #mirror > .page h2 { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
#mirror .at { position: static; width: auto !important; height: auto !important; font: inherit; color: var(--text); overflow: visible; white-space: normal; appearance: revert; }
#mirror button.at {
  appearance: none; min-height: 32px; padding: 4px 12px; border: 1px solid var(--line); border-radius: 6px; background: var(--raised); cursor: pointer; text-align: start;
}
#mirror button.at:empty::after { content: attr(aria-label); }
#mirror button.at:hover { border-color: var(--control); }
#mirror [aria-disabled=true] { color: var(--quiet); border-style: dashed; cursor: default; }
#mirror button[aria-checked=true], #mirror button[aria-selected=true], #mirror button[aria-pressed=true] { border-color: var(--accent); box-shadow: inset 0 0 0 1px var(--accent); }
#mirror [role=switch]::before { content: "○ "; }
#mirror [role=switch][aria-checked=true]::before { content: "● "; }
#mirror button[data-id="run.play"] { background: var(--accent); color: var(--on-accent); border-color: var(--accent); font-weight: 600; }
#mirror :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
#mirror [role=combobox]::after { content: " ▾"; color: var(--quiet); }
#mirror [role=listbox] { flex: 1 0 100%; display: flex; flex-direction: column; box-sizing: border-box; max-height: 320px; overflow: auto; padding: 4px; border: 1px solid var(--control); border-radius: 8px; box-shadow: var(--shadow); }
#mirror [role=listbox] .at { border: 0; }
#mirror [role=radiogroup], #mirror [role=tablist], #mirror [role=group] { display: flex; flex-wrap: wrap; gap: 4px; align-items: center; }
#mirror [role=radiogroup]::before { content: attr(aria-label); margin-right: 8px; color: var(--quiet); }
#mirror .many { max-height: 128px; overflow: auto; }
#mirror .many .at { font-size: 12px; min-height: 24px; padding: 0 8px; }
#mirror .field { flex: 1 0 100%; display: flex; flex-wrap: wrap; gap: 0 12px; align-items: center; justify-content: space-between; }
#mirror .field > span { color: var(--quiet); }
#mirror .field > .value { color: var(--text); font-variant-numeric: tabular-nums; }
#mirror .field > input.at { flex: 1 0 100%; height: 24px !important; margin: 0; accent-color: var(--accent); }
#mirror .field > input[aria-disabled=true] { opacity: 0.5; }
#mirror [role=spinbutton] { min-width: 48px; padding: 4px 8px; border: 1px solid var(--line); border-radius: 6px; text-align: end; cursor: text; }
#mirror [role=spinbutton]::after { content: attr(aria-valuetext); }
#mirror [role=status] { padding: 0 8px; font-variant-numeric: tabular-nums; }
#mirror button[data-id^="section."] { flex: 1 0 100%; border: 0; border-top: 1px solid var(--line); border-radius: 0; padding: 8px 0 0; background: none; font-weight: 600; }
#mirror .best { font-weight: 600; color: var(--accent); }
#mirror [role=img]::after { content: attr(aria-label); }
#mirror [data-id=curves]::after { content: attr(aria-label) ". " attr(aria-description); }
#mirror [data-id=curves] { flex: 1 0 100%; }
#mirror [role=application], #mirror [data-id=pad] { touch-action: none; cursor: crosshair; padding: 0; }
#mirror [data-id=pad]::after { content: none; }
#mirror [data-id=pad] canvas { display: block; width: 280px; height: 280px; border: 1px solid var(--control); border-radius: 8px; }
#mirror .answers { display: grid; grid-template-columns: repeat(2, minmax(72px, 1fr)); gap: 4px 16px; flex: 1 1 160px; }
#mirror .curves canvas { width: 100%; height: 220px; border: 1px solid var(--line); border-radius: 8px; }
#mirror table { flex: 1 0 100%; border-collapse: collapse; font-size: 12px; font-variant-numeric: tabular-nums; overflow-x: auto; }
#mirror table caption { text-align: start; padding: 4px 0; color: var(--quiet); }
#mirror table th, #mirror table td { padding: 2px 6px; text-align: end; border-bottom: 1px solid var(--line); font-weight: 400; }
#mirror table th { color: var(--quiet); }
#mirror .at[aria-hidden=true], #mirror [hidden] { display: none; }
:root.plain-page:is(.course, .tools) #mirror { left: 0; right: 0; top: 0; display: flex; flex-direction: column; align-items: stretch; }
:root.plain-page.course #mirror { margin: 0 0 0 488px; }
:root.plain-page.tools #mirror { margin: 0 420px 0 0; }
@media (min-width: 720px) and (max-width: 899px) { :root.plain-page.course #mirror { margin-left: calc(100% - 420px); } }
@media (max-width: 719px) {
  :root.plain-page.course #mirror { margin: var(--sheet) 0 0; }
  :root.plain-page.course #mirror > .run { top: var(--sheet); }
  :root.plain-page.tools #mirror { margin: 0; }
}
@media (max-width: 799px) {
  #mirror { display: flex; flex-direction: column; align-items: stretch; padding-top: 8px; gap: 12px; }
  #mirror > .run { padding: 8px; gap: 8px; top: 0; }
  #mirror > .run [data-id="status.rate"], #mirror > .run [data-id="status.step"], #mirror > .run .field { display: none; }
  #mirror > .results { overflow-x: auto; }
  #mirror table th, #mirror table td { padding: 2px; }
}
@media (pointer: coarse) { #mirror button.at { min-height: 44px; } #mirror .field > input.at { height: 44px !important; } }
@media (forced-colors: active) { #mirror button[aria-checked=true], #mirror button[aria-selected=true] { outline: 2px solid Highlight; } }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, style];

  // --- Sections ---------------------------------------------------------------------------------------------

  // In reading order; a widget goes where its name belongs, else where the one drawn before it went.
  const sections = [
    ['run', /^(run|status|edit|link)\./, () => t('Training', '训练')],
    ['settings', /^(section|recipe|data|network|training|augmentation)\./, () => t('Settings', '设置')],
    ['drawing', /^(pad|answer|stage\.image)(\.|$)/, () => t('Draw a digit', '写一个数字')],
    ['network', /^(stage|tools|samples|layer|plane)(\.|$)/, () => t('Network', '网络')],
    ['curves', /^curves(\.|$)/, () => t('Learning curves', '学习曲线')],
    ['results', /^(confusion|report|regression)(\.|$)/, () => t('Results', '结果')],
    ['page', /^(view|share|course|help)\./, () => t('This page', '此页面')],
  ].map(([name, pattern, title]) => {
    const element = document.createElement('section'), heading = document.createElement('h2');
    element.className = name;
    element.append(heading);
    return { name, pattern, title, element, heading };
  });
  const intro = document.createElement('div'), headline = document.createElement('h1'), why = document.createElement('p');
  headline.textContent = 'Inkling';
  intro.className = 'intro';
  intro.append(headline, why);

  // What only moves or chooses a picture, and the second control of a layer's size.
  const isOfPictures = (id) => /^(view\.help$|stage\.(fit|zoom|edges|image)|curves\.(menu|scale)|network\.hidden\.\d+\.slider$)/.test(id);
  const sectionOf = (id) => sections.find(({ pattern }) => pattern.test(id));

  // Sliders, fields and lists with their name, and sliders with their value; kept for as long as the control lives.
  const fields = new WeakMap();
  function fieldOf({ element, node }) {
    if (!['slider', 'textfield', 'select'].includes(node.role)) return element;
    let field = fields.get(element);
    if (!field) {
      field = document.createElement('div');
      field.className = 'field';
      const name = document.createElement('span'), value = document.createElement('span');
      name.setAttribute('aria-hidden', 'true');
      value.setAttribute('aria-hidden', 'true');
      value.className = 'value';
      field.append(name, ...(node.role === 'slider' ? [value] : []), element);
      fields.set(element, field);
    }
    if (element.parentElement !== field) field.append(element);
    const [name, value] = field.children;
    if (name.textContent !== node.name) name.textContent = node.name;
    if (node.role === 'slider' && value.textContent !== node.value) value.textContent = node.value ?? '';
    return field;
  }

  const answersBox = document.createElement('div');
  answersBox.className = 'answers';
  const curvesCanvas = document.createElement('canvas');
  curvesCanvas.setAttribute('aria-hidden', 'true');

  Inkling.placeMirror = (top, arrange) => {
    why.textContent = t('Without pictures: WebGL 2, with which Inkling draws, is not available here. Everything works all the same. For the pictures switch on hardware acceleration in the browser\'s settings and restart it.',
      '没有图像：Inkling 用 WebGL 2 绘图，而这里没有它。其余功能照常可用。想看到图像，请在浏览器设置中打开硬件加速并重启浏览器。');
    const inside = new Map(sections.map((section) => [section, [section.heading]]));
    const digits = [];
    let current = sections[1];
    const lists = [];
    for (const entry of top) {
      const lead = entry.node ?? entry.children[0].node;
      entry.element.classList.toggle('many', entry.children?.length > 12 && entry.element.getAttribute('role') === 'group');
      if (entry.element.getAttribute('role') === 'listbox') {
        lists.push([lead.id.slice(0, lead.id.lastIndexOf('.')), entry.element]);
        continue;
      }
      current = sectionOf(lead.id) ?? current;
      const isAnswer = entry.node && lead.id.startsWith('answer.'), element = entry.node ? fieldOf(entry) : entry.element;
      element.hidden = isOfPictures(lead.id);
      if (isAnswer) digits.push(entry);
      inside.get(current).push(isAnswer ? answersBox : element);
      if (lead.id === 'curves') inside.get(current).push(curvesCanvas);
    }
    arrange(answersBox, digits.map(({ element }) => element));
    const share = ({ node }) => parseFloat(node.value) || 0;
    const best = Math.max(...digits.map(share));
    for (const digit of digits) digit.element.classList.toggle('best', best > 0 && share(digit) === best);
    // An open list stands below what opened it.
    for (const [id, element] of lists) {
      const opener = container.querySelector(`[data-id="${id}"]`)?.parentElement;
      const list = [...inside.values()].find((elements) => elements.includes(opener)) ?? inside.get(current);
      list.splice(list.includes(opener) ? list.indexOf(opener) + 1 : list.length, 0, element);
    }
    const shown = sections.filter((section) => inside.get(section).length > 1);
    arrange(container, [intro, ...shown.map(({ element }) => element)]);
    for (const section of sections) {
      const elements = [...new Set(inside.get(section))];
      if (section.heading.textContent !== section.title()) section.heading.textContent = section.title();
      arrange(section.element, elements);
      for (const element of [...section.element.children]) if (!elements.includes(element) && element.tagName !== 'TABLE') element.remove();
      if (elements.length === 1) section.element.remove();
    }
    paintPad();
    paintCurves();
  };

  // --- The pad ------------------------------------------------------------------------------------------------

  const pad = document.createElement('canvas');
  pad.width = pad.height = 560;
  let strokes = [], isDrawing = false;

  function paintPad() {
    const element = container.querySelector('[data-id=pad]');
    if (!element) return;
    if (pad.parentElement !== element) element.append(pad);
    if (!isDrawing) strokes = Inkling.strokes?.() ?? strokes;
    const draw = pad.getContext('2d'), { width } = pad;
    draw.clearRect(0, 0, width, width);
    draw.strokeStyle = getComputedStyle(element).color;
    draw.lineWidth = 0.09 * width;
    draw.lineCap = draw.lineJoin = 'round';
    for (const stroke of strokes) {
      draw.beginPath();
      for (const [x, y] of stroke) draw.lineTo(x * width, y * width);
      const [x, y] = stroke[0];
      if (stroke.length === 1) draw.lineTo(x * width, y * width);
      draw.stroke();
    }
  }

  const placeOn = ({ clientX, clientY }) => {
    const { left, top, width, height } = pad.getBoundingClientRect();
    return [(clientX - left) / width, (clientY - top) / height].map((share) => Math.min(Math.max(share, 0), 1));
  };
  const send = () => Inkling.apiCall('draw', strokes.map((stroke) => stroke.map((point) => point.map((share) => share.toFixed(4)).join(',')).join(' ')).join(';'));
  pad.addEventListener('pointerdown', (event) => {
    if (!event.isPrimary || event.button !== 0) return;
    pad.setPointerCapture(event.pointerId);
    strokes = [...strokes, [placeOn(event)]];
    isDrawing = true;
    paintPad();
  });
  pad.addEventListener('pointermove', (event) => {
    if (!isDrawing || !event.isPrimary) return;
    for (const part of event.getCoalescedEvents?.() ?? [event]) strokes.at(-1).push(placeOn(part));
    paintPad();
  });
  const lift = () => {
    if (!isDrawing) return;
    send();
    isDrawing = false;
  };
  pad.addEventListener('pointerup', lift);
  pad.addEventListener('pointercancel', lift);

  // --- The curves -----------------------------------------------------------------------------------------------

  const every = 500;  // ms
  let paintedAt = 0;

  // Of training and test over the epochs: loss on a logarithmic scale, or accuracy.
  function paintCurves() {
    if (!curvesCanvas.isConnected || performance.now() - paintedAt < every) return;
    paintedAt = performance.now();
    const [names, ...rows] = Inkling.apiCall('csv').text.trim().split('\n').map((line) => line.split(','));
    const ratio = devicePixelRatio, width = Math.round(curvesCanvas.clientWidth * ratio), height = Math.round(curvesCanvas.clientHeight * ratio);
    if (!width || !height) return;
    curvesCanvas.width = width;
    curvesCanvas.height = height;
    const draw = curvesCanvas.getContext('2d'), colours = getComputedStyle(document.documentElement);
    const isAccuracy = container.querySelector('[data-id="curves.tabs.1"]')?.getAttribute('aria-selected') === 'true';
    const kind = names.includes('test_accuracy') && isAccuracy ? 'accuracy' : 'loss';
    const heightOf = kind === 'loss' ? Math.log : (share) => share;
    const column = (name) => rows.map((row) => Number(row[names.indexOf(name)]));
    const curves = [[column(`train_${kind}`), '--quiet', t('training', '训练')], [column(`test_${kind}`), '--accent', t('test', '测试')]];
    const epochs = column('epoch'), values = curves.flatMap(([numbers]) => numbers).filter((number) => number > 0).map(heightOf);
    if (epochs.length < 2 || !values.length) return;
    const margin = 12 * ratio, low = Math.min(...values), high = Math.max(...values), last = epochs.at(-1) || 1;
    draw.lineWidth = 2 * ratio;
    draw.font = `${12 * ratio}px sans-serif`;
    draw.textAlign = 'right';
    curves.forEach(([numbers, colour, name], i) => {
      draw.strokeStyle = draw.fillStyle = colours.getPropertyValue(colour);
      draw.beginPath();
      numbers.forEach((number, at) => {
        if (number > 0) draw.lineTo(margin + (width - 2 * margin) * epochs[at] / last, margin + (height - 2 * margin) * (high - heightOf(number)) / (high - low || 1));
      });
      draw.stroke();
      const y = kind === 'loss' ? margin + (16 * i + 8) * ratio : height - margin - 16 * (1 - i) * ratio;  // where the curves are not
      draw.fillText(`${name} ${numbers.at(-1).toPrecision(3)}`, width - margin, y);
    });
  }

  // --- Typing ------------------------------------------------------------------------------------------------------

  // The field that is typed into is here and not where the program drew it.
  const textEntry = Inkling.textEntry;
  Inkling.textEntry = (json) => {
    if (json) {
      const request = JSON.parse(json);
      const element = container.querySelector(`[data-id="${request.id}"]`);
      if (element) {
        element.scrollIntoView({ block: 'nearest' });
        const { left, top, width, height } = element.getBoundingClientRect();
        json = JSON.stringify({ ...request, x: left, y: top, w: width, h: height });
      }
    }
    textEntry(json);
  };
})();
