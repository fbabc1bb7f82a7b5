"""The side of a worker process: answers the tasks it is sent, one after another, under a limit on its memory.

The command line is DESCRIPTOR SECONDS WALL MEMORY: the connection to the parent; the seconds of processor time after
which a task ends the process, in whatever library it may be; the seconds on the wall after which it does, should nobody
be there any more to end it; the bytes of address space.
"""

from __future__ import annotations

import faulthandler
import gc
import os
import resource
import signal
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

from proofs.tasks import Leaving, Ready

OUT_OF_MEMORY = 77
"""The status with which a process ends that has no memory left."""


def serve(perform: Callable[[Any], Any], spent: Callable[[], bool] = lambda: False) -> None:
    """Answer tasks with `perform` until the connection is closed, or the process is `spent`: fit for no further task.

    Ends the process where memory runs out.
    """
    descriptor, seconds, wall, memory = int(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4])
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGPROF, signal.SIG_DFL)  # it ends the process, and needs no interpreter for that
    limit(memory)
    collect_seldom()
    try:
        answer(Connection(descriptor), perform, spent, seconds, wall)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)  # nothing can be cleaned up without memory
    except (BrokenPipeError, ConnectionResetError):
        return


def collect_seldom() -> None:
    """Look for reference cycles in what came after the modules only, and less often than by default.

    A proof makes many small objects and hardly a cycle: by default a tenth of its time goes into looking for them.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def limit(memory: int) -> None:
    """Bound the address space, and leave no core files."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    if hard == resource.RLIM_INFINITY or memory < hard:
        resource.setrlimit(resource.RLIMIT_AS, (memory, hard))


def answer(
    connection: Connection[Any, Any],
    perform: Callable[[Any], Any],
    spent: Callable[[], bool],
    seconds: float,
    wall: float,
) -> None:
    """Say that the modules are loaded, then answer until the other side closes the connection, or until `spent`."""
    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        connection.send(Ready())
        while True:
            try:
                task = connection.recv()
            except EOFError:
                return
            signal.setitimer(signal.ITIMER_PROF, seconds)
            faulthandler.dump_traceback_later(wall, exit=True, file=nowhere)
            found = perform(task)
            faulthandler.cancel_dump_traceback_later()
            signal.setitimer(signal.ITIMER_PROF, 0.0)
            if spent():
                connection.send(Leaving(found))
                return
            connection.send(found)
