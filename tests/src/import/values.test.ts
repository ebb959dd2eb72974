import { describe, expect, test } from 'vitest'
import { categoryGuesser } from '../../../src/import/kinds/categories'
import { barrierClass, baseClass } from '../../../src/import/kinds/classes'
import { toWgs84 } from '../../../src/import/coordinates'
import { readGeometry } from '../../../src/import/values/geometry'
import { readTime } from '../../../src/import/dates'
import { holdsIdentityNumber, maskIdentityNumbers } from '../../../src/import/privacy/personal'
import { refusedTopic, refusedTopics } from '../../../src/import/privacy/refused'
import en from '../../../src/locales/en/import'
import zhCn from '../../../src/locales/zh-CN/import'
import { readCount, readNumber } from '../../../src/import/values/values'

describe('numbers', () => {
  test.each([
    ['12', 12],
    ['1,204', 1204],
    ['１２０户', 120],
    [' 33 层 ', 33],
    ['-1.5', -1.5],
    ['1e3', 1000],
    ['', undefined],
    ['无', undefined],
    ['NIL', undefined],
    ['12a', Number.NaN],
    ['1,2', Number.NaN],
    ['约120', Number.NaN],
  ])('%s is %s', (text, value) => expect(readNumber(text)).toBe(value))

  test.each([
    ['-1', Number.NaN],
    ['2.5', Number.NaN],
    ['0', 0],
  ])('a count of %s is %s', (text, value) => expect(readCount(text)).toBe(value))
})

describe('times', () => {
  test.each([
    ['2015-12-31T23:59:45', '2015-12-31T15:59:45.000Z'],
    ['2026-03-01 08:05', '2026-03-01T00:05:00.000Z'],
    ['2026/3/1 8:05:09', '2026-03-01T00:05:09.000Z'],
    ['2026年3月1日 8时5分', '2026-03-01T00:05:00.000Z'],
    ['2026-03-01', '2026-02-28T16:00:00.000Z'],
    ['2026-03-01T08:05:00Z', '2026-03-01T08:05:00.000Z'],
    ['2026-03-01T08:05:00.123-05:00', '2026-03-01T13:05:00.000Z'],
    ['12/31/2015 11:59:45 PM', '2015-12-31T15:59:45.000Z'],
    ['12/31/2015 12:10:00 AM', '2015-12-30T16:10:00.000Z'],
    ['', undefined],
    ['2026-02-30', null],
    ['yesterday', null],
  ])('%s is %s', (text, value) => expect(readTime(text, '+08:00')).toBe(value))
})

describe('columns the product refuses', () => {
  test.each([
    ['身份证号', 'identity-number'],
    ['id_card_no', 'identity-number'],
    ['宗教信仰', 'belief'],
    ['Religion', 'belief'],
    ['信访次数', 'petitioning'],
    ['计生情况', 'fertility'],
    ['政治面貌', 'political'],
    ['partyMember', 'political'],
    ['刑满释放', 'criminal'],
    ['drug_use', 'drugs'],
    ['精神障碍', 'mental-health'],
    ['流动人口', 'migrants'],
    ['户主', 'person'],
    ['complainant phone', 'person'],
    ['身份号码', 'identity-number'],
    ['id number', 'identity-number'],
    ['ID_Number', 'identity-number'],
    ['resident id no', 'identity-number'],
    ['birth control', 'fertility'],
    ['病历', 'medical'],
    ['病史', 'medical'],
    ['既往病史', 'medical'],
    ['健康状况', 'medical'],
    ['慢性病', 'medical'],
    ['medical_history', 'medical'],
    ['Medical Record', 'medical'],
    ['medicalRecords', 'medical'],
    ['health status', 'medical'],
    ['diagnosis', 'medical'],
    ['精神疾病', 'mental-health'],
    ['mental health record', 'mental-health'],
    ['姓名', 'person'],
    ['住户姓名', 'person'],
    ['电话', 'person'],
    ['电话号码', 'person'],
    ['联系方式', 'person'],
    ['phone', 'person'],
    ['phone_number', 'person'],
    ['Telephone', 'person'],
    ['tel', 'person'],
    ['full name', 'person'],
    ['surname', 'person'],
    ['name of resident', 'person'],
    ['owner', 'person'],
    ['业主', 'person'],
    ['当事人', 'person'],
    ['户数', undefined],
    ['households', undefined],
    ['名称', undefined],
    ['name', undefined],
    ['小区名称', undefined],
    ['楼栋名称', undefined],
    ['社区名称', undefined],
    ['building name', undefined],
    ['estate_name', undefined],
    ['street name', undefined],
    ['居民户数', undefined],
    ['业主委员会', undefined],
    ['residents', undefined],
    ['ownership', undefined],
    ['building id', undefined],
    ['building id number', undefined],
    ['id', undefined],
    ['hotel', undefined],
    ['headphones', undefined],
    ['female', undefined],
    ['卫生服务中心', undefined],
    ['医院', undefined],
    ['病媒生物', undefined],
    ['medical centre', undefined],
    ['health centre', undefined],
    ['healthcare', undefined],
    ['contactless', undefined],
    ['property', undefined],
    ['drugstore', undefined],
    ['党群服务中心', undefined],
    ['building_id', undefined],
  ])('%s: %s', (column, topic) => expect(refusedTopic(column)).toBe(topic))

  test('the telephone of a service point is public', () => {
    for (const column of ['电话', '联系电话', '公开电话', 'phone', 'contact:phone', 'tel', 'email'])
      expect([column, refusedTopic(column, true)]).toEqual([column, undefined])
    expect(refusedTopic('身份证', true)).toBe('identity-number')
  })

  test.each(['姓名', '联系人', '负责人姓名', 'contact person', 'full name'])(
    'the name of a person is refused of a service point too: %s',
    (column) => expect(refusedTopic(column, true)).toBe('person'),
  )

  test('every topic has its words', () => {
    for (const words of [en.topic, zhCn.topic])
      expect(Object.keys(words).sort()).toEqual([...refusedTopics].sort())
  })

  test('identity numbers are known by their check digit and masked', () => {
    expect(holdsIdentityNumber('李某 11010519491231002X 反映')).toBe(true)
    expect(holdsIdentityNumber('工单 110105194912310021')).toBe(false)
    expect(maskIdentityNumbers('李某 11010519491231002X 反映')).toBe('李某 ＊＊＊ 反映')
  })
})

