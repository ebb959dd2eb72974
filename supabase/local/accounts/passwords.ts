import { hash, verify } from '@node-rs/bcrypt'
import { Queue } from '../../../src/lib/queue'

export const shortestPassword = 8

/** bcrypt reads no more of a password than this: what comes after would not count. */
export const longestPasswordBytes = 72

/** The rule of every password, however it is set. */
export const passwordRule = `A password has at least ${shortestPassword} characters and at most ${longestPasswordBytes} bytes, and is not all spaces.`

/** Tells whether `given` may become a password. */
export function isPassword(given: unknown): given is string {
  return (
    typeof given === 'string' &&
    [...given].length >= shortestPassword &&
    Buffer.byteLength(given) <= longestPasswordBytes &&
    !given.includes('\0') &&
    given.trim() !== ''
  )
}

/** Doublings of the work of one hash, about 60 ms; as Supabase has it. */
const cost = 10

/** More hashes at once would keep the disk's threads from everybody else. */
const mostAtOnce = 2

/** Waiting hashes beyond this, about two seconds of work, are refused: each is a password that somebody is trying. */
const mostWaiting = 60

const queue = new Queue({ atOnce: mostAtOnce, mostWaiting })

/** Returns the bcrypt hash of a password, computed on another thread. */
export function hashPassword(password: string): Promise<string> {
  return queue.run(() => hash(password, cost))
}

/**
 * Tells whether `password` is the one behind `hashed`, on another thread. Without a hash (no such account, or one without
 * a password) it is false after the same work, so that the time tells nothing. Throws QueueFull when more are being tried than the host has time for.
 */
export async function checkPassword(password: string, hashed: string | null | undefined): Promise<boolean> {
  const right = await queue.run(async () => verify(password, hashed ?? (await nobodys)).catch(() => false))
  return right && Boolean(hashed)
}

/** A hash of what nobody can give. */
const nobodys = hash(`\0${Math.random()}`, cost)
