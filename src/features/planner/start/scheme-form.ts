import type { LoadShares } from '../../../plan/model/load'
import type { Scheme, SchemeLevel, SchemePost, SchemeRule } from '../../../data/plans/schemes'
import { type LevelCount, levelFields, microFor } from './scheme-levels'

/** A post as it is being typed; a number that was emptied is null. */
export interface PostForm {
  name: string
  nameEn: string
  perGrid: number | null
  exclusive: boolean
  /** Yuan a month, for what `payPer` says; null where nothing is paid. */
  allowance: number | null
  basis: SchemePost['basis']
  basisHouseholds: number | null
  /** Of a shared post: up to how many grids one person serves. */
  span: number | null
  voluntary: boolean
  payPer: SchemePost['payPer']
  /** By which people find their post in the next plan; empty for a new row. */
  code: string
}

export interface LevelForm {
  name: string
  nameEn: string
  target: number | null
  posts: PostForm[]
}

/** A scheme as it is being typed. The levels that do not count are kept, so that nothing typed is lost. */
export interface SchemeForm extends LevelCount {
  name: string
  nameEn: string
  tolerancePercent: number | null
  codeDigits: Scheme['codeDigits']
  /** Percent of a grid's load besides households; an emptied field is 0. */
  shares: Record<keyof LoadShares, number | null>
  upper: LevelForm
  lower: LevelForm
  micro: LevelForm
}

/** What cases, visits and ground may make of a load together, percent: the rest is households. */
const MOST_SHARES = 90

/** Least and most that a number may be. */
export const BOUNDS = {
  target: { min: 10, max: 20_000 },
  tolerancePercent: { min: 1, max: 50 },
  perGrid: { min: 1, max: 99 },
  allowance: { min: 0, max: 99_999 },
  basisHouseholds: { min: 1, max: 99_999 },
  span: { min: 1, max: 999 },
  share: { min: 0, max: MOST_SHARES },
} as const

/** What is wrong with a field; words are `planner.scheme.faults.<code>`. */
export type FieldFault =
  'missing' | 'out-of-range' | 'name-taken' | 'post-twice' | 'not-larger' | 'shares-too-many'

/** Faults by field, e.g. `name`, `upper.target`, `lower.posts.0.name`. */
export type FieldFaults = ReadonlyMap<string, FieldFault>

/** Returns a row for a post that is yet to be named. */
export function newPost(): PostForm {
  return {
    code: '',
    name: '',
    nameEn: '',
    perGrid: 1,
    exclusive: true,
    allowance: null,
    basis: 'grid',
    basisHouseholds: null,
    span: null,
    voluntary: false,
    payPer: 'month',
  }
}

/** Whether one person on a post may serve several grids, so that it can be said how many. */
export function hasSpan({ exclusive, basis }: Pick<PostForm, 'exclusive' | 'basis'>): boolean {
  return !exclusive && basis === 'grid'
}

/** An English name that only repeats the Chinese one was left out. */
function ownEnglish({ name, nameEn }: { name: string; nameEn: string }): string {
  return nameEn === name ? '' : nameEn
}

function levelForm(level: SchemeLevel): LevelForm {
  const posts = level.posts.map(({ id: _, ...post }: SchemePost): PostForm => ({
    ...post,
    nameEn: ownEnglish(post),
  }))
  return { name: level.name, nameEn: ownEnglish(level), target: level.target, posts }
}

/** An upper level to begin with: that of the first scheme that has one, large enough for the lower one. */
function upperFor(lower: LevelForm, schemes: readonly Scheme[]): LevelForm {
  const model = schemes.find(({ levels }) => levels.length > 1)
  const upper = model ? levelForm(model.levels[0]) : { name: '', nameEn: '', target: 0, posts: [] }
  return { ...upper, target: Math.max(upper.target ?? 0, 2 * (lower.target ?? 0)) }
}

/** Returns a scheme as a form; `schemes` lends an upper level to one that has none. */
export function formOf(scheme: Scheme, schemes: readonly Scheme[]): SchemeForm {
  const levels = scheme.levels.map(levelForm)
  const isTwoLevel = levels.length > 1
  const isThreeLevel = levels.length > 2
  const lower = levels[isTwoLevel ? 1 : 0]
  return {
    name: scheme.name,
    nameEn: ownEnglish(scheme),
    tolerancePercent: Math.round(scheme.tolerance * 1000) / 10,
    codeDigits: scheme.codeDigits,
    shares: { ...scheme.shares },
    isTwoLevel,
    upper: isTwoLevel ? levels[0] : upperFor(lower, schemes),
    lower,
    isThreeLevel,
    micro: isThreeLevel ? levels[2] : microFor(lower),
  }
}

