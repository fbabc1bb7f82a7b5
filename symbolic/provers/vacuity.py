"""Hypotheses that nothing satisfies: from these everything follows, so a proof from them says nothing.

`exclude_each_other` looks for 1 = 0 among short consequences of the hypotheses. `warning` finds equations that
operators may satisfy, but no matrices
of any size: their traces say that a size is 0, as those of D*X - X*D = I do.
"""

from __future__ import annotations

from symbolic.errors import LineproofError
from symbolic.language.operator import apply
from symbolic.language.statements import equals
from symbolic.language.terms import inverse, is_scalar, shape_of
from symbolic.network.labels import label
from symbolic.network.tensor import Tensor
from symbolic.provers.completion import Limits
from symbolic.provers.search import Search
from symbolic.provers.tactics.inverses import provided

SECONDS, DEGREE = 0.02, 6
"""How far consequences are looked at after a proof was found."""


def exclude_each_other(search: Search) -> bool:
    """Whether the hypotheses contradict each other, as far as short consequences show."""
    if len(search.given) < 2 or not search.facts.equations:
        return False
    for a in provided(search):
        search.equations.mention(inverse(a))
    return search.equations.inconsistent(Limits(seconds=SECONDS, degree=DEGREE))


def warning(search: Search) -> str:
    """What to tell of hypotheses that hold for no matrices; else empty."""
    for theorem in search.facts.equations:
        left, right = theorem.statement.args
        if is_scalar(left) or shape_of(left)[0] != shape_of(left)[1]:
            continue
        try:
            traced = search.kernel.difference(equals(apply("tr", left), apply("tr", right)))
        except LineproofError:
            continue
        if _never_zero(traced):
            left, right = theorem.statement.args
            return f"no matrices satisfy {left} = {right}: the traces of its sides differ"
    return ""


def _never_zero(value: Tensor) -> bool:
    """Whether a scalar is a sum of sizes with coefficients of one sign."""
    sized = all(
        label(key).kind == "dimension" and isinstance(e, int) and e >= 0
        for _, _, scalars in value.terms
        for key, e in scalars
    )
    plain = sized and all(not factors for _, factors, _ in value.terms)
    return plain and bool(value.terms) and len({c > 0 for c in value.terms.values()}) == 1
