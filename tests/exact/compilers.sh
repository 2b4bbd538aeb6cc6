#!/usr/bin/env bash
# compilers.sh: builds `inkling` with clang, without optimisation and with all of it, in
# build/clang-O0 and build/clang-O3, and prints where the programs stand. Exit code 3 when there is no
# clang. Only g++ compiles the other native builds.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

clang=""
for name in clang++-19 clang++; do
    if command -v "$name" >/dev/null; then clang="$name"; break; fi
done
[ -n "$clang" ] || exit 3

for level in O0 O3; do
    folder="build/clang-$level"
    # No build type: its flags would come after ours.
    cmake -S . -B "$folder" -G Ninja -DCMAKE_CXX_COMPILER="$clang" -DCMAKE_BUILD_TYPE= \
        -DCMAKE_CXX_FLAGS="-$level -DNDEBUG" -DINKLING_BUILD_TESTS=OFF >&2
    ninja -C "$folder" inkling >&2
    echo "$folder/inkling"
done
