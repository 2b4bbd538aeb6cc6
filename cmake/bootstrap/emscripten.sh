# The compiler to WebAssembly. An emcc on PATH that is new enough is used as it is; otherwise, on Debian,
# trixie's Emscripten 3.1.69 is unpacked into the cache, where it runs on this release's LLVM 19.
# Sets emscripten_root (the folder of emcc) and emscripten_version. Sourced by bootstrap.sh.

emscripten_wanted=3.1.69
emscripten_sha256=d2ac788b952c56ab6736b4db2ac0825aa63cfb4c08b8abaefe19e324779d1b2d # 3.1.69+dfsg-3, all
binaryen_sha256_amd64=47be56009e56170f4338a0154fbff2028bd607bc3c8b6a5414658a985bef6470 # 120-4
# The config hash of the entry: change it whenever the files below would come out differently.
emscripten_entry="emscripten-$emscripten_wanted-lean1"

version_of_emcc() { "$1" --version 2>/dev/null | sed -n '1s/^emcc.* \([0-9][0-9.]*[0-9]\)[- (].*/\1/p'; }

find_emscripten() {
    emscripten_root=""
    local version
    if has emcc; then
        version="$(version_of_emcc emcc)"
        if [ -n "$version" ] && version_at_least "$version" "$emscripten_wanted"; then
            emscripten_version="$version"
            emscripten_root="$(cd "$(dirname "$(readlink -f "$(command -v emcc)")")" && pwd)"
            detail "Emscripten $version from PATH ($emscripten_root)"
            return 0
        fi
        detail "emcc on PATH is ${version:-of unknown version}; at least $emscripten_wanted is needed"
    fi
    has_apt || fail "No emcc $emscripten_wanted or later on PATH." \
        "Install emsdk (https://emscripten.org), run 'source emsdk_env.sh', then this command again."
    install_packages "${llvm_packages[@]}"
    [ -d "$cache_dir/$emscripten_entry" ] ||
        step "Fetching Emscripten $emscripten_wanted (246 MB to download, 250 MB kept; about half a minute)"
    cache_entry "$emscripten_entry" unpack_emscripten
    emscripten_version=$emscripten_wanted
    emscripten_root="$cache_dir/$emscripten_entry/usr/share/emscripten"
    detail "Emscripten $emscripten_version in $emscripten_root"
}

# Library variants that nothing here links (position-independent code, LTO, sanitizers, threads), tests and manuals.
emscripten_leave_out=(
    '*/wasm32-emscripten/pic' '*/wasm32-emscripten/lto' '*/wasm32-emscripten/lto-pic' '*asan*.a' '*ubsan*.a'
    '*-mt*.a' '*-ww*.a' '*libsanitizer*' './usr/share/emscripten/test' './usr/share/doc' './usr/share/man'
    './usr/share/lintian' './usr/share/python3')

unpack_emscripten() {
    local target="$1" pattern exclude=()
    mkdir "$target/.download"
    download_packages "$target/.download" emscripten binaryen libc6 libstdc++6 libgcc-s1
    verify_sha256 "$target"/.download/emscripten_*.deb "$emscripten_sha256"
    if [ "$(dpkg --print-architecture)" = amd64 ]; then
        verify_sha256 "$target"/.download/binaryen_*.deb "$binaryen_sha256_amd64"
    fi
    detail "Unpacking"
    for pattern in "${emscripten_leave_out[@]}"; do exclude+=("--exclude=$pattern"); done
    dpkg-deb --fsys-tarfile "$target"/.download/emscripten_*.deb | tar -x -C "$target" "${exclude[@]}"
    local package
    for package in binaryen libc6 libstdc++6 libgcc-s1; do
        dpkg-deb --fsys-tarfile "$target/.download/$package"_*.deb | tar -x -C "$target" \
            --exclude=./usr/share/doc --exclude=./usr/share/man --exclude=./usr/share/locale
    done
    rm -rf "$target/.download"
    wrap_binaryen "$target"
    configure_emscripten "$target"
}

# trixie's Binaryen needs a newer C library than this machine may have: each tool is run through the
# dynamic linker unpacked beside it. The wrappers find everything relative to themselves.
wrap_binaryen() {
    local target="$1" linker tool
    linker="$(cd "$target" && find usr/lib -name 'ld-linux*.so.*' | head -n 1)"
    [ -n "$linker" ] || fail "No dynamic linker in the unpacked libc6."
    mkdir -p "$target/binaryen/bin"
    for tool in "$target"/usr/bin/wasm*; do
        tool="$(basename "$tool")"
        cat >"$target/binaryen/bin/$tool" <<EOF
#!/bin/sh
here="\$(cd "\$(dirname "\$0")/../.." && pwd)"
exec "\$here/$linker" --library-path "\$here/$(dirname "$linker")" "\$here/usr/bin/$tool" "\$@"
EOF
        chmod 755 "$target/binaryen/bin/$tool"
    done
}

# The configuration that Emscripten looks for in its own folder, so that no variable need be exported; and
# acorn, which it parses JavaScript with, from the npm package pinned in package-lock.json.
configure_emscripten() {
    local target="$1" root="$1/usr/share/emscripten"
    rm -f "$root/.emscripten"
    cat >"$root/.emscripten" <<EOF
import shutil
LLVM_ROOT = '/usr/lib/llvm-19/bin'
BINARYEN_ROOT = '$cache_dir/$emscripten_entry/binaryen'
NODE_JS = shutil.which('node')
FROZEN_CACHE = True
EOF
    mkdir -p "$root/node_modules"
    cp -R "$source_dir/node_modules/acorn" "$root/node_modules/acorn"
}
