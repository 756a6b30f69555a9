"""What no value can be, said to whoever wanted it."""

from bot.domain.texts.sentences import Sentence


class Refused(ValueError):
    """No value can be so; the words are for whoever wanted it, in their language."""

    def __init__(self, said: Sentence) -> None:
        super().__init__(said)
        self.said = said


def not_between(least: int, most: int) -> Refused:
    return Refused(Sentence.of("fault-between", least=str(least), most=str(most)))
