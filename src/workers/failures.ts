import { type TransferHandler, transferHandlers } from 'comlink'

/** What comlink sends of something that was thrown. */
type Thrown = { isError: true; value: Record<string, unknown> } | { isError: false; value: unknown }

/**
 * Lets the detail of what is thrown in this worker reach the page: comlink sends the name and the message of an error
 * only, and the words for a file that cannot be read say which part of it.
 */
export function sendDetails(): void {
  const plain = transferHandlers.get('throw') as TransferHandler<{ value: unknown }, Thrown>
  transferHandlers.set('throw', {
    ...plain,
    serialize(thrown: { value: unknown }) {
      const [sent, transferred] = plain.serialize(thrown)
      const detail = (thrown.value as { detail?: unknown } | null)?.detail
      if (sent.isError && typeof detail === 'string') sent.value.detail = detail
      return [sent, transferred]
    },
  })
}
