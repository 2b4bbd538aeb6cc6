// texts.mjs OUTPUT FILE…: a C++ header with each file as a string constant, nn::embedded::kPadJs for pad.js.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';

const [output, ...files] = process.argv.slice(2);
const constants = files.sort().map((path) => {
  const name = 'k' + basename(path).split(/[^A-Za-z0-9]+/).map((word) => word[0].toUpperCase() + word.slice(1)).join('');
  return `inline constexpr std::string_view ${name} = R"text(${readFileSync(path, 'utf8')})text";\n`;
});
mkdirSync(dirname(output), { recursive: true });
writeFileSync(output, `// Written by cmake/pack/texts.mjs.
#pragma once

#include <string_view>

namespace nn::embedded {

${constants.join('\n')}
}  // namespace nn::embedded
`);
