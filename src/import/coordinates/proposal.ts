import type { Position } from 'geojson'
import type { CoordinateSystem } from '../types'
import { isReadable, toWgs84 } from './convert'
import { SWAPPED } from './datum'
import { isWkt, readStated, systemInWords } from './stated'
import { knownSystems } from './systems'
import type { TableSystem } from './in-table'
import { areFew } from '../guesses/few'

/** West, south, east, north in degrees. */
export type Extent = readonly [west: number, south: number, east: number, north: number]

/** How the system of a file is known. Permanent; words from `formats.systemBy.<by>`. */
export type KnownBy = 'file' | 'file-name' | 'column' | 'numbers' | 'custom'

/** The system that a file seems to be in. */
export interface SystemProposal {
  /** The likeliest; '' where none is likelier than another. */
  system: CoordinateSystem
  by: KnownBy
  /** What says so: the words of the file, or some numbers. */
  detail: string
  /** Nobody has to be asked. */
  isCertain: boolean
  /** What else it may be, the likeliest first. */
  options: CoordinateSystem[]
}

/** What tells something about the system of a file. */
export interface SystemClues {
  fileName: string
  crs: string
  /** Columns that positions are taken from. */
  columns: string[]
  positions: Position[]
  /** What the table says of them in words. */
  inTable?: TableSystem
  /** In which the map service gives its positions that the file seems to come from. */
  service?: { system: CoordinateSystem; detail: string }
  /** Where the district lies, when that is known. */
  district?: Extent
}

const china: Extent = [73, 17, 136, 54]
const named: CoordinateSystem[] = ['wgs84', 'gcj02', 'bd09']

/**
 * Returns the system that a file seems to be in. Certain is only what the file says and its numbers agree with, and degrees that
 * lie where people live; metres without a system, swapped axes and numbers that contradict what is said are for a person.
 */
export function proposeSystem(given: SystemClues): SystemProposal {
  const clues = { ...given, positions: withoutStrays(given.positions) }
  const { crs, positions } = clues
  const stated = readStated(crs)
  const isMetres = positions.some(isInMetres)
  const said = saidBy(clues)
  const likely = rankSystems(clues, isMetres)
  const options = [
    ...new Set([...(said ? [said.system] : []), ...likely, ...named, `${SWAPPED}wgs84`]),
  ].filter((one) => one !== '')
  const detail = said?.detail ?? shown(positions)
  const ask = (system: CoordinateSystem, by: KnownBy, why = detail): SystemProposal => ({
    system,
    by,
    detail: why,
    isCertain: false,
    options,
  })
  if (stated && 'unread' in stated) return ask(likely[0] ?? '', 'file', stated.unread)
  // Rows in several systems: one for all would be wrong for some.
  if (said?.system === '') return ask('', said.by)
  if (said && !isReadable(said.system)) return ask(likely[0] ?? '', said.by)
  if (said && positions.length > 0 && !agrees(said.system, isMetres, clues))
    return ask(
      likely[0] ?? degreesElse(said.system, positions),
      said.by,
      `${said.detail}; ${shown(positions)}`,
    )
  if (said) return { ...said, isCertain: true, options }
  if (isMetres) return ask(likely[0] ?? '', 'numbers')
  const { service } = clues
  if (service && positions.length > 0 && inhabited(positions))
    return ask(service.system, 'column', service.detail)
  if (positions.length === 0 || inhabited(positions))
    return { system: 'wgs84', by: 'custom', detail: '', isCertain: true, options }
  if (positions.every(looksLikeRadians)) return ask('', 'numbers')
  if (inhabited(positions.map(([x, y]) => [y, x]))) return ask(`${SWAPPED}wgs84`, 'numbers')
  return { system: 'wgs84', by: 'custom', detail: '', isCertain: true, options }
}

/** No degrees. */
function isInMetres([x, y]: Position): boolean {
  return Math.abs(x) > 400 || Math.abs(y) > 400
}

/** A few numbers in metres among many in degrees are faults of their rows. */
function withoutStrays(positions: Position[]): Position[] {
  const metres = positions.filter(isInMetres).length
  return metres > 0 && areFew(metres, positions.length)
    ? positions.filter((one) => !isInMetres(one))
    : positions
}

function saidBy({
  fileName,
  crs,
  columns,
  inTable,
}: SystemClues): Pick<SystemProposal, 'system' | 'by' | 'detail'> | undefined {
  const stated = readStated(crs)
  const byColumn = columns.find((column) => systemInWords(column))
  const byName = systemInWords(fileName)
  const isUsual = stated && 'system' in stated && ['wgs84', 'EPSG:4490'].includes(stated.system)
  // Programs write WGS84 or CGCS2000 into every file that they are not told better about: a person's words count more.
  if (stated && 'system' in stated && !(isUsual && (byColumn ?? inTable?.system ?? byName)))
    return { system: stated.system, by: 'file', detail: nameOfStated(crs) }
  if (byColumn) return { system: systemInWords(byColumn)!, by: 'column', detail: byColumn }
  if (inTable) return inTable
  if (byName) return { system: byName, by: 'file-name', detail: fileName }
  if (/3857|900913/.test(fileName)) return { system: 'web-mercator', by: 'file-name', detail: fileName }
  return undefined
}

