"""The frame of a lemma: its variables and hypotheses, its claim, and the names that the proof begins with.

The defining equations of the k-th inverse are called Hka, Hkb, ..., the equation V^T = V of a symmetric one Sk.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sympy import MatrixSymbol

from symbolic.coq.gallina import Gallina
from symbolic.language.operator import apply
from symbolic.language.terms import inverse

LETTERS = {"inverse": "ab", "pinv": "abcd"}
"""The letters of the defining equations, by the law that states them."""
LAWS = {"inv": "inverse", "pinv": "pinv"}
SYMMETRY = {"inv": "inverse_symmetric", "pinv": "pinv_symmetric"}


def framed(name: str, goal: str, writer: Gallina, given: Mapping[Any, str], proof: Sequence[str]) -> str:
    """The lemma: `given` are the hypotheses with their names, `proof` the lines after those that name everything."""
    lines = [f"Lemma {name} {_binders(writer)} :"]
    lines += [f"  {writer.equation(hypothesis)} ->" for hypothesis in given]
    names, opening = list(given.values()), []
    for k, held in enumerate(writer.inverses.values()):
        own = [f"H{k}{letter}" for letter in LETTERS[LAWS[held.kind]]]
        lines += [f"  {equation} ->" for equation in writer.defining(held)]
        names += own
        if held.symmetric:
            opening.append(f"have S{k} : {held.name}^T = {held.name}.")
            rule = f"{SYMMETRY[held.kind]} _ {' '.join(own)}"
            opening.append(f"  by apply: ({rule}); nrm; rewrite ?{symmetries(writer, k)}.")
    moved = [f"move=> {' '.join(names)}."] if names else []
    return "\n".join([*lines, f"  {goal}.", "Proof.", *moved, *opening, *proof, "Qed.", ""])


def _binders(writer: Gallina) -> str:
    """The variables with their types: sizes, numbers, matrices, inverses."""
    matrices = [(symbol, name) for symbol, name in writer.symbols.items() if isinstance(symbol, MatrixSymbol)]
    numbers = [(symbol, name) for symbol, name in writer.symbols.items() if not isinstance(symbol, MatrixSymbol)]
    sizes = [name for symbol, name in numbers if symbol.is_integer]
    scalars = [name for symbol, name in numbers if not symbol.is_integer]
    parts = [f"({' '.join(sizes)} : nat)"] if sizes else []
    parts += [f"({' '.join(scalars)} : R)"] if scalars else []
    parts += [f"({name} : {writer.type_of(symbol)})" for symbol, name in matrices]
    for held in writer.inverses.values():
        parts.append(f"({held.name} : {writer.type_of(inverted(LAWS[held.kind], held.argument))})")
    return " ".join(parts)


def symmetries(writer: Gallina, before: int | None = None) -> str:
    """The rules V^T = V of the inverses that are symmetric, those with a number below `before`."""
    held = list(writer.inverses.values())[:before]
    names = [f"S{k}" for k, one in enumerate(held) if one.symmetric]
    return f"({', '.join(names)})" if names else "trmxK"


def inverted(law: str, argument: Any) -> Any:
    """The inverse that the law `inverse` defines, or the Moore-Penrose inverse."""
    return inverse(argument) if law == "inverse" else apply("pinv", argument)
