# Sourced by scripts that need something of the system: what is missing comes through apt.

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

# apt_install PACKAGE...: false where there is no apt, or where it cannot install them.
apt_install() {
    command -v apt-get >/dev/null || return 1
    echo "Installing through apt: $* …" >&2
    as_root apt-get update -qq &&
        as_root env DEBIAN_FRONTEND=noninteractive \
            apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}
