"""Long calls: other threads go on, Ctrl-C ends them, and they show how far they are."""

from __future__ import annotations

import fcntl
import os
import pty
import signal
import struct
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import dutyscore
from dutyscore import progress
from samples import POLICY, ROWS


@pytest.fixture(scope="module")
def many_rows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that takes a while."""
    path = tmp_path_factory.mktemp("data") / "many.csv"
    some = "".join(
        f"S{{n}}{i:03d},watch,2023-{1 + i % 12:02d}-{1 + i % 28:02d},{i % 7}\n" for i in range(500)
    )
    with path.open("w") as file:
        file.write("subject,kind,date,hours\n")
        for n in range(1200):
            file.write(some.replace("{n}", str(n)))
    return path


@pytest.fixture
def interrupted() -> Iterator[None]:
    """Ctrl-C as in an interpreter that nobody has told otherwise."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


class Interrupter:
    """Presses Ctrl-C when it is told of progress for the nth time."""

    def __init__(self, nth: int) -> None:
        self.left = nth
        self.pressed = 0.0

    def __call__(self, done: int, of: int) -> None:
        self.left -= 1
        if self.left == 0:
            self.pressed = time.monotonic()
            os.kill(os.getpid(), signal.SIGINT)


LONG_CALLS: dict[str, Callable[[dutyscore.Policy, Path, Interrupter], object]] = {
    "reading": lambda p, path, say: p.evaluate(path, progress=say),
    "totals": lambda p, path, say: p.totals(path, progress=say),
    "accumulate": lambda p, path, say: p.accumulate(path, progress=say),
}


@pytest.mark.parametrize("call", LONG_CALLS)
@pytest.mark.parametrize("nth", [1, 3])
def test_ctrl_c(
    policy: dutyscore.Policy, many_rows: Path, interrupted: None, call: str, nth: int
) -> None:
    say = Interrupter(nth)
    with pytest.raises(KeyboardInterrupt):
        LONG_CALLS[call](policy, many_rows, say)
    # 200 ms on a machine that does nothing else; here several tests run at once.
    assert time.monotonic() - say.pressed < 1.0
    assert policy.evaluate(ROWS).scores()["points"] == [11, 20]


def test_ctrl_c_in_a_live_account(
    policy: dutyscore.Policy, many_rows: Path, interrupted: None
) -> None:
    live = policy.live()
    live.apply(ROWS)
    say = Interrupter(8)
    with pytest.raises(KeyboardInterrupt):
        live.apply(many_rows, progress=say)
    book = live.book()
    assert book.counts.rows == live.changes < 600_000
    assert book.statement("Ann").total == 11


def test_an_exception_of_the_listener_ends_the_call(
    policy: dutyscore.Policy, many_rows: Path
) -> None:
    def say(done: int, of: int) -> None:
        raise LookupError("enough")

    with pytest.raises(LookupError, match="enough"):
        policy.evaluate(many_rows, progress=say)


def test_listeners_are_told(policy: dutyscore.Policy, many_rows: Path) -> None:
    told: list[tuple[int, int]] = []
    policy.evaluate(many_rows, progress=lambda done, of: told.append((done, of)))
    size = many_rows.stat().st_size
    assert {of for _, of in told} >= {size, 600_000}  # bytes while reading, then rows
    assert all(0 <= done <= of for done, of in told)


def test_other_threads_go_on(policy: dutyscore.Policy, many_rows: Path) -> None:
    ended = threading.Event()
    longest = 0.0

    def watch() -> None:
        nonlocal longest
        last = time.monotonic()
        while not ended.wait(0.005):
            now = time.monotonic()
            longest = max(longest, now - last)
            last = now

    thread = threading.Thread(target=watch)
    thread.start()
    began = time.monotonic()
    policy.totals(many_rows)
    took = time.monotonic() - began
    ended.set()
    thread.join()
    assert longest < max(0.2, took / 2)


def test_threads_share_everything(policy: dutyscore.Policy) -> None:
    book = policy.evaluate(ROWS)
    expected = book.scores(by="month").to_dicts()

    def work(_: int) -> bool:
        again = policy.evaluate(ROWS)
        return again.scores(by="month").to_dicts() == expected == book.scores("month").to_dicts()

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(work, range(200)))


def test_a_live_account_is_read_while_it_is_written(policy: dutyscore.Policy) -> None:
    live = policy.live(through="2023-12-31")

    def write(n: int) -> None:
        live.apply({"subject": "Ann", "kind": "watch", "date": "2023-05-06", "hours": 1})

    def read(n: int) -> bool:
        book = live.book()
        return all(p == min(20, 2 * book.counts.counted) for p in book.scores()["points"])

    with ThreadPoolExecutor(8) as pool:
        writing = [pool.submit(write, n) for n in range(200)]
        assert all(pool.map(read, range(200)))
        for done in writing:
            done.result()
    assert live.changes == 200


# ---- bars ----

SLOW = f"""
import sys, time
import dutyscore
from dutyscore import progress
progress._PATIENCE = 0.05
policy = dutyscore.compile({POLICY!r})
rows = ({{"subject": "Ann", "kind": "watch", "date": "2023-05-06"}} for _ in range(300_000))
assert policy.evaluate(rows, progress={{progress}}).counts.rows == 300_000
"""


def on_a_terminal(code: str) -> str:
    """What a person sees of a program's standard error."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    program = subprocess.Popen([sys.executable, "-c", code], stderr=theirs)
    os.close(theirs)
    seen = b""
    while True:
        try:
            some = os.read(ours, 65536)
        except OSError:  # the other end is closed
            break
        if not some:
            break
        seen += some
    os.close(ours)
    assert program.wait() == 0, seen.decode()
    return seen.decode()


def test_a_bar_appears_on_a_terminal_and_goes() -> None:
    seen = on_a_terminal(SLOW.replace("{progress}", "None"))
    assert "dutyscore" in seen
    assert seen.rstrip(" \n").endswith(("\r", "\x1b[K", "\x1b[A"))


def test_no_bar_without_a_terminal_or_when_not_wanted() -> None:
    code = SLOW.replace("{progress}", "None")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert on_a_terminal(SLOW.replace("{progress}", "False")) == ""


def test_a_short_call_shows_nothing() -> None:
    code = SLOW.replace("{progress}", "None").replace("300_000", "300").replace("0.05", "2")
    assert on_a_terminal(code) == ""


def test_a_line_without_tqdm(capsys: pytest.CaptureFixture[str]) -> None:
    line = progress._Line()
    line.show(1, 4)
    line.show(1234567, 0)
    line.close()
    assert capsys.readouterr().err == (
        "\r\x1b[Kdutyscore …  25 %\r\x1b[Kdutyscore … 1,234,567\r\x1b[K"
    )
