/** Cases as columns: typed arrays of one length, sorted by the day of the report, a few bytes a case. */

/** What stands in `hours` where a case is still open. */
export const STILL_OPEN = 65535
/** Positions are cells of a hundred-thousandth of a degree, about a metre. */
export const UNITS_PER_DEGREE = 100_000

/** Whole numbers from 0 on, in as few bytes as they need. */
export type Places = Uint8Array | Uint16Array | Uint32Array

/** A month of cases, as it comes from the database. */
export interface CaseChunk {
  /** The days since 1970 on which its first day begins. */
  firstDay: number
  /** The row at which each day begins, and the number of rows at the end. */
  dayStarts: Uint32Array<ArrayBuffer>
  /** Units east of the meridian and north of the equator. */
  x: Int32Array<ArrayBuffer>
  y: Int32Array<ArrayBuffer>
  /** Hour of the day of the report, on the district's clock. */
  hour: Uint8Array<ArrayBuffer>
  /** Hours from the hour of the report to that of the closing, or `STILL_OPEN`. */
  hours: Uint16Array<ArrayBuffer>
  /** Ids. */
  category: Uint32Array<ArrayBuffer>
  community: Uint32Array<ArrayBuffer>
}

/** All cases of an area. Of the lists `categories` and `communities` the columns have the places. */
export interface CaseColumns {
  firstDay: number
  dayStarts: Uint32Array
  /** Units of the south-west corner; `x` and `y` are counted from it. */
  west: number
  south: number
  width: number
  height: number
  x: Places
  y: Places
  hour: Uint8Array
  hours: Uint16Array
  category: Places
  community: Places
  categories: readonly number[]
  communities: readonly number[]
}

/** Returns the number of cases. */
export function caseCount({ hour }: Pick<CaseColumns, 'hour'>): number {
  return hour.length
}

/** Returns the number of days from the first report to the last. */
export function dayCount({ dayStarts }: Pick<CaseColumns, 'dayStarts'>): number {
  return dayStarts.length - 1
}

/** Returns an array for numbers up to `most`. */
export function placesFor(most: number, length: number): Places {
  if (most < 2 ** 8) return new Uint8Array(length)
  return most < 2 ** 16 ? new Uint16Array(length) : new Uint32Array(length)
}

/**
 * Joins months, given in their order, to the columns of an area; categories and communities in the order of the lists, which
 * must hold all that occur. Cost: cases.
 */
export function joinChunks(
  chunks: readonly CaseChunk[],
  categories: readonly number[],
  communities: readonly number[],
): CaseColumns {
  const filled = chunks.filter(({ hour }) => hour.length > 0)
  const total = filled.reduce((sum, { hour }) => sum + hour.length, 0)
  const { west, south, east, north } = extent(filled)
  const firstDay = Math.min(...filled.map((chunk) => chunk.firstDay), Infinity)
  const lastDay = Math.max(...filled.map((chunk) => chunk.firstDay + dayCount(chunk)), -Infinity)
  const days = total ? lastDay - firstDay : 0
  const columns = {
    firstDay: total ? firstDay : 0,
    dayStarts: new Uint32Array(days + 1),
    west,
    south,
    width: east - west + 1,
    height: north - south + 1,
    x: placesFor(east - west, total),
    y: placesFor(north - south, total),
    hour: new Uint8Array(total),
    hours: new Uint16Array(total),
    category: placesFor(categories.length, total),
    community: placesFor(communities.length, total),
    categories,
    communities,
  }
  const categoryPlaces = new Map(categories.map((id, place) => [id, place]))
  const communityPlaces = new Map(communities.map((id, place) => [id, place]))
  const counts = new Uint32Array(days)
  let start = 0
  for (const chunk of filled) {
    const { length } = chunk.hour
    columns.hour.set(chunk.hour, start)
    columns.hours.set(chunk.hours, start)
    for (let row = 0; row < length; row++) {
      columns.x[start + row] = chunk.x[row] - west
      columns.y[start + row] = chunk.y[row] - south
      columns.category[start + row] = placeIn(categoryPlaces, chunk.category[row])
      columns.community[start + row] = placeIn(communityPlaces, chunk.community[row])
    }
    for (let day = 0; day < dayCount(chunk); day++)
      counts[chunk.firstDay - firstDay + day] += chunk.dayStarts[day + 1] - chunk.dayStarts[day]
    start += length
  }
  counts.forEach((count, day) => (columns.dayStarts[day + 1] = columns.dayStarts[day] + count))
  return columns
}

function placeIn(places: ReadonlyMap<number, number>, id: number): number {
  const place = places.get(id)
  if (place === undefined) throw new RangeError(`not among what the columns are of: ${id}`)
  return place
}

function extent(chunks: readonly CaseChunk[]) {
  if (chunks.length === 0) return { west: 0, south: 0, east: 0, north: 0 }
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const { x, y } of chunks)
    for (let row = 0; row < x.length; row++) {
      west = Math.min(west, x[row])
      east = Math.max(east, x[row])
      south = Math.min(south, y[row])
      north = Math.max(north, y[row])
    }
  return { west, south, east, north }
}
