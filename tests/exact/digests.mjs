// digests.mjs [--write] PROGRAM…: whether every session of tests/golden/digests.json has, in each build of
// `inkling`, the digest that stands there; --write notes those of the first program instead.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const file = path.join(root, 'tests/golden/digests.json');
const sessions = JSON.parse(readFileSync(file, 'utf8'));
const writes = process.argv.includes('--write');
const programs = process.argv.slice(2).filter((word) => word !== '--write');
if (!programs.length) {
  console.error('usage: digests.mjs [--write] PROGRAM…');
  process.exit(2);
}

const digest = (program, { recipe, steps }) => {
  const args = ['digest', '--recipe', recipe, '--steps', String(steps), '--data', path.join(root, 'build/data')];
  const [command, ...words] = program.endsWith('.mjs') ? [process.execPath, program, ...args] : [program, ...args];
  const { status, stdout, stderr } = spawnSync(command, words, { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : stderr.trim() || `exit code ${status}`;
};

if (writes) {
  for (const session of sessions) session.digest = digest(programs[0], session);
  const bad = sessions.filter((session) => !/^[0-9a-f]{16}$/.test(session.digest));
  for (const { recipe, digest: problem } of bad) console.error(`${recipe}: ${problem}`);
  if (bad.length) process.exit(1);
  const line = ({ steps, digest: text, recipe }) =>
    `  {"steps": ${steps}, "digest": "${text}", "recipe": ${JSON.stringify(recipe)}}`;
  writeFileSync(file, `[\n${sessions.map(line).join(',\n')}\n]\n`);
  process.exit(0);
}

let different = 0;
for (const program of programs) {
  for (const session of sessions) {
    const found = digest(program, session);
    if (found === session.digest) continue;
    different++;
    console.error(`${program}: "${session.recipe}" after ${session.steps} steps: ${found}, not ${session.digest}`);
  }
  console.log(`${program}: ${sessions.length} sessions`);
}
process.exit(different ? 1 : 0);
