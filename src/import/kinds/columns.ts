import { words, wordsWithoutBrackets } from '../values/text'
import type { ImportKind } from '../types'

/** A value that a kind has a place for. */
export interface Field {
  name: string
  /** Names of columns that mean it, as `words()` writes them, the surest first. */
  names: string[]
  /** The kind cannot be read without it (or, for `lng` and `lat`, without a geometry). */
  required?: true
  /** What at least half of its values must be; a code is a statistics code of digits. */
  type: 'text' | 'number' | 'count' | 'storeys' | 'degrees' | 'time' | 'code' | 'use'
}

const field = (name: string, names: string, type: Field['type'] = 'text'): Field => ({
  name,
  names: names.split('|'),
  type,
})
const required = (one: Field): Field => ({ ...one, required: true })

const lng = field('lng', 'lng|lon|long|longitude|经度|坐标经度|wgs84 lng|x|坐标x|x坐标|경도', 'degrees')
const lat = field('lat', 'lat|latitude|纬度|坐标纬度|wgs84 lat|y|坐标y|y坐标|위도', 'degrees')
const nameEn = field('nameEn', 'name en|english name|en name|英文名|英文名称')
/** Columns that count the rows, whatever their numbers are: no id of a thing. */
export const countingNames = new Set(
  'objectid|fid|gid|ogc fid|序号|序|序列|序列号|顺序号|行号|no|nr|row|row number|row no|index|serial|serial number|serial no|s n|sn|순번|연번|번호|#1'.split(
    '|',
  ),
)

/** Ids of features and rows, for kinds whose things come in pieces. */
const pieceId = '|objectid|fid|gid|ogc fid|序号'
const plainId = 'id|@id|osm id|编号|编码|代码|uuid|uid|관리번호'
/** What columns with the codes of grids are called. */
const gridCodeNames =
  '网格编码|网格代码|网格编号|网格号|所属网格编码|grid code|grid id|grid no|grid number|gridcode|gridid'
/** What columns are called that hold the codes of the lowest of three levels, of the highest, and of the grid above. */
const microCodeNames =
  '微网格编码|微网格代码|微网格编号|微网格号|所属微网格编码|小网格编码|小网格编号|楼栋组编码|楼栋组编号|micro grid code|micro grid id|micro grid no|microgrid code|microgrid id'
const areaCodeNames =
  '片区编码|片区代码|片区编号|片区号|所属片区编码|大网格编码|大网格编号|再上一级网格编码|area grid code|area grid id|grid two levels above'
const parentCodeNames =
  '上级网格编码|上级网格代码|上级网格编号|上级网格|上级编码|上级代码|父级编码|父网格编码|所属网格编码|parent grid code|parent grid id|parent grid|parent code|parent id|parent|上级'
/** Columns of grids that hold codes, whatever the level. */
export const gridCodeFields = ['micro', 'code', 'parent', 'area'] as const
const communityNames =
  'community|community name|社区|社区名称|社区名|所属社区|社区居委会|居委会|村居|村社区|subzone|neighbourhood|neighborhood|zip|zip code|incident zip|postcode|邮编|행정동|법정동|법정동명'
const streetNames =
  '街道|街道名称|街道名|所属街道|街道办|街道办事处|镇街|乡镇街道|乡镇|subdistrict|sub district|township|planning area|borough|ward|town|구|시군구'

