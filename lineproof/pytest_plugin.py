"""The pytest plugin of lineproof."""

from lineproof import __version__


def pytest_report_header() -> str:
    """One line on the version in the header of a test run."""
    return f"lineproof {__version__}"
