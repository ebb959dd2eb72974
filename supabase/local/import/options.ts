import type { GridsPlan } from '../../../src/data/imports/imports'
import { parseArgs } from 'node:util'
import { isReadable } from '../../../src/import/coordinates'
import { isZone } from '../../../src/import/dates/zones'
import {
  importKinds,
  coordinateSystems,
  type ImportKind,
  type ImportSettings,
} from '../../../src/import/types'
import { delimiterNamed, delimiters } from '../../../src/import/csv/delimiter'
import { encodingNamed, encodings } from '../../../src/import/csv/encoding'
import {
  defaultEstimate,
  estimateRuleText,
  readEstimateRule,
  type EstimateRule,
} from '../../../src/import/kinds/estimate'
import { questionCodes } from '../../../src/import/questions/types'
import type { FileChoices } from '../../../src/import/tables/source-table'
import { isSystemError, Refusal } from '../refusal'

/** What one call of `import` is to do. */
export interface ImportOptions {
  /** Undefined: only the district is made. */
  file?: string
  /** Undefined: guessed. */
  kind?: ImportKind
  district?: string
  /** Name of the district, when it is to be made. */
  name?: string
  nameEn?: string
  membersOf?: string
  /** How the file is to be opened. */
  choices: FileChoices
  /** Changes to what was guessed. */
  changes: Partial<ImportSettings>
  mapping: Record<string, string>
  categories: Record<string, string>
  /** Answers to questions that the file raises, by the question's key. */
  answers: Record<string, string>
  /** The plan that imported grids become. */
  plan: GridsPlan
  yes: boolean
  refused?: string
  url?: string
  email?: string
  password?: string
  /** Flags for the host, when one has to be started. */
  hostArguments: string[]
}

export const importHelp = `npm run import -- [KIND] FILE --district CODE [flags]
npm run import -- district --code CODE --name NAME [--name-en NAME] [--members-of CODE]

KIND is ${importKinds.join(', ')}; guessed where it is left out.

  --district CODE          six digits; with --name NAME it is made when it is not there yet
  --map FIELD=COLUMN       take a field from a column (again for others; FIELD= for none)
  --layer NAME             layer or sheet of a file that has several
  --coordinates SYSTEM     ${coordinateSystems.join(', ')}, EPSG:4547 and the like; yx:SYSTEM where the latitude comes first
  --encoding NAME          of a text file: ${encodings.join(', ')} (GBK, CP949, Latin-1 … are known too)
  --delimiter NAME         of a text file: ${Object.keys(delimiters).join(', ')}, or the character
  --header-line N          line on which the names of the columns stand; 0 where there are none
  --level LEVEL            district, street or community: of areas whose code does not tell
  --areas-from STREET,COMMUNITY   columns from which streets and communities are made where there are none
  --no-derive              make no areas
  --barrier-classes LIST   motorway,trunk,primary,secondary,tertiary,rail,river,canal,wall
  --category WORD=CODE     category of the requests with this word (again for others)
  --other-categories CODE  category of all requests whose word has none, such as 13
  --add-units              rows of one building are parts of it: add up their households
  --estimate               estimate households where nobody counted them; they stay marked as estimates
  --estimate-rule RULE     how, as ${estimateRuleText(defaultEstimate)}
  --utc-offset=-05:00      zone of times that state none, or America/New_York (else that of the district)
  --answer "QUESTION=ANSWER"   answer what is unclear about the file (again for others); the questions say how
  --in-force-from DATE     of grids that exist already: since when, such as 2020-01-01 (else today)
  --plan-name NAME         and what their plan is called (else the file's name)
  --refused FILE.csv       save the refused rows
  --yes                    write without asking
  --url URL --email ADDRESS --password WORD   import through a running host or Supabase
  --data DIR               the data folder, as for npm start; a new one is made without the demo`

