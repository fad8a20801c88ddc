"""What runs the recognition models tells nobody that it does."""

import subprocess
import sys
from pathlib import Path

HERE = "from mingjian.reading.models import DETECTION, Model; Model(DETECTION, arena=False)"


def test_a_loaded_model_leaves_nothing_that_could_be_sent(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", HERE], env={"HOME": str(tmp_path)}, capture_output=True, check=True)
    assert done.returncode == 0
    assert list(tmp_path.iterdir()) == []
