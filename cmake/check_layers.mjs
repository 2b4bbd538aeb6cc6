// check_layers.mjs ROOT: fails when a source file includes something above its own layer, and names it.
// The layers are those of CMakeLists.txt; the engine may know no screen, browser or clock of the machine.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const root = process.argv[2];

// Folder → the folders that it may include besides itself.
const below = {
  'engine/numerics': [],
  'engine/data': ['engine/numerics'],
  'engine/network': ['engine/data'],
  'engine/training': ['engine/network'],
  'engine/explain': ['engine/training'],
  'engine/export': ['engine/training'],
  'engine/session': ['engine/explain', 'engine/export'],
  'engine/explore': ['engine/session'],
  'engine/diagnosis': ['engine/explore'],
  'engine/sweep': ['engine/session'],
  'engine/cli': ['engine/diagnosis', 'engine/sweep'],
  'web/worker': ['engine/session'],
  'web/explorer': ['engine/diagnosis', 'engine/sweep'],
  'web/platform': [],
  'web/render': [],
  'web/widgets': ['web/render', 'web/platform', 'engine/network'],  // values to draw, no session
  'web/panels': ['web/widgets', 'engine/session'],
  'web/lessons': ['web/panels'],
  'web/app': ['web/panels', 'web/lessons'],
};
const reachable = (folder) =>
  new Set([folder, ...below[folder].flatMap((next) => [...reachable(next)])]);

const forbiddenInEngine = /^(imgui|SDL|GL|GLES\d*|KHR|emscripten|wasm_simd128|EGL)\b/i;
const include = /^\s*#\s*include\s*[<"]([^>"]+)[>"]/;

const problems = [];
let count = 0;
for (const folder of Object.keys(below)) {
  if (!existsSync(join(root, folder))) continue;
  const allowed = reachable(folder);
  for (const name of readdirSync(join(root, folder), { recursive: true })) {
    if (!/\.(h|cpp|inc)$/.test(name)) continue;
    count++;
    readFileSync(join(root, folder, name), 'utf8').split('\n').forEach((line, index) => {
      const target = include.exec(line)?.[1];
      if (!target) return;
      const where = `${folder}/${name}:${index + 1}`;
      const layer = Object.keys(below).find((other) => target.startsWith(other + '/'));
      if (layer && !allowed.has(layer)) problems.push(`${where}: ${folder} may not include ${target}`);
      if (target.includes('..')) problems.push(`${where}: write ${target} from the root of the tree`);
      if (folder.startsWith('engine/') && forbiddenInEngine.test(target)) {
        problems.push(`${where}: the engine may not include ${target}`);
      }
    });
  }
}
for (const problem of problems) console.error(problem);
console.log(`${count} files, ${problems.length} wrong includes`);
process.exit(problems.length || !count ? 1 : 0);
