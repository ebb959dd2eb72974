import type { Client } from '../../lib/supabase'
import { ask, type Shape } from '../contracts/contract'
import {
  districtSettings,
  type mapSource,
  type notice,
  saveDistrictSettings,
  type settings,
  type settingsChange,
  setupNotices,
} from '../contracts/settings'
import type { AreaId } from '../../lib/ids'

/** What a district decides about itself. */
export type Settings = Shape<typeof settings>
/** Some of the settings. */
export type SettingsChange = Shape<typeof settingsChange>
/** A map from elsewhere. */
export type MapSource = Shape<typeof mapSource>
/** What the administrator has to see to. */
export type Notice = Shape<typeof notice>

/** The parts of a wall that a district may leave out: those of `private.wall_parts()` in the database. */
export const WALL_PARTS = ['figures', 'overdue', 'feed', 'day', 'standing', 'ranking', 'density'] as const
export type WallPart = (typeof WALL_PARTS)[number]

/** Returns the settings of a district, as whoever has a role in it reads them. Throws `not-allowed`. */
export async function readSettings(client: Client, district: AreaId): Promise<Settings> {
  return ask(client, districtSettings, { district })
}

/**
 * Changes what is named and returns all settings. Throws `not-allowed`, `changed-since` (somebody else was quicker),
 * `address-malformed`, `days-out-of-range`, `map-source-wrong`, `time-zone-unknown`.
 */
export async function saveSettings(
  client: Client,
  { district, version }: Pick<Settings, 'district' | 'version'>,
  content: SettingsChange,
): Promise<Settings> {
  return ask(client, saveDistrictSettings, { district, version, content })
}

/** Returns what the administrator of a district has to see to; nothing for anybody else. */
export async function listNotices(client: Client, district: AreaId): Promise<Notice[]> {
  return ask(client, setupNotices, { district })
}
