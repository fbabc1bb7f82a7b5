"""Workers: answers in any order, hard limits of time and memory, one lost worker costs one answer."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from proofs.tasks import Claim, ClaimTask, Lost, Report
from proofs.workers import WorkerError, Workers

ROOT = Path(__file__).resolve().parents[2]
FAKE = "tests.proofs.fake_worker"


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    """Workers for all tests that leave them fit for the next."""
    with Workers(2, limit=20.0, memory=2 << 30, module=FAKE) as pool:
        yield pool


@pytest.fixture
def hurried() -> Iterator[Workers]:
    """Workers with one second of processor time, or of waiting, for a task."""
    with Workers(2, limit=1.0, patience=1.0, module=FAKE) as pool:
        yield pool


def answers(workers: Workers, tasks: list[Any]) -> list[Any]:
    found = {number: answer for number, answer, _ in workers.run(tasks)}
    assert sorted(found) == list(range(len(tasks)))
    return [found[k] for k in range(len(tasks))]


def test_every_task_is_answered_once_and_by_its_number(workers: Workers) -> None:
    tasks = [("echo", k) for k in range(50)]
    assert answers(workers, tasks) == list(range(50))
    assert answers(workers, tasks[:1]) == [0]
    assert answers(workers, []) == []


def test_a_lost_worker_costs_its_own_task_only(workers: Workers) -> None:
    found = answers(workers, [("echo", 0), "crash", "leave", "fill", ("echo", 4), ("echo", 5)])
    assert [found[k] for k in (0, 4, 5)] == [0, 4, 5]
    lost = {k: found[k].reason for k in (1, 2, 3)}
    assert "signal 6" in lost[1]
    assert "status 3" in lost[2]
    assert lost[3] == "out of memory: more than 2 GB"


def test_a_worker_may_leave_with_its_answer(workers: Workers) -> None:
    tasks = ["leave after this", "leave after this", ("echo", 2), "leave after this", ("echo", 4)]
    assert answers(workers, tasks) == ["left", "left", 2, "left", 4]


def test_a_task_that_does_nothing_is_ended(hurried: Workers) -> None:
    ((_, answer, seconds),) = list(hurried.run(["hang"]))
    assert answer == Lost("out of time: no answer in 1 s")
    assert seconds >= 1.0


def test_the_hard_limit_is_processor_time() -> None:
    with Workers(1, limit=0.3, patience=1000.0, module=FAKE) as pool:
        found = {number: answer for number, answer, _ in pool.run(["spin", ("echo", 1)])}
    assert found == {0: Lost("out of time: no answer in 0.3 s of processor time"), 1: 1}


def test_the_limit_is_of_one_task_and_not_of_all() -> None:
    tasks = [("work", 0.1)] * 8
    with Workers(1, limit=0.5, patience=1000.0, module=FAKE) as pool:
        assert answers(pool, tasks) == [None] * 8


def test_no_process_is_left() -> None:
    with Workers(2, limit=30.0, module=FAKE) as pool:
        run = pool.run([("echo", 1), "hang", "hang"])
        next(run)
        running = [w.process.pid for w in pool._workers]
    assert running
    for pid in running:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_a_worker_that_does_not_start_says_why() -> None:
    with (
        Workers(1, limit=3.0, module="tests.proofs.no_such_module") as pool,
        pytest.raises(WorkerError, match="no_such_module"),
    ):
        list(pool.run([("echo", 1)]))


def test_claims_are_judged_in_a_worker(workers: Workers) -> None:
    square = {"A": "n x n", "B": "n x n"}
    tasks = [
        ClaimTask(Claim(name, square, (), (text,)), 1.0, 0)
        for name, text in {
            "false": "A*B = B*A",
            "shape": "A*B = tr(A)*ones(n)",
            "text": "A*B = )",
            "open": "tr(A*B) = tr(B*A)",
        }.items()
    ]
    found: list[Report] = answers(workers, tasks)
    assert [r.verdict for r in found] == ["refuted", "ill-typed", "unread", "supported"]
    assert found[0].witness is not None and found[0].witness.startswith("n = 2, A = ")
    assert found[1].mistake is not None and found[1].mistake.place == "claim 1"
    assert found[2].mistake is not None and (found[2].mistake.column, found[2].mistake.text) == (7, "A*B = )")
    assert found[3].numeric is not None and found[3].numeric["trials"] > 0


def test_the_caller_loads_neither_sympy_nor_numpy() -> None:
    program = "import sys, proofs.workers, proofs.tasks, proofs.catalog; print({'sympy', 'numpy'} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"
