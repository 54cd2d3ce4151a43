#!/usr/bin/env python3
"""results/measured.jsonl -> results/README.md and results/speed.svg: report.py FOLDER"""
import html
import json
import math
import pathlib
import sys

NAMES = {"kernel": "kernel written by hand"}


def name_of(line):
    name = NAMES.get(line["engine"], line["engine"])
    return f"{name} {line['version']}" if line.get("version") else name


def time(seconds):
    if seconds >= 1:
        return f"{seconds:.2f} s"
    return f"{seconds * 1e3:.1f} ms" if seconds >= 1e-3 else f"{seconds * 1e6:.2f} µs"


def rate(line):
    return line["rows"] / line["median"]


def millions(line):
    return f"{rate(line) / 1e6:.{3 if rate(line) < 1e6 else 1}f}"


def table(head, rows):
    return "\n".join(["| " + " | ".join(head) + " |", "| " + " | ".join("---" for _ in head) + " |",
                      *("| " + " | ".join(row) + " |" for row in rows)]) + "\n"


def compared(lines):
    """A row for each engine: its time, spread and rate, and how it stands to this engine."""
    rows = []
    for threads in (1, 2):
        of = [line for line in lines if line["threads"] == threads]
        own = next((line["median"] for line in of if line["engine"] == "dutyscore"), None)
        for line in sorted(of, key=lambda line: line["median"]):
            rows.append([name_of(line), str(threads), time(line["median"]), f"{time(line['least'])} – {time(line['most'])}",
                         millions(line), f"{line['median'] / own:.2f}" if own else ""])
    return table(["", "threads", "median", "least – most", "million rows a second", "times as long as dutyscore"], rows)


def group(measured, what):
    return [line for line in measured if line["what"] == what]


def section(measured, what, title, explanation):
    lines = group(measured, what)
    return f"## {title}\n\n{explanation}\n\n{compared(lines)}\n" if lines else ""


def per_activity(measured):
    lines = group(measured, "per activity")
    own = next((line for line in lines if line["engine"] == "dutyscore, applied"), None)
    if not lines:
        return ""
    rows = [[name_of(line), time(line["median"] / line["rows"]),
             f"{(line['median'] / line['rows']) / (own['median'] / own['rows']):.0f}" if own else ""] for line in lines]
    many = [[name_of(line), time(line["median"] / line["rows"])] for line in group(measured, "per activity of many")]
    text = ("## One activity\n\n20,000 activities of 200 people, one after the other: asked of a rules engine, whose caller adds up and limits the points; applied to "
            "a live account that is new, each other one retracted and applied again, then all retracted; as it was in the median thousand.\n\n"
            + table(["", "time of one", "times as long as applying"], rows) + "\n")
    if many:
        text += ("\nThe same with 3,000,000 activities of 100,000 people, in random order.\n\n" + table(["", "time of one"], many) + "\n")
    return text


def one_subject(measured):
    lines = group(measured, "one subject")
    if not lines:
        return ""
    alone = {line["rows"]: line["median"] for line in lines if line["engine"] == "evaluated"}
    rows = [[f"{line['rows']:,}", line["engine"], time(line["median"]), f"{line['median'] / alone[line['rows']]:.1f}"] for line in lines]
    return ("## One subject\n\nFrom a subject's rows to the points of the year; to the entries that they are made of, too; to all of its account as numbers (explained), in words, and as text.\n\n"
            + table(["rows", "", "time", "times as long as evaluating"], rows) + "\n")


def clauses(measured):
    lines = group(measured, "clause")
    if not lines:
        return ""
    rows = [[line["engine"], f"{line['median'] / line['rows'] * 1e9:.1f}",
             f"{line['least'] / line['rows'] * 1e9:.1f} – {line['most'] / line['rows'] * 1e9:.1f}"] for line in lines]
    return (f"## Each clause\n\nOne indicator that takes every kind, and the clause; {lines[0]['rows']:,} sorted rows, one thread, "
            "everybody's points of the year included.\n\n" + table(["clause", "ns a row", "least – most"], rows) + "\n")


def growth(measured):
    text = ""
    few, many = (next((line for line in group(measured, "indicators") if line["engine"] == n), None) for n in ("30", "300"))
    if few and many:
        text += ("## More indicators\n\n270 indicators more, whose kinds no row has; one thread.\n\n"
                 + table(["indicators", "median", "least – most", "against 30"],
                         [[line["engine"], time(line["median"]), f"{time(line['least'])} – {time(line['most'])}",
                           f"{line['median'] / few['median']:.2f}"] for line in (few, many)]) + "\n")
    lines = sorted((line for line in group(measured, "scale") if line["engine"] == "dutyscore"),
                   key=lambda line: (line["threads"], line["rows"]))
    if lines:
        text += ("## More rows\n\nSorted columns, a hundred rows for each subject.\n\n"
                 + table(["rows", "threads", "median", "ns a row"],
                         [[f"{line['rows']:,}", str(line["threads"]), time(line["median"]),
                           f"{line['median'] / line['rows'] * 1e9:.2f}"] for line in lines]) + "\n")
    return text


