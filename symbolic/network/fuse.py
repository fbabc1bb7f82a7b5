"""Products that are equal by definition of their factors, before a network is put in canonical order.

exp(a m) exp(b m) = exp((a + b) m) entry by entry, for a monomial m and rational a, b   (an exponential is kept as a
product over monomials) step(u) step(u) = step(u),  sign(u)^3 = sign(u) entry by entry
e_i .* e_i = e_i and sum(e_i) = 1 for a basis vector e_i   (an i that is out of range stands for some basis vector,
too)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from symbolic.network.labels import Label, digest, dimension_atom, intern, label
from symbolic.network.net import Exponent, Factor, Net, Slot, canonical


def fused(ext: Sequence[Slot], factors: Sequence[Factor], scalars: Iterable[tuple[str, Exponent]]) -> Net:
    """The canonical network of a product, its entrywise factors multiplied together where that is a definition."""
    atoms = list(scalars)
    if any(key[:3] in _FUSED for key, _ in factors):
        factors = _entrywise(ext, factors, atoms)
    if any(key[:3] in _IDEMPOTENT for key, _ in atoms):
        atoms = _idempotent_atoms(atoms)
    return canonical(ext, factors, atoms)


_FUSED = ("exp", "ste", "sig", "uni")
_IDEMPOTENT = ("ste", "sig")


def exponential(monomial: Net, coefficient: Exponent, dims: tuple[str, ...], *, symmetric: bool = False) -> str:
    """The label of exp(coefficient * monomial) as a factor with the indices of the monomial."""
    base = f"exp:{digest(monomial)}"
    return intern(
        Label(f"{base}^{coefficient}", "exp", base, (monomial, coefficient), symmetric, _symbols(monomial), dims)
    )


def exponential_atom(monomial: Net) -> str:
    """The atom exp(monomial) of a scalar monomial; its powers are exponents of the atom."""
    key = f"exp:{digest(monomial)}"
    return intern(Label(key, "exp", key, (monomial, 1), symbols=_symbols(monomial)))


def _symbols(monomial: Net) -> frozenset[str]:
    return frozenset().union(*(label(key).symbols for key, _ in (*monomial[1], *monomial[2])))


def _entrywise(ext: Sequence[Slot], factors: Sequence[Factor], atoms: list[tuple[str, Exponent]]) -> list[Factor]:
    """The factors with entrywise products multiplied out; numbers that come off go to `atoms`."""
    rest: list[Factor] = []
    counts: dict[Factor, int] = {}
    exponents: dict[tuple[str, tuple[int, ...]], Exponent] = {}
    monomials: dict[str, Label] = {}
    for key, indices in factors:
        held = label(key)
        if held.symmetric and len(indices) == 2:
            indices = (min(indices), max(indices))
        if held.kind == "exp":
            exponents[held.name, indices] = exponents.get((held.name, indices), 0) + held.argument[1]
            monomials[held.name] = held
        elif held.kind == "unit" or (held.kind == "fn" and held.name in ("step", "sign")):
            counts[key, indices] = counts.get((key, indices), 0) + 1
        else:
            rest.append((key, indices))
    for (key, indices), count in counts.items():
        rest += [(key, indices)] * int(_lowered(label(key), count))
    for (name, indices), exponent in exponents.items():
        if isinstance(exponent, Fraction) and exponent.denominator == 1:
            exponent = exponent.numerator
        held = monomials[name]
        if exponent and indices:
            rest.append((exponential(held.argument[0], exponent, held.dims, symmetric=held.symmetric), indices))
        elif exponent:
            atoms.append((exponential_atom(held.argument[0]), exponent))
    present = {i for _, indices in rest for i in indices} | {i for slot in ext for i in slot[1:]}
    gone = {
        i: d
        for key, indices in factors
        if label(key).kind == "exp"
        for i, d in zip(indices, label(key).dims, strict=True)
        if i not in present
    }
    atoms += [(dimension_atom(d), 1) for d in gone.values()]
    return _without_lone_units(ext, rest)


def _without_lone_units(ext: Sequence[Slot], factors: list[Factor]) -> list[Factor]:
    """The factors without the basis vectors that are summed over: their sum is 1."""
    open_ = {i for slot in ext for i in slot[1:]}
    used = [i for _, indices in factors for i in indices]
    return [
        (key, indices)
        for key, indices in factors
        if label(key).kind != "unit" or indices[0] in open_ or used.count(indices[0]) > 1
    ]


def _idempotent_atoms(atoms: list[tuple[str, Exponent]]) -> list[tuple[str, Exponent]]:
    totals: dict[str, Exponent] = {}
    for key, exponent in atoms:
        totals[key] = totals.get(key, 0) + exponent
    return [(key, _lowered(label(key), exponent)) for key, exponent in totals.items()]


def _lowered(held: Label, exponent: Exponent) -> Exponent:
    """The least exponent from 1 that gives the same value for every argument."""
    if held.kind == "unit":
        return 1
    if held.kind != "fn" or held.name not in ("step", "sign") or exponent < 1:
        return exponent
    return 1 if held.name == "step" else 2 - exponent % 2
