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
