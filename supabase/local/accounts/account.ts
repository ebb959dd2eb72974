import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import { MEMBER_ROLES, type MemberRole, RIGHTS } from '../../../src/lib/rights'
import type { Client } from '../../../src/lib/supabase'
import { openDataFolder } from '../connection'
import { asksForHelp } from '../options'
import { reasonOf, Refusal } from '../refusal'

/** Whoever handles cases for a department is invited on the page, where its departments are. */
const roles = MEMBER_ROLES.filter((role) => !RIGHTS[role].isOfDepartment)

const usage = `npm run account -- EMAIL --role ROLE --area CODE [--password WORD] [--data DIR]
Makes an account, or finds the one with this address, and gives it a role in the area with this code and below.
Roles: ${roles.join(', ')}. Without a password one is made up and shown.`

interface AccountOptions {
  email: string
  role: MemberRole
  area: string
  password?: string
  hostArguments: string[]
}

/** Runs `account …`. Works while the host is running and while it is not. */
export async function account(argv: string[]): Promise<void> {
  if (asksForHelp(argv)) return console.log(usage)
  const options = readAccountOptions(argv)
  const { client, close } = await openDataFolder(options)
  try {
    const area = await findArea(client, options.area)
    const { id, password, found } = await findOrMake(client, options)
    await grant(client, id, options.role, area.id)
    if (found) console.log(found)
    console.log(`${options.email} is ${options.role} in ${area.name} (${options.area}).`)
    if (password) console.log(`Password: ${password}`)
  } finally {
    await close()
  }
}

/** Reads the flags. Throws a Refusal that shows the usage. */
export function readAccountOptions(argv: string[]): AccountOptions {
  const { values, positionals } = parse(argv)
  const { role = '', area, password, data } = values
  if (positionals.length !== 1 || !area) throw new Refusal(usage)
  const known = roles.find((each) => each === role)
  if (!known) throw new Refusal(`There is no role "${role}". The roles are: ${roles.join(', ')}.`)
  const hostArguments = ['--no-demo', ...(data ? ['--data', data] : [])]
  return { email: positionals[0].toLowerCase(), role: known, area, password, hostArguments }
}

function parse(argv: string[]) {
  const flag = { type: 'string' } as const
  try {
    const options = { role: flag, area: flag, password: flag, data: flag }
    return parseArgs({ args: argv, allowPositionals: true, options })
  } catch (thrown) {
    throw new Refusal(`${reasonOf(thrown)}.\n${usage}`)
  }
}

async function findArea(client: Client, code: string): Promise<{ id: number; name: string }> {
  const { data, error } = await client.from('areas').select('id, name').eq('code', code).maybeSingle()
  if (error) throw new Refusal(`The areas cannot be read: ${error.message}.`)
  if (!data) throw new Refusal(`There is no area with the code ${code}. Areas come with npm run import.`)
  return data
}

/** Returns the account's id, the password of one that was made with a made-up one, and a sentence about one that was there. */
async function findOrMake(
  client: Client,
  { email, password }: AccountOptions,
): Promise<{ id: string; password?: string; found?: string }> {
  const madeUp = password === undefined ? randomBytes(9).toString('base64url') : undefined
  const made = await client.auth.admin.createUser({
    email,
    password: password ?? madeUp,
    email_confirm: true,
  })
  if (made.data.user) return { id: made.data.user.id, password: madeUp }
  if (made.error?.code !== 'email_exists') throw new Refusal(`${made.error?.message}`)
  const state = password !== undefined ? 'changed, and its sessions have ended' : 'unchanged'
  return {
    id: await changeExisting(client, email, password),
    found: `The account ${email} was there already; its password is ${state}.`,
  }
}

async function changeExisting(client: Client, email: string, password?: string): Promise<string> {
  const { data, error } = await client.auth.admin.listUsers()
  const id = data.users.find((user) => user.email === email)?.id
  if (!id) throw new Refusal(`The account ${email} cannot be read: ${error?.message ?? 'it is not listed'}.`)
  if (password !== undefined) {
    const changed = await client.auth.admin.updateUserById(id, { password })
    if (changed.error) throw new Refusal(changed.error.message)
  }
  return id
}

async function grant(client: Client, user: string, role: MemberRole, area: number): Promise<void> {
  const membership = { user_id: user, role, area_id: area, until: null }
  const { error } = await client.from('memberships').upsert(membership)
  if (error) throw new Refusal(`The role cannot be given: ${error.message}.`)
}
