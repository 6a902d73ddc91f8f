"""The libraries of the page: what is committed is what the manifest says, at the pinned versions, with its licences."""

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
VENDOR = ROOT / "bots/sandbox/page/static/vendor"
SOURCES = ROOT / ".ci/vendor"
MANIFEST: dict[str, Any] = json.loads((VENDOR / "manifest.json").read_text("utf-8"))
LOCKED: dict[str, Any] = json.loads((SOURCES / "package-lock.json").read_text("utf-8"))["packages"]
PERMITTED = {"MIT", "Apache-2.0", "BSD-3-Clause", "ISC"}


def packages() -> dict[str, dict[str, str]]:
    return {name: told for bundle in MANIFEST.values() for name, told in bundle["packages"].items()}


@pytest.mark.parametrize("bundle", MANIFEST)
def test_a_bundle_is_the_one_that_was_built(bundle: str) -> None:
    digest = hashlib.sha256((VENDOR / bundle).read_bytes()).hexdigest()
    assert digest == MANIFEST[bundle]["sha256"], f"{bundle} was changed by hand: make vendor builds it"


def test_nothing_lies_in_the_folder_that_the_manifest_does_not_name() -> None:
    assert {path.name for path in VENDOR.iterdir()} == {*MANIFEST, "manifest.json", "LICENSES.txt"}


def test_every_bundled_package_has_the_locked_version() -> None:
    locked = {name: LOCKED[f"node_modules/{name}"]["version"] for name in packages()}
    assert {name: told["version"] for name, told in packages().items()} == locked


def test_every_direct_package_is_pinned_exactly() -> None:
    wanted = json.loads((SOURCES / "package.json").read_text("utf-8"))["devDependencies"]
    assert wanted == {name: LOCKED[f"node_modules/{name}"]["version"] for name in wanted}


def test_every_bundled_package_keeps_its_licence() -> None:
    licences = (VENDOR / "LICENSES.txt").read_text("utf-8")
    told = set(re.findall(r"^=+\n(\S+) (\S+) \((\S+)\)\n=+$", licences, re.MULTILINE))
    assert told == {(name, told["version"], told["license"]) for name, told in packages().items()}
    assert {licence for _, _, licence in told} <= PERMITTED


def test_no_locked_package_says_where_it_was_fetched() -> None:
    assert not [name for name, package in LOCKED.items() if "resolved" in package]
