// shaders.mjs OUTPUT SHADER.glsl…: a C++ header with each shader as a string constant. A shader file is
// one body without a version line; the version is put in front here, so that there is one body for all.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';

const [output, ...shaders] = process.argv.slice(2);
const version = '#version 300 es\n';

const constants = shaders.sort().map((path) => {
  const words = basename(path, '.glsl').split(/[^A-Za-z0-9]+/);
  const name = 'k' + words.map((word) => word[0].toUpperCase() + word.slice(1)).join('');
  const body = readFileSync(path, 'utf8');
  if (body.includes('#version')) throw new Error(`${path}: leave out the #version line`);
  return `inline constexpr std::string_view ${name} = R"glsl(${version}${body})glsl";\n`;
});
mkdirSync(dirname(output), { recursive: true });
writeFileSync(output, `// Written by cmake/pack/shaders.mjs from shaders/*.glsl.
#pragma once

#include <string_view>

namespace nn::shaders {

${constants.join('\n')}
}  // namespace nn::shaders
`);
