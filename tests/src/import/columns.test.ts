import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readCode } from '../../../src/import/values/codes'
import { readTime } from '../../../src/import/dates'
import { guard, withoutGuard } from '../../../src/import/report/guard'
import { holdsIdentityNumber, maskPersonal } from '../../../src/import/privacy/personal'
import { refusedTopic } from '../../../src/import/privacy/refused'
import { refusedCsv } from '../../../src/import/report/report'
import { stateOf } from '../../../src/import/kinds/states'
import { readStoreys } from '../../../src/import/values/storeys'
import { readNumber } from '../../../src/import/values/values'
import { runs } from '../../support/runs'
import { doubtsOf, outcomeOf, refusalsOf, sumOf, valuesOf } from './help'

const keys = ({ questions }: Awaited<ReturnType<typeof outcomeOf>>) =>
  questions.map(({ code, subject }) => (subject ? `${code}:${subject}` : code))
const csv = (header: string, ...rows: string[]) => [header, ...rows].join('\n') + '\n'

describe('which column is which', () => {
  const place = '社区,经度,纬度'
  test('a name that ends in another thing, or counts other households, is not taken', async () => {
    const text = csv(`编号,低保户数,商户数,${place}`, 'a,1,9,东,113.2,35.2', 'b,0,8,东,113.2,35.3')
    const { questions } = await outcomeOf(text, 'x.csv', { kind: 'buildings' })
    expect(questions).toMatchObject([
      { code: 'column', subject: 'households', options: ['低保户数', '商户数'], proposal: '' },
    ])
    const said = await outcomeOf(text, 'x.csv', { kind: 'buildings', 'column:households': '商户数' })
    expect([said.questions, sumOf(said.accepted)]).toEqual([[], 17])
  })

  test('units in brackets, blanks, full-width and traditional characters do not matter', async () => {
    const text = csv('編 號,總 戶 數（戶）,社  區,經度(°),緯度（度）,層 數', 'a,40,东,113.2,35.2,6')
    const { settings, accepted } = await outcomeOf(text, 'x.csv')
    expect([settings.kind, sumOf(accepted), valuesOf(accepted, 'storeys')]).toEqual(['buildings', 40, [6]])
  })

  test('StatusDate is no state, and words of other columns are none', async () => {
    const text = csv(
      'RequestId,ComplaintType,StatusDate,CreatedDate,Zip,Lng,Lat',
      'a,Noise,2026-03-02,2026-03-01,11201,-73.9,40.7',
    )
    const { settings } = await outcomeOf(text, 'x.csv')
    expect(settings.mapping.state).toBeUndefined()
    expect(settings.mapping).toMatchObject({ category: 'ComplaintType', reportedAt: 'CreatedDate' })
  })

  test('values of the whole file decide, not those of its first rows', async () => {
    const rows = Array.from(
      { length: 1200 },
      (_, i) => `a${i},违停,2026-03-01 08:00,${i > 1100 ? '2026-03-05 08:00' : ''},东,113.2,35.2`,
    )
    const { settings, accepted } = await outcomeOf(
      csv(`案件编号,类别,上报时间,结案时间,${place}`, ...rows),
      'x.csv',
    )
    expect(settings.mapping.closedAt).toBe('结案时间')
    expect(valuesOf(accepted, 'closedAt').filter((time) => time !== null)).toHaveLength(99)
  })

  test('what nobody understands is asked for and never taken for areas', async () => {
    const { questions } = await outcomeOf(csv('甲,乙,丙', 'x,1,2', 'y,3,4'), 'x.csv')
    expect(questions.map(({ code, proposal }) => [code, proposal])).toEqual([['kind', '']])
  })

  test('columns and words may be called what every object has', async () => {
    const text = csv(`编号,户数,constructor,__proto__,toString,${place}`, 'a,40,x,y,z,东,113.2,35.2')
    const { accepted, file, job } = await outcomeOf(text, 'x.csv')
    expect([sumOf(accepted), file.columns.includes('__proto__')]).toEqual([40, true])
    expect((await job.cellsOf([2], 'buildings')).cells[2]).toEqual([
      'a',
      '40',
      'x',
      'y',
      'z',
      '东',
      '113.2',
      '35.2',
    ])
    const words = csv(
      `案件编号,类别,上报时间,${place}`,
      'a,constructor,2026-03-01,东,113.2,35.2',
      'b,__proto__,2026-03-01,东,113.2,35.2',
    )
    expect(refusalsOf((await outcomeOf(words, 'x.csv')).refused)).toEqual([
      '2 category-unknown constructor',
      '3 category-unknown __proto__',
    ])
  })
})

