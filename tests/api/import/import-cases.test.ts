import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { commitImport, listReported, prepareImport, readTarget } from '../../../src/data/imports/imports'
import { ImportJob } from '../../../src/import/job'
import { withAnswer } from '../../../src/import/questions/answers'
import { dataOf, serviceClient } from '../support/clients'
import { newDistrict } from '../support/importing'

// What the cases say is stored in the end, each in a new district of one database: what the check promises, the commit does.

interface Stored {
  areas: { kind: string; code: string; name: string }[]
  buildings: {
    name: string
    households: number
    storeys: number | null
    address: string
    position: number[]
  }[]
  incidents: { description: string; state: string; reported: string; closed: string | null }[]
}

/** Imports a file of `tests/fixtures/import`; codes that begin with 410802 are those of the new district. */
async function bring(name: string, answers: Record<string, string> = {}, code?: string) {
  const client = serviceClient()
  const district = code ?? (await newDistrict())
  const given = readFileSync(new URL(`../../fixtures/import/${name}`, import.meta.url))
  const bytes = Buffer.from(given.toString('latin1').replaceAll('410802', district), 'latin1')
  const job = new ImportJob()
  await job.open(new Blob([Uint8Array.from(bytes)]), name)
  const proposed = Object.entries(answers).reduce(
    (all, [key, value]) => withAnswer(all, key, value),
    job.propose(district),
  )
  const { category } = proposed.mapping
  const categories = category ? (await job.categories(category)).proposed : {}
  const settings = { ...proposed, categories }
  const facts = await job.read(settings, (await readTarget(client, district))!, () => undefined)
  const file = { districtCode: district, kind: settings.kind, fileName: name, total: facts.staged }
  const { id, summary } = await prepareImport(
    client,
    file,
    (from) => job.chunk(from),
    () => undefined,
  )
  const reported = await listReported(client, id)
  const written = summary.accepted > 0 ? await commitImport(client, id) : summary
  expect([written.read, written.accepted]).toEqual([summary.read, summary.accepted])
  expect(summary.read).toBe(summary.accepted + summary.refused)
  return { code: district, kind: settings.kind, summary, reported, stored: await storedIn(district) }
}

async function storedIn(code: string): Promise<Stored> {
  const client = serviceClient()
  const areas = dataOf(
    await client.from('areas').select('id, kind, code, name').like('code', `${code}%`).order('code'),
  )
  const { id } = areas.find(({ kind }) => kind === 'district')!
  const buildings = dataOf(
    await client
      .from('buildings')
      .select('name, households, storeys, address, position')
      .eq('district_id', id)
      .order('id'),
  )
  const incidents = dataOf(
    await client
      .from('incidents')
      .select('description, state, reported_at, closed_at')
      .eq('district_id', id)
      .order('source_id'),
  )
  const instant = (text: string) => new Date(text).toISOString().replace('.000Z', 'Z')
  return {
    areas: areas
      .filter(({ kind }) => kind !== 'district')
      .map((one) => ({ kind: one.kind, code: one.code.replace(code, ''), name: one.name })),
    buildings: buildings.map(({ position, ...one }) => ({
      ...one,
      position: (position as GeoJSON.Point).coordinates.map((degrees) => Number(degrees.toFixed(5))),
    })),
    incidents: incidents.map((one) => ({
      description: one.description,
      state: one.state,
      reported: instant(one.reported_at),
      closed: one.closed_at && instant(one.closed_at),
    })),
  }
}

const sum = ({ buildings }: Stored) => buildings.reduce((total, { households }) => total + households, 0)
const places = ({ buildings }: Stored) => buildings.map(({ position }) => position.join()).sort()

