"""Soundness does not hang on `assert`: the tests marked `soundness` are run, and can fail, under `python -O` too."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import require

ROOT = Path(__file__).resolve().parents[1]

CANARY = """
import pytest
from tests.support import require

@pytest.mark.soundness
def test_canary():
    if __debug__:
        raise RuntimeError("python -O is not in force")
    require({condition}, "the canary")
"""


@pytest.mark.soundness
def test_optimized_run_is_optimized() -> None:
    asked = os.environ.get("PYTHONOPTIMIZE", "") not in ("", "0")
    require(asked == bool(sys.flags.optimize) or not asked, "PYTHONOPTIMIZE is set, but this process is not optimized")


@pytest.mark.soundness
def test_require_raises() -> None:
    with pytest.raises(AssertionError, match="always"):
        require(False, "always")
    require(True, "never")


@pytest.mark.parametrize(("condition", "status"), [(True, 0), (False, 1)])
def test_failure_is_seen_under_python_O(tmp_path: Path, condition: bool, status: int) -> None:
    (tmp_path / "test_canary.py").write_text(CANARY.format(condition=condition), encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-m", "soundness"]
    options = ["-c", str(ROOT / "pyproject.toml"), "-W", "ignore:assertions not in test modules", str(tmp_path)]
    environment = {**os.environ, "PYTHONOPTIMIZE": "1"}
    run = subprocess.run(command + options, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == status, run.stdout + run.stderr
    assert ("1 passed" if condition else "the canary") in run.stdout
