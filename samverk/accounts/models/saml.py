"""What is kept of an organisation's server that speaks SAML 2.0, and of the answers that have been taken from it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class SamlServer(models.Model):
    """What an organisation's server has said about itself in its metadata, for a provider whose shape is SAML.

    ``certificates``: PEM, one after another; two while the organisation changes keys. ``metadata_address``: "" when the
    metadata was pasted. ``starts_itself``: a sign-in that begins at the organisation is taken too.
    """

    provider = models.OneToOneField("accounts.IdentityProvider", on_delete=models.CASCADE, related_name="saml")
    sign_in_address = models.CharField(max_length=500)
    certificates = models.TextField()
    metadata_address = models.CharField(max_length=500, blank=True, default="")
    read_at = models.DateTimeField()
    starts_itself = models.BooleanField(default=False)

    class Meta:
        db_table = "accounts_saml_server"
        constraints = [
            models.CheckConstraint(
                condition=~Q(sign_in_address="") & ~Q(certificates=""), name="accounts_saml_server_whole"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider_id} {self.sign_in_address}"


class SamlAnswer(models.Model):
    """An assertion that has been taken: it is not taken again, as long as it would be believed.

    Its number, and that of the question it answers ("" for none), are kept as hashes. ``said`` is what it says, sealed,
    for the moment until the browser that asked fetches it; then it is "".
    """

    provider = models.ForeignKey("accounts.IdentityProvider", on_delete=models.CASCADE, related_name="saml_answers")
    assertion_hash = models.CharField(max_length=64)
    question_hash = models.CharField(max_length=64, blank=True, default="")
    said = models.TextField(blank=True, default="")
    received_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "accounts_saml_answer"
        constraints = [
            models.CheckConstraint(condition=~Q(assertion_hash=""), name="accounts_saml_answer_numbered"),
            models.UniqueConstraint(fields=["provider", "assertion_hash"], name="accounts_saml_answer_once"),
            models.UniqueConstraint(
                fields=["provider", "question_hash"],
                condition=~Q(question_hash=""),
                name="accounts_saml_answer_one_each",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider_id} {self.received_at:%Y-%m-%d %H:%M}"
