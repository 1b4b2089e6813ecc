/** What `/api/sky` answers: drones one by one, or counted in squares, and how the services that were asked stand. */
export type Standing = 'live' | 'stale' | 'lost' | 'area';
export interface Corners { west_nd: number; south_nd: number; east_nd: number; north_nd: number }

export interface DroneRow {
  key: string; id: string; manager: string; host: string; standing: Standing; heard_ms: number;
  aircraft_type: string; status: string; simulated: boolean; extrapolated: boolean; aircraft: number;
  lon_nd: number | null; lat_nd: number | null; altitude_tmm: number | null;
  height_tmm: number | null; height_above: 'takeoff' | 'ground' | null;
  track_deg: number | null; speed_m_s: number | null; climb_m_s: number | null;
  accuracy_h: string; accuracy_v: string;
  /** Earlier positions of the last minute: time, longitude, latitude. */
  past: [t_ms: number, lon_nd: number, lat_nd: number][];
}
export interface ClusterRow extends Corners { key: string; aircraft: number; simulated: number }
export interface ServiceRow {
  manager: string; host: string; version: string;
  state: 'ok' | 'waiting' | 'late' | 'access' | 'refused' | 'wide';
  /** In English, for a log or a telephone; the state is said in the reader's language. */
  reason: string; heard_ms: number | null; refused: number; reasons: string[];
}
export interface SkyView {
  now_ms: number; diagonal_m: number; view_m: number; exact_m: number;
  /** When services were asked about this view; null = not yet. */
  asked_ms: number | null;
  directory: { heard_ms: number | null; trouble: string };
  services: ServiceRow[]; drones: DroneRow[]; total: number; clusters: ClusterRow[];
}
export interface DroneDetails { key: string; state: ServiceRow['state']; session: string; category: string; aircraft_class: string }
