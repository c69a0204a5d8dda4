import { resolve } from 'node:path'

/** Where Node keeps compiled modules from one start to the next: it halves the time until a process has its imports. */
export const COMPILE_CACHE = resolve(import.meta.dirname, '../../../node_modules/.cache/node-compile')
