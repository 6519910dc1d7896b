"""One 429 stops the whole process for a while."""

from __future__ import annotations

import pytest

from bot.domain.errors import RateLimited
from bot.providers.yahoo.breaker import Breaker
from tests.providers.yahoo.conftest import Stopwatch


@pytest.fixture
def breaker(stopwatch: Stopwatch) -> Breaker:
    """A breaker with cool-downs of 60 seconds up to 15 minutes."""
    return Breaker(first=60, longest=900, monotonic=stopwatch)


def refused_for(breaker: Breaker) -> float:
    """Seconds the breaker says to wait."""
    with pytest.raises(RateLimited) as caught:
        breaker.enter()
    return caught.value.retry_in


def tripped(breaker: Breaker, entered: int) -> float:
    """Seconds to wait after a request was answered 429."""
    breaker.trip(entered)
    return breaker.retry_in


def test_nothing_may_be_sent_during_the_cool_down(breaker: Breaker, stopwatch: Stopwatch) -> None:
    """The error tells how long is left."""
    breaker.trip(breaker.enter())
    stopwatch.seconds += 20
    assert 40 == refused_for(breaker)


def test_one_trial_goes_out_after_the_cool_down(breaker: Breaker, stopwatch: Stopwatch) -> None:
    """While its outcome is unknown nobody else may send."""
    breaker.trip(breaker.enter())
    stopwatch.seconds += 60
    breaker.enter()
    assert 60 == refused_for(breaker)


def test_a_trial_that_succeeds_closes_the_breaker(breaker: Breaker, stopwatch: Stopwatch) -> None:
    """Everybody may send again, and the next cool-down is short again."""
    breaker.trip(breaker.enter())
    stopwatch.seconds += 60
    breaker.succeed(breaker.enter())
    assert 60 == tripped(breaker, breaker.enter())


def test_each_failed_trial_doubles_the_cool_down(breaker: Breaker, stopwatch: Stopwatch) -> None:
    """From one minute to a quarter of an hour and no further."""
    waits = [tripped(breaker, breaker.enter())]
    for _ in range(5):
        stopwatch.seconds += waits[-1]
        waits.append(tripped(breaker, breaker.enter()))
    assert [60, 120, 240, 480, 900, 900] == waits


def test_a_trial_that_is_lost_is_followed_by_another(breaker: Breaker, stopwatch: Stopwatch) -> None:
    """Cancelled or unanswered, the next one may go a cool-down later."""
    breaker.trip(breaker.enter())
    stopwatch.seconds += 60
    breaker.enter()
    stopwatch.seconds += 60
    assert isinstance(breaker.enter(), int)


def test_requests_refused_together_count_once(breaker: Breaker) -> None:
    """Eight under way at once do not double the cool-down eight times."""
    entered = [breaker.enter() for _ in range(8)]
    assert [60] * 8 == [tripped(breaker, each) for each in entered]


def test_a_late_success_does_not_close_the_breaker(breaker: Breaker) -> None:
    """What was sent before the 429 says nothing about after it."""
    early, late = breaker.enter(), breaker.enter()
    breaker.trip(early)
    breaker.succeed(late)
    assert 60 == breaker.retry_in
