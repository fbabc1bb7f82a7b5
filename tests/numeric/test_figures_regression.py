"""The figures of regression, descent and gradient norms: both formats, same bytes again, drawn from the data."""

from pathlib import Path

import numpy as np
import pytest
from matplotlib.figure import Figure

from numeric.figure_style import save
from numeric.figures_descent import rates_figure, save_descent_figures, solutions_figure, spread_problem
from numeric.figures_gradient_norms import backward_figure, save_cost_figures
from numeric.figures_regression import double_descent_figure, save_regression_figures
from numeric.polynomial_regression import DEGREES, classical_data
from numeric.regression_evidence import gather

PNG, SVG = b"\x89PNG\r\n\x1a\n", b"<?xml"


def _check(paths: tuple[Path, ...], stems: list[str]) -> None:
    assert [path.name for path in paths] == [f"{stem}.{kind}" for stem in stems for kind in ("png", "svg")]
    assert all(path.read_bytes().startswith(PNG if path.suffix == ".png" else SVG) for path in paths)
    assert all(path.stat().st_size > 5_000 for path in paths)


def test_regression_figures_are_written(tmp_path: Path) -> None:
    paths = save_regression_figures(tmp_path / "new")
    _check(paths, ["double_descent", "regression_solvers", "regression_curves"])


def test_descent_and_cost_figures_are_written(tmp_path: Path) -> None:
    _check(save_descent_figures(tmp_path, np.random.default_rng(0)), ["descent_solutions", "descent_rates"])
    _check(save_cost_figures(tmp_path), ["gradient_norm_cost", "gradient_norm_backward"])


def test_the_same_figure_is_the_same_bytes(tmp_path: Path) -> None:
    first, second = (save(backward_figure(), tmp_path / name) for name in ("first", "second"))
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


@pytest.mark.parametrize("figure", [solutions_figure(), rates_figure(spread_problem(np.random.default_rng(1))),
                                    backward_figure()], ids=["solutions", "rates", "backward"])
def test_every_axis_is_named(figure: Figure) -> None:
    assert all(axes.get_xlabel() and axes.get_ylabel() and axes.get_title(loc="left") for axes in figure.axes)


def test_the_double_descent_shows_the_losses_of_the_run() -> None:
    evidence = gather(classical_data(), "chebyshev")
    (axes,) = double_descent_figure({"chebyshev": evidence}).axes
    lines = {str(line.get_label()): line for line in axes.lines}
    drawn = lines["listed degrees, without rounding"]
    exact = next(e for e in evidence if e.route == "exact")
    assert list(np.asarray(drawn.get_xdata())) == list(DEGREES)
    assert list(np.asarray(drawn.get_ydata())) == [exact.test[degree] for degree in DEGREES]
    assert axes.get_yscale() == axes.get_xscale() == "log"
    low, high = axes.get_ylim()
    assert low < min(exact.every.values()) and max(exact.every.values()) < high


def test_the_spread_problem_has_the_singular_values_it_names() -> None:
    problem = spread_problem(np.random.default_rng(4))
    np.testing.assert_allclose(problem.singular_values, [3.0, 2.0, 1.2, 0.6], rtol=1e-12)
