"""An OpenID provider that answers whatever a test tells it to: what an attacker could send, signed or not."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from samverk.integrations.openid import Client, Question, new_question

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
PUBLIC_PEM = KEY.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)


class Provider:
    """One that tells the truth until a test changes ``token``, ``configuration`` or ``keys``."""

    def __init__(self, port: int) -> None:
        self.client = Client(f"http://localhost:{port}", "samverk", "hemlighet")
        self.question: Question = new_question()
        self.claims: dict[str, Any] = {}
        self.signing: dict[str, Any] = {"key": KEY, "algorithm": "RS256", "headers": {"kid": "1"}}
        self.token: str | None = None
        self.configuration: dict[str, Any] = {
            "issuer": self.client.issuer,
            "authorization_endpoint": f"{self.client.issuer}/authorize",
            "token_endpoint": f"{self.client.issuer}/token",
            "jwks_uri": f"{self.client.issuer}/keys",
        }
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
        self.keys: dict[str, Any] = {"keys": [public | {"kid": "1", "use": "sig"}]}
        self.redirect = ""
        self.asked: list[bytes] = []

    def honest(self) -> dict[str, Any]:
        """Claims that fit the question."""
        now = int(time.time())  # noqa: TID251 - the provider has a clock of its own
        return {
            "iss": self.client.issuer,
            "aud": "samverk",
            "sub": "a1b2",
            "iat": now,
            "exp": now + 300,
            "nonce": self.question.nonce,
            "email": "strateg@sollentuna.example",
        }

    def body(self, path: str) -> Any:
        """What an address answers."""
        if path == "/.well-known/openid-configuration":
            return self.configuration
        if path == "/keys":
            return self.keys
        token = self.token if self.token is not None else jwt.encode(self.honest() | self.claims, **self.signing)
        return {"id_token": token, "access_token": "x", "token_type": "Bearer"}


@contextmanager
def hostile() -> Iterator[Provider]:
    """The provider, listening on this machine."""

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            provider.asked.append(self.rfile.read(length))
            if provider.redirect:
                self.send_response(302)
                self.send_header("Location", provider.redirect)
                self.end_headers()
                return
            body = json.dumps(provider.body(self.path)).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = answer  # noqa: N815 - the names that the library looks for

        def log_message(self, *args: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("localhost", 0), Handler)
    provider = Provider(server.server_port)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
