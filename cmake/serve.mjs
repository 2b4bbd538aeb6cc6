// serve.mjs FOLDER [--port N]: a static server for the built site, on this machine only and without any
// special headers, as any static host would serve it. A busy port means the next free one, unless the
// port was asked for.
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize, resolve, sep } from 'node:path';

const types = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8',
  '.json': 'application/json', '.webmanifest': 'application/manifest+json', '.txt': 'text/plain; charset=utf-8', '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml', '.png': 'image/png', '.ico': 'image/x-icon',
};

// A server that answers from the folder; not yet listening. The tests use it too.
export function staticServer(folder) {
  const root = resolve(folder);
  return createServer((request, response) => {
    const refuse = (status, text) => {
      response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' });
      response.end(text + '\n');
    };
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405, 'Method not allowed');
    let path;
    try {
      path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    } catch {
      return refuse(400, 'Bad request');
    }
    let file = normalize(join(root, path));
    if (path.includes('\0') || (file !== root && !file.startsWith(root + sep))) return refuse(403, 'Forbidden');
    if (existsSync(file) && statSync(file).isDirectory()) file = join(file, 'index.html');
    if (!existsSync(file)) return refuse(404, 'Not found');
    response.writeHead(200, {
      'Content-Type': types[extname(file)] ?? 'application/octet-stream',
      'Content-Length': statSync(file).size,
      'Cache-Control': 'no-cache',  // after a new build a reload shows it
    });
    if (request.method === 'HEAD') return response.end();
    createReadStream(file).on('error', () => response.destroy()).pipe(response);
  });
}

// Resolves to the port that the server listens on.
export function listen(server, port, isFixed = false) {
  return new Promise((accept, reject) => {
    const tryPort = (candidate) => {
      server.once('error', (error) => {
        if (error.code === 'EADDRINUSE' && !isFixed && candidate < port + 50) tryPort(candidate + 1);
        else reject(error);
      });
      server.listen(candidate, '127.0.0.1', () => accept(server.address().port));
    };
    tryPort(port);
  });
}

async function main() {
  const [folder, option, value] = process.argv.slice(2);
  const isFixed = option === '--port';
  const server = staticServer(folder);
  try {
    const port = await listen(server, isFixed ? Number(value) : 8000, isFixed);
    console.log(`Inkling is at http://localhost:${port}/   (stop with Ctrl+C)`);
  } catch (error) {
    console.error(error.code === 'EADDRINUSE'
      ? `error: port ${value} is in use. What to do: choose another with --port, or leave --port out.`
      : `error: cannot listen: ${error.message}`);
    process.exit(1);
  }
}

if (process.argv[1] && import.meta.url === new URL(`file://${resolve(process.argv[1])}`).href) await main();
