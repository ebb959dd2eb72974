import { collect } from '../collect'

export default collect(import.meta.glob(['./*.ts', '!./index.ts'], { eager: true }))
