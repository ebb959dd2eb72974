import type { Random } from '../random'
import type { Use } from './blocks'

/** Every name here is made up; none is taken from a real place or person. */
export const DISTRICT = { code: '999901', name: '示范区', nameEn: 'Demonstration District' }

export const STREETS = [
  '临澜街道',
  '望垣街道',
  '青穗街道',
  '云渡街道',
  '槐影街道',
  '霁光街道',
  '朝苑街道',
  '安渠街道',
  '栖禾街道',
]

const MAIN_ROADS: Record<string, string> = {
  v0: '西郊路', v1: '西环路', v2s: '澜阴路', v2n: '槐影路', v3: '云渡大道', v4: '鼓钟街', v5: '霁光大道', v6s: '穗丰路', v6n: '朝苑路', v7: '东环路', v8: '东郊路',
  h0: '南郊路', h1: '南环路', h2: '临澜河', h3: '文澜街', h4: '示范大道', h5: '北环路', h6: '北郊路', d0: '栖禾大道', d1: '安渠大道',
} // prettier-ignore

/** Name of a main line by its key; the run of a ring's road beyond the ring keeps the ring's key without its letter. */
export const mainRoadName = (key: string): string => MAIN_ROADS[key] ?? MAIN_ROADS[key.slice(0, -1)]

const FIRST = [...'清明安和文景春秋云霞锦绣天福康乐新兴华泰永宁平顺嘉禾瑞祥松柏竹梅兰桂杏桃柳槐']
const SECOND = [...'源远达昌盛德信义礼智仁泽润沐霖溪泉澜汀洲渡桥津湾岭岗坪台庭苑园里坊巷门阁亭']
const COMMUNITY_FIRST = [...'澄望栖霁槐穗渠澜云朝青禾松柳映沐听晴岚湄']
const COMMUNITY_SECOND = [...'波垣霞光荫丰安桥渡阳苑泉溪石林风塘湾亭岸']

/** Gives out pairs of characters, none twice. */
function pairs(first: string[], second: string[], random: Random): () => string {
  const all = random.shuffle(first.flatMap((a) => second.map((b) => a + b)))
  let next = 0
  return () => all[next++ % all.length]
}

const FACTORIES = [
  '棉纺二厂',
  '机床厂',
  '轴承三厂',
  '面粉厂',
  '印刷厂',
  '农机厂',
  '化肥厂',
  '建材公司',
  '运输二队',
  '粮油公司',
  '水利队',
  '地质三队',
  '制药厂',
  '搪瓷厂',
  '五金厂',
  '食品厂',
]
const ESTATE = {
  slab: ['小区', '花园', '家园', '新村', '佳苑'],
  tower: ['府', '国际城', '云庭', '公馆', '华府', '城'],
  villas: ['墅', '别院', '雅筑'],
}
const PUBLIC: Partial<Record<Use, string[]>> = {
  school: ['小学', '中学', '实验学校', '幼儿园'],
  commerce: ['商场', '购物中心', '农贸市场', '广场', '家居城'],
  office: ['大厦', '商务中心', '科技楼', '写字楼'],
  hospital: ['医院'],
  factory: ['工业园', '机械厂', '物流园'],
  park: ['公园', '游园', '绿地'],
  stadium: ['体育中心'],
}

export interface Namer {
  community(): string
  block(use: Use): string
  road(residential: boolean): string
}

/** Names for communities, blocks and local roads, no two the same within their kind. */
export function createNamer(random: Random): Namer {
  const community = pairs(COMMUNITY_FIRST, COMMUNITY_SECOND, random)
  const estate = pairs(FIRST, SECOND, random)
  const road = pairs(FIRST, SECOND, random)
  const factories = random.shuffle(
    FACTORIES.flatMap((name) =>
      ['', '一号', '二号', '东', '西', '南', '北'].map((part) => `${name}${part}家属院`),
    ),
  )
  const villages = ['前滩村', '渡口村', '柳湾村', '北塬村', '石门村', '上洼村', '后庄村'].values()
  return {
    community: () => `${community()}社区`,
    road: (residential) => road() + (residential ? random.pick(['街', '巷', '街']) : '路'),
    block: (use) => {
      if (use === 'courtyard')
        return random.chance(0.35) && factories.length > 0 ? factories.pop()! : `${estate()}院`
      if (use === 'village') return villages.next().value ?? `${estate()}村`
      if (use === 'slab' || use === 'tower' || use === 'villas') return estate() + random.pick(ESTATE[use])
      return estate() + random.pick(PUBLIC[use] ?? ['院'])
    },
  }
}
