import { describe, expect, test } from 'vitest'
import { doubtsOf, open, outcomeOf, refusalsOf, sumOf, valuesOf } from '../help'

const placemark = (content: string) =>
  `<Placemark>${content}<Point><coordinates>113.2,35.2</coordinates></Point></Placemark>`

/** What stands under some columns of the placemarks of a document; '' where nothing does. */
async function cellsOf(columns: string[], ...placemarks: string[]): Promise<string[][]> {
  const text = `<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>${placemarks.join('')}</Document></kml>`
  const { table } = await open(text, 'a.kml')
  const found: string[][] = []
  for await (const { rows } of table.rows())
    for (const { cells } of rows) found.push(columns.map((column) => cells[column] ?? ''))
  return found
}

test('a placemark keeps its name beside data that are called name as well', async () => {
  const data = '<ExtendedData><Data name="name"><value>7</value></Data></ExtendedData>'
  const placemarks = [`<name>银杏社区</name>${data}`, data, '<name>望桥社区</name>'].map(placemark)
  expect(await cellsOf(['name', 'Data name'], ...placemarks)).toEqual([
    ['银杏社区', '7'],
    ['7', ''],
    ['望桥社区', ''],
  ])
})

const place = '<Point><coordinates>113.2,35.2</coordinates></Point>'
const kml = (content: string) =>
  `<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>${content}</Document></kml>`
const table = (rows: [string, string][], cell = 'td') =>
  `<table><tr><td>${rows[0][1]}</td></tr><tr><td><table>${rows.map(([name, value]) => `<tr bgcolor="#D4E4F3"><${cell}>${name}</${cell}><td>${value}</td></tr>`).join('')}</table></td></tr></table>`

/** Ways in which programs write what a thing is called and how many households it has. */
const ways: [string, string, (households: string) => string][] = [
  [
    'a table in the description',
    '',
    (n) =>
      `<description><![CDATA[<html><body>${table([
        ['户数', n],
        ['社区', '东社区'],
      ])}</body></html>]]></description>`,
  ],
  [
    'a table with heads',
    '',
    (n) =>
      `<description><![CDATA[${table(
        [
          ['户数：', `${n}&nbsp;`],
          ['社区', '东&nbsp;社区'],
        ],
        'th',
      )}]]></description>`,
  ],
  [
    'two pairs in a row',
    '',
    (n) =>
      `<description><![CDATA[<table><tr><td>户数</td><td>${n}</td><td>社区</td><td>东社区</td></tr></table>]]></description>`,
  ],
  ['lines of the description', '', (n) => `<description>户数：${n}&lt;br/&gt;社区: 东社区</description>`],
  [
    'titles of a schema',
    '<Schema name="s" id="s1"><SimpleField type="int" name="F1"><displayName>户数</displayName></SimpleField><SimpleField type="string" name="F2"><displayName><![CDATA[<b>社区</b>]]></displayName></SimpleField></Schema>',
    (n) =>
      `<ExtendedData><SchemaData schemaUrl="#s1"><SimpleData name="F1">${n}</SimpleData><SimpleData name="F2">东社区</SimpleData></SchemaData></ExtendedData>`,
  ],
  [
    'titles of data',
    '',
    (n) =>
      `<ExtendedData><Data name="a"><displayName>户数</displayName><value>${n}</value></Data><Data name="b"><displayName>社区</displayName><value>东社区</value></Data></ExtendedData>`,
  ],
  [
    'elements of another vocabulary',
    '',
    (n) => `<ExtendedData xmlns:x="urn:x"><x:户数>${n}</x:户数><x:社区>东社区</x:社区></ExtendedData>`,
  ],
]

test.each(ways)('households and community are read from %s', async (_, schema, data) => {
  const placemarks = [40, 41, 42].map(
    (n) => `<Placemark><name>${n}号楼</name>${data(String(n))}${place}</Placemark>`,
  )
  const { accepted, questions } = await outcomeOf(kml(schema + placemarks.join('')), '楼栋.kml')
  expect(questions).toEqual([])
  expect([sumOf(accepted), valuesOf(accepted, 'name')]).toEqual([123, ['40号楼', '41号楼', '42号楼']])
  expect(new Set(valuesOf(accepted, 'community')).size).toBe(1)
})

test('a description that only tells something stays one, and data called like a style are data', async () => {
  const placemarks = [
    '<name>甲</name><description>路灯不亮：已报修</description>',
    '<name>乙</name><description>第一行&lt;br&gt;第二行：有冒号</description><ExtendedData><Data name="label"><value>7</value></Data><Data name="description"><value>8</value></Data></ExtendedData>',
  ].map(placemark)
  expect(await cellsOf(['description', 'label', 'Data description'], ...placemarks)).toEqual([
    ['路灯不亮：已报修', '', ''],
    ['第一行 第二行：有冒号', '7', '8'],
  ])
})

