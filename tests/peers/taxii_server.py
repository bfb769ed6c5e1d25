"""taxii2-client reads from our TAXII server."""

import subprocess
from datetime import datetime, timezone

import requests
from taxii2client.v21 import Server, as_pages

from support import CREDENTIALS, DATA, PATIENCE, binary, environment, summary, taxii_server

USER, PASSWORD = CREDENTIALS["TAXII_USERNAME"], CREDENTIALS["TAXII_PASSWORD"]


def follow(call, per_request, **filters):
    pages = [page.get("objects", []) for page in as_pages(call, per_request=per_request, **filters)]
    return [len(page) for page in pages], summary(sum(pages, []))


def examples():
    """`--mock` serves the examples of the description, with credentials of its own."""
    with taxii_server("--mock", env={}) as (process, url):
        user = process.expect("TAXII_USERNAME=", process.stderr)
        password = process.expect("TAXII_PASSWORD=", process.stderr)
        server = Server(url, user=user, password=password)
        assert server.title == "ThreatConnect TAXII 2.1 Server"
        origin = url.removesuffix("/api/services/taxii2/v1/taxii2")
        assert server.default.url == f"{origin}/api/services/taxii2/v1/tc_taxii/", server.default.url
        assert [root.title for root in server.api_roots] == ["ThreatConnect TAXII 2.1 Server API Root"]
        organization, community = server.default.collections
        assert (organization.title, community.title) == ("Example Organization", "Example Community")
        assert organization.custom_properties["type"] == "Organization"
        sizes, objects = follow(organization.get_objects, per_request=1)
        assert sizes == [1, 1], sizes
        assert [id.split("--")[0] for id, _ in objects] == ["marking-definition", "indicator"]
        sizes, records = follow(organization.get_manifest, per_request=1)
        assert (sizes, [id for id, _ in records]) == ([1, 1], [id for id, _ in objects])
        assert community.get_objects() == {}
        for wrong in [{"password": "wrong"}, {}]:
            refused(lambda: Server(url, user=user, **wrong).title, 401)


def refused(read, status):
    try:
        read()
    except requests.HTTPError as error:
        assert error.response.status_code == status, error
        assert error.response.json()["http_status"] == str(status)
    else:
        raise AssertionError(f"no {status}")


def curl_lines():
    """The requests in ThreatConnect's documentation, host and credentials aside, answer as printed there."""
    with taxii_server("--mock") as (_, url):
        base = url.removesuffix("/taxii2")
        organization = f"{base}/tc_taxii/collections/Example%20Organization"
        for printed, key in [
            (f"{base}/tc_taxii", "max_content_length"),
            (f"{base}/tc_taxii/collections", "collections"),
            (organization, "alias"),
            (f"{organization}/manifest", "objects"),
            (f"{organization}/objects?limit=10", "objects"),
            (f"{base}/taxii2", "api_roots"),
        ]:
            accept = {"Accept": "application/taxii+json;version=2.1"}
            answer = requests.get(printed, headers=accept, auth=(USER, PASSWORD), allow_redirects=False)
            assert answer.status_code == 200 and key in answer.json(), (printed, answer.status_code, answer.text)
            assert answer.headers["Content-Type"] == accept["Accept"], (printed, answer.headers)


def usage():
    """What is missing at start is said, and nothing is served."""
    for arguments, env, status, message in [
        (["serve"], CREDENTIALS, 2, "give --data FILE, or --mock"),
        (["serve", "--mock", "--data", str(DATA)], CREDENTIALS, 2, "not both"),
        (["serve", "--data", "nowhere.json"], CREDENTIALS, 1, "nowhere.json"),
        (["serve", "--data", str(DATA)], {}, 1, "TAXII_USERNAME (the user name that callers of the server give), TAXII_PASSWORD"),
    ]:
        command = [binary("threatconnect-taxii"), *arguments]
        result = subprocess.run(command, env=environment(**env), capture_output=True, text=True, timeout=PATIENCE)
        assert (result.returncode, result.stdout) == (status, ""), (arguments, result)
        assert message in result.stderr, (arguments, result.stderr)


def data():
    """A file in medallion's form, read with every filter and page size."""
    with taxii_server("--data", str(DATA)) as (_, url):
        server = Server(url, user=USER, password=PASSWORD)
        collections = {collection.title: collection for collection in server.default.collections}
        full = collections["Example Organization"]
        whole = summary(full.get_objects()["objects"])
        assert len(whole) == 14, whole
        everything = {"version": "all", "spec_version": "2.0,2.1"}
        all_records = summary(full.get_manifest(**everything)["objects"])
        assert len(all_records) == 17, all_records
        for per_request in [1, 2, 5, 100]:
            for call in [full.get_objects, full.get_manifest]:
                sizes, rows = follow(call, per_request)
                assert [id for id, _ in rows] == [id for id, _ in whole], (per_request, rows)
                assert max(sizes) <= per_request
            assert follow(full.get_manifest, per_request, **everything)[1] == all_records
        added_after = datetime(2022, 5, 1, tzinfo=timezone.utc)
        sizes, rows = follow(full.get_objects, 2, added_after=added_after, type=["indicator", "malware"])
        assert (sizes, len(rows)) == ([2, 2, 2, 2], 8), (sizes, rows)
        assert len(full.get_objects(id=[whole[0][0], whole[1][0]])["objects"]) == 2
        assert full.get_objects(spec_version="2.0")["objects"][0]["type"] == "indicator"
        assert collections["Empty"].get_manifest() == {}
        secret = collections["Write only"]
        assert not secret.can_read
        secret._can_read = True  # asks in spite of it
        refused(secret.get_objects, 403)


examples()
curl_lines()
usage()
data()
print("taxii2-client reads from our server")
