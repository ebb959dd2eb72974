import gcoord from 'gcoord'
import { describe, expect, test } from 'vitest'
import { ImportJob } from '../../../../src/import/job'
import { withAnswer } from '../../../../src/import/questions/answers'

// Positions of 高德 and 百度 are degrees like any others: only the borders that are here tell that they lie beside them.

const square = (west: number, south: number) => [
  [
    [west, south],
    [west + 0.004, south],
    [west + 0.004, south + 0.004],
    [west, south + 0.004],
    [west, south],
  ],
]
const communities = [0, 1, 2, 3].map((i) => ({
  name: `第${i}社区`,
  code: `41080200100${i}`,
  polygons: [square(113.2 + i * 0.004, 35.2)],
}))
const places = Array.from({ length: 12 }, (_, i) => ({
  community: `第${i % 4}社区`,
  position: [113.201 + (i % 4) * 0.004 + i * 0.0001, 35.201 + i * 0.0001] as [number, number],
}))
const systems = { gcj02: gcoord.GCJ02, bd09: gcoord.BD09, wgs84: gcoord.WGS84 }
type Offset = keyof typeof systems
const inSystem = (system: Offset) =>
  places.map(({ community, position }, i) => ({
    community,
    name: `b${i}x`,
    position: gcoord.transform(position, gcoord.WGS84, systems[system]),
  }))

/** The same buildings in each format; what they state of their system is what programs write without being asked. */
const formats: Record<string, (system: Offset) => string> = {
  csv: (system) =>
    [
      '楼栋编号,户数,社区,街道,经度,纬度',
      ...inSystem(system).map(
        ({ name, community, position }) => `${name},40,${community},南街道,${position.join()}`,
      ),
    ].join('\n'),
  geojson: (system) => JSON.stringify({ type: 'FeatureCollection', features: featuresOf(system) }),
  'crs.geojson': (system) =>
    JSON.stringify({
      type: 'FeatureCollection',
      crs: { type: 'name', properties: { name: 'urn:ogc:def:crs:OGC:1.3:CRS84' } },
      features: featuresOf(system),
    }),
  'cgcs.geojson': (system) =>
    JSON.stringify({
      type: 'FeatureCollection',
      crs: { type: 'name', properties: { name: 'urn:ogc:def:crs:EPSG::4490' } },
      features: featuresOf(system),
    }),
  kml: (system) =>
    `<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>${inSystem(system)
      .map(
        ({ name, community, position }) =>
          `<Placemark><name>${name}</name><ExtendedData><Data name="户数"><value>40</value></Data><Data name="社区"><value>${community}</value></Data></ExtendedData><Point><coordinates>${position.join()},0</coordinates></Point></Placemark>`,
      )
      .join('')}</Document></kml>`,
}
const featuresOf = (system: Offset) =>
  inSystem(system).map(({ name, community, position }) => ({
    type: 'Feature',
    properties: { 楼栋编号: name, 户数: 40, 社区: community, 街道: '南街道' },
    geometry: { type: 'Point', coordinates: position },
  }))

async function opened(format: string, system: Offset) {
  const job = new ImportJob()
  await job.open(new Blob([formats[format](system)]), `楼栋.${format}`)
  job.surround({ communities, district: [113.2, 35.2, 113.216, 35.204] })
  const settings = job.propose('410802', 'buildings')
  return { job, settings, asked: job.questions(settings) }
}

describe.each(Object.keys(formats))('%s', (format) => {
  test.each(['gcj02', 'bd09'] as const)('in %s beside the borders is asked about', async (system) => {
    const { job, settings, asked } = await opened(format, system)
    expect(asked.map(({ code, proposal }) => [code, proposal])).toEqual([['coordinates', system]])
    expect(asked[0].detail).toMatch(new RegExp(`^WGS84: \\d+ % · ${system.toUpperCase()}: 100 %$`))
    expect(job.questions(withAnswer(settings, 'coordinates', system))).toEqual([])
    expect(job.questions(withAnswer(settings, 'coordinates', 'wgs84'))).toEqual([])
  })

  test('in WGS84 is not', async () => expect((await opened(format, 'wgs84')).asked).toEqual([]))
})
