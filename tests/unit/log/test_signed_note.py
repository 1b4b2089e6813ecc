"""Signed notes: published notes of other implementations, and everything that must be refused."""

import pytest

from commonground.errors import BadSignature, MalformedMessage
from commonground.log.keys import SigningKey, VerifyingKey
from commonground.log.note import (
    NOTE_BYTES_MAX,
    SIGNATURES_MAX,
    Note,
    decode_base64,
    encode_base64,
    format_note,
    open_note,
    parse_decimal,
    parse_note,
    sign_note,
)

KEY = SigningKey.from_seed(b"\x01" * 32, "north.example/node")
OTHER = SigningKey.from_seed(b"\x02" * 32, "south.example/node")

# Key pair and note of the tests of golang.org/x/mod/sumdb/note: Ed25519 is deterministic, so bytes agree.
GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_SEED = decode_base64("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz", field="seed")[1:]
GO_TEXT = (
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
)
GO_NOTE = GO_TEXT + (
    "\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6Ryy"
    "BwJnAM=\n"
)


def test_the_note_of_the_go_implementation_byte_for_byte() -> None:
    key = SigningKey.from_seed(GO_SEED, "PeterNeumann")
    assert key.verifier.encode() == GO_KEY
    assert sign_note(GO_TEXT, [key]) == GO_NOTE
    assert open_note(GO_NOTE, [VerifyingKey.parse(GO_KEY)]).text == GO_TEXT


def test_the_example_of_the_specification_parses() -> None:
    text = "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned è subito sera.\n"
    line = (
        "— quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXx"
        "j99ihAQwaqP3ZekRwNtIc=\n"
    )
    note = parse_note(f"{text}\n{line}".encode())
    assert note.text == text
    assert [(found.name, len(found.signature)) for found in note.signatures] == [
        ("quasimodo.example/salvatore", 64)
    ]
    assert format_note(note.text, note.signatures) == f"{text}\n{line}"


GOOD = sign_note("a text\n", [KEY, OTHER])


@pytest.mark.parametrize(
    ("note", "reason"),
    [
        ("", "no blank line"),
        ("a text\n", "no blank line"),
        ("a text\n\n", "no signature line"),
        (GOOD[:-1], "no newline after the last"),
        (GOOD + "\n", "no signature line"),
        (GOOD + "trailing", "no newline after the last"),
        (GOOD + "trailing\n", "em dash"),
        (GOOD.replace("a text", "a\ttext"), "control character U\\+0009"),
        (GOOD.replace("a text", "a text\r"), "control character U\\+000D"),
        (GOOD.replace("a text", "a\x00"), "control character U\\+0000"),
        (GOOD.replace("— n", "- n"), "em dash"),
        (GOOD.replace("— n", "—n"), "em dash"),
        (GOOD.replace("— n", "—  n"), "key name is empty"),
        (GOOD.replace("north.example", "north+example"), "a plus"),
        (GOOD.replace("north.example", "north\u00a0example"), "a space"),
        (GOOD.replace("north.example", "north\u2028example"), "a space"),
        ("a text\n\n— name\n", "no base64"),
        ("a text\n\n— name \n", "shorter than 5"),
        ("a text\n\n— name AAAAAA==\n", "shorter than 5"),
        ("a text\n\n— name AAAAAAB=\n", "not canonical"),
        ("a text\n\n— name AAAAAAA\n", "not standard base64"),
        ("a text\n\n— name AAAA AAA=\n", "not standard base64"),
        ("a text\n\n— name AAAA-AA=\n", "not standard base64"),
        ("a text\n\n— name AAAAAAA=x\n", "not standard base64"),
        ("a \ud800\n\n— name AAAAAAA=\n", "not UTF-8"),
        (b"\xff\n\n", "not UTF-8"),
        ("x" * (NOTE_BYTES_MAX + 1), "longer than"),
        ("a text\n\n" + "— name AAAAAAA=\n" * (SIGNATURES_MAX + 1), "more than"),
    ],
)
def test_what_is_no_note_is_refused(note: str | bytes, reason: str) -> None:
    with pytest.raises(MalformedMessage, match=reason):
        parse_note(note)


def test_the_text_ends_at_the_last_blank_line() -> None:
    text = "one\n\n— name AAAAAAA=\n"
    note = sign_note(text, [KEY])
    assert parse_note(note).text == text


def test_signatures_of_unknown_keys_are_ignored_and_kept() -> None:
    opened = open_note(GOOD, [KEY.verifier])
    assert [line.name for line in opened.verified] == [KEY.name]
    assert [line.name for line in opened.unknown] == [OTHER.name]
    same_name = SigningKey.from_seed(b"\x03" * 32, KEY.name)
    with pytest.raises(BadSignature, match="no signature by north"):
        open_note(GOOD, [same_name.verifier])
    with pytest.raises(BadSignature, match="no signature by nobody"):
        open_note(GOOD, [])


def test_one_bad_signature_of_a_known_key_refuses_the_note() -> None:
    parsed = parse_note(GOOD)
    swapped = format_note("another text\n", parsed.signatures)
    with pytest.raises(BadSignature, match="north"):
        open_note(swapped, [KEY.verifier])
    mixed = format_note(parsed.text, [parsed.signatures[0], parse_note(swapped).signatures[1]])
    assert open_note(mixed, [KEY.verifier, OTHER.verifier])
    first = parsed.signatures[0]
    bad = type(first)(OTHER.name, OTHER.verifier.key_id, first.signature)
    with pytest.raises(BadSignature, match="south"):
        open_note(format_note(parsed.text, [first, bad]), [KEY.verifier, OTHER.verifier])


@pytest.mark.parametrize("text", ["", "no newline", "tab\t\n"])
def test_a_text_that_cannot_be_signed_is_refused(text: str) -> None:
    with pytest.raises(MalformedMessage):
        sign_note(text, [KEY])


def test_a_note_without_signatures_is_not_written() -> None:
    with pytest.raises(MalformedMessage, match="at least one"):
        format_note("text\n", [])


def test_a_name_that_is_no_name_gets_no_key() -> None:
    for name in ("", "a b", "a+b", "a\nb"):
        with pytest.raises(MalformedMessage):
            SigningKey.from_seed(bytes(32), name)


@pytest.mark.parametrize(
    "text", ["", "00", "01", "-1", "+1", " 1", "1 ", "1.0", "\u0661", "9223372036854775808", "1" * 30]
)
def test_what_is_no_decimal_is_refused(text: str) -> None:
    with pytest.raises(MalformedMessage):
        parse_decimal(text, field="size")


def test_decimals() -> None:
    assert [parse_decimal(text, field="") for text in ("0", "7", "9223372036854775807")] == [0, 7, 2**63 - 1]


def test_base64_names_its_field_and_length() -> None:
    assert decode_base64(encode_base64(b"abc"), field="root", length=3) == b"abc"
    with pytest.raises(MalformedMessage, match="root: 3 bytes, expected 32"):
        decode_base64("YWJj", field="root", length=32)


def test_a_parsed_note_is_a_value() -> None:
    assert parse_note(GOOD) == Note("a text\n", parse_note(GOOD.encode()).signatures)
