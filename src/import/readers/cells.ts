import type { Geometry, Point } from 'geojson'
import { isPossible, readGeometry } from '../values/geometry'
import { readCoordinate, readPair, systemMeant, toWgs84 } from '../coordinates'
import { isDateForName, readCode } from '../values/codes'
import { readInstant, SPREADSHEET_EPOCH_1904_MS, SPREADSHEET_EPOCH_MS } from '../dates'
import { isBareDay, isDayAlone, withClock } from '../dates/clock'
import { isHourColumn } from '../guesses/clocks'
import { maskIdentityDigits, maskIdentityNumbers, maskPersonal, maskTelephones } from '../privacy/personal'
import { clean, contentId, printable, withoutEntities } from '../values/text'
import type {
  AcceptedRow,
  CoordinateSystem,
  Doubt,
  ImportSettings,
  Refusal,
  RefusalReason,
  SourceRow,
} from '../types'
import { readWordedCount } from '../values/counts'
import { factorOf, withoutUnit } from '../values/units'
import { isEmpty, MOST_COUNT, readCount, readNumber, type NumberFormat } from '../values/values'

/** What no formula has reckoned is said of each column that is read. */
function formulaDoubts(
  { formulas }: SourceRow,
  { mapping }: Pick<ImportSettings, 'mapping'>,
): AcceptedRow['doubts'] {
  if (!formulas) return []
  return [...new Set(Object.values(mapping))].flatMap((column = '') => {
    const state = formulas[column]
    if (!state) return []
    return [{ code: state === 'zero' ? 'formula-zero' : 'formula-uncalculated', detail: column }]
  })
}

/** A row with its mapping: cells by field instead of by column, doubts collected on the way. */
export class Cells {
  readonly doubts: AcceptedRow['doubts']
  constructor(
    readonly row: SourceRow,
    readonly settings: ImportSettings,
  ) {
    this.doubts = [...(row.doubts ?? []), ...formulaDoubts(row, settings)]
  }

  /** Returns what the file has for a field, unchanged; '' where there is no column. */
  raw(field: string): string {
    return this.row.cells[this.settings.mapping[field] ?? ''] ?? ''
  }

  /** Returns the text of a field, '' for cells that say nothing; identity numbers and telephones are masked. */
  text(field: string, maskIdentity = maskIdentityNumbers): string {
    const raw = this.raw(field)
    if (isEmpty(raw)) return ''
    const plain = clean(printable(withoutEntities(raw)))
    const anonymous = maskIdentity(plain)
    if (anonymous !== plain) this.doubt('identity-number-masked', field)
    if (this.isPublic(field)) return anonymous
    const masked = maskTelephones(anonymous)
    if (masked !== anonymous) this.doubt('telephone-masked', field)
    return masked
  }

  /** The telephone of a service point is there to be called. */
  private isPublic(field: string): boolean {
    return this.settings.kind === 'service-points' && (field === 'telephone' || field === 'name')
  }

  /** Returns the code in a field as it was before a spreadsheet changed its looks, and whether its digits are lost. */
  code(field: string): { text: string; isDamaged: boolean } {
    const code = readCode(this.text(field, maskIdentityDigits))
    return code.isDamaged ? { text: '', isDamaged: true } : code
  }

  /** As `code` for the code of a grid: fifteen digits of one can look like an old identity number. Other lengths are masked. */
  plainCode(field: string): { text: string; isDamaged: boolean } {
    const given = readCode(clean(printable(this.raw(field))))
    const isOfDistrict = given.text.length === 15 && given.text.startsWith(this.settings.districtCode)
    return isOfDistrict && !given.isDamaged ? given : this.code(field)
  }

  /** As `code` for a code that the row can do without: one that is damaged is left out, with a doubt. */
  optionalCode(field: string): string {
    const { text, isDamaged } = this.code(field)
    if (isDamaged) this.doubt('code-damaged', this.raw(field))
    return text
  }

