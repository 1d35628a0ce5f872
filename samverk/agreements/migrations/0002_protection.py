"""Versions are only added; a party's intervals in an agreement never overlap."""

from django.db import migrations

from samverk.lib.protection import VendorSQL, append_only

NEVER = "a version of an agreement is never changed or removed, import a new version instead"

apart = {
    "sqlite": [
        """
        CREATE TRIGGER agreements_party_apart_insert BEFORE INSERT ON agreements_party_in_force
        WHEN EXISTS (
          SELECT 1 FROM agreements_party_in_force
          WHERE agreement_id = NEW.agreement_id AND party = NEW.party
          AND (to_day IS NULL OR to_day > NEW.from_day) AND (NEW.to_day IS NULL OR from_day < NEW.to_day))
        BEGIN SELECT RAISE(ABORT, 'agreements_party_apart: the days overlap another interval of the party'); END
        """,
        """
        CREATE TRIGGER agreements_party_apart_update BEFORE UPDATE ON agreements_party_in_force
        WHEN EXISTS (
          SELECT 1 FROM agreements_party_in_force
          WHERE agreement_id = NEW.agreement_id AND party = NEW.party AND id <> NEW.id
          AND (to_day IS NULL OR to_day > NEW.from_day) AND (NEW.to_day IS NULL OR from_day < NEW.to_day))
        BEGIN SELECT RAISE(ABORT, 'agreements_party_apart: the days overlap another interval of the party'); END
        """,
    ],
    # btree_gist is a trusted extension: the database's owner may create it. It lets = take part in the exclusion.
    "postgresql": [
        "CREATE EXTENSION IF NOT EXISTS btree_gist",
        """
        ALTER TABLE agreements_party_in_force ADD CONSTRAINT agreements_party_apart
        EXCLUDE USING gist (agreement_id WITH =, party WITH =, daterange(from_day, to_day) WITH &&)
        """,
    ],
}
together = {
    "sqlite": [f"DROP TRIGGER IF EXISTS agreements_party_apart_{verb}" for verb in ("insert", "update")],
    "postgresql": ["ALTER TABLE agreements_party_in_force DROP CONSTRAINT agreements_party_apart"],
}


class Migration(migrations.Migration):
    dependencies = [("agreements", "0001_initial")]

    operations = [
        VendorSQL(*append_only("agreements_version", NEVER), "Protect agreements_version against change"),
        VendorSQL(apart, together, "Keep the intervals of a party apart"),
    ]
