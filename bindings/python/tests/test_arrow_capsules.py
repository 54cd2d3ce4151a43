"""Capsules that are used twice, fail, raise or are something else: a clear error, released once."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from typing import Any

import pytest

import dutyscore
from samples import ROWS

pa: Any = pytest.importorskip("pyarrow")


def table() -> Any:
    return pa.table(
        {
            "subject": ["Ann", "Bob"],
            "kind": ["watch", "watch"],
            "date": ["2023-05-06", "2023-05-07"],
            "Hours": [3, 11],
        }
    )


def test_a_table(policy: dutyscore.Policy) -> None:
    assert policy.evaluate(table()).scores()["points"] == [6, 20]
    assert policy.totals(table())["points"] == [6, 20]
    assert policy.finish(policy.accumulate(table())).scores()["points"] == [6, 20]
    live = policy.live()
    live.apply(table())
    assert live.book().scores()["points"] == [6, 20]


def test_an_array_of_structs(policy: dutyscore.Policy) -> None:
    assert policy.evaluate(table().to_batches()[0]).scores()["points"] == [6, 20]
    assert policy.evaluate(table().to_struct_array().chunk(0)).scores()["points"] == [6, 20]


def test_a_roster(policy: dutyscore.Policy) -> None:
    roster = pa.table(
        {"对象": ["Ann", "Bob"], "单位": ["East", None], "任职起": [None, "2023-06-01"]}
    )
    book = policy.evaluate(table(), roster=roster)
    assert book.rank("2023", within="East")["points"] == [6]
    assert book.refused["subject"] == ["Bob"]
    with pytest.raises(dutyscore.DataError, match="DS0354"):
        policy.evaluate(ROWS, roster=pa.concat_tables([roster, roster]))


def test_our_own_tables(policy: dutyscore.Policy) -> None:
    book = policy.evaluate(table())
    scores = book.scores()
    with pytest.raises(dutyscore.DataError, match="DS0303"):
        policy.evaluate(scores)


def test_a_capsule_is_used_once(policy: dutyscore.Policy) -> None:
    capsule = table().__arrow_c_stream__()
    assert policy.evaluate(capsule).scores()["points"] == [6, 20]
    with pytest.raises(dutyscore.DataError, match="DS0374"):
        policy.evaluate(capsule)
    reader = table().to_reader()
    policy.evaluate(reader)
    with (
        pytest.warns(dutyscore.DataWarning, match="DS0344"),  # pyarrow gives an empty stream
        pytest.raises(dutyscore.DataError, match="DS0403"),
    ):
        policy.evaluate(reader)


class Producer:
    """Gives whatever it is told to."""

    def __init__(self, stream: Any = None, array: Any = None) -> None:
        if stream is not None:
            self.__arrow_c_stream__ = stream
        if array is not None:
            self.__arrow_c_array__ = array


def raises(requested_schema: object = None) -> object:
    raise LookupError("no stream today")


def test_wrong_capsules(policy: dutyscore.Policy) -> None:
    schema, array = table().to_batches()[0].__arrow_c_array__()
    wrong: list[tuple[object, type[Exception], str]] = [
        (Producer(raises), LookupError, "no stream today"),
        (schema, ValueError, "expected a capsule “arrow_array_stream”, found “arrow_schema”"),
        (Producer(lambda: 7), TypeError, "expected a capsule “arrow_array_stream”, found int"),
        (Producer(lambda: schema), ValueError, "found “arrow_schema”"),
        (Producer(array=lambda: (array, schema)), ValueError, "expected a capsule “arrow_schema”"),
        (Producer(array=lambda: (schema,)), TypeError, "gave no two capsules"),
    ]
    for producer, error, message in wrong:
        with pytest.raises(error, match=message):
            policy.evaluate(producer)
    # None of these has taken anything.
    assert policy.evaluate(Producer(array=lambda: (schema, array))).scores()["points"] == [6, 20]


def failing(after: int) -> Any:
    def batches() -> Iterator[Any]:
        for _ in range(after):
            yield from table().to_batches()
        raise LookupError("the disk is gone")

    return pa.RecordBatchReader.from_batches(table().schema, batches())


def test_a_producer_that_fails_at_its_third_chunk(policy: dutyscore.Policy) -> None:
    with pytest.raises(dutyscore.DataError, match="the disk is gone") as caught:
        policy.evaluate(failing(2))
    assert [d.code for d in caught.value.diagnostics] == ["DS0375"]


def test_types_that_are_no_cells(policy: dutyscore.Policy) -> None:
    wrong = table().append_column("place", pa.array([b"x", b"y"]))
    wrong = wrong.append_column("people", pa.array([[1], [2]]))
    with pytest.raises(dutyscore.DataError) as caught:
        policy.evaluate(wrong)
    assert [d.code for d in caught.value.diagnostics] == ["DS0370", "DS0370"]
    with pytest.raises(dutyscore.DataError, match="DS0371"):
        policy.evaluate(table().set_column(2, "date", pa.array([0, 1], pa.timestamp("s", "UTC"))))


def test_nothing_is_kept(policy: dutyscore.Policy) -> None:
    """Whatever happens, producers get all of their memory back."""
    policy.evaluate(table())
    gc.collect()
    before = pa.total_allocated_bytes()
    for _ in range(50):
        policy.evaluate(table())
        with pytest.raises(dutyscore.DataError):
            policy.evaluate(failing(2))
        with pytest.raises(dutyscore.DataError):
            policy.evaluate(table().rename_columns(["subject", "kind", "date", "nothing"]))
        table().__arrow_c_stream__()  # taken by nobody
    gc.collect()
    assert pa.total_allocated_bytes() <= before