describe('ids', () => {
  const place = '社区,经度,纬度'
  test.each(['序号', '编号', 'OBJECTID', 'fid', 'No.'])(
    '%s from 1 on counts rows: two files mean different things',
    async (name) => {
      const list = (households: number, lat: number) =>
        csv(`${name},户数,${place}`, ...[1, 2, 3].map((i) => `${i},${households},东,113.20${i},${lat}`))
      const [a, b, again] = [
        await outcomeOf(list(40, 35.2), 'a.csv'),
        await outcomeOf(list(55, 35.3), 'b.csv'),
        await outcomeOf(list(40, 35.2), 'c.csv'),
      ]
      const ids = (one: typeof a) => one.accepted.map(({ source }) => source)
      expect(new Set([...ids(a), ...ids(b)]).size).toBe(6)
      expect(ids(again)).toEqual(ids(a))
      const said = await outcomeOf(list(40, 35.2), 'a.csv', { 'column:source': name })
      expect(ids(said)).toEqual(['1', '2', '3'])
    },
  )

  test('rows that differ in their number only stay several', async () => {
    const { accepted } = await outcomeOf(
      csv(`序号,户数,${place}`, '1,40,东,113.2,35.2', '2,40,东,113.2,35.2'),
      'x.csv',
    )
    expect(new Set(accepted.map(({ source }) => source)).size).toBe(2)
  })

  test('units of one building are added up where somebody says so', async () => {
    const text = csv(
      `楼栋编号,户数,层数,${place}`,
      'L7,20,6,东,113.2,35.2',
      'L7,24,7,东,113.2,35.2',
      'L9,10,6,东,113.3,35.2',
    )
    const { job, settings, questions } = await outcomeOf(text, 'x.csv')
    expect(questions.map(({ code, proposal }) => [code, proposal])).toEqual([['units', 'add']])
    const { refused } = await outcomeOf(text, 'x.csv', { units: 'apart' })
    expect(refusalsOf(refused)).toEqual(['3 duplicate-id L7'])
    const { read } = await job.read(
      { ...settings, addsUnits: true },
      { code: '', name: '', streets: 0, communities: 0, bounded: 1 },
      () => undefined,
    )
    const rows = job.chunk(0)
    expect([read, sumOf(rows), valuesOf(rows, 'storeys'), doubtsOf(rows)]).toEqual([
      3,
      54,
      [7, 6],
      ['2 units-added'],
    ])
  })
})

