import { ensureWebBuild } from '../web-build.ts'

/** Built once before any hub starts, so that two of them do not build it beside each other. */
export default async function setup(): Promise<void> {
  await ensureWebBuild(() => {})
}
