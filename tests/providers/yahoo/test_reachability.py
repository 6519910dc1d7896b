"""Whether Yahoo answers is found out once and shared."""

from __future__ import annotations

import asyncio

import pytest

from bot.domain.errors import Unreachable
from bot.providers.yahoo.reachability import NoAnswer, Reachability
from tests.providers.yahoo.conftest import Naps


class Network:
    """Counts looks at it; `up` says how they end, `gate` when."""

    def __init__(self, *, up: bool) -> None:
        self.up = up
        self.looks = 0
        self.gate = asyncio.Event()
        self.gate.set()

    async def look(self) -> None:
        """One look."""
        self.looks += 1
        await self.gate.wait()
        if not self.up:
            raise NoAnswer("nobody there")


async def outcome(reachability: Reachability) -> bool:
    """Whether a request would be let through."""
    try:
        await reachability.require()
    except Unreachable:
        return False
    return True


async def turns(count: int) -> None:
    """Let the loop go round."""
    for _ in range(count):
        await asyncio.sleep(0)


async def test_all_who_wait_share_the_first_look(naps: Naps) -> None:
    """Ten questions at the start cost one look."""
    network = Network(up=True)
    reachability = Reachability(network.look, sleep=naps)
    assert [True] * 10 == await asyncio.gather(*(outcome(reachability) for _ in range(10)))
    assert 1 == network.looks


async def test_a_failed_look_is_not_repeated_for_each_question(naps: Naps) -> None:
    """Later questions hear of it at once, with the reason."""
    network = Network(up=False)
    reachability = Reachability(network.look, sleep=naps)
    assert [False, False] == [await outcome(reachability), await outcome(reachability)]
    with pytest.raises(Unreachable) as caught:
        await reachability.require()
    assert (1, "nobody there") == (network.looks, caught.value.facts["detail"])
    await reachability.close()


async def test_the_background_looks_again(naps: Naps) -> None:
    """When the network comes back the next look finds it, without anybody asking."""
    network = Network(up=False)
    reachability = Reachability(network.look, recheck=60, sleep=naps)
    await outcome(reachability)
    network.up = True
    naps.wake()
    await turns(10)
    assert (2, [60], True) == (network.looks, naps.taken, await outcome(reachability))
    await reachability.close()


async def test_the_background_keeps_looking_while_it_is_down(naps: Naps) -> None:
    """One look a minute."""
    network = Network(up=False)
    reachability = Reachability(network.look, recheck=60, sleep=naps)
    await outcome(reachability)
    for _ in range(2):
        await turns(10)
        naps.wake()
    await turns(10)
    assert 3 == network.looks
    await reachability.close()


async def test_a_cancelled_waiter_leaves_the_look_to_the_others(naps: Naps) -> None:
    """The look goes on for the one who still waits."""
    network = Network(up=True)
    network.gate.clear()
    reachability = Reachability(network.look, sleep=naps)
    leaver = asyncio.create_task(outcome(reachability))
    stayer = asyncio.create_task(outcome(reachability))
    await asyncio.sleep(0)
    leaver.cancel()
    network.gate.set()
    assert await stayer
    assert 1 == network.looks


async def test_an_outage_in_the_middle_of_life_is_noticed(naps: Naps) -> None:
    """A doubt about the network makes it be looked at, and from then on everybody knows."""
    network = Network(up=True)
    reachability = Reachability(network.look, sleep=naps)
    await reachability.require()
    network.up = False
    with pytest.raises(Unreachable):
        await reachability.confirm()
    assert not await outcome(reachability)
    await reachability.close()
