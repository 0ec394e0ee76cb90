"""The tickets of a shop with branches in six cities, typed in by many hands: doubled lines, missing prices, cities in every spelling."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Final, NamedTuple

from maslak_xblocks.lab.generators.adding import add_up, find_first, is_first_alone, median, money, rounded
from maslak_xblocks.lab.generators.dataset import Cell, Column, DataSet, Fact, FactSpec, Table, TableFact, mark
from maslak_xblocks.lab.generators.setting import CITIES, PERSON_BOUNDS, PHONES, name_person, spell_month, spell_phone
from maslak_xblocks.lab.generators.stream import Stream, add_weights, draw_until

NAME: Final = "sales_table"
TITLE: Final = mark("Sales of a shop in six cities")
STEM: Final = "ventes"
HAS_LOG: Final = False
LEAST_ROWS: Final = 40
COLUMNS: Final = (
    Column("ticket", "code", mark("Number of the ticket: one sale, one number")),
    Column("date", "code", mark("Day of the sale, year-month-day")),
    Column("ville", "text", mark("City of the branch, as the seller typed it")),
    Column("client", "text", mark("Name of the customer")),
    Column("telephone", "code", mark("Telephone of the customer")),
    Column("produit", "text", mark("What was sold")),
    Column("quantite", "number", mark("How many pieces")),
    Column("prix", "number", mark("Price of one piece in dirhams; empty where it was not typed in")),
    Column("montant", "number", mark("Amount of the row in dirhams: quantity times price; empty where the price is missing")),
)
FACTS: Final[Mapping[str, FactSpec]] = {
    "rows_in_file": FactSpec("number", mark("rows of the file, doubled ones included"), personal=False),
    "distinct_tickets": FactSpec("number", mark("tickets, each counted once"), personal=False),
    "duplicate_rows": FactSpec("number", mark("doubled rows too many"), personal=False),
    "missing_prices": FactSpec("number", mark("tickets without a price"), personal=False),
    "missing_prices_with_duplicates": FactSpec("number", mark("rows without a price, doubled ones included"), personal=False),
    "cities": FactSpec("number", mark("cities"), personal=False),
    "city_spellings": FactSpec("number", mark("different spellings of cities"), personal=False),
    "total_after_dedup": FactSpec("number", mark("total of sales without doubled rows, in dirhams")),
    "total_with_duplicates": FactSpec("number", mark("total of sales with doubled rows, in dirhams")),
    "total_of_prices": FactSpec("number", mark("total of the prices, quantities forgotten, in dirhams")),
    "mean_amount": FactSpec("number", mark("mean amount of a ticket with a price, in dirhams")),
    "mean_with_duplicates": FactSpec("number", mark("mean amount with doubled rows, in dirhams")),
    "mean_missing_as_zero": FactSpec("number", mark("mean amount where a missing price counts as 0, in dirhams")),
    "median_amount": FactSpec("number", mark("median amount of a ticket with a price, in dirhams")),
    "median_with_duplicates": FactSpec("number", mark("median amount with doubled rows, in dirhams")),
    "best_city": FactSpec("text", mark("city with the highest total"), personal=False),
    "busiest_city": FactSpec("text", mark("city with the most tickets"), personal=False),
    "best_city_total": FactSpec("number", mark("total of the city that sold most, in dirhams")),
    "best_city_one_spelling": FactSpec("number", mark("total of the city that sold most in its usual spelling alone, in dirhams")),
    "best_month": FactSpec("text", mark("month with the highest total"), personal=False),
    "best_month_total": FactSpec("number", mark("total of the month that sold most, in dirhams")),
    "totals_by_city": FactSpec("table", mark("total of each city (ville, total)")),
}

_YEAR: Final = 2026
# What is sold, with its usual price in centimes.
_PRODUCTS: Final = (("clé USB", 8900), ("casque", 24900), ("souris", 11900), ("clavier", 18900), ("câble", 3900), ("webcam", 32900))


# How often each spelling of a city is typed, and the pieces of a sale: in the city that sells much at a time, and elsewhere.
_SPELLINGS: Final = add_weights((6, 1, 1, 2))
_MUCH: Final = add_weights((2, 3, 4, 4, 3))
_FEW: Final = add_weights((8, 5, 3, 2, 1))
_ENDINGS: Final = (0, 0, 5, 9)
_DAYS: Final = tuple(date(_YEAR, 1, 1) + timedelta(days=day) for day in range(181))
# Words of the stream that one sale takes.
_WORDS: Final = 11


class _Sale(NamedTuple):
    """One ticket. Most draws are thrown away, so the customer, whom nothing is decided by, stays a few numbers until a row is written."""

    number: int
    on: date
    city: int
    spelling: int
    customer: tuple[int, int, int, int]  # script, name, family, telephone
    product: int
    quantity: int
    price: int | None  # centimes
    amount: int  # centimes, 0 without a price

    def row(self) -> tuple[Cell, ...]:
        price: tuple[Cell, Cell] = ("", "") if self.price is None else (money(self.price), money(self.amount))
        script, name, family, phone = self.customer
        return (
            f"T-{self.number:06d}",
            self.on.isoformat(),
            CITIES[self.city][self.spelling],
            name_person(script, name, family),
            spell_phone(phone),
            _PRODUCTS[self.product][0],
            self.quantity,
            *price,
        )


def generate(seed: str, rows: int) -> DataSet:
    """Make the tickets of a seed.

    What was drawn is thrown away until *the best* city and month are one each, the city with the most tickets is another one, and
    the doubled rows change the total: so that each detour leads to a wrong value.
    """
    sales, doubled = draw_until(lambda stream: _draw(stream, rows), lambda drawn: _has_one_answer(*drawn), name=NAME, seed=seed)
    return DataSet(Table(COLUMNS, tuple(sale.row() for sale in doubled)), _find_facts(sales, doubled))


def _draw(stream: Stream, rows: int) -> tuple[list[_Sale], list[_Sale]]:
    """Give the sales, and the lines of the file in which some of them stand twice."""
    twice = max(2, rows // 20) + stream.below(3)
    # One city sells most often, another one sells more at a time: counting tickets is not adding up amounts.
    often, much, *others = stream.shuffled(range(len(CITIES)))
    weights = {often: 10, much: 8} | {city: stream.between(3, 6) for city in others}
    first = stream.between(10_000, 80_000)
    sales = _draw_sales(stream, range(first, first + rows - twice), [weights[city] for city in range(len(CITIES))], much)
    # However small the file, each fault is in it: a price that lacks, and a city in a second spelling.
    lacking = stream.shuffled(range(len(sales)))[: max(2, rows // 25) + stream.below(3)]
    for at in lacking:
        sales[at] = sales[at]._replace(price=None, amount=0)
    again = [stream.pick(sales) for _ in range(twice)]
    return sales, stream.shuffled([*sales, *again])


def _draw_sales(stream: Stream, numbers: Sequence[int], weights: Sequence[int], much: int) -> list[_Sale]:
    steps, sales = add_weights(tuple(weights)), list[_Sale]()
    words = stream.take(_WORDS * len(numbers)) or _draw_one_by_one(stream, len(numbers), steps, much)
    following = zip(*[iter(words)] * _WORDS, strict=True)
    for number, (thing, place, day, way, script, name, family, phone, pieces, share, ending) in zip(numbers, following, strict=True):
        city, product = bisect_right(steps, place % steps[-1]), thing % len(_PRODUCTS)
        counts = _MUCH if city == much else _FEW
        quantity = 1 + bisect_right(counts, pieces % counts[-1])
        price = _PRODUCTS[product][1] * (85 + share % 31) // 100 // 10 * 10 + _ENDINGS[ending % 4]
        sales.append(
            _Sale(
                number,
                _DAYS[day % 181],
                city,
                bisect_right(_SPELLINGS, way % _SPELLINGS[-1]),
                (script, name, family, phone),
                product,
                quantity,
                price,
                quantity * price,
            )
        )
    return sales


def _draw_one_by_one(stream: Stream, number: int, steps: Sequence[int], much: int) -> list[int]:
    """Give the same where a word had to be thrown away: numbers that are below their bounds already."""
    drawn: list[int] = []
    for _ in range(number):
        product, place = stream.below(len(_PRODUCTS)), stream.below(steps[-1])
        counts = _MUCH if bisect_right(steps, place) == much else _FEW
        drawn += [product, place, *map(stream.below, (181, _SPELLINGS[-1], *PERSON_BOUNDS, PHONES, counts[-1], 31, 4))]
    return drawn


def _has_one_answer(sales: Sequence[_Sale], lines: Sequence[_Sale]) -> bool:
    amounts, tickets = [0] * len(CITIES), [0] * len(CITIES)
    for sale in sales:
        amounts[sale.city] += sale.amount
        tickets[sale.city] += 1
    if not all(tickets) or sum([sale.amount for sale in lines]) == sum(amounts):
        return False
    if not (is_first_alone(amounts) and is_first_alone(tickets) and amounts.index(max(amounts)) != tickets.index(max(tickets))):
        return False
    return is_first_alone(_by_month(sales).values())


def _by_city(sales: Iterable[_Sale]) -> dict[int, int]:
    return add_up(sales, lambda sale: sale.city, lambda sale: sale.amount)


def _by_month(sales: Iterable[_Sale]) -> dict[int, int]:
    return add_up(sales, lambda sale: sale.on.month, lambda sale: sale.amount)


def _find_facts(sales: Sequence[_Sale], lines: Sequence[_Sale]) -> Mapping[str, Fact]:
    return {**_count_facts(sales, lines), **_money_facts(sales, lines), **_place_facts(sales)}


def _count_facts(sales: Sequence[_Sale], lines: Sequence[_Sale]) -> Mapping[str, Fact]:
    return {
        "rows_in_file": Decimal(len(lines)),
        "distinct_tickets": Decimal(len(sales)),
        "duplicate_rows": Decimal(len(lines) - len(sales)),
        "missing_prices": Decimal(sum(sale.price is None for sale in sales)),
        "missing_prices_with_duplicates": Decimal(sum(sale.price is None for sale in lines)),
        "cities": Decimal(len({sale.city for sale in lines})),
        "city_spellings": Decimal(len({CITIES[sale.city][sale.spelling] for sale in lines})),
    }


def _money_facts(sales: Sequence[_Sale], lines: Sequence[_Sale]) -> Mapping[str, Fact]:
    priced = [sale.amount for sale in sales if sale.price is not None]
    in_file = [sale.amount for sale in lines if sale.price is not None]
    return {
        "total_after_dedup": money(sum(priced)),
        "total_with_duplicates": money(sum(in_file)),
        "total_of_prices": money(sum(sale.price or 0 for sale in sales)),
        "mean_amount": rounded(Fraction(sum(priced), 100 * len(priced))),
        "mean_with_duplicates": rounded(Fraction(sum(in_file), 100 * len(in_file))),
        "mean_missing_as_zero": rounded(Fraction(sum(priced), 100 * len(sales))),
        "median_amount": rounded(median(priced) / 100),
        "median_with_duplicates": rounded(median(in_file) / 100),
    }


def _place_facts(sales: Sequence[_Sale]) -> Mapping[str, Fact]:
    by_city, by_month = _by_city(sales), _by_month(sales)
    best, month = find_first(by_city), find_first(by_month)
    usual = sum(sale.amount for sale in sales if sale.city == best and sale.spelling == 0)
    busiest = max(range(len(CITIES)), key=lambda city: sum(sale.city == city for sale in sales))
    return {
        "best_city": CITIES[best],
        "busiest_city": CITIES[busiest],
        "best_city_total": money(by_city[best]),
        "best_city_one_spelling": money(usual),
        "best_month": spell_month(_YEAR, month),
        "best_month_total": money(by_month[month]),
        "totals_by_city": TableFact(
            columns=("ville", "total"),
            keys=("ville",),
            rows=tuple((CITIES[city][0], money(by_city[city])) for city in sorted(by_city)),
            spellings={names[0]: names for names in CITIES},
        ),
    }
