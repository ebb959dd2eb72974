import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runs } from '../../../support/runs'
import { doubtsOf, outcomeOf, refusalsOf, sumOf, valuesOf } from '../help'

// Rows of which several are one building: by unit, entrance or room.

const csv = (header: string, ...lines: string[]) => [header, ...lines].join('\n')
const codes = (questions: { code: string; proposal: string }[]) =>
  questions.map(({ code, proposal }) => `${code} ${proposal}`)

describe('rows of one building', () => {
  test('are asked about and added up as was answered, whatever the parts are called', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('单元', '单元号', '门洞', '房号', 'Unit No.', 'entrance', '호'),
        fc.constantFrom('', '楼栋编号', '编码', '序号'),
        fc.array(fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 2, maxLength: 4 }), {
          minLength: 2,
          maxLength: 4,
        }),
        async (part, id, buildings) => {
          let number = 0
          const lines = buildings.flatMap((counts, i) =>
            counts.map((count, unit) => {
              number++
              const own = new Map([
                ['楼栋编号', `B${i}x`],
                ['编码', `U${number}x`],
                ['序号', String(number)],
              ]).get(id)
              return [
                ...(own ? [own] : []),
                `${i}号楼`,
                unit + 1,
                count,
                '东社区',
                '南街道',
                `113.20${i}`,
                35.2,
              ].join()
            }),
          )
          const text = csv([...(id ? [id] : []), '楼栋', part, '户数,社区,街道,经度,纬度'].join(), ...lines)
          const asked = await outcomeOf(text, '楼栋.csv')
          const proposal = id === '编码' ? 'add-by-name' : 'add'
          expect(codes(asked.questions)).toEqual([`units ${proposal}`])
          const { read, accepted, refused } = await outcomeOf(text, '楼栋.csv', { units: proposal })
          expect([read, refused]).toEqual([lines.length, []])
          expect(valuesOf(accepted, 'households')).toEqual(
            buildings.map((counts) => counts.reduce((sum, count) => sum + count, 0)),
          )
          expect(accepted.reduce((sum, { lines: count }) => sum + count!, 0)).toBe(lines.length)
          const apart = await outcomeOf(text, '楼栋.csv', { units: 'apart' })
          expect(apart.accepted.length + apart.refused.length).toBe(lines.length)
        },
      ),
      runs(30),
    )
  })

  test('that have names in the first of them only are filled down before', async () => {
    const text = csv(
      '楼栋,单元,户数,社区,街道,经度,纬度',
      '1号楼,1单元,12,东社区,南街道,113.201,35.2',
      ',2单元,14,,,,',
      '2号楼,1单元,12,东社区,南街道,113.202,35.2',
      ',2单元,10,,,,',
    )
    const { questions } = await outcomeOf(text, '楼栋.csv')
    const answers = Object.fromEntries(
      questions.map(({ code, subject, proposal }) => [subject ? `${code}:${subject}` : code, proposal]),
    )
    expect(Object.keys(answers)).toEqual(
      expect.arrayContaining(['units', 'blank-below:楼栋', 'blank-below:经度']),
    )
    const { accepted } = await outcomeOf(text, '楼栋.csv', answers)
    expect(valuesOf(accepted, 'households')).toEqual([26, 22])
  })

  test('are not asked about where a few are doubled, or houses of several compounds have one number', async () => {
    const place = (i: number) => `东社区,南街道,113.${200 + i},35.2`
    const doubled = [
      ...Array.from({ length: 30 }, (_, i) => `${i}号楼,40,${place(i)}`),
      `3号楼,41,${place(3)}`,
    ]
    const first = await outcomeOf(csv('楼栋,户数,社区,街道,经度,纬度', ...doubled), '楼栋.csv')
    expect([first.questions, refusalsOf(first.refused).length]).toEqual([[], 1])
    const houses = Array.from({ length: 8 }, (_, i) => `${i % 2}号楼,小区${i >> 1},40,${place(i)}`)
    const second = await outcomeOf(csv('楼栋,小区,户数,社区,街道,经度,纬度', ...houses), '楼栋.csv')
    expect([second.questions, second.accepted.length]).toEqual([[], 8])
  })

  test('without a column of parts are asked about where their counts differ', async () => {
    const lines = [1, 2, 3].flatMap((i) => [12, 14].map((n) => `${i}号楼,${n},东社区,南街道,113.20${i},35.2`))
    const { questions } = await outcomeOf(csv('楼栋,户数,社区,街道,经度,纬度', ...lines), '楼栋.csv')
    expect(codes(questions)).toEqual(['units add'])
    expect(questions[0].detail).toBe('6 → 3; 1号楼: 12 + 14; 2号楼: 12 + 14; 3号楼: 12 + 14')
    expect(questions[0].flag).toContain('--add-units')
  })

  test('with a row for each floor are asked about though all counts are the same, what is doubled is not', async () => {
    const floors = [1, 2].flatMap((i) =>
      [1, 2, 3].map((floor) => `${i}号楼,${floor},4,东社区,113.20${i},35.2`),
    )
    const asked = await outcomeOf(csv('楼栋,楼层,户数,社区,经度,纬度', ...floors), '楼栋.csv')
    expect(codes(asked.questions)).toEqual(['units add'])
    const doubled = [1, 2, 1, 2].map((i, row) => `${row + 1},${i}号楼,4,东社区,113.20${i},35.2`)
    const { questions } = await outcomeOf(csv('序号,楼栋,户数,社区,经度,纬度', ...doubled), '楼栋.csv')
    expect(questions).toEqual([])
  })

  test('are no parts where one id stands at two places: the second is refused', async () => {
    const lines = ['a,40,东社区,113.2,35.2', 'b,41,东社区,113.21,35.2', 'b,42,东社区,113.22,35.2']
    const { questions, refused } = await outcomeOf(csv('楼栋编号,户数,社区,经度,纬度', ...lines), '楼栋.csv')
    expect([questions, refusalsOf(refused)]).toEqual([[], ['4 duplicate-id b']])
  })

  test('are two buildings where they lie far apart', async () => {
    const text = csv(
      '楼栋,单元,户数,社区,街道,经度,纬度',
      '1号楼,1,12,东社区,南街道,113.2,35.2',
      '1号楼,2,14,东社区,南街道,113.2002,35.2',
      '1号楼,1,20,东社区,南街道,113.21,35.2',
      '1号楼,2,22,东社区,南街道,113.2102,35.2',
    )
    const { accepted } = await outcomeOf(text, '楼栋.csv', { units: 'add' })
    expect(valuesOf(accepted, 'households')).toEqual([26, 42])
    expect(new Set(accepted.map(({ source }) => source)).size).toBe(2)
  })
})

test('a row of a compound stands for all of its houses, which is a doubt', async () => {
  const text = csv(
    '小区名称,总户数,社区,街道,经度,纬度',
    '花园,1200,东社区,南街道,113.2,35.2',
    '阳光,800,西社区,南街道,113.21,35.2',
  )
  const { accepted } = await outcomeOf(text, '小区.csv')
  expect([sumOf(accepted), doubtsOf(accepted)]).toEqual([2000, ['2 several-in-one', '3 several-in-one']])
})
