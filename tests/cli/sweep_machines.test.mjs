// A sweep of 1,000 sessions by the commands of docs/sweeps.md as they stand there: by GNU parallel and by a Slurm array, with tasks
// killed on the way. In the end each session has been counted once, and both ways have come to the same digests.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';

import { guard, has, kill, killMarked, marked, running, startSlurm, until } from './slurm.mjs';
import { programs, root } from './support.mjs';

const native = programs.find((file) => !file.endsWith('.mjs'));
const program = native && realpathSync(native);
const count = 1000;
const grid = ['--x', 'learning-rate=0.001,0.002,0.003,0.005,0.01,0.02,0.03,0.05,0.1,0.2', '--y', 'hidden=1,2,3,4,5,6,7,8,9,10', '--seeds', '10'];
const flags = ['--dataset', 'moons', '--samples', '200', '--noise', '20', '--epochs', '40'];

const blocks = [...readFileSync(path.join(root, 'docs/sweeps.md'), 'utf8').matchAll(/```sh\n(.*?)```/gs)].map(([, text]) => text);
const documented = (pattern) => {
    const found = blocks.flatMap((text) => text.split('\n')).filter((line) => pattern.test(line));
    assert.equal(found.length, 1, `one line of docs/sweeps.md is like ${pattern}`);
    return found[0];
};
const script = blocks.find((text) => text.startsWith('#!/bin/sh'));

// Which processes there are is read from Linux's /proc.
const missingHere = (process.platform !== 'linux' && 'tasks are killed on Linux only') || (!program && 'there is no native program');

