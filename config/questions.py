"""`questions.toml` into questions: the newest version of each wording that may be asked."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, assert_never

from bot.domain.identifiers import QuestionId
from bot.domain.programme.item_writing import LONGEST, ItemWritingRule, broken_rules
from bot.domain.programme.questions import (
    Kind,
    Question,
    Scale,
)
from bot.domain.texts.sentences import Sentence
from bot.setting_fields import shown
from config.faults import Fault, FaultList, InputWrong
from config.files import TextFiles
from config.table_reader import TableReader
from config.toml_files import TomlFile, read_toml
from config.toml_lines import Path as KeyPath
from config.toml_schema import QuestionTable

QUESTIONS_FILE: Final = "questions.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionBank:
    """Questions in file order; `version_lines` says where each version is written, for faults found later."""

    file: str
    questions: Mapping[QuestionId, Question]
    version_lines: Mapping[QuestionId, int]
    cautions: Sequence[Fault]
    """Wordings that break a rule for the writing of items."""


def read_questions(files: TextFiles) -> QuestionBank:
    """Read the question bank of a folder; raises InputWrong with every fault."""
    return build_questions(read_toml(files, QUESTIONS_FILE))


def build_questions(source: TomlFile) -> QuestionBank:
    """The question bank that these tables say; raises InputWrong with every fault."""
    questions: dict[QuestionId, Question] = {}
    lines: dict[QuestionId, int] = {}
    paths: dict[QuestionId, KeyPath] = {}
    with FaultList(source.file) as faults:
        reader = TableReader(source, faults)
        reader.refuse_unknown_tables(("question",))
        if "question" not in source.tables:
            reader.missing("question", Sentence.of("fault-missing_tables", name="question"))
        first_lines: dict[str, int] = {}
        for path, raw in reader.repeated("question"):
            name = raw.get("id")
            if isinstance(name, str) and name in first_lines:
                what = Sentence.of("fault-question_twice", id=shown(name), line=str(first_lines[name]))
                reader.fault((*path, "id"), what)
                continue
            if isinstance(name, str):
                first_lines[name] = source.line((*path, "id"))
            question = _question(reader, reader.checked(QuestionTable, raw, path), path)
            if question is not None:
                questions[question.id] = question
                lines[question.id] = source.line((*path, "version"))
                paths[question.id] = path
    if faults:
        raise InputWrong(faults)
    cautions = tuple(wording_cautions(questions.values(), source, paths))
    return QuestionBank(file=source.file, questions=questions, version_lines=lines, cautions=cautions)


def _question(reader: TableReader, table: QuestionTable | None, path: KeyPath) -> Question | None:
    if table is None or not _fits_its_kind(reader, table, path):
        return None
    none_label = table.none_label
    if isinstance(none_label, str):
        if len(table.text) > 1:
            reader.fault((*path, "none_label"), Sentence.of("fault-label_each"))
            return None
        none_label = dict.fromkeys(table.text, none_label)
    return reader.build(
        lambda: Question(
            id=QuestionId(table.id),
            version=table.version,
            scale=table.scale,
            polarity=table.polarity,
            audience=table.audience,
            kind=table.kind,
            competency=table.competency,
            facet=table.facet,
            tags=frozenset(table.tags),
            none_label=none_label,
            text=table.text,
        ),
        path,
    )


def _fits_its_kind(reader: TableReader, table: QuestionTable, path: KeyPath) -> bool:
    """Names the key that the domain's rules on kinds and scales would only refuse as a whole."""
    is_core = table.kind is Kind.CORE
    complaints = [
        (
            key,
            Sentence.of("fault-missing_core", example=str(QuestionTable.model_fields[key].description))
            if is_core
            else Sentence.of("fault-core_only", kind=shown(Kind.CORE)),
        )
        for key in ("competency", "facet")
        if is_core == (getattr(table, key) is None)
    ]
    if not table.text:
        complaints.append(("text", Sentence.of("fault-no_wording")))
    if table.none_label is not None and not table.none_label:
        complaints.append(("none_label", Sentence.of("fault-empty_label")))
    if table.scale is Scale.TEXT and is_core:
        complaints.append(("scale", Sentence.of("fault-core_text")))
    if table.scale is Scale.TEXT and table.none_label:
        complaints.append(("none_label", Sentence.of("fault-label_of_text")))
    for key, what in complaints:
        reader.fault((*path, key), what)
    return not complaints


def wording_cautions(
    questions: Iterable[Question], source: TomlFile, paths: Mapping[QuestionId, KeyPath] = MappingProxyType({})
) -> Iterator[Fault]:
    """Each rule for the writing of items that a wording breaks. `paths`: where questions stand in the file."""
    for question in questions:
        for locale, wording in question.text.items():
            line = source.line((*paths.get(question.id, ()), "text", locale))
            for rule, words in broken_rules(wording, locale).items():
                said = _told(rule, shown(question.id), words)
                yield Fault.saying(said, file=source.file, line=line, key="question.text")


def _told(rule: ItemWritingRule, question: str, words: str) -> Sentence:
    match rule:
        case ItemWritingRule.SHORT:
            return Sentence.of("caution-wording-short", question=question, words=words, longest=str(LONGEST))
        case ItemWritingRule.EASY_TO_READ:
            return Sentence.of("caution-wording-easy_to_read", question=question, words=words)
        case ItemWritingRule.NO_NEGATION:
            return Sentence.of("caution-wording-no_negation", question=question, words=shown(words))
        case ItemWritingRule.ONE_THING:
            return Sentence.of("caution-wording-one_thing", question=question, words=shown(words))
        case ItemWritingRule.NO_MOOD:
            return Sentence.of("caution-wording-no_mood", question=question, words=shown(words))
        case _:
            assert_never(rule)
