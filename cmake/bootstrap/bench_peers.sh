#!/usr/bin/env bash
# What ./check bench measures Inkling against, and nothing else needs: npm packages pinned in
# tests/bench/package-lock.json, and Debian's OpenBLAS beside the machine's own BLAS. Both go into the
# cache folder; build/bench/peers.json says where. PyTorch is Debian's, where it can be installed.
set -euo pipefail

source_dir="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
# shellcheck source=cmake/bootstrap/common.sh
. "$source_dir/cmake/bootstrap/common.sh"
# shellcheck source=cmake/bootstrap/system_packages.sh
. "$source_dir/cmake/bootstrap/system_packages.sh"

lock="$source_dir/tests/bench/package-lock.json"
peers="$cache_dir/bench-peers"
mkdir -p "$peers" "$source_dir/build/bench"
if ! cmp -s "$lock" "$peers/installed-lock.json"; then
    step "Installing the peers' npm packages (about 320 MB, once)"
    cp "$source_dir/tests/bench/package.json" "$lock" "$peers/"
    (cd "$peers" && npm ci --ignore-scripts --no-audit --no-fund >/dev/null)
    cp "$lock" "$peers/installed-lock.json"
fi

openblas="$peers/openblas/usr/lib/$(uname -m)-linux-gnu/openblas-pthread"
if [ ! -e "$openblas/libblas.so.3" ] && has apt-get && has dpkg-deb; then
    step "Fetching Debian's OpenBLAS for scikit-learn"
    (cd "$peers" && apt-get download libopenblas0-pthread >/dev/null 2>&1 &&
        dpkg-deb -x libopenblas0-pthread_*.deb openblas && rm -f libopenblas0-pthread_*.deb) ||
        detail "not to be had: scikit-learn runs on the machine's BLAS, and the table says so"
fi

if has_apt; then (install_packages python3-torch) || detail "not to be had: the table is without PyTorch"; fi

printf '{ "peers": "%s", "openblas": "%s" }\n' "$peers" "$openblas" >"$source_dir/build/bench/peers.json"
