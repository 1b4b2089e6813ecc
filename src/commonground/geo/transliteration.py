"""One key for a name written in Arabic, Cyrillic or Latin letters, and a readable form in another script.

Why: "Hirbinifsah", spelled four times on a telephone, was logged as "Harb Bebsi". `fold` reduces a name to
the consonants that survive every way of writing it, so that the spellings of one place meet; `transliterate`
writes a name in a script that the gazetteer lacks (its caller marks it as such).
A key is for finding and for proposing duplicates, never for deciding: unlike names may share one. It does not
translate words ("hospital") and knows no list of places.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Literal

Script = Literal["en", "ar", "ru"]

# Classes of consonants that the three scripts exchange for each other; vowels and half-vowels have none.
_ARABIC = {
    "ب": "b", "پ": "b", "ت": "t", "ط": "t", "ث": "t", "ٹ": "t", "ج": "g", "غ": "g", "گ": "g", "ژ": "g",
    "چ": "s",
    "ح": "h", "خ": "h", "ه": "h", "ہ": "h", "ھ": "h", "ە": "", "د": "d", "ذ": "d", "ض": "d", "ظ": "d",
    "ڈ": "d",
    "ر": "r", "ڕ": "r", "ز": "z", "س": "s", "ش": "s", "ص": "s", "ف": "f", "ڤ": "v", "ۋ": "v", "ق": "k",
    "ك": "k",
    "ک": "k", "ڭ": "n", "ل": "l", "ڵ": "l", "م": "m", "ن": "n", "و": "v", "ي": "y", "ی": "y", "ې": "y",
    "ێ": "y",
}  # fmt: skip
_CYRILLIC = {
    "б": "b", "п": "b", "т": "t", "г": "g", "ґ": "g", "ғ": "g", "ж": "g", "ј": "y", "х": "h", "ҳ": "h",
    "һ": "h",
    "д": "d", "р": "r", "з": "z", "с": "s", "ш": "s", "щ": "s", "ч": "s", "ф": "f", "в": "v", "к": "k",
    "қ": "k",
    "л": "l", "љ": "l", "м": "m", "н": "n", "њ": "n", "ң": "n", "й": "y", "я": "y", "ю": "y", "ц": "ts",
    "џ": "g",
}  # fmt: skip
_LATIN = {
    "b": "b", "p": "b", "t": "t", "d": "d", "g": "g", "j": "g", "h": "h", "r": "r", "z": "z", "s": "s",
    "f": "f",
    "v": "v", "w": "v", "q": "k", "k": "k", "l": "l", "m": "m", "n": "n", "y": "y", "x": "ks",
}  # fmt: skip
_LATIN_GROUPS = (
    ("dzh", "g"), ("tch", "s"), ("sch", "s"), ("dj", "g"), ("dh", "d"), ("sh", "s"), ("ch", "s"), ("kh", "h"),
    ("gh", "g"), ("th", "t"), ("ph", "f"), ("zh", "g"), ("ck", "k"), ("ce", "s"), ("ci", "s"), ("c", "k"),
)  # fmt: skip
_CYRILLIC_GROUPS = (("дж", "g"), ("кх", "h"))
_PLAIN_LATIN = str.maketrans({
    "ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ß": "ss", "ə": "e",
    "ħ": "h", "ŧ": "t",
})  # fmt: skip
_PLAIN_ARABIC = str.maketrans({
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ؤ": "و", "ئ": "ي", "ى": "ي", "ی": "ي", "ک": "ك", "ە": "ه",
    "ہ": "ه", "ھ": "ه", "ۀ": "ه", "ة": "ه", "ء": "", "ـ": "",
})  # fmt: skip

_LATIN_ARTICLE = re.compile(
    r"(?<![^\W_])(?:[aeu]l|[ae](?:r|s|sh|d|t|n|z|dh|th|ch)|l)(?:[-\s'’]+)(?=\w)", re.IGNORECASE
)
_LATIN_ARTICLE_ATTACHED = re.compile(r"(?<![^\W_])[ae]l(?=[bcdfghjkmnpqrstvwxz]\w{2})")
_CYRILLIC_ARTICLE = re.compile(r"(?<!\w)[аэеу](?:ль|л|р|с|ш|д|т|н|з|ч)[-\s]+(?=\w)")
_ARABIC_ARTICLE = re.compile(r"(?<!\w)[وب]?ال(?=\w\w)")
_APOSTROPHES = re.compile("[`'\u2018\u2019\u02bb\u02bc\u02be\u02bf\u02b9\u02c8\u00b4]")
_ARABIC_VOWELS = re.compile("[\u064b-\u065f\u0670\u0640]")
_WORD = re.compile(r"[^\W_]+")


def plain_name(name: str) -> str:
    """The name in lower case without diacritics, apostrophes, tatweel and variant letters; spaces single."""
    text = unicodedata.normalize("NFKC", name).casefold()
    text = unicodedata.normalize("NFC", _APOSTROPHES.sub("", text)).translate(_PLAIN_ARABIC)
    decomposed = unicodedata.normalize("NFD", text.replace("й", "\ue000"))
    kept = "".join(_ascii_digit(c) for c in decomposed if not unicodedata.combining(c))
    bare = kept.replace("\ue000", "й").translate(_PLAIN_LATIN)
    return " ".join(_WORD.findall(bare))


@lru_cache(maxsize=65_536)
def fold(name: str) -> str:
    """The key under which the writings of one name meet; digits stay, empty only when nothing is left."""
    text = _without_articles(unicodedata.normalize("NFKC", name).casefold())
    words = [_consonants(word) for word in plain_name(text).split()]
    key = re.sub(r"([^\d])\1+", r"\1", "".join(words))
    return key or plain_name(name).replace(" ", "")


def names_match(first: str, second: str) -> bool:
    """Whether two names are equal after folding; a single consonant is too little to say so."""
    key = fold(first)
    if plain_name(first) == plain_name(second):
        return bool(plain_name(first))
    return len(key) > 1 and key == fold(second)


def script_of(name: str) -> Script:
    """The script of most letters of the name."""
    arabic = sum("\u0600" <= c <= "\u06ff" for c in name)
    cyrillic = sum("\u0400" <= c <= "\u052f" for c in name)
    latin = sum(c.isalpha() for c in name) - arabic - cyrillic
    if arabic > cyrillic and arabic >= latin:
        return "ar"
    return "ru" if cyrillic > latin else "en"


def transliterate(name: str, to: Script) -> str:
    """The name in the letters of another language, to be shown with a mark that it was transliterated."""
    source = script_of(name)
    if source == to:
        return name
    latin = name
    if source == "ar":
        latin = _arabic_to_latin(name)
    elif source == "ru":
        latin = "".join(_russian_letter(c) for c in name)
    if to == "en":
        return latin
    return _latin_to_arabic(latin) if to == "ar" else _latin_to_russian(latin)


def _ascii_digit(character: str) -> str:
    return str(unicodedata.digit(character)) if character.isdigit() else character


def _without_articles(text: str) -> str:
    text = _LATIN_ARTICLE.sub(" ", _CYRILLIC_ARTICLE.sub(" ", _APOSTROPHES.sub("", text)))
    return _ARABIC_ARTICLE.sub("", _LATIN_ARTICLE_ATTACHED.sub("", _ARABIC_VOWELS.sub("", text)))


@lru_cache(maxsize=16_384)
def _consonants(word: str) -> str:
    """Consonant classes of one plain word; half-vowels count at its beginning only, a closing h never."""
    for groups in (_LATIN_GROUPS, _CYRILLIC_GROUPS):
        for written, code in groups:
            word = word.replace(written, code.upper())
    found = "".join(
        c.lower() if c.isupper() or c.isdigit() else _ARABIC.get(c, _CYRILLIC.get(c, _LATIN.get(c, "")))
        for c in word
    )
    initial = found[:1] if word[:1] in _INITIAL_HALF_VOWELS else ""
    rest = "".join(c for c in found[len(initial) :] if c not in "vy")
    return initial + (rest.removesuffix("h") if len(initial + rest) > 1 else rest)


_INITIAL_HALF_VOWELS = frozenset("vwyвйяюوي")

# Readable forms. Arabic writes no short vowels: an `a` is put between consonants so that it can be said.
_ARABIC_LATIN = {
    "ا": "a", "أ": "a", "إ": "i", "آ": "aa", "ب": "b", "ت": "t", "ث": "th", "ج": "j", "ح": "h", "خ": "kh",
    "د": "d", "ذ": "dh", "ر": "r", "ز": "z", "س": "s", "ش": "sh", "ص": "s", "ض": "d", "ط": "t", "ظ": "dh",
    "ع": "'", "غ": "gh", "ف": "f", "ق": "q", "ك": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "w",
    "ي": "y", "ى": "a", "ة": "a", "ء": "'", "ؤ": "u", "ئ": "i", "پ": "p", "چ": "ch", "گ": "g", "ی": "y",
    "ک": "k", "ژ": "zh", "ڤ": "v",
}  # fmt: skip
_RUSSIAN_LATIN = dict(zip(
    "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    ["a", "b", "v", "g", "d", "e", "yo", "zh", "z", "i", "y", "k", "l", "m", "n", "o", "p", "r", "s", "t",
    "u",
     "f", "kh", "ts", "ch", "sh", "shch", "", "y", "", "e", "yu", "ya"], strict=True,
))  # fmt: skip
_LATIN_RUSSIAN = (
    ("shch", "щ"), ("dzh", "дж"), ("sh", "ш"), ("kh", "х"), ("gh", "г"), ("zh", "ж"), ("ch", "ч"),
    ("th", "т"),
    ("dh", "д"), ("ph", "ф"), ("dj", "дж"), ("ts", "ц"), ("ya", "я"), ("yu", "ю"), ("yo", "йо"), ("ee", "и"),
    ("oo", "у"), ("ou", "у"), ("ck", "к"), ("ce", "се"), ("ci", "си"), ("a", "а"), ("b", "б"), ("c", "к"),
    ("d", "д"), ("e", "е"), ("f", "ф"), ("g", "г"), ("h", "х"), ("i", "и"), ("j", "дж"), ("k", "к"),
    ("l", "л"),
    ("m", "м"), ("n", "н"), ("o", "о"), ("p", "п"), ("q", "к"), ("r", "р"), ("s", "с"), ("t", "т"),
    ("u", "у"),
    ("v", "в"), ("w", "в"), ("x", "кс"), ("y", "й"), ("z", "з"), ("'", ""),
)  # fmt: skip
_LATIN_ARABIC = (
    ("shch", "ش"), ("dzh", "ج"), ("sh", "ش"), ("kh", "خ"), ("gh", "غ"), ("zh", "ج"), ("ch", "ش"), ("th", "ث"),
    ("dh", "ذ"), ("ph", "ف"), ("dj", "ج"), ("aa", "ا"), ("ee", "ي"), ("oo", "و"), ("ou", "و"), ("ck", "ك"),
    ("ce", "سي"), ("ci", "سي"), ("a", "ا"), ("b", "ب"), ("c", "ك"), ("d", "د"), ("e", "ي"), ("f", "ف"),
    ("g", "غ"), ("h", "ه"), ("i", "ي"), ("j", "ج"), ("k", "ك"), ("l", "ل"), ("m", "م"), ("n", "ن"),
    ("o", "و"),
    ("p", "ب"), ("q", "ق"), ("r", "ر"), ("s", "س"), ("t", "ت"), ("u", "و"), ("v", "و"), ("w", "و"),
    ("x", "كس"), ("y", "ي"), ("z", "ز"), ("'", ""),
)  # fmt: skip
_ARABIC_INITIAL = {"a": "أ", "e": "إ", "i": "إي", "o": "أو", "u": "أو"}


def _arabic_to_latin(name: str) -> str:
    text = unicodedata.normalize("NFKC", name).replace("ـ", "")
    text = "".join(c for c in unicodedata.normalize("NFC", text) if not unicodedata.combining(c))
    text = _ARABIC_ARTICLE.sub("al-", text)
    return " ".join(_said_aloud(word) for word in text.split())


def _said_aloud(word: str) -> str:
    article = "al-" if word.startswith("al-") else ""
    letters = word[len(article) :]
    if len(letters) > 2 and letters.endswith("ه"):
        letters = letters[:-1] + "ة"
    sounds: list[str] = []
    for at, letter in enumerate(letters):
        sound = _ARABIC_LATIN.get(letter, letter)
        after = letters[at + 1 : at + 2]
        if letter in "ويی" and at and sounds[-1][-1:] not in "aiu" and after not in tuple("اىةأ"):
            sound = "u" if letter == "و" else "i"
        elif at and _is_closed(sounds) and sound[:1] not in "aiu":
            sounds.append("a")
        sounds.append(sound)
    said = "".join(sounds).strip("'")
    return "Al-" * bool(article) + said[:1].upper() + said[1:]


def _is_closed(sounds: list[str]) -> bool:
    """True when the last sound is a consonant that needs a vowel before the next one."""
    if sounds[-1][-1:] in "aiu" or sounds[-1].isdigit():
        return False
    return len(sounds) < 2 or sounds[-2][-1:] not in "aiu" or len(sounds) > 4


def _russian_letter(letter: str) -> str:
    written = _RUSSIAN_LATIN.get(letter.lower(), letter)
    return written.capitalize() if letter.isupper() else written


def _latin_to_russian(name: str) -> str:
    words = []
    for word in re.split(r"([\s-]+)", _LATIN_ARTICLE_ATTACHED.sub("al-", _plain_latin(name))):
        body = word[:-1] if len(word) > 3 and word.endswith("ah") else word
        written = _replaced(body, _LATIN_RUSSIAN)
        if word[:1] == "e":
            written = "э" + written[1:]
        article = {"al": "аль", "el": "эль"}.get(word)
        words.append(article or written[:1].upper() + written[1:])
    text = "".join(words)
    return text[:1].upper() + text[1:]


def _latin_to_arabic(name: str) -> str:
    words = []
    article = ""
    plain = _LATIN_ARTICLE_ATTACHED.sub("al-", _plain_latin(name))
    for word in plain.replace("-", " ").split():
        if _LATIN_ARTICLE.match(f"{word} x"):
            article = "ال"
            continue
        head = "" if article else _ARABIC_INITIAL.get(word[:1], "")
        body = word[1:] if head else word
        closing = ""
        if len(body) > 1 and body.endswith(("ah", "a")):
            closing, body = "ة", body.removesuffix("h").removesuffix("a")
        written = re.sub(r"([^\d])\1+", r"\1", _replaced(body, _LATIN_ARABIC))
        words.append(article + head + written + closing)
        article = ""
    return " ".join(words)


def _plain_latin(name: str) -> str:
    text = unicodedata.normalize("NFD", _APOSTROPHES.sub("", name).casefold())
    return "".join(c for c in text if not unicodedata.combining(c)).translate(_PLAIN_LATIN)


def _replaced(word: str, table: tuple[tuple[str, str], ...]) -> str:
    found: list[str] = []
    at = 0
    while at < len(word):
        for written, letter in table:
            if word.startswith(written, at):
                found.append(letter)
                at += len(written)
                break
        else:
            found.append(word[at])
            at += 1
    return "".join(found)
