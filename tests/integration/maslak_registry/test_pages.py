"""What a registrar sees and downloads, in three languages; nothing of others' learners that is not open."""

from __future__ import annotations

import csv
import io
import re
import uuid
from datetime import datetime
from html import unescape

import openpyxl
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from tests.factories.batch import AT, Chain
from tests.factories.institution import BASE_URL, PASSWORD, RegistryUnderTest, School

from maslak_domain.result import Decision, State
from maslak_registry.access.models import AccessLogRow
from maslak_registry.inbox.services import receive_batch
from maslak_registry.institutions.services import freeze_institution
from maslak_registry.records.jobs import apply_all
from maslak_web.access import list_unprotected_routes


@pytest.fixture
def school(registry: RegistryUnderTest) -> School:
    registry.add_registrar("national@maslak")
    school = registry.school("ensam-rabat")
    registry.add_registrar("nadia@ensam-rabat", "ensam-rabat")
    return school


def bring(registry: RegistryUnderTest, school: School, chain: Chain, first: int = 1) -> None:
    with registry.database.session() as session:
        receive_batch(session, school.institution, chain.batch(first), registry.keyring.receipts, AT)
    apply_all(registry.database, registry.rules)


def sign_in(registry: RegistryUnderTest, login: str = "nadia@ensam-rabat") -> FlaskClient:
    client = registry.client()
    form = {"login": login, "password": PASSWORD, "csrf_token": find_token(client.get("/sign-in", base_url=BASE_URL).text)}
    assert client.post("/sign-in", data=form, base_url=BASE_URL).status_code == 303
    return client


def find_token(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found
    return found[1]


def read(client: FlaskClient, path: str) -> str:
    answer = client.get(path, base_url=BASE_URL)
    assert answer.status_code == 200, answer.text
    return unescape(answer.text)


def seed(registry: RegistryUnderTest, school: School) -> Chain:
    chain = Chain(school.key)
    learner = uuid.uuid4()
    chain.add_identity(learner, "G1")
    chain.add_enrolment(learner)
    chain.add_completion(learner)
    chain.add_completion(learner, period="2024-2025-S1", state=State.PROPOSED, decision=None, mark=None)
    bring(registry, school, chain)
    return chain


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ar", ("سجلات النتائج", "سلمى العلوي", "مستوفاة", "نهائية", "14,50", "تصدير إلى Excel")),
        ("fr", ("Relevés de résultats", "Salma El Alaoui", "Validé", "Définitif", "14,50", "Exporter vers Excel")),
        ("en", ("Completion records", "Salma El Alaoui", "Validated", "Final", "14.50", "Export to Excel")),
    ],
)
def test_records_speak_the_readers_language(registry, school, language, words) -> None:
    seed(registry, school)
    page = read(sign_in(registry), f"/records?lang={language}")
    assert [word for word in words if word not in page] == []


def test_empty_registry_says_what_will_appear(registry, school) -> None:
    assert "No records yet" in read(sign_in(registry), "/records?lang=en")


def test_filters_stay_and_carry_over_to_the_downloads(registry, school) -> None:
    seed(registry, school)
    page = read(sign_in(registry), "/records?lang=en&period=2024-2025-S1&state=proposed")
    assert page.count('class="row-link"') == 1
    assert '<option value="proposed" selected>' in page
    assert re.search(r"/exports/records.xlsx\?[^\"]*period=2024-2025-S1", page)


def test_senseless_filter_is_named_and_left_out(registry, school) -> None:
    seed(registry, school)
    page = read(sign_in(registry), "/records?lang=en&state=finished&colour=blue")
    assert "This filter is not valid and was left out" in page
    assert page.count('class="row-link"') == 2


def test_name_is_found_in_either_script_whatever_its_spelling(registry, school) -> None:
    seed(registry, school)
    client = sign_in(registry)
    for name in ("سلمي", "salma", "ALAOUI"):
        assert read(client, f"/records?name={name}").count('class="row-link"') == 2
    assert read(client, "/records?name=%25").count('class="row-link"') == 0