describe('buildings', () => {
  // File, rows that were read, buildings and households that are stored.
  test.each<[string, number, number, number, Record<string, string>?]>([
    ['two-stray-quotes.csv', 40, 40, 1600],
    ['unclosed-name.csv', 40, 40, 1600],
    ['mixed-newlines.csv', 6, 6, 240],
    ['title-comma.csv', 6, 6, 240],
    ['title-tab.txt', 6, 6, 240],
    ['cut-address.csv', 5, 5, 200],
    ['dot-thousands.csv', 3, 3, 4204, { 'number-format:households': 'comma' }],
    ['storeys.csv', 8, 8, 320],
    ['storeys-overflow.csv', 3, 3, 120],
    ['substring-households.csv', 5, 5, 310],
    ['padded-headers.csv', 5, 5, 200],
    ['padded-refused.csv', 5, 5, 200],
    ['shifted-id.csv', 206, 205, 8200],
    ['shifted-id-early.csv', 21, 20, 800],
    ['gcj-columns.csv', 3, 3, 120],
    ['bd-columns.csv', 3, 3, 120],
    ['string-coordinates-gcj02.geojson', 4, 4, 160],
    ['swapped.geojson', 6, 6, 240, { coordinates: 'yx:wgs84' }],
    ['cgcs2000-gk.geojson', 6, 6, 240],
    ['mercator.csv', 3, 3, 120, { coordinates: 'web-mercator' }],
    ['lnglat-column.csv', 3, 3, 120],
    ['null-height.geojson', 4, 4, 160],
    ['nesting.geojson', 4, 4, 160],
    ['null-position.geojson', 4, 3, 120],
    ['unknown-type.geojson', 4, 3, 120],
    ['lowercase-type.geojson', 4, 4, 160],
    ['collection-empty.geojson', 4, 3, 120],
    ['nul.geojson', 3, 3, 120],
    ['nan.geojson', 4, 3, 120],
    ['null-feature.geojson', 3, 2, 80],
    ['outlier.csv', 61, 60, 2400],
    ['outlier-near.csv', 61, 60, 2400],
    ['js-variable.js', 2, 2, 80],
  ])('of %s', async (name, read, buildings, households, answers) => {
    const { kind, summary, stored, reported } = await bring(name, answers)
    expect([kind, summary.read, stored.buildings.length, sum(stored)]).toEqual([
      'buildings',
      read,
      buildings,
      households,
    ])
    // Nothing that is refused by its column or masked is anywhere, and no text that no database holds.
    expect(JSON.stringify([stored, reported, summary])).not.toMatch(/某甲|5550100|\d{17}[\dX]|\u0000/)
  })

  test('stand where the cases say', async () => {
    expect(places((await bring('gcj-columns.csv')).stored)).toEqual([
      '113.19358,35.20048',
      '113.19398,35.20048',
      '113.19438,35.20048',
    ])
    const swapped = await bring('swapped.geojson', { coordinates: 'yx:wgs84' })
    expect(places(swapped.stored)).toEqual(
      [0, 4, 8, 12, 16, 20].map((i) => `${Number((113.2 + i / 10_000).toFixed(5))},35.2`),
    )
  })

  test('without storeys where these are none', async () => {
    expect(
      (await bring('storeys-overflow.csv')).stored.buildings.map(({ storeys }) => storeys).sort(),
    ).toEqual([6, 6, null])
    const { buildings } = (await bring('storeys.csv')).stored
    const storeys = new Map(buildings.map(({ name, storeys: many }, i) => [name || `${i}`, many]))
    expect([...storeys.values()].filter((many) => many !== null && (many < 6 || many > 18))).toEqual([])
  })

  test('of a list cut inside a character keep what is left of it', async () => {
    const { buildings } = (await bring('cut-address.csv')).stored
    expect(buildings.some(({ address }) => /^幸福路三十六\uFFFD?$/.test(address))).toBe(true)
  })

  test('of two lists with running numbers are all there, and the first list again changes nothing', async () => {
    const { code } = await bring('serial-a.csv')
    const both = await bring('serial-b.csv', {}, code)
    expect([both.stored.buildings.length, sum(both.stored)]).toEqual([8, 380])
    expect((await bring('serial-a.csv', {}, code)).summary.rows).toEqual({ new: 0, changed: 0, unchanged: 4 })
  })
})