describe('a plan of 1,000 sessions', { skip: missingHere }, () => {
    let folder, mark, environment, callOff;
    before(() => {
        folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'inkling-sweeps-')));
        mark = folder;
        callOff = guard(mark);
        environment = {
            ...process.env, PATH: `${path.dirname(program)}:${process.env.PATH}`, INKLING_TEST: mark,
            PARALLEL: '--will-cite -j2', PARALLEL_HOME: path.join(folder, 'parallel-home'), TMPDIR: folder,
        };
        mkdirSync(environment.PARALLEL_HOME);
    });
    after(async () => {
        await killMarked(mark);
        callOff();
        rmSync(folder, { recursive: true });
    });

    // A folder with the plan, and what is done there.
    const workplace = (name, more = {}) => {
        const cwd = path.join(folder, name), env = { ...environment, ...more };
        mkdirSync(cwd);
        const sh = (command) => spawnSync('sh', ['-c', command], { cwd, env, encoding: 'utf8', timeout: 240000, maxBuffer: 1 << 26 });
        const start = (command) => {
            const child = spawn('sh', ['-c', command], { cwd, env, stdio: 'ignore', detached: true });
            const task = { isRunning: true };
            child.on('exit', () => { task.isRunning = false; });
            return task;
        };
        assert.deepEqual(spawnSync(program, ['sweep', '--plan', 'plan.txt', ...grid, ...flags], { cwd, encoding: 'utf8' }).stdout, `${count} sessions, one a line\n`);
        const plan = readFileSync(path.join(cwd, 'plan.txt'), 'utf8').trimEnd().split('\n');
        assert.equal(new Set(plan).size, count);
        const names = () => {
            try {
                return readdirSync(path.join(cwd, 'results')).filter((name) => name.endsWith('.json'));
            } catch {
                return [];  // no task has begun
            }
        };
        // Now and then the tasks that run are killed, whatever they are at: not so many that nothing gets done. {kills} counts them.
        const taskKiller = (most, chance) => {
            const killer = { kills: 0 };
            killer.strike = () => {
                const tasks = killer.kills < most && Math.random() < chance ? running(program, cwd, '--cell') : [];
                killer.kills += tasks.filter((pid) => kill(pid)).length;
            };
            return killer;
        };
        // What is missing, as the command says and as the files are.
        const missing = () => {
            const said = sh('inkling sweep plan.txt --collect results --missing');
            assert.equal(said.stderr, '', 'no result is damaged');
            const there = new Set(names().map((name) => {
                const result = JSON.parse(readFileSync(path.join(cwd, 'results', name), 'utf8'));
                assert.equal(result.planned, plan[parseInt(name) - 1]);
                return parseInt(name);
            }));
            const lines = said.stdout.trim().split(',').filter(Boolean).flatMap((range) => {
                const [first, last = first] = range.split('-').map(Number);
                return Array.from({ length: last - first + 1 }, (_, i) => first + i);
            });
            assert.deepEqual(lines, plan.map((_, i) => i + 1).filter((line) => !there.has(line)));
            assert.equal(said.status, lines.length > 0 ? 1 : 0);
            return lines;
        };
        // The digests, once all is there: each line once, and the figures of each cell those of its ten sessions.
        const complete = (...more) => {
            const { status, stdout } = sh(`inkling sweep plan.txt --collect results --json ${more.join(' ')}`);
            assert.equal(status, 0);
            const report = JSON.parse(stdout);
            assert.deepEqual([report.complete, report.planned, report.done, report.missing, report.repeated, report.problems], [true, count, count, '', 0, []]);
            assert.deepEqual(report.runs.map(({ line }) => line), plan.map((_, i) => i + 1));
            assert.equal(names().length, count);
            assert.equal(report.cells.length, 100);
            for (const { column, row, done, accuracy } of report.cells) {
                assert.deepEqual([done, accuracy.count], [10, 10]);
                const scores = report.runs.filter((run) => run.column === column && run.row === row).map((run) => run.accuracy);
                assert.ok(Math.abs(scores.reduce((sum, score) => sum + score, 0) / 10 - accuracy.mean) < 1e-12);
            }
            return { digests: report.runs.map(({ session, digest }, i) => {
                assert.ok(session.startsWith(`${plan[i]}&steps=`) && session.endsWith(`&digest=${digest}`));
                return digest;
            }), verified: report.verified };
        };
        return { cwd, sh, start, names, taskKiller, missing, complete };
    };

    let digests;

    test('by GNU parallel, some tasks killed and once all of it', { skip: !has('parallel') && 'GNU parallel is not installed', timeout: 480000 }, async (t) => {
        const { start, names, taskKiller, missing, complete } = workplace('parallel');
        const killer = taskKiller(100, 0.3);
        let task = start(documented(/^seq .*\| parallel /));
        await until(() => killer.strike() || names().length >= count / 2, 150, 'half of the results');
        assert.ok(task.isRunning);
        await killMarked(mark);
        const first = missing();
        assert.ok(first.length >= 100, `${first.length} are missing after a crash`);

        const again = documented(/--missing lines \| parallel /);
        const second = taskKiller(20, 0.3);
        task = start(again);
        await until(() => second.strike() || !task.isRunning, 150, 'end of the second round');
        killer.kills += second.kills;
        t.diagnostic(`${killer.kills} tasks were killed, and ${first.length} were missing after the crash`);
        assert.ok(killer.kills >= 20, `${killer.kills} tasks were killed`);
        assert.ok(missing().length < first.length / 2);
        task = start(again);
        await until(() => !task.isRunning, 150, 'end of the last round');
        assert.deepEqual(missing(), []);
        const done = complete('--verify', 'all');
        assert.equal(done.verified, `1-${count}`, 'each comes to the same when it is trained again');
        digests = done.digests;
    });

    const slurm = ['munged', 'slurmctld', 'slurmd', 'sbatch'];
    test('by a Slurm array, some tasks killed and some cancelled', { skip: !slurm.every(has) && 'Slurm is not installed', timeout: 480000 }, async (t) => {
        const { environment: ours, stop } = await startSlurm(mark);
        try {
            const { cwd, sh, names, taskKiller, missing, complete } = workplace('array', { SLURM_CONF: ours.SLURM_CONF });
            const killer = taskKiller(100, 1);
            writeFileSync(path.join(cwd, 'sweep.sh'), script);
            const submit = (command) => {
                const { status, stdout, stderr } = sh(command);
                assert.equal(status, 0, stderr);
                return /^Submitted batch job (\d+)\n$/.exec(stdout)[1];
            };
            const isIdle = () => sh('squeue -h -o %A').stdout === '';

            const job = submit(documented(/^sbatch --array="1-/));
            await until(() => names().length >= 200, 120, '200 results');
            assert.equal(sh(`scancel ${job}_[901-950]`).status, 0);
            await until(() => killer.strike() || isIdle(), 150, 'end of the array');
            const first = missing();
            t.diagnostic(`${killer.kills} tasks were killed, and ${first.length} were missing after the array`);
            assert.ok(killer.kills >= 5, `${killer.kills} tasks were killed`);
            for (let line = 901; line <= 950; line++) assert.ok(first.includes(line), `line ${line} was cancelled`);
            assert.ok(first.length > 50, `${first.length} are missing`);

            submit(documented(/^sbatch --array="\$/));
            await until(isIdle, 120, 'end of the second array');
            assert.deepEqual(missing(), []);
            const done = complete();
            if (digests) assert.deepEqual(done.digests, digests, 'as by GNU parallel');
        } finally {
            await stop();
        }
        assert.deepEqual(marked(mark), [], 'nothing is left running');
    });
});
