// `inkling sweep`, natively and under Node: plans, single lines, and what is collected.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';

import { programs, root, runProgram } from './support.mjs';

// The rows of an RFC 4180 file, as objects.
function parseCsv(text) {
    const rows = [[]];
    const pattern = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n)/gy;
    let end = 0;
    for (let match; end < text.length && (match = pattern.exec(text)); end = pattern.lastIndex) {
        rows.at(-1).push(match[1].startsWith('"') ? match[1].slice(1, -1).replaceAll('""', '"') : match[1]);
        if (match[2] === '\r\n') rows.push([]);
    }
    assert.equal(end, text.length, 'CSV to the end');
    assert.deepEqual(rows.pop(), [], 'the last line is ended');
    const names = rows.shift();
    return rows.map((row) => {
        assert.equal(row.length, names.length);
        return Object.fromEntries(row.map((value, i) => [names[i], value]));
    });
}

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const spread = (values) => Math.sqrt(values.reduce((sum, value) => sum + (value - mean(values)) ** 2, 0) / (values.length - 1));
const isNear = (a, b, bound = 1e-12) => assert.ok(Math.abs(a - b) <= bound * Math.max(1, Math.abs(b)), `${a} is not ${b}`);

test('at least one program is built', () => assert.ok(programs.length > 0));

