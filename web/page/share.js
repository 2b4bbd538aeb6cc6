// The share panel: link and QR code, files, embed code. Loaded when it is first opened. It is HTML, so that the
// link can be selected and read aloud; it shows what a link will hold before anything is copied.
(() => {
  'use strict';
  const Inkling = globalThis.Inkling;
  const warnLength = 8000;     // characters: many programs cut longer links
  const qrLength = 1200;       // characters: denser codes are hard to photograph
  const longReplay = 20;       // seconds from which on the weights are worth their length
  const t = Inkling.choose;
  const number = (value) => Math.round(value).toLocaleString('en-US');

  const style = new CSSStyleSheet();
  style.replaceSync(`
#share {
  position: fixed; z-index: 2; box-sizing: border-box; width: 420px; overflow: auto; overscroll-behavior: contain; padding: 20px; border-radius: 8px;
  background: var(--raised); color: var(--text); box-shadow: var(--shadow), 0 0 0 1px var(--line);
  font: 14px/1.4 "Inkling Inter", Inter, system-ui, "Noto Sans CJK SC", "PingFang SC", sans-serif; font-variant-numeric: tabular-nums;
}
#share:focus { outline: none; }
#share header { display: flex; align-items: center; justify-content: space-between; margin: -4px 0 12px; }
#share h2 { margin: 0; font-size: 16px; font-weight: 600; }
#share button { font: inherit; color: inherit; border: 0; border-radius: 6px; cursor: pointer; background: none; }
#share .icon { width: 32px; height: 32px; margin-right: -8px; font-size: 20px; line-height: 1; color: var(--quiet); }
#share .tabs { display: inline-flex; padding: 3px; border-radius: 8px; background: var(--ground); margin-bottom: 12px; }
#share .tabs button { min-height: 28px; padding: 0 12px; color: var(--quiet); }
#share .tabs [aria-selected=true] { background: var(--line); color: var(--text); }
#share .text {
  box-sizing: border-box; width: 100%; max-height: 124px; overflow: auto; margin: 0; padding: 10px 12px; border-radius: 6px; background: var(--ground);
  font: 12px/1.6 "JetBrains Mono", ui-monospace, monospace; color: var(--quiet); white-space: pre-wrap; overflow-wrap: anywhere; user-select: text;
}
#share .text b { font-weight: inherit; color: var(--text); }
#share .row { display: flex; align-items: center; justify-content: space-between; gap: 12px; margin: 10px 0 0; }
#share .quiet { color: var(--quiet); font-size: 12px; }
#share .main { min-height: 36px; padding: 0 16px; background: var(--accent); color: var(--on-accent); font-weight: 600; white-space: nowrap; }
#share .plain { min-height: 36px; padding: 0 16px; background: var(--line); color: var(--text); font-weight: 400; }
#share button:focus-visible, #share input:focus-visible, #share .text:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
#share .inside { display: flex; gap: 20px; margin-top: 16px; }
#share canvas.qr { width: 148px; height: 148px; border-radius: 6px; image-rendering: pixelated; flex: none; }
#share dl { margin: 0; }
#share dt { color: var(--quiet); font-size: 12px; margin-top: 8px; }
#share dt:first-child { margin-top: 0; }
#share dd { margin: 0; }
#share .choices { margin: 16px -20px 0; padding: 12px 20px 0; border-top: 1px solid var(--line); }
#share label { display: flex; align-items: center; gap: 12px; min-height: 32px; cursor: pointer; }
#share label span { flex: 1; }
#share input[type=checkbox] { width: 18px; height: 18px; margin: 0; accent-color: var(--accent); }
#share .warning { color: var(--wrong); }
#share .note { margin: 10px 0 0; }
#share [hidden] { display: none; }
@media (pointer: coarse) {
  #share .tabs button, #share label, #share .main, #share .plain, #share .icon { min-height: 44px; }
  #share .icon { width: 44px; }
}`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, style];

  // Elements from a small description: tag, properties, children.
  function make(tag, properties = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(properties)) {
      if (name in element && name !== 'role') element[name] = value;
      else element.setAttribute(name, value);
    }
    element.append(...children);
    return element;
  }

  let panel = null, session = null, tab = 0, weights = '';
  const wanted = { ink: true, changes: true, view: true, weights: false };

  const address = (fragment) => location.href.replace(/#.*$/, '') + fragment;
  const parts = () => ['ink', 'changes', 'view', 'weights'].filter((name) => wanted[name]).join(',');
  const linkText = () => session.link + (wanted.weights && weights ? `&weights=${weights}` : '');
  const frame = () => `<iframe src="${address(linkText()).replaceAll('&', '&amp;')}" title="Inkling" width="680" height="404" loading="lazy" `
    + 'style="border:0;max-width:100%"></iframe>';

  async function packWeights() {
    weights ||= await Inkling.deflated(Inkling.apiCall('packed').bytes);
  }

  async function read() {
    session = Inkling.apiCall('link', parts());
    if (wanted.weights) await packWeights();
  }

  function save(name, type, content) {
    const link = make('a', { href: URL.createObjectURL(new Blob([content], { type })), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }

  const saveSession = (link) => save('session.inkling.json', 'application/json', `${JSON.stringify({ inkling: 1, session: link }, null, 1)}\n`);

  // A button that says for a moment what it did.
  function action(label, done, className, run) {
    const button = make('button', { type: 'button', className }, label);
    button.addEventListener('click', async () => {
      await run();
      button.textContent = done;
      Inkling.announce(done);
      setTimeout(() => { button.textContent = label; }, 1600);
    });
    return button;
  }

  // --- Link ---------------------------------------------------------------------------------------------

  // What everybody can read is strong, long codes are not.
  function textOf(fragment) {
    const box = make('div', { className: 'text', tabIndex: 0, role: 'textbox', 'aria-readonly': 'true', 'aria-label': t('The link', '链接') });
    box.append(address(''));
    for (const part of fragment.split(/(?=&)/)) box.append(/^&(ink|weights)=/.test(part) ? part : make('b', {}, part));
    return box;
  }

  async function drawCode(canvas, text) {
    try {
      await Inkling.script('qrcode.js');
      const code = globalThis.qrcode(0, 'L');
      code.addData(text, 'Byte');
      code.make();
      const count = code.getModuleCount(), quiet = 4, size = count + 2 * quiet;
      canvas.width = canvas.height = size;
      const draw = canvas.getContext('2d');
      draw.fillStyle = '#fff';
      draw.fillRect(0, 0, size, size);
      draw.fillStyle = '#000';
      for (let row = 0; row < count; row++) {
        for (let column = 0; column < count; column++) {
          if (code.isDark(row, column)) draw.fillRect(column + quiet, row + quiet, 1, 1);
        }
      }
    } catch {
      canvas.remove();
    }
  }

  function choice(name, label, length, isThere = true) {
    const box = make('input', { type: 'checkbox', checked: wanted[name] && isThere, disabled: !isThere });
    box.addEventListener('change', () => {
      wanted[name] = box.checked;
      show();
    });
    return make('label', {}, box, make('span', {}, label), make('small', { className: 'quiet' }, length));
  }

  const replayNote = () => {
    if (wanted.weights) return t('Whoever opens it has the network at once, its weights rounded to one part in 255.',
      '打开的人马上得到这个网络，参数精确到 1/255。');
    if (!session.canReplay) return t('The way to these weights is too long for a link: it leads to the settings only. Send the weights, or a file.',
      '到达这些参数的过程太长，放不进链接：它只带着设置。请带上参数，或发送文件。');
    const time = session.seconds < 1 ? t('in less than a second', '不到一秒') : t(`in about ${number(session.seconds)} s`, `大约 ${number(session.seconds)} 秒`);
    return t(`Whoever opens it trains the same network again, ${time}, and sees whether every weight came out the same.`,
      `打开的人会重新训练出同样的网络（${time}），并看到每个参数是否相同。`);
  };

  function linkTab() {
    const text = linkText(), whole = address(text);
    const isLong = whole.length > warnLength;
    const code = make('canvas', { className: 'qr', role: 'img', 'aria-label': t('QR code of the link', '链接的二维码') });
    const facts = make('dl', {},
      make('dt', {}, t('Recipe', '设置')), make('dd', {}, session.recipe),
      make('dt', {}, t('Progress', '进度')), make('dd', {}, t(`${number(session.steps)} steps`, `${number(session.steps)} 步`)),
      make('dt', {}, t('Check', '校验')), make('dd', {}, session.digest ? t(`digest of ${number(session.parameters)} weights`,
        `${number(session.parameters)} 个参数的摘要`) : t('none', '无')));
    const inside = make('div', { className: 'inside' });
    if (whole.length <= qrLength) {
      inside.append(code);
      drawCode(code, whole);
    }
    inside.append(facts);
    return [
      textOf(text),
      make('div', { className: 'row' },
        make('span', { className: isLong ? 'warning quiet' : 'quiet' }, isLong
          ? t(`${number(whole.length)} characters: many programs cut links this long. Send the file instead.`,
            `${number(whole.length)} 个字符：很多程序会截断这么长的链接。请改发文件。`)
          : t(`${number(whole.length)} characters; nothing is uploaded`, `${number(whole.length)} 个字符；不会上传任何内容`)),
        action(t('Copy link', '复制链接'), t('Copied', '已复制'), 'main', () => Inkling.copyText(whole))),
      inside,
      make('div', { className: 'choices' },
        choice('ink', t('My drawing', '我的手写'), session.ink ? `+ ${number(session.ink)}` : t('none so far', '还没有'), session.ink > 0),
        choice('changes', t('Changes made while it trained', '训练途中的改动'),
          session.changes ? number(session.changes) : t('none so far', '还没有'), session.changes > 0),
        choice('view', t('What the page shows', '页面上显示的内容'), session.view ? `+ ${number(session.view.length + 6)}` : t('as usual', '与平常一样'),
          session.view !== ''),
        choice('weights', t('The weights themselves', '参数本身'), weights ? `+ ${number(weights.length + 9)}` : ''),
        make('p', { className: 'quiet note' }, replayNote())),
    ];
  }

  // --- File, embedding -------------------------------------------------------------------------------------

  function fileTab() {
    const picker = make('input', { type: 'file', accept: '.json,application/json', hidden: true });
    picker.addEventListener('change', () => {
      if (picker.files[0]) Inkling.openFile(picker.files[0]);
      close();
    });
    const line = (text, button) => make('div', { className: 'row' }, make('span', {}, text), button);
    return [
      line(t('This session, weights included', '这个会话，包含参数'), action(t('Save file', '保存文件'), t('Saved', '已保存'), 'main', async () => {
        await packWeights();
        saveSession(`${Inkling.apiCall('link', 'ink,changes,view,weights').link}&weights=${weights}`);
      })),
      line(t('The same without weights: it is trained again', '同上但不含参数：打开时重新训练'), action(t('Save', '保存'), t('Saved', '已保存'), 'plain',
        () => saveSession(Inkling.apiCall('link', 'ink,changes,view').link))),
      line(t('Curves and report as an image', '曲线和报告的图片'), action('PNG', t('Saved', '已保存'), 'plain', async () => save('inkling.png', 'image/png', await picture()))),
      line(t('The history as a table', '训练历史表格'), action('CSV', t('Saved', '已保存'), 'plain', () => save('history.csv', 'text/csv', Inkling.apiCall('csv').text))),
      line(t('Open a session file, or drop one on the page', '打开会话文件，或把它拖到页面上'),
        Object.assign(make('button', { type: 'button', className: 'plain' }, t('Open…', '打开…')), { onclick: () => picker.click() })),
      picker,
    ];
  }

  function embedTab() {
    const code = frame();
    const box = make('div', { className: 'text', tabIndex: 0, role: 'textbox', 'aria-readonly': 'true', 'aria-label': t('Embed code', '嵌入代码') }, code);
    return [box, make('div', { className: 'row' },
      make('span', { className: 'quiet' }, t('HTML for a lesson of yours', '放进你的课件的 HTML')),
      action(t('Copy code', '复制代码'), t('Copied', '已复制'), 'main', () => Inkling.copyText(code)))];
  }

  // Curves of loss and accuracy and the report, as they would be printed: on white, twice the size for sharp letters.
  function picture() {
    const width = 960, scale = 2, margin = 32, plotHeight = 240;
    const [names, ...rows] = Inkling.apiCall('csv').text.trim().split('\n').map((line) => line.split(','));
    const column = (name) => rows.map((row) => Number(row[names.indexOf(name)]));
    const report = Inkling.apiCall('report').text.trimEnd().split('\n');
    const canvas = make('canvas', { width: width * scale, height: (margin * 4 + 24 + plotHeight + report.length * 16) * scale });
    const draw = canvas.getContext('2d');
    draw.scale(scale, scale);
    draw.fillStyle = '#ffffff';
    draw.fillRect(0, 0, width, canvas.height);
    const write = (text, x, y, { font = '12px "Inkling Inter", system-ui, sans-serif', color = '#566472', align = 'left' } = {}) => {
      Object.assign(draw, { font, fillStyle: color, textAlign: align });
      draw.fillText(text, x, y);
    };
    write(session.recipe, margin, margin + 8, { font: '600 16px "Inkling Inter", system-ui, sans-serif', color: '#15202b' });
    write(`${number(session.steps)} steps   ${session.digest ? `digest ${session.digest}` : ''}`, width - margin, margin + 8, { align: 'right' });

    const epochs = column('epoch'), last = epochs.at(-1) || 1;
    const plot = (left, title, train, test, isLog) => {
      const right = left + (width - 3 * margin) / 2, top = margin + 56, bottom = top + plotHeight - 40;
      const value = (number) => (isLog ? Math.log10(Math.max(number, 1e-6)) : number);
      const all = [...train, ...test].map(value).filter(Number.isFinite);
      const low = Math.min(...all), high = Math.max(...all, low + 1e-3);
      const y = (number) => bottom - ((value(number) - low) / (high - low)) * (bottom - top);
      write(title, left, top - 16, { color: '#15202b' });
      for (const share of [0, 0.5, 1]) {
        const at = low + share * (high - low);
        draw.strokeStyle = '#dde3e9';
        draw.beginPath();
        draw.moveTo(left + 44, bottom - share * (bottom - top));
        draw.lineTo(right, bottom - share * (bottom - top));
        draw.stroke();
        write((isLog ? 10 ** at : at).toPrecision(3), left + 36, bottom - share * (bottom - top) + 4, { align: 'right' });
      }
      for (const [values, dash, name] of [[train, [4, 3], 'training'], [test, [], 'test']]) {
        draw.strokeStyle = '#15202b';
        draw.lineWidth = dash.length ? 1.5 : 2;
        draw.setLineDash(dash);
        draw.beginPath();
        values.forEach((number, i) => draw.lineTo(left + 44 + ((right - 100 - left - 44) * epochs[i]) / last, y(number)));
        draw.stroke();
        draw.setLineDash([]);
        write(`${name} ${values.at(-1)?.toPrecision(3) ?? ''}`, right - 94, y(values.at(-1)) + (dash.length ? 14 : -4), { color: '#15202b' });
      }
      write(`${number(last)} epochs`, right - 100, bottom + 18, { align: 'right' });
    };
    plot(margin, 'Loss, logarithmic', column('train_loss'), column('test_loss'), true);
    plot(width / 2 + margin / 2, 'Accuracy', column('train_accuracy'), column('test_accuracy'), false);
    report.forEach((line, i) => write(line, margin, margin * 2 + 56 + plotHeight + i * 16,
      { font: '12px "JetBrains Mono", ui-monospace, monospace', color: '#15202b' }));
    return new Promise((resolve) => { canvas.toBlob(resolve, 'image/png'); });
  }

  // --- The panel ------------------------------------------------------------------------------------------

  async function show() {
    await read();
    if (!panel) return;
    const labels = [t('Link', '链接'), t('File', '文件'), t('Embed', '嵌入')];
    const tabs = make('div', { className: 'tabs', role: 'tablist' }, ...labels.map((label, i) => {
      const button = make('button', { type: 'button', role: 'tab', 'aria-selected': String(i === tab), tabIndex: i === tab ? 0 : -1 }, label);
      button.addEventListener('click', () => choose(i));
      return button;
    }));
    tabs.addEventListener('keydown', (event) => {
      const by = { ArrowRight: 1, ArrowLeft: 2 }[event.key];
      if (by) choose((tab + by) % 3, true);
    });
    const closing = make('button', { type: 'button', className: 'icon', 'aria-label': t('Close', '关闭') }, '×');
    closing.addEventListener('click', close);
    const focused = panel.contains(document.activeElement) ? [...panel.querySelectorAll('input, button')].indexOf(document.activeElement) : -1;
    panel.replaceChildren(
      make('header', {}, make('h2', {}, t('Share this session', '分享这个会话')), closing),
      tabs, make('div', { role: 'tabpanel' }, ...[linkTab, fileTab, embedTab][tab]()));
    if (focused >= 0) panel.querySelectorAll('input, button')[focused]?.focus();
  }

  async function choose(index, isByKey) {
    tab = index;
    await show();
    if (isByKey) panel.querySelector('[aria-selected=true]').focus();
  }

  function close() {
    if (!panel) return;
    const hadFocus = panel.contains(document.activeElement);
    panel.remove();
    panel = null;
    removeEventListener('pointerdown', closeOutside, true);
    removeEventListener('resize', close);
    if (hadFocus) Inkling.canvas.focus({ preventScroll: true });
  }
  function closeOutside(event) {
    if (panel && !panel.contains(event.target)) close();
  }

  Inkling.openShare = async (x, y, right) => {
    close();
    weights = '';
    tab = 0;
    panel = make('div', { id: 'share', role: 'dialog', 'aria-label': t('Share this session', '分享这个会话'), tabIndex: -1 });
    const safe = Inkling.safeArea();
    panel.style.right = `${Math.max(8 + safe.right, Math.min(innerWidth - right, innerWidth - 428 - safe.left))}px`;
    panel.style.maxWidth = `${innerWidth - safe.left - safe.right - 16}px`;
    const top = Math.max(8 + safe.top, Math.min(y + 8, innerHeight - 640));
    panel.style.top = `${top}px`;
    panel.style.maxHeight = `${innerHeight - top - safe.bottom - 8}px`;
    panel.addEventListener('keydown', (event) => {
      event.stopPropagation();
      if (event.key === 'Escape') close();
    });
    wanted.weights = false;
    const { seconds, canReplay } = Inkling.apiCall('link', '');
    wanted.weights = seconds > longReplay || !canReplay;
    document.body.append(panel);
    await show();
    panel?.focus({ preventScroll: true });
    addEventListener('pointerdown', closeOutside, true);
    addEventListener('resize', close);
  };
})();
