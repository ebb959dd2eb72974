import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gridsFor, postsNeeded } from '../../../../../src/components/plan/posts'
import {
  faultsOf,
  formOf,
  householdShare,
  newPost,
  ruleOf,
  type SchemeForm,
} from '../../../../../src/features/planner/start/scheme-form'
import { runs } from '../../../../support/runs'
import { post, scheme } from './schemes'

const jiefang = scheme('解放', [
  [400, post('manager', '网格管理员'), post('assistant', '网格协管员', { perGrid: 2, allowance: 350 })],
])
const jianxi = scheme('涧西', [
  [1000, post('leader', '网格长')],
  [100, post('building_leader', '楼栋长')],
])
const schemes = [jiefang, jianxi]
const none = new Set<string>()

/** The form of a scheme with one thing typed otherwise. */
function typed(change: (form: SchemeForm) => void, from = jianxi): SchemeForm {
  const form = formOf(from, schemes)
  change(form)
  return form
}

describe('the form of a scheme', () => {
  it('gives back the rule it was made from', () => {
    for (const one of schemes) {
      const { name, tolerance, codeDigits, shares, levels } = one
      const bare = levels.map(({ level: _, posts, ...rest }) => ({
        ...rest,
        posts: posts.map(({ id: __, ...kept }) => kept),
      }))
      expect(ruleOf(formOf(one, schemes), [one], true)).toEqual({
        name,
        nameEn: '',
        tolerance,
        codeDigits,
        shares,
        levels: bare,
      })
    }
  })

  it('gives cases, visits and ground their shares of the load, an emptied one none', () => {
    const form = typed((one) => (one.shares = { incidents: 20, visits: null, area: 70 }))
    expect(householdShare(form)).toBe(10)
    expect(faultsOf(form, none).size).toBe(0)
    expect(ruleOf(form, schemes, false).shares).toEqual({ incidents: 20, visits: 0, area: 70 })
  })

  it('keeps every tolerance that a planner may type, to a tenth of a percent', () => {
    fc.assert(
      fc.property(fc.integer({ min: 10, max: 500 }), (tenths) => {
        const one = scheme('甲', [[400]], { tolerance: tenths / 1000 })
        expect(ruleOf(formOf(one, []), [one], true).tolerance).toBeCloseTo(tenths / 1000, 10)
      }),
      runs(),
    )
  })

  it('lends an upper level to a scheme that has none, larger than the lower one', () => {
    const form = formOf(jiefang, schemes)
    expect(form).toMatchObject({
      isTwoLevel: false,
      upper: { name: '第1级', target: 1000, posts: [{ name: '网格长' }] },
    })
    expect(formOf(scheme('大', [[900]]), schemes).upper.target).toBe(1800)
    expect(faultsOf({ ...form, isTwoLevel: true }, none).size).toBe(0)
  })

  it('leaves the upper level out of the rule while there is one level', () => {
    const form = typed((one) => (one.isTwoLevel = false))
    expect(ruleOf(form, schemes, false).levels.map(({ target }) => target)).toEqual([100])
    form.isTwoLevel = true
    expect(ruleOf(form, schemes, false).levels.map(({ target }) => target)).toEqual([1000, 100])
  })
})

describe('faults', () => {
  it.each<[string, string, (form: SchemeForm) => void]>([
    ['name', 'missing', (form) => (form.name = '  ')],
    ['name', 'name-taken', (form) => (form.name = ' 解放 ')],
    ['tolerancePercent', 'missing', (form) => (form.tolerancePercent = null)],
    ['tolerancePercent', 'out-of-range', (form) => (form.tolerancePercent = 60)],
    ['shares', 'shares-too-many', (form) => (form.shares = { incidents: 60, visits: 30, area: 1 })],
    ['upper.name', 'missing', (form) => (form.upper.name = '')],
    ['upper.target', 'not-larger', (form) => (form.upper.target = 100)],
    ['upper.target', 'missing', (form) => (form.upper.target = null)],
    ['lower.target', 'missing', (form) => (form.lower.target = null)],
    ['lower.posts.0.name', 'missing', (form) => (form.lower.posts[0].name = '')],
    ['lower.posts.0.perGrid', 'missing', (form) => (form.lower.posts[0].perGrid = null)],
    ['lower.posts.0.allowance', 'out-of-range', (form) => (form.lower.posts[0].allowance = -1)],
    ['lower.posts.1.name', 'post-twice', (form) => form.lower.posts.push({ ...newPost(), name: '楼栋长 ' })],
    ['lower.posts.0.basisHouseholds', 'missing', (form) => (form.lower.posts[0].basis = 'households')],
    [
      'lower.posts.0.span',
      'out-of-range',
      (form) => Object.assign(form.lower.posts[0], { exclusive: false, span: 0 }),
    ],
  ])('%s: %s', (field, fault, change) => {
    expect([...faultsOf(typed(change), new Set(['解放']))]).toEqual([[field, fault]])
  })

  it('are none of a span that does not count, and the rule leaves it out', () => {
    const form = typed((one) => Object.assign(one.lower.posts[0], { span: 0 }))
    expect(faultsOf(form, none).size).toBe(0)
    expect(ruleOf(form, schemes, false).levels[1].posts[0].span).toBeNull()
  })

  it('are none in a sound scheme, nor of a level that does not count', () => {
    expect(
      faultsOf(
        typed(() => undefined),
        none,
      ).size,
    ).toBe(0)
    expect(
      faultsOf(
        typed((form) => ((form.isTwoLevel = false), (form.upper.name = ''), (form.upper.target = 1))),
        none,
      ).size,
    ).toBe(0)
  })
})

