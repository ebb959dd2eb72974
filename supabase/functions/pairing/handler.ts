import { defineFunction, textOf } from '../_shared/serve.ts'

/** What the database tells of a wall that waits. */
interface Claimed {
  isGranted: boolean
  pairing?: number
}

const limits = { mostBytes: 1_024, withinMs: 20_000, rate: { most: 300, withinSeconds: 600 } }

/**
 * Pairs a wall: `{}` begins, and answers a code for the screen and a secret for the wall alone; `{ secret }` asks whether
 * an administrator has entered the code, and answers the session of the display's own account, once. Its password is made
 * here and forgotten. Raises pairing-over.
 */
export const pairing = defineFunction('pairing', limits, async (content, backend) => {
  if (content.secret === undefined) {
    const secret = randomWord()
    return { ...(await backend.rpc<object>('start_pairing', { secret })), secret }
  }
  const { isGranted, pairing: granted } = await backend.rpc<Claimed>('claim_pairing', {
    secret: textOf(content, 'secret', 100),
  })
  if (!isGranted) return { isGranted: false, session: null }
  const address = `display-${crypto.randomUUID()}@sign-in.invalid`
  const password = randomWord()
  const user = await backend.createUser(address, password)
  try {
    await backend.rpc('finish_pairing', { pairing: granted, person: user })
    const { access_token, refresh_token } = await backend.signIn(address, password)
    return { isGranted: true, session: { accessToken: access_token, refreshToken: refresh_token } }
  } catch (thrown) {
    await backend.removeUser(user)
    throw thrown
  }
})

/** 192 bits of chance in 48 hexadecimal digits: short enough for a password, too long to be guessed. */
function randomWord(): string {
  return [...crypto.getRandomValues(new Uint8Array(24))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')
}
