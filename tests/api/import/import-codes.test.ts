import { expect, test } from 'vitest'
import { dataOf, serviceClient } from '../support/clients'
import { bringFile, checkFile, newDistrict } from '../support/importing'

const buildings = (community: (i: number) => string, head = '社区') =>
  [
    `楼栋编号,户数,${head},经度,纬度`,
    ...Array.from(
      { length: 6 },
      (_, i) => `b${i}x,40,${community(i)},${(113 + (i % 2) * 0.02 + i * 0.0004).toFixed(4)},35.2`,
    ),
  ].join('\n')

const areasOf = async (code: string) =>
  dataOf(
    await serviceClient()
      .from('areas')
      .select('code, name, boundary')
      .like('code', `${code}%`)
      .neq('code', code)
      .order('code'),
  )

test('division codes where names are expected find the communities of a list, which keep their names', async () => {
  const code = await newDistrict()
  const list = `统计代码,名称\n${code}001000,南街道\n${code}001001,东社区\n${code}001002,西社区`
  await bringFile(serviceClient(), code, list, '社区.csv')
  await bringFile(
    serviceClient(),
    code,
    buildings((i) => `${code}00100${1 + (i % 2)}`),
    '楼栋.csv',
  )
  const areas = await areasOf(code)
  expect(areas.map(({ name }) => name)).toEqual(['南街道', '东社区', '西社区'])
  expect(areas.slice(1).every(({ boundary }) => boundary !== null)).toBe(true)
})

test('codes that nothing has are no names: the rows are refused, and no community is made of them', async () => {
  const code = await newDistrict()
  const { summary } = await checkFile(
    serviceClient(),
    code,
    buildings((i) => `${code}00100${1 + (i % 2)}`),
    '楼栋.csv',
  )
  expect(summary.accepted).toBe(0)
  expect(JSON.stringify(summary)).toContain('name-is-code')
})

test('a code that no community has is said of rows that stand in another', async () => {
  const code = await newDistrict()
  await bringFile(
    serviceClient(),
    code,
    buildings((i) => (i % 2 ? '西社区' : '东社区')),
    '楼栋.csv',
  )
  const again = buildings((i) => `${code}00200${1 + (i % 2)}`, '社区代码').replaceAll(',40,', ',41,')
  const { summary } = await checkFile(serviceClient(), code, again, '楼栋.csv')
  expect(JSON.stringify(summary)).toContain('community-differs')
})
