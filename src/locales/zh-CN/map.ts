export default {
  deviation: '户数与目标之差',
  density: '事件密度',
  moved: '更换网格的楼栋',
  buildings: '楼栋',
  households: '户',
  perSquareKilometreMonth: '件/平方公里·30 天',
  communities: '社区界',
  marks: {
    title: '标记',
    unassigned: '未划入的楼栋',
    note: '提醒',
    fault: '必须改',
    locked: '已锁定',
    pinned: '固定的楼栋',
    replaced: '已被别的规划替代',
  },
  barriers: '不可跨越的主干道、河流',
}
