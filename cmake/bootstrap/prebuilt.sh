# SDL2 compiled for WebAssembly, kept in the cache because it is the same for every build and takes a
# while. The same CMake project is built in the build folder when there is no cached copy
# (cmake/sdl2/CMakeLists.txt). Sets sdl2_prebuilt. Sourced by bootstrap.sh.

build_sdl2() {
    local recipe key
    recipe="$(cat "$source_dir"/cmake/sdl2/* | sha256sum | cut -c 1-12)"
    key="sdl2-wasm-$(basename "$libsdl2_dir")-emcc-$emscripten_version-$recipe"
    [ -d "$cache_dir/$key" ] || step "Compiling SDL2 for WebAssembly (91 files, about half a minute)"
    cache_entry "$key" compile_sdl2
    sdl2_prebuilt="$cache_dir/$key/libSDL2.a"
}

compile_sdl2() {
    local target="$1" work="$1/.build"
    quietly "$cache_dir/log/sdl2.log" cmake -S "$source_dir/cmake/sdl2" -B "$work" -G Ninja \
        -DCMAKE_TOOLCHAIN_FILE="$emscripten_root/cmake/Modules/Platform/Emscripten.cmake" \
        -DCMAKE_BUILD_TYPE=Release -DINKLING_SDL2_DIR="$libsdl2_dir"
    quietly "$cache_dir/log/sdl2.log" cmake --build "$work"
    cp "$work/libSDL2.a" "$target/libSDL2.a"
    rm -rf "$work"
}
