/** A host in a process of its own, over PostgreSQL where DATABASE_URL says so, else over PGlite. Tells its parent where it is. */
import { openHost } from '../../../supabase/local/start/host'
import { createHandler, listen } from '../../../supabase/local/serve/server'

const [folder] = process.argv.slice(2)
const databaseUrl = process.env.DATABASE_URL
const host = await openHost({ folder, host: '127.0.0.1', port: 0, demo: false, databaseUrl }, () => undefined)
const { address } = await listen(createHandler(host), '127.0.0.1', 0)
await host.announce(address)
process.send?.({ address, serviceKey: host.keys.serviceKey })
