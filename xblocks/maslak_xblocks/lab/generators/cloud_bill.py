"""A month's bill for the machines of a school in the cloud: by day, service and team, with lines that nobody labelled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from maslak_xblocks.lab.generators.adding import add_up, find_first, is_first_alone, money, percent, rounded
from maslak_xblocks.lab.generators.dataset import Cell, Column, DataSet, Fact, FactSpec, Table, TableFact, mark
from maslak_xblocks.lab.generators.stream import Stream, draw_until

NAME: Final = "cloud_bill"
TITLE: Final = mark("Bill for machines in the cloud, one month")
STEM: Final = "facture"
HAS_LOG: Final = False
LEAST_ROWS: Final = 50
COLUMNS: Final = (
    Column("jour", "code", mark("Day of use, year-month-day")),
    Column("service", "code", mark("What was used: calcul, stockage, reseau, base or sauvegarde")),
    Column("equipe", "text", mark("Label of the team; empty where nobody set it")),
    Column("heures", "number", mark("Hours of use")),
    Column("tarif", "number", mark("Price of an hour in dirhams")),
    Column("montant", "number", mark("Hours times price, in dirhams; below 0 for a credit")),
)
FACTS: Final[Mapping[str, FactSpec]] = {
    "lines": FactSpec("number", mark("lines of the bill"), personal=False),
    "credits": FactSpec("number", mark("lines that are a credit"), personal=False),
    "unlabelled_lines": FactSpec("number", mark("lines without a team"), personal=False),
    "total": FactSpec("number", mark("total of the bill, credits taken off, in dirhams")),
    "total_without_credits": FactSpec("number", mark("total of the bill, credits left out, in dirhams")),
    "unlabelled_total": FactSpec("number", mark("total without a team, in dirhams")),
    "labelled_total": FactSpec("number", mark("total of the lines that have a team, in dirhams")),
    "costliest_service": FactSpec("text", mark("service with the highest total"), personal=False),
    "costliest_service_total": FactSpec("number", mark("total of the costliest service, in dirhams")),
    "most_used_service": FactSpec("text", mark("service with the most hours"), personal=False),
    "costliest_day": FactSpec("text", mark("day with the highest total"), personal=False),
    "costliest_day_total": FactSpec("number", mark("total of the costliest day, in dirhams")),
    "costliest_service_share": FactSpec("number", mark("share of the total that the costliest service has, in percent")),
    "quarter_total": FactSpec("number", mark("three such months, in dirhams")),
    "quarter_with_margin": FactSpec("number", mark("three such months and 10% more, in dirhams")),
    "totals_by_service": FactSpec("table", mark("total of each service (service, total)")),
}

# Each service with its usual price of an hour, in centimes.
_SERVICES: Final = {"calcul": 420, "stockage": 35, "reseau": 90, "base": 610, "sauvegarde": 55}
_TEAMS: Final = ("recherche", "scolarite", "bibliotheque", "communication")
_DAYS: Final = 30


@dataclass(frozen=True)
class _Line:
    day: int
    service: str
    team: str
    hours: int
    price: int  # centimes; below 0 for a credit

    @property
    def amount(self) -> int:
        return self.hours * self.price

    def row(self) -> tuple[Cell, ...]:
        return f"2026-11-{self.day:02d}", self.service, self.team, self.hours, money(self.price), money(self.amount)


def generate(seed: str, rows: int) -> DataSet:
    """Make the bill of a seed. What was drawn is thrown away until *the costliest* is one, and is not the most used."""
    lines = draw_until(lambda stream: _draw(stream, rows), _has_one_answer, name=NAME, seed=seed)
    return DataSet(Table(COLUMNS, tuple(line.row() for line in lines)), _find_facts(lines))


def _draw(stream: Stream, rows: int) -> list[_Line]:
    prices = {name: usual * stream.between(80, 125) // 100 for name, usual in _SERVICES.items()}
    credits = max(2, rows // 25)
    lines = [_draw_line(stream, prices, is_credit=place < credits) for place in range(rows)]
    return sorted(lines, key=lambda line: (line.day, line.service, line.team, line.hours))


def _draw_line(stream: Stream, prices: Mapping[str, int], *, is_credit: bool) -> _Line:
    service = stream.pick(sorted(prices))
    team = "" if stream.chance(1, 6) else stream.pick(_TEAMS)
    most = 240 if service in ("stockage", "sauvegarde") else 48
    hours = stream.between(1, 6) if is_credit else stream.between(2, most)
    return _Line(stream.between(1, _DAYS), service, team, hours, -prices[service] if is_credit else prices[service])


def _has_one_answer(lines: Sequence[_Line]) -> bool:
    costs, hours, days = _by_service(lines), _hours(lines), _by_day(lines)
    alone = all(is_first_alone(sums.values()) for sums in (costs, hours, days))
    return alone and len(costs) == len(_SERVICES) and any(not line.team for line in lines) and find_first(costs) != find_first(hours)


def _by_service(lines: Sequence[_Line]) -> dict[str, int]:
    return add_up(lines, lambda line: line.service, lambda line: line.amount)


def _hours(lines: Sequence[_Line]) -> dict[str, int]:
    return add_up(lines, lambda line: line.service, lambda line: line.hours)


def _by_day(lines: Sequence[_Line]) -> dict[str, int]:
    return add_up(lines, lambda line: f"2026-11-{line.day:02d}", lambda line: line.amount)


def _find_facts(lines: Sequence[_Line]) -> Mapping[str, Fact]:
    costs, days = _by_service(lines), _by_day(lines)
    service, day = find_first(costs), find_first(days)
    number, total = int(day[-2:]), sum(costs.values())
    return {
        "lines": Decimal(len(lines)),
        "credits": Decimal(sum(line.price < 0 for line in lines)),
        "unlabelled_lines": Decimal(sum(not line.team for line in lines)),
        "total": money(total),
        "total_without_credits": money(sum(line.amount for line in lines if line.price > 0)),
        "unlabelled_total": money(sum(line.amount for line in lines if not line.team)),
        "labelled_total": money(sum(line.amount for line in lines if line.team)),
        "costliest_service": (service,),
        "costliest_service_total": money(costs[service]),
        "costliest_service_share": percent(costs[service], total),
        "quarter_total": money(3 * total),
        "quarter_with_margin": rounded(Fraction(33 * total, 1000)),
        "most_used_service": (find_first(_hours(lines)),),
        "costliest_day": (day, f"{number:02d}/11/2026", f"{number}/11/2026", f"{number:02d}/11", f"{number}/11", str(number)),
        "costliest_day_total": money(days[day]),
        "totals_by_service": TableFact(
            ("service", "total"), ("service",), tuple((name, money(total)) for name, total in sorted(costs.items()))
        ),
    }
