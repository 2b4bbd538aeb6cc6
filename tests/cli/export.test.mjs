// `inkling export`: what was written, run by those it was written for: scikit-learn, an ONNX runtime and
// PyTorch. Their answers to all held-out samples must be ours. INKLING_CLI names one program to test.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';

import { programs, root, run, runProgram } from './support.mjs';

const python = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3';

const hasModule = (name) => run(python, ['-c', `import ${name}`]).status === 0;
const ort = await import('onnxruntime-web').then((module) => module.default ?? module, () => null);
if (ort) ort.env.wasm.numThreads = 1; // worker threads would keep the test from ending

// Why a test is skipped; false when it is not.
const missing = {
    sklearn: !hasModule('sklearn') && `SKIPPED: scikit-learn is not installed (Debian: python3-sklearn)`,
    torch: !hasModule('torch') && `SKIPPED: PyTorch is not installed (Debian: python3-torch)`,
    onnx: !ort && 'SKIPPED: onnxruntime-web is not installed (npm ci --ignore-scripts)',
};
for (const reason of Object.values(missing)) if (reason) console.error(reason);

const rows = (csv) => csv.trim().split('\n').map((line) => line.split(',').map(Number));
const argmax = (row) => row.indexOf(Math.max(...row));

// A session per line: what is special about it, its flags, and why scikit-learn cannot hold it.
const unvaried = ['shift', 'rotate', 'scale', 'shear', 'elastic'].flatMap((kind) => [`--augment-${kind}`, '0']);
const sessions = [
    ['the default session, whose samples are varied', []],
    ['samples as they are', ['--epochs', '30']],
    ['standardised inputs and two layers', ['--hidden', '24,12', '--activation', 'tanh', '--scaling', 'standard', '--epochs', '8']],
    ['raw pixels, sigmoid, dropout and momentum', ['--hidden', '20', '--activation', 'sigmoid', '--scaling', 'none', '--dropout', '0.2', '--optimizer', 'momentum', '--learning-rate', '0.01', '--epochs', '8']],
    ['the squared error', ['--loss', 'squared-error', '--optimizer', 'sgd', '--learning-rate', '0.1', '--epochs', '10']],
    ['binary cross-entropy, L1 and class weights', ['--loss', 'binary-cross-entropy', '--l1', '0.01', '--class-weights', 'balanced', '--scaling', 'min-max', '--epochs', '10']],
    ['AdamW', ['--optimizer', 'adamw', '--weight-decay', '0.1', '--beta2', '0.99', '--epochs', '10']],
    ['RMSProp, clipped', ['--optimizer', 'rmsprop', '--smoothing', '0.9', '--clip-norm', '0.5', '--epochs', '10']],
    ['a cosine with warm-up', ['--schedule', 'cosine', '--schedule-epochs', '8', '--warm-up', '1', '--epochs', '6']],
    ['Adagrad', ['--optimizer', 'adagrad', '--learning-rate', '0.01', '--epochs', '10']],
    ['labels moved on, a sealed part', ['--hidden', '20', '--label-shift', '5', '--sealed-share', '0.4', '--epochs', '10']],
    ['no hidden layer', ['--hidden', 'none', '--epochs', '10', '--test-share', '0.4', '--split-seed', '7']],
    ['linear activation', ['--hidden', '16', '--activation', 'linear', '--epochs', '5']],
    ['leaky ReLU and ELU', ['--hidden', '20,12', '--activation', 'leaky-relu,elu', '--epochs', '5'], /one activation for all hidden layers/],
    ['GELU', ['--hidden', '20,12', '--activation', 'gelu', '--scaling', 'standard', '--epochs', '5'], /no GELU activation/],
    ['softplus', ['--hidden', '20', '--activation', 'softplus', '--epochs', '5'], /no Softplus activation/],
].map(([name, flags, refusal]) => [name, flags.length === 0 ? flags : [...flags, ...unvaried], refusal]);

