import { PGlite } from '@electric-sql/pglite'
import { postgis } from '@electric-sql/pglite-postgis'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildCells } from '../../geo/cells/build'
import { Coverage } from '../../geo/coverage/coverage'
import {
  communityPolygons,
  coveragePolygon,
  type GridPolygon,
  gridPolygons,
} from '../../geo/coverage/polygons'
import { isFault } from '../../geo/coverage/types'
import { box, district, populatedDistrict } from '../geo/districts'
import { anyEdit } from '../geo/coverage/edits'
import { rectangles } from '../geo/cells/rectangles'

let database: PGlite

beforeAll(async () => {
  database = await PGlite.create({ extensions: { postgis } })
  await database.exec(`
    create extension postgis;
    create table drawn (set text, id int, geom geometry, label geometry, area float, perimeter float);
    create table outlines (set text, id int, geom geometry);
  `)
})

afterAll(() => database.close())

async function store(set: string, polygons: GridPolygon[]): Promise<void> {
  for (const { grid, polygons: coordinates, labelPoint, areaSquareMetres, perimeterMetres } of polygons)
    await database.query(
      'insert into drawn values ($1, $2, st_geomfromgeojson($3), st_setsrid(st_makepoint($4, $5), 4326), $6, $7)',
      [
        set,
        grid,
        JSON.stringify({ type: 'MultiPolygon', coordinates }),
        ...labelPoint,
        areaSquareMetres,
        perimeterMetres,
      ],
    )
}

/** Two dozen districts of buildings 1.2 m apart or more, some known by their footprint: each cell, and each footprint. */
async function storeFootprints(): Promise<void> {
  for (const [index, buildings] of fc.sample(rectangles(1.2), { numRuns: 24, seed: 5 }).entries()) {
    const { cells } = buildCells(district({ buildings, communities: [[[box(0, 0, 400, 300)]]] }))
    const alone = Int32Array.from(cells.inputIndex, (_, vertex) => vertex)
    await store(`cells ${index}`, gridPolygons(cells, alone))
    for (const [vertex, place] of cells.inputIndex.entries()) {
      const { footprint } = buildings[place]
      if (!footprint) continue
      await database.query('insert into outlines values ($1, $2, st_geomfromgeojson($3))', [
        `cells ${index}`,
        vertex,
        JSON.stringify({ type: 'MultiPolygon', coordinates: footprint }),
      ])
    }
  }
}

/** Fifteen districts of many kinds, each after twenty random edits. */
async function storeEditedDistricts(): Promise<void> {
  const samples = fc.sample(
    fc.tuple(populatedDistrict, fc.array(anyEdit, { minLength: 20, maxLength: 20 })),
    {
      numRuns: 15,
      seed: 7,
    },
  )
  for (const [index, [input, edits]] of samples.entries()) {
    const { cells, instance } = buildCells(input)
    const coverage = Coverage.of(
      cells,
      Int32Array.from(instance.x, (x) => Math.floor(Math.abs(x) / 100) % 3),
    )
    for (const edit of edits) {
      const result = edit(coverage)
      if (result && !isFault(result)) coverage.apply(result)
    }
    await store(
      `grids ${index}`,
      [-1, ...coverage.grids()].flatMap((grid) => coveragePolygon(coverage, grid) ?? []),
    )
    await store(`communities ${index}`, communityPolygons(cells))
  }
}

test('PostGIS finds every polygon valid, measures what we measure, and sees neither gap nor overlap', async () => {
  await storeEditedDistricts()
  const figures = await database.query<Record<string, number>>(`
    select count(*)::int as polygons,
      count(*) filter (where not st_isvalid(geom))::int as invalid,
      count(*) filter (where not st_intersects(geom, label))::int as label_outside,
      max(abs(st_area(geom::geography) - area) / (1 + area)) as area_off,
      max(abs(st_perimeter(geom::geography) / perimeter - 1)) as perimeter_off
    from drawn`)
  const [{ polygons, area_off, perimeter_off, ...counts }] = figures.rows
  expect(polygons).toBeGreaterThan(60)
  expect(counts).toEqual({ invalid: 0, label_outside: 0 })
  expect(area_off).toBeLessThan(1e-4)
  expect(perimeter_off).toBeLessThan(1e-4)
  const overlaps = await database.query(`
    select a.set, a.id, b.id from drawn a join drawn b on a.set = b.set and a.id < b.id
    where st_relate(a.geom, b.geom, '2********')`)
  expect(overlaps.rows).toEqual([])
  const gaps = await database.query<{ off: number }>(`
    select max(st_area(st_symdifference(grids.geom, communities.geom)::geography)) as off
    from (select split_part(set, ' ', 2) as number, st_union(geom) as geom from drawn where set like 'grids%' group by 1) grids
    join (select split_part(set, ' ', 2) as number, st_union(geom) as geom from drawn where set like 'communities%' group by 1) communities
    using (number)`)
  // Lines end on community borders at whole centimetres, so an edge of 400 m may bend by a few square metres.
  expect(gaps.rows[0].off).toBeLessThan(5)
})

test('PostGIS finds every footprint in its own cell, and the borders halfway between two of them', async () => {
  await storeFootprints()
  const { rows } = await database.query<Record<string, number>>(`
    select count(*)::int as footprints,
      max(st_area(st_difference(o.geom, d.geom)::geography)) as outside
    from outlines o join drawn d using (set, id)`)
  expect(rows[0].footprints).toBeGreaterThan(60)
  // Corners lie on whole centimetres: a strip of 1 cm along a wall of 40 m.
  expect(rows[0].outside).toBeLessThan(0.4)
  const neighbours = await database.query<{ off: number }>(`
    select max(abs(st_distance(o.geom::geography, m::geography) - st_distance(p.geom::geography, m::geography))) as off
    from outlines o
    join outlines p on p.set = o.set and p.id > o.id
    join drawn a on a.set = o.set and a.id = o.id
    join drawn b on b.set = p.set and b.id = p.id
    cross join lateral st_lineinterpolatepoint(st_linemerge(st_collectionextract(st_intersection(a.geom, b.geom), 2)), 0.5) m
    where st_geometrytype(st_linemerge(st_collectionextract(st_intersection(a.geom, b.geom), 2))) = 'ST_LineString'`)
  expect(neighbours.rows[0].off).toBeLessThan(8)
})
