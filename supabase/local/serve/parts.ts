import type { Backend } from '../backend'
import type { Keys } from '../folder/folder'
import type { Sessions } from '../accounts/sessions'

/** What the answers of the API are made with. */
export interface ApiParts {
  backend: Backend
  keys: Keys
  sessions: Sessions
  /** A proxy in front writes the caller's address into `X-Forwarded-For`. */
  behindProxy: boolean
}
