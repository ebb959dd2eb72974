import { openBackend, type Backend } from '../backend'
import { offerDemo } from '../demo/index'
import { checkWhole, openFolder, readKeys, type Keys } from '../folder/folder'
import { lockFolder } from '../folder/lock'
import type { HostOptions } from '../options'
import { keepPurging } from '../purge'
import { answersTo } from '../serve/host-names'
import { keepGivingUp } from '../unfinished'
import { checkDemoIsPrivate } from './demo-is-private'

/** An open data folder: locked for this process, its database up to date. */
export interface Host {
  backend: Backend
  keys: Keys
  /** The database holds the demo district and its accounts. */
  demo: boolean
  /** Tells whether a request with this `Host` is for it. */
  answersTo(host: string): boolean
  behindProxy: boolean
  /** Notes the address at which the host answers, for a second host that is refused. */
  announce(address: string): Promise<void>
  /** Closes the database and gives the folder free. */
  close(): Promise<void>
}

/** Opens the folder and its database. Throws a Refusal for whatever the person who starts it can mend. */
export async function openHost(options: HostOptions, onProgress: (message: string) => void): Promise<Host> {
  await openFolder(options.folder)
  const lock = await lockFolder(options.folder)
  let backend: Backend | undefined
  try {
    checkWhole(options.folder)
    const keys = await readKeys(options.folder)
    onProgress('Opening the database …')
    const opened = await openBackend(options.folder, keys, options.databaseUrl)
    backend = opened
    await checkDemoIsPrivate(opened.database, options)
    const demo = await opened.database.alone(() => offerDemo(opened.database, options.demo, onProgress))
    const stopPurging = keepPurging(opened.database)
    const stopGivingUp = await keepGivingUp(opened.database)
    const close = async () => {
      stopPurging()
      stopGivingUp()
      await opened.close()
      await lock.release()
    }
    return {
      backend,
      keys,
      demo,
      answersTo: answersTo(options.host, options.names ?? []),
      behindProxy: options.behindProxy ?? false,
      announce: (address) => lock.announce(address),
      close,
    }
  } catch (thrown) {
    await backend?.close()
    await lock.release()
    throw thrown
  }
}