/** WKT is long: its name says enough. */
function nameOfStated(crs: string): string {
  return (isWkt(crs) ? /"([^"]*)"/.exec(crs)?.[1] : undefined) ?? crs.slice(0, 80)
}

/** Numbers agree with a system when it puts most of them where people live, and none of those in degrees are metres. */
function agrees(system: CoordinateSystem, isMetres: boolean, { positions }: SystemClues): boolean {
  const inDegrees = /^(wgs84|gcj02|bd09)$/.test(system)
  if (inDegrees && isMetres) return false
  // Read as metres, degrees would all lie within a few metres of the origin of the system.
  if (!isGeographic(system) && positions.every(looksLikeDegrees)) return false
  const moved = positions.map((position) => toWgs84(position, system))
  const zone = knownSystems.find(({ code }) => system === `EPSG:${code}`)?.zone
  const reach = zone ? zone.degrees * 2 : 360
  const near = moved.filter(([lng]) => !zone || Math.abs(lng - zone.centralMeridian) <= reach)
  return inhabited(moved) && near.length * 2 > moved.length
}

/** A system in degrees leaves a position about where it is. */
function isGeographic(system: CoordinateSystem): boolean {
  const [lng, lat] = toWgs84(system.startsWith(SWAPPED) ? [35, 113] : [113, 35], system)
  return Math.abs(lng - 113) < 0.1 && Math.abs(lat - 35) < 0.1
}

function looksLikeDegrees([x, y]: Position): boolean {
  return Math.abs(x) <= 180 && Math.abs(y) <= 180
}

/** What contradicts a system in metres is in degrees, as far as these lie where people live. */
function degreesElse(system: CoordinateSystem, positions: Position[]): CoordinateSystem {
  return positions.every(looksLikeDegrees) && inhabited(positions) ? 'wgs84' : system
}

/** Numbers as small as radians are; as degrees they lie in the sea off Africa. */
function looksLikeRadians([x, y]: Position): boolean {
  return Math.abs(x) <= Math.PI && Math.abs(y) <= Math.PI / 2
}

/** Most positions lie on earth, not in the polar seas and not around 0, 0. */
function inhabited(positions: Position[]): boolean {
  const good = positions.filter(
    ([lng, lat]) => Math.abs(lng) <= 180 && lat > -60 && lat < 72 && !looksLikeRadians([lng, lat]),
  )
  return good.length * 2 > positions.length
}

/** Systems that put the positions into the district, or into China, the nearest to the district first. */
function rankSystems({ positions, district }: SystemClues, isMetres: boolean): CoordinateSystem[] {
  if (!isMetres || positions.length === 0) return []
  const sample = positions.slice(0, 50)
  const middle = medianOf(sample)
  const candidates = [
    'web-mercator',
    ...knownSystems.flatMap(({ code, datum, zone }) =>
      zone && (datum === 'cgcs2000' || (code > 32600 && code < 32661)) ? [`EPSG:${code}`] : [],
    ),
  ]
  const ranked = [...candidates, ...candidates.map((one) => SWAPPED + one)].flatMap((system) => {
    const score = scoreOf(system, middle, district)
    return score === undefined ? [] : [{ system, score }]
  })
  ranked.sort((a, b) => b.score - a.score)
  if (ranked.length === 0) return []
  const isSure = ranked.length === 1 || ranked[0].score - ranked[1].score >= 1
  const systems = ranked.map(({ system }) => system)
  return isSure ? systems : ['', ...systems]
}

/** Higher is likelier; undefined is impossible. */
function scoreOf(
  system: CoordinateSystem,
  middle: Position,
  district: Extent | undefined,
): number | undefined {
  const place = toWgs84(middle, system)
  if (!place.every(Number.isFinite)) return undefined
  const plain = system.replace(SWAPPED, '')
  const zone = knownSystems.find(({ code }) => plain === `EPSG:${code}`)?.zone
  if (zone && Math.abs(place[0] - zone.centralMeridian) > zone.degrees / 2 + 0.35) return undefined
  const around: Extent = district ?? china
  const isAround = isWithin(place, around, district ? 0.3 : 0)
  if (!isAround) return undefined
  // With a prefix the zone is in the numbers; three degrees are what districts have to use.
  const byZone = zone ? (zone.hasPrefix ? 3 : 0) + (zone.degrees === 3 ? 1 : 0) : 3
  return byZone - (system.startsWith(SWAPPED) ? 0.5 : 0) - (zone && plain.startsWith('EPSG:32') ? 0.6 : 0)
}

function isWithin([lng, lat]: Position, [west, south, east, north]: Extent, margin: number): boolean {
  return lng >= west - margin && lng <= east + margin && lat >= south - margin && lat <= north + margin
}

function medianOf(positions: Position[]): Position {
  const middle = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]
  return [middle(positions.map(([x]) => x)), middle(positions.map(([, y]) => y))]
}

function shown(positions: Position[]): string {
  return positions
    .slice(0, 2)
    .map((one) => one.slice(0, 2).map(sixDecimals).join(', '))
    .join(' · ')
}

/** Of a sum that a program made, the seventeenth digit tells nobody anything. */
function sixDecimals(value: number): string {
  return String(Math.round(value * 1e6) / 1e6)
}
