/**
 * `npm run -s bench:incidents`: one JSON line per figure, of a PostgreSQL with a city and 1,000,000 incidents (BENCH_CASES),
 * its own or the lasting one at BENCH_DATABASE_URL.
 */
import { figures } from './incidents/figures'
import { print, withSeededDatabase } from './incidents/seeded'

await withSeededDatabase(async (database) => {
  for await (const { name, value, unit, bar } of figures(database)) print(name, value, unit, bar)
})
