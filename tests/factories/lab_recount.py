"""The facts of a lab's data, worked out again from the bytes of the file with other code: what a careful learner would do."""

from __future__ import annotations

import csv
import io
import re
import statistics
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from ipaddress import ip_address, ip_network
from itertools import pairwise
from typing import Any

from maslak_xblocks.lab.generators.dataset import DataSet, TableFact
from maslak_xblocks.lab.generators.setting import CITIES
from maslak_xblocks.lab.generators.writing import FORMS, write_file

Rows = list[dict[str, str]]
_CITY = {spelling: names[0] for names in CITIES for spelling in names}


def read_rows(data: DataSet) -> Rows:
    """Return the rows of the plain form, as `csv.DictReader` reads them."""
    return list(csv.DictReader(io.StringIO(write_file(data, FORMS[1]).decode("utf-8"))))


def settle(value: Decimal, places: str = "0.01") -> Decimal:
    """Round as people do."""
    return value.quantize(Decimal(places), rounding=ROUND_HALF_UP)


def recount_sales(rows: Rows) -> Mapping[str, Any]:
    """Return every fact of the sales."""
    tickets = {row["ticket"]: row for row in rows}
    unique = list(tickets.values())

    def amounts(chosen: Rows) -> list[Decimal]:
        return [Decimal(row["prix"]) * int(row["quantite"]) for row in chosen if row["prix"]]

    def total_by(key: Callable[[dict[str, str]], str]) -> dict[str, Decimal]:
        sums: dict[str, Decimal] = defaultdict(Decimal)
        for row in unique:
            sums[key(row)] += sum(amounts([row]), Decimal("0.00"))
        return dict(sums)

    by_city, by_month = total_by(lambda row: _CITY[row["ville"]]), total_by(lambda row: row["date"][:7])
    best, month = max(by_city, key=lambda city: by_city[city]), max(by_month, key=lambda name: by_month[name])
    busiest = Counter(_CITY[row["ville"]] for row in unique).most_common(1)[0][0]
    clean, doubled = amounts(unique), amounts(rows)
    usual = [row for row in unique if row["ville"] == best]
    return {
        "rows_in_file": len(rows),
        "distinct_tickets": len(unique),
        "duplicate_rows": len(rows) - len(unique),
        "missing_prices": sum(not row["prix"] for row in unique),
        "missing_prices_with_duplicates": sum(not row["prix"] for row in rows),
        "cities": len({_CITY[row["ville"]] for row in rows}),
        "city_spellings": len({row["ville"] for row in rows}),
        "total_after_dedup": sum(clean),
        "total_with_duplicates": sum(doubled),
        "total_of_prices": sum(Decimal(row["prix"]) for row in unique if row["prix"]),
        "mean_amount": settle(sum(clean, Decimal(0)) / len(clean)),
        "mean_with_duplicates": settle(sum(doubled, Decimal(0)) / len(doubled)),
        "mean_missing_as_zero": settle(sum(clean, Decimal(0)) / len(unique)),
        "median_amount": settle(statistics.median(clean)),
        "median_with_duplicates": settle(statistics.median(doubled)),
        "best_city": best,
        "busiest_city": busiest,
        "best_city_total": by_city[best],
        "best_city_one_spelling": sum(amounts(usual), Decimal(0)),
        "best_month": month,
        "best_month_total": by_month[month],
        "totals_by_city": {(city,): (total,) for city, total in by_city.items()},
    }


