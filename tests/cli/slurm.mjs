// A Slurm of one's own: controller, node and munge in a folder of their own, on ports that are free, as whoever runs the test. Nothing of the
// machine's own Slurm, if there is one, is read or written.
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { hostname, tmpdir, userInfo } from 'node:os';
import path from 'node:path';

const sbin = `${process.env.PATH}:/usr/sbin:/sbin`;

export const has = (command) => spawnSync('sh', ['-c', `command -v ${command}`], { env: { ...process.env, PATH: sbin } }).status === 0;

// until(() => value, seconds): the first value that is true, asked for again and again.
export async function until(ask, seconds, what) {
    for (const end = Date.now() + 1000 * seconds; ;) {
        const value = await ask();
        if (value) return value;
        if (Date.now() > end) throw new Error(`after ${seconds} s still no ${what}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
    }
}

const about = (pid, read) => {
    try {
        return read(`/proc/${pid}`);
    } catch {
        return undefined;  // it has ended
    }
};
const processes = () => readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number);

// Processes whose environment has this in it, as those of a test inherit it.
export const marked = (mark) => processes().filter((pid) => about(pid, (folder) => readFileSync(`${folder}/environ`, 'latin1').includes(mark)));

// Those of a program that run in a folder, with this among their arguments.
export const running = (program, folder, argument) => processes().filter((pid) => about(pid, (place) =>
    readlinkSync(`${place}/exe`) === program && readlinkSync(`${place}/cwd`) === folder && readFileSync(`${place}/cmdline`, 'latin1').split('\0').includes(argument)));

export function kill(pid, signal = 'SIGKILL') {
    try {
        return process.kill(pid, signal);
    } catch {
        return false;  // it has ended
    }
}

// Ends all that have the mark, those too that they start meanwhile.
export async function killMarked(mark) {
    await until(() => marked(mark).map((pid) => kill(pid)).length === 0, 10, `end of all that have the mark ${mark}`);
}

// Does so when this process has ended without it, killed for instance; the function that it gives calls it off.
export function guard(mark) {
    const watch = `while kill -0 ${process.pid} 2>/dev/null; do sleep 1; done
        for round in 1 2 3; do for file in $(grep -lsF "$0" /proc/[0-9]*/environ); do kill -9 "$(echo "$file" | cut -d / -f 3)"; done; done`;
    const { INKLING_TEST: _, ...env } = process.env;
    const watcher = spawn('sh', ['-c', watch, mark], { env, detached: true, stdio: 'ignore' });
    watcher.unref();
    return () => kill(-watcher.pid);
}

const freePort = () => new Promise((resolve, reject) => {
    const server = createServer().once('error', reject).listen(0, '127.0.0.1', () => {
        const { port } = server.address();
        server.close(() => resolve(port));
    });
});

// {environment, stop}: what its commands need, once its node is idle.
export async function startSlurm(mark) {
    const host = hostname().split('.')[0], { username } = userInfo();
    const folder = mkdtempSync(path.join(tmpdir(), 'inkling-slurm-'));
    const place = (name) => path.join(folder, name);
    for (const name of ['state', 'spool']) mkdirSync(place(name));
    chmodSync(folder, 0o755);  // munge asks for that
    writeFileSync(place('munge.key'), randomBytes(1024), { mode: 0o600 });
    const settings = {
        ClusterName: 'inkling', SlurmctldHost: `${host}(127.0.0.1)`, SlurmctldPort: await freePort(), SlurmdPort: await freePort(),
        SlurmUser: username, SlurmdUser: username, AuthType: 'auth/munge', AuthInfo: `socket=${place('munge.socket')}`, CredType: 'cred/munge',
        StateSaveLocation: place('state'), SlurmdSpoolDir: place('spool'), SlurmctldPidFile: place('slurmctld.pid'), SlurmdPidFile: place('slurmd.pid'),
        ProctrackType: 'proctrack/linuxproc', TaskPlugin: 'task/none', JobAcctGatherType: 'jobacct_gather/none',  // no cgroups in containers
        AccountingStorageType: 'accounting_storage/none', MpiDefault: 'none', SwitchType: 'switch/none',
        SelectType: 'select/cons_tres', SelectTypeParameters: 'CR_CPU',
        SchedulerParameters: 'batch_sched_delay=0,sched_interval=1,sched_min_interval=0,bf_interval=1',  // tasks are short here
        SlurmdParameters: 'config_overrides',  // the node says that it has more processors than it has: starting a task is mostly waiting
        MaxArraySize: 10001, MaxJobCount: 20000, JobRequeue: 0, KillWait: 1, ReturnToService: 2,
    };
    writeFileSync(place('slurm.conf'), `${Object.entries(settings).map(([name, value]) => `${name}=${value}\n`).join('')}` +
        `NodeName=${host} NodeAddr=127.0.0.1 CPUs=32 State=UNKNOWN\nPartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP\n`);
    const environment = { ...process.env, PATH: sbin, SLURM_CONF: place('slurm.conf'), INKLING_TEST: mark };

    const children = [];
    const start = (...command) => {
        const child = spawn(command[0], command.slice(1), { env: environment, stdio: ['ignore', 'ignore', 'pipe'] });
        child.said = '';
        child.stderr.on('data', (text) => { child.said = (child.said + text).slice(-2000); });
        children.push(child);
    };
    const stop = async () => {
        await killMarked(mark);
        rmSync(folder, { recursive: true });
    };
    const ask = (command, ...args) => spawnSync(command, args, { env: environment, encoding: 'utf8', timeout: 10000 }).stdout.trim();
    try {
        start('munged', '--foreground', `--key-file=${place('munge.key')}`, `--socket=${place('munge.socket')}`, `--pid-file=${place('munged.pid')}`,
            `--log-file=${place('munged.log')}`, `--seed-file=${place('munge.seed')}`);
        await until(() => spawnSync('munge', ['--no-input', `--socket=${place('munge.socket')}`], { env: environment }).status === 0, 10, 'munge');
        start('slurmctld', '-D');
        start('slurmd', '-D');
        await until(() => ask('sinfo', '-h', '-o', '%t') === 'idle', 40, 'idle node');
    } catch (error) {
        await stop();
        throw new Error(`${error.message}\n${children.map(({ said }) => said).join('\n')}`);
    }
    return { environment, stop };
}
