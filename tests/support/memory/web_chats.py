"""Chats on the web in memory."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from bot.domain.identifiers import MessageRef, PersonId, RoundId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.messaging.deliveries import DeliveryState
from bot.domain.messaging.messages import Message, SealedWords
from bot.repositories.administration_log import Token
from bot.repositories.sending import KeptWebMessage, NewWebMessage
from tests.support.memory.state import State

STEP = 64
HELD = (DeliveryState.DUE, DeliveryState.SENDING, DeliveryState.UNSURE)


class MemoryWebChats:
    def __init__(self, state: State) -> None:
        self._state, self._messages = state, state.web_messages

    async def post_many(self, posts: Sequence[NewWebMessage], *, token: Token) -> Sequence[int]:
        return [self._post(post, token) for post in posts]

    def _post(self, post: NewWebMessage, token: Token) -> int:
        for earlier in self._messages.values():
            if earlier.key == post.key:
                return earlier.id
        bases = self._state.web_bases
        while post.person not in bases:
            base = int.from_bytes(token(4))
            if base >= 2**12 and base not in bases.values():
                bases[post.person] = base
        change = self._next_change(post.person, is_kept=post.pulse is None and isinstance(post.words, Message))
        number = bases[post.person] * 2**20 + change
        self._messages[number] = KeptWebMessage(
            id=number,
            person=post.person,
            words=post.words,
            change=change,
            key=post.key,
            edited=False,
            posted_at=post.posted_at,
            digest=post.digest,
        )
        if post.pulse is not None:
            self._state.web_messages_about[number] = post.pulse
        if post.comment_week is not None:
            self._state.web_messages_quoting[number] = post.comment_week
        return number

    def _next_change(self, person: PersonId, *, is_kept: bool) -> int:
        before = self._state.web_chats.get(person, 0)
        self._state.web_chats[person] = before - before % STEP + STEP if is_kept else before + 1
        return self._state.web_chats[person]

    async def step_on(self, *, after: str, limit: int) -> str | None:
        some = sorted(person for person in self._state.web_chats if person > after)[:limit]
        for person in some:
            self._next_change(person, is_kept=True)
        return some[-1] if some else None

    async def edit(self, person: PersonId, ref: MessageRef, words: Message | SealedWords) -> bool:
        earlier = next((each for each in self._messages.values() if str(each.id) == ref), None)
        if earlier is None or earlier.person != person:
            return False
        is_kept = earlier.id not in self._state.web_messages_about and isinstance(words, Message)
        change = self._next_change(person, is_kept=is_kept)
        self._messages[earlier.id] = replace(earlier, words=words, change=change, edited=True)
        return True

    async def since(self, person: PersonId, change: int, *, limit: int) -> Sequence[KeptWebMessage]:
        theirs = [message for message in self._messages.values() if message.person == person]
        if change == 0:
            return theirs[-limit:]
        return sorted((each for each in theirs if each.change > change), key=lambda each: each.change)[:limit]

    async def begin_anew(self, people: Collection[PersonId]) -> None:
        for person in people:
            self._begin_anew(person)

    def _begin_anew(self, person: PersonId) -> None:
        state = self._state
        self._next_change(person, is_kept=True)
        for key, row in list(state.deliveries.items()):
            due = row.delivery
            is_own = due.sealed is not None or (due.edits is not None and due.pulse is not None)
            if due.person == person and due.state in HELD and is_own:
                del state.deliveries[key]
        about = state.web_messages_about
        theirs = [each for each in self._messages.values() if each.person == person]
        shown = {about[each.id] for each in theirs if each.id in about}
        for place in [each for each in state.pulse_messages if each[0] in shown]:
            del state.pulse_messages[place]
        for each in theirs:
            if isinstance(each.words, SealedWords) or each.id in about or each.digest is None:
                del self._messages[each.id]

    async def hang_bell(self, person: PersonId, endpoint: str) -> None:
        self._state.bells[endpoint] = (person, self._state.addresses[person])

    async def bells_of(self, people: Collection[PersonId]) -> Sequence[str]:
        now = self._state.addresses
        hung = self._state.bells.items()
        return sorted(where for where, (who, address) in hung if who in people and now.get(who) == address)

    async def take_down_bells(self, endpoints: Collection[str]) -> None:
        for endpoint in endpoints:
            self._state.bells.pop(endpoint, None)

    async def forget_of_pulses(self, rounds: Collection[RoundId]) -> None:
        of = {pulse.id for pulse in self._state.pulses.values() if pulse.round in rounds}
        for number in [number for number, pulse in self._state.web_messages_about.items() if pulse in of]:
            self._messages.pop(number, None)

    async def forget_sealed(self, *, before: IsoWeek) -> int:
        sealed = {each.id: each.words.key for each in self._messages.values() if isinstance(each.words, SealedWords)}
        old = [number for number, key in sealed.items() if key < before]
        for number in old:
            del self._messages[number]
        return len(old)

    async def forget_comments(self, *, before: IsoWeek) -> int:
        quoted = self._state.web_messages_quoting
        old = [number for number in self._messages if number in quoted and quoted[number] < before]
        for number in old:
            del self._messages[number]
        return len(old)

    async def forget_old(self, *, now: IsoWeek, before: IsoWeek) -> int:
        found = self._state.web_messages_found
        for number in self._messages:
            found.setdefault(number, now)
        lie_open = [each.id for each in self._messages.values() if not isinstance(each.words, SealedWords)]
        old = [number for number in lie_open if found[number] < before]
        for number in old:
            del self._messages[number]
        return len(old)
