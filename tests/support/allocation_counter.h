// Counts calls of the heap, for tests of code that must make none. Replaces malloc itself, because
// Eigen calls it without operator new.
#pragma once

namespace nn::test {

// False where malloc cannot be replaced (under a sanitizer, say); the count then stays 0.
bool counts_allocations();

// malloc, calloc and (but for Emscripten) realloc since the program began, operator new included.
long long allocation_count();

}  // namespace nn::test
