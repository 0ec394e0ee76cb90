"""A learner in two groups of one offering has one result: the jury that closes first decides, the other leaves it alone."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from tests.factories.account import sign_in
from tests.factories.learner import AT, make_learner
from tests.factories.offering import Campus, make_companion, make_group, make_programme

from maslak_companion.accounts.services import list_accesses
from maslak_companion.offerings.models import OfferingGroup
from maslak_companion.offerings.services import enrol, get_offering
from maslak_companion.results.drafts import Act, Draft, JuryOf, Line
from maslak_companion.results.models import CompletionRecordRow
from maslak_companion.results.services import (
    close_jury,
    freeze_jury,
    get_jury_of,
    list_juries,
    list_jury_learners,
    list_learner_results,
    list_settled_learners,
    reopen_jury,
    save_draft,
)
from maslak_domain.result import Decision

MakeAct = Callable[[Session, JuryOf], Act]
Of = Callable[[Session], JuryOf]


def other(session: Session) -> JuryOf:
    """Name the jury of the second group."""
    return get_jury_of(session, "NUM-100", "GI-2A", "normal")


@pytest.fixture
def only_there(campus: Campus) -> UUID:
    """Give the offering to a second group with somebody new and with the first learner of the first group."""
    with campus.database.session() as session:
        group, programme = make_group(session, "GI-2A"), make_programme(session, "alternance")
        session.add(OfferingGroup(offering_id=get_offering(session, "NUM-100").id, group_id=group.id))
        new = make_learner(session, name_latin="Learner 99")
        for learner_id in (campus.learner_ids[0], new.id):
            enrol(session, learner_id=learner_id, programme=programme, year="2026-2027", group=group, at=AT)
        return new.id


def draft_of(learner_ids: list[UUID], mark: int = 11) -> Draft:
    """Validate everybody in the second group."""
    return Draft(date(2027, 2, 10), "PV-2027-015", {learner: Line(Decimal(mark), Decision.VALIDATED) for learner in learner_ids})


def freeze(campus: Campus, of: Of, draft: Draft, act: MakeAct) -> None:
    with campus.database.session() as session:
        freeze_jury(session, of(session), draft, act(session, of(session)))


def close(campus: Campus, of: Of, act: MakeAct) -> None:
    with campus.database.session() as session:
        close_jury(session, of(session), act(session, of(session)), institution="ensam-rabat")


def results(campus: Campus, learner_id: UUID) -> list[tuple[int, Decimal | None]]:
    with campus.database.session() as session:
        rows = session.scalars(select(CompletionRecordRow).where(CompletionRecordRow.learner_id == learner_id))
        return sorted((row.revision, row.mark) for row in rows)


def test_second_jury_closes_and_leaves_the_result_of_the_first(
    campus: Campus, only_there: UUID, of: Of, act: MakeAct, draft: Draft
) -> None:
    both = campus.learner_ids[0]
    freeze(campus, of, draft, act)
    freeze(campus, other, draft_of([both, only_there]), act)
    close(campus, of, act)
    close(campus, other, act)
    assert (results(campus, both), results(campus, only_there)) == ([(1, Decimal("14.5"))], [(1, Decimal(11))])
    with campus.database.session() as session:
        assert [learner.id for learner in list_jury_learners(session, other(session))] == [only_there]
        (settled,) = list_settled_learners(session, other(session))
        assert list_settled_learners(session, of(session)) == []
        counts = {summary.group.key: (summary.learners, summary.decided) for summary in list_juries(session) if summary.session == "normal"}
    assert (settled.learner_id, settled.group and settled.group.key, settled.mark, settled.decision) == (
        both, "GI-1A", Decimal("14.5"), "validated",
    )  # fmt: skip
    assert counts == {"GI-1A": (3, 3), "GI-2A": (1, 1)}


def test_who_is_decided_elsewhere_needs_no_decision_here(campus: Campus, only_there: UUID, of: Of, act: MakeAct, draft: Draft) -> None:
    freeze(campus, of, draft, act)
    close(campus, of, act)
    freeze(campus, other, draft_of([only_there]), act)
    close(campus, other, act)
    assert results(campus, campus.learner_ids[0]) == [(1, Decimal("14.5"))]


def test_only_the_jury_that_decided_changes_the_result(campus: Campus, only_there: UUID, of: Of, act: MakeAct, draft: Draft) -> None:
    both = campus.learner_ids[0]
    freeze(campus, of, draft, act)
    freeze(campus, other, draft_of([both, only_there]), act)
    for jury in (of, other):
        close(campus, jury, act)
        with campus.database.session() as session:
            reopen_jury(session, jury(session), act(session, jury(session)), reason="mark_contested")
    freeze(campus, other, draft_of([both, only_there], 12), act)
    close(campus, other, act)
    assert (results(campus, both), results(campus, only_there)) == ([(1, Decimal("14.5"))], [(1, Decimal(11)), (2, Decimal(12))])
    freeze(campus, of, replace(draft, lines={**draft.lines, both: Line(Decimal(16), Decision.VALIDATED)}), act)
    close(campus, of, act)
    assert results(campus, both) == [(1, Decimal("14.5")), (2, Decimal(16))]


def test_note_of_a_reopened_jury_about_a_newcomer_gives_way_to_the_jury_that_closes(
    campus: Campus, only_there: UUID, of: Of, act: MakeAct, draft: Draft
) -> None:
    freeze(campus, of, draft, act)
    close(campus, of, act)
    with campus.database.session() as session:
        reopen_jury(session, of(session), act(session, of(session)), reason="late_document")
        save_draft(
            session, of(session), replace(draft, lines={only_there: Line(Decimal(5), Decision.NOT_VALIDATED)}), act(session, of(session))
        )
    freeze(campus, other, draft_of([only_there]), act)
    close(campus, other, act)
    freeze(campus, of, draft, act)
    close(campus, of, act)
    assert results(campus, only_there) == [(1, Decimal(11))]


def test_two_juries_closing_at_the_same_moment_give_one_result(
    campus: Campus, only_there: UUID, of: Of, act: MakeAct, draft: Draft
) -> None:
    both = campus.learner_ids[0]
    freeze(campus, of, draft, act)
    freeze(campus, other, draft_of([both, only_there]), act)
    start, failures = threading.Barrier(2), []

    def press(jury: Of) -> None:
        start.wait()
        try:
            close(campus, jury, act)
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=press, args=(jury,)) for jury in (of, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(results(campus, both)) == len(results(campus, only_there)) == 1


def test_page_of_the_second_jury_shows_the_result_and_asks_nothing_about_it(
    campus: Campus, only_there: UUID, of: Of, act: MakeAct, draft: Draft, tmp_path: Path
) -> None:
    both = campus.learner_ids[0]
    freeze(campus, of, draft, act)
    close(campus, of, act)
    registrar = sign_in(make_companion(campus.database, tmp_path / "home"), campus.database, "registrar")
    page = registrar.get("/jury/NUM-100/GI-2A/normal").text
    assert "Déjà décidés avec un autre groupe" in page
    assert "/jury/NUM-100/GI-1A/normal" in page
    assert f'name="decision-{both}"' not in page
    assert f'name="decision-{only_there}"' in page
    with campus.database.session() as session:
        assert [access.what for access in list_accesses(session, both)] == ["jury"]
        assert len(list_learner_results(session, both)) == 1
