# Why the node refused. The English text (or `matches`, where the node words it otherwise) is also the pattern by
# which a reason is recognised. `_index` counts from 0 in the reason and from 1 on the screen.

## Places and coordinates.

refusal-place-expected = expected one string with hemisphere letters (36.2000 N 37.1000 E, N36°12'00" E037°06'00", 361200N 0370600E), labelled latitude and longitude, or an MGRS reference
refusal-place-sign-twice = a sign beside hemisphere letters says the same thing twice
refusal-place-two-scripts = the letters { $first } ({ $script_one }) and { $second } ({ $script_two }) are of two scripts; expected both of one, because some look alike
refusal-place-one-axis = both letters ({ $first }, { $second }) name one axis
refusal-place-no-number = { $value } is no number; expected degrees
refusal-place-nothing = nothing to read; expected degrees
refusal-too-long = too long
refusal-place-sign-letter = a sign and a hemisphere letter together
refusal-place-letter-label = the letter { $letter } contradicts the label { $axis }
refusal-place-comma = { $value } can be a decimal comma or degrees and minutes; write a decimal point, or marks
refusal-place-unreadable = cannot read { $value }
refusal-place-no-letter = { $value } is no hemisphere letter
refusal-place-letters-count = { $count } hemisphere letters found
refusal-place-letters-order = letters must all lead or all follow their numbers
refusal-place-misplaced = { $value } in an unexpected place
refusal-place-numbers-count = { $count } numbers for one axis
refusal-place-marks = degree, minute and second marks out of order
refusal-place-decimals = decimals are allowed in the last part only
refusal-place-part-range = { $part } are { $value }; expected 0 to below 60
refusal-place-axis-range = { $axis } is { $value }; expected 0 to { $most } degrees
refusal-place-digits = { $value } has { $count } digits; expected { $forms }
refusal-place-length = empty or longer than { $most } characters
refusal-place-ambiguous = { $value } can be read as { $readings }
refusal-place-mgrs-digits = { $value } has { $count } digits; expected 4, 6, 8 or 10 after the square letters
refusal-place-no-mgrs = { $value } is no MGRS reference
refusal-place-no-square = { $value } names no square of the grid; nearest is { $near }
refusal-place-polar = no kilometre squares beyond 80 S and 84 N (UPS)
refusal-place-outside = { $point } lies outside the area of the room
refusal-place-outside-swapped = { $point } lies outside the area of the room; with latitude and longitude exchanged ({ $swapped }) it would lie inside
refusal-place-lon = longitude { $value } degrees, expected -180 to 180
refusal-place-lat = latitude { $value } degrees, expected -90 to 90
refusal-degrees-lon = -180 to 180 degrees expected
    .matches = -180 to 180 degrees, in nanodegrees, expected
refusal-degrees-lat = -90 to 90 degrees expected
    .matches = -90 to 90 degrees, in nanodegrees, expected

## Shapes on the ground.

refusal-shape-path-points = { $count } points, expected at least 2
refusal-shape-no-ring = no ring, expected an outer ring
refusal-shape-length = { $length } m, expected 0.1 m to { $most } km
refusal-shape-length-point = { $length } m, expected 0.1 m to { $most } km, or 0 for a point
refusal-shape-vertices-most = { $count } vertices, at most { $most } are accepted
refusal-shape-vertices-least = { $count } vertices, expected at least 3 different ones
refusal-shape-closing = the last vertex repeats the first; rings are given without a closing vertex
refusal-shape-same-point = the same point as number { $point_index }, expected consecutive points to differ
    .matches = the same point as [{ $point_index }], expected consecutive points to differ
refusal-shape-edge = edge { $edge_index } is { $length } km of { $all } km in all; at most { $most } km and { $most_all } km are accepted
    .matches = edge { $edge_index } is { $length } km of { $all } km in all; at most { $most } km and { $most_all } km are accepted
refusal-shape-reach = reaches { $reach } km from its middle, at most { $most } km are accepted: give it in parts
refusal-shape-no-area = the ring encloses no area: it is nowhere wider than { $width } mm
refusal-shape-holes-all = the holes leave no area of the outer ring
refusal-shape-hole-outside = the hole is not inside the outer ring
refusal-shape-holes-overlap = the hole overlaps hole { $hole }
    .matches = the hole overlaps the hole rings[{ $hole }]
refusal-shape-not-one = the rings do not bound one region: { $why }
refusal-shape-crossing = ring { $ring_one_index } edge { $edge_one_index } and ring { $ring_two_index } edge { $edge_two_index } cross or touch, expected a simple ring
    .matches = rings[{ $ring_one_index }] edge { $edge_one_index } and rings[{ $ring_two_index }] edge { $edge_two_index } cross or touch each other, expected a simple ring
refusal-shape-far = { $apart } km apart: no exact distance beyond 5 600 km
    .matches = { $apart } km apart: no exact distance beyond 5600 km
refusal-place-radius = 0 to 100 km expected
refusal-check-radius = 0 to { $most } m expected
refusal-area = a point inside the area of the charter is expected
refusal-area-swapped = a point inside the area of the charter is expected (latitude and longitude may be swapped)

## Heights and times.

refusal-airspace-block = a flight or a constraint of another service comes with its reference
refusal-volumes-count = { $count } volumes, expected 1 to { $most }
refusal-band = { $lower } is above the upper limit { $upper }, expected lower <= upper
refusal-band-mixed = it lies above the upper limit, expected lower <= upper
refusal-altitude-range = { $height } m, expected -8 000 m to 100 000 m
    .matches = { $height } m, expected -8000 m to 100000 m
refusal-altitude-level = unit FL with reference { $reference }, expected reference FL
refusal-time-range = UTC milliseconds of 1970 to 2200 expected
refusal-time-range-found = { $found_ms }, expected UTC milliseconds of 1970 to 2200
refusal-window-order = ends { $before } ms before it starts, expected the end at or after the start
    .matches = ends { $before } ms before it starts, expected from_ms <= until_ms
refusal-window-long = { $days } days long, expected at most 366
refusal-window-past = a window that has not ended is expected
refusal-days-ahead = a time within the next 366 days is expected
refusal-span = the begin at or before the end expected
    .matches = from_ms at or before until_ms expected
refusal-moment-past = a moment that has passed is expected

## Texts, numbers and lists of a form.

refusal-json-type = Expected { $type }, got { $got }
    .matches = Expected `{ $type }`, got `{ $got }`
refusal-json-array = Expected a list of length { $count }
    .matches = Expected `array` of length { $count }
refusal-json-array-got = Expected a list of length { $count }, got { $length }
    .matches = Expected `array` of length { $count }, got { $length }
refusal-json-missing = the field { $name } is missing
    .matches = Object missing required field `{ $name }`
refusal-json-unknown = the field { $name } is not known
    .matches = Object contains unknown field `{ $name }`
refusal-json-value = { $value } is none of the words expected here
    .matches = Invalid enum value { $value }
    .matches2 = Invalid value { $value }
refusal-json = not JSON in UTF-8: { $why }
refusal-json-digits = a number of more than 16 digits
refusal-json-integer = an integer beyond 2^53 - 1
refusal-json-kind = { $type } found, expected an integer, a string, a boolean, a list or an object
refusal-json-key = expected a key of ASCII characters
refusal-json-deep = nested deeper than { $most } levels
refusal-json-string = a string that UTF-8 cannot hold
    .matches = characters that UTF-8 can hold expected
refusal-base64 = not standard base64
refusal-base64-canonical = base64 that is not canonical
refusal-bytes-exact = { $size } bytes, expected { $count }
refusal-bytes-most = { $size } bytes, at most { $most } are accepted
    .matches = { $size } bytes, at most { $most } expected
    .matches2 = { $size } bytes, at most { $most }
refusal-bytes-limit = at most { $most } bytes are accepted
refusal-content-type = application/json expected
refusal-utf-eight = UTF-8 expected
refusal-whole-number = a whole number expected
refusal-items-most = at most { $most } items expected
refusal-characters-most = at most { $most } characters expected
refusal-characters-range = { $least } to { $most } characters expected
refusal-control-characters = no control characters expected, found { $mark } at { $place }
refusal-id-form = 1 to 64 letters, digits, dots, dashes expected
refusal-user-id-form = 1 to 32 small letters, digits, dots, dashes expected
refusal-name-script = a name in at least one script expected
refusal-one-of = one of { $choices } expected
refusal-one-of-for = one of { $choices } expected for { $what }
refusal-text-with-other = a text is expected with other
refusal-text-or-fields = one text or two labelled fields expected, not both
refusal-sites-or-notices = sites or notices expected

## Notices, sites, answers.

refusal-party = no party { $party } in the charter
refusal-kind = a { $kind } is expected
refusal-kind-not = a { $kind } is not a { $kind_wanted }
refusal-kind-none = no { $kind } { $name } of this party
refusal-other-party-site = a site of another party is expected
refusal-other-party-notice = a notice of another party is expected
refusal-known = nothing known here as { $name }
refusal-version = version { $last } is the last one, { $given } was given
refusal-transition = { $action } cannot follow { $last } for a { $kind }; { $choices } expected
refusal-place-with-footprint = a place is expected with a footprint
refusal-dispute-reason = a reason is expected with a dispute
refusal-two-entities = two different entities expected
refusal-about-id = an id is expected
refusal-about-same = the same entity as before is expected
refusal-position-taken = this party has taken a position: amend it
refusal-custodian-warns = only a custodian warns
refusal-recipients-once = each of { $parties } at most once expected
refusal-recipients-keep = keep is expected for a { $kind }
refusal-recipients-exact = exact is expected for a { $kind }
refusal-recipients-none = at least one recipient is expected
refusal-draft-entity = an entity is expected with amend and cancel, and only there
refusal-drafts-most = at most { $most } drafts are kept
refusal-draft-none = no draft { $name }
refusal-held-none = nothing is held as { $name }: released, undone or unknown
refusal-held-hits = new hits since it was held: { $reason }
refusal-hits-many = { $count } hits: a smaller volume is expected
refusal-hits-missing = { $missing } of { $count } hits are not acknowledged
refusal-second-post-volume = it meets more than 25 sites of others: another operator on another post confirms first
refusal-second-post-sites = { $count } sites of others: another operator on another post confirms first
refusal-second-post-other = another operator on another post is expected
refusal-request-none = no request { $name }
refusal-evidence = what was seen or by whom is expected with V2 and V3
refusal-read-back-first = a read-back of version { $version } within { $most } m is expected first
refusal-read-back-off = the last read-back was { $off } m off; within { $most } m expected
refusal-author-withdraws = only its author can withdraw it
refusal-author-releases = only its author can release it
refusal-not-released = it is not released to { $party }
refusal-not-kept = what was said here is no longer kept
refusal-question-open = a question that was not answered yet is expected
refusal-other-party-item = an item of another party is expected
refusal-other-party-request = a request of another party is expected
refusal-third = a third party expected: { $parties }
refusal-third-none = this room has no third party
refusal-item-ended = it has ended: there is nothing to release
refusal-item-withdrawn = its originator no longer releases it to this party
refusal-asked-already = it was asked already and waits for an answer
refusal-request-back = it was taken back
refusal-request-answered = it was answered already
refusal-request-held = a release is held for it: undo that first
refusal-onward-unknown = { $party } is not known to hold what it is about
refusal-conflict-none = no such conflict in this picture
refusal-post = { $duty } is for { $posts }; { $post } was taken
refusal-export-rows = { $count } rows, at most { $most } expected: choose fewer

## The phrase book.

refusal-message-one = a phrase or a free text is expected, one of the two
refusal-message-slots = no slots are expected with a free text
refusal-phrase-drill = a phrase of the real room is expected: this one is said in a drill alone, in the drill's own room
refusal-phrase-none = the phrase book has no phrase { $name }
refusal-slot-none = the phrase has no slot { $name }
refusal-slot-empty = { $slot } is expected here, and nothing was given
    .matches = the slot takes { $slot } and is empty
refusal-slot-type = { $slot } is expected here, not { $slot_given }
    .matches = the slot takes { $slot }, not { $slot_given }
refusal-number-range = a number of { $least } to { $most } expected
refusal-whole-metres = whole metres expected
refusal-whole-seconds = whole seconds expected
refusal-whole-degrees = whole degrees of 0 to 359 expected
refusal-whole-unit = a whole number of { $unit } is expected
    .matches = whole { $unit } expected
refusal-level-unit = the unit FL is expected with the reference FL
refusal-word-form = 1 to 64 of a to z, digits, underscores expected
refusal-turning = no marks of direction and nothing unseen expected, found { $mark } at { $place }
refusal-letter = at least one letter or digit expected
refusal-translate-text = a free text that is known here is expected
refusal-translate-other = a text of another party is expected: an own one is amended
refusal-translate-language = another language than that of the text is expected

## The line.

refusal-line-number-least = 1 or more expected
refusal-line-number = number { $n } expected
refusal-line-not-before-declared = a time not before its declaration is expected
refusal-line-proposal-only = the proposal is expected with a confirmation, and nowhere else
refusal-line-free-text = a free text is expected
refusal-line-phone-record = the record of a telephone call is expected with a telephone
refusal-line-answered-time = a time is expected where it was answered, and nowhere else
refusal-line-stop-alone = STOP says nothing but itself
refusal-line-mistake-stop = only a STOP can have been pressed by mistake
refusal-line-point-read-back = a point is expected with a read-back, and nowhere else
refusal-line-code-answer = a code is expected with an answer, and nowhere else
refusal-line-speaks-for = for whom the answer speaks is expected: own, allied or unknown
refusal-line-forces = the names of the forces are expected with allied, and nowhere else
refusal-line-names = 1 to { $most } names expected
refusal-line-languages = each of en, ar, ru at most once expected, and one at least
refusal-line-after-placed = a time after it was placed is expected
refusal-line-suspended-expected = a class that is suspended is expected
refusal-line-proposal-other = a proposal of another party is expected
refusal-line-suspended = { $channel } is suspended with { $party }; a FLASH alone passes
refusal-line-suspended-already = this party has suspended it already
refusal-line-proposed-already = it was proposed already and waits for an answer
refusal-line-place-of-call = a place of this call is expected
refusal-line-test-other = a line test of the other side is expected
refusal-line-read-back-first = a read-back of the place within { $limit } m is expected first
refusal-line-precedence-same = the precedence and class of the call are expected
refusal-line-nothing-changes = nothing that was sent can be changed; a translation may be added
refusal-line-flash-stop = FLASH is expected with STOP
refusal-line-said-already = it was said already
refusal-line-step = a step of this side is expected
refusal-line-test-time = the time of the test that is answered is expected
refusal-line-recipient-alone = the recipient { $party } alone is expected
refusal-line-call-other = a call of another party is expected
refusal-line-call = a call is expected
refusal-line-only-caller = only its caller can change it
refusal-line-ended = it has ended: nothing can be hung up
refusal-line-mistake-late = it was pressed too long ago to be a mistake
refusal-line-taken = it was taken already
refusal-line-flood = a flood that waits is expected
refusal-line-no-recipients = no recipients are expected

## Signing in, accounts, addresses.

refusal-sign-in = sign in
refusal-sign-in-again = the account was changed: sign in again
refusal-sign-in-wrong = the name or the password is wrong
refusal-attempts = too many attempts; again in { $wait } s
refusal-csrf = the CSRF token of the session is expected
refusal-own-page = a request from this node's own page is expected
refusal-admin = an admin is expected
refusal-admin-last = the last admin cannot be disabled
refusal-user-exists = { $name } exists already
refusal-user-none = no user { $name }
refusal-session-none = no such session
refusal-address-none = nothing at this address
refusal-method = this address does not take this kind of request
    .matches = Method Not Allowed
refusal-camp-map = this node has no map of the camp
refusal-log-none = no such log at this node
refusal-leaf = a leaf below { $size } expected
refusal-fault = the node failed to answer; nothing was released
refusal-not-written = nothing was written: { $why }

## Files of sites.

refusal-file-ending = ends in .{ $ending }; expected .csv, .geojson, .kml or .xlsx
refusal-file-one-of = { $value }; expected one of { $choices }
refusal-file-columns-banned = columns { $columns }: the register has no field for what they hold
refusal-file-no-list = no list; expected features
refusal-file-features = { $count } features, at most { $most }
refusal-file-properties = { $count } properties, at most { $most }
refusal-file-columns = { $count } columns, at most { $most }
refusal-file-parts = { $count } parts, at most { $most }
refusal-file-rows = more than { $most } rows
refusal-file-placemarks = more than { $most } placemarks
refusal-file-vertices = more than { $most } vertices
refusal-file-system = coordinates in { $system }; expected longitude and latitude on WGS84
refusal-file-root = the root is <{ $tag }>; expected <kml>
refusal-file-kml-plain = holds a document type or entities; expected plain KML
refusal-file-xml = not XML: { $why }
refusal-file-no-coordinates = no coordinates; expected columns latitude and longitude, or one coordinate with hemisphere letters
refusal-file-axis-empty = { $axis } is empty; expected both
refusal-file-shape = a { $shape }; expected a Point, Polygon or MultiPolygon
refusal-file-shape-none = a shape without a type; expected a Point, Polygon or MultiPolygon
refusal-file-rings-none = no coordinates; expected rings
refusal-file-position = { $value }; expected [longitude, latitude]
refusal-file-rings-list = no rings; expected a list of rings
refusal-file-ring-open = a ring is not closed; expected its first point again at its end
refusal-file-nul = holds NUL characters; expected a text file
refusal-file-empty = empty; expected a header line and rows
    .matches = empty; expected a header row and rows
refusal-file-no-header = no column names; expected a header line
refusal-file-header = header: { $why }
refusal-file-encoding = line { $line } holds bytes that are not { $encoding }
refusal-file-utf-sixteen = starts like UTF-16 and is not
refusal-file-sheet = no sheet { $sheet }; expected { $choices }
refusal-file-workbook = not a readable workbook: { $why }
refusal-file-zip = not a zip archive; expected an XLSX workbook
refusal-file-encrypted = is encrypted; expected a plain workbook
refusal-file-part = part { $piece } is broken
refusal-file-part-why = part { $piece } is broken: { $why }
refusal-file-unpacks = unpacks to more than { $most } bytes from { $size }
refusal-file-entities = holds XML entities; expected none
refusal-row-column-banned = no such column; the register has no field for it (T-7); go on without it
refusal-row-cells = { $count } cells as in the header
    .matches = { $count } as in the header
refusal-row-feature = a Feature
refusal-row-only-held = only what the file holds
refusal-row-quotes = cells in matching quotes

## The roster: posts, shifts, handover; who belongs to the room.

refusal-members-certificate = the certificate of its node key is expected
refusal-members-hash = the hash of a charter is expected
refusal-members-hash-result = the hash of the charter that results is expected
refusal-members-scope = a scope of the party that is proposed is expected
refusal-members-signature = a signature of this party's identity key over this charter is expected
refusal-members-proposal = a proposal is expected
refusal-members-in-force = a proposal over the charter in force is expected
refusal-members-open = a proposal that is open is expected
refusal-members-all = a proposal to which all have consented is expected
refusal-members-one-word = one word of each party that is asked is expected
refusal-members-candidate = a candidate of this room is expected
refusal-members-left = it has left the room
refusal-members-leaving-said = a leaving that was said is expected
refusal-members-leaving-id = the leaving of a party has an id of its own
refusal-members-forces-id = the declaration of a party has an id of its own
refusal-members-passed = a moment that has not passed is expected
refusal-members-part = { $member } has no part in the class { $channel }
refusal-members-level = { $member } has the level { $grade } in the class { $channel }
refusal-members-address = an address such as https://centre.example:8401 is expected
refusal-members-until = a moment before until_ms expected
refusal-roster-language = { $post } requires { $langs }, which nobody on it would speak
refusal-roster-shift-hours = an end within { $n } h is expected
refusal-roster-since = since_ms at the earliest expected
refusal-roster-end = an end after the beginning is expected
refusal-roster-order = a beginning after the end of the shift before is expected
refusal-roster-shift-long = a shift of at most 24 h is expected
refusal-roster-languages = each of { $langs } at most once, and one at least, expected
refusal-roster-deputy = another post of the room is expected
refusal-roster-id = the duty of this post has an id of its own
refusal-roster-over = a shift that has not ended is expected
refusal-roster-ahead = a shift of the next 31 days is expected
refusal-handover-accepted = it was accepted already
refusal-handover-as-signed = the sheet as it was signed is expected
refusal-handover-own = a sheet of this party is expected
refusal-handover-post = { $duty_post } expected; { $post } was taken
refusal-handover-other = somebody else than who signed it is expected
refusal-handover-missing = a sheet that who comes next has accepted is expected, or a reason
refusal-force-id = 1 to 32 small letters, digits, dashes expected
refusal-force-name = a name in one language at least is expected
refusal-force-passed = a time with the rules that were passed on is expected
refusal-force-once = each of the forces once expected

## What was found in a row of a file.

found-nothing = nothing
found-column = a column named { $name }
found-cells = { $count } cells
found-link = a link to another document

## What is said of a fault at our own end where its words are for the administrator.

fault-unavailable = not available now; nothing was lost, the same may be tried again ({ $said })
fault-untrusted = another node showed what cannot be; it is kept as evidence ({ $said })
fault-corrupt = the store of this node fails its audit, so it stopped writing: call the administrator ({ $said })

## Areas, agreed texts, commitments.

refusal-agreed-common-name = 1 to 40 small letters a-z, digits and dashes expected
refusal-agreed-hash-form = 64 hex digits expected
refusal-agreed-signatories-count = { $least } to { $most } parties expected
refusal-agreed-signatories-order = each party once expected, in the order of the alphabet
refusal-agreed-end-after-begin = an end after the beginning expected
refusal-agreed-between = a moment between start and end expected
refusal-agreed-zone-form = a zone such as Asia/Damascus expected
refusal-agreed-languages-once = each language once expected, and one at least
refusal-agreed-each-once = each at most once expected
refusal-agreed-title-authentic = a title in each authentic language expected
refusal-agreed-up-to-end = a moment up to the end expected
refusal-agreed-after-end = a moment after the end expected
refusal-agreed-for-whom = for whom it speaks is expected
refusal-agreed-text-empty = a text is expected
refusal-agreed-notice-with-covered = no notice is expected but with covered
refusal-agreed-same-name = the same name as before is expected
refusal-agreed-said-already = this party has said one already: amend it
refusal-agreed-edition-least = edition { $least } or higher expected
refusal-agreed-release-missing = a release to { $parties } is expected
refusal-agreed-text-not-offered = a text that is offered here now is expected
refusal-agreed-other-signatories = the text names other signatories
refusal-agreed-signed-already = this party has signed it
refusal-agreed-later-edition = a later edition stands agreed
refusal-agreed-signatories-only = { $parties }: only signatories are told
refusal-agreed-signed-decide = only who signed it decides
refusal-agreed-next-end = another end: the next one is expected
refusal-agreed-own-kind = a { $kind } of this party is expected
refusal-agreed-own-thing = something of this party is expected
refusal-agreed-other-thing = something of another party is expected
refusal-agreed-notice-meets = a notice that meets the commitment is expected
refusal-agreed-volume-meets = a volume that meets the commitment is expected
refusal-agreed-ended-already = it has ended
refusal-agreed-one-of-before = one of { $choices } expected: others need a notice before
refusal-agreed-flight-about = an observed flight is expected
refusal-agreed-notice-untold = a notice that is released to { $parties } is expected

## Drills.

refusal-drill-ended = a drill that has ended is expected
refusal-drill-address = an address for drills is expected in the node's configuration

## Flights of drones.

refusal-flight-none = no such flight
refusal-constraint-none = no such constraint
refusal-flight-state = this state does not follow the one that the flight is in
refusal-flight-activated = a flight that was activated is expected
refusal-flight-lately = a position of the last minute is expected
refusal-flight-stopped = it meets { $count } flights of the same or of a higher rank
refusal-flight-dss = the DSS refused it: { $said }
refusal-flight-strayed = a flight that strayed is expected
refusal-flight-nothing = no position is known
refusal-flight-straying = no area for straying is expected in this state
refusal-flight-corners = at most { $n } corners in all are expected
refusal-flight-ahead = a begin within { $n } days is expected
refusal-flight-past = an end that has not passed is expected
refusal-flight-down = { $manager } is down and has a flight in the air there

## Alarms put aside.

refusal-shelving-first-rank = an alarm of the first rank ends when it is answered; it is never shelved
refusal-shelving-words = words are expected with another reason
refusal-shelving-moment = a moment within { $n } min expected
refusal-shelving-already = it is shelved already
refusal-shelving-one = the party that the alarm is about alone is expected
refusal-shelving-ended = it has ended: the alarm stands again
refusal-shelving-stands = an alarm that stands is expected
refusal-shelving-shelved = an alarm that is shelved is expected
refusal-shelving-who = who shelved it brings it back
refusal-shelving-word = 1 to 40 small letters, digits, underscores expected
refusal-shelving-subject = the entity that the alarm is about is expected

## Drones.

refusal-drones-corner = a corner of the view is expected, in nanodegrees
refusal-drones-view = a view from west to east and from south to north is expected
refusal-drones-none = the map shows no such drone now

## Graded reports.

refusal-info-square = { $value } is no square of 10 km; expected as 37SBU34
refusal-info-mgrs = { $value } is no MGRS reference; expected as 37SBU34
refusal-info-squares-max = at most { $n } squares expected
refusal-info-squares-once = each square once expected
refusal-info-squares = squares of 10 km are expected
refusal-info-squares-instead = squares of 10 km are expected instead
refusal-info-square-inside = a square inside the area of the charter is expected
refusal-info-period = a period of six hours or more is expected
refusal-info-order = an end that is not before the start is expected
refusal-info-holder = who holds it is expected
refusal-info-nothing = none is expected for this matter
refusal-info-coarse = a cell or a district is expected
refusal-info-grade = a scheme and a grade are expected
refusal-info-reasons = reasons are expected where a party disagrees
refusal-info-question = a question is expected
refusal-info-kept = a report that may be kept is expected
refusal-info-report = a report is expected
refusal-info-no-report = no report is expected
refusal-info-asked = at least one party is expected
refusal-info-ended = it was ended
refusal-info-matter = the same matter as before is expected
refusal-info-other = a report of another party is expected
refusal-info-given = this party has given one: amend it
refusal-info-own = a report of this party is expected
refusal-info-item = an item of this party's picture is expected
refusal-info-outline = an outline is expected with heights
refusal-info-lower = a lower limit is expected with an upper one
refusal-info-either = a report or a request is expected
refusal-info-object = a foreign object is expected

## Other servers that are read.

refusal-pull-elsewhere = it points at another host, which is not asked
refusal-pull-credentials = it did not take the name and the secret
refusal-pull-forbidden = it does not let us read this
refusal-pull-no-taxii = it does not speak TAXII 2.1
refusal-pull-redirect = it sends us to another address, which is not followed
refusal-pull-status = it answered with status { $status }
refusal-pull-encoding = it answered in an encoding that was not asked for
refusal-pull-large = it answered with more than { $most } bytes
refusal-pull-pem = its certificates do not read: certificates and keys in PEM are expected
refusal-pull-unknown-status = it does not know what was asked for ({ $status })
refusal-pull-unknown = it does not know what was asked for
refusal-pull-failed = it failed ({ $status })
refusal-pull-wait = it asks us to wait
refusal-pull-silent = no answer within { $seconds } s
refusal-pull-distrusted = its certificate is of no authority that is trusted here
refusal-pull-unreachable = it cannot be reached
refusal-pull-broke-off = its answer broke off
refusal-pull-same-page = it gives the same page again
refusal-pull-empty-pages = it gives one empty page after another
refusal-pull-no-where = it says that there is more, and not where
refusal-pull-full = so much of it is kept that no more is taken
refusal-pull-not-ended = it was not read to its end: the log of this node says why
refusal-pull-lost-before = what was read before this page is not there
refusal-pull-changed = the source was changed while it was read
refusal-pull-no-collection = it has no collection that we may read
refusal-pull-no-such-collection = it has no collection { $name } that we may read
refusal-pull-no-draft = no such draft
refusal-pull-no-source = no such source
refusal-pull-source-there = a source of this name is there already
refusal-pull-sources-max = at most { $n } sources expected
refusal-pull-source-name = 1 to { $most } printable characters without a slash expected
refusal-pull-source-url = { $value }; https://host/path is expected
refusal-pull-https = https is expected where a secret is sent
refusal-pull-minutes = 0 to { $most } minutes expected
refusal-pull-texts = texts that are not empty are expected
refusal-pull-user = a user is expected with a password, and with nothing else
refusal-pull-user-colon = printable characters without a colon expected
refusal-pull-secret = a secret is expected where one is shown, and nowhere else
refusal-pull-token = a token of printable characters expected
refusal-pull-certificate-key = a certificate and its key in PEM are expected
refusal-pull-certificates = certificates in PEM are expected
refusal-pull-standing = waiting, aside or taken is expected
refusal-pull-gone = what came is not held any more
refusal-pull-not-held = it is not held here: it has not come, or was left out
refusal-pull-no-part = it is kept as it came and is no part of a report
refusal-pull-second-place = only the first place is taken
refusal-pull-mail-address = an e-mail address is not taken
refusal-pull-mail = an e-mail message is not taken
refusal-pull-network = a network address is not taken
refusal-pull-account = an account is not taken
refusal-pull-person = a person is not taken
refusal-pull-relationship = a relationship of this type is not taken
refusal-pull-observation = an observation of an address or an account is not taken
refusal-pull-no-stix = no STIX object
refusal-pull-no-time = a time that is none
refusal-pull-long = longer than 1 MB
refusal-pull-unreadable = it cannot be read
refusal-pull-utc = a time in UTC as 2026-01-01T00:00:00.000Z is expected
