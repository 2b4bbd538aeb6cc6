# Functions of play and check: the bootstrap, and builds of a preset with progress and a clear failure.
# Sourced from the root of the tree.

say() { printf '\033[1m==>\033[0m %s\n' "$*"; }

log_dir="$source_dir/build/log"

bootstrap() { "$source_dir/cmake/bootstrap/bootstrap.sh" "$@"; }

# configure PRESET: only when there is nothing to build from yet, or the dependencies have moved;
# Ninja notices every other change. What the folder was configured with is kept in it: times do not tell,
# since Ninja may have written the build file anew in between.
configure() {
    local preset="$1" folder="$source_dir/build/$1" log="$log_dir/configure-$1.log"
    local dependencies="$source_dir/build/dependencies.cmake" presets="$source_dir/CMakePresets.json"
    if [ -f "$folder/build.ninja" ] && cat "$dependencies" "$presets" | cmp -s - "$folder/configured-with"; then
        return 0
    fi
    say "Configuring $preset"
    mkdir -p "$log_dir"
    # --fresh by hand (CMake 3.24 has it, 3.21 does not): cached paths of an old toolchain must not stay.
    rm -f "$folder/CMakeCache.txt"
    cmake --preset "$preset" >"$log" 2>&1 || {
        tail -n 40 "$log" >&2
        printf '\033[1;31merror:\033[0m cannot configure the preset %s\n' "$preset" >&2
        printf '    What to do: look at the messages above (all of them: %s);\n' "$log" >&2
        printf '    after a change of the toolchain, remove build/%s and run again.\n' "$preset" >&2
        return 1
    }
    cat "$dependencies" "$presets" >"$folder/configured-with"
}

# Shows Ninja's count of done and all steps: on a terminal in one line, elsewhere every 20 seconds.
show_progress() {
    local line last=$SECONDS
    while IFS= read -r line; do
        [[ "$line" == "    ["* ]] || continue
        if [ -t 1 ]; then
            printf '\r\033[K%.100s' "$line"
        elif [ $((SECONDS - last)) -ge 20 ]; then
            printf '%.100s\n' "$line"
            last=$SECONDS
        fi
    done
    [ ! -t 1 ] || printf '\r\033[K'
}

# build PRESET TARGET…
build() {
    local preset="$1" log="$log_dir/build-$1.log" status=0
    shift
    configure "$preset" || return 1
    say "Building $preset: $*"
    mkdir -p "$log_dir"
    NINJA_STATUS='    [%f/%t] ' ninja -C "$source_dir/build/$preset" "$@" </dev/null 2>&1 |
        tee "$log" | show_progress || status=$?
    if [ "$status" -ne 0 ]; then
        { grep -m 20 -E 'error|undefined reference|Error' "$log" || tail -n 40 "$log"; } | cut -c 1-300 >&2
        printf '\033[1;31merror:\033[0m building %s (preset %s) failed\n' "$*" "$preset" >&2
        return 1
    fi
}

# The size table of the last assembly of the site.
show_sizes() {
    if [ -f "$source_dir/build/site-sizes.txt" ]; then cat "$source_dir/build/site-sizes.txt"; fi
}
