"""See that the browser engines and the tools which the tests drive are there; install what is missing with apt.

`SMOOCH_TEST_ENGINES=chromium,firefox` narrows the list; by default all three are wanted and a missing one is an error.
"""

import os
import pathlib
import shutil
import socket
import subprocess
import sys

# engine -> what proves it is there -> Debian package
ENGINES = {
    "chromium": {"/usr/bin/chromium": "chromium"},
    "firefox": {"/usr/bin/firefox-esr": "firefox-esr"},
    "webkit": {
        "/usr/bin/WebKitWebDriver": "webkit2gtk-driver",
        "/usr/bin/Xvfb": "xvfb",
        "/usr/bin/xauth": "xauth",
    },
}
TOOLS = {
    "/usr/bin/strace": "strace",  # the fault runs see with it that data is synced before it is acknowledged
    "/usr/bin/faketime": "faketime",  # its library pushes the clock of a worker through the 76 hours of its retries
}


def wanted(environment: dict[str, str]) -> list[str]:
    """The engines to test with, in the order of the table.

    Raises:
        ValueError: the variable names an engine that does not exist, or none.
    """
    text = environment.get("SMOOCH_TEST_ENGINES", ",".join(ENGINES))
    names = {name.strip() for name in text.split(",") if name.strip()}
    if not names or not names <= set(ENGINES):
        raise ValueError(f"SMOOCH_TEST_ENGINES must list some of {', '.join(ENGINES)}, not '{text}'")
    return [name for name in ENGINES if name in names]


def missing(engines: list[str]) -> list[str]:
    """The Debian packages that have to be installed."""
    needed = {path: package for name in engines for path, package in ENGINES[name].items()} | TOOLS
    return [package for path, package in needed.items() if not pathlib.Path(path).exists()]


def install(packages: list[str]) -> str | None:
    """Install with apt; return why it could not."""
    names = " ".join(packages)
    if shutil.which("apt-get") is None:
        return f"the tests need {names}, and there is no apt-get here to install them with"
    prefix = [] if os.geteuid() == 0 else ["sudo"]
    if prefix and shutil.which("sudo") is None:
        return f"the tests need {names}; install them as root: apt-get install {names}"
    print(f"engines: installing {names}", flush=True)
    quiet = ["-qq", "-o", "Dpkg::Use-Pty=0"]
    environment = ["env", "DEBIAN_FRONTEND=noninteractive"]
    for step in (["update", *quiet], ["install", *quiet, "-y", "--no-install-recommends", *packages]):
        if subprocess.run([*prefix, *environment, "apt-get", *step], stdout=subprocess.DEVNULL).returncode:
            return f"apt-get could not install {names}; install them, or set SMOOCH_TEST_ENGINES to what there is"
    return None


def main() -> int:
    try:
        engines = wanted(dict(os.environ))
        socket.getaddrinfo("localhost", None)
    except ValueError as error:
        print(f"engines: {error}", file=sys.stderr)
        return 1
    except OSError:
        print("engines: 'localhost' has no address here; add '127.0.0.1 localhost' to /etc/hosts", file=sys.stderr)
        return 1
    packages = missing(engines)
    problem = install(packages) if packages else None
    if problem is None and (left := missing(engines)):
        problem = f"still missing after the installation: {' '.join(left)}"
    if problem:
        print(f"engines: {problem}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
