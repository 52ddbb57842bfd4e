"""What all tests of scitex-io share."""

from importlib.util import find_spec

import pytest

from scitex_io.registry import BUILT_IN


@pytest.fixture(autouse=True)
def only_with_torch(request):
    """Skip the tests of a format that needs torch where there is none: `scitex-io[all]` does not bring it."""
    parameters = request.node.callspec.params if hasattr(request.node, "callspec") else {}
    row = BUILT_IN.get(parameters.get("extension"))
    if row and row.extra == "torch" and not find_spec("torch"):
        pytest.skip("torch is not installed")
