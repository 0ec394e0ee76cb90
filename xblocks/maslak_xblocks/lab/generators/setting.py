"""The people and places of the data: Moroccan, invented, in the three scripts that real lists here mix."""

from __future__ import annotations

from bisect import bisect_right
from typing import Final

from maslak_xblocks.lab.generators.stream import Stream, add_weights

# Every way in which a list may write a city; the first is the one that answers are shown in.
CITIES: Final = (
    ("Casablanca", "CASABLANCA", "Casa", "الدار البيضاء"),
    ("Fès", "Fes", "FES", "فاس"),
    ("Rabat", "RABAT", "rabat", "الرباط"),
    ("Tanger", "TANGER", "Tangier", "طنجة"),
    ("Agadir", "AGADIR", "agadir", "أكادير"),
    ("Oujda", "OUJDA", "oujda", "وجدة"),
)
_PEOPLE: Final = (
    ("Salma", "سلمى", "ⵙⴰⵍⵎⴰ"),
    ("Youssef", "يوسف", "ⵢⵓⵙⴼ"),
    ("Khadija", "خديجة", "ⵅⴰⴷⵉⵊⴰ"),
    ("Idir", "إيدير", "ⵉⴷⵉⵔ"),
    ("Imane", "إيمان", "ⵉⵎⴰⵏ"),
    ("Hamza", "حمزة", "ⵃⴰⵎⵣⴰ"),
    ("Tilila", "تيليلا", "ⵜⵉⵍⵉⵍⴰ"),
    ("Mehdi", "مهدي", "ⵎⵀⴷⵉ"),
)
_FAMILIES: Final = (
    ("Alaoui", "العلوي", "ⴰⵄⵍⴰⵡⵉ"),
    ("Bennani", "بناني", "ⴱⵏⵏⴰⵏⵉ"),
    ("Amrani", "العمراني", "ⵄⵎⵔⴰⵏⵉ"),
    ("Tazi", "التازي", "ⵜⴰⵣⵉ"),
    ("Oubella", "أوبلا", "ⵓⴱⵍⵍⴰ"),
    ("Idrissi", "الإدريسي", "ⵉⴷⵔⵉⵙⵉ"),
)
MONTHS: Final = (
    ("janvier", "يناير", "January"),
    ("février", "فبراير", "February"),
    ("mars", "مارس", "March"),
    ("avril", "أبريل", "April"),
    ("mai", "ماي", "May"),
    ("juin", "يونيو", "June"),
    ("juillet", "يوليوز", "July"),
    ("août", "غشت", "August"),
    ("septembre", "شتنبر", "September"),
    ("octobre", "أكتوبر", "October"),
    ("novembre", "نونبر", "November"),
    ("décembre", "دجنبر", "December"),
)


_SCRIPTS: Final = add_weights((9, 9, 2))  # as often in Latin as in Arabic letters, now and then in Tifinagh
# What the script, the first name, the family and a telephone are drawn below, in this order.
PERSON_BOUNDS: Final = (_SCRIPTS[-1], len(_PEOPLE), len(_FAMILIES))
PHONES: Final = 10**8


def make_person(stream: Stream) -> str:
    """Give a name, as often in Latin as in Arabic letters, now and then in Tifinagh."""
    return name_person(*map(stream.below, PERSON_BOUNDS))


def name_person(script: int, name: int, family: int) -> str:
    """Give the name that three words of a stream say."""
    at = bisect_right(_SCRIPTS, script % PERSON_BOUNDS[0])
    return f"{_PEOPLE[name % PERSON_BOUNDS[1]][at]} {_FAMILIES[family % PERSON_BOUNDS[2]][at]}"


def spell_phone(number: int) -> str:
    """Give the number of a mobile phone in international form; 0 after the prefix digit belongs to no subscriber."""
    return f"+2126{number % PHONES:08d}"


def spell_month(year: int, month: int) -> tuple[str, ...]:
    """Give the ways in which a month may be answered, its number with the year first."""
    names = MONTHS[month - 1]
    numbered = (f"{year}-{month:02d}", f"{month:02d}/{year}", f"{month}/{year}", f"{month:02d}", str(month))
    return (*numbered, *names, *(f"{name} {year}" for name in names))
