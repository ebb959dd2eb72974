import type { Backend } from '../_shared/backend.ts'
import { FunctionFailure } from '../_shared/failure.ts'
import { type Content, defineFunction, textOf } from '../_shared/serve.ts'

/** An invitation as the database tells it. */
interface Invitation {
  id: number
  name: string
  signIn: string
  address: string
  /** Set where the code is for another password of an account that is there. */
  userId: string | null
  district: string
}

const limits = {
  mostBytes: 4_096,
  withinMs: 20_000,
  // A hundred people in one room look at their invitation and take it.
  rate: { most: 300, withinSeconds: 600 },
  refusals: { most: 30, withinSeconds: 600 },
}

/**
 * The way in for whoever was invited: `{ code }` tells whose invitation it is, `{ code, password }` takes it: makes the
 * account, or gives it another password. A code works once. Raises code-unknown, code-used, code-expired, weak-password,
 * sign-in-taken.
 */
export const join = defineFunction('join', limits, async (content, backend, undoing) => {
  const code = textOf(content, 'code', 60)
  if (content.password === undefined) return shown(await backend.rpc('invitation_for', { code }))
  const password = checkedPassword(content)
  const invitation = await backend.rpc<Invitation>('invitation_for', { code, claims: true })
  try {
    await take(backend, undoing, invitation, password)
  } catch (thrown) {
    await undoing().rpc('finish_invitation', { invitation: invitation.id, person: null })
    throw thrown
  }
  return shown(invitation)
})

async function take(
  backend: Backend,
  undoing: () => Backend,
  { id, userId, address }: Invitation,
  password: string,
): Promise<void> {
  if (userId !== null) {
    await backend.setPassword(userId, password)
    await backend.rpc('finish_invitation', { invitation: id, person: userId })
    return
  }
  const made = await backend.createUser(address, password)
  try {
    await backend.rpc('finish_invitation', { invitation: id, person: made })
  } catch (thrown) {
    await undoing().removeUser(made)
    throw thrown
  }
}

function checkedPassword(content: Content): string {
  const password = textOf(content, 'password', 300)
  const bytes = new TextEncoder().encode(password).length
  if ([...password].length < 8 || bytes > 72 || password.trim() === '' || password.includes('\0'))
    throw new FunctionFailure('weak-password', 422)
  return password
}

function shown({ name, signIn, address, userId, district }: Invitation) {
  return { name, signIn, address, isReset: userId !== null, district }
}
