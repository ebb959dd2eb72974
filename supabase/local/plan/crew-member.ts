import { parentPort } from 'node:worker_threads'
import { expose } from 'comlink'
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs'
import { createMember } from '../../../geo/index'

/** A thread of the crew: answers what its parent asks of a member. */
if (parentPort) expose(createMember(), nodeEndpoint(parentPort))
