import prettier from 'eslint-config-prettier'
import vue from 'eslint-plugin-vue'
import tseslint from 'typescript-eslint'

const DEVICE_CLOCK = [
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'This device may believe anything: serverNow() for the present, steadyNow() for durations.',
  },
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'This device may believe anything: serverDate().',
  },
]

const BY_CONTRACT = {
  selector: "MemberExpression[property.name='rpc']",
  message: 'A function of the database is called by its contract: ask().',
}

const AS_MARKUP = {
  selector:
    'MemberExpression[property.name=/^(innerHTML|outerHTML|insertAdjacentHTML|setHTML|setHTMLUnsafe)$/]',
  message: 'Words of others are never markup: text nodes, by the template.',
}

/** What browsers have only on pages that came over a safe connection; a district's own host is often reached by plain http. */
const SAFE_ONLY = [
  ['crypto', 'randomUUID'],
  ['crypto', 'subtle'],
  ...['clipboard', 'locks', 'serviceWorker', 'wakeLock', 'storage'].map((part) => ['navigator', part]),
].map(([object, property]) => ({
  object,
  property,
  message: 'Not there over plain http: newIntentKey(), or a place of its own that does without.',
}))

/** What came after Chromium 108, the last family that runs on the Windows 7 of many offices (decision 0078). */
const TOO_NEW = [
  ['toReversed'],
  ['toSorted'],
  ['toSpliced'],
  ['isWellFormed'],
  ['toWellFormed'],
  ['groupBy', 'Object'],
  ['groupBy', 'Map'],
  ['withResolvers', 'Promise'],
  ['try', 'Promise'],
  ['fromAsync', 'Array'],
  ['any', 'AbortSignal'],
  ['canParse', 'URL'],
  ['from', 'Iterator'],
].map(([property, object]) => ({
  ...(object && { object }),
  property,
  message: 'The browsers of some offices do not have it yet: docs/decisions/0078.',
}))

export default tseslint.config(
  {
    ignores: [
      'dist/',
      'data/',
      'tests/fixtures/',
      'src/lib/database.ts',
      'test-results/',
      'playwright-report/',
    ],
  },
  ...tseslint.configs.recommendedTypeChecked,
  ...vue.configs['flat/recommended'],
  {
    languageOptions: {
      parserOptions: {
        parser: tseslint.parser,
        projectService: {
          allowDefaultProject: [
            'eslint.config.js',
            '.dependency-cruiser.js',
            'supabase/local/database/pglite/engine-start.mjs',
          ],
        },
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.vue'],
      },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      'vue/multi-word-component-names': 'off',
    },
  },
  {
    files: ['src/**/*.{ts,vue}'],
    ignores: ['src/lib/time/clock.ts'],
    rules: {
      'no-restricted-syntax': ['error', ...DEVICE_CLOCK, BY_CONTRACT, AS_MARKUP],
      'vue/no-v-html': 'error',
    },
  },
  {
    files: ['src/**/*.{ts,vue}'],
    rules: { 'no-restricted-properties': ['error', ...TOO_NEW, ...SAFE_ONLY] },
  },
  {
    files: [
      'geo/**/*.ts',
      // They ask first whether what only a safe connection has is there.
      'src/lib/intent-key.ts',
      'src/features/planner/desk/keeping/useKeptWork.ts',
      'src/features/administration/accounts/IssuedCode.vue',
    ],
    rules: { 'no-restricted-properties': ['error', ...TOO_NEW] },
  },
  {
    files: ['supabase/local/**/*.ts'],
    rules: {
      'no-restricted-syntax': ['error', BY_CONTRACT],
    },
  },
  {
    files: ['src/data/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...DEVICE_CLOCK,
        BY_CONTRACT,
        AS_MARKUP,
        {
          selector: 'TSAsExpression > TSAsExpression > TSUnknownKeyword',
          message: 'What the database answers is said by a contract: src/data/contracts.',
        },
        {
          selector: 'TSAsExpression > TSNeverKeyword, TSAsExpression > TSAnyKeyword',
          message: 'What the database answers is said by a contract: src/data/contracts.',
        },
      ],
    },
  },
  {
    files: ['src/data/contracts/contract.ts'],
    rules: { 'no-restricted-syntax': ['error', ...DEVICE_CLOCK] },
  },
  { files: ['**/*.js'], extends: [tseslint.configs.disableTypeChecked] },
  prettier,
)
