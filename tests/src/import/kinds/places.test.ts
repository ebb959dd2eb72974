import fc from 'fast-check'
import gcoord from 'gcoord'
import type { Position } from 'geojson'
import proj4 from 'proj4'
import { expect, test } from 'vitest'
import { toWgs84 } from '../../../../src/import/coordinates'
import { knownSystems } from '../../../../src/import/coordinates/systems'
import { runs } from '../../../support/runs'
import { outcomeOf, refusalsOf, valuesOf } from '../help'

// Kind 6: coordinates are never guessed in silence. Districts anywhere in China, written in any system that is read, with whatever a
// file says of it: what is read without a question lies where the district is.

interface Written {
  system: string
  /** Numbers as the file has them. */
  positions: Position[]
  /** How far a position may be off where this is what the file is in. */
  toleranceMetres: number
}

/** The zones in which a district at this longitude is written. */
function zonesAt(lng: number): typeof knownSystems {
  return knownSystems.filter(
    ({ zone, code }) =>
      zone && Math.abs(lng - zone.centralMeridian) <= zone.degrees / 2 && !(code > 32700 && code < 32800),
  )
}

function write(truth: Position[], pick: number, isSwapped: boolean): Written {
  const zones = zonesAt(truth[0][0])
  const at = pick % (zones.length + 4)
  const [system, positions]: [string, Position[]] =
    at === 0
      ? ['wgs84', truth]
      : at === 1
        ? ['gcj02', truth.map((one) => gcoord.transform(one as [number, number], gcoord.WGS84, gcoord.GCJ02))]
        : at === 2
          ? ['bd09', truth.map((one) => gcoord.transform(one as [number, number], gcoord.WGS84, gcoord.BD09))]
          : at === 3
            ? ['EPSG:3857', truth.map((one) => proj4('EPSG:4326', 'EPSG:3857', one))]
            : [
                `EPSG:${zones[at - 4].code}`,
                truth.map((one) => proj4('WGS84', zones[at - 4].definition).forward(one)),
              ]
  const datum = zones[at - 4]?.datum
  return {
    system,
    positions: isSwapped ? positions.map(([x, y]) => [y, x]) : positions,
    toleranceMetres: datum === 'xian80' || datum === 'beijing54' ? 200 : 3,
  }
}

const metresBetween = ([a, b]: Position, [c, d]: Position) =>
  Math.hypot((a - c) * 111_320 * Math.cos((b * Math.PI) / 180), (b - d) * 110_900)

const district = fc
  .tuple(
    fc.double({ min: 75.5, max: 133, noNaN: true }),
    fc.double({ min: 18.5, max: 52, noNaN: true }),
    fc.integer({ min: 3, max: 7 }),
  )
  .map(([lng, lat, count]) =>
    Array.from({ length: count }, (_, i): Position => [lng + i * 0.0004, lat + ((i * 7) % 5) * 0.0003]),
  )

/** What a file says of its system: nothing, or in one of the usual ways, rightly or about another one. */
const saying = fc.constantFrom('nothing', 'crs', 'urn', 'link', 'columns', 'file-name', 'other-sort')

function clueOf(saying: string, { system }: Written): { crs: string; columns: string[]; fileName: string } {
  const number = system.startsWith('EPSG:') ? system.slice(5) : '4326'
  const isNamed = system === 'gcj02' || system === 'bd09'
  const words = system === 'gcj02' ? '高德' : '百度'
  const none = { crs: '', columns: ['经度', '纬度'], fileName: 'a.geojson' }
  if (saying === 'columns' || (isNamed && saying === 'crs'))
    return isNamed ? { ...none, columns: [`${words}经度`, `${words}纬度`] } : none
  if (saying === 'file-name' || isNamed)
    return isNamed ? { ...none, fileName: `楼栋-${system}.geojson` } : none
  if (saying === 'crs') return { ...none, crs: `EPSG:${number}` }
  if (saying === 'urn') return { ...none, crs: `urn:ogc:def:crs:EPSG::${number}` }
  if (saying === 'link') return { ...none, crs: `http://www.opengis.net/def/crs/EPSG/0/${number}` }
  // Metres that are said to be degrees, degrees that are said to be metres.
  if (saying === 'other-sort') return { ...none, crs: system === 'wgs84' ? 'EPSG:4547' : 'EPSG:4490' }
  return none
}

