"""What a teacher writes in the margin: the reason for using a theorem as a premise."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sympy import Transpose

from symbolic.explain.lines import Reason
from symbolic.kernel import Theorem
from symbolic.language.laws import LAWS
from symbolic.language.operator import apply, operands_of
from symbolic.language.statements import PROPERTIES, equals, has, property_name
from symbolic.language.terms import inverse, multiply

ORDINALS = ("first", "second", "third", "fourth")
TURNED = (0, 1, 3, 2)
"""The number of the Penrose equation of A that is, transposed, that of A' with a number."""

RULES = {
    "squares": "a sum of squares with nonnegative weights",
    "arithmetic": "arithmetic of numbers",
    "transfer": "both terms are equal",
    "minimum": "true for every argument",
    "imply": "under this hypothesis",
    "congruence": "equals for equals",
    "replace": "definition written out",
    "moment": "moments of the law",
    "cases": "by cases",
    "certificate": "combination of equations",
    "discharge": "as shown",
    "restate": "the same in other words",
    "assume": "by hypothesis",
}
"""The rules that state something by themselves, in words."""


def of_law(theorem: Theorem, styled: Callable[[Any], Any]) -> Reason:
    """The reason for an instance of a law; `styled` writes a term as the statement does."""
    name, binding, conclusion = theorem.data
    law, terms = LAWS[name], dict(binding)
    if name == "inverse":
        return "definition of ", _upright(styled(inverse(terms["A"])))
    if name == "pinv":
        written = styled(apply("pinv", terms["A"]))
        plain = _upright(written)
        return of_penrose(plain, conclusion if plain is written else TURNED[conclusion])
    if law.reason in PROPERTIES and len(terms) == 1:
        return of_property(theorem, has(law.reason, next(iter(terms.values()))))
    return (law.reason,)


def of_penrose(pinv: Any, conclusion: int) -> Reason:
    """The reason for an equation that defines `pinv`, pinv(A): the equation itself where A is a symbol."""
    inner = operands_of(pinv, "pinv")
    if inner is None or not inner[0].is_symbol:
        return f"{ORDINALS[conclusion]} Penrose equation of ", pinv
    a = inner[0]
    if conclusion < 2:
        outer, middle = (a, pinv) if conclusion == 0 else (pinv, a)
        return (equals(multiply(outer, middle, outer), outer),)
    return (has("symmetric", multiply(a, pinv) if conclusion == 2 else multiply(pinv, a)),)


def of_property(theorem: Theorem, stated: Any) -> Reason:
    """The reason for a defining equation: the property, and what it follows from where that is another one."""
    premise = theorem.premises[0] if theorem.premises else None
    if premise is None or premise.rule != "law" or len(premise.premises) != 1:
        return (stated,)
    source = premise.premises[0]
    if source.rule == "assume" and property_name(source.statement) is not None:
        return stated, ", as ", source.statement
    return (stated,)


def of_rule(theorem: Theorem) -> Reason:
    """The reason for a theorem of any other rule."""
    if theorem.rule == "witness":
        return "take ", theorem.statement.args[0], " = ", theorem.data
    return (RULES.get(theorem.rule, theorem.rule.replace("_", " ")),)


def _upright(term: Any) -> Any:
    """The term, of a transposed one what is transposed: what is said of the one inverse is said of the other."""
    return term.args[0] if isinstance(term, Transpose) else term
