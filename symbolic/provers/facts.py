"""What is known: the hypotheses of a problem as theorems, and what follows from them in one step.

`Facts.find` looks a statement up by its meaning. `Facts.equations` are the equations that completion may use:
hypotheses that are equations,
and the defining equations of the properties that are assumed.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sympy import Basic, Eq, Identity, Le, Lt, MatMul, Ne, Transpose
from sympy.assumptions import AppliedPredicate

from symbolic.errors import LineproofError
from symbolic.kernel import Kernel, Theorem
from symbolic.language.laws import parsed
from symbolic.language.operator import operands_of
from symbolic.language.shapes import is_scalar, shape_of
from symbolic.language.statements import Distribution, Loewner, RangeInclusion, has, property_name
from symbolic.language.substitution import symbols_in
from symbolic.language.terms import add, negative

DEFINING = {
    "symmetric": "symmetric",
    "antisymmetric": "antisymmetric",
    "idempotent": "idempotent",
    "orthogonal": "orthogonal",
    "diagonal": "diagonal",
}
SYMMETRIC_BY = {"positive definite": "symmetric_of_definite", "positive semidefinite": "symmetric_of_semidefinite"}
WEAKER = {
    "positive": ("positive", "positive_vector"),
    "nonnegative": ("nonnegative", "nonnegative_vector"),
    "nonzero": ("nonzero",),
}

RELATIONS = {Eq: "=", Ne: "!=", Lt: "<", Le: "<="}


class Facts:
    """The theorems at hand, by meaning."""

    def __init__(self, kernel: Kernel, hypotheses: Iterable[Basic]) -> None:
        self.kernel = kernel
        self.known: dict[tuple[Any, ...], Theorem] = {}
        self.kinds: set[str] = set()
        self.equations: list[Theorem] = []
        self.laws: dict[str, Theorem] = {}
        self.characterised: set[Any] = set()
        """The symbols of which more is known than equations that have no identity matrix as a side."""
        for hypothesis in hypotheses:
            self.add(kernel.assume(hypothesis))

    def add(self, theorem: Theorem) -> None:
        """Take up a theorem and its direct consequences."""
        said = self.kernel.meaning(theorem.statement)
        if said in self.known:
            return
        self.known[said] = theorem
        self.kinds.add(said[0])
        statement = theorem.statement
        if not isinstance(statement, Eq) or any(map(_tells_ranks, statement.args)):
            self.characterised |= symbols_in(statement)
        if isinstance(statement, Eq):
            self.equations.append(theorem)
            self._rank(theorem, *statement.args)
        elif isinstance(statement, Distribution):
            self.laws[statement.symbol.name] = theorem
        elif isinstance(statement, RangeInclusion):
            self._by_law("range_witness", {"B": statement.args[0], "A": statement.args[1]}, theorem)
        elif isinstance(statement, Loewner):
            self._gap(theorem, *statement.args)
        elif isinstance(statement, Ne) and not is_scalar(statement.args[0]):
            self._by_law("sum_of_squares_positive", {"A": _moved(*statement.args)}, theorem)
        elif isinstance(statement, AppliedPredicate):
            self._property(theorem, property_name(statement) or "", statement.arguments[0])

    def _property(self, theorem: Theorem, name: str, term: Any) -> None:
        blocks = operands_of(term, "block")
        if name == "positive semidefinite" and blocks and blocks[:2] == (2, 2):
            self._by_law("semidefinite_block", {"A": blocks[2], "B": blocks[3], "D": blocks[5]}, theorem)
        if name == "nonzero" and not is_scalar(term):
            self._by_law("sum_of_squares_positive", {"A": term}, theorem)
        if name in SYMMETRIC_BY:
            self._by_law(SYMMETRIC_BY[name], {"A": term}, theorem)
        if name in DEFINING:
            self._by_law(DEFINING[name], {"A": term}, theorem)
        for law in WEAKER.get(name, ()):
            self._by_law(law, {next(iter(parsed(law).symbols)): term}, theorem)

    def _gap(self, theorem: Theorem, upper: Any, lower: Any) -> None:
        """upper - lower is semidefinite."""
        if getattr(lower, "is_ZeroMatrix", False):
            self._by_law("semidefinite_of_above_zero", {"A": upper}, theorem)
            return
        gap = self.kernel.law("semidefinite_of_loewner", {"A": upper, "B": lower}, [theorem])
        self.add(self.kernel.restate(gap, has("positive semidefinite", _moved(upper, lower))))

    def _rank(self, theorem: Theorem, left: Any, right: Any) -> None:
        """What a full or zero rank says."""
        for side, value in ((left, right), (right, left)):
            inner = operands_of(side, "rank")
            if inner is None:
                continue
            for name, size in zip(("row_rank_of_rank", "column_rank_of_rank"), shape_of(inner[0]), strict=True):
                if value == size:
                    self._by_law(name, {"A": inner[0]}, theorem)
            if value == 0:
                self._by_law("rank_zero", {"A": inner[0]}, theorem)

    def _by_law(self, name: str, binding: dict[str, Any], premise: Theorem) -> None:
        for k in range(len(parsed(name).claims)):
            try:
                self.add(self.kernel.law(name, binding, [premise], conclusion=k))
            except LineproofError:
                continue

    def find(self, statement: Basic) -> Theorem | None:
        """A theorem that states this, if one is at hand."""
        kind = property_name(statement) or RELATIONS.get(type(statement))
        if kind and not self.may_say(kind):
            return None
        found = self.known.get(self.kernel.meaning(statement))
        return (
            None if found is None else self.kernel.restate(found, statement) if found.statement != statement else found
        )

    def has(self, name: str, term: Any) -> Theorem | None:
        """A theorem that `term` has a property, if one is at hand."""
        return self.find(has(name, term)) if self.may_say(name) else None

    def may_say(self, kind: str) -> bool:
        """Whether a statement of this kind may be at hand: most often there is none, and none has to be built."""
        return not self.kinds.isdisjoint((kind, "!=", "as written"))


    def tells_rank(self, term: Any) -> bool:
        """Whether what is known may tell the rank of a term: of products of symbols and transposes it does where more
        is known of one of the symbols.
        """
        factors = term.args if isinstance(term, MatMul) else (term,)
        bases = [f.args[0] if isinstance(f, Transpose) else f for f in factors]
        return not all(b.is_symbol and b not in self.characterised for b in bases)


def _tells_ranks(side: Any) -> bool:
    """Whether the rank of what equals this side is plain: an identity, or a rank or determinant itself."""
    return isinstance(side, Identity) or is_scalar(side)


def _moved(left: Any, right: Any) -> Any:
    """left - right."""
    return left if getattr(right, "is_ZeroMatrix", False) else add(left, negative(right))
