import { withParts } from '../guesses/parts'
import { DataError } from '../../lib/errors'
import { openCsv } from '../csv/table'
import { tableOfFeatures } from './features'
import { withGeometryColumn } from './geometry-column'
import { openLayers, type Layer, type Resources } from '../formats'
import { profiled } from './profile'
import { tableOfRecords } from './records'
import type { FileChoices, SourceTable } from './source-table'

/** Opens a file of any format that is read. Throws DataError for what is none, is empty, or cannot be read. */
export async function openTable(
  blob: Blob,
  fileName: string,
  choices: FileChoices = {},
  resources: Resources = noResources,
): Promise<SourceTable> {
  return withParts(await profiled(await openAny(blob, fileName, choices, resources)))
}

async function openAny(
  blob: Blob,
  fileName: string,
  choices: FileChoices,
  resources: Resources,
): Promise<SourceTable> {
  const { layer: chosen, parts = [], encoding, delimiter } = choices
  const layers = await openLayers({ name: fileName, blob }, { resources, parts, encoding, delimiter })
  if (!layers)
    return withGeometryColumn({
      ...(await openCsv(blob, fileName, choices)),
      layers: [],
      layer: '',
      isLayerChosen: true,
    })
  const names = distinctNames(layers)
  const at = chosen === undefined ? 0 : names.indexOf(chosen)
  if (at < 0 || layers.length === 0) throw new DataError('layer-unknown', names.join(', '))
  const open = (i: number) =>
    openLayer(layers[i], { fileName, names, at: i, isChosen: chosen !== undefined }, choices)
  if (chosen !== undefined || layers.length === 1) return open(at)
  return firstThatOpens(layers, open)
}

/** What a workbook begins with may be notes on how to fill it in, which are no table: then the next sheet is proposed. */
async function firstThatOpens(
  layers: Layer[],
  open: (i: number) => Promise<SourceTable>,
): Promise<SourceTable> {
  let failure: unknown
  for (let i = 0; i < layers.length; i++)
    try {
      return await open(i)
    } catch (cause) {
      if (!(cause instanceof DataError && isNoTable.has(cause.code))) throw cause
      failure ??= cause
    }
  throw failure
}

const isNoTable = new Set<string>(['file-no-header', 'file-no-rows'])

async function openLayer(
  layer: Layer,
  { fileName, names, at, isChosen }: { fileName: string; names: string[]; at: number; isChosen: boolean },
  choices: FileChoices,
): Promise<SourceTable> {
  const { incomplete } = layer
  const facts = {
    fileName,
    layers: names,
    layer: names[at],
    isLayerChosen: isChosen,
    ...(incomplete !== undefined && { incomplete }),
  }
  if ('features' in layer) return { ...(await tableOfFeatures(layer)), ...facts }
  const written = { format: layer.format, encoding: layer.encoding, delimiter: layer.delimiter ?? '' }
  const table = await tableOfRecords(() => layer.records(), written, layer.share, choices)
  const unsure = [...(layer.unsure ?? []), ...(table.unsure ?? [])]
  const { countsFrom1904 } = layer
  return withGeometryColumn({
    ...table,
    ...facts,
    unsure,
    ...hiddenIn(layer, table),
    ...(countsFrom1904 && { countsFrom1904 }),
  })
}

const noResources: Resources = {
  sqliteWasm: () => Promise.reject(new Error('no SQLite was given')),
}

/** What is hidden of a sheet, its columns by their names. */
function hiddenIn({ hidden }: Layer, { columns }: Pick<SourceTable, 'columns'>): Pick<SourceTable, 'hidden'> {
  const names = hidden?.columns.flatMap((i) => columns[i] ?? []) ?? []
  const isSheet = hidden?.isSheet ?? false
  return isSheet || names.length > 0 ? { hidden: { isSheet, columns: names } } : {}
}

function distinctNames(layers: Layer[]): string[] {
  const names = layers.map(({ name }) => name)
  return names.map((name, i) => (names.indexOf(name) === i ? name : `${name} (${i + 1})`))
}
