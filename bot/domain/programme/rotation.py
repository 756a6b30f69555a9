"""Which questions an occurrence asks: one fixed cycle per schedule, the same for everybody and after a restart.

Every question of the bank stands in the cycle once. Among the core questions the competencies take turns, and inside a
competency its facets, so that with a full and even bank any nine core questions in a row cover all nine cells.
Questions of special kinds are spread evenly between them. Where turns start is drawn from the schedule's id by a hash,
so no process can draw differently and a changed bank moves the other questions as little as possible.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from hashlib import sha256

from bot.domain.identifiers import QuestionId, ScheduleId
from bot.domain.programme.questions import Kind, Question


def cycle(schedule: ScheduleId, bank: Sequence[Question]) -> tuple[Question, ...]:
    """The whole bank in the order in which a schedule asks it, each question once; its own order does not matter."""
    core = [question for question in bank if question.kind is Kind.CORE]
    special = [question for question in bank if question.kind is not Kind.CORE]
    return _spread(
        _in_turn(schedule, core, lambda question: str(question.competency), lambda question: str(question.facet)),
        _in_turn(schedule, special, lambda question: question.kind.value),
    )


def questions_of(
    schedule: ScheduleId, number: int, bank: Sequence[Question], *, count: int, previous: Collection[QuestionId] = ()
) -> tuple[Question, ...]:
    """The questions of occurrence `number` in their positions: `count` different ones, or the bank if it is smaller.

    `previous` is what the occurrence before really asked. After a change of the bank the new order may come round to
    the same question at once; then it exchanges places with the occurrence before, so that nothing is asked twice
    running and the rest of the cycle stands.
    """
    order = cycle(schedule, bank)
    if not order:
        return ()
    count = min(count, len(order))
    start = number * count
    ours = [order[(start + step) % len(order)] for step in range(count)]
    # The questions that are not ours, nearest first: those of the occurrence before, then the ones before that.
    others = (order[(start - 1 - step) % len(order)] for step in range(len(order) - count))
    fresh = (question for question in others if question.id not in previous)
    return tuple(next(fresh, question) if question.id in previous else question for question in ours)


def _in_turn(seed: str, questions: Sequence[Question], *ranks: Callable[[Question], str]) -> list[Question]:
    """Grouped by the first rank with the groups taking turns, each group by the next rank; the last draws lots."""
    if not ranks:
        return sorted(questions, key=lambda question: _lot(seed, question.id))
    first, *rest = ranks
    groups: dict[str, list[Question]] = defaultdict(list)
    for question in questions:
        groups[first(question)].append(question)
    names = sorted(groups, key=lambda name: _lot(seed, name))
    queues = {name: iter(_in_turn(f"{seed}/{name}", groups[name], *rest)) for name in names}
    return [next(queues[name]) for name in _turns({name: len(groups[name]) for name in names})]


def _turns(sizes: Mapping[str, int]) -> list[str]:
    """Each name as often as its size, never the same twice running while that can be had, nor from end to beginning.

    Taking the fullest but the last one each time is enough for the first; giving way to the one that began, then to
    the one that has waited longest, makes equals take strict turns and the end join the beginning.
    """
    left = Counter(sizes)
    waiting_since = {name: place - len(sizes) for place, name in enumerate(sizes)}
    turns: list[str] = []
    while left := +left:
        others = [name for name in left if not turns or name != turns[-1]]
        name = min(others or left, key=lambda each: (-left[each], each not in turns[:1], waiting_since[each]))
        left[name] -= 1
        waiting_since[name] = len(turns)
        turns.append(name)
    return turns


def _spread(many: Sequence[Question], few: Sequence[Question]) -> tuple[Question, ...]:
    """Both in their own order, the second spread evenly through the first."""
    total = len(many) + len(few)
    ones, others = iter(many), iter(few)
    return tuple(
        next(others) if (place + 1) * len(few) // total > place * len(few) // total else next(ones)
        for place in range(total)
    )


def _lot(*parts: str) -> bytes:
    """A draw that is the same in every process and for ever."""
    return sha256("\x1f".join(parts).encode()).digest()
