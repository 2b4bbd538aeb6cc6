// The tools by real clicks: what each finds agrees with what the program itself says.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  assertClean, centre, click, find, measured, newPage, open, predict, ready, setUp, state, still, tearDown, until, untilState, untilWidget, visit, write,
} from './support.mjs';

before(setUp, { timeout: 60_000 });
after(tearDown, { timeout: 30_000 });

const timeout = 120_000;
const one = [[[0.5, 0.15], [0.5, 0.85]]];

async function trained(t, options = {}) {
  const opened = await open(t, options);
  const { page } = opened;
  await page.evaluate(() => inkling.set('speed', 0));
  await untilState(page, 'five epochs', ({ epoch }) => epoch >= 5, 60_000);
  await page.evaluate(() => inkling.pause());
  await untilState(page, 'the figures', ({ phase, evaluating }) => phase === 'paused' && !evaluating);
  return opened;
}

const result = (page, name) => page.locator(`#tools [data-result="${name}"]`);

async function choose(page, name) {
  await page.locator(`#tools nav [data-tool="${name}"]`).click();
  const go = page.locator('#tools .result button.main', { hasText: /^(Compute|计算)$/ });  // of a tool that takes long
  if (await go.count()) await go.click();
  await page.waitForSelector('#tools .body:not([aria-busy])', { timeout: 60_000 });
}

for (const [language, locale] of [['en', 'en-GB'], ['zh', 'zh-CN']]) {
  test(`every tool says what the program says (${language})`, { timeout }, async (t) => {
    const opened = await trained(t, { locale });
    const { page } = opened;
    await page.evaluate((strokes) => inkling.draw(strokes), one);
    const width = await page.evaluate(() => Inkling.canvas.getBoundingClientRect().width);
    await click(opened, 'tools.open');
    await result(page, 'carry').waitFor({ timeout: 60_000 });
    assert.equal(await page.locator('#tools').getAttribute('lang'), language === 'zh' ? 'zh-Hans' : 'en');
    assert.equal(await page.evaluate(() => Inkling.canvas.getBoundingClientRect().width), width - 420);

    // 540 test images; as many misread as the accuracy leaves.
    const now = await state(page);
    const numbers = (await result(page, 'carry').innerText()).match(/\d+/g).map(Number);
    const wrong = Math.round((1 - now.testAccuracy) * 540);
    assert.ok(numbers.includes(540) && numbers.includes(wrong), `${numbers}, ${wrong} misread`);
    const hardest = page.locator('#tools .grid button').first();
    assert.equal(await page.locator('#tools .grid button').count(), 24);
    await hardest.click();
    const sample = Number(await hardest.getAttribute('data-sample'));
    const onPad = await until('the sample on the pad', () => page.evaluate(() => Inkling.apiCall('pixels').pixels));
    assert.ok(onPad.length === 64 && sample >= 0);

    await page.evaluate((strokes) => inkling.draw(strokes), one);
    await choose(page, 'saliency');
    const { probabilities, prediction } = await predict(page);
    assert.equal(prediction, 1);
    assert.ok((await result(page, 'saliency').innerText()).includes(`${(100 * probabilities[1]).toFixed(1)} %`));

    await choose(page, 'nudge');
    assert.equal(await page.locator('#tools .images canvas').count(), 3);
    assert.match(await page.locator('#tools .images figcaption').nth(1).innerText(), /[:：] ?3 /);

    await choose(page, 'map');
    assert.equal(await page.locator('#tools svg text').count(), 540);
    assert.equal(await page.locator('#tools svg [data-result=pad]').count(), 1);

    await choose(page, 'reliability');
    const error = async () => Number(await result(page, 'reliability').getAttribute('data-error'));
    const plain = await error();
    await page.locator('#tools .row button.plain').click();
    assert.ok(Number.isFinite(plain) && Number.isFinite(await error()));

    await choose(page, 'fold');
    assert.ok(Number(await result(page, 'fold').getAttribute('data-difference')) > 0.01, 'ReLU bends');

    await choose(page, 'rates');
    await result(page, 'rates').waitFor({ timeout: 60_000 });
    await page.locator('#tools .row button.plain').click();
    await untilState(page, 'the rate that was found', ({ recipe }) => recipe.includes('learning-rate='));

    // The loss along a step: at the session's own rate, and at the slider's ends, where it stands and where the picture ends.
    await choose(page, 'slice');
    const slice = async () => {
      const { rate, loss } = await result(page, 'slice').evaluate(({ dataset }) => ({ ...dataset }));
      return { rate: Number(rate), loss: Number(loss) };
    };
    const own = await slice();
    assert.equal(own.rate, Number(/learning-rate=([\d.]+)/.exec((await state(page)).recipe)[1]));
    await page.locator('#tools input[type=range]').focus();
    await page.keyboard.press('Home');
    const here = await slice();
    await page.keyboard.press('End');
    const far = await slice();
    assert.ok(here.rate === 0 && far.rate > own.rate && far.loss > here.loss, JSON.stringify([here, own, far]));
    await page.locator('#tools .row button.plain').click();
    assert.deepEqual(await slice(), own);

    await choose(page, 'landscape');
    await result(page, 'landscape').waitFor({ timeout: 60_000 });
    const colours = await page.evaluate(() => {
      const canvas = document.querySelector('#tools canvas.smooth');
      const copy = new OffscreenCanvas(76, 76).getContext('2d');
      copy.drawImage(canvas, 0, 0, 76, 76);
      return new Set(new Uint32Array(copy.getImageData(0, 0, 76, 76).data.buffer)).size;
    });
    assert.ok(colours > 50, `${colours} colours of relief`);

    await page.keyboard.press('Escape');
    await page.waitForSelector('#tools', { state: 'detached' });
    assert.equal(await page.evaluate(() => Inkling.canvas.getBoundingClientRect().width), width);
    assertClean(opened);
  });
}

