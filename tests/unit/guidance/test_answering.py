"""One turn in the guidance: what it tells, and what it is from the view of the open question."""

from __future__ import annotations

import pytest

from bot.dialogue import Reading, Verdict
from bot.guidance.answering import read_turn, wants_intake

Slots = dict[str, object]
PARENT: Slots = {"audience": "parent"}


def said(text: str, intent: str = "inform", confidence: float = 0.9, **more: object) -> Reading:
    themes, helps = more.pop("themes", ()), more.pop("helps", ())
    return Reading(text, intent, confidence, more, themes=themes, helps=helps)  # type: ignore[arg-type]


def pressed(intent: str, **facts: object) -> Reading:
    return Reading(f"/{intent}", intent, 1.0, facts, pressed=True)


@pytest.mark.parametrize(
    ("question", "reading", "slots"),
    [
        ("audience", said("jeg er mor til to", audience="parent"), {"audience": "parent"}),
        ("guidance_age", said("12", "nlu_fallback", 0.1), {"guidance_age": 12}),
        ("guidance_age", said("hun er 12", age=12), {"guidance_age": 12}),
        ("guidance_municipality", said("vi bor i viby", municipality="aarhus"), {"guidance_municipality": "aarhus"}),
        ("guidance_municipality", said("ja", "affirm"), {"guidance_municipality": "aarhus"}),
        ("guidance_duration", said("et år", duration="year_plus"), {"guidance_duration": "year_plus"}),
        ("guidance_impact", said("ja meget", impact="a_lot"), {"guidance_impact": "a_lot"}),
        ("guidance_help", said("nej", "deny"), {"guidance_help": ["none"]}),
        ("guidance_help", said("skolen", helps=("school",)), {"guidance_help": ["school"]}),
        ("guidance_safety", said("nej", "deny"), {"guidance_safety": "no"}),
        ("guidance_safety", said("ja", "affirm"), {"guidance_safety": "danger"}),
        ("guidance_safety", said("det ved jeg ikke", "dont_know"), {"guidance_safety": "unsure"}),
        ("guidance_safety", said("nogle gange", "nlu_fallback", 0.1), {"guidance_safety": "danger"}),
        ("guidance_about", said("det er mig selv", "inform"), {"guidance_about": "self"}),
        ("guidance_about", said("en veninde", "inform"), {"guidance_about": "other"}),
    ],
)
def test_an_answer_is_taken(question: str, reading: Reading, slots: Slots) -> None:
    turn = read_turn(question, {}, reading)
    assert turn.verdict is Verdict.TAKEN
    assert {name: turn.slots[name] for name in slots} == slots


def test_several_facts_in_one_message_are_all_taken() -> None:
    text = "min søn på 9 fra viby er bange for alt og har været det i et halvt år"
    reading = said(
        text,
        "describe_problem",
        age=9,
        municipality="aarhus",
        audience="parent",
        duration="half_year",
        themes=("worry_anxiety",),
    )
    turn = read_turn("audience", {}, reading)
    assert set(turn.slots) >= {
        "audience",
        "guidance_age",
        "guidance_municipality",
        "guidance_duration",
        "guidance_themes",
    }
    assert turn.slots["guidance_description"] == text


def test_a_young_person_who_tells_of_oneself_is_not_asked_who_writes() -> None:
    turn = read_turn("audience", {}, said("jeg er ked af det hele tiden", "describe_problem", themes=("sadness",)))
    assert turn.slots["audience"] == "young"
    assert turn.slots["guidance_about"] == "self"


def test_a_mother_who_writes_i_is_not_taken_for_a_child() -> None:
    turn = read_turn("audience", {}, said("jeg er så træt min datter græder", "describe_problem", themes=("sadness",)))
    assert "audience" not in turn.slots


def test_a_long_story_without_a_known_theme_counts_as_told() -> None:
    turn = read_turn(
        "guidance_themes", PARENT, said("det hele er bare blevet så underligt for os herhjemme", "describe_problem")
    )
    assert turn.slots["guidance_themes"] == ["unspecified"]