describe('numbers', () => {
  const numbers = (...values: string[]) =>
    csv(
      'id;households;community;lng;lat',
      ...values.map((value, i) => `k${i * 7};${value};East;113.2${i};35.2`),
    )

  test('a column that could be thousands or fractions is asked for, and read one way', async () => {
    const text = numbers('1.000', '1.204', '2.000')
    expect(keys(await outcomeOf(text, 'x.csv'))).toEqual(['number-format:households'])
    const said = await outcomeOf(text, 'x.csv', { 'number-format:households': 'comma' })
    expect(sumOf(said.accepted)).toBe(4204)
    const wrong = await outcomeOf(text, 'x.csv', { 'number-format:households': 'perhaps' })
    expect(keys(wrong)).toEqual(['number-format:households'])
  })

  test('values that prove it need no question', async () => {
    expect(sumOf((await outcomeOf(numbers('1.204.000', '12'), 'x.csv')).accepted)).toBe(12)
    expect(sumOf((await outcomeOf(numbers('40.0', '12.0'), 'x.csv')).accepted)).toBe(52)
    expect(sumOf((await outcomeOf(numbers('1,204', '12'), 'x.csv')).accepted)).toBe(1216)
  })

  test('a comma in every position is that of the fraction', async () => {
    const text = csv('id;户数;社区;经度;纬度', 'k7;40;东;113,2004;35,2', 'k9;40;东;113,2008;35,25')
    const { accepted } = await outcomeOf(text, 'x.csv')
    expect(accepted.map(({ geometry }) => geometry)).toMatchObject([
      { coordinates: [113.2004, 35.2] },
      { coordinates: [113.2008, 35.25] },
    ])
  })

  test('what was written is read, in either format', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 999_999_999 }),
        fc.integer({ min: 0, max: 99 }),
        fc.constantFrom('point', 'comma'),
        (whole, cents, format) => {
          const [group, mark] = format === 'point' ? [',', '.'] : ['.', ',']
          const grouped = String(whole).replace(/\B(?=(\d{3})+$)/g, group)
          const fraction = cents === 0 ? '' : mark + String(cents).padStart(2, '0')
          const value = Number(`${whole}.${String(cents).padStart(2, '0')}`)
          expect(readNumber(grouped + fraction, format as 'point')).toBe(value)
          expect(readNumber(whole + fraction, format as 'point')).toBe(value)
        },
      ),
      runs(2000),
    )
  })

  test.each([
    ['6', 6],
    ['6+1', 7],
    ['18/-1', 18],
    ['地上6层', 6],
    ['11层半', 11],
    ['6-7', 7],
    ['6.5', 6],
    ['六', 6],
    ['二十四', 24],
    ['18F', 18],
    ['地下2层地上18层', 18],
    ['6+跃', 6],
    ['61000', undefined],
    ['B1', undefined],
    ['很高', undefined],
  ])('storeys %s are %s', (text, value) => expect(readStoreys(text).value).toBe(value))

  test('whatever storeys say, the building is taken', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.string({
            unit: fc.constantFrom('6', '1', '+', '-', '/', '层', '十', '.', 'F', '9'),
            maxLength: 6,
          }),
          { minLength: 3, maxLength: 3 },
        ),
        async (cells) => {
          const rows = cells.map((cell, i) => `k${i},40,${cell},东,113.2${i},35.2`)
          const { accepted } = await outcomeOf(csv('楼栋编号,户数,层数,社区,经度,纬度', ...rows), 'x.csv')
          expect(accepted).toHaveLength(3)
          for (const storeys of valuesOf(accepted, 'storeys'))
            expect(storeys === null || (Number(storeys) >= 1 && Number(storeys) <= 200)).toBe(true)
        },
      ),
      runs(2000),
    )
  })
})

describe('codes that a spreadsheet changed', () => {
  test.each([
    ['="410802001"', '="410802001"', false],
    ['410802001.0', '410802001', false],
    ["'410802001", '410802001', false],
    ['4.10802001E+8', '410802001', false],
    ['4.10802E+11', '4.10802E+11', true],
    ['410802001001000000', '410802001001000000', true],
    ['3号楼', '3号楼', false],
  ])('%s', (cell, text, isDamaged) => expect(readCode(cell)).toEqual({ text, isDamaged }))

  test('no code is read as another one', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1e8, max: 1e12 - 1 }),
        fc.integer({ min: 0, max: 11 }),
        (code, digits) => {
          const written = code.toExponential(Math.min(digits, String(code).length - 1)).toUpperCase()
          const { text, isDamaged } = readCode(written)
          expect(isDamaged || text === String(code)).toBe(true)
          expect(readCode(`${code}.0`)).toEqual({ text: String(code), isDamaged: false })
        },
      ),
      runs(2000),
    )
  })

  test('a damaged code refuses an area; in a building that names its community as well it is a doubt', async () => {
    const text = csv('统计代码,名称,街道', '4.10802E+11,东社区,南街道', '4.10802E+11,西社区,南街道')
    expect((await outcomeOf(text, 'x.csv')).questions.map(({ code, subject }) => [code, subject])).toEqual([
      ['damaged-codes', '统计代码'],
    ])
    const byName = await outcomeOf(text, 'x.csv', { 'damaged-codes:统计代码': 'names' })
    expect([valuesOf(byName.accepted, 'code'), doubtsOf(byName.accepted)]).toEqual([
      ['', ''],
      ['2 code-damaged', '3 code-damaged'],
    ])
    const areas = await outcomeOf(text, 'x.csv', { 'damaged-codes:统计代码': 'refuse' })
    expect(refusalsOf(areas.refused)).toEqual(['2 code-damaged 4.10802E+11', '3 code-damaged 4.10802E+11'])
    const buildings = await outcomeOf(
      csv('楼栋编号,户数,社区代码,社区,经度,纬度', 'a,40,4.10802E+11,东社区,113.2,35.2'),
      'x.csv',
    )
    expect([valuesOf(buildings.accepted, 'communityCode'), doubtsOf(buildings.accepted)]).toEqual([
      [''],
      ['2 code-damaged'],
    ])
  })
})