describe('categories of other systems', () => {
  test.each([
    ['Blocked Driveway', '0303'],
    ['Noise - Commercial', '0702'],
    ['Noise - Vehicle', '07'],
    ['Homeless Encampment', '1003'],
    ['暴露垃圾', '0101'],
    ['施工噪声', '0701'],
    ['井盖缺失', '0201'],
    ['电动车飞线充电', '0402'],
    ['0604', '0604'],
    ['qwerty', undefined],
  ])('%s: %s', (word, code) => expect(categoryGuesser()(word)).toBe(code))

  const own = [
    { code: '03', name: '道路交通', nameEn: 'Roads and traffic' },
    { code: '0302', name: '道路积水', nameEn: 'Standing water' },
    { code: '14', name: '共享单车', nameEn: '' },
    { code: '1401', name: '单车乱停放', nameEn: 'Parked bikes' },
    { code: '1402', name: '其他', nameEn: '' },
    { code: '0309', name: '其他', nameEn: '' },
  ]
  test.each([
    ['1401', '1401'],
    ['14', '14'],
    ['单车乱停放', '1401'],
    ['PARKED BIKES', '1401'],
    ['道路积水', '0302'],
    // A rule knows these, but the district does not have them: their class, or nothing.
    ['Blocked Driveway', '03'],
    ['Noise - Commercial', undefined],
    ['0604', undefined],
    // A name of two of them says neither.
    ['其他', undefined],
    ['', undefined],
  ])('%s in a district with a list of its own: %s', (word, code) =>
    expect(categoryGuesser(own)(word)).toBe(code),
  )
})

describe('classes', () => {
  test.each([
    ['primary', 'major_road', '', { class: 'primary', kind: 'main_road' }],
    ['', 'river', '', { class: 'river', kind: 'river' }],
    ['', 'water', '黄浦江', { class: 'river', kind: 'river' }],
    ['', 'water', '荷花池', undefined],
    ['快速路', '', '', { class: 'trunk', kind: 'main_road' }],
    ['primary_link', 'major_road', '', undefined],
    ['footway', 'path', '', undefined],
  ])('%s %s %s as barrier', (cls, group, name, found) =>
    expect(barrierClass(cls, group, name)).toEqual(found),
  )

  test('a word can mean a road as a line and land as an area', () => {
    expect(baseClass('residential', '', false)).toEqual({ layer: 'road', class: 'local' })
    expect(baseClass('residential', '', true)).toEqual({ layer: 'land', class: 'residential' })
    expect(baseClass('broadleaved', 'forest', true)).toEqual({ layer: 'green', class: 'wood' })
  })
})

describe('coordinates and geometry', () => {
  test('GCJ-02 is moved back by about half a kilometre in China, BD-09 further, Singapore not at all', () => {
    const [lng, lat] = toWgs84([113.230816, 35.240282], 'gcj02')
    const metres = Math.hypot((lng - 113.230816) * 91_000, (lat - 35.240282) * 111_000)
    expect(metres).toBeGreaterThan(300)
    expect(metres).toBeLessThan(800)
    expect(toWgs84([103.85, 1.29], 'wgs84')).toEqual([103.85, 1.29])
    expect(toWgs84([13526000, 3663000], 'web-mercator')[0]).toBeCloseTo(121.505, 2)
  })

  test('mends open rings and doubled positions, drops heights, and says so', () => {
    const open = {
      type: 'Polygon' as const,
      coordinates: [
        [
          [1, 1, 5],
          [2, 1, 5],
          [2, 1, 5],
          [2, 2, 5],
        ],
      ],
    }
    expect(readGeometry(open, 'wgs84')).toEqual({
      geometry: {
        type: 'MultiPolygon',
        coordinates: [
          [
            [
              [1, 1],
              [2, 1],
              [2, 2],
              [1, 1],
            ],
          ],
        ],
      },
      mended: true,
    })
  })

  test.each([
    [null, 'geometry-missing'],
    [{ type: 'LineString' as const, coordinates: [] }, 'geometry-missing'],
    [
      {
        type: 'LineString' as const,
        coordinates: [
          [1, 1],
          [1, 1],
        ],
      },
      'geometry-invalid',
    ],
    [
      {
        type: 'Polygon' as const,
        coordinates: [
          [
            [1, 1],
            [2, 2],
          ],
        ],
      },
      'geometry-invalid',
    ],
    [{ type: 'Point' as const, coordinates: [200, 1] }, 'position-impossible'],
    [{ type: 'Point' as const, coordinates: [0, 0] }, 'position-impossible'],
  ])('refuses %j: %s', (geometry, reason) =>
    expect(readGeometry(geometry, 'wgs84')).toMatchObject({ reason }),
  )
})
