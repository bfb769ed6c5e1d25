"""oauthlib accepts our OAuth 1.0a signatures, and our stand-in lets in what oauthlib signs."""

import base64
import hashlib
from urllib.parse import unquote

import requests
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from oauthlib import oauth1

from authentication import call, recorder, started
from support import PATIENCE

PRIVATE = rsa.generate_private_key(public_exponent=65537, key_size=2048)
PEM = PRIVATE.private_bytes(
    serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
).decode()
PUBLIC = PRIVATE.public_key().public_bytes(
    serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
).decode()

KEY = "a key/of ours"
SHARED, TOKEN = "s3cret & more", ["t0ken/1", "its s3cret"]
METHODS = ["HMAC-SHA1", "HMAC-SHA256", "RSA-SHA256"]
FORM = "application/x-www-form-urlencoded"

REQUESTS = [
    {"segments": ["conns"]},
    {"segments": ["a b", "é/ü", "~._-%+"], "query": [["q", "1 2"], ["a", "é"], ["a", "b"], ["b5", "=%3D"], ["c@", ""]]},
    {"method": "POST", "segments": ["x"], "form": [["note", "é +"], ["a3", "2 q"], ["a3", "a"]], "query": [["a3", "b"]]},
    {"method": "POST", "segments": ["x"], "json": {"a": "é"}},
]


class Validator(oauth1.RequestValidator):
    """Knows one consumer, and one token at most."""

    enforce_ssl = False
    dummy_client, dummy_access_token = "nobody", "nothing"

    def __init__(self, token):
        super().__init__()
        self.token = token

    allowed_signature_methods = METHODS

    def check_client_key(self, client_key):
        return True

    def check_access_token(self, request_token):
        return True

    def check_nonce(self, nonce):
        return len(nonce) >= 20

    def validate_client_key(self, client_key, request):
        return client_key == KEY

    def validate_access_token(self, client_key, token, request):
        return token == self.token[0]

    def validate_timestamp_and_nonce(self, client_key, timestamp, nonce, request, request_token=None, access_token=None):
        return True

    def validate_realms(self, client_key, token, request, uri=None, realms=None):
        return True

    def get_client_secret(self, client_key, request):
        return SHARED

    def get_access_token_secret(self, client_key, token, request):
        return self.token[1]

    def get_rsa_key(self, client_key, request):
        return PUBLIC


def accepted(seen, url, token):
    """Whether oauthlib lets a request in: as a resource on behalf of a token, or by its signature alone."""
    body = seen.body.decode() if seen.headers.get("content-type") == FORM else ""
    headers = {"Authorization": seen.headers["authorization"], "Content-Type": seen.headers.get("content-type", "")}
    endpoint = (oauth1.ResourceEndpoint if token else oauth1.SignatureOnlyEndpoint)(Validator(token))
    check = endpoint.validate_protected_resource_request if token else endpoint.validate_request
    valid, _ = check(url + seen.target, http_method=seen.method, body=body, headers=headers)
    return valid


def parameters(seen):
    pairs = [pair.strip().split("=", 1) for pair in seen.headers["authorization"].removeprefix("OAuth ").split(",")]
    return {name: unquote(value.strip('"')) for name, value in pairs}


def consumer(method, token):
    secret = PEM if method.startswith("RSA") else SHARED
    return {"scheme": "oauth1", "method": method, "key": KEY, "secret": secret, "token": token}


def ours_are_accepted():
    for method in METHODS:
        for token in [None, TOKEN]:
            with recorder() as (url, requests_seen):
                assert call(url, consumer(method, token), REQUESTS) == [200] * len(REQUESTS)
                for seen in requests_seen:
                    assert accepted(seen, url, token), (method, token, seen)
                    seen.target += "&more=1" if "?" in seen.target else "?more=1"
                    assert not accepted(seen, url, token), (method, token, seen)
            if method == "RSA-SHA256":
                seen = requests_seen[-1]
                digest = base64.b64encode(hashlib.sha256(seen.body).digest()).decode()
                assert parameters(seen)["oauth_body_hash"] == digest, seen
    print("oauthlib accepts our signatures")


def theirs_are_accepted():
    for method in METHODS:
        for token in [None, TOKEN]:
            who = {"client_secret": SHARED, "rsa_key": PEM} | dict(
                zip(["resource_owner_key", "resource_owner_secret"], token or [])
            )
            with started("mock", consumer(method, token)) as url:
                target = f"{url}/a%20b/%C3%A9?q=1%202&a3=b&c%40="
                for key, status in [(KEY, 200), ("nobody", 401)]:
                    client = oauth1.Client(key, signature_method=method, **who)
                    form = {"note": "é +", "a3": ["2 q", "a"]}
                    body = requests.models.RequestEncodingMixin._encode_params(form)
                    uri, headers, body = client.sign(target, "POST", body, {"Content-Type": FORM})
                    answer = requests.post(uri, data=body, headers=headers, timeout=PATIENCE)
                    assert answer.status_code == status, (method, token, key, answer.text)
                    if not method.startswith("RSA"):  # its hash of a body is by SHA-1, whatever the method
                        body = '{"a": "b"}'
                        uri, headers, body = client.sign(target, "POST", body, {"Content-Type": "application/json"})
                        answer = requests.post(uri, data=body, headers=headers, timeout=PATIENCE)
                        assert answer.status_code == status, (method, token, key, answer.text)
    print("our stand-in lets in oauthlib")


ours_are_accepted()
theirs_are_accepted()
