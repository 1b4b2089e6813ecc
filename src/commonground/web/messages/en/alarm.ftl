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
