import { expect, test } from 'vitest'
import { proposeSystem } from '../../../src/import/coordinates/proposal'
import { readStated } from '../../../src/import/coordinates/stated'

/** What lies beside most Shapefiles: no number of EPSG in it. */
const prj =
  'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]'

test.each(['EPSG:3857', 'EPSG:4547', 'EPSG:4526', 'EPSG:32649'])(
  'degrees in a file that says %s are asked for, with degrees proposed',
  (crs) => {
    const positions = [
      [113.2, 35.2],
      [113.21, 35.21],
    ]
    const found = proposeSystem({ fileName: 'x.geojson', crs, columns: [], positions })
    expect([found.isCertain, found.system]).toEqual([false, 'wgs84'])
    expect(proposeSystem({ fileName: 'x.geojson', crs: 'EPSG:4490', columns: [], positions }).isCertain).toBe(
      true,
    )
  },
)

test('a .prj of degrees in WGS84 or CGCS2000 is known by its name, one of metres is not', () => {
  expect(readStated(prj)).toEqual({ system: 'wgs84' })
  const chinese = prj.replace('GCS_WGS_1984', 'GCS_China_Geodetic_Coordinate_System_2000')
  expect(readStated(chinese)).toEqual({ system: 'EPSG:4490' })
  const metres = `PROJCS["WGS_1984_UTM_Zone_49N",${prj},PROJECTION["Transverse_Mercator"]]`
  expect(readStated(metres)).toEqual({ system: metres })
})

test.each([prj, 'EPSG:4326', 'EPSG:4490'])('what a column says counts more than a usual %s', (crs) => {
  const clues = { fileName: 'a.shp', crs, columns: ['高德经度', '高德纬度'], positions: [[113.2, 35.2]] }
  expect(proposeSystem(clues as never)).toMatchObject({ system: 'gcj02', by: 'column' })
})
