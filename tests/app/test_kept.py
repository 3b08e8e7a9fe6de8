"""What was made lately is kept for whoever asks next, and no more of it than there is room for."""

from __future__ import annotations

from app.core.kept import Kept

MOST = 10


def test_what_is_kept_is_made_once():
    kept, made = Kept[str](MOST), list[str]()

    def make() -> str:
        made.append("page")
        return "page"

    assert [kept.made("address", make) for _ in range(3)] == ["page"] * 3
    assert made == ["page"]


def test_half_as_many_as_there_is_room_for_are_surely_there():
    kept = Kept[int](MOST)
    for number in range(100):
        kept.keep(number, number)
        latest = range(max(number - MOST // 2 + 1, 0), number + 1)
        assert [kept.find(each) for each in latest] == list(latest)


def test_what_is_asked_for_stays_and_what_nobody_asks_for_makes_room():
    kept = Kept[int](MOST)
    for number in range(100):
        kept.keep(number, number)
        assert kept.find(0) == 0

    assert sum(kept.find(number) is not None for number in range(1, 100)) <= MOST
    assert kept.find(50) is None


def test_nought_is_kept_like_any_other():
    kept = Kept[int](MOST)
    kept.keep("total", 0)
    assert kept.made("total", lambda: 1) == 0