describe('codes of posts', () => {
  const codes = (form: SchemeForm, isHeld = false) =>
    ruleOf(form, schemes, isHeld).levels.map(({ posts }) => posts.map(({ code }) => code))

  it('follow the name: a post known elsewhere keeps its people, a renamed one does not take them', () => {
    const form = typed((one) => {
      one.lower.posts[0].name = '社区民警'
      one.lower.posts.push({ ...newPost(), name: ' 网格协管员 ' })
    })
    expect(codes(form)).toEqual([['leader'], ['post-1', 'assistant']])
  })

  it('are new where no post ever had them', () => {
    const own = scheme('自有', [[300, post('post-1', '调解员')]])
    const form = typed((one) =>
      one.lower.posts.push({ ...newPost(), name: '巡查员' }, { ...newPost(), name: '调解员' }),
    )
    expect(ruleOf(form, [...schemes, own], false).levels[1].posts.map(({ code }) => code)).toEqual([
      'building_leader',
      'post-2',
      'post-1',
    ])
  })

  it('stay in a scheme that plans hold, whatever is renamed', () => {
    expect(
      codes(
        typed((one) => (one.lower.posts[0].name = '单元长')),
        true,
      ),
    ).toEqual([['leader'], ['building_leader']])
  })

  it('differ within a level, whatever the names', () => {
    const name = fc.constantFrom('网格长', '楼栋长', '网格管理员', '调解员', '巡查员')
    fc.assert(
      fc.property(fc.uniqueArray(name), (names) => {
        const form = typed((one) => (one.lower.posts = names.map((each) => ({ ...newPost(), name: each }))))
        const [, lower] = codes(form)
        expect(new Set(lower).size).toBe(names.length)
      }),
      runs(),
    )
  })
})

describe('posts needed', () => {
  it('are those of the study for 226 grids of 400 households', () => {
    const grids = gridsFor(90_400, jiefang.levels[0].target)
    expect(grids).toBe(226)
    expect(
      postsNeeded(jiefang.levels[0].posts, { grids, households: 90_400, communities: 30 }).map(
        ({ needed, yuanMonth }) => [needed, yuanMonth],
      ),
    ).toEqual([
      [226, null],
      [452, 158_200],
    ])
  })

  it('are those of the study for 190,000 households in area grids of 1,000 and groups of 100', () => {
    const counted = jianxi.levels.map(({ target, posts }) => {
      const grids = gridsFor(190_000, target)
      return postsNeeded(posts, { grids, households: 190_000, communities: 60 }).map(({ needed }) => needed)
    })
    expect(counted).toEqual([[190], [1900]])
  })

  it('are three for each of the study’s 716 grids, as long as no officer is shared over several', () => {
    const three = [post('leader', '网格长'), post('officer', '街道干部'), post('police', '民警')]
    const ground = { grids: 716, households: 286_400, communities: 60 }
    const sum = (posts: typeof three) =>
      postsNeeded(posts, ground).reduce((total, { needed }) => total + needed, 0)
    expect(sum(three)).toBe(2148)
    const shared = three.map((one, at) => (at ? { ...one, exclusive: false, span: at === 1 ? 4 : 5 } : one))
    expect(sum(shared)).toBe(716 + 179 + 144)
  })

  it('count a shared officer once for up to so many grids, and posts of communities and households by them', () => {
    const ground = { grids: 716, households: 286_400, communities: 60 }
    const one = (other: Parameters<typeof post>[2]) =>
      postsNeeded([post('officer', '民警', other)], ground)[0].needed
    expect(one({})).toBe(716)
    expect(one({ exclusive: false, span: 4 })).toBe(179)
    expect(one({ exclusive: false, span: 5 })).toBe(144)
    expect(one({ basis: 'community', perGrid: 2 })).toBe(120)
    expect(one({ basis: 'households', basisHouseholds: 400 })).toBe(716)
    expect(one({ basis: 'district' })).toBe(1)
    const paid = postsNeeded([post('leader', '楼栋长', { allowance: 2, payPer: 'household' })], ground)
    expect(paid[0].yuanMonth).toBe(572_800)
  })

  it('are those of one grid at least', () => {
    expect(gridsFor(3, 400)).toBe(1)
  })
})
