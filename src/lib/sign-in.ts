/** What no mail can reach (RFC 2606): the domain of accounts that sign in with a work or telephone number. */
const NO_MAIL = 'sign-in.invalid'

/**
 * Returns the address under which Auth has an account, from what a person signs in with: an e-mail address as it is, a
 * telephone number without its country and gaps, a work number in small letters. The database has the same rule
 * (`private.sign_in_of`, `private.address_of`).
 */
export function addressOf(given: string): string {
  const plain = given
    .trim()
    .toLowerCase()
    .replace(/[\s()（）]+/g, '')
  if (plain.includes('@')) return plain
  const digits = plain.replace(/\D/g, '')
  const isTelephone =
    /^\+?86-?1\d{10}$/.test(plain) || (/^1[-\d]{10,13}$/.test(plain) && digits.length === 11)
  return `${isTelephone ? digits.slice(-11) : plain}@${NO_MAIL}`
}

/** Returns what a person signs in with from the address of the account. */
export function signInOf(address: string): string {
  return address.endsWith(`@${NO_MAIL}`) ? address.slice(0, -NO_MAIL.length - 1) : address
}
