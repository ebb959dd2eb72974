import { getRequestListener } from '@hono/node-server'
import type { Hono } from 'hono'
import { createServer, type Plugin } from 'vite'
import { asksForHelp, hostHelp, readHostOptions } from '../options'
import { checkAddress, createHandler } from '../serve/server'
import { openHost } from './host'
import { projectRoot, untilSignal } from './process'
import { welcome } from './welcome'

/** Serves the application from its sources with hot reload, and the API of the local host at the same address. */
export async function dev(argv: string[]): Promise<void> {
  if (asksForHelp(argv)) return console.log(`npm run dev -- [flags]\n\n${hostHelp}`)
  const options = readHostOptions(argv, process.env)
  await checkAddress(options.host, options.port)
  const host = await openHost(options, console.log)
  try {
    const vite = await createServer({
      root: projectRoot,
      server: { host: options.host, port: options.port, strictPort: true },
      plugins: [serveApi(createHandler(host))],
    })
    await vite.listen()
    // Vite's own answer to SIGTERM ends the process before the database is closed.
    process.removeAllListeners('SIGTERM')
    const stopped = untilSignal()
    const address = (vite.resolvedUrls?.local[0] ?? '').replace(/\/$/, '')
    await host.announce(address)
    console.log(welcome(host, address))
    await stopped
    await vite.close()
  } finally {
    await host.close()
  }
}

const apiPaths = /^\/(auth\/v1|rest\/v1|functions\/v1|health|env\.json)(\/|\?|$)/

/** Puts the local host in front of Vite for the addresses that are its own. */
function serveApi(handler: Hono): Plugin {
  const listener = getRequestListener(handler.fetch)
  return {
    name: 'gridward-local-host',
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        if (apiPaths.test(request.url ?? '')) void listener(request, response)
        else next()
      })
    },
  }
}