describe('times', () => {
  const pad = (value: number, width = 2) => String(value).padStart(width, '0')
  const forms: ((d: Date) => string)[] = [
    (d) => d.toISOString(),
    (d) =>
      `${d.getUTCFullYear()}-${d.getUTCMonth() + 1}-${d.getUTCDate()} ${d.getUTCHours()}:${pad(d.getUTCMinutes())}:${pad(d.getUTCSeconds())}Z`,
    (d) =>
      `${d.getUTCFullYear()}年${d.getUTCMonth() + 1}月${d.getUTCDate()}日 ${d.getUTCHours() < 12 ? '上午' : '下午'}${d.getUTCHours() % 12 || 12}点${d.getUTCMinutes()}分${d.getUTCSeconds()}秒 UTC`,
    (d) =>
      `${d.getUTCFullYear()}${pad(d.getUTCMonth() + 1)}${pad(d.getUTCDate())}${pad(d.getUTCHours())}${pad(d.getUTCMinutes())}${pad(d.getUTCSeconds())}Z`,
    (d) => String(d.getTime()),
    (d) => String(d.getTime() / 1000),
    (d) =>
      `${d.getUTCDate()} ${d.toLocaleString('en', { month: 'short', timeZone: 'UTC' })} ${d.getUTCFullYear()} ${pad(d.getUTCHours())}:${pad(d.getUTCMinutes())}:${pad(d.getUTCSeconds())} +00:00`,
    (d) => new Date(d.getTime() + 8 * 3_600_000).toISOString().replace('Z', '+0800'),
  ]

  test('an instant in any form is that instant', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: Date.UTC(2001, 8, 10) / 1000, max: Date.UTC(2099, 0) / 1000 }),
        fc.constantFrom(...forms),
        (seconds, form) => {
          const date = new Date(seconds * 1000)
          expect([form(date), readTime(form(date), '-05:00')]).toEqual([form(date), date.toISOString()])
        },
      ),
      runs(2000),
    )
  })

  test('day and month change places by column only, and no date is read that is not written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 31 }), fc.integer({ min: 1, max: 12 }), (day, month) => {
        const isDate = new Date(Date.UTC(2026, month - 1, day)).getUTCDate() === day
        const expected = isDate ? `2026-${pad(month)}-${pad(day)}T00:00:00.000Z` : null
        expect(readTime(`${day}/${month}/2026`, '+00:00', 'dmy')).toBe(expected)
        expect(readTime(`${month}-${day}-2026`, '+00:00', 'mdy')).toBe(expected)
        if (day <= 12 && day !== month) expect(readTime(`${day}.${month}.2026`, '+00:00')).toBe(null)
      }),
      runs(2000),
    )
  })

  const incidents = (...times: string[]) =>
    csv(
      'id,category,created date,community,lng,lat',
      ...times.map((time, i) => `k${i * 7},违停,${time},East,113.2,35.2`),
    )

  test('no date that proves the order: asked for; one at the end of the file: read', async () => {
    const unclear = incidents(...Array.from({ length: 300 }, () => '03/02/2026 08:00'))
    expect(keys(await outcomeOf(unclear, 'x.csv'))).toEqual(['date-order:created date'])
    const said = await outcomeOf(unclear, 'x.csv', { 'date-order:created date': 'mdy' })
    expect(new Set(valuesOf(said.accepted, 'reportedAt'))).toEqual(new Set(['2026-03-02T00:00:00.000Z']))
    const proved = await outcomeOf(
      incidents(...Array.from({ length: 300 }, () => '03/02/2026 08:00'), '25/02/2026 08:00'),
      'x.csv',
    )
    expect(valuesOf(proved.accepted, 'reportedAt')[0]).toBe('2026-02-03T00:00:00.000Z')
  })

  test.each(['0001-01-01', '1900-01-01 00:00:00', '1970-01-01', '3020-03-01', '9999-12-31', '2027-06-01'])(
    'nothing was reported in %s',
    async (time) => {
      const { refused } = await outcomeOf(incidents(time, '2026-03-01'), 'x.csv')
      expect(refusalsOf(refused)).toEqual([`2 time-implausible ${time}`])
    },
  )

  test('placeholders of closing are left out with a doubt, and close nothing', async () => {
    const text = csv(
      '案件编号,类别,状态,上报时间,结案时间,社区,经度,纬度',
      'a,违停,处置中,2026-03-01,0001-01-01 00:00:00,东,113.2,35.2',
      'b,违停,已结案,2026-03-01,9999-12-31,东,113.2,35.2',
      'c,违停,已结案,2026-03-01,2026-03-02,东,113.2,35.2',
      'd,违停,处置中,2026-03-01,明天,东,113.2,35.2',
    )
    const { accepted } = await outcomeOf(text, 'x.csv')
    expect(valuesOf(accepted, 'state')).toEqual(['in_progress', 'closed', 'closed', 'in_progress'])
    expect(doubtsOf(accepted)).toEqual([
      '2 time-unclear',
      '3 time-unclear',
      '3 closing-time-unknown',
      '5 time-unclear',
    ])
  })
})

