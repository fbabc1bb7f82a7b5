"""All claim files, judged blind and compared with the known verdicts: nothing false is proved, nothing true is
refuted.
"""

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.support import require

pytestmark = pytest.mark.slow

CLAIMS = sorted((Path(__file__).parents[1] / "claims").glob("*.toml"))


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Any]:
    """(file, id) to result, of one run over copies that do not say what is expected."""
    folder = tmp_path_factory.mktemp("blind")
    for path in CLAIMS:
        text = re.sub(r"^(expect|needs|tags|peers)\s*=.*\n", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        (folder / path.name).write_text(text, encoding="utf-8")
    flags = ["-O"] * sys.flags.optimize
    command = [
        sys.executable,
        *flags,
        "-m",
        "lineproof",
        "check",
        "--json",
        "--seconds",
        "1",
        *(p.name for p in CLAIMS),
    ]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=600, check=False)
    require(run.returncode in (0, 1), run.stderr)
    files = json.loads(run.stdout)["files"]
    return {(file["file"], result["id"]): result for file in files for result in file["results"]}


def expected(path: Path) -> Mapping[str, Any]:
    return {claim["id"]: claim for claim in tomllib.loads(path.read_text(encoding="utf-8"))["claim"]}


@pytest.mark.soundness
@pytest.mark.parametrize("path", CLAIMS, ids=lambda p: p.stem)
def test_no_verdict_is_wrong(path: Path, found: dict[tuple[str, str], Any]) -> None:
    impossible = {
        "proved": {"refuted", "ill-typed", "unread"},
        "refuted": {"proved", "needs", "ill-typed", "unread"},
        "needs": {"proved", "refuted", "ill-typed", "unread"},
    }
    wrong = []
    for name, claim in expected(path).items():
        verdict = found[path.name, name]["statement"]["verdict"]
        if verdict in impossible[claim["expect"]]:
            wrong.append(f"{name}: {verdict}, known to be {claim['expect']}")
    require(not wrong, "; ".join(wrong))


@pytest.mark.parametrize("path", CLAIMS, ids=lambda p: p.stem)
def test_what_is_false_is_refuted(path: Path, found: dict[tuple[str, str], Any]) -> None:
    false = [name for name, claim in expected(path).items() if claim["expect"] == "refuted"]
    missed = [name for name in false if found[path.name, name]["statement"]["verdict"] != "refuted"]
    assert not missed
    assert all(found[path.name, name]["statement"]["witness"] for name in false)


@pytest.mark.parametrize("path", CLAIMS, ids=lambda p: p.stem)
def test_what_is_proved_is_cross_checked(path: Path, found: dict[tuple[str, str], Any]) -> None:
    proved = [r for (file, _), r in found.items() if file == path.name and r["statement"]["verdict"] == "proved"]
    assert proved
    without = [r["id"] for r in proved if not (r["numeric"] and r["numeric"]["trials"])]
    assert len(without) <= len(proved) / 20, without
