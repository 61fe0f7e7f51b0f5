"""The rows for conversations that cover all pairs: all there, few, and the same every time."""

from __future__ import annotations

from collections.abc import Collection

from tests.conversations.pairwise_rows import Row, all_pairs, pairs_of, rows_meeting_all_pairs

VALUES = {"who": ("young", "parent", "professional"), "age": ("4", "12", "18"), "help": ("none", "school", "waiting")}


def ends_at_the_age(row: Row) -> Collection[str]:
    return row.keys() if row["age"] == "12" else ("who", "age")


def test_every_pair_meets_in_some_row() -> None:
    rows = rows_meeting_all_pairs(VALUES)
    met = set().union(*(pairs_of(row, row.keys()) for row in rows))
    assert met == set(all_pairs(VALUES))


def test_the_rows_are_far_fewer_than_all_combinations() -> None:
    assert len(rows_meeting_all_pairs(VALUES)) <= 12


def test_the_same_values_give_the_same_rows() -> None:
    assert rows_meeting_all_pairs(VALUES) == rows_meeting_all_pairs(VALUES)


def test_a_pair_meets_only_where_both_questions_are_asked() -> None:
    rows = rows_meeting_all_pairs(VALUES, ends_at_the_age)
    met = set().union(*(pairs_of(row, ends_at_the_age(row)) for row in rows))
    possible = {
        pair for pair in all_pairs(VALUES) if not {("age", "4"), ("age", "18")} & pair or "help" not in dict(pair)
    }
    assert met == possible