const flags = {
  district: { type: 'string' },
  code: { type: 'string' },
  name: { type: 'string' },
  'name-en': { type: 'string' },
  'members-of': { type: 'string' },
  map: { type: 'string', multiple: true },
  layer: { type: 'string' },
  coordinates: { type: 'string' },
  level: { type: 'string' },
  'areas-from': { type: 'string' },
  'no-derive': { type: 'boolean' },
  'barrier-classes': { type: 'string' },
  category: { type: 'string', multiple: true },
  'utc-offset': { type: 'string' },
  answer: { type: 'string', multiple: true },
  encoding: { type: 'string' },
  delimiter: { type: 'string' },
  'header-line': { type: 'string' },
  'other-categories': { type: 'string' },
  'add-units': { type: 'boolean' },
  estimate: { type: 'boolean' },
  'estimate-rule': { type: 'string' },
  'in-force-from': { type: 'string' },
  'plan-name': { type: 'string' },
  refused: { type: 'string' },
  yes: { type: 'boolean', short: 'y' },
  url: { type: 'string' },
  email: { type: 'string' },
  password: { type: 'string' },
  data: { type: 'string' },
  'no-demo': { type: 'boolean' },
} as const

type Values = ReturnType<typeof parseFlags>['values']

/** Reads the command line. Throws a Refusal that names what it cannot read. */
export function readImportOptions(argv: string[], environment: NodeJS.ProcessEnv): ImportOptions {
  const { values, positionals } = parseFlags(argv)
  const [first, ...rest] = positionals
  if (first === undefined) throw new Refusal(`Say which file to import.\n\n${importHelp}`)
  const isDistrict = first === 'district'
  const kind = importKinds.find((one) => one === first)
  const answers = readAnswers(values, kind)
  const files = (kind ?? isDistrict) ? rest : positionals
  if (files.length !== (isDistrict ? 0 : 1))
    throw new Refusal(
      isDistrict ? 'A district has no file: give --code and --name.' : 'Give one file at a time.',
    )
  return {
    file: files[0],
    // It decides which columns are looked for, so its answer counts before all others.
    kind: answers.kind === undefined ? undefined : checkedKind(answers.kind),
    district: checkedCode(values.district ?? values.code),
    name: values.name,
    nameEn: values['name-en'],
    membersOf: values['members-of'],
    choices: readChoices(values),
    changes: readChanges(values),
    mapping: { ...readAreasFrom(values['areas-from']), ...readPairs('map', values.map) },
    categories: readPairs('category', values.category),
    answers,
    plan: readGridsPlan(values),
    yes: values.yes ?? false,
    refused: values.refused,
    url: values.url ?? environment.GRIDWARD_URL,
    email: values.email ?? environment.GRIDWARD_EMAIL,
    password: values.password ?? environment.GRIDWARD_PASSWORD,
    hostArguments: ['--no-demo', ...(values.data ? ['--data', values.data] : [])],
  }
}

