"""Products that are equal by definition of their factors, before a network is put in canonical order.

  exp(a m) exp(b m) = exp((a + b) m) entry by entry, for a monomial m and rational a, b   (an exponential is kept as a product over monomials)
  step(u) step(u) = step(u),  sign(u)^3 = sign(u) entry by entry
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from symbolic.network.labels import Label, digest, intern, label
from symbolic.network.net import Exponent, Factor, Net, Slot, canonical


def fused(ext: Sequence[Slot], factors: Sequence[Factor], scalars: Iterable[tuple[str, Exponent]]) -> Net:
    """The canonical network of a product, its entrywise factors multiplied together where that is a definition."""
    atoms = list(scalars)
    if any(key[:3] in _FUSED for key, _ in factors):
        factors = _entrywise(factors, atoms)
    if any(key[:3] in _IDEMPOTENT for key, _ in atoms):
        atoms = _idempotent_atoms(atoms)
    return canonical(ext, factors, atoms)


_FUSED = ("exp", "ste", "sig")
_IDEMPOTENT = ("ste", "sig")


def exponential(monomial: Net, coefficient: Exponent, dims: tuple[str, ...]) -> str:
    """The label of exp(coefficient * monomial) as a factor with the indices of the monomial."""
    base = f"exp:{digest(monomial)}"
    return intern(Label(f"{base}^{coefficient}", "exp", base, (monomial, coefficient), symbols=_symbols(monomial), dims=dims))


def exponential_atom(monomial: Net) -> str:
    """The atom exp(monomial) of a scalar monomial; its powers are exponents of the atom."""
    key = f"exp:{digest(monomial)}"
    return intern(Label(key, "exp", key, (monomial, 1), symbols=_symbols(monomial)))


def _symbols(monomial: Net) -> frozenset[str]:
    return frozenset().union(*(label(key).symbols for key, _ in (*monomial[1], *monomial[2])))


def _entrywise(factors: Sequence[Factor], atoms: list[tuple[str, Exponent]]) -> list[Factor]:
    rest: list[Factor] = []
    exponents: dict[tuple[str, tuple[int, ...]], Exponent] = {}
    monomials: dict[str, Label] = {}
    counts: dict[Factor, int] = {}
    for key, indices in factors:
        held = label(key)
        if held.kind == "exp":
            base = (held.name, indices)
            exponents[base] = exponents.get(base, 0) + held.argument[1]
            monomials[held.name] = held
        elif held.kind == "fn" and held.name in ("step", "sign"):
            seen = counts.get((key, indices), 0)
            if seen == 0 or (seen == 1 and held.name == "sign"):
                rest.append((key, indices))
            elif held.name == "sign":
                rest.remove((key, indices))
                counts[key, indices] = 0
            counts[key, indices] = counts.get((key, indices), 0) + 1
        else:
            rest.append((key, indices))
    for (name, indices), exponent in exponents.items():
        if isinstance(exponent, Fraction) and exponent.denominator == 1:
            exponent = exponent.numerator
        if exponent and indices:
            rest.append((exponential(monomials[name].argument[0], exponent, monomials[name].dims), indices))
        elif exponent:
            atoms.append((exponential_atom(monomials[name].argument[0]), exponent))
    return rest


def _idempotent_atoms(atoms: list[tuple[str, Exponent]]) -> list[tuple[str, Exponent]]:
    totals: dict[str, Exponent] = {}
    for key, exponent in atoms:
        totals[key] = totals.get(key, 0) + exponent
    return [(key, _lowered(label(key), exponent)) for key, exponent in totals.items()]


def _lowered(held: Label, exponent: Exponent) -> Exponent:
    if held.kind != "fn" or held.name not in ("step", "sign") or exponent < 1:
        return exponent
    return 1 if held.name == "step" else 2 - exponent % 2
