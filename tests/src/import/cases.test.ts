import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { ImportJob } from '../../../src/import/job'
import { openQuestions } from '../../../src/import/questions'
import { keyOf, withAnswer } from '../../../src/import/questions/answers'
import { readTable, type ReadResult, withoutOutliers } from './help'
import { proposeSettings } from '../../../src/import/guesses/settings'
import { openTable } from '../../../src/import/tables/open'

/** Files that went wrong, each with what is right. */
async function readCase(name: string, answers: Record<string, string> = {}) {
  const blob = new Blob([readFileSync(new URL(`../../fixtures/import/${name}`, import.meta.url))])
  const table = await openTable(blob, name)
  const proposed = proposeSettings(table, '410802')
  const settings = Object.entries(answers).reduce(
    (all, [key, value]) => withAnswer(all, key, value),
    proposed,
  )
  const questions = openQuestions(table, settings)
  const read = async (): Promise<ReadResult> =>
    withoutOutliers(settings.kind, await readTable(table, settings))
  return { table, settings, questions, read }
}

const positionsOf = ({ accepted }: ReadResult) =>
  accepted.map(({ geometry }) => (geometry as GeoJSON.Point).coordinates.map((one) => Number(one.toFixed(5))))
const householdsOf = ({ accepted }: ReadResult) =>
  accepted.reduce((sum, { payload }) => sum + Number(payload.households ?? 0), 0)
const refusalsOf = ({ refused }: ReadResult) => refused.map(({ line, reason }) => [line, reason])

function expectNear(found: number[][], expected: number[][]) {
  expect(found).toHaveLength(expected.length)
  found.forEach(([lng, lat], i) => {
    expect(Math.abs(lng - expected[i][0])).toBeLessThanOrEqual(0.00002)
    expect(Math.abs(lat - expected[i][1])).toBeLessThanOrEqual(0.00002)
  })
}

describe('which coordinates these are', () => {
  test('columns that say 高德 are GCJ-02, and it is said by what', async () => {
    const { settings, questions, read } = await readCase('gcj-columns.csv')
    expect([settings.kind, settings.coordinates, questions.map(keyOf)]).toEqual(['buildings', 'gcj02', []])
    const result = await read()
    expect(householdsOf(result)).toBe(120)
    expectNear(positionsOf(result), [
      [113.19358, 35.20048],
      [113.19398, 35.20048],
      [113.19438, 35.20048],
    ])
  })

  test('columns that say 百度 are BD-09', async () => {
    const { settings, read } = await readCase('bd-columns.csv')
    expect(settings.coordinates).toBe('bd09')
    expectNear(positionsOf(await read()), [
      [113.18703, 35.19453],
      [113.18743, 35.19453],
      [113.18783, 35.19454],
    ])
  })

  test('a position written in text is moved like the others', async () => {
    const { settings, read } = await readCase('string-coordinates-gcj02.geojson')
    expect(settings.coordinates).toBe('gcj02')
    const result = await read()
    expect([result.read, householdsOf(result), result.refused]).toEqual([4, 160, []])
    expectNear(positionsOf(result), [
      [113.19358, 35.20048],
      [113.19398, 35.20048],
      [113.19358, 35.20147],
      [113.19438, 35.20048],
    ])
  })

  test('swapped axes are asked for, and swapped when that is said', async () => {
    const { questions } = await readCase('swapped.geojson')
    expect(questions.map(({ code, proposal }) => [code, proposal])).toEqual([['coordinates', 'yx:wgs84']])
    const { read, questions: none } = await readCase('swapped.geojson', { coordinates: 'yx:wgs84' })
    expect(none).toEqual([])
    const result = await read()
    expect(householdsOf(result)).toBe(240)
    expectNear(
      positionsOf(result),
      [0, 4, 8, 12, 16, 20].map((i) => [113.2 + i / 10_000, 35.2]),
    )
  })

  test('swapped areas too', async () => {
    expect((await readCase('swapped-areas.geojson')).questions.map(({ proposal }) => proposal)).toEqual([
      'yx:wgs84',
    ])
    const { accepted } = await (await readCase('swapped-areas.geojson', { coordinates: 'yx:wgs84' })).read()
    const extents = accepted.map(({ payload, geometry }) => {
      const positions = (geometry as GeoJSON.MultiPolygon).coordinates.flat(2)
      const range = (at: 0 | 1) => [
        Math.min(...positions.map((one) => one[at])),
        Math.max(...positions.map((one) => one[at])),
      ]
      return [payload.name, ...range(0), ...range(1)]
    })
    expect(extents).toEqual([
      ['东社区', 113.2, 113.204, 35.2, 35.204],
      ['西社区', 113.204, 113.208, 35.2, 35.204],
    ])
  })

  test('CGCS2000 in metres, by the number that the file names', async () => {
    const { settings, questions, read } = await readCase('cgcs2000-gk.geojson')
    expect([settings.coordinates, questions]).toEqual(['EPSG:4547', []])
    const result = await read()
    expect(householdsOf(result)).toBe(240)
    expectNear(
      positionsOf(result),
      [113.20006, 113.2005, 113.20094, 113.20138, 113.20182, 113.20226].map((lng) => [lng, 35.197805]),
    )
  })

  test('Web Mercator is proposed for metres that it puts into China', async () => {
    const { questions } = await readCase('mercator.csv')
    expect(questions.map(({ code, proposal }) => [code, proposal])).toEqual([['coordinates', 'web-mercator']])
    const result = await (await readCase('mercator.csv', { coordinates: 'web-mercator' })).read()
    expect(householdsOf(result)).toBe(120)
    expectNear(positionsOf(result), [
      [113.2, 35.1905],
      [113.20036, 35.1905],
      [113.20072, 35.1905],
    ])
  })

  test('both numbers in one cell', async () => {
    const { settings, questions, read } = await readCase('lnglat-column.csv')
    expect([settings.mapping.lng, settings.mapping.lat, questions]).toEqual(['经纬度', '经纬度', []])
    const result = await read()
    expect([result.read, householdsOf(result)]).toEqual([3, 120])
    expectNear(positionsOf(result), [
      [113.2, 35.2],
      [113.2004, 35.2],
      [113.2008, 35.2],
    ])
  })
})

