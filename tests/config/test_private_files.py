"""What the platform writes on disk is for its own eyes: logs say who did what."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

WRITES = """
import sys
from pathlib import Path
from thanjai.config import cli
cli.thanjai_command = lambda **words: (Path(sys.argv[1]) / "log").mkdir() or (Path(sys.argv[1]) / "log" / "web.log").touch()
cli.main()
"""


def test_files_are_ours_alone_and_folders_can_be_passed_through(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", WRITES, str(tmp_path)], check=True, env={**os.environ}, umask=0)
    assert stat.S_IMODE((tmp_path / "log" / "web.log").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "log").stat().st_mode) == 0o711
