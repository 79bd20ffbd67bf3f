export { fieldProblems, pathName } from './field-problems.ts'
export { type ObjectReading, readObject } from './read-object.ts'
export { isStorable, unstorableFields } from './storable.ts'
export { namesOf } from './unknown-fields.ts'
