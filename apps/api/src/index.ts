export { createApi } from './api.ts'
export { type Config, readConfig } from './config.ts'
