import type { ImportSettings, RowResult, SourceRow } from '../types'
import { Cells } from './cells'

const kinds: [string, RegExp][] = [
  ['community_service', /党群|社区服务|居委|服务中心|community (centre|center|service)/],
  ['health', /卫生|医院|诊所|hospital|clinic|health|doctors/],
  ['elderly_care', /养老|老年|日间照料|elderly|nursing|senior/],
  ['police', /警务|派出所|police/],
  ['fire', /消防|fire/],
  ['school', /学校|幼儿园|小学|中学|school|kindergarten|college/],
  ['sports', /健身|体育|sport|fitness|gym/],
  ['culture', /文化|图书|阅览|librar|culture|theatre/],
  ['rest_station', /驿站|rest/],
]

/** Reads a service point: a place with a public name and telephone. Of an area its middle is taken by the database. */
export function readServicePoint(row: SourceRow, settings: ImportSettings): RowResult {
  const cells = new Cells(row, settings)
  const name = cells.name()
  if (!name) return cells.refuse('no-name')
  const place = cells.place()
  if ('refusal' in place) return place
  const payload = {
    name,
    nameEn: cells.text('nameEn'),
    kind: servicePointKind(`${cells.text('class')} ${name}`),
    address: cells.text('address'),
    telephone: cells.text('telephone'),
  }
  return cells.accept('row', cells.source([name, place.geometry]), payload, place.geometry)
}

/** Returns what a service point is, by the words of its class and name; `other` where none tells. */
export function servicePointKind(text: string): string {
  const plain = text.toLowerCase()
  return kinds.find(([, pattern]) => pattern.test(plain))?.[0] ?? 'other'
}
