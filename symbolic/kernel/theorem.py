"""Theorems: what was proved, from what, by which rule.

A theorem says: wherever all `hypotheses` hold, `statement` holds, for matrices of every size. `laws` names the laws
that were used anywhere below it. Only `symbolic.kernel.kernel` makes theorems; since Python cannot seal a class, trust
rests on `symbolic.replay`, a second program that checks a stored theorem again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sympy import Basic

from symbolic.errors import KernelError
from symbolic.network.net import Net
from symbolic.network.tensor import Coefficient

SEAL = object()


@dataclass(frozen=True, slots=True)
class CertificateTerm:
    """coefficient * context[hole := left - right of premise number `premise`].

    The context is a network (not in canonical order) with one factor of the kind hole at place `hole`, whose indices
    are those of the premise's slots; `blocks` says which block of the premise, for block matrices.
    """

    coefficient: Coefficient
    context: Net
    hole: int
    premise: int
    blocks: tuple[int, ...] = ()


Certificate = tuple[CertificateTerm, ...]


@dataclass(frozen=True, slots=True)
class Theorem:
    """hypotheses |- statement, by `rule` from `premises`; `data` is what the rule was told (a certificate, ...)."""

    statement: Basic
    hypotheses: frozenset[Basic]
    laws: frozenset[str]
    rule: str
    premises: tuple[Theorem, ...]
    data: Any
    origin: object

    def __post_init__(self) -> None:
        if not (isinstance(self.origin, tuple) and self.origin[0] is SEAL):
            raise KernelError("theorems are made by the rules of the kernel only")

    def __str__(self) -> str:
        given = ", ".join(sorted(map(str, self.hypotheses)))
        return f"{given} |- {self.statement}" if given else f"|- {self.statement}"

    def tree(self) -> Iterator[Theorem]:
        """This theorem and all below it, premises first, each once."""
        seen: set[int] = set()

        def walk(theorem: Theorem) -> Iterator[Theorem]:
            if id(theorem) in seen:
                return
            seen.add(id(theorem))
            for premise in theorem.premises:
                yield from walk(premise)
            yield theorem

        yield from walk(self)
