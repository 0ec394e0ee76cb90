"""What a live registry answers to every kind of bad batch, over HTTP and signed with an institution's real key."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import msgspec
import pytest
from tests.factories.batch import Chain, make_body, sign_batch
from tests.factories.country import Country, eventually
from tests.factories.ledgers import read_copy

from maslak_domain.sync import MAX_BATCH_BYTES, TAG_PASSPORT, verify_receipt, verify_signed_time
from maslak_web.keys import FileSigner, load_public_key, load_signer

pytestmark = pytest.mark.faults
SCHOOL, OTHER = "ensam-rabat", "esith"


@dataclass
class Sender:
    """An institution that sends what it likes, with its real key."""

    country: Country
    key: str = SCHOOL
    # No connection is used twice: after a body that it did not read to the end, the registry closes it.
    client: httpx.Client = field(
        default_factory=lambda: httpx.Client(trust_env=False, timeout=30, limits=httpx.Limits(max_keepalive_connections=0))
    )

    @property
    def signer(self) -> FileSigner:
        """The institution's key."""
        return load_signer(self.country.services[self.key].home / "keys" / "sync.jwk")

    def sign(self, raw: bytes, **named: Any) -> httpx.Request:
        """Sign a batch, for the institution's own address unless told otherwise."""
        named = {"institution": self.key, "signer": self.signer, "base_url": self.country.address("registry"), **named}
        return sign_batch(raw, **named)

    def send(self, raw: bytes, **named: Any) -> httpx.Response:
        """Sign and send a batch."""
        return self.client.send(self.sign(raw, **named))

    def head(self) -> tuple[int, str]:
        """Return where the registry says that the institution's chain ends."""
        answer = self.client.get(f"{self.country.address('registry')}/v1/institutions/{self.key}/head").json()
        return answer["seq"], answer["hash"]


@pytest.fixture
def sender(country: Country) -> Iterator[Sender]:
    country.start("registry", "registry-worker")
    made = Sender(country)
    yield made
    made.client.close()


def make_chain(length: int = 4, key: str = SCHOOL) -> Chain:
    chain = Chain(key)
    for _ in range(length):
        chain.add_completion(uuid.uuid4())
    return chain


def refusal(answer: httpx.Response) -> tuple[int, str]:
    assert answer.headers["Content-Type"] == "application/problem+json", answer.text
    return answer.status_code, answer.json()["code"]


def change_header(name: str, change: Callable[[str], str]) -> Callable[[Sender, Chain], httpx.Request]:
    """Return what signs a batch and then changes one header."""

    def make(sender: Sender, chain: Chain) -> httpx.Request:
        request = sender.sign(chain.batch())
        before = request.headers[name]
        request.headers[name] = change(before)
        assert request.headers[name] != before
        return request

    return make


def change_parameter(before: str, after: str) -> Callable[[Sender, Chain], httpx.Request]:
    """Return what signs a batch and then says something else about the signature than was signed."""
    return change_header("Signature-Input", lambda text: text.replace(before, after))


