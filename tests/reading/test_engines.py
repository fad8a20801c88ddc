"""One per-file function, two engines."""

from pathlib import Path

import pytest

from mingjian.reading.files import SCHEMA, read_file
from mingjian.store.engine import Engine
from tests.reading.samples import SAMPLES


@pytest.mark.spark
@pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")  # PySpark leaves its sockets to the collector
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_files_are_read_alike_by_both_engines(tmp_path: Path, engine: Engine, spark_engine: Engine) -> None:
    paths = []
    for name, data in SAMPLES.items():
        for cut in (len(data), len(data) // 2):
            path = tmp_path / f"{name}-{cut}"
            path.write_bytes(data[:cut])
            paths.append(str(path))
    here, there = (
        one.map_files(read_file, paths, SCHEMA).to_pyarrow().sort_by("sha256").to_pylist()
        for one in (engine, spark_engine)
    )
    assert here == there
    assert len(here) == len(paths)
