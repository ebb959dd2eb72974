import { countingNames, fieldsOf, type Field, gridCodeFields } from '../kinds/columns'
import { findPairColumn } from '../coordinates'
import { mergesParts } from '../rows/merge'
import { matchColumn, type Match } from './match'
import { columnFits, profileOf } from './fits'
import { refusedTopic, type RefusedTopic } from '../privacy/refused'
import type { SourceTable } from '../tables/source-table'
import { readCode } from '../values/codes'
import { words } from '../values/text'
import type { ImportKind, Mapping } from '../types'

export interface DroppedColumn {
  column: string
  topic: RefusedTopic
}

/** One value in so many that names or reaches a person condemns its column; fewer were shifted there, and are masked. */
const CONDEMNING_SHARE = 0.5

/** Returns the columns that are never read, each with what it looks like: by its name, or by what most of its values are. */
export function dropColumns(kind: ImportKind, table: SourceTable): DroppedColumn[] {
  const isPublicPoint = kind === 'service-points'
  return table.columns.flatMap((column) => {
    // The digits of a geometry name nobody, whatever they look like.
    if (column === table.geometryColumn) return []
    const topic =
      refusedTopic(column, isPublicPoint) ??
      (isGridCode(kind, column) ? undefined : topicOfValues(table, column, isPublicPoint))
    return topic ? [{ column, topic }] : []
  })
}

const holdsCodes = new Set<string>(gridCodeFields)
const codesOfGrids = new Set(
  fieldsOf.grids.flatMap(({ name, names }) => (holdsCodes.has(name) ? names.map(words) : [])),
)

/** Fifteen digits of the code of a grid can look like an old identity number. */
function isGridCode(kind: ImportKind, column: string): boolean {
  return kind === 'grids' && codesOfGrids.has(words(column))
}

function topicOfValues(table: SourceTable, column: string, isPublicPoint: boolean): RefusedTopic | undefined {
  const { filled, identityNumbers, telephones } = profileOf(table, column)
  if (identityNumbers > 0 && identityNumbers >= filled * CONDEMNING_SHARE) return 'identity-number'
  const isTelephone = !isPublicPoint && telephones > 0 && telephones >= filled * CONDEMNING_SHARE
  return isTelephone && !isFreeText(table, column) ? 'person' : undefined
}

/** Text in which a telephone is mentioned is read, with the number masked. */
function isFreeText(table: SourceTable, column: string): boolean {
  const { values } = profileOf(table, column)
  return values.filter((value) => value.length > 24).length * 2 > values.length
}

/** A field for which somebody chose a column that is never read. */
export interface RefusedChoice extends DroppedColumn {
  field: string
}

/** Returns the first field that a mapping takes from a column that is never read, or undefined. */
export function refusedChoice(dropped: DroppedColumn[], mapping: Mapping): RefusedChoice | undefined {
  for (const [field, column] of Object.entries(mapping)) {
    const found = dropped.find((one) => one.column === column)
    if (found) return { ...found, field }
  }
  return undefined
}

/** Which column holds which field, and the fields for which nobody can tell. */
export interface Guess {
  mapping: Mapping
  /** Columns that may be meant, for fields that matter and for which none is sure. */
  unsure: Map<string, string[]>
}

/** Guesses which column holds which field: exact names first, then names that end in one; values must fit the type. */
export function guessMapping(kind: ImportKind, table: SourceTable): Mapping {
  return guessColumns(kind, table).mapping
}

/** As `guessMapping`, with the columns among which somebody has to choose. */
export function guessColumns(kind: ImportKind, table: SourceTable): Guess {
  let known = guesses.get(table)
  if (!known) guesses.set(table, (known = new Map<ImportKind, Guess>()))
  let guess = known.get(kind)
  if (!guess) known.set(kind, (guess = guessAnew(kind, table)))
  return { mapping: { ...guess.mapping }, unsure: new Map(guess.unsure) }
}

/** A file is looked at for every kind, and again for every question. */
const guesses = new WeakMap<SourceTable, Map<ImportKind, Guess>>()

