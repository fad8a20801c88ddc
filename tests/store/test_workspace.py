import subprocess
import sys
from pathlib import Path

import pytest

from mingjian.errors import BusyError, InputError, NotFoundError
from mingjian.store.workspace import RunFolder, Workspace, find_run


def _run(workspace: Workspace, content: str) -> None:
    with workspace.writing(), workspace.draft() as draft:
        (draft.path / "gangs.parquet").write_text(content)
        (draft.path / "run.json").write_text("{}")


def test_a_finished_run_is_what_the_folder_shows(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "desk")
    _run(workspace, "first")
    _run(workspace, "second")
    assert (workspace.root / "gangs.parquet").read_text() == "second"
    assert [run.name for run in workspace.runs] == ["0001", "0002"]
    assert (workspace.run("1").path / "gangs.parquet").read_text() == "first"


def test_a_run_that_fails_leaves_the_one_before(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    _run(workspace, "good")
    with pytest.raises(FileNotFoundError), workspace.writing(), workspace.draft() as draft:
        (draft.path / "run.json").write_text((draft.path / "not there").read_text())
    assert (tmp_path / "gangs.parquet").read_text() == "good"
    assert [path.name for path in workspace.runs_folder.iterdir()] == ["0001"]


def test_leftovers_of_killed_runs_are_swept_by_the_next_writer(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    _run(workspace, "good")
    (workspace.runs_folder / ".0002.dead" / "workings").mkdir(parents=True)
    (tmp_path / ".current.dead").symlink_to("runs/0002")
    (workspace.intake / ".draft.dead").mkdir(parents=True)
    seen = workspace.cache / "examinations" / "ab"
    seen.mkdir(parents=True)
    for name in ("abcd.json.gz", ".abcd.json.gz.dead"):
        (seen / name).touch()
    with workspace.writing():
        pass
    assert not list(tmp_path.glob("**/*.dead"))
    assert [path.name for path in seen.iterdir()] == ["abcd.json.gz"]
    assert (tmp_path / "gangs.parquet").read_text() == "good"


def test_a_second_writer_is_told_to_wait(tmp_path: Path) -> None:
    script = (
        "import sys, time; from pathlib import Path; from mingjian.store.workspace import Workspace\n"
        "with Workspace(Path(sys.argv[1])).writing():\n    print('writing', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        other.stdout.readline()
        with pytest.raises(BusyError, match="wait"), Workspace(tmp_path).writing():
            pass
        other.kill()
        other.wait()
    with Workspace(tmp_path).writing():  # the kernel gave the lock back
        pass


def test_a_file_in_the_way_is_not_overwritten(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    (tmp_path / "gangs.parquet").write_text("mine")
    with pytest.raises(InputError, match="in the way"):
        _run(workspace, "run")
    assert (tmp_path / "gangs.parquet").read_text() == "mine"


def test_the_next_delivery_adds_to_the_latest(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    assert workspace.delivered is None
    (workspace.intake / "abc").mkdir(parents=True)
    workspace.accept("abc")
    assert workspace.delivered == "abc"


def test_a_run_is_found_by_its_folder_or_by_its_workspace(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    _run(workspace, "only")
    run = RunFolder.at(tmp_path / "runs" / "0001")
    assert find_run(tmp_path) == find_run(run.path) == find_run(tmp_path / "current") == run
    assert run.workspace == tmp_path.resolve()


def test_a_folder_without_runs_says_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="mingjian run"):
        Workspace.open(tmp_path)
    (tmp_path / "runs").mkdir()
    with pytest.raises(NotFoundError, match="mingjian run"):
        Workspace.open(tmp_path).run()
    with pytest.raises(NotFoundError, match="0007"):
        Workspace.open(tmp_path).run("0007")


def test_links_are_relative_so_that_the_folder_can_be_moved(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "here")
    _run(workspace, "moved")
    workspace.root.rename(tmp_path / "there")
    assert (tmp_path / "there" / "gangs.parquet").read_text() == "moved"
    assert not (tmp_path / "there" / "current").readlink().is_absolute()
