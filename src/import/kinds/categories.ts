import { clean } from '../values/text'

/** Words by which a category of another system is known here, the more exact before the more general. */
const table: [string, RegExp][] = [
  ['0701', /(施工|工地|construction).*(噪|noise)|noise.*construction/],
  ['0703', /广场.*(噪|扰)|广场舞|noise.*(park|square|street|sidewalk|worship)/],
  ['0704', /(邻里|邻居|住宅|生活).*噪|noise.*(residential|neighbou?r)/],
  ['0702', /(商业|店铺|营业).*噪|noise.*commercial/],
  ['07', /噪[声音]|扰民|noise|loud/],
  [
    '0303',
    /违停|违章停车|乱停|停车占|illegal(ly)? park|blocked driveway|derelict vehicle|abandoned vehicle|parking violation/,
  ],
  ['0304', /信号灯|红绿灯|traffic (light|signal)/],
  ['0302', /积水|standing water|ponding/],
  ['0301', /路面|坑洼|pothole|damaged (road|street|surface)|sidewalk condition|street condition/],
  ['0201', /井盖|manhole|sewer cover/],
  ['0202', /路灯|street ?(light|lamp)/],
  ['0203', /护栏|guard ?rail|railing/],
  ['0204', /健身|fitness|playground/],
  ['0205', /无障碍|盲道|accessib|wheelchair ramp/],
  ['0401', /消防通道|fire (lane|exit|hydrant)/],
  ['0402', /飞线|充电|e-?bike/],
  ['0403', /燃气|煤气|gas (leak|smell)|smell of gas/],
  ['0404', /高空|坠物|falling object/],
  ['0501', /违建|违法建|搭建|illegal (construction|conversion|building)/],
  ['0503', /扬尘|dust/],
  ['0504', /漏水|渗漏|leak/],
  ['0502', /施工|construction|building work/],
  ['0601', /停水|停电|停气|停暖|供暖|heat|hot water|no water|power (cut|outage)|electric/],
  ['0602', /电梯|elevator|lift/],
  ['0603', /下水道|堵塞|sewer|drain|plumbing/],
  ['0802', /树枝|断枝|branch|overgrown tree|damaged tree/],
  ['0801', /死树|枯树|死株|缺株|dead.*tree|missing tree/],
  ['08', /园林|绿化|树木|greenery|tree|grass/],
  ['0901', /病媒|老鼠|蚊|蟑螂|rodent|pest|mosquito/],
  ['0902', /食品|餐饮|food|restaurant/],
  ['0903', /犬|狗|宠物|animal|dog/],
  ['09', /卫生|public health|urinat|sanitary/],
  ['1001', /助老|养老|老人|elderly|senior/],
  ['1002', /助残|残疾|disab/],
  ['1004', /就业|求职|employment|job/],
  ['1003', /救助|低保|流浪|homeless|encampment|relief|panhandl/],
  ['10', /民生|求助|welfare|assistance/],
  ['1103', /停车纠纷|parking dispute/],
  ['1102', /物业纠纷|property (care )?dispute/],
  ['1101', /邻里纠纷|neighbou?r dispute/],
  ['11', /纠纷|调解|dispute|mediat|disorderly/],
  ['1201', /内涝|flood/],
  ['1202', /塌陷|sinkhole|subsidence|collapse/],
  ['1203', /爆管|管道破裂|burst|water main/],
  ['1204', /积雪|结冰|冰雪|snow|ice\b/],
  ['12', /应急|emergency/],
  ['0102', /渣土|rubble|debris/],
  ['0101', /垃圾|rubbish|garbage|trash|missed collection|litter|dumping/],
  ['0104', /小广告|张贴|涂鸦|graffiti|poster|posting advertis/],
  ['0105', /污水|sewage/],
  ['0103', /道路不洁|脏|dirty|unclean|sweeping/],
  ['01', /市容|占道|摊贩|环境|vending|vendor|peddl|drinking/],
  ['03', /交通|道路|traffic|road|street|bike|vehicle/],
  ['04', /消防|安全|隐患|fire|safety/],
  ['05', /房屋|住房|housing|building/],
  ['06', /物业|公用|utilit/],
  ['02', /公共设施|设施|facilit|bench/],
  ['13', /建议|意见|咨询|suggest|opinion|feedback/],
]

/** A category or class that a case may have. */
export interface KnownCategory {
  code: string
  name: string
  nameEn: string
}

const plainOf = (word: string) => clean(word).toLowerCase()

/**
 * Returns a function that tells the code that a word of the file most likely means, or undefined when nothing knows it: one
 * of the district's codes or names is that, else a rule may know it, whose class stands for what the district does not have.
 */
export function categoryGuesser(known?: readonly KnownCategory[]): (word: string) => string | undefined {
  if (!known) return (word) => guessWithoutDistrict(plainOf(word))
  const codes = new Set(known.map(({ code }) => code))
  // A name that two of them have says neither.
  const codeOf = new Map<string, string | null>()
  for (const { code, name, nameEn } of known)
    for (const word of new Set([plainOf(name), plainOf(nameEn)]))
      codeOf.set(word, codeOf.has(word) ? null : code)
  for (const code of codes) codeOf.set(plainOf(code), code)
  return (word) => {
    const plain = plainOf(word)
    const named = plain === '' ? undefined : codeOf.get(plain)
    if (named) return named
    if (named === null) return undefined
    const guessed = ruleOf(plain)
    return [guessed, guessed?.slice(0, 2)].find((code) => code !== undefined && codes.has(code))
  }
}

/** By the codes and words of the categories that every district begins with. */
function guessWithoutDistrict(plain: string): string | undefined {
  return /^(0[1-9]|1[0-3])(\d{2})?$/.test(plain) ? plain : ruleOf(plain)
}

function ruleOf(plain: string): string | undefined {
  return table.find(([, pattern]) => pattern.test(plain))?.[0]
}
