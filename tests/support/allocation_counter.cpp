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

#if defined(__GLIBC__) && !defined(INKLING_HAS_SANITIZER)

namespace {
long long count = 0;
}

extern "C" {

void* __libc_malloc(std::size_t);
void* __libc_calloc(std::size_t, std::size_t);
void* __libc_realloc(void*, std::size_t);

void* malloc(std::size_t size) noexcept {
    ++count;
    return __libc_malloc(size);
}
void* calloc(std::size_t number, std::size_t size) noexcept {
    ++count;
    return __libc_calloc(number, size);
}
void* realloc(void* block, std::size_t size) noexcept {
    ++count;
    return __libc_realloc(block, size);
}

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
