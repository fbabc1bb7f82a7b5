"""The plugin: rows and claims are items, failures show the row and the witness, nothing is collected unasked."""

import pytest

pytest_plugins = "pytester"

CLAIMS = """
[[claim]]
id = "transpose"
let = { A = "m x n", B = "n x p" }
claim = ["(A*B)' = B'*A'"]

[[claim]]
id = "commute"
let = { A = "n x n", B = "n x n" }
claim = ["A*B = B*A"]

[[claim]]
id = "known"
let = { A = "n x n", B = "n x n" }
claim = ["A*B = B*A"]
expect = "refuted"
"""

PROOF = '''
"""Transposes."""

from symbolic.derivation import Derivation
from symbolic.language.symbols import dimension, matrix


def derivation() -> Derivation:
    n = dimension("n")
    A, B = matrix("A", n, n), matrix("B", n, n)
    work = Derivation("transposes", "Transposes")
    work.equal((A * B).T, B.T * A.T, "transpose of a product")
    work.then(A.T * B.T, "wrong order")
    work.refuse("A*B = B*A", "refuted", "they need not commute")
    work.refuse("A*B = A*B", "refuted", "a line that is right")
    return work
'''


EMPTY = f"{PROOF.split('    work.equal')[0]}    return work\n"


def run(pytester: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    return pytester.runpytest_subprocess("-p", "lineproof.pytest_plugin", "-p", "no:cacheprovider", *arguments)


def test_claims_are_items(pytester: pytest.Pytester) -> None:
    pytester.makefile(".toml", claims=CLAIMS, other="[tool]\nx = 1\n")
    result = run(pytester, "--lineproof", "-v")
    result.assert_outcomes(passed=2, failed=1)
    result.stdout.fnmatch_lines(
        ["claims.toml::transpose PASSED*", "claims.toml::commute FAILED*", "claims.toml::known PASSED*"]
    )
    result.stdout.fnmatch_lines(
        ["claims.toml:6: commute   A*B = B*A", "  refuted            n = 2, A = *left side*right side*"]
    )
    result.stdout.fnmatch_lines(["FAILED claims.toml::commute - refuted: n = 2, A = *"])
    assert "Traceback" not in result.stdout.str()


def test_the_summary_has_verdict_and_reason(pytester: pytest.Pytester) -> None:
    pytester.makefile(".toml", claims=CLAIMS.replace("B'*A'", ")").replace('"refuted"', '"proved"'))
    result = run(pytester, "--lineproof")
    result.stdout.fnmatch_lines(
        [
            "FAILED claims.toml::transpose - unread: claim 1, column 10: *",
            "FAILED claims.toml::commute - refuted: n = 2, *",
            "FAILED claims.toml::known - refuted, expected proved: *",
        ]
    )


def test_a_missing_file_is_all_that_is_told(pytester: pytest.Pytester) -> None:
    pytester.makefile(".toml", claims=CLAIMS)
    result = run(pytester, "--lineproof", "claims.toml", "missing.toml")
    assert "file or directory not found: missing.toml" in result.stderr.str()
    assert "nothing was judged" not in result.stdout.str()


def test_a_malformed_claim_file_is_an_error(pytester: pytest.Pytester) -> None:
    pytester.makefile(".toml", claims=CLAIMS.replace("expect =", "expects ="))
    result = run(pytester, "--lineproof")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*known: unknown key 'expects'*"])


def test_rows_of_a_proof_file_are_items(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(transposes=PROOF)
    result = run(pytester, "--lineproof", "-v")
    result.assert_outcomes(passed=2, failed=2)
    lines = [
        "transposes.py::1 PASSED*",
        "transposes.py::2 FAILED*",
        "transposes.py::3 PASSED*",
        "transposes.py::4 FAILED*",
    ]
    result.stdout.fnmatch_lines(lines)
    wrong = "expected proved, got refuted (does not follow from the line before)"
    result.stdout.fnmatch_lines([wrong, "*= A'[*]B'", "*transposes.py:12: *wrong order", "*witness: n = *"])
    result.stdout.fnmatch_lines(["expected refuted, got proved"])


def test_a_mistake_in_a_proof_file_is_told_with_its_line(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(broken=PROOF.replace("B.T * A.T", "B.T * C.T"), transposes=PROOF)
    result = run(pytester, "--lineproof", "--continue-on-collection-errors")
    result.assert_outcomes(passed=2, failed=2, errors=1)
    result.stdout.fnmatch_lines(["broken.py:11: NameError: name 'C' is not defined"])
    assert "Traceback" not in result.stdout.str()


def test_nothing_is_collected_unasked(pytester: pytest.Pytester) -> None:
    pytester.makefile(".toml", claims=CLAIMS)
    pytester.makepyfile(transposes=PROOF)
    run(pytester, "claims.toml", "transposes.py").assert_outcomes()


@pytest.mark.parametrize(
    ("name", "text", "option", "reason"),
    [
        ("helper.py", "x = 1", "--lineproof", "it defines no function `derivation`"),
        ("tool.toml", "[tool]", "--lineproof", "it has no [[claim]] table"),
        ("notes.txt", "notes", "--lineproof", "expected a claim file (.toml) or a proof file (.py)"),
        ("empty.py", EMPTY, "--lineproof", "its derivation has no lines"),
        ("claims.toml", CLAIMS, "-q", "claim files and proof files are judged with --lineproof"),
        ("transposes.py", PROOF, "-q", "claim files and proof files are judged with --lineproof"),
    ],
)
def test_why_a_named_file_gives_nothing(
    pytester: pytest.Pytester, name: str, text: str, option: str, reason: str
) -> None:
    pytester.path.joinpath(name).write_text(text, encoding="utf-8")
    pytester.makefile(".toml", other=CLAIMS.split("\n\n")[0])
    result = run(pytester, option, name)
    assert f"lineproof: {name}: nothing was judged: {reason}" in result.outlines
    result.assert_outcomes()


def test_nothing_is_said_of_files_that_give_something(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(test_own="def test_own(): pass", broken="(", spaced="")
    pytester.makefile(".toml", claims=CLAIMS.replace("[[claim]]", "[[ claim ]]", 1))
    result = run(pytester, "--lineproof", "test_own.py", "claims.toml::transpose", "broken.py")
    result.assert_outcomes(errors=1)
    assert "nothing was judged" not in result.stdout.str()
    assert "nothing was judged" not in run(pytester, "test_own.py", "spaced.py").stdout.str()


def test_the_plugin_is_light(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("import sys\ndef test_light(): assert not {'sympy', 'numpy', 'rich.table'} & set(sys.modules)")
    run(pytester).assert_outcomes(passed=1)
