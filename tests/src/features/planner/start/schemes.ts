import type { Scheme, SchemeLevel, SchemePost } from '../../../../../src/data/plans/schemes'

let id = 0

/** A post of a scheme, one a grid and unpaid unless said otherwise. */
export function post(code: string, name: string, other: Partial<SchemePost> = {}): SchemePost {
  return {
    id: ++id,
    code,
    name,
    nameEn: `${code} in English`,
    perGrid: 1,
    exclusive: true,
    allowance: null,
    basis: 'grid',
    basisHouseholds: null,
    span: null,
    voluntary: false,
    payPer: 'month',
    ...other,
  }
}

/** A scheme of the district with a level for each target, upper first. */
export function scheme(
  name: string,
  levels: [target: number, ...posts: SchemePost[]][],
  other: Partial<Scheme> = {},
): Scheme {
  const made = levels.map(([target, ...posts], at): SchemeLevel => ({
    level: at + 1,
    name: `第${at + 1}级`,
    nameEn: `Level ${at + 1}`,
    target,
    posts,
  }))
  const words = { name, nameEn: name, note: '', noteEn: '' }
  return {
    ...words,
    id: ++id,
    code: `code-${id}`,
    isTemplate: false,
    tolerance: 0.1,
    codeDigits: 15,
    shares: { incidents: 0, visits: 0, area: 0 },
    use: { plans: 0, drafts: 0 },
    levels: made,
    ...other,
  }
}
