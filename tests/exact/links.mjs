// links.mjs: a link that the page makes in one engine is opened by the page in the two others, each of which must say
// that it came to the same weights. Engines that are not installed are named and left out.
import { answerOf, close, engines, missing } from './engines.mjs';

const page = 'tests/exact/links.html';
const present = [];
for (const engine of Object.keys(engines)) {
  const lack = await missing(engine, true);
  if (lack) console.log(`SKIPPED links in ${engine}: ${lack}`);
  else present.push(engine);
}

if (present.length === 1) console.log('SKIPPED links from one engine to another: there is only one');

let bad = 0;
const tell = (problem) => {
  bad++;
  console.error(problem);
};

const links = new Map();  // engine → the link that was made in it
for (const engine of present.length > 1 ? present : []) {
  const { problem, link } = await answerOf(engine, page, { isDrawn: true });
  if (problem) tell(`${engine}: ${problem}`);
  else links.set(engine, link);
}
if (new Set(links.values()).size > 1) tell(`different links to the same session: ${[...links.values()].join(' ')}`);

for (const engine of present) {
  const others = [...links.keys()].filter((other) => other !== engine);
  if (!others.length) continue;
  const query = others.map((other) => `&link=${encodeURIComponent(links.get(other))}`).join('');
  const { problem, answers } = await answerOf(engine, page, { query, isDrawn: true });
  if (problem) {
    tell(`${engine}: ${problem}`);
    continue;
  }
  others.forEach((other, i) => {
    const { replay, words, step } = answers[i];
    if (replay === 'exact' && words === 'Reproduced exactly') console.log(`${engine} reproduced the link of ${other} exactly, ${step} steps`);
    else tell(`${engine}, link of ${other}: ${replay}, "${words}" at step ${step}`);
  });
}
close();
process.exit(bad ? 1 : 0);
