// What the browser tests share: the built site on a plain static server, Chromium (or, with INKLING_BROWSER=firefox, Firefox;
// docs/browsers.md says what differs), and ways to find and
// operate widgets. A widget is found through the accessibility mirror and then used with a real mouse, finger
// or keyboard at its place on the canvas. Everything that waits has a time limit and says what it waited for.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, firefox } from 'playwright-core';
import { listen, staticServer } from '../../cmake/serve.mjs';
import { display } from '../support/display.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
export const site = resolve(process.env.INKLING_SITE ?? join(root, 'build/site'));
export const buildFolder = join(root, 'build');

const browserArguments = [
  '--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update',
  '--disable-sync', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist',
];

export const startLimit = 45_000;  // ms until the page says that it is ready; machines that build are slow
export const limit = 20_000;       // ms for anything else, unless said

// --- Server and browser, one of each a test file -----------------------------------------------------

export const engine = process.env.INKLING_BROWSER ?? 'chromium';
// Options of a test that needs Chromium's own protocol, for `reason`.
export const inChromium = (reason) => ({ skip: engine === 'chromium' ? false : `only in Chromium: ${reason}` });

// Playwright's way to Firefox carries out no taps: there the mouse stands in for the finger.
const canTap = engine === 'chromium';

let browser, server, origin, screen;

export const setUp = () => setUpWith([]);

// `more`: arguments of Chromium for this file alone, and `preferences` of Firefox.
export async function setUpWith(more, preferences = {}) {
  assert.ok(existsSync(join(site, 'index.html')), `no site at ${site}: run ./play --build-only`);
  // From a folder above, so that the site always stands at a sub-path.
  server = staticServer(dirname(site));
  origin = `http://127.0.0.1:${await listen(server, 18000 + process.pid % 1000)}`;
  browser = engine === 'firefox' ? await launchFirefox(preferences) : await chromium.launch({
    executablePath: process.env.INKLING_CHROMIUM ?? '/usr/bin/chromium', args: [...browserArguments, ...more], timeout: 30_000,
  });
}

// The installed one, by WebDriver BiDi. It has WebGL 2 only on a screen, and refuses it there without a graphics card unless forced.
async function launchFirefox(preferences) {
  screen = await display();
  return firefox.launch({
    channel: 'moz-firefox', executablePath: process.env.INKLING_FIREFOX ?? '/usr/bin/firefox-esr', headless: false, timeout: 60_000,
    // All frames in one process, since mouse and keys of BiDi reach no other; the tests' own scheme, dark, for which BiDi cannot ask
    // page by page; and scripts may read what was copied.
    firefoxUserPrefs: {
      'webgl.force-enabled': true, 'fission.autostart': false, 'fission.webContentIsolationStrategy': 0,
      'layout.css.prefers-color-scheme.content-override': 0, 'dom.events.testing.asyncClipboard': true, ...preferences,
    },
    env: { ...process.env, DISPLAY: screen.name, LIBGL_ALWAYS_SOFTWARE: '1' },
  });
}

export async function tearDown() {
  await browser?.close();
  screen?.end();
  server?.closeAllConnections?.();
  server?.close();
}

export const siteAddress = () => `${origin}/${site.split('/').pop()}/`;

// `body {}`, which Playwright adds to Firefox's pages before a screenshot, and which our policy refuses.
const styleOfPlaywright = 'sha256-YjaKGiklmzC6wjXA513HAMmzus8VE61XCOT+SmwNZWA=';

// A page in a context of its own, without a service worker but for `offline`, closed at the end of the test `t`. `problems` collects what must not happen: errors on the console, and
// requests to anywhere but the site.
export async function newPage(t, { width = 1440, height = 900, touch = false, scheme = 'dark', locale = 'en-GB', ratio = 1, offline = false } = {}) {
  const context = await browser.newContext({
    viewport: { width, height }, deviceScaleFactor: ratio, colorScheme: scheme, locale, hasTouch: touch, isMobile: touch && engine === 'chromium',
    serviceWorkers: offline ? 'allow' : 'block',  // what one fetches, the protocol cannot hold up or change
  });
  t.after(() => context.close());  // also when the test fails: a page left open goes on training
  context.setDefaultTimeout(limit);
  const page = await context.newPage();
  const problems = [];
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => {
    if (!error.message.includes(styleOfPlaywright)) problems.push(`error: ${error.message}`);
  });
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(origin) && !/^(blob|data):/.test(url)) problems.push(`request: ${url}`);
  });
  return { page, problems, touch: touch && canTap };
}

export const visit = (page, address = siteAddress()) => page.goto(address, { waitUntil: 'commit', timeout: startLimit });

export async function open(t, options = {}) {
  const opened = await newPage(t, options);
  await visit(opened.page);
  await ready(opened.page);
  return opened;
}