def recount_log(rows: Rows) -> Mapping[str, Any]:
    """Return every fact of the access log."""
    hours, addresses = Counter(int(row["heure"][11:13]) for row in rows), Counter(row["adresse"] for row in rows)
    failures = Counter(row["adresse"] for row in rows if row["statut"] == "401")
    attacker, lost = failures.most_common(1)[0][0], [row for row in rows if row["statut"] == "404"]
    own = [row for row in rows if row["adresse"] == attacker]
    forms = [row for row in own if row["methode"] == "POST"]
    return {
        "requests": len(rows),
        "distinct_addresses": len(addresses),
        "network_addresses": sum(ip_address(address) in ip_network("198.51.100.0/24") for address in addresses),
        "network_requests": sum(ip_address(row["adresse"]) in ip_network("198.51.100.0/24") for row in rows),
        "posts": len([row for row in rows if row["methode"] == "POST"]),
        "not_found": sum(row["statut"] == "404" for row in rows),
        "not_found_addresses": len({row["adresse"] for row in lost}),
        "not_found_changes": 1 + sum(one["adresse"] != other["adresse"] for one, other in pairwise(lost)),
        "client_errors": sum(row["statut"].startswith("4") for row in rows),
        "client_error_rate": settle(Decimal(100 * sum(row["statut"] in ("401", "404") for row in rows)) / len(rows), "0.1"),
        "failed_sign_ins": sum(failures.values()),
        "busiest_hour": hours.most_common(1)[0][0],
        "busiest_hour_requests": hours.most_common(1)[0][1],
        "bytes_total": sum(int(row["octets"]) for row in rows),
        "bytes_given": sum(int(row["octets"]) for row in rows if row["statut"] == "200"),
        "largest_answer": max(int(row["octets"]) for row in rows),
        "largest_as_text": int(sorted(row["octets"] for row in rows)[-1]),
        "attacker_address": attacker,
        "busiest_address": addresses.most_common(1)[0][0],
        "lost_address": Counter(row["adresse"] for row in rows if row["statut"] == "404").most_common(1)[0][0],
        "attacker_failures": failures[attacker],
        "attacker_posts": len(forms),
        "attacker_requests": len(own),
        "attacker_first_hour": int(min(row["heure"] for row in own)[11:13]),
        "attacker_got_in_at": next(row["heure"][11:16] for row in forms if row["statut"] == "302"),
        "failures_by_address": {(address,): (number,) for address, number in failures.items()},
    }


def recount_predictions(rows: Rows) -> Mapping[str, Any]:
    """Return every fact of the classifier's predictions."""

    def share(part: int, whole: int) -> Decimal:
        return settle(Decimal(100 * part) / whole, "0.1")

    def hits(chosen: Rows) -> int:
        return sum(row["vrai"] == row["predit"] for row in chosen)

    def gap(shares: list[tuple[int, int]]) -> Decimal:
        # Kept whole until the end: two shares rounded on the way may differ by a hair less than the half that rounds up.
        exact = [Fraction(part, whole) for part, whole in shares]
        wide = max(exact) - min(exact)
        return share(wide.numerator, wide.denominator)

    sure = [row for row in rows if int(row["confiance"]) >= 80]
    groups = {group: [row for row in rows if row["langue"] == group] for group in ("ar", "fr", "zgh")}
    urgent = {group: [row for row in own if row["vrai"] == "urgent"] for group, own in groups.items()}
    found: dict[str, Any] = {
        "messages": len(rows),
        "right_predictions": hits(rows),
        "accuracy": share(hits(rows), len(rows)),
        "error_rate": share(len(rows) - hits(rows), len(rows)),
        "majority_accuracy": share(Counter(row["vrai"] for row in rows).most_common(1)[0][1], len(rows)),
        "missed_urgent": sum(row["vrai"] == "urgent" and row["predit"] != "urgent" for row in rows),
        "false_urgent": sum(row["vrai"] != "urgent" and row["predit"] == "urgent" for row in rows),
        "recall_gap": gap([(hits(own), len(own)) for own in urgent.values()]),
        "accuracy_gap": gap([(hits(own), len(own)) for own in groups.values()]),
        "worst_group": min(urgent, key=lambda group: Decimal(hits(urgent[group])) / len(urgent[group])),
        "worst_accuracy_group": min(groups, key=lambda group: Decimal(hits(groups[group])) / len(groups[group])),
        "unsure_messages": len([row for row in rows if int(row["confiance"]) < 80]),
        "unsure_with_limit": len([row for row in rows if int(row["confiance"]) < 81]),
        "sure_accuracy": share(hits(sure), len(sure)),
        "sure_right_of_all": share(hits(sure), len(rows)),
        "errors_left": len([row for row in sure if row["vrai"] != row["predit"]]),
        "confusions": {pair: (number,) for pair, number in Counter((row["vrai"], row["predit"]) for row in rows).items()},
    }
    for name in ("urgent", "ordinaire", "hors_sujet"):
        true, said = [row for row in rows if row["vrai"] == name], [row for row in rows if row["predit"] == name]
        found[f"recall_{name}"], found[f"precision_{name}"] = share(hits(true), len(true)), share(hits(said), len(said))
    for group, own in urgent.items():
        found[f"recall_urgent_{group}"] = share(hits(own), len(own))
    return found


