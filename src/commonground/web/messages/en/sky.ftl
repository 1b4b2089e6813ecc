# Drones that identify themselves: layer, table, details.

layer-drones = Drones heard
table-drones = Drones heard
drones-closer-chip = come closer
drones-closer = Drones are shown on a map of at most { $most } from corner to corner; this one shows { $now }.
drones-squares = Counted in squares. Each one is shown on a map of { $most } or less from corner to corner.
drones-waiting = Services are being asked.
drones-none = No drone was heard here. That says nothing about drones that do not identify themselves.
drones-asked = Services asked: { $count }
drones-trouble = Services that do not answer as they should: { $count }
drones-directory = The directory of services does not answer. What it said is of { $time }.
drones-directory-never = The directory of services does not answer.
drones-now = Drones are shown as of now only.
drones-node = This centre's node does not answer; what is shown grows old.
drones-off = The layer of drones is off.
drones-searched = On the map, { $now } from corner to corner. Services asked: { $count }
drones-services = Services that identify drones here
drones-services-searched = Service areas that meet the map
drones-in-squares = Drones in squares

drone-legend = drone
drone-legend-square = drones in a square
drone-live = heard
drone-stale = stale
drone-lost = not heard since { $time }
drone-area = area only
drone-simulated = simulated
drone-simulated-some = simulated: { $count }
drone-estimated = estimated position
drone-aircraft = aircraft: { $count }
drone-in-square = drones: { $count }
drone-no-operator = Who flies it, and from where, is not read by this node.
drone-by = named by

drone-th-standing = Standing
drone-th-service = Service
drone-th-host = Address
drone-th-type = Type
drone-th-altitude = Altitude
drone-th-height = Height
drone-th-speed = Speed
drone-th-climb = Climb
drone-th-track = Track
drone-th-age = Age
drone-th-heard = Last answer
drone-th-accuracy = Accuracy
drone-th-refused = Not taken
drone-th-square = Square
drone-th-count = Drones
drone-above-takeoff = above take-off
drone-above-ground = above ground

drone-session = Session
drone-session-ask = Ask for its session
drone-session-none = none given
drone-class = Class of operation

drone-service-ok = answers
drone-service-waiting = not asked yet
drone-service-late = does not answer
drone-service-access = does not accept our token
drone-service-refused = its answer was refused
drone-service-wide = asked on a narrower map

drone-status-Undeclared = not declared
drone-status-Ground = on the ground
drone-status-Airborne = airborne
drone-status-Emergency = emergency
drone-status-RemoteIDSystemFailure = its identification fails

drone-type-NotDeclared = not declared
drone-type-Aeroplane = aeroplane
drone-type-Helicopter = helicopter or multirotor
drone-type-Gyroplane = gyroplane
drone-type-HybridLift = hybrid lift
drone-type-VTOL = vertical take-off
drone-type-Ornithopter = ornithopter
drone-type-Glider = glider
drone-type-Kite = kite
drone-type-FreeBalloon = free balloon
drone-type-CaptiveBalloon = captive balloon
drone-type-Airship = airship
drone-type-FreeFallOrParachute = free fall or parachute
drone-type-Rocket = rocket
drone-type-TetheredPoweredAircraft = tethered aircraft
drone-type-GroundObstacle = obstacle on the ground
drone-type-Other = other
