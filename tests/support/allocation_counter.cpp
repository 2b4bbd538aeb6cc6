// glibc and Emscripten both let a program define malloc and keep their own under another name.
#include "tests/support/allocation_counter.h"

#include <cstddef>

#if defined(__SANITIZE_ADDRESS__)
#define INKLING_HAS_SANITIZER
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer)
#define INKLING_HAS_SANITIZER
#endif
#endif

#if defined(__EMSCRIPTEN__) && !defined(INKLING_HAS_SANITIZER)
#define INKLING_OWN(name) emscripten_builtin_##name
#elif defined(__GLIBC__) && !defined(INKLING_HAS_SANITIZER)
#define INKLING_OWN(name) __libc_##name
#endif

#ifdef INKLING_OWN

namespace {
long long count = 0;
}

extern "C" {

void* INKLING_OWN(malloc)(std::size_t);
void* INKLING_OWN(calloc)(std::size_t, std::size_t);

void* malloc(std::size_t size) {
    ++count;
    return INKLING_OWN(malloc)(size);
}
void* calloc(std::size_t number, std::size_t size) {
    ++count;
    return INKLING_OWN(calloc)(number, size);
}
#ifndef __EMSCRIPTEN__  // which keeps no other name for realloc
void* __libc_realloc(void*, std::size_t);
void* realloc(void* block, std::size_t size) {
    ++count;
    return __libc_realloc(block, size);
}
#endif

}  // extern "C"

bool nn::test::counts_allocations() {
    return true;
}
long long nn::test::allocation_count() {
    return count;
}

#else

bool nn::test::counts_allocations() {
    return false;
}
long long nn::test::allocation_count() {
    return 0;
}

#endif
