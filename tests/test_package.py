"""The wheel: everything travels, and what travelled works in an empty folder."""

import os
import subprocess
import sys
import venv
import zipfile
from importlib.metadata import version
from pathlib import Path

import pytest

VERSION = version("kefu")
ROOT = Path(__file__).parent.parent
ROOMS = ("bots", "handlers", "storage", "config", "scripts")
PRODUCT = {".py", ".sql", ".yaml", ".json", ".csv", ".jsonl", ".html", ".js", ".css"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built with the build back end of this environment, so that nothing is fetched."""
    folder = tmp_path_factory.mktemp("wheel")
    build = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"
    done = subprocess.run(
        [sys.executable, "-c", build, folder], cwd=ROOT, check=True, capture_output=True, text=True, timeout=240
    )
    return folder / done.stdout.splitlines()[-1]


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clean environment with the wheel in it; the libraries are those of this one."""
    home = tmp_path_factory.mktemp("clean") / "venv"
    venv.create(home, with_pip=False, symlinks=True)
    packages = next(home.glob("lib/python*/site-packages"))
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(packages)
    libraries = [path for path in sys.path if path.endswith("site-packages")]
    (packages / "libraries.pth").write_text("\n".join(libraries), "utf-8")
    return home / "bin/python"


def kefu(python: Path, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """The command as its script calls it. `-I`: neither the folder nor the variables of this one are on its path."""
    program = "from bots.cli import main; main()"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("KEFU_")}
    return subprocess.run(
        [python, "-I", "-c", program, *words],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


def tracked() -> set[str]:
    listed = subprocess.run(["git", "ls-files", *ROOMS], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode == 0:
        return set(listed.stdout.split())
    return {
        str(path.relative_to(ROOT)) for room in ROOMS for path in (ROOT / room).rglob("*") if path.suffix in PRODUCT
    }


def test_every_file_of_the_product_travels(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        travelled = set(archive.namelist())
    assert tracked() - travelled == set()


def test_nothing_else_travels(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        rooms = {name.partition("/")[0] for name in archive.namelist()}
        commands = archive.read(f"kefu-{VERSION}.dist-info/entry_points.txt").decode()
    assert rooms == {*ROOMS, f"kefu-{VERSION}.dist-info"}
    assert "kefu = bots.cli:main" in commands


def test_an_installed_kefu_starts_a_shop_in_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    where = subprocess.run(
        [installed, "-I", "-c", "import bots; print(bots.__file__)"], capture_output=True, text=True, check=True
    )
    assert where.stdout.startswith(str(installed.parent.parent)), "the checkout was imported instead"

    assert kefu(installed, tmp_path, "--version").stdout == f"kefu {VERSION}\n"
    begun = kefu(installed, tmp_path, "init", "--language", "en")
    assert begun.returncode == 0, begun.stderr
    assert (tmp_path / "schemas/script.schema.json").is_file()
    (tmp_path / "kefu.yaml").write_text("telegram: {token: '1:a'}\ndesk: {channel: telegram, chat: -1001}\n")
    (tmp_path / "kefu.yaml").chmod(0o600)
    checked = kefu(installed, tmp_path, "check")
    assert (checked.returncode, checked.stderr.count("\n")) == (0, 1)
    assert checked.stderr.startswith("warning: returns.yaml:11: address: it is not said where to send things back to")
    assert "No problems found." in checked.stdout


def test_a_shop_started_in_an_empty_folder_takes_orders(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "kefu.yaml").write_text("retention: {orders_days: 36500}\n")  # the sample grows old
    sample = next(installed.parent.parent.glob("lib/python*/site-packages/bots/sandbox/sample/orders.csv"))
    done = kefu(installed, tmp_path, "orders", "import", str(sample))
    assert (done.returncode, done.stdout) == (0, "Imported 12 orders.\n"), done.stderr
    assert (tmp_path / "var/kefu.db").exists()
