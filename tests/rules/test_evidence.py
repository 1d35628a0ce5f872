"""What has been done, party by party."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from samverk.rules.evidence import Act, Done

PARTIES = ("0114", "0115", "0117")
acts = st.lists(st.tuples(st.integers(0, 400), st.sampled_from((None, *PARTIES[:2])))).map(
    lambda told: tuple(
        Act(date(2020, 1, 1) + timedelta(days), seq, None, party) for seq, (days, party) in enumerate(told)
    )
)


@given(acts)
def test_a_party_has_done_its_own_acts_and_those_of_nobody_in_particular_in_their_order(found: tuple[Act, ...]) -> None:
    done = Done(found)

    assert done.of(None) == found
    for party in PARTIES:
        assert list(done.of(party)) == [act for act in found if act.party in (None, party)]