def test_record_shows_its_history_and_hides_identifiers_behind_details(registry, school) -> None:
    chain = Chain(school.key)
    record = chain.add_completion(uuid.uuid4())
    chain.add_completion(record.learner, uuid=record.uuid, revision=2, reason="correction", decision=Decision.NOT_VALIDATED)
    bring(registry, school, chain)
    page = read(sign_in(registry), f"/records/{school.institution.id}/{record.uuid}?lang=en")
    assert page.index("Not validated") < page.index("A mistake was corrected") < page.rindex("Validated")
    visible = re.sub(r"<details.*?</details>", "", page, flags=re.DOTALL)
    assert str(record.learner) not in visible
    assert chain.head.hash in page
    assert chain.head.hash not in visible


def test_opening_a_record_is_logged_with_its_learner(registry, school) -> None:
    chain = Chain(school.key)
    record = chain.add_completion(uuid.uuid4())
    bring(registry, school, chain)
    read(sign_in(registry), f"/records/{school.institution.id}/{record.uuid}")
    with registry.database.session(reading=True) as session:
        rows = session.scalars(select(AccessLogRow).where(AccessLogRow.learner == record.learner)).all()
    assert [(row.reader, row.what) for row in rows] == [("nadia@ensam-rabat", "record")]


def test_strangers_records_of_another_school_do_not_exist_for_a_registrar(registry, school) -> None:
    other = registry.school("esith")
    chain = Chain("esith")
    record = chain.add_completion(uuid.uuid4())
    bring(registry, other, chain)
    client = sign_in(registry)
    assert client.get(f"/records/{other.institution.id}/{record.uuid}", base_url=BASE_URL).status_code == 404
    assert 'class="row-link"' not in read(client, "/records")
    assert 'class="row-link"' in read(sign_in(registry, "national@maslak"), "/records")


def test_stranger_is_asked_to_sign_in(registry, school) -> None:
    for path in ("/records", "/records/changes", "/health", "/exports/records.csv"):
        answer = registry.client().get(path, base_url=BASE_URL)
        assert (answer.status_code, answer.location.split("?")[0]) == (303, "/sign-in")


def test_every_route_says_who_may_call_it(registry) -> None:
    assert list_unprotected_routes(registry.app) == []


def test_changes_are_told_once_the_registrar_says_so(registry, school) -> None:
    chain = seed(registry, school)
    client = sign_in(registry)
    page = read(client, "/records/changes?lang=en")
    assert page.count('<th role="rowheader"') == 2
    cursor = re.search(r'name="cursor" value="([^"]+)"', page)
    form = {"csrf_token": find_token(page), "cursor": cursor[1] if cursor else ""}
    assert client.post("/records/changes/received", data=form, base_url=BASE_URL).status_code == 303
    assert "Nothing new" in read(client, "/records/changes?lang=en")
    chain.add_completion(uuid.uuid4())
    bring(registry, school, chain, first=len(chain.sealed))
    assert read(client, "/records/changes?lang=en").count('<th role="rowheader"') == 1


def test_mark_of_the_last_pull_never_goes_back(registry, school) -> None:
    seed(registry, school)
    client = sign_in(registry)
    page = read(client, "/records/changes?lang=en")
    cursor = re.search(r'name="cursor" value="([^"]+)"', page)
    for value in (cursor[1] if cursor else "", ""):
        client.post("/records/changes/received", data={"csrf_token": find_token(page), "cursor": value}, base_url=BASE_URL)
    assert "Nothing new" in read(client, "/records/changes?lang=en")


def test_form_without_its_token_is_refused(registry, school) -> None:
    assert sign_in(registry).post("/records/changes/received", data={"cursor": ""}, base_url=BASE_URL).status_code == 400


