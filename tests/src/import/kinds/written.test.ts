import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readCoordinate, readPair } from '../../../../src/import/coordinates'
import { readTime } from '../../../../src/import/dates'
import { unpadded } from '../../../../src/import/values/codes'
import { chineseNumber, readWordedCount } from '../../../../src/import/values/counts'
import { factorOf, withoutUnit } from '../../../../src/import/values/units'
import { runs } from '../../../support/runs'
import { doubtsOf, outcomeOf, refusalsOf, sumOf, valuesOf } from '../help'

// What people write where a number, a time or a place is meant.

const numerals = '零一二三四五六七八九'

/** Writes a number below a hundred thousand as it is said. */
function inChinese(value: number): string {
  if (value >= 10_000) {
    const rest = value % 10_000
    const between = rest > 0 && rest < 1000 ? '零' : ''
    return `${inChinese(Math.floor(value / 10_000))}万${rest > 0 ? between + inChinese(rest) : ''}`
  }
  let text = ''
  let isZero = false
  for (const [size, word] of [
    [1000, '千'],
    [100, '百'],
    [10, '十'],
    [1, ''],
  ] as const) {
    const digit = Math.floor(value / size) % 10
    if (digit === 0) isZero = text !== ''
    else {
      text += `${isZero ? '零' : ''}${numerals[digit]}${word}`
      isZero = false
    }
  }
  return text === '' ? '零' : text
}

describe('a count in words', () => {
  test('is the number that was said, and about so many only where somebody says so', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 99_999 }),
        fc.boolean(),
        fc.constantFrom(
          ['', ''],
          ['约', ''],
          ['', '余'],
          ['', '+'],
          ['大约', '左右'],
          ['', '(含空置5户)'],
          ['共', ''],
        ),
        fc.constantFrom('', '户', ' 户'),
        (value, isChinese, [before, after], unit) => {
          const number = isChinese ? inChinese(value) : String(value)
          const text = after === '余' ? `${before}${number}余${unit}` : `${before}${number}${unit}${after}`
          const isApproximate = after !== '' || before.endsWith('约')
          expect(readWordedCount(text)).toEqual({ value, isApproximate })
          if (isChinese) expect(chineseNumber(number)).toBe(value)
        },
      ),
      runs(2000),
    )
  })

  test.each(['', '无', '—', '多', '120-130', '40+35', '12O', '十十', '一百户东', '约', '1.5', '40户/120人'])(
    '%s is none',
    (text) => expect(readWordedCount(text)).toBeUndefined(),
  )

  test('costs no row and has a doubt where it is about so many', async () => {
    const counts = ['40', '约120', '三十二户', '百余户', '很多']
    const rows = counts.map((count, i) => `${i}号楼,${count},113.2${i}1,35.2`)
    const { accepted, refused } = await outcomeOf(`楼栋,户数,经度,纬度\n${rows.join('\n')}\n`, 'list.csv')
    expect(valuesOf(accepted, 'households')).toEqual([40, 120, 32, 100])
    expect(doubtsOf(accepted)).toEqual(['3 count-approximate', '5 count-approximate'])
    expect(refusalsOf(refused)).toEqual(['6 not-a-number 很多'])
  })
})

test('a name of several houses has a doubt, that of a part of one has none', async () => {
  const names = ['1-5号楼', '6、7#', '8至10幢', '11号楼', '12-1号楼', '甲座']
  const rows = names.map((name, i) => `${name},40,113.2${i}1,35.2`)
  const { accepted } = await outcomeOf(`楼栋,户数,经度,纬度\n${rows.join('\n')}\n`, 'list.csv')
  expect(doubtsOf(accepted)).toEqual([2, 3, 4].map((line) => `${line} several-in-one`))
})

describe('a time', () => {
  const hour = fc.integer({ min: 0, max: 23 })
  const two = (value: number) => String(value).padStart(2, '0')

  test('from one hour to another is none: the second is no zone', () => {
    fc.assert(
      fc.property(hour, hour, fc.constantFrom('-', ' - ', '~', '至'), (from, to, mark) => {
        expect(readTime(`2026-03-01 ${two(from)}:00${mark}${two(to)}:30`, '+08:00')).toBeNull()
      }),
      runs(500),
    )
  })

  test('with a zone is that instant, as far as there is such a zone', () => {
    fc.assert(
      fc.property(hour, fc.integer({ min: -18, max: 18 }), fc.constantFrom('T', ' '), (at, zone, mark) => {
        const text = `2026-03-01${mark}${two(at)}:00:00${zone < 0 ? '-' : '+'}${two(Math.abs(zone))}:00`
        const exists = zone >= -12 && zone <= 14
        expect(readTime(text, '+08:00')).toBe(
          exists ? new Date(Date.UTC(2026, 2, 1, at - zone)).toISOString() : null,
        )
      }),
      runs(500),
    )
  })
})