// What `inkling explain --hidden 16 --steps 40 --sample 5 --layer 1 --neuron 3 --json` prints, from the same weights to the last bit.
const explained = {
  z: 0.21754384, b: 0.031173272, dz: -0.2017439, loss: 2.5195705890655518,
  term: { input: 37, x: 1, w: 0.35021925, product: 0.35021925 },
};

test('a neuron is taken apart with the numbers of inkling explain', { timeout }, async (t) => {
  const opened = await open(t);
  const { page } = opened;
  await page.evaluate(() => inkling.load('#1&hidden=16&steps=40'));
  await untilState(page, 'step 40', ({ step, phase }) => step === 40 && phase === 'paused');
  await page.evaluate(() => inkling.sample(5));
  await click(opened, 'tools.open');
  await page.locator('#tools nav [data-tool=neuron]').click();
  await write(page.getByRole('spinbutton', { name: 'Neuron' }), '3');
  await page.keyboard.press('Enter');
  await until('neuron 3', async () => (await result(page, 'z').innerText()) === '+0.218');
  assert.equal(await page.evaluate(() => document.activeElement.type), 'number', 'the choice keeps the focus');
  await page.getByRole('combobox', { name: 'If this is a' }).selectOption('5');
  await until('the loss of a 5', async () => (await result(page, 'gradient').innerText()).includes('2.52'));
  assert.match(await result(page, 'gradient').innerText(), /raising z lowers the loss\s+−0\.2017/);
  assert.match(await result(page, 'terms').innerText(), /row 5, column 6\s+1\.000\s+\+0\.350\s+\+0\.350/);

  const answer = await page.evaluate(() => Inkling.explore('neuron 0 3 5 -1'));
  const { input, x, w, product } = explained.term;
  assert.deepEqual(answer.terms[0], [input, x, w, product]);
  for (const name of ['z', 'b', 'dz', 'loss']) assert.equal(Math.fround(answer[name]), Math.fround(explained[name]), name);
  const sum = answer.terms.reduce((total, [, , , term]) => total + term, answer.others + answer.b);
  assert.ok(Math.abs(sum - answer.z) < 1e-6, 'the terms, the smaller ones and the bias make z');

  // An output: softmax, which adds up to one.
  await page.getByRole('combobox', { name: 'Layer', exact: true }).selectOption('1');
  await result(page, 'softmax').waitFor();
  const output = await page.evaluate(() => Inkling.explore('neuron 1 9 5 -1'));
  const { probabilities } = await predict(page);
  output.softmax.terms.forEach(([, , share], k) => assert.equal(Math.fround(share), Math.fround(probabilities[k])));
  assertClean(opened);
});

// What `inkling explain --hidden 16 --steps 40 --sample 5 --layer 1 --neuron 1 --input 11 --json` prints, and
// `inkling digest '#1&hidden=16&steps=41'`.
const stepped = {
  neuron: 1, input: 11, w: 0.30601683, z: 1.5550367, da: -0.049976077, ofPenalty: 0.00003060168, total: -0.049945474, fifth: -0.91950583,
  digest: '37a6c09f379921f2',
};

