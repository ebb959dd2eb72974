export default {
  sheet: '变动的楼栋',
  figure: '指标',
  inForce: '现行网格',
  top: '最上级',
  middle: '中间一级',
  upper: '上级',
  lower: '下级',
  figures: {
    households: '户数',
    incidents: '近一年事件',
    moved: '变动',
  },
  legend: {
    incidents: '近一年事件数',
    moved: '更换网格员的住户占比',
  },
  scope: '比较全区 {of} 个社区中的 {count} 个',
  mapComing: '地图正在载入…',
  staff: {
    title: '岗位、人员与经费',
    post: '岗位',
    required: '岗位合计',
    filled: '已任职',
    people: '人数',
    yuanMonth: '补贴（元/月）',
  },
}
