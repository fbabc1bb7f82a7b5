"""Random symbols that satisfy their properties and hypotheses, exactly."""

from numeric.sampling.arithmetic import check
from numeric.sampling.constraints import System, analyse
from numeric.sampling.sampler import Sampler
from numeric.sampling.sizes import Sizes, sizes

__all__ = ["Sampler", "Sizes", "System", "analyse", "check", "sizes"]
