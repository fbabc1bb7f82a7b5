"""The table of rules that translate operators, and what a rule may ask of the translator."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from symbolic.errors import TranslationError
from symbolic.network.differential import Notes
from symbolic.network.tensor import Axis, Tensor

POWER_LIMIT = 32


class Translation(Protocol):
    """A translator, as rules see it."""

    explicit: bool
    notes: Notes
    around: tuple[tuple[str, Tensor], ...]
    """The running numbers of the sums around what is translated, outer ones first, each with its count."""

    def __call__(self, term: Any) -> Tensor:
        """The tensor of a term."""

    def axis(self, size: Any) -> Axis:
        """The axis of a size."""

    def running(self, name: str, count: Tensor, term: Any) -> Tensor:
        """The tensor of a term in which the number called `name` runs from 0 up to below `count`."""

    @property
    def families(self) -> Mapping[str, str]:
        """The family of each random symbol; different families are independent."""


Rule = Callable[..., Tensor]
RULES: dict[str, Rule] = {}


def rule(name: str) -> Callable[[Rule], Rule]:
    """Publish the translation of the operator `name`."""

    def publish(function: Rule) -> Rule:
        if name in RULES:
            raise TranslationError(f"operator {name} is translated twice")
        RULES[name] = function
        return function

    return publish


def repeated(value: Tensor, count: int, unit: Tensor, times: Callable[[Tensor, Tensor], Tensor]) -> Tensor:
    """The product of `count` copies; `unit` for none. Raises TranslationError above POWER_LIMIT."""
    if count > POWER_LIMIT:
        raise TranslationError(f"a power above {POWER_LIMIT} is outside the canonical form")
    result = unit
    for k in range(count):
        result = value if k == 0 else times(result, value)
    return result
