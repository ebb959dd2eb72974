import { describe, expect, test } from 'vitest'
import { outcomeOf, refusalsOf, sumOf, valuesOf } from './help'

// Tables as databases print them and as they are copied from documents: no mark stands between their columns.

const rows = [
  ['编号', '户数', '社区', '街道', '经度', '纬度'],
  ['b1x', '40', '东社区', '南街道', '113.2000', '35.2'],
  ['b2xyz', '8', '东湖花园社区', '南街道', '113.2004', '35.2'],
  ['b3x', '120', '西社区', '北街道', '113.2108', '35.2'],
]
/** Places that a text takes in a terminal. */
const places = (text: string) => [...text].reduce((sum, one) => sum + (one > '\u2E80' ? 2 : 1), 0)
const aligned = (count: (text: string) => number, table = rows, gap = ' ') => {
  const widths = table[0].map((_, i) => Math.max(...table.map((row) => count(row[i]))))
  const line = (row: string[]) => row.map((cell, i) => cell + ' '.repeat(widths[i] - count(cell))).join(gap)
  return { lines: table.map(line), ruler: widths.map((width) => '-'.repeat(width)).join(gap) }
}
const buildings = async (text: string, name = 'list.txt') => {
  const outcome = await outcomeOf(text, name)
  const accepted = outcome.accepted.filter(({ part }) => part === 'row')
  return {
    asked: outcome.questions.map(({ code }) => code),
    read: outcome.read,
    households: sumOf(accepted),
    communities: valuesOf(accepted, 'community'),
    refused: refusalsOf(outcome.refused),
  }
}
const right = {
  asked: [],
  read: 3,
  households: 168,
  communities: ['东社区', '东湖花园社区', '西社区'],
  refused: [],
}

describe('a table whose columns are parted by blanks is read where every line parts alike', () => {
  const inTerminal = aligned(places)
  const byCharacter = aligned((text) => text.length)
  test.each<[string, string]>([
    ['by single ones', rows.map((row) => row.join(' ')).join('\n')],
    ['by several', rows.map((row) => row.join('   ')).join('\n')],
    ['by full-width ones', rows.map((row) => row.join('\u3000')).join('\n')],
    ['aligned as in a terminal', inTerminal.lines.join('\n')],
    ['aligned by characters', byCharacter.lines.join('\n')],
    [
      'under a line of rules',
      [inTerminal.lines[0], inTerminal.ruler, ...inTerminal.lines.slice(1)].join('\n'),
    ],
    ['below a title', ['解放区楼栋', '', ...rows.map((row) => row.join('  '))].join('\n')],
  ])('%s', async (_, text) => expect(await buildings(text)).toEqual(right))

  test.each<[string, string[]]>([
    [
      'psql',
      [
        aligned(places, rows, ' | ').lines[0],
        aligned(places, rows, '-+-').ruler,
        ...aligned(places, rows, ' | ').lines.slice(1),
      ],
    ],
    [
      'MySQL',
      [
        `+-${aligned(places, rows, '-+-').ruler}-+`,
        ...aligned(places, rows, ' | ')
          .lines.slice(0, 1)
          .map((line) => `| ${line} |`),
        `+-${aligned(places, rows, '-+-').ruler}-+`,
        ...aligned(places, rows, ' | ')
          .lines.slice(1)
          .map((line) => `| ${line} |`),
        `+-${aligned(places, rows, '-+-').ruler}-+`,
      ],
    ],
    [
      'boxes',
      [
        '┌──────┬────┐',
        ...rows.flatMap((row, i) => [`│ ${row.join(' │ ')} │`, ...(i === 0 ? ['├──────┼────┤'] : [])]),
        '└──────┴────┘',
      ],
    ],
    [
      'Markdown',
      [
        `| ${rows[0].join(' | ')} |`,
        '|---|---:|---|:-:|---|---|',
        ...rows.slice(1).map((row) => `| ${row.join(' | ')} |`),
      ],
    ],
  ])('between the bars of %s', async (_, lines) => expect(await buildings(lines.join('\n'))).toEqual(right))

  test.each(['(3 rows)', '(3 行记录)', '3 rows in set (0.01 sec)', '3 rows selected.'])(
    'what stands below, %s, is a note',
    async (footer) => {
      const { lines, ruler } = aligned(places, rows, ' | ')
      const text = [lines[0], ruler.replaceAll(' ', '-'), ...lines.slice(1), footer].join('\n')
      const { households, refused } = await buildings(text)
      expect([households, refused]).toEqual([168, [`6 row-is-note ${footer.slice(0, 20).trim()}`]])
    },
  )

  test('a cell that is blank stays where it is', async () => {
    const table = [...rows, ['b4x', '', '西社区', '北街道', '113.2112', '35.2']]
    expect(await buildings(aligned(places, table, '  ').lines.join('\n'))).toMatchObject({
      read: 4,
      households: 168,
      refused: ['5 no-households'],
    })
  })
})

describe('where it does not', () => {
  test('it is refused in words', async () => {
    const lines = rows.map((row) => row.join(' '))
    lines[2] = 'b2xyz 8 东湖花园 社区 南街道 113.2004 35.2'
    await expect(outcomeOf(lines.join('\n'), 'list.txt')).rejects.toMatchObject({
      code: 'file-parted-by-blanks',
    })
  })

  test.each([
    '-[ RECORD 1 ]---\n编号 | b1x\n户数 | 40\n-[ RECORD 2 ]---\n编号 | b2x\n户数 | 41\n',
    '*************************** 1. row ***************************\n编号: b1x\n户数: 40\n',
  ])('one record below the other is refused in words', (text) =>
    expect(outcomeOf(text, 'list.txt')).rejects.toMatchObject({ code: 'file-is-blocks' }),
  )

  test('a line far down that is parted otherwise costs itself', async () => {
    const many = Array.from({ length: 300 }, (_, i) => [
      `b${i}x`,
      '40',
      '东社区',
      '南街道',
      `${113.2 + i / 1e4}`,
      '35.2',
    ])
    const lines = [rows[0], ...many].map((row) => row.join(' '))
    lines[280] = 'b279x 40 东 社区 南街道 113.22 35.2'
    lines[290] = 'b289x 东社区 南街道 113.22 35.2'
    const { read, households, refused } = await buildings(lines.join('\n'))
    expect([read, households, refused]).toEqual([300, 298 * 40, ['281 row-unreadable', '291 row-unreadable']])
  })

  test('text with other marks is read by them', async () => {
    const text = rows.map((row) => row.join(', ')).join('\n')
    expect(await buildings(text, 'list.csv')).toEqual(right)
  })
})
