"""Statements sent between processes as they stand.

SymPy rebuilds a relation by evaluating it: `A = A` would arrive as `true`, and some relations of our terms would not
arrive at all. `hold` teaches the pickler of connections to rebuild them unevaluated.
"""

from __future__ import annotations

from multiprocessing.reduction import ForkingPickler
from typing import Any

from symbolic.language.statements import RELATIONS

__all__ = ["hold", "rebuilt"]


def hold() -> None:
    """Send relations unevaluated from now on, in this process."""
    for kind in RELATIONS.values():
        ForkingPickler.register(kind, _reduced)


def rebuilt(kind: Any, arguments: tuple[Any, ...]) -> Any:
    """The relation, unevaluated."""
    return kind(*arguments, evaluate=False)


def _reduced(relation: Any) -> tuple[Any, ...]:
    return rebuilt, (type(relation), relation.args)
