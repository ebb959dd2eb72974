import { fork, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort } from '../../support/port'
import { prepareFolder } from '../../support/prepared-folder'
import type { SmallHostMessage } from './small-host'

/** A host of a test's own with a small district, in a process that can be killed, stopped and started again. */
export class OwnHost {
  #child: ChildProcess | null = null
  #orders = 0

  private constructor(
    readonly address: string,
    private readonly folder: string,
    private readonly port: number,
  ) {}

  static async open(): Promise<OwnHost> {
    const port = await freePort()
    const folder = await mkdtemp(join(tmpdir(), 'gridward-small-'))
    await prepareFolder(folder, 'empty')
    const host = new OwnHost(`http://127.0.0.1:${port}`, folder, port)
    await host.start()
    return host
  }

  /** Starts it on its folder and returns once it answers. */
  async start(): Promise<void> {
    const program = fileURLToPath(new URL('small-host.ts', import.meta.url))
    const child = fork(program, [this.folder, String(this.port)], {
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    this.#child = child
    let printed = ''
    child.stderr?.on('data', (chunk: Buffer) => (printed += chunk.toString()))
    await new Promise<void>((resolve, reject) => {
      child.once('message', () => resolve())
      child.once('exit', () => reject(new Error(`The host ended: ${printed}`)))
    })
  }

  /** Ends it with SIGKILL, as a power cut does. */
  async kill(): Promise<void> {
    const child = this.#child
    if (!child || child.exitCode !== null) return
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await gone
  }

  /** Lets it stand still: it takes connections and answers nothing. */
  stop(): void {
    this.#child?.kill('SIGSTOP')
  }

  goOn(): void {
    this.#child?.kill('SIGCONT')
  }

  /** Runs SQL as the owner of the database. */
  async run(sql: string): Promise<void> {
    const number = ++this.#orders
    const child = this.#child
    await new Promise<void>((resolve, reject) => {
      const hear = (message: SmallHostMessage) => {
        if (!('number' in message) || message.number !== number) return
        child?.off('message', hear)
        if (message.failure) reject(new Error(message.failure))
        else resolve()
      }
      child?.on('message', hear)
      child?.send({ number, sql })
    })
  }

  async close(): Promise<void> {
    await this.kill()
    await rm(this.folder, { recursive: true, force: true })
  }
}