test('persons in a table of the description are columns that are refused', async () => {
  const rows: [string, string][] = [
    ['户数', '40'],
    ['户主姓名', '某甲'],
    ['身份证号', '110105194912310021'],
  ]
  const text = kml(
    [1, 2]
      .map(
        (i) =>
          `<Placemark><name>${i}号楼</name><description><![CDATA[${table(rows)}]]></description>${place.replace('113.2,', `113.20${i},`)}</Placemark>`,
      )
      .join(''),
  )
  const { dropped, accepted, file } = await outcomeOf(text, '楼栋.kml')
  expect(dropped.map(({ column }) => column)).toEqual(['户主姓名', '身份证号'])
  expect(JSON.stringify([accepted, file.sample.map(({ cells }) => cells['户数'])])).not.toMatch(/某甲|1949/)
})

test.each([
  [
    '<NetworkLink><Link><href>http://example.cn/a.kml</href></Link></NetworkLink>',
    'kml-links-elsewhere',
    'http://example.cn/a.kml',
  ],
  ['<NetworkLink><Url><href>b.kmz</href></Url></NetworkLink>', 'kml-links-elsewhere', 'b.kmz'],
  ['<GroundOverlay><Icon><href>a.png</href></Icon></GroundOverlay>', 'file-is-picture', undefined],
  ['', 'file-no-rows', undefined],
])('a document without placemarks says what it is: %s', async (content, code, detail) => {
  await expect(open(kml(content), 'a.kml')).rejects.toMatchObject({ code, detail })
})

test('the place of a name beside an area is left out where it lies in it, with a doubt', async () => {
  const area = (x: number) =>
    `<Polygon><outerBoundaryIs><LinearRing><coordinates>${x},35.2 ${x + 0.004},35.2 ${x + 0.004},35.204 ${x},35.204 ${x},35.2</coordinates></LinearRing></outerBoundaryIs></Polygon>`
  const point = (x: number) => `<Point><coordinates>${x},35.202</coordinates></Point>`
  const thing = (name: string, ...parts: string[]) =>
    `<Placemark><name>${name}</name><MultiGeometry>${parts.join('')}</MultiGeometry></Placemark>`
  const { accepted, refused } = await outcomeOf(
    kml(
      [
        thing('东社区', point(113.202), area(113.2)),
        thing('西社区', area(113.204), point(113.206)),
        thing('北社区', area(113.208), point(113.22)),
      ].join(''),
    ),
    '社区.kml',
  )
  expect(doubtsOf(accepted)).toEqual(['1 geometry-mended', '2 geometry-mended'])
  expect(refusalsOf(refused)).toEqual(['3 geometry-kind GeometryCollection'])
})

describe('a document that holds a part', () => {
  const mark = (i: number, description: string) =>
    `<Placemark><name>b${i}x</name><description><![CDATA[${description}]]></description><Point><coordinates>${113.2 + i * 0.0004},35.2,0</coordinates></Point></Placemark>`
  const document = (...inner: string[]) =>
    `<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>${inner.join('')}</Document></kml>`
  const lines = [0, 1, 2].map((i) => mark(i, `户数：${40 + i}<br>社区：东社区`))

  test('and links to another is asked about', async () => {
    const link = '<NetworkLink><Link><href>http://x.example/more.kml</href></Link></NetworkLink>'
    const { questions } = await outcomeOf(document(...lines, link), '楼栋.kml')
    expect(questions.map(({ code, detail }) => [code, detail])).toEqual([
      ['incomplete', 'NetworkLink http://x.example/more.kml'],
    ])
    expect(sumOf((await outcomeOf(document(...lines), '楼栋.kml')).accepted)).toBe(123)
  })

  test('and nothing else is refused with the address', async () => {
    const link = '<NetworkLink><Url><href>http://x.example/more.kml</href></Url></NetworkLink>'
    await expect(outcomeOf(document(link), '楼栋.kml')).rejects.toMatchObject({
      code: 'kml-links-elsewhere',
      detail: 'http://x.example/more.kml',
    })
  })

  test.each([
    [
      'names above their values',
      (n: number) =>
        `<table><tr><th>户数</th><th>社区</th></tr><tr><td>${n}</td><td>东社区</td></tr></table>`,
    ],
    [
      'three of them',
      (n: number) =>
        `<table><tr><th>户数</th><th>社区</th><th>层数</th></tr><tr><td>${n}&nbsp;</td><td>东社区</td><td>6</td></tr></table>`,
    ],
    [
      'names beside their values',
      (n: number) =>
        `<table><tr><th>户数</th><td>${n}&nbsp;</td></tr><tr><th>社区</th><td>东社区&nbsp;</td></tr></table>`,
    ],
    [
      'a title above',
      (n: number) =>
        `<table><tr><td>南街道</td></tr><tr><td><table><tr><td>FID</td><td>${n}</td></tr><tr bgcolor="#D4E4F3"><td>户数</td><td>${n}</td></tr><tr><td>社区</td><td>东社区</td></tr></table></td></tr></table>`,
    ],
  ])('tables in descriptions with %s', async (_, table) => {
    const { accepted, file, questions } = await outcomeOf(
      document(...[40, 41, 42].map((n, i) => mark(i, table(n)))),
      '楼栋.kml',
    )
    expect([questions, sumOf(accepted), file.columns.some((column) => /^4\d$/.test(column))]).toEqual([
      [],
      123,
      false,
    ])
  })
})
