"""What families of laws of labels share: the search for hypotheses, and terms read back from tensors."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from symbolic.errors import LineproofError
from symbolic.kernel import Theorem
from symbolic.language.operator import apply
from symbolic.language.shapes import shape_of
from symbolic.network.labels import Label
from symbolic.network.readable import Reader
from symbolic.network.tensor import Tensor
from symbolic.provers.backward import Backward

Maybe = Iterator[Theorem | None]
"""Theorems one after the other; None where a law does not apply."""


class LabelLaws:
    """The laws of some kinds of labels, over one backward search. `kinds` tells which method is for which kind."""

    def __init__(self, known: Backward, reader: Reader) -> None:
        self.known, self.kernel, self.reader = known, known.kernel, reader

    def kinds(self) -> Mapping[str, Callable[[Label], Maybe]]:
        """The method for each kind of label."""
        return {}

    def terms_of(self, argument: Tensor) -> list[Any]:
        """The terms of a sum, each by itself."""
        return [self.reader.term(Tensor(argument.axes, {net: c})) for net, c in sorted(argument.terms.items())]

    def law(self, name: str, binding: dict[str, Any], *needed: Theorem | None, conclusion: int = 0) -> Theorem | None:
        """An instance of a law; None where a hypothesis is missing or a term does not fit."""
        try:
            return self.known.law(name, binding, *needed, conclusion=conclusion)
        except LineproofError:
            return None

    def positive_entries(self, u: Any) -> Theorem | None:
        """That all entries of a matrix are positive."""
        return self.known.positive(u if shape_of(u)[1] == 1 else apply("vec", u))
