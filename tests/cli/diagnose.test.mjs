// `inkling diagnose`: sessions that were broken on purpose, in words and as JSON. INKLING_CLI names one program to
// test instead of those that are built.
import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, test } from 'node:test';

import { programs, root, runProgram } from './support.mjs';

test('at least one program is built', () => assert.ok(programs.length > 0));

for (const program of programs) {
    const diagnose = (...args) => {
        const { status, stdout, stderr } = runProgram(program, ['diagnose', ...args]);
        assert.equal(stderr, '');
        assert.equal(status, 0);
        return stdout;
    };
    const json = (...args) => JSON.parse(diagnose(...args, '--json'));

    describe(path.relative(root, program), () => {
        test('the default session has nothing wrong', () => {
            assert.match(diagnose('--steps', '200'), /^After 200 steps.*\nnothing is wrong/);
            assert.deepEqual(json('--steps', '200').findings, []);
        });

        test('a fault is named with its evidence, and what is offered mends it', () => {
            const broken = ['--activation', 'leaky-relu', '--learning-rate', '3', '--epochs', '3'];
            const words = diagnose(...broken);
            assert.match(words, /\nThe learning rate is too high \(it does not learn like this\)\n.*100 updates at 3 lead to/);
            const { findings: [finding, ...others], digest } = json(...broken);
            assert.deepEqual(others, []);
            assert.equal(finding.kind, 'rate-too-high');
            assert.equal(finding.severity, 'prevents');
            assert.equal(finding.facts.rate, 3);
            assert.ok(finding.facts.better < finding.facts.loss);
            assert.match(words, new RegExp(`\n  Try --learning-rate ${finding.fix['learning-rate']}\n`));
            const flags = Object.entries(finding.fix).flatMap(([name, value]) => [`--${name}`, value]);
            const mended = json('--activation', 'leaky-relu', '--epochs', '3', ...flags);
            assert.deepEqual(mended.findings, []);
            // To look at it leaves the session as it is.
            assert.equal(digest, runProgram(program, ['digest', ...broken]).stdout.trim());
        });

        test('a link is diagnosed where it leads, with the settings that it has there', () => {
            const link = '#1&dataset=circle&noise=40&samples=400&test-share=0.6&hidden=64,64&steps=1600';
            const { findings, steps } = json(link);
            assert.equal(steps, 1600);
            assert.deepEqual(findings.map(({ kind }) => kind), ['overfitting']);
            assert.match(diagnose(link), /right, and 8\d\.\d % of the others\. The test loss was 0\.\d+ at epoch \d+ and has risen/);
            const changed = json('#1&learning-rate=0.00001&steps=200&at=150:learning-rate=0.00002');
            assert.equal(changed.findings[0].facts.rate, 0.00002);
        });

        test('a run that diverged, and a regression', () => {
            const exploded = json('--hidden', '64,64,64,64,64,64', '--activation', 'linear', '--init', 'he-normal', '--optimizer', 'sgd', '--learning-rate', '0.1', '--epochs', '1');
            assert.deepEqual(exploded.findings.map(({ kind, fix }) => [kind, fix]), [['exploding-gradients', { 'clip-norm': '1' }]]);
            assert.match(diagnose('--dataset', 'plane', '--learning-rate', '0.00001', '--epochs', '10'), /The learning rate is too low/);
            assert.deepEqual(json('--dataset', 'plane', '--epochs', '10').findings, []);
        });

        test('mistakes are named', () => {
            const { status, stderr } = runProgram(program, ['diagnose', '--learning-rat', '3']);
            assert.equal(status, 2);
            assert.match(stderr, /did you mean --learning-rate\?/);
            assert.match(runProgram(program, ['diagnose', '--help']).stdout, /^Usage: inkling diagnose \[flags\]/);
        });
    });
}
