import { writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { createInterface } from 'node:readline/promises'
import {
  cancelImport,
  commitImport,
  countReplaced,
  createDistrict,
  listRefused,
  listTargets,
  prepareImport,
  readTarget,
  removeDistrict,
  setImportPlan,
  type ImportSummary,
} from '../../../src/data/imports/imports'
import { readSurroundings } from '../../../src/data/imports/import-surroundings'
import { DataError } from '../../../src/lib/errors'
import { fieldsOf } from '../../../src/import/kinds/columns'
import type { Target } from '../../../src/import/rows/derive'
import { refusedChoice } from '../../../src/import/guesses/guess'
import { ImportJob } from '../../../src/import/job'
import { acrossQuestion, replaceQuestion, withAnswer } from '../../../src/import/questions/answers'
import { refusedCsv } from '../../../src/import/report/report'
import { words } from '../../../src/import/values/text'
import type { ImportSettings } from '../../../src/import/types'
import type { Client } from '../../../src/lib/supabase'
import { asksForHelp } from '../options'
import { Refusal } from '../refusal'
import { openConnection, type Connected } from '../connection'
import { readInput, resources } from './file'
import { importHelp, readImportOptions, type ImportOptions } from './options'
import { asked, summed, understood, written } from './print'
import { replacedWords } from './replaced'
import { failureWords, reasonWords, topicWords } from './words'

/**
 * Runs `import …`: reads a file, shows what it understood, asks, writes. Returns 0, or 1 when the person said no or every row was
 * refused.
 */
export async function importFile(argv: string[]): Promise<number> {
  if (asksForHelp(argv)) return print(importHelp)
  const options = readImportOptions(argv, process.env)
  const input = options.file === undefined ? undefined : await readInput(options.file)
  const connected = await openConnection({ ...options, mayCreate: true })
  try {
    const { target, isNew } = await findTarget(connected, options)
    if (!input) return print(`District ${target.code} ${target.name} is there.`)
    const { client } = connected
    const withdraw = async () => void (isNew && (await removeDistrict(client, target.code)))
    return await importInput(client, target, input, options, withdraw)
  } catch (failure) {
    if (failure instanceof DataError) throw new Refusal(failureWords(failure))
    throw failure
  } finally {
    await connected.close()
  }
}

function print(text: string): number {
  console.log(text)
  return 0
}

type Input = Awaited<ReturnType<typeof readInput>>

const demoDistrict = '999901'

/** The named district, made when a name is given and it is not there; without a code the only one there is. */
async function findTarget(
  { client, demo }: Connected,
  options: ImportOptions,
): Promise<{ target: Target; isNew: boolean }> {
  const districts = await listTargets(client)
  const code = options.district ?? (districts.length === 1 ? districts[0].code : undefined)
  if (!code)
    throw new Refusal(
      `Say into which district with --district: ${districts.map((one) => `${one.code} ${one.name}`).join(', ') || 'there is none yet'}.`,
    )
  const isNew = !districts.some((one) => one.code === code)
  if (isNew) {
    if (!options.name)
      throw new Refusal(
        `There is no district ${code}, or you may not import into it. With --name NAME it is made.`,
      )
    const membersOf = options.membersOf ?? (demo ? demoDistrict : undefined)
    await createDistrict(client, { code, name: options.name, nameEn: options.nameEn, membersOf })
  }
  return { target: (await readTarget(client, code))!, isNew }
}

/**
 * A file is checked inside its district, so a new district has to be there before anybody is asked; `withdraw` takes it
 * back when nothing is written.
 */
async function importInput(
  client: Client,
  target: Target,
  input: Input,
  options: ImportOptions,
  withdraw: () => Promise<void>,
): Promise<number> {
  const proposed = await propose(client, target, input, options).catch(async (failure: unknown) => {
    await withdraw().catch(() => undefined)
    throw failure
  })
  const { read, accepted } = proposed.summary
  const isRefused = read > 0 && accepted === 0
  if (!isRefused && countReplaced(proposed.summary) > 0 && !(await mayReplace(proposed, options))) {
    await cancelImport(client, proposed.id)
    await withdraw()
    throw new Refusal(asked([replaceQuestion(proposed.settings, replacedWords(proposed.summary))]))
  }
  const across = proposed.summary.grids?.across ?? 0
  if (!isRefused && across > 0 && options.answers['across-barriers'] !== 'take') {
    await cancelImport(client, proposed.id)
    await withdraw()
    throw new Refusal(asked([acrossQuestion(proposed.summary.grids!.acrossNames.join(', '))]))
  }
  if (isRefused || (!options.yes && !(await ask(`Write this into ${target.code} ${target.name}? [y/N] `)))) {
    await cancelImport(client, proposed.id)
    await withdraw()
    console.log(isRefused ? 'Nothing was written: every row was refused.' : 'Nothing was written.')
    return 1
  }
  if (proposed.summary.grids) await setImportPlan(client, proposed.id, options.plan)
  const startedAt = Date.now()
  await stoppable((signal) => commitImport(client, proposed.id, showProgress('Writing'), signal)).catch(
    async (failure: unknown) => {
      await withdraw().catch(() => undefined)
      throw failure
    },
  )
  return print(written(proposed.summary, Date.now() - startedAt))
}

/** What is here is never replaced unasked: somebody at the terminal agrees, or the answer was given; `--yes` is none. */
async function mayReplace({ summary }: Proposed, { answers, yes }: ImportOptions): Promise<boolean> {
  if (answers.replace === 'replace') return true
  if (yes || !process.stdin.isTTY) return false
  return ask(`Replace what is here (${replacedWords(summary)})? [y/N] `)
}

/** Runs work that Ctrl-C breaks off between two steps; what it had done by then is taken back. Throws a Refusal that says so. */
async function stoppable<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stopping = new AbortController()
  const stop = () => stopping.abort()
  process.once('SIGINT', stop)
  try {
    return await work(stopping.signal)
  } catch (failure) {
    if (stopping.signal.aborted) throw new Refusal('Stopped. Nothing was written.')
    throw failure
  } finally {
    process.off('SIGINT', stop)
  }
}