test('a number opens what it comes from, and the picture and the tools mark the same neuron', { timeout }, async (t) => {
  const opened = await open(t);
  const { page } = opened;
  await page.evaluate(() => inkling.load('#1&hidden=16,8&steps=40'));
  await untilState(page, 'step 40', ({ step, phase }) => step === 40 && phase === 'paused');
  await page.evaluate(() => inkling.sample(5));
  const selected = () => page.evaluate(async () => (await inkling.state()).selected);
  await page.evaluate(() => inkling.select(2, 3));
  await click(opened, 'tools.open');
  const neuron = page.getByRole('spinbutton', { name: 'Neuron' });
  await neuron.waitFor({ timeout: 60_000 });
  assert.equal(await neuron.inputValue(), '3', 'what is selected in the picture is looked into');
  assert.equal(await page.getByRole('combobox', { name: 'Layer', exact: true }).inputValue(), '1');

  // A term of a deeper layer is a neuron before it; from there the way leads back.
  const source = result(page, 'terms').locator('[data-opens]').first();
  const [layer, place] = (await source.getAttribute('data-opens')).split(',');
  assert.equal(layer, '0');
  const term = Number((await source.locator('xpath=ancestor::tr').locator('td').nth(1).innerText()));
  await source.click();
  await until('the neuron before', async () => (await selected()) === `1,${place}`);
  const { a } = await page.evaluate((unit) => Inkling.explore(`neuron 0 ${unit} -1 -1`), place);
  assert.ok(Math.abs(a - term) < 0.0006, `its a, ${a}, is the x of the term, ${term}`);
  await page.locator('#tools [data-back]').click();
  await until('back', async () => (await selected()) === '2,3');

  // Chosen in the picture while the tools are open: by the API, as a click there does.
  await page.evaluate(() => inkling.select(1, 7));
  await until('the tools follow', async () => (await neuron.inputValue()) === '7');
  await assert.rejects(page.evaluate(() => inkling.select(1, 99)), /select takes a layer/);

  // Pressed twice in the picture, a neuron is opened.
  await page.getByRole('button', { name: 'Close the tools' }).click();
  await page.waitForSelector('#tools', { state: 'detached' });
  await page.evaluate(() => inkling.select(1, 4));
  await until('the mark', async () => (await find(page, 'stage.graph.neuron')).number > 0);
  const [x, y] = centre(await still(page, 'stage.graph.neuron'));
  await page.evaluate(() => inkling.select());
  await page.mouse.dblclick(x, y);
  await neuron.waitFor({ timeout: 20_000 });
  assert.equal(await neuron.inputValue(), '4');
  assert.equal(await selected(), '1,4');
  assertClean(opened);
});

// As far as a float's step from 0: the same number on two ways.
const near = (one, other, unit = 1e-6) => Math.abs(one - other) <= unit;

test('the gradients that the picture shows are those of central differences', { timeout }, async (t) => {
  const opened = await open(t);
  const { page } = opened;
  await page.evaluate(() => inkling.load('#1&hidden=16&activation=tanh&steps=40&l2=0'));
  await untilState(page, 'step 40', ({ step, phase }) => step === 40 && phase === 'paused');
  await page.evaluate(() => inkling.sample(5));
  await click(opened, 'tools.open');
  const floats = await page.evaluate(async () => {
    while (!Inkling.explore) await new Promise((resume) => setTimeout(resume, 50));
    const { gradients } = await Inkling.explore('gradients 5 -1');
    const text = atob(gradients.replaceAll('-', '+').replaceAll('_', '/'));
    return [...new Float32Array(Uint8Array.from(text, (byte) => byte.charCodeAt(0)).buffer)];
  });
  assert.equal(floats.length, 65 * 16 + 17 * 10);
  // The loss at w ± h, by an edit of that weight: a way that knows nothing of gradients. Edits round to what the network holds.
  const h = 0.02;
  for (const [input, unit] of [[37, 3], [11, 1], [28, 9]]) {
    const slope = await page.evaluate(async ({ input, unit, h }) => {
      const w = (await inkling.layer(1)).weights[input * 16 + unit];
      const lossAt = async (value) => {
        await inkling.edit(`weight=1,${unit},${input},${value}`);
        for (;;) {
          const now = (await inkling.layer(1)).weights[input * 16 + unit];
          if (now === Math.fround(value)) break;
          await new Promise((resume) => setTimeout(resume, 20));
        }
        const { probabilities } = await inkling.predict();
        return -Math.log(probabilities[5]);
      };
      const above = await lossAt(Math.fround(w + h)), below = await lossAt(Math.fround(w - h));
      await lossAt(w);
      return (above - below) / (Math.fround(w + h) - Math.fround(w - h));
    }, { input, unit, h });
    const found = floats[input * 16 + unit];
    assert.ok(near(found, slope, 2e-4 + 0.01 * Math.abs(slope)), `∂L/∂w from ${input} to ${unit}: ${found}, by differences ${slope}`);
  }
  assertClean(opened);
});

