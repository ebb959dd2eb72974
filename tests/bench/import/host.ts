/**
 * A host in a process of its own, over PostgreSQL where DATABASE_URL says so, else over PGlite. Runs the SQL in SEED first.
 * Tells its parent where it is, its service key, and a token of the city's staff.
 */
import { sign } from 'hono/jwt'
import { openHost } from '../../../supabase/local/start/host'
import { createHandler, listen } from '../../../supabase/local/serve/server'

const [folder] = process.argv.slice(2)
const databaseUrl = process.env.DATABASE_URL
const host = await openHost({ folder, host: '127.0.0.1', port: 0, demo: false, databaseUrl }, () => undefined)
const { database } = host.backend
if (process.env.SEED) await database.exec(process.env.SEED)
const [{ staff }] = await database.query<{ staff: string }>(`select md5('bench')::uuid::text as staff`)
const claims = { sub: staff, role: 'authenticated', exp: Math.floor(Date.now() / 1000) + 3600 }
const { address } = await listen(createHandler(host), '127.0.0.1', 0)
await host.announce(address)
process.send?.({
  address,
  serviceKey: host.keys.serviceKey,
  anonKey: host.keys.anonKey,
  staffToken: await sign(claims, host.keys.jwtSecret, 'HS256'),
})