function parseFlags(argv: string[]) {
  try {
    return parseArgs({ args: argv, options: flags, allowPositionals: true })
  } catch (thrown) {
    if (
      thrown instanceof Error &&
      isSystemError(thrown, 'ERR_PARSE_ARGS_UNKNOWN_OPTION', 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE')
    )
      throw new Refusal(`${thrown.message}.`)
    throw thrown
  }
}

function readGridsPlan(values: Values): GridsPlan {
  const from = values['in-force-from']
  if (from !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(from))
    throw new Refusal(`--in-force-from takes a date such as 2020-01-01, not "${from}".`)
  return { ...(from && { from }), ...(values['plan-name'] && { name: values['plan-name'] }) }
}

function readChanges(values: Values): Partial<ImportSettings> {
  return {
    ...(values.coordinates && { coordinates: checkedSystem(values.coordinates) }),
    ...(values.level && {
      level: oneOf('level', values.level, ['district', 'street', 'community'] as const),
    }),
    ...(values['barrier-classes'] && { barrierClasses: values['barrier-classes'].split(',') }),
    ...(values['utc-offset'] && { utcOffset: checkedZone(values['utc-offset']) }),
    ...(values['other-categories'] && { otherCategory: checkedCategory(values['other-categories']) }),
    ...(values['add-units'] && { addsUnits: true }),
    ...((values.estimate ?? values['estimate-rule']) !== undefined && {
      estimate: checkedRule(values['estimate-rule'] ?? ''),
    }),
    ...(values['no-derive'] && { deriveAreas: false }),
    ...(values['areas-from'] && { deriveAreas: true }),
  }
}

/** A flag that says what a question would ask answers it. */
function readAnswers(values: Values, kind: ImportKind | undefined): Record<string, string> {
  const columns = Object.entries({ ...readAreasFrom(values['areas-from']), ...readPairs('map', values.map) })
  return {
    ...(kind && { kind }),
    ...Object.fromEntries(columns.map(([field, column]) => [`column:${field}`, column])),
    ...(values.coordinates && { coordinates: checkedSystem(values.coordinates) }),
    ...(values['utc-offset'] && { 'time-zone': checkedZone(values['utc-offset']) }),
    ...checkedAnswers(readPairs('answer', values.answer)),
  }
}

function checkedKind(said: string): ImportKind {
  const kind = importKinds.find((one) => one === said)
  if (!kind) throw new Refusal(`A file is one of ${importKinds.join(', ')}, not "${said}".`)
  return kind
}

function checkedAnswers(answers: Record<string, string>): Record<string, string> {
  for (const key of Object.keys(answers))
    if (!questionCodes.some((code) => key === code || key.startsWith(`${code}:`)))
      throw new Refusal(`Nothing asks "${key}": --answer answers what the import asks, as it says it.`)
  return answers
}

/** How the file is to be opened, where that is not to be guessed. */
function readChoices(values: Values): FileChoices {
  const { layer, encoding, delimiter, 'header-line': line } = values
  const said = encoding === undefined ? undefined : encodingNamed(encoding)
  if (encoding !== undefined && !said)
    throw new Refusal(`--encoding is one of ${encodings.join(', ')}, not "${encoding}".`)
  const parted = delimiter === undefined ? undefined : delimiterNamed(delimiter)
  if (delimiter !== undefined && !parted)
    throw new Refusal(`--delimiter is one of ${Object.keys(delimiters).join(', ')}, not "${delimiter}".`)
  if (line !== undefined && !/^\d{1,4}$/.test(line))
    throw new Refusal(`--header-line is the number of a line, not "${line}".`)
  return {
    ...(layer !== undefined && { layer }),
    ...(said && { encoding: said }),
    ...(parted && { delimiter: parted }),
    ...(line !== undefined && { headerLine: Number(line) }),
  }
}

function checkedCategory(code: string): string {
  if (!/^\d{2}(\d{2})?$/.test(code))
    throw new Refusal(`--other-categories is a code of two or four digits, not "${code}".`)
  return code
}

function checkedRule(text: string): EstimateRule {
  const rule = readEstimateRule(text)
  if (!rule)
    throw new Refusal(
      `--estimate-rule is written as ${estimateRuleText(defaultEstimate)}, with numbers that can be, not "${text}".`,
    )
  return rule
}

function checkedSystem(value: string): string {
  const plain = value.replace(/^yx:/, '')
  const system = /^(epsg:)?\d+$/i.test(plain) ? `EPSG:${plain.replace(/^epsg:/i, '')}` : plain
  if (!isReadable(system))
    throw new Refusal(
      `--coordinates is one of ${coordinateSystems.join(', ')} or an EPSG number that is read, such as EPSG:4547, not "${value}".`,
    )
  return value.startsWith('yx:') ? `yx:${system}` : system
}

function oneOf<T extends string>(flag: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === value)
  if (!found) throw new Refusal(`--${flag} is one of ${allowed.join(', ')}, not "${value}".`)
  return found
}

function readPairs(flag: string, pairs: string[] = []): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.lastIndexOf('=')
      if (at < 1) throw new Refusal(`--${flag} is written NAME=VALUE, not "${pair}".`)
      return [pair.slice(0, at), pair.slice(at + 1)]
    }),
  )
}

function readAreasFrom(value: string | undefined): Record<string, string> {
  if (!value) return {}
  const columns = value.split(',')
  if (columns.length > 2) throw new Refusal('--areas-from names one or two columns: STREET,COMMUNITY.')
  return columns.length === 1 ? { community: columns[0] } : { street: columns[0], community: columns[1] }
}

function checkedCode(code: string | undefined): string | undefined {
  if (code !== undefined && !/^\d{6}$/.test(code))
    throw new Refusal(`A district code has six digits; "${code}" has not.`)
  return code
}

function checkedZone(zone: string): string {
  if (!isZone(zone) || /^[+-](?!\d{2}:\d{2}$)/.test(zone))
    throw new Refusal(`--utc-offset is written +08:00 or America/New_York, not "${zone}".`)
  return zone
}
