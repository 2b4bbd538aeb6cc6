# What every step of the bootstrap needs: messages, the cache folder, atomic cache entries, checksums.
# Sourced, never run. Works with bash 4 and later.

cache_dir="${XDG_CACHE_HOME:-$HOME/.cache}/inkling"
current_step="starting"
current_advice="Run the same command again; if it fails the same way, see docs/building.md."

say() { printf '\033[1m==>\033[0m %s\n' "$*"; }
detail() { printf '    %s\n' "$*"; }

# step TEXT [ADVICE]: names what is being done now, for the reader and for the message on failure.
step() {
    current_step="$1"
    current_advice="${2:-Run the same command again; if it fails the same way, see docs/building.md.}"
    say "$1"
}

fail() {
    printf '\033[1;31merror:\033[0m %s\n' "$1" >&2
    [ $# -lt 2 ] || printf '    What to do: %s\n' "$2" >&2
    trap - EXIT
    remove_partial
    exit 1
}

partial_dir=""
remove_partial() {
    if [ -n "$partial_dir" ]; then rm -rf -- "$partial_dir"; fi
    partial_dir=""
}

report_failure() {
    local status=$?
    remove_partial
    if [ "$status" -eq 130 ] || [ "$status" -eq 143 ]; then
        printf 'Interrupted; the next run goes on from here.\n' >&2
    elif [ "$status" -ne 0 ]; then
        printf '\033[1;31merror:\033[0m failed while: %s\n' "$current_step" >&2
        printf '    What to do: %s\n' "$current_advice" >&2
    fi
    exit "$status"
}
trap report_failure EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# cache_entry NAME BUILDER…: makes $cache_dir/NAME by running BUILDER… FOLDER on a new folder, which gets
# its final name only when the builder has succeeded; so an interrupted run leaves no broken entry.
cache_entry() {
    local name="$1"
    shift
    [ ! -d "$cache_dir/$name" ] || return 0
    mkdir -p "$cache_dir"
    partial_dir="$(mktemp -d "$cache_dir/.partial-XXXXXXXX")"
    "$@" "$partial_dir"
    chmod 755 "$partial_dir"
    mv -T -- "$partial_dir" "$cache_dir/$name" 2>/dev/null || mv -- "$partial_dir" "$cache_dir/$name"
    partial_dir=""
}

has() { command -v "$1" >/dev/null 2>&1; }

# version_at_least HAVE WANTED
version_at_least() { [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]; }

# verify_sha256 FILE SUM
verify_sha256() {
    local sum
    sum="$(sha256sum "$1" | cut -d ' ' -f 1)"
    [ "$sum" = "$2" ] || fail "$(basename "$1") has SHA-256 $sum, expected $2." \
        "The download is damaged or was changed: run the same command again, and do not use the file."
}

# quietly LOG COMMAND…: output goes to LOG, and its end is shown if the command fails.
quietly() {
    local log="$1"
    shift
    mkdir -p "$(dirname "$log")"
    "$@" >"$log" 2>&1 || {
        local status=$?
        tail -n 40 "$log" >&2
        detail "The whole log: $log" >&2
        return "$status"
    }
}
