/** Where a person goes on after signing in: only a path of our own is gone back to. */
export function safeNext(next: string | undefined): string {
  return next && /^\/(?![/\\])/.test(next) && !/[\r\n\\]/.test(next) ? next : '/'
}
