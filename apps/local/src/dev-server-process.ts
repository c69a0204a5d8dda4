import { pathToFileURL } from 'node:url'
import { viteEntry } from './web-build.ts'

// Vite's own program, which would outlive a supervisor that was killed and keep the port.
process.on('disconnect', () => process.exit())
await import(pathToFileURL(viteEntry()).href)
