"""An upgrade tried on a copy: a backup restored aside, brought to the newest migration, and looked at."""

import shutil
from pathlib import Path

from mingjian.settings import Settings
from mingjian.store.backup import restore
from mingjian.store.database import Database
from mingjian.store.vault import KEY_FILE
from mingjian.store.workspace import Workspace
from mingjian.web.checkup import Finding, examine
from mingjian.web.desk import Desk


def rehearse(backup: Path, folder: Path, settings: Settings, *, key_file: Path | None = None) -> tuple[Finding, ...]:
    """Restores into an empty folder with a SQLite database of its own and examines it as 'mingjian doctor' does.

    Without a key the sealed files are not opened.
    """
    home = Workspace(folder)
    restored = Database.in_folder(home.root)
    restore(backup, home, restored)
    restored.close()
    if key_file is not None:
        shutil.copyfile(key_file, home.root / KEY_FILE)
        (home.root / KEY_FILE).chmod(0o600)
    elif not settings.vault_key.get_secret_value():
        shutil.rmtree(home.vault, ignore_errors=True)
    # Opening it anew is what a new version does first: the database goes to its newest migration.
    desk = Desk(home.root, settings.model_copy(update={"database_url": ""}))
    try:
        return examine(desk, settings)
    finally:
        desk.close()