def recount_tests(rows: Rows) -> Mapping[str, Any]:
    """Return every fact of the test results."""
    ran = [row for row in rows if row["resultat"] != "ignore"]
    seen: dict[str, set[str]] = defaultdict(set)
    times: dict[str, int] = defaultdict(int)
    for row in rows:
        times[row["test"]] += int(row["duree_ms"])
    for row in ran:
        seen[row["test"]].add(row["resultat"])
    passed = sum(row["resultat"] == "ok" for row in ran)
    failed = Counter(row["test"] for row in rows if row["resultat"] == "echec")
    slowest = max(times, key=lambda name: times[name])

    def middle(chosen: Rows) -> Decimal:
        return settle(Decimal(statistics.median([Decimal(row["duree_ms"]) for row in chosen])), "0.1")

    return {
        "results": len(rows),
        "failures": len([row for row in rows if row["resultat"] == "echec"]),
        "skipped": len(rows) - len(ran),
        "pass_rate": settle(Decimal(100 * passed) / len(ran), "0.1"),
        "pass_rate_of_all": settle(Decimal(100 * passed) / len(rows), "0.1"),
        "flaky_tests": sum(results == {"ok", "echec"} for results in seen.values()),
        "broken_tests": sum(results == {"echec"} for results in seen.values()),
        "failing_tests": sum("echec" in results for results in seen.values()),
        "total_duration": sum(times.values()),
        "median_duration": middle(ran),
        "median_with_skipped": middle(rows),
        "longest_result": sorted(int(row["duree_ms"]) for row in rows)[-1],
        "slowest_test": slowest,
        "slowest_duration": times[slowest],
        "failures_by_test": {(name,): (number,) for name, number in failed.items()},
    }


def recount_bill(rows: Rows) -> Mapping[str, Any]:
    """Return every fact of the bill, from hours and prices and not from the amounts that stand in it."""
    services: dict[str, Decimal] = defaultdict(Decimal)
    days: dict[str, Decimal] = defaultdict(Decimal)
    hours = Counter[str]()
    costs = [Decimal(row["heures"]) * Decimal(row["tarif"]) for row in rows]
    assert costs == [Decimal(row["montant"]) for row in rows]
    for row, cost in zip(rows, costs, strict=True):
        services[row["service"]] += cost
        days[row["jour"]] += cost
        hours[row["service"]] += int(row["heures"])
    nobody = [cost for row, cost in zip(rows, costs, strict=True) if not row["equipe"]]
    service, day = max(services, key=lambda name: services[name]), max(days, key=lambda name: days[name])
    return {
        "lines": len(rows),
        "credits": sum(cost < 0 for cost in costs),
        "unlabelled_lines": len(nobody),
        "total": sum(costs),
        "total_without_credits": sum(cost for cost in costs if cost > 0),
        "unlabelled_total": sum(nobody),
        "labelled_total": sum(costs) - sum(nobody),
        "costliest_service": service,
        "costliest_service_total": services[service],
        "costliest_service_share": settle(100 * services[service] / sum(costs), "0.1"),
        "quarter_total": 3 * sum(costs),
        "quarter_with_margin": settle(3 * sum(costs) * Decimal("1.1")),
        "most_used_service": hours.most_common(1)[0][0],
        "costliest_day": day,
        "costliest_day_total": days[day],
        "totals_by_service": {(name,): (total,) for name, total in services.items()},
    }