def test_a_correction_is_taken_at_any_question() -> None:
    slots = {**PARENT, "guidance_age": 11}
    turn = read_turn("guidance_duration", slots, said("nej, hun er 12", "correct_answer", age=12))
    assert turn.slots["guidance_age"] == 12
    assert turn.says == "utter_aside_corrected"


def test_another_childs_age_in_a_long_story_changes_nothing() -> None:
    slots = {**PARENT, "guidance_age": 11}
    text = "han slås med sin bror på 7 hver eneste dag og vi ved snart ikke hvad vi skal gøre"
    turn = read_turn("guidance_themes", slots, said(text, "describe_problem", age=7, themes=("behaviour",)))
    assert "guidance_age" not in turn.slots


def test_a_bare_no_answers_only_what_was_asked() -> None:
    turn = read_turn("guidance_safety", {**PARENT, "guidance_help": ["school"]}, said("nej", "deny", helps=("none",)))
    assert turn.slots == {"guidance_safety": "no"}


def test_not_at_all_answers_the_question_about_danger_and_not_how_much_it_touches() -> None:
    known: Slots = {**PARENT, "guidance_impact": "almost_everything"}
    turn = read_turn("guidance_safety", known, said("nej, slet ikke", "deny", impact="none"))
    assert turn.slots == {"guidance_safety": "no"}


def test_no_to_the_themes_that_were_heard_asks_for_them_again() -> None:
    turn = read_turn(
        "guidance_duration", {**PARENT, "guidance_themes": ["sleep"], "guidance_heard": True}, said("nej", "deny")
    )
    assert turn.verdict is Verdict.CHANGE
    assert turn.slots["guidance_themes"] is None


@pytest.mark.parametrize(
    ("reading", "verdict"),
    [
        (said("hvad koster det", "faq"), Verdict.DIGRESSION),
        (said("jeg vil tale med et menneske", "want_human"), Verdict.DIGRESSION),
        (said("er du en robot", "bot_challenge"), Verdict.DIGRESSION),
        (said("hej", "greet"), Verdict.DIGRESSION),
        (said("jeg skærer i mig selv", "crisis_self_harm"), Verdict.DIGRESSION),
        (said("stop", "stop"), Verdict.STOP),
        (said("farvel", "goodbye"), Verdict.STOP),
        (said("hvad mener du", "repeat_please"), Verdict.REPEAT),
        (said("gå tilbage", "correct_answer"), Verdict.BACK),
        (said("jeg vil rette noget", "correct_answer"), Verdict.CHANGE),
        (said("blåbærgrød", "nlu_fallback", 0.1), Verdict.UNCLEAR),
    ],
)
def test_what_is_no_answer_is_told_apart(reading: Reading, verdict: Verdict) -> None:
    assert read_turn("guidance_municipality", PARENT, reading).verdict is verdict


def test_where_nothing_is_answered_yet_there_is_nothing_to_change() -> None:
    assert read_turn("audience", {}, said("jeg vil rette noget", "correct_answer")).verdict is Verdict.REPEAT


def test_a_question_is_answered_and_only_who_writes_is_taken_from_it() -> None:
    reading = said("har I tavshedspligt over for mine forældre", "faq", audience="young")
    turn = read_turn("audience", {}, reading)
    assert (turn.verdict, turn.slots) == (Verdict.DIGRESSION, {"audience": "young"})
    reading = said("kan man komme, når man bor i Randers", "faq", municipality="randers")
    assert read_turn("guidance_municipality", PARENT, reading).slots == {}


def test_a_wish_for_a_person_is_heard_and_who_writes_is_kept() -> None:
    reading = said("jeg er mor og vil tale med et menneske", "want_human", audience="parent")
    turn = read_turn("audience", {}, reading)
    assert turn.verdict is Verdict.DIGRESSION
    assert turn.slots["audience"] == "parent"


@pytest.mark.parametrize(
    "question", ["guidance_age", "guidance_themes", "guidance_duration", "guidance_impact", "guidance_help"]
)
def test_every_question_can_be_skipped(question: str) -> None:
    assert read_turn(question, PARENT, said("det vil jeg ikke svare på", "dont_know")).slots == {question: "skipped"}


