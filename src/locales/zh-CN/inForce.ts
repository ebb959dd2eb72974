export default {
  open: '现行网格和历史',
  title: '现行网格',
  of: '现行网格 · {area}',
  day: '哪一天',
  today: '今天',
  covered: '{covered}/{of} 个社区有网格',
  upper: '另有 {count} 个片区',
  uppers: '另有 {count} 个上级网格',
  plans: '由这些规划构成',
  communities: '{count} 个社区',
  history: '生效的日子',
  standing: '{day} 现行',
}