const compare = (answers, expected, predictions, size = 10) => {
    assert.equal(answers.length, expected.length);
    answers.forEach((row, sample) => {
        assert.equal(row.length, size);
        assert.equal(argmax(row), predictions[sample], `sample ${sample}`);
        row.forEach((value, c) =>
            assert.ok(Math.abs(value - expected[sample][c]) <= 1e-5, `sample ${sample}, class ${c}: ${value}, not ${expected[sample][c]}`),
        );
    });
};

// Problems in the plane, whose points are drawn: scripts carry them.
const planeSessions = [
    ['a spiral with noise and four features', ['--dataset', 'spiral', '--features', 'x1,x2,sin-x1,sin-x2', '--noise', '10', '--scaling', 'standard', '--epochs', '15']],
    ['a few moons in 64 bits', ['--dataset', 'moons', '--samples', '40', '--noise', '15', '--precision', 'float64', '--activation', 'sigmoid', '--scaling', 'min-max', '--epochs', '80']],
    ['exclusive or without a hidden layer', ['--dataset', 'xor', '--hidden', 'none', '--features', 'x1,x2,x1x2', '--class-weights', 'balanced', '--epochs', '30']],
    ['moved labels and a sealed part', ['--dataset', 'moons', '--samples', '80', '--label-shift', '1', '--sealed-share', '0.3', '--epochs', '20']],
    ['a plane', ['--dataset', 'plane', '--noise', '5', '--hidden', '6', '--activation', 'relu', '--scaling', 'unit', '--epochs', '40']],
    ['the multi-Gaussian, with a validation part', ['--dataset', 'multi-gauss', '--precision', 'float64', '--validation-share', '0.2', '--learning-rate', '0.02', '--epochs', '120']],
];

// Test pixels in the order of the split, as scikit-learn has them.
const pixelsOfSplit = new Map();
const testPixels = (flags) => {
    const flag = (name, fallback) => (flags.includes(name) ? flags[flags.indexOf(name) + 1] : fallback);
    const script = `
import numpy as np
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
X = load_digits().data
seed, share = ${flag('--split-seed', '42')}, ${flag('--sealed-share', '0')}
_, X = train_test_split(X, test_size=${flag('--test-share', '0.3')}, random_state=seed)
sealed = np.random.RandomState(~seed % 2**32).permutation(len(X))[:int(np.ceil(share * len(X)))]
X = np.delete(X, sealed, axis=0)
print("\\n".join(",".join(str(int(v)) for v in row) for row in X))`;
    if (!pixelsOfSplit.has(script)) pixelsOfSplit.set(script, rows(run(python, ['-c', script]).stdout));
    return pixelsOfSplit.get(script);
};

test('at least one program is built', () => assert.ok(programs.length > 0));

