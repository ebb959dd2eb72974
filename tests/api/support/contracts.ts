import type { Contract } from '../../../src/data/contracts/contract'

/** Every contract of `src/data/contracts`, whichever module it is in. */
export const allContracts: readonly Contract[] = Object.values(
  import.meta.glob<Record<string, unknown>>('../../../src/data/contracts/**/*.ts', { eager: true }),
)
  .flatMap((module) => Object.values(module))
  .filter(isContract)

function isContract(exported: unknown): exported is Contract {
  return typeof exported === 'object' && exported !== null && 'arguments' in exported && 'answer' in exported
}
