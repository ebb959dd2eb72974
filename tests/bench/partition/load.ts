import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type Instance, readInstance } from '../../../geo/index'

/** Folder of the shared instances, beside the repository; `BENCH_FOLDER` names another. */
export const folder = resolve(process.env.BENCH_FOLDER ?? '../shared/bench/partition')

/** One line of another program's results. */
export interface Anchor {
  method: string
  instance: string
  seconds: number
  shareWithin10: number
  noncontiguousParts: number
  partsCrossingCommunity: number
  splitCompoundShare: number
  meanPolsbyPopper: number
  meanInertiaCompactness: number
}

/** Reads an instance file. Throws if it is not one. */
export function loadInstance(path: string): Instance {
  const instance = readInstance(JSON.parse(readFileSync(path, 'utf8')))
  if ('code' in instance) throw new Error(`${path}: ${instance.code} at ${instance.at}`)
  return instance
}

/** The results of other programs on an instance. */
export function loadAnchors(instance: string): Anchor[] {
  return readFileSync(join(folder, 'anchors.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Anchor)
    .filter((anchor) => anchor.instance === `${instance}.json`)
}

/** Makes the city of a million households with the shared generator (once), or nothing where Python has no SciPy. */
export function millionCity(): Instance | undefined {
  const path = join(tmpdir(), 'gridward-city-1000000-3.json')
  try {
    if (!existsSync(path))
      execFileSync('/usr/bin/python3', [join(folder, 'generate.py'), 'city', '1000000', '3', path], {
        stdio: 'ignore',
      })
  } catch {
    return undefined
  }
  return loadInstance(path)
}
