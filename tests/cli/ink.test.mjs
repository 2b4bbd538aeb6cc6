// `inkling ink`: drawings in, what was read out, as text, JSON and a picture. How well it reads is judged on the pen
// strokes of ../shared/data/pen-strokes.json where they lie beside the checkout.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { inflateSync } from 'node:zlib';

import { programs, root, runProgram } from './support.mjs';

const run = (program, ...args) => runProgram(program, args);

const ellipse = (x, y, width, height) =>
    Array.from({ length: 33 }, (_, i) => [x + width * Math.sin((i * Math.PI) / 16), y - height * Math.cos((i * Math.PI) / 16)]);
const zero = { label: 0, strokes: [ellipse(200, 200, 60, 100)] };
const seven = { label: 7, strokes: [[[150, 100], [250, 100], [190, 300]], [[170, 210], [235, 210]]] };
const wrong = { ...zero, label: 3 };

// The pixels of a PNG of 8-bit RGB, its rows' filters undone.
const decoded = (bytes) => {
    assert.equal(bytes.toString('latin1', 0, 8), '\x89PNG\r\n\x1a\n');
    const width = bytes.readUInt32BE(16), height = bytes.readUInt32BE(20);
    assert.deepEqual([...bytes.subarray(24, 29)], [8, 2, 0, 0, 0]);
    const packed = [];
    for (let at = 8; at < bytes.length; at += 12 + bytes.readUInt32BE(at))
        if (bytes.toString('latin1', at + 4, at + 8) === 'IDAT') packed.push(bytes.subarray(at + 8, at + 8 + bytes.readUInt32BE(at)));
    const rows = inflateSync(Buffer.concat(packed)), stride = 3 * width, pixels = Buffer.alloc(stride * height);
    for (let y = 0; y < height; ++y)
        for (let i = 0; i < stride; ++i) {
            const left = i < 3 ? 0 : pixels[y * stride + i - 3], up = y === 0 ? 0 : pixels[(y - 1) * stride + i];
            const corner = i < 3 || y === 0 ? 0 : pixels[(y - 1) * stride + i - 3];
            const near = [left, up, corner].map((value) => Math.abs(left + up - corner - value));
            const paeth = near[0] <= near[1] && near[0] <= near[2] ? left : near[1] <= near[2] ? up : corner;
            const guess = [0, left, up, (left + up) >> 1, paeth][rows[y * (stride + 1)]];
            pixels[y * stride + i] = rows[y * (stride + 1) + 1 + i] + guess;
        }
    return { width, height, at: (x, y) => [...pixels.subarray(y * stride + 3 * x, y * stride + 3 * x + 3)] };
};

test('at least one program is built', () => assert.ok(programs.length > 0));

// The default sessions against people's own hands. Where they were set, they read some points more (docs/ink.md).
const penStrokes = path.join(root, '../shared/data/pen-strokes.json');
const leastRead = { digits: 0.88, mnist: 0.96 };
for (const [dataset, least] of Object.entries(leastRead)) {
    const skip = existsSync(penStrokes) ? false : 'there is no ../shared/data/pen-strokes.json beside the checkout';
    test(`the default session of ${dataset} reads ${100 * least} % of the pen strokes`, { skip, timeout: 600_000 }, () => {
        const { status, stdout, stderr } = run(programs[0], 'ink', '--dataset', dataset, '--strokes', penStrokes, '--json');
        assert.equal(status, 0, stderr);
        const { accuracy } = JSON.parse(stdout);
        assert.ok(accuracy >= least, `${accuracy} is below ${least}`);
    });
}

