"""How the work of a regular expression may grow with the text: told from the pattern itself, by the loops of its automaton, not by a clock.

Python's ``re`` tries every way in which a pattern can match. Where two loops can share a text in more ways than one, the ways multiply:
quadratically for two loops one behind the other (``\\W*(?:x)?\\W*``), without bound for a loop inside a loop (``(?:[A-Z]+)+``). A search
has one loop more, in front of the pattern: it may begin anywhere. A bounded repeat (``{0,40}``) is no loop.

Data flow: pattern -> parse tree of ``re`` -> automaton over sample letters -> the loops that share a text
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

#: Letters that stand for all others: ASCII, blanks beyond it, some Vietnamese letters, a sign, a mark that combines, what no class names.
SAMPLE = [chr(code) for code in range(9, 127) if code < 14 or code > 27] + list("\u00a0\u200bđĐạàêôồăâéưữ–…∑σ\u0301\ufeff\u4e00\x00\x01")
_ANYWHERE = frozenset(range(len(SAMPLE)))
#: Repeats of more than this are loops to the eye of whoever waits.
_MOST_COPIES = 2


@dataclass
class Automaton:
    """States with edges by sets of sample letters, and free edges. ``shut``: what an edge out of a possessive loop may not read."""

    edges: list[list[tuple[frozenset[int], int]]] = field(default_factory=list)
    free: list[list[tuple[frozenset[int], int]]] = field(default_factory=list)
    asserts: set[tuple[int, int]] = field(default_factory=set)

    def state(self) -> int:
        self.edges.append([])
        self.free.append([])
        return len(self.edges) - 1

    def step(self, start: int, end: int, letters: frozenset[int]) -> None:
        self.edges[start].append((letters, end))

    def skip(self, start: int, end: int, shut: frozenset[int] = frozenset(), *, is_assert: bool = False) -> None:
        self.free[start].append((shut, end))
        if is_assert:
            self.asserts.add((start, end))


def growing_loops(pattern: str | bytes, flags: int = 0, *, is_search: bool = True) -> list[str]:
    """What lets the work grow faster than the text; empty where nothing does. ``is_search``: the pattern may begin anywhere."""
    text = pattern.decode("latin-1") if isinstance(pattern, bytes) else pattern
    tree = _parser.parse(text, flags & ~re.UNICODE if isinstance(pattern, bytes) else flags)
    automaton, start = Automaton(), 0
    start = automaton.state()
    is_search = is_search and not _is_anchored(tree)
    if is_search:
        automaton.step(start, start, _ANYWHERE)
    begin, end = automaton.state(), automaton.state()
    automaton.skip(start, begin)
    _build(automaton, tree, begin, end, tree.state.flags)
    return list(dict.fromkeys(_shared_texts(automaton, start if is_search else None, end)))


def _is_anchored(tree: Any) -> bool:
    """Whether the pattern can begin at the beginning of the text alone."""
    if not len(tree) or tree.state.flags & re.MULTILINE:
        return False
    operator, argument = tree[0]
    return operator is sre.AT and argument in (sre.AT_BEGINNING, sre.AT_BEGINNING_STRING)


# --- from the parse tree to the automaton -------------------------------------------------------------------------------
def _build(automaton: Automaton, tree: Iterable[tuple[Any, Any]], begin: int, end: int, flags: int) -> None:
    at = begin
    for operator, argument in tree:
        after = automaton.state()
        _build_one(automaton, operator, argument, at, after, flags)
        at = after
    automaton.skip(at, end)


def _build_one(automaton: Automaton, operator: Any, argument: Any, begin: int, end: int, flags: int) -> None:
    if operator in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
        _repeat(automaton, *argument, begin, end, flags, is_possessive=operator is sre.POSSESSIVE_REPEAT)
    elif operator is sre.SUBPATTERN:
        _build(automaton, argument[3], begin, end, (flags | argument[1]) & ~argument[2])
    elif operator is sre.ATOMIC_GROUP:
        _build(automaton, argument, begin, end, flags)
    elif operator is sre.BRANCH:
        for branch in argument[1]:
            _build(automaton, branch, begin, end, flags)
    elif operator in (sre.ASSERT, sre.ASSERT_NOT):
        _build(automaton, argument[1], begin, automaton.state(), flags)  # what it reads it reads beside the rest, and leads nowhere
        automaton.skip(begin, end, is_assert=True)
    elif operator in (sre.AT, sre.GROUPREF):  # a group that is referred to holds a sign or a number in every pattern of the house
        automaton.skip(begin, end, is_assert=True)
    else:
        automaton.step(begin, end, _letters(operator, argument, flags))


def _repeat(automaton: Automaton, least: Any, most: Any, tree: Any, begin: int, end: int, flags: int, *, is_possessive: bool) -> None:
    at = begin
    for _ in range(min(int(least), _MOST_COPIES)):
        after = automaton.state()
        _build(automaton, tree, at, after, flags)
        at = after
    if most is not sre.MAXREPEAT:
        for _ in range(min(int(most) - int(least), _MOST_COPIES)):
            after = automaton.state()
            _build(automaton, tree, at, after, flags)
            automaton.skip(at, end)
            at = after
        automaton.skip(at, end)
        return
    loop = automaton.state()
    automaton.skip(at, loop)
    back = automaton.state()
    _build(automaton, tree, loop, back, flags)
    automaton.skip(back, loop)
    items = list(tree)
    shut = _letters(*items[0], flags) if is_possessive and len(items) == 1 and _is_letter(items[0][0]) else frozenset()
    automaton.skip(loop, end, shut)


def _is_letter(operator: Any) -> bool:
    return operator in (sre.LITERAL, sre.NOT_LITERAL, sre.IN, sre.ANY)


def _letters(operator: Any, argument: Any, flags: int) -> frozenset[int]:
    key = (operator, tuple(argument) if operator is sre.IN else argument, flags & (re.IGNORECASE | re.DOTALL))
    return _letters_of(*key)


@cache
def _letters_of(operator: Any, argument: Any, flags: int) -> frozenset[int]:
    return frozenset(place for place, letter in enumerate(SAMPLE) if _fits(operator, argument, letter, flags))


def _fits(operator: Any, argument: Any, letter: str, flags: int) -> bool:
    cases = {letter, letter.lower(), letter.upper()} if flags & re.IGNORECASE else {letter}
    if operator is sre.ANY:
        return bool(flags & re.DOTALL) or letter != "\n"
    if operator is sre.LITERAL:
        return any(len(case) == 1 and ord(case) == argument for case in cases)
    if operator is sre.NOT_LITERAL:
        return all(len(case) != 1 or ord(case) != argument for case in cases)
    is_negated = bool(argument) and argument[0][0] is sre.NEGATE
    found = any(_is_in(item, case) for item in argument if item[0] is not sre.NEGATE for case in cases if len(case) == 1)
    return found != is_negated


def _is_in(item: tuple[Any, Any], letter: str) -> bool:
    kind, argument = item
    if kind is sre.LITERAL:
        return ord(letter) == argument
    if kind is sre.RANGE:
        return bool(argument[0] <= ord(letter) <= argument[1])
    classes = {
        sre.CATEGORY_DIGIT: r"\d",
        sre.CATEGORY_NOT_DIGIT: r"\D",
        sre.CATEGORY_SPACE: r"\s",
        sre.CATEGORY_NOT_SPACE: r"\S",
        sre.CATEGORY_WORD: r"\w",
        sre.CATEGORY_NOT_WORD: r"\W",
    }
    return re.fullmatch(classes[argument], letter) is not None


# --- loops that share a text --------------------------------------------------------------------------------------------
Move = tuple[frozenset[int], int]


def _moves(automaton: Automaton) -> list[list[tuple[frozenset[int], int, int]]]:
    """For each state what it reads and where that leads, free edges gone through; one entry for each way, for the ways are what
    multiplies."""
    return [list(_ways(automaton, state)) for state in range(len(automaton.edges))]


def _ways(automaton: Automaton, state: int) -> Iterator[tuple[frozenset[int], int, int]]:
    stack: list[tuple[int, frozenset[int], frozenset[int]]] = [(state, frozenset(), frozenset((state,)))]
    edge = 0
    seen = set()
    while stack:
        at, shut, passed = stack.pop()
        for letters, end in automaton.edges[at]:
            if open_letters := letters - shut:
                # Two free ways to one edge differ only where they leave a loop differently: one is enough for each set of letters.
                if (at, end, letters, open_letters) not in seen:
                    seen.add((at, end, letters, open_letters))
                    yield open_letters, end, edge
                edge += 1
        for more, end in automaton.free[at]:
            if end not in passed:
                stack.append((end, shut | more, passed | {end}))


def _shared_texts(automaton: Automaton, start: int | None, end: int) -> Iterator[str]:
    moves = _moves(automaton)
    reach = _reachable(moves)
    loops = [state for state in range(len(moves)) if state in reach[state]]
    accepting = _accepting(automaton, end)
    for state in loops:
        if word := _two_ways_round(moves, reach, state):
            yield f"one text goes round a loop in two ways: {word!r}"
    for first in loops:
        for second in loops:
            if first == second or second not in reach[first] or first in reach[second]:
                continue
            if first == start and second in accepting:
                continue  # found already when the second loop begins: nothing is tried again
            if word := _one_behind_the_other(moves, reach, first, second):
                where = "the search and a loop" if first == start else "two loops one behind the other"
                yield f"{where} share a text: {word!r}"


def _reachable(moves: list[list[tuple[frozenset[int], int, int]]]) -> list[set[int]]:
    found = []
    for state in range(len(moves)):
        seen: set[int] = set()
        stack = [end for _, end, _ in moves[state]]
        while stack:
            at = stack.pop()
            if at not in seen:
                seen.add(at)
                stack.extend(end for _, end, _ in moves[at])
        found.append(seen)
    return found


def _accepting(automaton: Automaton, end: int) -> set[int]:
    """States from which the pattern is matched without reading and without a condition."""
    found = set()
    for state in range(len(automaton.edges)):
        stack, seen = [state], {state}
        while stack:
            at = stack.pop()
            if at == end:
                found.add(state)
                break
            for _, after in automaton.free[at]:
                if after not in seen and (at, after) not in automaton.asserts:
                    seen.add(after)
                    stack.append(after)
    return found


def _two_ways_round(moves: list[list[tuple[frozenset[int], int, int]]], reach: list[set[int]], state: int) -> str | None:
    """A text that leads from the state back to it in two ways: pairs of ways that part and meet again."""
    here = [one for one in range(len(moves)) if one in reach[state] and state in reach[one]]
    allowed = set(here)
    start = (state, state, False)
    seen = {start: ""}
    queue = [start]
    for at in queue:
        one, other, parted = at
        for first, a, way_a in moves[one]:
            if a not in allowed:
                continue
            for second, b, way_b in moves[other]:
                if b not in allowed or not (both := first & second):
                    continue
                after = (a, b, parted or a != b or (one == other and way_a != way_b))
                if after in seen:
                    continue
                seen[after] = seen[at] + SAMPLE[min(both)]
                if after == (state, state, True):
                    return seen[after]
                queue.append(after)
    return None


def _one_behind_the_other(moves: list[list[tuple[frozenset[int], int, int]]], reach: list[set[int]], first: int, second: int) -> str | None:
    """A text that leads round the first loop, from the first to the second, and round the second."""
    begin, goal = (first, first, second), (first, second, second)
    seen = {begin: ""}
    queue = [begin]
    for at in queue:
        for letters_a, a, _ in moves[at[0]]:
            if first not in reach[a] and a != first:
                continue
            for letters_b, b, _ in moves[at[1]]:
                if second not in reach[b] and b != second:
                    continue
                if not (both := letters_a & letters_b):
                    continue
                for letters_c, c, _ in moves[at[2]]:
                    if second not in reach[c] and c != second:
                        continue
                    if not (common := both & letters_c):
                        continue
                    after = (a, b, c)
                    if after in seen:
                        continue
                    seen[after] = seen[at] + SAMPLE[min(common)]
                    if after == goal:
                        return seen[after]
                    queue.append(after)
    return None
