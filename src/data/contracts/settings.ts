import * as v from 'valibot'
import { contract } from './contract'
import { areaId, day, list, shape, text, truth, whole } from './shapes'

/** How a map from elsewhere is asked for. */
const mapSourceKind = v.picklist(['pmtiles', 'tianditu', 'xyz', 'wmts'])

/** A map from elsewhere. */
export const mapSource = shape({
  id: text,
  kind: mapSourceKind,
  name: text,
  /** Of XYZ with {z}, {x} and {y}; of WMTS the service; of PMTiles the file; none of 天地图. */
  url: text,
  /** Of 天地图. */
  key: text,
  /** Of WMTS. */
  layer: text,
  attribution: text,
  /** 审图号. */
  approval: text,
})

/** What a district decides about itself. */
export const settings = shape({
  district: areaId,
  /** Counts changes; given back with the next. */
  version: whole,
  /** Empty: the address at which a page is open. */
  publicAddress: text,
  /** Days after the end of a case after which its contact is deleted. */
  contactDays: whole,
  /** Days for which volunteers, absences and shifts of the past and telephones of former staff are kept. */
  formerDays: whole,
  /** Days for which the audit log is kept. */
  auditDays: whole,
  mapSources: list(mapSource),
  /** Id of the one that maps show, or `offline`. */
  mapSource: text,
  wallTitle: text,
  /** Parts of a wall that are left out. */
  wallHidden: list(text),
  timeZone: text,
  checkerIsAnother: truth,
})

/** Some of the settings. */
export const settingsChange = v.partial(
  v.object({
    publicAddress: text,
    contactDays: v.number(),
    formerDays: v.number(),
    auditDays: v.number(),
    mapSources: list(mapSource),
    mapSource: text,
    wallTitle: text,
    wallHidden: list(text),
    timeZone: text,
    checkerIsAnother: truth,
  }),
)

/** What the administrator has to see to, and from which day on. */
export const notice = shape({
  code: v.picklist(['calendar-ended', 'calendar-ends', 'holidays-unknown', 'holidays-missing']),
  day,
})

export const districtSettings = contract('district_settings', { district: areaId }, settings)
export const saveDistrictSettings = contract(
  'save_district_settings',
  { district: areaId, version: whole, content: settingsChange },
  settings,
)
export const setupNotices = contract('setup_notices', { district: areaId }, list(notice))
