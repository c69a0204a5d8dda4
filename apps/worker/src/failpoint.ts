/**
 * Named places where a fault test may stop the process. `HUBFLOW_FAILPOINTS` names them, separated by commas:
 * `after-effect=kill`, for one node only `after-effect@n2=pause`, at the seventh passage `after-effect=kill#7`. Without
 * it they cost one comparison. `fence=off` lets stale attempts write: for the test that shows what the fence is for.
 */

const FAILPOINTS = [
  /** Jobs are fetched, nothing is locked yet. */
  'claimed',
  /** A step is about to do its work. */
  'before-effect',
  /** Local effects are written, the record of their steps is not; for a remote step: its answer has come. */
  'after-effect',
  /** Effects and records are written, the transaction is open. */
  'after-record',
  /** A run's wait is committed. */
  'parked',
  /** The end of a run is written, the transaction is open. */
  'finishing',
  /** A mail was handed over, its row does not say so yet. */
  'mail-sent',
] as const
export type Failpoint = (typeof FAILPOINTS)[number]

interface Fault {
  kind: 'kill' | 'pause'
  /** How many more times it is passed before it strikes. */
  passages: number
}

let faults: ReadonlyMap<string, Fault> = new Map()
let fenced = true

/** False only in the test that lets a stale attempt write. */
export function isFenced(): boolean {
  return fenced
}

/** True when any failpoint is set: then statements that are otherwise sent together wait for one another. */
export function failpointsSet(): boolean {
  return faults.size > 0
}

/** Stops the process here when the environment says so. */
export function failpoint(name: Failpoint, nodeId?: string): void {
  if (faults.size === 0) return
  const fault = faults.get(name) ?? faults.get(`${name}@${nodeId}`)
  if (!fault) return
  fault.passages -= 1
  if (fault.passages === 0) process.kill(process.pid, fault.kind === 'kill' ? 'SIGKILL' : 'SIGSTOP')
}

/** Reads `HUBFLOW_FAILPOINTS`. Throws where it is misspelled, and in production always. */
export function setFailpoints(setting: string | undefined, production: boolean): void {
  if (!setting) return
  if (production)
    throw new Error('HUBFLOW_FAILPOINTS stops the worker on purpose. Unset it: it is refused in production.')
  const parts = setting.split(',').map((part) => part.trim())
  fenced = !parts.includes('fence=off')
  faults = new Map(parts.filter((part) => part !== 'fence=off').map(readFault))
}

function readFault(text: string): [string, Fault] {
  const [, name = '', node = '', kind, passages = '#1'] =
    /^([a-z-]+)(@[A-Za-z0-9_-]+)?=(kill|pause)(#[1-9]\d*)?$/.exec(text) ?? []
  if (!FAILPOINTS.some((known) => known === name))
    throw new Error(
      `HUBFLOW_FAILPOINTS: "${text}" is none. Write <name>=kill or <name>@<node id>=pause#<passage>, with a name of ${FAILPOINTS.join(', ')}.`,
    )
  return [name + node, { kind: kind === 'kill' ? 'kill' : 'pause', passages: Number(passages.slice(1)) }]
}
