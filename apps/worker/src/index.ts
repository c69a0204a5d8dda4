export type { WorkerConfig } from './environment.ts'
export { createWorker, type Worker, type WorkerOptions } from './worker.ts'
