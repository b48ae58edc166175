"""Words that applicants read are plain: short sentences, common words, nothing official that can be said simply."""

from __future__ import annotations

from typing import Final

from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.definition.plainness import LEAST, english, look_at, plainness, read_by_applicants, thai
from thanjai.domain.definition.plainness.reading_ease import Look
from thanjai.domain.definition.problems import PLAIN, Problems, Where, warning
from thanjai.domain.text import Language

_LANGUAGES: Final[tuple[Language, ...]] = ("th", "en")
_MANY_HARD: Final = 3
_HARD_SHARE: Final = 0.25
_NAMED: Final = 5
_MOST_LETTERS: Final = 60_000
"""Three times what the longest of our services says; the rest of a text made to be endless is not looked at."""


def check_plainness(definition: ServiceDefinition) -> Problems:
    letters = 0
    for where, text in read_by_applicants(definition):
        letters += len(text.th) + len(text.en)
        if letters > _MOST_LETTERS:
            return
        for language in _LANGUAGES:
            look = look_at(text.in_language(language), language)
            yield from _long((*where, language), look, language)
            yield from _official((*where, language), look)
            yield from _heavy((*where, language), look)
    yield from _whole(definition)


def _long(where: Where, look: Look, language: Language) -> Problems:
    most = thai.MOST_IN_SENTENCE if language == "th" else english.MOST_IN_SENTENCE
    longest = look.longest_sentence
    if language == "th" and look.longest_clause > thai.MOST_IN_CLAUSE:
        longest, most = look.longest_clause, thai.MOST_IN_CLAUSE
    if longest > most:
        yield warning(
            "sentence_too_long",
            where,
            f"ประโยคยาว {longest} คำ แบ่งเป็นหลายประโยค ประโยคละไม่เกิน {most} คำ",
            f"A sentence of {longest} words. Make several of it, of at most {most} each",
            PLAIN,
        )


def _official(where: Where, look: Look) -> Problems:
    if look.official or look.passive:
        th = [f"“{word}” → “{plainer}”" if plainer else f"“{word}” (ตัดออก)" for word, plainer in look.official]
        en = [f"“{word}” → “{plainer}”" if plainer else f"“{word}” (leave out)" for word, plainer in look.official]
        th += [f"“{word}” (บอกว่าใครทำ)" for word in look.passive]
        en += [f"“{word}” (say who does it)" for word in look.passive]
        yield warning(
            "plainer_words",
            where,
            f"ใช้คำที่ง่ายกว่า: {', '.join(th)}",
            f"Use plainer words: {', '.join(en)}",
            PLAIN,
        )


def _heavy(where: Where, look: Look) -> Problems:
    if look.many_nouns:
        yield warning(
            "chain_of_nouns",
            where,
            "มี “การ” และ “ความ” ซ้อนกันหลายคำ เปลี่ยนเป็นคำกริยา เช่น “พิจารณา” แทน “การดำเนินการพิจารณา”",
            "Many nouns made from verbs follow each other (การ, ความ). Use the verbs",
            PLAIN,
        )
    if len(look.hard) >= _MANY_HARD and look.counts.hard > _HARD_SHARE * look.counts.words:
        words = ", ".join(look.hard[:_NAMED])
        yield warning(
            "hard_words",
            where,
            f"มีคำที่คนทั่วไปไม่คุ้นหลายคำ ({words}) ใช้คำทั่วไป หรืออธิบายไว้ด้วย",
            f"Several words that few people know ({words}). Use common ones, or explain them",
            PLAIN,
        )


def _whole(definition: ServiceDefinition) -> Problems:
    found = plainness(definition)
    for name_th, name_en, score in (("ไทย", "Thai", found.th), ("อังกฤษ", "English", found.en)):
        if score < LEAST:
            yield warning(
                "hard_to_read",
                (),
                f"ข้อความภาษา{name_th}ของบริการนี้ได้ {score} จาก 100 คะแนนความอ่านง่าย ควรได้ {LEAST} ขึ้นไป แก้ข้อความที่เตือนไว้",
                f"The {name_en} of this service scores {score} of 100 for plainness; it should reach {LEAST}. "
                "Mend the texts that are named",
                PLAIN,
            )
