"""B reads a place back nine kilometres off; both see it; nobody can say "understood" until the two points agree."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from tests.worlds import HOUR_MS, announce, circle

from .page_room import PageRoom, notice_over
from .person import choose

Come = Callable[..., Any]
ROOT = Path(__file__).parents[2]
LOCKED = "“Understood” is locked until both points agree within"


def said_by_a(room: PageRoom, lon: float, lat: float) -> str:
    """A tells B of a circle around this place; the key of the notice."""
    from_ms = time.time_ns() // 1_000_000 + 5 * HOUR_MS
    body = notice_over(circle(lon, lat, 3_000), from_ms, HOUR_MS)
    key = room.served.say("A", announce(body, "B")).version.key
    room.served.until("B", lambda there: there.view.picture.get(key) is not None)
    return key


def test_nine_kilometres_are_seen_by_both_sides(person: Come, room: PageRoom) -> None:
    key = said_by_a(room, 40.5, 33.0)
    b = person("B", may_fail=("status of 422", "status of 400")).signed_in()
    a = person("A").signed_in()
    choose(a.page, key)
    expect(a.page.locator(".reps .to")).to_contain_text("South")
    page = b.page
    choose(page, key)
    page.get_by_role("button", name=re.compile(r"^Read-back\W*F4")).click()
    sheet = page.get_by_role("dialog")
    understood = sheet.get_by_role("button", name="Understood", exact=True)
    expect(understood).to_have_attribute("aria-disabled", "true")
    expect(sheet).to_contain_text(re.compile(r"Locked until a read-back agrees within \W*100\W*m"))
    expect(page.locator("#rb-in")).to_be_focused()

    page.fill("#rb-in", "33.0000 N 40.5964 E")
    page.keyboard.press("Enter")
    expect(sheet.locator(".fig")).to_contain_text(re.compile(r"9\.0\d?\s*km"))
    expect(sheet.locator(".fig")).to_contain_text(re.compile(r"0(89|90)"))
    parts = sheet.locator(".part")
    expect(parts.nth(0)).to_contain_text("33.000000 N")
    expect(parts.nth(0)).to_contain_text("40.500000 E")
    expect(parts.nth(1)).to_contain_text("40.596400 E")
    expect(parts.nth(1)).to_contain_text("040°35'47.04")
    expect(sheet.locator("mark").first).to_be_visible()
    expect(sheet).to_contain_text("The two points are not the same place")
    expect(sheet).to_contain_text(LOCKED)
    expect(understood).to_have_attribute("aria-disabled", "true")
    understood.click(force=True)
    expect(sheet).not_to_contain_text("said to the sender")
    # The sender sees what was read before anybody corrects it.
    replies = a.page.locator(".about .reps")
    expect(replies).to_contain_text(re.compile(r"differs by\s*\W*9\.0\d?\s*km"))
    expect(replies.locator(".to .tag")).to_contain_text("9.0")

    sheet.get_by_role("button", name="Read back again").click()
    page.fill("#rb-in", "33°00'00\"N 40°30'00\"E")
    page.keyboard.press("Enter")
    expect(sheet).to_contain_text("Both points agree within")
    understood.click()
    expect(sheet).to_contain_text("Understood, said to the sender")
    expect(a.page.locator(".about .reps .to")).to_contain_text("understood")

    # An answer and a question, in words.
    sheet.get_by_role("button", name="Answer", exact=True).click()
    sheet.get_by_label("concern", exact=True).check()
    sheet.get_by_role("button", name="Send the answer").click()
    expect(sheet).to_contain_text("This needs words.")
    sheet.get_by_label("Words, if needed").fill("Our road crosses it at noon.")
    sheet.get_by_role("button", name="Send the answer").click()
    expect(sheet).to_contain_text("The answer was sent.")
    expect(replies).to_contain_text("Our road crosses it at noon.")
    sheet.get_by_role("button", name="Ask", exact=True).click()
    sheet.get_by_label("the altitude", exact=True).check()
    sheet.get_by_label("Words, if needed").fill("Is the upper end AMSL?")
    sheet.get_by_role("button", name="Send the question").click()
    expect(sheet).to_contain_text("The question was sent.")
    expect(replies).to_contain_text("Is the upper end AMSL?")
    expect(a.page.locator(".rail .msg", has_text="Is the upper end AMSL?")).to_be_visible()


def test_an_ambiguous_read_back_is_not_guessed(person: Come, room: PageRoom) -> None:
    key = said_by_a(room, 36.2, 37.1)
    page = person("B", may_fail=("status of 422", "status of 400")).signed_in().page
    choose(page, key)
    page.keyboard.press("F4")
    page.fill("#rb-in", "36.20,37.10")
    page.keyboard.press("Enter")
    rows = page.get_by_role("dialog").locator(".one")
    expect(rows).to_have_count(2)
    rows.filter(has_text="37.100000 N 36.200000 E").get_by_role("button").click()
    expect(page.get_by_role("dialog")).to_contain_text("Both points agree within")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_record_is_proved_here_and_by_a_stranger(person: Come, room: PageRoom, tmp_path: Path) -> None:
    key = said_by_a(room, 41.5, 31.0)
    b = person("B").signed_in()
    page = b.page
    choose(page, key)
    record = page.locator(".rec")
    expect(record.locator(".pf[role=status]")).to_contain_text("inclusion holds, checked here")
    expect(record).to_contain_text("Cosigned by")
    expect(record.locator(".cos").last).to_contain_text("South")
    expect(record).to_contain_text("Shows what was said and when. Not that it is true.")
    with page.expect_download() as proof:
        record.get_by_role("button", name="Save proof").click()
    receipt = tmp_path / proof.value.suggested_filename
    proof.value.save_as(receipt)
    with page.expect_download() as text:
        record.get_by_role("button", name="Save body").click()
    body = tmp_path / text.value.suggested_filename
    text.value.save_as(body)
    assert json.loads(body.read_bytes())["entity"] == key.split("/")[1]

    charter = room.served.room("B").charter
    key_a = room.served.room("B").verifiers["A"].encode()
    key_b = room.served.room("B").verifiers["B"].cosigner.encode()
    checked = subprocess.run(
        [sys.executable, "examples/verify_offline.py", str(receipt), str(body), "--key", key_a, "--cosigner", key_b,
         "--origin", f"commonground/{charter.room}/A/to/B"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "is entry" in checked.stdout
    body.write_bytes(body.read_bytes().replace(b"patrol", b"medeva"))
    again = subprocess.run(
        [sys.executable, "examples/verify_offline.py", str(receipt), str(body), "--key", key_a],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert again.returncode == 1, again.stdout


def test_a_proof_that_does_not_hold_raises_the_alarm(person: Come, room: PageRoom) -> None:
    b = person("B").signed_in()
    page = b.page

    def change(route: Any) -> None:
        answer = route.fetch()
        entry = answer.json()
        entry["entry"] = ("1" if entry["entry"][0] != "1" else "2") + entry["entry"][1:]
        route.fulfill(response=answer, json=entry)

    page.route("**/api/record/**", change)
    choose(page, room.keys["late"])
    expect(page.locator(".rec .pf.bad").first).to_be_visible()
    expect(page.locator(".rec")).to_contain_text("Keep it and call the duty chief")
