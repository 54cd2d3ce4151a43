"""``python -m dutyscore``: the native command that came with the package."""

from __future__ import annotations

import importlib.metadata
import os
import sys


def command() -> str:
    """Where the installer put the command; FileNotFoundError when it is not there."""
    for file in importlib.metadata.files("dutyscore") or ():
        if file.stem == "dutyscore" and file.parent.name in ("bin", "Scripts"):
            return os.fspath(file.locate())
    raise FileNotFoundError("the command dutyscore is not installed with the package")


def main() -> None:
    path = command()
    os.execv(path, ["dutyscore", *sys.argv[1:]])


if __name__ == "__main__":
    main()