for (const program of programs) {
    describe(path.relative(root, program), () => {
        let folder;
        before(() => {
            folder = mkdtempSync(path.join(tmpdir(), 'inkling-export-'));
        });
        after(() => rmSync(folder, { recursive: true }));
        const place = (name) => path.join(folder, name);
        const exported = (format, file, flags) => {
            const csv = place(`${file}.csv`);
            const { status, stdout, stderr } = runProgram(program, ['export', '--format', format, '--out', place(file), '--probabilities', csv, ...flags]);
            assert.equal(stderr, '');
            assert.equal(status, 0);
            return { line: stdout, answers: rows(readFileSync(csv, 'utf8')) };
        };

        for (const [problem, size, output] of [['moons', 2, 'probabilities'], ['multi-gauss', 1, 'outputs']])
            test(`ONNX: ${problem}, whose points are drawn`, { skip: missing.onnx || missing.sklearn }, async () => {
                const { answers } = exported('onnx', 'plane.onnx', ['--dataset', problem, '--samples', '60', '--noise', '20',
                    '--data-seed', '5', '--features', 'x1,x2,x1x2', '--scaling', 'standard', '--epochs', '20']);
                const script = `
import sys
sys.path.insert(0, "tests/golden")
sys.dont_write_bytecode = True
import numpy as np
from sklearn.model_selection import train_test_split
import plane_cases
points = plane_cases.PROBLEMS["${problem}"](60, 0.2, np.random.RandomState(5))
_, test = train_test_split(points, test_size=0.3, random_state=42)
for x, y, _ in test:
    print(x, y, x * y, sep=",")`;
                const features = rows(run(python, ['-c', script]).stdout);
                assert.equal(features.length, 18);
                const session = await ort.InferenceSession.create(readFileSync(place('plane.onnx')), { executionProviders: ['wasm'] });
                assert.deepEqual(session.inputNames, ['features']);
                const tensor = new ort.Tensor('float32', Float32Array.from(features.flat()), [18, 3]);
                const { [output]: result } = await session.run({ features: tensor });
                assert.deepEqual(result.dims, [18, size]);
                answers.flat().forEach((value, i) => assert.ok(Math.abs(value - result.data[i]) < 1e-5));
                assert.ok(Math.max(...result.data) - Math.min(...result.data) > 0.3, 'answers differ');
            });

        test('figures in the midst of an epoch are those of the network as it stands', { skip: missing.sklearn }, () => {
            for (const [problem, key, figure] of [['plane', 'r2', /^R2 (\S+)$/m], ['moons', 'accuracy', /accuracy +(\S+)/]]) {
                const flags = ['--dataset', problem, '--steps', '30'];
                const { line } = exported('numpy', 'midst.py', flags);
                const found = Number(figure.exec(run(python, [place('midst.py')]).stdout)[1]);
                const said = [
                    JSON.parse(runProgram(program, ['train', '--json', ...flags]).stdout)[key],
                    JSON.parse(runProgram(program, ['replay', '--json', `#1&dataset=${problem}&steps=30`]).stdout)[key],
                    ...[runProgram(program, ['train', ...flags]).stdout, line].map((text) => Number(/test (?:R2|accuracy) ([\d.-]+)/.exec(text)[1])),
                ];
                for (const value of said) assert.ok(Math.abs(value - found) <= 0.006, `${said}, and NumPy ${found}`);
            }
        });

        for (const [name, flags] of planeSessions) {
            describe(`scripts carry the points of ${name}`, () => {
                const flag = (key, fallback) => (flags.includes(key) ? flags[flags.indexOf(key) + 1] : fallback);
                const problem = flag('--dataset');
                const isRegression = ['plane', 'multi-gauss'].includes(problem);
                let trained;
                before(() => {
                    trained = JSON.parse(runProgram(program, ['train', '--json', ...(isRegression ? [] : ['--report']), ...flags]).stdout);
                });
                const compareAnswers = (theirs, ours) => {
                    compare(theirs, ours, isRegression ? ours.map(() => 0) : trained.predictions, isRegression ? 1 : 2);
                    assert.ok(Math.max(...ours.flat()) - Math.min(...ours.flat()) > 0.3, 'answers differ');
                };

                test('scikit-learn: same score and answers', { skip: missing.sklearn }, () => {
                    const { line, answers } = exported('sklearn', 'plane.py', flags);
                    assert.ok(line.includes(trained.digest), 'the weights that train gives');
                    const { status, stdout, stderr } = run(python, [place('plane.py'), place('theirs.csv')]);
                    assert.equal(stderr, '');
                    assert.equal(status, 0);
                    if (isRegression) assert.ok(Math.abs(Number(/^R2 (\S+)\n$/.exec(stdout)[1]) - trained.r2) < 1e-4, stdout);
                    else assert.equal(stdout.trimEnd(), trained.report.trimEnd());
                    compareAnswers(rows(readFileSync(place('theirs.csv'), 'utf8')), answers);
                });

                test('NumPy and JavaScript: same answers and score', { skip: missing.sklearn }, async () => {
                    const { line, answers } = exported('numpy', 'plane_numpy.py', flags);
                    const result = run(python, [place('plane_numpy.py'), place('plane_numpy.csv')]);
                    assert.equal(result.stderr, '');
                    const score = Number(/test (?:R2|accuracy) (\S+),/.exec(line)[1]);
                    const found = /^R2 (\S+)$/m.exec(result.stdout)?.[1] ?? /accuracy +(\S+)/.exec(result.stdout)[1];
                    assert.ok(Math.abs(Number(found) - score) < 0.006, `${found}, not ${score}`);  // the report has two decimals
                    const close = (theirs) => theirs.forEach((row, i) => row.forEach((value, c) =>
                        assert.ok(Math.abs(value - answers[i][c]) <= 1e-5, `point ${i}: ${value}, not ${answers[i][c]}`)));
                    close(rows(readFileSync(place('plane_numpy.csv'), 'utf8')));
                    exported('javascript', 'plane.mjs', flags);
                    exported('numpy', 'plane_points.py', flags);
                    const points = rows(run(python, ['-c', `
import sys
sys.path.insert(0, ${JSON.stringify(folder)})
sys.dont_write_bytecode = True
import plane_points as m
print("\\n".join(",".join(repr(float(v)) for v in row) for row in m.samples()[1]))`]).stdout);
                    assert.equal(points.length, answers.length);
                    const { answers: ask } = await import(`${place('plane.mjs')}?${name}`);
                    close(points.map((point) => ask(point)));
                });

                test('the points are those of the problem, in the order of the split', { skip: missing.sklearn }, () => {
                    exported('sklearn', 'carried.py', flags);
                    exported('pytorch', 'carried_torch.py', flags);
                    const script = `
import sys
sys.path[:0] = [${JSON.stringify(folder)}, "tests/golden"]
sys.dont_write_bytecode = True
import numpy as np
from sklearn.model_selection import train_test_split
import carried, plane_cases
points = plane_cases.PROBLEMS["${problem}"](${flag('--samples', 500)}, ${flag('--noise', 0)} / 100, np.random.RandomState(42))
columns = {"x1": lambda x, y: x, "x2": lambda x, y: y, "x1x2": lambda x, y: x * y, "sin-x1": lambda x, y: np.sin(x), "sin-x2": lambda x, y: np.sin(y)}
features = [columns[name] for name in "${flag('--features', 'x1,x2')}".split(",")]
samples = carried.samples()
train, test = train_test_split(points, test_size=0.3, random_state=42)
sealed = np.random.RandomState(~42 % 2**32).permutation(len(test))[:int(np.ceil(${flag('--sealed-share', 0)} * len(test)))]
for part, X, truth in zip((train, np.delete(test, sealed, axis=0)), samples[:2], samples[2:]):
    x, y, expected = np.array(part).T
    if ${isRegression ? 'False' : 'True'}:
        expected = (expected + ${flag('--label-shift', 0)}) % 2
    assert X.dtype == carried.TYPE and abs(X - np.column_stack([of(x, y) for of in features])).max() < 1e-5
    assert truth.dtype == (${isRegression ? 'carried.TYPE' : 'int'})
    assert truth.shape == expected.shape and abs(truth - expected).max() < 1e-6`;
                    const { status, stderr } = run(python, ['-c', script]);
                    assert.equal(status, 0, stderr);
                    const carried = (file) => /^# Points as[^]*?^def samples[^]*?return .*$/m.exec(readFileSync(place(file), 'utf8'))[0];
                    assert.equal(carried('carried_torch.py'), carried('carried.py'));
                    assert.equal(run(python, ['-m', 'py_compile', place('carried_torch.py')]).stderr, '');
                });

                test('PyTorch: same answers and score, and training goes on', { skip: missing.torch }, () => {
                    const { answers } = exported('pytorch', 'plane_torch.py', flags);
                    const script = `
import sys
sys.path.insert(0, ${JSON.stringify(folder)})
sys.dont_write_bytecode = True
import plane_torch as m
X, X_test, y, _ = m.samples()
X, X_test, y = m.torch.tensor(m.scaled(X)), m.torch.tensor(m.scaled(X_test)), m.torch.tensor(y)
model = m.build()
m.np.savetxt(${JSON.stringify(place('torch.csv'))}, m.answers(model, X_test).numpy(), fmt="%.9g", delimiter=",")
m.torch.manual_seed(0)
print(*m.train(model, m.make_optimizer(model), X, y, 3))`;
                    const { status, stdout, stderr } = run(python, ['-c', script]);
                    assert.equal(status, 0, stderr);
                    compareAnswers(rows(readFileSync(place('torch.csv'), 'utf8')), answers);
                    const last = trained.loss_curve.at(-1);
                    assert.ok(rows(stdout.replaceAll(' ', ','))[0].every((loss) => loss < 2 * last && loss > 0.3 * last), `${last}, then ${stdout}`);

                    const alone = run(python, [place('plane_torch.py'), '1']);
                    assert.equal(alone.status, 0, alone.stderr);
                    const score = Number(/^as exported: test (?:R2|accuracy) (\S+)\nepoch 1: /.exec(alone.stdout)[1]);
                    assert.ok(Math.abs(score - (trained.r2 ?? trained.accuracy)) < 1e-4, alone.stdout);
                });
            });
        }

        test('scikit-learn has nothing for two classes by another loss', () => {
            for (const loss of ['squared-error', 'binary-cross-entropy']) {
                const { status, stderr } = runProgram(program, ['export', '--format', 'sklearn', '--out', place('no.py'), '--dataset', 'spiral', '--loss', loss]);
                assert.equal(status, 2);
                assert.match(stderr, /^inkling: [^\n]* two classes apart by cross-entropy alone[^\n]*\n$/);
                assert.ok(!existsSync(place('no.py')));
            }
        });

        // How far the model of a script is from itself after fit(): parameters, epochs, samples.
        const fittedAnew = (flags) => {
            exported('sklearn', 'twin.py', ['--twin', '--random-state', '3', ...flags]);
            const script = `
import sys, warnings
sys.path.insert(0, ${JSON.stringify(folder)})
sys.dont_write_bytecode = True
warnings.simplefilter("ignore")
from sklearn.base import clone
import twin
built = twin.build()
X, _, y, _ = twin.samples()
fitted = clone(built).fit(twin.scaled(X), y)
ours, theirs = built.coefs_ + built.intercepts_, fitted.coefs_ + fitted.intercepts_
print(max(abs(a - b).max() for a, b in zip(ours, theirs)), fitted.n_iter_ - built.n_iter_, fitted.t_ - built.t_)`;
            const { stdout, stderr } = run(python, ['-c', script]);
            const [difference, epochs, samples] = stdout.split(' ').map(Number);
            assert.ok(difference < 1e-10, `${stdout}${stderr}`);
            assert.equal(epochs, 0);
            return samples;
        };

        for (const flags of [
            ['--max-epochs', '20'],
            ['--validation-share', '0.2', '--optimizer', 'nesterov', '--schedule', 'adaptive', '--patience', '2', '--max-epochs', '60'],
            ['--optimizer', 'sgd', '--learning-rate', '0.05', '--schedule', 'invscaling', '--schedule-power', '0.3', '--shuffle=off', '--max-epochs', '15'],
        ])
            test(`a twin's classifier, fitted anew, is itself: ${flags.join(' ')}`, { skip: missing.sklearn }, () => {
                assert.equal(fittedAnew(flags), 0);
            });

        for (const [dataset, samples] of [['plane', '300'], ['multi-gauss', '80']])
            test(`a twin's regressor, fitted anew, is itself: ${dataset}`, { skip: missing.sklearn }, () => {
                fittedAnew(['--dataset', dataset, '--samples', samples, '--max-epochs', '40']);
            });

        for (const [name, flags, refusal] of sessions) {
            describe(name, () => {
                let trained;
                before(() => {
                    trained = JSON.parse(runProgram(program, ['train', '--json', '--report', ...flags]).stdout);
                });

                if (refusal)
                    test('scikit-learn: refused, and why', () => {
                        const { status, stderr } = runProgram(program, ['export', '--format', 'sklearn', '--out', place('refused.py'), ...flags]);
                        assert.equal(status, 2);
                        assert.match(stderr, refusal);
                        assert.ok(!existsSync(place('refused.py')));
                    });
                else test('scikit-learn: same report, predictions and probabilities', { skip: missing.sklearn }, () => {
                    const { line, answers } = exported('sklearn', 'model.py', flags);
                    assert.ok(line.includes(trained.digest), 'the weights that train gives');
                    const result = run(python, [place('model.py'), place('theirs.csv')]);
                    assert.equal(result.stderr, '');
                    assert.equal(result.status, 0);
                    assert.equal(result.stdout.trimEnd(), trained.report.trimEnd());
                    if (flags.length === 0) assert.equal(answers.length, 540);
                    compare(rows(readFileSync(place('theirs.csv'), 'utf8')), answers, trained.predictions);
                });

                test('NumPy: same report, predictions and probabilities', { skip: missing.sklearn }, () => {
                    const { answers } = exported('numpy', 'model_numpy.py', flags);
                    const result = run(python, [place('model_numpy.py'), place('numpy.csv')]);
                    assert.equal(result.stderr, '');
                    assert.equal(result.stdout.trimEnd(), trained.report.trimEnd());
                    compare(rows(readFileSync(place('numpy.csv'), 'utf8')), answers, trained.predictions);
                });

                test('JavaScript: same predictions and probabilities', { skip: missing.sklearn }, async () => {
                    const { answers } = exported('javascript', 'model.mjs', flags);
                    const { answers: ask, classNames, predict } = await import(`${place('model.mjs')}?${name}`);
                    assert.deepEqual(classNames, ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
                    const pixels = testPixels(flags);
                    compare(pixels.map((image) => ask(image)), answers, trained.predictions);
                    assert.deepEqual(pixels.map((image) => predict(image).label), trained.predictions);
                    assert.throws(() => predict([1, 2, 3]), /64 pixels are needed, not 3/);
                });

                test('ONNX: same predictions and probabilities', { skip: missing.onnx || missing.sklearn }, async () => {
                    const { answers } = exported('onnx', 'model.onnx', flags);
                    const session = await ort.InferenceSession.create(readFileSync(place('model.onnx')), { executionProviders: ['wasm'] });
                    const output = flags.includes('squared-error') ? 'outputs' : 'probabilities';
                    assert.deepEqual(session.inputNames, ['pixels']);
                    assert.deepEqual(session.outputNames, [output]);
                    const pixels = testPixels(flags);
                    const tensor = new ort.Tensor('float32', Float32Array.from(pixels.flat()), [pixels.length, 64]);
                    const { [output]: result } = await session.run({ pixels: tensor });
                    assert.deepEqual(result.dims, [pixels.length, 10]);
                    const theirs = pixels.map((_, row) => Array.from(result.data.slice(row * 10, row * 10 + 10)));
                    compare(theirs, answers, trained.predictions);
                });

                test('PyTorch: same probabilities and loss, and training goes on', { skip: missing.torch || missing.sklearn }, () => {
                    const { answers } = exported('pytorch', 'model_torch.py', flags);
                    const script = `
import sys
sys.path.insert(0, ${JSON.stringify(folder)})
sys.dont_write_bytecode = True
import model_torch as m
X, X_test, y, y_test = m.samples()
X, X_test = m.torch.tensor(m.scaled(X)), m.torch.tensor(m.scaled(X_test))
y = m.torch.tensor(y)
model = m.build()
m.np.savetxt(${JSON.stringify(place('torch.csv'))}, m.answers(model, X_test).numpy(), fmt="%.9g", delimiter=",")
m.torch.manual_seed(0)
print(*m.train(model, m.make_optimizer(model), X, y, 3))`;
                    const result = run(python, ['-c', script]);
                    assert.equal(result.status, 0, result.stderr);
                    compare(rows(readFileSync(place('torch.csv'), 'utf8')), answers, trained.predictions);
                    const curve = result.stdout.trim().split(' ').map(Number);
                    // The same objective goes on from where it was, not from somewhere else; samples that are
                    // no longer varied are easier.
                    const last = trained.loss_curve.at(-1), least = flags.length === 0 ? 0.05 : 0.3;
                    assert.ok(curve.every((loss) => loss < 1.15 * last && loss > least * last), `${last}, then ${curve}`);
                });
            });
        }

        test('PyTorch: the learning rate goes on along its schedule', { skip: missing.torch || missing.sklearn }, () => {
            for (const schedule of [
                ['--schedule', 'cosine', '--schedule-epochs', '5', '--warm-up', '2'],
                ['--schedule', 'step', '--schedule-epochs', '2', '--schedule-factor', '0.3'],
                ['--schedule', 'invscaling', '--schedule-power', '0.2'],
                ['--warm-up', '2.5'],
            ]) {
                const flags = ['--hidden', '4', '--optimizer', 'sgd', '--learning-rate', '0.25', ...schedule];
                exported('pytorch', 'scheduled.py', [...flags, '--epochs', '1']);
                const epochs = [1, 2, 3, 6, 9];
                const script = `
import sys
sys.path.insert(0, ${JSON.stringify(folder)})
sys.dont_write_bytecode = True
import scheduled as m
print(m.EPOCHS_DONE, *[m.learning_rate(epochs, 1257) for epochs in ${JSON.stringify(epochs)}])
X, _, y, _ = m.samples()
model = m.build()
optimizer = m.make_optimizer(model)
m.train(model, optimizer, m.torch.tensor(m.scaled(X)), m.torch.tensor(y), 1)
print(optimizer.param_groups[0]["lr"], m.learning_rate(1 + 1248 / 1257, 1257))`;
                const { status, stdout, stderr } = run(python, ['-c', script]);
                assert.equal(status, 0, stderr);
                const [[done, ...theirs], [last, expected]] = rows(stdout.replaceAll(' ', ','));
                assert.equal(done, 1);
                assert.equal(last, expected); // of the last of 40 batches, 39 · 32 samples on
                epochs.forEach((epoch, i) => {
                    const ours = JSON.parse(runProgram(program, ['explain', '--json', ...flags, '--epochs', String(epoch)]).stdout).update.rate;
                    assert.ok(Math.abs(theirs[i] - ours) <= 1e-6 * ours, `${schedule}, ${epoch} epochs: ${theirs[i]}, not ${ours}`);
                });
            }
        });

        test('the scripts run by themselves', { skip: missing.torch || missing.sklearn }, () => {
            exported('pytorch', 'alone.py', ['--epochs', '2']);
            const { status, stdout } = run(python, [place('alone.py'), '1']);
            assert.equal(status, 0);
            assert.match(stdout, /^as exported: test accuracy 0\.\d+\nepoch 1: loss [\d.]+, test accuracy 0\.\d+\n$/);
        });

        test('the larger data sets name their source and keep their own test part', () => {
            const flags = ['--dataset', 'fashion', '--hidden', '4', '--epochs', '1', '--batch', '4096'];
            if (!existsSync(path.join(root, 'build/data/fashion.inkd'))) return;
            exported('sklearn', 'fashion.py', flags);
            const text = readFileSync(place('fashion.py'), 'utf8');
            assert.match(text, /fetch_openml\(\s*"Fashion-MNIST"/);
            assert.match(text, /X\[:-10000\], X\[-10000:\]/);
            assert.match(text, /"T-shirt\/top", "Trouser"/);
            if (!missing.sklearn)
                assert.equal(run(python, ['-c', `import ast; ast.parse(open(${JSON.stringify(place('fashion.py'))}).read())`]).status, 0);
        });

        test('what cannot be exported is refused in one line, and nothing is written', () => {
            for (const [args, message] of [
                [[], /needs both --format NAME and --out FILE/],
                [['--format', 'keras', '--out', place('x')], /--format must be sklearn, pytorch, onnx, numpy, javascript or html, not "keras"/],
                [['--format', 'sklearn', '--out', place('x'), '--hidden', '8,8', '--activation', 'relu,tanh'], /one activation for all hidden layers/],
                [['--format', 'onnx', '--out', place('no/x'), '--epochs', '1'], /cannot write/],
            ]) {
                const { status, stdout, stderr } = runProgram(program, ['export', ...args]);
                assert.equal(status, 2, args.join(' '));
                assert.equal(stdout, '');
                assert.match(stderr, message);
                assert.match(stderr, /^inkling: [^\n]+\n$/);
            }
            assert.ok(!existsSync(place('x')));
        });

        test('help fits 80 columns', () => {
            const { stdout } = runProgram(program, ['export', '--help']);
            assert.match(stdout, /^Usage: inkling export/);
            for (const line of stdout.split('\n')) assert.ok(line.length <= 80, line);
        });
    });
}
