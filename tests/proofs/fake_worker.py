"""A worker whose prover proves nothing, and which can be told to hang, to spin, to crash, to fill its memory, and to
report the judge's errors.
"""

import os
import time
from typing import Any

from proofs.answers import perform
from proofs.proving import Failed, Proof
from proofs.sending import hold
from proofs.serving import serve

LEFT: list[bool] = []


def no_proof(hypotheses: Any, claim: Any, *, seconds: float) -> Proof:
    return Failed("nothing was tried")


def answer(task: Any) -> Any:
    match task:
        case "hang":
            while True:
                time.sleep(1)
        case "spin":
            while True:
                pass
        case "crash":
            os.abort()
        case "fill":
            return [bytes(1 << 26) for _ in range(1 << 20)]
        case "leave":
            os._exit(3)
        case ("echo", value):
            return value
        case ("work", seconds):
            until = time.process_time() + seconds
            while time.process_time() < until:
                pass
            return None
        case "leave after this":
            LEFT.append(True)
            return "left"
        case _:
            return perform(no_proof, task)


if __name__ == "__main__":
    hold()
    serve(answer, spent=lambda: bool(LEFT))