describe('states of requests', () => {
  test.each([
    '未结案',
    '未办结',
    '未完成',
    'Unresolved',
    'Incomplete',
    'Not done',
    'Abandoned',
    '待结案',
    '申请结案',
    '结案退回',
    'not yet closed',
  ])('%s is not closed', (word) => expect(stateOf(word)).not.toBe('closed'))
  test.each(['待派遣', '未派遣', 'Unassigned', 'not assigned', 'to be dispatched'])(
    '%s is not dispatched',
    (word) => expect(stateOf(word)).not.toBe('dispatched'),
  )
  test.each([
    ['已结案', 'closed'],
    ['Closed', 'closed'],
    ['處置中', 'in_progress'],
    ['In Progress', 'in_progress'],
    ['待派遣', 'reported'],
    ['不予受理', 'rejected'],
  ])('%s is %s', (word, state) => expect(stateOf(word)).toBe(state))

  test('what is not known by itself is asked for, with a proposal that heeds a denial', async () => {
    const text = csv(
      '案件编号,类别,状态,上报时间,社区,经度,纬度',
      'a,违停,结案审核中,2026-03-01,东,113.2,35.2',
      'b,违停,Abandoned,2026-03-01,东,113.2,35.2',
      'c,违停,已结案,2026-03-01,东,113.2,35.2',
    )
    const { questions } = await outcomeOf(text, 'x.csv')
    expect(questions.map(({ code, subject, proposal }) => [code, subject, proposal])).toEqual([
      ['state', '结案审核中', 'in_progress'],
      ['state', 'Abandoned', ''],
    ])
    const said = await outcomeOf(text, 'x.csv', {
      'state:结案审核中': 'in_progress',
      'state:Abandoned': 'rejected',
    })
    expect(valuesOf(said.accepted, 'state')).toEqual(['in_progress', 'rejected', 'closed'])
  })

  test('no word that denies is closed or dispatched by itself', () => {
    const denial = fc.constantFrom('未', '不', '没有', '待', '尚未', 'not ', 'un', 'in', 'non-', 'never ')
    const word = fc.constantFrom(
      '结案',
      '办结',
      '完成',
      '派遣',
      '派单',
      'closed',
      'resolved',
      'complete',
      'done',
      'assigned',
      'dispatched',
    )
    const tail = fc.constantFrom('', '（系统）', '状态', ' yet', '!')
    fc.assert(
      fc.property(denial, word, tail, (before, core, after) => {
        expect(['closed', 'dispatched']).not.toContain(stateOf(before + core + after))
      }),
      runs(2000),
    )
  })

  test('all other words are what somebody says', async () => {
    const text = csv(
      '案件编号,类别,上报时间,社区,经度,纬度',
      'a,违停,2026-03-01,东,113.2,35.2',
      'b,某某,2026-03-01,东,113.2,35.2',
    )
    const { job, settings } = await outcomeOf(text, 'x.csv')
    await job.read(
      { ...settings, otherCategory: '13' },
      { code: '', name: '', streets: 0, communities: 0, bounded: 1 },
      () => undefined,
    )
    expect(valuesOf(job.chunk(0), 'category')).toEqual(['0303', '13'])
  })
})

