import { TextArea } from '../../ui/fields.tsx'
import { Notice, PageHeader, Section } from '../../ui/parts.tsx'
import { Time } from '../../ui/time.tsx'
import { PagePictures } from './page-picture.tsx'
import type { Review } from './query.ts'
import { ReviewForm, type ReviewFormProps } from './review-form.tsx'
import { texts as t } from './texts.ts'

interface ReviewPageProps extends Pick<ReviewFormProps, 'values' | 'errors'> {
  review: Review
  mayDecide: boolean
}

/** An invoice under review: its page on one side, its fields on the other. */
export function ReviewPage({ review, mayDecide, values, errors }: ReviewPageProps) {
  const { id, reading, supplier, fileName, createdAt, status } = review
  const open = mayDecide && status === 'waiting'
  return (
    <div data-review={id} data-status={status}>
      <PageHeader
        back={{ href: '/accounting/reviews', word: t.title }}
        title={reading.draft.number ?? fileName ?? 'Invoice'}
        about={
          <>
            From {supplier}, <Time at={createdAt} />
          </>
        }
        action={
          <a class="button" href={`/accounting/reviews/${id}/file`}>
            {t.open}
          </a>
        }
      />
      <div class="review">
        <section class="review-page" aria-label={t.page} tabindex={0}>
          {hasText(review) ? (
            <PagePictures reading={reading} />
          ) : (
            <>
              <Notice tone="info" title={t.scan} />
              <iframe class="page-file" src={`/accounting/reviews/${id}/file`} title={fileName ?? t.page} />
            </>
          )}
        </section>
        <div class="stack">
          <Status review={review} />
          {open ? <ReviewForm id={id} reading={reading} values={values} errors={errors} /> : null}
          {open ? <RefuseForm id={id} values={values} errors={errors} /> : null}
        </div>
      </div>
    </div>
  )
}

/** A scan has no words to draw; the browser shows the file itself. */
export function hasText({ reading }: Review): boolean {
  return reading.pages.some(page => page.words.length > 0)
}

function Status({ review }: { review: Review }) {
  const { status, reading, invoiceId, reason, decidedBy } = review
  if (status === 'confirmed')
    return (
      <Notice tone="good" title={`Confirmed by ${decidedBy?.replace(/^user:/, '')}.`}>
        <div>
          <a href={`/accounting/invoices/${invoiceId}`}>The invoice</a>
        </div>
      </Notice>
    )
  if (status === 'refused')
    return <Notice tone="bad" title={`Refused by ${decidedBy?.replace(/^user:/, '')}: ${reason}`} />
  return (
    <Notice tone="warn" title={t.doubts}>
      <ul>
        {reading.doubts.map(doubt => (
          <li data-doubt={doubt.code}>{doubt.message}</li>
        ))}
      </ul>
    </Notice>
  )
}

function RefuseForm({ id, values, errors }: Pick<ReviewFormProps, 'id' | 'values' | 'errors'>) {
  return (
    <Section title={t.refuseTitle}>
      <form class="form card" method="post" action={`/accounting/reviews/${id}/refusal`} data-form="refuse">
        <TextArea name="reason" label={t.reason} value={values.reason} error={errors.reason} rows={2} required />
        <div class="row">
          <button type="submit" class="button">
            {t.refuse}
          </button>
        </div>
      </form>
    </Section>
  )
}
