"""The printed table of laws as plain data, and instances of them."""

from __future__ import annotations

from functools import cache
from typing import Any

from symbolic.language.laws import LAWS, parsed
from symbolic.replay.arrays import same_size
from symbolic.replay.errors import ReplayError
from symbolic.replay.plain import Plain, plain, substituted, symbols
from symbolic.replay.reading import Reader


@cache
def pattern(name: str) -> tuple[tuple[tuple[str, Plain], ...], tuple[Plain, ...], tuple[Plain, ...]]:
    """Symbols, hypotheses and conclusions of a law. Raises ReplayError for a name that is not in the table."""
    if name not in LAWS:
        raise ReplayError(f"there is no law {name}")
    law = parsed(name)
    return (
        tuple((key, plain(symbol)) for key, symbol in law.symbols.items()),
        tuple(map(plain, law.hypotheses)),
        tuple(map(plain, law.claims)),
    )


def instance(
    reader: Reader, name: str, binding: dict[str, Plain], sizes: dict[str, Plain], conclusion: int
) -> tuple[Plain, list[Plain]]:
    """A conclusion of a law with terms for its symbols and sizes, and the hypotheses that go with it.

    A size that is not plainly positive has to be so by a hypothesis.
    """
    declared, hypotheses, claims = pattern(name)
    if not 0 <= conclusion < len(claims):
        raise ReplayError(f"law {name} has no conclusion {conclusion}")
    mapping: dict[Plain, Plain] = {("symbol", key, "dimension"): value for key, value in sizes.items()}
    for key, symbol in declared:
        if key not in binding:
            raise ReplayError(f"the symbol {key} of law {name} is not bound")
        value = binding[key]
        if any(own[-1] == "random" for _, own in declared):
            drawn = value[-1] == "random" if symbol[-1] == "random" else any(p[-1] == "random" for p in symbols(value))
            if drawn != (symbol[-1] == "random"):
                raise ReplayError(f"law {name}: {key} has to be {symbol[-1]}")
        mapping[symbol] = value
        if (
            symbol[0] == "symbol"
            and symbol[2] in ("natural", "dimension")
            and not whole(value, symbol[2] == "dimension")
        ):
            raise ReplayError(f"law {name} needs a whole number {key}")
        axes = reader(value).axes
        if symbol[0] == "symbol" and not reader(value).is_scalar:
            raise ReplayError(f"law {name} needs a scalar {key}")
        for own, axis in zip(symbol[2:4], axes, strict=True) if symbol[0] == "matrix" else ():
            if not same_size(reader.axis(substituted(own, mapping)), axis):
                raise ReplayError(f"law {name}: {key} has another size")
    positive = [("<", ("number", "0"), value) for value in sizes.values() if not whole(value, True)]
    return substituted(claims[conclusion], mapping), [substituted(h, mapping) for h in hypotheses] + positive


def whole(value: Any, positive: bool) -> bool:
    """Whether a term is plainly a whole number from 0, or from 1."""
    if value[0] == "number":
        return "/" not in value[1] and int(value[1]) >= int(positive)
    if value[0] == "symbol":
        return value[2] == "dimension" or (value[2] == "natural" and not positive)
    if value[0] == "+":
        return all(whole(a, False) for a in value[1:]) and (not positive or any(whole(a, True) for a in value[1:]))
    if value[0] == "*":
        return all(whole(a, positive) for a in value[1:])
    return bool(
        value[0] == "^"
        and value[2][0] == "number"
        and value[2][1].isdigit()
        and value[2][1] != "0"
        and whole(value[1], positive)
    )
