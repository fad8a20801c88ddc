"""How long a clue package takes: a gang of 100 members with 300 files, made, checked by its own script, made again.

    python -m benchmarks.clues [--customers 100] [--files 300] [--bytes 200000]

Files are scanned certificates of about the size that cameras make; times are of a machine that others may share, so
read the ratio to `zip` and `sha256sum` of the same files, measured in the same run.
"""

import argparse
import hashlib
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from datetime import datetime
from pathlib import Path

from tests.casework.clues import world

from mingjian.access.audit import AuditLog
from mingjian.access.entity_masks import mask_entity
from mingjian.casework.clues.building import build
from mingjian.casework.clues.settings import CluesSettings
from mingjian.casework.clues.signing import make_sm2_key, signers
from mingjian.casework.clues.statement import Statement, Subject, SubjectKind
from mingjian.store.database import Database
from mingjian.store.vault import Vault


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=100)
    parser.add_argument("--files", type=int, default=300)
    parser.add_argument("--bytes", type=int, default=200_000)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        home = Path(name) / "desk"
        run = world.publish(home, customers=chosen.customers, files=chosen.files, bytes_each=chosen.bytes)
        make_sm2_key(home)
        database = Database.in_folder(home)
        stated = datetime.fromisoformat("2026-11-26T09:00+08:00")
        targets = [Path(name) / "first.zip", Path(name) / "second.zip"]
        for target in targets:
            started, worked = time.perf_counter(), time.process_time()
            built = build(
                run,
                Subject(SubjectKind.GANG, world.GANG),
                Statement("某某消费金融有限公司", "李查证", stated, "涉嫌伪造印章，报案", "渝中区公安分局"),
                vault=Vault.open(home),
                signers=signers(home, CluesSettings()),
                audit=AuditLog(database),
                mask=mask_entity,
                target=target,
            )
            print(
                f"built {built.written.files} files, {built.originals} originals, {built.written.size / 1e6:.1f} MB in "
                f"{time.perf_counter() - started:.1f} s, {time.process_time() - worked:.1f} s of our processor time"
            )
        database.close()
        same = targets[0].read_bytes() == targets[1].read_bytes()
        print(f"built twice: {'byte-identical' if same else 'DIFFERENT'}")
        with zipfile.ZipFile(targets[0]) as archive:
            script = Path(name) / "verify.py"
            script.write_bytes(archive.read("verify.py"))
            contents = [archive.read(one) for one in archive.namelist()]
        # A Python that has nothing of ours or anybody's: no environment, no site packages, outside this folder.
        plain = shutil.which("python3", path="/usr/local/bin:/usr/bin:/bin") or sys.executable
        version = subprocess.run([plain, "-I", "-V"], env={}, capture_output=True, text=True, check=True).stdout.strip()
        started = time.perf_counter()
        found = subprocess.run([plain, "-I", "-S", str(script), str(targets[0])], env={}, cwd=name, check=False)
        print(
            f"verified by its own script with {plain} ({version}) in {time.perf_counter() - started:.1f} s: "
            f"exit code {found.returncode}"
        )
        started = time.perf_counter()
        with zipfile.ZipFile(Path(name) / "plain.zip", "w") as archive:
            for number, content in enumerate(contents):
                hashlib.sha256(content)
                archive.writestr(str(number), content)
        print(f"for comparison, hashed and zipped by the standard library in {time.perf_counter() - started:.1f} s")


if __name__ == "__main__":
    main()