function numberFault(value: number | null, { min, max }: { min: number; max: number }): FieldFault | null {
  if (value === null) return 'missing'
  return value >= min && value <= max ? null : 'out-of-range'
}

type Found = [field: string, fault: FieldFault | null]

function postFaults(posts: readonly PostForm[], field: string): Found[] {
  return posts.flatMap((post, at): Found[] => {
    const name = post.name.trim()
    const isTwice = posts.slice(0, at).some((other) => other.name.trim() === name)
    return [
      [`${field}.${at}.name`, !name ? 'missing' : isTwice ? 'post-twice' : null],
      [`${field}.${at}.perGrid`, numberFault(post.perGrid, BOUNDS.perGrid)],
      [
        `${field}.${at}.allowance`,
        post.allowance === null ? null : numberFault(post.allowance, BOUNDS.allowance),
      ],
      [
        `${field}.${at}.basisHouseholds`,
        post.basis === 'households' ? numberFault(post.basisHouseholds, BOUNDS.basisHouseholds) : null,
      ],
      [
        `${field}.${at}.span`,
        hasSpan(post) && post.span !== null ? numberFault(post.span, BOUNDS.span) : null,
      ],
    ]
  })
}

/** Returns the percent of a load that its households make. */
export function householdShare({ shares: { incidents, visits, area } }: Pick<SchemeForm, 'shares'>): number {
  return 100 - (incidents ?? 0) - (visits ?? 0) - (area ?? 0)
}

/** Returns what is wrong, field by field; `takenNames` are those of the other schemes. */
export function faultsOf(form: SchemeForm, takenNames: ReadonlySet<string>): FieldFaults {
  const name = form.name.trim()
  const found: Found[] = [
    ['name', !name ? 'missing' : takenNames.has(name) ? 'name-taken' : null],
    ['tolerancePercent', numberFault(form.tolerancePercent, BOUNDS.tolerancePercent)],
    ['shares', householdShare(form) < 100 - MOST_SHARES ? 'shares-too-many' : null],
    ...levelFields(form).flatMap((field): Found[] => [
      [`${field}.name`, form[field].name.trim() ? null : 'missing'],
      [`${field}.target`, numberFault(form[field].target, BOUNDS.target)],
      ...postFaults(form[field].posts, `${field}.posts`),
    ]),
  ]
  const faults = new Map(found.flatMap(([field, fault]) => (fault ? [[field, fault] as const] : [])))
  levelFields(form).forEach((field, at, fields) => {
    const below = at + 1 < fields.length ? form[fields[at + 1]].target : null
    const isLarger = (form[field].target ?? Infinity) > (below ?? 0)
    if (!isLarger && !faults.has(`${field}.target`)) faults.set(`${field}.target`, 'not-larger')
  })
  return faults
}

/**
 * Codes for the posts of a level. People keep their post from plan to plan by its code, so the same name gets the code
 * that it has elsewhere, and a new name one that no post ever had.
 */
function codesFor(posts: readonly PostForm[], known: readonly SchemePost[]): string[] {
  const used = new Set(known.map(({ code }) => code))
  const codes: string[] = []
  for (const post of posts) {
    const name = post.name.trim()
    const namesake = known.find((other) => other.name === name && !codes.includes(other.code))
    let number = 1
    while (used.has(`post-${number}`)) number++
    const code = namesake?.code ?? `post-${number}`
    used.add(code)
    codes.push(code)
  }
  return codes
}

/**
 * Returns what the database is to store of a form without faults. `known` are schemes whose posts it may share, the one
 * it came from first; a scheme that plans hold keeps the codes that it has.
 */
export function ruleOf(form: SchemeForm, known: readonly Scheme[], isUsed: boolean): SchemeRule {
  const knownPosts = known.flatMap(({ levels }) => levels.flatMap(({ posts }) => posts))
  const levels = levelFields(form).map((field) => {
    const { name, nameEn, target, posts } = form[field]
    const codes = isUsed ? posts.map(({ code }) => code) : codesFor(posts, knownPosts)
    const made = posts.map((post, at) => ({
      ...post,
      code: codes[at],
      perGrid: post.perGrid ?? 1,
      basisHouseholds: post.basis === 'households' ? post.basisHouseholds : null,
      span: hasSpan(post) ? post.span : null,
    }))
    return { name, nameEn, target: target ?? 0, posts: made }
  })
  const { name, nameEn, tolerancePercent, codeDigits } = form
  const shares = {
    incidents: form.shares.incidents ?? 0,
    visits: form.shares.visits ?? 0,
    area: form.shares.area ?? 0,
  }
  return { name, nameEn, tolerance: (tolerancePercent ?? 0) / 100, codeDigits, shares, levels }
}
