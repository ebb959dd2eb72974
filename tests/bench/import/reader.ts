export {}

/** Somebody else who reads meanwhile, in a process of its own: one small request after another, and how long each took. */
const [address, key] = process.argv.slice(2)
const headers = { apikey: key, authorization: `Bearer ${key}` }
const times: number[] = []
let isStopped = false
process.on('message', () => (isStopped = true))
process.send?.('ready')
while (!isStopped) {
  const from = performance.now()
  const response = await fetch(`${address}/rest/v1/areas?select=id,name&limit=20`, { headers })
  if (!response.ok) throw new Error(await response.text())
  await response.json()
  times.push(performance.now() - from)
  await new Promise((resolve) => setTimeout(resolve, 50))
}
process.send?.(times, () => process.exit(0))

export {}