describe('areas', () => {
  const street = (code: string, name: string) => ({ kind: 'street', code, name })
  const community = (code: string, name: string) => ({ kind: 'community', code, name })
  test.each(['constant-formula.csv', 'float-codes.csv'])(
    'of %s have the codes that a spreadsheet changed',
    async (name) => {
      expect((await bring(name)).stored.areas).toEqual([
        street('001', '南街道'),
        community('001001', '东社区'),
        community('001002', '西社区'),
      ])
    },
  )

  test('whose digits are lost go by their names, or are refused', async () => {
    const named = await bring('scientific.csv', { 'damaged-codes:统计代码': 'names' })
    expect(named.stored.areas.map(({ name }) => name).sort()).toEqual(
      ['东社区', '北社区', '北街道', '南街道', '西社区'].sort(),
    )
    expect(JSON.stringify(named.stored)).not.toContain('E+')
    const refused = await bring('scientific.csv', { 'damaged-codes:统计代码': 'refuse' })
    expect([refused.summary.accepted, refused.stored.areas]).toEqual([0, []])
  })

  test('of two files with the same fid are all there, each under its street', async () => {
    const { code } = await bring('fid-a.geojson')
    const { areas } = (await bring('fid-b.geojson', {}, code)).stored
    const named = (wanted: string) => areas.find(({ name }) => name === wanted)!.code
    expect(areas.map(({ name }) => name).sort()).toEqual(
      ['东社区', '北街道', '南街道', '河社区', '湖社区', '西社区'].sort(),
    )
    expect(['河社区', '湖社区'].map((name) => named(name).slice(0, 3))).toEqual([
      named('北街道'),
      named('北街道'),
    ])
    expect(['东社区', '西社区'].map((name) => named(name).slice(0, 3))).toEqual([
      named('南街道'),
      named('南街道'),
    ])
  })

  test('with swapped axes', async () => {
    const { summary, stored } = await bring('swapped-areas.geojson', { coordinates: 'yx:wgs84' })
    expect([summary.accepted, stored.areas.filter(({ kind }) => kind === 'community').length]).toEqual([2, 2])
  })
})

describe('requests', () => {
  test('of a list that begins with what is open', async () => {
    const { stored } = await bring('newest-first.csv')
    const count = (state: string, closed: string | null) =>
      stored.incidents.filter((one) => one.state === state && one.closed === closed).length
    expect([
      stored.incidents.length,
      count('in_progress', null),
      count('closed', '2026-03-05T00:00:00Z'),
    ]).toEqual([260, 210, 50])
    expect([...new Set(stored.incidents.map(({ reported }) => reported))]).toEqual(['2026-03-01T00:00:00Z'])
  })

  test('whose day comes first', async () => {
    const { incidents } = (await bring('day-first2.csv')).stored
    expect(incidents.map(({ reported }) => reported).sort()).toEqual(
      ['03', '05', '09', '25'].map((day) => `2026-02-${day}T00:00:00Z`),
    )
    expect(incidents.map(({ closed }) => closed).sort()).toEqual(
      ['04', '06', '12', '26'].map((day) => `2026-02-${day}T00:00:00Z`),
    )
  })

  test('counted from an epoch, and written in eleven ways', async () => {
    expect((await bring('epoch-dates.csv')).stored.incidents.map(({ reported }) => reported).sort()).toEqual([
      '2026-02-28T16:00:00Z',
      '2026-03-01T00:00:00Z',
      '2026-03-01T00:00:00Z',
      '2026-03-01T00:01:40Z',
      '2026-03-01T04:00:00Z',
    ])
    const { stored, summary } = await bring('date-forms.csv')
    expect(summary.read).toBe(11)
    const all = stored.incidents.map(({ reported }) => reported)
    expect(all.filter((one) => one === '2026-03-01T00:05:00Z').length).toBeGreaterThanOrEqual(5)
    expect(all).toEqual(expect.arrayContaining(['2026-03-01T12:05:09Z', '2026-02-28T16:00:00Z']))
    expect(all.every((one) => one >= '2026-02-28T16' && one <= '2026-03-01T16:00:00Z')).toBe(true)
  })

  test('keep no telephone', async () => {
    const { stored, reported, summary } = await bring('phone-in-text.csv')
    expect(stored.incidents).toHaveLength(1)
    expect(stored.incidents[0].reported).toBe('2026-03-01T00:00:00Z')
    expect(JSON.stringify([stored, reported, summary])).not.toContain('13800138000')
    expect(summary.doubts).toMatchObject({ 'telephone-masked': 1 })
  })
})
