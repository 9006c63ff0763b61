"""Check both lock files: they name only the public registries, and hold the packages of every platform.

A mirror or cache of one machine must not leak; and a mirror without, say, the macOS build of a tool makes npm leave
it out of the lock, after which `npm ci` refuses the lock everywhere.
"""

import json
import pathlib
import re
import sys
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parent.parent
ALLOWED = {
    "uv.lock": {"pypi.org", "files.pythonhosted.org"},
    "web/package-lock.json": {"registry.npmjs.org"},
    "tests/clients/package-lock.json": {"registry.npmjs.org"},
    "examples/node-bot/package-lock.json": {"registry.npmjs.org"},
}
# The fields that say where a package is fetched from; a package-lock also holds addresses of funding pages.
ORIGIN = re.compile(r'(?:registry = |\burl = |"resolved": )"([^"]+)"')


def strangers(text: str, allowed: set[str]) -> set[str]:
    """Origins in a lock file that are not on an allowed host."""
    hosts = {urllib.parse.urlsplit(origin).netloc or origin for origin in ORIGIN.findall(text) if "://" in origin}
    return hosts - allowed


def incomplete(text: str) -> set[str]:
    """Packages for other platforms that a package-lock's packages want and that it does not hold."""
    packages = json.loads(text)["packages"]
    wanted = {name for package in packages.values() for name in package.get("optionalDependencies", {})}
    held = {path.rpartition("node_modules/")[2] for path in packages}
    return wanted - held


def main() -> int:
    failed = False
    for name, allowed in ALLOWED.items():
        for host in sorted(strangers((ROOT / name).read_text(), allowed)):
            print(f"locks: {name} names {host}", file=sys.stderr)
            failed = True
    for name in sorted(incomplete((ROOT / "web/package-lock.json").read_text())):
        print(f"locks: web/package-lock.json wants {name} and does not hold it", file=sys.stderr)
        failed = True
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
