#!/usr/bin/env bash
# functions.sh [PROCESSES]: exp, log and tanh of every float against MPFR, natively, and the same bits as
# WebAssembly with SIMD and without where emcc and build/dependencies.cmake are. Ranges that are done are
# kept in build/exact/*.done: run again, it goes on where it was. What is wrong is shown, exit code 1.
# Needs libmpfr-dev. It takes some half an hour of processor time.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
processes="${1:-$(nproc)}"
folder=build/exact
mkdir -p "$folder"
flags=(-std=c++20 -O3 -DNDEBUG -ffp-contract=off -fno-math-errno -Wall -Wextra -I.)
sources=(tests/exact/functions.cpp engine/numerics/functions.cpp)

# run NAME COMMAND…: all ranges that NAME.done does not have yet, each by COMMAND.
run() {
    local name="$1" function prefix range ranges=()
    shift
    touch "$folder/$name.done"
    for function in exp log tanh; do
        for prefix in {0..255}; do
            printf -v range '%s 0x%02x000000 0x%02xffffff' "$function" "$prefix" "$prefix"
            grep -qxF "$range" "$folder/$name.done" || ranges+=("$range")
        done
    done
    [ ${#ranges[@]} -gt 0 ] || return 0
    printf '%s\n' "${ranges[@]}" | xargs -P "$processes" -I{} bash -c '
        folder="$1" name="$2" range="$3"; shift 3
        "$@" check $range >"$folder/$name-${range// /-}.txt" || { cat "$folder/$name-${range// /-}.txt"; exit 1; }
        cat "$folder/$name-${range// /-}.txt" >>"$folder/$name.txt"
        rm "$folder/$name-${range// /-}.txt"
        echo "$range" >>"$folder/$name.done"' run "$folder" "$name" {} "$@"
}

fingerprints() { sed -n 's/^\([a-z]* [0-9a-f]* [0-9a-f]* fingerprint [0-9a-f]*\),.*/\1/p' "$folder/$1.txt" | sort -u; }

g++ "${flags[@]}" "${sources[@]}" -lmpfr -lgmp -o "$folder/functions"
run native "$folder/functions"
awk '{ sub(/.*references /, ""); sum += $1 } END { printf "native: %d ranges right, %.0f results of MPFR asked for\n", NR, sum }' "$folder/native.txt"

emscripten="$(sed -n 's/^set(INKLING_EMSCRIPTEN_ROOT "\([^"]*\)".*/\1/p' build/dependencies.cmake 2>/dev/null || true)"
emcc="${emscripten:+$emscripten/}em++"
if ! command -v "$emcc" >/dev/null; then
    echo "SKIPPED: WebAssembly, since there is no em++"
    exit 0
fi
echo '{}' >"$folder/package.json"  # what em++ writes is no ES module
for kind in simd scalar; do
    option=-msimd128
    [ "$kind" = simd ] || option=-mno-simd128
    "$emcc" "${flags[@]}" "$option" -DINKLING_WITHOUT_MPFR -sENVIRONMENT=node "${sources[@]}" -o "$folder/functions-$kind.js"
    run "$kind" node "$folder/functions-$kind.js"
    diff <(fingerprints native) <(fingerprints "$kind") >"$folder/$kind.diff" || {
        echo "WebAssembly, $kind: other bits than natively in the ranges of $folder/$kind.diff" >&2
        exit 1
    }
    echo "WebAssembly, $kind: the same bits as natively"
done
