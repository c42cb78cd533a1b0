"""What a client is worth, in one word."""

import datetime as dt
from decimal import Decimal

from hypothesis import given, strategies as st

from deskcrm.features.revenue.value import ClientWord, Purchases, bands_for, scores, words


def bought(first: int, last: int, count: int, amount: int, today: dt.date) -> Purchases:
    """Bought from so many to so many days ago."""
    days = dt.timedelta(days=1)
    return Purchases(today - first * days, today - last * days, count, Decimal(amount))


def test_clients_are_told_apart_in_one_word(today: dt.date) -> None:
    clients = {
        ClientWord.CHAMPION: bought(700, 6, 14, 31_000, today),
        ClientWord.LOYAL: bought(600, 150, 3, 7_000, today),
        ClientWord.NEW: bought(20, 20, 1, 2_000, today),
        ClientWord.AT_RISK: bought(690, 400, 5, 9_000, today),
        ClientWord.LOST: bought(650, 650, 1, 500, today),
    }
    more = [bought(300, 120, 2, 3_000, today), bought(340, 130, 2, 3_500, today)]
    found = words([*clients.values(), *more], today)
    assert dict(zip(clients, found, strict=False)) == {word: word for word in clients}


def test_nobody_who_bought_lately_is_at_risk_though_all_others_bought_later(today: dt.date) -> None:
    clients = [bought(500, 40, 3, 900, today), *[bought(400, 5, 3, 900, today)] * 5]
    assert words(clients, today)[0] is ClientWord.LOYAL


def test_few_clients_are_ranked_in_three_bands() -> None:
    assert (bands_for(49), bands_for(50)) == (3, 5)


def test_a_single_client_is_in_the_middle() -> None:
    assert scores([7], 3) == [2]
    assert scores([7], 5) == [3]


@given(st.lists(st.integers(0, 30), min_size=1), st.sampled_from([3, 5]))
def test_scores_follow_the_values_and_equal_values_share_theirs(
    values: list[int], bands: int
) -> None:
    ranked = sorted(zip(values, scores(values, bands), strict=True))
    assert all(1 <= score <= bands for _value, score in ranked)
    assert [score for _value, score in ranked] == sorted(score for _value, score in ranked)
    assert len(dict(ranked)) == len(set(ranked))


@given(st.lists(st.integers(), min_size=10, unique=True), st.sampled_from([3, 5]))
def test_different_values_fill_every_band(values: list[int], bands: int) -> None:
    assert set(scores(values, bands)) == set(range(1, bands + 1))
