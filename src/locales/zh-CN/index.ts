import { collect, type Words } from '../collect'

export default collect(import.meta.glob<{ default: Words }>(['./*.ts', '!./index.ts'], { eager: true }))
