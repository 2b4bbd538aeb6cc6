// Chapters as teachers write them: prose in Markdown, tasks in YAML, conditions as small expressions. Nothing
// of a chapter is run as a program or becomes markup; what is wrong with it is told with its line.
// docs/lessons.md describes all fields.
(() => {
  'use strict';

  class LessonError extends Error {
    constructor(line, message) {
      super(message);
      this.line = line;
    }
  }

  // --- Expressions: numbers, names, 'texts', + - * / = != < <= > >= and or not, functions -----------------

  const mean = (list) => list.reduce((sum, value) => sum + value, 0) / list.length;
  const listed = (values) => values.flat();
  const functions = {
    min: (...values) => Math.min(...listed(values)),
    max: (...values) => Math.max(...listed(values)),
    mean: (...values) => mean(listed(values)),
    first: (list) => list[0],
    last: (list) => list.at(-1),
    abs: Math.abs,
    round: Math.round,
    count: (list) => list.length,
    ln: Math.log,
    exp: Math.exp,
    pick: (names, values) => names[values.indexOf(Math.max(...values))],  // the name of the largest value
  };

  // A name may hold hyphens, as settings do: a difference has blanks around its sign.
  const token = /\s*(?:(\d+(?:\.\d+)?(?:e[+-]?\d+)?)|'([^']*)'|([A-Za-z][A-Za-z0-9]*(?:-[A-Za-z][A-Za-z0-9]*)*)|(<=|>=|!=|[-+*\/=<>(),]))/y;

  function tokens(text) {
    const list = [];
    token.lastIndex = 0;
    while (text.slice(token.lastIndex).trim()) {
      const at = token.lastIndex, found = token.exec(text);
      if (!found) throw new Error(`“${text.slice(at).trim()}” is not understood`);
      const [, number, string, name, sign] = found;
      list.push(number !== undefined ? { number: Number(number) } : string !== undefined ? { string } : { name, sign });
    }
    return list;
  }

  const operators = [
    { or: (a, b) => a() || b() },
    { and: (a, b) => a() && b() },
    { '=': (a, b) => a() === b(), '!=': (a, b) => a() !== b(), '<': (a, b) => a() < b(), '<=': (a, b) => a() <= b(),
      '>': (a, b) => a() > b(), '>=': (a, b) => a() >= b() },
    { '+': (a, b) => a() + b(), '-': (a, b) => a() - b() },
    { '*': (a, b) => a() * b(), '/': (a, b) => a() / b() },
  ];

  // The expression as a function of a scope: an object of numbers, texts, truths and lists.
  function expression(source) {
    const list = tokens(String(source));
    let at = 0;
    const next = () => list[at];
    const takes = (sign) => next()?.sign === sign && ++at;
    const need = (sign) => {
      if (!takes(sign)) throw new Error(`“${sign}” is missing in “${source}”`);
    };

    function level(depth) {
      if (depth === operators.length) return unary();
      let left = level(depth + 1);
      for (;;) {
        const key = next()?.sign ?? next()?.name;
        const combine = key !== undefined && Object.hasOwn(operators[depth], key) && operators[depth][key];
        if (!combine) return left;
        at++;
        const first = left, second = level(depth + 1);
        left = (scope) => combine(() => first(scope), () => second(scope));
      }
    }

    function unary() {
      if (takes('-')) {
        const value = unary();
        return (scope) => -value(scope);
      }
      if (next()?.name === 'not') {
        at++;
        const value = unary();
        return (scope) => !value(scope);
      }
      if (takes('(')) {
        const value = level(0);
        need(')');
        return value;
      }
      const one = list[at++];
      if (!one || one.sign) throw new Error(`a value is missing in “${source}”`);
      if (one.number !== undefined) return () => one.number;
      if (one.string !== undefined) return () => one.string;
      if (takes('(')) {
        if (!Object.hasOwn(functions, one.name)) throw new Error(`there is no function “${one.name}”`);
        const values = [];
        do values.push(level(0)); while (takes(','));
        need(')');
        return (scope) => functions[one.name](...values.map((value) => value(scope)));
      }
      return (scope) => (Object.hasOwn(scope, one.name) ? scope[one.name] : NaN);
    }

    const value = level(0);
    if (at < list.length) throw new Error(`“${source}” goes on where it should end`);
    return value;
  }

  // --- Numbers in sentences: {testAccuracy|%}, {z|2}, {digest} ------------------------------------------------

  function shown(value, format) {
    if (typeof value !== 'number') return String(value);
    if (!Number.isFinite(value)) return '–';
    if (format === '%') return `${(value * 100).toFixed(1)} %`;
    const text = format === undefined ? value.toLocaleString('en-US', { maximumFractionDigits: 6 })
      : value.toLocaleString('en-US', { minimumFractionDigits: Number(format), maximumFractionDigits: Number(format) });
    return text.replace(/^-/, '\u2212');
  }

  function sentence(source) {
    const parts = String(source).split(/\{([^{}]*)\}/).map((part, i) => {
      if (i % 2 === 0) return () => part;
      const [, text, format] = /^(.*?)(?:\|(%|\d))?$/.exec(part);
      const value = expression(text);
      return (scope) => shown(value(scope), format);
    });
    return (scope) => parts.map((part) => part(scope)).join('');
  }

  // --- The shape of a task --------------------------------------------------------------------------------------

  const curveColumns = ['test_accuracy', 'train_accuracy', 'test_loss', 'train_loss'];
  const stepKinds = ['load', 'edit', 'set', 'reset', 'epochs', 'steps', 'draw', 'keep', 'each', 'figure', 'report', 'explore', 'tiles', 'scenes'];
  const fields = {
    task: ['id', 'title', 'beliefs', 'predict', 'load', 'lock', 'figure', 'goal', 'run', 'seen', 'reason', 'shapes'],
    predict: ['ask', 'options', 'number', 'curve'],
    curve: ['of', 'epochs', 'min', 'max', 'within'],
    option: ['text', 'when'],
    number: ['min', 'max', 'step', 'unit', 'value', 'within'],
    goal: ['ask', 'controls', 'done', 'not', 'hint'],
    control: ['min', 'max', 'step', 'start', 'label', 'choices'],
    hint: ['control', 'try'],
    reason: ['ask', 'options'],
    answer: ['text', 'why', 'right', 'belief'],
    figure: ['kind', 'x1', 'x2', 'w1', 'w2', 'b', 'activation', 'target', 'rate', 'move', 'scenes'],
  };

  function checker(lines, text, firstLine) {
    const all = text.split('\n');
    // The line of a key in a mapping, else of the mapping.
    const lineOf = (object, key) => {
      const start = lines.get(object);
      if (start === undefined) return firstLine;
      if (key === undefined) return firstLine + start;
      for (let i = start; i < all.length; i++) {
        if (new RegExp(`(^|[\\s{,-])${key}\\s*:`).test(all[i])) return firstLine + i;
      }
      return firstLine + start;
    };
    const fail = (object, key, message) => { throw new LessonError(lineOf(object, key), message); };
    const check = {
      fail,
      map(object, kind, parent, key) {
        if (!object || typeof object !== 'object' || Array.isArray(object)) fail(parent, key, `${key ?? kind} must be a list of fields`);
        for (const name of Object.keys(object)) {
          if (!fields[kind].includes(name)) fail(object, name, `${kind} has no field “${name}”; it may have ${fields[kind].join(', ')}`);
        }
        return object;
      },
      words(parent, key) {
        const value = parent[key];
        const both = typeof value === 'string' ? { en: value, zh: value } : value;
        if (!both || typeof both.en !== 'string' || typeof both.zh !== 'string') fail(parent, key, `${key} needs a text in both languages: {en: …, zh: …}`);
        return check.compile(parent, key, () => ({ en: sentence(both.en), zh: sentence(both.zh) }));
      },
      value(parent, key) {
        if (parent[key] === undefined) fail(parent, undefined, `${key} is missing`);
        return check.compile(parent, key, () => expression(parent[key]));
      },
      compile(parent, key, make) {
        try {
          return make();
        } catch (error) {
          return fail(parent, key, `${key}: ${error.message}`);
        }
      },
      list(parent, key) {
        if (!Array.isArray(parent[key]) || !parent[key].length) fail(parent, key, `${key} must be a list`);
        return parent[key];
      },
    };
    return check;
  }

  function steps(check, parent, key) {
    return check.list(parent, key).map((given) => {
      const one = typeof given === 'string' ? { [given]: true } : given;
      const kind = one && typeof one === 'object' ? Object.keys(one)[0] : '';
      if (!stepKinds.includes(kind) || Object.keys(one).length !== 1) {
        check.fail(typeof given === 'object' && given ? given : parent, typeof given === 'object' ? undefined : key,
          `a step is one of ${stepKinds.join(', ')}, not “${kind}”`);
      }
      const body = one[kind];
      if (kind === 'tiles') return { kind, label: check.words(one, kind) };
      if (kind === 'load' || kind === 'edit') return { kind, text: check.compile(one, kind, () => sentence(body)) };
      if (kind === 'epochs' || kind === 'steps') return { kind, count: check.value(one, kind) };
      if (kind === 'keep' || kind === 'set' || kind === 'figure') {
        if (!body || typeof body !== 'object') check.fail(one, kind, `${kind} takes names and values`);
        return { kind, values: Object.entries(body).map(([name, source]) => [name,
          kind === 'set' && typeof source === 'string' ? ((text) => () => text)(source) : check.compile(body, name, () => expression(source))]) };
      }
      if (kind === 'each') {
        if (!body || !body.name) check.fail(one, kind, 'each needs a name, a list “of”, and steps “do”');
        return { kind, name: String(body.name), of: check.list(body, 'of'), do: steps(check, body, 'do'),
          collect: Object.entries(body.collect ?? {}).map(([name, source]) => [name, check.compile(body.collect, name, () => expression(source))]) };
      }
      return { kind, value: body };
    });
  }

  function task(check, given, shapes) {
    check.map(given, 'task', given);
    if (!/^[a-z0-9-]+$/.test(given.id ?? '')) check.fail(given, 'id', 'id must be of a-z, 0-9 and hyphens');
    const out = { id: given.id, title: check.words(given, 'title'), beliefs: given.beliefs ?? [], lock: given.lock ?? [], shapes };
    if (given.load !== undefined) out.load = String(given.load);

    const predict = check.map(given.predict, 'predict', given, 'predict');
    out.predict = { ask: check.words(predict, 'ask') };
    if (predict.number) {
      const number = check.map(predict.number, 'number', predict, 'number');
      for (const key of ['min', 'max', 'within']) if (typeof number[key] !== 'number') check.fail(number, key, `${key} must be a number`);
      out.predict.number = { min: number.min, max: number.max, step: number.step ?? 'any', within: number.within,
        unit: number.unit === undefined ? null : check.words(number, 'unit'), value: check.value(number, 'value') };
    } else if (predict.curve) {
      const curve = check.map(predict.curve, 'curve', predict, 'curve');
      for (const key of ['epochs', 'min', 'max', 'within']) if (typeof curve[key] !== 'number') check.fail(curve, key, `${key} must be a number`);
      if (!curveColumns.includes(curve.of)) check.fail(curve, 'of', `of must be one of ${curveColumns.join(', ')}`);
      if (!(curve.min < curve.max && curve.epochs >= 2)) check.fail(curve, 'min', 'min must be below max, and epochs at least 2');
      out.predict.curve = { ...curve };
    } else {
      out.predict.options = check.list(predict, 'options').map((option) => {
        check.map(option, 'option', predict, 'options');
        return { text: check.words(option, 'text'), when: check.value(option, 'when') };
      });
    }

    if (given.figure) {
      const figure = check.map(given.figure, 'figure', given, 'figure');
      if (figure.kind !== 'neuron') check.fail(figure, 'kind', 'kind must be neuron, the one figure there is');
      out.figure = { activation: 'sigmoid', move: [], scenes: false, ...figure };
    }
    if (given.goal) {
      const goal = check.map(given.goal, 'goal', given, 'goal');
      out.goal = { ask: check.words(goal, 'ask'), done: check.value(goal, 'done'), not: goal.not ? check.words(goal, 'not') : null, controls: [] };
      for (const [name, control] of Object.entries(goal.controls ?? {})) {
        check.map(control, 'control', goal.controls, name);
        out.goal.controls.push({ name, ...control, label: control.label ? check.words(control, 'label') : null,
          choices: control.choices?.map((choice) => (typeof choice === 'object'
            ? { value: String(choice.value), text: check.words(choice, 'text') } : { value: String(choice), text: { en: () => String(choice), zh: () => String(choice) } })) });
      }
      if (goal.hint) {
        const hint = check.map(goal.hint, 'hint', goal, 'hint');
        if (!hint.control) check.fail(hint, undefined, 'control is missing');
        out.goal.hint = { control: String(hint.control), try: check.list(hint, 'try') };
      }
    }
    if (given.run) out.run = steps(check, given, 'run');
    else if (!out.goal) check.fail(given, undefined, 'run is missing: a list of steps, or a goal for the reader');
    out.seen = check.words(given, 'seen');

    const reason = check.map(given.reason, 'reason', given, 'reason');
    out.reason = { ask: check.words(reason, 'ask'), options: check.list(reason, 'options').map((option) => {
      check.map(option, 'answer', reason, 'options');
      if (!option.right && !option.belief) check.fail(option, undefined, 'a wrong answer names the belief that it comes from');
      return { text: check.words(option, 'text'), why: check.words(option, 'why'), isRight: option.right === true, belief: option.belief };
    }) };
    if (out.reason.options.filter(({ isRight }) => isRight).length !== 1) check.fail(reason, 'options', 'exactly one answer must be right: true');
    return out;
  }

  // --- The whole chapter -----------------------------------------------------------------------------------------

  function markdown(make) {
    const reader = make({ html: false, linkify: false, typographer: false });
    const signed = /\{([+-])([^{}]*)\}/g;
    reader.inline.ruler.before('text', 'sign', (state, silent) => {
      const found = /^\{([+-])([^{}]*)\}/.exec(state.src.slice(state.pos));
      if (!found) return false;
      if (!silent) {
        const made = state.push('sign', '', 0);
        made.markup = found[1];
        made.content = found[2];
      }
      state.pos += found[0].length;
      return true;
    });
    const span = (sign, content) => `<span class="${sign === '+' ? 'plus' : 'minus'}">${content}</span>`;
    reader.renderer.rules.sign = (list, i) => span(list[i].markup, reader.utils.escapeHtml(list[i].content));
    reader.renderer.rules.fence = (list, i) => `<pre tabindex="0"><code>${reader.utils.escapeHtml(list[i].content.trimEnd())
      .replace(signed, (all, sign, content) => span(sign, content))}</code></pre>`;
    reader.renderer.rules.code_block = reader.renderer.rules.fence;
    reader.renderer.rules.link_open = (list, i, options, env, self) => {
      list[i].attrSet('target', '_blank');
      list[i].attrSet('rel', 'noopener');
      return self.renderToken(list, i, options);
    };
    return reader;
  }

  // `firstLine`: the line of the file on which the text begins.
  function parse(name, source, firstLine, { jsyaml, markdownit }) {
    const text = source.replaceAll('\\`', '`').replaceAll('\r\n', '\n');
    const sections = {};
    let section = null;
    text.split('\n').forEach((line, i) => {
      const found = /^=== *(\S+) *$/.exec(line);
      if (found) {
        if (!['en', 'zh', 'tasks'].includes(found[1])) throw new LessonError(firstLine + i, `a part is === en, === zh or === tasks, not “${found[1]}”`);
        section = sections[found[1]] = { line: firstLine + i + 1, lines: [] };
      } else if (section) section.lines.push(line);
      else if (line.trim()) throw new LessonError(firstLine + i, 'a chapter begins with === en');
    });
    const reader = markdown(markdownit);
    const lesson = { name, titles: {}, html: {}, text: {}, tasks: [] };
    for (const language of ['en', 'zh']) {
      const part = sections[language];
      if (!part) throw new LessonError(firstLine, `=== ${language} is missing`);
      const title = part.lines.findIndex((line) => line.trim());
      const found = /^# +(.+)$/.exec(part.lines[title] ?? '');
      if (!found) throw new LessonError(part.line + Math.max(title, 0), 'the prose begins with a title: # Title');
      lesson.titles[language] = found[1].trim();
      lesson.text[language] = part.lines.slice(title + 1).join('\n');
      lesson.html[language] = reader.render(lesson.text[language]);
    }
    if (!sections.tasks) return lesson;

    const yaml = sections.tasks.lines.join('\n');
    const lines = new WeakMap(), open = [];
    let given;
    try {
      given = jsyaml.load(yaml, {
        listener(event, state) {
          if (event === 'open') open.push(state.line);
          else {
            const line = open.pop();
            if (state.result && typeof state.result === 'object') lines.set(state.result, line);
          }
        },
      }) ?? [];
    } catch (error) {
      throw new LessonError(sections.tasks.line + Math.min(error.mark?.line ?? 0, sections.tasks.lines.length - 1), `tasks: ${error.reason ?? error.message}`);
    }
    if (!Array.isArray(given)) throw new LessonError(sections.tasks.line, 'tasks must be a list: each begins with “- id:”');
    const check = checker(lines, yaml, sections.tasks.line);
    const ids = new Set();
    for (const one of given) {
      if (!one || typeof one !== 'object') throw new LessonError(sections.tasks.line, 'a task is a list of fields');
      lesson.tasks.push(task(check, one, one.shapes ?? {}));
      if (ids.has(one.id)) check.fail(one, 'id', `there are two tasks “${one.id}”`);
      ids.add(one.id);
    }
    return lesson;
  }

  globalThis.InklingLessons = { parse, expression, sentence, LessonError };
})();
