"""The importer refuses whatever stands twice, and keeps the session settings of domain.yml."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.engine.importer import (
    DefinedTwiceError,
    TopicImporter,
    UnknownKeyError,
    merge_domain,
    read_messages,
    read_yaml,
)

ROOT_FILE = "version: '3.1'\nsession_config:\n  session_expiration_time: 0\n  carry_over_slots_to_new_session: true\n"


def files(folder: Path, *contents: str) -> list[Path]:
    paths = []
    for number, content in enumerate((ROOT_FILE, *contents)):
        paths.append(folder / f"part{number}.yml")
        paths[-1].write_text(content, "utf-8")
    return paths


@pytest.mark.parametrize(
    "part",
    [
        "intents: [greet]",
        "entities: [age]",
        "actions: [action_x]",
        "slots: {guidance_age: {type: any, mappings: [{type: custom}]}}",
        "forms: {guidance_form: {required_slots: []}}",
        "responses: {utter_greet: [{text: Hej}]}",
    ],
)
def test_a_name_in_two_files_is_refused_and_both_are_named(tmp_path: Path, part: str) -> None:
    with pytest.raises(DefinedTwiceError, match=r"part1\.yml.*part2\.yml"):
        merge_domain(files(tmp_path, part, part))


def test_a_key_written_twice_in_one_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.yml"
    path.write_text("responses:\n  utter_a: [{text: A}]\n  utter_a: [{text: B}]\n", "utf-8")
    with pytest.raises(DefinedTwiceError, match="utter_a"):
        read_yaml(path)


def test_an_intent_with_messages_in_two_files_is_refused(tmp_path: Path) -> None:
    paths = [tmp_path / "a.yml", tmp_path / "b.yml"]
    for path in paths:
        path.write_text("nlu:\n- intent: greet\n  examples:\n  - text: hej\n", "utf-8")
    with pytest.raises(DefinedTwiceError, match="greet"):
        read_messages(paths)


def test_a_rule_of_the_same_name_is_refused(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    for name in ("a.yml", "b.yml"):
        (tmp_path / "rules" / name).write_text(
            "rules:\n- rule: Same\n  steps:\n  - intent: greet\n  - action: utter_a\n", "utf-8"
        )
    (tmp_path / "domain.yml").write_text(ROOT_FILE + "intents: [greet]\nresponses: {utter_a: [{text: A}]}\n", "utf-8")
    with pytest.raises(DefinedTwiceError, match="Same"):
        TopicImporter(None, str(tmp_path / "domain.yml"), [str(tmp_path)]).get_stories()


def test_a_key_that_nobody_reads_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownKeyError, match="respones"):
        merge_domain(files(tmp_path, "respones: {}"))


def test_session_settings_of_the_root_survive_the_topics(tmp_path: Path) -> None:
    (tmp_path / "domain").mkdir()
    (tmp_path / "domain.yml").write_text(ROOT_FILE, "utf-8")
    (tmp_path / "domain" / "a.yml").write_text("version: '3.1'\nintents: [greet]\n", "utf-8")
    domain = TopicImporter(None, str(tmp_path / "domain.yml"), []).get_domain()
    assert domain.session_config.session_expiration_time == 0
    assert "greet" in domain.intents


def test_a_message_keeps_its_metadata(tmp_path: Path) -> None:
    path = tmp_path / "a.yml"
    path.write_text("nlu:\n- intent: faq/price\n  examples:\n  - {text: pris, metadata: {themes: [sleep]}}\n", "utf-8")
    message = read_messages([path])[0]
    assert message.get_full_intent() == "faq/price"
    assert message.get("metadata")["example"] == {"themes": ["sleep"]}