def recount_pipeline(rows: Rows) -> Mapping[str, Any]:
    """Return every fact of the pipeline, with moments read as a program reads them."""

    def seconds(later: str, earlier: str) -> Decimal:
        return Decimal((datetime.fromisoformat(later) - datetime.fromisoformat(earlier)).total_seconds())

    def minutes(total: Decimal, number: int = 1) -> Decimal:
        # One division, at the end: a third of a minute kept on the way would turn a half that rounds up into one that does not.
        return settle(total / (60 * number), "0.1")

    def middle(values: list[Decimal]) -> Decimal:
        return settle(Decimal(statistics.median(values)), "0.1")

    def share(part: int, whole: int) -> Decimal:
        return settle(Decimal(100 * part) / whole, "0.1")

    failed = [row for row in rows if row["resultat"] == "echec"]
    passed = [row for row in rows if row["resultat"] == "ok"]
    main = [row for row in rows if row["branche"] == "main"]
    served = [row for row in rows if row["en_service"]]
    flaky = [row for row in failed if any(each["commit"] == row["commit"] for each in passed)]
    stages, moody = Counter(row["etape"] for row in failed), Counter(row["etape"] for row in flaky)
    most = stages.most_common(1)[0][0]
    # A word of the results of main: each stretch of failures that a pass ends is one time of red.
    letters = "".join({"ok": "o", "echec": "e", "annule": "a"}[row["resultat"]] for row in main)
    red = [seconds(main[found.end() - 1]["demande"], main[found.start()]["demande"]) for found in re.finditer("e[ea]*o", letters)]
    whole = [seconds(row["en_service"], row["enregistre"]) for row in served]
    ended = [row for row in main if row["resultat"] != "annule"]
    return {
        "runs": len(rows),
        "commits": len({row["commit"] for row in rows}),
        "reruns": len([row for row in rows if row["essai"] != "1"]),
        "failures": len(failed),
        "cancelled": len(rows) - len(failed) - len(passed),
        "main_failures": letters.count("e"),
        "deployments": len(served),
        "failure_rate": share(len(failed), len(failed) + len(passed)),
        "failure_rate_of_all": share(len(failed), len(rows)),
        "first_try_rate": share(len([row for row in passed if row["essai"] == "1"]), len({row["commit"] for row in rows})),
        "main_failure_rate": share(letters.count("e"), len(ended)),
        "failing_stage": most,
        "failing_stage_failures": stages[most],
        "failing_stage_share": share(stages[most], len(failed)),
        "flaky_stage": moody.most_common(1)[0][0],
        "flaky_failures": len(flaky),
        "flaky_time": sum(int(row["duree_s"]) for row in flaky),
        "failed_time": sum(int(row["duree_s"]) for row in failed),
        "total_duration": sum(int(row["duree_s"]) for row in rows),
        "median_duration": middle([Decimal(row["duree_s"]) for row in passed]),
        "mean_duration": settle(Decimal(sum(int(row["duree_s"]) for row in passed)) / len(passed), "0.1"),
        "median_of_all": middle([Decimal(row["duree_s"]) for row in rows]),
        "longest_queue": max(int(row["attente_s"]) for row in rows),
        "median_queue": middle([Decimal(row["attente_s"]) for row in rows]),
        "lead_time": minutes(statistics.median(whole)),
        "lead_time_mean": minutes(sum(whole, Decimal(0)), len(whole)),
        "lead_time_from_request": minutes(statistics.median([seconds(row["en_service"], row["demande"]) for row in served])),
        "red_periods": len(red),
        "restore_longest": minutes(max(red)),
        "restore_mean": minutes(sum(red, Decimal(0)), len(red)),
        "failures_by_stage": {(stage,): (number, share(number, len(failed))) for stage, number in stages.items()},
    }


RECOUNTS: Mapping[str, Callable[[Rows], Mapping[str, Any]]] = {
    "sales_table": recount_sales,
    "access_log": recount_log,
    "classifier_predictions": recount_predictions,
    "test_runs": recount_tests,
    "cloud_bill": recount_bill,
    "pipeline_runs": recount_pipeline,
}


def plain_fact(value: Any) -> Any:
    """Return a fact as the recount gives it: a number, the first spelling of a text, a table by its keys."""
    if isinstance(value, TableFact):
        width = len(value.keys)
        return {row[:width]: row[width:] for row in value.rows}
    return value[0] if isinstance(value, tuple) else value


__all__ = ["RECOUNTS", "plain_fact", "read_rows"]
