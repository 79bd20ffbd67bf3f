/** Where `gateway/main.ts` mounts the API. */
export const apiBase = '/api/v1'
