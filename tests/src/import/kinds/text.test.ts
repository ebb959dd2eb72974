import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '../../../support/runs'
import { outcomeOf, sumOf, valuesOf } from '../help'

// Kind 3: lists as programs of any country write them. Every row is read as it was written, or it is asked how it is written.

const languages = {
  'zh-Hans': {
    encodings: ['utf-8', 'gb18030', 'utf-16le', 'utf-16be'],
    head: ['楼栋编号', '楼栋名称', '户数', '社区', '经度', '纬度', '备注'],
    title: '楼栋底数统计表（二〇二六年）',
    characters: '东西南北中大小新老和平幸福路街道号楼院村光明建设民主人文化解放红旗花园里巷胡同苑广场区县',
  },
  'zh-Hant': {
    encodings: ['utf-8', 'big5', 'utf-16le', 'utf-16be'],
    head: ['樓棟編號', '樓棟名稱', '戶數', '社區', '經度', '緯度', '備註'],
    title: '樓棟底數統計表（民國一一五年）',
    characters: '東西南北中大小新老和平幸福路街道號樓院村光明建設民主人文化解放紅旗花園里巷苑廣場區縣灣豐圓',
  },
  ko: {
    encodings: ['utf-8', 'euc-kr', 'utf-16le', 'utf-16be'],
    head: ['id', '건물명', '세대수', '행정동', '경도', '위도', '비고'],
    title: '공동주택 현황 자료 (이천이십육년)',
    characters: '가나다라마바사아자차카타파하동구로길시군아파트마을한강산남북서대중소신현대주공단지',
  },
  western: {
    encodings: ['utf-8', 'windows-1252', 'utf-16le', 'utf-16be'],
    head: ['building id', 'building name', 'households', 'community', 'lng', 'lat', 'note'],
    title: 'Bâtiments et ménages, état de 2026',
    characters: 'abcdefghilmnoprstuvàéèêçîôùüöäß',
  },
} as const
type Language = keyof typeof languages

/** The bytes of each character of an encoding, made from how they are read. */
const tables = new Map<string, Map<string, number[]>>()
function encode(text: string, encoding: string): Uint8Array<ArrayBuffer> {
  if (encoding === 'utf-8') return new TextEncoder().encode(text)
  if (encoding.startsWith('utf-16')) {
    const bytes = new Uint8Array(text.length * 2)
    const view = new DataView(bytes.buffer)
    for (let i = 0; i < text.length; i++) view.setUint16(i * 2, text.charCodeAt(i), encoding === 'utf-16le')
    return bytes
  }
  let table = tables.get(encoding)
  if (!table) {
    table = new Map()
    const decoder = new TextDecoder(encoding)
    for (let byte = 0; byte < 256; byte++) table.set(decoder.decode(new Uint8Array([byte])), [byte])
    for (let lead = 0x81; lead < 0xff && encoding !== 'windows-1252'; lead++)
      for (let trail = 0x40; trail < 0xff; trail++) {
        const character = decoder.decode(new Uint8Array([lead, trail]))
        if ([...character].length === 1 && !table.has(character)) table.set(character, [lead, trail])
      }
    tables.set(encoding, table)
  }
  return new Uint8Array(
    [...text].flatMap((character) => {
      const bytes = table.get(character)
      if (!bytes) throw new Error(`${character} is not in ${encoding}`)
      return bytes
    }),
  )
}

const file = fc.record({
  language: fc.constantFrom(...(Object.keys(languages) as Language[])),
  encoding: fc.nat(3),
  hasMark: fc.boolean(),
  delimiter: fc.constantFrom(',', ';', '\t', '|'),
  end: fc.constantFrom('\n', '\r\n', '\r'),
  titles: fc.nat(2),
  isQuoted: fc.boolean(),
  rows: fc.array(
    fc.record({
      // Longer than the words for nothing (tbd, null).
      name: fc.array(fc.nat(60), { minLength: 5, maxLength: 10 }),
      note: fc.constantFrom('', 'plain', 'delimiter', 'quote', 'end'),
      households: fc.integer({ min: 1, max: 900 }),
    }),
    { minLength: 4, maxLength: 14 },
  ),
})

test('a list is read as it was written in any usual encoding, with any delimiter and line end, or it is asked how it is written', async () => {
  const came = { asked: 0, read: 0 }
  await fc.assert(
    fc.asyncProperty(file, async (of) => {
      const { head, encodings, title, characters } = languages[of.language]
      const encoding = encodings[of.encoding]
      const quoted = (cell: string) =>
        of.isQuoted || /["\n\r]/.test(cell) || cell.includes(of.delimiter)
          ? `"${cell.replaceAll('"', '""')}"`
          : cell
      const words = [...characters]
      const names = of.rows.map(({ name }) => name.map((i) => words[i % words.length]).join(''))
      const notes = of.rows.map(({ note }, i) =>
        note === 'delimiter'
          ? `${names[i]}${of.delimiter} ${i}`
          : note === 'quote'
            ? `${names[i]} "${i}"`
            : note === 'end'
              ? `${names[i]}${of.end}${i}`
              : note && names[i],
      )
      const lines = [
        ...Array.from({ length: of.titles }, (_, i) => (i === 0 ? title : '')),
        head.map(quoted).join(of.delimiter),
        ...of.rows.map(({ households }, i) =>
          [`b-${i}x`, names[i], households, names[0], 113.2 + i / 1000, 35.2, notes[i]]
            .map((cell) => quoted(String(cell)))
            .join(of.delimiter),
        ),
      ]
      const mark = of.hasMark && encoding.startsWith('utf') ? '\uFEFF' : ''
      const bytes = encode(mark + lines.join(of.end) + of.end, encoding)
      const { questions, read, accepted, file } = await outcomeOf(bytes, 'list.csv')
      if (questions.length > 0) {
        came.asked++
        for (const { code } of questions)
          expect(['encoding', 'delimiter', 'header-line', 'kind']).toContain(code)
        return
      }
      came.read++
      expect([file.encoding, read, accepted.length]).toEqual([encoding, of.rows.length, of.rows.length])
      expect(valuesOf(accepted, 'name')).toEqual(names)
      expect(sumOf(accepted)).toBe(of.rows.reduce((sum, { households }) => sum + households, 0))
    }),
    runs(2000),
  )
  // Asking is for what is unclear.
  expect(came.read).toBeGreaterThan(came.asked * 4)
})
