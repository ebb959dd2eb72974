import type { Geometry, Point } from 'geojson'
import { isPossible, readGeometry } from '../geometry'
import { readCoordinate, readPair, toWgs84 } from '../coordinates'
import { maskIdentityNumbers } from '../refused'
import { clean, contentId } from '../text'
import type { AcceptedRow, Doubt, ImportSettings, Refusal, RefusalReason, SourceRow } from '../types'
import { isEmpty } from '../values'

/** A row with its mapping: cells by field instead of by column, doubts collected on the way. */
export class Cells {
  readonly doubts: AcceptedRow['doubts'] = []
  constructor(
    readonly row: SourceRow,
    readonly settings: ImportSettings,
  ) {}

  /** Returns what the file has for a field, unchanged; '' where there is no column. */
  raw(field: string): string {
    return this.row.cells[this.settings.mapping[field] ?? ''] ?? ''
  }

  /** Returns the text of a field, '' for cells that say nothing, identity numbers masked. */
  text(field: string): string {
    const raw = this.raw(field)
    if (isEmpty(raw)) return ''
    const masked = maskIdentityNumbers(clean(raw))
    if (masked !== clean(raw)) this.doubt('identity-number-masked', field)
    return masked
  }

  doubt(code: Doubt, detail = ''): void {
    this.doubts.push({ code, detail })
  }

  refuse(reason: RefusalReason, detail = ''): { refusal: Refusal } {
    return { refusal: { line: this.row.line, reason, detail } }
  }

  /** Returns the row's own id, or one made from `content`, so that the same row has the same id the next time. */
  source(content: unknown): string {
    return this.text('source') || contentId(JSON.stringify(content))
  }

  accept(
    part: AcceptedRow['part'],
    source: string,
    payload: AcceptedRow['payload'],
    geometry: Geometry | null,
  ) {
    return { row: { line: this.row.line, lines: 1, part, source, payload, geometry, doubts: this.doubts } }
  }

  /** Returns the feature's geometry in WGS84, or a refusal. */
  geometry(): { geometry: Geometry } | { refusal: Refusal } {
    const result = readGeometry(this.row.geometry, this.settings.coordinates)
    if ('reason' in result) return this.refuse(result.reason, result.detail)
    if (result.mended || this.row.mended) this.doubt('geometry-mended')
    return result
  }

  /** Returns the position that the columns lng and lat, or one for both, give, in WGS84, or a refusal. */
  position(): { geometry: Point } | { refusal: Refusal } {
    const found = this.numbers()
    if ('refusal' in found) return found
    const position = toWgs84(found.numbers, this.settings.coordinates)
    if (!isPossible(position)) return this.refuse('position-impossible', found.numbers.join(', '))
    return { geometry: { type: 'Point', coordinates: position } }
  }

  private numbers(): { numbers: [number, number] } | { refusal: Refusal } {
    const { lng: column, lat: other } = this.settings.mapping
    if (column !== undefined && column === other) {
      const pair = readPair(this.raw('lng'), column)
      if (pair) return { numbers: pair }
      return pair === null ? this.refuse('not-a-number', this.raw('lng')) : this.refuse('no-position')
    }
    const [lng, lat] = [readCoordinate(this.raw('lng')), readCoordinate(this.raw('lat'))]
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
