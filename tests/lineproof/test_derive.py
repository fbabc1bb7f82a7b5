"""`lineproof derive`: text, LaTeX, JSON, and what it refuses."""

import json

import pytest
from click.testing import CliRunner

from lineproof.commands.derive import command

LEAST_SQUARES = ["grad(norm(X*w - t)^2/n, w)", "--let", "X: n x d, full column rank; w: d; t: n"]


def run(*arguments: str):
    return CliRunner().invoke(command, list(arguments))


def test_text_has_lines_and_reasons() -> None:
    result = run(*LEAST_SQUARES, "--stationary")
    assert result.exit_code == 0
    assert "grad(norm(X*w - t)^2/n, w) = 2*X'*(X*w - t)/n" in result.output
    assert "d norm(u)^2 = 2*u'*du" in result.output
    assert "w0 := (X'*X)^-1*X'*t" in result.output
    assert "refuted" not in result.output


def test_latex_is_a_document() -> None:
    result = run(*LEAST_SQUARES, "--latex")
    assert result.exit_code == 0
    assert result.output.startswith(r"\documentclass")
    assert r"\nabla_{w}" in result.output


def test_symbols_may_be_declared_one_by_one() -> None:
    apart = run("grad(x'*A*y, x)", "--let", "x: n; A: n x m", "--let", "y: m")
    assert apart.exit_code == 0
    assert apart.output == run("grad(x'*A*y, x)", "--let", "x: n; A: n x m; y: m").output


def test_json_is_one_object() -> None:
    result = run("jac(softmax(x), x)", "--let", "x: n", "--json")
    found = json.loads(result.output)
    assert result.exit_code == 0
    assert {line["statement"]["verdict"] for line in found["files"][0]["results"]} == {"proved"}


@pytest.mark.parametrize("options", [(), ("--stationary",)])
def test_json_has_the_derivative_and_the_steps(options: tuple[str, ...]) -> None:
    (found,) = json.loads(run(*LEAST_SQUARES, "--json", *options).output)["files"]
    assert found["derivative"] == {
        "statement": "grad(norm(X*w - t)^2/n, w) = 2*X'*(X*w - t)/n",
        "text": "2*X'*(X*w - t)/n",
        "latex": found["derivative"]["latex"],
        "given": ["full column rank(X)"],
        "needs": [],
    }
    assert r"X^{\top}" in found["derivative"]["latex"]
    steps = [(line["statement"]["text"], line["title"]) for line in found["results"]]
    assert steps[2] == (found["derivative"]["statement"], "the factor of dw")
    assert steps[0][1] == "d norm(u)^2 = 2*u'*du"


@pytest.mark.parametrize("text", ["jac(softmax(x), x)", "hess(x'*A*x, x)", "grad(log(det(A)), A)"])
def test_json_has_every_kind_of_derivative(text: str) -> None:
    (found,) = json.loads(run(text, "--let", "x: n; A: n x n", "--json").output)["files"]
    assert found["derivative"]["statement"] == f"{text} = {found['derivative']['text']}"
    assert found["derivative"]["needs"] == (["0 < det(A)"] if "log" in text else [])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["grad(norm(X*w - t)^2, w", "--let", "X: n x d; w: d; t: n"], "column"),
        (["grad(norm(w*X)^2, w)", "--let", "X: n x d; w: d"], "product"),
        (["norm(w)", "--let", "w: d"], "expected grad"),
        (["grad(rank(X), X)", "--let", "X: n x n"], "rank"),
        (["grad(sum(exp(x)), x)", "--let", "x: n", "--stationary"], "affine"),
        (["hess(x'*x, x)", "--let", "x: n", "--stationary"], "expected a gradient"),
        (["grad(x'*x, x)", "--let", "x n"], "declares nothing"),
        (["grad(x'*x, x)", "--let", "x: n", "--latex", "--json"], "exclude each other"),
    ],
)
def test_errors_end_with_status_2(arguments: list[str], said: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert said in result.output


@pytest.mark.parametrize(
    ("derivative", "let", "needed"),
    [
        ("grad(log(det(X'*X)), X)", "X: n x d", ["needs invertible(X'*X)"]),
        ("grad(log(det(A)), A)", "A: n x n", ["needs 0 < det(A)"]),
        ("grad(log(c)/c, c)", "c: scalar", ["needs 0 < c"]),
    ],
)
def test_conditions_that_others_give_are_left_out(derivative: str, let: str, needed: list[str]) -> None:
    result = run(derivative, "--let", let)
    assert result.exit_code == 0
    assert [line.strip() for line in result.output.splitlines() if "needs" in line] == needed
