"""curl and requests log in to our server by digest; our client logs in to Flask-HTTPAuth's, and proves what requests would."""

import logging
import secrets
import subprocess
import threading
from unittest import mock

import requests
from flask import Flask
from flask_httpauth import HTTPDigestAuth as FlaskDigestAuth
from requests.auth import HTTPDigestAuth
from requests.utils import parse_dict_header
from werkzeug.serving import make_server

from authentication import call, recorder, started
from support import PATIENCE

LOGIN = {"scheme": "digest", "username": "ann", "password": "s3cret: of é"}
REQUESTS = [{"segments": ["a b", "é"], "query": [["q", "1 2"]]}, {"method": "POST", "segments": ["x"], "json": {"a": 1}}]
PATHS = ["/conns/list", "/a%20b/%C3%A9?q=1%202&a=%2B"]


def curl(url, password, *more):
    """The status of each request that curl sends to the paths, by one connection."""
    command = ["curl", "--silent", "--digest", "--user", f"{LOGIN['username']}:{password}", *more]
    command += ["--output", "/dev/null", "--output", "/dev/null", "--write-out", "%{http_code} ", "--max-time", str(PATIENCE)]
    result = subprocess.run([*command, *(url + path for path in PATHS)], capture_output=True, text=True)
    assert result.returncode == 0, result
    return [int(status) for status in result.stdout.split()]


def session(url, password):
    with requests.Session() as client:
        client.auth = HTTPDigestAuth(LOGIN["username"], password)
        return [client.get(url + path, timeout=PATIENCE).status_code for path in PATHS for _ in range(3)]


def others_log_in():
    ascii_login = LOGIN | {"password": "s3cret"}  # requests and curl disagree about the charset of all else
    for order in ["serve", "mock"]:
        with started(order, ascii_login) as url:
            for password, status in [("s3cret", 200), ("S3cret", 401)]:
                assert curl(url, password) == [status] * 2, order
                assert curl(url, password, "--json", '{"a": 1}') == [status] * 2, order
                assert session(url, password) == [status] * 6, order
    print("curl and requests log in to our server and our stand-in")


class FlaskServer:
    """Flask-HTTPAuth on a free port. Each of its nonces is good for `uses` requests."""

    def __init__(self, qop, algorithm, uses):
        app = Flask("digest")
        app.secret_key = secrets.token_hex()
        auth = FlaskDigestAuth(realm="the realm", qop=qop, algorithm=algorithm)
        nonces = {}
        auth.get_password({LOGIN["username"]: LOGIN["password"]}.get)
        auth.generate_opaque(lambda: "0paque")
        auth.verify_opaque(lambda opaque: opaque == "0paque")

        @auth.generate_nonce
        def generate():
            nonce = secrets.token_hex()
            nonces[nonce] = uses
            return nonce

        @auth.verify_nonce
        def verify(nonce):
            nonces[nonce] = nonces.get(nonce, 0) - 1
            return nonces[nonce] >= 0

        app.route("/<path:path>", methods=["GET", "POST"])(auth.login_required(lambda path: "let in"))
        self.server = make_server("127.0.0.1", 0, app)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self.url

    def __exit__(self, *_):
        self.server.shutdown()


def we_log_in_to_flask():
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    for qop, algorithm in [("auth", "MD5"), ("auth", "MD5-Sess"), (None, "MD5")]:
        for uses in [1, 100]:
            with FlaskServer(qop, algorithm, uses) as url:
                assert call(url, LOGIN, REQUESTS * 2) == [200] * 4, (qop, algorithm, uses)
                assert call(url, LOGIN | {"password": "other"}, REQUESTS) == [401] * 2, (qop, algorithm, uses)
    print("our client logs in to Flask-HTTPAuth")


class Whole(str):
    """A text of which requests takes no part only."""

    def __getitem__(self, _):
        return self


def we_prove_what_requests_would():
    """For the algorithms that Flask-HTTPAuth doesn't know: given the same nonces, requests computes the same."""
    for algorithm in ["SHA-256", "MD5"]:
        challenge = f'Digest realm="r", nonce="n0nce", qop="auth,auth-int", algorithm={algorithm}, opaque="0paque"'

        def answer(seen):
            return (200, {}) if "authorization" in seen.headers else (401, {"WWW-Authenticate": challenge})

        with recorder(answer) as (url, requests_seen):
            assert call(url, LOGIN, REQUESTS) == [200, 200]
            proofs = [seen for seen in requests_seen if "authorization" in seen.headers]
            assert len(proofs) == 2, requests_seen
            client = HTTPDigestAuth(LOGIN["username"], LOGIN["password"])
            client.init_per_thread_state()
            client._thread_local.chal = parse_dict_header(challenge.removeprefix("Digest "))
            for seen in proofs:
                ours = parse_dict_header(seen.headers["authorization"].removeprefix("Digest "))
                with mock.patch("requests.auth.hashlib.sha1") as sha1:
                    sha1.return_value.hexdigest.return_value = Whole(ours["cnonce"])
                    theirs = client.build_digest_header(seen.method, url + seen.target)
                assert ours == parse_dict_header(theirs.removeprefix("Digest ")), (ours, theirs)
    print("our client proves what requests would")


others_log_in()
we_log_in_to_flask()
we_prove_what_requests_would()
