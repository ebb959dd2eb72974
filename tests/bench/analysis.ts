/**
 * `npm run -s bench:analysis`: one JSON line per figure, of a PostgreSQL with a city and 1,000,000 incidents (BENCH_CASES),
 * its own or the lasting one at BENCH_DATABASE_URL.
 */
import { columnFigures } from './analysis/columns'
import { indicatorFigures } from './analysis/indicators'
import { print, withSeededDatabase } from './incidents/seeded'

await withSeededDatabase(async (database) => {
  for (const figures of [columnFigures, indicatorFigures])
    for await (const { name, value, unit, bar } of figures(database)) print(name, value, unit, bar)
})
