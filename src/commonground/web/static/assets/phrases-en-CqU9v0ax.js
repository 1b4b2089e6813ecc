var e=`# The phrase book: one text for each phrase, with the same slots in every language.
# A slot stands where its name needs no ending: after a colon, or as a figure with its symbol.

## Stop and cease.

ph-stop_hitting_us = STOP. You are hitting us.
ph-stop_hitting_site = STOP. You are hitting a protected site: { $place }.
ph-stop_hitting_convoy = STOP. You are hitting a humanitarian movement: { $place }.
ph-stop_fire_here = STOP. Your fire is falling here: { $place }.
ph-stop_people_here = STOP. There are civilians here: { $place }.
ph-still_hitting = You are still hitting us. STOP.
ph-cease_activity = Cease this activity now: { $about }.
ph-cease_around = Cease all fire within { $distance } of this place: { $place }.
ph-hold_activity = Do not begin this activity until we call back: { $about }.
ph-hold_lifted = We no longer ask you to hold this activity: { $about }.
ph-stopping = STOP received. We are stopping it now.
ph-stop_passed_on = STOP received. Passed on to this post: { $post }.
ph-stopped = It has been stopped. Time: { $time }.
ph-stop_by_mistake = This STOP was sent by mistake: { $about }.

## You are close to.

ph-close_to_us = Your activity is close to our people: { $place }.
ph-close_to_site = Your activity is close to a registered site: { $place }.
ph-close_to_convoy = Your activity is close to a humanitarian movement: { $place }.
ph-aircraft_close = Your aircraft and ours are close to each other: { $place }.
ph-aircraft_heading = Your aircraft is moving towards this place: { $place }.
ph-uav_close = Your unmanned aircraft is close to us: { $place }.
ph-keep_distance = Stay at least { $distance } away from this place: { $place }.
ph-stay_below = Stay below this level: { $level }.
ph-stay_above = Stay above this level: { $level }.
ph-people_here = There are civilians here: { $place }. Number: { $persons }.
ph-our_people_here = Our people are here: { $place }.

## Receipt.

ph-received = Received.
ph-understood = Understood.
ph-yes = Yes.
ph-no = No.
ph-say_again = Say again.
ph-say_again_place = Say the place again.
ph-say_again_times = Say the times again.
ph-wait = Wait. We will answer no later than: { $until }.
ph-unable = Unable to do this.
ph-will_do = We will do what you ask.
ph-done = Done. Time: { $time }.
ph-passed_on = Passed on to this post: { $post }.
ph-other_post = This is a matter for another post: { $post }.
ph-no_answer_yet = We have no answer from you yet: { $about }.
ph-disregard = Disregard this message of ours: { $about }.

## Location and read-back.

ph-our_location = Our location: { $place }.
ph-event_location = The event is here: { $place }.
ph-aircraft_location = Our aircraft is here: { $place }. Level: { $level }.
ph-read_back = We read back: { $point }.
ph-readback_agrees = Your read-back agrees with what we sent.
ph-readback_differs = Your read-back differs. What we sent: { $point }.
ph-confirm_place = Is this the place that you mean: { $point }?
ph-place_by_name = We know this place only by its name: { $place_name }. Let us pick it together.
ph-from_place_measured = Measured from this place: { $point }. True bearing: { $bearing }. Distance: { $distance }.
ph-place_corrected = We gave a wrong place. Before: { $from_place }. Correct: { $to_place }.

## Requests.

ph-confirm_receipt = Please confirm that you received this: { $about }.
ph-crews_told = Have the crews been told of this: { $about }?
ph-explain_event = Please explain what happened. Place: { $place }. Time: { $time }.
ph-explain_activity = Please explain the activity that was seen. Place: { $place }. Period: { $period }.
ph-is_it_yours = Is this activity yours? Place: { $place }.
ph-take_over = Please take this over: { $about }.
ph-post_on_line = We ask for this post on the line: { $post }.
ph-answer_by = We need your answer no later than: { $until }.
ph-tell_partners = Please tell the forces for whom you speak: { $about }.
ph-pause_asked = We ask for a local pause. Place: { $place }. Period: { $period }.
ph-pause_longer = We ask to extend this pause: { $about }. Until: { $until }.
ph-pause_agreed = We will hold our activity as you ask: { $about }.

## Medical evacuation, search and rescue.

ph-medevac_needed = Medical evacuation is needed. Place: { $place }. Wounded or sick: { $persons }.
ph-medevac_flight = Medical flight. From: { $from_place }. To: { $to_place }. Period: { $period }.
ph-medevac_road = Ambulances on the road. From: { $from_place }. To: { $to_place }. Period: { $period }.
ph-medevac_waits = The medical evacuation is waiting for your answer. Place: { $place }.
ph-aircraft_down = An aircraft is down: { $place }.
ph-rescue_begins = Search and rescue within { $distance } of this place: { $place }. Period: { $period }.
ph-rescue_unhindered = Please do not hinder the rescue. Hold all activity within { $distance } of this place: { $place }. Period: { $period }.
ph-rescue_found = Found by the rescue: { $persons }. Place: { $place }.
ph-rescue_ended = The search and rescue has ended. Time: { $time }.
ph-rescue_help = We can help with the search. From: { $time }.
ph-distress_heard = We hear a distress signal. Frequency: { $frequency }.

## Announced activity.

ph-activity_announced = We announce an activity: { $about }. Class: { $activity }. Period: { $period }.
ph-activity_changed = This activity has changed: { $about }.
ph-activity_cancelled = This activity is cancelled: { $about }.
ph-activity_late = Late notice: { $about }. Begins: { $time }.
ph-activity_begun = This activity has begun: { $about }. Time: { $time }.
ph-activity_ended = This activity has ended: { $about }. Time: { $time }.
ph-activity_seen = We see an activity that no notice covers. Place: { $place }. Class: { $activity }.
ph-activities_meet = Our notice and yours overlap. Ours: { $about }. Yours: { $other }.
ph-move_time_asked = Can this activity be moved to another time: { $about }? Proposed: { $period }.
ph-move_level_asked = Can this activity be moved to other levels: { $about }? Proposed: { $band }.

## Airspace and crossing a line.

ph-crossing_planned = We will cross the line. Place: { $place }. Period: { $period }.
ph-crossing_seen = Your side has crossed the line. Place: { $place }. Time: { $time }.
ph-crossing_ours = We have crossed the line. Place: { $place }. Time: { $time }.
ph-crossing_ended = We are back on our side of the line. Time: { $time }.
ph-crossings_counted = Our count at the line: { $crossings }. Period: { $period }.
ph-passed_within = Your aircraft passed ours at { $distance }. Place: { $place }. Time: { $time }.
ph-levels_in_use = We are using these levels: { $band }. Place: { $place }. Period: { $period }.
ph-talk_on = Please talk to us on this frequency: { $frequency }.
ph-gnss_disturbed = Satellite navigation is disturbed here: { $place }.
ph-uav_link_lost = The link to an unmanned aircraft of ours is lost. Last place: { $place }.
ph-aircraft_distress = Our aircraft is in distress: { $place }.

## Convoys.

ph-convoy_announced = Humanitarian movement. From: { $from_place }. To: { $to_place }. Period: { $period }.
ph-passage_asked = We ask for passage. Place: { $place }. Period: { $period }.
ph-passage_crews_told = The crews at this place know of the movement: { $place }. Told at: { $time }.
ph-convoy_left = The humanitarian movement has left. Place: { $place }. Time: { $time }.
ph-convoy_arrived = The humanitarian movement has arrived. Place: { $place }. Time: { $time }.
ph-convoy_delayed = The humanitarian movement is delayed. New time: { $time }.
ph-convoy_waits = The humanitarian movement is held up here: { $place }.
ph-convoy_turned_back = The humanitarian movement has turned back: { $place }.
ph-convoy_contact_lost = Contact with the humanitarian movement is lost. Last place: { $place }. Last contact: { $time }.
ph-escort_contact_lost = Contact with the escort is lost. Last place: { $place }. Last contact: { $time }.
ph-convoy_contact_back = Contact is restored. Time: { $time }.
ph-checkpoint_unaware = The checkpoint here does not know of the movement: { $place }.
ph-road_closed = The road is closed here: { $place }.
ph-road_open = The road is open again here: { $place }.

## Sites and repair crews.

ph-site_here = A registered site is here: { $place }. Category: { $category }.
ph-site_moved = A site has moved. Before: { $from_place }. Now: { $to_place }.
ph-site_hit = A site was hit: { $place }. Time: { $time }.
ph-crew_works = A repair crew is at work here: { $place }. Period: { $period }.
ph-crew_left = The repair crew has left: { $place }. Time: { $time }.
ph-crew_hindered = The repair crew cannot work here: { $place }.
ph-service_out = Out of service: { $service }. Place: { $place }.
ph-service_back = In service again: { $service }. Place: { $place }. Time: { $time }.

## Hazards.

ph-ordnance_found = Unexploded ordnance was found here: { $place }.
ph-disposal_planned = Controlled detonation here: { $place }. Period: { $period }. Keep away at least: { $distance }.
ph-mines_reported = Mines are reported here: { $place }.
ph-chemical_release = Release of a hazardous chemical here: { $place }.
ph-fire_here = There is a fire here: { $place }.
ph-water_rising = The water may rise suddenly below this place: { $place }.
ph-hazard_ended = This hazard has been removed: { $about }. Time: { $time }.

## Ceasefire.

ph-event_reported = Event reported to us: { $event }. Place: { $place }. Period: { $period }.
ph-clarify_event = Please clarify this report: { $about }. No later than: { $until }.
ph-event_ours = It was ours. This answer speaks for: { $speaks_for }.
ph-event_not_ours = Not ours. This answer speaks for: { $speaks_for }.
ph-event_not_known = We do not know yet. This answer speaks for: { $speaks_for }.
ph-events_counted = In our book: { $episodes }; { $events }. Period: { $period }.
ph-no_event_since = No event has been reported to us here: { $place }. Since: { $time }.
ph-visit_proposed = We propose a joint visit. Place: { $place }. Period: { $period }.
ph-visit_joined = We will take part in the joint visit. Place: { $place }. Period: { $period }.
ph-visit_declined = We will not take part in the joint visit. Place: { $place }.
ph-text_ends = This agreed text ends: { $about }. Time: { $time }.

## Line, channels and watch.

ph-channel_suspended = We suspend this channel: { $channel }. From: { $time }.
ph-channel_resumed = We resume this channel: { $channel }. From: { $time }.
ph-channel_remains = This channel remains open: { $channel }.
ph-post_handed_over = The shift has changed: { $post }. Time: { $time }.
ph-line_test = Line test. Please answer.
ph-line_test_heard = Line test received.
ph-radio_check = Radio check. Frequency: { $frequency }.
ph-radio_heard = We hear you: { $readability }.
ph-nothing_to_report = Nothing to report. Period: { $period }.
ph-number_missing = A message of yours has not arrived. Its number: { $number }.
ph-send_again = Please send again. From number: { $number }. To number: { $number_to }.
ph-time_check = Our clock shows: { $time }.
ph-to_backup_line = We are changing to the backup line.
ph-to_main_line = We are back on the main line.
ph-off_line = We will be off the line. Period: { $period }.
ph-on_line_again = We are on the line again. Time: { $time }.
ph-drill_broken_off = The drill is broken off. What follows is real.

## Language.

ph-interpreter_needed = An interpreter is needed. Language: { $language }.
ph-interpreter_present = An interpreter is on the line. Language: { $language }.
ph-in_writing = Please send it in writing.
ph-use_phrases = Please use the phrase book.
ph-translation_doubtful = The translation of this is in doubt: { $about }.

## Drill.

ph-drill_begins = DRILL. A drill begins. Time: { $time }.
ph-drill_ends = DRILL. The drill has ended. Time: { $time }.
ph-drill_stop = DRILL. This is a STOP for training.
ph-drill_message = DRILL. Message of the drill, number: { $number }.
ph-drill_received = DRILL. Received.

## Groups.

ph-group-stop = Stop and cease
ph-group-close = You are close to
ph-group-receipt = Receipt
ph-group-location = Location and read-back
ph-group-request = Requests
ph-group-rescue = Medical evacuation, search and rescue
ph-group-activity = Announced activity
ph-group-airspace = Airspace and crossing a line
ph-group-movement = Convoys
ph-group-site = Sites and repair crews
ph-group-hazard = Hazards
ph-group-ceasefire = Ceasefire
ph-group-watch = Line, channels and watch
ph-group-language = Language
ph-group-drill = Drill

## Names of slots.

ph-slot-place = Place
ph-slot-point = Place with coordinates
ph-slot-from_place = From
ph-slot-to_place = To
ph-slot-place_name = Name of the place
ph-slot-time = Time
ph-slot-until = Until
ph-slot-period = Period
ph-slot-level = Level
ph-slot-band = Levels
ph-slot-distance = Distance
ph-slot-bearing = True bearing
ph-slot-wind_from = Wind from, true
ph-slot-speed = Speed
ph-slot-frequency = Frequency
ph-slot-about = Concerns
ph-slot-other = The other side’s
ph-slot-post = Post
ph-slot-party = Party
ph-slot-language = Language
ph-slot-channel = Channel
ph-slot-vehicles = Vehicles
ph-slot-persons = People
ph-slot-aircraft = Aircraft
ph-slot-items = Items
ph-slot-episodes = Episodes
ph-slot-events = Separate events
ph-slot-crossings = Crossings
ph-slot-number = Number
ph-slot-number_to = To number
ph-slot-activity = Class
ph-slot-category = Category
ph-slot-reason = Reason
ph-slot-event = What
ph-slot-speaks_for = Speaks for
ph-slot-readability = How well
ph-slot-service = Service

## Values.

ph-value-place = { $name }, { $point }
ph-value-unlocated = “{ $words }” (unlocated)
ph-value-unknown = Not understood: a phrase of a newer book, { $phrase }.

## Counts, with every plural of the language.

ph-count-vehicles = { $n ->
     [one] { $shown } vehicle
    *[other] { $shown } vehicles
  }
ph-count-persons = { $n ->
     [one] { $shown } person
    *[other] { $shown } people
  }
ph-count-aircraft = { $n ->
     [one] { $shown } aircraft
    *[other] { $shown } aircraft
  }
ph-count-items = { $n ->
     [one] { $shown } item
    *[other] { $shown } items
  }
ph-count-episodes = { $n ->
     [one] { $shown } episode
    *[other] { $shown } episodes
  }
ph-count-events = { $n ->
     [one] { $shown } separate event
    *[other] { $shown } separate events
  }
ph-count-crossings = { $n ->
     [one] { $shown } crossing
    *[other] { $shown } crossings
  }

## Types of slots, in what is refused.

ph-type-place = a place
ph-type-unlocated = a place by name only
ph-type-time = a time
ph-type-period = a period
ph-type-level = a level
ph-type-band = levels
ph-type-count = a count
ph-type-number = a number
ph-type-distance = a distance
ph-type-bearing = a bearing
ph-type-speed = a speed
ph-type-frequency = a frequency
ph-type-post = a post
ph-type-party = a party
ph-type-entity = an entry of the room
ph-type-language = a language
ph-type-channel = a channel
ph-type-code = a word of the list

## Closed lists.

ph-activity-transit = transit
ph-activity-patrol = patrol
ph-activity-hazardous = hazardous to others
ph-activity-uav = uncrewed aircraft
ph-activity-medevac = medical evacuation
ph-activity-sar = search and rescue
ph-activity-gnss_disruption = GNSS disruption
ph-activity-humanitarian_movement = humanitarian movement
ph-category-hospital = hospital
ph-category-clinic = clinic
ph-category-ambulance_point = ambulance point
ph-category-school = school
ph-category-idp_camp = camp of displaced people
ph-category-water = water
ph-category-power = power
ph-category-food = food
ph-category-worship = worship
ph-category-un_ngo_office = relief office
ph-category-warehouse = store
ph-category-crossing = crossing
ph-category-detention = detention
ph-category-repair_crew = repair crew
ph-category-uxo_hazard = mine hazard
ph-category-hazardous_industry = hazardous industry
ph-category-other = other
ph-post-watch_officer = Watch officer
ph-post-interpreter = Interpreter
ph-post-airspace = Airspace
ph-post-humanitarian_liaison = Humanitarian liaison
ph-post-ceasefire = Ceasefire
ph-post-legal_adviser = Legal adviser
ph-post-duty_chief = Duty chief
ph-post-access_officer = Access officer
ph-post-custodian = Custodian
ph-post-needed = Take a post in the header to release, answer or read back.
ph-channel-SAFETY = Safety
ph-channel-CEASEFIRE = Ceasefire
ph-channel-HUMANITARIAN = Humanitarian
ph-channel-LIAISON = Liaison
ph-language-en = English
ph-language-ar = Arabic
ph-language-ru = Russian
ph-reason-weather = weather
ph-reason-technical = technical fault
ph-reason-medical = medical need
ph-reason-fighting = fighting nearby
ph-reason-road = state of the road
ph-reason-hazard = hazard on the ground
ph-reason-fuel = fuel
ph-reason-no_contact = no contact
ph-reason-instructions = waiting for instructions
ph-reason-checkpoint = checkpoint
ph-reason-other = other
ph-event-small_arms = small-arms fire
ph-event-mortar = mortar fire
ph-event-artillery = artillery fire
ph-event-rocket = rocket fire
ph-event-guided_missile = anti-tank guided missile
ph-event-air = attack from the air
ph-event-uav = unmanned aircraft
ph-event-explosive_device = explosive device or mine
ph-event-movement_beyond_line = movement beyond the line
ph-event-heavy_equipment = heavy equipment in a withdrawal area
ph-event-aid_obstructed = obstruction of aid
ph-event-detention = detention
ph-event-gnss_disruption = disturbed satellite navigation
ph-event-airspace_crossing = airspace crossing
ph-event-site_hit = registered site hit
ph-event-other = other
ph-speaks_for-own_forces = our own forces only
ph-speaks_for-allied_forces = forces allied with us
ph-speaks_for-unknown = not known for whom
ph-readability-r1 = { "\\u2066" }1/5{ "\\u2069" }, not readable
ph-readability-r2 = { "\\u2066" }2/5{ "\\u2069" }, readable now and then
ph-readability-r3 = { "\\u2066" }3/5{ "\\u2069" }, readable with difficulty
ph-readability-r4 = { "\\u2066" }4/5{ "\\u2069" }, readable
ph-readability-r5 = { "\\u2066" }5/5{ "\\u2069" }, perfectly readable
ph-service-power = electricity
ph-service-water = water supply
ph-service-telephone = telephone
ph-service-health = health service
ph-service-bakery = bakery
ph-service-fuel = fuel supply
ph-service-other = other
`;export{e as t};