/** What a token says of whom it was made out to. */
export interface Claims {
  /** The person; none for a key that anybody has. */
  sub?: string
  /** Seconds since 1970, by the server's clock. */
  exp?: number
}

/** Returns what a JSON web token says, unchecked; nothing where it is none. */
export function claimsOf(token: string): Claims {
  try {
    const part = token.split('.')[1].replace(/-/g, '+').replace(/_/g, '/')
    return JSON.parse(atob(part)) as Claims
  } catch {
    return {}
  }
}

/** Returns the token that a request carries, or nothing. */
export function bearerOf(headers: HeadersInit | undefined): string {
  return /^Bearer (.+)$/i.exec(new Headers(headers).get('authorization') ?? '')?.[1] ?? ''
}
