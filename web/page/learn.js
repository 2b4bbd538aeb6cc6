// The way into the course: opens the chapter that the address names, before the program runs and without it,
// and fetches everything else of the course only then.
(() => {
  'use strict';
  const Inkling = globalThis.Inkling;

  Inkling.chapterOfAddress = () => /[#&]chapter=([a-z0-9-]{1,40})(?:&|$)/.exec(location.hash)?.[1] ?? '';

  // Without a name: the list of chapters.
  Inkling.showCourse = (name = '', isByAddress = false) => Inkling.script('course.js').then(() => Inkling.openCourse(name, isByAddress),
    () => Inkling.announce(Inkling.choose('The course did not load. Check the connection and try again.', '课程没有载入。请检查网络后再试。')));

  Inkling.showTools = (name = '') => Inkling.script('tools.js').then(() => Inkling.openTools(name)).catch(
    () => Inkling.announce(Inkling.choose('The tools did not load. Check the connection and try again.', '工具没有载入。请检查网络后再试。')));

  const follow = () => {
    const name = Inkling.chapterOfAddress();
    if (name) Inkling.showCourse(name, true);
    else Inkling.closeCourse?.(true);
  };
  addEventListener('hashchange', follow);
  follow();
})();
