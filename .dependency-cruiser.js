/** Who may import whom: docs/architecture.md, "Folders". */
const only = (name, from, allowed) => ({
  name,
  severity: 'error',
  from: { path: `^${from}` },
  to: { pathNot: [...allowed, '^node_modules'].join('|'), path: '^(geo|src|supabase|tests)/' },
})

export default {
  forbidden: [
    { name: 'no-circle', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'geo-has-one-door',
      severity: 'error',
      from: { pathNot: '^(geo|tests)/' },
      to: { path: '^geo/', pathNot: '^geo/index\\.ts$' },
    },
    only('geo-is-pure', 'geo/', ['^geo/']),
    // What is known of a language lies beside its words.
    only('lib-knows-no-page', 'src/lib/', ['^geo/index', '^src/lib/', '^src/locales/language']),
    only('plan-is-pure', 'src/plan/', ['^geo/index', '^src/(lib|plan)/']),
    only('import-is-pure', 'src/import/', ['^geo/index', '^src/(lib|import)/']),
    only('map-parts-are-pure', 'src/map/', ['^geo/index', '^src/(lib|plan|map)/']),
    only('chart-options-are-pure', 'src/charts/', ['^geo/index', '^src/(lib|plan|charts)/']),
    only('workers-are-pure', 'src/workers/', ['^geo/index', '^src/(lib|plan|import|workers)/']),
    only('data-speaks-supabase-only', 'src/data/', ['^geo/index', '^src/(lib|plan|import|data)/']),
    only('stores-know-data', 'src/stores/', ['^geo/index', '^src/(lib|plan|import|data|stores)/']),
    only('composables-own-lifetimes', 'src/composables/', [
      '^geo/index',
      '^src/i18n',
      '^src/(lib|plan|import|data|map|charts|workers|stores|composables)/',
    ]),
    only('components-take-props', 'src/components/(?!plan/)', [
      '^geo/index',
      '^src/(lib|plan|map|charts|composables|components)/',
    ]),
    // What several pages show of a plan knows the shapes of what the database answers.
    only('plan-components-take-props', 'src/components/plan/', [
      '^geo/index',
      '^src/(lib|plan|data|map|charts|composables|components)/',
    ]),
    {
      name: 'panels-know-no-map',
      severity: 'error',
      from: { path: '^src/features/planner/(panels|start|together|review)/' },
      to: { path: '^src/features/planner/map/' },
    },
    {
      name: 'planner-desk-knows-no-room-above-it',
      severity: 'error',
      from: { path: '^src/features/planner/desk/' },
      to: { path: '^src/features/planner/', pathNot: '^src/features/planner/desk/' },
    },
    {
      name: 'planner-commands-know-the-desk-only',
      severity: 'error',
      from: { path: '^src/features/planner/commands/' },
      to: { path: '^src/features/planner/', pathNot: '^src/features/planner/(commands|desk)/' },
    },
    {
      name: 'features-never-import-each-other',
      severity: 'error',
      from: { path: '^src/features/([^/]+)/' },
      to: { path: '^src/features/([^/]+)/', pathNot: '^src/features/$1/' },
    },
    only('host-shares-data-and-engine', 'supabase/local/', [
      '^geo/index',
      '^src/(lib|plan|import|data|locales/en)/',
      '^supabase/local/',
      '^supabase/functions/',
    ]),
    // What is deployed as Edge Functions has nothing but itself.
    only('functions-stand-alone', 'supabase/functions/', ['^supabase/functions/']),
    {
      name: 'no-vue-below-composables',
      severity: 'error',
      from: { path: '^(geo|src/(lib|plan|import|map|charts|workers|data)|supabase)/' },
      to: { path: '^node_modules/(vue|pinia|vue-router|vue-i18n|element-plus)/' },
    },
    {
      name: 'only-data-calls-supabase',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(data|lib)/' },
      to: { path: '^node_modules/@supabase/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.vue', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
    },
  },
}
