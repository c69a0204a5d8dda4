import type { z } from 'zod'
import type { VersionList, VersionWithDefinition, Workflow } from '../contract/workflow.ts'
import type { Caller } from '../http/env.ts'
import { HttpProblem } from '../http/problem.ts'
import type { Services } from '../services.ts'

export async function listVersions(
  services: Services,
  caller: Caller,
  _id: string,
): Promise<z.output<typeof VersionList>> {
  throw new HttpProblem(503, `Not built yet. ${[services, caller].length}`)
}
export async function readVersion(
  services: Services,
  caller: Caller,
  _p: { id: string; version: number },
): Promise<z.output<typeof VersionWithDefinition>> {
  throw new HttpProblem(503, `Not built yet. ${[services, caller].length}`)
}
export async function restoreVersion(
  services: Services,
  caller: Caller,
  _p: { id: string; version: number },
  _live: boolean,
): Promise<Workflow> {
  throw new HttpProblem(503, `Not built yet. ${[services, caller].length}`)
}
