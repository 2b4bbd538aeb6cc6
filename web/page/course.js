// The course: chapters as text beside the live program, with tasks that are predicted, run, compared and
// explained. Loaded when a chapter is asked for; the text stands there before the program runs, and without it.
(() => {
  'use strict';
  const Inkling = globalThis.Inkling;
  const t = Inkling.choose;
  const language = () => (Inkling.language === 'zh' ? 'zh' : 'en');
  const root = document.documentElement;
  const narrow = matchMedia('(max-width: 719px)');

  const style = new CSSStyleSheet();
  style.replaceSync(`
#course {
  --surface: #f5f7f9; --hover: #e9edf1; --tint: #e9e5fc; --plus: #1a62cf; --minus: #b84a0c; --wrong-tint: #fbe6eb;
  position: fixed; z-index: 1; left: 0; top: 0; bottom: 0; width: 488px; box-sizing: border-box; padding-left: env(safe-area-inset-left); display: flex; flex-direction: column;
  background: var(--surface); color: var(--text); border-right: 1px solid var(--line);
  font: 16px/1.55 "Inkling Inter", Inter, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans CJK SC", "PingFang SC", sans-serif;
  font-variant-numeric: tabular-nums; -webkit-user-select: text; user-select: text;
}
:root[data-theme="dark"] #course {
  --surface: #12181f; --hover: #232d38; --tint: #272245; --plus: #5aa2ff; --minus: #ff8f4a; --wrong-tint: #3a1c26;
}
:root.course #canvas { left: 488px; width: calc(100% - 488px) !important; }
:root.course #mirror, :root.course #boot { left: 488px; }
:root.course #boot[data-error] { z-index: 1; }
#course:focus, #course h1:focus, #course .outcome:focus { outline: none; }
#course[lang=zh-Hans] { line-height: 1.75; }
#course > header {
  flex: none; height: 48px; box-sizing: border-box; display: flex; align-items: center; gap: 4px; padding: 0 8px 0 28px;
  border-bottom: 1px solid var(--line); font-size: 14px;
}
#course > header .dots { display: flex; gap: 6px; margin-right: auto; align-items: center; }
#course .dots a { display: block; width: 8px; height: 32px; position: relative; }
#course .dots a::before { content: ""; position: absolute; left: 0; right: 0; top: 12px; height: 8px; border-radius: 4px; background: var(--line); }
#course .dots a.done::before { background: var(--accent); opacity: 0.55; }
#course .dots a[aria-current] { width: 28px; }
#course .dots a[aria-current]::before { background: var(--accent); opacity: 1; }
#course button, #course .button {
  font: inherit; font-size: 14px; line-height: 20px; color: inherit; border: 0; border-radius: 6px; background: none; cursor: pointer; min-height: 32px;
  padding: 6px 12px; box-sizing: border-box; text-decoration: none; text-align: center;
}
#course button:hover, #course .button:hover { background: var(--hover); }
#course .icon { width: 32px; padding: 0; display: inline-grid; place-items: center; color: var(--quiet); }
#course .icon svg { width: 16px; height: 16px; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
#course button.main { background: var(--accent); color: var(--on-accent); font-weight: 600; padding: 6px 16px; }
#course button.main:hover { filter: brightness(1.08); }
#course .plain-button { background: var(--raised); box-shadow: inset 0 0 0 1px var(--line); }
#course button:disabled { opacity: 0.4; cursor: default; }
#course :is(button, a, input, select, pre, .scroll):focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 6px; }
#course .scroll:focus-visible { outline-offset: -2px; }
#course .scroll { flex: 1; overflow: auto; overscroll-behavior: contain; padding: 28px 40px 24px; scrollbar-width: thin; }
#course h1 { font-size: 28px; line-height: 1.3; font-weight: 600; letter-spacing: -0.01em; margin: 4px 0 16px; }
#course h2 { font-size: 16px; line-height: 1.4; font-weight: 600; margin: 28px 0 8px; }
#course h3 { font-size: 16px; line-height: 1.4; font-weight: 600; margin: 0; }
#course p { margin: 0 0 12px; }
#course ul, #course ol { margin: 0 0 12px; padding-left: 22px; }
#course li { margin: 4px 0; }
#course .prose a { color: var(--accent); }
#course .prose table { border-collapse: collapse; font-size: 14px; margin: 0 0 16px; }
#course .prose :is(th, td) { padding: 4px 16px 4px 0; border-bottom: 1px solid var(--line); text-align: left; }
#course code { font-family: "Inkling Mono", "JetBrains Mono", ui-monospace, Menlo, Consolas, "Noto Sans CJK SC", monospace; font-size: 0.9em; }
#course pre {
  margin: 4px 0 16px; padding: 14px 16px; overflow: auto; white-space: pre-wrap; overflow-wrap: anywhere; border-radius: 6px; background: var(--raised); box-shadow: inset 0 0 0 1px var(--line);
  line-height: 1.75;
}
#course pre code { font-size: 14px; }
#course .plus { color: var(--plus); } #course .minus { color: var(--minus); }
#course strong .plus, #course strong .minus, #course strong { font-weight: 600; }
#course .quiet { color: var(--quiet); font-size: 12px; line-height: 1.5; }
#course .eyebrow { color: var(--quiet); font-size: 12px; margin: 0; }
#course .task { border-top: 1px solid var(--line); padding: 14px 0 14px 32px; position: relative; }
#course .task > .mark { position: absolute; left: 0; top: 14px; width: 20px; height: 20px; }
#course .mark svg, #course .chapters .mark svg { width: 20px; height: 20px; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; color: var(--control); }
#course .task.done > .mark svg { color: var(--accent); }
#course .task > :is(p, fieldset, div, label) { font-size: 14px; }
#course .task > p.quiet { font-size: 12px; }
#course .task > h3 { padding-bottom: 4px; }
#course .task > h3 button { font-size: 16px; font-weight: 600; text-align: left; padding: 0; min-height: 24px; line-height: 1.4; width: 100%; }
#course .task > h3 button:hover { background: none; }
#course .task.now {
  margin: 0 -16px 12px; padding: 16px; border: 0; border-radius: 8px; background: var(--tint);
}
#course .task.now > .mark { display: none; }
#course .task + .task.now, #course .task.now + .task { border-top: 0; }
#course fieldset { border: 0; margin: 0; padding: 0; min-width: 0; }
#course legend { padding: 0; margin: 0 0 8px; }
#course .choice { display: flex; gap: 10px; align-items: flex-start; padding: 5px 8px; margin: 0 -8px; border-radius: 6px; cursor: pointer; line-height: 1.5; }
#course .choice:hover { background: color-mix(in srgb, var(--control) 14%, transparent); }
#course .choice input { margin: 3px 0 0; flex: none; accent-color: var(--accent); width: 16px; height: 16px; }
#course .choice .why { display: block; margin-top: 2px; color: var(--quiet); }
#course .choice.right .why { color: inherit; }
#course .row { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; margin-top: 12px; }
#course input[type=number], #course select {
  font: inherit; font-size: 14px; height: 32px; min-width: 96px; box-sizing: border-box; padding: 0 10px; border: 1px solid var(--control); border-radius: 6px;
  background: var(--raised); color: var(--text);
}
#course input[type=number] { width: 112px; font-family: "Inkling Mono", "JetBrains Mono", ui-monospace, monospace; }
#course input[type=range] { appearance: none; -webkit-appearance: none; background: none; flex: 1; min-width: 0; height: 24px; margin: 0; cursor: pointer; }
#course input[type=range]::-webkit-slider-runnable-track { height: 2px; border-radius: 1px; background: var(--control); }
#course input[type=range]::-moz-range-track { height: 2px; border-radius: 1px; background: var(--control); }
#course input[type=range]::-webkit-slider-thumb { -webkit-appearance: none; width: 16px; height: 16px; margin-top: -7px; border: 2px solid var(--raised); border-radius: 50%; background: var(--text); }
#course input[type=range]::-moz-range-thumb { width: 12px; height: 12px; border: 2px solid var(--raised); border-radius: 50%; background: var(--text); }
#course .compare { display: grid; grid-template-columns: auto 1fr; gap: 2px 16px; margin: 12px 0 0; padding: 10px 12px; border-radius: 6px; background: var(--raised); }
#course .compare dt { color: var(--quiet); } #course .compare dd { margin: 0; }
#course .chart { margin: 12px 0 4px; }
#course .chart svg { display: block; width: 100%; max-width: 400px; }
#course .chart svg text { fill: var(--quiet); font-size: 11px; } #course .chart svg text.strong { fill: var(--text); }
#course .chart .sketch { touch-action: none; cursor: crosshair; } #course .chart summary { cursor: pointer; font-size: 12px; color: var(--quiet); margin: 4px 0; }
#course .tiles { display: grid; grid-template-columns: 1fr 1fr; gap: 16px; } #course .tiles figure { margin: 0; }
#course .tiles figure div { display: grid; grid-template-columns: repeat(4, 1fr); gap: 3px; } #course .tiles canvas { width: 100%; image-rendering: pixelated; border-radius: 2px; }
#course .tiles figcaption { margin-top: 6px; font-size: 12px; color: var(--quiet); }
#course .seen { margin: 10px 0 14px; }
#course .status:empty { display: none; } #course .status { margin-top: 10px; }
#course .bar { height: 2px; background: var(--line); border-radius: 1px; overflow: hidden; margin-top: 12px; }
#course .bar > div { height: 100%; background: var(--text); width: 30%; animation: course-going 1.2s ease-in-out infinite alternate; }
@keyframes course-going { from { margin-left: 0; } to { margin-left: 70%; } }
#course .locks { margin: 6px 0 0; }
#course .error { padding: 14px 16px; border-radius: 8px; background: var(--wrong-tint); }
#course .error h2 { margin: 0 0 6px; color: var(--wrong); } #course .error p:last-child { margin: 0; }
#course .hint { margin-left: auto; color: var(--quiet); }
#course .later { padding: 12px 0; display: flex; align-items: center; justify-content: space-between; gap: 8px; border-top: 1px solid var(--line); }
#course nav.ends { display: flex; justify-content: space-between; gap: 8px; margin-top: 32px; }
#course .figure { margin: 10px 0 0; padding: 12px; border-radius: 6px; background: var(--raised); font-family: "Inkling Mono", "JetBrains Mono", ui-monospace, monospace; font-size: 13px; line-height: 1.7; }
#course .figure .formula { white-space: pre-wrap; overflow-wrap: anywhere; }
#course .figure label { display: flex; align-items: center; gap: 10px; }
#course .figure label > span:first-child { width: 24px; } #course .figure label > output { width: 56px; text-align: right; }
#course .figure svg { display: block; width: 100%; height: 96px; margin: 8px 0 4px; overflow: visible; }
#course .figure svg .axis { stroke: var(--line); } #course .figure svg .curve { stroke: var(--text); stroke-width: 2; fill: none; }
#course .figure svg .drop { stroke: var(--accent); stroke-dasharray: 3 3; fill: none; }
#course .figure svg .dot { stroke: var(--accent); stroke-width: 10; stroke-linecap: round; }
#course .figure svg * { vector-effect: non-scaling-stroke; }
#course .scenes { display: flex; flex-wrap: wrap; gap: 6px; margin-top: 8px; font-family: "Inkling Inter", Inter, system-ui, sans-serif; }
#course .scenes button[aria-pressed=true] { background: var(--tint); }
#course .chapters { list-style: none; margin: 16px 0 0; padding: 0; }
#course .chapters li { margin: 0; border-top: 1px solid var(--line); }
#course .chapters a { display: grid; grid-template-columns: 32px 1fr auto; gap: 0 12px; align-items: center; padding: 12px 0; color: inherit; text-decoration: none; line-height: 1.4; }
#course .chapters a:hover .name { color: var(--accent); }
#course .chapters .number {
  width: 28px; height: 28px; box-sizing: border-box; border-radius: 50%; display: grid; place-items: center; font-size: 14px; box-shadow: inset 0 0 0 1px var(--control);
}
#course .chapters .next .number { background: var(--accent); color: var(--on-accent); box-shadow: none; font-weight: 600; }
#course .chapters .next .name { font-weight: 600; }
#course .chapters .done .number { background: var(--tint); color: var(--accent); box-shadow: none; }
#course .chapters .quiet { display: block; }
#course .progress { display: flex; gap: 4px; margin: 12px 0 6px; } #course .progress div { flex: 1; height: 3px; border-radius: 2px; background: var(--line); overflow: hidden; }
#course .progress div div { background: var(--accent); height: 100%; }
#course .sheet { display: none; }
#course .scenes button { min-width: 0; }
#course .only { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (min-width: 720px) and (max-width: 899px) {  /* beside it the program as on a phone */
  #course { width: calc(100% - 420px); }
  :root.course #canvas { left: calc(100% - 420px); width: 420px !important; }
  :root.course #mirror, :root.course #boot { left: calc(100% - 420px); }
  #course .scroll { padding: 20px 24px; }
  #course .task.now { margin: 0 -12px 12px; padding: 12px; }
}
@media (max-width: 719px) {
  #course { right: 0; bottom: auto; width: auto; height: var(--sheet); border-right: 0; border-bottom: 1px solid var(--line); }
  :root.course { --sheet: calc(var(--sheet-share, 0.5) * 100vh); --sheet: calc(var(--sheet-share, 0.5) * 100dvh); }
  :root.course #canvas { left: 0; top: var(--sheet); width: 100% !important; height: calc(100% - var(--sheet)) !important; }
  :root.course #mirror, :root.course #boot { left: 0; top: var(--sheet); }
  #course > header { padding: 0 4px 0 16px; }
  #course .scroll { padding: 16px 16px 20px; }
  #course h1 { font-size: 20px; margin-bottom: 12px; }
  #course .task.now { margin: 0 -8px 12px; padding: 12px; }
  #course .sheet {
    display: block; flex: none; height: 24px; min-height: 24px; width: 100%; padding: 0; border-radius: 0; border-top: 1px solid var(--line); position: relative; touch-action: none; cursor: ns-resize;
  }
  #course .sheet::before { content: ""; position: absolute; left: 50%; top: 10px; width: 36px; height: 4px; margin-left: -18px; border-radius: 2px; background: var(--control); }
}
@media (pointer: coarse) {
  #course button:not(.sheet), #course .button, #course select, #course input[type=number] { min-height: 44px; }
  #course .icon { width: 44px; } #course .choice { padding: 10px 8px; } #course input[type=number] { font-size: 16px; }
  #course .dots a { height: 44px; } #course .dots a::before { top: 18px; } #course .task > h3 button { min-height: 44px; }
  #course input[type=range] { height: 36px; }
}
@media (prefers-reduced-motion: reduce) { #course .bar > div { animation: none; width: 100%; } }
`);

  // --- Elements -----------------------------------------------------------------------------------------------

  function make(name, attributes = {}, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
      else if (key in element && !/^(aria|data)-|^(role|lang|list)$/.test(key)) element[key] = value;
      else if (value !== null && value !== false) element.setAttribute(key, value);
    }
    element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
    return element;
  }
  const svgSpace = 'http://www.w3.org/2000/svg';
  function vector(name, attributes = {}, ...children) {
    const element = document.createElementNS(svgSpace, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  }
  // Lucide's.
  const paths = {
    close: ['M18 6 6 18', 'm6 6 12 12'], list: ['M3 5h.01', 'M3 12h.01', 'M3 19h.01', 'M8 5h13', 'M8 12h13', 'M8 19h13'],
    open: ['M12 2a10 10 0 1 0 0 20a10 10 0 1 0 0-20'], done: ['M12 2a10 10 0 1 0 0 20a10 10 0 1 0 0-20', 'm9 12 2 2 4-4'],
  };
  const icon = (name) => vector('svg', { viewBox: '0 0 24 24', 'aria-hidden': 'true' }, ...paths[name].map((d) => vector('path', { d })));

  // --- Chapters: each a script of its own -------------------------------------------------------------------

  let index = null;               // {chapters: [{name, en, zh, minutes}], beliefs}
  const texts = new Map();        // name → {text, line}, as their scripts gave them
  const lessons = new Map();      // name → lesson, or {error, line}
  let breakage = null;            // the error of the script that is being loaded

  globalThis.inklingLessons = (list) => { index = list; };
  globalThis.inklingLesson = (name, text) => {
    // The line of the call in its file; where a browser does not tell, chapters begin on the first.
    const found = /lesson-[a-z0-9-]+\.js(?:\?[^:)]*)?:(\d+)/.exec(new Error().stack ?? '');
    texts.set(name, { text, line: found ? Number(found[1]) : 1 });
  };
  // A chapter that is not JavaScript, as when a backtick is missing, must not look like a broken page.
  addEventListener('error', (event) => {
    if (!/\/lesson-[a-z0-9-]+\.js/.test(event.filename ?? '')) return;
    breakage = { message: event.message, line: event.lineno };
    event.stopImmediatePropagation();
    event.preventDefault();
  }, { capture: true });

  async function lessonOf(name) {
    if (lessons.has(name)) return lessons.get(name);
    let lesson;
    breakage = null;
    try {
      await Inkling.script(`lesson-${name}.js`);
      const given = texts.get(name);
      if (!given) {
        const { message, line } = breakage ?? {};
        throw Object.assign(new Error(message ?? t(`the file does not call inklingLesson('${name}', …)`, `文件里没有调用 inklingLesson('${name}', …)`)), { line });
      }
      lesson = InklingLessons.parse(name, given.text, given.line, { jsyaml: globalThis.jsyaml, markdownit: globalThis.markdownit });
    } catch (error) {
      if (!texts.has(name) && !breakage && /did not load/.test(error.message)) lesson = { name, isMissing: true, tasks: [], titles: {} };
      else lesson = { name, error: error.message, line: error.line ?? 0, tasks: [], titles: {} };
      if (!lesson.isMissing) console.warn(`lesson-${name}.js:${lesson.line}: ${lesson.error}`);
    }
    if (!lesson.isMissing) lessons.set(name, lesson);
    return lesson;
  }

  let isReady = null;
  const prepare = () => (isReady ??= Promise.all(['lessons.js', 'lesson_text.js', 'markdown-it.min.js', 'js-yaml.min.js'].map(Inkling.script))
    .then(() => Promise.all(['course_run.js', 'tools_kit.js'].map(Inkling.script))).then(() => Promise.all(['sketch.js', 'terms.js'].map(Inkling.script))).catch((error) => {
      isReady = null;
      throw error;
    }));

  const entryOf = (name) => index.chapters.find((chapter) => chapter.name === name);
  const titleOf = (name) => lessons.get(name)?.titles[language()] ?? entryOf(name)?.[language()] ?? name;

  // --- Progress -------------------------------------------------------------------------------------------------

  let progress = {};
  try {
    progress = JSON.parse(Inkling.readSetting('course') || '{}') ?? {};
  } catch { /* not ours, or cut off: begun anew */ }
  const of = (name, id) => {
    const key = `${name}/${id}`;
    if (!Object.hasOwn(progress, key) || typeof progress[key] !== 'object' || !progress[key]) progress[key] = {};
    return progress[key];
  };
  const save = () => Inkling.writeSetting('course', JSON.stringify(progress));
  const doneOf = (lesson) => lesson.tasks.filter(({ id }) => of(lesson.name, id).isDone).length;

  function report(lesson, task, kept) {
    const detail = { task: `${lesson.name}/${task.id}`, score: kept.score, max: 2 };
    Inkling.emit?.('done', detail);
  }

  // --- The panel -------------------------------------------------------------------------------------------------

  let panel = null, shownName = null, current = null, showsAll = false;
  let running = null;      // the TaskRun under way
  let locks = null;        // {names, settings} that the reader may not move
  let returnTo = null;

  const link = (name) => {
    const parts = location.hash.replace(/^#/, '').split('&').filter((part) => part && !part.startsWith('chapter='));
    if (!parts.length) parts.push('1');
    if (name) parts.push(`chapter=${name}`);
    return parts.length === 1 && parts[0] === '1' ? '' : `#${parts.join('&')}`;
  };

  // Whole, as a bare fragment is a place within a page to a screen reader.
  const hrefOf = (name) => location.pathname + location.search + link(name);

  function address(name) {
    try {
      Inkling.apiCall?.('view', `chapter=${name}`);
    } catch { /* not running yet, or a program that knows no views */ }
    if (Inkling.chapterOfAddress() === name) return;
    try {
      history.pushState(null, '', link(name) || location.pathname + location.search);
    } catch { /* a frame without an address of its own */ }
  }

  const goTo = (name) => (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    Inkling.openCourse(name);
  };

  Inkling.openCourse = async (name = '', isByAddress = false) => {
    leaveTask();
    if (!panel) {
      returnTo = document.activeElement;
      panel = make('section', { id: 'course', tabIndex: -1, 'aria-label': t('Course', '课程') });
      panel.addEventListener('keydown', (event) => {
        event.stopPropagation();
        if (event.key === 'Escape') close();
      });
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, style];
      document.body.prepend(panel);
      Inkling.closeTools?.();
    root.classList.add('course');
    }
    shownName = name || 'list';
    showsAll = false;
    if (!isByAddress) address(name || 'list');
    await show(true);
  };

  Inkling.closeCourse = (isByAddress = false) => {
    if (!panel) return;
    leaveTask();
    const hadFocus = panel.contains(document.activeElement);
    panel.remove();
    panel = current = shownName = null;
    root.classList.remove('course');
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== style);
    if (!isByAddress) address('');
    if (hadFocus) (returnTo?.isConnected ? returnTo : Inkling.canvas)?.focus?.({ preventScroll: true });
  };
  const close = () => Inkling.closeCourse();
  Inkling.isCourseOpen = () => Boolean(panel);

  // The course speaks the program's language, also after it was changed there.
  const { setLanguage } = Inkling;
  Inkling.setLanguage = (chosen) => {
    const before = language();
    setLanguage(chosen);
    if (panel && language() !== before) show(false);
  };

  function header() {
    const dots = make('nav', { className: 'dots', 'aria-label': t('Chapters', '章节') }, ...(index?.chapters ?? []).map(({ name }, i) => {
      const lesson = lessons.get(name);
      const isDone = lesson?.tasks.length && doneOf(lesson) === lesson.tasks.length;
      return make('a', { href: hrefOf(name), className: isDone ? 'done' : '', title: `${i + 1}  ${titleOf(name)}`, 'aria-label': `${i + 1} ${titleOf(name)}`,
        'aria-current': name === shownName ? 'page' : null, onclick: goTo(name) });
    }));
    return make('header', {}, dots,
      make('a', { className: 'button icon', href: hrefOf('list'), 'aria-label': t('All chapters', '全部章节'), title: t('All chapters', '全部章节'), onclick: goTo('') }, icon('list')),
      make('button', { type: 'button', className: 'icon close', 'aria-label': t('Close the course', '关闭课程'), title: t('Close the course', '关闭课程'), onclick: close }, icon('close')));
  }

  // On narrow screens the text is a sheet above the canvas: a press makes it larger or smaller, so do the arrow
  // keys, and it can be pulled.
  const shares = [0.3, 0.5, 0.8];
  const shareNow = () => Number(root.style.getPropertyValue('--sheet-share')) || 0.5;
  const setShare = (share) => root.style.setProperty('--sheet-share', String(Math.min(Math.max(share, 0.2), 0.88)));
  function sheetHandle() {
    const handle = make('button', { type: 'button', className: 'sheet', 'aria-label': t('Height of the text', '文字区的高度') });
    let from = null, hasMoved = false;
    handle.addEventListener('pointerdown', (event) => {
      from = event.clientY - shareNow() * innerHeight;
      hasMoved = false;
      handle.setPointerCapture(event.pointerId);
    });
    handle.addEventListener('pointermove', (event) => {
      if (from === null) return;
      const share = (event.clientY - from) / innerHeight;
      hasMoved ||= Math.abs(share - shareNow()) > 0.02;
      if (hasMoved) setShare(share);
    });
    for (const end of ['pointerup', 'pointercancel']) handle.addEventListener(end, () => { from = null; });
    handle.addEventListener('click', () => {
      if (!hasMoved) setShare(shares.find((share) => share > shareNow() + 0.05) ?? shares[0]);
      hasMoved = false;
    });
    handle.addEventListener('keydown', (event) => {
      const by = { ArrowUp: -0.1, ArrowDown: 0.1 }[event.key];
      if (!by) return;
      event.preventDefault();
      setShare(shareNow() + by);
    });
    return handle;
  }

  const trouble = (title, ...lines) => make('div', { className: 'error', role: 'alert' }, make('h2', {}, title), ...lines.map((line) => make('p', {}, line)));

  async function show(isNew) {
    const name = shownName, isFirst = !panel.firstChild;
    panel.lang = language() === 'zh' ? 'zh-Hans' : 'en';
    if (isFirst) panel.append(make('p', { className: 'scroll quiet', role: 'status' }, t('Loading…', '正在载入…')));
    try {
      await prepare();
    } catch (error) {
      panel.replaceChildren(make('div', { className: 'scroll' }, trouble(t('The course did not load', '课程没有载入'), error.message,
        t('Check the connection and reload. The playground goes on without it.', '请检查网络后重新载入。实验场不受影响。'))));
      return;
    }
    if (!panel || shownName !== name) return;
    let content;
    if (name === 'list') {
      await Promise.all(index.chapters.map((chapter) => lessonOf(chapter.name)));
      content = listOfChapters();
      current = null;
    } else {
      const lesson = await lessonOf(name);
      content = lesson.error || lesson.isMissing ? brokenChapter(lesson) : chapter(lesson);
      current = lesson;
    }
    if (!panel || shownName !== name) return;
    const scroll = make('div', { className: 'scroll', tabIndex: -1 }, ...content);
    const old = panel.querySelector('.scroll');
    const top = isNew ? 0 : old?.scrollTop ?? 0;
    panel.replaceChildren(header(), scroll, sheetHandle());
    scroll.scrollTop = top;
    Inkling.markTerms(scroll);
    if (isNew && !isFirst) panel.querySelector('h1')?.focus({ preventScroll: true });
    panel.dataset.shown = `${name} ${language()}`;
  }

  function brokenChapter(lesson) {
    const title = make('h1', { tabIndex: -1 }, titleOf(lesson.name));
    if (lesson.isMissing) {
      return [title, trouble(t('There is no such chapter', '没有这一章'), t(`lesson-${lesson.name}.js did not load.`, `lesson-${lesson.name}.js 没有载入。`)), ends(lesson.name)];
    }
    return [title, trouble(t('This chapter has an error', '这一章有错误'),
      t(`lesson-${lesson.name}.js, line ${lesson.line || '?'}: ${lesson.error}`, `lesson-${lesson.name}.js，第 ${lesson.line || '?'} 行：${lesson.error}`),
      t('The other chapters and the playground are not affected.', '其他章节和实验场不受影响。')), ends(lesson.name)];
  }

  function ends(name) {
    const at = index.chapters.findIndex((chapter) => chapter.name === name);
    const before = index.chapters[at - 1], after = at >= 0 ? index.chapters[at + 1] : undefined;
    return make('nav', { className: 'ends', 'aria-label': t('Next and previous chapter', '前后章节') },
      before ? make('a', { className: 'button previous', href: hrefOf(before.name), rel: 'prev', onclick: goTo(before.name) }, `← ${titleOf(before.name)}`) : make('span'),
      after ? make('a', { className: 'button plain-button next', href: hrefOf(after.name), rel: 'next', onclick: goTo(after.name) }, `${titleOf(after.name)} →`)
        : make('a', { className: 'button plain-button', href: hrefOf(''), onclick: (event) => { event.preventDefault(); close(); } }, t('To the playground', '去实验场')));
  }

  // --- The list of chapters ------------------------------------------------------------------------------------

  function listOfChapters() {
    const all = index.chapters.map(({ name }) => lessons.get(name));
    const done = all.reduce((sum, lesson) => sum + doneOf(lesson), 0), total = all.reduce((sum, lesson) => sum + lesson.tasks.length, 0);
    const next = all.find((lesson) => lesson.tasks.length && doneOf(lesson) < lesson.tasks.length);
    const bars = make('div', { className: 'progress', 'aria-hidden': 'true' }, ...all.map((lesson) => {
      const bar = make('div');
      bar.style.width = `${lesson.tasks.length ? (100 * doneOf(lesson)) / lesson.tasks.length : 0}%`;
      return make('div', {}, bar);
    }));
    return [
      make('h1', { tabIndex: -1 }, t('Learn', '学习')),
      make('p', {}, t('Nine short chapters. In each you predict, try, compare, and say why.', '九个短章。每一章都先猜，再试，再对照，最后说出原因。')),
      bars,
      make('p', { className: 'quiet' }, t(`${done} of ${total} tasks done`, `已完成 ${done} / ${total} 个任务`)),
      make('ol', { className: 'chapters' }, ...all.map((lesson, i) => {
        const count = doneOf(lesson), isDone = lesson.tasks.length > 0 && count === lesson.tasks.length;
        return make('li', {}, make('a', { href: hrefOf(lesson.name), className: isDone ? 'done' : lesson === next ? 'next' : '', onclick: goTo(lesson.name) },
          make('span', { className: 'number', 'aria-hidden': 'true' }, isDone ? '✓' : String(i + 1)),
          make('span', {}, make('span', { className: 'name' }, titleOf(lesson.name)),
            make('span', { className: 'quiet' }, lesson.error ? t(`an error in line ${lesson.line || '?'}`, `第 ${lesson.line || '?'} 行有错误`)
              : t(`${count} of ${lesson.tasks.length} tasks`, `${count} / ${lesson.tasks.length} 个任务`))),
          make('span', { 'aria-hidden': 'true', className: 'quiet' }, '›')));
      })),
    ];
  }

  // --- A chapter ---------------------------------------------------------------------------------------------------

  function chapter(lesson) {
    const at = index.chapters.findIndex(({ name }) => name === lesson.name);
    const prose = make('div', { className: 'prose' });
    prose.innerHTML = Inkling.trustedHtml(lesson.html[language()]);   // of markdown-it, which lets no markup of the text through
    const minutes = entryOf(lesson.name)?.minutes;
    return [
      at >= 0 && make('p', { className: 'eyebrow' }, t(`Chapter ${at + 1} of ${index.chapters.length}`, `第 ${at + 1} 章，共 ${index.chapters.length} 章`)
        + (minutes ? t(`, about ${minutes} minutes`, `，约 ${minutes} 分钟`) : '')),
      make('h1', { tabIndex: -1 }, titleOf(lesson.name)), prose,
      lesson.tasks.length ? make('h2', {}, t('Try it', '动手试试')) : null,
      make('div', { className: 'tasks' }, ...taskCards(lesson)), ends(lesson.name),
    ].filter(Boolean);
  }

  function taskCards(lesson) {
    const now = lesson.tasks.findIndex(({ id }) => !of(lesson.name, id).isDone);
    const cards = [];
    lesson.tasks.forEach((task, i) => {
      if (now < 0 || i <= now || showsAll) cards.push(card(lesson, task, i === now));
    });
    const hidden = lesson.tasks.length - cards.length;
    if (hidden > 0) {
      cards.push(make('div', { className: 'later quiet' },
        make('span', {}, t(hidden === 1 ? 'One more task opens after this one.' : `${hidden} more tasks open one after the other.`, `完成后还有 ${hidden} 个任务。`)),
        make('button', { type: 'button', className: 'all', onclick: () => { showsAll = true; refresh(); } }, t('Show all', '全部显示'))));
    }
    return cards;
  }

  function refresh() {
    const list = panel?.querySelector('.tasks');
    if (!list || !current) return;
    list.replaceChildren(...taskCards(current));
    Inkling.markTerms(panel.querySelector('.scroll'));
    const old = panel.querySelector('header');
    old.replaceWith(header());
  }

  // Draws one card anew, and keeps the keyboard where it was, or puts it on what comes next.
  function update(lesson, task, focus) {
    const old = panel?.querySelector(`.task[data-id="${task.id}"]`);
    if (!old || current !== lesson) return;
    const isNow = old.classList.contains('now');
    const made = card(lesson, task, isNow);
    old.replaceWith(made);
    Inkling.markTerms(panel.querySelector('.scroll'));
    if (focus) made.querySelector(focus)?.focus({ preventScroll: true });
    if (narrow.matches || focus === '.outcome') (made.querySelector('.outcome') ?? made).scrollIntoView({ block: 'nearest' });
  }

  // --- A task -----------------------------------------------------------------------------------------------------

  function leaveTask() {
    running?.stop();
    running = null;
    locks = null;
    figures.clear();
    drafts.clear();
  }

  const figures = new Map();   // task id → figure
  const drafts = new Map();    // task id → what is chosen and not yet committed
  const draftOf = (task) => {
    if (!drafts.has(task.id)) drafts.set(task.id, { controls: Object.fromEntries((task.goal?.controls ?? []).map(({ name, start, choices }) => [name, start ?? choices?.[0].value])) });
    return drafts.get(task.id);
  };

  function choices(name, options, chosen, pick, { isOff = false, why = () => null } = {}) {
    return options.map(({ text }, i) => {
      const input = make('input', { type: 'radio', name, value: String(i), checked: chosen === i, disabled: isOff, onchange: () => pick(i) });
      const note = why(i);
      return make('label', { className: `choice${note?.isRight ? ' right' : ''}` }, input,
        make('span', {}, text[language()]({}), note ? make('span', { className: 'why' }, note.text) : ''));
    });
  }

  const predictedText = (task, kept) => (task.predict.options ? task.predict.options[kept.predicted]?.text[language()]({}) ?? ''
    : task.predict.curve ? t('a curve', '一条曲线') : `${kept.predicted}${task.predict.number.unit ? task.predict.number.unit[language()]({}) : ''}`);

  function card(lesson, task, isNow) {
    const kept = of(lesson.name, task.id), isDone = Boolean(kept.isDone);
    const draft = draftOf(task);
    const isOpen = draft.isOpen ?? !isDone;
    const body = [];
    if (isOpen) {
      body.push(...(kept.predicted === undefined ? predicting(lesson, task, draft) : [predicted(task, kept)]));
      if (task.figure) body.push(figureOf(task).element);
      if (kept.predicted !== undefined) body.push(...acting(lesson, task, kept, draft));
      if (draft.picture && kept.predicted !== undefined) body.push(make('div', { className: 'chart' }, draft.picture()));
      if (kept.seen) body.push(...outcome(lesson, task, kept, draft));
    }
    const title = task.title[language()]({});
    return make('section', { className: `task${isDone ? ' done' : ''}${isNow ? ' now' : ''}`, 'data-id': task.id, 'aria-label': title },
      make('span', { className: 'mark', 'aria-hidden': 'true' }, icon(isDone ? 'done' : 'open')),
      make('h3', {}, isDone ? make('button', { type: 'button', 'aria-expanded': String(isOpen), onclick: () => {
        draft.isOpen = !isOpen;
        update(lesson, task, 'h3 button');
      } }, title) : title),
      isDone && !isOpen ? make('p', { className: 'quiet' }, kept.seen[language()]) : '',
      isDone && !isOpen ? make('p', { className: 'only' }, t('done', '已完成')) : '', ...body);
  }

  // Predict.
  function predicting(lesson, task, draft) {
    const { ask, options, number, curve } = task.predict;
    const keep = make('button', { type: 'button', className: 'main commit', disabled: draft.predicted === undefined, onclick: () => {
      of(lesson.name, task.id).predicted = draft.predicted;
      save();
      update(lesson, task, 'button.run');
      if (task.goal) setUp(task).catch((error) => say(task, error.message));
    } }, t('Keep my prediction', '记下我的预测'));
    const pick = (value) => {
      draft.predicted = value;
      keep.disabled = value === undefined;
    };
    const body = options ? choices(`predict-${task.id}`, options, draft.predicted, pick)
      : curve ? [Inkling.sketch.pad(curve, draft.predicted, pick)] : [make('label', { className: 'row' }, make('input', { type: 'number', min: number.min, max: number.max, step: number.step, value: draft.predicted ?? '', 'aria-label': t('My prediction', '我的预测'),
        oninput: (event) => {
          const value = event.target.valueAsNumber;
          pick(Number.isFinite(value) && value >= number.min && value <= number.max ? value : undefined);
        },
        onkeydown: (event) => { if (event.key === 'Enter' && !keep.disabled) keep.click(); } }),
      make('span', {}, number.unit ? number.unit[language()]({}) : ''),
      make('span', { className: 'quiet' }, t(`${number.min} to ${number.max}`, `${number.min} 到 ${number.max}`)))];
    return [make('fieldset', {}, make('legend', {}, ask[language()]({})), ...body),
      make('div', { className: 'row' }, keep, make('button', { type: 'button', className: 'run', disabled: true, title: t('Predict first', '先预测') }, runName(task)))];
  }

  function predicted(task, kept) {
    return make('p', {}, task.predict.ask[language()]({}), ' ', make('strong', {}, t(`You said: ${predictedText(task, kept)}`, `你的预测：${predictedText(task, kept)}`)));
  }

  const runName = (task) => (task.goal ? (task.run ? t('Try it', '试一试') : t('Check', '检查')) : t('Run', '运行'));

  // Run.
  function acting(lesson, task, kept, draft) {
    const isBusy = running?.task === task;
    const items = [];
    if (task.goal) {
      items.push(make('p', { className: 'goal' }, task.goal.ask[language()]({})));
      if (!task.figure) for (const control of task.goal.controls) items.push(controlOf(task, control, draft));
    }
    if (task.lock.length) {
      items.push(make('p', { className: 'quiet locks' }, t(`Locked here: ${task.lock.map(nameOf).join(', ')}`, `这里锁定：${task.lock.map(nameOf).join('、')}`)));
    }
    const isNext = !kept.seen;
    const run = make('button', { type: 'button', className: `run${isNext ? ' main' : ' plain-button'}`, disabled: isBusy || !canRun(task), onclick: () => start(lesson, task) },
      kept.seen && !task.goal ? t('Run again', '再运行') : runName(task));
    const row = make('div', { className: 'row' }, run);
    if (isBusy) row.append(make('button', { type: 'button', className: 'stop', onclick: () => running?.stop() }, t('Stop', '停止')));
    if (task.goal?.hint && !isBusy && !kept.seen) {
      row.append(make('button', { type: 'button', className: 'hint', disabled: !canRun(task), onclick: () => hint(lesson, task) }, t('Hint', '提示')));
    }
    items.push(row);
    if (isBusy) items.push(make('div', { className: 'bar', 'aria-hidden': 'true' }, make('div')));
    items.push(make('p', { className: 'status', role: 'status' }, draft.status ?? (canRun(task) ? '' : t('Waiting for the program…', '正在等待程序……'))));
    return items;
  }

  const names = {
    dataset: ['data set', '数据集'], 'test-share': ['share held out for testing', '测试集比例'], hidden: ['hidden layers', '隐藏层'],
    activation: ['activation', '激活函数'], optimizer: ['optimiser', '优化器'], l2: ['L2 penalty', 'L2 惩罚'], 'learning-rate': ['learning rate', '学习率'],
    batch: ['batch size', '批大小'], seed: ['seed', '种子'], b: ['bias b', '偏置 b'], x1: ['x₁', 'x₁'], x2: ['x₂', 'x₂'], w1: ['w₁', 'w₁'], w2: ['w₂', 'w₂'],
  };
  const nameOf = (name) => (Object.hasOwn(names, name) ? t(...names[name]) : name);

  const needsProgram = (task) => !task.figure;
  const canRun = (task) => !needsProgram(task) || Inkling.isStarted;

  function controlOf(task, control, draft) {
    const { name, choices: list, min, max, step, label } = control;
    const words = label ? label[language()]({}) : name;
    const change = (event) => {
      draft.controls[name] = list ? event.target.value : event.target.valueAsNumber;
    };
    const input = list ? make('select', { onchange: change }, ...list.map(({ value, text }) => make('option', { value, selected: String(draft.controls[name]) === value }, text[language()]({}))))
      : make('input', { type: 'number', min, max, step: step ?? 'any', value: draft.controls[name], oninput: change });
    input.dataset.control = name;
    return make('label', { className: 'row' }, make('span', {}, words), input);
  }

  // Said without drawing the card anew: a screen reader hears it, and nothing moves.
  function say(task, text) {
    draftOf(task).status = text;
    const status = panel?.querySelector(`.task[data-id="${task.id}"] .status`);
    if (status) status.textContent = text;
  }

  // What the task begins with: its session, and which settings are not to be touched.
  async function setUp(task) {
    if (task.figure || !task.load) return;
    await inkling.ready;
    const run = new InklingLessons.TaskRun(task);
    await run.load(task.load);
    draftOf(task).isSetUp = true;
    await lock(task);
  }

  async function lock(task) {
    if (!task.lock.length) return;
    const { recipe } = await inkling.state();
    locks = { task, names: task.lock, settings: InklingLessons.settingsOf(recipe) };
  }

  // What is locked goes back, what the reader may change stays.
  let isRestoring = false;
  async function keepLocks(state) {
    if (!locks || isRestoring || running) return;
    const now = InklingLessons.settingsOf(state.recipe);
    const moved = locks.names.filter((name) => now[name] !== locks.settings[name]);
    if (!moved.length) return;
    isRestoring = true;
    try {
      for (const name of moved) {
        if (locks.settings[name] === undefined) delete now[name];
        else now[name] = locks.settings[name];
      }
      await Inkling.byReader.load(Object.entries(now).map((pair) => pair.join('=')).join('&'));
      say(locks.task, t(`Locked in this task, and put back: ${moved.map(nameOf).join(', ')}.`, `这个任务里锁定，已经改回：${moved.map(nameOf).join('、')}。`));
    } finally {
      isRestoring = false;
    }
  }

  // A goal that the reader gets to by the program's own controls counts as well.
  async function recognise() {
    const lesson = current;
    if (!lesson || running || isRestoring) return;
    for (const task of lesson.tasks) {
      const kept = of(lesson.name, task.id);
      if (!task.goal || task.figure || kept.seen || kept.predicted === undefined || !drafts.get(task.id)?.isSetUp) continue;
      const scope = await new InklingLessons.TaskRun(task, { failed: draftOf(task).failed }).scope();
      if (running || current !== lesson || kept.seen || !task.goal.done(scope)) continue;
      compare(task, kept, scope);
      update(lesson, task);
    }
  }

  async function withRun(lesson, task, work) {
    if (running) return undefined;
    const draft = draftOf(task);
    draft.status = '';
    const figure = task.figure ? figureOf(task) : null;
    const run = running = new InklingLessons.TaskRun(task, { figure, failed: draft.failed ??= [], tell: (epoch, value) => {
      if (epoch !== null) say(task, t(`epoch ${Math.floor(epoch)}`, `第 ${Math.floor(epoch)} 轮`));
      else say(task, String(value));
    } });
    update(lesson, task);
    try {
      return await work(run, draft);
    } catch (error) {
      if (!(error instanceof InklingLessons.Stopped)) draft.status = error.message;
      return undefined;
    } finally {
      if (running === run) running = null;
    }
  }

  async function start(lesson, task) {
    const kept = of(lesson.name, task.id);
    const result = await withRun(lesson, task, async (run, draft) => {
      if (task.goal) {
        if (!draft.isSetUp) await setUp(task);
        const isReached = await run.attempt(task.figure ? {} : { ...draft.controls });
        draft.picture = run.picture;
        if (!isReached) {
          const scope = await run.scope();
          draft.status = task.goal.not ? task.goal.not[language()](scope) : t('Not there yet.', '还没有达到。');
          Inkling.announce(draft.status);
          return null;
        }
      } else {
        if (task.load) await run.load(task.load);
        if (task.figure) run.figure.reset();
        await run.carryOut(task.run);
        draft.picture = run.picture;
      }
      const scope = await run.scope();
      draft.status = '';
      return scope;
    });
    if (result) compare(task, kept, result);
    if (current === lesson) update(lesson, task, result ? '.outcome' : 'button.run');
    if (result && task.lock.length) await lock(task);
  }

  // What was predicted against what was seen; the score is how near the prediction came.
  function compare(task, kept, scope) {
    if (task.predict.options) {
      const seen = task.predict.options.findIndex(({ when }) => when(scope) === true);
      kept.observed = seen;
      kept.points = kept.points ?? (seen === kept.predicted ? 1 : 0);
    } else if (task.predict.curve) {
      const { within } = task.predict.curve;
      kept.observed = Inkling.sketch.observed(task.predict.curve);
      const off = Inkling.sketch.distance(kept.observed, kept.predicted);
      kept.points = kept.points ?? Math.round(100 * Math.max(0, Math.min(1, 2 - off / within))) / 100;
    } else {
      const { value, within } = task.predict.number;
      kept.observed = value(scope);
      const off = Math.abs(kept.observed - kept.predicted);
      kept.points = kept.points ?? Math.round(100 * Math.max(0, Math.min(1, 2 - off / within))) / 100;
    }
    kept.seen = { en: task.seen.en(scope), zh: task.seen.zh(scope) };
    Inkling.announce(kept.seen[language()]);
    save();
  }

  // Hints are found, not written: the program tries what the chapter offers until the goal is reached.
  async function hint(lesson, task) {
    const { control, try: candidates } = task.goal.hint;
    const draft = draftOf(task);
    const mine = task.figure ? figureOf(task).neuron[control] : draft.controls[control];
    const found = await withRun(lesson, task, async (run) => {
      if (!draft.isSetUp) await setUp(task);
      const tried = [];
      let answer = null;
      for (const value of candidates) {
        tried.push(value);
        if (await run.attempt({ ...(task.figure ? {} : draft.controls), [control]: value })) {
          answer = value;
          break;
        }
      }
      if (task.figure) {
        run.figure.neuron[control] = mine;
        run.figure.show();
      } else run.controls = draft.controls;
      return { tried, answer };
    });
    if (found) {
      const name = task.goal.controls.find((one) => one.name === control)?.label?.[language()]({}) ?? control;
      const list = found.tried.join(', ');
      const isNumber = found.answer !== null && Number.isFinite(Number(found.answer)) && Number.isFinite(Number(mine));
      const way = !isNumber ? '' : Number(found.answer) === Number(mine) ? t(' Yours is that already: try it.', ' 你现在的就是它：试一试。')
        : Number(found.answer) > Number(mine) ? t(` Yours is ${mine}: make it larger.`, ` 你现在是 ${mine}：调大。`) : t(` Yours is ${mine}: make it smaller.`, ` 你现在是 ${mine}：调小。`);
      draft.status = found.answer === null
        ? t(`The program tried ${name} = ${list}; none of them does it.`, `程序试了 ${name} = ${list}，都不行。`)
        : isNumber ? t(`The program tried ${name} = ${list}: the last one does it.${way}`, `程序试了 ${name} = ${list}：最后一个可以。${way}`)
          : t(`The program tried ${found.tried.length} of the choices, the last of them with success. Look for one that is simple.`, `程序试了其中 ${found.tried.length} 个，最后一个成功。找一个简单的。`);
    }
    if (current === lesson) update(lesson, task, 'button.run');
  }

  // Compare, and name the reason.
  function outcome(lesson, task, kept, draft) {
    const isRight = kept.points >= 1;
    const { curve } = task.predict;
    const observed = curve ? t(`on the whole ${Inkling.sketch.words(curve, Inkling.sketch.distance(kept.observed, kept.predicted))} away`, `平均相差 ${Inkling.sketch.words(curve, Inkling.sketch.distance(kept.observed, kept.predicted))}`)
      : task.predict.options ? task.predict.options[kept.observed]?.text[language()]({}) ?? '–'
      : `${String(Number(kept.observed.toPrecision(4))).replace('-', '\u2212')}${task.predict.number.unit ? task.predict.number.unit[language()]({}) : ''}`;
    const { ask, options } = task.reason;
    const picked = kept.reason, isAnswered = picked !== undefined && options[picked]?.isRight;
    const check = make('button', { type: 'button', className: 'main check', disabled: draft.reason === undefined, onclick: () => {
      kept.reason = draft.reason;
      kept.reasonsTried = (kept.reasonsTried ?? 0) + 1;
      if (options[kept.reason].isRight && !kept.isDone) {
        kept.isDone = true;
        draft.isOpen = true;
        kept.score = Math.round(100 * (kept.points + (kept.reasonsTried === 1 ? 1 : 0.5))) / 100;
        save();
        locks = null;
        report(lesson, task, kept);
        Inkling.announce(t('Task done', '任务完成'));
        refresh();
        panel.querySelector(`.task[data-id="${task.id}"] h3 button`)?.focus({ preventScroll: true });
      } else {
        save();
        Inkling.announce(options[kept.reason].why[language()]({}));
        draft.reason = undefined;
        update(lesson, task, '.reason input');
      }
    } }, t('Check', '检查'));
    return [
      make('div', { className: 'outcome', tabIndex: -1, role: 'status' },
        make('dl', { className: 'compare' }, make('dt', {}, t('You predicted', '你的预测')), make('dd', {}, predictedText(task, kept)),
          make('dt', {}, t('It was', '结果')), make('dd', {}, make('strong', {}, observed), isRight ? t(' (as you said)', '（和你说的一样）') : t(' (not as you said)', '（和你说的不同）'))),
        curve ? Inkling.sketch.compared(curve, kept.predicted, kept.observed) : '',
        make('p', { className: 'seen' }, kept.seen[language()])),
      make('fieldset', { className: 'reason' }, make('legend', {}, make('strong', {}, ask[language()]({}))),
        ...choices(`reason-${task.id}`, options, draft.reason ?? picked, (i) => {
          draft.reason = i;
          check.disabled = false;
        }, { isOff: isAnswered, why: (i) => (i === picked ? { text: options[i].why[language()]({}), isRight: options[i].isRight } : null) })),
      isAnswered ? make('p', { className: 'quiet', role: 'status' }, t(`Done: ${kept.score} of 2 points`, `完成：${kept.score} / 2 分`)) : make('div', { className: 'row' }, check),
    ];
  }

  // --- The figure: one neuron with its sum, its curve, and its knobs ---------------------------------------------------

  const signed = (value, digits = 2) => (value < 0 ? `\u2212${Math.abs(value).toFixed(digits)}` : value.toFixed(digits));
  const plain = (value) => String(Number(value.toFixed(4))).replace('-', '\u2212');
  const bracketed = (value) => (value < 0 ? `(${plain(value)})` : plain(value));
  const subscripts = { x1: 'x₁', x2: 'x₂', w1: 'w₁', w2: 'w₂' };

  function figureOf(task) {
    if (figures.has(task.id)) return figures.get(task.id);
    const options = task.figure;
    const formula = make('div', { className: 'formula', role: 'status' });
    const dot = vector('path', { class: 'dot' }), drop = vector('path', { class: 'drop' });
    const low = options.activation === 'relu' || options.activation === 'linear' ? -0.5 : options.activation === 'tanh' ? -1 : 0;
    const high = options.activation === 'relu' || options.activation === 'linear' ? 2 : 1;
    const x = (z) => 20 * (Math.min(Math.max(z, -5), 5) + 5), y = (a) => 90 - (84 * (Math.min(Math.max(a, low), high) - low)) / (high - low);
    const sliders = new Map();
    const figure = {
      neuron: null,
      scene: '',
      reset() {
        figure.neuron = new InklingLessons.Neuron(options);
        figure.scene = '';
        figure.slopes = null;
        figure.show();
      },
      // Forward, loss, gradients, update: only the last of them changes a number of the neuron.
      play(scene) {
        figure.scene = scene;
        if (scene === 'gradients') figure.slopes = figure.neuron.slopes;
        if (scene === 'update') {
          figure.before = { ...figure.neuron };
          figure.neuron.update(figure.slopes ?? figure.neuron.slopes);
        }
        figure.show();
      },
      show() {
        const { neuron } = figure;
        const products = [`${plain(neuron.x1)} × ${bracketed(neuron.w1)}`];
        if (neuron.inputs === 2) products.push(`${plain(neuron.x2)} × ${bracketed(neuron.w2)}`);
        const f = { sigmoid: 'σ', tanh: 'tanh', relu: 'ReLU', linear: '' }[options.activation];
        const lines = [`z = ${products.join(' + ')} + ${bracketed(neuron.b)} = ${plain(neuron.z)}`, `a = ${f}(${plain(neuron.z)}) = ${signed(neuron.a, 4)}`];
        if (options.scenes) {
          const at = ['forward', 'loss', 'gradients', 'update'].indexOf(figure.scene);
          if (at >= 1) lines.push(`loss = ${signed(neuron.loss, 4)}   (target ${neuron.target})`);
          if (at >= 2) lines.push(Object.entries(figure.slopes ?? {}).map(([name, value]) => `∂loss/∂${subscripts[name] ?? name} = ${signed(value, 4)}`).join('\n'));
          lines.push(`w₁ = ${signed(neuron.w1, 4)}   ${neuron.inputs === 2 ? `w₂ = ${signed(neuron.w2, 4)}   ` : ''}b = ${signed(neuron.b, 4)}`);
        }
        formula.textContent = lines.join('\n');
        dot.setAttribute('d', `M${x(neuron.z)} ${y(neuron.a)}h0.001`);   // a round end keeps its shape where the picture is stretched
        drop.setAttribute('d', `M${x(neuron.z)} 90V${y(neuron.a)}H0`);
        for (const [name, { input, output }] of sliders) {
          if (document.activeElement !== input) input.value = neuron[name];
          output.textContent = signed(neuron[name]);
        }
        for (const button of figure.element?.querySelectorAll('.scenes button') ?? []) button.setAttribute('aria-pressed', String(button.dataset.scene === figure.scene));
      },
    };
    figure.neuron = new InklingLessons.Neuron(options);
    const curve = Array.from({ length: 101 }, (_, i) => `${i ? 'L' : 'M'}${i * 2} ${y(figure.neuron.curve(i / 10 - 5)).toFixed(2)}`).join('');
    const picture = vector('svg', { viewBox: '0 0 200 96', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
      vector('path', { class: 'axis', d: `M0 ${y(0)}H200M100 0V96` }), vector('path', { class: 'curve', d: curve }), drop);
    picture.append(dot);
    figure.element = make('div', { className: 'figure' }, formula, picture, ...options.move.map((name) => {
      const range = /^w/.test(name) ? 5 : /^x/.test(name) ? 2 : 5;
      const output = make('output');
      const input = make('input', { type: 'range', min: -range, max: range, step: 0.05, 'aria-label': name, 'data-control': name, oninput: () => {
        figure.neuron[name] = Number(input.value);
        figure.show();
      } });
      sliders.set(name, { input, output });
      return make('label', {}, make('span', {}, subscripts[name] ?? name), input, output);
    }), ...(options.scenes ? [make('div', { className: 'scenes' }, ...[['forward', t('Forward', '前向')], ['loss', t('Loss', '损失')],
      ['gradients', t('Gradients', '梯度')], ['update', t('Update', '更新')]].map(([scene, text]) => make('button', { type: 'button', className: 'plain-button',
      'data-scene': scene, 'aria-pressed': 'false', onclick: () => figure.play(scene) }, text)))] : []));
    figure.show();
    figures.set(task.id, figure);
    return figure;
  }

  // --- The program beside -----------------------------------------------------------------------------------------------

  inklingIsThere();
  function inklingIsThere() {
    if (!globalThis.inkling) return setTimeout(inklingIsThere, 50);
    inkling.on('state', (state) => {
      if (!panel) return;
      keepLocks(state).catch(() => {});
      recognise().catch(() => {});
    });
    inkling.ready.then(() => { if (panel && current) refresh(); });
    return undefined;
  }

  // For tests and the curious: the parsed chapters.
  Inkling.courseLessons = async () => {
    await prepare();
    return Promise.all(index.chapters.map(({ name }) => lessonOf(name)));
  };
})();
