"""An organisation that signs its people in by SAML 2.0: an identity provider written by others (pysaml2).

It tells the truth unless a test asks for something else, and can listen on this machine for a browser to visit.
"""

from __future__ import annotations

import base64
import html
import importlib
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

import pytest
from lxml import etree
from saml2 import BINDING_HTTP_REDIRECT
from saml2.attribute_converter import AttributeConverter
from saml2.authn_context import PASSWORDPROTECTEDTRANSPORT
from saml2.config import IdPConfig
from saml2.metadata import entity_descriptor
from saml2.saml import NAMEID_FORMAT_PERSISTENT, NAMEID_FORMAT_TRANSIENT, NameID
from saml2.server import Server as Pysaml2
from saml2.xmldsig import DIGEST_SHA1, DIGEST_SHA256, SIG_RSA_SHA1, SIG_RSA_SHA256

from samverk.integrations.saml import KeyPair, new_pair

xmlsec: Any = importlib.import_module("xmlsec")  # its types leave out most of what it has
XMLSEC: Final = shutil.which("xmlsec1")
needs_xmlsec = pytest.mark.skipif(XMLSEC is None, reason="xmlsec1 is not installed: scripts/need-debian.sh xmlsec1")
MADE: Final = datetime(2026, 1, 1, tzinfo=UTC)
URI: Final = "urn:oasis:names:tc:SAML:2.0:attrname-format:uri"
TRANSIENT: Final = NAMEID_FORMAT_TRANSIENT
SHA1: Final = {"sign_alg": SIG_RSA_SHA1, "digest_alg": DIGEST_SHA1}

ORG_PERSON: Final = {
    "urn:oid:2.5.4.4": "Efternamn",
    "urn:oid:2.5.4.42": "Förnamn",
    "urn:oid:2.16.840.1.113730.3.1.241": "Förnamn Efternamn",
    "urn:oid:1.2.752.201.3.1": "anst7@2120000134",
    "urn:oid:2.5.4.10": "Sollentuna kommun",
    "urn:oid:0.9.2342.19200300.100.1.3": "strateg@sollentuna.example",
    "urn:oid:2.5.4.12": "Strateg, Sollentuna",
}
"""Sweden Connect's attribute set, with the address and the title released too."""

_SOAP: Final = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/"
ADFS: Final = {
    f"{_SOAP}emailaddress": "strateg@sollentuna.example",
    f"{_SOAP}upn": "ABC123@ad.sollentuna.example",
    f"{_SOAP}name": "Förnamn Efternamn",
    "http://schemas.microsoft.com/ws/2008/06/identity/claims/role": "Samverk.Kontakt",
}
"""What ADFS is usually set to send."""


@cache
def pair(name: str = "idp") -> KeyPair:
    """The provider's keys: the same in all tests, for they take a second to make."""
    return new_pair(name=name, at=MADE)


class Idp:
    """The provider. ``says``: the attributes of the one who signs in."""

    def __init__(self, folder: Path, base: str = "https://idp.sollentuna.example", keys: KeyPair | None = None) -> None:
        self.base, self.folder, self.keys = base, folder, keys or pair()
        self.entity_id = f"{base}/idp"
        self.says: dict[str, Any] = dict(ORG_PERSON)
        (folder / "key.pem").write_text(self.keys.key, encoding="ascii")
        (folder / "cert.pem").write_text(self.keys.certificate, encoding="ascii")
        self.asked: list[str] = []
        self.relay: str = ""
        self.sp = b""
        self.made: dict[tuple[Any, ...], Any] = {}

    def server(self, **changes: Any) -> Any:
        """pysaml2, knowing us when we have told it who we are. Made once for each: it looks long at its key."""
        wanted = (self.sp, tuple(self.says), str(changes), (self.folder / "key.pem").read_text(encoding="ascii"))
        if wanted not in self.made:
            self.made[wanted] = self._server(**changes)
        return self.made[wanted]

    def _server(self, **changes: Any) -> Any:
        service: dict[str, Any] = {
            "endpoints": {"single_sign_on_service": [(f"{self.base}/sso", BINDING_HTTP_REDIRECT)]},
            "want_authn_requests_signed": True,
            "name_id_format": [NAMEID_FORMAT_PERSISTENT],
            "policy": {"default": {"lifetime": changes.pop("lifetime", {"minutes": 5}), "name_form": URI}},
        }
        values: dict[str, Any] = {
            "entityid": self.entity_id,
            "xmlsec_binary": XMLSEC,
            "key_file": str(self.folder / "key.pem"),
            "cert_file": str(self.folder / "cert.pem"),
            "service": {"idp": service},
        }
        if self.sp:
            values["metadata"] = {"inline": [self.sp.decode()]}
        config = IdPConfig()
        config.load(values)
        names = AttributeConverter(URI)
        names.from_dict(
            {"identifier": URI, "fro": {name: name for name in self.says}, "to": {name: name for name in self.says}}
        )
        config.attribute_converters = [names]
        return Pysaml2(config=config)

    def metadata(self) -> str:
        """What the provider publishes about itself."""
        return str(entity_descriptor(self.server().config))

    def question(self, address: str) -> Any:
        """The question in an address we have sent somebody to, its signature verified. Error: what pysaml2 raises."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        read = self.server().parse_authn_request(
            asked["SAMLRequest"],
            BINDING_HTTP_REDIRECT,
            relay_state=asked.get("RelayState"),
            sigalg=asked["SigAlg"],
            signature=asked["Signature"],
        )
        return read.message

    def answer(self, entity_id: str, to: str, question: str | None, **changes: Any) -> str:
        """An answer as XML. ``changes``: ``name``, ``name_format``, ``says``, ``lifetime``, and pysaml2's own."""
        self.says = changes.pop("says", self.says)
        name = NameID(
            format=changes.pop("name_format", NAMEID_FORMAT_PERSISTENT), text=changes.pop("name", "f3a1c2d4e5")
        )
        lifetime = changes.pop("lifetime", None)
        server = self.server(lifetime=lifetime) if lifetime else self.server()
        how = {"sign_assertion": True, "sign_response": False, "sign_alg": SIG_RSA_SHA256, "digest_alg": DIGEST_SHA256}
        made = server.create_authn_response(
            identity=self.says,
            in_response_to=question,
            destination=to,
            sp_entity_id=entity_id,
            name_id=name,
            authn={"class_ref": PASSWORDPROTECTEDTRANSPORT, "authn_auth": self.entity_id},
            **how | changes,
        )
        return str(made)


