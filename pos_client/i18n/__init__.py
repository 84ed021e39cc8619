"""Words, amounts and dates in a person's language. Knows the catalogues of words, nothing of where they are shown.

`tr` speaks the language of the running program (`use_language`); a receipt or a second screen asks for
`words(language)`.
"""

from pos_client.i18n.bidi import isolated
from pos_client.i18n.keys import key_cap
from pos_client.i18n.sentences import sentence
from pos_client.i18n.words import Words, languages, tag_in, words

__all__ = ["Words", "current", "key_cap", "languages", "ntr", "sentence", "tag_in", "tr", "use_language", "words"]

_chosen = ["en"]


def use_language(language: str) -> None:
    """The program speaks `language` from now on (a tag such as "de" or "pt-BR"); unknown ones fall back to English
    words.
    """
    _chosen[0] = language


def current() -> Words:
    """The words of the running program."""
    return words(_chosen[0])


def tr(text: str, /, **values: object) -> str:
    """`text` in the language of the program, with `{names}` filled in."""
    say = current()
    return say.tr(text, **isolated(values, say))


def ntr(one: str, many: str, count: int, /, **values: object) -> str:
    """The form of a text that fits `count`, which fills `{count}`."""
    say = current()
    return say.ntr(one, many, count, **isolated(values, say))
