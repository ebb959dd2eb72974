import type { InjectionKey } from 'vue'
import type { Environment } from './env'

/** Under which the application provides its environment. */
export const environmentKey: InjectionKey<Environment> = Symbol('environment')
