import type { Counts, ImportSummary } from '../../../src/data/imports/imports'
import { nameOfDelimiter } from '../../../src/import/csv/delimiter'
import { fieldsOf } from '../../../src/import/kinds/columns'
import { isUncertain, type SystemProposal } from '../../../src/import/coordinates'
import type { FileFacts, ReadFacts } from '../../../src/import/job'
import type { DroppedColumn } from '../../../src/import/guesses/guess'
import type { Question } from '../../../src/import/questions/types'
import type { ImportSettings } from '../../../src/import/types'
import { replacedLines } from './replaced'
import {
  communitiesMissing,
  doubtWords,
  formatWords,
  hiddenWords,
  knownByWords,
  optionWords,
  otherThingWords,
  questionWords,
  reasonWords,
  systemName,
  topicWords,
  uncertainSystem,
} from './words'

const number = (value: number) => value.toLocaleString('en-US')

/** Returns what was understood of the file, before anything is read in full. */
export function understood(
  file: FileFacts,
  settings: ImportSettings,
  dropped: DroppedColumn[],
  system: SystemProposal,
): string {
  const facts = [
    formatWords(file.format),
    file.encoding,
    ...textWords(file),
    ...(file.layers.length > 1 ? [`layer ${file.layer} of ${file.layers.length}`] : []),
    ...(file.hasGeometry ? [geometryWords(file.geometryTypes)] : []),
    ...(file.geometryColumn ? [`shapes from the column ${file.geometryColumn}`] : []),
  ]
  const shape = facts.join(', ')
  const first = file.sample[0]?.cells ?? {}
  const used = new Set([...Object.values(settings.mapping), file.geometryColumn])
  const lines = fieldsOf[settings.kind]
    .filter(({ name }) => settings.mapping[name])
    .map(
      ({ name }) =>
        `  ${name.padEnd(15)} ← ${settings.mapping[name]!.padEnd(20)} ${shorten(first[settings.mapping[name]!] ?? '')}`,
    )
  const drops = dropped.map(({ column, topic }) => `  ${column}: refused and left out, ${topicWords(topic)}`)
  const named = new Set(dropped.map(({ column }) => column))
  const unused = file.columns.filter((column) => !used.has(column) && !named.has(column))
  return [
    `${file.fileName}: ${settings.kind} (${shape})`,
    ...systemLines(settings, system),
    ...(settings.kind === 'incidents' ? [`  times that state no zone: ${settings.utcOffset}`] : []),
    ...hiddenLines(file),
    ...lines,
    ...(unused.length > 0
      ? [`  not used: ${unused.slice(0, 12).join(', ')}${unused.length > 12 ? ' …' : ''}`]
      : []),
    ...drops,
  ].join('\n')
}

/** What whoever opens the workbook does not see, and is read. */
function hiddenLines({ hidden, layer }: FileFacts): string[] {
  if (!hidden) return []
  return [
    ...(hidden.isSheet ? [`  ${hiddenWords('sheet', layer)}`] : []),
    ...(hidden.columns.length > 0 ? [`  ${hiddenWords('columns', hidden.columns.join(', '))}`] : []),
  ]
}

function textWords({ delimiter, header }: FileFacts): string[] {
  return [
    ...(delimiter === ',' || delimiter === '' ? [] : [`parted by ${nameOfDelimiter(delimiter)}`]),
    ...(header && header.line !== 1 ? [`header in line ${header.line}`] : []),
  ]
}

/** Which system positions are taken to be in, and why: a wrong one is half a kilometre. */
function systemLines({ coordinates }: ImportSettings, { system, by, detail }: SystemProposal): string[] {
  if (coordinates === '') return []
  const how = coordinates === system ? knownByWords(by, detail) : 'as was said'
  return [
    `  coordinates: ${systemName(coordinates)}, ${how}`,
    ...(isUncertain(coordinates) ? [`  ${uncertainSystem}`] : []),
  ]
}

function geometryWords(types: Record<string, number>): string {
  return Object.entries(types)
    .map(([type, count]) => `${number(count)} ${type}`)
    .join(', ')
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text
}

/** Returns what is unclear about a file, each with what is proposed, what else may be answered, and the flag that answers it. */
export function asked(questions: Question[]): string {
  const one = (question: Question) => {
    const { detail, proposal, options, flag } = question
    const others = options.filter((option) => option !== proposal)
    const write = (option: string) => `${option || 'none'}${optionWords(question, option)}`
    return [
      `- ${questionWords(question)}${detail ? `\n    ${detail}` : ''}`,
      ...(proposal ? [`    proposed: ${write(proposal)}`] : []),
      ...(others.length > 0 ? [`    ${proposal ? 'or' : 'one of'}: ${others.map(write).join(' | ')}`] : []),
      `    answer with: ${flag}`,
    ].join('\n')
  }
  return `Nothing was written: something about the file is unclear (--yes does not answer it).\n${questions.map(one).join('\n')}`
}

