# Alarms of the page: sounds, notifications, and what a screen reader is told.

al-sound = Sound
al-sound-settings = Sound and notifications
al-held = The browser holds the sound back until a key is pressed here.
al-held-short = Sound held back
al-none = This browser has no sound. Watch the screen.
al-test-shift = Test the sound of this shift.
al-test = Test
al-test-flash = FLASH
al-test-chime = IMMEDIATE
al-test-dead = Dead line
al-tested = Played. If nothing was heard, look at the loudspeaker.
al-heard = I heard it
al-volume = Volume
al-volume-note = A FLASH never falls below a third.
al-notify = Notifications of the browser
al-notify-ask = Ask the browser for leave
al-notify-granted = allowed: precedence and sender's letter only
al-notify-denied = refused in the browser; only its settings can change that
al-notify-none = this browser has none
al-sounding = Sounding
al-seen = Seen
al-seen-title = Silences this alarm here; it stays in sight
al-live = FLASH from { $party }.
al-live-own = FLASH of this centre.
al-live-immediate = IMMEDIATE from { $party }

## Shelving: put aside for a quarter of an hour, with a reason, in sight of both sides.

al-shelve = Shelve…
al-shelve-title = Shelve an alarm for { $minutes } min
al-shelve-lead = It stays in sight, without sound and uncounted, and comes back by itself. The other side of it is told.
al-shelve-reason = Reason
al-shelve-words = In words
al-shelve-go = Shelve
al-shelve-back = Bring it back
al-shelved = Shelved alarms
al-shelved-until = until
al-shelved-until-call = shelved until
al-shelved-by = { $party } shelved:
al-reason-seen_to = Somebody sees to it
al-reason-waits_for_other = Waits for the other side
al-reason-known_fault = Known fault, being repaired
al-reason-said_twice = Says what another alarm says
al-reason-other = Other, in words
