import { describe, expect, it } from 'vitest'
import { DescribedAnswers } from './described.ts'

const content = (schema: object) => ({ 'application/json': { schema } })
const thing = { type: 'object', properties: { id: { type: 'string', format: 'uuid' } }, required: ['id'] }
const described = new DescribedAnswers({
  components: { schemas: { Thing: thing } },
  paths: {
    '/things/{id}': {
      get: { responses: { 200: { content: content({ $ref: '#/components/schemas/Thing' }) }, 204: {} } },
    },
    '/things': {
      get: {
        responses: {
          200: {
            content: content({
              type: 'object',
              properties: { data: { type: 'array', items: { $ref: '#/components/schemas/Thing' } } },
              required: ['data'],
            }),
          },
        },
      },
    },
  },
})
const id = '01890f3e-7c1a-7000-8000-4b5d1c2a9e10'
const check =
  (path: string, status: number, body: unknown, type: string | null = 'application/json') =>
  () =>
    described.check('GET', path, status, type, body)

describe('the check of answers against the description', () => {
  it('lets pass what is described', () => {
    expect(check('/things/1', 200, { id })).not.toThrow()
    expect(check('/things', 200, { data: [{ id }] })).not.toThrow()
    expect(check('/things/1', 204, undefined, null)).not.toThrow()
  })

  it.each([
    ['a field of another type', check('/things/1', 200, { id: 7 })],
    ['a missing field', check('/things/1', 200, {})],
    ['a field that is not named', check('/things/1', 200, { id, secret: 'x' })],
    ['the same within a list', check('/things', 200, { data: [{ id, secret: 'x' }] })],
    ['a status that is not named', check('/things/1', 201, { id })],
    ['another content type', check('/things/1', 200, { id }, 'text/html')],
    ['a body where there should be none', check('/things/1', 204, { id })],
  ])('finds %s', (_name, wrong) => {
    expect(wrong).toThrow()
  })
})
