"""The data of the labs: the same bytes for ever, and facts that a careful reader of the file finds again."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from decimal import Decimal

import pytest
from tests.factories.lab_recount import RECOUNTS, plain_fact, read_rows

from maslak_xblocks.lab.generators import GENERATORS, make_data, make_seed
from maslak_xblocks.lab.generators.dataset import MAX_ROWS, TableFact
from maslak_xblocks.lab.generators.writing import FORMS, list_forms, write_file

# SHA-256 of every form of the file, then of the facts. They were printed once and hold on every platform: a change of theirs
# changes the data under learners' hands, so a generator that must change takes a new name.
GOLDEN = {
    "sales_table 40": "2c697404a6062c74242e24ab4634c6a444e7766990ff7ae1642c9b9552c757c2",
    "sales_table 400": "27ff6d509477c77279ed6746d05214c083b4d9c34189ad4328218312c2ac1818",
    "access_log 60": "9558896a2d69a3af37cd0304404fd514e84d73a02a66ce30aad01c8214dda141",
    "access_log 400": "46e37f14620d68c9e8e96e4e01e659b0b27839085bb6f6416842bd8dcef50811",
    "classifier_predictions 90": "91ca950696cd03dbe1033e0e693a87b9066a49f542cd21aa29a04d89dbd34c83",
    "classifier_predictions 400": "bce382184619b5aea2b8ab1993fb828cd4f35b1893d18b8763eb246b0c427ddb",
    "test_runs 60": "e08eabccdb38f25fe94ed74c8ed2c18b3a17a7a7d6fb54164521f97b215975dc",
    "test_runs 400": "95c3d19bfc628d394339e68501e571f145e0ca27371ac134293977c644637646",
    "cloud_bill 50": "0bfe4128338e83493195a42374b9950e72b237649510c30963a973069d6f54ba",
    "cloud_bill 400": "c82f7bc7ae1a9681a2c3ec9dd2409efcdd109cd090fc5402f46dce89612773fb",
}


def fingerprint(name: str, rows: int) -> str:
    data = make_data(name, make_seed(name, "usage", "learner", 1), rows)
    digest = hashlib.sha256()
    for form in list_forms(data):
        digest.update(write_file(data, form))
    digest.update(repr(sorted(data.facts.items())).encode())
    return digest.hexdigest()


@pytest.mark.parametrize(("name", "rows"), [(name, rows) for name in GENERATORS for rows in (GENERATORS[name].LEAST_ROWS, 400)])
def test_same_seed_gives_the_same_bytes_and_facts_for_ever(name: str, rows: int) -> None:
    assert fingerprint(name, rows) == GOLDEN[f"{name} {rows}"]


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
