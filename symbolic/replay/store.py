"""Theorems of the kernel as documents: plain data that can be written as JSON and that `replay` reads.

The only part of this package that knows the kernel and the canonical form; nothing it writes is taken on trust.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from symbolic.errors import LanguageError
from symbolic.kernel import Theorem
from symbolic.language.laws import parsed
from symbolic.language.shapes import shape_of
from symbolic.network.case_tree import plain_cases
from symbolic.network.labels import label
from symbolic.network.net import Net
from symbolic.network.tensor import Tensor
from symbolic.replay.plain import Plain, plain
from symbolic.replay.program import FORMAT, SECONDS, Report, replay


def stored(theorem: Theorem) -> dict[str, Any]:
    """The document of a theorem with its whole tree, as JSON reads it back. Raises LanguageError for a rule or a term
    without plain form.
    """
    return json.loads(json.dumps(_document(theorem)))  # type: ignore[no-any-return]


def _document(theorem: Theorem) -> dict[str, Any]:
    writer = _Writer()
    tree = list(theorem.tree())
    place = {id(t): k for k, t in enumerate(tree)}
    steps = [writer.step(t, [place[id(p)] for p in t.premises]) for t in tree]
    explicit, dependent = theorem.origin[1]  # type: ignore[index]
    return {
        "format": FORMAT,
        "settings": {"explicit": explicit, "dependent": [list(g) for g in dependent]},
        "labels": writer.labels,
        "steps": steps,
    }


def replay_theorem(theorem: Theorem, *, seconds: float = SECONDS) -> Report:
    """Write a theorem as plain data and check it again. Raises ReplayError, which names the step that fails."""
    return replay(_document(theorem), seconds=seconds)


class _Writer:
    """Writes the steps of one document and collects their labels."""

    def __init__(self) -> None:
        self.labels: list[dict[str, Any]] = []
        self._places: dict[str, int] = {}
        self._listed: dict[frozenset[Any], list[Any]] = {}

    def step(self, theorem: Theorem, premises: list[int]) -> dict[str, Any]:
        """One theorem, its premises by number."""
        if theorem.rule not in DATA:
            raise LanguageError(f"theorems by the rule {theorem.rule} cannot be stored")
        return {
            "statement": plain(theorem.statement),
            "hypotheses": self.hypotheses(theorem.hypotheses),
            "laws": sorted(theorem.laws),
            "rule": theorem.rule,
            "premises": premises,
            "data": DATA[theorem.rule](self, theorem.data),
        }

    def hypotheses(self, stated: frozenset[Any]) -> list[Any]:
        """Hypotheses in an order that does not depend on the run."""
        if stated not in self._listed:
            listed = list(map(plain, stated))
            self._listed[stated] = sorted(listed, key=_text) if len(listed) > 1 else listed
        return self._listed[stated]

    def certificate(self, terms: Any) -> Any:
        """The terms of a certificate."""
        return [
            {
                "coefficient": str(t.coefficient),
                "context": self.network(t.context),
                "hole": t.hole,
                "premise": t.premise,
                "blocks": list(t.blocks),
            }
            for t in terms
        ]

    def law(self, data: Any) -> Any:
        """An instance of a law: the terms of its symbols, and of the sizes that it leaves open."""
        name, binding, conclusion = data
        terms = dict(binding)
        sizes = {
            own.name: plain(other)
            for key, symbol in parsed(name).symbols.items()
            for own, other in zip(shape_of(symbol), shape_of(terms[key]), strict=True)
            if own.is_symbol
        }
        return {
            "law": name,
            "binding": {key: plain(value) for key, value in binding},
            "sizes": sizes,
            "conclusion": conclusion,
        }

    def network(self, net: Net) -> dict[str, Any]:
        """A network."""
        ext, factors, scalars = net
        return {
            "ext": [list(slot) for slot in ext],
            "factors": [[self.label(key), list(i)] for key, i in factors],
            "scalars": [[self.label(key), str(e)] for key, e in scalars],
        }

    def tensor(self, value: Tensor) -> dict[str, Any]:
        """A sum of networks."""
        return {"axes": value.axes, "terms": [[self.network(net), str(c)] for net, c in value.terms.items()]}

    def label(self, key: str) -> int:
        """The number of a label, written out with all it refers to."""
        if key not in self._places:
            content = self._content(key)
            self._places[key] = len(self.labels)
            self.labels.append(content)
        return self._places[key]

    def _content(self, key: str) -> dict[str, Any]:
        held = label(key)
        kind = held.kind
        if kind == "symbol":
            return {"kind": kind, "name": held.name, "block": held.blocks}
        if kind in ("natural", "dimension"):
            return {"kind": "size" if kind == "dimension" else kind, "name": held.name}
        if kind in ("constant", "hole"):
            return {"kind": "pi" if kind == "constant" else kind}
        if kind == "moment" or (kind == "recip" and isinstance(held.argument, str)):
            return {"kind": kind, "label": self.label(held.argument), "constant": sorted(held.symbols)}
        if kind == "closed":
            return {"kind": kind, "factors": [[self.label(k), list(i)] for k, i in held.argument]}
        if kind == "exp":
            monomial, coefficient = held.argument
            axes = [[[d]] for d in held.dims]
            return {"kind": kind, "of": {"axes": axes, "terms": [[self.network(monomial), str(coefficient)]]}}
        if kind == "pow":
            base, exponent = held.argument
            return {"kind": kind, "of": self.tensor(base), "exponent": self.tensor(exponent), "block": held.blocks}
        if kind == "series":
            summand, count = held.argument
            return {"kind": kind, "of": self.tensor(summand), "running": held.name, "count": self.tensor(count)}
        return {
            "kind": held.name if kind == "fn" else kind,
            "of": self.tensor(held.argument),
            "block": held.blocks,
            "dims": held.dims,
        }


@lru_cache(maxsize=4096)
def _text(value: Plain) -> str:
    return repr(value)


def _nothing(_: _Writer, data: Any) -> Any:
    return []


DATA: dict[str, Callable[[_Writer, Any], Any]] = {
    **dict.fromkeys(
        ("assume", "restate", "arithmetic", "discharge", "replace", "transfer", "minimum", "imply", "absurd"), _nothing
    ),
    "certificate": _Writer.certificate,
    "law": _Writer.law,
    "moment": lambda _, order: order,
    "squares": lambda _, weights: [[str(weight), plain(root)] for weight, root in weights],
    "witness": lambda _, term: plain(term),
    "induction": lambda _, variable: plain(variable),
    "congruence": lambda _, data: [plain(data[0]), plain(data[1])],
    "cases": lambda _, data: {"hypotheses": [plain(h) for h in data[0]], **plain_cases(data[1], plain)},
}
