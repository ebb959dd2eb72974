/** How a class of road, water or land is drawn: layer and class of `base_features`. */
export interface BaseClass {
  layer: 'road' | 'rail' | 'water' | 'green' | 'land' | 'building' | 'place'
  class: string
}

const of = (layer: BaseClass['layer'], cls: string, names: string): [string, BaseClass][] =>
  names.split(' ').map((name) => [name, { layer, class: cls }])

/** OpenStreetMap's words and the Chinese ones for the same, by what the base map draws. */
const classes = new Map<string, BaseClass>([
  ...of('road', 'trunk', 'motorway motorway_link trunk trunk_link highway 高速 高速公路 快速路 城市快速路'),
  ...of('road', 'primary', 'primary primary_link major_road 主干路 主干道'),
  ...of('road', 'secondary', 'secondary secondary_link tertiary tertiary_link 次干路 次干道'),
  ...of('road', 'local', 'residential unclassified service living_street minor_road road 支路 街巷 小区路'),
  ...of(
    'road',
    'path',
    'footway path steps cycleway pedestrian track bridleway pier corridor 步行道 人行道 自行车道',
  ),
  ...of('rail', 'rail', 'rail railway subway light_rail tram monorail narrow_gauge 铁路 轨道 地铁'),
  ...of('water', 'river', 'river riverbank stream 河 河流 河道'),
  ...of(
    'water',
    'lake',
    'water lake pond reservoir basin swimming_pool fountain dock 湖 湖泊 水面 水系 水库 池塘',
  ),
  ...of('water', 'canal', 'canal drain ditch 渠 运河'),
  ...of(
    'green',
    'park',
    'park garden recreation_ground playground nature_reserve protected_area common 公园 绿地 广场绿地',
  ),
  ...of('green', 'wood', 'forest wood natural_wood natural_forest scrub tree_row 林地 树林'),
  ...of('green', 'grass', 'grass meadow grassland village_green golf_course hedge pitch 草地'),
  ...of('land', 'residential', 'residential_area 居住用地 住宅用地'),
  ...of('land', 'commercial', 'commercial retail fuel attraction 商业 商业用地'),
  ...of('land', 'industrial', 'industrial construction brownfield railway_land 工业用地'),
  ...of(
    'land',
    'civic',
    'school university college kindergarten hospital library place_of_worship cemetery military 教育 医疗',
  ),
  ...of('land', 'paved', 'parking bridge wall fence plaza 广场 停车场'),
  ...of('building', 'building', 'building apartments house residential_building yes 建筑 楼栋'),
  ...of('place', 'place', 'suburb quarter neighbourhood locality village town 地名'),
])

/** Words that mean a road as a line and a use of land as an area. */
const landWhenArea: Record<string, BaseClass> = {
  residential: { layer: 'land', class: 'residential' },
  pedestrian: { layer: 'land', class: 'paved' },
  footway: { layer: 'land', class: 'paved' },
  pier: { layer: 'land', class: 'paved' },
  service: { layer: 'land', class: 'paved' },
}

/** Returns how a feature is drawn, from its class and, where that is not known, its group; or undefined. */
export function baseClass(cls: string, group: string, isArea: boolean): BaseClass | undefined {
  for (const word of [cls, group].map((text) => text.trim().toLowerCase())) {
    const found = (isArea ? own(landWhenArea, word) : undefined) ?? classes.get(word)
    if (found) return found
  }
  return undefined
}

/** Roads that no grid crosses unless the person says otherwise; their link roads and ramps are not among them. */
export const defaultBarrierClasses = ['motorway', 'trunk', 'primary', 'rail', 'river', 'canal']

const chineseClasses: Record<string, string> = {
  高速: 'motorway',
  高速公路: 'motorway',
  快速路: 'trunk',
  城市快速路: 'trunk',
  主干路: 'primary',
  主干道: 'primary',
  次干路: 'secondary',
  次干道: 'secondary',
  支路: 'residential',
  铁路: 'rail',
  河流: 'river',
  河道: 'river',
  运河: 'canal',
}

const kinds: Record<string, 'main_road' | 'river' | 'rail' | 'wall'> = {
  ...Object.fromEntries(
    ['motorway', 'trunk', 'primary', 'secondary', 'tertiary', 'main_road', 'residential', 'unclassified'].map(
      (name) => [name, 'main_road' as const],
    ),
  ),
  river: 'river',
  canal: 'river',
  rail: 'rail',
  wall: 'wall',
}

const synonyms: Record<string, string> = {
  railway: 'rail',
  subway: 'rail',
  light_rail: 'rail',
  riverbank: 'river',
  fence: 'wall',
}

/** Names of water that is a river, whatever class it came with. */
const riverName = /[河江]$|\b(river|creek|canal)\b/i

/**
 * Returns the class by which a line is chosen as barrier, and the kind of barrier it would be; undefined when it can be none.
 * Water is a river by its class or by its name: ponds and pools divide nobody.
 */
export function barrierClass(cls: string, group: string, name: string) {
  for (const word of [cls, group].map((text) => text.trim().toLowerCase())) {
    const plain = own(chineseClasses, word) ?? own(synonyms, word) ?? word
    const found = plain === 'water' && riverName.test(name) ? 'river' : plain
    const kind = own(kinds, found)
    if (kind) return { class: found, kind }
  }
  return undefined
}

/** A word of a file may be `constructor`, which every object has. */
function own<T>(record: Record<string, T>, word: string): T | undefined {
  return Object.hasOwn(record, word) ? record[word] : undefined
}
