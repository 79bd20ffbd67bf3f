import type { Child } from 'hono/jsx'
import { Icon } from './icons.tsx'

/** An identifier that can be copied in one click. `children` shows it another way, such as a link. */
export function Copyable({ text, children }: { text: string; children?: Child }) {
  return (
    <span class="copyable">
      <span class="copyable-text">{children ?? text}</span>
      <button type="button" class="copy" data-copy={text} aria-label={`Copy ${text}`} title="Copy">
        <Icon name="copy" />
      </button>
    </span>
  )
}
