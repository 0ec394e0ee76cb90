"""The data of the labs: the same bytes for ever, and facts that a careful reader of the file finds again."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from datetime import datetime
from decimal import Decimal

import pytest
from tests.factories.lab_recount import RECOUNTS, plain_fact, read_rows

from maslak_xblocks.lab.generators import GENERATORS, make_data, make_seed
from maslak_xblocks.lab.generators.dataset import MAX_ROWS, TableFact
from maslak_xblocks.lab.generators.writing import FORMS, list_forms, write_file

# SHA-256 of every form of the file. They were printed once and hold on every platform: a change of theirs changes the data under
# learners' hands, so a generator that must change takes a new name.
FILES = {
    "sales_table 40": "bc40df1047ec72eaeae3b03c885a646ed980f7ba95f8cad7e7b5b210cbbb865a",
    "sales_table 400": "2738aa82909b92e7fa14fde4b0710fc233e84da9699ed89e5191b3ad2e5b4b48",
    "access_log 60": "07a88c8fc5ebd98cf723b91fe16ce130fc3e227f27024ea3a256390aa5072abb",
    "access_log 400": "b83b8c1b50b67e21a4d43dc9bcd06ee905b6251ec4b016ea8c69b6c18119ecc0",
    "classifier_predictions 90": "8f73f49d1ccdabaacdde75fcb8e1ab59d0447bbaf00d4ad045da976197dcacc2",
    "classifier_predictions 400": "e3e69100c34784679c23c5cd75f892545387cb347f39226c8a53efff29a108ff",
    "test_runs 60": "e2c9ddb1c95bb45a7f3e43e61483e0e67eea8e8c66f7ae09a1fd777a214efc47",
    "test_runs 400": "2d2fc48c268128a48ab4cdb60492ae16d0d10f511fbcbc38930671d95a36159e",
    "cloud_bill 50": "e0379758d2463ae08a83b17c3f882f837cdb0fda2dc56c8ff338d3c7340354d8",
    "cloud_bill 400": "16352f02038943e8de8081b56b549055eca040470a1bf5f60b2dda7d1f667240",
    "pipeline_runs 60": "3d408f048598082424780f39a4a2b2e3c76de1df75fd345f41f93320e1d280c2",
    "pipeline_runs 400": "d2f606869b97558a66c3994569b04851de446318a44b47094c7e15e0b62185a9",
}
# SHA-256 of the facts. A fact that is added moves the digest of its generator; one that changes its meaning takes a new name.
FACTS = {
    "sales_table 40": "cdc6e2387bd5e24a24d32ddcae3d62ea6b34ef019134d4ee2aa4419dc01289d0",
    "sales_table 400": "00d25f7f9664ed2cb03d0ec3c0346fc3798a6b606127320c32bf092a16664ff9",
    "access_log 60": "6511399b9b8076980ba1180e48ceaac94ee5080e5c702742782804facf96234b",
    "access_log 400": "cacdd571d88e971b75cd4448f2a88cb86470999ca67bd3e4527351135e5aa648",
    "classifier_predictions 90": "deb5f2fac60f7a78fb5f387174cf9ffad52ce3a3a6009e6c16861cee48c576b1",
    "classifier_predictions 400": "dded5da625ac1ed3f1910349e765925a829e52737ed349fab8b83151d732ccdc",
    "test_runs 60": "99ad4591c9c5b61454b138d27f433f08eb3dd9f7eaeadfa0111f22de4a6ad95e",
    "test_runs 400": "8c042a6b8865481f419b8c682d6d325274c4b7b8ceb9ca326cc3c7af99897040",
    "cloud_bill 50": "ce08d9a97923660ebb76f43c12a1bf7572b335e900855549e4fb821d676f0b3c",
    "cloud_bill 400": "d886d922918bac757d8325b40df2267587838db56f5070fc0b38680ba4d2bf29",
    "pipeline_runs 60": "02f95e11fceaac23647c801031cd8e5590393b53e063148b71fd33b2add17e46",
    "pipeline_runs 400": "ce83a6f92b76c67c847c2079f01f53408d5c381eb66e7207a56ec110fd2c3486",
}
SIZES = [(name, rows) for name in GENERATORS for rows in (GENERATORS[name].LEAST_ROWS, 400)]


@pytest.mark.parametrize(("name", "rows"), SIZES)
def test_same_seed_gives_the_same_bytes_for_ever(name: str, rows: int) -> None:
    data = make_data(name, make_seed(name, "usage", "learner", 1), rows)
    written = b"".join(write_file(data, form) for form in list_forms(GENERATORS[name]))
    assert hashlib.sha256(written).hexdigest() == FILES[f"{name} {rows}"]


@pytest.mark.parametrize(("name", "rows"), SIZES)
def test_same_seed_gives_the_same_facts_for_ever(name: str, rows: int) -> None:
    facts = make_data(name, make_seed(name, "usage", "learner", 1), rows).facts
    assert hashlib.sha256(repr(sorted(facts.items())).encode()).hexdigest() == FACTS[f"{name} {rows}"]


@pytest.mark.parametrize("name", GENERATORS)
@pytest.mark.parametrize("rows", [0, 150, 1000])
def test_every_fact_is_found_again_in_the_file(name: str, rows: int) -> None:
    for learner in ("a", "b", "c"):
        data = make_data(name, make_seed(name, "u", learner, 1), rows or GENERATORS[name].LEAST_ROWS)
        assert {fact: plain_fact(value) for fact, value in data.facts.items()} == dict(RECOUNTS[name](read_rows(data)))


@pytest.mark.parametrize("name", GENERATORS)
def test_facts_are_those_that_are_promised_and_of_the_kind_that_is(name: str) -> None:
    maker = GENERATORS[name]
    data = maker.generate("seed", maker.LEAST_ROWS)
    names = {Decimal: "number", tuple: "text", TableFact: "table"}
    assert {fact: names[type(value)] for fact, value in data.facts.items()} == {fact: spec.kind for fact, spec in maker.FACTS.items()}
    assert data.table.columns == maker.COLUMNS
    assert all(spec.about for spec in maker.FACTS.values())


@pytest.mark.parametrize("name", GENERATORS)
def test_number_of_rows_is_the_one_that_was_asked_for(name: str) -> None:
    for rows in (GENERATORS[name].LEAST_ROWS, 333, MAX_ROWS):
        assert len(GENERATORS[name].generate("s", rows).table.rows) == rows


def test_spreadsheet_and_program_read_the_same_table() -> None:
    data = make_data("sales_table", "s", 60)
    spreadsheet, plain = write_file(data, FORMS[0]), write_file(data, FORMS[1])
    assert spreadsheet.startswith(b"\xef\xbb\xbfticket;")
    assert b"\r\n" in spreadsheet
    assert plain.startswith(b"ticket,")
    assert b"\r" not in plain
    rows = csv.DictReader(io.StringIO(spreadsheet.decode("utf-8-sig")), delimiter=";")
    one = [{key: value.replace(",", ".") for key, value in row.items()} for row in rows]
    other = list(csv.DictReader(io.StringIO(plain.decode())))
    assert one == other


@pytest.mark.parametrize("name", GENERATORS)
def test_spreadsheet_that_parts_at_every_separator_finds_the_same_cells(name: str) -> None:
    data = make_data(name, "s", 60)
    told = write_file(data, FORMS[0]).decode("utf-8-sig")
    wanted = list(csv.reader(io.StringIO(told), delimiter=";"))
    # What LibreOffice offers at first: semicolon, comma and tab, each of them a separator outside quotes.
    cell = re.compile(r'("(?:[^"]|"")*"|[^",;\t]*)(?:[,;\t]|$)')
    found = [[text.strip('"') for text in cell.findall(line)][: line.count(";") + 1] for line in told.splitlines()]
    assert found == wanted


def test_log_has_the_form_that_servers_write() -> None:
    data = make_data("access_log", "s", 80)
    lines = write_file(data, FORMS[2]).decode().splitlines()
    assert len(lines) == 80
    for line, row in zip(lines, read_rows(data), strict=True):
        match = re.fullmatch(r'(\S+) - - \[02/Nov/2026:(\S+) \+0000\] "(GET|POST) (\S+) HTTP/1\.1" (\d{3}) (\d+)', line)
        assert match, line
        assert match.groups() == (row["adresse"], row["heure"][11:], row["methode"], row["chemin"], row["statut"], row["octets"])


def test_addresses_belong_to_no_real_machine() -> None:
    for row in read_rows(make_data("access_log", "s", 300)):
        assert row["adresse"].rpartition(".")[0] in ("192.0.2", "198.51.100", "203.0.113")


def test_sales_hold_each_fault_however_small_the_file() -> None:
    for learner in range(30):
        data = make_data("sales_table", make_seed("sales_table", "u", str(learner), 1), 40)
        for fact in ("duplicate_rows", "missing_prices"):
            assert data.facts[fact] >= 2  # type: ignore[operator]
        assert data.facts["city_spellings"] > data.facts["cities"]  # type: ignore[operator]
        assert data.facts["total_with_duplicates"] != data.facts["total_after_dedup"]


def test_pipeline_leads_each_detour_to_another_value_however_small_the_file() -> None:
    detours = {
        "flaky_stage": "failing_stage",
        "flaky_failures": "reruns",
        "flaky_time": "failed_time",
        "failure_rate": "failure_rate_of_all",
        "lead_time": "lead_time_from_request",
    }
    for learner in range(30):
        facts = make_data("pipeline_runs", make_seed("pipeline_runs", "u", str(learner), 1), 60).facts
        assert [right for right, wrong in detours.items() if facts[right] == facts[wrong]] == []
        assert facts["red_periods"] >= 2  # type: ignore[operator]


def test_pipeline_tells_a_story_that_can_have_happened() -> None:
    rows = read_rows(make_data("pipeline_runs", "s", 400))
    moments = [datetime.fromisoformat(row["demande"]) for row in rows]
    assert moments == sorted(moments)
    last: dict[str, str] = {}
    for row in rows:
        assert datetime.fromisoformat(row["enregistre"]) < datetime.fromisoformat(row["demande"])
        assert (row["resultat"] == "echec") == bool(row["etape"])
        assert (row["resultat"] == "ok" and row["branche"] == "main") == bool(row["en_service"])
        assert int(row["essai"]) == int(last.get(row["commit"], "0")) + 1
        # A spreadsheet would take 12e4567 for a number.
        assert row["commit"][0] in "abcdf"
        last[row["commit"]] = row["essai"]
    assert {row["etape"] for row in rows} == {"", "style", "compilation", "tests", "paquet"}


def test_pipeline_explains_every_number_of_a_run_that_a_learner_meets() -> None:
    about = next(column.about for column in GENERATORS["pipeline_runs"].COLUMNS if column.name == "essai")
    assert {row["essai"] for row in read_rows(make_data("pipeline_runs", "s", 400))} == set(re.findall(r"[0-9]", about))


def test_telephones_and_names_are_moroccan_and_in_three_scripts() -> None:
    rows = read_rows(make_data("sales_table", "s", 400))
    assert all(re.fullmatch(r"\+2126\d{8}", row["telephone"]) for row in rows)
    names = "".join(row["client"] for row in rows)
    assert re.search("[A-Z]", names)
    assert re.search("[ا-ي]", names)
    assert re.search("[ⴰ-ⵥ]", names)


def test_seed_depends_on_everything_that_should_change_the_data() -> None:
    base = ("sales_table", "usage", "learner", 1, "")
    changes = {0: "access_log", 1: "other", 2: "other", 3: 2, 4: "x"}
    others = [(*base[:place], value, *base[place + 1 :]) for place, value in changes.items()]
    seeds = {make_seed(*each) for each in (base, *others)}  # type: ignore[arg-type]
    assert len(seeds) == 6
