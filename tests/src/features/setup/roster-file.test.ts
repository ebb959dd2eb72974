import { describe, expect, it } from 'vitest'
import { readRosterFile, rosterRows } from '../../../../src/features/setup/people/roster-file'

const file = (text: string, name = '名册.csv') => new File([text], name)

describe('a roster out of a file', () => {
  it('knows its columns by their titles, and numbers rows by their lines', async () => {
    const read = await readRosterFile(
      file(
        '工号,姓名,联系电话,岗位,网格编码,任职日期\nA1,赵一,0391-1,网格管理员,410802001001001,2026/3/1\n,,,,,\nA2,钱二,,,,\n',
      ),
    )
    expect(read.mapping).toMatchObject({ source: '工号', name: '姓名', telephone: '联系电话', post: '岗位' })
    expect(rosterRows(read)).toEqual([
      expect.objectContaining({ number: 2, source: 'A1', name: '赵一', since: '2026-03-01', until: '' }),
      expect.objectContaining({ number: 4, source: 'A2', name: '钱二', post: '' }),
    ])
  })

  it('leaves out columns of what the product does not keep', async () => {
    const read = await readRosterFile(file('姓名,身份证号,政治面貌\n赵一,1,2\n'))
    expect(read.refused).toEqual(['身份证号', '政治面貌'])
    expect(read.columns).toEqual(['姓名'])
  })

  it('reads days as people write them and leaves others for the database to refuse', async () => {
    const days = ['2026-3-1', '2026/03/01', '2026年3月1日', '2026.3.1', '明天', '2026-02-31']
    const read = await readRosterFile(
      file(`姓名,开始日期\n${days.map((day, at) => `人${at},${day}`).join('\n')}\n`),
    )
    const day = '2026-03-01'
    expect(rosterRows(read).map(({ since }) => since)).toEqual([day, day, day, day, '明天', '2026-02-31'])
  })
})
