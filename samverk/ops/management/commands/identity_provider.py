"""``samverk manage identity_provider``: the organisations' own sign-in, set up and listed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from samverk.accounts.actions import organisations as actions
from samverk.accounts.policy import ROLE_NAMES
from samverk.accounts.queries.organisations import all_providers, provider_named
from samverk.integrations.fetching import is_safe
from samverk.lib import clock
from samverk.ops.management.accounts import BY, account, done

if TYPE_CHECKING:
    from samverk.accounts.models import IdentityProvider


class Command(BaseCommand):
    """Six verbs; each explains itself with --help."""

    help = "Lägger upp, kopplar, visar och stänger organisationers egen inloggning (OpenID Connect, SAML)."

    def add_arguments(self, parser: CommandParser) -> None:
        """add, organisation, role, person, close, list."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        add = verbs.add_parser("add", help="lägg upp eller ändra en organisations inloggning")
        add.add_argument("slug", help="kort namn i adressen, till exempel sollentuna")
        add.add_argument("--title", required=True, help="det som står på knappen, till exempel ”Sollentuna kommun”")
        add.add_argument("--issuer", required=True, help="utfärdarens adress, precis som den själv skriver den")
        add.add_argument("--client-id", required=True, help="det id som organisationen har gett Samverk")
        add.add_argument("--secret-file", help="fil med klienthemligheten; utan den läses en rad från standard in")
        add.add_argument("--asks-second-step", action="store_true", help="organisationen kräver själv ett andra steg")
        of = verbs.add_parser(
            "organisation", help="koppla en tenant, ett organisationsnummer eller en domän till en part"
        )
        of.add_argument("slug")
        of.add_argument("key", choices=["tenant", "number", "domain"])
        of.add_argument("value")
        of.add_argument("party", help="partens kod, till exempel 0163")
        role = verbs.add_parser("role", help="ge dem i en grupp en roll hos sin part")
        role.add_argument("slug")
        role.add_argument("role", choices=sorted(str(kind) for kind in ROLE_NAMES if kind != "administrator"))
        role.add_argument("--group", default="", help="gruppen, som organisationen skickar den; utan: alla därifrån")
        role.add_argument("--agreement", default="", help="avtalets id; utan: i alla avtal")
        role.add_argument("--remove", action="store_true", help="ta bort i stället")
        person = verbs.add_parser("person", help="knyt det organisationen kallar någon till ett konto")
        person.add_argument("slug")
        person.add_argument("subject", help="till exempel orgAffiliation: anst7@2120000134")
        person.add_argument("address", help="kontots e-postadress")
        verbs.add_parser("close", help="stäng en inloggning; konton och roller är kvar").add_argument("slug")
        verbs.add_parser("list", help="visa allt som är upplagt")

    def handle(self, *args: Any, **given: Any) -> None:
        """Error: CommandError, and then nothing is changed."""
        verb = given["verb"]
        if verb == "list":
            self._list()
            return
        if verb == "add":
            self._add(given)
            return
        provider = _provider(given["slug"])
        if verb == "organisation":
            key, value, party, now = given["key"], given["value"], given["party"], clock.now()
            done(lambda: actions.map_organisation(provider=provider, key=key, value=value, party=party, by=BY, at=now))
        elif verb == "role":
            self._role(provider, given)
        elif verb == "person":
            user = account(given["address"])
            done(
                lambda: actions.know_person(
                    provider=provider, subject=given["subject"], user=user, by=BY, at=clock.now()
                )
            )
        else:
            actions.close_provider(provider=provider, by=BY, at=clock.now())
        self._list()

    def _add(self, given: dict[str, Any]) -> None:
        if not is_safe(given["issuer"]):
            raise CommandError(f"Utfärdarens adress ska börja med https:// men är ”{given['issuer']}”.")
        file = given["secret_file"]
        secret = (Path(file).read_text(encoding="utf-8") if file else sys.stdin.readline()).strip()
        if not secret:
            raise CommandError("Klienthemligheten är tom. Skriv den i filen eller på standard in.")
        names = ("slug", "title", "issuer", "client_id", "asks_second_step")
        actions.add_provider(**{name: given[name] for name in names}, secret=secret, by=BY, at=clock.now())
        self._list()

    def _role(self, provider: IdentityProvider, given: dict[str, Any]) -> None:
        what = {"group": given["group"], "kind": given["role"], "agreement": given["agreement"]}
        if not given["remove"]:
            done(lambda: actions.map_role(provider=provider, **what, by=BY, at=clock.now()))
        elif not actions.unmap_role(provider=provider, **what, by=BY, at=clock.now()):
            raise CommandError("Den rollen gavs inte av den gruppen.")

    def _list(self) -> None:
        for provider in all_providers():
            state = "" if provider.is_open else " (stängd)"
            self.stdout.write(f"{provider.slug}{state}: {provider.title}, {provider.issuer}, {provider.client_id}")
            for row in sorted(provider.organisations.all(), key=str):
                self.stdout.write(f"  {row.key} {row.value} är {row.party}")
            for mapped in sorted(provider.mapped_roles.all(), key=str):
                group, agreement = mapped.group or "alla", mapped.agreement or "alla avtal"
                self.stdout.write(f"  {group} får {mapped.kind} i {agreement}")


def _provider(slug: str) -> IdentityProvider:
    provider = provider_named(slug, closed_too=True)
    if provider is None:
        raise CommandError(f"Ingen inloggning heter ”{slug}”. ”samverk manage identity_provider list” visar dem.")
    return provider
