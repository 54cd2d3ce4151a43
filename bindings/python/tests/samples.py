"""A policy and activities that the tests share."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[3]

POLICY = """
policy club "Club points" {
  activity {
    hours "Hours" decimal from 0 default 0
    place "Place" text default ""
    outdoors "Outdoors" flag default no
    until "Until" date default 2023-01-01
    people "People" integer default 1
  }
  category work "Work" {
    indicator watch "Watch" { on "watch"  award 2 per hours  cap 20 per month }
    indicator gift "Gift" { on "gift"  accept when people > 0 else "nobody gave"  award 5 }
  }
  grade per year { "good" from 10  "poor" otherwise }
  list honoured "Honoured" per year { top 1 }
}

scenario "one watch" for club {
  given { 2023-05-06 "Ann" "watch" hours 3 }
  expect "Ann" 2023-05 { total 6 }
}
"""

ROWS: list[dict[str, object]] = [
    {"subject": "Ann", "kind": "watch", "date": "2023-05-06", "Hours": 3},
    {"subject": "Bob", "kind": "watch", "date": "2023-05-07", "Hours": 11},
    {"subject": "Ann", "kind": "gift", "date": "2023-06-01"},
]
