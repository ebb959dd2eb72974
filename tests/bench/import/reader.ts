export {}

/**
 * Somebody else who reads meanwhile, in a process of its own: a small request every 200 ms, whether those before it were
 * answered or not, so that each moment counts alike, and how long each took.
 */
const [address, key] = process.argv.slice(2)
const headers = { apikey: key, authorization: `Bearer ${key}` }
const everyMs = 200
const open = new Set<Promise<number>>()
const times: number[] = []
let isStopped = false
process.on('message', () => (isStopped = true))

async function ask(): Promise<number> {
  const from = performance.now()
  const response = await fetch(`${address}/rest/v1/areas?select=id,name&limit=20`, { headers })
  if (!response.ok) throw new Error(await response.text())
  await response.json()
  return performance.now() - from
}

await ask()
process.send?.('ready')
while (!isStopped) {
  const asked = ask()
  open.add(asked)
  void asked.then((time) => times.push(time)).finally(() => open.delete(asked))
  await new Promise((resolve) => setTimeout(resolve, everyMs))
}
await Promise.all(open)
process.send?.(times, () => process.exit(0))
