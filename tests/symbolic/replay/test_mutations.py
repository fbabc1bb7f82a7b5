"""Hundreds of random alterations of real proofs: what passes the second program is a proof of the same theorem.

An altered document that passes must state the theorem it stated before, or one of the steps before it where the last
one was left out: then it is another proof of it (a factor turned in a context that does not care, say). Where the
theorem itself was altered, the document must be refused unless both statements say the same.
"""

import copy
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from symbolic.errors import LineproofError
from symbolic.kernel import CertificateTerm, Kernel, Theorem
from symbolic.replay import ReplayError, Report, replay
from symbolic.replay.plain import frozen, substituted
from symbolic.replay.reading import Reader
from symbolic.replay.statements import Statements
from symbolic.replay.store import stored
from tests.support import require
from tests.symbolic.replay.theorems import EXAMPLES, PROVED, proved, sandwich

Path = tuple[Any, ...]
NUMBER = 60


def leaves(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """The numbers and texts of a document, each with the way to it."""
    if isinstance(value, dict | list):
        for key, part in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(part, (*path, key))
    else:
        yield path, value


def at(value: Any, path: Path) -> Any:
    """What stands at the end of a way."""
    for key in path:
        value = value[key]
    return value


def altered_leaf(old: Any, others: list[Any], rng: np.random.Generator) -> Any:
    """Another number or text for an old one."""
    if isinstance(old, bool) or old is None:
        return not old
    if isinstance(old, int):
        return old + int(rng.choice([-1, 1, 2]))
    try:
        return str(Fraction(old) + int(rng.choice([-1, 1, 2])))
    except ValueError:
        return others[int(rng.integers(len(others)))]


def altered(document: dict[str, Any], rng: np.random.Generator) -> dict[str, Any]:
    """The document with one place changed: a leaf replaced, two parts of a list exchanged, or a part left out."""
    result = copy.deepcopy(document)
    ways = [(path, old) for path, old in leaves(result) if path[0] in ("steps", "labels")]
    path, old = ways[int(rng.integers(len(ways)))]
    kind = int(rng.integers(4))
    if kind > 1:
        lists = [
            path[:k]
            for k in range(1, len(path))
            if isinstance(at(result, path[:k]), list) and len(at(result, path[:k])) > 1
        ]
        if lists:
            target = at(result, lists[int(rng.integers(len(lists)))])
            i, j = rng.choice(len(target), 2, replace=False)
            if kind == 2:
                target[i], target[j] = target[j], target[i]
            else:
                del target[i]
            return result
    texts = sorted({o for _, o in ways if isinstance(o, str) and o != old})
    at(result, path[:-1])[path[-1]] = altered_leaf(old, texts, rng)
    return result


def alike(statements: Statements, one: Any, two: Any) -> bool:
    """Whether two statements say the same; of existence or of a minimum, part by part."""
    if one[0] == two[0] == "exists" and one[1] == two[1] and len(one) == len(two):
        return all(statements.same(a, b) for a, b in zip(one[2:], two[2:], strict=True))
    if one[0] == two[0] == "minimizes" and one[1] == two[1] and one[3] == two[3]:
        bounds = [("<=", substituted(f, {one[3]: one[1]}), f) for f in (one[2], two[2])]
        return statements.same(*bounds)
    return statements.same(one, two)


def equivalent(document: dict[str, Any], report: Report, before: Report) -> bool:
    """Whether two reports are about theorems that say the same."""
    statements = Statements(
        Reader(explicit=document["settings"]["explicit"], dependent=document["settings"]["dependent"])
    )
    pairs = [(report.hypotheses, before.hypotheses), (before.hypotheses, report.hypotheses)]
    return alike(statements, report.statement, before.statement) and all(
        any(statements.same(h, g) for g in theirs) for ours, theirs in pairs for h in ours
    )


DOCUMENTS = [*EXAMPLES, *(case[2] for case in PROVED)]


def theorem(name: str) -> Theorem:
    """An example or a proved theorem by its name."""
    return EXAMPLES[name](Kernel()) if name in EXAMPLES else proved(*next(c for c in PROVED if c[2] == name))


@pytest.mark.soundness
@pytest.mark.parametrize("name", DOCUMENTS)
def test_altered_documents(name: str, rng: np.random.Generator) -> None:
    document = stored(theorem(name))
    before = [replay({**document, "steps": document["steps"][:k]}) for k in range(len(document["steps"]), 0, -1)]
    refused = 0
    for _ in range(NUMBER):
        other = altered(document, rng)
        if other == document:
            continue
        try:
            after = replay(other, seconds=20.0)
        except ReplayError:
            refused += 1
            continue
        require(any(equivalent(document, after, known) for known in before), f"{before[0]} became {after}")
    require(refused > 0, "nothing was refused")


def test_statements_that_differ_are_told_apart() -> None:
    statements = Statements(Reader())
    one, two = (frozen(["=", ["symbol", "x", "scalar"], ["number", k]]) for k in "12")
    assert not statements.same(one, two)
    assert statements.same(one, frozen(["=", ["number", "3"], ["*", ["number", "3"], ["symbol", "x", "scalar"]]]))


def altered_term(term: CertificateTerm, rng: np.random.Generator) -> CertificateTerm:
    """One term of a certificate with its coefficient, hole, premise, an index, a factor or a power changed."""
    ext, factors, scalars = term.context
    kind = int(rng.integers(6))
    if kind == 0:
        return CertificateTerm(
            term.coefficient + int(rng.choice([-1, 1, 2])), term.context, term.hole, term.premise, term.blocks
        )
    if kind == 1:
        return CertificateTerm(
            term.coefficient, term.context, term.hole + int(rng.choice([-1, 1])), term.premise, term.blocks
        )
    if kind == 2:
        return CertificateTerm(
            term.coefficient, term.context, term.hole, term.premise + int(rng.choice([-1, 1])), term.blocks
        )
    if kind == 3:
        place = int(rng.integers(len(factors)))
        key, indices = factors[place]
        changed = (*factors[:place], (key, indices[::-1]), *factors[place + 1 :])
        return CertificateTerm(term.coefficient, (ext, changed, scalars), term.hole, term.premise, term.blocks)
    if kind == 4:
        place = int(rng.integers(len(factors)))
        return CertificateTerm(
            term.coefficient,
            (ext, factors[:place] + factors[place + 1 :], scalars),
            term.hole,
            term.premise,
            term.blocks,
        )
    return CertificateTerm(
        term.coefficient, (ext, factors, (*scalars, (factors[0][0], -1))), term.hole, term.premise, term.blocks
    )


def certificates(found: Theorem) -> list[Theorem]:
    """The certificates in a tree."""
    return [t for t in found.tree() if t.rule == "certificate" and t.data]


SOURCES = ["certificate", *(case[2] for case in PROVED[:5])]


@pytest.mark.soundness
@pytest.mark.parametrize("name", SOURCES)
def test_altered_certificates_are_refused_by_the_kernel(name: str, rng: np.random.Generator) -> None:
    """A certificate that the kernel takes multiplies out for the second program as well."""
    for true in certificates(theorem(name)):
        explicit, dependent = true.origin[1]  # type: ignore[index]
        for _ in range(NUMBER):
            place = int(rng.integers(len(true.data)))
            terms = (*true.data[:place], altered_term(true.data[place], rng), *true.data[place + 1 :])
            kernel = Kernel(explicit=explicit, dependent=dependent)
            try:
                other = kernel.certificate(true.statement, terms, true.premises)
            except LineproofError:
                continue
            replay(stored(other))
            require(
                terms == true.data or kernel.difference(true.statement) == kernel.difference(other.statement),
                "another theorem",
            )


def test_a_wrong_coefficient_is_refused_by_the_kernel() -> None:
    with pytest.raises(LineproofError, match="multiply out"):
        sandwich(Kernel(), coefficient=3)
    with pytest.raises(LineproofError, match="rational"):
        sandwich(Kernel(), coefficient=2.0)
