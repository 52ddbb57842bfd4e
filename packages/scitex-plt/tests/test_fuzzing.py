"""Recipes and data that are spoilt at random are drawn or refused in words; none crashes, hangs or fills the memory."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = Path(__file__).with_name("fuzzing.py")
SEEDS = int(os.environ.get("SCITEX_FUZZ", "1"))  # hundreds, for a test that takes an hour
CASES = 90


@pytest.mark.parametrize("seed", range(SEEDS))
def test_what_is_spoilt_is_drawn_or_refused(tmp_path, seed):
    program = [sys.executable, PROGRAM, tmp_path, str(seed), str(CASES)]
    done = subprocess.run(program, capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr
    drawn, refused = map(int, re.fullmatch(r"(\d+) drawn, (\d+) refused\n", done.stdout).groups())
    assert drawn
    assert refused
