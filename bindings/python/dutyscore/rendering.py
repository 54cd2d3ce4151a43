"""What notebooks show: HTML without scripts, in the colours of the page that it stands in.

All texts of policies and data are escaped. The colours follow the theme of Jupyter and of Visual
Studio Code where they say one, else what the reader's system prefers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from html import escape
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from dutyscore import _core
from dutyscore.language import get_language
from dutyscore.titles import in_chinese, last_year, title_of, titled_ranking
from dutyscore.widths import display_width

if TYPE_CHECKING:
    from dutyscore.book import Book
    from dutyscore.policy import Policy
    from dutyscore.reports import Explanation, Statement
    from dutyscore.review import Bounds, Comparison, Lint
    from dutyscore.tables import Table, Value
    from dutyscore.testing import TestRun

_ROWS = 20
_RANKED = 10
_SHORT = 30  # characters that are not broken into lines

_DARK = "--ds-good:#7ee2a8;--ds-bad:#ff9b93;--ds-key:#8ab8ff;--ds-mark:#5c4413;color-scheme:dark"
_STYLE = f"""
.dutyscore{{--ds-good:#146c3c;--ds-bad:#b3261e;--ds-key:#1a56b0;--ds-mark:#ffe8a3;
--ds-line:rgba(127,127,127,.35);--ds-soft:rgba(127,127,127,.12);
color:var(--jp-content-font-color1,var(--vscode-editor-foreground,inherit));
font:14px/1.55 system-ui,-apple-system,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",
"WenQuanYi Zen Hei",sans-serif;max-width:72em;overflow-x:auto}}
@media (prefers-color-scheme:dark){{.dutyscore{{{_DARK}}}}}
[data-jp-theme-light="true"] .dutyscore,.vscode-light .dutyscore{{--ds-good:#146c3c;
--ds-bad:#b3261e;--ds-key:#1a56b0;--ds-mark:#ffe8a3;color-scheme:light}}
[data-jp-theme-light="false"] .dutyscore,.vscode-dark .dutyscore,
.vscode-high-contrast .dutyscore{{{_DARK}}}
.dutyscore h4{{margin:.2em 0 .1em;font-size:1.08em}}
.dutyscore .sub{{opacity:.75;margin:0 0 .5em}}
.dutyscore table{{border-collapse:collapse;margin:.3em 0 .6em;font-size:13px}}
div.dutyscore table th,div.dutyscore table td{{padding:.15em .7em;border:0;
border-bottom:1px solid var(--ds-line);text-align:left!important;vertical-align:top;
background:transparent;color:inherit;white-space:nowrap}}
div.dutyscore table td.long{{white-space:normal;min-width:20em}}
div.dutyscore table th{{background:var(--ds-soft);font-weight:600;white-space:nowrap}}
div.dutyscore .n,div.dutyscore table td.n,div.dutyscore table th.n{{text-align:right!important;
font-variant-numeric:tabular-nums;white-space:nowrap}}
.dutyscore .minus,.dutyscore .bad{{color:var(--ds-bad)}}
.dutyscore .good{{color:var(--ds-good)}}
.dutyscore .key{{color:var(--ds-key)}}
.dutyscore .dim{{opacity:.7}}
.dutyscore details{{margin:.05em 0 .05em 1.1em}}
.dutyscore summary{{cursor:pointer;margin-left:-1.1em}}
.dutyscore .leaf{{margin-left:1.1em}}
.dutyscore summary .n,.dutyscore .leaf .n{{margin-left:.8em;font-weight:600}}
div.dutyscore code,div.dutyscore pre{{
font-family:var(--jp-code-font-family,ui-monospace,Menlo,Consolas,
"Noto Sans Mono CJK SC","WenQuanYi Zen Hei Mono",monospace);font-size:.93em;background:transparent;
color:inherit;padding:0;white-space:pre-wrap}}
div.dutyscore pre{{margin:.2em 0 .6em;padding:.3em .8em;border-left:3px solid var(--ds-line)}}
.dutyscore mark{{background:var(--ds-mark);color:inherit;padding:0 .1em;
border-bottom:2px solid var(--ds-bad)}}
.dutyscore .chips span{{display:inline-block;background:var(--ds-soft);border-radius:1em;
padding:.05em .8em;margin:0 .4em .3em 0}}
"""


def _say(english: str, chinese: str) -> str:
    return chinese if in_chinese(None) else english


def _page(*parts: str) -> str:
    language = "zh-CN" if get_language() == "zh" else "en"
    return f'<div class="dutyscore" lang="{language}"><style>{_STYLE}</style>{"".join(parts)}</div>'


def _head(title: str, sub: str = "") -> str:
    return f"<h4>{escape(title)}</h4>" + (f'<p class="sub">{escape(sub)}</p>' if sub else "")


# ---- tables ----


def _cell(value: Value, is_numeric: bool) -> str:
    """A cell, at the right in columns of numbers."""
    if isinstance(value, bool):
        return f"<td>{_say('yes', '是') if value else ''}</td>"
    if isinstance(value, (Decimal, int, float)):
        return f'<td class="{"n minus" if value < 0 else "n"}">{value}</td>'
    if is_numeric:
        return f'<td class="n">{escape(str(value or ""))}</td>'
    text = _say(", ", "、").join(value) if isinstance(value, list) else str(value or "")
    return f"<td{' class=long' if len(text) > _SHORT else ''}>{escape(text)}</td>"


def _table(columns: dict[str, Sequence[Value]], rows: int, more: int) -> str:
    """Columns by their titles; so many of their rows."""
    numeric = {
        t: any(isinstance(v, (Decimal, int)) and not isinstance(v, bool) for v in cells)
        for t, cells in columns.items()
    }
    head = "".join(
        f"<th{' class=n' if numeric[title] else ''}>{escape(title)}</th>" for title in columns
    )
    body = "".join(
        "<tr>"
        + "".join(_cell(cells[r], numeric[title]) for title, cells in columns.items())
        + "</tr>"
        for r in range(rows)
    )
    tail = f'<p class="dim">{_say(f"… {more} more rows", f"……另有{more}行")}</p>' if more else ""
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{tail}"


def _some_of(table: Table, most: int, columns: Iterable[str] | None = None) -> str:
    rows = min(len(table), most)
    names = [c for c in table.columns if columns is None or c in columns]
    cells: dict[str, Sequence[Value]] = {
        title_of(name, None): table._core.cells(table.columns.index(name), 0, rows, False)
        for name in names
    }
    return _table(cells, rows, len(table) - rows)


def of_table(table: Table) -> str:
    rows = len(table)
    return _page(
        _some_of(table, _ROWS), f'<p class="dim">{_say(f"{rows} rows", f"共{rows}行")}</p>'
    )


# ---- diagnostics ----

_SOURCE = re.compile(r"( *\d+ \| )(.*)")
_CARETS = re.compile(r"( *\| )( *)(\^+)(.*)")


def _marked(source: str, begin: int, size: int) -> str:
    """The line with what stands above the carets marked; both are counted in columns."""
    out, column, is_open = "", 0, False
    for c in source:
        inside = begin <= column < begin + size
        if inside != is_open:
            out += "<mark>" if inside else "</mark>"
            is_open = inside
        out += escape(c)
        column += display_width(c)
    return out + ("</mark>" if is_open else "")


def _source_lines(lines: Iterable[str]) -> str:
    """Lines of a message; carets below a line of source become a mark in it, because no two fonts
    agree on how wide a Chinese character is."""
    out: list[str] = []
    source: re.Match[str] | None = None
    for line in lines:
        carets = _CARETS.fullmatch(line)
        if source and carets:
            _, blank, marks, caption = carets.groups()
            said = f' <span class="bad">{escape(caption.strip())}</span>' if caption else ""
            out[-1] = escape(source[1]) + _marked(source[2], len(blank), len(marks)) + said
        else:
            out.append(escape(line))
        source = _SOURCE.fullmatch(line)
    return f"<pre>{chr(10).join(out)}</pre>" if out else ""


def _diagnostic(d: _core.Diagnostic) -> str:
    first, *lines = d.text(None, False).rstrip("\n").splitlines()
    kind = "bad" if d.severity == "error" else "key"
    return f'<div><b class="{kind}">{escape(first)}</b>{_source_lines(lines)}</div>'


def of_diagnostic(d: _core.Diagnostic) -> str:
    return _page(_diagnostic(d))


def of_diagnostics(some: Iterable[_core.Diagnostic]) -> str:
    return _page(*map(_diagnostic, some))


def of_run(run: TestRun) -> str:
    """Scenarios that were run: those that fail, then how many."""
    *failures, counted = run.to_text().rstrip().splitlines() or [""]
    colour = "good" if run else "bad"
    return _page(_source_lines(failures), f'<b class="{colour}">{escape(counted)}</b>')


# ---- what authors ask ----

_UNITS = {
    "month": "每月",
    "quarter": "每季度",
    "half": "每半年",
    "year": "每年",
    "term": "每届",
    "overall": "总计",
}


def of_lint(found: Lint) -> str:
    """The findings, then how many there are."""
    accepted = found.accepted
    said = _say(f"{len(found)} suspicious", f"{len(found)}处可疑") if found.findings else ""
    clean = _say("nothing suspicious", "没有可疑之处")
    more = _say(f" ({accepted} accepted)", f"（已说明{accepted}处）") if accepted else ""
    colour = "good" if found else "bad"
    return _page(
        *map(_diagnostic, found.findings), f'<b class="{colour}">{said or clean}{more}</b>'
    )


def _bound(row: dict[str, Value], end: str) -> Value:
    """Points; ``any`` where there is no bound; a star where nothing was found that reaches it."""
    if row[end] is None:
        return _say("any", "不限")
    return row[end] if row[f"{end}_reached"] else f"{row[end]}*"


def of_bounds(bounds: Bounds) -> str:
    """A line for each block, and of each kind of period two columns."""
    lines: dict[str, dict[str, Value]] = {}
    is_safe_only = False
    for row in bounds.table:
        line = lines.setdefault(str(row["block"]), {})
        depth = row["depth"]
        line[title_of("label", None)] = "\u2003" * (depth if isinstance(depth, int) else 0) + str(
            row["label"]
        )
        unit = str(row["by"])
        for end, chinese in (("least", "最少"), ("most", "最多")):
            value = _bound(row, end)
            line[_say(f"{end} per {unit}", _UNITS[unit] + chinese)] = value
            is_safe_only |= isinstance(value, str) and value.endswith("*")
    titles = next(iter(lines.values()), {})
    columns: dict[str, Sequence[Value]] = {
        title: [line[title] for line in lines.values()] for title in titles
    }
    star = _say(
        "* safe, but no example was found that reaches it", "* 可靠的界限，没有找到恰好达到的例子"
    )
    return _page(
        _head(bounds._core.label, _say("What each block can pay", "各项得分的上下限")),
        _table(columns, len(lines), 0),
        f'<p class="dim">{star}</p>' if is_safe_only else "",
    )


def of_comparison(c: Comparison) -> str:
    """The totals, the blocks whose points change, and the first people."""
    sign = "+" if c.difference > 0 else ""
    people = c.people
    names = len(set(people["subject"]))
    sub = _say(
        f"{c.before} → {c.after} points ({sign}{c.difference}), "
        + ("1 person differs" if names == 1 else f"{names} people differ"),
        f"{c.before} → {c.after}分（{sign}{c.difference}），{names}人有变化",
    )
    old, new = c._core.sources
    changed = [row for row in c.blocks if row["difference"]]
    shown = ("label", "before", "after", "difference", "people")
    blocks: dict[str, Sequence[Value]] = {
        title_of(name, None): [row[name] for row in changed] for name in shown
    }
    person = ("name", "period", "before", "after", "difference", "rank_before", "rank_after")
    parts = [_head(f"{old} → {new}", sub)]
    if changed:
        parts.append(_table(blocks, len(changed), 0))
    if names:
        parts.append(_some_of(people, _ROWS, person))
    return _page(*parts)


# ---- policies ----


def _clause(line: str) -> str:
    """A comment is dim; of a clause its first word stands out."""
    if line.lstrip().startswith(("#", "＃")):
        return f'<span class="dim">{escape(line)}</span>'
    word, space, rest = line.partition(" ")
    return f'<span class="key">{escape(word)}</span>{space}{escape(rest)}'


def _blocks(lines: Sequence[str], depth: int) -> str:
    """The canonical text as a tree: a line that ends with `{` holds what is indented below it."""
    out: list[str] = []
    for line in lines:
        text = line.strip()
        if text.endswith("{") and not text.startswith(("#", "＃")):
            is_open = " open" if depth < 1 else ""
            out.append(
                f"<details{is_open}><summary><code>{_clause(text[:-1].rstrip())}</code></summary>"
            )
            depth += 1
        elif text.startswith("}"):
            out.append("</details>")
            depth -= 1
        elif text:
            out.append(f'<div class="leaf"><code>{_clause(text)}</code></div>')
    return "".join(out) + "</details>" * depth


def of_policy(policy: Policy) -> str:
    kinds = policy.outline["kind"]
    counts = [
        (kinds.count("category"), "category", "categories", "个大类"),
        (kinds.count("indicator"), "indicator", "indicators", "项指标"),
        (kinds.count("veto"), "veto", "vetoes", "项一票否决"),
        (kinds.count("grade"), "grading", "gradings", "种等次"),
        (kinds.count("list"), "list", "lists", "个名单"),
    ]
    chips = "".join(
        f"<span>{_say(f'{n} {one if n == 1 else several}', f'{n}{zh}')}</span>"
        for n, one, several, zh in counts
        if n
    )
    warnings = "".join(map(_diagnostic, policy.diagnostics))
    tree = _blocks(policy.to_text().splitlines(), 0)
    return _page(_head(policy.label, policy.name), f'<p class="chips">{chips}</p>', warnings, tree)


# ---- books ----


def _basis(word: str) -> str:
    return _say(word, {"claimed": "自评", "reviewed": "初审"}.get(word, "确认"))


def _without_empty(columns: dict[str, Sequence[Value]], rows: int) -> dict[str, Sequence[Value]]:
    """A column that says nothing takes its place from those that do."""
    return {
        title: cells
        for title, cells in columns.items()
        if any(v not in (None, [], False) for v in cells[:rows])
    }


def of_book(book: Book) -> str:
    counts = book.counts
    said = [
        (counts.rows, "row" if counts.rows == 1 else "rows", "行", ""),
        (counts.counted, "counted", "行计分", "good"),
        (counts.refused, "refused", "行未予计分", ""),
        (counts.not_on_basis, "not on this basis", "行未到本口径", ""),
        (counts.unmatched, "taken by no indicator", "行没有对应的指标", "bad"),
        (counts.bad, "bad", "行有误", "bad"),
    ]
    chips = "".join(
        f'<span class="{colour}">{_say(f"{n} {en}", f"{n}{zh}")}</span>'
        for n, en, zh, colour in said
        if n
    )
    basis = _basis(book.basis)
    sub = _say(
        f"through {book.through}, basis {basis}, {len(book.subjects)} subjects",
        f"截至{book.through}，口径：{basis}，共{len(book.subjects)}人",
    )
    ranking = ""
    if (period := last_year(book)) is not None:
        columns = titled_ranking(book, period, None)
        rows = len(next(iter(columns.values())))
        shown = min(rows, _RANKED)
        ranking = _head(_say(f"Ranking {period}", f"{period} 排名")) + _table(
            _without_empty(columns, shown), shown, rows - shown
        )
    return _page(_head(book.policy.label, sub), f'<p class="chips">{chips}</p>', ranking)


# ---- accounts ----


def _account_head(s: Statement) -> str:
    who = f"{s.name}（{s.org_unit}）" if s.org_unit else s.name
    basis = _basis(s.basis)
    sub = _say(
        f"{s.period}, basis {basis}, through {s.through}",
        f"{s.period}，口径：{basis}，截至{s.through}",
    )
    points = _say(f"{s.total} points", f"{s.total}分")
    return _head(f"{who}  {points}", sub)


def of_statement(s: Statement) -> str:
    entries, refused = s.entries, s.refused
    parts = [_account_head(s)]
    if len(entries):
        parts.append(_some_of(entries, len(entries), ("day", "title", "label", "cite", "points")))
    if len(refused):
        parts.append(_head(_say("Refused", "未予计分")))
        parts.append(_some_of(refused, len(refused), ("day", "kind", "title", "reason")))
    return _page(*parts)


def _points(text: str) -> str:
    return f'<span class="{"n minus" if text.startswith("-") else "n"}">{escape(text)}</span>'


def _in_language(message: dict[str, str]) -> str:
    return escape(message["zh" if in_chinese(None) else "en"])


def _figures(entry: dict[str, Any]) -> str:
    """What the line read, what it made of it, and the author's text."""
    inputs = ", ".join(
        f"{escape(i['label'])} = {_in_language(i['value'])}" for i in entry.get("inputs", [])
    )
    sums = _in_language(entry["arithmetic"]) if "arithmetic" in entry else ""
    rule = f"<code>{escape(entry['rule'])}</code>" if entry.get("rule") else ""
    return " → ".join(filter(None, (inputs, sums))) + (f" {rule}" if rule else "")


def _entry(entry: dict[str, Any]) -> str:
    title = _in_language(entry["title"])
    figures = f' <span class="dim">{_figures(entry)}</span>'
    return f'<div class="leaf">{entry["day"]} {title}{figures}{_points(entry["points"])}</div>'


def _activity(one: dict[str, Any]) -> str:
    """What one line gave stands beside the activity; several lines stand below it."""
    activity, lines = one["activity"], one["lines"]
    what = escape(activity.get("title") or activity["kind"])
    place = escape(f"{PurePath(activity['file']).name}:{activity['row']}")
    alone = len(lines) == 1 and _figures(lines[0])
    head = (
        f"{activity['day']} {what} "
        f'<span class="dim">{alone or ""} {place}</span>{_points(one["points"])}'
    )
    if alone:
        return f'<div class="leaf">{head}</div>'
    return f"<details><summary>{head}</summary>{''.join(map(_entry, lines))}</details>"


def _refusal(r: dict[str, Any]) -> str:
    what = escape(r.get("title") or r["kind"])
    return f'<div class="leaf bad">{r["day"]} {what}: {_in_language(r["reason"])}</div>'


def _block(block: dict[str, Any], depth: int) -> str:
    cite = f' <span class="dim">{escape(block["cite"])}</span>' if block["cite"] else ""
    inside = (
        [_block(b, depth + 1) for b in block["members"]]
        + [_activity(a) for a in block["activities"]]
        + [_entry(c) for c in block["clauses"]]
        + [_refusal(r) for r in block["refused"]]
    )
    is_open = " open" if depth < 2 else ""
    head = f"{escape(block['label'])}{cite}{_points(block['points'])}"
    return f"<details{is_open}><summary>{head}</summary>{''.join(inside)}</details>"


def of_explanation(e: Explanation) -> str:
    return _page(_account_head(e.statement), _block(e.to_dict()["tree"], 0))
