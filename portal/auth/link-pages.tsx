import { Input } from '../ui/fields.tsx'
import { Notice } from '../ui/parts.tsx'
import { texts } from './texts.ts'

const t = texts.links

/** Asks for the address to which a link is to go. */
export function AskForLinkPage(props: { title: string; about: string; action: string }) {
  return (
    <div class="stack">
      <div class="stack-tight">
        <h1>{props.title}</h1>
        <p class="soft">{props.about}</p>
      </div>
      <form class="form" method="post" action={props.action} data-form="ask-for-link">
        <Input name="email" label={texts.signIn.email} type="email" autocomplete="username" required autofocus />
        <button type="submit" class="button button-primary">
          {t.send}
        </button>
      </form>
      <BackToSignIn />
    </div>
  )
}

/** The same words whether or not there is such an account. */
export function LinkSentPage() {
  return (
    <div class="stack">
      <h1>{t.sentTitle}</h1>
      <Notice tone="info" title={t.sent}>
        <p>{t.sentNothing}</p>
      </Notice>
      <BackToSignIn />
    </div>
  )
}

/** A link that is used, replaced, too old or unknown. */
export function DeadLinkPage({ hint = t.deadHint, again }: { hint?: string; again?: string }) {
  return (
    <div class="stack">
      <h1>{t.dead}</h1>
      <p class="soft">{hint}</p>
      {again ? (
        <a class="button button-primary" href={again}>
          {t.again}
        </a>
      ) : null}
      <BackToSignIn />
    </div>
  )
}

function BackToSignIn() {
  return (
    <div class="other-ways">
      <a href="/sign-in">{t.back}</a>
    </div>
  )
}
