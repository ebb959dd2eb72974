import { join } from 'node:path'
import { asksForHelp, hostHelp, readHostOptions } from '../options'
import { buildApplication } from '../serve/build'
import { servePages } from '../serve/pages'
import { checkAddress, createHandler, listen } from '../serve/server'
import { openHost } from './host'
import { projectRoot, untilSignal } from './process'
import { welcome } from './welcome'

/** Builds the application, opens the database, serves both at one address, and returns after SIGINT or SIGTERM. */
export async function start(argv: string[]): Promise<void> {
  if (asksForHelp(argv)) return console.log(`npm start -- [flags]\n\n${hostHelp}`)
  const options = readHostOptions(argv, process.env)
  await checkAddress(options.host, options.port)
  const building = buildApplication(projectRoot)
  building.catch(() => undefined)
  const host = await openHost(options, console.log)
  const stopped = untilSignal()
  try {
    await building
    const handler = createHandler(host, servePages(join(projectRoot, 'dist')))
    const listening = await listen(handler, options.host, options.port)
    await host.announce(listening.address)
    console.log(welcome(host, listening.address))
    await stopped
    await listening.close()
  } finally {
    await host.close()
  }
}
