"""Tables on their way in: whatever holds rows becomes activities or a roster.

Taken are paths of CSV and JSON Lines files, anything with ``__arrow_c_stream__`` or
``__arrow_c_array__`` (pyarrow, Polars, DuckDB, nanoarrow, pandas), pandas without pyarrow,
DB-API cursors, a mapping of columns, and rows as mappings. Columns are found by name or by
label, in any order, and everything is judged as the same table in a CSV file would be.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Protocol

from dutyscore import _core
from dutyscore.excel_reading import Sheet, sheets_of, workbooks_of
from dutyscore.progress import Listener

#: Anything tabular. Checked when it is read, because most of it is known by its methods alone.
Data = Any

_CHUNK = 8192


class Cursor(Protocol):
    """What is asked of a DB-API cursor that has executed a query."""

    @property
    def description(self) -> Sequence[Sequence[Any]] | None: ...
    def fetchmany(self, size: int) -> Sequence[Sequence[Any]]: ...


class _Rows(Protocol):
    """A reader of rows of Python values, of activities or of a roster."""

    def start(self, name: str, titles: Sequence[str]) -> None: ...
    def add(self, rows: Iterable[Sequence[Any]], first: int | None = None) -> None: ...


def threads_of(threads: int | None) -> int:
    """So many, or one for each processor that this process may use."""
    if threads is None:
        allowed = getattr(os, "sched_getaffinity", None)
        return len(allowed(0)) if allowed else os.cpu_count() or 1
    if threads < 1:
        raise ValueError(f"threads must be 1 or more, not {threads}")
    return threads


def options(
    threads: int | None = None,
    timezone: str | None = None,
    ignore_columns: Iterable[str] = (),
    ignore_unknown_columns: bool = False,
) -> _core.ReadingOptions:
    """How tables are read, for all that is read in one call."""
    return _core.ReadingOptions(
        list(ignore_columns), ignore_unknown_columns, threads_of(threads), timezone or ""
    )


def paths_of(data: Data) -> list[str] | None:
    """The paths, when the data are a path or a list of paths of files that are no workbooks."""
    if workbooks_of(data):
        return None
    if isinstance(data, (str, os.PathLike)):
        return [os.fspath(data)]
    if not isinstance(data, (list, tuple)) or not data:
        return None
    if all(isinstance(one, (str, os.PathLike)) for one in data):
        return [os.fspath(one) for one in data]
    return None


def repeatable(data: Data) -> Data:
    """The same data, so that they can be read more than once."""
    is_arrow = hasattr(data, "__arrow_c_stream__") or hasattr(data, "__arrow_c_array__")
    is_iterator = isinstance(data, Iterator)
    if type(data).__name__ == "PyCapsule" or (is_arrow and is_iterator):
        raise TypeError(
            f"the data are read twice, and {type(data).__name__} can be read once: give the table "
            "that it is of"
        )
    if hasattr(data, "description") and hasattr(data, "fetchmany"):
        titles, chunks = _cursor_rows(data)
        return [dict(zip(titles, row, strict=True)) for chunk in chunks for row in chunk]
    return list(data) if is_iterator else data


def read_activities(
    policy: _core.Policy, data: Data, how: _core.ReadingOptions, listener: Listener | None
) -> _core.Batch:
    """Activities from anything tabular. DataError when the table as a whole cannot be read."""
    if isinstance(data, _core.Batch):
        return data
    if (paths := paths_of(data)) is not None:
        return _core.read_files(policy, paths, how, listener)
    if (table := _arrow_of(data)) is not None:
        return _core.read_arrow(policy, table, _name_of(data), how, listener)
    if books := workbooks_of(data):
        sheets = sheets_of(books, policy, "activities")
        rows = _core.ActivityRows(policy, sheets[0].name, sheets[0].titles, how)
        _add_sheets(rows, sheets, listener)
        return rows.finish()
    titles, chunks = _table_of(data)
    reader = _core.ActivityRows(policy, _name_of(data), titles, how)
    _add_all(reader, chunks, listener)
    return reader.finish()


def read_roster(
    policy: _core.Policy, data: Data, how: _core.ReadingOptions, listener: Listener | None
) -> _core.Roster | None:
    """A roster from anything tabular; None stays None."""
    if data is None or isinstance(data, _core.Roster):
        return data
    paths = paths_of(data)
    if paths is not None and len(paths) == 1:
        return _core.read_roster_file(policy, paths[0], how, listener)
    if paths is not None:
        raise TypeError("a roster is one table, not several files")
    if (table := _arrow_of(data)) is not None:
        return _core.read_roster_arrow(policy, table, _name_of(data), how, listener)
    if books := workbooks_of(data):
        sheets = sheets_of(books, policy, "roster")
        if len(sheets) > 1:
            raise TypeError("a roster is one table: choose a sheet by Workbook(path, sheet)")
        rows = _core.RosterRows(policy, sheets[0].name, sheets[0].titles, how)
        _add_sheets(rows, sheets, listener)
        return rows.finish()
    titles, chunks = _table_of(data)
    reader = _core.RosterRows(policy, _name_of(data), titles, how)
    _add_all(reader, chunks, listener)
    return reader.finish()


def _add_all(
    reader: _Rows, chunks: Iterator[Sequence[Sequence[Any]]], listener: Listener | None
) -> None:
    done = 0
    for chunk in chunks:
        reader.add(chunk)
        done += len(chunk)
        if listener is not None:
            listener(done, 0)


def _add_sheets(reader: _Rows, sheets: list[Sheet], listener: Listener | None) -> None:
    done = 0
    for number, sheet in enumerate(sheets):
        if number > 0:
            reader.start(sheet.name, sheet.titles)
        for first, rows in sheet.stretches():
            reader.add(rows, first)
            done += len(rows)
            if listener is not None:
                listener(done, 0)


def _name_of(data: Data) -> str:
    """What messages call the table."""
    return "rows" if isinstance(data, (list, tuple, Iterator)) else type(data).__name__


# Titles, and the rows some at a time. Without titles there are no rows that could have any.
_Table = tuple[list[str] | None, Iterator[Sequence[Sequence[Any]]]]


def _table_of(data: Data) -> _Table:
    if _is_pandas(data):
        return _pandas_rows(data)
    if hasattr(data, "description") and hasattr(data, "fetchmany"):
        return _cursor_rows(data)
    if isinstance(data, Mapping):
        return _column_rows(data)
    if isinstance(data, Iterable) and not isinstance(data, (bytes, bytearray)):
        return _mapping_rows(data)
    raise TypeError(
        f"dutyscore cannot read rows from {type(data).__name__}: give a path, a table that speaks "
        "Arrow, a DataFrame, a cursor, or dicts"
    )


def _chunks_of(rows: Iterable[Sequence[Any]]) -> Iterator[Sequence[Sequence[Any]]]:
    rows = iter(rows)
    while chunk := list(islice(rows, _CHUNK)):
        yield chunk


def _mapping_rows(data: Iterable[Any]) -> _Table:
    """Rows as mappings; every key that any of them has is a column."""
    rows = list(data)
    titles: dict[str, None] = {}
    for number, row in enumerate(rows, 1):
        if not isinstance(row, Mapping):
            raise TypeError(f"row {number} is no mapping but {type(row).__name__}")
        titles.update(dict.fromkeys(map(str, row)))
    names = list(titles)
    return names if rows else None, _chunks_of([row.get(name) for name in names] for row in rows)


def _column_rows(data: Mapping[Any, Any]) -> _Table:
    """A mapping from titles to columns of one length."""
    columns = [list(column) for column in data.values()]
    if len({len(column) for column in columns}) > 1:
        raise ValueError("the columns have different lengths")
    return [str(title) for title in data], _chunks_of(zip(*columns, strict=True))


def _cursor_rows(cursor: Cursor) -> tuple[list[str], Iterator[Sequence[Sequence[Any]]]]:
    if cursor.description is None:
        raise TypeError("the cursor has no result: execute a query first")
    titles = [str(column[0]) for column in cursor.description]
    return titles, iter(lambda: cursor.fetchmany(_CHUNK), [])


def _arrow_of(data: Data) -> object | None:
    """What gives a capsule of Arrow, when there is such a way."""
    if _is_pandas(data):
        return _arrow_of_pandas(data)
    if type(data).__name__ == "PyCapsule":
        return data  # type: ignore[no-any-return]
    if hasattr(data, "__arrow_c_stream__") or hasattr(data, "__arrow_c_array__"):
        return data  # type: ignore[no-any-return]
    return None


def _arrow_of_pandas(frame: Any) -> object | None:
    """A frame by way of pyarrow; None without it, and for columns that it refuses."""
    if not hasattr(frame, "__arrow_c_stream__") or importlib.util.find_spec("pyarrow") is None:
        return None
    import pyarrow

    frame = frame.reset_index(drop=True)  # an index names rows; it is no column
    for name, dtype in frame.dtypes.items():
        if getattr(dtype, "name", "") == "category" and len(dtype.categories) == 0:
            frame = frame.assign(**{str(name): None})  # Arrow would have no type for its texts
    try:
        stream: object = frame.__arrow_c_stream__()
        return stream
    except (pyarrow.ArrowInvalid, pyarrow.ArrowTypeError, pyarrow.ArrowNotImplementedError):
        return None


def _is_pandas(data: Data) -> bool:
    return type(data).__module__.partition(".")[0] == "pandas" and hasattr(data, "columns")


def _pandas_rows(frame: Any) -> _Table:
    """Without pyarrow: what pandas calls missing (NaN, NaT, NA) is an absent cell."""

    def chunks() -> Iterator[Sequence[Sequence[Any]]]:
        for begin in range(0, len(frame), _CHUNK):
            some = frame.iloc[begin : begin + _CHUNK]
            yield list(
                zip(*(_pandas_cells(some.iloc[:, i]) for i in range(some.shape[1])), strict=True)
            )

    return [str(title) for title in frame.columns], chunks()


def _pandas_cells(column: Any) -> list[Any]:
    missing = column.isna()
    values: list[Any] = column.astype(object).tolist()
    if missing.any():
        return [None if gone else v for v, gone in zip(values, missing, strict=True)]
    return values
