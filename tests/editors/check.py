#!/usr/bin/env python3
"""Does an editor show every token of sample.duty as sample.txt says?

check.py textmate   the patterns of the grammar, run by a small interpreter of TextMate grammars
check.py vim        Vim itself, without a screen; exit code 77 where it is not installed
"""

import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

here = pathlib.Path(__file__).resolve().parent
editors = here.parent.parent / "editors"
sample = (here / "sample.duty").read_text("utf-8").split("\n")


def expected():
    """(line, column, group, text), both from 1; the column in characters."""
    for line in (here / "sample.txt").read_text("utf-8").splitlines():
        number, column, group, text = line.split(" ", 3)
        yield int(number), int(column), group, text


def scopes():
    """Scope of TextMate by group, as tests/editors/groups.hpp has them."""
    rows = re.findall(r'\{group::\w+, +"([^"]+)", +"([^"]+)"', (here / "groups.hpp").read_text("utf-8"))
    return {group: scope + ".duty" for scope, group in rows}


class Grammar:
    def __init__(self, path):
        self.all = json.loads(path.read_text("utf-8"))
        self.compiled = {}

    def regex(self, text):
        if text not in self.compiled:
            self.compiled[text] = re.compile(text)
        return self.compiled[text]

    def rules(self, patterns):
        """Those that match something, includes opened."""
        for rule in patterns:
            if "include" in rule:
                yield from self.rules([self.all["repository"][rule["include"][1:]]])
            elif "match" in rule or "begin" in rule:
                yield rule
            else:
                yield from self.rules(rule["patterns"])

    def first(self, patterns, line, at, end):
        """The rule that matches first; of several at one place the one that stands first."""
        best = None
        for rule in self.rules(patterns):
            found = self.regex(rule.get("match") or rule["begin"]).search(line, at, end)
            if found and (best is None or found.start() < best[1].start()):
                best = (rule, found)
        return best

    def stretch(self, patterns, line, at, end, out):
        while at < end:
            best = self.first(patterns, line, at, end)
            if best is None:
                return
            rule, found = best
            if "begin" in rule:
                at = self.region(rule, line, found, out)
            else:
                at = found.end()
                if "captures" in rule:
                    self.stretch(rule["captures"]["0"]["patterns"], line, found.start(), at, out)
                else:
                    out[found.start():at] = [rule["name"]] * (at - found.start())
            if found.end() == found.start():
                raise ValueError("an empty match of " + str(rule)[:80])

    def region(self, rule, line, found, out):
        at, depth_end = found.end(), self.regex(rule["end"])
        while True:
            close = depth_end.search(line, at)
            inner = self.first(rule.get("patterns", []), line, at, len(line))
            if inner is None or close.start() <= inner[1].start():
                break
            at = self.region(inner[0], line, inner[1], [None] * len(line))
        out[found.start():close.end()] = [rule["name"] if "name" in rule else None] * (
            close.end() - found.start())
        return close.end()

    def line(self, text):
        out = [None] * len(text)
        self.stretch(self.all["patterns"], text, 0, len(text), out)
        return out


def textmate():
    grammar = Grammar(editors / "vscode/syntaxes/duty.tmLanguage.json")
    shown = [grammar.line(line) for line in sample]
    names = scopes()
    for number, column, group, text in expected():
        stretch = shown[number - 1][column - 1:column - 1 + len(text)]
        yield number, column, names[group], stretch, text, all(s == names[group] for s in stretch)


VIM = """
set encoding=utf-8
set nomore
execute 'edit' fnameescape($SAMPLE)
execute 'source' fnameescape($SYNTAX)
let out = []
for line in readfile($PLACES)
  let place = split(line)
  let text = getline(place[0])
  let first = byteidx(text, place[1] - 1) + 1
  let last = byteidx(text, place[1] + place[2] - 2) + 1
  let names = []
  for column in [first, last]
    call add(names, synIDattr(synID(place[0], column, 1), 'name'))
  endfor
  call add(out, join(names))
endfor
call writefile(out, $FOUND)
qall!
"""


def vim():
    program = shutil.which("vim")
    if program is None:
        print("skipped: vim is not installed")
        sys.exit(77)
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        places = "".join(f"{n} {c} {len(t)}\n" for n, c, _, t in expected())
        (folder / "places").write_text(places)
        (folder / "script.vim").write_text(VIM, "utf-8")
        names = {"SAMPLE": here / "sample.duty", "SYNTAX": editors / "vim/syntax/duty.vim",
                 "PLACES": folder / "places", "FOUND": folder / "found"}
        environment = {name: str(path) for name, path in names.items()}
        done = subprocess.run(
            [program, "-e", "-s", "-u", "NONE", "-i", "NONE", "-n", "-S", str(folder / "script.vim")],
            env={"PATH": "/usr/bin:/bin", "HOME": str(folder), "LC_ALL": "C.UTF-8", **environment},
            stdin=subprocess.DEVNULL, capture_output=True, timeout=300, check=False)
        if not (folder / "found").exists():
            sys.exit("vim failed: " + (done.stdout + done.stderr).decode("utf-8", "replace")[:2000])
        found = (folder / "found").read_text("utf-8").splitlines()
    for (number, column, group, text), line in zip(expected(), found, strict=True):
        shown = ["Text" if name == "Nested" else name for name in line.replace("duty", "").split()]
        yield number, column, group, shown, text, shown == [group, group]


def main():
    total, wrong = 0, 0
    for number, column, meant, shown, text, right in {"textmate": textmate, "vim": vim}[sys.argv[1]]():
        total += 1
        if right:
            continue
        wrong += 1
        if wrong <= 20:
            print(f"sample.duty:{number}:{column}: {text!r} should be {meant}, is {sorted(set(map(str, shown)))}")
    print(f"{total} tokens, {wrong} of them wrong")
    if total < 1000:
        sys.exit("the sample is too short to mean anything")
    sys.exit(wrong > 0)


main()
