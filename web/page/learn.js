// The way into the course: opens the chapter that the address names, before the program runs and without it,
// and fetches everything else of the course only then.
(() => {
  'use strict';
  const Inkling = globalThis.Inkling;

  Inkling.chapterOfAddress = () => /[#&]chapter=([a-z0-9-]{1,40})(?:&|$)/.exec(location.hash)?.[1] ?? '';

  // Without a name: the list of chapters.
  Inkling.showCourse = (name = '', isByAddress = false) => Inkling.script('course.js').then(() => Inkling.openCourse(name, isByAddress),
    () => Inkling.announce(Inkling.choose('The course did not load. Check the connection and try again.', '课程没有载入。请检查网络后再试。')));

  const follow = () => {
    const name = Inkling.chapterOfAddress();
    if (name) Inkling.showCourse(name, true);
    else Inkling.closeCourse?.(true);
  };
  addEventListener('hashchange', follow);
  follow();

  // Until the header has an entry of its own (it then sets Inkling.hasCourseEntry): in the header where there is
  // room, elsewhere for the keyboard.
  const entry = document.createElement('a');
  entry.id = 'learn';
  entry.href = '#1&chapter=list';
  entry.addEventListener('click', (event) => {
    event.preventDefault();
    Inkling.showCourse();
  });
  const name = () => { entry.textContent = Inkling.choose('Learn', '学习'); };
  new MutationObserver(name).observe(document.documentElement, { attributeFilter: ['lang'] });
  name();
  const style = new CSSStyleSheet();
  style.replaceSync(`#learn { position: fixed; z-index: 1; top: 8px; right: 324px; padding: 0 12px; border-radius: 6px; color: var(--text); background: var(--raised);
    font: 14px/32px "Inkling Inter", Inter, system-ui, sans-serif; text-decoration: none; box-shadow: inset 0 0 0 1px var(--line); }
    :root.course #learn { display: none; } #learn:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
    @media (max-width: 1439px), (max-height: 479px) { #learn:not(:focus) { opacity: 0; pointer-events: none; } }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, style];
  const whenStarted = () => (Inkling.isStarted ? Inkling.hasCourseEntry || document.body.prepend(entry) : setTimeout(whenStarted, 200));
  whenStarted();
})();
