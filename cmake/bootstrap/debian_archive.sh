# A private apt configuration that reads newer Debian suites without touching the machine's own: its lists,
# cache and status are in the cache folder, so nothing can be installed or upgraded through it.
# Files are verified by apt against the signed lists, and again against pinned SHA-256 sums where we have them.
# Sourced by bootstrap.sh.

archive_keyring=/usr/share/keyrings/debian-archive-keyring.gpg
archive_dir="$cache_dir/archive"
archive_is_ready=""

# The mirror of Debian: INKLING_DEBIAN_MIRROR, or the one that the machine itself uses. Empty when apt
# knows none, as on a system that is derived from Debian.
archive_mirror() {
    local uri="${INKLING_DEBIAN_MIRROR:-}"
    # shellcheck disable=SC2016  # apt's own placeholders
    [ -n "$uri" ] || uri="$(apt-get indextargets --format '$(ORIGIN) $(CODENAME) $(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
        awk '$1 == "Debian" && $2 !~ /-/ { print $3; exit }')" || true
    # Where apt's lists were never read, its sources still name one.
    if [ -z "$uri" ] && grep -qx 'ID="\?debian"\?' /etc/os-release; then
        uri="$(cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources 2>/dev/null |
            grep -E '^(deb|URIs:) ' | grep -o '[a-z]*://[^ ]*' | grep -v security | head -n 1)" || true
    fi
    printf '%s\n' "$uri"
}

archive_apt() {
    local tool="$1"
    shift
    "$tool" -o Dir::Etc::sourcelist="$archive_dir/sources.list" -o Dir::Etc::sourceparts=- \
        -o Dir::Etc::preferences=- -o Dir::Etc::preferencesparts=- \
        -o Dir::State::Lists="$archive_dir/lists" -o Dir::State::status="$archive_dir/status" \
        -o Dir::Cache="$archive_dir/cache" -o APT::Sandbox::User="$(id -un)" -o Acquire::Languages=none "$@" \
        2> >(grep -v -e 'Unable to read .*/-/' -e 'Download is performed unsandboxed' >&2)
}

# Fetches the package lists once a run, and only when something is to be downloaded.
ensure_archive() {
    [ -z "$archive_is_ready" ] || return 0
    local mirror interrupted_step="$current_step" interrupted_advice="$current_advice"
    mirror="$(archive_mirror)"
    [ -n "$mirror" ] || fail "apt on this machine knows no mirror of Debian, where the toolchain comes from." \
        "Name one by INKLING_DEBIAN_MIRROR=https://…/debian, or build with emsdk (docs/building.md)."
    step "Reading Debian's package lists (trixie, and forky's sources) from $mirror" \
        "Check that this machine reaches $mirror; behind a proxy, set it in apt's configuration."
    mkdir -p "$archive_dir/lists/partial" "$archive_dir/cache/archives/partial"
    : >"$archive_dir/status"
    cat >"$archive_dir/sources.list" <<EOF
deb [signed-by=$archive_keyring] $mirror trixie main
deb-src [signed-by=$archive_keyring] $mirror trixie main
deb-src [signed-by=$archive_keyring] $mirror forky main
EOF
    quietly "$cache_dir/log/archive-update.log" archive_apt apt-get update
    archive_is_ready=yes
    current_step="$interrupted_step"
    current_advice="$interrupted_advice"
}

# download_packages FOLDER NAME…: binary packages of trixie, unpacked by nobody but us.
download_packages() {
    local folder="$1"
    shift
    ensure_archive
    (cd "$folder" && quietly "$cache_dir/log/archive-download.log" archive_apt apt-get download "$@")
}

# download_source FOLDER NAME VERSION: the upstream archive of a source package. Without that version
# in the lists, the newest one there is taken; the caller checks what came.
download_source() {
    local folder="$1" name="$2" version="$3" listed
    ensure_archive
    listed="$(archive_apt apt-cache showsrc "$name")"
    if grep -qxF "Version: $version" <<<"$listed"; then
        name="$name=$version"
    else
        detail "$name $version has left the archive; taking its newest version"
    fi
    (cd "$folder" && quietly "$cache_dir/log/archive-download.log" \
        archive_apt apt-get source --download-only --tar-only "$name")
}
