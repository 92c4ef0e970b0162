"""Digital signatures of papers, and the certificates that they may lead to."""

from __future__ import annotations

from django.db import models

from config.kernel.tenancy import TenantModel
from dossiers.enums import SignedAs


class Signature(TenantModel):
    """One accepted signature. `of_sha256` is the digest of the PDF as rendered, which the signed file begins with:
    signatures of an older rendering stay here, but are not the paper's any more.
    """

    document = models.ForeignKey("dossiers.Document", on_delete=models.CASCADE, related_name="signatures")
    place = models.PositiveSmallIntegerField()
    signed_as = models.CharField(max_length=12, choices=SignedAs.choices)
    of_sha256 = models.CharField(max_length=64)
    signer = models.CharField(max_length=300)
    issuer = models.CharField(max_length=300)
    serial = models.CharField(max_length=80)
    signed_at = models.DateTimeField()
    file = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, related_name="+")
    uploaded_by_name = models.CharField(max_length=200)
    uploaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["place", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "document", "of_sha256", "place"], name="dossiers_signature_place"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place}. {self.signer}"


class TrustRoot(TenantModel):
    """A certificate that the administrator installed: an authority whose signatures are believed, or one below it.

    `is_root` says that it was issued by itself. A removed one is kept, so that what it once vouched for can be
    explained.
    """

    subject = models.CharField(max_length=300)
    issuer = models.CharField(max_length=300)
    is_root = models.BooleanField()
    pem = models.TextField()
    fingerprint = models.CharField(max_length=64)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField()
    added_by_name = models.CharField(max_length=200)
    added_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["subject", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "fingerprint"],
                condition=models.Q(removed_at__isnull=True),
                name="dossiers_trust_root_once",
            ),
        ]

    def __str__(self) -> str:
        return self.subject
