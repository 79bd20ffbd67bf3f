import { type ImportItem, type ItemSchema, itemOf } from './item.ts'

/**
 * The items of a JSON file: a list, or an object that holds the list under `name`. Undefined when it is neither.
 * @param referenceField what people call an item by
 */
export function readJsonItems<Value>(
  bytes: Uint8Array,
  { item, name, referenceField }: { item: ItemSchema<Value>; name: string; referenceField: string },
): ImportItem<Value>[] | undefined {
  const list = listIn(bytes, name)
  return list?.map((given, at) => itemOf(item, given, { row: at + 1, reference: textAt(given, referenceField) }))
}

/** The list that a JSON file is, or holds under a name. Undefined when it is neither. */
export function listIn(bytes: Uint8Array, name: string): unknown[] | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    const list = Array.isArray(value) ? value : (value as Record<string, unknown> | null)?.[name]
    return Array.isArray(list) ? list : undefined
  } catch {
    return undefined
  }
}

function textAt(given: unknown, field: string): string | null {
  const value = typeof given === 'object' && given !== null ? (given as Record<string, unknown>)[field] : undefined
  return typeof value === 'string' ? value.slice(0, 80) : null
}