// Pixels of the stage in the accent's colour.
const violet = (page) => measured(page, { x: 280, y: 48, width: 700, height: 540 }, ({ data }) => {
  let count = 0;
  for (let i = 0; i < data.length; i += 4) {
    const [r, g, b] = [data[i], data[i + 1], data[i + 2]];
    count += Math.abs(r - 0xa5) + Math.abs(g - 0x94) + Math.abs(b - 0xff) < 24 || Math.abs(r - 0x5b) + Math.abs(g - 0x45) + Math.abs(b - 0xde) < 24 ? 1 : 0;
  }
  return count;
});

test('one step is gone through slowly, forwards and back, and is the step that the trainer takes', { timeout }, async (t) => {
  const opened = await open(t);
  const { page } = opened;
  await page.evaluate(() => inkling.load('#1&hidden=16&steps=40'));
  const before = await untilState(page, 'step 40', ({ step, phase }) => step === 40 && phase === 'paused');
  await page.evaluate(() => inkling.sample(5));
  await click(opened, 'tools.open');
  await page.locator('#tools nav [data-tool=step]').click();
  await result(page, 'answers').waitFor({ timeout: 60_000 });
  const isSame = () => result(page, 'digest').getAttribute('data-same');
  const go = (by) => page.locator(`#tools [data-go="${by}"]`).click();
  assert.match(await result(page, 'forward').innerText(), /row 2, column 4 → neuron 1\s+\+0\.306[^]*z = Σ x · w \+ b\s+\+1\.555/);
  assert.equal(await isSame(), 'true');
  // A number unfolds to its arithmetic.
  for (const summary of await page.locator('#tools .unfold summary').all()) await summary.click();
  assert.match(await result(page, 'forward').innerText(), /x = \(pixel − offset\) · factor = \(16 − 0\) · 0\.0625 = 1\s[^]*a = max\(0, 1\.555\) = 1\.555/);

  await go(1);
  await result(page, 'loss').waitFor();
  await page.getByRole('combobox', { name: 'The truth' }).selectOption('5');
  await until('the loss of a 5', async () => (await result(page, 'loss').innerText()).includes('2.52'));
  const before3 = await violet(page);
  await go(1);
  await result(page, 'errors').waitFor();
  await until('the way is drawn over the network', async () => (await violet(page)) > before3 + 600);
  assert.match(await result(page, 'errors').innerText(), /5 · the truth\s+0\.0805 − 1\s+−0\.9195/);
  assert.match(await result(page, 'hears').innerText(), /sum, ∂L\/∂a\s+−0\.0500/);
  assert.equal(await isSame(), 'true', 'gradients change nothing');

  const answer = await page.evaluate(() => Inkling.explore('step 5 -1'));
  const [w, z, , da] = answer.at, [x, dz, ofLoss, ofPenalty, total] = answer.gradient;
  assert.deepEqual({ neuron: answer.neuron, input: answer.input, w, z, da, ofPenalty, total, fifth: Number(Math.fround(answer.errors[5]).toPrecision(8)), digest: stepped.digest }, stepped);
  assert.ok(Math.abs(answer.errors.reduce((sum, error) => sum + error, 0)) < 1e-6, 'p − y adds up to nothing');
  assert.ok(Math.abs(answer.hears.reduce((sum, [, delta, weight]) => sum + delta * weight, 0) - da) < 1e-6, 'what it hears makes ∂L/∂a');
  assert.ok(Math.abs(answer.path.reduce((product, { value }) => product * value, 1) - answer.product) < 1e-7, 'the path is a product');
  assert.ok(Math.abs(dz * x - ofLoss) < 1e-7);
  // All ways together make the gradient, those among the others too, which a press shows.
  const ways = () => result(page, 'ways').locator('tr:visible').evaluateAll((lines) => lines.map((line) => [line.cells[0].innerText, Number(line.cells[2].innerText.replaceAll('−', '-'))]));
  const few = await ways();
  assert.deepEqual([few.length, few.at(-2)[0], few.at(-1)[0]], [6, '6 others', '∂L/∂w']);
  assert.ok(Math.abs(few.slice(0, -1).reduce((sum, [, value]) => sum + value, 0) - few.at(-1)[1]) < 2e-4);
  await page.locator('#tools [data-more=ways]').click();
  const all = await ways();
  assert.equal(all.length, 12);
  assert.ok(Math.abs(all.slice(5, -1).reduce((sum, [, value]) => sum + value, 0) - few[4][1]) < 2e-4);
  assert.ok(Math.abs(all.at(-1)[1] - ofLoss) < 1e-4);

  // Back and forth by keys, then the step itself.
  await page.locator('#tools .body').focus();
  await page.keyboard.press('ArrowLeft');
  await result(page, 'loss').waitFor();
  await page.keyboard.press('ArrowRight');
  await result(page, 'errors').waitFor();
  await go(1);
  await result(page, 'plain').waitFor();
  assert.equal(await isSame(), 'true');
  await until('the trainer’s own update', async () => (await result(page, 'own').innerText()).includes('remembered'));
  // Its arithmetic, worked out again from the numbers that it shows.
  const lines = (await result(page, 'arithmetic').innerText()).replaceAll('−', '-').split('\n');
  const { beta1, beta2, gradient, first: [m0, m], second: [v0, v], rate, epsilon, step: move } = await page.evaluate(({ unit, from }) => Inkling.explore(`update 0 ${unit} ${from}`), { unit: answer.neuron, from: answer.input });
  assert.ok(near(beta1 * m0 + (1 - beta1) * gradient, m) && near(beta2 * v0 + (1 - beta2) * gradient ** 2, v) && near(-rate * m / (Math.sqrt(v) + epsilon), move));
  assert.match(lines[0], /^m = 0\.9 · .+ \+ 0\.1 · .+ = /);
  assert.equal(lines.length, 5);
  await page.locator('#tools .signs summary').click();
  assert.match(await page.locator('#tools .signs').innerText(), /∂L\/∂w[^]*for w = \+0\.306/);
  await page.getByRole('button', { name: 'Take the step' }).click();
  await result(page, 'update').waitFor();
  assert.equal(await result(page, 'promised').getAttribute('data-same'), 'true', 'the weight goes where Adam was worked out to take it');
  assert.equal(await isSame(), 'false');
  const after = await state(page);
  assert.deepEqual([after.step, after.digest], [before.step + 1, stepped.digest]);

  await page.getByRole('button', { name: 'Do it 1,000 times' }).click();
  await page.waitForSelector('#tools', { state: 'detached' });
  await untilState(page, 'a thousand steps more', ({ step }) => step === before.step + 1001, 30_000);
  assertClean(opened);
});