for (const program of programs) {
    const run = (...args) => runProgram(program, args);
    const succeeds = (...args) => {
        const { status, stdout, stderr } = run(...args);
        assert.equal(stderr, '');
        assert.equal(status, 0);
        return stdout;
    };
    const fails = (...args) => {
        const { status, stdout, stderr } = run(...args);
        assert.equal(status, 2, stdout);
        assert.equal(stdout, '');
        assert.match(stderr, /^inkling: [^\n]+\n$/, 'one line');
        return stderr;
    };

    describe(path.relative(root, program), () => {
        let folder, plan;
        const place = (name) => path.join(folder, name);
        const flags = ['--dataset', 'moons', '--samples', '120', '--noise', '25', '--epochs', '6'];
        const grid = ['--x', 'learning-rate=0.01,0.03,0.1', '--y', 'hidden=4/4,3', '--seeds', '3', '--seed', '5'];
        const result = (name, line) => JSON.parse(readFileSync(place(`${name}/${line}.json`), 'utf8'));
        const results = (name, lines = '1-18') => {
            succeeds('sweep', plan, '--cell', lines, '--results', place(name));
            return place(name);
        };
        before(() => {
            folder = mkdtempSync(path.join(tmpdir(), 'inkling-sweep-'));
            plan = place('plan.txt');
            assert.equal(succeeds('sweep', '--plan', plan, ...grid, ...flags), '18 sessions, one a line\n');
        });
        after(() => rmSync(folder, { recursive: true }));

        test('a plan is links, one a line: seeds, columns, rows', () => {
            const wanted = ['4', '4,3'].flatMap((hidden) => ['', '0.03', '0.1'].flatMap((rate) => [5, 6, 7].map((seed) =>
                `#1&dataset=moons&samples=120&noise=25&hidden=${hidden}&seed=${seed}${rate && `&learning-rate=${rate}`}&max-epochs=6`)));
            assert.deepEqual(readFileSync(plan, 'utf8').trimEnd().split('\n'), wanted);
            for (const link of wanted.slice(0, 2)) assert.equal(succeeds('link', '--check', link), `${link}\n`);
            assert.equal(succeeds('sweep', '--plan', plan, ...grid, ...flags), '18 sessions, one a line\n', 'the same again');
            assert.match(fails('sweep', '--plan', plan, ...grid, ...flags, '--l2', '0'), /is there already, and says something else/);
        });

        test('the session of a link can be varied, with its changes on the way', () => {
            const link = '#1&dataset=moons&hidden=4&steps=40&at=20:learning-rate=0.02&digest=0123456789abcdef&theme=dark';
            succeeds('sweep', '--plan', place('link.txt'), '--link', link, '--x', 'batch=16,32');
            assert.equal(readFileSync(place('link.txt'), 'utf8'),
                '#1&dataset=moons&hidden=4&batch=16&steps=40&at=20:learning-rate=0.02\n#1&dataset=moons&hidden=4&batch=32&steps=40&at=20:learning-rate=0.02\n');
            succeeds('sweep', '--plan', place('flags.txt'), '--dataset', 'moons', '--hidden', '4', '--steps', '40', '--at', '20:learning-rate=0.02', '--x', 'batch=16,32');
            assert.equal(readFileSync(place('flags.txt'), 'utf8'), readFileSync(place('link.txt'), 'utf8'));
            succeeds('sweep', place('link.txt'), '--cell', '1', '--results', place('link'));
            const trained = succeeds('link', '--dataset', 'moons', '--hidden', '4', '--batch', '16', '--steps', '40', '--at', '20:learning-rate=0.02').trim();
            assert.equal(result('link', 1).session, trained);
            assert.equal(result('link', 1).accuracy, JSON.parse(succeeds('replay', trained, '--json')).accuracy);
        });

        test('a line is trained as inkling train does, and its result is a saved session', () => {
            const lines = succeeds('sweep', plan, '--cell', '2,17-18', '--results', place('some')).trimEnd().split('\n');
            assert.deepEqual(lines.map((line) => line.replace(/:.*/, '')), ['2', '17', '18']);
            assert.deepEqual(readdirSync(place('some')).sort(), ['17.json', '18.json', '2.json']);
            const there = result('some', 17);
            const settings = ['--hidden', '4,3', '--learning-rate', '0.1', '--seed', '6'];
            const train = JSON.parse(succeeds('train', ...flags, ...settings, '--json'));
            assert.deepEqual([there.digest, there.accuracy, there.epochs], [train.digest, train.accuracy, train.epochs]);
            isNear(there.train_loss, train.loss_curve.at(-1), 1e-7);
            const macro = Number(/macro avg +\S+ +\S+ +(\S+)/.exec(succeeds('train', ...flags, ...settings, '--report'))[1]);
            assert.ok(Math.abs(there.macro_f1 - macro) <= 0.005, `${there.macro_f1} is not ${macro}`);
            assert.equal(there.planned, readFileSync(plan, 'utf8').split('\n')[16]);
            assert.equal(there.session, `${there.planned}&steps=${train.steps}&end=finished&digest=${train.digest}`);
            assert.match(there.version, /^\d+\.\d+\.\d+$/);
            assert.match(succeeds('replay', place('some/17.json')), /^reproduced exactly/);
        });

        test('what is done is not done again, what is damaged is, and what is of another plan is left alone', () => {
            results('again', '1-3');
            const whole = readFileSync(place('again/2.json'), 'utf8'), time = statSync(place('again/1.json')).mtimeMs;
            writeFileSync(place('again/2.json'), whole.slice(0, -20));
            assert.match(succeeds('sweep', plan, '--cell', '1-3', '--results', place('again')), /^1: done already\n2: accuracy .*\n3: done already\n$/);
            assert.equal(statSync(place('again/1.json')).mtimeMs, time);
            assert.equal(JSON.parse(readFileSync(place('again/2.json'), 'utf8')).session, JSON.parse(whole).session);
            copyFileSync(place('again/1.json'), place('again/3.json'));
            assert.match(fails('sweep', plan, '--cell', '3', '--results', place('again')), /3\.json is the result of another plan/);
            assert.equal(result('again', 3).session, result('again', 1).session);
        });

        // The system lets it write 512 bytes of a longer result, then ends it, or lets it know.
        test('a task that is ended while it writes leaves no half result', () => {
            const command = program.endsWith('.mjs') ? [process.execPath, program] : [program];
            const long = ['learning-rate=0.0123456789', 'l2=0.0123456789', 'test-share=0.3123456789', 'momentum=0.123456789', 'beta1=0.8123456789', 'beta2=0.9912345678'];
            writeFileSync(place('long.txt'), `#1&dataset=moons&steps=3&${long.join('&')}\n`);
            const task = (...limit) => spawnSync('sh', ['-c', `${limit.join('')} exec "$@"`, 'sh', ...command, 'sweep', place('long.txt'), '--cell', '1', '--results', place('cut')], { encoding: 'utf8' });
            const { status, signal } = task('ulimit -c 0; ulimit -f 1;');
            assert.ok(signal === 'SIGXFSZ' || status === 2 || status === 128 + 25, `${status} ${signal}`);
            assert.deepEqual(readdirSync(place('cut')).filter((name) => name.endsWith('.json')), []);
            assert.equal(run('sweep', place('long.txt'), '--collect', place('cut'), '--missing').stdout, '1\n');
            assert.equal(task().status, 0);
            assert.ok(statSync(place('cut/1.json')).size > 512);
            assert.equal(run('sweep', place('long.txt'), '--collect', place('cut')).status, 0);
        });

        test('the table, both CSV files, JSON and heat map are what single sessions come to', () => {
            results('all');
            const text = succeeds('sweep', plan, '--collect', place('all'), '--csv', place('runs.csv'), '--table', place('cells.csv'), '--map', place('map.svg'));
            const json = JSON.parse(succeeds('sweep', plan, '--collect', place('all'), '--json'));
            const runs = parseCsv(readFileSync(place('runs.csv'), 'utf8')), cells = parseCsv(readFileSync(place('cells.csv'), 'utf8'));
            const map = readFileSync(place('map.svg'), 'utf8');
            assert.deepEqual([json.inkling_sweep, json.complete, json.planned, json.done, json.missing, json.repeated, json.problems, json.score],
                [1, true, 18, 18, '', 0, [], 'accuracy']);
            assert.deepEqual(json.axes.map(({ name, values }) => [name, values]), [['learning-rate', ['0.01', '0.03', '0.1']], ['hidden', ['4', '4,3']]]);
            assert.deepEqual([json.columns, json.rows], [3, [['4'], ['4,3']]]);
            assert.match(text, /\n18 of 18 sessions done\n$/);
            assert.deepEqual(runs.map(({ line }) => Number(line)), [...Array(18).keys()].map((i) => i + 1));
            let line = 0;
            for (const [row, hidden] of ['4', '4,3'].entries()) {
                for (const [column, rate] of ['0.01', '0.03', '0.1'].entries()) {
                    const trained = [5, 6, 7].map((seed) => JSON.parse(succeeds('train', ...flags, '--hidden', hidden, '--learning-rate', rate, '--seed', `${seed}`, '--json')));
                    for (const { digest, accuracy } of trained) {
                        const one = runs[line++];
                        assert.deepEqual([one['learning-rate'], one.hidden, one.seed, one.digest, Number(one.accuracy), one.end],
                            [rate, hidden, `${5 + (line - 1) % 3}`, digest, accuracy, 'finished']);
                        assert.ok(one.link.endsWith(`&digest=${digest}`));
                    }
                    const accuracies = trained.map(({ accuracy }) => accuracy);
                    const cell = cells[3 * row + column];
                    assert.deepEqual([cell['learning-rate'], cell.hidden, cell.planned, cell.done, cell.diverged], [rate, hidden, '3', '3', '0']);
                    isNear(Number(cell.accuracy_mean), mean(accuracies));
                    isNear(Number(cell.accuracy_spread), spread(accuracies));
                    assert.deepEqual([Number(cell.accuracy_least), Number(cell.accuracy_greatest)], [Math.min(...accuracies), Math.max(...accuracies)]);
                    isNear(Number(cell.train_loss_mean), mean(trained.map(({ loss_curve }) => loss_curve.at(-1))), 1e-7);  // as the curves have it, in 32 bits
                    const { accuracy, ...other } = json.cells[3 * row + column];
                    assert.deepEqual([other.column, other.row, accuracy.count], [column, row, 3]);
                    isNear(accuracy.mean, mean(accuracies));
                    assert.ok(text.includes(`${mean(accuracies).toFixed(4)} ± ${spread(accuracies).toFixed(4)}`));
                    assert.ok(map.includes(`>${mean(accuracies).toFixed(4)}<`) && map.includes(`>± ${spread(accuracies).toFixed(4)}<`));
                }
            }
        });

        test('what is missing, damaged, foreign, repeated or wrong is named', () => {
            const there = results('some-wrong');
            const collect = (...more) => run('sweep', plan, '--collect', there, ...more);
            assert.equal(collect('--missing').stdout, '');
            copyFileSync(`${there}/7.json`, `${there}/7 (copy).json`);
            let { status, stdout } = collect('--verify', '3');
            assert.equal(status, 0);
            assert.match(stdout, /18 of 18 sessions done; 1 repeated result not counted again; 3 trained again and reproduced exactly\n/);

            rmSync(`${there}/3.json`);
            for (const line of [9, 10, 11]) writeFileSync(`${there}/${line}.json`, '{"inkling":1}');
            writeFileSync(`${there}/12.json.123.partial`, '{"ink');
            ({ status, stdout } = collect());
            assert.equal(status, 1);
            assert.match(stdout, /14 of 18 sessions done.*\nmissing lines: 3,9-11\nresults that do not count:\n {2}\S*10\.json: this is no result: "planned" must be a text\n/);
            assert.match(stdout, / \(2 of 3\)/);
            assert.equal(collect('--missing').stdout, '3,9-11\n');
            assert.equal(collect('--missing=ranges').stdout, '3,9-11\n');
            assert.equal(collect('--missing', 'lines').stdout, '3\n9\n10\n11\n');
            assert.equal(collect('--json').status, 1);
            assert.equal(JSON.parse(collect('--json').stdout).problems.length, 3);
            succeeds('sweep', plan, '--cell', collect('--missing').stdout.trim(), '--results', there);
            assert.equal(collect().status, 0);

            // Figures that nobody came to are found out by training again; two that differ, at once.
            const made = result('some-wrong', 5);
            writeFileSync(`${there}/5.json`, JSON.stringify({ ...made, accuracy: 1 }));
            const other = '0123456789abcdef';
            writeFileSync(`${there}/6.json`, JSON.stringify(result('some-wrong', 6)).replaceAll(result('some-wrong', 6).digest, other));
            assert.equal(collect().status, 0);
            ({ status, stdout } = collect('--verify', 'all'));
            assert.equal(status, 1);
            assert.match(stdout, /16 trained again and reproduced exactly\nmissing lines: 5-6\n/);
            assert.match(stdout, /5\.json: trained again it comes to other figures\n/);
            assert.match(stdout, /6\.json: trained again it comes to digest [0-9a-f]{16}, where it has 0123456789abcdef\n/);
            writeFileSync(`${there}/5-b.json`, JSON.stringify(made));
            assert.match(collect().stdout, /missing lines: 5\n.*\n.*5-b\.json and \S*5\.json: both are of line 5, and they differ/);

            // Of several folders; and of another plan.
            rmSync(`${there}/5.json`);
            rmSync(`${there}/6.json`);
            results('more', '6');
            assert.equal(collect('--missing').stdout, '6\n');
            assert.equal(collect('--collect', place('more')).status, 0);
            succeeds('sweep', '--plan', place('other.txt'), '--dataset', 'moons', '--x', 'l2=0,1', '--steps', '5');
            succeeds('sweep', place('other.txt'), '--cell', '1', '--results', place('other'));
            assert.match(collect('--collect', place('more'), '--collect', place('other')).stdout, /1\.json: it is of no line of this plan/);
        });

        test('a session that diverges, and a regression, have results', () => {
            const wild = ['--dataset', 'moons', '--optimizer', 'sgd', '--loss', 'squared-error', '--activation', 'linear', '--epochs', '50'];
            succeeds('sweep', '--plan', place('wild.txt'), ...wild, '--x', 'learning-rate=0.01,10');
            succeeds('sweep', place('wild.txt'), '--cell', '1-2', '--results', place('wild'));
            assert.match(succeeds('sweep', place('wild.txt'), '--collect', place('wild'), '--verify', 'all', '--csv', place('wild.csv')), /2 of 2 sessions done; 2 trained again.*\n1 of them diverged\n/);
            assert.deepEqual(parseCsv(readFileSync(place('wild.csv'), 'utf8')).map(({ end }) => end), ['finished', 'diverged']);
            succeeds('sweep', '--plan', place('plane.txt'), '--dataset', 'plane', '--epochs', '2', '--seeds', '2');
            succeeds('sweep', place('plane.txt'), '--cell', '1-2', '--results', place('plane'));
            const json = JSON.parse(succeeds('sweep', place('plane.txt'), '--collect', place('plane'), '--verify', 'all', '--json'));
            assert.deepEqual([json.score, json.verified, json.axes], ['r2', '1-2', []]);
            const wanted = [0, 1].map((seed) => JSON.parse(succeeds('train', '--dataset', 'plane', '--epochs', '2', '--seed', `${seed}`, '--json')).r2);
            isNear(json.cells[0].r2.mean, mean(wanted), 1e-7);
        });

        test('errors are one clear line', () => {
            const written = (name, text) => {
                writeFileSync(place(name), text);
                return place(name);
            };
            const cell = (file, lines) => fails('sweep', file, '--cell', lines, '--results', place('none'));
            assert.match(fails('sweep'), /--plan FILE, --cell LINES or --collect DIR/);
            assert.match(fails('sweep', '--plan', place('x'), '--x', 'lerning-rate=1'), /--x: "lerning-rate" is not a setting/);
            assert.match(fails('sweep', '--plan', place('x'), '--y', 'batch=0'), /batch must be a whole number/);
            assert.match(fails('sweep', '--plan', place('x'), '--seeds', '0'), /1 to 100000 sessions/);
            assert.match(fails('sweep', '--plan', place('x'), '--link', '#1&seed=4'), /would never end/);
            assert.match(fails('sweep', '--plan', place('x'), '--link', '#1&steps=4', '--hidden', '4'), /leave out --hidden/);
            assert.match(fails('sweep', '--plan', place('x'), '--csv', 'y'), /leave out --csv beside --plan/);
            assert.match(fails('sweep', plan, '--plan', place('x')), /unexpected argument/);
            assert.match(fails('sweep', '--cell', '1', '--results', place('none')), /name the plan/);
            assert.match(fails('sweep', plan, '--cell', '1'), /--results DIR/);
            assert.match(fails('sweep', plan, '--cell', '1', '--results', plan), /cannot make the folder/);
            assert.match(fails('sweep', plan, '--cell', '1', '--results', place('none'), '--hidden', '4'), /leave out --hidden beside --cell/);
            assert.match(cell(plan, '19'), /--cell: the plan has the lines 1 to 18, not "19"/);
            assert.match(cell(plan, '1;2'), /must be numbers and ranges/);
            assert.match(cell(place('nowhere'), '1'), /there is no file/);
            assert.match(cell(written('bad.txt', '#1&steps=1\n#1&steps=1&stepz=2\n'), '2'), /line 2: "stepz"/);
            assert.match(cell(written('empty.txt', ''), '1'), /empty\.txt: there is no link in the plan/);
            assert.match(fails('sweep', place('bad.txt'), '--collect', folder), /bad\.txt: line 2: "stepz"/);
            assert.match(fails('sweep', plan, '--collect', place('nowhere')), /cannot read the folder/);
            assert.match(fails('sweep', plan, '--collect', folder, '--missing', 'some'), /--missing must be ranges or lines, not "some"/);
            assert.match(fails('sweep', plan, '--collect', folder, '--verify', 'some'), /--verify must be all or/);
            assert.equal(existsSync(place('none/1.json')), false);
            assert.match(succeeds('sweep', '--help'), /^Usage: inkling sweep --plan FILE/);
        });
    });
}

test('lines that were trained natively and as wasm make one sweep, and either verifies it', { skip: programs.length < 2 }, () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'inkling-sweep-'));
    const plan = path.join(folder, 'plan.txt'), results = path.join(folder, 'results');
    try {
        assert.equal(runProgram(programs[0], ['sweep', '--plan', plan, '--dataset', 'moons', '--x', 'l1=0,0.01', '--y', 'optimizer=sgd,adam', '--epochs', '5']).status, 0);
        for (const [i, program] of programs.entries()) runProgram(program, ['sweep', plan, '--cell', i === 0 ? '1,4' : '2-3', '--results', results]);
        for (const program of programs) {
            const { status, stdout } = runProgram(program, ['sweep', plan, '--collect', results, '--verify', 'all']);
            assert.equal(status, 0);
            assert.match(stdout, /4 of 4 sessions done; 4 trained again and reproduced exactly\n/);
        }
    } finally {
        rmSync(folder, { recursive: true });
    }
});