def change_body(sender: Sender, chain: Chain) -> httpx.Request:
    request = sender.sign(chain.batch())
    body = bytearray(request.content)
    body[len(body) // 2] ^= 1
    return httpx.Request("POST", request.url, headers=request.headers, content=bytes(body))


def drop_signature(sender: Sender, chain: Chain) -> httpx.Request:
    request = sender.sign(chain.batch())
    del request.headers["Signature"]
    return request


def flip_base64(text: str) -> str:
    """Change one character inside the bytes between colons."""
    start = text.index(":") + 10
    return text[:start] + ("A" if text[start] != "A" else "B") + text[start + 1 :]


def of_another(sender: Sender, _chain: Chain) -> httpx.Request:
    return sender.sign(make_chain(key=OTHER).batch())


def with_other_key(sender: Sender, chain: Chain) -> httpx.Request:
    return sender.sign(chain.batch(), signer=Sender(sender.country, OTHER).signer)


def too_many(sender: Sender, _chain: Chain) -> httpx.Request:
    chain, body = Chain(SCHOOL), make_body("enrolment.recorded", uuid.uuid4(), {})
    raws = [bytes(chain.add(body).entry) for _ in range(501)]
    entries = b",".join(b'{"entry":%b,"salt":null,"identity":null}' % raw for raw in raws)
    return sender.sign(b'{"v":1,"institution":"ensam-rabat","first":1,"entries":[%b]}' % entries)


def too_heavy_in_pieces(sender: Sender, _chain: Chain) -> httpx.Request:
    """Say nothing of the length: what is too large is found while it is read."""
    request = sender.sign(b"x" * (MAX_BATCH_BYTES + 1))
    headers = {name: value for name, value in request.headers.items() if name.lower() != "content-length"}
    return httpx.Request("POST", request.url, headers=headers, content=iter([b"x" * (MAX_BATCH_BYTES + 1)]))


BAD = {
    "a changed signature": (change_header("Signature", flip_base64), 401, "bad_signature"),
    "no signature": (drop_signature, 401, "bad_signature"),
    "another nonce than was signed": (change_parameter('nonce="', 'nonce="x'), 401, "bad_signature"),
    "another time than was signed": (change_parameter("created=1", "created=2"), 401, "bad_signature"),
    "another key's name": (change_parameter('keyid="', 'keyid="x'), 401, "bad_signature"),
    "another purpose than was signed": (change_parameter("batch-v1", "batch-v2"), 401, "bad_signature"),
    "fewer signed parts": (change_parameter(' "idempotency-key"', ""), 401, "bad_signature"),
    "a signature that is no text": (change_header("Signature-Input", lambda _text: "((("), 401, "bad_signature"),
    "a changed digest": (change_header("Content-Digest", flip_base64), 401, "bad_signature"),
    "a changed type": (change_header("Content-Type", lambda _text: "text/plain"), 401, "bad_signature"),
    "a changed idempotency key": (change_header("Idempotency-Key", lambda text: text + "0"), 401, "bad_signature"),
    "a changed body": (change_body, 400, "digest_mismatch"),
    "the key of another institution": (with_other_key, 401, "bad_signature"),
    "a signature for another purpose": (lambda s, c: s.sign(c.batch(), tag=TAG_PASSPORT), 401, "bad_signature"),
    "a signature for another server": (lambda s, c: redirect(s, s.sign(c.batch(), base_url="http://other.test")), 401, "bad_signature"),
    "a clock that is late": (lambda s, c: s.sign(c.batch(), created=datetime.now(UTC) - timedelta(minutes=6)), 401, "clock_skew"),
    "a clock that is early": (lambda s, c: s.sign(c.batch(), created=datetime.now(UTC) + timedelta(minutes=6)), 401, "clock_skew"),
    "a gap": (lambda s, c: s.sign(c.batch(2)), 409, "gap"),
    "entries in another order": (lambda s, c: s.sign(reorder(c)), 400, "malformed_entry"),
    "a malformed entry": (lambda s, c: s.sign(c.batch().replace(b'"NUM-100"', b'"NUM-100" ', 1)), 400, "malformed_entry"),
    "a missing field": (lambda s, c: s.sign(c.batch().replace(b'"reason":null,', b"", 1)), 400, "malformed_entry"),
    "bytes that are no batch": (lambda s, _c: s.sign(b"[]"), 400, "malformed_batch"),
    "bytes that are no JSON": (lambda s, _c: s.sign(b"\xff\xfe"), 400, "malformed_batch"),
    "an empty batch": (lambda s, _c: s.sign(b'{"v":1,"institution":"ensam-rabat","first":1,"entries":[]}'), 400, "malformed_batch"),
    "another version": (lambda s, c: s.sign(c.batch().replace(b'"v":1,', b'"v":2,', 1)), 400, "malformed_batch"),
    "a batch of another institution": (of_another, 400, "malformed_batch"),
    "too many entries": (too_many, 413, "batch_too_large"),
    "too many bytes": (lambda s, _c: s.sign(b"x" * (MAX_BATCH_BYTES + 1)), 413, "batch_too_large"),
    "too many bytes, sent in pieces": (too_heavy_in_pieces, 413, "batch_too_large"),
    "an unknown institution": (lambda s, c: s.sign(c.batch(), institution="nowhere"), 404, "institution_unknown"),
}  # fmt: skip


def redirect(sender: Sender, request: httpx.Request) -> httpx.Request:
    """Send a request that was signed for another server to the registry, with that server's name in it."""
    url = httpx.URL(sender.country.address("registry")).join(request.url.raw_path.decode())
    return httpx.Request("POST", url, headers=request.headers, content=request.content)


def reorder(chain: Chain) -> bytes:
    """Write the batch with its first two entries in each other's place."""
    first, second = bytes(chain.sealed[0].entry), bytes(chain.sealed[1].entry)
    return chain.batch().replace(first, b"@").replace(second, first).replace(b"@", second)


def test_every_bad_batch_gets_its_defined_answer_and_changes_nothing(sender: Sender) -> None:
    chain = make_chain()
    before = sender.head()
    answered = {}
    for name, (make, _status, _code) in BAD.items():
        answer = sender.client.send(make(sender, chain))
        answered[name] = refusal(answer)
        assert sender.head() == before, name
    assert answered == {name: (status, code) for name, (_make, status, code) in BAD.items()}
    assert before[0] == 0
    # None of the refusals stands in the way of the good batch.
    assert sender.send(chain.batch()).status_code == httpx.codes.OK
    assert read_copy(sender.country, SCHOOL).entries == [bytes(each.entry) for each in chain.sealed]


def test_one_flipped_bit_anywhere_in_the_request_is_refused_with_a_known_code(sender: Sender) -> None:
    chain, chance = make_chain(), random.Random(41)
    for _ in range(60):
        request = sender.sign(chain.batch())
        headers, body = {name: request.headers[name] for name in SIGNED_HEADERS}, bytearray(request.content)
        name = chance.choice([*SIGNED_HEADERS, "body", "body"])
        if name == "body":
            body[chance.randrange(len(body))] ^= 1 << chance.randrange(8)
        else:
            headers[name] = flip_printable(headers[name], chance)
        answer = sender.client.send(httpx.Request("POST", request.url, headers=headers, content=bytes(body)))
        assert refusal(answer)[1] in {"bad_signature", "digest_mismatch"}, (name, headers)
        assert sender.head()[0] == 0


SIGNED_HEADERS = ("Signature", "Signature-Input", "Content-Digest", "Content-Type", "Idempotency-Key")


def flip_printable(text: str, chance: random.Random) -> str:
    """Flip one bit of one character, so that a header can still be sent."""
    while True:
        place, bit = chance.randrange(len(text)), 1 << chance.randrange(7)
        flipped = chr(ord(text[place]) ^ bit)
        if flipped.isprintable() and flipped != " " and flipped.lower() != text[place].lower():
            return text[:place] + flipped + text[place + 1 :]


def test_sender_with_a_wrong_clock_is_told_the_time_under_the_pinned_key(sender: Sender) -> None:
    created = datetime.now(UTC) - timedelta(hours=5)
    answer = sender.send(make_chain().batch(), created=created, nonce="n" * 20)
    assert refusal(answer) == (401, "clock_skew")
    _key_id, pinned = load_public_key(sender.country.settings(SCHOOL).registry_key)
    told = verify_signed_time(msgspec.json.encode(answer.json()["signed_time"]), pinned, "n" * 20)
    assert abs(told - datetime.now(UTC)) < timedelta(seconds=30)


def test_batches_doubled_and_out_of_order_end_as_one_ledger(sender: Sender) -> None:
    chain = make_chain(9)
    _key_id, pinned = load_public_key(sender.country.settings(SCHOOL).registry_key)
    late = sender.send(chain.batch(4, 6))
    assert (refusal(late), late.json()["expected"]) == ((409, "gap"), 1)
    first = sender.send(chain.batch(1, 3))
    assert sender.send(chain.batch(1, 3)).content == first.content
    replayed = sender.sign(chain.batch(4, 6))
    assert sender.client.send(replayed).status_code == httpx.codes.OK
    assert refusal(sender.client.send(replayed)) == (409, "nonce_reused")
    overlapping = sender.send(chain.batch(3, 9))
    assert verify_receipt(overlapping.content, pinned).last == 9
    assert verify_receipt(sender.send(chain.batch(2, 5)).content, pinned).last == 5
    assert sender.head() == (9, chain.head.hash)
    assert read_copy(sender.country, SCHOOL).entries == [bytes(each.entry) for each in chain.sealed]


def test_fork_freezes_the_institution_until_a_person_has_looked_and_touches_nobody_else(sender: Sender) -> None:
    chain, other = make_chain(5), Sender(sender.country, OTHER)
    assert sender.send(chain.batch(1, 4)).status_code == httpx.codes.OK
    assert refusal(sender.send(make_chain(2).batch())) == (409, "fork")
    assert refusal(sender.send(chain.batch(5))) == (423, "institution_frozen")
    assert refusal(sender.send(chain.batch(1, 4))) == (423, "institution_frozen")
    assert other.send(make_chain(key=OTHER).batch()).status_code == httpx.codes.OK
    other.client.close()
    told = sender.country.run("registry", "doctor")
    assert (told.returncode, f"{SCHOOL}: frozen" in told.stdout) == (1, True), told.stdout
    assert sender.country.run("registry", "institution", "unfreeze", SCHOOL).returncode == 0
    assert sender.send(chain.batch(5)).status_code == httpx.codes.OK
    assert read_copy(sender.country, SCHOOL).entries == [bytes(each.entry) for each in chain.sealed]


def test_unknown_kind_of_entry_is_kept_and_set_aside_and_the_doctor_says_so(sender: Sender) -> None:
    chain = make_chain(1)
    chain.add(make_body("parcel.delivered", uuid.uuid4(), {"to": "nobody"}))
    chain.add_completion(uuid.uuid4())
    assert sender.send(chain.batch()).status_code == httpx.codes.OK
    copy = eventually(lambda: read_copy(sender.country, SCHOOL), lambda seen: seen.progress.applied_seq == 3)
    assert (copy.progress.quarantined, [change[1] for change in copy.changes]) == (1, [1, 3])
    told = sender.country.run("registry", "doctor")
    assert (told.returncode, f"{SCHOOL}: quarantined" in told.stdout) == (1, True), told.stdout
