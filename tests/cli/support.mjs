// The command line programs under test: natively and, where it is built, as wasm under Node. INKLING_CLI names one
// program to test instead of those that are built.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const built = ['build/native/inkling', 'build/node/inkling.mjs'].map((file) => path.join(root, file));
export const programs = process.env.INKLING_CLI ? [path.resolve(process.env.INKLING_CLI)] : built.filter(existsSync);

// {status, stdout, stderr} of any command, from the project's folder.
export function run(command, args, environment = {}) {
    const { status, stdout, stderr } = spawnSync(command, args, {
        cwd: root, encoding: 'utf8', maxBuffer: 1 << 26, env: { ...process.env, ...environment },
    });
    return { status, stdout, stderr };
}

// The same of one of the programs.
export const runProgram = (program, args, environment) =>
    program.endsWith('.mjs') ? run(process.execPath, [program, ...args], environment) : run(program, args, environment);
