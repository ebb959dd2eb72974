export type { Instance } from './graph/instance'
