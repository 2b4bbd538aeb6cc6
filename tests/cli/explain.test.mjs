// `inkling explain`: the article's neuron, and one step of a trained session, checked by doing the sums
// again. INKLING_CLI names one program to test instead of those that are built.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, test } from 'node:test';

import { programs, root, runProgram } from './support.mjs';

test('at least one program is built', () => assert.ok(programs.length > 0));

for (const program of programs) {
    const explain = (...args) => {
        const { status, stdout, stderr } = runProgram(program, ['explain', ...args]);
        assert.equal(stderr, '');
        assert.equal(status, 0);
        return stdout;
    };
    const json = (...args) => JSON.parse(explain(...args, '--json'));
    const near = (value, expected, tolerance = 2e-6) =>
        assert.ok(Math.abs(value - expected) <= tolerance * Math.max(1, Math.abs(expected)), `${value} is not ${expected}`);

    describe(path.relative(root, program), () => {
        test('a drawing is explained as what `inkling ink` sees of it', () => {
            const folder = mkdtempSync(path.join(tmpdir(), 'inkling-explain-'));
            try {
                const file = path.join(folder, 'strokes.json');
                const ring = [[50, 10], [20, 50], [50, 90], [80, 50], [50, 10]];
                writeFileSync(file, JSON.stringify([{ label: 1, strokes: [[[50, 10], [50, 90]]] }, { strokes: [ring] }, { label: 0, strokes: [ring] }]));
                const training = ['--epochs', '5', '--strokes', file];
                const ink = JSON.parse(runProgram(program, ['ink', ...training, '--json']).stdout);
                for (const drawing of [1, 3]) {
                    const told = json(...training, '--drawing', String(drawing), '--neuron', '7');
                    assert.equal(told.drawing, drawing);
                    assert.equal(told.label, drawing === 1 ? 1 : 0);
                    assert.equal(told.prediction, ink.predictions[drawing - 1]);
                    near(told.answer[told.prediction], ink.probabilities[drawing - 1]);
                    near(told.loss, -Math.log(told.answer[told.label]));
                    near(told.z, told.terms.reduce((sum, { w, x }) => sum + w * x, told.b));
                }
                assert.equal(json(...training).drawing, 1);
                assert.match(explain(...training, '--drawing', '3'), /drawing 3 of the file: "0"/);
                const fails = (...args) => runProgram(program, ['explain', ...args]).stderr;
                assert.match(fails(...training, '--drawing', '2'), /drawing 2 has no label/);
                assert.match(fails(...training, '--drawing', '4'), /--drawing must be a whole number from 1 to 3/);
                assert.match(fails('--drawing', '1'), /--drawing needs --strokes FILE/);
                assert.match(fails('--dataset', 'circle', '--strokes', file), /has no pixels/);
            } finally {
                rmSync(folder, { recursive: true });
            }
        });

        test("the article's neuron is told in the article's words, with what is wrong there", () => {
            const text = explain('--neuron-of-article');
            assert.ok(text.includes('z = w·x + b = 0.8·0.5 + (−0.4)·0.3 + 0.1 = 0.38\n'), text);
            assert.ok(text.includes('a = σ(z) = 0.5939\n'), text);
            assert.match(text, /0\.5744\. That is σ\(0\.3\)/);
            const { z, a } = json('--neuron-of-article');
            near(z, 0.38, 1e-15);
            near(a, 1 / (1 + Math.exp(-0.38)), 1e-15);
        });

        const session = ['--dataset', 'digits', '--hidden', '64', '--epochs', '5'];

        test('a hidden neuron of a trained session: sum, wires, gradient and update', () => {
            const step = json(...session, '--sample', '12', '--layer', '1', '--neuron', '18');
            assert.equal(step.dataset, 'digits');
            assert.equal(step.label, 2);
            assert.equal(step.steps, 5 * Math.ceil(1257 / 32));
            assert.equal(step.terms.length, 64);
            assert.equal(step.outgoing.length, 10);

            near(step.z, step.b + step.terms.reduce((sum, term) => sum + term.w * term.x, 0));
            assert.equal(step.a, Math.max(0, step.z));
            near(step.da, step.outgoing.reduce((sum, wire) => sum + wire.w * wire.dz, 0));
            assert.equal(step.dz, step.z > 0 ? step.da : 0);
            near(step.loss, -Math.log(step.answer[step.label]));
            for (const [unit, wire] of step.outgoing.entries()) {
                near(wire.dz, step.answer[unit] - (unit === step.label ? 1 : 0));
                near(wire.carries, wire.w * step.a);
            }

            const { input, total, of_penalty: ofPenalty } = step.gradient;
            const term = step.terms.find((candidate) => candidate.input === input);
            near(ofPenalty, 1e-4 * term.w, 1e-9);
            near(total, term.x * step.dz + ofPenalty, 1e-8);

            const { update } = step;
            const { first, second, steps } = update.moments_after;
            assert.equal(steps, step.steps + 1);
            assert.ok(update.moments_before.second > 0, 'the moments of the training run');
            near(first, 0.9 * update.moments_before.first + 0.1 * total, 1e-8);
            near(second, 0.999 * update.moments_before.second + 0.001 * total ** 2, 1e-11);
            near(update.rate, (0.002 * Math.sqrt(1 - 0.999 ** steps)) / (1 - 0.9 ** steps), 1e-9);
            near(update.step, (-update.rate * first) / (Math.sqrt(second) + 1e-8), 1e-9);
            near(update.after, update.before + update.step, 1e-7);
            near(update.before, term.w, 0);
        });

        test('the weights explained are those that train gives', () => {
            const { stdout } = runProgram(program, ['train', ...session, '--json']);
            const trained = JSON.parse(stdout);
            const step = json(...session, '--sample', '3');
            assert.equal(step.steps, trained.steps);
            assert.equal(step.answer.length, 10);
            near(step.answer.reduce((sum, p) => sum + p, 0), 1);
        });

        test('text tells the same as JSON, in sections', () => {
            const args = [...session, '--sample', '12', '--neuron', '18'];
            const text = explain(...args);
            for (const part of [
                'Digits 8 × 8, sample 12,',
                'Layer 1 of 2, neuron 18 of 64 (ReLU)',
                'z = w·x + b has 64 products; the largest are',
                'Where its output goes: layer 2',
                'The loss of this sample',
                'The gradient',
                'The next update',
            ])
                assert.ok(text.includes(part), `${part} in\n${text}`);
            const { z } = json(...args);
            assert.ok(text.includes(`z = ${String(Number(z.toPrecision(4))).replace('-', '−')}\n`), text);
        });

        test('a neuron of the output layer shows the softmax', () => {
            const args = [...session, '--sample', '12', '--layer', '2', '--neuron', '2'];
            const text = explain(...args);
            assert.match(text, /The softmax/);
            assert.match(text, /dL\/dz = p − target = [0-9.]+ − 1 = −/);
            const step = json(...args);
            near(step.a, step.answer[2], 0);
            near(step.dz, step.a - 1);
            assert.deepEqual(step.outgoing, []);
        });

        test('other optimisers, squared error and deep networks are explained too', () => {
            for (const optimizer of ['sgd', 'momentum', 'nesterov', 'adam', 'adamw', 'rmsprop', 'adagrad']) {
                const args = ['--epochs', '1', '--precision', optimizer === 'sgd' ? 'float64' : 'float32', '--hidden', '9,5', '--activation', 'tanh,sigmoid', '--optimizer', optimizer];
                assert.match(explain(...args, '--loss', 'squared-error', '--layer', '2', '--neuron', '4'), /neuron 4 of 5/);
                assert.match(explain(...args, '--layer', '3', '--l2', '0'), /step = /);
            }
        });

        test('class weights and both penalties are part of what is explained', () => {
            const args = [...session, '--sample', '12', '--l1', '0.01', '--l2', '0.5', '--class-weights', 'balanced', '--loss', 'binary-cross-entropy'];
            const step = json(...args);
            const others = step.answer.reduce((sum, p, c) => sum - Math.log(c === step.label ? p : 1 - p), 0);
            assert.ok(step.class_weight > 0.9 && step.class_weight < 1.1 && step.class_weight !== 1);
            near(step.loss, step.class_weight * others);
            const term = step.terms.find(({ input }) => input === step.gradient.input);
            near(step.gradient.of_penalty, 0.5 * term.w + 0.01 * Math.sign(term.w), 1e-8);
            const text = explain(...args, '--layer', '2', '--neuron', '3');
            assert.match(text, /p = σ\(z\) = /);
            assert.match(text, /0\.01·Σ\|w\| \+ 0\.5\/2·Σw²/);
            assert.match(text, /dL\/dz = weight·\(p − target\)/);
        });

        test('clipping shortens the gradient of the update', () => {
            const args = [...session, '--sample', '12', '--clip-norm', '0.01', '--optimizer', 'adamw', '--weight-decay', '0.5'];
            const { gradient, update } = json(...args);
            assert.ok(gradient.length_of_all > 0.01);
            near(update.gradient, (gradient.total * 0.01) / (gradient.length_of_all + 1e-6), 1e-9);
            near(update.kept, update.before * (1 - 0.002 * 0.5));
            near(update.after, update.kept + update.step);
            assert.match(explain(...args), /and 0\.01 are allowed\n/);
        });

        test('what cannot be explained is refused in one line', () => {
            for (const [args, message] of [
                [['--sample', '1797'], /--sample must be a whole number from 0 to 1796/],
                [['--layer', '3'], /--layer must be a whole number from 1 to 2/],
                [['--layer', '0'], /--layer must be a whole number from 1 to 2/],
                [['--neuron', '64'], /--neuron must be a whole number from 0 to 63/],
                [['--input', '64'], /--input must be a whole number from 0 to 63/],
                [['--sample', '-1'], /--sample must be a whole number/],
                [['--sample', 'x'], /--sample must be a whole number/],
                [['--learning-rate', '10', '--optimizer', 'sgd', '--loss', 'squared-error', '--epochs', '2'], /diverged/],
            ]) {
                const { status, stdout, stderr } = runProgram(program, ['explain', ...args]);
                assert.equal(status, 2, args.join(' '));
                assert.equal(stdout, '');
                assert.match(stderr, message);
                assert.match(stderr, /^inkling: [^\n]+\n$/);
            }
        });

        test('help fits 80 columns', () => {
            for (const line of explain('--help').split('\n')) assert.ok(line.length <= 80, line);
        });
    });
}
