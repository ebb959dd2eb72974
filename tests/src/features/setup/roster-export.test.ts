import { beforeAll, describe, expect, it } from 'vitest'
import {
  readRosterFile,
  rosterBlob,
  rosterNames,
  rosterRows,
} from '../../../../src/features/setup/people/roster-file'
import type { Person } from '../../../../src/data/setup/people'
import { i18n, loadEveryLanguage } from '../../../../src/i18n'
import { LANGUAGE_TAGS } from '../../../../src/lib/languages'

const offices = [{ id: 1, name: '城管局' }]
const areas = [
  { id: 10, name: '解放区', code: '410802' },
  { id: 11, name: '花园社区', code: '410802001001' },
  { id: 12, name: '新华社区', code: '410802001002' },
  { id: 13, name: '新华社区', code: '410802002001' },
]
const t = (key: string) => i18n.global.t(key)
const words = { t, ...rosterNames(offices, areas) }

const held = {
  assignment: 1,
  post: '网格管理员',
  postEn: 'Manager',
  gridName: '',
  since: '2026-01-01',
  until: null,
}
const someone = (id: number, given: Partial<Person> = {}): Person => ({
  id,
  sourceId: `W-${id}`,
  name: `人${id}`,
  organisation: '',
  workTelephone: `0391-${id}`,
  department: null,
  area: null,
  onDuty: true,
  leftOn: null,
  hasAccount: false,
  isAway: false,
  standIn: null,
  absences: [],
  posts: [],
  ...given,
})
const staff = [
  someone(1, { department: 1, area: 11, organisation: '街道办 "甲"' }),
  someone(2, {
    area: 11,
    posts: [
      { ...held, grid: '410802001001001', area: null },
      { ...held, post: '网格协管员', grid: '410802001001002', area: null, until: '2026-12-31' },
    ],
  }),
  someone(3, { area: 12, posts: [{ ...held, post: '站务', grid: null, area: 11 }] }),
  someone(4, { area: 13, name: '=1+1', workTelephone: '' }),
  someone(5, {
    sourceId: '00123',
    workTelephone: '+86 391 1',
    posts: [{ ...held, post: '站长', grid: null, area: 10 }],
  }),
]
/** Area and place in a row, as the database takes it. */
const expected = [
  ['W-1', '人1', '0391-1', '街道办 "甲"', '城管局', '花园社区', '', '', '', ''],
  ['W-2', '人2', '0391-2', '', '', '花园社区', '网格管理员', '410802001001001', '2026-01-01', ''],
  ['W-2', '人2', '0391-2', '', '', '花园社区', '网格协管员', '410802001001002', '2026-01-01', '2026-12-31'],
  ['W-3', '人3', '0391-3', '', '', '410802001002', '', '', '', ''],
  ['W-3', '人3', '0391-3', '', '', '花园社区', '站务', '', '2026-01-01', ''],
  ['W-4', '=1+1', '', '', '', '410802002001', '', '', '', ''],
  ['00123', '人5', '+86 391 1', '', '', '', '', '', '', ''],
  ['00123', '人5', '+86 391 1', '', '', '解放区', '站长', '', '2026-01-01', ''],
]

beforeAll(loadEveryLanguage)

describe.each(LANGUAGE_TAGS)('in %s', (language) => {
  it.each(['xlsx', 'csv'] as const)(
    'staff given out as %s is read again as the same people and posts',
    async (kind) => {
      i18n.global.locale.value = language
      const blob = await rosterBlob(staff, words, kind)
      const read = await readRosterFile(new File([blob], `roster.${kind}`))
      expect(Object.values(read.mapping)).not.toContain(null)
      expect(read.refused).toEqual([])
      const rows = rosterRows(read).map((row) =>
        [
          row.source,
          row.name,
          row.telephone,
          row.organisation,
          row.department,
          row.area,
          row.post,
          row.grid,
        ].concat(row.since, row.until),
      )
      expect(rows).toEqual(expected)
    },
  )
})

describe('20,000 rows with every kind of error', () => {
  const ROWS = 20_000
  /** What people write where something else belongs, by field; the database is to judge it, so it arrives as it was written. */
  const wrong: Partial<Person>[] = [
    { name: '' },
    { name: '长'.repeat(120) },
    { workTelephone: '见门口' },
    { organisation: '单位,"甲"\n乙' },
    { posts: [{ ...held, grid: '410802001001999', area: null, since: '2026-02-31' }] },
    { posts: [{ ...held, grid: '410802001001001', area: null, since: '2026-03-02', until: '2026-03-01' }] },
    { posts: [{ ...held, post: '', grid: '410802001001001', area: null }] },
    { posts: [{ ...held, post: '院长', grid: '', area: null, since: '明天' }] },
    { sourceId: '' },
  ]
  const people = Array.from({ length: ROWS }, (_, at) =>
    someone(at, at % 40 < wrong.length ? wrong[at % 40] : {}),
  )

  it.each(['xlsx', 'csv'] as const)(
    'are read from %s as they stand there, each with its line',
    async (kind) => {
      i18n.global.locale.value = 'zh-CN'
      const blob = await rosterBlob(people, words, kind)
      const began = performance.now()
      const rows = rosterRows(await readRosterFile(new File([blob], `roster.${kind}`)))
      expect(performance.now() - began).toBeLessThan(60_000)
      expect(rows).toHaveLength(ROWS)
      const own = rows.map(({ source, name, telephone, organisation, post, grid, since, until }) =>
        [source, name, telephone, organisation.replace('\r', ''), post, grid, since, until].join('|'),
      )
      const given = people.map(({ sourceId, name, workTelephone, organisation, posts: [post] }) =>
        [sourceId, name, workTelephone, organisation, post?.post, post?.grid, post?.since, post?.until].join(
          '|',
        ),
      )
      expect(own).toEqual(given)
      // A cell of CSV that goes over a line makes later rows begin further down.
      const lines = kind === 'xlsx' ? 1 : 2
      expect(rows[3].number).toBe(5)
      expect(rows[4].number).toBe(5 + lines)
      expect(new Set(rows.map(({ number }) => number)).size).toBe(ROWS)
    },
    240_000,
  )
})
