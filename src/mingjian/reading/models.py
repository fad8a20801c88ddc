"""The recognition models that came with the installation; nothing is ever brought from elsewhere.

PP-OCRv6 small (PaddleOCR, Apache-2.0) stands as ONNX files in the wheel of rapidocr. Its weights are run here directly:
rapidocr's own wrapper downloads what it does not find and takes every processor it sees.
"""

import os
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import numpy.typing as npt

# Its official builds send to their maker what runs where, and keep a number of the machine, unless told so first.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

import onnxruntime

from mingjian.errors import MingjianError

DETECTION = "PP-OCRv6_det_small.onnx"
RECOGNITION = "PP-OCRv6_rec_small.onnx"
THREADS = 1
"""Of one session: pages are shared out among processes, and threads that wait for each other only cost."""


class MissingModelError(MingjianError):
    """A recognition model is not where its package puts it."""

    code = "missing_model"
    status = 501
    exit_code = 4

    def __init__(self, name: str) -> None:
        super().__init__(f"the model {name} of the package rapidocr is missing: pip install --force-reinstall rapidocr")


class Model:
    """One network, loaded."""

    def __init__(self, name: str, *, arena: bool) -> None:
        """With an ``arena`` a network keeps the memory of its largest input for ever, and runs a sixth faster."""
        path = _folder() / name
        if not path.is_file():
            raise MissingModelError(name)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = THREADS
        options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = arena
        options.log_severity_level = 4
        self._session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        self._input = self._session.get_inputs()[0].name

    def run(self, batch: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """The network's one output."""
        answer: npt.NDArray[np.float32] = self._session.run(None, {self._input: batch})[0]
        return answer

    def metadata(self, key: str) -> str:
        """What stands in the model's file under this key."""
        return str(self._session.get_modelmeta().custom_metadata_map[key])


@cache
def load(name: str) -> Model:
    """The model, loaded once a process."""
    return Model(name, arena=name == RECOGNITION)  # a strip is small; a page, which detection sees, is not


def _folder() -> Path:
    package = find_spec("rapidocr")  # found, not imported: its own code is not needed
    if package is None or package.origin is None:
        raise MissingModelError("rapidocr")
    return Path(package.origin).parent / "models"
