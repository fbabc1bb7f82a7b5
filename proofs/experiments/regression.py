"""The experiment of polynomial regression beside its derivation: double descent, solvers, the branch, the remarks.

The rule, stated in advance, by exact arithmetic on the data of the experiment: the branch `d > n` meets a singular
matrix at d = n and nowhere else, the branch d + 1 > n nowhere; at d + 1 = n both closed forms give the same weights;
the training loss is zero exactly from there on. What the remarks of the published experiment are worth is reported, not
required.

Reference: M. Belkin, D. Hsu, S. Ma, S. Mandal, Reconciling modern machine-learning practice and the bias-variance
trade-off, PNAS 2019.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from numeric.exact_regression import both_closed_forms, exact_losses
from numeric.figure_style import save
from numeric.figures_regression import curves_figure, double_descent_figure, solver_figure
from numeric.montecarlo import Progress
from numeric.polynomial_regression import BASES, DEGREES, Basis, classical_data
from numeric.regression_evidence import Evidence, best_degrees, branch_cases, gather, printed_loss, solver_dependence
from numeric.regression_remarks import REMARKS, Judgement, judge_remarks
from proofs.simulations import Figure, Simulation

__all__ = ["polynomial_regression"]

STEPS = 5
REPEATS = 200


def polynomial_regression(folder: Path, seed: int, workers: int, progress: Progress) -> Simulation:
    """The run of the published experiment, every route of computing it, and its closing remarks one by one."""
    data = classical_data()
    evidence: dict[Basis, tuple[Evidence, ...]] = {basis: gather(data, basis) for basis in BASES}
    progress(1, STEPS)
    judged = judge_remarks(data, evidence)
    progress(2, STEPS)
    runs = [_branch(), _threshold()]
    progress(3, STEPS)
    lines = [f"{line}: {'passed' if passed else 'FAILED'}." for line, passed in runs]
    lines += [_printed(), *(_repeated(seed, basis) for basis in BASES), *_remarks(judged)]
    progress(4, STEPS)
    figures = _figures(folder, evidence)
    progress(STEPS, STEPS)
    return Simulation(figures, tuple(lines), all(passed for _, passed in runs))


def _branch() -> tuple[str, bool]:
    cases = [case for basis in BASES for case in branch_cases(basis=basis)]
    wrong = sorted({case.degree for case in cases if case.published_singular})
    passed = all(case.published_singular == (case.degree == case.n) for case in cases)
    passed &= not any(case.corrected_singular for case in cases)
    found = ", ".join(map(str, wrong))
    return f"The branch d > n inverts a singular matrix at d = {found} of n = {cases[0].n}; d + 1 > n never", passed


def _threshold() -> tuple[str, bool]:
    data = classical_data()
    threshold = data.size - 1
    same = all(len(set(map(str, both_closed_forms(data, threshold, basis)))) == 1 for basis in BASES)
    zero = all(
        exact_losses(data, degree, basis).train.contains(0) == (degree >= threshold)
        for basis in BASES
        for degree in (threshold - 1, threshold, threshold + 1, DEGREES[-1])
    )
    said = (
        f"At d + 1 = n = {data.size} both closed forms give the same weights, and the training loss is 0 from there on"
    )
    return said, same and zero


def _printed() -> str:
    found = printed_loss()
    return (
        f"The printed loss {found.printed} at d = 4 is {found.gap:.1e} away from the exact {found.exact}; with one "
        f"more digit, {found.restored}, it is {found.restored_gap:.1e} away: a digit was lost."
    )


def _repeated(seed: int, basis: Basis) -> str:
    found = best_degrees(np.random.default_rng(seed), basis, REPEATS)
    told = ", ".join(f"{degree} ({count})" for degree, count in found.most_common(5))
    return f"Fresh data {REPEATS} times, {basis.capitalize()}: the best degree is most often {told}."


def _remarks(judged: tuple[Judgement, ...]) -> list[str]:
    """A line for every remark: its words, how it is read, and the verdict for each basis and route."""
    lines = []
    for remark in REMARKS:
        verdicts = []
        for judgement in (found for found in judged if found.remark == remark):
            split = sum(other.remark == remark and other.basis == judgement.basis for other in judged) > 1
            routes = f" by {', '.join(judgement.routes)}" if split else ""
            verdicts.append(f"{judgement.basis.capitalize()}{routes}: {judgement.verdict} ({judgement.figure})")
        lines.append(f"\N{LEFT DOUBLE QUOTATION MARK}{remark.words}\N{RIGHT DOUBLE QUOTATION MARK} "
                     f"({remark.criterion}): {'; '.join(verdicts)}.")  # fmt: skip
    return lines


def _figures(folder: Path, evidence: dict[Basis, tuple[Evidence, ...]]) -> tuple[Figure, ...]:
    data = classical_data()
    degrees = tuple(sorted({*DEGREES, data.size - 1, data.size}))
    exact = {basis: next(e.test for e in found if e.route == "exact") for basis, found in evidence.items()}
    dependence = {basis: solver_dependence(data, basis, degrees, exact[basis]) for basis in BASES}
    drawn = (
        ("double_descent", double_descent_figure(evidence), "Double descent",
         "The test loss falls, rises by ten orders of magnitude around the threshold, and falls again. With Legendre "
         "features the best listed degree lies past it, with Chebyshev features before it."),
        ("solvers", solver_figure(dependence, data.size), "What depends on the solver",
         "The relative error of the test loss. The closed forms square the condition number and lose every digit "
         "around the threshold; QR and SVD follow the condition number itself."),
        ("curves", curves_figure(data), "Fitted polynomials",
         "The polynomials of degree 4, 15 and 70 in both bases, the 14 noisy points and the target sin(10x)."),
    )  # fmt: skip
    figures = []
    for name, figure, title, caption in drawn:
        png, svg = save(figure, folder / f"polynomial_regression_{name}")
        figures.append(Figure(title, caption, svg, png))
    return tuple(figures)
