"""Theorems as one Coq file: the prelude, a lemma for each theorem that is covered, the reason for each that is not."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from symbolic.coq.gallina import NotExportable
from symbolic.coq.lemma import Lemma
from symbolic.coq.prelude import END, PRELUDE
from symbolic.errors import LineproofError
from symbolic.kernel import Theorem


@dataclass(frozen=True, slots=True)
class Exported:
    """The text of a file, the names of its lemmas, and (name, reason) of the theorems that are left out."""

    text: str
    lemmas: tuple[str, ...]
    left_out: tuple[tuple[str, str], ...]


def exported(theorems: Iterable[tuple[str, Theorem]]) -> Exported:
    """The file of theorems with their names."""
    texts: list[str] = []
    names: list[str] = []
    left_out: list[tuple[str, str]] = []
    for name, theorem in theorems:
        identifier = f"lineproof_{re.sub(r'[^A-Za-z0-9_]', '_', name)}"
        while identifier in names:
            identifier += "_"
        try:
            texts.append(Lemma(identifier, theorem).text())
            names.append(identifier)
        except NotExportable as error:
            left_out.append((name, str(error)))
        except LineproofError as error:
            left_out.append((name, f"{type(error).__name__}: {error}"))
    return Exported("\n".join([PRELUDE, *texts, END.strip(), ""]), tuple(names), tuple(left_out))
