/** When in the day and year things of a sort happen, and what draws them. */
export type Daily = 'office' | 'street' | 'evening' | 'night' | 'flat'
export type Yearly = 'even' | 'summer' | 'winter' | 'storm' | 'heating' | 'growing' | 'snow'
export type Draw = 'homes' | 'shops' | 'villages' | 'courtyards' | 'towers' | 'works'

export interface IncidentKind {
  code: string
  /** How often, relative to the others. */
  weight: number
  daily: Daily
  yearly: Yearly
  draw: Draw
  says: readonly string[]
}

const kind = (
  code: string,
  weight: number,
  daily: Daily,
  yearly: Yearly,
  draw: Draw,
  ...says: string[]
): IncidentKind => ({ code, weight, daily, yearly, draw, says })

/** What is reported in the demo district, by category code. */
export const KINDS: readonly IncidentKind[] = [
  kind('0101', 120, 'street', 'summer', 'villages', '垃圾桶外溢，周边散落', '楼前堆放生活垃圾未清运'),
  kind('0102', 34, 'office', 'even', 'works', '路边堆放装修垃圾', '绿化带内有渣土'),
  kind('0103', 70, 'street', 'growing', 'shops', '路面有油污和落叶', '人行道脏污'),
  kind('0104', 58, 'office', 'even', 'courtyards', '楼道内张贴小广告', '墙面有喷涂广告'),
  kind('0105', 26, 'flat', 'storm', 'courtyards', '检查井污水外溢', '化粪池溢流'),
  kind('0201', 9, 'street', 'storm', 'shops', '人行道井盖缺失', '井盖破损有响声'),
  kind('0202', 38, 'evening', 'winter', 'courtyards', '路灯不亮', '路灯白天常亮'),
  kind('0203', 16, 'street', 'even', 'shops', '护栏倒伏', '隔离栏缺失一节'),
  kind('0204', 15, 'office', 'growing', 'homes', '健身器材松动', '座椅断裂'),
  kind('0205', 8, 'office', 'even', 'shops', '盲道被占', '无障碍坡道破损'),
  kind('0301', 34, 'street', 'storm', 'shops', '路面坑洼', '地砖松动翘起'),
  kind('0302', 15, 'flat', 'storm', 'courtyards', '雨后路面积水', '低洼处积水不退'),
  kind('0303', 108, 'street', 'even', 'shops', '车辆占压人行道', '消防车道旁违停'),
  kind('0304', 8, 'street', 'storm', 'shops', '信号灯不亮', '信号灯被遮挡'),
  kind('0401', 44, 'evening', 'even', 'towers', '消防通道停放车辆', '楼道堆物堵塞通道'),
  kind('0402', 72, 'evening', 'summer', 'villages', '楼上拉线给电动车充电', '楼道内停放充电'),
  kind('0403', 6, 'flat', 'heating', 'courtyards', '单元门口有燃气味', '厨房附近有异味'),
  kind('0404', 14, 'street', 'storm', 'towers', '外墙砖松动', '阳台外放置花盆'),
  kind('0501', 26, 'office', 'growing', 'villages', '楼顶加建', '院内搭建棚房'),
  kind('0502', 30, 'evening', 'summer', 'works', '中午装修施工', '工地超时施工'),
  kind('0503', 20, 'street', 'winter', 'works', '裸土未覆盖', '运输车辆带泥上路'),
  kind('0504', 26, 'office', 'storm', 'courtyards', '屋顶漏水', '外墙渗水'),
  kind('0601', 30, 'flat', 'heating', 'homes', '整栋停暖', '整栋停水', '楼内停电'),
  kind('0602', 34, 'flat', 'even', 'towers', '电梯停运', '电梯门关不上'),
  kind('0603', 38, 'flat', 'summer', 'courtyards', '下水道堵塞', '一楼返水'),
  kind('0701', 26, 'night', 'summer', 'works', '夜间施工噪声', '早间打桩'),
  kind('0702', 26, 'evening', 'even', 'shops', '商铺音响过大', '空调外机噪声'),
  kind('0703', 22, 'evening', 'summer', 'homes', '广场音响过大', '晚间跳舞音量大'),
  kind('0704', 30, 'night', 'even', 'homes', '楼上夜间有响动', '宠物夜间叫声'),
  kind('0801', 14, 'office', 'growing', 'homes', '行道树枯死', '绿篱缺株'),
  kind('0802', 18, 'street', 'storm', 'homes', '树枝压线', '树枝遮挡窗户'),
  kind('0901', 16, 'office', 'summer', 'courtyards', '垃圾点蚊蝇较多', '地下室有鼠迹'),
  kind('0902', 8, 'evening', 'summer', 'shops', '餐饮店后厨脏乱'),
  kind('0903', 22, 'evening', 'growing', 'homes', '犬只未牵绳', '流浪犬聚集'),
  kind('1001', 30, 'office', 'winter', 'courtyards', '申请上门助老服务', '咨询助餐'),
  kind('1002', 9, 'office', 'even', 'homes', '申请辅具', '申请无障碍改造'),
  kind('1003', 14, 'office', 'winter', 'villages', '咨询救助办理', '咨询临时救助'),
  kind('1004', 16, 'office', 'growing', 'villages', '咨询就业岗位', '咨询技能培训'),
  kind('1101', 22, 'evening', 'even', 'homes', '邻里之间的调解', '公共空间使用的调解'),
  kind('1102', 24, 'office', 'even', 'towers', '物业服务的调解', '收费事项的调解'),
  kind('1103', 18, 'evening', 'even', 'homes', '车位使用的调解'),
  kind('1201', 5, 'flat', 'storm', 'courtyards', '院内积水进楼'),
  kind('1202', 1.5, 'flat', 'storm', 'shops', '路面出现塌陷'),
  kind('1203', 5, 'flat', 'heating', 'courtyards', '水管破裂', '供暖管道破裂'),
  kind('1204', 8, 'street', 'snow', 'shops', '路面结冰', '雪后未清'),
  kind('1301', 14, 'office', 'even', 'homes', '建议增设座椅', '建议增加充电桩'),
  kind('1302', 10, 'office', 'even', 'homes', '建议延长服务时间'),
  kind('1303', 3, 'office', 'even', 'homes', '建议调整网格范围'),
] // prettier-ignore

