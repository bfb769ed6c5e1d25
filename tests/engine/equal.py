"""What counts as equal.

Not compared are the wording of errors (two of one status are equal, and an error of a tool is equal to one of JSON-RPC), blanks
and the order of members in JSON, the order of GETs, %20 against +, and headers other than `authorization`, `cookie`, `x-…` and the
content type of a body. A request that is echoed in an answer is compared like the request. Numbers are compared as they are
written: 5 is not 5.0, and no text either.
"""

import json
import urllib.parse

# A request ends where the rest is empty.
ABSENT = ["", "", "", {}, ""]

# The members of what a stand-in echoes.
ECHO = {"method", "path", "query", "body", "headers"}


def same(recorded, answer, sent):
    """Whether a call was answered, and sent upstream, what was recorded."""
    told = json.dumps(plain_answer(answer)) == json.dumps(plain_answer(recorded["answer"]))
    reads, writes = plain_requests(sent)
    expected_reads, expected_writes = plain_requests(recorded["sent"])
    if is_error(answer):  # reads that were begun beside one that failed may have been sent or not
        reads = [read for read in reads if read in expected_reads]
    return told and (reads, writes) == (expected_reads, expected_writes)


def is_error(answer):
    return answer == "error" or isinstance(answer, list) and len(answer) == 1 and isinstance(answer[0], int) and answer[0] >= 400


def plain_answer(answer):
    if isinstance(answer, str):
        return answer
    if isinstance(answer, dict):
        tools = sorted(json.dumps(tool, sort_keys=True) for tool in answer.get("tools", []))
        return {**{key: answer[key] for key in sorted(answer)}, **({"tools": tools} if "tools" in answer else {})}
    if answer and isinstance(answer[0], int):
        status, content_type, body = [*answer, "", ""][:3]
        return [status, content_type, value(body)]
    return [value(block) for block in answer] or [None]


def value(text):
    """JSON without its spelling; any other text as it is."""
    if not isinstance(text, str):
        return ["block", json.dumps(text, sort_keys=True)]
    try:
        return ["json", json.loads(text, object_pairs_hook=members, parse_int=number, parse_float=number)]
    except ValueError:
        return ["text", text]


def number(digits):
    return ["number", digits]


def members(pairs):
    """An object; of an echo, what is compared of a request."""
    found = dict(sorted(pairs))
    if not ECHO <= found.keys() or not isinstance(found["headers"], dict):
        return found
    headers = {**found["headers"], **({"content-type": found["ct"]} if found.get("ct") else {})}
    return ["echo", plain_request([*(found[key] for key in ("method", "path", "query")), headers, found["body"]])]


def plain_requests(requests):
    """The reads in any order, then what may write in the order in which it was sent."""
    plain = [(request[0], json.dumps(plain_request(request))) for request in requests]
    return sorted(text for method, text in plain if method == "GET"), [text for method, text in plain if method != "GET"]


def plain_request(request):
    method, path, query, headers, body = request + ABSENT[len(request) :]
    compared = {k: v for k, v in headers.items() if k in ("authorization", "cookie") or k.startswith("x-")}
    if body and "content-type" in headers:
        compared["content-type"] = headers["content-type"].split(";")[0]
    pairs = sorted(urllib.parse.parse_qsl(query, keep_blank_values=True))
    segments = [urllib.parse.unquote(segment) for segment in path.split("/")]
    return [method, segments, pairs, sorted(compared.items()), value(body)]
