// The three browser engines without a driver: each opens a page of ours, which does its work and posts an answer.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { staticServer } from '../../cmake/serve.mjs';
import { display } from '../support/display.mjs';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const limit = 300_000;  // ms; machines that build are slow
const probeLimit = 90_000;

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

const hasScreen = which('Xvfb') !== '';

// How each is called, without graphics and with; `screen` are those that need a display, `drawn` those that do for WebGL 2.
export const engines = {
  chromium: {
    program: process.env.INKLING_CHROMIUM || which('chromium'),
    args: (profile, isDrawn) => ['--headless=new', '--no-sandbox', ...(isDrawn
      ? ['--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist'] : ['--disable-gpu']),
    '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-quic', '--no-first-run',
    `--user-data-dir=${profile}`],
    packages: 'chromium',
  },
  firefox: {
    program: process.env.INKLING_FIREFOX || which('firefox-esr') || which('firefox'),
    args: (profile, isDrawn) => [...(isDrawn ? [] : ['--headless']), '--no-remote', '--profile', profile],
    drawn: true,
    packages: 'firefox-esr',
  },
  webkit: {
    program: hasScreen ? miniBrowser() : '',
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

// What it lacks, in words; nothing when it can be had. A browser that does not open even an empty page is a matter of the
// machine; one that does is held to what it then says.
export async function missing(engine, isDrawn = false) {
  if (!engines[engine]?.program) return `not installed (Debian: ${engines[engine]?.packages ?? 'unknown engine'})`;
  if (isDrawn && engines[engine].drawn && !hasScreen) return 'needs Xvfb for WebGL 2 (Debian: xvfb)';
  if (engine === 'chromium') return '';  // which ./check installs and cannot do without
  for (let tries = 0; tries < 2; tries++) {
    const { problem, hasWebGL2 } = await answerOf(engine, 'tests/exact/probe.html', { isDrawn, patience: probeLimit });
    if (!problem) return isDrawn && !hasWebGL2 ? 'has no WebGL 2 on this machine' : '';
  }
  return 'installed, but does not open a page on this machine';
}

// What the page `file`, of the project's folder, posts to /answer in that engine; `query` is appended to its address.
export async function answerOf(engine, file, { query = '', isDrawn = false, patience = limit } = {}) {
  const { program, args, screen, drawn } = engines[engine];
  const profile = mkdtempSync(path.join(tmpdir(), `inkling-${engine}-`));
  const shown = screen || (drawn && isDrawn) ? await display() : null;
  // Firefox would refuse WebGL on a display without a graphics card.
  writeFileSync(path.join(profile, 'user.js'), ['webgl.force-enabled', 'browser.shell.skipDefaultBrowserCheck', 'toolkit.telemetry.reportingpolicy.firstRun']
    .map((name) => `user_pref("${name}", ${!name.startsWith('toolkit')});\n`).join('')
    + 'user_pref("datareporting.policy.dataSubmissionEnabled", false);\nuser_pref("browser.aboutwelcome.enabled", false);\n');
  const url = `http://127.0.0.1:${server.address().port}/${file}?engine=${engine}${query}`;
  const environment = { HOME: profile, XDG_RUNTIME_DIR: profile, MOZ_DISABLE_AUTO_SAFE_MODE: '1' };
  if (shown) Object.assign(environment, { DISPLAY: shown.name, LIBGL_ALWAYS_SOFTWARE: '1' });
  const end = start(program, [...args(profile, isDrawn), url], environment);
  let timer;
  try {
    return await new Promise((resolve) => {
      waiting.set(engine, resolve);
      timer = setTimeout(() => resolve({ problem: `no answer within ${patience / 1000} s` }), patience);
    });
  } finally {
    clearTimeout(timer);
    end();
    shown?.end();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

export function close() {
  server.close();
  server.closeAllConnections?.();
}