/** Returns what the file came to. */
export function summed(
  summary: ImportSummary,
  facts: Pick<ReadFacts, 'derivedStreets' | 'derivedCommunities' | 'lacksCommunities'> &
    Partial<Pick<ReadFacts, 'first' | 'estimated' | 'leftOut'>>,
): string {
  const { derivedStreets, derivedCommunities, lacksCommunities, estimated, leftOut } = facts
  const made = derivedStreets + derivedCommunities
  return [
    `${number(summary.read)} read, ${number(summary.accepted)} accepted, ${number(summary.refused)} refused`,
    ...countLine('rows', summary.rows),
    ...countLine('streets', summary.streets),
    ...countLine('communities', summary.communities),
    ...countLine('districts', summary.districts),
    ...(made > 0
      ? [`  derived from the rows: ${derivedStreets} streets, ${derivedCommunities} communities`]
      : []),
    ...summary.derivedRefused.map(
      ({ reason, count, names }) =>
        `  of these refused ${number(count)}: ${reason}, ${reasonWords(reason)} (${listed(names, count)})`,
    ),
    ...(summary.households
      ? [`  ${number(summary.households)} households, ${number(summary.compounds)} compounds`]
      : []),
    ...(estimated && estimated.buildings > 0
      ? [
          `  of these ${number(estimated.households)} households in ${number(estimated.buildings)} buildings are an estimate`,
        ]
      : []),
    ...leftOutLines(leftOut ?? {}),
    ...Object.entries(summary.reasons).map(
      ([code, lines]) => `  refused ${number(lines)}: ${code}, ${reasonWords(code)}`,
    ),
    ...firstRows(facts.first ?? []),
    ...(lacksCommunities ? [`  ${communitiesMissing}`] : []),
    ...replacedLines(summary),
    ...(summary.grids && summary.grids.levels.length > 1
      ? [
          `  grids of ${summary.grids.levels.length} levels, from the highest: ${summary.grids.levels.map(number).join(' / ')}`,
        ]
      : []),
    ...(summary.grids && summary.grids.across > 0
      ? [
          `  ${number(summary.grids.across)} grids lie on both sides of a barrier that nothing crosses: ${listed(summary.grids.acrossNames, summary.grids.across)}`,
        ]
      : []),
    ...Object.entries(summary.doubts).map(
      ([code, rows]) => `  in doubt ${number(rows)}: ${code}, ${doubtWords(code)}`,
    ),
  ].join('\n')
}

function leftOutLines(leftOut: Record<string, number>): string[] {
  const things = Object.entries(leftOut).map(([sort, count]) => `${number(count)} ${otherThingWords(sort)}`)
  return things.length > 0 ? [`  left out, as was said: ${things.join(', ')}`] : []
}

const SHOWN_ROWS = 3

/** The first rows as they will be written. */
function firstRows(rows: ReadFacts['first']): string[] {
  return rows.slice(0, SHOWN_ROWS).map(({ line, source, values, position }) => {
    const told = values.map(([field, value]) => `${field} ${shorten(value)}`)
    return `  line ${line}: ${[source, ...told, ...(position ? [position] : [])].join(' · ')}`
  })
}

/** Returns the closing line of an import that was written. */
export function written({ rows, streets, communities, districts }: ImportSummary, afterMs: number): string {
  const sum = (key: keyof Counts) =>
    [rows, streets, communities, districts].reduce((total, counts) => total + counts[key], 0)
  const [made, changed, unchanged] = [sum('new'), sum('changed'), number(sum('unchanged'))]
  return made + changed === 0
    ? `Nothing had to be written: ${unchanged} unchanged.`
    : `Written in ${(afterMs / 1000).toFixed(1)} s: ${number(made)} new, ${number(changed)} changed, ${unchanged} unchanged.`
}

function listed(names: string[], count: number): string {
  return names.join(', ') + (count > names.length ? ' …' : '')
}

function countLine(name: string, counts: Counts): string[] {
  if (counts.new + counts.changed + counts.unchanged === 0) return []
  return [
    `  ${name}: ${number(counts.new)} new, ${number(counts.changed)} changed, ${number(counts.unchanged)} unchanged`,
  ]
}
