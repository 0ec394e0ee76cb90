"""Invented people of the two demo institutions. One of them studies at both, under one national code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

PASSWORD: Final = "maslak-demo-2026"  # noqa: S105 - the accounts carry the demo marker, and the service then stays on loopback


@dataclass(frozen=True, slots=True)
class Person:
    """A learner of the demo. `answers` (0..1) is how surely they answer; None leaves them without any evidence."""

    name_ar: str
    name_latin: str
    national_code: str
    birth_on: date
    answers: float | None = None
    tries: int = 1


@dataclass(frozen=True, slots=True)
class Staff:
    """Somebody who works at an institution. `key` tells two of one role apart."""

    role: str
    name: str
    language: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class School:
    """What the demo knows of an institution."""

    number_prefix: str
    group_key: str
    group_titles: Mapping[str, str]
    module_code: str
    apogee_code: str
    learners: tuple[Person, ...]
    staff: tuple[Staff, ...]


# She starts fresh at both schools: whatever she earns in the demo, she earns in front of whoever watches.
SALMA: Final = Person("سلمى بناني", "Salma Bennani", "G130012345", date(2006, 3, 14))

_ENSAM: Final = School(
    number_prefix="ER26",
    group_key="GI-1A",
    group_titles={"ar": "الهندسة الصناعية، السنة الأولى", "fr": "Génie industriel, 1re année", "en": "Industrial engineering, year 1"},
    module_code="M1.4",
    apogee_code="ENR1NUM1",
    learners=(
        SALMA,
        Person("يوسف العلمي", "Youssef El Alami", "G131204417", date(2006, 7, 2), 0.95),
        Person("هاجر الإدريسي", "Hajar El Idrissi", "D139077120", date(2005, 11, 23), 0.9),
        Person("أيوب بوزيان", "Ayoub Bouziane", "J134455871", date(2006, 1, 30), 0.3, 3),
        Person("مريم التازي", "Meryem Tazi", "G132980046", date(2006, 5, 9), 0.8),
        Person("حمزة أوبلا", "Hamza Oubella", "P137716302", date(2005, 9, 17), 0.45, 2),
        Person("زينب الفاسي الفهري", "Zineb Fassi Fihri", "N130661938", date(2006, 2, 11), 0.85),
        Person("عمر بنجلون", "Omar Benjelloun", "K135520497", date(2006, 8, 25)),
        Person("إيمان أمزيان", "Imane Amezian", "R138342215", date(2006, 4, 4), 0.6),
        Person("المهدي الرگراگي", "El Mehdi Regragui", "S133890764", date(2005, 12, 19), 0.75),
        Person("خديجة آيت علي", "Khadija Ait Ali", "M136407553", date(2006, 6, 28)),
        Person("أنس الصقلي", "Anas Skalli", "G134118809", date(2006, 10, 6), 0.5),
    ),
    staff=(
        Staff("instructor", "Nadia Cherkaoui", "fr"),
        Staff("instructor", "Younes Belkadi", "fr", key="instructor-2"),
        Staff("registrar", "عبد الرحيم الوردي", "ar"),
        Staff("administrator", "Rachid Naciri", "fr"),
    ),
)

_ESITH: Final = School(
    number_prefix="ES26",
    group_key="TEX-1A",
    group_titles={"ar": "هندسة النسيج، السنة الأولى", "fr": "Génie textile, 1re année", "en": "Textile engineering, year 1"},
    module_code="TC-NUM",
    apogee_code="EST1NUM1",
    learners=(
        SALMA,
        Person("رضى السباعي", "Reda Sebai", "B131907733", date(2006, 3, 3), 0.9),
        Person("سكينة المنصوري", "Soukaina Mansouri", "F138265014", date(2005, 10, 12), 0.7),
        Person("إلياس حجي", "Ilyas Hajji", "G139400582", date(2006, 9, 21), 0.35, 2),
        Person("غيثة برادة", "Ghita Berrada", "E132774691", date(2006, 1, 8), 0.95),
        Person("ياسين الكتاني", "Yassine Kettani", "H130258876", date(2006, 7, 15)),
        Person("شيماء البوعزاوي", "Chaimae Bouazzaoui", "L134691247", date(2005, 12, 1), 0.6),
        Person("نوفل اليعقوبي", "Naoufal Yaacoubi", "T137083659", date(2006, 5, 26), 0.8),
        Person("فاطمة الزهراء الناصري", "Fatima-Zahra Naciri", "V135916428", date(2006, 2, 22), 0.55),
        Person("طه بنعبد الله", "Taha Benabdellah", "C133547190", date(2006, 8, 13)),
        Person("أميمة الحداد", "Oumaima Haddad", "A136820375", date(2006, 11, 5), 0.85),
    ),
    staff=(
        Staff("instructor", "Karim Lahlou", "fr"),
        Staff("instructor", "أمل الزهراوي", "ar", key="instructor-2"),
        Staff("registrar", "Samira Ouazzani", "fr"),
        Staff("administrator", "Hicham Belkadi", "fr"),
    ),
)

SCHOOLS: Final[Mapping[str, School]] = {"ensam-rabat": _ENSAM, "esith": _ESITH}
