declare module 'comlink/dist/esm/node-adapter.mjs' {
  import type { MessagePort, Worker } from 'node:worker_threads'
  import type { Endpoint } from 'comlink'

  /** Lets comlink talk over a Node worker or its parent port. */
  export default function nodeEndpoint(port: Worker | MessagePort): Endpoint
}
