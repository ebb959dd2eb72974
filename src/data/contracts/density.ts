import * as v from 'valibot'
import { contract } from './contract'
import { areaId, list, lngLat, moment, number, optional, shape, whole } from './shapes'

/** What happened around an area, counted in the cells of a lattice that is fixed for the district. */
export const wallDensity = contract(
  'wall_density',
  { area: areaId, days: optional(whole) },
  shape({
    now: moment,
    /** Over so many days, today included. */
    days: whole,
    /** The middle of the district, degrees. */
    origin: lngLat,
    /** The width and height of a cell in degrees; cell x, y begins at x × lngPerCell, y × latPerCell. */
    lngPerCell: number,
    latPerCell: number,
    /** x, y and count. */
    cells: list(v.tuple([whole, whole, whole])),
  }),
)
