import { describe, expect, it } from 'vitest'
import type { Area } from '../../../../src/data/areas'
import { areaOptions, areasFound } from '../../../../src/features/shell/area-options'

const area = (
  id: number,
  parentId: number | null,
  code: string,
  name: string,
  nameEn: string | null = null,
) => ({ id, parentId, code, name, nameEn, districtId: 1 }) as Area
const areas = [
  area(4, 2, '410802001002', '乙社区'),
  area(2, 1, '410802001', '焦北街道', 'Jiaobei'),
  area(1, null, '410802', '解放区', 'Jiefang'),
  area(3, 2, '410802001001', '甲社区'),
  area(5, 1, '410802002', '新华街道'),
]
const options = areaOptions(areas, ({ name }) => name)

describe('the areas of the picker', () => {
  it('stand below what they lie in, in the order of their codes', () => {
    expect(options.map(({ label, depth }) => `${depth}${label}`)).toEqual([
      '0解放区',
      '1焦北街道',
      '2甲社区',
      '2乙社区',
      '1新华街道',
    ])
    expect(options[2].within).toBe('焦北街道')
  })

  it.each([
    ['', 5],
    ['甲', 1],
    ['410802001', 3],
    ['JIAOBEI', 1],
    ['甲 乙', 0],
  ])('are found by name in either language and by code: %s', (search, count) => {
    expect(areasFound(options, search)).toHaveLength(count)
  })
})
