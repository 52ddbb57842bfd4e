"""What only matplotlib 3.11 and later can do: tests and examples of it are skipped with 3.10, and say why."""

from functools import wraps

import matplotlib as mpl
import pytest

IS_LATER = mpl.__version_info__ >= (3, 11)


def later(reason):
    """Return the mark of a test that needs matplotlib 3.11."""
    return pytest.mark.skipif(not IS_LATER, reason=f"matplotlib before 3.11: {reason}")


def drawn_later(reason, draw):
    """Return an example that skips the test that draws it, unless matplotlib is 3.11 or later."""

    @wraps(draw)
    def draw_or_skip(*args, **options):
        if not IS_LATER:
            pytest.skip(f"matplotlib before 3.11: {reason}")
        return draw(*args, **options)

    return draw_or_skip
