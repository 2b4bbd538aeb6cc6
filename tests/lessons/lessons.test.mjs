// The chapters as text: well formed, of readable length, and together covering every belief of the course.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const require = createRequire(import.meta.url);
const libraries = { jsyaml: require('js-yaml'), markdownit: require('markdown-it') };
const folder = join(root, 'web/lessons');

let index;
const texts = new Map();
const context = vm.createContext({
  inklingLessons: (list) => { index = list; },
  inklingLesson: (name, text) => texts.set(name, text),
});
for (const file of [join(root, 'web/page/lesson_text.js'), ...readdirSync(folder).filter((name) => name.endsWith('.js')).map((name) => join(folder, name))]) {
  vm.runInContext(readFileSync(file, 'utf8'), context, { filename: file });
}
const { parse, expression, sentence } = context.InklingLessons;
const parsed = (text, line = 1) => parse('test', text, line, libraries);
const lessons = index.chapters.map(({ name }) => parse(name, texts.get(name), 1, libraries));
const chapter = (tasks) => `\n=== en\n# A\n=== zh\n# B\n=== tasks\n${tasks}`;
const wrongAnswers = (task) => task.reason.options.filter(({ isRight }) => !isRight);

test('the index names every chapter that there is, with the titles of the chapters', () => {
  assert.deepEqual([...texts.keys()].sort(), Array.from(index.chapters, ({ name }) => name).sort());
  for (const [i, { en, zh }] of index.chapters.entries()) assert.deepEqual({ ...lessons[i].titles }, { en, zh });
});

test('chapters are short', () => {
  for (const { name, text } of lessons) {
    const words = text.en.split(/\s+/).filter(Boolean).length, signs = text.zh.replace(/\s/g, '').length;
    assert.ok(words >= 120 && words <= 300, `${name}: ${words} words`);
    assert.ok(signs >= 200 && signs <= 600, `${name}: ${signs} signs`);
  }
});

test('formulas are formulas in both languages, also after a list', () => {
  for (const { name, html, text } of lessons) {
    for (const language of ['en', 'zh']) {
      const blocks = text[language].split(/\n\n+/).filter((block) => /^( {4}|~~~)/.test(block)).length;
      assert.equal(html[language].split('<pre').length - 1, blocks, `${name} ${language}`);
    }
  }
});

test('every belief of the course is undone by a task and tempts in an answer', () => {
  assert.equal(Object.keys(index.beliefs).length, 16);
  const covered = new Set(lessons.flatMap(({ tasks }) => tasks.flatMap(({ beliefs }) => beliefs)));
  const tempting = new Set(lessons.flatMap(({ tasks }) => tasks.flatMap((task) => wrongAnswers(task).map(({ belief }) => belief))));
  for (const belief of Object.keys(index.beliefs)) {
    assert.ok(covered.has(belief), `no task undoes “${belief}”`);
    assert.ok(tempting.has(belief), `no answer comes from “${belief}”`);
  }
  for (const belief of [...covered, ...tempting]) assert.ok(index.beliefs[belief], `“${belief}” is no belief of the index`);
});

test('the right answer does not always stand at the same place', () => {
  const places = lessons.flatMap(({ tasks }) => tasks.map(({ reason }) => reason.options.findIndex(({ isRight }) => isRight)));
  for (const place of [0, 1, 2]) assert.ok(places.filter((one) => one === place).length >= 3, String(places));
});

test('expressions', () => {
  for (const [text, value] of [['1 + 2 * 3', 7], ['(1 + 2) * 3', 9], ['-a + 1', -1], ['learning-rate = 0.5', true], ['a >= 2 and not (b < 3)', true], ['max(list) - min(list)', 4],
    ["phase = 'diverged' or a = 2", true], ['pick(names, list)', 'y'], ['unknown > 1', false], ['1e-3', 0.001]]) {
    assert.equal(expression(text)({ a: 2, b: 3, 'learning-rate': 0.5, phase: 'paused', list: [1, 5], names: ['x', 'y'] }), value, text);
  }
  for (const text of ['', '1 +', '(1', '1 2', 'a ? b', 'nothing(1)', 'a.b']) assert.throws(() => expression(text), text);
  assert.equal(expression('constructor')({}).toString(), 'NaN');
  assert.equal(sentence('{a|%} and {b|2}, {c}')({ a: 0.123, b: -1, c: 'x' }), '12.3 % and \u22121.00, x');
});

test('what is wrong is told with its line', () => {
  const line = (text, message) => assert.throws(() => parsed(text, 10), (error) => {
    assert.match(error.message, message);
    line.last = error.line;
    return true;
  }) ?? line.last;
  assert.equal(line('\nprose', /begins with === en/), 11);
  assert.equal(line('\n=== fr\n', /=== en, === zh or === tasks/), 11);
  assert.equal(line('\n=== en\nno title', /begins with a title/), 12);
  assert.equal(line('\n=== en\n# A\n', /=== zh is missing/), 10);
  assert.equal(line(chapter('- id: a\n  titel: x'), /no field “titel”/), 17);
  assert.equal(line(chapter('- id: a\n  title: {en: "a"}'), /both languages/), 17);
  assert.equal(line(chapter('- id: a\n  title: "a'), /tasks: /), 17);
  assert.equal(line(chapter('- id: a\n  title: a\n  predict:\n    ask: a\n    options:\n      - {text: a, when: "1 +"}'), /when: a value is missing/), 21);
  assert.equal(line(chapter('just text'), /tasks must be a list/), 16);
});

test('a chapter cannot bring markup or scripts', () => {
  const { html } = parsed('\n=== en\n# A\n<img src=x onerror=alert(1)> [a](javascript:alert(1)) [b](https://example.org)\n\n    {+<b>}\n=== zh\n# B\n');
  assert.doesNotMatch(html.en, /<img|<b>|href="javascript/);
  assert.match(html.en, /&lt;img/);
  assert.match(html.en, /<a href="https:\/\/example.org" target="_blank" rel="noopener">/);
  assert.match(html.en, /<span class="plus">&lt;b&gt;<\/span>/);
});