describe('a measure', () => {
  test.each([
    ['建筑面积(万㎡)', 10_000],
    ['建筑面积（平方米）', 1],
    ['用地面积/公顷', 10_000],
    ['面积(亩)', 2000 / 3],
    ['gross floor area', 1],
  ])('in a column called %s is times %d', (name, factor) =>
    expect(factorOf(name, 'area')).toBeCloseTo(factor),
  )

  test.each([
    ['1,200㎡', '1,200'],
    ['0.12 万平方米', '0.12'],
    ['18.5米', '18.5'],
    ['120', '120'],
  ])('%s is %s without its unit', (text, plain) => expect(withoutUnit(text)).toBe(plain))

  test('is the same floor area in any unit, also where commas group it', async () => {
    const cells = ['"1,200"', '1200平方米', '0.12万㎡', '"1,200㎡"', '"2,400"']
    const rows = cells.map((cell, i) => `${i}号楼,${cell},住宅,113.2${i}1,35.2`)
    const text = `楼栋,建筑面积,用途,经度,纬度\n${rows.join('\n')}\n`
    const { accepted } = await outcomeOf(text, 'list.csv', { kind: 'buildings', estimate: 'estimate' })
    expect(valuesOf(accepted, 'households')).toEqual([11, 11, 11, 11, 22])
  })

  test('of a footprint whose second ring lies beside the first counts both', async () => {
    const ring = (x: number) =>
      [0, 1, 2, 3, 0].map((i) => [x + (i === 1 || i === 2 ? 0.0002 : 0), 35.2 + (i > 1 ? 0.0002 : 0)])
    const feature = (coordinates: unknown) => ({
      type: 'Feature',
      properties: { 用途: '住宅', 层数: 6 },
      geometry: { type: 'Polygon', coordinates },
    })
    const text = JSON.stringify({
      type: 'FeatureCollection',
      features: [feature([ring(113.2)]), feature([ring(113.21), ring(113.22)])],
    })
    const { accepted } = await outcomeOf(text, 'a.geojson', { kind: 'buildings', estimate: 'estimate' })
    expect(valuesOf(accepted, 'households')).toEqual([22, 44])
    expect(doubtsOf(accepted)).toContain('2 geometry-mended')
  })
})

describe('a place', () => {
  test.each([
    ['东经113°12′00″', 113.2],
    ['西经113.2', -113.2],
    ['E113.2', 113.2],
    ['113.2W', -113.2],
    ['北纬35度12分', 35.2],
    ['S35.2°', -35.2],
  ])('%s is %d', (text, value) => expect(readCoordinate(text)).toBeCloseTo(value))

  test.each(['113-12-00', 'E113.2N', '东113经', 'x113.2'])('%s is none', (text) =>
    expect(readCoordinate(text)).toBeNaN(),
  )

  test.each([
    '{"lng":113.2,"lat":35.2}',
    '{"lat":35.2,"lng":"113.2"}',
    '经度:113.2 纬度:35.2',
    '纬度：35.2，经度：113.2',
    '东经113.2，北纬35.2',
    'lat=35.2;lon=113.2',
  ])('%s is 113.2, 35.2', (text) => expect(readPair(text, '位置')).toEqual([113.2, 35.2]))
})

test('a code has as many digits as its level, however many zeros fill it', () => {
  const part = fc.integer({ min: 1, max: 999 }).map((value) => String(value).padStart(3, '0'))
  fc.assert(
    fc.property(fc.array(part, { maxLength: 2 }), fc.boolean(), (parts, isFilled) => {
      const code = `410802${parts.join('')}`
      expect(unpadded(isFilled ? code.padEnd(12, '0') : code)).toBe(code)
    }),
    runs(500),
  )
})

test('names of columns in two languages, or with a unit behind a slash, are understood; a code of a thing is no name of it', async () => {
  const text = (names: string) =>
    `${names}\n1号楼,40,东社区,南街道,113.2,35.2\n2号楼,41,东社区,南街道,113.201,35.2\n`
  for (const names of [
    '"楼栋\nBuilding","户数\nHouseholds","社区\nCommunity","街道\nStreet","经度\nLongitude","纬度\nLatitude"',
    'Building 楼栋,Households 户数,Community 社区,Street 街道,Longitude 经度,Latitude 纬度',
    '楼栋,户数/户,社区,街道,经度/°,纬度/°',
  ]) {
    const { accepted } = await outcomeOf(text(names), 'list.csv')
    expect(sumOf(accepted)).toBe(81)
    expect(valuesOf(accepted, 'street')).toEqual(['南街道', '南街道'])
  }
  const { settings } = await outcomeOf(text('楼栋 ID,户数,社区 ID,街道 Code,经度,纬度'), 'list.csv')
  expect(Object.values(settings.mapping)).toEqual(expect.not.arrayContaining(['社区 ID', '街道 Code']))
})
