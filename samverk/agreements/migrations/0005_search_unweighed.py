"""PostgreSQL keeps no figures of the words of entries: a search says itself that the index is to be used, and weighing
each of its words by such figures took longer than finding them.
"""

from django.db import migrations

from samverk.lib.protection import VendorSQL

unweighed = {
    "sqlite": [],
    "postgresql": ["ALTER TABLE agreements_search_entry ALTER COLUMN words SET STATISTICS 0"],
}
weighed = {
    "sqlite": [],
    "postgresql": ["ALTER TABLE agreements_search_entry ALTER COLUMN words SET STATISTICS -1"],
}


class Migration(migrations.Migration):
    dependencies = [("agreements", "0004_documents_in_search")]

    operations = [VendorSQL(unweighed, weighed, "words of search entries without statistics")]
