"""Claim files: what is read, and what is refused with which message. Nothing but FileError ever escapes."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lineproof.claimfile import MAX_BYTES, parse, read
from symbolic.errors import FileError

CLAIMS = Path(__file__).parents[1] / "claims"
GOOD = '[[claim]]\nid = "a"\nlet = { A = "n x n" }\nclaim = ["A = A"]\n'


@pytest.mark.parametrize("path", sorted(CLAIMS.glob("*.toml")), ids=lambda p: p.stem)
def test_files_are_read_whole(path: Path) -> None:
    file = read(str(path))
    entries = tomllib.loads(path.read_text(encoding="utf-8"))["claim"]
    assert file.problems == ()
    assert [s.claim.name for s in file.claims] == [e["id"] for e in entries]
    assert [s.expect for s in file.claims] == [e["expect"] for e in entries]
    lines = path.read_text(encoding="utf-8").split("\n")
    for stated in file.claims:
        assert lines[stated.line - 1] == "[[claim]]"
        assert f'"{stated.claim.name}"' in lines[stated.line]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "expected [[claim]] tables, got none"),
        ("x = 1", "expected [[claim]] tables, got none"),
        ("claim = 1", "expected [[claim]] tables, got a number"),
        ("claim = []", "expected [[claim]] tables, got a list"),
        ("[claim]\nid = 'a'", "expected [[claim]] tables, got a table"),
        ("[[claim]\n", "f.toml:1: no TOML: "),
        ("\nid = 'a\n", "f.toml:2: no TOML: "),
        ("\n\nx = [\n", "f.toml:3: no TOML: "),
        ("a = " + "[" * 5000 + "]" * 5000, "nested too deep"),
        ("a = " + "1" * 5000, "no TOML: "),
    ],
    ids=range(10),
)
def test_a_file_that_is_no_claim_file(text: str, message: str) -> None:
    with pytest.raises(FileError, match=r"f\.toml(?::\d+)?: ") as error:
        parse(text, "f.toml")
    assert message in str(error.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[claim]]\nid = 'a'", "f.toml:5: a: claim is missing"),
        ("[[claim]]\nclaim = ['A = A']", "f.toml:5: claim 2: id is missing"),
        ("[[claim]]\nid = 3\nclaim = ['A = A']", "f.toml:6: claim 2: id: expected text, got a number"),
        ("[[claim]]\nid = 'b'\nclaim = 'A = A'", "f.toml:7: b: claim: expected a list of texts, got text"),
        ("[[claim]]\nid = 'b'\nclaim = [1]", "f.toml:7: b: claim: expected a list of texts, got a list"),
        ("[[claim]]\nid = 'b'\nclaim = []", "f.toml:7: b: claim: expected at least one statement, got none"),
        ("[[claim]]\nid = 'b'\nclaim = ['1 = 1']\ngiben = ['A = 0']", "f.toml:8: b: unknown key 'giben'"),
        ("[[claim]]\nid = 'b'\nclaim = ['1 = 1']\nlet = ['A']", "f.toml:8: b: let: expected name = text, got a list"),
        (
            "[[claim]]\nid = 'b'\nclaim = ['1 = 1']\nlet = { A = 2 }",
            "f.toml:8: b: let: expected name = text, got a table of other values",
        ),
        (
            "[[claim]]\nid = 'b'\nclaim = ['1 = 1']\nexpect = 'true'",
            "f.toml:8: b: expect: expected one of proved, refuted, needs, got 'true'",
        ),
        ("[[claim]]\nid = 'a'\nclaim = ['1 = 1']", "f.toml:6: a: the id is taken, by the claim of line 1"),
        ("[tool]\nx = 1", "f.toml:5: unknown key 'tool'"),
    ],
)
def test_a_claim_that_is_wrong_leaves_the_others(text: str, message: str) -> None:
    file = parse(f"{GOOD}{text}\n", "f.toml")
    assert [s.claim.name for s in file.claims] == ["a"]
    assert len(file.problems) == 1
    assert message in file.problems[0]


HIDDEN = """[[claim]]
id = "a"
title = '''
[[claim]]
'''
claim = ["1 = 1"]

  [[ claim ]]
id = "b"
claim = ["1 = 1"]
"""


def test_lines_are_those_of_the_headers() -> None:
    assert [s.line for s in parse(HIDDEN, "f").claims] == [1, 8]
    inline = 'claim = [{id = "a", claim = ["1 = 1"]}, {id = "b", claim = ["1 = 1"]}]\n'
    assert [s.line for s in parse(inline, "f").claims] == [0, 0]
    assert parse(inline.replace('"b"', '"a"'), "f").problems == ("f: a: the id is taken, by another claim",)
    assert parse(HIDDEN.replace('"b"', '"a"'), "f").problems == ("f:9: a: the id is taken, by the claim of line 1",)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    binary, large, latin = tmp_path / "b.toml", tmp_path / "l.toml", tmp_path / "latin.toml"
    binary.write_bytes(bytes(range(256)))
    large.write_bytes(b"#" * (MAX_BYTES + 1))
    latin.write_bytes("# ok\n# é".encode("latin-1"))
    for path, message in (
        (tmp_path / "none.toml", "cannot be read: no such file"),
        (tmp_path, "is a folder"),
        (binary, "not UTF-8"),
        (large, "larger than 4 MB"),
        (latin, ":2: no text: byte 0xe9"),
    ):
        with pytest.raises(FileError) as error:
            read(str(path))
        assert str(path) in str(error.value)
        assert message in str(error.value)
    with pytest.raises(FileError, match="cannot be read"):
        read("nul\0.toml")


@settings(max_examples=200)
@given(st.text(max_size=200) | st.text(alphabet="[]{}=\"'\\\n #claimdtex0.,", max_size=200))
def test_no_text_breaks_the_reader(text: str) -> None:
    for candidate in (text, f"[[claim]]\nid = {text}", f"{GOOD}\n{text}"):
        try:
            file = parse(candidate, "f.toml")
        except FileError:
            continue
        assert file.claims or file.problems


def test_a_text_of_a_claim_is_found_in_the_file() -> None:
    text = """
[[claim]]
id = "a"
given = ["A = B"]
let = { A = "n x n", B = 'n x n' }
claim = [
  "A = B",
  'x = "y"',
  "x = \\"z\\"", "A' = B",
  '''
  A''',
]
"""
    (claim,) = parse(text, "a.toml").claims
    places = [
        ("given 1", "A = B", 4), ("let B", "n x n", 5), ("claim 1", "A = B", 7), ("claim 2", 'x = "y"', 8),
        ("claim 3", 'x = "z"', 9), ("claim 4", "A' = B", 9), ("claim 5", "  A", 2), ("claim 6", "not there", 2),
    ]  # fmt: skip
    assert [claim.line_of(place, said) for place, said, _ in places] == [line for _, _, line in places]
