"""The worker process of the judge: `python -m proofs.worker`, started by `proofs.workers`."""

from functools import partial

from proofs.answers import perform
from proofs.interruption import Interruptible
from proofs.sending import hold
from proofs.serving import serve
from symbolic.provers.prover import prove
from symbolic.replay.store import replay_theorem

if __name__ == "__main__":
    hold()
    prover = Interruptible(prove)
    serve(partial(perform, prover, replay=replay_theorem), spent=lambda: prover.spent)
