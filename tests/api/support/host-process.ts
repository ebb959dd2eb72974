import { openHost } from '../../../supabase/local/start/host'
import { createHandler, listen } from '../../../supabase/local/serve/server'

/** What a host in a process of its own tells its parent once it answers. */
export interface HostMessage {
  address: string
  serviceKey: string
  anonKey: string
}

const [folder] = process.argv.slice(2)
const host = await openHost({ folder, host: '127.0.0.1', port: 0, demo: false }, () => undefined)
const { address } = await listen(createHandler(host), '127.0.0.1', 0)
await host.announce(address)
const message: HostMessage = {
  address,
  serviceKey: host.keys.serviceKey,
  anonKey: host.keys.anonKey,
}
process.send?.(message)
