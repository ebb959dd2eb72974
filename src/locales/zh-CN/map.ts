export default {
  deviation: '户数与目标之差',
  density: '事件密度',
  buildings: '楼栋',
  households: '户',
  perSquareKilometre: '件/平方公里',
  communities: '社区界',
  barriers: '不可跨越的主干道、河流',
}