for (const program of programs) {
    describe(path.relative(root, program), () => {
        let folder, strokes;
        before(() => {
            folder = mkdtempSync(path.join(tmpdir(), 'inkling-ink-'));
            strokes = path.join(folder, 'strokes.json');
            writeFileSync(strokes, JSON.stringify([zero, seven, wrong, zero]));
        });
        after(() => rmSync(folder, { recursive: true }));

        test('drawings are read, as JSON and as a report', () => {
            const { status, stdout, stderr } = run(program, 'ink', '--strokes', strokes, '--json');
            assert.equal(stderr, '');
            assert.equal(status, 0);
            const result = JSON.parse(stdout);
            assert.equal(result.dataset, 'digits');
            assert.deepEqual(result.predictions, [0, 7, 0, 0]);
            assert.equal(result.accuracy, 0.75);
            assert.ok(result.test_accuracy > 0.95);
            const report = run(program, 'ink', '--strokes', strokes).stdout;
            assert.match(report, /3 of 4 drawings read rightly: accuracy 0\.7500/);
            assert.ok(report.endsWith(result.report));
        });

        test('drawings without labels are read all the same', () => {
            const file = path.join(folder, 'unlabelled.json');
            writeFileSync(file, JSON.stringify([{ strokes: seven.strokes }]));
            const result = JSON.parse(run(program, 'ink', '--strokes', file, '--json').stdout);
            assert.deepEqual(result.predictions, [7]);
            assert.ok(!('accuracy' in result));
            assert.match(run(program, 'ink', '--strokes', file).stdout, /\n7\n$/);
        });

        test('several digits side by side are read as a number, and doubts are said', () => {
            const beside = (strokes, dx) => strokes.map((stroke) => stroke.map(([x, y]) => [x + dx, y]));
            const number = { strokes: [...beside(seven.strokes, 200), ...zero.strokes, ...beside(zero.strokes, 400)] };
            const zigzag = { strokes: [Array.from({ length: 10 }, (_, i) => [20 * i, i % 2 ? 300 : 100])] };
            const file = path.join(folder, 'number.json');
            writeFileSync(file, JSON.stringify([number, zigzag, { strokes: seven.strokes }, { strokes: [[[0, 0], [5, 0]]] }]));
            const result = JSON.parse(run(program, 'ink', '--strokes', file, '--json').stdout);
            assert.equal(result.numbers[0], '070');
            assert.deepEqual(result.doubts, [['none', 'none', 'none'], ['far'], ['none'], ['empty']]);
            assert.equal(result.numbers[2], '7');
            assert.equal(result.predictions.length, 4);
            const text = run(program, 'ink', '--strokes', file).stdout;
            assert.match(text, /\n070\n\d, unsure: unlike any \d it was trained on\n7\n\d, unsure: next to nothing is drawn\n$/);
        });

        test('the contact sheet frames the wrong one', () => {
            const file = path.join(folder, 'sheet.png');
            assert.equal(run(program, 'ink', '--strokes', strokes, '--contact-sheet', file).status, 0);
            const picture = decoded(readFileSync(file));
            assert.deepEqual([picture.width, picture.height], [4 * 64 + 4, 64 + 4]);
            const frames = [0, 1, 2, 3].map((i) => picture.at(64 * i + 4, 30).join());
            assert.deepEqual(frames.map((color) => color === frames[0]), [true, true, false, true]);
            assert.equal(frames[2], '255,72,72');
            // An 8 × 8 image, 7 pixels a pixel: the middle of a 0 is empty, its top is not.
            assert.deepEqual(picture.at(6 + 28, 6 + 28), [0, 0, 0]);
            assert.ok(picture.at(6 + 28, 6 + 3)[0] > 128);
        });

        test('what cannot be read is said in one line', () => {
            const fails = (...args) => {
                const { status, stdout, stderr } = run(program, 'ink', ...args);
                assert.deepEqual([status, stdout], [2, '']);
                assert.match(stderr, /^inkling: [^\n]+\n$/);
                return stderr;
            };
            assert.match(fails(), /--strokes/);
            assert.match(fails('--strokes', path.join(folder, 'none.json')), /there is no file/);
            assert.match(fails('--strokes', strokes, '--dataset', 'fashion'), /no digits/);
            const file = path.join(folder, 'broken.json');
            writeFileSync(file, '[{"label": 3}]');
            assert.match(fails('--strokes', file), /broken\.json: drawing 1 has no list of strokes/);
        });
    });
}
