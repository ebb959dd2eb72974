import { describe, expect, it } from 'vitest'
import { postPlaces } from '../../../../src/components/plan/posts'
import { post, scheme } from '../../features/planner/start/schemes'

const holder = (name: string, what: string) => ({
  name,
  telephone: '100',
  post: what,
  postEn: `${what} in English`,
})
const { levels } = scheme('两级', [
  [1000, post('chief', '网格长')],
  [100, post('manager', '管理员'), post('assistant', '协管员', { perGrid: 2 })],
])
const said = (holders: ReturnType<typeof holder>[], level = 2) =>
  postPlaces(holders, levels, level).map((place) => [place.name, place.holder?.name ?? null, place.count])

describe('the places on the posts of a grid', () => {
  it('are all that the scheme asks for, those of the grid above last', () => {
    expect(said([holder('甲', '管理员'), holder('乙', '网格长')])).toEqual([
      ['管理员', '甲', 1],
      ['协管员', null, 1],
      ['协管员', null, 1],
      ['网格长', '乙', 1],
    ])
  })

  it('are vacant, each of them, where nobody is assigned', () => {
    expect(said([]).map(([, who]) => who)).toEqual([null, null, null, null])
    expect(said([], 1)).toEqual([['网格长', null, 1]])
  })

  it('show whoever serves beyond the scheme as well', () => {
    const three = ['甲', '乙', '丙'].map((name) => holder(name, '协管员'))
    expect(said([...three, holder('丁', '社工')], 2)).toEqual([
      ['管理员', null, 1],
      ['协管员', '甲', 1],
      ['协管员', '乙', 1],
      ['网格长', null, 1],
      ['协管员', '丙', 1],
      ['社工', '丁', 1],
    ])
  })

  it('are gathered where there are too many for a board', () => {
    const many = scheme('多', [[100, post('guard', '巡查员', { perGrid: 30 }), post('one', '管理员')]])
    const places = postPlaces([holder('甲', '巡查员')], many.levels, 1)
    expect(places.map(({ name, holder: who, count }) => [name, who?.name ?? null, count])).toEqual([
      ['巡查员', '甲', 1],
      ['巡查员', null, 29],
      ['管理员', null, 1],
    ])
  })
})
