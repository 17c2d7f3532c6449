"""Equal requests give equal bytes under one tag; who has them costs nothing; nothing is ever stale."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from service.web.kept import Kept, Rendered
from tests.web.clients import ANY, JIAN, JINPING, a_client, post

ADDRESSES = (
    "/v1/documents",
    "/v1/regions?q=吉安",
    "/v1/regions/360821",
    "/v1/regions/360821/summary",
    "/v1/regions/360821/keywords",
    "/v1/measures",
    "/v1/measures/first_secretaries",
    "/v1/observations",
    "/v1/comparison",
    "/v1/comparison.csv",
    "/v1/comparison.json?measures=first_secretaries",
    "/version",
    "/openapi.yaml",
    "/openapi.json",
    "/docs",
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_not_modified(client: FlaskClient, address: str) -> None:
    """Every GET has a strong tag, and the tag comes back as a 304 with the headers of the answer."""
    answer = client.get(address)
    again = client.get(address, headers={"If-None-Match": answer.headers["ETag"]})

    assert (answer.status_code, again.status_code, again.data) == (200, 304, b"")
    assert answer.headers["ETag"].startswith('"')
    for name in ("ETag", "Cache-Control", "Vary"):
        assert answer.headers.get(name) == again.headers.get(name)


@pytest.mark.parametrize(("held", "status"), [
    ('"other", {tag}', 304),    # in a list
    ("W/{tag}", 304),           # weakly, as proxies that compress make it
    ("*", 304),                 # anything at all
    ('"{bare}-gzip"', 304),     # as servers that compress mark it
    ('"{bare};br"', 304),
    ('"{bare}x"', 200),
    ('"other"', 200),
    ('W/"other", "another"', 200),
    ("", 200),
    ("{tag", 200),              # no tag
])  # fmt: skip
def test_if_none_match(client: FlaskClient, held: str, status: int) -> None:
    """If-None-Match is read as RFC 9110 has it for GET."""
    tag = client.get("/v1/documents").headers["ETag"]

    answer = client.get(
        "/v1/documents", headers={"If-None-Match": held.replace("{tag}", tag).replace("{bare}", tag[1:-1])}
    )

    assert answer.status_code == status


def test_star_is_no_answer_for_what_does_not_exist(client: FlaskClient) -> None:
    """If-None-Match: * is true of what exists only."""
    assert client.get(f"/v1/documents/{'0' * 64}", headers={"If-None-Match": "*"}).status_code == 404


@pytest.mark.parametrize(("one", "other"), [
    # Defaults that are said are the same question, and so is another order of the parameters.
    ("/v1/regions/360821/summary", "/v1/regions/360821/summary?sentences=5"),
    ("/v1/regions/360821/summary?ratio=0.5", "/v1/regions/360821/summary?ratio=.50"),
    ("/v1/documents?limit=7&region=360821", "/v1/documents?region=360821&limit=7"),
    ("/v1/comparison?regions=360821,522628", "/v1/comparison?regions=360821%EF%BC%8C522628"),
])  # fmt: skip
def test_one_question_one_tag(client: FlaskClient, one: str, other: str) -> None:
    """The tag is made of the question, not of how it was written."""
    assert client.get(one).headers["ETag"] == client.get(other).headers["ETag"]


@pytest.mark.parametrize("headers", [{"Accept": "text/csv"}, {"Accept-Language": "en"}])
def test_variants_have_tags_of_their_own(client: FlaskClient, headers: dict[str, str]) -> None:
    """Another format or language is another answer, and Vary says so."""
    plain, varied = client.get("/v1/comparison"), client.get("/v1/comparison", headers=headers)

    assert plain.headers["ETag"] != varied.headers["ETag"]
    assert plain.data != varied.data
    assert varied.headers["Vary"] == "Accept, Accept-Language"


def test_every_write_makes_tags_stale(fresh: FlaskClient) -> None:
    """Adding, amending and removing change the tag of what they change, at once."""
    tags = [fresh.get("/v1/comparison").headers["ETag"]]
    document = post(fresh, JIAN)
    tags.append(fresh.get("/v1/comparison").headers["ETag"])
    fresh.patch(f"/v1/documents/{document}", json={"region": "522628"}, headers=ANY)
    tags.append(fresh.get("/v1/comparison").headers["ETag"])
    fresh.delete(f"/v1/documents/{document}", headers=ANY)
    tags.append(fresh.get("/v1/comparison").headers["ETag"])

    assert len(set(tags)) == 4
    assert fresh.get("/v1/comparison").json["regions"] == []


def test_nothing_stale_from_another_process(tmp_path: Path) -> None:
    """What one process keeps is not shown after another has written."""
    one, other = a_client(tmp_path), a_client(tmp_path)
    post(one, JIAN)
    before = other.get("/v1/observations").json["observations"]
    post(one, JINPING)

    assert len(other.get("/v1/observations").json["observations"]) > len(before)


def test_equal_bytes(tmp_path: Path) -> None:
    """Two services that hold the same documents answer with the same bytes."""
    homes = (tmp_path / "one", tmp_path / "other")
    clients = [a_client(home) for home in homes]
    for client in clients:
        post(client, JIAN)

    one, other = (client.get("/v1/comparison").data for client in clients)
    assert one == other


@pytest.mark.parametrize("address", ["/v1/comparison", "/v1/documents", "/healthz", "/docs"])
def test_head(client: FlaskClient, address: str) -> None:
    """HEAD is GET without the body."""
    head, get = client.head(address), client.get(address)

    assert (head.status_code, head.data) == (200, b"")
    assert head.content_length == len(get.data)
    assert head.headers.get("ETag") == get.headers.get("ETag")


@pytest.mark.parametrize(("max_age", "lifetime"), [
    (0, "public, max-age=0, must-revalidate"),
    (60, "public, max-age=60, stale-while-revalidate=60"),
])  # fmt: skip
def test_lifetime(tmp_path: Path, max_age: int, lifetime: str) -> None:
    """How long an answer may be reused unasked is a setting."""
    assert a_client(tmp_path, max_age=max_age).get("/v1/measures").headers["Cache-Control"] == lifetime


def test_problems_and_health_are_not_kept(client: FlaskClient) -> None:
    """What is true of this moment only is not kept by anyone."""
    for address in ("/healthz", "/readyz", "/v1/nothing"):
        assert client.get(address).headers["Cache-Control"] == "no-store"


def test_kept_leaves_out_what_was_not_asked_for() -> None:
    """The room is bounded, and what was used last stays."""
    kept = Kept(largest_sum=80)
    for tag in "abcdefgh":
        kept.put(tag, Rendered(b"x" * 10))
    kept.get("a")
    kept.put("i", Rendered(b"x" * 10))
    kept.put("too large", Rendered(b"x" * 11))

    assert [tag for tag in [*"abcdefghi", "too large"] if kept.get(tag)] == list("acdefghi")
