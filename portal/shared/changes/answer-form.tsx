import type { LoadedChange } from '../../../engine/purchase-orders/load-changes.ts'
import { Hidden, Input, Select } from '../../ui/fields.tsx'
import { Notice } from '../../ui/parts.tsx'
import { texts } from './texts.ts'
import { type NamedLine, wishedItem, wishWords } from './words.ts'

interface AnswerFormProps {
  change: LoadedChange
  lines: readonly NamedLine[]
  currency: string
  /** Who asks, as the reader knows them. */
  asker: string
  action: string
  mayAnswer: boolean
}

const outcomes = [
  { value: 'accepted', word: texts.accept },
  { value: 'refused', word: texts.refuse },
]

const quantities = [
  ['cancel', texts.granted],
  ['add', texts.grantedMore],
] as const

/** A change that waits for the reader's answer: what is asked, line by line, and the answers to it. Read by `changeAnswerFrom`. */
export function ChangeAnswerForm({ change, lines, currency, asker, action, mayAnswer }: AnswerFormProps) {
  const { wishes, reason } = change.request
  return (
    <section data-change={String(change.sequence)}>
      <Notice tone="warn" title={`${asker} ${texts.asks}`}>
        <ul>
          {wishes.map(wish => (
            <li>{wishWords(wish, lines, currency)}</li>
          ))}
        </ul>
        {reason ? <p>“{reason}”</p> : null}
        {mayAnswer ? (
          <form class="form" method="post" action={action} data-form="answer-change">
            <Hidden name="sequence" value={String(change.sequence)} />
            <Input name="note" label={texts.note} />
            <div class="row">
              <button type="submit" class="button button-primary" name="outcome" value="accepted">
                {texts.accept}
              </button>
              <button type="submit" class="button" name="outcome" value="refused">
                {texts.refuse}
              </button>
            </div>
            <details class="more">
              <summary>{texts.partly}</summary>
              {wishes.map(wish => {
                const name = wishedItem(wish, lines)
                const hasTerms = !wish.item && (wish.unitPrice !== undefined || wish.shipDate !== undefined)
                const part = (of: string) => `parts[${wish.lineNumber}][${of}]`
                return (
                  <div class="row">
                    {quantities.map(([of, word]) =>
                      wish[of] === undefined ? null : (
                        <Input
                          name={part(of)}
                          label={`${name}: ${word}`}
                          value={wish[of]}
                          inputmode="decimal"
                          class="short number"
                        />
                      ),
                    )}
                    {hasTerms ? (
                      <Select name={part('terms')} label={`${name}: ${texts.terms}`} options={outcomes} />
                    ) : null}
                  </div>
                )
              })}
              <button type="submit" class="button" name="outcome" value="lines">
                {texts.partlySend}
              </button>
            </details>
          </form>
        ) : null}
      </Notice>
    </section>
  )
}
