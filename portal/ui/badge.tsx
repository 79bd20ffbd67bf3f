import { Icon, type IconName } from './icons.tsx'

/** What a colour means, everywhere: good is done, warn waits for somebody, bad is stuck, info is under way, idle is neither. */
export type Tone = 'good' | 'warn' | 'bad' | 'info' | 'idle'

/** How a state is shown: always a word with an icon and a colour. */
export interface StateLook {
  word: string
  tone: Tone
  icon: IconName
}

/** A state, as a word with an icon. */
export function Badge({ word, tone, icon }: StateLook) {
  return (
    <span class={`badge badge-${tone}`}>
      <Icon name={icon} />
      {word}
    </span>
  )
}
