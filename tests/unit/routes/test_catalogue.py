"""The catalogue is read whole or not at all, and gives no number that is not certain."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml

from bot.routes.catalogue import Catalogue, CatalogueError, UnknownRouteError, load_catalogue
from bot.settings import ROOT

Change = Callable[[dict], None]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    source = ROOT / "municipality" / "aarhus"
    target = tmp_path / "municipality" / "aarhus"
    shutil.copytree(source / "routes", target / "routes")
    shutil.copy(source / "crisis_sets.yml", target / "crisis_sets.yml")
    return tmp_path


def change(root: Path, name: str, edit: Change) -> None:
    path = root / "municipality" / "aarhus" / name
    content = yaml.safe_load(path.read_text("utf-8"))
    edit(content)
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), "utf-8")


def entry(content: dict, route_id: str) -> dict:
    return next(each for each in content["routes"] if each["id"] == route_id)


def test_all_sixty_four_ways_are_there_and_none_is_there_twice(catalogue: Catalogue) -> None:
    assert len(catalogue.routes) == len(catalogue.by_id) == 64


def test_a_way_keeps_its_sources_its_owner_and_when_it_was_looked_at(catalogue: Catalogue) -> None:
    for route in catalogue.routes:
        assert route.sources
        assert route.owner
        assert route.last_checked == date(2026, 11, 22)
        assert route.recheck_before > route.last_checked


def test_an_unknown_id_is_a_key_error(catalogue: Catalogue) -> None:
    with pytest.raises(UnknownRouteError):
        catalogue.get("nowhere")
    assert issubclass(UnknownRouteError, KeyError)


@pytest.mark.parametrize(
    "route_id", ["emergency_112", "boernetelefonen", "laegevagt_midt", "livslinien", "lev_uden_vold"]
)
def test_a_number_seen_at_the_service_itself_is_shown(catalogue: Catalogue, route_id: str) -> None:
    assert catalogue.get(route_id).phone_shown == catalogue.get(route_id).phone is not None


@pytest.mark.parametrize("route_id", ["ppr_aarhus", "psych_acute_midt", "foraeldretelefonen", "somenta", "alkolinjen"])
def test_a_number_that_is_old_secondary_or_disputed_is_known_but_not_shown(catalogue: Catalogue, route_id: str) -> None:
    assert catalogue.get(route_id).phone
    assert catalogue.get(route_id).phone_shown is None


def test_a_number_is_shown_once_a_named_person_has_confirmed_it_on_a_date(catalogue: Catalogue) -> None:
    route = catalogue.get("ppr_aarhus")
    assert replace(route, confirmed_by="Editor", confirmed_on=date(2026, 11, 24)).phone_shown == route.phone
    assert replace(route, confirmed_by="Editor").phone_shown is None


def test_an_address_from_an_old_source_is_not_shown(catalogue: Catalogue) -> None:
    assert catalogue.get("headspace_aarhus").address
    assert catalogue.get("headspace_aarhus").address_shown is None


def test_an_object_of_a_way_tells_no_number_when_printed(catalogue: Catalogue) -> None:
    assert catalogue.get("ppr_aarhus").phone not in repr(catalogue.get("ppr_aarhus"))


def test_a_copy_of_the_data_is_read_like_the_data(copy: Path) -> None:
    assert len(load_catalogue("aarhus", copy).routes) == 64


@pytest.mark.parametrize(
    ("name", "edit", "complaint"),
    [
        ("routes/acute.yml", lambda c: entry(c, "police").pop("owner"), "owner"),
        ("routes/acute.yml", lambda c: entry(c, "police").update(colour="blue"), "colour"),
        ("routes/acute.yml", lambda c: entry(c, "police").update(number_status="probably"), "number_status"),
        ("routes/acute.yml", lambda c: entry(c, "police").update(phone="call us"), "phone"),
        ("routes/acute.yml", lambda c: entry(c, "police").update(url="http://plain.example"), "url"),
        ("routes/acute.yml", lambda c: entry(c, "police").update(confirmed_by="Editor"), "confirmed_on"),
        ("routes/acute.yml", lambda c: entry(c, "police").update(age_min=18, age_max=9), "age_min"),
        ("routes/acute.yml", lambda c: entry(c, "police").update(id="giftlinjen"), "twice"),
        ("routes/acute.yml", lambda c: entry(c, "police").update(phone="70 20 12 60"), "never be shown"),
        ("routes/helpline.yml", lambda c: entry(c, "boernetelefonen").update(phone="11 61 11"), "never be shown"),
        (
            "routes/helpline.yml",
            lambda c: entry(c, "boernetelefonen").update(number_status="secondary"),
            "boernetelefonen",
        ),
        ("routes/helpline.yml", lambda c: c["routes"].remove(entry(c, "boernetelefonen")), "boernetelefonen"),
        ("routes/acute.yml", lambda c: entry(c, "laegevagt_midt")["opening_hours"].update(weekly=[]), "weekly"),
        (
            "routes/acute.yml",
            lambda c: entry(c, "laegevagt_midt")["opening_hours"]["weekly"][0].update(to="8:00"),
            "weekly",
        ),
        (
            "routes/helpline.yml",
            lambda c: entry(c, "livslinien")["opening_hours"]["weekly"][0].update(crosses_midnight=False),
            "crosses_midnight",
        ),
        ("crisis_sets.yml", lambda c: c["crisis_sets"].update(new_danger=["nobody"]), "nobody"),
        ("crisis_sets.yml", lambda c: c["crisis_sets"].update(new_danger=[]), "new_danger"),
    ],
)
def test_a_broken_file_stops_the_start_and_says_where(copy: Path, name: str, edit: Change, complaint: str) -> None:
    change(copy, name, edit)
    with pytest.raises(CatalogueError, match=complaint):
        load_catalogue("aarhus", copy)


def test_a_file_that_is_no_yaml_stops_the_start(copy: Path) -> None:
    (copy / "municipality" / "aarhus" / "routes" / "chat.yml").write_text("routes: [", "utf-8")
    with pytest.raises(CatalogueError, match=r"chat\.yml"):
        load_catalogue("aarhus", copy)


def test_a_municipality_without_a_catalogue_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError):
        load_catalogue("nowhere", tmp_path)
