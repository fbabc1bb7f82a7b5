"""README and docs do what they say: every block is followed in order, in a folder of the reader's own.

A guide that changes the program is followed in a copy of it.
"""

import re
import shutil
from pathlib import Path

import pytest

from tests.documents_run import Block, Reader, alike, blocks, commands, patched

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
PARTS = ("symbolic", "numeric", "proofs", "lineproof", "tests", "docs", "pyproject.toml")
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")
PATH = re.compile(r"`((?:symbolic|numeric|proofs|lineproof|tests|bench|docs)/[\w./]*)`")


def copied(folder: Path) -> Path:
    """A copy of the program and its tests."""
    for name in PARTS:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__", "documents", "claims"))
        else:
            shutil.copy(source, folder / name)
    return folder


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_block_is_followed(document: Path, tmp_path: Path) -> None:
    guide = document.name.startswith("adding_")
    reader = Reader(copied(tmp_path) if guide else ROOT, tmp_path)
    for block in blocks(document):
        reader.follow(block)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_what_is_named_exists(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    made = {block.path for block in blocks(document)}
    missing = [target for target in LINK.findall(text) if not (document.parent / target).exists()]
    missing += [target for target in PATH.findall(text) if target not in made and not (ROOT / target).exists()]
    assert not missing


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_make_targets_exist(document: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"(?:^ *(?:\$ )?|`)make ([a-z]+)", document.read_text(encoding="utf-8"), re.MULTILINE):
        assert f"\n{target}:" in makefile


def test_a_wrong_document_is_seen(tmp_path: Path) -> None:
    reader = Reader(ROOT, tmp_path)
    for language, text in {
        "console": "$ lineproof --version\nlineproof, version 9\n",
        "pycon": ">>> 1 + 1\n3\n",
        "python": "1 + 1\n",
        "": "no language\n",
    }.items():
        with pytest.raises(AssertionError):
            reader.follow(Block(1, language, "", text))
    with pytest.raises(AssertionError, match="exit status"):
        reader.follow(Block(1, "console", "", "$ lineproof --version  # exit status 1\nlineproof, version 0.1.0\n"))


def test_blocks_and_commands(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("1\n\n```toml a.toml\nx = 1\n```\n```console\n$ lineproof a  # exit status 2\nno\n$ make b\n```\n")
    first, second = blocks(page)
    assert (first.line, first.path, first.text) == (3, "a.toml", "x = 1\n")
    assert list(commands(second)) == [("lineproof a", 2, "no\n"), ("make b", 0, "")]


def test_outputs_alike() -> None:
    assert alike("a   0.1 s\n...\nb ... c\n", "a  12.345 s\nx\ny\nb and c\n")
    assert not alike("a\n...\nb\n", "a\nx\n")
    assert not alike("n = 1", "n = 2")
    assert alike("   witness: n = 1, A = [1]", "   witness: n = 1, A = [2]")
    assert not alike("   witness: n = 1", "   needs: n = 1")
    assert alike("  holds if   A = B\n", "  holds if   symmetric(A)\n")
    assert not alike("  holds if   A = B\n", "  needs   A = B\n")


def test_patches() -> None:
    block = Block(1, "diff", "a.py", " one\n-two\n+three\n\n")
    assert patched("one\ntwo\n\nfour\n", block) == "one\nthree\n\nfour\n"
    with pytest.raises(AssertionError, match="0 times"):
        patched("two\none\n", block)