test('what is read without a question lies where the district is, whatever system the file is in and whatever it says', async () => {
  const came = { asked: 0, read: 0, offered: 0 }
  await fc.assert(
    fc.asyncProperty(
      district,
      fc.nat(200),
      fc.boolean(),
      saying,
      async (truth, pick, mayBeSwapped, saying) => {
        const isSwapped = mayBeSwapped && pick % 3 === 0
        const written = write(truth, pick, isSwapped)
        const clue = clueOf(saying, written)
        // Of degrees of which nothing is said nobody can tell these from others.
        const isHidden =
          (/^(gcj02|bd09)$/.test(written.system) &&
            clue.columns[0] === '经度' &&
            clue.fileName === 'a.geojson') ||
          // Web Mercator that says so and has its axes swapped is a place as well, in another country.
          (written.system === 'EPSG:3857' && isSwapped && clue.crs !== '')
        fc.pre(!isHidden)
        const text = JSON.stringify({
          type: 'FeatureCollection',
          ...(clue.crs ? { crs: { type: 'name', properties: { name: clue.crs } } } : {}),
          features: written.positions.map((coordinates, i) => ({
            type: 'Feature',
            properties: { 编号: `b-${i}x`, 户数: 40, 社区: '东社区' },
            geometry: { type: 'Point', coordinates },
          })),
        })
        const list = `编号,户数,社区,${clue.columns.join()}\n${written.positions.map((one, i) => `b-${i}x,40,东社区,${one.join()}`).join('\n')}\n`
        const isList = clue.columns[0] !== '经度' || (clue.crs === '' && pick % 2 === 0)
        const { questions, accepted, refused, job, settings } = await outcomeOf(
          isList ? list : text,
          isList ? clue.fileName.replace('.geojson', '.csv') : clue.fileName,
          { kind: 'buildings' },
        )
        if (questions.length > 0) {
          came.asked++
          expect(questions.map(({ code }) => code)).toEqual(['coordinates'])
          // One of the answers that are offered is the right one, but for the old datums, which nobody proposes.
          const right = job
            .system(settings)
            .options.some((one) =>
              written.positions.every(
                (position, i) => metresBetween(toWgs84(position, one), truth[i]) < written.toleranceMetres,
              ),
            )
          if (right) came.offered++
          if (written.toleranceMetres < 100) expect([written.system, isSwapped, right]).toContain(true)
          return
        }
        came.read++
        expect([refusalsOf(refused), accepted.length]).toEqual([[], truth.length])
        accepted.forEach(({ geometry }, i) =>
          expect(
            metresBetween((geometry as unknown as { coordinates: Position }).coordinates, truth[i]),
          ).toBeLessThan(written.toleranceMetres),
        )
      },
    ),
    runs(2000),
  )
  expect(Math.min(came.asked, came.read, came.offered)).toBeGreaterThan(100)
})

test('a slip of the pen far away is refused with its distance, and costs no other row', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 12, max: 30 }),
      fc.nat(60),
      fc.double({ min: 1.2, max: 40, noNaN: true }),
      fc.double({ min: 0, max: 2 * Math.PI, noNaN: true }),
      fc.boolean(),
      async (count, where, degrees, angle, isNamedAlone) => {
        const row = (i: number) =>
          `b-${i}x,40,${i % 2 === 0 ? '东' : '西'}社区,${113.2 + (i % 8) * 0.001},${35.2 + Math.floor(i / 8) * 0.001}`
        const rows = Array.from({ length: count }, (_, i) => row(i))
        const head = '编号,户数,社区,经度,纬度'
        const far = `far-x,40,${isNamedAlone ? '远' : '东'}社区,${113.2 + degrees * Math.cos(angle)},${35.2 + (degrees / 2) * Math.sin(angle)}`
        const at = where % (count + 1)
        const withFar = [...rows.slice(0, at), far, ...rows.slice(at)]
        const spoiled = await outcomeOf([head, ...withFar].join('\n'), 'x.csv')
        expect(refusalsOf(spoiled.refused.filter(({ line }) => line !== undefined))).toEqual([
          expect.stringMatching(new RegExp(`^${at + 2} far-from-others \\d+ km$`)),
        ])
        expect(valuesOf(spoiled.accepted, 'households')).toHaveLength(count)
      },
    ),
    runs(2000),
  )
})