def test_a_button_sets_its_slots() -> None:
    turn = read_turn("audience", {}, pressed("inform", audience="young", guidance_about="self"))
    assert turn.slots == {"audience": "young", "guidance_about": "self"}


def test_a_button_can_open_a_line_for_correcting() -> None:
    turn = read_turn(None, {**PARENT, "guidance_age": 12}, pressed("correct_answer", guidance_change="guidance_age"))
    assert turn.slots == {"guidance_age": None}


@pytest.mark.parametrize(("confidence", "wants"), [(0.9, True), (0.2, False)])
def test_only_a_sure_wish_leads_to_the_intake(confidence: float, wants: bool) -> None:
    assert wants_intake(said("jeg vil gerne tilmelde", "start_intake", confidence)) is wants


@pytest.mark.parametrize("question", ["guidance_age", "guidance_duration", "guidance_impact", "guidance_help"])
def test_the_button_that_skips_skips(question: str) -> None:
    turn = read_turn(question, PARENT, pressed("dont_know"))
    assert (turn.verdict, turn.slots[question]) == (Verdict.TAKEN, "skipped")


def test_who_will_not_say_about_whom_is_spoken_to_as_the_one_it_is_about() -> None:
    turn = read_turn("guidance_about", {"audience": "young"}, said("det vil jeg ikke sige", "dont_know"))
    assert turn.slots == {"guidance_about": "self"}


@pytest.mark.parametrize("reading", [pressed("check_fit"), said("passer det til os", "check_fit")])
def test_asking_whether_it_fits_goes_on_with_the_guidance(reading: Reading) -> None:
    assert read_turn("guidance_age", PARENT, reading).verdict is Verdict.REPEAT


def test_a_no_to_what_was_asked_sets_nothing_else_right() -> None:
    slots: Slots = {**PARENT, "guidance_impact": "a_lot"}
    turn = read_turn("guidance_help", slots, said("nej, der er ingen hjælp", "deny", impact="none", helps=("none",)))
    assert "guidance_impact" not in turn.slots
    assert turn.says is None


def test_a_worry_about_a_friend_says_about_whom_it_is() -> None:
    reading = said("jeg er bekymret for min veninde", "worried_about_other", audience="young")
    assert read_turn("audience", {}, reading).slots["guidance_about"] == "other"


def test_a_parent_who_says_so_writes_about_a_child_again() -> None:
    slots: Slots = {"audience": "young", "guidance_about": "other"}
    turn = read_turn("guidance_age", slots, said("nej, jeg er forælder", "correct_answer", audience="parent"))
    assert (turn.slots["audience"], turn.slots["guidance_about"]) == ("parent", "child")


@pytest.mark.parametrize(
    ("question", "reading", "slots"),
    [
        ("audience", said("lærer i 5. kl, dreng 11, hvad gør jeg", "describe_problem"), {"audience": "professional"}),
        ("audience", said("pl. 15-årig pige m. vægttab", "describe_problem"), {"audience": "professional"}),
        ("audience", said("alment praktiserende læge Viby. pt 14 år", "inform"), {"audience": "professional"}),
        ("audience", said("Hej, jeg bor på Samsø og har en dreng på 8 år", "check_fit"), {"audience": "parent"}),
        ("audience", said("jei er dreng"), {"audience": "young"}),
        (
            "audience",
            said("har angst, jeg er lige blevet 18", "nlu_fallback", themes=("worry_anxiety",)),
            {"audience": "young"},
        ),
        ("guidance_about", said("jei er 9 år", age=9), {"guidance_about": "self"}),
    ],
)
def test_who_writes_is_seen_from_how_it_is_written(question: str, reading: Reading, slots: Slots) -> None:
    known: Slots = {"audience": "young"} if question == "guidance_about" else {}
    turn = read_turn(question, known, reading)
    assert {name: turn.slots.get(name) for name in slots} == slots


