"""Numbers in Chinese characters."""

from __future__ import annotations

import pytest

from jibiao.values.numerals import chinese_number, in_chinese


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, "一"),
        (10, "十"),
        (12, "十二"),
        (20, "二十"),
        (105, "一百零五"),
        (110, "一百一十"),
        (2024, "二千零二十四"),
    ],
)
def test_numbers_are_counted_as_officials_do(number: int, said: str) -> None:
    assert in_chinese(number) == said


def test_what_is_written_is_read_again() -> None:
    assert [chinese_number(in_chinese(n)) for n in range(1, 100)] == list(range(1, 100))
    large = [10_000, 10_001, 10_012, 12_345, 100_000, 110_010, 10_010_000]
    assert [chinese_number(in_chinese(n)) for n in large] == large
