"""What a recipe from a stranger must not do, seen by an audit hook: run programs, import, change files, open others."""

import os
import sys

import matplotlib as mpl
from matplotlib import font_manager

from scitex_plt import artists

SEEN = []
ALLOWED = []
"""Folders while what happens is watched; a hook cannot be taken out again."""

RUNS = ("exec", "os.exec", "os.posix_spawn", "os.system", "pty.spawn", "socket.", "subprocess.", "urllib.")
CHANGES = ("os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.symlink", "os.truncate", "shutil.")
MODULES = {"PIL", "dateutil", "encodings", "matplotlib", "mpl_toolkits", "numpy", "pandas", "scitex_plt", "zoneinfo"}


def hook(event, given):
    """Note what a recipe must not do."""
    if not ALLOWED:
        return
    if event == "open" and isinstance(given[0], str | bytes):
        name = os.path.abspath(os.fsdecode(given[0]))
        if not name.startswith(tuple(ALLOWED)):
            SEEN.append((event, name))
    elif event == "import":
        if given[0].partition(".")[0] not in MODULES:
            SEEN.append((event, given[0]))
    elif event.startswith((*RUNS, *CHANGES)):
        SEEN.append((event, str(given)))


sys.addaudithook(hook)


class watching:
    """What happens meanwhile that must not: in this folder and matplotlib's own, files may be opened."""

    def __init__(self, folder):
        artists.kinds()  # those that come late are imported now
        fonts = {font.fname for font in (*font_manager.fontManager.ttflist, *font_manager.fontManager.afmlist)}
        own = (mpl.get_data_path(), mpl.get_cachedir(), sys.prefix, sys.base_prefix, "/usr/share/zoneinfo")
        self.allowed = [*map(str, (folder, *own)), *fonts]

    def __enter__(self):
        SEEN.clear()
        ALLOWED.extend(self.allowed)
        return SEEN

    def __exit__(self, *raised):
        ALLOWED.clear()
