import { createHandler, listen } from '../../../supabase/local/serve/server'
import { openHost } from '../../../supabase/local/start/host'

/** What a host under load tells once it answers. */
export interface HostReady {
  address: string
  anonKey: string
}

const [folder, databaseUrl] = process.argv.slice(2)
const options = { folder, host: '127.0.0.1', port: 0, demo: true, databaseUrl: databaseUrl || undefined }
const host = await openHost(options, () => undefined)
const { address, close } = await listen(createHandler(host), '127.0.0.1', 0)
const ready: HostReady = { address, anonKey: host.keys.anonKey }
process.send?.(ready)
process.once(
  'message',
  () =>
    void close()
      .then(() => host.close())
      .then(() => process.disconnect()),
)
