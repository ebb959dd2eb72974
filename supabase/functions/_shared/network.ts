/**
 * Returns the address that a call came from. What stands first in `X-Forwarded-For` was written by the caller, who would count
 * as somebody else with each call: proxies add theirs behind it. Before Supabase's own servers stands Cloudflare, which
 * overwrites `CF-Connecting-IP`; elsewhere anybody may send that.
 */
export function callerOf(headers: Headers, url: string): string {
  const isSupabase = URL.canParse(url) && /\.supabase\.(co|in)$/.test(new URL(url).hostname)
  const told = isSupabase ? headers.get('cf-connecting-ip') : null
  return told?.trim() || headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() || 'unknown'
}

/** Returns what attempts are counted by: one caller has a whole /64 of IPv6 addresses to choose from; IPv4 comes one by one, also when written as IPv6. */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').split('%')[0]
  if (!plain.includes(':')) return plain
  const [head, tail] = plain.split('::')
  const first = head === '' ? [] : head.split(':')
  const last = tail ? tail.split(':') : []
  const filled = tail === undefined ? first : [...first, ...zeros(8 - first.length - last.length), ...last]
  return filled
    .slice(0, 4)
    .map((group) => parseInt(group, 16).toString(16))
    .join(':')
}

function zeros(length: number): string[] {
  return Array.from({ length: Math.max(length, 0) }, () => '0')
}
