"""The house is in order: pins within the declared ranges, one version, every command in the table."""

import re
import tomllib
from importlib import import_module
from pathlib import Path

import click
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

import lineproof
from lineproof.__main__ import COMMANDS

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
LOCKED_EXTRAS = ("test", "lint", "bench")
MODULES = sorted(path.stem for path in (ROOT / "lineproof" / "commands").glob("[a-z]*.py"))


def pins() -> dict[str, Version]:
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    pairs = [line.split("==") for line in lines if line and not line.startswith("#")]
    return {canonicalize_name(name): Version(version) for name, version in pairs}


@pytest.mark.parametrize(
    "text", [*PROJECT["dependencies"], *(text for extra in LOCKED_EXTRAS for text in EXTRAS[extra])]
)
def test_pin_lies_in_the_declared_range(text: str) -> None:
    requirement = Requirement(text)
    pin = pins()[canonicalize_name(requirement.name)]
    assert requirement.specifier, f"{text} gives no range"
    assert requirement.specifier.contains(pin), f"{text}, but requirements.lock has {pin}"


def test_lock_is_exact() -> None:
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    loose = [line for line in lines if not re.fullmatch(r"#.*|[A-Za-z0-9._-]+==[0-9][A-Za-z0-9.+!]*", line)]
    assert not loose


def test_one_version() -> None:
    assert lineproof.__version__ == PROJECT["version"]
    assert f"## {lineproof.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_readme_names_the_test_command() -> None:
    assert "    make test\n" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_command_modules_are_in_the_table() -> None:
    assert set(MODULES) <= set(COMMANDS)
    for name in MODULES:
        assert isinstance(import_module(f"lineproof.commands.{name}").command, click.Command), name
