/** The arrows between the layers (src/README.md draws them), and which layer may know which library. */

const TEST_CODE = [String.raw`\.test\.ts$`, '^src/e2e/', '^src/storage/contract/', '^src/.+/testing/'];
const LAYERS = '^src/(platform|domain|config|protocol|storage|mail|upstream|http|workers|cli|e2e)/';
const ENTRY_POINTS = [
  String.raw`^src/(main|service)\.ts$`,
  '^src/cli/main',
  '^examples/',
  '^bench/references/',
];

/** A layer may import itself and what is named, nothing else of ours. */
const layer = (name, ...below) => ({
  name: `${name}-layer`,
  comment: `src/${name} may import only ${[name, ...below].map((folder) => `src/${folder}`).join(', ')}.`,
  severity: 'error',
  from: { path: `^src/${name}/`, pathNot: TEST_CODE },
  to: { path: '^src/', pathNot: `^src/(${[name, ...below].join('|')})/` },
});

/** Libraries that only one layer, and tests, may know. */
const only = (name, ...libraries) => ({
  name: `${name}-library`,
  comment: `${libraries.join(', ')}: only src/${name} may import this; elsewhere go through its ports.`,
  severity: 'error',
  from: { path: '^src/', pathNot: [`^src/${name}/`, ...TEST_CODE] },
  to: { path: `(^|/)node_modules/(@types/)?(${libraries.join('|')})/` },
});

module.exports = {
  forbidden: [
    layer('platform'),
    layer('domain', 'platform'),
    layer('config', 'platform'),
    layer('protocol', 'domain', 'platform'),
    layer('storage', 'domain', 'platform'),
    layer('mail', 'domain', 'platform'),
    layer('upstream', 'domain', 'platform'),
    layer('http', 'protocol', 'mail', 'domain', 'platform'),
    layer('workers', 'http', 'config', 'domain', 'platform'),
    {
      name: 'main-layer',
      comment: 'The process entries only load the configuration, start the service and say so.',
      severity: 'error',
      from: { path: String.raw`^src/(worker-)?main\.ts$` },
      to: {
        path: '^src/',
        pathNot: String.raw`^src/((service|import-service|primary|welcome|taken-port)\.ts$|config/|platform/|workers/)`,
      },
    },
    {
      name: 'primary-layer',
      comment: 'The primary serves nobody: the engine would only take memory there.',
      severity: 'error',
      from: { path: String.raw`^src/primary\.ts$` },
      to: { path: String.raw`^src/(protocol/|(import-)?service\.ts$)`, reachable: true },
    },
    {
      name: 'nothing-imports-cli',
      comment: 'Commands sit on top of everything.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/cli/', ...TEST_CODE] },
      to: { path: '^src/cli/' },
    },
    {
      name: 'nothing-imports-main',
      comment: 'The process entry has effects: only the command line may start it.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/cli/' },
      to: { path: String.raw`^src/main\.ts$` },
    },
    {
      name: 'known-folders',
      comment: 'A new folder under src/ needs its place among the layers, in this file.',
      severity: 'error',
      from: {},
      to: { path: '^src/[^/]+/', pathNot: LAYERS },
    },
    {
      name: 'nothing-imports-bench',
      comment: 'The bench measures the service from outside.',
      severity: 'error',
      from: { path: '^(src|examples|sdk)/' },
      to: { path: '^bench/' },
    },
    {
      name: 'generator-stands-apart',
      comment: 'What makes the load is a process of its own, which shares nothing with what runs the bench.',
      severity: 'error',
      from: { path: '^bench/load/' },
      to: { path: '^(bench|src)/', pathNot: '^(bench/load/|src/e2e/harness/network/user-agent)' },
    },
    {
      name: 'others-do-not-reach-in',
      comment: 'Examples and SDK know the server by its endpoints only.',
      severity: 'error',
      from: { path: '^(examples|sdk)/' },
      to: { path: '^src/' },
    },
    only('protocol', 'oidc-provider'),
    only('storage', 'pg', 'kysely', 'redis', '@redis/[^/]+', '@electric-sql/pglite'),
    only('http', 'hono', '@hono/[^/]+'),
    only('mail', 'nodemailer'),
    only('upstream', 'openid-client', 'undici'),
    {
      name: 'no-test-code',
      comment: 'What ships never depends on what tests it.',
      severity: 'error',
      from: { path: '^src/', pathNot: TEST_CODE },
      to: { path: TEST_CODE },
    },
    {
      name: 'no-cycles',
      comment: 'Two modules that need each other are one module, or miss a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'A module that nothing imports and that imports nothing is left over.',
      severity: 'error',
      from: {
        orphan: true,
        pathNot: [...ENTRY_POINTS, '^src/http/assets/', String.raw`\.d\.ts$`, ...TEST_CODE],
      },
      to: {},
    },
    {
      name: 'resolvable',
      comment: 'The import leads nowhere: a wrong path, or a package that is not a dependency.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-dev-dependencies',
      comment: 'What ships may not import what only development installs.',
      severity: 'error',
      from: { path: '^src/', pathNot: TEST_CODE },
      to: {
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: ['type-only'],
        pathNot: 'node_modules/@types/',
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(examples|sdk)/[^/]+/dist/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.d.ts'],
    },
  },
};
