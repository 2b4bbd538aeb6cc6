// browsers.mjs [ENGINE…]: the sessions of tests/golden/digests.json in Chromium, Firefox and WebKit, each of
// which must come to the digests that stand there. Each browser opens a page that trains in a Worker and
// sends its digests back, so no driver is needed. One that is not installed is named and left out.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { staticServer } from '../../cmake/serve.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const sessions = JSON.parse(readFileSync(path.join(root, 'tests/golden/digests.json'), 'utf8'));
const limit = 300_000;  // ms; machines that build are slow

const which = (name) => spawnSync('which', [name], { encoding: 'utf8' }).stdout.trim();

// MiniBrowser stands in the library's own folder, which has the machine's name in it.
function miniBrowser() {
  for (const machine of existsSync('/usr/lib') ? readdirSync('/usr/lib') : []) {
    for (const version of ['webkit2gtk-4.1', 'webkit2gtk-4.0', 'webkitgtk-6.0']) {
      const file = `/usr/lib/${machine}/${version}/MiniBrowser`;
      if (existsSync(file)) return file;
    }
  }
  return '';
}

// How each is called; `screen` is one that needs a display.
const engines = {
  chromium: {
    program: process.env.INKLING_CHROMIUM || which('chromium'),
    args: (profile) => ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', '--disable-quic', '--no-first-run', `--user-data-dir=${profile}`],
    packages: 'chromium',
  },
  firefox: {
    program: process.env.INKLING_FIREFOX || which('firefox-esr') || which('firefox'),
    args: (profile) => ['--headless', '--no-remote', '--profile', profile],
    packages: 'firefox-esr',
  },
  webkit: {
    program: which('Xvfb') ? miniBrowser() : '',
    args: () => [],
    screen: true,
    packages: 'libwebkit2gtk-4.1-0 and xvfb',
  },
};

const waiting = new Map();  // engine → what takes its answer
const files = staticServer(root);
const server = createServer((request, response) => {
  if (request.method !== 'POST') return files.emit('request', request, response);
  const engine = new URL(request.url, 'http://localhost').searchParams.get('engine');
  let body = '';
  request.on('data', (part) => { body += part; });
  request.on('end', () => {
    response.writeHead(204);
    response.end();
    waiting.get(engine)?.(JSON.parse(body));
  });
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));

// A process and those that it starts, ended together.
function start(program, args, environment) {
  const child = spawn(program, args, { detached: true, stdio: 'ignore', env: { ...process.env, ...environment } });
  child.on('error', () => {});
  return () => {
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch { /* it has ended by itself */ }
  };
}

// A display that nobody else has: Xvfb chooses the number and writes it to its third stream.
async function display() {
  const child = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '800x600x24', '-nolisten', 'tcp'],
    { detached: true, stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const number = await new Promise((resolve, reject) => {
    child.stdio[3].once('data', (data) => resolve(String(data).trim()));
    child.once('error', reject);
    child.once('exit', () => reject(new Error('Xvfb has ended')));
  });
  return { name: `:${number}`, end: () => process.kill(-child.pid, 'SIGKILL') };
}

async function answerOf(engine) {
  const { program, args, screen } = engines[engine];
  const profile = mkdtempSync(path.join(tmpdir(), `inkling-${engine}-`));
  const shown = screen ? await display() : null;
  const url = `http://127.0.0.1:${server.address().port}/tests/exact/browsers.html?engine=${engine}`;
  const environment = { HOME: profile, XDG_RUNTIME_DIR: profile, MOZ_DISABLE_AUTO_SAFE_MODE: '1' };
  if (shown) Object.assign(environment, { DISPLAY: shown.name, LIBGL_ALWAYS_SOFTWARE: '1' });
  const end = start(program, [...args(profile), url], environment);
  let timer;
  try {
    return await new Promise((resolve) => {
      waiting.set(engine, resolve);
      timer = setTimeout(() => resolve({ problem: `no answer within ${limit / 1000} s` }), limit);
    });
  } finally {
    clearTimeout(timer);
    end();
    shown?.end();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

let bad = 0, seen = 0;
for (const engine of process.argv.length > 2 ? process.argv.slice(2) : Object.keys(engines)) {
  if (!engines[engine]?.program) {
    console.log(`SKIPPED ${engine}: not installed (Debian: ${engines[engine]?.packages ?? 'unknown engine'})`);
    continue;
  }
  seen++;
  const { problem, agent, digests } = await answerOf(engine);
  if (problem) {
    bad++;
    console.error(`${engine}: ${problem}`);
    continue;
  }
  const different = sessions.filter(({ digest }, i) => digests[i] !== digest);
  bad += different.length > 0 ? 1 : 0;
  for (const session of different) {
    console.error(`${engine}: "${session.recipe}" after ${session.steps} steps: ` +
      `${digests[sessions.indexOf(session)]}, not ${session.digest}`);
  }
  console.log(`${engine}: ${sessions.length - different.length} of ${sessions.length} sessions (${agent})`);
}
server.close();
server.closeAllConnections?.();
if (!seen) console.log('no browser is installed');
process.exit(bad ? 1 : 0);
