"""Odoo behind https: a certificate that is trusted, and one that is not."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bot.adapters.odoo.client import OdooClient
from bot.domain.errors import OdooUnavailable
from tests.adapters.odoo.tiny_server import TinyServer


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A key and a certificate for 127.0.0.1 that nobody has signed, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Odoo")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    path = tmp_path / "odoo.pem"
    path.write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain) + signed.public_bytes(pem))
    return path


@pytest.fixture
def secure_url(server: TinyServer, certificate: Path) -> str:
    """The address of the server, which now speaks TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    return server.url.replace("http:", "https:")


def test_trusted_certificate_is_taken(secure_url: str, certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    client = OdooClient(secure_url, "shop", "bot", "key", timeout=5)
    assert client.call("purchase.order", "button_approve", [[1]], write=True) is True


def test_strange_certificate_stops_before_the_key_is_sent(secure_url: str, server: TinyServer) -> None:
    client = OdooClient(secure_url, "shop", "bot", "key", timeout=5)
    with pytest.raises(OdooUnavailable, match="CERTIFICATE_VERIFY_FAILED"):
        client.call("purchase.order", "button_approve", [[1]], write=True)
    assert server.asked == []