/** Share of a day's reports by hour, local time; need not add up to one. */
export const HOURS: Record<Daily, readonly number[]> = {
  office: [0, 0, 0, 0, 0, 0, 1, 3, 9, 13, 12, 9, 5, 5, 9, 11, 10, 8, 4, 3, 2, 1, 0.5, 0.2],
  street: [0.4, 0.2, 0.2, 0.2, 0.4, 1, 4, 9, 11, 10, 8, 7, 5, 5, 7, 8, 9, 11, 9, 6, 4, 2.5, 1.4, 0.8],
  evening: [1, 0.4, 0.2, 0.2, 0.2, 0.5, 1.5, 3, 4, 4, 4, 4, 5, 4, 4, 4, 5, 8, 12, 15, 14, 10, 5, 2],
  night: [8, 6, 4, 3, 3, 4, 5, 4, 3, 2, 2, 2, 4, 4, 2, 2, 2, 3, 4, 6, 8, 11, 14, 12],
  flat: [2, 1.4, 1.2, 1.2, 1.4, 2.5, 5, 7, 7, 6, 5, 5, 5, 4.5, 4.5, 5, 5, 6, 7, 7, 6, 5, 4, 3],
} // prettier-ignore

/** Factor by month, January first. */
export const MONTHS: Record<Yearly, readonly number[]> = {
  even: [0.95, 0.8, 1, 1.05, 1.05, 1, 1, 1, 1.05, 1, 1.05, 1],
  summer: [0.65, 0.6, 0.8, 1, 1.2, 1.4, 1.5, 1.45, 1.15, 0.9, 0.75, 0.65],
  winter: [1.45, 1.25, 1.05, 0.85, 0.8, 0.75, 0.75, 0.8, 0.9, 1.05, 1.2, 1.4],
  storm: [0.5, 0.5, 0.7, 0.9, 1.1, 1.4, 2.1, 1.9, 1.2, 0.8, 0.6, 0.5],
  heating: [1.8, 1.5, 1.2, 0.6, 0.5, 0.5, 0.5, 0.5, 0.6, 0.8, 1.9, 1.7],
  growing: [0.5, 0.55, 1.1, 1.4, 1.4, 1.2, 1, 1, 1.1, 1.2, 0.9, 0.6],
  snow: [3.6, 2.4, 0.6, 0.05, 0, 0, 0, 0, 0, 0.05, 1.2, 3.4],
} // prettier-ignore

/** Factor by weekday, Sunday first. */
export const WEEKDAYS: Record<Daily, readonly number[]> = {
  office: [0.35, 1.35, 1.2, 1.15, 1.1, 1.15, 0.55],
  street: [0.85, 1.15, 1.05, 1, 1, 1.1, 0.95],
  evening: [1.15, 0.9, 0.9, 0.95, 0.95, 1.1, 1.2],
  night: [1.1, 0.85, 0.9, 0.95, 1, 1.15, 1.25],
  flat: [1, 1, 1, 1, 1, 1, 1],
}
