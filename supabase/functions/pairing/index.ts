import { serveAtEdge } from '../_shared/edge.ts'
import { pairing } from './handler.ts'

serveAtEdge(pairing)
