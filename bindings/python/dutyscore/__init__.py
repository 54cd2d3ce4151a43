"""Points regulations as exact, explainable scores.

    import dutyscore

    policy = dutyscore.load("rules/shigu-2022.duty")
    book = policy.evaluate("activities.csv", roster="roster.csv")
    book.scores(by="month").to_pandas()
    print(book.statement("彭闰芝", "2023-05"))

Points are :class:`decimal.Decimal`, days are :class:`datetime.date`; a float comes out only where
``as_float=True`` asks for it. Every mistake in a policy or in data is a
:class:`DutyscoreError` with all its diagnostics.
"""

from typing import TYPE_CHECKING

from dutyscore._core import Diagnostic, Place, __version__
from dutyscore.book import Book, Digests, RowCounts
from dutyscore.errors import DataError, DataWarning, DutyscoreError, PolicyError
from dutyscore.excel_reading import Workbook
from dutyscore.judging import Coverage, Mutation, coverage, mutate
from dutyscore.language import get_language, set_language
from dutyscore.live import Live
from dutyscore.policy import Policy, compile, load
from dutyscore.reports import Explanation, Ranking, Statement
from dutyscore.review import Bounds, Comparison, Lint, compare
from dutyscore.tables import Table
from dutyscore.testing import ScenarioOutcome, TestRun, run_scenarios
from dutyscore.totals import Totals

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

__all__ = [
    "Book",
    "Bounds",
    "Comparison",
    "Coverage",
    "DataError",
    "DataWarning",
    "Diagnostic",
    "Digests",
    "DutyscoreError",
    "Explanation",
    "Lint",
    "Live",
    "Mutation",
    "Place",
    "Policy",
    "PolicyError",
    "Ranking",
    "RowCounts",
    "ScenarioOutcome",
    "Statement",
    "Table",
    "TestRun",
    "Totals",
    "Workbook",
    "__version__",
    "compare",
    "compile",
    "coverage",
    "get_language",
    "load",
    "mutate",
    "run_scenarios",
    "set_language",
]


def load_ipython_extension(shell: "InteractiveShell") -> None:
    """``%load_ext dutyscore``: the cell magic ``%%duty``."""
    from dutyscore.magic import DutyMagics

    shell.register_magics(DutyMagics)
