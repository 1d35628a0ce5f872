"""What it costs to ask who may, against the page it is asked for."""

from __future__ import annotations

from collections.abc import Iterator

from bench.filled import NORRORT, STRATEGIST
from bench.measure import Row, at_most, compare
from bench.pages import PAGES, caller
from samverk.accounts.models import User
from samverk.accounts.queries import actor
from samverk.agreements import policy
from samverk.agreements.queries.listings import Access
from samverk.lib import clock

MOST = 5.0
PARTIES = 15


def rows() -> Iterator[Row]:
    """The roles in force read and every policy asked, in hundredths of the processor time of the page."""
    call = caller()
    user = User.objects.get(email=STRATEGIST)
    access = Access(NORRORT, "parties", frozenset(f"{code:04}" for code in range(PARTIES)))

    def asked() -> None:
        asking = actor(user, clock.today(), clock.now())
        policy.can_see_agreement(asking, access)
        policy.can_see_facts(asking, access)
        policy.can_see_people(asking, access)
        policy.can_see_original(asking, access)
        policy.can_import_original(asking, access.id)
        policy.can_record_something(asking, access.id)

    for name, address, _most, _peers in PAGES:

        def page(address: str = address) -> None:
            call(address)

        found = compare(asked, page, rounds=40, repeat=(20, 5))
        note = f"{found.ours * 1e6:.0f} µs of {found.other * 1e3:.1f} ms: the roles in force read, six policies asked"
        yield at_most(f"who may, on {name}", found.ratio * 100, MOST, "%", note=note)
