"""Sums of networks as terms in the notation of the statement: summands in the order of the line before, inverses and
Moore-Penrose inverses as the statement writes them.

The canonical form does not tell pinv(A')' from pinv(A), nor (A + B)^-1 from (B + A)^-1. What stands in the statement or
its hypotheses is written as it stands there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sympy import Basic, Inverse, Transpose

from symbolic.errors import LineproofError
from symbolic.kernel import Kernel
from symbolic.language.operator import apply, operands_of
from symbolic.language.substitution import substitute, subterms
from symbolic.language.terms import add, inverse, transpose
from symbolic.network.net import Net
from symbolic.network.readable import Reader
from symbolic.network.tensor import Tensor


class Notation:
    """Writes the sums of networks of one proof."""

    def __init__(self, kernel: Kernel, reader: Reader, statements: Iterable[Basic]) -> None:
        self.kernel, self.reader = kernel, reader
        self.written: dict[tuple[str, Tensor], Any] = {}
        for statement in statements:
            for part in subterms(statement):
                if (held := _inverted(part)) is not None:
                    self._note(held[0], held[1], part)

    def _note(self, kind: str, argument: Any, whole: Any) -> None:
        try:
            value = self.kernel.translator(argument)
        except LineproofError:
            return
        self.written.setdefault((kind, value), whole)

    def term(self, value: Tensor, order: Sequence[Net] = ()) -> Any:
        """The term of a sum of networks, those of `order` in their order. Raises TranslationError."""
        if not value.terms or any(len(axis) > 1 for axis in value.axes):
            return self.styled(self.reader.term(value))
        nets = arranged(value, order)
        summands = [self.reader.term(Tensor(value.axes, {net: value.terms[net]})) for net in nets]
        return self.styled(add(*summands) if len(summands) > 1 else summands[0])

    def styled(self, term: Any) -> Any:
        """The term with inverses as the statement writes them."""
        found = ((part, _inverted(part)) for part in subterms(term))
        return substitute(term, {part: self._as_written(*held) for part, held in found if held is not None})

    def _as_written(self, kind: str, argument: Any) -> Any:
        value = self.kernel.translator(argument)
        if (whole := self.written.get((kind, value))) is not None:
            return whole
        if (whole := self.written.get((kind, value.transposed()))) is not None:
            return transpose(whole)
        inner = self.styled(argument)
        if isinstance(inner, Transpose):
            return transpose(_built(kind, inner.args[0]))
        return _built(kind, inner)


def arranged(value: Tensor, order: Sequence[Net]) -> list[Net]:
    """The networks of a sum: those of `order` first where they stand there, new ones in the place of one that is gone;
    a positive one in front where there is one.
    """
    fresh = sorted((net for net in value.terms if net not in order), key=lambda net: (len(net[1]), net))
    listed: list[Net] = []
    for net in order:
        if net in value.terms:
            listed.append(net)
        elif fresh:
            listed += fresh
            fresh = []
    listed += fresh
    if not listed:
        return []
    first = next((k for k, net in enumerate(listed) if value.terms[net] > 0), 0)
    return [listed[first], *listed[:first], *listed[first + 1 :]]


def _inverted(term: Any) -> tuple[str, Any] | None:
    """The kind and the argument of an inverse or Moore-Penrose inverse."""
    if isinstance(term, Inverse):
        return "inv", term.args[0]
    inner = operands_of(term, "pinv")
    return None if inner is None else ("pinv", inner[0])


def _built(kind: str, argument: Any) -> Any:
    return inverse(argument) if kind == "inv" else apply("pinv", argument)