/** Stages and checks a file and prints what would become of it. Throws a Refusal that says what has to be answered first. */
async function propose(
  client: Client,
  target: Target,
  input: Input,
  options: ImportOptions,
): Promise<Proposed> {
  const job = new ImportJob(resources)
  const choices = { ...options.choices, parts: input.parts }
  const file = await job.open(input.blob, basename(options.file!), choices)
  const { map: _map, ...surroundings } = await readSurroundings(client, target.code)
  job.surround(surroundings)
  const settings = await settle(job, target, options, file.columns)
  console.log(understood(file, settings, job.dropped(settings.kind), job.system(settings)))
  const unclear = job.questions(settings)
  if (unclear.length > 0) throw new Refusal(asked(unclear))
  const facts = await job.read(settings, target, showProgress('Reading'))
  const { kind, districtCode } = settings
  const staged = { districtCode, kind, fileName: file.fileName, total: facts.staged }
  const steps = { stage: showProgress('Sending'), check: showProgress('Checking') }
  const prepared = await stoppable((signal) =>
    prepareImport(
      client,
      staged,
      (from) => job.chunk(from),
      (step, share) => steps[step](share),
      signal,
    ),
  )
  console.log(`\n${summed(prepared.summary, facts)}`)
  if (options.refused) await saveRefused(client, job, prepared.id, settings, options.refused)
  return { ...prepared, settings }
}

/** A file that was staged and checked. */
interface Proposed {
  id: number
  summary: ImportSummary
  settings: ImportSettings
}

async function settle(
  job: ImportJob,
  target: Target,
  options: ImportOptions,
  columns: string[],
): Promise<ImportSettings> {
  const given = namedMapping(options.mapping, columns)
  const proposed = answered(
    { ...job.propose(target.code, options.kind), ...options.changes },
    options.answers,
  )
  const mapping = Object.fromEntries(
    Object.entries({ ...proposed.mapping, ...given }).filter(([, column]) => column !== ''),
  )
  const unknown = Object.keys(given).find(
    (field) => !fieldsOf[proposed.kind].some(({ name }) => name === field),
  )
  if (unknown !== undefined)
    throw new Refusal(
      `There is no field ${unknown} in ${proposed.kind}: ${fieldsOf[proposed.kind].map(({ name }) => name).join(', ')}.`,
    )
  const refused = refusedChoice(job.dropped(proposed.kind), mapping)
  if (refused)
    throw new Refusal(
      `The column ${refused.column} is refused (${topicWords(refused.topic)}): it cannot be taken for ${refused.field}.`,
    )
  const column = proposed.kind === 'incidents' ? mapping.category : undefined
  if (!column) return { ...proposed, mapping }
  const { words, proposed: guessed } = await job.categories(column)
  const categories = { ...guessed, ...options.categories }
  const rows = words.map(([word, count]) => `  ${(categories[word] ?? '–').padEnd(5)} ${word} (${count})`)
  console.log(`Categories of ${column}; change one with --category "WORD=CODE":\n${rows.join('\n')}`)
  return { ...proposed, mapping, categories }
}

/** Columns as the file writes them; the blanks of a name may be left out. */
function namedMapping(mapping: Record<string, string>, columns: string[]): Record<string, string> {
  const named = (wanted: string) => {
    if (wanted === '' || wanted === '@id' || columns.includes(wanted)) return wanted
    const found = columns.filter((column) => words(column) === words(wanted))
    if (found.length === 1) return found[0]
    throw new Refusal(`The file has no column "${wanted}". It has: ${columns.join(', ')}.`)
  }
  return Object.fromEntries(Object.entries(mapping).map(([field, column]) => [field, named(column)]))
}

function answered(settings: ImportSettings, answers: Record<string, string>): ImportSettings {
  return Object.entries(answers).reduce((all, [key, value]) => withAnswer(all, key, value), settings)
}

async function saveRefused(
  client: Client,
  job: ImportJob,
  id: number,
  { kind }: ImportSettings,
  path: string,
): Promise<void> {
  const rows = await listRefused(client, id)
  const lines = rows.map(({ line }) => line)
  await writeFile(path, refusedCsv(rows, reasonWords, await job.cellsOf(lines, kind)))
  console.log(`The ${lines.length} refused rows are in ${path}.`)
}

/** Prints a line a tenth on a terminal, nothing into a file. */
function showProgress(step: string): (share: number) => void {
  let shown = -1
  return (share) => {
    const tenths = Math.floor(share * 10)
    if (!process.stdout.isTTY || tenths === shown) return
    shown = tenths
    process.stdout.write(`\r${step} … ${tenths * 10} % `)
  }
}

/** Asks at the terminal. Whoever breaks off (Ctrl-C, Ctrl-D) has said no. */
async function ask(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) {
    console.log('There is nobody to ask: give --yes to write.')
    return false
  }
  const reader = createInterface({ input: process.stdin, output: process.stdout })
  const closed = new Promise<string>((resolve) => reader.once('close', () => resolve('')))
  try {
    return /^y(es)?$/i.test((await Promise.race([reader.question(question), closed])).trim())
  } finally {
    reader.close()
  }
}
