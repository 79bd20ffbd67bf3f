/** As much of `package-lock.json` as matters here. */
export interface Lock {
  packages: Record<string, LockedPackage>
}

interface LockedPackage {
  version?: string
  dev?: boolean
  optional?: boolean
  optionalDependencies?: Record<string, string>
  os?: string[]
  cpu?: string[]
  libc?: string[]
}

const systems = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32']
const processors = ['arm64', 'arm', 'ia32', 'ppc64', 'riscv64', 's390x', 'x64']

/** Binaries for other platforms that a package names and the lock file lacks: `npm ci` refuses such a lock. */
export function missingBinaries(lock: Lock): Map<string, LockedPackage> {
  const missing = new Map<string, LockedPackage>()
  for (const { optionalDependencies = {}, dev } of Object.values(lock.packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      const path = `node_modules/${name}`
      if (!lock.packages[path] && isBinary(name)) missing.set(path, entryFor(name, version, dev))
    }
  }
  return missing
}

function isBinary(name: string): boolean {
  return systems.some(system => name.includes(`-${system}-`))
}

/** What npm would have written, had the registry that it asked known the package. */
function entryFor(name: string, version: string, dev: boolean | undefined): LockedPackage {
  const parts = name.split('-')
  const libc =
    name.endsWith('musl') || name.includes('musleabi') ? 'musl' : name.includes('linux') ? 'glibc' : undefined
  return {
    version: version.replace(/^[~^]/, ''),
    cpu: processors.filter(processor => parts.includes(processor)),
    ...(dev ? { dev } : {}),
    ...(libc ? { libc: [libc] } : {}),
    optional: true,
    os: systems.filter(system => parts.includes(system)),
  }
}
