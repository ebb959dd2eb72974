import { createRandom, type Random } from './random'
import type { DemoCommunity } from './types'

export interface DemoPerson {
  sourceId: string
  name: string
  organisation: string
  workTelephone: string
  onDuty: boolean
}

export interface DemoAssignment {
  /** Index into the people. */
  person: number
  /** Index into the grids. */
  grid: number
  post: 'manager' | 'assistant'
  /** Months before now at which it began. */
  monthsAgo: number
}

export interface DemoStaff {
  people: DemoPerson[]
  assignments: DemoAssignment[]
}

const SURNAMES = [...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕']
const GIVEN_FIRST = [...'建志文国海明永春秋玉金新晓思雨佳子嘉一宏立德清景云雪松桂兰']
const GIVEN_SECOND = [...'军华平强东辉红英霞梅芳娟敏静涛波峰磊杰伟超宁燕玲琳洁欣怡然博航宇晨阳']

/** Shares of posts that nobody holds at present. */
const VACANT = { manager: 0.035, assistant: 0.085 }

/**
 * Staff for grids: one manager and two assistants each, some posts vacant, and a few people without a post.
 * Names are put together at random; telephone numbers begin with 100, which no telephone has.
 */
export function createStaff(
  seed: string,
  grids: readonly { community: number }[],
  communities: readonly DemoCommunity[],
): DemoStaff {
  const random = createRandom(`${seed}/staff`)
  const people: DemoPerson[] = []
  const assignments: DemoAssignment[] = []
  const hire = (community: number): number => {
    const number = String(people.length + 1).padStart(4, '0')
    people.push({
      sourceId: `P${number}`,
      name: inventName(random),
      organisation: communities[community].name,
      workTelephone: `100-0000-${number}`,
      onDuty: random.chance(0.94),
    })
    return people.length - 1
  }
  grids.forEach(({ community }, grid) => {
    for (const post of ['manager', 'assistant', 'assistant'] as const) {
      if (random.chance(VACANT[post])) continue
      assignments.push({ person: hire(community), grid, post, monthsAgo: random.integer(1, 40) })
    }
  })
  communities.forEach((_, community) => random.chance(0.6) && hire(community))
  return { people, assignments }
}

const inventName = (random: Random) =>
  random.pick(SURNAMES) + (random.chance(0.8) ? random.pick(GIVEN_FIRST) : '') + random.pick(GIVEN_SECOND)

/** Kinds of voluntary service of the demo district: some that the study names, and the seven that it had to name itself. */
export const VOLUNTEER_ROLES: readonly string[] = [
  '民事调解员',
  '帮扶解困员',
  '社会治安巡逻员',
  '义务修理员',
  '民情信息员',
  '消防宣传员',
  '环境监督员',
  '助老服务员',
  '文体组织员',
  '就业联络员',
  '楼道管家',
]

export interface DemoVolunteer {
  community: number
  name: string
  role: string
  certificate: string
  monthsAgo: number
}

const LETTERS = [...'23456789ABCDEFGHJKLMNPQRSTUVWXYZ']

/** A number as the database makes them out: the district, and ten letters by chance. */
const certificateOf = (random: Random, community: string): string =>
  `${community.slice(0, 6)}-${Array.from({ length: 10 }, () => random.pick(LETTERS)).join('')}`

/** Volunteers of each community, a handful of the kinds in each. */
export function createVolunteers(seed: string, communities: readonly DemoCommunity[]): DemoVolunteer[] {
  const random = createRandom(`${seed}/volunteers`)
  return communities.flatMap(({ code }, community) =>
    random
      .shuffle(VOLUNTEER_ROLES)
      .slice(0, random.integer(5, 10))
      .map((role) => ({
        community,
        name: inventName(random),
        role,
        certificate: certificateOf(random, code),
        monthsAgo: random.integer(1, 30),
      })),
  )
}
