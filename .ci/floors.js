// Fails when a package that has had a security fix is installed anywhere below the version that has it.
import { readFileSync } from 'node:fs'

const FLOORS = {
  'better-auth': '1.4.17',
  'drizzle-orm': '0.45.2',
  hono: '4.12.21',
  liquidjs: '10.26.0',
  nodemailer: '7.0.11',
  'pg-boss': '12.38.0',
}

const lockfile = readFileSync(new URL('../pnpm-lock.yaml', import.meta.url), 'utf8')
for (const [name, floor] of Object.entries(FLOORS)) {
  const versions = [...lockfile.matchAll(new RegExp(`^  '?${name}@(\\d+\\.\\d+\\.\\d+)[^(]*'?:$`, 'gm'))].map(
    (match) => match[1],
  )
  if (versions.length === 0) fail(`${name} is not in pnpm-lock.yaml: take its floor out of .ci/floors.js`)
  for (const version of versions) {
    if (isBelow(version, floor)) fail(`${name} ${version} is below ${floor}, which has a security fix: update it`)
  }
}

function isBelow(version, floor) {
  return version.localeCompare(floor, 'en', { numeric: true }) < 0
}

function fail(sentence) {
  console.error(sentence)
  process.exitCode = 1
}
