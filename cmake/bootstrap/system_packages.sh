# Packages of the machine's own Debian release that the build needs. Sourced by bootstrap.sh.
# Nothing is upgraded: only missing packages are installed, from the sources the machine has.

# What ./play needs: compilers, build tools, and the fonts and data that are packed into the site.
# LLVM 19 is what Emscripten 3.1.69 runs on; clang and lld of other versions do not fit.
build_packages=(g++ cmake ninja-build xz-utils bzip2 dpkg-dev ca-certificates debian-archive-keyring zopfli zlib1g-dev
    python3 python3-fonttools python3-sklearn fonts-inter fonts-jetbrains-mono fonts-noto-cjk)
llvm_packages=(clang-19 lld-19 llvm-19)
# What ./check needs besides.
format_packages=(clang-format)
browser_packages=(chromium)
# The other engines of ./check exact: it does without, and says so, where they cannot be had.
engine_packages=(firefox-esr libwebkit2gtk-4.1-0 xvfb libgl1-mesa-dri libegl1)
# What runs the large sweep of ./check cli, likewise. No service of theirs is configured or started by us: the test brings its own.
cluster_packages=(parallel slurm-wlm munge)

has_apt() { has apt-get && has dpkg-query; }

is_installed() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

# install_packages NAME…: installs those that are missing, and says which.
install_packages() {
    local package missing=()
    for package in "$@"; do is_installed "$package" || missing+=("$package"); done
    [ ${#missing[@]} -gt 0 ] || return 0
    local command="apt-get install -y --no-install-recommends ${missing[*]}"
    step "Installing Debian packages: ${missing[*]}" \
        "Run '$command' as root and look at its messages; apt needs the network and a free package lock."
    [ "$(id -u)" -eq 0 ] || has sudo || fail "Missing packages: ${missing[*]}" "Run as root: $command"
    # shellcheck disable=SC2086  # the command is a list of plain words
    try_install() {
        as_root env DEBIAN_FRONTEND=noninteractive $command -o DPkg::Lock::Timeout=120 -o Dpkg::Use-Pty=0
    }
    local log="$cache_dir/log/apt-install.log"
    mkdir -p "$cache_dir/log"
    if ! try_install >"$log" 2>&1; then
        detail "Package lists are missing or old: updating them first"
        as_root apt-get update -qq
        quietly "$log" try_install
    fi
}

# Node runs the packing scripts, the server and the tests. Debian's is taken only when there is none.
ensure_node() {
    if ! has node; then install_packages nodejs npm; fi
    has npm || install_packages npm
    local version
    version="$(node --version)"
    version_at_least "${version#v}" 18.0.0 ||
        fail "Node ${version} is too old." "Install Node 18 or later (nodejs.org, or your package manager)."
}

require_commands() {
    local command missing=()
    for command in "$@"; do has "$command" || missing+=("$command"); done
    [ ${#missing[@]} -eq 0 ] || fail "Not found on PATH: ${missing[*]}" \
        "Install them, and emsdk (https://emscripten.org), then run this command again."
}
