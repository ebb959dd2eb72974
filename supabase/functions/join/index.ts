import { serveAtEdge } from '../_shared/edge.ts'
import { join } from './handler.ts'

serveAtEdge(join)
