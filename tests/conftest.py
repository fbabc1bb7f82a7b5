"""Set-up of the whole suite: one printed seed, hypothesis without limits of time, figures without a display."""

import os
import zlib

import numpy
import pytest
from hypothesis import HealthCheck, settings

from proofs.serving import collect_seldom

os.environ.setdefault("MPLBACKEND", "Agg")

collect_seldom()

# A slow draw says only what else the machine runs.
settings.register_profile(
    "lineproof",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    print_blob=True,
    derandomize="CI" in os.environ,
)
settings.load_profile("lineproof")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--seed", type=int, default=20240229, help="seed of the fixture rng (the header prints it)")


def pytest_report_header(config: pytest.Config) -> str:
    return f"seed of the fixture rng: {config.getoption('--seed')} (--seed)"


@pytest.fixture
def rng(request: pytest.FixtureRequest) -> numpy.random.Generator:
    """A generator of the test's own: from the seed and the name of the test, so the order of the tests is no matter."""
    name = zlib.crc32(request.node.nodeid.encode())
    return numpy.random.default_rng([request.config.getoption("--seed"), name])
