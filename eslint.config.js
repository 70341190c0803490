import tseslint from 'typescript-eslint';

const TEST_CODE = ['{src,bench}/**/*.test.ts', 'src/**/testing/**', 'src/e2e/**', 'src/storage/contract/**'];

const CLOCK = 'Time is a parameter: take the clock from src/platform, so that tests can move it.';
const RANDOM = 'Randomness is a parameter: take it from src/platform, the one place to review it.';
const ENVIRONMENT = 'Only src/config reads the environment: take the value from the configuration.';
const RANDOM_FUNCTIONS = [
  'getRandomValues',
  'randomBytes',
  'randomFill',
  'randomFillSync',
  'randomInt',
  'randomUUID',
];

const ambient = {
  properties: [
    { object: 'Date', property: 'now', message: CLOCK },
    { object: 'performance', property: 'now', message: CLOCK },
    { object: 'process', property: 'hrtime', message: CLOCK },
    { object: 'Math', property: 'random', message: RANDOM },
    { object: 'globalThis', property: 'crypto', message: RANDOM },
    ...['crypto', 'webcrypto'].flatMap((object) =>
      RANDOM_FUNCTIONS.map((property) => ({ object, property, message: RANDOM })),
    ),
  ],
  syntax: [
    { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: CLOCK },
    { selector: 'CallExpression[callee.name="Date"]', message: CLOCK },
  ],
  imports: ['node:crypto', 'crypto'].map((name) => ({
    name,
    importNames: RANDOM_FUNCTIONS,
    message: RANDOM,
  })),
};
const environment = {
  properties: [{ object: 'process', property: 'env', message: ENVIRONMENT }],
  syntax: [],
  imports: ['node:process', 'process'].map((name) => ({ name, importNames: ['env'], message: ENVIRONMENT })),
};
const defaultExport = {
  properties: [],
  syntax: [
    {
      selector: 'ExportDefaultDeclaration, ExportSpecifier[exported.name="default"]',
      message: 'Export by name, so that one thing has one name everywhere.',
    },
  ],
  imports: [],
};

/** A later block with options replaces a rule as a whole, so every area states its complete list of bans. */
function ban(...bans) {
  const properties = bans.flatMap((each) => each.properties);
  const paths = bans.flatMap((each) => each.imports);
  return {
    // Without options a rule would keep those of the block before.
    'no-restricted-properties': properties.length > 0 ? ['error', ...properties] : 'off',
    'no-restricted-syntax': ['error', ...bans.flatMap((each) => each.syntax)],
    'no-restricted-imports': paths.length > 0 ? ['error', { paths }] : 'off',
  };
}

export default tseslint.config(
  { ignores: ['**/dist/', '**/node_modules/', 'coverage/', 'data/'] },
  {
    files: ['{src,examples,sdk,bench}/**/*.ts'],
    extends: [tseslint.configs.base],
    languageOptions: { parserOptions: { projectService: true } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-for-in-array': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/no-unnecessary-type-assertion': 'error',
      '@typescript-eslint/no-unsafe-argument': 'error',
      '@typescript-eslint/no-unsafe-assignment': 'error',
      '@typescript-eslint/no-unsafe-call': 'error',
      '@typescript-eslint/no-unsafe-member-access': 'error',
      '@typescript-eslint/no-unsafe-return': 'error',
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/prefer-promise-reject-errors': 'error',
      '@typescript-eslint/restrict-plus-operands': 'error',
      '@typescript-eslint/return-await': ['error', 'error-handling-correctness-only'],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/unbound-method': 'error',
    },
  },
  { files: ['{examples,sdk,bench}/**/*.ts'], rules: ban(defaultExport) },
  { files: ['src/**/*.ts'], rules: ban(defaultExport, ambient, environment) },
  { files: ['src/platform/**/*.ts'], rules: ban(defaultExport, environment) },
  { files: ['src/config/**/*.ts'], rules: ban(defaultExport, ambient) },
  { files: TEST_CODE, rules: ban(defaultExport) },
  {
    files: ['{src,bench}/**/*.ts'],
    ignores: ['src/cli/**'],
    rules: {
      'no-restricted-globals': [
        'error',
        { name: 'console', message: 'Use the logger, which is structured and redacts secrets.' },
      ],
    },
  },
  {
    files: ['{src,sdk,bench}/**/*.ts'],
    ignores: TEST_CODE,
    rules: {
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', 4],
    },
  },
);
