/**
 * The three functions that `@peculiar/x509`'s dependency injection (tsyringe) asks of a Reflect polyfill. Import this file before
 * that package. An installed polyfill is left alone.
 */
const metadata = new WeakMap<object, Map<unknown, unknown>>()

function defineMetadata(key: unknown, value: unknown, target: object): void {
  const own = metadata.get(target) ?? new Map<unknown, unknown>()
  metadata.set(target, own.set(key, value))
}

function getOwnMetadata(key: unknown, target: object): unknown {
  return metadata.get(target)?.get(key)
}

function getMetadata(key: unknown, target: object): unknown {
  for (let at: object | null = target; at; at = Reflect.getPrototypeOf(at)) {
    const own = metadata.get(at)
    if (own?.has(key)) return own.get(key)
  }
  return undefined
}

if (!('getMetadata' in Reflect)) Object.assign(Reflect, { defineMetadata, getOwnMetadata, getMetadata })
