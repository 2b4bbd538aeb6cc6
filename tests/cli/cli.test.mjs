// The command line program as a user meets it: natively and, where it is built, as wasm under Node.
// INKLING_CLI names one program to test instead.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';

import { programs, root, runProgram } from './support.mjs';

const supports = [53, 50, 47, 54, 60, 66, 53, 55, 43, 59];

test('at least one program is built', () => assert.ok(programs.length > 0));

for (const program of programs) {
    const inkling = (...args) => runProgram(program, args);
    const succeeds = (...args) => {
        const { status, stdout, stderr } = inkling(...args);
        assert.equal(stderr, '', 'nothing on standard error, no progress bar either');
        assert.equal(status, 0);
        return stdout;
    };
    const fails = (...args) => {
        const { status, stdout, stderr } = inkling(...args);
        assert.equal(status, 2);
        assert.equal(stdout, '');
        assert.match(stderr, /^inkling: [^\n]+\n$/, 'one line');
        return stderr;
    };

    describe(path.relative(root, program), () => {
        let folder;
        const file = (name, text) => {
            const place = path.join(folder, name);
            writeFileSync(place, text);
            return place;
        };
        before(() => {
            folder = mkdtempSync(path.join(tmpdir(), 'inkling-cli-'));
        });
        after(() => rmSync(folder, { recursive: true }));

        test('help explains every command in 80 columns', () => {
            for (const args of [[], ['--help'], ['train', '--help'], ['report', '--help'], ['bench', '--help'], ['ink', '--help'], ['digest', '--help'], ['bisect', '--help'], ['link', '--help'], ['replay', '--help'], ['gradient-check', '--help']]) {
                const text = succeeds(...args);
                assert.match(text, /^Usage: inkling/);
                for (const line of text.split('\n')) assert.ok(line.length <= 80, line);
            }
        });

        test('every hyper-parameter is a flag of train, with its bounds and its default', () => {
            const text = succeeds('train', '--help').replace(/\s+/g, ' ');
            for (const flag of ['dataset', 'test-share', 'split-seed', 'scaling', 'hidden', 'activation', 'loss', 'init',
                'seed', 'optimizer', 'learning-rate', 'momentum', 'l2', 'dropout', 'batch', 'early-stopping', 'patience',
                'tolerance', 'max-epochs', 'twin', 'validation-share', 'precision', 'schedule', 'schedule-power', 'shuffle', 'random-state',
                'class-weights', 'schedule-epochs', 'schedule-factor', 'warm-up', 'beta1', 'beta2', 'epsilon', 'smoothing', 'weight-decay',
                'clip-norm', 'l1', 'samples', 'noise', 'data-seed', 'features', 'label-shift', 'sealed-share']) assert.ok(text.includes(`--${flag} `), flag);
            assert.ok(text.includes('(a number from 0.00001 to 10; default 0.002; fashion 0.001, problems in the plane 0.01)'));
            assert.ok(text.includes('(sgd, momentum, nesterov, adam, adamw, rmsprop or adagrad; default adam)'));
        });

        test('a recipe as a link has it, and a session saved as JSON, train to the same bits', () => {
            const flags = ['--hidden', '12', '--seed', '3', '--epochs', '4', '--learning-rate', '0.01'];
            const first = JSON.parse(succeeds('train', ...flags, '--json'));
            assert.equal(first.recipe, 'hidden=12&seed=3&learning-rate=0.01&max-epochs=4');
            const session = file('session.json', JSON.stringify(first));
            for (const from of [['--recipe', first.recipe], ['--session', session]])
                assert.equal(JSON.parse(succeeds('train', ...from, '--json')).digest, first.digest);
            const other = JSON.parse(succeeds('train', '--session', session, '--seed', '4', '--json'));
            assert.equal(other.recipe, first.recipe.replace('seed=3', 'seed=4'));
            assert.match(fails('train', '--session', session, '--recipe', 'seed=1'), /give one of them/);
            assert.match(fails('train', '--session', file('none.json', '{"hidden": 3}')), /none\.json has no "recipe"/);
            assert.match(fails('train', '--recipe', 'hiden=3'), /--recipe: "hiden" is not a setting/);
        });

        test('gradients are checked by differences, whatever bends the network', () => {
            for (const [activation, loss] of [['relu', 'cross-entropy'], ['tanh', 'squared-error'], ['gelu', 'binary-cross-entropy'], ['elu', 'cross-entropy']]) {
                const flags = ['--hidden', '12,8', '--activation', activation, '--loss', loss, '--l1', '0.001', '--epochs', '2'];
                const check = JSON.parse(succeeds('gradient-check', ...flags, '--checks', '80', '--json'));
                assert.equal(check.checked, 80 + 80 + 80);
                assert.equal(check.parameters, 65 * 12 + 13 * 8 + 9 * 10);
                assert.ok(check.largest_error < 1e-4, `${activation}, ${loss}: ${check.largest_error}`);
                assert.ok(check.gradients.some(({ backward }) => Math.abs(backward) > 1e-3), 'not all are nothing');
            }
            assert.match(succeeds('gradient-check', '--epochs', '1'), /^400 of 4810 gradients checked, largest error/);
            assert.match(fails('gradient-check', '--epochs', '1', '--checks', '0'), /--checks must be a whole number from 1/);
            assert.match(fails('gradient-check', '--epochs', '1', '--sample', '1797'), /--sample must be a whole number from 0 to 1796/);
        });

        test('a sealed part is judged once, by samples that no other figure is of', () => {
            const flags = ['--hidden', '12', '--epochs', '8', '--json'];
            const whole = JSON.parse(succeeds('train', ...flags));
            const sealed = JSON.parse(succeeds('train', ...flags, '--sealed-share', '0.9', '--open-sealed'));
            assert.equal(sealed.digest, whole.digest);  // training does not notice
            assert.equal(sealed.predictions.length, 54);
            assert.equal(sealed.sealed.samples, 486);
            const right = (one, samples) => Math.round(one.accuracy * samples);
            assert.equal(right(sealed, 54) + right(sealed.sealed, 486), right(whole, 540));
            assert.equal(JSON.parse(succeeds('train', ...flags, '--sealed-share', '0.9')).sealed, undefined);
            assert.match(fails('train', '--open-sealed', '--epochs', '1'), /no sealed part to open: give --sealed-share/);
            assert.match(fails('train', '--dataset', 'plane', '--sealed-share', '0.5', '--open-sealed', '--epochs', '1'), /regression/);
        });

        test('labels that are moved on are learnt as well, by their new names', () => {
            const flags = ['--epochs', '20', '--json', ...['shift', 'rotate', 'scale', 'shear', 'elastic'].flatMap((kind) => [`--augment-${kind}`, '0'])];
            const plain = JSON.parse(succeeds('train', ...flags)), moved = JSON.parse(succeeds('train', ...flags, '--label-shift', '5'));
            assert.deepEqual(moved.support, [...plain.support.slice(5), ...plain.support.slice(0, 5)]);
            assert.ok(moved.accuracy > 0.95, String(moved.accuracy));
            const alike = plain.predictions.filter((digit, i) => (digit + 5) % 10 === moved.predictions[i]).length;
            assert.ok(alike > 510, String(alike));
        });

        test('errors are one clear line and exit code 2', () => {
            assert.match(fails('train', '--hidden', '8', '--activation', 'relu,tanh'), /and there is one hidden layer, not "relu,tanh"/);
            assert.match(fails('paint'), /unknown command paint, `inkling --help` lists them/);
            assert.match(fails('trian'), /unknown command trian, did you mean train\?/);
            assert.match(fails('train', '--lerning-rate', '1'), /did you mean --learning-rate\?/);
            assert.match(fails('train', 'fast'), /unexpected argument "fast"/);
            assert.match(fails('train', '--seed'), /--seed needs a value/);
            assert.match(fails('train', '--seed', '1', '--seed', '2'), /twice/);
            assert.match(fails('train', '--batch', '0'), /--batch must be a whole number from 1 to 4096, not "0"/);
            assert.match(fails('train', '--learning-rate', 'nan'), /from 0\.00001 to 10, not "nan"/);
            assert.match(fails('train', '--optimizer', 'toString'), /sgd, momentum, nesterov, adam, adamw, rmsprop or adagrad, not "toString"/);
            assert.match(fails('train', '--hidden', '8,8', '--activation', 'relu,relu,tanh'), /each of the 2 hidden layers/);
            assert.match(fails('train', '--hidden', '8\n8'), /not "8\?8"/);
            assert.match(fails('train', '--epochs', '0'), /--epochs must be a whole number from 1 to 100000/);
            assert.match(fails('train', '--epochs', '3', '--max-epochs', '3'), /same thing/);
            assert.match(fails('train', '--seed', '3', '--random-state', '3'), /same thing/);
            assert.match(fails('train', '--random-state', '-1'), /--random-state must be a whole number from 0 to 4294967295, not "-1"/);
            assert.match(fails('train', '--max-epochs', '0'), /never end/);
            assert.match(fails('train', '--data', path.join(folder, 'nowhere')), /there is no digits\.inkd in .*nowhere/);
            assert.match(fails('train', '--epochs', '1', '--history', path.join(folder, 'no', 'where.csv')), /cannot write/);
            assert.match(fails('bench', '--workload', 'digits-64-64-10-b33'), /did you mean digits-64-64-10-b32\?/);
            assert.match(fails('bench', '--seconds', '0'), /--seconds must be a number above 0/);
        });

        test('a data set that is none is named with its file', () => {
            file('digits.inkd', 'INKD but not really');
            assert.match(fails('train', '--data', folder), /digits\.inkd: /);
            const { status, stderr } = runProgram(program, ['train'], { INKLING_DATA: folder });
            assert.equal(status, 2, 'INKLING_DATA is looked at first');
            assert.match(stderr, /digits\.inkd: /);
        });

        test('the default session reads digits, and its report has the supports of the split', () => {
            const text = succeeds('train', '--dataset', 'digits', '--hidden', '64', '--seed', '0', '--report');
            const rows = [...text.matchAll(/^ +(\d) +\S+ +\S+ +\S+ +(\d+)$/gm)];
            assert.deepEqual(rows.map((row) => Number(row[1])), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
            assert.deepEqual(rows.map((row) => Number(row[2])), supports);
            assert.ok(Number(text.match(/test accuracy ([\d.]+)/)[1]) >= 0.96, text);
        });

        test('JSON and history hold the figures of one run', () => {
            const csv = path.join(folder, 'history.csv');
            const text = succeeds('train', '--epochs', '12', '--history', csv, '--json', '--report');
            const result = JSON.parse(text);
            assert.equal(text.trimEnd().split('\n').length, 1);
            assert.deepEqual(result.support, supports);
            assert.equal(result.predictions.length, 540);
            assert.ok(result.predictions.every((digit) => Number.isInteger(digit) && digit >= 0 && digit <= 9));
            assert.equal(result.epochs, 12);
            assert.equal(result.steps, 12 * Math.ceil(1257 / 32));
            assert.equal(result.loss_curve.length, 12);
            assert.ok(result.loss_curve[11] < result.loss_curve[0]);
            assert.ok(result.samples_per_second > 0);
            assert.match(result.digest, /^[0-9a-f]{16}$/);
            assert.equal(result.state, 'finished');
            assert.equal(result.recipe, 'max-epochs=12');
            assert.match(result.report, /weighted avg/);

            const [header, ...rows] = readFileSync(csv, 'utf8').trimEnd().split('\n').map((line) => line.split(','));
            assert.deepEqual(header, ['step', 'epoch', 'train_loss', 'test_loss', 'train_accuracy', 'test_accuracy', 'validation_loss', 'validation_accuracy']);
            assert.equal(rows.length, 13);
            const last = rows.at(-1).map(Number);
            assert.equal(last[0], result.steps);
            assert.ok(Math.abs(last[5] - result.accuracy) < 1e-6);
            assert.deepEqual(rows.at(-1).slice(6), ['', ''], 'there is no validation part');
            assert.ok(Math.abs(last[2] - result.loss_curve[11]) < 1e-5);
        });

        test('the same seed gives the same weights, another seed others', () => {
            const digest = (...args) => JSON.parse(succeeds('train', '--epochs', '2', '--json', ...args)).digest;
            assert.equal(digest('--seed', '5'), digest('--seed=5'));
            assert.notEqual(digest('--seed', '5'), digest('--seed', '6'));
            assert.equal(digest('--activation', 'tanh,relu', '--hidden', '8,4'),
                digest('--hidden', '8,4', '--activation', 'tanh,relu'));
        });

        test('digest prints what train says, after whole epochs or so many updates', () => {
            const flags = ['--hidden', '6', '--seed', '2'];
            const { digest, steps } = JSON.parse(succeeds('train', ...flags, '--epochs', '2', '--json'));
            assert.equal(succeeds('digest', ...flags, '--epochs', '2'), `${digest}\n`);
            const after = (count) => JSON.parse(succeeds('train', ...flags, '--steps', String(count), '--json'));
            assert.equal(after(steps).digest, digest);
            const midway = after(steps - 7);
            assert.deepEqual([midway.steps, midway.state], [steps - 7, 'paused']);
            assert.notEqual(midway.digest, digest);
            assert.equal(succeeds('digest', ...flags, '--steps', String(steps - 7)), `${midway.digest}\n`);
            assert.match(fails('digest', '--steps', '-1'), /--steps must be a whole number from 0 on, not "-1"/);
        });

        test('bisect names the step and the weights in which a trace differs', () => {
            const trace = path.join(folder, 'trace.txt');
            const flags = ['--dataset', 'moons', '--samples', '60', '--hidden', '3,2', '--steps', '40'];
            const said = succeeds('bisect', '--record', trace, ...flags);
            assert.equal(said, `40 steps, digest ${succeeds('digest', ...flags)}`);
            assert.equal(succeeds('bisect', '--trace', trace), said.replace(',', ', all alike,'));

            const lines = readFileSync(trace, 'utf8').split('\n');
            assert.equal(lines.length, 45);
            const altered = (step, tensor) => file('altered.txt', lines.map((line) => {
                const words = line.split(' ');
                if (words[0] === String(step)) words[1 + tensor] = '0123456789abcdef';
                return words.join(' ');
            }).join('\n'));
            assert.match(fails('bisect', '--trace', altered(17, 3)), /differ first after step 17, in the biases of layer 2\n/);
            assert.match(fails('bisect', '--trace', altered(0, 0)), /differ first before the first step, in the weights of layer 1\n/);
            assert.match(fails('bisect', '--trace', file('cut.txt', lines.slice(0, 9).join('\n'))), /cut\.txt is not a trace/);
            assert.match(fails('bisect', '--trace', trace, '--seed', '1'), /leave out --seed/);
            assert.match(fails('bisect'), /needs --record FILE or --trace FILE/);
        });

        test('problems in the plane need no data', () => {
            const flags = ['--features', 'x1,x2,sin-x1,sin-x2', '--scaling', 'none', '--hidden', '8,8', '--activation', 'tanh',
                '--learning-rate', '0.02', '--batch', '10', '--data', path.join(folder, 'nowhere')];
            const result = JSON.parse(succeeds('train', '--dataset', 'spiral', '--noise', '10', '--samples', '300', '--epochs', '150', '--json', ...flags));
            assert.equal(result.dataset, 'spiral');
            assert.equal(result.predictions.length, 90);
            assert.ok(result.accuracy > 0.9, `${result.accuracy}`);
            assert.match(result.recipe, /^dataset=spiral&samples=300&noise=10&features=x1,x2,sin-x1,sin-x2&/);
            assert.match(succeeds('train', '--dataset', 'circle', '--epochs', '5', '--report'), /\n {6}orange .*\n {8}blue /);
        });

        test('a regression is rated by R²', () => {
            const result = JSON.parse(succeeds('train', '--dataset', 'plane', '--scaling', 'none', '--learning-rate', '0.01', '--epochs', '60', '--json'));
            assert.ok(result.r2 > 0.9 && result.r2 <= 1, `${result.r2}`);
            assert.ok(!('accuracy' in result) && !('support' in result));
            assert.ok(result.predictions.some((value) => value < -0.3) && result.predictions.some((value) => value > 0.3));
            assert.match(succeeds('train', '--dataset', 'plane', '--epochs', '2'), /test R2 -?\d\.\d{4}\n/);
            assert.match(fails('train', '--dataset', 'plane', '--report'), /no classes to report/);
            assert.match(fails('explain', '--dataset', 'plane'), /is a regression/);
            assert.match(fails('ink', '--dataset', 'spiral', '--strokes', 'none.json'), /spiral has no digits/);
            assert.match(fails('train', '--dataset', 'spiral', '--features', 'x3'), /--features must be one or more of x1, x2, /);
        });

        test('a run that diverges says so', () => {
            const result = JSON.parse(succeeds('train', '--json', '--hidden', '8,8', '--activation', 'linear', '--loss',
                'squared-error', '--scaling', 'none', '--optimizer', 'sgd', '--learning-rate', '10'));
            assert.equal(result.state, 'diverged');
            assert.match(result.digest, /^[0-9a-f]{16}$/);
        });

        test('early stopping ends a run by itself', () => {
            const result = JSON.parse(succeeds('train', '--json', '--early-stopping', '--tolerance', '0.1'));
            assert.equal(result.state, 'stopped');
            assert.ok(result.epochs < 100);
        });

        // What scikit-learn 1.2.1 gives for MLPClassifier(hidden_layer_sizes=(64,), max_iter=300, random_state=0).
        test("the twin trains scikit-learn's network", () => {
            const result = JSON.parse(succeeds('train', '--twin', '--random-state', '0', '--json', '--report'));
            assert.equal(result.recipe, 'twin=on');
            assert.equal(result.state, 'stopped');
            assert.equal(result.n_iter, 151);
            assert.equal(result.loss_curve.length, 151);
            const expected = [[0, 12.4352534576], [1, 7.6866787183], [2, 5.2408369002], [150, 0.0044370498]];
            for (const [epoch, loss] of expected) assert.equal(result.loss_curve[epoch].toFixed(10), loss.toFixed(10));
            assert.equal(result.predictions.length, 540);
            assert.ok(!('validation_scores' in result));
        });

        test('settings given beside the twin count, and early stopping by validation tells its scores', () => {
            const result = JSON.parse(succeeds('train', '--hidden', '32,16', '--validation-share', '0.1', '--twin', '--seed', '1', '--json'));
            assert.equal(result.recipe, 'twin=on&validation-share=0.1&hidden=32,16&seed=1');
            assert.equal(result.validation_scores.length, result.n_iter);
            assert.ok(Math.max(...result.validation_scores) > 0.9);
        });

        // The text is that of the documentation of sklearn.metrics.classification_report.
        test("report prints scikit-learn's text", () => {
            const names = (indices) => indices.map((i) => `class ${i}\n`).join('');
            const expected = [
                '              precision    recall  f1-score   support',
                '',
                '     class 0       0.50      1.00      0.67         1',
                '     class 1       0.00      0.00      0.00         1',
                '     class 2       1.00      0.67      0.80         3',
                '',
                '    accuracy                           0.60         5',
                '   macro avg       0.50      0.56      0.49         5',
                'weighted avg       0.70      0.60      0.61         5',
                ''].join('\n');
            const truth = file('true.txt', names([0, 1, 2, 2, 2]));
            assert.equal(succeeds('report', '--true', truth, '--pred', file('pred.txt', names([0, 0, 2, 2, 1]))), expected);
        });

        test('report refuses labels that do not belong together', () => {
            const three = file('three.txt', '1\n2\n3\n');
            assert.match(fails('report', '--true', three), /needs both/);
            assert.match(fails('report', '--true', three, '--pred', path.join(folder, 'none.txt')), /there is no file .*none\.txt/);
            assert.match(fails('report', '--true', three, '--pred', folder), /is a folder/);
            assert.match(fails('report', '--true', three, '--pred', file('two.txt', '1\n2\n')), /3 true labels but 2 predictions/);
            assert.match(fails('report', '--true', three, '--pred', file('names.txt', 'a\nb\nc\n')), /numbers but .* names/);
            assert.match(fails('report', '--true', three, '--pred', file('empty.txt', '')), /empty\.txt: no labels/);
            assert.match(fails('report', '--true', three, '--pred', file('gap.txt', '1\n\n3\n')), /gap\.txt: line 2 is empty/);
        });

        test('bench measures a workload, the article\'s program and the products of a layer', () => {
            const bench = (name, ...flags) => JSON.parse(succeeds('bench', '--workload', name, '--seconds', '0.2', '--json', ...flags));
            for (const flags of [[], ['--dense']]) {
                const { input, workloads } = bench('digits-64-64-10-b32', ...flags);
                assert.equal(input, flags.length ? 'dense' : 'real');
                assert.equal(workloads.length, 1);
                assert.equal(workloads[0].workload, 'digits-64-64-10-b32');
                assert.ok(workloads[0].samples_per_second > 1000);
            }
            const [{ seconds }] = bench('article-float32').workloads;
            assert.ok(seconds > 0.001 && seconds < 60);
            const [{ share_of_training: share }] = bench('evaluation').workloads;
            assert.ok(share > 0.005 && share < 0.5, `an evaluation takes ${share} of an epoch`);
            const { peak_gflops: peak, kernels } = bench('kernels');
            assert.ok(peak > 0.1);
            assert.equal(kernels.length, 24);
            for (const { name, gflops, share_of_peak: share } of kernels) {
                assert.match(name, /^(forward|input gradient|weight gradient and Adam) \d+ x \d+ x \d+$/);
                assert.ok(Math.abs(gflops / peak - share) < 1e-9 && share > 0);
            }
        });
    });
}

test('natively and as wasm, training gives the same bits', { skip: programs.length < 2 }, () => {
    const twins = programs.map((program) => JSON.parse(runProgram(program, ['train', '--twin', '--max-epochs', '5', '--json']).stdout));
    assert.deepEqual(twins[0].loss_curve, twins[1].loss_curve);
    const args = ['train', '--json', '--epochs', '3', '--hidden', '20,10', '--activation', 'tanh,sigmoid', '--dropout', '0.2'];
    const [native, wasm] = programs.map((program) => JSON.parse(runProgram(program, args).stdout));
    assert.equal(native.digest, wasm.digest);
    assert.deepEqual(native.loss_curve, wasm.loss_curve);
    for (const dataset of ['gauss', 'multi-gauss']) {
        const plane = programs.map((program) => JSON.parse(runProgram(program, ['train', '--dataset', dataset, '--noise', '20',
            '--features', 'x1,x2,sin-x1,x1x2', '--epochs', '5', '--json']).stdout));
        assert.equal(plane[0].digest, plane[1].digest);
        assert.deepEqual(plane[0].predictions, plane[1].predictions);
    }
});

test('a trace recorded natively is the one of wasm', { skip: programs.length < 2 }, () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'inkling-trace-'));
    try {
        const trace = path.join(folder, 'trace.txt');
        const flags = ['--hidden', '12,7', '--activation', 'gelu,tanh', '--dropout', '0.2', '--steps', '90'];
        const native = runProgram(programs[0], ['bisect', '--record', trace, ...flags]);
        assert.equal(native.status, 0, native.stderr);
        const wasm = runProgram(programs[1], ['bisect', '--trace', trace]);
        assert.equal(wasm.stdout, native.stdout.replace(',', ', all alike,'));
    } finally {
        rmSync(folder, { recursive: true });
    }
});

test('MNIST with one hidden layer of 128 reaches 0.97 in 5 epochs',
    { skip: !existsSync(path.join(root, 'build/data/mnist.inkd')) }, () => {
        const { stdout } = runProgram(programs[0], ['train', '--dataset', 'mnist', '--hidden', '128', '--epochs', '5', '--json']);
        assert.ok(JSON.parse(stdout).accuracy >= 0.97);
    });