export async function ready(frame) {
  await frame.waitForFunction(() => globalThis.inkling?.ready.then(() => true) || document.querySelector('#boot[data-error]'),
    undefined, { timeout: startLimit });
  const error = await frame.evaluate(() => document.querySelector('#boot[data-error]')?.innerText);
  assert.equal(error, undefined, 'the page shows an error screen');
}

// Shows the samples instead of the network, whose thousands of edges take software drawing most of a second:
// for tests of anything else.
export async function withoutGraph(opened) {
  const { page } = opened;
  await untilWidget(page, 'stage.tabs.1');
  await page.evaluate(() => document.querySelector('#mirror [data-id="stage.tabs.1"]').click());
  await untilWidget(page, 'samples.filter.0');
  return opened;
}

// The processes of the browser in which pages and their Workers run.
async function renderers() {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
}

// All pages stand still for so long, as when the computer sleeps: no thread runs, the clock goes on.
export async function sleep(milliseconds) {
  const ids = await renderers();
  ids.forEach((id) => process.kill(id, 'SIGSTOP'));
  try {
    await pause(milliseconds);
  } finally {
    ids.forEach((id) => process.kill(id, 'SIGCONT'));
  }
}

// What all of the browser's pages and Workers hold in memory, in MB: the proportional set size of its renderer processes, as Linux tells
// it; null elsewhere.
export async function rendererMemory() {
  const ids = await renderers();
  try {
    return ids.map((id) => {
      const kilobytes = /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${id}/smaps_rollup`, 'utf8'))[1];
      return Number(kilobytes) * 1024 / 1e6;
    }).reduce((sum, megabytes) => sum + megabytes, 0);
  } catch {
    return null;
  }
}

// --- Waiting -------------------------------------------------------------------------------------------

export const pause = (milliseconds) => new Promise((resume) => setTimeout(resume, milliseconds));

// Calls `probe` until it gives something true, which is returned.
export async function until(what, probe, milliseconds = limit) {
  const end = Date.now() + milliseconds;
  let last;
  for (;;) {
    last = await probe();
    if (last) return last;
    if (Date.now() > end) throw new Error(`waited ${milliseconds / 1000} s in vain: ${what}`);
    await pause(100);
  }
}

export const state = (frame) => frame.evaluate(() => inkling.state());
export const predict = (frame) => frame.evaluate(() => inkling.predict());

export async function untilState(frame, what, test, milliseconds) {
  let now;
  try {
    return await until(what, async () => {
      now = await state(frame);
      return test(now) && now;
    }, milliseconds);
  } catch (error) {
    throw new Error(`${error.message}; the state is ${JSON.stringify(now)}`);
  }
}

// --- Widgets --------------------------------------------------------------------------------------------

export const widgets = (frame) => frame.evaluate(() => inkling.widgets());

export const find = (frame, id) => frame.evaluate((wanted) => inkling.widgets().find((node) => node.id === wanted) ?? null, id);

export const untilWidget = (frame, id, test = () => true, milliseconds = limit) => until(`widget ${id}`, async () => {
  const node = await find(frame, id);
  return node && test(node) && node;
}, milliseconds);

// On the screen: what is scrolled away comes into view by getting the keyboard's focus.
export async function reveal(frame, id) {
  const node = await untilWidget(frame, id);
  if (!node.offscreen) return node;
  await until(`${id} in the mirror`, () => frame.evaluate((wanted) => {
    const element = document.querySelector(`#mirror [data-id="${wanted}"]`);
    element?.focus();
    return Boolean(element);
  }, id));
  // It glides there; a frame that is slow to draw must not be taken for its end.
  let last = await untilWidget(frame, id, (other) => !other.offscreen), since = Date.now();
  return until(`${id} to have come into view`, async () => {
    const now = await untilWidget(frame, id);
    if (String(now.bounds) !== String(last.bounds)) since = Date.now();
    last = now;
    return Date.now() - since > 500 && now;
  });
}

// Its place once it has come to rest: three frames on it is where it was. What unfolds or scrolls above it would else
// carry it away from under the pointer.
export async function still(frame, id) {
  let last = await untilWidget(frame, id);
  return until(`${id} to come to rest`, async () => {
    await frames(frame, 3);
    const node = await untilWidget(frame, id);
    const isStill = String(node.bounds) === String(last.bounds);
    last = node;
    return isStill && node;
  });
}

export const centre = ({ bounds: [x, y, w, h] }) => [x + w / 2, y + h / 2];

// Events that come within one frame are taken in one a frame, so nothing need be waited for in between.
export async function press(opened, x, y) {
  if (opened.touch) return opened.page.touchscreen.tap(x, y);
  await opened.page.mouse.move(x, y);
  return opened.page.mouse.click(x, y);
}

export async function click(opened, id) {
  await reveal(opened.page, id);
  await press(opened, ...centre(await still(opened.page, id)));
  await frames(opened.page, 2);
}

