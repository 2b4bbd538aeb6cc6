#!/usr/bin/env bash
# tests/fuzz/run.sh SECONDS|RUNSr [NAME…]: builds the fuzzers with the address and undefined-behaviour
# sanitizers and runs each for so many seconds ("60") or executions ("10000000r"), from the inputs in
# corpus/NAME. New inputs go to build/fuzz/corpus; what fails is named, with the file that repeats it.
# Texts are of at most LENGTH (512) characters, since longer ones only say more of the same, many times slower.
# Needs clang++-14 and libclang-rt-14-dev, or another clang whose runtime has libFuzzer, as CXX.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
amount="${1:?seconds, or executions with an r behind}"
shift
names=("$@")
[ ${#names[@]} -gt 0 ] || names=(recipe link weights file wire plan result)

folder="$root/build/fuzz"
[ -f "$folder/build.ninja" ] || cmake -S "$root" -B "$folder" -G Ninja -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_FLAGS_DEBUG="-O1 -g" \
    -DCMAKE_CXX_COMPILER="${CXX:-clang++-14}" -DINKLING_BUILD_TESTS=OFF -DINKLING_BUILD_FUZZERS=ON >/dev/null
ninja -C "$folder" "${names[@]/#/fuzz_}" >/dev/null

case "$amount" in
*r) limit=(-runs="${amount%r}") ;;
*) limit=(-max_total_time="$amount") ;;
esac
for name in "${names[@]}"; do
    length=()
    case "$name" in link | recipe | file | plan | result) length=(-max_len="${LENGTH:-512}") ;; esac
    mkdir -p "$folder/corpus/$name" "$folder/found"
    log="$folder/$name.log"
    if "$folder/fuzz_$name" "${limit[@]}" "${length[@]}" -artifact_prefix="$folder/found/$name-" -print_final_stats=1 \
        "$folder/corpus/$name" "$root/tests/fuzz/corpus/$name" >"$log" 2>&1; then
        echo "$name: $(sed -n 's/^stat::number_of_executed_units: *//p' "$log") executions, no finding"
    else
        tail -n 40 "$log"
        echo "$name: a finding; the whole log: $log"
        exit 1
    fi
done
