"""An organisation's own sign-in, small but real: OpenID Connect over HTTPS on 127.0.0.1.

It holds what a client may not get wrong: the registered address to come back to, the secret, codes
that are good once, the proof key (PKCE), the bearer of a token; it signs its identity tokens.
"""

import base64
import datetime
import hashlib
import ipaddress
import json
import secrets
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa

TENANT = "/0c5a2d7e/v2.0"
CLIENT, SECRET = "boardplan", "a secret of this test"
BACK = "http://testserver/account/oidc/work/login/callback/"


class Provider:
    """person: the claims of whoever is signed in there; None for somebody who changes their mind.

    claims: what is put into the identity token on top of what belongs there. asked: the requests
    it got, as (method, path).
    """

    def __init__(self, folder: Path):
        self.person: dict | None = {}
        self.claims: dict = {}
        self.asked: list[tuple[str, str]] = []
        self.codes: dict[str, dict] = {}
        self.tokens: dict[str, dict] = {}
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.certificate = folder / "certificate.pem"
        self._write_certificate(folder / "key.pem")
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, folder / "key.pem")
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.origin = f"https://127.0.0.1:{self.server.server_port}"
        self.url = f"{self.origin}{TENANT}"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    # What each address answers: (status, headers, body)

    def configuration(self, _) -> dict:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.origin}/authorize",
            "token_endpoint": f"{self.origin}/token",
            "userinfo_endpoint": f"{self.origin}/userinfo",
            "jwks_uri": f"{self.origin}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            "id_token_signing_alg_values_supported": ["RS256"],
        }

    def authorize(self, asked: dict) -> str:
        """Where the person's browser is sent back to."""
        want = {"client_id": CLIENT, "redirect_uri": BACK, "response_type": "code"}
        held = {name: asked.get(name) for name in want}
        if held != want or "openid" not in asked["scope"].split():
            raise Refused(f"not a registered client: {held}")
        if asked.get("code_challenge_method") != "S256" or not asked.get("code_challenge"):
            raise Refused("no proof key")
        if self.person is None:
            answer = {"error": "access_denied", "state": asked["state"]}
        else:
            code = secrets.token_urlsafe(16)
            self.codes[code] = {"challenge": asked["code_challenge"], "person": self.person}
            answer = {"code": code, "state": asked["state"]}
        return f"{BACK}?{urlencode(answer)}"

    def token(self, asked: dict) -> dict:
        if (asked.get("client_id"), asked.get("client_secret")) != (CLIENT, SECRET):
            raise Refused("wrong secret")
        given = self.codes.pop(asked.get("code"), None)
        if given is None or asked.get("redirect_uri") != BACK:
            raise Refused("no such code")
        proof = hashlib.sha256(asked.get("code_verifier", "").encode()).digest()
        if base64.urlsafe_b64encode(proof).rstrip(b"=").decode() != given["challenge"]:
            raise Refused("wrong proof key")
        token = secrets.token_urlsafe(16)
        self.tokens[token] = given["person"]
        now = datetime.datetime.now(datetime.UTC)
        claims = {
            "iss": self.url,
            "aud": CLIENT,
            "iat": now,
            "exp": now + datetime.timedelta(minutes=5),
            **given["person"],
            **self.claims,
        }
        signed = jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": "1"})
        return {"access_token": token, "token_type": "Bearer", "id_token": signed}

    def userinfo(self, bearer: str) -> dict:
        if bearer not in self.tokens:
            raise Refused("no such token")
        return self.tokens[bearer]

    def keys(self, _) -> dict:
        key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [key | {"kid": "1", "alg": "RS256", "use": "sig"}]}

    def _handler(provider):
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                self._answer("GET")

            def do_POST(self):
                self._answer("POST")

            def _answer(self, method):
                parts = urlsplit(self.path)
                length = int(self.headers.get("Content-Length") or 0)
                sent = parts.query if method == "GET" else self.rfile.read(length).decode()
                asked = {name: values[0] for name, values in parse_qs(sent).items()}
                provider.asked.append((method, parts.path))
                try:
                    match method, parts.path:
                        case "GET", "/authorize":
                            self.send_response(302)
                            self.send_header("Location", provider.authorize(asked))
                            self.end_headers()
                            return
                        case "POST", "/token":
                            body = provider.token(asked)
                        case "GET", "/userinfo":
                            bearer = self.headers.get("Authorization", "").removeprefix("Bearer ")
                            body = provider.userinfo(bearer)
                        case "GET", "/keys":
                            body = provider.keys(asked)
                        case "GET", path if path == f"{TENANT}/.well-known/openid-configuration":
                            body = provider.configuration(asked)
                        case _:
                            raise Refused("no such address")
                except Refused as refused:
                    self._send(400, {"error": str(refused)})
                else:
                    self._send(200, body)

            def _send(self, status, body):
                data = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_):
                """Nothing: the tests look at `asked`."""

        return Handler

    def _write_certificate(self, key_file: Path) -> None:
        """A certificate of its own for 127.0.0.1, good for a day."""
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
        now = datetime.datetime.now(datetime.UTC)
        day = datetime.timedelta(days=1)
        address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
        certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(self.key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - day)
            .not_valid_after(now + day)
            .add_extension(x509.SubjectAlternativeName([address]), critical=False)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .sign(self.key, hashes.SHA256())
        )
        self.certificate.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        key_file.write_bytes(
            self.key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )


class Refused(Exception):
    """What a client got wrong."""
