"""Check that both lock files name only the public registries: a mirror or a cache of one machine must not leak."""

import pathlib
import re
import sys
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parent.parent
ALLOWED = {
    "uv.lock": {"pypi.org", "files.pythonhosted.org"},
    "web/package-lock.json": {"registry.npmjs.org"},
}
# The fields that say where a package is fetched from; a package-lock also holds addresses of funding pages.
ORIGIN = re.compile(r'(?:registry = |\burl = |"resolved": )"([^"]+)"')


def strangers(text: str, allowed: set[str]) -> set[str]:
    """Origins in a lock file that are not on an allowed host."""
    hosts = {urllib.parse.urlsplit(origin).netloc or origin for origin in ORIGIN.findall(text) if "://" in origin}
    return hosts - allowed


def main() -> int:
    failed = False
    for name, allowed in ALLOWED.items():
        for host in sorted(strangers((ROOT / name).read_text(), allowed)):
            print(f"locks: {name} names {host}", file=sys.stderr)
            failed = True
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
