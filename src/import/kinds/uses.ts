import { words } from '../values/text'

/** What a building is for, as far as households are concerned. */
export type BuildingUse = 'residential' | 'mixed' | 'other' | 'unknown'

const residential =
  /住宅|居住|民居|民宅|民房|公寓|宿舍|别墅|自建房|家属楼|居民楼|주거|주택|아파트|기숙사|\b(residential|apartments?|house|houses|housing|detached|semidetached( house)?|semi detached|terrace|dormitory|bungalow|flats?|dwellings?|condominium|maisonette)\b/
const mixed = /商住|综合楼|混合|底商|복합|주상|\b(mixed( use)?|shophouse|residential commercial)\b/
const other =
  /商业|商务|商铺|商场|办公|写字楼|工业|厂房|车间|仓储|仓库|学校|教学|幼儿园|教育|医院|医疗|卫生|养老院|酒店|宾馆|饭店|文化|体育|宗教|交通|车站|车库|停车|配电|泵房|锅炉|公厕|厕所|市政|公共|门卫|岗亭|附属|棚|상업|업무|공장|창고|학교|병원|종교|\b(commercial|retail|office|offices|industrial|factory|warehouse|school|kindergarten|university|college|hospital|clinic|hotel|church|mosque|temple|shrine|chapel|religious|civic|public|government|train station|station|transportation|garage|garages|carport|parking|shed|hut|roof|kiosk|service|toilets|stable|barn|farm auxiliary|greenhouse|supermarket|stadium|sports( hall| centre)?|ruins|construction|storage tank|transformer tower)\b/
const unknown = /^(yes|y|true|1|building|建筑|建筑物|房屋|楼房|楼|其他|其它|unclassified|unknown)$/

/** Returns what a word says a building is for; undefined where it says nothing of the kind. A house with shops below is mixed. */
export function useOf(word: string): BuildingUse | undefined {
  const plain = words(word)
  if (plain === '') return undefined
  if (unknown.test(plain)) return 'unknown'
  if (mixed.test(plain)) return 'mixed'
  const isResidential = residential.test(plain)
  if (isResidential && other.test(plain) && !/^非|^non /.test(plain)) return 'mixed'
  if (isResidential) return /^非|^non /.test(plain) ? 'other' : 'residential'
  return other.test(plain) ? 'other' : undefined
}
