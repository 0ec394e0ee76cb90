"""A company tutor's link: opening changes nothing, only the button with the code signs, and every refusal leaves a trace."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import event, func, inspect, select
from structlog.testing import capture_logs
from tests.factories.alternance import COMPETENCY, TEXT, Alternance

from maslak_companion.logbooks.syntheses import save_synthesis
from maslak_companion.placements.models import MissionAgreement, Placement
from maslak_companion.placements.periods import add_period, list_periods
from maslak_companion.placements.services import Actor, get_placement, save_tutor
from maslak_companion.progress.models import EvidenceRow
from maslak_companion.sign_offs.content import read_claims
from maslak_companion.sign_offs.links import end_links
from maslak_companion.sign_offs.models import SignOff, TutorDraft, TutorLink, TutorLinkUse
from maslak_companion.tables import METADATA


def count_everything(alternance: Alternance) -> dict[str, int]:
    with alternance.database.session(reading=True) as session:
        return {name: session.scalar(select(func.count()).select_from(table)) or 0 for name, table in METADATA.tables.items()}


def read_sign_offs(alternance: Alternance) -> list[SignOff]:
    with alternance.database.session(reading=True) as session:
        return list(session.scalars(select(SignOff).order_by(SignOff.revision)))


def read_uses(alternance: Alternance) -> list[str]:
    with alternance.database.session(reading=True) as session:
        return list(session.scalars(select(TutorLinkUse.kind).order_by(TutorLinkUse.id)))


def test_opening_the_link_changes_nothing(alternance: Alternance) -> None:
    phone = alternance.open_phone(alternance.give_link())
    before = count_everything(alternance)
    assert phone.client.get(phone.home).status_code == 200
    assert phone.open().status_code == 200
    assert phone.client.head(phone.page).status_code == 200
    assert count_everything(alternance) == before


def test_page_says_who_which_mission_and_what_is_claimed_in_the_tutor_s_language(alternance: Alternance) -> None:
    alternance.write("J’ai trié les comptes")
    phone = alternance.open_phone(alternance.give_link())
    assert "Learner 00" in phone.client.get(phone.home).text
    page = phone.open().text
    assert 'lang="fr"' in page
    for words in ("Learner 00", TEXT, "J’ai trié les comptes"):
        assert words in page
    assert 'dir="rtl"' in phone.client.get(f"{phone.page}?lang=ar").text


def test_page_is_kept_out_of_caches_logs_and_search_engines(alternance: Alternance) -> None:
    link = alternance.give_link()
    with capture_logs() as logs:
        answer = alternance.open_phone(link).open()
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert logs
    assert link.token not in str(logs)


def test_neither_token_nor_code_is_kept(alternance: Alternance) -> None:
    link = alternance.give_link()
    with alternance.database.session(reading=True) as session:
        row = session.get_one(TutorLink, link.id)
        kept = " ".join(str(getattr(row, column.key)) for column in inspect(TutorLink).columns)
    assert link.token not in kept
    assert link.code not in kept
    assert len(link.token) * 6 >= 128


def test_signing_with_the_code_records_what_was_shown_and_agrees_to_the_mission(alternance: Alternance) -> None:
    alternance.write()
    phone = alternance.open_phone(alternance.give_link())
    assert phone.sign(code=f"{phone.code[:3]} {phone.code[3:]}").status_code == 303
    (row,) = read_sign_offs(alternance)
    assert (row.kind, row.seen, row.ratings, row.remark) == ("signed", "often", {COMPETENCY: "N2"}, "Soigneuse")
    assert TEXT in row.content
    assert "trié les comptes" in row.content
    with alternance.database.session(reading=True) as session:
        assert session.scalar(select(MissionAgreement.role).where(MissionAgreement.role == "company_tutor"))
        assert session.scalar(select(func.count()).select_from(EvidenceRow)) == 0, "a company alone never grants anything"
    assert "Signé" in phone.open().text


def test_arabic_digits_sign_too(alternance: Alternance) -> None:
    phone = alternance.open_phone(alternance.give_link())
    assert phone.sign(code=phone.code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))).status_code == 303


@pytest.mark.parametrize("kind", ["not_observed", "disagreed", "no_longer_tutor"])
def test_other_buttons_are_answers_too(alternance: Alternance, kind: str) -> None:
    phone = alternance.open_phone(alternance.give_link())
    assert phone.sign(kind).status_code == 303
    (row,) = read_sign_offs(alternance)
    assert (row.kind, row.ratings) == (kind, {COMPETENCY: "not_observed"})
    with alternance.database.session(reading=True) as session:
        left = session.get_one(Placement, alternance.placement_id).tutor_left_at
    assert (left is not None) == (kind == "no_longer_tutor")
    # Whoever left is asked no more about this apprentice.
    assert phone.open().status_code == (404 if left else 200)


def test_stay_that_has_not_begun_is_neither_shown_nor_signed(alternance: Alternance) -> None:
    phone = alternance.open_phone(alternance.give_link())
    form = phone.read_form()
    alternance.now = datetime(2027, 1, 31, 12, tzinfo=UTC)
    assert phone.open().status_code == 404
    assert phone.send(form, "draft").status_code == 404
    assert phone.send(form).status_code == 404
    assert read_sign_offs(alternance) == []


def test_tutor_who_follows_another_reads_whose_answer_it_was(alternance: Alternance) -> None:
    first = alternance.open_phone(alternance.give_link())
    assert first.sign().status_code == 303
    assert "Rachid Amrani" not in first.open().text.partition('id="answered"')[2]
    with alternance.database.session() as session:
        actor = Actor(alternance.registrar_id, alternance.now)
        contact = {"name": "Hind Saidi", "company": "Atlas Textile", "email": "h@atlas.example", "phone": "", "language": "fr"}
        alternance.tutor_id = save_tutor(session, contact, actor).id
        session.get_one(Placement, alternance.placement_id).tutor_id = alternance.tutor_id
    page = alternance.open_phone(alternance.give_link()).open().text
    assert "Rachid Amrani" in page.partition('id="answered"')[2].partition("</h2>")[0]


def test_answering_no_to_the_first_question_is_not_observed(alternance: Alternance) -> None:
    phone = alternance.open_phone(alternance.give_link())
    assert phone.sign(seen="never", **{f"rating-{COMPETENCY}": ""}).status_code == 303
    assert read_sign_offs(alternance)[0].kind == "not_observed"


def test_unanswered_question_is_pointed_out_before_the_code_is_tried(alternance: Alternance) -> None:
    phone = alternance.open_phone(alternance.give_link())
    answer = phone.sign(**{f"rating-{COMPETENCY}": ""})
    assert answer.status_code == 422
    assert f'id="e-{COMPETENCY}"' in answer.text
    assert f'href="#e-{COMPETENCY}"' in answer.text, "a telephone shows the top of the page, and the fault lies far below"
    assert "Soigneuse" in answer.text
    assert phone.sign("disagreed", remark="").status_code == 422
    assert read_uses(alternance) == []
    assert read_sign_offs(alternance) == []


def test_same_form_sent_twice_signs_once(alternance: Alternance) -> None:
    phone = alternance.open_phone(alternance.give_link())
    form = phone.read_form()
    assert [phone.send(form).status_code for _ in range(2)] == [303, 303]
    assert len(read_sign_offs(alternance)) == 1


def test_leaving_twice_with_the_same_form_is_leaving_once(alternance: Alternance) -> None:
    phone = alternance.open_phone(alternance.give_link())
    form = phone.read_form()
    assert [phone.send(form, "no_longer_tutor").status_code for _ in range(2)] == [303, 303]
    assert len(read_sign_offs(alternance)) == 1


def test_synthesis_is_shown_once_handed_in_and_is_no_part_of_what_is_signed(alternance: Alternance) -> None:
    phone = alternance.open_phone(alternance.give_link())
    form = phone.read_form()
    for submits in (False, True):
        with alternance.database.session() as session:
            save_synthesis(
                session, alternance.placement_id, alternance.period_id, "Je sais trier", revision=int(submits), at=alternance.now,
                submits=submits,
            )  # fmt: skip
        assert ("Je sais trier" in phone.open().text) == submits
    assert phone.send(form).status_code == 303
    answer = f"/sign-offs/{alternance.placement_id}/periods/{alternance.period_id}/answer"
    assert "Je sais trier" in alternance.sign_in(alternance.academic_id).get(answer).text


def test_form_sent_again_with_other_answers_is_refused_and_logged(alternance: Alternance) -> None:
    phone = alternance.open_phone(alternance.give_link())
    form = phone.read_form()
    assert phone.send(form).status_code == 303
    with capture_logs() as logs:
        assert phone.send(form, remark="Autre").status_code == 409
    assert [row.remark for row in read_sign_offs(alternance)] == ["Soigneuse"]
    assert "replayed" in read_uses(alternance)
    assert {"tutor_link_refused"} <= {line["event"] for line in logs}


def test_two_telephones_at_once_sign_once(alternance: Alternance) -> None:
    link = alternance.give_link()
    phones = [alternance.open_phone(link) for _ in range(4)]
    forms = [phone.read_form() for phone in phones]
    with ThreadPoolExecutor(4) as pool:
        found = sorted(pool.map(lambda pair: pair[0].send(pair[1]).status_code, zip(phones, forms, strict=True)))
    assert found == [303, 409, 409, 409]
    assert [row.revision for row in read_sign_offs(alternance)] == [1]


def test_content_that_changed_meanwhile_is_not_signed_and_shown_anew(alternance: Alternance) -> None:
    phone = alternance.open_phone(alternance.give_link())
    form = phone.read_form()
    alternance.write("Ajouté après l’ouverture")
    answer = phone.send(form)
    assert answer.status_code == 409
    assert "Ajouté après l’ouverture" in answer.text
    assert "Soigneuse" in answer.text
    assert read_sign_offs(alternance) == []
    assert phone.sign().status_code == 303


def test_tutor_may_answer_again_until_the_school_has_spoken(alternance: Alternance) -> None:
    phone = alternance.open_phone(alternance.give_link())
    assert phone.sign().status_code == 303
    assert phone.sign(**{f"rating-{COMPETENCY}": "N3"}).status_code == 303
    assert [(row.revision, row.ratings[COMPETENCY]) for row in read_sign_offs(alternance)] == [(1, "N2"), (2, "N3")]


def test_wrong_code_signs_nothing_keeps_the_answers_and_locks_after_five(alternance: Alternance) -> None:
    link = alternance.give_link()
    phone = alternance.open_phone(link)
    wrong = f"{(int(link.code) + 1) % 10**6:06d}"
    answer = phone.sign(code=wrong)
    assert answer.status_code == 403
    assert "4 essais" in answer.text
    assert 'href="#e-code"' in answer.text
    assert [phone.sign(code=wrong).status_code for _ in range(5)] == [403, 403, 403, 403, 429]
    assert phone.sign().status_code == 429, "the right code comes too late"
    assert read_sign_offs(alternance) == []
    assert read_uses(alternance).count("wrong_code") == 5
    with alternance.database.session(reading=True) as session:
        assert session.scalar(select(TutorDraft.fields))["remark"] == "Soigneuse"
    assert alternance.open_phone(alternance.give_link()).sign().status_code == 303, "a new link starts from nothing"


def test_wrong_codes_sent_at_once_cannot_slip_through_together(alternance: Alternance) -> None:
    link = alternance.give_link()
    phones = [alternance.open_phone(link) for _ in range(8)]
    forms = [phone.read_form() for phone in phones]
    wrong = f"{(int(link.code) + 1) % 10**6:06d}"
    with ThreadPoolExecutor(8) as pool:
        found = sorted(pool.map(lambda pair: pair[0].send(pair[1], code=wrong).status_code, zip(phones, forms, strict=True)))
    assert found == [403] * 5 + [429] * 3


def test_expired_link_is_refused_and_logged(alternance: Alternance) -> None:
    phone = alternance.open_phone(alternance.give_link(expires_at=alternance.now + timedelta(days=1)))
    form = phone.read_form()
    alternance.now += timedelta(days=1)
    with capture_logs() as logs:
        assert phone.open().status_code == 410
        assert phone.send(form).status_code == 410
    assert [line["reason"] for line in logs if line["event"] == "tutor_link_refused"] == ["link_expired"] * 2
    assert read_uses(alternance) == ["link_expired"]
    assert read_sign_offs(alternance) == []


def test_withdrawn_link_is_refused_and_logged(alternance: Alternance) -> None:
    phone = alternance.open_phone(alternance.give_link())
    form = phone.read_form()
    with alternance.database.session() as session:
        end_links(session, alternance.tutor_id, alternance.now)
    assert phone.open().status_code == 410
    assert phone.send(form).status_code == 410
    assert read_uses(alternance) == ["link_withdrawn"]
    assert read_sign_offs(alternance) == []


def test_renewing_a_link_ends_the_old_one(alternance: Alternance) -> None:
    old, new = alternance.give_link(), alternance.give_link()
    assert alternance.open_phone(old).open().status_code == 410
    assert alternance.open_phone(new).open().status_code == 200


def test_unknown_link_is_refused_and_the_database_left_alone(alternance: Alternance) -> None:
    before = count_everything(alternance)
    client = alternance.app.test_client()
    with capture_logs() as logs:
        assert client.get("/t/nobody-was-given-this").status_code == 404
        assert client.get(f"/t/{'x' * 500}").status_code == 404
    assert {line["reason"] for line in logs if line["event"] == "tutor_link_refused"} == {"unknown_link"}
    assert count_everything(alternance) == before


def test_draft_is_kept_without_a_code_and_signs_nothing(alternance: Alternance) -> None:
    phone = alternance.open_phone(alternance.give_link())
    assert phone.sign("draft", code="", remark="À finir").status_code == 303
    page = phone.open().text
    assert "À finir" in page
    assert read_sign_offs(alternance) == []
    assert phone.sign().status_code == 303
    with alternance.database.session(reading=True) as session:
        assert session.scalar(select(func.count()).select_from(TutorDraft)) == 0


def test_claims_of_many_stays_are_read_by_four_statements(alternance: Alternance) -> None:
    written = {alternance.write("Lundi", done_on=date(2027, 2, 1)), alternance.write("Mardi", done_on=date(2027, 2, 2))}
    alternance.now = datetime(2027, 3, 10, 9, tzinfo=UTC)
    alternance.write("Plus tard", done_on=date(2027, 3, 2))
    with alternance.database.session() as session:
        actor = Actor(alternance.registrar_id, alternance.now)
        first_on, last_on = date(2027, 3, 1), date(2027, 3, 14)
        add_period(session, alternance.placement_id, kind="company", starts_on=first_on, ends_on=last_on, actor=actor)
    statements: list[str] = []
    listen = lambda *args: statements.append(args[2])  # noqa: E731
    with alternance.database.session(reading=True) as session:
        placement = get_placement(session, alternance.placement_id)
        periods = [each for each in list_periods(session, [placement.id]) if each.kind == "company"]
        event.listen(alternance.database.engine, "before_cursor_execute", listen)
        first, second = read_claims(session, [(placement, each) for each in periods])
        event.remove(alternance.database.engine, "before_cursor_execute", listen)
    assert len(statements) == 4, "\n".join(statements)
    assert {each.row.id for each in first.entries} == written
    assert [each.row.task for each in second.entries] == ["Plus tard"]
    assert len(first.missions) == len(second.missions) == 1
    assert alternance.open_phone(alternance.give_link()).open().status_code == 200
