import type { FeatureCollection } from 'geojson'
import { DataError } from '../lib/errors'
import type { Target } from './rows/derive'
import { GatheredRows } from './rows/gathered'
import type { Resources } from './formats'
import { FilledDown } from './rows/filled-down'
import { proposeSystemOf, type SystemProposal } from './coordinates'
import { lookAt } from './guesses/look'
import { dropColumns, type DroppedColumn } from './guesses/guess'
import { maskPersonal } from './privacy/personal'
import type { WrittenRow } from './rows/preview'
import { openQuestions } from './questions'
import { keyOf } from './questions/answers'
import type { Question, Surroundings } from './questions/types'
import { readRows } from './rows/read'
import { countCategories, proposeCategories, proposeSettings } from './guesses/settings'
import { holdable, type StagedRow } from './rows/stage'
import { openTable } from './tables/open'
import type { FileChoices, SourceTable } from './tables/source-table'
import { turn } from './turn'
import type { ImportKind, ImportSettings, SourceRow } from './types'

/** What is known of a file once it is open, in a form that crosses to another thread. */
export type FileFacts = Pick<
  SourceTable,
  | 'fileName'
  | 'format'
  | 'hasGeometry'
  | 'layers'
  | 'layer'
  | 'isLayerChosen'
  | 'encoding'
  | 'delimiter'
  | 'columns'
  | 'header'
  | 'geometryTypes'
  | 'geometryColumn'
  | 'crs'
  | 'hidden'
> & {
  sample: SourceRow[]
}

/** What reading a file came to. */
export interface ReadFacts {
  read: number
  /** Rows to stage, those that were refused here and derived areas included. */
  staged: number
  derivedStreets: number
  derivedCommunities: number
  /** The rows stand in no community, since the district has no boundaries and they name none. */
  lacksCommunities: boolean
  /** What was left out as somebody said, by sort: it is not among what was read. */
  leftOut: Record<string, number>
  /** Of the accepted buildings, those whose households are an estimate. */
  estimated: { buildings: number; households: number }
  /** The first rows as they will be written. */
  first: WrittenRow[]
  /** Where things lie, for a look at the map. */
  preview: FeatureCollection
}

/**
 * One file on its way in: opened, read, handed over in chunks. Runs in a worker on the page and in the process on the command
 * line; every method takes and returns plain data.
 */
export class ImportJob {
  private table: SourceTable | undefined
  private surroundings: Surroundings = {}
  private gathered: GatheredRows | undefined
  /** With which the file was read last. */
  private settings: ImportSettings | undefined

  constructor(private readonly resources?: Resources) {}

  /** Opens the file. Throws DataError (`file-…`) for what cannot be read at all. */
  async open(blob: Blob, fileName: string, choices: FileChoices = {}): Promise<FileFacts> {
    this.table = await openTable(blob, fileName, choices, this.resources)
    const { format, hasGeometry, layers, layer, isLayerChosen, header } = this.table
    const { encoding, delimiter, columns, geometryTypes, geometryColumn, crs, sample, hidden } = this.table
    const place = { format, hasGeometry, geometryColumn, layers, layer, isLayerChosen, header, crs, hidden }
    const shown = sample.slice(0, SHOWN_ROWS).map(anonymous)
    return { fileName, ...place, encoding, delimiter, columns, geometryTypes, sample: shown }
  }

  /** Says where the file is to go, which tells much about its coordinates. */
  surround(surroundings: Surroundings): void {
    this.surroundings = surroundings
  }

  /** Returns settings for the file as a kind, or as what it seems to be. */
  propose(districtCode: string, kind?: ImportKind): ImportSettings {
    const { district, timeZone } = this.surroundings
    const proposed = proposeSettings(this.opened(), districtCode, kind, district)
    return timeZone === undefined ? proposed : { ...proposed, utcOffset: timeZone }
  }

  /** Returns where the first rows lie in the system of the settings. */
  look(settings: Pick<ImportSettings, 'mapping' | 'coordinates'>): FeatureCollection {
    return lookAt(this.opened(), settings)
  }

  /** Returns how the system of the file is known, and which it may be. */
  system(settings: Pick<ImportSettings, 'mapping'>): SystemProposal {
    return proposeSystemOf(this.opened(), settings.mapping, this.surroundings.district)
  }

  /** Returns the columns that are not read, with the reason. */
  dropped(kind: ImportKind): DroppedColumn[] {
    return dropColumns(kind, this.opened())
  }

  /** Returns what is unclear under these settings and has to be answered before the file is read. */
  questions(settings: ImportSettings): Question[] {
    return openQuestions(this.opened(), settings, this.surroundings)
  }

  /** Returns the category words of a column with their rows, and a code for those that are understood. */
  async categories(column: string): Promise<{ words: [string, number][]; proposed: Record<string, string> }> {
    const counts = await countCategories(this.opened(), column)
    await turn([...counts.values()].reduce((sum, rows) => sum + rows, 0))
    return { words: [...counts], proposed: proposeCategories(counts.keys(), this.surroundings.categories) }
  }

  /** Reads the whole file. `onProgress` gets the share from 0 to 1. Throws DataError `questions-open`, `mapping-incomplete`, `column-refused`. */
  async read(
    settings: ImportSettings,
    target: Target,
    onProgress: (share: number) => void,
  ): Promise<ReadFacts> {
    const unclear = this.questions(settings)
    if (unclear.length > 0) throw new DataError('questions-open', unclear.map(keyOf).join(', '))
    this.settings = settings
    const gathered = new GatheredRows(settings.kind)
    this.gathered = gathered
    const take = gathered.add.bind(gathered)
    const { read, leftOut } = await readRows(this.opened(), settings, take, onProgress)
    await turn(read)
    return { read, leftOut, ...gathered.settle(settings, target) }
  }

  /** Returns the next rows to stage, as many as one call should carry; none at the end. */
  chunk(from: number): StagedRow[] {
    return holdable(this.gathered?.chunk(from) ?? [])
  }

  /** Returns the cells of some lines as the file has them, without dropped columns. */
  async cellsOf(
    lines: number[],
    kind: ImportKind,
  ): Promise<{ columns: string[]; cells: Record<number, string[]> }> {
    const table = this.opened()
    const dropped = new Set(this.dropped(kind).map(({ column }) => column))
    const columns = table.columns.filter((column) => !dropped.has(column))
    const wanted = new Set(lines)
    const cells: Record<number, string[]> = {}
    // Away from the rows above it, a blank cell would say nothing.
    const above = this.settings && new FilledDown(this.settings)
    for await (const { rows } of table.rows())
      for (const given of rows) {
        const row = above?.fill(given) ?? given
        if (wanted.has(row.line))
          cells[row.line] = columns.map((column) => {
            const cell = row.cells[column] ?? ''
            // The digits of a geometry are to be read back.
            return column === table.geometryColumn ? cell : maskPersonal(cell)
          })
      }
    return { columns, cells }
  }

  private opened(): SourceTable {
    if (!this.table) throw new Error('open a file first')
    return this.table
  }
}

const SHOWN_ROWS = 5

/** What is shown names nobody either. */
function anonymous(row: SourceRow): SourceRow {
  const cells = Object.entries(row.cells).map(([column, cell]) => [column, maskPersonal(cell)])
  return { ...row, cells: Object.fromEntries(cells) as SourceRow['cells'] }
}