def encrypted(xml: str, certificate: str, cipher: str = "AES256") -> str:
    """The answer with its signed assertion encrypted, as ADFS and Entra ID do it; pysaml2 itself knows only 3DES."""
    root = etree.fromstring(xml.encode())
    (assertion,) = root.xpath("//*[local-name()='Assertion']")
    keys = xmlsec.KeysManager()
    keys.add_key(xmlsec.Key.from_memory(certificate, xmlsec.KeyFormat.CERT_PEM))
    data = xmlsec.template.encrypted_data_create(
        root, getattr(xmlsec.Transform, cipher), type=xmlsec.EncryptionType.ELEMENT, ns="xenc"
    )
    xmlsec.template.encrypted_data_ensure_cipher_value(data)
    info = xmlsec.template.encrypted_data_ensure_key_info(data, ns="dsig")
    key = xmlsec.template.add_encrypted_key(info, xmlsec.Transform.RSA_OAEP)
    xmlsec.template.encrypted_data_ensure_cipher_value(key)
    context = xmlsec.EncryptionContext(keys)
    context.key = xmlsec.Key.generate(xmlsec.KeyData.AES, 256, xmlsec.KeyDataType.SESSION)
    wrap = etree.SubElement(root, "{urn:oasis:names:tc:SAML:2.0:assertion}EncryptedAssertion")
    wrap.append(context.encrypt_xml(data, assertion))
    return str(etree.tostring(root).decode())


def posted(xml: str) -> str:
    """As it stands in the form."""
    return base64.b64encode(xml.encode()).decode()


@contextmanager
def idp(base: str = "https://idp.sollentuna.example") -> Iterator[Idp]:
    """A provider that does not listen."""
    with TemporaryDirectory() as folder:
        yield Idp(Path(folder), base)


@contextmanager
def listening(host: str = "127.0.0.1") -> Iterator[Idp]:
    """A provider that a browser can visit: a page with a button, and the form that sends itself."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/idp":
                self.page(made.metadata(), "application/samlmetadata+xml")
                return
            if not self.path.startswith("/sso"):
                self.page("", status=204 if self.path == "/favicon.ico" else 404)
                return
            made.asked.append(self.path)
            where = html.escape(self.path)
            self.page(f"<!doctype html><title>Kommunen</title><h1>Kommunens inloggning</h1>"
                      f'<form method="post" action="{where}"><button>Logga in</button></form>')  # fmt: skip

        def do_POST(self) -> None:
            asked = made.question(self.path)
            to = asked.assertion_consumer_service_url
            answer = posted(made.answer(asked.issuer.text, to, asked.id))
            self.page(
                f'<!doctype html><title>Vidare</title><form method="post" action="{html.escape(to)}">'
                f'<input type="hidden" name="SAMLResponse" value="{answer}">'
                f'<input type="hidden" name="RelayState" value="{html.escape(made.relay)}"></form>'
                "<script>document.forms[0].submit()</script>"
            )

        def page(self, text: str, kind: str = "text/html; charset=utf-8", status: int = 200) -> None:
            body = text.encode()
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer((host, 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        with TemporaryDirectory() as folder:
            made = Idp(Path(folder), f"http://{host}:{server.server_port}")
            yield made
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
