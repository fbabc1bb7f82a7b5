"""Side conditions that do not follow by structure alone: up to the equations at hand, from parts, by contradiction."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, product
from typing import Any

from sympy import Eq, Inverse, Le, Lt, Ne

from symbolic.kernel import Theorem, absurd
from symbolic.language.operator import apply
from symbolic.language.shapes import is_scalar, shape_of
from symbolic.language.statements import equals, has, property_name, relation
from symbolic.language.substitution import substitute
from symbolic.language.terms import identity, inverse, multiply, transpose
from symbolic.provers.backward import subject
from symbolic.provers.equations import Equations
from symbolic.provers.facts import Facts
from symbolic.provers.invertibility import swaps
from symbolic.provers.products import split_scalars, turned
from symbolic.provers.search import Search
from symbolic.provers.tactics.definitions import definitions_of
from symbolic.provers.tactics.inverses import provided
from symbolic.provers.tactics.normal_forms import NormalForms

SIGNED = frozenset({"<", "<=", "!=", "positive semidefinite", "positive definite", "invertible"})
MOST = 8
"""How many parts of a condition, and how many known statements, are tried."""
WEAKER = {
    "!=": ("<",),
    "<=": ("<",),
    "invertible": ("positive definite", "orthogonal"),
    "positive semidefinite": ("positive definite",),
}
"""Properties and signs that imply the one asked for."""


def exhibited_inverse(search: Search, condition: Any) -> Theorem | None:
    """invertible(a), by a matrix of the claim that is a's inverse: the other side of a^-1 = R."""
    if property_name(condition) != "invertible":
        return None
    said = search.kernel.meaning(condition)
    for left, right in (search.claim.args, search.claim.args[::-1]) if isinstance(search.claim, Eq) else ():
        if isinstance(left, Inverse) and search.kernel.meaning(has("invertible", left.args[0])) == said:
            a = left.args[0]
            known = search.lemma(multiply(a, right), identity(shape_of(a)[0]))
            if known is not None:
                return search.kernel.restate(
                    search.kernel.law("inverse_unique", {"A": a, "B": right}, [known]), condition
                )
    return None


def by_equal(search: Search, condition: Any) -> Theorem | None:
    """A property or sign of a term that equals, by the hypotheses, one of which it is known."""
    name, term = subject(condition)
    for other in _known(search, name, shape_of(term)):
        equation = search.lemma(term, other)
        premise = None if equation is None else search.existence.prove(_said(condition, other))
        if equation is not None and premise is not None:
            return search.kernel.transfer(premise, equation, condition)
    return None


def _known(search: Search, name: str, shape: Any) -> Iterator[Any]:
    """Terms of a shape that are known to have a property or sign."""
    count = 0
    for theorem in list(search.facts.known.values()):
        known, term = subject(theorem.statement)
        if (known == name or known in WEAKER.get(name, ())) and shape_of(term) == shape and count < MOST:
            count += 1
            yield term


def _said(condition: Any, term: Any) -> Any:
    """What `condition` says, of another term."""
    if name := property_name(condition):
        return has(name, term)
    for kind, sign in ((Ne, "!="), (Lt, "<"), (Le, "<=")):
        if isinstance(condition, kind):
            return relation(term, "!=", 0) if sign == "!=" else relation(0, sign, term)
    return condition


def similar_inverse(search: Search, condition: Any) -> Theorem | None:
    """invertible(a), where V*a*W is known to be invertible for known invertible V and W (or I); I + U*V also by I +
    V*U.

    A scalar 1 + v'*u that is not 0 counts as invertible.
    """
    name, a = subject(condition)
    if name not in ("invertible", "!="):
        return None
    for term in dict.fromkeys((a, turned(a))) if name == "invertible" else ():
        if (found := _similar(search, term)) is not None:
            return search.kernel.restate(found, condition)
    for u, v, other in (s for term in dict.fromkeys((a, turned(a))) for s in swaps(term)):
        if is_scalar(other):
            continue
        found = search.existence.prove(has("invertible", other)) or _similar(search, other)
        if found is not None:
            return search.kernel.restate(search.kernel.law("invertible_swap", {"A": v, "B": u}, [found]), condition)
    return None


def _similar(search: Search, a: Any) -> Theorem | None:
    shape = shape_of(a)
    known = list(_known(search, "invertible", shape))
    one = identity(shape[0])
    sides = list(dict.fromkeys((one, *(side for v in known for side in (v, transpose(v))))))[:6]
    for left, right, target in product(sides, sides, known):
        if left == right == one:
            continue
        equation = search.lemma(multiply(left, a, right), target)
        premise = search.existence.prove(has("invertible", target))
        if equation is None or premise is None:
            continue
        whole = search.kernel.transfer(premise, equation, has("invertible", multiply(left, a, right)))
        if left != one:
            whole = search.kernel.law("invertible_right_factor", {"A": left, "B": multiply(a, right)}, [whole])
        if right != one:
            whole = search.kernel.law("invertible_left_factor", {"A": a, "B": right}, [whole])
        return whole
    return None


