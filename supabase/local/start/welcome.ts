import { demoAccounts } from '../accounts/accounts'
import type { Host } from './host'

/** Returns what the terminal shows once the host answers: the address and, in a demo, who can sign in. */
export function welcome({ demo, backend }: Host, address: string): string {
  const { postgres, postgis } = backend.facts
  const lines = [
    '',
    `  Gridward 格治   ${address}`,
    `  ${backend.database.kind}, PostgreSQL ${postgres}, PostGIS ${postgis}`,
  ]
  if (demo) {
    lines.push('', '  Demo accounts 演示账号')
    for (const { email, password } of demoAccounts) lines.push(`    ${email.padEnd(30)} ${password}`)
  }
  return [...lines, ''].join('\n')
}