// What `inkling explain --hidden 16 --steps 40 --class-weights balanced --loss binary-cross-entropy --sample 5 --layer 1 --neuron 1
// --input 11 --json` prints.
const weighed = { loss: 2.6815309561002225, weight: 1.0836206896551723, z: 2.4428866, dz: -0.278405 };

test('a step counts classes as training does, and takes any loss apart', { timeout }, async (t) => {
  const opened = await open(t);
  const { page } = opened;
  await page.evaluate(() => inkling.load('#1&hidden=16&steps=40&class-weights=balanced&loss=binary-cross-entropy'));
  await untilState(page, 'step 40', ({ step, phase }) => step === 40 && phase === 'paused');
  await page.evaluate(() => inkling.sample(5));
  await page.evaluate(() => Inkling.showTools('step'));
  await result(page, 'answers').waitFor({ timeout: 60_000 });
  const { loss, weight, at: [, z, , , dz], costs } = await page.evaluate(() => Inkling.explore('step 5 -1 1 11'));
  assert.deepEqual({ loss, weight, z, dz }, weighed);
  assert.ok(Math.abs(costs.reduce((sum, cost) => sum + cost, 0) - loss) < 1e-12);
  await page.locator('#tools [data-go="1"]').click();
  await page.getByRole('combobox', { name: 'The truth' }).selectOption('5');
  await until('each class with what it costs', async () => /5 · the truth\s+−ln 0\.514\s[^]*weight of the class\s+× 1\.08\s[^]*L\s+sum\s+2\.68/.test(await result(page, 'loss').innerText()));
  assertClean(opened);
});