describe('what the product refuses to hold', () => {
  const refused = [
    '姓名',
    '身份证号码',
    '联系电话',
    '党员',
    '宗教信仰',
    '户主',
    '手机号',
    '政治面貌',
    '信访次数',
    '姓名',
    '電話',
    '身份證號',
    '黨員',
    '戶主姓名',
  ]
  const mark = fc.constantFrom('', ' ', '  ', '\n', '\u3000', '\u200b', '_', '·', '-', '\u00a0', '\t')

  test('however its name is written', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...refused),
        fc.array(mark, { minLength: 8, maxLength: 8 }),
        fc.constantFrom('', '*', '（必填）', ' 1'),
        (name, marks, tail) => {
          const written = [...name].map((character, i) => character + (marks[i] ?? '')).join('') + tail
          expect([written, refusedTopic(written)]).not.toEqual([written, undefined])
        },
      ),
      runs(2000),
    )
  })

  test.each([
    'XM',
    'xm',
    'SFZH',
    'sfzhm',
    'LXDH',
    'HZXM',
    'hz_name',
    'lxrName',
    'SJH',
    'ZZMM',
    'xingming',
    'lianxidianhua',
    'IDCardNo',
    'MobilePhone',
    'phoneNumber',
    'firstName',
    '성명',
    '전화번호',
    '주민등록번호',
  ])('%s', (name) => expect(refusedTopic(name)).toBeDefined())
  test.each([
    'DH',
    'SJ',
    'name',
    '名称',
    '楼栋',
    '户数',
    'lng',
    'statusDate',
    '동',
    '단지명',
    'community',
    '联系社区',
  ])('not %s', (name) => expect(refusedTopic(name)).toBeUndefined())

  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
  const identity = fc
    .tuple(
      fc.constantFrom('110105', '410802', '320311'),
      fc.integer({ min: 0, max: 36_500 }),
      fc.integer({ min: 0, max: 999 }),
    )
    .map(([region, days, order]) => {
      const birth = new Date(Date.UTC(1920, 0, 1) + days * 86_400_000)
        .toISOString()
        .slice(0, 10)
        .replaceAll('-', '')
      const digits = `${region}${birth}${String(order).padStart(3, '0')}`
      return (
        digits + '10X98765432'[weights.reduce((sum, weight, i) => sum + weight * Number(digits[i]), 0) % 11]
      )
    })
  const telephone = fc.integer({ min: 300_000_000, max: 999_999_999 }).map((rest) => `1${rest}0`)
  const around = fc.constantFrom('', '，', ' ', '（', '：', '电话', '某先生')

  test('numbers of persons are unreadable wherever they stand', () => {
    fc.assert(
      fc.property(fc.oneof(identity, telephone), around, around, (number, before, after) => {
        const masked = maskPersonal(before + number + after)
        expect(masked).toBe(`${before}＊＊＊${after}`)
        expect(holdsIdentityNumber(masked)).toBe(false)
      }),
      runs(2000),
    )
  })

  test.each([
    '113.13800138000',
    '12601366.25',
    '410802001001',
    '2026030108000012',
    '1772323200000',
    '室内 12 号 3 单元 1801',
  ])('%s is left as it is', (text) => expect(maskPersonal(text)).toBe(text))

  test('shifted into any cell it is masked in what is stored, refused and shown', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(identity, telephone),
        fc.integer({ min: 0, max: 7 }),
        fc.integer({ min: 0, max: 9 }),
        async (number, column, row) => {
          const rows = Array.from({ length: 10 }, (_, i) => [
            `k${i * 7}`,
            `${i}号楼`,
            '40',
            '6',
            '东社区',
            '113.2',
            `35.2${i}`,
            `路${i}号`,
          ])
          rows[row][column] = number
          const text = csv('编号,名称,户数,层数,社区,经度,纬度,地址', ...rows.map((cells) => cells.join(',')))
          const { job, file, questions, accepted, refused, read } = await outcomeOf(text, 'x.csv')
          expect(JSON.stringify(questions)).not.toContain(number)
          // Among the positions it makes them those of no known system, which is asked for.
          expect(read).toBe(questions.length > 0 ? 0 : 10)
          const lines = refused.map(({ line }) => line!)
          const saved = JSON.stringify(await job.cellsOf(lines, 'buildings'))
          expect(JSON.stringify([file, accepted, refused]) + saved).not.toContain(number)
        },
      ),
      runs(2000),
    )
  })

  test('a column whose every value is one is refused whatever it is called', async () => {
    const text = csv(
      '编号,户数,社区,经度,纬度,备用',
      'a,40,东,113.2,35.2,13800138000',
      'b,40,东,113.2,35.3,13900139000',
    )
    expect((await outcomeOf(text, 'x.csv')).dropped).toEqual([{ column: '备用', topic: 'person' }])
  })
})

