"""Sign in, check, release, see it at the other node: the way of one notice through two web applications."""

from __future__ import annotations

from tests.unit.web.web_harness import Stream, draft, rooms
from tests.worlds import announce, notice, report, site, volume

from commonground.record import full
from commonground.web.app import tick_once


def test_one_notice_through_the_pages() -> None:
    with rooms() as r:
        ann = r.signed_in("A")
        assert ann.session["post"] == "watch_officer"
        assert ann.session["party"] == "A"
        r.world.say("J", report(site(36.5, 33.0), "A"))
        r.world.carry_all()
        made = draft([full(volume())], "B")
        found = ann.post("/api/check", {"draft": made})
        assert [hit["kind"] for hit in found["hits"]] == ["site"]
        refused = ann.post("/api/release", {"draft": made, "acknowledged": [], "report_id": ""}, 409)
        assert refused["error"]["kind"] == "MissingKeys"
        assert refused["error"]["detail"]["missing"] == found["hits"]
        keys = [hit["key"] for hit in found["hits"]]
        held = ann.post(
            "/api/release", {"draft": made, "acknowledged": keys, "report_id": found["report_id"]}
        )
        assert ann.get("/api/picture")["held"]["rows"] == [held["held"]]
        r.world.clock.go_on(10_000)
        r.runner.run(tick_once(r.apps["A"].state.web))
        r.world.carry_all()
        row = r.signed_in("B").get("/api/picture")["notices"]["rows"][0]
        assert row["id"] == held["held"]["id_of_entity"]
        assert row["author"] == "A"
        assert not row["own"]
        own = ann.get("/api/picture")["notices"]["rows"][0]
        assert own["recipients"][0]["delivered_ms"] == r.world.clock.ms // 1000 * 1000


def test_the_feed_brings_a_change_to_the_other_node() -> None:
    with rooms() as r:
        page = r.signed_in("B")

        async def follow() -> None:
            app = r.apps["B"]
            async with app.router.lifespan_context(app):
                feed = app.state.web.feed
                await feed.flush()
                cursor = feed.cursor
                async with Stream(app, f"/api/feed?cursor={cursor}", page.cookie) as stream:
                    assert stream.status == 200
                    said = r.world.say("A", announce(notice(), "B"))
                    r.world.carry("A", "B")
                    while True:
                        event = await stream.event("change")
                        assert event is not None
                        if "notices" in event[1]:
                            break
                    assert event[1]["notices"][0]["key"] == said.version.key
                    assert event[1]["cursor"] > cursor

        r.runner.run(follow())
