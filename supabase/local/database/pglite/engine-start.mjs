// A thread reads TypeScript only once it is told how, whatever its parent does.
import { register } from 'tsx/esm/api'

register()
await import('./engine.ts')
