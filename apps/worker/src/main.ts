import { pino } from 'pino'
import { readEnvironment } from './environment.ts'
import { setFailpoints } from './failpoint.ts'
import { databaseAnswers } from './liveness/database-answers.ts'
import { createWorker } from './worker.ts'

/** The worker as a process: reads the environment, works until it is told to stop, drains, and ends with code 0. */
async function main(): Promise<void> {
  const { failpoints, production, ...config } = readEnvironment(process.env)
  setFailpoints(failpoints, production)
  const log = pino({ level: config.logLevel, base: { app: 'worker' } })
  const worker = createWorker({ ...config, log })

  let stopping = false
  async function stop(): Promise<void> {
    if (stopping) return
    stopping = true
    await worker.stop()
    process.exit(0)
  }
  process.on('SIGTERM', () => void stop())
  process.on('SIGINT', () => void stop())
  // The supervisor is gone: nobody would end this process any more.
  process.on('disconnect', () => void stop())

  await databaseAnswers(config.databaseUrl, (error) =>
    log.warn({ err: error }, 'the database cannot be reached; trying again'),
  )
  await worker.start()
  process.send?.({ kind: 'ready' })
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
})
