"""Worker processes that judge lines: in parallel, each line under a hard limit of time and memory.

A line that does not answer in time, in whatever library it may hang, costs its worker and nothing else: the process
ends and another one takes its place. The limit is processor time, held by the system for the process itself, so that it
does not matter what else the machine runs. A process that does not even work is killed once `PATIENCE` times the limit
has passed on the wall: a worker that gets no more than that part of a core is cut short. Workers are fresh
interpreters, so it does not matter what the caller has loaded or which threads it runs.

Needs a POSIX system (descriptors are inherited). Nothing here loads SymPy or NumPy.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import Pipe
from multiprocessing.connection import Connection, wait
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import IO, Any

from proofs.tasks import Leaving, Lost, Ready
from symbolic.errors import LineproofError

WORKER = "proofs.worker"
"""The program of a worker."""
MEMORY = 3 << 30
"""Bytes of address space of one worker."""
PATIENCE = 8.0
"""The seconds on the wall that a task may take, for each second of its limit."""
START = 120.0
"""Seconds on the wall in which a worker must have loaded its modules."""
OUT_OF_MEMORY = 77
"""As in proofs.serving, which this module does not load: it is heavy for a caller that only waits."""
ROOT = Path(__file__).resolve().parents[1]


class WorkerError(LineproofError):
    """A worker process that cannot be started."""


def cores() -> int:
    """The number of cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass
class _Worker:
    """A process, its connection, and the task it is at: (its number, its deadline, when it began)."""

    process: subprocess.Popen[bytes]
    connection: Connection[Any, Any]
    errors: IO[bytes]
    deadline: float
    task: int | None = None
    began: float = 0.0
    ready: bool = False

    def end(self) -> None:
        """Kill the process and close what belongs to it."""
        self.process.kill()
        self.process.wait()
        self.connection.close()
        self.errors.close()

    def last_words(self) -> str:
        """The last line the process wrote to its standard error."""
        self.errors.seek(0)
        lines = self.errors.read()[-2000:].decode("utf-8", "replace").split("\n")
        return next((line.strip() for line in reversed(lines) if line.strip()), "no message")


class Workers:
    """Up to `count` workers; `limit` is the hard limit of one task, in seconds of processor time, and `patience` times
    that the one on the wall. A context manager: at its end no process is left.

    `module` is the program that the workers run.
    """

    def __init__(
        self,
        count: int | None = None,
        *,
        limit: float,
        patience: float = PATIENCE,
        memory: int = MEMORY,
        module: str = WORKER,
    ) -> None:
        self.count, self.limit, self.wall = max(count or cores(), 1), limit, patience * limit
        self.memory, self.module = memory, module
        self._workers: list[_Worker] = []

    def __enter__(self) -> Workers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Kill all workers."""
        while self._workers:
            self._workers.pop().end()

    def run(self, tasks: Sequence[Any]) -> Iterator[tuple[int, Any, float]]:
        """Number, answer and seconds of each task, in the order in which they are done. The answer is `Lost` where
        there is none.

        Raises WorkerError where no worker can be started.
        """
        queue = deque(range(len(tasks)))
        while len(self._workers) < min(self.count, len(tasks)):
            self._workers.append(self._start())
        for worker in self._workers:
            if worker.ready:
                self._next(worker, queue, tasks)
        open_ = len(tasks)
        while open_:
            for worker, message in self._messages():
                number, worker.task = worker.task, None
                if isinstance(message, Ready):
                    worker.ready = True
                elif number is not None:
                    open_ -= 1
                    answer = message.answer if isinstance(message, Leaving) else message
                    yield number, answer, monotonic() - worker.began
                if isinstance(message, Lost | Leaving):
                    self._replace(worker, message, needed=bool(queue))
                else:
                    self._next(worker, queue, tasks)

    def _next(self, worker: _Worker, queue: deque[int], tasks: Sequence[Any]) -> None:
        """Give a worker its next task; without one it waits for ever."""
        worker.deadline = float("inf")
        if queue:
            worker.task, worker.began = queue.popleft(), monotonic()
            worker.deadline = worker.began + self.wall
            try:
                worker.connection.send(tasks[worker.task])
            except OSError:
                worker.deadline = 0.0

    def _messages(self) -> Iterator[tuple[_Worker, Any]]:
        """What the workers have to say by the next deadline; `Lost` for those who let it pass or ended."""
        first = min(w.deadline for w in self._workers)
        timeout = None if first == float("inf") else max(first - monotonic(), 0.0)
        speaking = wait([w.connection for w in self._workers], timeout)
        for worker in list(self._workers):
            if worker.connection in speaking:
                try:
                    yield worker, worker.connection.recv()
                except (EOFError, OSError):
                    worker.process.wait()
                    yield worker, Lost(self._ending(worker))
            elif worker.deadline <= monotonic():
                yield worker, Lost(self._silence())

    def _silence(self) -> str:
        return f"out of time: no answer in {self.wall:g} s"

    def _ending(self, worker: _Worker) -> str:
        status = worker.process.returncode
        if status == OUT_OF_MEMORY:
            return f"out of memory: more than {self.memory / (1 << 30):.3g} GB"
        if status == -signal.SIGPROF:
            return f"out of time: no answer in {self.limit:g} s of processor time"
        if status == 1 and monotonic() - worker.began >= self.wall:
            return self._silence()
        return (
            f"its process ended with {f'signal {-status}' if status < 0 else f'status {status}'}: {worker.last_words()}"
        )

    def _replace(self, worker: _Worker, lost: Lost | Leaving, *, needed: bool) -> None:
        self._workers.remove(worker)
        if not worker.ready and isinstance(lost, Lost):
            worker.process.kill()
            said = worker.last_words()
            worker.end()
            raise WorkerError(f"a worker process does not start: {lost.reason if said in lost.reason else said}")
        worker.end()
        if needed:
            self._workers.append(self._start())

    def _start(self) -> _Worker:
        """A new process, its modules not yet loaded."""
        ours, theirs = Pipe()
        errors = tempfile.TemporaryFile()  # noqa: SIM115 (it lives as long as the worker)
        path = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
        one = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
        flags = ["-P", *["-O"] * sys.flags.optimize]
        command = [
            sys.executable,
            *flags,
            "-m",
            self.module,
            str(theirs.fileno()),
            str(self.limit),
            str(self.wall + 5),
            str(self.memory),
        ]
        process = subprocess.Popen(
            command,
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            env={**os.environ, **one, "PYTHONPATH": path},
            start_new_session=True,
        )
        theirs.close()
        return _Worker(process, ours, errors, monotonic() + START)
