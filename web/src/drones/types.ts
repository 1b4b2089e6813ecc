/** Own flights and what other services told, as `/api/drones` gives them. Times ms UTC, heights tenths of a millimetre. */
import type { Altitude, Difference, Point, Report, Rows, Volume } from '../lib/types';

export type FlightState = '' | 'Accepted' | 'Activated' | 'Nonconforming' | 'Contingent';
export interface MetRow {
  id: string; what: 'intent' | 'constraint'; manager: string; state: FlightState; rank: number; from_ms: number; until_ms: number;
  area_m2: number; stops: boolean; common_point: Point; altitude_overlap_tmm: number;
}
export interface TrackRow {
  phase: 'conforming' | 'excursion' | 'nonconforming' | 'contingent'; since_ms: number; publish_by_ms: number | null; turns_ms: number | null;
  t_ms: number; lon_nd: number; lat_nd: number; altitude: Altitude; inside_permille: number; excursions: number; flown_ms: number;
  keeps_to_it: boolean;
}
export interface OwedRow { url: string; attempts: number; since_ms: number; next_ms: number; problem: string }
export interface DroneRow {
  key: string; id: string; state: FlightState; version: number; since_ms: number; asked: FlightState; ending: boolean; rank: number;
  flight_type: '' | 'VLOS' | 'BVLOS'; volumes: Volume[]; off_nominal: Volume[]; from_ms: number; until_ms: number; met: MetRow[];
  track: TrackRow | null; owed: OwedRow[]; notice: string;
}
export interface RuleRow {
  /** A constraint of this party's own; `held` once the DSS has accepted it. */
  key: string; id: string; held: boolean; version: number; since_ms: number; asked: boolean; ending: boolean; type: string; volumes: Volume[];
  from_ms: number; until_ms: number; owed: OwedRow[]; notice: string;
}
export interface PeerRow {
  /** Its rank is known once its service has told the details. */
  key: string; id: string; what: 'intent' | 'constraint'; manager: string; state: FlightState; version: number; rank: number | null; volumes: Volume[];
  off_nominal: Volume[]; from_ms: number; until_ms: number; type: string;
}
/** What the DSS holds this service to be; '' before it answered. */
export interface Availability { said: '' | 'Unknown' | 'Normal' | 'Down'; since_ms: number; asked_ms: number; problem: string }
/** What went wrong at another end within the hour; it was reported there. */
export interface FailingRow { host: string; asked: string; problem: string; first_ms: number; last_ms: number }
export interface ServiceRow { key: string; uss: string; base_url: string; dss_url: string; availability: Availability; failing: FailingRow[] }
/** What a picture and the feed bring of them, at a node that plans flights. */
export interface FlightLists { drone_service: Rows<ServiceRow>; drone_flights: Rows<DroneRow>; drone_rules: Rows<RuleRow>; drone_peers: Rows<PeerRow> }
export interface FlightChanges { drone_service: Difference<ServiceRow>; drone_flights: Difference<DroneRow>; drone_rules: Difference<RuleRow>; drone_peers: Difference<PeerRow> }
export interface NewPlan { volumes: Volume[]; rank: number; flight_type: '' | 'VLOS' | 'BVLOS'; acknowledged: string[] }
export interface NewRule { volumes: Volume[]; type: string; acknowledged: string[] }
export interface CheckedRule { report: Report; met: MetRow[] }
export interface Checked { report: Report; met: MetRow[]; earliest_ms: number | null }
export interface Planned { flight: DroneRow; met: MetRow[] }
