/** What answers without an identity, by exact path; everything else that could mean `/api` is refused without one. */
const OPEN_PATHS = new Set(['/api/openapi.json', '/api/schema/workflow.json'])
const SIGN_IN_PREFIX = '/api/auth/'

/**
 * True for every spelling that some router, proxy or person may read as a path of the API: `//api`, `/API`, `/%61pi`,
 * `/./api;x`. Whoever adds a route need not think of it.
 */
export function needsIdentity(path: string): boolean {
  if (OPEN_PATHS.has(path) || path.startsWith(SIGN_IN_PREFIX)) return false
  return isServerPath(path)
}

/** True for paths that belong to the server, in any spelling: the web app's page is never the answer to them. */
export function isServerPath(path: string): boolean {
  const first = plain(path)
    .split('/')
    .find((segment) => segment !== '' && segment !== '.' && segment !== '..')
  return first === 'api' || first === 'hooks' || first === 'unsubscribe'
}

function plain(path: string): string {
  let text = path
  // Twice, for what was encoded twice.
  for (let round = 0; round < 2; round++) {
    try {
      text = decodeURIComponent(text)
    } catch {
      break
    }
  }
  return text
    .toLowerCase()
    .replaceAll('\\', '/')
    .replace(/;[^/]*/g, '')
}
