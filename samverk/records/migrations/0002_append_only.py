"""Facts are only added: triggers against UPDATE, DELETE and TRUNCATE, and against a row that does not continue its chain.

On SQLite the last one also stops INSERT OR REPLACE, which would remove the row in its way without firing a trigger.
"""

from django.db import migrations

from samverk.lib.protection import VendorSQL, append_only

NEVER = "a recorded fact is never changed or removed, record a correction instead"

forwards, backwards = append_only("records_event", NEVER)

continues = {
    "sqlite": [
        """
        CREATE TRIGGER records_event_continues BEFORE INSERT ON records_event
        WHEN (NEW.seq > 1 AND NOT EXISTS (
               SELECT 1 FROM records_event WHERE agreement = NEW.agreement AND seq = NEW.seq - 1
               AND hash = NEW.prev_hash AND recorded_at <= NEW.recorded_at))
          OR EXISTS (SELECT 1 FROM records_event WHERE agreement = NEW.agreement AND seq = NEW.seq)
          OR EXISTS (SELECT 1 FROM records_event WHERE agreement = NEW.agreement AND corrects = NEW.corrects)
          OR EXISTS (SELECT 1 FROM records_event WHERE hash = NEW.hash)
          OR EXISTS (SELECT 1 FROM records_event WHERE id = NEW.id)
        BEGIN SELECT RAISE(ABORT, 'records_event: a fact must continue its chain (next number, hash and time)'); END
        """
    ],
    "postgresql": [
        """
        CREATE FUNCTION records_event_continues() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
          IF NEW.seq > 1 AND NOT EXISTS (
               SELECT 1 FROM records_event WHERE agreement = NEW.agreement AND seq = NEW.seq - 1
               AND hash = NEW.prev_hash AND recorded_at <= NEW.recorded_at) THEN
            RAISE EXCEPTION 'records_event: a fact must continue its chain (next number, hash and time)'
              USING ERRCODE = 'integrity_constraint_violation';
          END IF;
          RETURN NEW;
        END $$
        """,
        """
        CREATE TRIGGER records_event_continues BEFORE INSERT ON records_event
        FOR EACH ROW EXECUTE FUNCTION records_event_continues()
        """,
    ],
}
no_longer = {
    "sqlite": ["DROP TRIGGER IF EXISTS records_event_continues"],
    "postgresql": [
        "DROP TRIGGER IF EXISTS records_event_continues ON records_event",
        "DROP FUNCTION IF EXISTS records_event_continues()",
    ],
}


class Migration(migrations.Migration):
    dependencies = [("records", "0001_initial")]

    operations = [
        VendorSQL(forwards, backwards, "Protect records_event against change"),
        VendorSQL(continues, no_longer, "Let records_event only grow at the end of a chain"),
    ]
