#!/usr/bin/env bash
# Installs or finds everything that the build needs, and writes where it is to build/toolchain.sh (for
# play and check) and build/dependencies.cmake (for CMake). A second run only looks.
# What it takes: Debian packages, Emscripten, library sources, npm packages; see docs/building.md.
set -euo pipefail

source_dir="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
here="$source_dir/cmake/bootstrap"
with_browser="" with_cluster=""
for argument in "$@"; do
    case "$argument" in
    --with-browser) with_browser=yes ;;
    --with-cluster) with_cluster=yes ;;
    *)
        echo "bootstrap.sh: unknown argument $argument" >&2
        exit 2
        ;;
    esac
done

# shellcheck source=/dev/null
for part in common system_packages debian_archive node_modules emscripten libraries prebuilt; do
    . "$here/$part.sh"
done

mkdir -p "$cache_dir" "$source_dir/build"
if has flock; then
    exec 9>"$cache_dir/.lock"
    flock -n 9 || { say "Waiting for another bootstrap to finish"; flock 9; }
    # Left by runs that were killed; nobody else can be using them while the lock is held.
    rm -rf "$cache_dir"/.partial-*
fi

imgui_dir="" libsdl2_dir="" catch2_dir="" eigen3_dir="" libstb_dir="" sdl2_prebuilt=""
if has_apt; then
    install_packages "${build_packages[@]}"
    if [ -n "$with_browser" ]; then
        install_packages "${format_packages[@]}" "${browser_packages[@]}"
        (install_packages "${engine_packages[@]}") || detail "Firefox and WebKit are left out"
    fi
    if [ -n "$with_cluster" ]; then
        (install_packages "${cluster_packages[@]}") || detail "GNU parallel and Slurm are left out"
    fi
    ensure_node
else
    require_commands cmake ninja node npm emcc python3
fi
ensure_node_modules
find_emscripten
if has_apt; then
    fetch_libraries
    build_sdl2
fi

rm -rf "$archive_dir"  # 65 MB of package lists, read anew when something is missing

# Files are rewritten only when they change, so that nothing is configured again without need.
write_if_changed() {
    local file="$1" new
    new="$(cat)"
    if [ ! -f "$file" ] || [ "$(cat "$file")" != "$new" ]; then printf '%s\n' "$new" >"$file"; fi
}

write_if_changed "$source_dir/build/dependencies.cmake" <<EOF
# Written by cmake/bootstrap/bootstrap.sh: where the libraries are. An empty path means: fetch it.
set(INKLING_EMSCRIPTEN_ROOT "$emscripten_root" CACHE PATH "Folder of emcc")
set(INKLING_IMGUI_DIR "$imgui_dir" CACHE PATH "Dear ImGui sources")
set(INKLING_SDL2_DIR "$libsdl2_dir" CACHE PATH "SDL2 sources")
set(INKLING_SDL2_PREBUILT "$sdl2_prebuilt" CACHE FILEPATH "SDL2 compiled for WebAssembly")
set(INKLING_CATCH2_DIR "$catch2_dir" CACHE PATH "Catch2 sources")
set(INKLING_EIGEN_DIR "$eigen3_dir" CACHE PATH "Eigen sources")
set(INKLING_STB_DIR "$libstb_dir" CACHE PATH "stb headers")
EOF
write_if_changed "$source_dir/build/toolchain.sh" <<EOF
# Written by cmake/bootstrap/bootstrap.sh; sourced by play and check.
emscripten_root="$emscripten_root"
emscripten_version="$emscripten_version"
EOF
detail "Toolchain is ready (cache: $cache_dir)"