/** Fields of each kind, in the order in which columns are given away. */
export const fieldsOf: Record<ImportKind, Field[]> = {
  areas: [
    field(
      'code',
      'code|adcode|统计代码|区划代码|行政区划代码|社区代码|街道代码|统计用区划代码|代码|编码',
      'code',
    ),
    required(field('name', 'name|名称|社区名称|街道名称|社区|街道|subzone|community|区县|区县名称')),
    nameEn,
    field('source', 'subzone code|community id|area id|社区编号|' + plainId),
    field('parentCode', 'street code|parent code|area code|所属街道代码|上级代码|街道编码|区县代码', 'code'),
    field(
      'parentName',
      'planning area|street|parent|parent name|所属街道|上级|上级名称|街道|street name|街道办',
    ),
  ],
  buildings: [
    field(
      'source',
      'id|@id|osm id|楼栋编号|楼栋编码|楼栋id|建筑编号|房屋编号|building id|building code|' + plainId,
    ),
    lng,
    lat,
    required(
      field(
        'households',
        'households|户数|总户数|户数合计|户数总计|合计户数|总计户数|住户数|居民户数|家庭户数|常住户数|总住户数|住宅户数|household count|number of households|no of households|total households|dwelling units|total dwelling units|units|flats|세대수|가구수|호수|총세대수',
        'count',
      ),
    ),
    field(
      'storeys',
      'storeys|stories|floors|层数|楼层|楼层数|总层数|地上层数|levels|building levels|max floor lvl|number of floors|num floors|층수|지상층수',
      'storeys',
    ),
    field(
      'use',
      'building|use|building use|usage|building type|building function|用途|建筑用途|房屋用途|使用性质|房屋性质|建筑类型|房屋类型|建筑功能|용도|주용도',
      'use',
    ),
    field('height', 'height|building height|高度|建筑高度|楼高|层高总和|높이|건물높이', 'number'),
    field(
      'floorArea',
      'floor area|gross floor area|gfa|total floor area|建筑面积|总建筑面积|房屋建筑面积|연면적',
      'number',
    ),
    field('compoundSource', 'compound key|compound id|小区编号|小区id|小区代码|楼院编号'),
    field(
      'compound',
      'compound|estate|단지명|아파트명|小区|小区名称|所属小区|楼院|楼院名称|院落|小区名|residential area',
    ),
    field('communityCode', '社区代码|社区编码|community code|subzone code|社区统计代码'),
    field('community', communityNames),
    field('street', streetNames),
    field(
      'name',
      'block|blk no|楼栋|楼|楼栋号|楼号|栋号|幢号|栋|幢|楼座|楼幢|楼栋名称|building name|building|名称|name|楼名|건물명|동명칭',
    ),
    field(
      'address',
      'address|地址|详细地址|门牌地址|楼栋地址|坐落|门牌|street|road|주소|도로명주소|지번주소',
    ),
    field('doubtful', 'geocode flag|doubtful|定位存疑|存疑|坐标存疑|position note'),
  ],
  barriers: [
    field('class', 'kind detail|highway|fclass|class|等级|道路等级|类型|waterway|railway|type'),
    field('group', 'kind|大类|类别|category'),
    field('name', 'name|名称|路名|道路名称|name zh|河流名称'),
    field('source', plainId + pieceId),
    field('outline', 'boundary'),
  ],
  crossings: [field('name', 'name|名称|桥名|name zh'), field('source', plainId + pieceId)],
  'base-map': [
    field('class', 'kind detail|highway|fclass|class|等级|道路等级|类型|landuse|waterway|natural|leisure'),
    field('group', 'kind|layer|图层|大类|类别|building|category'),
    field('name', 'name|名称|name zh|路名'),
    field('nameEn', 'name en|english name|英文名'),
    field('source', plainId + pieceId),
    field('outline', 'boundary'),
  ],
  'service-points': [
    required(field('name', 'name|名称|服务点|站点名称|机构名称|title')),
    nameEn,
    field('class', 'kind|class|type|类型|类别|服务类型|amenity|设施类型'),
    field('address', 'address|地址|详细地址|坐落'),
    field('telephone', 'telephone|phone|tel|电话|联系电话|办公电话|服务电话'),
    field('source', plainId),
    lng,
    lat,
  ],
  incidents: [
    field(
      'source',
      'id|@id|案件编号|事件编号|工单号|工单编号|案卷号|任务号|unique key|case id|number|' + plainId,
    ),
    lng,
    lat,
    required(
      field(
        'category',
        'category|小类|小类名称|事件类型|事件类别|案件类型|问题类型|类别|类型|complaint type|type|大类',
      ),
    ),
    field('description', 'descriptor|description|描述|问题描述|事件描述|内容|诉求内容|案件描述'),
    field('state', 'status|state|状态|案件状态|当前状态|办理状态'),
    required(
      field(
        'reportedAt',
        'opened at|reported at|created date|created at|上报时间|登记时间|创建时间|受理时间|报案时间|发生时间|时间|上报日期|登记日期|创建日期|受理日期|报案日期|发生日期|日期|date',
        'time',
      ),
    ),
    field('dueAt', 'due at|due date|截止时间|处置期限|办理期限|到期时间|截止日期|到期日期', 'time'),
    field(
      'closedAt',
      'closed at|closed date|结案时间|办结时间|完成时间|关闭时间|结案日期|办结日期|完成日期|关闭日期',
      'time',
    ),
    field('address', 'address|incident address|地址|发生地址|事发地址|位置|详细地址'),
    field('communityCode', '社区代码|社区编码|community code'),
    field('community', communityNames),
    field('street', streetNames),
  ],
  grids: [
    field('code', gridCodeNames),
    field('micro', microCodeNames),
    field('area', areaCodeNames),
    field('parent', parentCodeNames),
    field('level', '网格层级|网格级别|网格等级|层级|级别|grid level|level'),
    field('name', '网格名称|网格名|grid name|name|名称|网格'),
    field('source', '楼栋编号|楼栋编码|楼栋id|building id|building code|' + plainId),
    lng,
    lat,
  ],
}

const known = new Set(
  Object.values(fieldsOf).flatMap((fields) => fields.flatMap(({ names }) => names.map(words))),
)

/** Names of fields without which a kind cannot be read, each field its own. */
const namesOfRequired = Object.values(fieldsOf).flatMap((fields) =>
  fields.filter((one) => one.required).map(({ names }) => new Set(names.map(words))),
)

const namesOfPlaces = new Set([...lng.names, ...lat.names].map(words))

/** Tells whether a column is called like a field without which some kind cannot be read, or like a coordinate. */
export function isNeededColumn(column: string): boolean {
  const names = [words(column), wordsWithoutBrackets(column)]
  return names.some((name) => namesOfPlaces.has(name) || namesOfRequired.some((all) => all.has(name)))
}

/** Tells whether a cell is a name that some field goes by, which no row of a table holds. */
export function knowsColumn(cell: string): boolean {
  const [name, short] = [words(cell), wordsWithoutBrackets(cell)]
  return name !== '' && (known.has(name) || known.has(short) || countingNames.has(name))
}

/**
 * Returns the name of a column as it was before a table of a Shapefile cut it off, where what begins so is one field: 居民户 is
 * 居民户数. Western names are left as they are.
 */
export function completedColumn(name: string): string {
  const plain = words(name)
  if (plain.length < 2 || known.has(plain) || !/\p{sc=Han}$/u.test(plain)) return name
  const found = [...known].filter((one) => one.startsWith(plain) && one.length <= plain.length + 3)
  // Several names of a field that is needed mean the same: 事件类 is 事件类型 or 事件类别.
  const isOne = found.length === 1 || namesOfRequired.some((names) => found.every((one) => names.has(one)))
  return found.length > 0 && isOne ? name + found[0].slice(plain.length) : name
}
