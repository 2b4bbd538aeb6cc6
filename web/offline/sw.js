// The service worker: the whole site without a network. Each release has a cache of its own, filled completely
// and checked against the hashes that the site was built with, or not at all; a page asks with its version for what belongs
// to it, and never gets a part of another. Data sets are kept once they were loaded, across releases that have the same.
// site.mjs puts `release` in front: { version, files: { name: sha256 }, data: { name: sha256 } }.
'use strict';

const shell = `inkling-${release.version}`;
const dataCache = 'inkling-data';
const scope = new URL('./', self.location.href);
const parallel = 4;

const types = {
  html: 'text/html; charset=utf-8', js: 'text/javascript; charset=utf-8', svg: 'image/svg+xml', txt: 'text/plain; charset=utf-8',
  webmanifest: 'application/manifest+json', ts: 'text/plain; charset=utf-8',
};

async function isRight(bytes, hash) {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('') === hash;
}

async function fetchRight(url, hash) {
  const response = await fetch(url, { cache: 'no-cache', credentials: 'same-origin' });
  if (response.status !== 200) throw new Error(`${url}: status ${response.status}`);
  const bytes = await response.arrayBuffer();
  if (!await isRight(bytes, hash)) throw new Error(`${url} is of another release`);
  return bytes;
}

const answerOf = (name, bytes) => new Response(bytes, { headers: { 'Content-Type': types[name.split('.').pop()] ?? 'application/octet-stream' } });

async function install() {
  const cache = await caches.open(shell);
  const names = Object.keys(release.files);
  const next = async () => {
    for (let name = names.pop(); name !== undefined; name = names.pop()) {
      const bytes = await fetchRight(new URL(`${name}?v=${release.version}`, scope), release.files[name]);
      await cache.put(new URL(name, scope), answerOf(name, bytes));
    }
  };
  try {
    await Promise.all(Array.from({ length: parallel }, next));
  } catch (error) {
    await caches.delete(shell);
    throw error;
  }
}

async function activate() {
  // Pages of the release before may still be open, and ask for what they have not loaded yet.
  const shells = (await caches.keys()).filter((name) => name.startsWith('inkling-') && name !== dataCache);
  const before = shells.filter((name) => name !== shell).pop();
  await Promise.all(shells.filter((name) => name !== shell && name !== before).map((name) => caches.delete(name)));
  const data = await caches.open(dataCache);
  const known = new Set(Object.entries(release.data).map(([name, hash]) => dataUrl(name, hash)));
  for (const request of await data.keys()) if (!known.has(request.url)) await data.delete(request);
  await self.clients.claim();
}

const dataUrl = (name, hash) => new URL(`${name}?sha256=${hash}`, scope).href;

async function dataAnswer(name, request) {
  const hash = release.data[name];
  const cache = await caches.open(dataCache);
  const kept = await cache.match(dataUrl(name, hash));
  if (kept) return kept;
  const response = await fetch(request);
  if (response.status !== 200) return response;
  const bytes = await response.clone().arrayBuffer();
  try {
    if (await isRight(bytes, hash)) await cache.put(dataUrl(name, hash), answerOf(name, bytes));
  } catch { /* no room: loaded anew the next time */ }
  return response;
}

// Data that a page loaded before it was answered from here: most of them are still in the browser's own cache.
async function keep(names) {
  for (const name of names) {
    if (!Object.hasOwn(release.data, name)) continue;
    await dataAnswer(name, new Request(new URL(`${name}?v=${release.version}`, scope), { cache: 'force-cache' })).catch(() => {});
  }
}

async function fileAnswer(name, version, request) {
  const own = !version || version === release.version;
  const cache = own ? shell : `inkling-${version}`;
  const kept = await caches.has(cache) ? await (await caches.open(cache)).match(new URL(name, scope)) : undefined;
  if (kept) return kept;
  // What the host has under this name by now may belong to another release.
  if (!own) return new Response('of a release that is gone', { status: 410 });
  return fetch(request);
}

self.addEventListener('install', (event) => event.waitUntil(install()));
self.addEventListener('activate', (event) => event.waitUntil(activate()));
self.addEventListener('message', (event) => {
  const { data } = event;
  if (data === 'take over') self.skipWaiting();
  else if (Array.isArray(data?.keep)) event.waitUntil(keep(data.keep));
});
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== scope.origin || !url.pathname.startsWith(scope.pathname)) return;
  const name = url.pathname.slice(scope.pathname.length) || 'index.html';
  const version = url.searchParams.get('v');
  if (Object.hasOwn(release.data, name)) event.respondWith(dataAnswer(name, request));
  else if (Object.hasOwn(release.files, name)) event.respondWith(fileAnswer(name, version, request));
});