describe('one bad feature costs itself', () => {
  test.each([
    ['null-height.geojson', 4, 160, []],
    ['nesting.geojson', 4, 160, []],
    ['null-position.geojson', 4, 120, [[3, 'geometry-invalid']]],
    ['unknown-type.geojson', 4, 120, [[3, 'geometry-kind']]],
    ['lowercase-type.geojson', 4, 160, []],
    ['collection-empty.geojson', 4, 120, [[3, 'geometry-missing']]],
    ['nul.geojson', 3, 120, []],
    ['nan.geojson', 4, 120, [[3, 'no-households']]],
    ['null-feature.geojson', 3, 80, [[2, 'geometry-missing']]],
    ['js-variable.js', 2, 80, []],
  ])('%s', async (name, read, households, refusals) => {
    const { settings, questions, read: readAll } = await readCase(name)
    expect([settings.kind, questions]).toEqual(['buildings', []])
    const result = await readAll()
    expect([result.read, householdsOf(result), refusalsOf(result)]).toEqual([read, households, refusals])
  })

  test('what was mended, and how, is said', async () => {
    const { accepted } = await (await readCase('nesting.geojson')).read()
    expect(accepted.map(({ doubts }) => doubts.map(({ code }) => code))).toEqual([
      [],
      [],
      ['geometry-mended'],
      [],
    ])
    expect((await (await readCase('null-height.geojson')).read()).accepted[2].geometry).toEqual({
      type: 'Point',
      coordinates: [113.2, 35.201],
    })
    const { refused } = await (await readCase('unknown-type.geojson')).read()
    expect(refused[0].detail).toBe('Circle')
    expect((await (await readCase('nul.geojson')).read()).accepted[1].payload.name).toBe('3号楼')
  })

  test('a zip file is said to be one, and that its Shapefile is damaged', async () => {
    await expect(readCase('shape.zip')).rejects.toMatchObject({
      code: 'archive-damaged',
      detail: 'building.shp (Shapefile)',
    })
  })
})

describe('a place far from all others', () => {
  test.each([
    ['outlier.csv', '886 km'],
    ['outlier-near.csv', '154 km'],
  ])('%s: refused with its distance, and no community is drawn to it', async (name, distance) => {
    const blob = new Blob([readFileSync(new URL(`../../fixtures/import/${name}`, import.meta.url))])
    const without = new Blob([(await blob.text()).split('\n').slice(0, 61).join('\n')])
    const target = { code: '410802', name: '解放区', streets: 0, communities: 0, bounded: 0 }
    const [hereWith, hereWithout] = await Promise.all(
      [blob, without].map(async (one) => {
        const job = new ImportJob()
        await job.open(one, name)
        const facts = await job.read(job.propose('410802'), target, () => undefined)
        return { facts, rows: job.chunk(0) }
      }),
    )
    expect(hereWith.facts.read).toBe(61)
    expect(hereWith.rows.filter(({ refusal }) => refusal)).toEqual([
      expect.objectContaining({ line: 62, refusal: 'far-from-others', detail: distance }),
    ])
    const areasOf = (rows: typeof hereWith.rows) =>
      rows.filter(({ part }) => part === 'community').map(({ source, geometry }) => ({ source, geometry }))
    expect(areasOf(hereWith.rows)).toHaveLength(2)
    expect(areasOf(hereWith.rows)).toEqual(areasOf(hereWithout.rows))
  })
})