def by_gram(search: Search, condition: Any) -> Theorem | None:
    """positive semidefinite(P) for P = P'*P, a projection; for U*V with V = U' or -V = U' by the hypotheses."""
    name, a = subject(condition)
    if name != "positive semidefinite":
        return None
    roots = [a]
    number, factors = split_scalars(a)
    if len(factors) % 2 == 0 and (number is None or number.is_number):
        roots.append(multiply(*factors[len(factors) // 2 :]))
    for root in roots:
        square = multiply(transpose(root), root)
        for weight in (1,) if root is a or number is None else (1, abs(number)):
            equation = search.lemma(a, multiply(weight, square))
            known = search.existence.prove(has(name, multiply(weight, square))) if equation is not None else None
            if equation is not None and known is not None:
                return search.kernel.transfer(known, equation, condition)
    return None


def by_defined(search: Search, condition: Any) -> Theorem | None:
    """A condition on a term with definitions among the hypotheses written out."""
    _, a = subject(condition)
    mapping = {symbol: value for symbol, value, _ in definitions_of(search.given)}
    written = substitute(a, mapping)
    if written == a:
        return None
    known = search.condition(_said(condition, written))
    equation = None if known is None else search.lemma(a, written)
    return None if known is None or equation is None else search.kernel.transfer(known, equation, _said(condition, a))


def by_quotient(search: Search, condition: Any) -> Theorem | None:
    """The sign of c from that of x'*b/(x'*x), where b = c*x for a vector x by the hypotheses: an eigenvalue."""
    sign, c = subject(condition)
    if sign not in ("<", "<=", "!=") or not is_scalar(c):
        return None
    for theorem in list(search.facts.equations):
        for b, side in (theorem.statement.args, theorem.statement.args[::-1]):
            number, factors = split_scalars(side)
            if number != c or shape_of(side)[1] != 1 or is_scalar(side):
                continue
            x = multiply(*factors)
            quotient = multiply(transpose(x), b, inverse(multiply(transpose(x), x)))
            known = search.condition(_said(condition, quotient))
            equation = search.lemma(c, quotient) if known is not None else None
            if known is not None and equation is not None:
                return search.kernel.transfer(known, equation, _said(condition, c))
    return None


def by_normal_form(search: Search, condition: Any) -> Theorem | None:
    """A condition on a term from that on its normal form by the equations at hand."""
    name, a = subject(condition)
    return _from(search, condition, NormalForms(search).term(a)) if name in SIGNED else None


def by_reduction(search: Search, condition: Any) -> Theorem | None:
    """A condition on a term from that on what all equations at hand make of it, the laws of expectations too."""
    name, a = subject(condition)
    return _from(search, condition, NormalForms(search).reduced(a)) if name in SIGNED else None


def _from(search: Search, condition: Any, again: Any) -> Theorem | None:
    """A condition on a term from that on an equal one."""
    _, a = subject(condition)
    if again == a:
        return None
    known = search.condition(_said(condition, again))
    equation = search.lemma(a, again) if known is not None else None
    return None if known is None or equation is None else search.kernel.transfer(known, equation, _said(condition, a))


def by_determinant(search: Search, condition: Any) -> Theorem | None:
    """invertible(a) from det(a) != 0."""
    name, a = subject(condition)
    if name != "invertible":
        return None
    known = search.condition(relation(apply("det", a), "!=", 0)) if search.facts.equations else None
    return None if known is None else search.kernel.law("invertible_of_det", {"A": a}, [known])


def by_parts(search: Search, condition: Any) -> Theorem | None:
    """The conditions that the structure asks for, each by the tactics for conditions."""
    name, _ = subject(condition)
    parts = sorted(
        search.existence.leaves(condition), key=lambda part: subject(part)[0].removeprefix("entries ") != name
    )
    for part in parts[:MOST]:
        if part != condition and search.condition(part) is not None:
            found = search.existence.prove(condition)
            if found is not None:
                return found
    return None


def by_contradiction(search: Search, condition: Any) -> Theorem | None:
    """a != b, where a = b contradicts the hypotheses: with the inverses that they provide, 1 = 0 follows."""
    if not isinstance(condition, Ne):
        return None
    equation = equals(*condition.args)
    facts = Facts(search.kernel, (*search.given, equation))
    equations = Equations(search.kernel, facts, search.existence, search.symbols)
    for a in islice(provided(search), MOST):
        equations.mention(inverse(a))
    found = equations.prove(equals(1, 0), search.share()).theorem
    return None if found is None else absurd(search.kernel, found, equation)