// Opens a select and chooses an option by its number.
export async function choose(opened, id, index) {
  await click(opened, id);
  await untilWidget(opened.page, `${id}.${index}`);
  await still(opened.page, `${id}.${index}`);
  await click(opened, `${id}.${index}`);
}

// Writes in place of what stands in a field, by mouse and keys: in a frame too, and in fields for numbers, to which Playwright's way to
// Firefox else only adds.
export async function write(locator, text) {
  await locator.click();
  await locator.page().keyboard.press('ControlOrMeta+A');
  await locator.page().keyboard.type(text);
}

// So many frames, or two seconds: software drawing on a busy machine can be slow, and conditions follow anyway.
export const frames = (page, count) => page.evaluate((wanted) => new Promise((resume) => {
  const next = (left) => (left === 0 ? resume() : requestAnimationFrame(() => next(left - 1)));
  next(wanted);
  setTimeout(resume, 2000);
}), count);

// --- Drawing ---------------------------------------------------------------------------------------------

// As the writers of the 8×8 digits wrote them, in the pad's unit square: their 7 has a bar, and their 1 is one line.
export const digits = {
  0: [circle(0.5, 0.5, 0.2, 0.3)],
  1: [[[0.5, 0.15], [0.5, 0.85]]],
  7: [[[0.28, 0.22], [0.72, 0.22], [0.44, 0.82]], [[0.4, 0.52], [0.72, 0.52]]],
};

function circle(x, y, rx, ry) {
  return Array.from({ length: 33 }, (_, i) => {
    const angle = -Math.PI / 2 - (i / 32) * 2 * Math.PI;
    return [x + rx * Math.cos(angle), y + ry * Math.sin(angle)];
  });
}

// Strokes with the real mouse.
export async function drawOnPad(opened, strokes) {
  const { page } = opened;
  const { bounds: [x, y, w, h] } = await untilWidget(page, 'pad');
  const place = ([u, v]) => [x + u * w, y + v * h];
  for (const stroke of strokes) {
    await page.mouse.move(...place(stroke[0]));
    await page.mouse.down();
    for (const point of stroke.slice(1)) await page.mouse.move(...place(point), { steps: stroke.length > 8 ? 1 : 4 });
    await page.mouse.up();
  }
  await frames(page, 3);
}

// --- Pixels ------------------------------------------------------------------------------------------------

// What `measure` makes of the screen, or of a part of it, as an ImageData: in a page of its own, which decodes the
// screenshot and knows nothing but what `measure` brings along.
export async function measured(page, clip, measure) {
  const png = (await page.screenshot({ timeout: 15_000, clip })).toString('base64');
  const decoder = await page.context().newPage();
  try {
    return await decoder.evaluate(async ({ base64, source }) => {
      const image = new Image();
      image.src = `data:image/png;base64,${base64}`;
      await image.decode();
      const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
      context.drawImage(image, 0, 0);
      return (0, eval)(`(${source})`)(context.getImageData(0, 0, image.width, image.height));
    }, { base64: png, source: String(measure) });
  } finally {
    await decoder.close();
  }
}

// How many colours there are, and the share of the commonest.
export const picture = (page, clip) => measured(page, clip, ({ data, width, height }) => {
  const colours = new Map();
  for (let i = 0; i < data.length; i += 4) {
    const colour = (data[i] << 16) | (data[i + 1] << 8) | data[i + 2];
    colours.set(colour, (colours.get(colour) ?? 0) + 1);
  }
  return { width, height, colours: colours.size, most: Math.max(...colours.values()) / (data.length / 4) };
});

// The bytes of the file that a button saves.
export async function savedBy(page, button, milliseconds = limit) {
  if (engine === 'chromium') {
    const [download] = await Promise.all([page.waitForEvent('download', { timeout: milliseconds }), button.click()]);
    return readFileSync(await download.path());
  }
  // Playwright hears of no download in Firefox: what is handed to the browser is looked at.
  await page.evaluate(() => {
    const make = URL.createObjectURL;
    globalThis.handedOver = null;
    URL.createObjectURL = (blob) => {
      blob.arrayBuffer().then((bytes) => { handedOver = [...new Uint8Array(bytes)]; });
      URL.createObjectURL = make;
      return make.call(URL, blob);
    };
  });
  await button.click();
  return Buffer.from(await until('a file', () => page.evaluate(() => handedOver), milliseconds));
}

export function assertClean({ problems }) {
  assert.deepEqual(problems, []);
}

// --- Access -------------------------------------------------------------------------------------------------

export const axe = readFileSync(join(root, 'node_modules/axe-core/axe.min.js'), 'utf8');

// What axe-core finds wrong with the page, with the elements.
export async function violations(page, options = {}) {
  await page.evaluate(axe);
  const found = await page.evaluate((given) => axe.run(document, { resultTypes: ['violations'], iframes: false, ...given }), options);
  return found.violations.flatMap(({ id, nodes }) => nodes.slice(0, 4).map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}
