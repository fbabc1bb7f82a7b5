"""What a teacher writes in the margin: the reason for using a theorem as a premise."""

from __future__ import annotations

from typing import Any

from sympy import Transpose

from symbolic.explain.lines import Reason
from symbolic.kernel import Theorem
from symbolic.language.laws import LAWS
from symbolic.language.operator import apply
from symbolic.language.statements import PROPERTIES, has, property_name
from symbolic.language.terms import inverse

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


def of_law(theorem: Theorem) -> Reason:
    """The reason for an instance of a law."""
    name, binding, _ = theorem.data
    law, terms = LAWS[name], dict(binding)
    if name == "inverse":
        return "definition of ", inverse(_upright(terms["A"]))
    if name == "pinv":
        return "Penrose equation of ", apply("pinv", _upright(terms["A"]))
    if law.reason in PROPERTIES and len(terms) == 1:
        return of_property(theorem, has(law.reason, next(iter(terms.values()))))
    return (law.reason,)


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
    """The term, of a transposed symbol the symbol: what is said of the inverse of the one is said of the other's."""
    return term.args[0] if isinstance(term, Transpose) else term
