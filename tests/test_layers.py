"""The architecture holds: directions, no cycles, imports at the top, nothing that evaluates text, a small kernel."""

import subprocess
import sys
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests import architecture
from tests.architecture import Module, Modules

ROOT = Path(__file__).resolve().parents[1]
LISTED = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["packages"]


def unlisted_packages(modules: Modules) -> list[str]:
    return architecture.unlisted_packages(modules, LISTED)


RULES: list[Callable[[Modules], list[str]]] = [
    architecture.wrong_directions,
    architecture.wrong_order_in_symbolic,
    architecture.imports_below_top,
    architecture.star_imports,
    architecture.import_cycles,
    architecture.asserts,
    architecture.text_evaluations,
    architecture.late_loading,
    architecture.kernel_too_long,
    unlisted_packages,
]


@pytest.fixture(scope="module")
def modules() -> Mapping[str, Module]:
    return architecture.project(ROOT)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_rule_holds(rule: Callable[[Modules], list[str]], modules: Modules) -> None:
    violations = rule(modules)
    assert not violations, "\n".join(violations)


def test_every_package_is_read(modules: Modules) -> None:
    assert {module.package for module in modules.values()} == set(architecture.PACKAGES)


GOOD = {
    "symbolic.__init__": "from symbolic.language import terms",
    "symbolic.errors": "import enum",
    "symbolic.language.__init__": "from symbolic.language.terms import A",
    "symbolic.language.terms": "import sympy\nfrom symbolic.errors import E\nx = sympy._sympify(3)",
    "symbolic.kernel.rules": "from ..language import terms\nfrom . import replay\ndef f(S): return S(3)",
    "symbolic.kernel.replay": "import flint",
    "numeric.trials": "import re, numpy, sympy\nfrom symbolic.kernel import rules\nre.compile('a')",
    "proofs.one": "import joblib\nfrom numeric import trials",
    "lineproof.commands.prove": "import click\nfrom proofs.one import x\nfrom importlib import import_module",
}

RULES_ON_SAMPLES = RULES[:-1]  # the last compares with the real pyproject.toml

BAD = [
    ("wrong_directions", {"symbolic.language.a": "import numpy"}, 1),
    ("wrong_directions", {"symbolic.language.a": "from numeric import b"}, 1),
    ("wrong_directions", {"symbolic.language.a": "def f():\n    import numpy.linalg as la"}, 1),
    ("wrong_directions", {"symbolic.language.a": "from ...numeric import b"}, 1),
    ("wrong_directions", {"numeric.a": "from proofs.one import x\nimport click"}, 2),
    ("wrong_directions", {"numeric.a": "from tests.support import require"}, 1),
    ("wrong_directions", {"proofs.a": "import lineproof"}, 1),
    ("wrong_directions", {"lineproof.a": "import torch"}, 1),
    ("wrong_order_in_symbolic", {"symbolic.language.a": "from symbolic.network.b import c"}, 1),
    ("wrong_order_in_symbolic", {"symbolic.errors": "from symbolic import kernel", "symbolic.kernel.__init__": ""}, 1),
    ("wrong_order_in_symbolic", {"symbolic.kernel.a": "from ..provers import search"}, 1),
    ("wrong_order_in_symbolic", {"symbolic.kernel.a": "from symbolic import *"}, 1),
    ("wrong_order_in_symbolic", {"symbolic.errors": "import symbolic.derivation"}, 1),
    ("wrong_order_in_symbolic", {"symbolic.utils": ""}, 1),
    ("imports_below_top", {"symbolic.errors": "def f():\n    import os"}, 1),
    ("imports_below_top", {"symbolic.errors": "try:\n    import os\nexcept ImportError:\n    pass"}, 1),
    ("imports_below_top", {"numeric.a": "if TYPE_CHECKING:\n    from symbolic import errors"}, 1),
    ("star_imports", {"numeric.a": "from numpy import *"}, 1),
    ("import_cycles", {"numeric.a": "import numeric.b", "numeric.b": "from numeric import a"}, 1),
    ("import_cycles", {"numeric.a": "from . import a"}, 1),
    ("import_cycles", {"numeric.__init__": "from numeric.a import x", "numeric.a": "from numeric import x"}, 1),
    (
        "import_cycles",
        {"numeric.a": "from .b import x", "numeric.b": "from numeric.c import x", "numeric.c": "import numeric.a"},
        1,
    ),
    ("asserts", {"symbolic.errors": "def f(x):\n    assert x"}, 1),
    ("text_evaluations", {"symbolic.errors": "eval('1')\nexec('1')\n__import__('os')\ncompile('1', '', 'eval')"}, 4),
    ("text_evaluations", {"symbolic.errors": "from sympy import sympify, Symbol"}, 1),
    ("text_evaluations", {"symbolic.errors": "sympy.sympify('x')\nsympy.parsing.sympy_parser.parse_expr('x')"}, 2),
    ("text_evaluations", {"symbolic.errors": "sympy.S('x')\nS('y')"}, 2),
    ("text_evaluations", {"numeric.a": "f = sympy.lambdify"}, 1),
    ("late_loading", {"symbolic.errors": "import importlib\nimportlib.import_module('numpy')"}, 1),
    ("late_loading", {"numeric.a": "import_module('proofs')"}, 1),
    ("kernel_too_long", {"symbolic.kernel.__init__": "x = 1\n" * 300, "symbolic.kernel.rules": "x = 1\n" * 400}, 1),
]


@pytest.mark.parametrize("rule", RULES_ON_SAMPLES, ids=lambda rule: rule.__name__)
def test_rule_is_silent_on_a_good_sample(rule: Callable[[Modules], list[str]]) -> None:
    assert rule(architecture.sample(GOOD)) == []


@pytest.mark.parametrize(("rule", "sources", "count"), BAD)
def test_rule_fires_on_a_bad_sample(rule: str, sources: dict[str, str], count: int) -> None:
    assert len(getattr(architecture, rule)(architecture.sample(sources))) == count


def test_every_rule_has_a_bad_sample() -> None:
    assert {rule.__name__ for rule in RULES_ON_SAMPLES} == {rule for rule, _, _ in BAD}


@pytest.mark.parametrize(
    ("sources", "listed"),
    [
        ({"numeric.__init__": "", "numeric.figures.__init__": ""}, ["numeric"]),
        ({"numeric.__init__": "", "numeric.figures.a": ""}, ["numeric", "numeric.figures"]),
        ({"numeric.__init__": ""}, ["numeric", "numeric.figures"]),
    ],
    ids=["not listed", "no __init__", "no folder"],
)
def test_unlisted_packages_fires(sources: dict[str, str], listed: list[str]) -> None:
    assert len(architecture.unlisted_packages(architecture.sample(sources), listed)) == 1


@pytest.mark.parametrize(
    ("statement", "heavy"),
    [
        ("import lineproof", {"sympy", "numpy", "matplotlib", "scipy", "rich"}),
        ("from lineproof.__main__ import main; main(['--help'], standalone_mode=False)", {"sympy", "numpy", "rich"}),
        ("import symbolic", {"numpy", "matplotlib", "scipy"}),
    ],
)
def test_light_imports(statement: str, heavy: set[str]) -> None:
    loaded = loaded_modules(statement)
    assert not loaded & heavy


def test_loaded_modules_sees_sympy() -> None:
    assert "sympy" in loaded_modules("import sympy")


def loaded_modules(statement: str) -> set[str]:
    """Names of the modules in a fresh interpreter after the statement."""
    program = f"{statement}\nimport sys\nprint('\\nloaded', *sys.modules)"
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(run.stdout.splitlines()[-1].split()[1:])
