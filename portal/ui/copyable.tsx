import type { Child } from 'hono/jsx'

/** Up to so many characters an identifier stays on one line: broken at its hyphens it is hard to read. */
const onOneLine = 26

/**
 * An identifier that can be copied in one click. `children` shows it another way, such as a link. The button's picture is in the style sheet: lists have one in each row.
 */
export function Copyable({ text, children }: { text: string; children?: Child }) {
  return (
    <span class="copyable">
      <span class={text.length > onOneLine ? 'copyable-text' : 'copyable-text nowrap'}>{children ?? text}</span>
      <button type="button" class="copy" data-copy={text} aria-label={`Copy ${text}`} title="Copy"></button>
    </span>
  )
}
