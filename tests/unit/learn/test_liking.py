"""What dishes add: found where it was planted, and not found where there is nothing."""

from __future__ import annotations

import random

import pytest

from peruopt.learn.liking import FEWEST, Told, liking


def posts(seed: int, count: int, effects: list[float], noise: float = 0.6) -> list[Told]:
    """Posts whose dishes add what is told; hours and formats add a little, too."""
    rng = random.Random(seed)
    found = []
    for _ in range(count):
        dish, hour, reel = rng.randrange(len(effects)), rng.randrange(3), rng.random() < 0.3
        lift = effects[dish] + 0.2 * hour + (0.4 if reel else 0.0) + rng.gauss(0, noise)
        around = (f"hours:{hour}", f"media:{'reel' if reel else 'photo'}", "account:a")
        found.append(Told(lift, f"d{dish}", around))
    return found


@pytest.mark.parametrize("count", [60, 400, 1500])
def test_where_all_dishes_are_alike_hardly_one_is_told_apart(count):
    told = [liking(posts(seed, count, [0.0] * 10)) for seed in range(20)]
    assert sum(dish.clear for found in told for dish in found.dishes) <= 2


def test_what_is_planted_is_found_in_its_order():
    effects = [0.4, 0.2, 0.0, 0.0, 0.0, -0.4]
    found = liking(posts(3, 900, effects))
    assert [found.dishes[0].dish, found.dishes[-1].dish] == ["d0", "d5"]
    assert found.leads
    clear = {dish.dish: dish.mean > 0 for dish in found.dishes if dish.clear}
    assert clear["d0"] is True
    assert clear["d5"] is False


def test_intervals_hold_what_they_promise():
    held = all_told = 0
    for seed in range(30):
        rng = random.Random(1000 + seed)
        effects = [rng.gauss(0, 0.2) for _ in range(10)]
        middle = sum(effects) / len(effects)
        for dish in liking(posts(seed, 600, effects)).dishes:
            held += dish.low <= effects[int(dish.dish[1:])] - middle <= dish.high
            all_told += 1
    assert 0.85 <= held / all_told <= 0.99


def test_a_dish_with_few_posts_is_never_clear_and_is_drawn_in():
    many = posts(1, 300, [0.0] * 6)
    few = [Told(2.5, "rare", ("hours:0", "media:photo", "account:a"))] * (FEWEST - 1)
    rare = next(d for d in liking([*many, *few]).dishes if d.dish == "rare")
    assert not rare.clear
    assert rare.mean < 2.0


def test_one_post_that_everybody_saw_does_not_make_its_dish():
    many = posts(2, 300, [0.0] * 6)
    seen = Told(9.0, "d0", ("hours:0", "media:photo", "account:a"))
    before = {d.dish: d.mean for d in liking(many).dishes}["d0"]
    after = {d.dish: d.mean for d in liking([*many, seen]).dishes}["d0"]
    assert after - before < 0.1


def test_an_hour_is_not_taken_for_a_dish():
    """Every post of one dish goes out at a good hour, as others do, too."""
    rng = random.Random(5)
    told = []
    for i in range(800):
        hour = "8" if i % 2 else "2"
        dish = "evening" if hour == "8" and i % 4 == 1 else f"d{rng.randrange(4)}"
        told.append(Told((0.6 if hour == "8" else 0.0) + rng.gauss(0, 0.5), dish, (hour,)))
    evening = next(d for d in liking(told).dishes if d.dish == "evening")
    assert abs(evening.mean) < 0.12


def test_without_a_dish_there_is_nothing():
    assert liking([Told(0.1, None, ())]).dishes == ()
    assert liking([]).dishes == ()