@pytest.mark.parametrize(
    ("language", "mark", "day"), [("ar", "14,50", "29/06/2026"), ("fr", "14,50", "29/06/2026"), ("en", "14.50", "2026-06-29")]
)
def test_csv_opens_right_in_the_languages_spreadsheet(registry, school, language, mark, day) -> None:
    seed(registry, school)
    answer = sign_in(registry).get(f"/exports/records.csv?lang={language}&state=final", base_url=BASE_URL)
    assert answer.data.startswith(b"\xef\xbb\xbf")
    header, row = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    assert len(header) == len(row) == 21
    assert (row[10], row[14]) == (mark, day)
    assert "attachment" in answer.headers["Content-Disposition"]


def test_formulas_from_outside_stay_text_in_both_files(registry, school) -> None:
    chain = Chain(school.key)
    learner = uuid.uuid4()
    chain.add_identity(learner, None, name_latin='=HYPERLINK("http://x")', name_ar="@SUM(1)")
    chain.add_completion(learner, minutes_ref="+1", decision_code="0012")
    bring(registry, school, chain)
    client = sign_in(registry)
    answer = client.get("/exports/records.csv?lang=fr", base_url=BASE_URL)
    row = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))[1]
    assert (row[1], row[2], row[9], row[15]) == ("'@SUM(1)", '\'=HYPERLINK("http://x")', "'0012", "'+1")
    sheet = openpyxl.load_workbook(io.BytesIO(client.get("/exports/records.xlsx", base_url=BASE_URL).data)).active
    assert (sheet.cell(2, 3).data_type, sheet.cell(2, 3).value) == ("s", '=HYPERLINK("http://x")')
    assert sheet.cell(2, 10).value == "0012"


@pytest.mark.parametrize(("language", "right_to_left", "header"), [("ar", True, "المؤسسة"), ("fr", None, "Établissement")])
def test_excel_holds_real_dates_and_numbers(registry, school, language, right_to_left, header) -> None:
    seed(registry, school)
    answer = sign_in(registry).get(f"/exports/records.xlsx?lang={language}&state=final", base_url=BASE_URL)
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).active
    assert sheet.cell(1, 1).value == header
    assert bool(sheet.sheet_view.rightToLeft) is bool(right_to_left)
    assert (sheet.cell(2, 11).value, sheet.cell(2, 12).value) == (14.5, 20)
    assert sheet.cell(2, 15).value == datetime(2026, 6, 29)


def test_download_of_changes_holds_each_changed_record_once(registry, school) -> None:
    chain = Chain(school.key)
    record = chain.add_completion(uuid.uuid4())
    chain.add_completion(record.learner, uuid=record.uuid, revision=2, reason="correction")
    bring(registry, school, chain)
    answer = sign_in(registry).get("/exports/changes.csv?lang=en", base_url=BASE_URL)
    assert len(answer.data.decode("utf-8-sig").splitlines()) == 2


def test_health_says_one_sentence_for_each_institution(registry, school) -> None:
    assert "nothing has arrived yet" in read(sign_in(registry), "/health?lang=en")
    seed(registry, school)
    with registry.database.session() as session:
        freeze_institution(session, school.institution.id, "fork")
    page = read(sign_in(registry), "/health?lang=en")
    assert "Two different histories arrived" in page
    assert "1 institution needs attention." in page


def test_registrar_reads_the_health_of_their_own_school_and_the_country_that_of_all(registry, school) -> None:
    registry.school("esith")
    pages = [read(sign_in(registry, who), "/health?lang=en") for who in ("nadia@ensam-rabat", "national@maslak")]
    shown = [re.findall(r"<h2>.*?School ([a-z-]+)", page) for page in pages]
    assert shown == [["ensam-rabat"], ["ensam-rabat", "esith"]]


def test_pages_carry_no_inline_script_or_style(registry, school) -> None:
    chain = Chain(school.key)
    learner = uuid.uuid4()
    chain.add_identity(learner, None, name_latin="<script>alert(1)</script>")
    record = chain.add_completion(learner)
    bring(registry, school, chain)
    client = sign_in(registry)
    for path in ("/records", f"/records/{school.institution.id}/{record.uuid}", "/records/changes", "/health"):
        page = client.get(path, base_url=BASE_URL).text
        assert re.search(r"<script(?![^>]*src=)|\sstyle=|\son\w+=", page) is None
