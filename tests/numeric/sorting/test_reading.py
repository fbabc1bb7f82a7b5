"""Files of networks are read strictly."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from numeric.sorting import Network, read_networks
from symbolic.errors import FileError


def test_networks_are_read(tmp_path: Path) -> None:
    path = tmp_path / "networks.json"
    entries = [{"inputs": 2, "size": 1, "depth": 1, "comparators": [[0, 1]]}, {"inputs": 3, "comparators": []}]
    path.write_text(json.dumps({"source": "test", "networks": entries}), encoding="utf-8")
    assert read_networks(path) == (Network(2, [(0, 1)]), Network(3, []))


@pytest.mark.parametrize(("content", "message"), [
    ("[1, 2", "Expecting"),
    ("[]", "a list under 'networks'"),
    ('{"networks": 3}', "a list under 'networks'"),
    ('{"networks": [[]]}', "network 1: expected an object"),
    ('{"networks": [{"inputs": 2, "comparators": 5}]}', "network 1: expected an object"),
    ('{"networks": [{"inputs": 2, "comparators": []}, {"inputs": 2, "comparators": [[0, 2]]}]}', "network 2: comp"),
    ('{"networks": [{"comparators": []}]}', "positive number of wires"),
    ('{"networks": [{"inputs": 2, "size": 2, "comparators": [[0, 1]]}]}', "size is 1, the file says 2"),
    ('{"networks": [{"inputs": 2, "depth": 2, "comparators": [[0, 1]]}]}', "depth is 1, the file says 2"),
    ("[" * 100_000, "recursion"),
])
def test_other_files_are_refused(content: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "networks.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(FileError, match=message):
        read_networks(path)


def test_missing_and_binary_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "binary.json").write_bytes(b"\xff\xfe\x00")
    for name in ("absent.json", "binary.json"):
        with pytest.raises(FileError, match=name):
            read_networks(tmp_path / name)