test('of a problem in the plane a neuron is taken apart at a test point', { timeout }, async (t) => {
  const opened = await open(t);
  const { page } = opened;
  await page.evaluate(() => inkling.load('#1&dataset=xor&hidden=4&steps=200'));
  await untilState(page, 'step 200', ({ step, phase }) => step === 200 && phase === 'paused');
  await page.evaluate(() => Inkling.showTools('neuron'));
  await result(page, 'z').waitFor({ timeout: 60_000 });
  const answer = await page.evaluate(() => Inkling.explore('neuron 0 0 -1 -1'));
  const z = answer.terms.reduce((total, [, x, w]) => total + x * w, answer.b);
  assert.ok(Math.abs(z - answer.z) < 1e-6 && answer.terms.length === 2);
  assert.ok(Math.abs(Math.tanh(answer.z) - answer.a) < 1e-6);
  assertClean(opened);
});

test('the figures in the header are those of the network on the screen, after an edit too', { timeout }, async (t) => {
  const opened = await open(t);
  const { page } = opened;
  await page.evaluate(() => inkling.load('#1&hidden=16&steps=70'));  // amid an epoch
  const before = await untilState(page, 'step 70', ({ step, phase, evaluating }) => step === 70 && phase === 'paused' && !evaluating);
  await page.evaluate(() => inkling.edit('silence=1,0;silence=1,1;silence=1,2;silence=1,3'));
  const after = await untilState(page, 'figures of the edited network', ({ testAccuracy, evaluating }) => !evaluating && testAccuracy !== before.testAccuracy);
  await until('the header', () => page.evaluate((share) => inkling.widgets().some(({ id, value }) => id === 'status.accuracy' && String(value).includes(share)), (100 * after.testAccuracy).toFixed(1)));
  assertClean(opened);
});

test('the gradients are proved on the very network, for the drawing that is there', { timeout }, async (t) => {
  const opened = await open(t);
  const { page } = opened;
  await page.evaluate(() => inkling.load('#1&hidden=16,8&activation=tanh&steps=80'));
  await untilState(page, 'step 80', ({ step, phase }) => step === 80 && phase === 'paused');
  await page.evaluate(() => inkling.sample(5));
  await page.evaluate(() => Inkling.showTools('proof'));
  await result(page, 'proof').waitFor({ timeout: 60_000 });
  assert.ok(Number(await result(page, 'proof').getAttribute('data-largest')) < 1e-5);
  assert.match(await result(page, 'proof').innerText(), /290 of 1,266 parameters, drawn by lot/);  // 100 + 100 + all 90
  const first = await result(page, 'checks').innerText();
  // What is moved by hand in the page moves the loss as the table says: the weight that differs most.
  const { worst, label } = await page.evaluate(() => Inkling.explore('proof 5 -1 0'));
  assert.equal(label, 5);
  const [layer, input, unit, backward] = worst.find(([, from]) => from >= 0);
  const units = [16, 8, 10][layer];
  const slope = await page.evaluate(async ({ at, h }) => {
    const [l, i, u, n] = at;
    const w = (await inkling.layer(l + 1)).weights[i * n + u];
    const lossAt = async (value) => {
      await inkling.edit(`weight=${l + 1},${u},${i},${value}`);
      while ((await inkling.layer(l + 1)).weights[i * n + u] !== Math.fround(value)) await new Promise((resume) => setTimeout(resume, 20));
      return -Math.log((await inkling.predict()).probabilities[5]);
    };
    const slopeOf = (await lossAt(Math.fround(w + h)) - await lossAt(Math.fround(w - h))) / (Math.fround(w + h) - Math.fround(w - h));
    await lossAt(w);
    return slopeOf;
  }, { at: [layer, input, unit, units], h: 0.02 });
  assert.ok(Math.abs(slope - backward) < 2e-4 + 0.01 * Math.abs(backward), `${slope} by hand, ${backward}`);
  await page.getByRole('button', { name: 'Draw other lots' }).click();
  await until('other lots', async () => (await result(page, 'checks').innerText()) !== first);
  assertClean(opened);
});

