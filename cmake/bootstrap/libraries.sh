# Sources of the libraries, from Debian's source packages, verified and unpacked into the cache. Each sets
# a variable <name>_dir. Without apt they stay empty, and CMake fetches the same versions itself
# (cmake/dependencies.cmake). Sourced by bootstrap.sh.

# name, Debian version, upstream version, archive, SHA-256
library_table=(
    "imgui 1.92.2b+ds-1 1.92.2b imgui_1.92.2b+ds.orig.tar.xz e7bd201d56b5ee90d24d5dac85e5c12f98bdb95410252a62d27b7f89e4566d48"
    "libsdl2 2.32.4+dfsg-1 2.32.4 libsdl2_2.32.4+dfsg.orig.tar.gz d364cded8bf41f3f503014d3fb6473f1a7077ff468da1638dae4a6bec6ef2277"
    "catch2 3.7.1-0.5 3.7.1 catch2_3.7.1.orig.tar.gz c991b247a1a0d7bb9c39aa35faf0fe9e19764213f28ffba3109388e62ee0269c"
    "eigen3 3.4.0-5 3.4.0 eigen3_3.4.0.orig.tar.bz2 b4c198460eba6f28d34894e3a5710998818515104d6e74e5cc331ce31e46e626"
    "libstb 0.0~git20241109.5c20573+ds-1 0.0-git20241109 libstb_0.0~git20241109.5c20573+ds.orig.tar.xz a3a5820445a7dd063516bb542a5cd54ced8efc9c5a30bfbaae1bab6dec2c1a74"
)

fetch_libraries() {
    local row name debian version archive sum
    for row in "${library_table[@]}"; do
        read -r name debian version archive sum <<<"$row"
        [ -d "$cache_dir/$name-$version" ] || step "Fetching the sources of $name $version"
        cache_entry "$name-$version" unpack_library "$name" "$debian" "$archive" "$sum"
        printf -v "${name}_dir" '%s' "$cache_dir/$name-$version"
    done
}

unpack_library() {
    local name="$1" debian="$2" archive="$3" sum="$4" target="$5"
    mkdir "$target/.download"
    download_source "$target/.download" "$name" "$debian"
    if [ -f "$target/.download/$archive" ]; then
        verify_sha256 "$target/.download/$archive" "$sum"
    else
        # A testing suite drops a version when the next one arrives: apt has verified the newer one.
        archive="$(basename "$(ls "$target"/.download/*.orig.tar.*z* | grep -v '\.asc$' | head -n 1)")"
        detail "Using $archive, verified by the archive's signature"
    fi
    tar -x -f "$target/.download/$archive" -C "$target" --strip-components=1
    rm -rf "$target/.download"
}
