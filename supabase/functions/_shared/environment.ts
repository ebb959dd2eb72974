/** What a function needs of where it runs: the local host gives it, and on Supabase the Edge Runtime. */
export interface FunctionEnvironment {
  /** Where Auth and REST answer, without a slash at the end. */
  url: string
  anonKey: string
  /** Passes every policy; never leaves the function. */
  serviceKey: string
  fetch: typeof fetch
  /** Who calls, for counting attempts: the address of the network, or the same word for all who cannot be told apart. */
  addressOf: (request: Request) => string
}

/** A function as it is served: web-standard, the same on the local host and on Supabase. */
export type FunctionHandler = (request: Request, environment: FunctionEnvironment) => Promise<Response>