  /** Returns the name of a thing; one that a spreadsheet made a date of has a doubt. */
  name(field = 'name'): string {
    const name = this.text(field)
    if (name && isDateForName(name)) this.doubt('code-damaged', name)
    return name
  }

  /** As `readCount`, in the way in which the field's column is written; a count in words is read, with a doubt where it is about so many. */
  count(field: string): number | undefined {
    const [raw, format] = [this.raw(field), this.settings.forms?.numbers[field]]
    const factor = this.settings.forms?.counts[field] ?? 1
    if (factor !== 1) return this.manyfold(raw, factor, format)
    const plain = readCount(raw, format)
    if (!Number.isNaN(plain)) return plain
    const worded = readWordedCount(raw, format)
    if (worded?.isApproximate) this.doubt('count-approximate', `${raw} → ${worded.value}`)
    return worded?.value ?? Number.NaN
  }

  /** A count in hundreds or thousands is about so many, unless a cell names its own unit. */
  private manyfold(raw: string, factor: number, format?: NumberFormat): number | undefined {
    const value = readNumber(raw, format)
    if (value === undefined) return undefined
    const count = Math.round(value * factor)
    const isCount = value >= 0 && count < MOST_COUNT && !/[户戶]/.test(raw)
    if (isCount && value > 0) this.doubt('count-approximate', `${raw} → ${count}`)
    return isCount ? count : Number.NaN
  }

  /** Tells whether a field was merged with those of other rows: its value is that of all of them together. */
  isShared(field: string): boolean {
    return this.row.shared?.includes(this.settings.mapping[field] ?? '') ?? false
  }

  /**
   * Returns a measure above zero in square metres (`area`) or metres, by the unit of the cell, else that of its column's name; undefined
   * for what is none, which never refuses a row.
   */
  measure(field: string, quantity: 'area' | 'length'): number | undefined {
    const raw = this.raw(field)
    const plain = withoutUnit(raw)
    const value = readNumber(plain, this.settings.forms?.numbers[field])
    if (value === undefined || !(value > 0)) return undefined
    const says = plain === clean(raw) ? (this.settings.mapping[field] ?? '') : raw
    return value * factorOf(says, quantity)
  }

  /** As `readCoordinate`, in the way in which the field's column is written. */
  private coordinate(field: 'lng' | 'lat'): number | undefined {
    const column = this.settings.mapping[field] ?? ''
    return readCoordinate(this.raw(field), this.settings.forms?.numbers[field], column)
  }

  /** As `readTime`, in the way in which the field's column is written; a doubt where clocks that were put back leave it open. */
  time(field: string): string | null | undefined {
    const { utcOffset, forms } = this.settings
    const zone = forms?.zones[field] ?? (this.zoneOfRow() || utcOffset)
    const read = readInstant(this.timeText(field), zone, forms?.dates[field], forms?.countsFrom1904)
    if (read?.isUnclear) this.doubt('clock-changed', `${field}: ${this.timeText(field)}`)
    return read ? read.instant : read
  }

  /** Returns what the file has for a time: its day with the time of day that stands in a column of its own. */
  timeText(field: string): string {
    const { forms } = this.settings
    const column = forms?.clocks[field]
    if (column === undefined) return this.raw(field)
    const epochMs = forms?.countsFrom1904 ? SPREADSHEET_EPOCH_1904_MS : SPREADSHEET_EPOCH_MS
    return withClock(this.raw(field), this.row.cells[column] ?? '', epochMs, isHourColumn(column))
  }

  /** A day whose time of day was left blank, or left out where the others have one, began at midnight only for want of anything better. */
  doubtClock(field: string): void {
    const { forms } = this.settings
    const column = forms?.clocks[field]
    const raw = this.raw(field)
    if (column !== undefined && isEmpty(this.row.cells[column]) && isDayAlone(raw))
      this.doubt('time-unclear', `${field}: ${raw} (${column})`)
    else if (forms?.timed.has(field) && isBareDay(raw)) this.doubt('time-unclear', `${field}: ${raw}`)
  }

