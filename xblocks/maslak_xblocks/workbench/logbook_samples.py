"""Contracts of invented apprentices, one for each state that a logbook can be in."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Final

from maslak_xblocks.logbook.port import (
    Agreement,
    Alert,
    Competency,
    Countersignature,
    Defence,
    Entry,
    EvidenceFile,
    Hours,
    Level,
    Mission,
    Period,
    Placement,
    Review,
    Step,
    Synthesis,
    Target,
    Visit,
)

TODAY: Final = date(2026, 11, 12)
STATES: Final = ("none", "new", "running", "late", "disagreed", "finished", "confidential", "away")
LEVELS: Final = (
    Level("N1", {"ar": "تمهيدي", "fr": "Initiation", "en": "Introductory"}),
    Level("N2", {"ar": "تطبيقي", "fr": "Application", "en": "Applied"}),
    Level("N3", {"ar": "متمكن", "fr": "Maîtrise", "en": "Proficient"}),
    Level("N4", {"ar": "خبير", "fr": "Expertise", "en": "Expert"}),
)
LOGS, HARDEN, ANSWER = "MA-NUM.CYB.03", "MA-NUM.CYB.02", "MA-NUM.CYB.05"
COMPETENCIES: Final = (
    Competency(LOGS, {"ar": "مراقبة السجلات وكشف الحوادث", "fr": "Surveiller les journaux et détecter", "en": "Monitor logs and detect"}),
    Competency(HARDEN, {"ar": "تحصين الأنظمة", "fr": "Durcir les systèmes", "en": "Harden systems"}),
    Competency(ANSWER, {"ar": "الاستجابة للحوادث", "fr": "Répondre aux incidents", "en": "Respond to incidents"}),
)
_TUTOR, _TEACHER = "Salma Bennani", "Karim El Idrissi"
_HOURS: Final = Hours(Decimal(70), Decimal("63.5"), Decimal(4), Decimal("2.5"))
_SCHOOL: Final = Period("p-school", "academic", date(2026, 10, 19), date(2026, 10, 30))
_PAST: Final = Period("p-first", "company", date(2026, 10, 5), date(2026, 10, 16), hours=_HOURS)
_NOW: Final = Period("p-now", "company", date(2026, 11, 2), date(2026, 11, 20), is_current=True, paper_url="/paper")
_NEXT: Final = Period("p-next", "academic", date(2026, 11, 23), date(2026, 12, 4))


def make_placement(state: str) -> Placement | None:
    """Give the contract of a student in a state; None for one who has none."""
    if state == "none":
        return None
    return {
        "new": _new,
        "late": _late,
        "disagreed": _disagreed,
        "finished": _finished,
        "confidential": _confidential,
    }.get(state, _running)()


def _running() -> Placement:
    return Placement(
        key="contract-1",
        company="Atlas Réseaux S.A.",
        institution_names={"ar": "المدرسة الوطنية العليا للفنون والمهن بالرباط", "fr": "ENSAM Rabat", "en": "ENSAM Rabat"},
        company_tutor=_TUTOR,
        academic_tutor=_TEACHER,
        starts_on=date(2026, 10, 1),
        ends_on=date(2027, 6, 30),
        academic_weeks=2,
        company_weeks=3,
        periods=(_PAST, _SCHOOL, _NOW, _NEXT),
        missions=(_mission(),),
        entries=_entries(),
        older_entries=3,
        reviews=_reviews(),
        syntheses=(
            Synthesis("p-first", "J’ai appris à lire un journal avant de conclure.", "submitted", 2, _at(10, 16), _at(10, 17)),
            Synthesis("p-now", due_on=date(2026, 11, 22)),
        ),
        step=Step("write_entry", "p-now"),
        page_url="/placements/contract-1",
        visits=(
            Visit("v-1", date(2026, 10, 14), "company", _TEACHER, date(2026, 10, 14), "Amina et Salma", "Le poste est prêt.\nÀ suivre."),
            Visit("v-2", date(2026, 11, 18), "remote", _TEACHER),
        ),
    )


def _new() -> Placement:
    waiting = (Agreement("learner", "Amina"), Agreement("company_tutor", _TUTOR, _at(11, 10)), Agreement("academic_tutor", _TEACHER))
    return replace(
        _running(),
        periods=(_NOW, _NEXT),
        missions=(replace(_mission(), agreements=waiting),),
        entries=(),
        older_entries=0,
        reviews=(),
        syntheses=(Synthesis("p-now", due_on=date(2026, 11, 22)),),
        step=Step("agree_mission", "p-now", "mission-1"),
        page_url="",
    )


def _late() -> Placement:
    bare = Mission("mission-2", "p-now", "Préparer les postes des nouveaux arrivés.", (), _agreed())
    return replace(
        _running(),
        missions=(_mission(), bare),
        entries=tuple(each for each in _entries() if each.period == "p-first"),
        reviews=(),
        alerts=(
            Alert("no_entry", date(2026, 10, 15), 28, "p-now"),
            Alert("no_review", date(2026, 10, 16), 27, "p-first"),
            Alert("mission_without_competency", mission="mission-2"),
            Alert("competency_uncovered", competency=ANSWER),
        ),
    )


def _disagreed() -> Placement:
    counter = Countersignature(
        _TEACHER, _at(11, 11), agrees=False, rating="N1", comment="L’analyse a été faite avec le tuteur, pas encore seul."
    )
    disputed = Review("review-2", LOGS, "N2", _TUTOR, _at(11, 10), "p-now", "entry-c", "A trouvé l’origine de la fuite seul.", counter)
    return replace(_running(), reviews=(*_reviews(), disputed), step=Step("talk_about_disagreement", "p-now"))


def _finished() -> Placement:
    done = tuple(replace(each, is_current=False) for each in (_PAST, _SCHOOL))
    return replace(
        _running(),
        state="finished",
        ends_on=date(2026, 10, 30),
        can_write=False,
        periods=done,
        missions=(replace(_mission(), period="p-first"),),
        entries=tuple(each for each in _entries() if each.period == "p-first"),
        syntheses=_running().syntheses[:1],
        step=Step("nothing"),
        visits=_running().visits[:1],
        defence=Defence(date(2026, 10, 29), "Salle 3, 10 h", (_TEACHER, "Pr. Fatima Zahra Alaoui"), "passed", "Une démarche claire."),
    )


def _confidential() -> Placement:
    secret = replace(_mission(), is_confidential=True, text="Surveiller le réseau interne d’un client.")
    entries = tuple(replace(each, is_confidential=True, link="", file=None) for each in _entries())
    return replace(_running(), missions=(secret,), entries=entries)


def _mission() -> Mission:
    text = "Surveiller les journaux du pare-feu et rédiger une fiche pour chaque alerte.\nSemaine 2 : proposer deux règles."
    return Mission("mission-1", "p-now", text, (Target(LOGS, "N2"), Target(HARDEN, "N1")), _agreed())


def _agreed() -> tuple[Agreement, ...]:
    return (
        Agreement("learner", "Amina", _at(11, 3)),
        Agreement("company_tutor", _TUTOR, _at(11, 2)),
        Agreement("academic_tutor", _TEACHER, _at(11, 4)),
    )


def _entries() -> tuple[Entry, ...]:
    file = EvidenceFile("fiche-alerte-17.pdf", 184_320, "/placements/files/1")
    link = "https://git.atlas-reseaux.example/fiches/17"
    return (
        Entry("entry-d", date(2026, 11, 11), "حللت تنبيهات الجدار الناري مع زميلي، وكتبت بطاقة لكل تنبيه.", (LOGS,), _at(11, 11), "p-now"),
        Entry("entry-c", date(2026, 11, 10), "J’ai trouvé l’origine de la fuite d’adresses : un script oublié sur le serveur "
              "de sauvegarde. J’ai rédigé la fiche et je l’ai relue avec Salma.", (LOGS, HARDEN), _at(11, 10), "p-now",
              link, file, supersedes="entry-b"),
        Entry("entry-b", date(2026, 11, 10), "J’ai trouvé la fuite.", (LOGS,), _at(11, 10, 15), "p-now", superseded_by="entry-c"),
        Entry("entry-a", date(2026, 10, 15), "Installation d’un poste et des mises à jour.", (HARDEN,), _at(10, 15), "p-first"),
    )  # fmt: skip


def _reviews() -> tuple[Review, ...]:
    counter = Countersignature(_TEACHER, _at(10, 28), agrees=True, rating="N1")
    return (
        Review("review-1", HARDEN, "N1", _TUTOR, _at(10, 20), "p-first", "", "Travail soigné, à faire seul la prochaine fois.", counter),
        Review("review-0", ANSWER, "not_observed", _TUTOR, _at(10, 20), "p-first"),
        Review("review-3", HARDEN, "N1", _TUTOR, _at(11, 11), "p-now", "entry-c", "Bonne fiche."),
    )


def _at(month: int, day: int, hour: int = 16) -> datetime:
    return datetime(2026, month, day, hour, 42, tzinfo=UTC) - timedelta(hours=1)
