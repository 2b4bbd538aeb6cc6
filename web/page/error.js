// The error screen: what happened, what it means and what to do, in plain words. Needs nothing of the other
// scripts, as it may be one of them that is missing.
(() => {
  'use strict';
  const Inkling = globalThis.Inkling = globalThis.Inkling || {};

  const english = {
    title: 'Inkling cannot start here',
    stopped: 'Inkling has stopped',
    again: 'Reload the page',
    details: 'Details for a report',
    wasm: ['This browser cannot run WebAssembly, the form in which Inkling\'s program comes. It may be switched off, for '
      + 'example by a lockdown or security mode.', 'Allow WebAssembly for this page, or open it in a current Chrome, Edge, Firefox or Safari.'],
    inflate: ['This browser cannot unpack compressed data (DecompressionStream), in which Inkling\'s parts come.',
      'Update the browser: Chrome and Edge can since version 103, Firefox since 113, Safari since 16.4.'],
    script: ['A part of the page could not be loaded.', 'Check the connection and reload. If it stays like this, the site is incomplete.'],
    asset: ['A part of the program could not be loaded.', 'Check the connection and reload. If it stays like this, the site is incomplete.'],
    start: ['The program was loaded, but did not start.', 'Reload the page. Closing other tabs helps when memory is short.'],
    abort: ['The program met an error that it cannot go on from, or the tab has run out of memory.',
      'Reload the page. Your settings are kept; the training run starts anew.'],
    graphics: ['The browser took the graphics away and has not given them back.', 'Reload the page. If it happens again, restart the browser.'],
  };
  const chinese = {
    title: 'Inkling 无法在这里启动',
    stopped: 'Inkling 已停止',
    again: '重新载入页面',
    details: '报告问题用的细节',
    wasm: ['这个浏览器不能运行 WebAssembly，而 Inkling 的程序正是这种形式。它可能被安全模式关闭了。',
      '请为此页面允许 WebAssembly，或用新版 Chrome、Edge、Firefox、Safari 打开。'],
    inflate: ['这个浏览器不能解压数据（DecompressionStream），而 Inkling 的各部分都是压缩的。',
      '请更新浏览器：Chrome 和 Edge 自 103 版、Firefox 自 113 版、Safari 自 16.4 版起支持。'],
    script: ['页面的一部分没有载入。', '请检查网络并重新载入。如果仍然如此，说明网站不完整。'],
    asset: ['程序的一部分没有载入。', '请检查网络并重新载入。如果仍然如此，说明网站不完整。'],
    start: ['程序已载入，但没有启动。', '请重新载入。内存不足时，关闭其他标签页会有帮助。'],
    abort: ['程序遇到无法继续的错误，或标签页内存已用完。', '请重新载入页面。设置会保留，训练将重新开始。'],
    graphics: ['浏览器收回了图形资源，没有归还。', '请重新载入页面；如果再次发生，请重启浏览器。'],
  };

  const element = (name, className, text) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.textContent = text;
    return made;
  };

  let isShown = false;

  // kind: a name above, or a sentence of the program's own. Only the first error is shown: others follow from it.
  Inkling.showError = (kind, detail = '') => {
    if (isShown) return;
    isShown = true;
    const words = /^zh/i.test(Inkling.language || document.documentElement.lang || '') ? chinese : english;
    const [text, todo] = Array.isArray(words[kind]) ? words[kind] : [kind, words.abort[1]];
    const title = Inkling.isStarted ? words.stopped : words.title;
    const box = document.createElement('div');
    box.append(element('h1', '', title), element('p', 'what', text), element('p', 'todo', todo));
    const again = element('button', 'plain', words.again);
    again.type = 'button';
    again.addEventListener('click', () => location.reload());
    box.append(again);
    if (detail) {
      const details = document.createElement('details');
      details.append(element('summary', '', words.details), element('pre', '', String(detail).slice(0, 2000)));
      box.append(details);
    }
    const screen = document.getElementById('boot');
    screen.replaceChildren(box);
    screen.setAttribute('role', 'alert');
    screen.dataset.error = Array.isArray(words[kind]) ? kind : 'program';
    screen.classList.remove('leaving');
    screen.hidden = false;
    const mirror = document.getElementById('mirror');
    if (mirror) mirror.hidden = true;
    if (window.parent === window) again.focus();
  };

  Inkling.fatal = (text) => Inkling.showError(text || 'abort');
})();
