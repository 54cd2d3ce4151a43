"""The language of messages and of words in tables: English or Chinese.

Wherever ``lang`` is not given, it is the one set here: at first that of ``LC_ALL``,
``LC_MESSAGES`` or ``LANG``, as for the command.
"""

from __future__ import annotations

import os
from typing import Literal

from dutyscore import _core

Language = Literal["en", "zh"]


def set_language(lang: Language) -> None:
    """Makes ``lang`` the language of everything that is not asked for in another one."""
    _core.set_language(lang)


def get_language() -> Language:
    """The language in which messages come when none is asked for."""
    return "zh" if _core.get_language() == "zh" else "en"


def _of_the_environment() -> Language:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return "zh" if value.startswith("zh") else "en"
    return "en"


set_language(_of_the_environment())
