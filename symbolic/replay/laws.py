"""The printed table of laws as plain data, and instances of them."""

from __future__ import annotations

from functools import cache

from symbolic.language.laws import LAWS, parsed
from symbolic.replay.arrays import same_size
from symbolic.replay.errors import ReplayError
from symbolic.replay.plain import Plain, plain, substituted, symbols
from symbolic.replay.reading import Reader
from symbolic.replay.whole_terms import whole


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