describe('refused rows as CSV', () => {
  test('what looks like a formula is guarded, a number is not, and the guard comes off again', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom('=', '＝', '+', '-', '@', "'", '1', '.', 'a', '户', ' '),
          maxLength: 6,
        }),
        (cell) => {
          const guarded = guard(cell)
          expect(withoutGuard(guarded)).toBe(cell)
          expect(guarded.startsWith('＝')).toBe(false)
          if (/^[=+\-@]/.test(guarded)) expect(Number.isNaN(Number(guarded.replace(/[,%]/g, '')))).toBe(false)
        },
      ),
      runs(2000),
    )
  })

  test('mended and brought back they are accepted, and our own columns are nothing', async () => {
    const text = csv(
      'id,households,community,lng,lat,address',
      'k1,40,Lower,-76.60,39.30,x',
      'k8,,Lower,-76.61,39.30,=1+1',
      'k9,,Lower,-76.62,39.31,@home',
    )
    const { job, refused } = await outcomeOf(text, 'west.csv')
    const rows = refused.map(({ number, line, refusal, detail }) => ({
      number,
      line: line!,
      lines: 1,
      source: '',
      reason: refusal!,
      detail: detail!,
      doubts: [],
    }))
    const saved = refusedCsv(
      rows,
      (reason) => reason,
      await job.cellsOf(
        rows.map(({ line }) => line),
        'buildings',
      ),
    )
    expect(saved).toContain("3,no-households,no-households,,k8,,Lower,-76.61,39.30,'=1+1")
    const mended = saved.replace('k8,,', 'k8,41,').replace('k9,,', 'k9,42,')
    const back = await outcomeOf(mended, 'refused.csv')
    expect([back.file.columns, back.settings.kind, sumOf(back.accepted), back.refused]).toEqual([
      ['id', 'households', 'community', 'lng', 'lat', 'address'],
      'buildings',
      83,
      [],
    ])
    expect(valuesOf(back.accepted, 'address')).toEqual(['=1+1', '@home'])
  })
})
