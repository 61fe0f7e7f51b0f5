"""A walk over every button: from state to state, always on to a button that has not been pressed there, until none is left.

A state is what was said last (the keys of the bubbles), which buttons are offered, and who is writing. Where a question has
no button, or its buttons only skip it, an answer is typed as well, so that what lies behind it is reached. Conversations cannot
go back: when the place where the walk stands has nothing new, it goes on over buttons that are known to lead to something new,
else it begins again.

`walk_all` walks for each voice at the same time; what one of them only saw in another's voice, a last walk makes up for.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from tests.chat_client import Message
from tests.conversations import checks

TYPED = "typed: "
# After some turns the server asks once more about danger that was read, whatever the engine says beside it: a state of its own.
ASKED_LATER = "utter_safety_later"
Heard = list[Message]


@dataclass(frozen=True)
class State:
    """Where a conversation stands, as far as the walk tells states apart."""

    keys: tuple[str, ...]
    buttons: tuple[str, ...]
    who: str


@dataclass
class Talk:
    """One conversation of the walk: `press` and `write` give the answering bubbles."""

    press: Callable[[str], Heard]
    write: Callable[[str], Heard]
    heard: Heard
    who: str = ""
    path: list[str] = field(default_factory=list)


@dataclass
class Walk:
    """`arrive` begins a conversation; `typed` holds an answer by question, `voices` who writes after a button, by its title.

    With `only`, the walk keeps to the states of this voice.
    """

    arrive: Callable[[], Talk]
    typed: Mapping[str, str]
    voices: Mapping[str, str]
    most_presses: int
    only: str | None = None
    known: dict[State, dict[str, State | None]] = field(default_factory=dict)
    paths: dict[State, tuple[str, ...]] = field(default_factory=dict)
    presses: int = 0
    tried: set[tuple[State, str]] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)

    def run(self) -> None:
        """Press until no state has a button that was not pressed in it, or the bound is reached."""
        talk = self.arrive()
        state = self._seen(talk)
        while self.presses < self.most_presses:
            way = self._to_something_new(state)
            if way is None:
                talk = self.arrive()
                state = self._seen(talk)
                way = self._to_something_new(state) or self._first_path_to_something_new()
                if way is None:
                    return
            for move in way:
                if move not in self._moves(state):
                    break
                state = self._move(talk, state, move)

    def left(self) -> int:
        """How many moves were seen and never made."""
        return sum(target is None for moves in self.known.values() for target in moves.values())

    def take(self, other: Walk) -> None:
        """Know what `other` has found."""
        for state, moves in other.known.items():
            mine = self.known.setdefault(state, dict.fromkeys(moves))
            mine |= {move: target for move, target in moves.items() if target is not None}
            self.paths.setdefault(state, other.paths[state])
        self.presses += other.presses
        self.wrong += other.wrong

    def _moves(self, state: State) -> Mapping[str, State | None]:
        """The moves that this walk may make from `state`."""
        moves = self.known[state]
        if self.only is None or state.who == self.only:
            return moves
        return {} if state.who else {move: to for move, to in moves.items() if self.voices.get(move) == self.only}

    def _move(self, talk: Talk, state: State, move: str) -> State:
        before = talk.heard
        talk.heard = talk.write(move.removeprefix(TYPED)) if move.startswith(TYPED) else talk.press(move)
        talk.path.append(move)
        talk.who = self.voices.get(move, talk.who)
        self.presses += 1
        try:
            for heard in in_turns(talk.heard):
                checks.check_answer(heard, before)
                before = heard
            checks.check_goes_on(talk.heard)
        except AssertionError as error:
            where = f"{' + '.join(state.keys)} [{talk.who}] -> {move!r}"
            self.wrong.append(f"{where}: {error}; the way there: {' > '.join(talk.path)}")
        arrived = self._seen(talk)
        self.known[state][move] = arrived
        return arrived

    def _seen(self, talk: Talk) -> State:
        heard = in_turns(talk.heard)[0]
        titles = tuple(dict.fromkeys(button["title"] for message in heard for button in message["buttons"] or ()))
        state = State(tuple(checks.keys(heard)), titles, talk.who)
        self.paths.setdefault(state, tuple(talk.path))
        self.known.setdefault(state, dict.fromkeys((*titles, *self._answers(heard))))
        return state

    def _answers(self, heard: Heard) -> Iterable[str]:
        question = (checks.open_question(heard) or "").removesuffix("_again")
        return [TYPED + self.typed[question]] if question in self.typed else []

    def _first_path_to_something_new(self) -> list[str] | None:
        """All moves of the conversation that first reached a state with a move never made; None when there is no such state.

        States that depend on more than the walk tells apart are found again like this. A path is tried once.
        """
        for state in self.known:
            untried = [move for move, target in self._moves(state).items() if target is None]
            path = self.paths.get(state)
            if untried and path is not None and (state, untried[0]) not in self.tried:
                self.tried.add((state, untried[0]))
                return [*path, untried[0]]
        return None

    def _to_something_new(self, start: State) -> list[str] | None:
        """The shortest known way from `start` over a move that was never made, or None."""
        ways: deque[tuple[State, list[str]]] = deque([(start, [])])
        seen = {start}
        while ways:
            state, way = ways.popleft()
            for move, target in self._moves(state).items():
                if target is None:
                    return [*way, move]
                if target not in seen:
                    seen.add(target)
                    ways.append((target, [*way, move]))
        return None


def in_turns(heard: Heard) -> list[Heard]:
    """The bubbles as two turns where the server asked about danger beside the engine's answer, else as one."""
    if len(heard) > 1 and heard[0]["key"] == ASKED_LATER:
        return [heard[:1], heard[1:]]
    return [heard]


def walk_all(
    arrive: Callable[[], Talk], typed: Mapping[str, str], voices: Mapping[str, str], most_presses: int
) -> Walk:
    """Walk in each voice, all at the same time; then on over what nobody has pressed."""
    walks = [Walk(arrive, typed, voices, most_presses, voice) for voice in dict.fromkeys(voices.values())]
    with ThreadPoolExecutor(len(walks)) as pool:
        for done in [pool.submit(each.run) for each in walks]:
            done.result()
    whole = Walk(arrive, typed, voices, most_presses)
    for each in walks:
        whole.take(each)
    whole.run()
    return whole
