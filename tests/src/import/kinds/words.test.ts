import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '../../../support/runs'
import { outcomeOf, valuesOf } from '../help'

// Kind 9: what a person says about a file is what is done, and the first rows are shown as they will be written.

const word = fc.string({
  unit: fc.constantFrom(...'abcXYZ东西南北违停噪声 -/()'),
  minLength: 1,
  maxLength: 8,
})

test('every word that has no category of its own gets the one that is said, and no row is refused for its word', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.oneof(word, fc.constantFrom('违停', '井盖', 'Illegal Parking', 'constructor', '__proto__')),
        { minLength: 2, maxLength: 12 },
      ),
      fc.constantFrom('13', '0303', ''),
      async (words, otherCategory) => {
        const kept = words.map((one) => one.trim().replace(/^[-/ ]+$/, 'x') || 'x')
        const text = `案件编号,小类,上报时间,社区,经度,纬度\n${kept
          .map((one, i) => `w-${i}x,"${one}",2026-03-01 08:00,东社区,113.2${i},35.2`)
          .join('\n')}\n`
        const { questions, settings, accepted, refused } = await outcomeOf(
          text,
          '案件.csv',
          { kind: 'incidents' },
          { encoding: 'utf-8', delimiter: ',', headerLine: 1 },
          { otherCategory },
        )
        expect(questions).toEqual([])
        const own = (one: string) => {
          const plain = one.normalize('NFKC').trim()
          return Object.hasOwn(settings.categories, plain) ? settings.categories[plain] : undefined
        }
        const taken = kept.filter((one) => own(one) || otherCategory)
        expect(valuesOf(accepted, 'category')).toEqual(taken.map((one) => own(one) ?? otherCategory))
        expect(refused.map(({ refusal }) => refusal)).toEqual(
          Array(kept.length - taken.length).fill('category-unknown'),
        )
      },
    ),
    runs(2000),
  )
})

test('header line, delimiter and encoding are those that were said, and the first rows are shown as they are staged', async () => {
  const cell = fc.string({ unit: fc.constantFrom(...'ab1东西；|\t '), minLength: 1, maxLength: 5 })
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(cell, cell), { minLength: 3, maxLength: 9 }),
      fc.constantFrom(';', '|', '\t', ',', '；', '^'),
      fc.nat(3),
      fc.constantFrom('utf-8' as const, 'utf-16le' as const),
      async (rows, delimiter, titles, encoding) => {
        const quoted = (one: string) => `"${one}"`
        const lines = [
          ...Array.from({ length: titles }, (_, i) => `注${i}`),
          ['编号', '户数', '社区', '经度', '纬度', '名称', '地址'].map(quoted).join(delimiter),
          ...rows.map(([name, address], i) =>
            [`b-${i}x`, '40', '东社区', `113.2${i}`, '35.2', name, address].map(quoted).join(delimiter),
          ),
        ]
        const bytes = Uint8Array.from(
          Buffer.from(lines.join('\n'), encoding === 'utf-8' ? 'utf8' : 'utf16le'),
        )
        const { file, job, settings, accepted } = await outcomeOf(
          bytes,
          'x.csv',
          { kind: 'buildings' },
          { delimiter, encoding, headerLine: titles + 1 },
        )
        expect([file.delimiter, file.encoding, file.header?.line]).toEqual([delimiter, encoding, titles + 1])
        expect(file.columns).toEqual(['编号', '户数', '社区', '经度', '纬度', '名称', '地址'])
        expect(accepted).toHaveLength(rows.length)
        const { first } = await job.read(
          settings,
          { code: '410802', name: '区', streets: 0, communities: 0, bounded: 1 },
          () => undefined,
        )
        first.forEach(({ line, source, values, position }, i) => {
          const staged = accepted[i]
          expect([line, source]).toEqual([staged.line, staged.source])
          const payload = staged.payload as Record<string, unknown>
          for (const [field, value] of values) expect(value).toBe(String(payload[field]))
          const shown = new Set(values.map(([field]) => field))
          for (const [field, value] of Object.entries(payload))
            if (value !== null && value !== '' && typeof value !== 'object') expect(shown).toContain(field)
          const [lng, lat] = (staged.geometry as unknown as { coordinates: number[] }).coordinates
          expect(position).toBe(`${lng.toFixed(5)}, ${lat.toFixed(5)}`)
        })
        expect(first.length).toBeGreaterThan(0)
      },
    ),
    runs(2000),
  )
})
