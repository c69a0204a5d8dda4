import { readEnvironment } from '../environment.ts'
import { setFailpoints } from '../failpoint.ts'
import { type Flush, pass, writeEffects, writeRecords } from '../walk/flush.ts'
import { createWorker } from '../worker.ts'

/** What must not be: effects are committed before the record of their steps. A crash between the two doubles them. */
const flushApart: Flush = async (sql, queue, batch) => {
  await writeEffects(sql, batch)
  await sql.unsafe('commit')
  pass('after-effect', batch)
  await sql.unsafe('begin')
  await writeRecords(sql, queue, batch)
}

const { failpoints, production, ...config } = readEnvironment(process.env)
setFailpoints(failpoints, production)
const worker = createWorker({ ...config, flush: flushApart })
process.on('SIGTERM', () => void worker.stop().then(() => process.exit(0)))
process.on('disconnect', () => process.exit(0))
await worker.start()
process.send?.({ kind: 'ready' })
