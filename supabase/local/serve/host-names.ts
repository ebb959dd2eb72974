import { isIP } from 'node:net'

/** Tells whether an address to listen on is reached from this machine only. */
export function isLoopback(host: string): boolean {
  const name = bare(host)
  return name === 'localhost' || name === '::1' || (isIP(name) === 4 && name.startsWith('127.'))
}

/**
 * Returns a test of a request's `Host`. A page of elsewhere can have its own name point to this machine (DNS rebinding)
 * and would then be of the same origin: so a host on loopback answers to the names of loopback and to `names`, and to
 * nothing else. One that listens on other addresses answers to any name, unless names are given: then to those and to
 * addresses in numbers, which no such page can have.
 */
export function answersTo(listensOn: string, names: readonly string[]): (host: string) => boolean {
  const given = new Set(names.map(bare))
  const onLoopback = isLoopback(listensOn)
  if (!onLoopback && given.size === 0) return () => true
  return (host) => {
    const name = bare(withoutPort(host))
    return given.has(name) || isLoopback(name) || (!onLoopback && isIP(name) !== 0)
  }
}

/** A name in small letters, without the brackets of IPv6 and the dot of a complete name. */
function bare(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '')
}

function withoutPort(host: string): string {
  return host.replace(/:\d*$/, (port) => (isIP(host) === 6 ? port : ''))
}
