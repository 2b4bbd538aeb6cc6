// Links by the command line program, natively and under Node: made, checked, replayed, and refused.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';

import { programs, root, runProgram } from './support.mjs';

const run = (program, ...args) => runProgram(program, args);

const plane = ['--dataset', 'moons', '--samples', '60', '--hidden', '3,2'];
const changes = ['--at', '12:learning-rate=0.05;optimizer=sgd', '--at', '31:l2=0.01'];

test('at least one program is built', () => assert.ok(programs.length > 0));

for (const program of programs) {
    const succeeds = (...args) => {
        const { status, stdout, stderr } = run(program, ...args);
        assert.equal(stderr, '');
        assert.equal(status, 0);
        return stdout;
    };
    const fails = (...args) => {
        const { status, stdout, stderr } = run(program, ...args);
        assert.equal(status, 2);
        assert.equal(stdout, '');
        assert.match(stderr, /^inkling: [^\n]+\n$/, 'one line');
        return stderr;
    };

    describe(path.relative(root, program), () => {
        let folder, link, digest;
        const file = (name, text) => {
            const place = path.join(folder, name);
            writeFileSync(place, text);
            return place;
        };
        before(() => {
            folder = mkdtempSync(path.join(tmpdir(), 'inkling-link-'));
            link = succeeds('link', ...plane, '--steps', '40', ...changes).trim();
            digest = link.match(/&digest=([0-9a-f]{16})$/)[1];
        });
        after(() => rmSync(folder, { recursive: true }));

        test('a link says what was trained, and how far', () => {
            assert.equal(link, '#1&dataset=moons&samples=60&hidden=3,2&steps=40&at=12:optimizer=sgd;learning-rate=0.05' +
                `&at=31:l2=0.01&digest=${digest}`);
            assert.equal(succeeds('link', ...plane, '--epochs', '4').replace(/digest=.*\n/, ''),
                '#1&dataset=moons&samples=60&hidden=3,2&max-epochs=4&steps=20&end=finished&');
            assert.match(succeeds('link', ...plane, '--optimizer', 'sgd', '--learning-rate', '10', '--loss', 'squared-error',
                '--activation', 'linear', '--epochs', '50'), /&end=diverged&/);
        });

        test('replay reproduces it exactly, from a link, an address, or a file', () => {
            for (const word of [link, `https://host/inkling/${link}`, link.slice(1), encodeURIComponent(link),
                file('link.txt', `${link}\n`), file('a.inkling.json', JSON.stringify({ inkling: 1, session: link }))]) {
                const text = succeeds('replay', word);
                assert.match(text, new RegExp(`^reproduced exactly: digest ${digest} after 40 steps\nMoons: test accuracy`), word);
                assert.match(text, /weighted avg/);
            }
            const diverged = succeeds('link', ...plane, '--optimizer', 'sgd', '--learning-rate', '10', '--loss', 'squared-error',
                '--activation', 'linear', '--epochs', '50').trim();
            assert.match(succeeds('replay', diverged), /^reproduced exactly/);
        });

        test('digest and bisect take a link, too', () => {
            assert.equal(succeeds('digest', link), `${digest}\n`);
            const trace = path.join(folder, 'trace.txt');
            assert.equal(succeeds('bisect', '--record', trace, link), `40 steps, digest ${digest}\n`);
            assert.equal(succeeds('bisect', '--trace', trace), `40 steps, all alike, digest ${digest}\n`);
            assert.match(fails('bisect', '--trace', trace, link.replace('at=31:l2=0.01', 'at=30:l2=0.01')),
                /differ first after step 31, in the weights of layer 1/);
            assert.match(fails('digest', link, '--seed', '3'), /the link says what to train; leave out --seed/);
        });

        test('a replay that comes to something else says so, with exit code 1', () => {
            const differs = (word, wanted) => {
                const { status, stdout, stderr } = run(program, 'replay', word);
                assert.deepEqual([status, stderr], [1, '']);
                assert.match(stdout, wanted);
            };
            differs(link.replace(digest, '0123456789abcdef'),
                new RegExp(`^different: digest ${digest} after 40 steps, where the link has 0123456789abcdef\n`));
            differs(link.replace('moons', 'moons&max-epochs=2'), /^different: the session ended after 10 steps, before the link's 40\n/);
            differs(link.replace('&digest', '&end=finished&digest'), /^different: the session did not end after 40 steps as the link says\n/);
            const { outcome, steps } = JSON.parse(run(program, 'replay', link.replace(digest, '0123456789abcdef'), '--json').stdout);
            assert.deepEqual([outcome, steps], ['different', 40]);
            assert.match(succeeds('replay', link.replace(/&digest.*/, '')), /^not checked, since the link has no digest/);
        });

        test('--check prints the normal form, and what was not understood on standard error', () => {
            const { status, stdout, stderr } = run(program, 'link', '--check', `x#1&__proto__=1&seed=5&steps=9&steps=${'9'.repeat(30)}&hidden=16`);
            assert.equal(status, 0);
            assert.equal(stdout, '#1&hidden=16&seed=5&steps=9\n');
            assert.match(stderr, /^inkling: warning: steps must be [^\n]+\ninkling: warning: "__proto__" [^\n]+\n$|^inkling: warning: "__proto__" [^\n]+\ninkling: warning: steps must be [^\n]+\n$/);
            const json = JSON.parse(succeeds('link', '--check', '#1&toString=1&preset=article', '--json'));
            assert.deepEqual(json, { link: '#1&twin=on', warnings: ['"toString" is nothing that a link can say and was left out'] });
            assert.equal(succeeds('link', '--check', link), `${link}\n`);
        });

        test('a saved session is the link in a file', () => {
            const place = path.join(folder, 'saved.inkling.json');
            succeeds('link', '--check', link, '--save', place);
            assert.deepEqual(JSON.parse(readFileSync(place, 'utf8')), { inkling: 1, session: link });
        });

        test('a link with weights restores them at once, rounded, and still trains to the same digest', () => {
            const long = succeeds('link', '--hidden', '8', '--steps', '300', '--weights').trim();
            assert.ok(long.length < 1200, `${long.length} characters`);
            assert.match(succeeds('replay', long), /^reproduced exactly/);
            assert.match(succeeds('replay', '--restore', long), /^restored with rounded weights, as after 300 steps\n/);
            const accuracy = (...args) => JSON.parse(succeeds('replay', '--json', ...args)).accuracy;
            assert.ok(Math.abs(accuracy(long) - accuracy('--restore', long)) < 0.01);
            const damaged = long.replace(/weights=.{40}/, (text) => text.slice(0, -9) + 'AAAAAAAAA');
            assert.match(fails('replay', '--restore', damaged), /weights/);
            assert.match(fails('replay', '--restore', long.replace('hidden=8', 'hidden=9')), /not those of such a network/);
            assert.match(fails('replay', '--restore', long.replace('hidden=8', 'hidden=7')), /weights/);
            assert.match(fails('replay', '--restore', link), /there are no weights in the link/);
        });

        test('links of version 1 come to their digest for ever', () => {
            const links = JSON.parse(readFileSync(path.join(root, 'tests/golden/links.json'), 'utf8'));
            const small = links.filter(({ replays }) => replays);
            assert.ok(small.length >= 15);
            for (const { link, digest, normal } of small) {
                const { status, stdout } = run(program, 'replay', link, '--json');
                assert.equal(status, 0, link);
                const result = JSON.parse(stdout);
                assert.deepEqual([result.outcome, result.digest, result.link], ['exact', digest, normal], link);
            }
        });

        test('errors are one clear line', () => {
            assert.match(fails('replay'), /needs a link or a file/);
            assert.match(fails('replay', path.join(folder, 'none')), /there is no file .*none/);
            assert.match(fails('replay', '#2&seed=1'), /version "2", which is newer/);
            assert.match(fails('replay', link, link), /unexpected argument/);
            assert.match(fails('replay', file('bad.json', '{"inkling":1')), /bad\.json: this is not a saved session/);
            assert.match(fails('replay', file('words.txt', 'hello')), /words\.txt: "hello" is no link/);
            assert.match(fails('link', '--check', link, '--seed', '1'), /leave out --seed/);
            assert.match(fails('link', ...plane, '--steps', '9', '--at', '3'), /--at: at must be like/);
            assert.match(fails('link', ...plane, '--steps', '9', '--at', '3:seed=4'), /--at: "seed" is no setting that can change/);
            assert.match(fails('link', ...plane, '--steps', '9', '--at', '12:l2=0'), /comes after the last step/);
            assert.match(fails('link', ...plane, '--steps', '9', '--at', '3:l2=0&seed=4'), /--at must be like/);
            assert.match(fails('link', '--steps', '1000000001'), /--steps must be at most 1000000000/);
        });
    });
}

test('a link made natively is reproduced exactly as wasm, and the other way round', { skip: programs.length < 2 }, () => {
    for (const [one, other] of [[0, 1], [1, 0]]) {
        const link = run(programs[one], 'link', '--hidden', '12', '--steps', '90', ...changes, '--dropout', '0.2').stdout.trim();
        assert.match(run(programs[other], 'replay', link).stdout, /^reproduced exactly/);
        assert.equal(run(programs[other], 'digest', link).stdout, `${link.slice(-16)}\n`);
        const weights = run(programs[one], 'link', '--hidden', '4', '--steps', '50', '--weights').stdout.trim();
        assert.match(run(programs[other], 'replay', '--restore', weights).stdout, /^restored/);
    }
});
