import { numberedNames } from '../../values/text'
import { isObject, type AnyObject } from './objects'

/** A feature of an ArcGIS service, with what its answer says about all features. */
export type ArcgisReader = (feature: AnyObject) => { properties: unknown; geometry: unknown }

/** Returns what reads the features of an answer: columns by their titles for people, codes by their words, and positions in degrees or metres. */
export function arcgisReader(answer: AnyObject): ArcgisReader {
  const fields = fieldsIn(answer)
  const move = transformOf(answer.transform)
  return ({ attributes, geometry }) => ({
    properties: isObject(attributes) ? named(attributes, fields) : attributes,
    geometry: geometryOf(geometry, move),
  })
}

interface FieldFacts {
  title: string
  /** Words of codes that a service keeps for its values. */
  words: Map<unknown, string>
}

function fieldsIn({ fields, fieldAliases }: AnyObject): Map<string, FieldFacts> {
  const listed = Array.isArray(fields) ? fields.filter(isObject) : []
  const aliases = isObject(fieldAliases) ? fieldAliases : {}
  const names = [...new Set([...listed.map(({ name }) => String(name)), ...Object.keys(aliases)])]
  const titles = names.map((name) => {
    const said = aliases[name] ?? listed.find((one) => one.name === name)?.alias
    return typeof said === 'string' && said.trim() !== '' ? said.trim() : name
  })
  // Two of one title would be one column.
  const distinct = numberedNames(titles)
  return new Map(
    names.map((name, i) => [
      name,
      { title: distinct[i], words: wordsOf(listed.find((one) => one.name === name)?.domain) },
    ]),
  )
}

function wordsOf(domain: unknown): Map<unknown, string> {
  const values =
    isObject(domain) && Array.isArray(domain.codedValues) ? domain.codedValues.filter(isObject) : []
  return new Map(
    values.flatMap(({ code, name }) => (typeof name === 'string' ? [[code, name] as const] : [])),
  )
}

function named(attributes: AnyObject, fields: Map<string, FieldFacts>): AnyObject {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => {
      const field = fields.get(name)
      return [field?.title ?? name, field?.words.get(value) ?? value]
    }),
  )
}

/** Moves a list of positions, each counted from the one before it, or one alone. */
type Move = (positions: unknown[]) => unknown[]

/**
 * Positions may be whole numbers on a grid, each counted from the one before it (ArcGIS REST, `quantizationParameters`): taken as they
 * are, they would be somewhere else.
 */
function transformOf(transform: unknown): Move | undefined {
  if (!isObject(transform)) return undefined
  const { scale, translate, originPosition } = transform
  if (!Array.isArray(scale) || !Array.isArray(translate)) return undefined
  const side = originPosition === 'lowerLeft' ? 1 : -1
  return (positions) => {
    let [x, y] = [0, 0]
    return positions.map((position) => {
      if (!Array.isArray(position)) return position
      x += Number(position[0])
      y += Number(position[1])
      return [Number(translate[0]) + x * Number(scale[0]), Number(translate[1]) + side * y * Number(scale[1])]
    })
  }
}

/** Geometry as ArcGIS writes it. Rings are left to whoever groups them: outer ones run with the clock. */
function geometryOf(value: unknown, move: Move = (positions) => positions): unknown {
  if (!isObject(value)) return value ?? null
  const moved = (lists: unknown[]) => lists.map((list) => (Array.isArray(list) ? move(list) : list))
  if ('x' in value) return { type: 'Point', coordinates: move([[value.x, value.y]])[0] }
  if (Array.isArray(value.points)) return { type: 'MultiPoint', coordinates: move(value.points) }
  if (Array.isArray(value.paths)) return { type: 'MultiLineString', coordinates: moved(value.paths) }
  if (Array.isArray(value.rings)) return { type: 'Rings', coordinates: moved(value.rings) }
  const curves = ['curveRings', 'curvePaths'].find((name) => name in value)
  return curves ? { type: curves } : value
}
