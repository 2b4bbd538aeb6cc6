#!/usr/bin/env bash
# compilers.sh: builds `inkling` with clang, without optimisation and with all of it, and with g++ without
# optimisation, in build/clang-O0, clang-O3 and gcc-O0, and prints where the programs stand. The other
# native builds are g++'s. Exit code 3 when there is no clang; the program of g++ is printed all the same.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

# build COMPILER NAME LEVEL
build() {
    local folder="build/$2-$3"
    # No build type: its flags would come after ours.
    cmake -S . -B "$folder" -G Ninja -DCMAKE_CXX_COMPILER="$1" -DCMAKE_BUILD_TYPE= \
        -DCMAKE_CXX_FLAGS="-$3 -DNDEBUG" -DINKLING_BUILD_TESTS=OFF >&2
    ninja -C "$folder" inkling >&2
    echo "$folder/inkling"
}

build g++ gcc O0
for name in clang++-19 clang++; do
    command -v "$name" >/dev/null || continue
    for level in O0 O3; do build "$name" clang "$level"; done
    exit 0
done
exit 3
