// icons.mjs ICONS.txt CODEPOINTS.json OUTPUT: a C++ header with the code point of each icon named in the
// list, as UTF-8 text for Dear ImGui; "step-forward" becomes nn::ui::icon::kStepForward.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { readIconList } from './icon_list.mjs';

const [list, codepointsFile, output] = process.argv.slice(2);
const codepoints = JSON.parse(readFileSync(codepointsFile, 'utf8'));

const constants = readIconList(list).map(({ name, lucide }) => {
  const codepoint = codepoints[lucide];
  if (!codepoint) throw new Error(`${list}: there is no Lucide icon named "${lucide}"`);
  const constant = 'k' + name.split('-').map((word) => word[0].toUpperCase() + word.slice(1)).join('');
  const text = `\\u${codepoint.toString(16).padStart(4, '0')}`;
  return `inline constexpr const char* ${constant} = "${text}";`;
});
mkdirSync(dirname(output), { recursive: true });
writeFileSync(output, `// Written by cmake/pack/icons.mjs from web/app/icons.txt: icons of the Lucide font.
#pragma once

namespace nn::ui::icon {

${constants.join('\n')}

}  // namespace nn::ui::icon
`);
