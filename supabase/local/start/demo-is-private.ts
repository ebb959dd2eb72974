import type { Database } from '../database/types'
import { holdsDemo } from '../demo/index'
import type { HostOptions } from '../options'
import { Refusal } from '../refusal'
import { isLoopback } from '../serve/host-names'

/**
 * Throws a Refusal where other machines could reach a demo, whose accounts and passwords stand on its sign-in page and in
 * the README, unless the flags say that this is meant.
 */
export async function checkDemoIsPrivate(
  database: Database,
  { host, names = [], behindProxy, publicDemo, demo }: HostOptions,
): Promise<void> {
  const isPrivate = isLoopback(host) && names.every(isLoopback) && !behindProxy
  if (isPrivate || publicDemo || !(await holdsDemo(database, demo))) return
  throw new Refusal(
    'The demo has accounts whose password everybody knows, among them an administrator, and would be reached from other machines. Start an empty district with --no-demo in another folder (--data), or say --public-demo if that is meant.',
  )
}
