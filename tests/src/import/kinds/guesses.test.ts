import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runs } from '../../../support/runs'
import { outcomeOf, sumOf, valuesOf } from '../help'

// Kind 4: what is not understood is asked; nothing is taken for something else in silence.

const csv = (rows: (string | number)[][]) =>
  rows
    .map((cells) => cells.map((cell) => (/[",;]/.test(String(cell)) ? `"${cell}"` : cell)).join())
    .join('\n') + '\n'
const place = (i: number) => ['东社区', `113.2${String(i).padStart(2, '0')}`, '35.2']

describe('which column counts households', () => {
  /** Counts of something that ends in the same word. */
  const others =
    '低保 商 空置 出租 流动 独居 困难 残疾 五保 特困 军属 烈属 优抚 失独 未入住 已走访 未走访 签约 停水 欠费 供暖 燃气 网格外 应急 养犬 群租 危房 拆迁 外来 个体工商 低收入 贫困'.split(
      ' ',
    )
  const own = ['户数', '总户数', '住户数', '总户数（户）', '居民户数', '户 数', '小区总户数']
  const counts = fc.array(fc.integer({ min: 0, max: 999 }), { minLength: 4, maxLength: 4 })

  test('is the one that says so, or is asked', async () => {
    const came = { asked: 0, read: 0 }
    await fc.assert(
      fc.asyncProperty(
        fc.option(fc.constantFrom(...own), { nil: undefined }),
        fc.uniqueArray(fc.constantFrom(...others), { minLength: 1, maxLength: 3 }),
        fc.nat(3),
        counts,
        async (mine, theirs, where, households) => {
          const names = theirs.map((one) => `${one}户数`)
          if (mine) names.splice(Math.min(where, names.length), 0, mine)
          const rows = households.map((value, i) => [
            `b-${i}x`,
            ...names.map((name) => (name === mine ? value : (value + 7 * i + 1) % 50)),
            ...place(i),
          ])
          const text = csv([['楼栋编号', ...names, '社区', '经度', '纬度'], ...rows])
          const { questions, accepted, settings } = await outcomeOf(text, '楼栋.csv')
          if (questions.length > 0) {
            came.asked++
            expect(settings.mapping.households).toBeUndefined()
            expect(mine).toBeUndefined()
            return
          }
          came.read++
          expect(settings.mapping.households).toBe(mine)
          expect(sumOf(accepted)).toBe(households.reduce((sum, value) => sum + value, 0))
        },
      ),
      runs(2000),
    )
    expect(Math.min(came.asked, came.read)).toBeGreaterThan(200)
  })
})

test('a list of which nothing is understood is asked about and is never areas', async () => {
  const name = fc
    .array(fc.constantFrom(...'甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥'), { minLength: 1, maxLength: 3 })
    .map((parts) => parts.join(''))
  const cell = fc.oneof(
    fc.integer({ min: 0, max: 5000 }).map(String),
    fc.string({ unit: fc.constantFrom(...'abcxyz东西南北'), minLength: 1, maxLength: 5 }),
    fc.constantFrom('2026-03-01', '', '41.5', '是', '否'),
  )
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(name, { minLength: 2, maxLength: 6 }),
      fc.array(fc.array(cell, { minLength: 6, maxLength: 6 }), { minLength: 2, maxLength: 8 }),
      async (columns, rows) => {
        const text = csv([columns, ...rows.map((row) => columns.map((_, i) => row[i] || 'x'))])
        const { questions, accepted } = await outcomeOf(text, '数据.csv')
        expect(accepted).toEqual([])
        expect(questions.map(({ code, proposal }) => [code, proposal])).toContainEqual(['kind', ''])
      },
    ),
    runs(2000),
  )
})

describe('numbers and times of a column', () => {
  const grouped = (value: number, mark: string) => String(value).replace(/\B(?=(\d{3})+$)/g, mark)
  const numberForms: ((value: number) => string)[] = [
    String,
    (value) => grouped(value, ','),
    (value) => grouped(value, '.'),
    (value) => grouped(value, ' '),
    (value) => `${value}.0`,
    (value) => `${value},0`,
    (value) => `${value}户`,
    (value) => `${grouped(value, ',')} 户`,
    (value) => String(value).replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit))),
    (value) => (value === 0 ? '' : String(value)),
  ]

  test('households are those that were written, or it is asked how they are written', async () => {
    const came = { asked: 0, read: 0 }
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...numberForms),
        fc.array(fc.oneof(fc.integer({ min: 1, max: 99 }), fc.integer({ min: 1000, max: 99_999 })), {
          minLength: 2,
          maxLength: 9,
        }),
        async (form, values) => {
          const rows = values.map((value, i) => [`b-${i}x`, form(value), ...place(i)])
          const text = csv([['楼栋编号', '户数', '社区', '经度', '纬度'], ...rows])
          const { questions, accepted, refused } = await outcomeOf(text, '楼栋.csv')
          if (questions.length > 0) {
            came.asked++
            expect(questions.map(({ code }) => code)).toEqual(['number-format'])
            return
          }
          came.read++
          expect([valuesOf(accepted, 'households'), refused]).toEqual([values, []])
        },
      ),
      runs(2000),
    )
    expect(came.asked).toBeGreaterThan(20)
    expect(came.read).toBeGreaterThan(came.asked * 3)
  })

  const two = (value: number) => String(value).padStart(2, '0')
  type Form = (year: number, month: number, day: number, hour: number, minute: number) => string
  const timeForms: Form[] = [
    (y, m, d, h, min) => `${y}-${two(m)}-${two(d)} ${two(h)}:${two(min)}`,
    (y, m, d, h, min) => `${y}/${m}/${d} ${h}:${two(min)}:00`,
    (y, m, d, h, min) => `${y}年${m}月${d}日${h}时${min}分`,
    (y, m, d, h, min) => `${y}年${m}月${d}日 ${h < 12 ? '上午' : '下午'}${h % 12 || 12}:${two(min)}`,
    (y, m, d, h, min) => `${d}/${m}/${y} ${h}:${two(min)}`,
    (y, m, d, h, min) => `${m}/${d}/${y} ${h % 12 || 12}:${two(min)} ${h < 12 ? 'AM' : 'PM'}`,
    (y, m, d, h, min) => `${two(d)}.${two(m)}.${y} ${two(h)}:${two(min)}`,
    (y, m, d, h, min) => `${y}${two(m)}${two(d)}${two(h)}${two(min)}00`,
    (y, m, d, h, min) => `${y}${two(m)}${two(d)} ${two(h)}:${two(min)}`,
    (y, m, d, h, min) => String(Date.UTC(y, m - 1, d, h - 8, min)),
    (y, m, d, h, min) => String(Date.UTC(y, m - 1, d, h - 8, min) / 1000),
    (y, m, d, h, min) => ((Date.UTC(y, m - 1, d, h, min) - Date.UTC(1899, 11, 30)) / 86_400_000).toFixed(6),
    (y, m, d, h, min) =>
      `${'JanFebMarAprMayJunJulAugSepOctNovDec'.slice(m * 3 - 3, m * 3)} ${d}, ${y} ${two(h)}:${two(min)}`,
    (y, m, d, h, min) => `民国${y - 1911}年${m}月${d}日 ${two(h)}:${two(min)}`,
    (y, m, d, h, min) => `${new Date(Date.UTC(y, m - 1, d, h, min) - 8 * 3_600_000).toISOString()}`,
  ]
  const moment = fc.tuple(
    fc.integer({ min: 2021, max: 2025 }),
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 1, max: 28 }),
    fc.integer({ min: 0, max: 23 }),
    fc.integer({ min: 0, max: 59 }),
  )
  const nothing = fc.constantFrom('0001-01-01', '1900-01-01 00:00:00', '9999-12-31', '1970-01-01')

  test('times are those that were written, or it is asked whether the day comes first', async () => {
    const came = { asked: 0, read: 0 }
    await fc.assert(
      fc.asyncProperty(
        fc.nat(timeForms.length - 1),
        fc.array(moment, { minLength: 1, maxLength: 8 }),
        fc.option(nothing, { nil: undefined }),
        async (form, moments, none) => {
          const written = moments.map((one) => timeForms[form](...one))
          const all = none ? [...written, none] : written
          const rows = all.map((time, i) => [`w-${i}x`, '违停', time, ...place(i)])
          const text = csv([['案件编号', '小类', '上报时间', '社区', '经度', '纬度'], ...rows])
          const { questions, accepted, refused } = await outcomeOf(text, '案件.csv')
          if (questions.length > 0) {
            came.asked++
            expect([form, questions.map(({ code }) => code)]).toEqual([
              expect.toSatisfy((one: number) => one >= 4 && one <= 6),
              ['date-order'],
            ])
            return
          }
          came.read++
          expect([written, valuesOf(accepted, 'reportedAt')]).toEqual([
            written,
            moments.map(([y, m, d, h, min]) => new Date(Date.UTC(y, m - 1, d, h - 8, min)).toISOString()),
          ])
          expect(refused.map(({ refusal }) => refusal)).toEqual(none ? ['time-implausible'] : [])
        },
      ),
      runs(2000),
    )
    expect(came.asked).toBeGreaterThan(20)
    expect(came.read).toBeGreaterThan(came.asked * 3)
  })
})