  /** The zone that a column of the row says; '' where it says none. */
  private zoneOfRow(): string {
    const column = this.settings.forms?.zoneColumn
    const said = column === undefined ? '' : (this.row.cells[column] ?? '')
    return isEmpty(said) ? '' : clean(said)
  }

  /** Adds a doubt. Its detail is shown and stored: nobody is named in it. */
  doubt(code: Doubt, detail = ''): void {
    this.doubts.push({ code, detail: maskPersonal(detail) })
  }

  /** Refuses the row. The detail is shown and stored: nobody is named in it. */
  refuse(reason: RefusalReason, detail = ''): { refusal: Refusal } {
    return { refusal: { line: this.row.line, reason, detail: maskPersonal(printable(detail)) } }
  }

  /** Returns the row's own id, or one made from `content`, so that the same row has the same id the next time. */
  source(content: unknown): string {
    const own = this.optionalCode('source')
    if (own && isDateForName(own)) this.doubt('code-damaged', own)
    // What is left of an id without its digits is the same in every row.
    return own && !own.includes('＊＊＊') ? own : contentId(JSON.stringify(content))
  }

  accept(
    part: AcceptedRow['part'],
    source: string,
    payload: AcceptedRow['payload'],
    geometry: Geometry | null,
  ) {
    return { row: { line: this.row.line, lines: 1, part, source, payload, geometry, doubts: this.doubts } }
  }

  /** The system that the row states for its position, where the rows state several; else that of the file. */
  private get system(): CoordinateSystem {
    const column = this.settings.forms?.systemColumn
    const said = column === undefined ? undefined : systemMeant(this.row.cells[column] ?? '')
    return said ?? this.settings.coordinates
  }

  /** Returns the feature's geometry in WGS84, or a refusal. */
  geometry(): { geometry: Geometry } | { refusal: Refusal } {
    const result = readGeometry(this.row.geometry, this.system)
    if ('reason' in result) return this.refuse(result.reason, result.detail)
    if (result.mended || this.row.mended) this.doubt('geometry-mended')
    return result
  }

  /** Returns the position that the columns lng and lat, or one for both, give, in WGS84, or a refusal. */
  position(): { geometry: Point } | { refusal: Refusal } {
    const found = this.numbers()
    if ('refusal' in found) return found
    const position = toWgs84(found.numbers, this.system)
    if (!isPossible(position)) return this.refuse('position-impossible', found.numbers.join(', '))
    if (this.isShared('lng') && this.isShared('lat')) this.doubt('position-shared', position.join(', '))
    return { geometry: { type: 'Point', coordinates: position } }
  }

  private numbers(): { numbers: [number, number] } | { refusal: Refusal } {
    const { lng: column, lat: other } = this.settings.mapping
    if (column !== undefined && column === other) {
      const pair = readPair(this.raw('lng'), column)
      if (pair) return { numbers: pair }
      return pair === null ? this.refuse('not-a-number', this.raw('lng')) : this.refuse('no-position')
    }
    const [lng, lat] = [this.coordinate('lng'), this.coordinate('lat')]
    if (lng === undefined || lat === undefined) return this.refuse('no-position')
    if (Number.isNaN(lng)) return this.refuse('not-a-number', this.raw('lng'))
    if (Number.isNaN(lat)) return this.refuse('not-a-number', this.raw('lat'))
    return { numbers: [lng, lat] }
  }

  /** Returns the feature's geometry where there is one, else the position of the columns. */
  place(): { geometry: Geometry } | { refusal: Refusal } {
    if (!this.row.geometry) return this.position()
    const found = this.geometry()
    if ('geometry' in found && !/Point|Polygon/.test(found.geometry.type))
      return this.refuse('geometry-kind', found.geometry.type)
    return found
  }
}
