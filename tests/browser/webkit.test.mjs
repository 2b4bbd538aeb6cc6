// What can be seen of WebKit without a driver: a page of ours, opened in the installed WebKitGTK, works Inkling from within and posts what came of it.
// INKLING_WITHOUT_DRIVER=firefox or chromium asks another engine the same.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { answerOf, close, missing } from '../exact/engines.mjs';

const engine = process.env.INKLING_WITHOUT_DRIVER ?? 'webkit';
const digest = 'd1ad090765e7c86c';  // inkling digest '#1&hidden=8&seed=3&steps=30'
let reason = '', answer;
before(async () => {
  reason = await missing(engine, true);
  if (!reason) answer = await answerOf(engine, 'tests/browser/webkit.html', { isDrawn: true });
}, { timeout: 600_000 });
after(close);

const check = (name, say) => test(name, (t) => {
  if (reason) return t.skip(`${engine}: ${reason}`);
  assert.equal(answer.problem, undefined);
  for (const part of Object.values(answer)) assert.equal(part.problem, undefined);
  return say(answer);
});

check('the element works across origins, in WebKit too', ({ element }) => {
  assert.deepEqual({ ...element, refusal: '', digest: '' }, { recipe: 'hidden=8&seed=3&learning-rate=0.01', refusal: '', digest: '', height: '316px', focus: true, scrolled: 0 });
  assert.match(element.refusal, /learning-rate|Learning rate/);
});

check('a sandboxed frame trains to the same weights, in WebKit too', ({ element, sandboxed }) => {
  assert.match(sandboxed.transport, /^(worker|inline)$/);
  assert.equal(element.digest, digest);
  assert.equal(sandboxed.digest, digest);
});

check('frames that show one session train it once, in WebKit too', ({ shared }) => assert.deepEqual(shared, { step: 5 }));

check('the mirror works the program, with names and roles, in WebKit too', ({ mirror }) => {
  assert.ok(mirror.isDrawn, 'WebGL 2 draws it');
  assert.equal(mirror.prediction, 1);
  assert.match(mirror.role, /^button$/i);
  assert.match(mirror.name, /Train/);
});

check('a link with a change on the way is trained again to the same digest, in WebKit too', ({ link }) => {
  assert.match(link.link, /^#1&/);
  assert.deepEqual({ ...link, link: '' }, { link: '', isSame: true, recipe: 'hidden=8&seed=3&learning-rate=0.02', replay: 'exact' });
});

check('the first task of the course can be done, in WebKit too', ({ course }) => {
  assert.match(course.heading, /neuron/i);
  assert.deepEqual({ ...course, heading: '' }, { heading: '', wasLocked: true, isDone: true, told: 1 });
});
