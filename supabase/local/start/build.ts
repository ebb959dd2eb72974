import { buildApplication } from '../serve/build'
import { projectRoot } from './process'

/** Builds the application into `dist` and says whether there was anything to build. */
export async function build(): Promise<void> {
  const isNew = await buildApplication(projectRoot)
  console.log(isNew ? 'Built into dist.' : 'dist is of the present sources.')
}
