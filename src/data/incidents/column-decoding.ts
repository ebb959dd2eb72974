import { type CaseChunk } from '../../lib/incidents/case-columns'
import { DataError } from '../../lib/errors'
import type { AnswerOf } from '../contracts/contract'
import type { incidentColumns } from '../contracts/incident-columns'

const DAY_MS = 86_400_000
const RUN_PLANES = 3
const COLUMN_PLANES = 9

/** A month of cases as it stands on the line. */
export type IncidentColumns = AnswerOf<typeof incidentColumns>

/**
 * Returns a month of cases as columns. Throws `answer-otherwise` where the bytes are not as many as the cases need.
 * `runs` says for each day and community how many cases follow, in three planes of bytes, the highest first. `columns` has nine
 * planes of a byte a case: hour, hours (2), category (2), and the step (4) from the Morton code of the case before of that day and
 * community, whose corner the code is counted from.
 */
export function decodeColumns(given: IncidentColumns): CaseChunk {
  const { cases, days, communities, categories } = given
  const [runs, bytes] = [bytesOf(given.runs), bytesOf(given.columns)]
  const cells = days * communities.length
  if (runs.length !== cells * RUN_PLANES || bytes.length !== cases * COLUMN_PLANES) throw otherwise(given)
  const plane = (place: number) => bytes.subarray(place * cases, (place + 1) * cases)
  const chunk = emptyChunk(given)
  chunk.hour.set(plane(0))
  const [hoursHigh, hoursLow, categoryHigh, categoryLow] = [plane(1), plane(2), plane(3), plane(4)]
  for (let row = 0; row < cases; row++) {
    chunk.hours[row] = (hoursHigh[row] << 8) | hoursLow[row]
    chunk.category[row] = categories[(categoryHigh[row] << 8) | categoryLow[row]]
  }
  const [top, high, middle, low] = [plane(5), plane(6), plane(7), plane(8)]
  let row = 0
  for (let cell = 0; cell < cells; cell++) {
    const [id, west, south] = communities[cell % communities.length]
    const end = row + ((runs[cell] << 16) | (runs[cells + cell] << 8) | runs[2 * cells + cell])
    if (end > cases) throw otherwise(given)
    for (let code = 0; row < end; row++) {
      code = (code + ((top[row] << 24) | (high[row] << 16) | (middle[row] << 8) | low[row])) >>> 0
      chunk.community[row] = id
      chunk.x[row] = west + everySecondBit(code)
      chunk.y[row] = south + everySecondBit(code >>> 1)
    }
    if (cell % communities.length === communities.length - 1)
      chunk.dayStarts[Math.floor(cell / communities.length) + 1] = row
  }
  if (row !== cases) throw otherwise(given)
  return chunk
}

function emptyChunk({ cases, days, firstDay }: IncidentColumns): CaseChunk {
  return {
    firstDay: Math.round(Date.parse(firstDay) / DAY_MS),
    dayStarts: new Uint32Array(days + 1),
    x: new Int32Array(cases),
    y: new Int32Array(cases),
    hour: new Uint8Array(cases),
    hours: new Uint16Array(cases),
    category: new Uint32Array(cases),
    community: new Uint32Array(cases),
  }
}

function bytesOf(base64: string): Uint8Array {
  const text = atob(base64)
  const bytes = new Uint8Array(text.length)
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at)
  return bytes
}

/** The even bits of a Morton code, moved together (Morton 1966). */
function everySecondBit(code: number): number {
  let bits = code & 0x55555555
  bits = (bits | (bits >>> 1)) & 0x33333333
  bits = (bits | (bits >>> 2)) & 0x0f0f0f0f
  bits = (bits | (bits >>> 4)) & 0x00ff00ff
  return (bits | (bits >>> 8)) & 0xffff
}

function otherwise({ month, version }: IncidentColumns): DataError {
  const said = new TypeError(`incident_columns: the bytes of ${month} are not as many as its cases need`)
  return new DataError(
    'answer-otherwise',
    { function: 'incident_columns', field: 'columns', expected: version },
    said,
  )
}
