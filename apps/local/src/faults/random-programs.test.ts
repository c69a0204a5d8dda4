import { load, printedSeed } from '@hubflow/db/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Ledger } from './ledger.ts'
import { type Program, program } from './program.ts'
import { type ProgramHub, startProgramHub } from './program-hub.ts'

const COMMANDS = load(800, 50_000)
/** Commands in one sequence; each begins with workflows of its own. */
const IN_A_ROW = 200

let hub: ProgramHub
beforeAll(async () => {
  hub = await startProgramHub()
})
afterAll(() => hub.stop())

type Command =
  | { do: 'create'; program: Program }
  | { do: 'edit'; which: number; program: Program }
  | { do: 'start'; which: number; n: number }
  | { do: 'cancel'; which: number }
  | { do: 'pause' | 'resume'; which: number }
  | { do: 'let time pass'; hours: number }
  | { do: 'cut connections' | 'restart a worker' | 'settle' }

const which = fc.nat(1000)
const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 10, arbitrary: fc.record({ do: fc.constant('create' as const), program }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('edit' as const), which, program }) },
  { weight: 60, arbitrary: fc.record({ do: fc.constant('start' as const), which, n: fc.nat(9) }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('cancel' as const), which }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constantFrom('pause' as const, 'resume' as const), which }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('let time pass' as const), hours: fc.integer({ min: 1, max: 12 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('cut connections' as const, 'restart a worker' as const, 'settle' as const),
    }),
  },
)

test('random programs under random faults leave what the model says, and a completed run has no step unended', async () => {
  const sequence = fc.array(command, { minLength: IN_A_ROW, maxLength: IN_A_ROW })
  const counts = new Map<string, number>()
  await fc.assert(
    fc.asyncProperty(sequence, async (commands) => {
      const ledger = new Ledger(hub)
      for (const one of commands) {
        await perform(ledger, one)
        counts.set(one.do, (counts.get(one.do) ?? 0) + 1)
      }
      // Every wait ends in time: a program has eight boxes at most.
      for (let wait = 0; wait < 9 && ledger.anyWaiting(); wait++) await ledger.letTimePass(12)
      await ledger.settle()
      expect(ledger.anyWaiting()).toBe(false)
    }),
    { numRuns: Math.ceil(COMMANDS / IN_A_ROW), seed: printedSeed('random programs'), endOnFailure: true },
  )
  console.log(`${COMMANDS} commands: ${JSON.stringify(Object.fromEntries(counts))}`)
})

async function perform(ledger: Ledger, command: Command): Promise<void> {
  switch (command.do) {
    case 'create':
      return ledger.create(command.program)
    case 'edit':
      return ledger.edit(command.which, command.program)
    case 'start':
      return ledger.start(command.which, command.n)
    case 'cancel':
      return ledger.cancel(command.which)
    case 'pause':
      return ledger.setStatus(command.which, 'paused')
    case 'resume':
      return ledger.setStatus(command.which, 'active')
    case 'let time pass':
      return ledger.letTimePass(command.hours)
    case 'cut connections':
      return hub.cutConnections()
    case 'restart a worker':
      return hub.restartWorker()
    case 'settle':
      return ledger.settle()
  }
}
