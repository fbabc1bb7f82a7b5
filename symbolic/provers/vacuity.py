"""Hypotheses that nothing satisfies: from these everything follows, so a proof from them says nothing.

`exclude_each_other` looks for 1 = 0 among short consequences of the hypotheses, and for hypotheses that the others
refute; what was proved from them alone is one of the others. `warning` finds equations that operators may satisfy,
but no matrices of any size: their traces say that a size is 0, as those of D*X - X*D = I do.
"""

from __future__ import annotations

from symbolic.kernel import Theorem
from symbolic.language.grammar import to_text
from symbolic.language.terms import inverse
from symbolic.provers.basis import Limits
from symbolic.provers.denials import refuted_hypothesis, traceless
from symbolic.provers.models import have_model
from symbolic.provers.search import Search
from symbolic.provers.tactics.inverses import provided

SECONDS, DEGREE = 0.02, 6
"""How far consequences are looked at after a proof was found."""


def exclude_each_other(search: Search, proved: Theorem) -> bool:
    """Whether the hypotheses contradict each other, as far as short consequences of them and of a theorem show."""
    if have_model(search.kernel, search.given):
        return False
    if search.from_given(proved) and not search.is_given(proved.statement):
        known = (*search.given, proved.statement)
        search = Search(known, search.claim, search.strategy, seconds=search.remaining(), kernel=search.kernel)
    if len(search.given) > 1 and search.facts.equations:
        for a in provided(search):
            search.equations.mention(inverse(a))
        if search.equations.inconsistent(Limits(seconds=SECONDS, degree=DEGREE)):
            return True
    return refuted_hypothesis(search) is not None


def excluded(search: Search) -> bool:
    """Whether a hypothesis is refuted by the others, where nothing was proved from them."""
    if len(search.given) < 2 or have_model(search.kernel, search.given):
        return False
    return refuted_hypothesis(search) is not None


def warning(search: Search) -> str:
    """What to tell of hypotheses that hold for no matrices; else empty."""
    for theorem in search.facts.equations:
        left, right = theorem.statement.args
        if traceless(search.kernel, left, right):
            return f"no matrices satisfy {to_text(left)} = {to_text(right)}: the traces of its sides differ"
    return ""

