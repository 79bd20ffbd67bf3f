import type { Onboarding } from '../../../engine/onboarding/load.ts'
import type { TestAnswer } from '../../../engine/onboarding/tests.ts'
import { testedKinds } from '../../../partners/onboarding/progress.ts'
import { Badge } from '../../ui/badge.tsx'
import { Facts, Notice, PageHeader, Section } from '../../ui/parts.tsx'
import { Empty, Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { kindWords, orderLooks, texts as t } from './texts.ts'

export interface TestsPageProps {
  partner: { id: string; name: string }
  onboarding: Onboarding
  /** Whether the partner is still under test. */
  open: boolean
}

/** The last test order of a partner and what came back, each answer held against the order. */
export function TestsPage({ partner, onboarding, open }: TestsPageProps) {
  const { test, progress } = onboarding
  const at = `/retailer/partners/${partner.id}`
  return (
    <>
      <PageHeader back={{ href: at, word: partner.name }} title={t.tests} about={t.testsAbout} />
      <div class="columns">
        <div class="stack">
          {test ? <TestOrder test={test} /> : <Empty title={t.noTest}>{t.noTestHint}</Empty>}
          {test ? <Answers answers={test.answers} /> : null}
          {open && onboarding.channel ? (
            <form method="post" action={`${at}/tests`} data-form="test-order">
              <button type="submit" class={test ? 'button' : 'button button-primary'}>
                {test ? t.sendAgain : t.sendTest}
              </button>
            </form>
          ) : null}
        </div>
        <form class="form" method="post" action={`${at}/tests/expected`} data-form="expected">
          <fieldset class="choices">
            <legend>{t.expected}</legend>
            {testedKinds.map(kind => (
              <label class="choice">
                <input type="checkbox" name={kind} checked={progress.expected.includes(kind)} />
                <span>{kindWords[kind]}</span>
              </label>
            ))}
          </fieldset>
          <button type="submit" class="button">
            {t.save}
          </button>
        </form>
      </div>
    </>
  )
}

function TestOrder({ test }: { test: NonNullable<Onboarding['test']> }) {
  return (
    <Section title={test.number}>
      <Facts
        rows={[
          [t.state, <Badge {...orderLooks[test.order]} />],
          ['Made', <Time at={test.at} />],
          ['Message', test.messageId && <a href={`/retailer/messages/${test.messageId}`}>On the wire</a>],
        ]}
      />
      {test.issues.length > 0 ? (
        <Notice tone="bad" title={orderLooks[test.order].word}>
          <ul>
            {test.issues.map(issue => (
              <li>{issue}</li>
            ))}
          </ul>
        </Notice>
      ) : null}
    </Section>
  )
}

function Answers({ answers }: { answers: readonly TestAnswer[] }) {
  return (
    <Section title={t.answers}>
      {answers.length === 0 ? (
        <Empty title={t.noAnswers}>{t.noAnswersHint}</Empty>
      ) : (
        <Table
          label={t.answers}
          rows={[...answers]}
          attributes={answer => ({ 'data-answer': answer.kind, 'data-good': String(answer.findings.length === 0) })}
          columns={[
            { heading: 'Document', cell: answer => <AnswerName answer={answer} /> },
            { heading: 'Came', cell: answer => <Time at={answer.at} /> },
            { heading: 'Checked', cell: answer => <Findings findings={answer.findings} /> },
          ]}
        />
      )}
    </Section>
  )
}

function AnswerName({ answer: { id, kind, messageId } }: { answer: TestAnswer }) {
  const word = kindWords[kind] ?? kind
  return messageId ? <a href={`/retailer/messages/${messageId}/documents/${id}`}>{word}</a> : word
}

function Findings({ findings }: { findings: readonly string[] }) {
  if (findings.length === 0) return <Badge word={t.asItShould} tone="good" icon="check" />
  return (
    <ul class="quiet-list">
      {findings.map(finding => (
        <li>{finding}</li>
      ))}
    </ul>
  )
}
