// browsers.mjs [ENGINE…]: the sessions of tests/golden/digests.json in Chromium, Firefox and WebKit, each of
// which must come to the digests that stand there. Each browser opens a page that trains in a Worker and
// sends its digests back, so no driver is needed. One that is not installed is named and left out.
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { answerOf, close, engines, missing, root } from './engines.mjs';

const sessions = JSON.parse(readFileSync(path.join(root, 'tests/golden/digests.json'), 'utf8'));

let bad = 0, seen = 0;
for (const engine of process.argv.length > 2 ? process.argv.slice(2) : Object.keys(engines)) {
  const lack = await missing(engine);
  if (lack) {
    console.log(`SKIPPED ${engine}: ${lack}`);
    continue;
  }
  seen++;
  const { problem, agent, digests } = await answerOf(engine, 'tests/exact/browsers.html');
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
close();
if (!seen) console.log('no browser is installed');
process.exit(bad ? 1 : 0);
