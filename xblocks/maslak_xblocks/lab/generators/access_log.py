"""One day in the access log of a school's site, in which somebody tried passwords one after another.

Addresses come from the three ranges that are kept for examples (RFC 5737), so that no real machine is accused.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Final

from maslak_xblocks.lab.generators.adding import find_first, is_first_alone, percent
from maslak_xblocks.lab.generators.dataset import Column, DataSet, Fact, FactSpec, Table, TableFact, mark
from maslak_xblocks.lab.generators.stream import Stream, draw_until

NAME: Final = "access_log"
TITLE: Final = mark("Access log of a school’s site, one day")
STEM: Final = "acces"
HAS_LOG: Final = True
LEAST_ROWS: Final = 60
COLUMNS: Final = (
    Column("heure", "code", mark("Moment of the request, in UTC")),
    Column("adresse", "code", mark("Address that the request came from")),
    Column("methode", "code", mark("GET reads a page, POST sends a form")),
    Column("chemin", "code", mark("Page that was asked for; /connexion is the sign-in page")),
    Column("statut", "code", mark("Answer of the server: 200 given, 302 signed in and sent on, 401 wrong password, 404 no such page")),
    Column("octets", "number", mark("Bytes that were sent")),
)
FACTS: Final[Mapping[str, FactSpec]] = {
    "requests": FactSpec("number", mark("requests"), personal=False),
    "distinct_addresses": FactSpec("number", mark("different addresses"), personal=False),
    "network_addresses": FactSpec("number", mark("different addresses of the network 198.51.100.0/24"), personal=False),
    "network_requests": FactSpec("number", mark("requests from the network 198.51.100.0/24"), personal=False),
    "posts": FactSpec("number", mark("requests with the method POST"), personal=False),
    "not_found": FactSpec("number", mark("answers 404"), personal=False),
    "not_found_addresses": FactSpec("number", mark("different addresses with an answer 404"), personal=False),
    "not_found_changes": FactSpec("number", mark("answers 404 whose address differs from that of the answer 404 before"), personal=False),
    "client_errors": FactSpec("number", mark("answers from 400 to 499"), personal=False),
    "client_error_rate": FactSpec("number", mark("share of the answers from 400 to 499, in percent"), personal=False),
    "failed_sign_ins": FactSpec("number", mark("answers 401"), personal=False),
    "busiest_hour": FactSpec("number", mark("hour with the most requests, 0 to 23"), personal=False),
    "busiest_hour_requests": FactSpec("number", mark("requests of the busiest hour"), personal=False),
    "bytes_total": FactSpec("number", mark("bytes sent in all")),
    "bytes_given": FactSpec("number", mark("bytes of the answers 200 alone")),
    "largest_answer": FactSpec("number", mark("bytes of the largest answer")),
    "largest_as_text": FactSpec("number", mark("bytes that come last when they are sorted as text"), personal=False),
    "attacker_address": FactSpec("text", mark("address that tried passwords")),
    "busiest_address": FactSpec("text", mark("address with the most requests")),
    "lost_address": FactSpec("text", mark("address with the most answers 404")),
    "attacker_failures": FactSpec("number", mark("wrong passwords of the attacker"), personal=False),
    "attacker_posts": FactSpec("number", mark("sign-in forms of the attacker, the right one included"), personal=False),
    "attacker_requests": FactSpec("number", mark("all requests of the attacker"), personal=False),
    "attacker_first_hour": FactSpec("number", mark("hour in which the attack began"), personal=False),
    "attacker_got_in_at": FactSpec("text", mark("moment at which the attacker was let in, hours and minutes")),
    "failures_by_address": FactSpec("table", mark("wrong passwords by address (adresse, echecs)")),
}

_DAY: Final = "2026-11-02"
_NETWORKS: Final = ("192.0.2", "198.51.100", "203.0.113")
_PAGES: Final = (("/", 5200), ("/cours", 8900), ("/notes", 6400), ("/emploi-du-temps", 7300), ("/bibliotheque", 9800), ("/logo.svg", 1900))
_LOST: Final = ("/cour", "/note", "/img/affiche.png", "/ancien/accueil.html")
_PROBES: Final = ("/admin", "/wp-login.php", "/.env", "/phpmyadmin", "/backup.zip")
# How many requests each hour of the day draws, in Moroccan habits.
_HOURS: Final = (1, 1, 1, 1, 1, 1, 2, 5, 11, 12, 12, 10, 6, 6, 10, 11, 10, 8, 6, 6, 7, 6, 4, 2)


@dataclass(frozen=True)
class _Hit:
    second: int  # of the day
    address: str
    method: str
    path: str
    status: int
    size: int

    @property
    def hour(self) -> int:
        return self.second // 3600

    @property
    def clock(self) -> str:
        return f"{self.hour:02d}:{self.second // 60 % 60:02d}:{self.second % 60:02d}"

    def row(self) -> tuple[str | int, ...]:
        return f"{_DAY}T{self.clock}", self.address, self.method, self.path, self.status, self.size

    def line(self) -> str:
        """Write the request as servers do: the common log format."""
        return f'{self.address} - - [02/Nov/2026:{self.clock} +0000] "{self.method} {self.path} HTTP/1.1" {self.status} {self.size}'


def generate(seed: str, rows: int) -> DataSet:
    """Make the log of a seed. What was drawn is thrown away until *the busiest* hour and address are one each."""
    hits = draw_until(lambda stream: _draw(stream, rows), _has_one_answer, name=NAME, seed=seed)
    table = Table(COLUMNS, tuple(hit.row() for hit in hits))
    return DataSet(table, _find_facts(hits), tuple(hit.line() for hit in hits))


def _draw(stream: Stream, rows: int) -> list[_Hit]:
    addresses = _draw_addresses(stream, max(12, rows // 10))
    attacker, crawler, searcher, forgetful, *readers = addresses
    hits = _draw_attack(stream, attacker, max(9, rows // 9) + stream.below(4))
    crawl = len(hits) + max(4, rows // 16) + stream.below(3)
    hits += [_read(stream, crawler, stream.below(86_400)) for _ in range(crawl)]
    hits += [_hit(stream, stream.below(86_400), searcher, "GET", stream.pick(_PROBES), 404, 300) for _ in range(max(5, rows // 20))]
    hits += _forget(stream, forgetful)
    while len(hits) < rows:
        hits.append(_read(stream, stream.pick(readers), _moment(stream)))
    return sorted(hits[:rows], key=lambda hit: (hit.second, hit.address, hit.path))


def _draw_addresses(stream: Stream, number: int) -> list[str]:
    machines = stream.shuffled([f"{network}.{host}" for network in _NETWORKS for host in range(2, 254)])
    return machines[:number]


def _draw_attack(stream: Stream, attacker: str, tries: int) -> list[_Hit]:
    """Give wrong passwords a few seconds apart and, after the last one, the right one."""
    second = stream.between(3600, 20 * 3600)
    hits = [_hit(stream, second, attacker, "GET", "/connexion", 200, 2400)]
    for _ in range(tries):
        second += stream.between(2, 9)
        hits.append(_hit(stream, second, attacker, "POST", "/connexion", 401, 900))
    hits.append(_hit(stream, second + stream.between(2, 9), attacker, "POST", "/connexion", 302, 250))
    hits.append(_hit(stream, second + stream.between(12, 40), attacker, "GET", "/notes", 200, 6400))
    return hits


def _forget(stream: Stream, address: str) -> list[_Hit]:
    """Give somebody who mistyped a password and then got in: not an attack."""
    second = _moment(stream)
    wrong = [_hit(stream, second + 25 * turn, address, "POST", "/connexion", 401, 900) for turn in range(stream.between(2, 4))]
    return [*wrong, _hit(stream, second + 25 * len(wrong) + 8, address, "POST", "/connexion", 302, 250)]


def _read(stream: Stream, address: str, second: int) -> _Hit:
    if stream.chance(1, 14):
        return _hit(stream, second, address, "GET", stream.pick(_LOST), 404, 300)
    path, size = stream.pick(_PAGES)
    return _hit(stream, second, address, "GET", path, 200, size)


def _moment(stream: Stream) -> int:
    # The last minutes of the day stay free, so that what follows a moment is still on the same day.
    return min(stream.weigh(_HOURS) * 3600 + stream.below(3600), 86_000)


def _hit(stream: Stream, second: int, address: str, method: str, path: str, status: int, usual: int) -> _Hit:
    return _Hit(second, address, method, path, status, usual + stream.below(max(2, usual // 4)))


def _failures(hits: Sequence[_Hit]) -> Counter[str]:
    return Counter(hit.address for hit in hits if hit.status == 401)


def _has_one_answer(hits: Sequence[_Hit]) -> bool:
    counts = (
        Counter(hit.hour for hit in hits),
        Counter(hit.address for hit in hits),
        Counter(hit.address for hit in hits if hit.status == 404),
        _failures(hits),
    )
    attacker = find_first(counts[3])
    return all(is_first_alone(each.values()) for each in counts) and counts[1][attacker] < max(counts[1].values())


def _find_facts(hits: Sequence[_Hit]) -> Mapping[str, Fact]:
    hours, addresses = Counter(hit.hour for hit in hits), Counter(hit.address for hit in hits)
    lost, failures = Counter(hit.address for hit in hits if hit.status == 404), _failures(hits)
    busiest, refused = find_first(hours), sum(400 <= hit.status < 500 for hit in hits)
    return {
        "requests": Decimal(len(hits)),
        "distinct_addresses": Decimal(len(addresses)),
        "posts": Decimal(sum(hit.method == "POST" for hit in hits)),
        "not_found": Decimal(sum(lost.values())),
        "not_found_addresses": Decimal(len(lost)),
        "not_found_changes": Decimal(sum(1 for _ in groupby(hit.address for hit in hits if hit.status == 404))),
        "client_errors": Decimal(refused),
        "client_error_rate": percent(refused, len(hits)),
        "failed_sign_ins": Decimal(sum(failures.values())),
        "busiest_hour": Decimal(busiest),
        "busiest_hour_requests": Decimal(hours[busiest]),
        "busiest_address": (find_first(addresses),),
        "lost_address": (find_first(lost),),
        "failures_by_address": TableFact(
            columns=("adresse", "echecs"), keys=("adresse",), rows=tuple(sorted(failures.items()))
        ),
        **_size_facts(hits),
        **_network_facts(hits),
        **_attack_facts(hits, find_first(failures)),
    }  # fmt: skip


def _size_facts(hits: Sequence[_Hit]) -> Mapping[str, Fact]:
    sizes = [hit.size for hit in hits]
    return {
        "bytes_total": Decimal(sum(sizes)),
        "bytes_given": Decimal(sum(hit.size for hit in hits if hit.status == 200)),
        "largest_answer": Decimal(max(sizes)),
        "largest_as_text": Decimal(max(map(str, sizes))),
    }


def _network_facts(hits: Sequence[_Hit]) -> Mapping[str, Fact]:
    own = [hit.address for hit in hits if hit.address.startswith(f"{_NETWORKS[1]}.")]
    return {
        "network_addresses": Decimal(len(set(own))),
        "network_requests": Decimal(len(own)),
    }


def _attack_facts(hits: Sequence[_Hit], attacker: str) -> Mapping[str, Fact]:
    own = [hit for hit in hits if hit.address == attacker]
    posts = [hit for hit in own if hit.method == "POST"]
    let_in = next(hit for hit in posts if hit.status == 302)
    return {
        "attacker_address": (attacker,),
        "attacker_failures": Decimal(sum(hit.status == 401 for hit in posts)),
        "attacker_posts": Decimal(len(posts)),
        "attacker_requests": Decimal(len(own)),
        "attacker_first_hour": Decimal(own[0].hour),
        "attacker_got_in_at": _spell_moment(let_in),
    }


def _spell_moment(hit: _Hit) -> tuple[str, ...]:
    hours, minutes, _ = hit.clock.split(":")
    spoken = (f"{hours}:{minutes}", f"{int(hours)}:{minutes}", f"{hours}h{minutes}", f"{int(hours)}h{minutes}")
    return (*spoken, hit.clock, f"{_DAY}T{hit.clock}", f"{_DAY} {hit.clock}")