test('a sealed part judges once, and the looks at the test part are counted', { timeout }, async (t) => {
  const opened = await open(t);
  const { page } = opened;
  await page.evaluate(() => inkling.load('hidden=12'));
  await page.evaluate(() => inkling.pause());  // what trains meanwhile would be looked at too
  await page.evaluate(() => Inkling.showTools('sealed'));
  await page.locator('#tools [data-seal]').click();
  await untilState(page, 'half is sealed', ({ recipe }) => recipe.includes('sealed-share=0.5'));
  for (const seed of [1, 2, 3]) {
    await page.evaluate(() => inkling.pause());
    await page.evaluate((value) => inkling.set('seed', value), seed);
    await untilState(page, `a fresh run ${seed}`, ({ recipe, step, phase }) => recipe.includes(`seed=${seed}`) && step === 0 && phase === 'paused');
    await page.evaluate(() => inkling.epoch());
    await untilState(page, 'an epoch', ({ step, phase, evaluating }) => step === 40 && phase === 'paused' && !evaluating);
  }
  await until('three looks', async () => /3 runs looked at/.test(await result(page, 'looks').innerText()));
  const open2 = page.locator('#tools [data-open]');
  assert.match(await result(page, 'peeks').innerText(), /270 samples, unopened/);
  // One look's error: √(p (1 − p) / 270).
  const { testAccuracy, recipe } = await state(page);
  const error = 100 * Math.sqrt((testAccuracy * (1 - testAccuracy)) / 270);
  await until(`± ${error}`, async () => (await result(page, 'peeks').innerText()).includes(`± ${error.toFixed(1)} %`));
  assert.ok((await result(page, 'peeks').innerText()).includes(`+ ${(error * Math.sqrt(2 * Math.log(3))).toFixed(1)} %`));
  await open2.click();
  await result(page, 'sealed').waitFor();
  // The judge is the same network, in the other program: of the whole test part it reads as many.
  const whole = await page.evaluate(async () => (await Inkling.explore('sealed')));
  assert.equal(whole.test[1] + whole.sealed[1], 540);
  assert.equal(whole.test[0], Math.round(testAccuracy * 270));
  assert.ok((await result(page, 'sealed').innerText()).includes(`${(100 * whole.sealed[0] / 270).toFixed(1)} %`), recipe);

  // Another seed cannot open it again, not after a reload either; another split can.
  await page.evaluate(() => inkling.set('seed', 4));
  await untilState(page, 'seed 4', ({ recipe: text }) => text.includes('seed=4'));
  assert.equal(await open2.count(), 0);
  await page.locator('#tools [data-split]').click();
  await untilState(page, 'another split', ({ recipe: text }) => text.includes('split-seed=43'));
  await open2.waitFor();
  assertClean(opened);
});

test('a deep linear network folds into one matrix', { timeout }, async (t) => {
  const opened = await open(t);
  const { page } = opened;
  const { run } = await state(page);
  await page.evaluate(() => inkling.load('hidden=16,16,16&activation=linear'));
  await untilState(page, 'the linear network', (now) => now.run !== run && now.epoch >= 1);
  await page.evaluate(() => inkling.pause());
  await page.evaluate(() => Inkling.showTools('fold'));
  await result(page, 'fold').waitFor({ timeout: 60_000 });
  assert.ok(Number(await result(page, 'fold').getAttribute('data-difference')) < 1e-4);
  assertClean(opened);
});

test('neurons are added, removed, silenced and undone right at their column', { timeout }, async (t) => {
  const opened = await trained(t);
  const { page } = opened;
  const before = await state(page);
  await click(opened, 'stage.layer.1.edit');
  await untilWidget(page, 'edit.silence');
  await click(opened, 'edit.silence');
  const silenced = await untilState(page, 'another digest', ({ digest, evaluating }) => digest !== before.digest && !evaluating);
  assert.equal(silenced.step, before.step);
  const { weights, units } = await page.evaluate(() => inkling.layer(2));
  assert.deepEqual(weights.slice(0, units), Array(units).fill(0), 'all weights out of neuron 0');
  assert.match(await page.evaluate(() => inkling.link()), new RegExp(`&at=${before.step}:silence=1,0&`));
  await page.keyboard.press('Escape');
  await click(opened, 'edit.undo');
  await untilState(page, 'the digest of before', ({ digest }) => digest === before.digest);

  await click(opened, 'stage.layer.1.more');
  await untilState(page, '65 neurons', ({ recipe }) => recipe.includes('hidden=65'));
  await click(opened, 'stage.layer.1.fewer');
  await untilState(page, '64 neurons', ({ recipe }) => !recipe.includes('hidden='));
  assertClean(opened);
});

