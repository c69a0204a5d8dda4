import { ensureWebBuild } from '../web-build.ts'
import { emptyDataDir, FILLED_DIR, HUBS_AHEAD, removeDataDir, startHub } from './hub.ts'
import { serveHubsAhead } from './hubs-ahead.ts'

/** Done once before any file of tests: the web app is built, and a hub is started that they all get a copy of. */
export default async function setup(): Promise<() => Promise<void>> {
  await ensureWebBuild(() => {})
  const filled = emptyDataDir()
  const hub = await startHub(filled)
  await hub.stop()
  process.env[FILLED_DIR] = filled
  const hubs = await serveHubsAhead()
  process.env[HUBS_AHEAD] = hubs.url
  return async () => {
    await hubs.close()
    removeDataDir(filled)
  }
}
