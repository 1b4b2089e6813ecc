"""What a column of somebody's list means, in three languages: fields, categories, and words with no field here.

Synonyms are matched whole, never by guess: a column that is not in the table is ignored and listed. Columns of
the words of T-7 are named and refused, because the register has no field for what they hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from commonground.geo.transliteration import plain_name

# field -> plain names (lower case, no diacritics, words separated by one space)
_SYNONYMS: dict[str, tuple[str, ...]] = {
    "name": ("name", "facility name", "site name", "facility", "site", "title", "label", "area", "place name",
             "اسم", "الاسم", "اسم الموقع", "اسم المنشاه", "اسم المرفق", "название", "наименование", "имя", "объект"),
    "name_en": ("name en", "en name", "english name", "name english", "name latin", "الاسم بالانكليزيه",
                "الاسم بالانجليزيه", "название на английском", "название англ"),
    "name_ar": ("name ar", "ar name", "arabic name", "name arabic", "الاسم بالعربيه", "الاسم العربي",
                "название на арабском", "название араб"),
    "name_ru": ("name ru", "ru name", "russian name", "name russian", "الاسم بالروسيه", "название на русском",
                "название рус"),
    "category": ("category", "type", "kind", "facility type", "site type", "amenity", "healthcare", "class",
                 "نوع", "النوع", "فئه", "الفئه", "تصنيف", "التصنيف", "نوع الموقع", "категория", "тип", "вид",
                 "тип объекта"),
    "function": ("function", "description", "desc", "services", "health en", "use", "وظيفه", "الوظيفه", "وصف",
                 "الوصف", "описание", "назначение", "функция"),
    "lat": ("lat", "latitude", "lat dd", "latitude dd", "wgs84 lat", "خط العرض", "دائره العرض", "العرض", "широта"),
    "lon": ("lon", "long", "lng", "longitude", "lon dd", "longitude dd", "wgs84 lon", "خط الطول", "الطول",
            "долгота"),
    "coordinate": ("coordinate", "coordinates", "position", "location", "mgrs", "grid", "gps", "latlon",
                   "lat lon", "lat long", "احداثيات", "الاحداثيات", "الموقع", "координаты", "координата"),
}  # fmt: skip
_FIELD_OF = {plain_name(name): field for field, names in _SYNONYMS.items() for name in names}

# T-7: what the register will never hold. Whole words; endings of Arabic and Russian are written out.
_BANNED_WORDS = frozenset(map(plain_name, (
    "target", "targets", "targeting", "tgt", "weapon", "weapons", "weaponeering", "strike", "strikes", "aim",
    "aimpoint", "aimpoints", "dmpi", "engage", "engagement", "nominate", "nominated", "nomination", "priority",
    "priorities",
    "هدف", "الهدف", "اهداف", "الأهداف", "استهداف", "سلاح", "السلاح", "أسلحة", "ضربة", "الضربة", "ضربات", "أولوية",
    "الأولوية", "ترشيح", "اشتباك", "نقطة التصويب", "تصويب",
    "цель", "цели", "целей", "оружие", "оружия", "удар", "удара", "удары", "приоритет", "приоритета", "прицел",
    "прицеливания", "поражение", "поражения", "целеуказание", "назначить цель",
)))  # fmt: skip
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")

# category -> words of names of types, whole phrases first
_CATEGORY_WORDS: dict[str, tuple[str, ...]] = {
    "hospital": ("hospital", "field hospital", "مستشفى", "المستشفى", "مشفى", "больница", "госпиталь"),
    "ambulance_point": ("ambulance", "ambulance point", "ambulance station", "اسعاف", "نقطه اسعاف", "скорая помощь"),
    "clinic": ("clinic", "health", "health centre", "health center", "healthcare facility", "doctors", "dentist",
               "doctor", "pharmacy", "physiotherapist", "عياده", "مركز صحي", "مستوصف", "صيدليه", "клиника",
               "поликлиника", "аптека", "медпункт"),
    "school": ("school", "kindergarten", "child friendly space", "shelter", "college", "university", "مدرسه",
               "روضه", "ملجا", "школа", "детский сад", "убежище"),
    "idp_camp": ("camp", "idp camp", "refugee camp", "مخيم", "лагерь", "лагерь беженцев"),
    "water": ("water", "water facilities", "water point", "well", "reservoir", "pumping station", "مياه", "بئر",
              "خزان", "вода", "водозабор", "насосная станция", "колодец"),
    "power": ("power", "power station", "substation", "electricity", "كهرباء", "محطه كهرباء", "электростанция",
              "подстанция"),
    "food": ("food", "bakery", "distribution point", "market", "مخبز", "فرن", "غذاء", "توزيع", "пекарня",
             "продовольствие", "рынок"),
    "worship": ("mosque", "church", "synagogue", "place of worship", "worship", "monastery", "مسجد", "جامع",
                "كنيسه", "دير", "мечеть", "церковь", "монастырь", "храм"),
    "un_ngo_office": ("office", "registration", "community office", "ngo", "un", "un office", "ngo office", "مكتب",
                      "منظمه", "офис", "представительство"),
    "warehouse": ("warehouse", "store", "storage", "مستودع", "مخزن", "склад"),
    "crossing": ("crossing", "border crossing", "checkpoint", "معبر", "حاجز", "кпп", "переход", "пропускной пункт"),
    "detention": ("prison", "detention", "detention centre", "detention center", "jail", "سجن", "مركز احتجاز",
                  "тюрьма", "сизо"),
    "repair_crew": ("repair", "repair crew", "maintenance crew", "ورشه اصلاح", "فريق صيانه", "ремонтная бригада"),
    "uxo_hazard": ("uxo", "mine", "mines", "minefield", "mine hazard", "uxo hazard", "unexploded", "الغام",
                   "ذخائر غير منفجره", "мины", "минное поле", "неразорвавшиеся боеприпасы"),
    "hazardous_industry": ("hazardous industry", "chemical plant", "refinery", "chemical", "مصفاه", "مصنع كيماويات",
                           "нпз", "химический завод"),
}  # fmt: skip
_CATEGORY_OF = {plain_name(w): category for category, words in _CATEGORY_WORDS.items() for w in words}
CATEGORIES = frozenset(_CATEGORY_WORDS) | {"other"}

UNNAMED: dict[str, tuple[str, str, str]] = {
    "hospital": ("Hospital, no name", "مستشفى بلا اسم", "Больница без названия"),
    "clinic": ("Clinic, no name", "عيادة بلا اسم", "Клиника без названия"),
    "school": ("School, no name", "مدرسة بلا اسم", "Школа без названия"),
    "worship": ("Place of worship, no name", "دار عبادة بلا اسم", "Место богослужения без названия"),
    "other": ("Site, no name", "موقع بلا اسم", "Объект без названия"),
}


def field_of(column: str) -> str:
    """The field a column stands for, or "" when it is not in the table."""
    return _FIELD_OF.get(plain_name(_CAMEL.sub(" ", column)), "")


def is_banned(column: str) -> bool:
    """Whether the name of a column holds, as a whole word, a word for which there is no field (T-7)."""
    plain = plain_name(_CAMEL.sub(" ", column))
    words = plain.split()
    return plain in _BANNED_WORDS or any(
        word in _BANNED_WORDS or word.removeprefix("ال") in _BANNED_WORDS for word in words
    )


def category_of(texts: Iterable[str]) -> str:
    """The category that the first understood text names, or "" when none does."""
    for text in texts:
        plain = plain_name(text)
        if plain in CATEGORIES:
            return plain
        joined = plain.replace(" ", "_")
        if joined in CATEGORIES:
            return joined
        if plain in _CATEGORY_OF:
            return _CATEGORY_OF[plain]
    return ""


def is_any_health_site(texts: Iterable[str]) -> bool:
    """Whether the file says only that a site has to do with health, so that its name may say more."""
    return any(plain_name(text) in ("health", "healthcare", "healthcare facility") for text in texts)


def names_a_hospital(name: str) -> bool:
    """Whether a name holds the word hospital, in any of the three languages."""
    return any(_CATEGORY_OF.get(word) == "hospital" for word in plain_name(name).split())
