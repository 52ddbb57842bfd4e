"""Audit a Python program that an audited run starts: Python imports this before anything of the program itself.

The variable `SCITEX_AUDIT` says what there is to know of the run.
"""

import os
import sys
from contextlib import suppress
from importlib.machinery import PathFinder
from importlib.util import module_from_spec


def make_way() -> None:
    """Import the `sitecustomize` that there is without this one, if there is one."""
    here = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH120
    sys.path[:] = [entry for entry in sys.path if os.path.abspath(entry) != here]
    spec = PathFinder.find_spec("sitecustomize", sys.path)
    if spec is not None and spec.loader is not None:
        spec.loader.exec_module(module_from_spec(spec))


make_way()
if "SCITEX_AUDIT" in os.environ:
    with suppress(ImportError, SyntaxError):  # another Python, without SciTeX: the run names it as not audited
        from scitex_session.auditing.hearing import join

        join(os.environ["SCITEX_AUDIT"])
