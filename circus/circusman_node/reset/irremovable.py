"""Folders that are never removed, whatever a service's description says: the homes of users, and what other file systems hang on.

`/` is none of them because no home that is `/` is opened, see `confined`.
"""

import os
import pwd
import re

from circusman_node.confined import Home
from circusman_node.errors import NodeError


def refuse_irremovable(home: Home, path: str) -> None:
    """NodeError when the folder `path` (relative to the home) is a user's home or a mount point, or holds one.

    A folder *below* a mount point may be removed: a home's `data` may well be a disk of its own, and `data/graph.db` lies on it.
    """
    with home.folder(path) as descriptor:
        real = os.readlink(f"/proc/self/fd/{descriptor}")
    for user in pwd.getpwall():
        if user.pw_dir.startswith("/") and _holds(real, os.path.realpath(user.pw_dir)):
            what = f"{path} in {home.path} is or holds {user.pw_dir}, the home of the user {user.pw_name}"
            raise NodeError(f"{what}, which is never removed; declare another folder")
    for mounted in mount_points():
        if _holds(real, mounted):
            what = f"{path} in {home.path} is or holds the mount point {mounted}"
            raise NodeError(f"{what}, which is never removed; unmount it, or declare a folder below it")


def mount_points() -> list[str]:
    """The paths where file systems are mounted, as this process sees them."""
    with open("/proc/self/mountinfo", encoding="utf-8", errors="surrogateescape") as lines:
        # The kernel writes blanks and backslashes in octal.
        return [re.sub(r"\\([0-7]{3})", lambda code: chr(int(code[1], 8)), line.split(" ")[4]) for line in lines]


def _holds(folder: str, path: str) -> bool:
    return path == folder or path.startswith(folder + "/")