function guessAnew(kind: ImportKind, table: SourceTable): Guess {
  const free = freeColumns(kind, table)
  const guess: Guess = { mapping: {}, unsure: new Map() }
  for (const match of ['exact', 'similar'] as Match[]) {
    for (const field of fieldsOf[kind]) {
      if (guess.mapping[field.name] || guess.unsure.has(field.name)) continue
      const { column, rivals } = matchColumn(field, free, match, table, (one) =>
        mayBe(field, one, table, kind),
      )
      if (column) {
        guess.mapping[field.name] = column
        free.delete(column)
      } else if (rivals.length > 0) guess.unsure.set(field.name, rivals)
    }
    takeCodes(kind, guess.mapping, free, table)
  }
  for (const [name, rivals] of guess.unsure) {
    const left = rivals.filter((column) => free.has(column))
    if (left.length === 0) guess.unsure.delete(name)
    else guess.unsure.set(name, left)
  }
  takePair(kind, guess.mapping, free, table)
  return guess
}

/** One column may hold both numbers of a position. */
function takePair(kind: ImportKind, mapping: Mapping, free: Set<string>, table: SourceTable): void {
  if (table.hasGeometry || (mapping.lng && mapping.lat) || !fieldsOf[kind].some(({ name }) => name === 'lng'))
    return
  // A column called 位置 may hold addresses, or positions.
  const { address } = mapping
  const pair = findPairColumn([...free, ...(address ? [address] : [])], table.sample)
  if (!pair) return
  if (pair === address) delete mapping.address
  mapping.lng = mapping.lat = pair
}

/** A column that is called like the names of communities and holds their division codes is one of codes; another may have the names. */
function takeCodes(kind: ImportKind, mapping: Mapping, free: Set<string>, table: SourceTable): void {
  const { community } = mapping
  if (community === undefined || !holdsDivisionCodes(community, table)) return
  const field = fieldsOf[kind].find(({ name }) => name === 'community')!
  delete mapping.community
  free.delete(community)
  mapping.communityCode ??= community
  const { column } = matchColumn(field, free, 'exact', table, (one) => !holdsDivisionCodes(one, table))
  if (column) mapping.community = column
}

function holdsDivisionCodes(column: string, table: SourceTable): boolean {
  const { values } = profileOf(table, column)
  const codes = values.filter((value) => {
    const { text, isDamaged } = readCode(value)
    return isDamaged || /^\d{12}$/.test(text)
  })
  return codes.length * 2 > values.length
}

function freeColumns(kind: ImportKind, table: SourceTable): Set<string> {
  const dropped = new Set(dropColumns(kind, table).map(({ column }) => column))
  const free = new Set(
    table.columns.filter((column) => !dropped.has(column) && column !== table.geometryColumn),
  )
  if (table.sample.some(({ cells }) => '@id' in cells)) free.add('@id')
  return free
}

/**
 * A number that counts the rows of a file is no id: in the next file it means something else. Where things come in pieces it tells
 * which pieces belong together, and nothing beyond.
 */
function mayBe(field: Field, column: string, table: SourceTable, kind: ImportKind): boolean {
  if (field.name === 'source' && !mergesParts(kind) && isCounting(column, table)) return false
  return columnFits(field, column, table)
}

/** Tells whether the ids of pieces hold within this file only: a number that a program gave each feature. */
export function isPassingId(column: string, table: SourceTable): boolean {
  return countingNames.has(words(column)) || (column === '@id' && profileOf(table, column).isRunning)
}

/** Returns the columns that look like ids of a kind and only count the rows of the file. */
export function countingColumns(kind: ImportKind, table: SourceTable): string[] {
  if (mergesParts(kind)) return []
  const idNames = fieldsOf[kind].find(({ name }) => name === 'source')?.names.map(words) ?? []
  return [...freeColumns(kind, table)].filter(
    (column) =>
      (countingNames.has(words(column)) || idNames.includes(words(column))) && isCounting(column, table),
  )
}

/** Tells whether a column counts the rows: by its name, or since its numbers run from 0 or 1. */
function isCounting(column: string, table: SourceTable): boolean {
  return countingNames.has(words(column)) || profileOf(table, column).isRunning
}