test('codes of areas are those that were written, or asked about, or refused as damaged', async () => {
  const forms: ((code: string) => string)[] = [
    (code) => code,
    (code) => `${code}.0`,
    (code) => `'${code}`,
    (code) => `"=""${code}"""`,
    (code) => `${Number(code).toExponential(5).toUpperCase()}`,
    (code) => `${Number(code).toExponential(11).toUpperCase()}`,
    (code) => ` ${code}　`,
  ]
  const came = { asked: 0, read: 0 }
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...forms),
      // No community has the number 000: such a code is that of its street.
      fc.uniqueArray(
        fc.integer({ min: 1, max: 999_999 }).filter((number) => number % 1000 > 0),
        { minLength: 1, maxLength: 6 },
      ),
      async (form, numbers) => {
        const codes = numbers.map((number) => `410802${String(number).padStart(6, '0')}`)
        const text = `统计代码,名称\n${codes.map((code, i) => `${form(code)},${i}社区`).join('\n')}\n`
        const { questions, accepted, refused } = await outcomeOf(text, '社区.csv')
        if (questions.length > 0) {
          came.asked++
          expect(questions.map(({ code }) => code)).toEqual(['damaged-codes'])
          return
        }
        came.read++
        expect(refused.map(({ refusal }) => refusal)).toEqual(refused.map(() => 'code-damaged'))
        for (const { line, payload } of accepted)
          expect((payload as { code: string }).code).toBe(codes[line! - 2])
      },
    ),
    runs(2000),
  )
  expect(Math.min(came.asked, came.read)).toBeGreaterThan(200)
})