test('an edited session replays exactly from its link', { timeout }, async (t) => {
  const opened = await trained(t);
  const { page } = opened;
  const before = (await state(page)).step;
  await page.evaluate(() => inkling.edit('swap=1,3,7;weight=1,2,20,-0.5;bias=2,4,1.5'));
  await page.evaluate(() => inkling.step(25));
  const { digest } = await untilState(page, '25 steps more', ({ step, phase, evaluating }) => step === before + 25 && phase === 'paused' && !evaluating);
  const link = await page.evaluate(() => inkling.link());
  assert.match(link, /swap=1,3,7;weight=1,2,20,-0.5;bias=2,4,1.5/);
  await page.evaluate((text) => inkling.load(text), link);
  const again = await untilState(page, 'the replay', ({ replay }) => replay && replay !== 'under-way', 60_000);
  assert.equal(again.replay, 'exact');
  assert.equal(again.digest, digest);
  await assert.rejects(page.evaluate(() => inkling.edit('weight=9,0,0,1')), /cannot be edited/);
  assertClean(opened);
});

test('a curve can be heard: it falls where the loss falls, and nothing sounds unasked', { timeout }, async (t) => {
  const opened = await newPage(t);
  const { page } = opened;
  await page.addInitScript(() => {
    // What would sound, instead of sound.
    globalThis.heard = [];
    globalThis.AudioContext = class {
      currentTime = 0;
      destination = {};
      constructor() { heard.push('context'); }
      resume() {}
    };
    const parameter = (kind) => ({
      setValueAtTime(value, at) { heard.push([kind, value, at]); },
      linearRampToValueAtTime() {},
      setValueCurveAtTime(values, at, length) { heard.push([kind, Array.from(values), length]); },
    });
    globalThis.OscillatorNode = class {
      frequency = parameter('frequency');
      connect(next) { return next; }
      start() { heard.push('start'); }
      stop() {}
    };
    globalThis.GainNode = class {
      gain = parameter('gain');
      connect(next) { return next; }
    };
  });
  await visit(page);
  await ready(page);
  await untilState(page, 'ten epochs', ({ epoch }) => epoch >= 10);
  await click(opened, 'tools.open');
  await choose(page, 'sound');
  assert.deepEqual(await page.evaluate(() => heard), [], 'nothing sounds unasked');
  await page.evaluate(() => inkling.pause());
  await untilState(page, 'a pause', ({ phase }) => phase === 'paused');
  await page.getByRole('button', { name: 'Play' }).click();
  const tune = await until('a tune', () => page.evaluate(() => heard.find((one) => one[0] === 'frequency' && Array.isArray(one[1]))));
  const [, pitches, seconds] = tune;
  assert.equal(seconds, 4);
  // The first point is the highest loss of the curve, so it sounds highest; the least one sounds lowest.
  const losses = (await page.evaluate(() => Inkling.apiCall('csv').text)).trim().split('\n').slice(1).map((line) => Number(line.split(',')[3])).filter(Number.isFinite);
  assert.equal(Math.max(...losses), losses[0]);
  assert.ok(Math.abs(pitches[0] - 880) < 0.01 && Math.min(...pitches) >= 219.99 && Math.min(...pitches) < 235, `${pitches[0]}, ${Math.min(...pitches)}`);
  const last = 220 * 4 ** (Math.log(losses.at(-1) / Math.min(...losses)) / Math.log(losses[0] / Math.min(...losses)));
  assert.ok(Math.abs(pitches.at(-1) - last) < 0.5, `${pitches.at(-1)}, ${last}`);
  assert.match(await result(page, 'sound').innerText(), /^Test loss: from 2\.\d+ to 0\.\d+, epochs 0 to \d+\.$/);

  // While it trains: a tone an epoch, once that is asked for.
  await page.evaluate(() => { heard.length = 0; });
  await page.locator('#tools input[type=checkbox]').check();
  await page.evaluate(() => inkling.play());
  const tone = await until('a tone', () => page.evaluate(() => heard.find((one) => one[0] === 'frequency')));
  assert.ok(tone[1] > 440 && tone[1] <= 880, 'an accuracy above one half');
  assertClean(opened);
});
