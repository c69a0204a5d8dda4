/** The direction of imports: core ← nodes ← api, worker; core ← db ← api, worker; core ← web, which takes api/client only. */
const only = (room, allowed) => ({
  name: `${room.replaceAll('/', '-')}-imports`,
  comment: `${room} may import ${allowed.length > 0 ? allowed.join(', ') : 'no other room'}`,
  severity: 'error',
  from: { path: `^${room}/` },
  to: { path: '^(apps|packages)/', pathNot: [room, ...allowed].map((path) => `^${path}(/|$)`) },
})

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'The inspector is left out: the form of a nested schema contains forms.',
      severity: 'error',
      from: { pathNot: '^apps/web/src/editor/inspector/' },
      to: { circular: true, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-unresolvable',
      comment: 'A room that is not among the dependencies must not be imported by its name either.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'core-is-pure',
      comment: 'core does no input or output',
      severity: 'error',
      from: { path: '^packages/core/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    only('packages/core', []),
    only('packages/nodes', ['packages/core']),
    only('packages/db', ['packages/core']),
    only('apps/web', ['packages/core', 'apps/api/src/client.ts']),
    only('apps/api', ['packages/core', 'packages/nodes', 'packages/db']),
    only('apps/worker', ['packages/core', 'packages/nodes', 'packages/db']),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|node_modules)/' },
    tsPreCompilationDeps: true,
    parser: 'swc',
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
      extensions: ['.ts', '.tsx', '.js'],
    },
  },
}