def test_a_class_that_has_a_boy_is_not_a_parent() -> None:
    turn = read_turn("audience", {}, said("vi har en dreng i klassen der ikke kommer", "worried_about_other"))
    assert "audience" not in turn.slots


def test_not_wanting_to_go_to_school_is_told_and_does_not_end_the_talk() -> None:
    reading = said("jeg vil ikke i skole mere", "stop", 0.9, themes=("school_absence",))
    turn = read_turn("guidance_age", {"audience": "young"}, reading)
    assert turn.slots["guidance_themes"] == ["school_absence"]


def test_an_age_of_the_past_is_not_the_age() -> None:
    for question in ("guidance_age", "guidance_impact"):
        turn = read_turn(question, {"audience": "young"}, said("jeg gik der da jeg var 16", age=16))
        assert "guidance_age" not in turn.slots


def test_a_theme_told_later_is_kept_beside_the_first() -> None:
    known: Slots = {**PARENT, "guidance_themes": ["sleep"], "guidance_description": "sover ikke"}
    turn = read_turn("guidance_age", known, said("hun græder hver aften", "describe_problem", themes=("sadness",)))
    assert turn.slots["guidance_themes"] == ["sleep", "sadness"]
    assert turn.slots["guidance_description"] == "sover ikke\nhun græder hver aften"


def test_a_story_without_a_named_theme_is_thanked_for() -> None:
    story = said("det startede efter sommeren men det er blevet meget værre nu", "nlu_fallback", 0.3)
    assert read_turn("guidance_help", PARENT, story).says == "utter_guidance_thanks"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("hvorfor vil du vide det", "utter_guidance_why_guidance_municipality"),
        ("hvorfor spør du om det", "utter_guidance_why_guidance_municipality"),
        ("hvorfor skal du bruge min alder", "utter_guidance_why_guidance_age"),
        ("er der nogen", "utter_greet_again"),
        ("er headspace gratis", "utter_guidance_not_understood"),
    ],
)
def test_a_question_back_is_answered_before_the_form_asks_again(text: str, says: str) -> None:
    turn = read_turn("guidance_municipality", PARENT, said(text, "nlu_fallback", 0.4))
    assert (turn.says, dict(turn.slots)) == (says, {})


@pytest.mark.parametrize("text", ["nej men han er træt af det hele", "nej det tror jeg ikke, men nogle gange"])
def test_a_no_with_a_but_is_no_all_clear(text: str) -> None:
    assert read_turn("guidance_safety", PARENT, said(text, "deny")).slots["guidance_safety"] == "unsure"


def test_what_was_passed_over_can_still_be_told() -> None:
    known: Slots = {"audience": "skipped", "guidance_municipality": "unsure"}
    told = said("jeg er far og vi bor i Viby nu", audience="parent", municipality="aarhus")
    assert read_turn("guidance_themes", known, told).slots["audience"] == "parent"
    assert read_turn("guidance_themes", known, told).slots["guidance_municipality"] == "aarhus"


def test_a_lone_place_after_the_outcome_sets_it_right() -> None:
    known: Slots = {**PARENT, "guidance_themes": ["sleep"], "guidance_municipality": "elsewhere"}
    turn = read_turn(None, known, said("aarhus", "nlu_fallback", 0.5, municipality="aarhus"))
    assert turn.slots["guidance_municipality"] == "aarhus"


@pytest.mark.parametrize("text", ["nej", "nej tak", "nej det gør vi ikke", "nej vi bor et andet sted"])
def test_a_no_to_the_place_is_another_place(text: str) -> None:
    assert read_turn("guidance_municipality", PARENT, said(text, "deny")).slots["guidance_municipality"] == "elsewhere"


def test_a_no_to_something_else_says_nothing_of_the_place() -> None:
    turn = read_turn("guidance_municipality", PARENT, said("nej ingen suicidalrisiko", "deny"))
    assert "guidance_municipality" not in turn.slots


def test_having_children_is_not_what_is_difficult() -> None:
    turn = read_turn("guidance_age", PARENT, said("jeg har to børn", "nlu_fallback", themes=("family",)))
    assert "guidance_themes" not in turn.slots
