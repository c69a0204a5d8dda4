import { enableCompileCache } from 'node:module'
import { COMPILE_CACHE } from './compile-cache.ts'

// Before anything else is imported: the cache holds for what comes after it.
enableCompileCache(COMPILE_CACHE)
await import('./supervisor.ts')
