// Browsers that draw with WebGL only where there is a screen get one that is none.
import { spawn } from 'node:child_process';

// A display that nobody else has: Xvfb chooses the number and writes it to its third stream.
export async function display() {
  const child = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp'],
    { detached: true, stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const number = await new Promise((resolve, reject) => {
    child.stdio[3].once('data', (data) => resolve(String(data).trim()));
    child.once('error', reject);
    child.once('exit', () => reject(new Error('Xvfb has ended')));
  });
  return { name: `:${number}`, end: () => process.kill(-child.pid, 'SIGKILL') };
}