def markdown(measured):
    machine = next(line for line in measured if line["what"] == "machine")
    sums = sorted({(line["rows"], line["check"]) for line in measured if line.get("check")})
    words = {"sorted": "sorted by subject and date", "shuffled": "in random order"}
    text = ("# What was measured\n\n"
            f"`{machine['command']}` at commit {machine['commit']}, on {machine['processor']} ({machine['cores']} cores), "
            f"{machine['system']}, {machine['compiler']}. Medians; the policy is [benchmark.duty](../benchmark.duty), "
            "100 rows for each subject on average.\n\n![Rows a second](speed.svg)\n\n"
            "Check sums over everybody's points, on which all that work out points agree: "
            + ", ".join(f"{rows:,} rows `{check}`" for rows, check in sums) + ".\n\n")
    for order in ("sorted", "shuffled"):
        text += section(measured, f"columns {order}", f"Columns, {order}",
                        f"Rows in memory, {words[order]} -> everybody's points of the year. Other tools have numbers for "
                        "subjects and categories for texts. This engine and the kernel take turns in one process, the other tools in another; "
                        "pandas and SQLite use one thread.")
    for form, title in (("csv", "CSV"), ("jsonl", "JSON Lines")):
        for order in ("sorted", "shuffled"):
            text += section(measured, f"{form} {order}", f"{title}, {order}",
                            "`dutyscore score`, the whole command, from the file to everybody's points; the other tools merely read "
                            "the file into typed columns.")
    return text + per_activity(measured) + one_subject(measured) + growth(measured) + clauses(measured)


# ---- the plot: bars on a logarithmic scale

STYLE = """text { font: 13px system-ui, sans-serif; fill: #1f2328 } .small { font-size: 11px; fill: #59636e }
.head { font-weight: 600 } .bar { fill: #8c959f } .own { fill: #0969da } .limit { fill: #54aeff } line { stroke: #d1d9e0 }
@media (prefers-color-scheme: dark) { text { fill: #f0f6fc } .small { fill: #9198a1 } .bar { fill: #656c76 }
.own { fill: #4493f8 } .limit { fill: #1f6feb } line { stroke: #3d444d } }"""
LEFT, WIDTH, BAR, GAP = 270, 480, 18, 26


def bars(measured):
    """(heading, [(name, rate, class)]) of the most threads that were measured."""
    headings = {"columns sorted": "Sorted columns → points", "columns shuffled": "Shuffled columns → points",
                "csv sorted": "CSV → points (others: merely read)", "jsonl sorted": "JSON Lines → points (others: merely read)",
                "per activity": "Activity by activity"}
    for what, heading in headings.items():
        best = {}
        for line in group(measured, what):
            if line["engine"] not in best or line["threads"] > best[line["engine"]]["threads"]:
                best[line["engine"]] = line
        if best:
            yield heading, [(f"{name_of(line)}, {line['threads']} thread{'s' * (line['threads'] > 1)}", rate(line),
                             {"dutyscore": "own", "dutyscore, applied": "own", "dutyscore, changed": "own", "dutyscore, retracted": "own", "kernel": "limit"}.get(line["engine"], "bar"))
                            for line in sorted(best.values(), key=rate, reverse=True)]


def svg(measured):
    groups = list(bars(measured))
    rates = [value for _, of in groups for _, value, _ in of]
    low, high = math.floor(math.log10(min(rates))), math.ceil(math.log10(max(rates)))

    def x(value):
        return LEFT + WIDTH * (math.log10(value) - low) / max(1, high - low)

    parts, y = [], 30
    for heading, of in groups:
        parts.append(f'<text class="head" x="10" y="{y}">{html.escape(heading)}</text>')
        y += 10
        for name, value, kind in of:
            text = f"{value / 1e6:.1f} M" if value >= 1e6 else f"{value / 1e3:.1f} k"
            parts.append(f'<text x="{LEFT - 8}" y="{y + 14}" text-anchor="end">{html.escape(name)}</text>'
                         f'<rect class="{kind}" x="{LEFT}" y="{y}" width="{x(value) - LEFT:.1f}" height="{BAR}" rx="2"/>'
                         f'<text class="small" x="{x(value) + 6:.1f}" y="{y + 13}">{text}</text>')
            y += GAP
        y += 26
    grid = "".join(f'<line x1="{x(10 ** p):.1f}" x2="{x(10 ** p):.1f}" y1="12" y2="{y - 20}"/>'
                   f'<text class="small" x="{x(10 ** p):.1f}" y="{y - 4}" text-anchor="middle">{label(p)}</text>'
                   for p in range(low, high + 1))
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {LEFT + WIDTH + 80} {y + 24}" role="img" '
            f'aria-label="Rows a second"><style>{STYLE}</style>{grid}{"".join(parts)}'
            f'<text class="small" x="{LEFT + WIDTH / 2}" y="{y + 16}" text-anchor="middle">rows a second, logarithmic</text></svg>\n')


def label(power):
    return f"{10 ** (power - 6)} M" if power >= 6 else f"{10 ** (power - 3)} k" if power >= 3 else str(10 ** power)


folder = pathlib.Path(sys.argv[1])
lines = [json.loads(line) for line in (folder / "measured.jsonl").read_text().splitlines()]
(folder / "README.md").write_text(markdown(lines))
(folder / "speed.svg").write_text(svg(lines))
