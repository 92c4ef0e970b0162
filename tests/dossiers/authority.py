"""An authority of the tests: issues certificates and signs PDFs for real."""

import datetime as dt
import io
from functools import cached_property

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigFieldSpec

NOW = dt.datetime.now(dt.UTC)
YEAR = dt.timedelta(days=365)


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"), x509.NameAttribute(NameOID.COMMON_NAME, common)])


class Authority:
    """`authority.signer("Nguyễn Văn A")` holds a certificate of this authority; elliptic keys, so that it is quick."""

    def __init__(self, name: str = "Tổ chức chứng thực của bài kiểm thử") -> None:
        self.name, self.key = name, ec.generate_private_key(ec.SECP256R1())
        self.certificate = self._issue(name, self.key.public_key(), NOW - YEAR, NOW + 5 * YEAR, authority=True)

    def _issue(self, common, public, begins, ends, *, authority=False) -> x509.Certificate:
        builder = (
            x509.CertificateBuilder()
            .subject_name(_name(common))
            .issuer_name(_name(self.name))
            .public_key(public)
            .serial_number(x509.random_serial_number())
            .not_valid_before(begins)
            .not_valid_after(ends)
            .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        )
        usage = dict.fromkeys(
            ("data_encipherment", "key_encipherment", "key_agreement", "encipher_only", "decipher_only"), False
        )
        usage |= {"digital_signature": not authority, "content_commitment": not authority}
        usage |= {"key_cert_sign": authority, "crl_sign": authority}
        return builder.add_extension(x509.KeyUsage(**usage), critical=True).sign(self.key, hashes.SHA256())

    @cached_property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    def signer(self, common: str, *, begins=NOW - dt.timedelta(days=30), ends=NOW + YEAR) -> signers.SimpleSigner:
        from asn1crypto import keys
        from asn1crypto import x509 as asn1
        from pyhanko_certvalidator.registry import SimpleCertificateStore

        key = ec.generate_private_key(ec.SECP256R1())
        certificate = self._issue(common, key.public_key(), begins, ends)
        der = key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return signers.SimpleSigner(
            signing_cert=asn1.Certificate.load(certificate.public_bytes(serialization.Encoding.DER)),
            signing_key=keys.PrivateKeyInfo.load(der),
            cert_registry=SimpleCertificateStore(),
        )


def sign(data: bytes, *people: signers.SimpleSigner, start: int = 1) -> bytes:
    """The file with one signature after another."""
    for place, signer in enumerate(people, start):
        field = f"Ky{place}"
        writer = IncrementalPdfFileWriter(io.BytesIO(data), strict=False)
        metadata = signers.PdfSignatureMetadata(field_name=field, md_algorithm="sha256")
        out = signers.PdfSigner(metadata, signer=signer, new_field_spec=SigFieldSpec(field)).sign_pdf(writer)
        data = out.getvalue()
    return data
