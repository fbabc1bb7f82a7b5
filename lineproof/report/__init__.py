"""Reports of judged derivations: a LaTeX file for each, and one self-contained HTML page of all.

>>> from pathlib import Path
>>> from tempfile import TemporaryDirectory
>>> with TemporaryDirectory() as folder:
...     [path.name for path in write_reports([], {}, Path(folder))]
['report.html']
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from lineproof.report.document import document
from lineproof.report.model import Figure, JudgedProof, presented
from lineproof.report.page import page

__all__ = ["Figure", "JudgedProof", "write_reports"]


def write_reports(
    judged_proofs: Sequence[JudgedProof],
    figures: Mapping[str, Sequence[Figure]],
    folder: Path,
    runs: Mapping[str, Sequence[str]] | None = None,
    *,
    whole: bool = True,
) -> list[Path]:
    """Write NAME.tex for every proof, and report.html for all, into `folder`, made if need be; returns the paths. Where
    the proofs are not the `whole` catalog, NAME.html for each takes the place of report.html.

    `figures` are those of each proof, by its name, and `runs` what its simulation said; the files of the figures must
    exist. Raises OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    said = runs or {}
    shown = [
        presented(proof, figures.get(proof.derivation.name, ()), said.get(proof.derivation.name, ()))
        for proof in judged_proofs
    ]
    paths = []
    for proof in shown:
        path = folder / f"{_file_name(proof.name)}.tex"
        path.write_text(document(proof), encoding="utf-8")
        paths.append(path)
    for name, proofs in {"report": shown}.items() if whole else ((_file_name(proof.name), [proof]) for proof in shown):
        path = folder / f"{name}.html"
        path.write_text(page(proofs), encoding="utf-8")
        paths.append(path)
    return paths


def _file_name(name: str) -> str:
    """A name that stays in its folder."""
    return re.sub(r"[^A-Za-z0-9_-]", "_", name) or "proof"
