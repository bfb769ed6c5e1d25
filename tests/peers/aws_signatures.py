"""botocore signs the requests that our client sends as our client does; our stand-in lets in botocore and curl."""

import datetime
import shutil
import subprocess
from unittest import mock

import requests
from botocore.auth import S3SigV4Auth, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from authentication import call, recorder, started
from support import PATIENCE

KEY = {"scheme": "aws", "region": "eu-north-1", "id": "AKIDEXAMPLE", "secret": "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"}
SERVICES = ["execute-api", "dynamodb", "s3"]
TOKENS = [None, "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGd=="]
SIGNED = ["authorization", "x-amz-date", "x-amz-security-token", "x-amz-content-sha256"]

REQUESTS = [
    {},
    {"segments": ["conns"]},
    {"segments": ["a b", "é/ü", "x@y:z", "~._-", "%", "%2F", "+", "(a)'*!", "日本"]},
    {"segments": ["...", "a..b", ".c"]},
    {"segments": ["q"], "query": [["q", "1 2"], ["a", "é"], ["B", "+&="], ["b", ""], ["~", "*"]]},
    {"segments": ["q"], "query": [["tag", "b"], ["tag", "a"], ["tag", "A"], ["tag", ""]]},
    {"segments": ["q"], "query": [["a-b", "1"], ["a", "2"], ["a.b", "3"], ["ä", "4"], ["%", "5"]]},
    {"method": "POST", "json": {"a": "é", "b": [1, None]}},
    {"method": "POST", "json": {}, "headers": [["content-type", "application/x-amz-json-1.0"], ["x-amz-target", "Shop_20120810.List"]]},
    {"method": "POST", "form": [["Action", "List Users"], ["Version", "2010-05-08"], ["é", "+"]]},
    {"method": "PUT", "segments": ["key"], "json": "text", "headers": [["x-amz-meta-note", "a   b  c"], ["x-amz-acl", "private"]]},
    {"method": "DELETE", "segments": ["key with space"], "headers": [["x-trace", "not signed"]]},
]


def sign(request, auth):
    signer = S3SigV4Auth if auth["service"] == "s3" else SigV4Auth
    credentials = Credentials(auth["id"], auth["secret"], auth["token"])
    signer(credentials, auth["service"], auth["region"]).add_auth(request)


def theirs(seen, url, auth):
    """The same request as botocore signs it, at the time at which ours was."""
    covered = {name: value for name, value in seen.headers.items() if name == "content-type" or name.startswith("x-amz-")}
    headers = {name: value for name, value in covered.items() if name not in SIGNED}
    request = AWSRequest(method=seen.method, url=url + seen.target, headers=headers, data=seen.body)
    now = datetime.datetime.strptime(seen.headers["x-amz-date"], "%Y%m%dT%H%M%SZ")
    with mock.patch("botocore.auth.get_current_datetime", return_value=now):
        sign(request, auth)
    return {name.lower(): value for name, value in request.headers.items()}


def signatures():
    compared = 0
    for service in SERVICES:
        for token in TOKENS:
            auth = KEY | {"service": service, "token": token}
            with recorder() as (url, seen):
                assert call(url, auth, REQUESTS) == [200] * len(REQUESTS)
                for ours in seen:
                    wanted = theirs(ours, url, auth)
                    for name in SIGNED:
                        assert ours.headers.get(name) == wanted.get(name), (auth["service"], name, ours, wanted)
                    compared += 1
    print(f"botocore signs {compared} requests as we do")


def botocore_is_let_in():
    for service in SERVICES:
        for token in TOKENS:
            auth = KEY | {"service": service, "token": token}
            with started("mock", auth) as url:
                for secret, status in [(auth["secret"], 200), ("other", 401)]:
                    request = AWSRequest(
                        method="POST",
                        url=f"{url}/a%20b/%C3%A9?q=1%202&a=%C3%A9&b=",
                        headers={"Content-Type": "application/json", "X-Amz-Target": "Shop.List"},
                        data=b'{"a": 1}',
                    )
                    sign(request, auth | {"secret": secret})
                    answer = requests.post(request.url, data=request.data, headers=dict(request.headers.items()), timeout=PATIENCE)
                    assert answer.status_code == status, (service, token, answer.text)


def curl_is_let_in():
    curl = shutil.which("curl")
    assert curl, "curl is missing"
    auth = KEY | {"service": "execute-api", "token": None}
    with started("mock", auth) as url:
        for secret, status in [(auth["secret"], "200"), ("other", "401")]:
            command = [curl, "--silent", "--output", "/dev/null", "--write-out", "%{http_code}", "--max-time", str(PATIENCE)]
            command += ["--aws-sigv4", f"aws:amz:{auth['region']}:{auth['service']}", "--user", f"{auth['id']}:{secret}"]
            for more in [[], ["--json", '{"a": 1}']]:
                result = subprocess.run([*command, *more, f"{url}/conns/list?a=1&b=2"], capture_output=True, text=True)
                assert (result.returncode, result.stdout) == (0, status), (more, result)


signatures()
botocore_is_let_in()
curl_is_let_in()
print("our stand-in lets in botocore and curl")
